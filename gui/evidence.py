"""The sentence that a fact comes from, as the card shows it: quantity and indicator marked."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from core.documents import Document
from core.facts import Fact
from core.messages import text
from core.spans import Span
from gui.theme import Theme

SHOWN = 100  # characters: longer evidence is cut around the fact, or the fields under it leave the window
LEAST = 4  # characters of a heading that say something
AROUND = 60  # characters on either side where a fact stands in no sentence


class Evidence(QLabel):
    """The sentence; a click goes back to its place in the report, dragging selects text."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card_evidence")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        # As high as its lines are at the width it gets: by its size hint alone, made for another width, lines were cut.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_fact(self, fact: Fact, document: Document, theme: Theme) -> None:
        """The fact's sentence, or what stands around it where there is none."""
        sentence = document.structure.sentence_at(fact.start)
        if sentence.end <= sentence.start:
            sentence = Span(max(fact.start - AROUND, 0), min(fact.end + AROUND, len(document.text)))
        self.setText(evidence_html(fact, document, sentence, theme))
        plain = sentence.of(document.text).strip()
        self.setToolTip(f"<p>{escape(plain)}</p>" if len(plain) > SHOWN else "")
        self.setAccessibleName(text("card.evidence", sentence=plain))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.hasSelectedText():
            self.clicked.emit()


class Elided(QLabel):
    """One line that gives up its end when there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self._first = self._whole = ""
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_text(self, first: str, then: str = "") -> None:
        """Show this, as far as there is room; the tool tip and the screen reader have it all.

        Of `then` no crumb is shown: it goes as a whole where fewer than LEAST of its characters have room.
        """
        self._first, self._whole = first, " · ".join(filter(None, (first, then)))
        self.setToolTip(self._whole)
        self.setAccessibleName(self._whole)
        self._elide()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._elide()
        return super().event(event)

    def _elide(self) -> None:
        letters, room = self.fontMetrics(), max(self.width(), 0)
        said = letters.elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if said != self._whole and len(said) - 1 - len(f"{self._first} · ") < LEAST:
            said = letters.elidedText(self._first, Qt.TextElideMode.ElideRight, room)
        self.setText(said)


def evidence_html(fact: Fact, document: Document, sentence: Span, theme: Theme) -> str:
    """The sentence as rich text, quantity and indicator marked, cut around the fact where it is long."""
    start, end = sentence.start, sentence.end
    if end - start > SHOWN:
        left = min(span.start for span in (*fact.spans, *fact.core_spans))
        # Two thirds before the quantity: what a Chinese figure is about stands before it.
        start = max(start, min(left, max(fact.end - SHOWN * 2 // 3, left - SHOWN // 2)))
        end = min(end, max(fact.end, start + SHOWN))
    fill = theme.measure(fact.measure).name()
    core, ink = theme.colour("mark.core").name(), theme.colour("ui.text").name()
    marks = [(*span, f"background-color:{fill};color:{ink};font-weight:600") for span in fact.spans]
    marks += [(*span, f"background-color:{core};color:{ink}") for span in fact.core_spans]
    pieces, at = ["…" if start > sentence.start else ""], start
    for begin, stop, style in sorted(marks):
        begin, stop = max(begin, at), min(stop, end)  # noqa: PLW2901 - a mark is cut to what is shown
        if begin >= stop:
            continue
        pieces.append(escape(document.text[at:begin]))
        pieces.append(f'<span style="{style}">{escape(document.text[begin:stop])}</span>')
        at = stop
    pieces.append(escape(document.text[at:end]))
    pieces.append("…" if end < sentence.end else "")
    body = "".join(pieces).strip().replace("\n", "<br>")
    return f'<p style="line-height:132%;margin:0">{body}</p>'
