"""The sections of a report, built while its segments are read from front to back."""

from __future__ import annotations

import re

from core.documents import Part, Section
from core.spans import Span
from core.structure import frames, headings
from core.structure.frames import Frame
from core.structure.headings import Heading

_TERMS = (Part.REVIEW_TERM, Part.PLAN_TERM)
_DEFINITION = re.compile(r"[\[［【(（]?(\d{1,2})[\]］】)）]?[.．、]?\s?[^。：:，\n]{1,30}[：:]")
_EXPECTED = re.compile(r"预期目标")
_CONCLUDED = re.compile(r"圆满|收官|(?:胜利|顺利|全面)完成")
_SALUTATION = re.compile(r"各位代表|同志们|请予审议|提出意见")


class Outline:
    """Opens and closes sections; `frame` is the time frame of the text read last."""

    def __init__(self, text: str, year: int | None, *, nested: bool) -> None:
        """`nested`: the parts carry no numbers, and 一、 numbers what is below them."""
        self.text = text
        self.year = year
        self.shift = 1 if nested else 0
        self.frame = Frame(Part.OPENING)
        self.ahead: bool | None = None  # the side to which turns are bound; None: either
        self.term: Frame | None = None
        self.later: Frame | None = None
        self.owed: Frame | None = None  # see frames.Declared
        self.number = 0  # of the last part
        self.list_number = 0  # of the last 一、 in a list below the parts
        self.bracketed = 0  # number of the last （一） below the part
        self.greeted = False
        self.open: list[Section] = []
        self.done: list[Section] = []

    def finish(self) -> tuple[Section, ...]:
        """All sections, by start, outer before inner."""
        self._close(0, len(self.text))
        return tuple(sorted(self.done, key=lambda s: (s.start, s.level)))

    def begin(self, at: int, level: int, title: Span, frame: Frame) -> None:
        """Open a section; those of the same level and below end here."""
        self._close(level, at)
        self.open.append(Section(at, at, level, title, frame.part, frame.start, frame.end))

    def heading(self, heading: Heading) -> None:
        """A heading: a part of the report, or what is below."""
        level = self._level(heading)
        if level == 1:
            self._part(heading)
            self.bracketed = 0
            return
        if heading.style == headings.BRACKETED:
            if heading.number == 1 and self.bracketed >= 3:
                self._begins_anew(heading)
            self.bracketed = heading.number
        frame = self.frame
        if frame.part.ahead and frames.governance(heading.title.of(self.text)):
            frame = self._governance(frame)
        self.begin(heading.title.start, level, heading.title, frame)

    def _begins_anew(self, heading: Heading) -> None:
        """（一） after （六） in a review: what is to be done below it is a part whose heading was lost."""
        if self.frame.part not in (Part.REVIEW, Part.REVIEW_TERM):
            return
        start = heading.title.start
        frame, weight = frames.by_tense(self.text[start : start + 1500], self.year)
        if weight > 2:
            self.begin(start, 1, Span(start, start), frame)
            self.frame = frame
            self._remember()

    def paragraph(self, segment: Span) -> None:
        """A paragraph; its first words may turn the frame."""
        if self.frame.part is Part.GLOSSARY:
            return
        words = self.text[segment.start : min(segment.end, segment.start + 80)]
        if self.later is not None and frames.names(self.later, words):
            self._turn(segment.start, self.later)
            self.later = None
            return
        if self.owed is not None and self._comes_to_owed(segment):
            self._turn(segment.start, self.owed)
            return
        numbered = bool(self.open) and self.open[-1].level > 1 and self.open[-1].title.end > self.open[-1].title.start
        turn = frames.by_opening(words[:40], self.year, self.ahead, self.term, numbered)
        if self.frame.part is Part.OPENING:
            # A report without headings of parts begins where its first paragraph speaks of a year.
            self.greeted = self.greeted or _SALUTATION.search(words) is not None
            if turn is not None and self.greeted and segment.end - segment.start > 60:
                self.frame = turn.frame
                self.begin(segment.start, 1, Span(segment.start, segment.start), turn.frame)
                self._remember()
            return
        if turn is not None and turn.strong and turn.frame != self.frame:
            self._turn(segment.start, turn.frame)
        self._inside(segment)

    def _comes_to_owed(self, segment: Span) -> bool:
        """True at a paragraph that only suits the frame which the heading names second.

        “十三五”目标任务圆满完成, once the headings of the single year have been gone through; 主要预期目标, which a
        report sets for a year, below the plan of a term.
        """
        if self.owed is None or self.frame == self.owed:
            return False
        if self.owed.part is Part.PLAN:
            return _EXPECTED.search(self.text, segment.start, min(segment.end, segment.start + 30)) is not None
        if segment.end - segment.start > 200:
            return False
        words = segment.of(self.text)
        seen = any(s.level > 1 and s.title.end > s.title.start for s in self.open)
        return seen and _CONCLUDED.search(words) is not None and frames.names(self.owed, words)

    def _inside(self, segment: Span) -> None:
        """A sentence within a paragraph that begins with a term (“十三五”期间，…) holds for the rest of it."""
        if self.text.find("五", segment.start, segment.end) < 0:
            return  # every such term has it: 五年, “十三五”
        for match in frames.INNER_TERM.finditer(self.text, segment.start + 1, segment.end):
            words = self.text[match.start() : match.start() + 20]
            turn = frames.by_opening(words, self.year, self.ahead, self.term, numbered=False)
            if turn is not None and turn.frame.part in _TERMS and turn.frame != self.frame:
                place = Span(match.start(), match.start())
                part, start, end = turn.frame
                self.done.append(Section(match.start(), segment.end, headings.DEEPEST + 1, place, part, start, end))
                return

    def terms(self, segments: list[Span], index: int) -> bool:
        """True, and the glossary begun, where an unnamed list of explained terms begins at the segment."""
        if segments[index].start < 0.6 * len(self.text) or self.frame.part is Part.GLOSSARY:
            return False
        numbers = []
        for segment in segments[index : index + 3]:
            match = _DEFINITION.match(self.text, segment.start, segment.end)
            numbers.append(int(match[1]) if match is not None else 0)
        if numbers != [1, 2, 3]:
            return False
        self.frame = Frame(Part.GLOSSARY)
        self.begin(segments[index].start, 1, Span(segments[index].start, segments[index].start), self.frame)
        return True

    def _close(self, level: int, at: int) -> None:
        while self.open and self.open[-1].level >= level:
            last = self.open.pop()
            self.done.append(Section(last.start, at, *_rest(last)))

    def _level(self, heading: Heading) -> int:
        if heading.style == headings.PART:
            return 1
        if heading.style == headings.PLAIN:
            # Below the innermost heading with a number or part; beside a plain one.
            base = [s.level for s in self.open if s.title.end > s.title.start and s.level < headings.DEEPEST]
            return min(max(base, default=1) + 1, headings.DEEPEST)
        if heading.style > headings.CHINESE:
            return heading.style + self.shift
        if self.shift:
            return 2
        if self.frame.part is Part.GLOSSARY and not frames.years(heading.title.of(self.text)):
            return 2
        return self._list_level(heading)

    def _list_level(self, heading: Heading) -> int:
        """1, but 2 in a list that counts from 一 again inside a part (十件民生实事)."""
        title = heading.title.of(self.text)
        if self.list_number and heading.number == self.list_number + 1 and heading.number != self.number + 1:
            self.list_number = heading.number
            return 2
        if heading.number == 1 and self.number > 1 and not frames.part_line(title) and not frames.years(title):
            self.list_number = 1
            return 2
        both = self.list_number and heading.number == self.number + 1 == self.list_number + 1
        if both and not frames.part_line(title):
            # Both counts would fit: the list goes on unless the heading reads like a part.
            self.list_number = heading.number
            return 2
        self.list_number = 0
        self.number = heading.number
        return 1

    def _part(self, heading: Heading) -> None:
        title = heading.title.of(self.text)
        body = self.text[heading.title.end : heading.title.end + 1500]
        declared = frames.by_title(title, body, self.year, self.frame)
        if declared is None:
            if self.frame.part in (Part.OPENING, Part.GLOSSARY):
                self.frame = frames.by_tense(body, self.year)[0]
            elif not self.frame.part.ahead:
                # The tasks of a report may stand under headings of their own, with none that says so.
                frame, weight = frames.by_tense(body, self.year)
                if weight > 2:
                    self.frame = frame
            elif self.frame.part is Part.GOVERNANCE:
                self.frame = Frame(Part.PLAN, self.frame.start, self.frame.end)
            frame = self._governance(self.frame) if self.frame.part.ahead and frames.governance(title) else self.frame
            self.later = self.owed = None
            self.begin(heading.title.start, 1, heading.title, frame)
            self._remember()
            return
        self.begin(heading.title.start, 1, heading.title, declared.frame)
        self.frame = declared.frame
        self.later = declared.later
        self._remember()
        if declared.later is not None:
            self.ahead = None
        self.owed = declared.owed
        if declared.first is not None:
            self.frame = declared.first
            self.begin(heading.title.end, 2, Span(heading.title.end, heading.title.end), declared.first)

    def _turn(self, at: int, frame: Frame) -> None:
        self.frame = frame
        if frame.part in _TERMS:
            self.term = frame
        if frame == self.owed:
            self.owed = None
        unnamed = self.ahead is None and self.open and self.open[0].title.end == self.open[0].title.start
        if unnamed and self.open[0].part.ahead != frame.part.ahead:
            # Without headings of parts a turn from done to coming work is a new part.
            self.begin(at, 1, Span(at, at), frame)
            return
        self.begin(at, 2, Span(at, at), frame)

    def _remember(self) -> None:
        title = self.open[0].title if self.open else Span(0, 0)
        known = title.end > title.start and self.frame.part is not Part.GLOSSARY
        self.ahead = self.frame.part.ahead if known else None
        if self.frame.part in _TERMS:
            self.term = self.frame

    def _governance(self, frame: Frame) -> Frame:
        # The government's own building is work of the coming year, also below the plan of a term.
        year = self.year if self.year is not None else frame.start
        return Frame(Part.GOVERNANCE, year, year)


def _rest(section: Section) -> tuple[int, Span, Part, int | None, int | None]:
    return section.level, section.title, section.part, section.period_start, section.period_end
