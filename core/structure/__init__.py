"""Parts, headings, paragraphs and sentences of a reading text, and the time frame of each.

The text is read once from front to back: a heading of the first level declares a frame (一、2020年工作回顾), the first
words of a paragraph may turn it (各位代表，2020年…), sections below inherit it. Linear in the length of the text.
"""

from __future__ import annotations

from core.documents import Part, Section, Structure
from core.spans import Span
from core.structure import frames, headings, splitting, years
from core.structure.frames import Frame
from core.structure.headings import Heading

__all__ = ["structure"]


def structure(text: str, year: int | None = None) -> Structure:
    """The ranges of a text; `year` is the report's year where it is known, else it is taken from the text."""
    paragraphs = splitting.lines(text)
    segments = splitting.segments(text, paragraphs)
    if year is None:
        year = years.evidence(text).year
    found = _headings(text, segments)
    sections = _sections(text, segments, found, year)
    breaks = sorted({h.title.start for h in found.values()} | {h.title.end for h in found.values()})
    return Structure(tuple(paragraphs), tuple(splitting.sentences(text, breaks)), tuple(sections))


def _headings(text: str, segments: list[Span]) -> dict[int, Heading]:
    """Heading by the index of the segment that it begins."""
    found: dict[int, Heading] = {}
    salutation = max(text.find("各位代表", 0, years.HEAD), 0)
    for index, segment in enumerate(segments):
        heading = headings.numbered(text, segment)
        if heading is None:
            heading = headings.unnumbered(text, segment)
            if heading is not None and not _declares(segment.of(text), segment.start < salutation):
                heading = None
        if heading is not None:
            found[index] = heading
    return found


def _declares(line: str, in_head: bool) -> bool:
    """True for a line without number that names a part; the head of a report holds titles and dates, no parts."""
    return not in_head and "会议" not in line and frames.by_title(line, None, None) is not None


def _sections(text: str, segments: list[Span], found: dict[int, Heading], year: int | None) -> list[Section]:
    top = {headings.UNNUMBERED, headings.CHINESE}
    parts = [h for h in found.values() if h.style == headings.UNNUMBERED]
    starts_over = sum(1 for h in found.values() if h.style == headings.CHINESE and h.number == 1)
    shift = 1 if parts and starts_over > 1 else 0
    if shift:
        top = {headings.UNNUMBERED}
    open_: list[Section] = []
    done: list[Section] = []
    frame = Frame(Part.OPENING)
    ahead: bool | None = None
    term: Frame | None = None

    def close(level: int, at: int) -> None:
        while open_ and open_[-1].level >= level:
            last = open_.pop()
            done.append(Section(last.start, at, last.level, last.title, last.part, last.period_start, last.period_end))

    def begin(at: int, level: int, title: Span, which: Frame) -> None:
        close(level, at)
        open_.append(Section(at, at, level, title, which.part, which.start, which.end))

    if segments and (0 not in found or found[0].style not in top):
        begin(0, 1, Span(0, 0), frame)
    for index, segment in enumerate(segments):
        heading = found.get(index)
        if heading is not None:
            title = heading.title.of(text)
            level = 1 if heading.style in top else heading.style + shift
            if level == 1:
                declared = frames.by_title(title, year, ahead)
                if declared is None:
                    if frame.part is Part.OPENING:
                        body = text[segment.start : segment.start + 1500]
                        frame = frames.by_tense(body, year)
                    first = None
                    which = frame
                    if frame.part.ahead and frames.governance(title):
                        which = Frame(Part.GOVERNANCE, frame.start, frame.end)
                else:
                    which, first = declared
                    frame = which
                begin(segment.start, 1, heading.title, which)
                if which.part is not Part.GOVERNANCE or frame.part is not Part.GOVERNANCE:
                    ahead = frame.part.ahead if frame.part is not Part.GLOSSARY else None
                if frame.part in (Part.REVIEW_TERM, Part.PLAN_TERM):
                    term = frame
                if first is not None:
                    frame = first
                    begin(heading.title.end, 2, Span(heading.title.end, heading.title.end), first)
                continue
            which = frame
            if frame.part.ahead and frames.governance(title):
                which = Frame(Part.GOVERNANCE, frame.start, frame.end)
            begin(segment.start, level, heading.title, which)
            continue
        if frame.part is Part.GLOSSARY:
            continue
        turn = frames.by_opening(text[segment.start : segment.start + 40], year, ahead, term)
        if turn is None or turn.frame == frame or frame.part is Part.OPENING:
            continue
        if not turn.strong and open_ and open_[-1].level > 1 and open_[-1].title.end > open_[-1].title.start:
            continue
        frame = turn.frame
        if frame.part in (Part.REVIEW_TERM, Part.PLAN_TERM):
            term = frame
        begin(segment.start, 2, Span(segment.start, segment.start), frame)
    close(0, len(text))
    return sorted(done, key=lambda s: (s.start, s.level))
