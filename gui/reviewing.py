"""What the keys of review do: walk from fact to fact, decide, add what was missed, move the ends of a fact.

Each is one act or one step; nothing asks back, everything can be undone.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.documents import Document
from core.edits import Accept, Add, Correct, Reject, Reopen
from core.errors import DuiduError
from core.facts import Fact, State
from core.messages import text
from core.pieces import met, moved_piece, with_piece, without_piece, words
from core.spans import Span
from gui.choosing import names
from gui.desk import Desk
from gui.panes import Panes
from gui.queue import Queue

AROUND = " \t\n\u3000\u00a0，。、；：！？,;:!?…—"  # what is no part of a quantity at its ends


class Review(QObject):
    """Acts on the fact that is selected on the desk, in the pane that is active."""

    editing_asked = Signal()  # the keyboard is wanted in the card

    def __init__(self, desk: Desk, panes: Panes, parent: QObject | None = None, queue: Queue | None = None) -> None:
        super().__init__(parent)
        self._desk, self._panes, self._queue = desk, panes, queue
        self.advance = True  # after accept and reject on to the next unreviewed fact

    # Walking

    def step(self, by: int, *, unreviewed: bool = False) -> None:
        """To the next (1) or the previous (-1) fact of the report; without one from selected words, or the view."""
        document = self._document()
        if document is None:
            return
        if unreviewed and self._queue is not None and not self._queue.plain:
            if not self._queue.step(by):
                self._desk.notice(text("queue.done"))
            return
        facts = self._desk.facts(document)
        rows = [f for f in facts if f.state is State.PROPOSED] if unreviewed else list(facts)
        if not rows:
            self._finished(document) if unreviewed else self._desk.notice(text("review.no_facts"), "warning")
            return
        places = [(f.start, f.end, f.id) for f in rows]
        here = self._here(document)
        index = bisect_right(places, here) if by > 0 else bisect_right(places, (here[0], here[1], here[2] - 1)) - 1
        if not 0 <= index < len(rows):
            # Around the end, with a word about it: what was skipped stands at the beginning.
            self._desk.notice(text("review.around_top" if by > 0 else "review.around_end"))
            index = 0 if by > 0 else len(rows) - 1
        self._desk.select(document, rows[index].id, origin="key")

    def _here(self, document: int) -> tuple[int, int, int]:
        selection = self._desk.selection
        if selection.document == document and selection.fact is not None:
            fact = next((f for f in self._desk.facts(document) if f.id == selection.fact), None)
            if fact is not None:
                return fact.start, fact.end, fact.id
        pane = self._panes.pane_of(document)
        chosen = pane.reader.selected() if pane else None
        return (chosen.start if chosen else pane.reader.top() if pane else 0), -1, -1

    def _document(self) -> int | None:
        pane = self._panes.active
        if pane is not None and pane.document is not None:
            return pane.document
        return self._desk.selection.document

    def _finished(self, document: int) -> None:
        """This report is reviewed: offer the next one that is not."""
        rows = self._desk.documents()
        counts = self._desk.counts()
        ids = [row.id for row in rows]
        after = ids.index(document) + 1 if document in ids else 0
        waiting = [i for i in (*ids[after:], *ids[:after]) if counts.get(i, {}).get(State.PROPOSED.value)]
        if not waiting:
            self._desk.notice(text("review.all_done"))
            return
        name = names(rows)[waiting[0]]

        def go() -> None:
            if self._panes.active is not None and self._panes.pane_of(waiting[0]) is None:
                self._panes.active.show_report(waiting[0])
            pane = self._panes.pane_of(waiting[0])
            if pane is not None:
                self._panes.activate(pane)
                pane.reader.setFocus()
                self.step(1, unreviewed=True)

        self._desk.notice(text("review.report_done"), action=text("review.go_on", name=name), callback=go)

    # Deciding

    def accept(self) -> None:
        """Accept the selected fact and go on."""
        self._decide(Accept)

    def reject(self) -> None:
        """Reject it and go on."""
        self._decide(Reject)

    def reopen(self) -> None:
        """Take the decision back."""
        fact = self._fact()
        if fact is not None:
            self._desk.do(Reopen((fact.id,)))

    def accept_paragraph(self) -> None:
        """Accept every unreviewed fact of the paragraph that the selected fact stands in."""
        fact = self._fact()
        if fact is None:
            return
        paragraphs = self._desk.document(fact.document).structure.paragraphs
        index = max(bisect_right(paragraphs, fact.start, key=lambda s: s.start) - 1, 0)
        around = paragraphs[index] if paragraphs else fact.span
        ids = tuple(
            f.id
            for f in self._desk.facts(fact.document)
            if f.state is State.PROPOSED and around.start <= f.start < around.end
        )
        if not ids:
            self._desk.notice(text("review.none_in_paragraph"), "warning")
        elif self._desk.do(Accept(ids)) is not None:
            self._desk.notice(
                text("review.accepted", n=len(ids)), action=text("action.edit_undo"), callback=self._desk.undo
            )
            self._go_on()

    def _decide(self, kind: type[Accept | Reject]) -> None:
        fact = self._fact()
        if fact is None:
            return
        wanted = State.ACCEPTED if kind is Accept else State.REJECTED
        if fact.state is not wanted and self._desk.do(kind((fact.id,))) is None:
            return
        self._go_on()

    def _go_on(self) -> None:
        if self.advance:
            self.step(1, unreviewed=True)

    def _fact(self) -> Fact | None:
        """The selected fact; a hint where there is none."""
        selection = self._desk.selection
        if selection.fact is None:
            self._desk.notice(text("review.choose_first"), "warning")
            return None
        return self._desk.fact(selection.fact)

    # Adding and moving ends

    def add(self) -> None:
        """Record the selected text as a fact that was missed, prefilled by reading it."""
        pane = self._panes.active
        chosen = pane.reader.selected() if pane is not None else None
        if pane is None or pane.document is None or chosen is None:
            self._desk.notice(text("review.select_first"), "warning")
            return
        document = self._desk.document(pane.document)
        from core.extraction import propose

        try:
            fact = propose(document, _bare(chosen, document.text)).with_(document=pane.document)
        except DuiduError as error:
            self._desk.notice(str(error), "error")
            return
        touched = self._desk.do(Add(fact))
        if touched is not None and touched.facts:
            pane.reader.clear_selection()
            self._desk.select(pane.document, min(touched.facts), origin="add")
            self._desk.notice(text("review.added", what=fact.quantity), action=text("action.fact_correct"),
                              callback=self.editing_asked.emit)  # fmt: skip

    def extend(self, end: str, by: int, *, core: bool = False) -> None:
        """Move one end ("start" or "end") of the selected fact, or of its indicator, by `by` characters.

        Of several pieces the first moves, or the one in which words are selected.
        """
        fact = self._fact()
        if fact is None:
            return
        first = fact.core if core else fact.span
        if first is None:
            self._desk.notice(text("review.no_core"), "warning")
            return
        chosen = self._chosen(fact)
        further = fact.indicator_pieces if core else fact.pieces
        old = next((piece for piece in further if chosen is not None and piece.overlaps(chosen)), first)
        span = _moved(old, end, by, len(self._desk.document(fact.document).text))
        if span is not None:
            self.stretch(span, core, old)

    def _chosen(self, fact: Fact) -> Span | None:
        """The words selected in the active pane, if it shows the fact's report."""
        pane = self._panes.active
        return pane.reader.selected() if pane is not None and pane.document == fact.document else None

    def stretch(self, span: Span, core: bool, old: Span) -> None:
        """The piece `old` of the selected fact, or of its indicator, was dragged to reach over `span`."""
        fact = self._fact()
        if fact is None:
            return
        document = self._desk.document(fact.document)
        if fact.indicator_pieces if core else fact.pieces:
            self._desk.do(Correct((fact.id,), moved_piece(fact, old, span, document.text, core=core)))
        else:
            self._desk.do(Correct((fact.id,), _core(span, document) if core else _extent(span, document)))

    # Pieces

    def add_piece(self, core: bool, span: Span | None = None) -> None:
        """Let the selected fact, or its indicator (`core`), go on in the selected words, or in `span`."""
        pane, fact = self._panes.active, self._fact()
        if fact is None:
            return
        chosen = span or self._chosen(fact)
        if chosen is None:
            self._desk.notice(text("review.select_piece"), "warning")
            return
        document = self._desk.document(fact.document)
        touched = self._desk.do(Correct((fact.id,), with_piece(fact, chosen, document.text, core=core)))
        if touched is not None and not touched.facts:
            self._desk.notice(text("review.piece_there"), "warning")
        elif touched is not None:
            if pane is not None:
                pane.reader.clear_selection()
            now = self._desk.fact(fact.id)
            spans = now.core_spans if core else now.spans
            self._desk.notice(
                text("review.piece_added", what=words(spans, document.text, " … ")),
                action=text("action.edit_undo"), callback=self._desk.undo,
            )  # fmt: skip

    def drop_piece(self, span: Span | None = None) -> None:
        """Give up a piece of the selected fact: the one at `span` or at the selection, else the last one."""
        fact = self._fact()
        if fact is None:
            return
        document = self._desk.document(fact.document)
        chosen = span or self._chosen(fact)
        further = (*((piece, True) for piece in fact.indicator_pieces), *((piece, False) for piece in fact.pieces))
        found = met(fact, chosen) if chosen is not None else (further[-1] if further else None)
        if found is None:
            self._desk.notice(text("review.no_piece"), "warning")
            return
        piece, core = found
        if self._desk.do(Correct((fact.id,), without_piece(fact, piece, document.text, core=core))) is not None:
            self._desk.notice(
                text("review.piece_dropped", what=piece.of(document.text)),
                action=text("action.edit_undo"), callback=self._desk.undo,
            )  # fmt: skip

    def core_from_selection(self) -> None:
        """Make the selected words the indicator of the selected fact."""
        pane, fact = self._panes.active, self._fact()
        if fact is None:
            return
        chosen = self._chosen(fact)
        if chosen is None:
            self._desk.notice(text("review.select_indicator"), "warning")
            return
        if self._desk.do(Correct((fact.id,), _core(chosen, self._desk.document(fact.document)))) is not None:
            assert pane is not None
            pane.reader.clear_selection()


def _bare(span: Span, words: str) -> Span:
    """A stretch without stops and spaces at its ends, which a hand that selects takes along; all of it if no more."""
    start, end = span
    while start < end and words[start] in AROUND:
        start += 1
    while start < end and words[end - 1] in AROUND:
        end -= 1
    return Span(start, end) if start < end else span


def _moved(span: Span, end: str, by: int, length: int) -> Span | None:
    """The span with one end moved; None where it would become empty or leave the text."""
    start, stop = (span.start + by, span.end) if end == "start" else (span.start, span.end + by)
    return Span(start, stop) if 0 <= start < stop <= length else None


def _extent(span: Span, document: Document) -> dict[str, Any]:
    """The fields that follow from where a quantity stands; the value only where the new words can be read."""
    quantity = span.of(document.text)
    fields: dict[str, Any] = {"start": span.start, "end": span.end, "quantity": quantity}
    from core.numbers import parse

    read = parse(quantity)
    if read is not None:
        for name in ("value", "unit", "base_value", "base_unit", "base_value_high", "bound"):
            fields[name] = getattr(read, name)
    return fields


def _core(span: Span, document: Document) -> dict[str, Any]:
    """The fields that follow from where the indicator's name stands."""
    return {
        "indicator_start": span.start, "indicator_end": span.end, "indicator": span.of(document.text),
        "indicator_pieces": (),
    }  # fmt: skip
