"""What is painted under the text of a report: its facts, the hits of a search, tagged passages.

Only the lines in view are painted. Under-painting costs 1 to 2 ms a changed highlight whatever the report's length;
char formats cost 14 ms and extra selections up to 62 ms in a report of one paragraph. Scrolling blits, so a frame
paints only the strip that came into view.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.documents import Document
from core.facts import Fact
from core.marking import Marks, Run
from core.spans import Span
from gui.marks import Brush
from gui.sheet import Sheet
from gui.theme import Theme

FAR = 2000  # characters; pieces farther apart than that share no screen


class Highlighted(Sheet):
    """A report with its facts, one of which is framed; facts are kept in coordinates of the text shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._brush: Brush  # made by _dress, anew for each theme
        self._marks = Marks(())
        self._facts: dict[int, Fact] = {}  # by id
        self._current: int | None = None
        self._echo = False  # the current fact is one of another pane
        self._handles = False  # the ends of the current fact can be grasped
        self._hits: Sequence[Span] = ()
        self._hit: int = -1
        self._passages: list[tuple[Span, QColor]] = []

    # What is shown

    def show_report(self, document: Document | None, facts: Sequence[Fact] = (), *, original: bool = False) -> None:
        """Show a report, or nothing; the place and the current fact are forgotten."""
        self._use(document, original=original)
        self._current = None
        self._hits, self._hit = (), -1
        paragraphs = () if document is None else document.structure.paragraphs
        if self._original or not paragraphs:
            paragraphs = tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^\r\n]+", self._shown))
        self._marks = Marks(paragraphs)
        self.set_facts(facts)
        self._lay()

    def set_facts(self, facts: Sequence[Fact], changed: Sequence[Fact] | None = None) -> None:
        """The report's facts as they are now; `changed` has those that differ from before (all, if None)."""
        if changed is None:
            self._facts = {fact.id: self._across(fact) for fact in facts}
            self._marks.use(list(self._facts.values()))
            self.viewport().update()
            return
        touched = [self._facts[f.id] for f in changed if f.id in self._facts]
        kept = {fact.id for fact in facts} if len(facts) != len(self._facts) else None
        for fact in changed:
            if kept is None or fact.id in kept:
                self._facts[fact.id] = self._across(fact)
                touched.append(self._facts[fact.id])
        if kept is not None:
            touched.extend(self._facts.pop(gone) for gone in [i for i in self._facts if i not in kept])
        self._marks.use([self._facts[fact.id] for fact in facts], touched)
        for fact in touched:
            self._repaint(fact)

    def set_current(self, fact: int | None, *, scroll: bool = True, echo: bool = False) -> bool:
        """Frame a fact (an echo of another pane's more lightly) and bring it into view; False when it is not here."""
        before, self._current, self._echo = self._current, fact if fact in self._facts else None, echo
        for changed in (before, self._current):
            if changed in self._facts:
                self._repaint(self._facts[changed])
        if self._current is None:
            return False
        here = self._facts[self._current]
        cursor = self.textCursor()
        cursor.setPosition(self._positions.to_qt(here.start))
        # Keys select text from the fact on; Qt would scroll there by itself, so the place is kept first.
        bar = self.verticalScrollBar()
        place = bar.value()
        self.setTextCursor(cursor)
        if bar.value() != place:
            bar.setValue(place)
        if scroll:
            self._bring(here.start, here.end)
        return True

    def set_hits(self, hits: Sequence[Span], current: int = -1, *, scroll: bool = True) -> None:
        """Show search hits (spans of the shown text, see `shown`); `current` is an index or -1."""
        self._hits, self._hit = hits, current
        if scroll and 0 <= current < len(hits):
            self._bring(hits[current].start, hits[current].end)
        self.viewport().update()

    def set_passages(self, passages: Sequence[tuple[Span, QColor]]) -> None:
        """Underline tagged stretches of the reading text in their tags' colours."""
        self._passages = [(self.place(span), colour) for span, colour in passages]
        self.viewport().update()

    @property
    def current(self) -> int | None:
        """The framed fact."""
        return self._current

    def holds(self, facts: frozenset[int]) -> bool:
        """True when one of these facts is shown here."""
        return not facts.isdisjoint(self._facts.keys())

    def current_place(self) -> int | None:
        """Where the framed fact begins in the reading text."""
        fact = self._framed()
        return None if fact is None else self._back(fact.span).start

    def _framed(self) -> Fact | None:
        return self._facts.get(self._current) if self._current is not None else None

    def _followed(self) -> Span | None:
        fact = self._framed()
        return None if fact is None else fact.span

    def _across(self, fact: Fact) -> Fact:
        """A fact in coordinates of the text shown."""
        if self._offsets is None:
            return fact
        span = self._offsets.to_original(fact.span)
        core = fact.core
        low, high = self._offsets.to_original(core) if core is not None else (None, None)
        return replace(
            fact, start=span.start, end=span.end, indicator_start=low, indicator_end=high,
            pieces=tuple(map(self._offsets.to_original, fact.pieces)),
            indicator_pieces=tuple(map(self._offsets.to_original, fact.indicator_pieces)),
        )  # fmt: skip

    # Painting

    def _dress(self) -> None:
        self._brush = Brush(self._theme)
        super()._dress()

    def _repaint(self, fact: Fact) -> None:
        """Paint again just the places of one fact."""
        for spans in (fact.spans, fact.core_spans):
            if len(spans) > 1 and spans[-1].end - spans[0].start > FAR:
                self.viewport().update()
            elif spans:  # with what joins its pieces
                self._repaint_span(Span(spans[0].start, spans[-1].end))

    def _repaint_span(self, span: Span) -> None:
        for rect, _ in self._geometry(*span):
            self.viewport().update(rect.adjusted(-8, -8, 8, 9).translated(0, -self._scroll()).toAlignedRect())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, QRectF(event.rect()))
            painter.end()
        super().paintEvent(event)

    def _paint(self, painter: QPainter, exposed: QRectF) -> None:
        shift = self._scroll()
        # A line above and below, because frames and underlines reach over their own line.
        top, bottom = exposed.top() + shift - 12, exposed.bottom() + shift + 12
        start = self._point(QPointF(0, top))
        end = self._point(QPointF(self.viewport().width(), bottom)) + 1
        painter.translate(0, -shift)
        current = self._framed()
        if current is not None:
            named = [self._geometry(*span) for span in self._reached(current.core_spans, core=True)]
            for box, base in (each for boxes in named for each in boxes):
                self._brush.core(painter, box, base)
            self._join(painter, named, core=True)
        for run in self._marks.within(start, end):
            if run.end > start and run.start < end:
                self._paint_run(painter, run)
        self._paint_hits(painter, start, end)
        for span, colour in self._passages:
            if span.end > start and span.start < end:
                painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine))
                for box, base in self._geometry(span.start, span.end):
                    painter.drawLine(QPointF(box.left(), base + 5), QPointF(box.right(), base + 5))
        if current is not None:
            framed = [self._geometry(*span) for span in self._reached(current.spans, core=False)]
            for boxes in framed:
                for box, _ in boxes:
                    self._brush.frame(painter, box, echo=self._echo)
                if self._handles and boxes:
                    self._brush.handles(painter, boxes[0][0], boxes[-1][0])
            self._join(painter, framed, core=False)

    def _reached(self, spans: tuple[Span, ...], *, core: bool) -> tuple[Span, ...]:  # noqa: ARG002 - for who drags it
        """The pieces of the current fact, or of its indicator (`core`), as far as they reach at this moment."""
        return spans

    def _join(self, painter: QPainter, pieces: list[list[tuple[QRectF, float]]], *, core: bool) -> None:
        """Lines from piece to piece, so that they are seen to be one; round the line's end where they stand apart."""
        whole = [boxes for boxes in pieces if boxes]
        width = self.document().size().width() - self.document().documentMargin()
        for before, after in pairwise(whole):
            (left, low), (right, base) = before[-1], after[0]
            if abs(left.top() - right.top()) < 1:
                self._brush.join(painter, left, left.right(), right.left(), low, core=core)
            else:
                self._brush.join(painter, left, left.right(), width, low, core=core)
                self._brush.join(painter, right, self.document().documentMargin(), right.left(), base, core=core)

    def _paint_run(self, painter: QPainter, run: Run) -> None:
        fact = self._facts[run.facts[-1]]
        boxes = self._geometry(run.start, run.end)
        for number, (box, base) in enumerate(boxes):
            first, last = run.first and number == 0, run.last and number == len(boxes) - 1
            self._brush.paint(painter, fact, box, base, first=first, last=last)

    def _paint_hits(self, painter: QPainter, start: int, end: int) -> None:
        for index in range(bisect_right(self._hits, start, key=lambda s: s.end), len(self._hits)):
            hit = self._hits[index]
            if hit.start >= end:
                break
            for box, _ in self._geometry(hit.start, hit.end):
                self._brush.hit(painter, box, current=index == self._hit)
