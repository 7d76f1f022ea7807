"""The pieces of a fact in the card: quantity and indicator as they stand in the text, each piece to be taken off.

Takes no room for the many facts that are in one piece.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from core.documents import Document
from core.facts import Fact
from core.messages import text
from core.pieces import words
from core.spans import Span
from gui.flow import Flow


class PieceStrip(QWidget):
    """A line for the quantity and one for the indicator, where they have several pieces."""

    dropped = Signal(object, bool)  # the piece to give up; True for one of the indicator

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[Span, ...], ...] = ((), ())
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self.lines: dict[str, tuple[QLabel, QWidget, Flow]] = {}
        for number, name in enumerate(("value", "indicator")):
            label = QLabel(text(f"card.pieces_{name}"))
            label.setProperty("row", "label")
            holder = QWidget()
            flow = Flow(holder)
            holder.setAccessibleName(text(f"card.pieces_{name}"))
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(holder, number, 1)
            self.lines[name] = (label, holder, flow)
        self.hide()

    def show_fact(self, fact: Fact, document: Document) -> None:
        """Show what pieces a fact has."""
        several = fact.spans if fact.pieces else ()
        named = fact.core_spans if fact.indicator_pieces else ()
        self.setVisible(bool(several or named))
        if (several, named) == self._shown == ((), ()):
            return
        self._shown = (several, named)
        self._line("value", several, document)
        self._line("indicator", named, document)

    def _line(self, name: str, spans: Sequence[Span], document: Document) -> None:
        label, holder, flow = self.lines[name]
        flow.clear()
        for span in spans:
            what = span.of(document.text).strip() or "␣"
            chip = QPushButton(f"{what}  ×")
            chip.setProperty("chip", True)
            chip.setAutoDefault(False)
            hint = text("card.remove_piece", what=what)
            chip.setToolTip(hint)
            chip.setAccessibleName(hint)
            chip.clicked.connect(lambda _=False, s=span: self.dropped.emit(s, name == "indicator"))
            flow.addWidget(chip)
        for widget in (label, holder):
            widget.setVisible(bool(spans))
        holder.updateGeometry()


def spoken(fact: Fact, document: Document) -> str:
    """The pieces of a fact in words, for the screen reader; "" where it is in one."""
    said = [
        text(f"card.pieces_{name}_spoken", count=len(spans), what=words(spans, document.text, " … "))
        for name, spans in (("value", fact.spans), ("indicator", fact.core_spans))
        if len(spans) > 1
    ]
    return " ".join(said)
