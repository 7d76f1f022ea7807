"""Decisions that a new version of a report could not take over: both texts side by side, and where each may go."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core import besides
from core.aligning import Alignment
from core.besides import Beside
from core.edits import Dismiss
from core.errors import DuiduError
from core.facts import Fact
from core.messages import quoted, text
from core.plans import short
from core.spans import Span
from core.versions import RULE, Left, decided, earlier_text, leftovers, settle
from gui.desk import Desk
from gui.settling import DecidingPage
from gui.theme import Theme

SETTLE = 60  # ms
WIDTH = 280  # pixels of the list
ASKED = {
    "passage": "SELECT document FROM passage WHERE id = ?",
    "absence": "SELECT document FROM absence WHERE id = ?",
}
SHOWN = 600  # characters of a changed stretch; what is longer is cut


class Carrying(DecidingPage[Left]):
    """The list of waiting decisions; left the sentence they were made on, right what stands there now."""

    def __init__(
        self, desk: Desk, theme: Theme, open_documents: Callable[[list[int]], object], parent: QWidget | None = None
    ) -> None:
        super().__init__("carrying", desk, SETTLE, leftovers, parent)
        self._theme, self._open = theme, open_documents
        self._candidates: list[Fact | Span | None] = []
        self._frame(self._body(), "carrying.none")
        self.front = self.list
        theme.changed.connect(self._show)

    # -- what others call -----------------------------------------------------------------------------------------

    def carry(self) -> None:
        """Take the decision over to the chosen proposal of the new text."""
        left, row = self.current(), self.targets.currentRow()
        if left is None or not 0 <= row < len(self._candidates):
            return
        chosen = self._candidates[row]
        try:
            if left.fact is not None and isinstance(chosen, Fact):
                touched = settle(self._desk.store, left.fact.id, chosen.id)
            elif left.beside is not None and not isinstance(chosen, Fact):
                touched = besides.settle(self._desk.store, left.beside, left.document, chosen)
            else:
                return
        except DuiduError as error:
            self._desk.notice(str(error), "error")
            return
        self._settled(left)
        self._desk.touch(touched)

    def leave(self) -> None:
        """Leave the decision with the earlier version; it is not asked about again."""
        left = self.current()
        if left is not None and left.fact is not None:
            if self._desk.do(Dismiss(RULE, str(left.fact.id), left.fact.id)) is not None:
                self._settled(left)
        elif left is not None and left.beside is not None:
            try:
                touched = besides.leave(self._desk.store, left.beside, left.document)
            except DuiduError as error:
                self._desk.notice(str(error), "error")
                return
            self._settled(left)
            self._desk.touch(touched)

    def go(self) -> None:
        """To the place in the new text."""
        left = self.current()
        if left is None:
            return
        row = self.targets.currentRow()
        chosen = self._candidates[row] if 0 <= row < len(self._candidates) else None
        self._open([left.document])
        self._desk.select(left.document, chosen.id if isinstance(chosen, Fact) else None, origin="carrying")

    # -- inside ---------------------------------------------------------------------------------------------------

    def _body(self) -> QWidget:
        body = QSplitter(Qt.Orientation.Horizontal)
        body.setChildrenCollapsible(False)
        self.list = _List(text("carrying.list"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self.list.entered_key.connect(self.carry)
        self.list.left_key.connect(self.leave)
        body.addWidget(self.list)
        before, self.old, old = _side(text("carrying.old"))
        after, self.new, new = _side(text("carrying.new"))
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setProperty("kind", "muted")
        old.addWidget(self.said)
        old.addStretch(1)
        self.hint = QLabel(text("carrying.choose"))
        self.hint.setWordWrap(True)
        self.hint.setProperty("kind", "head")
        new.addWidget(self.hint)
        self.targets = _List(text("carrying.choose"))
        self.targets.entered_key.connect(self.carry)
        self.targets.left_key.connect(self.leave)
        new.addWidget(self.targets, 1)
        row = QHBoxLayout()
        self.buttons: dict[str, QPushButton] = {}
        for name, act in (("carry", self.carry), ("leave", self.leave), ("go", self.go)):
            button = QPushButton(text(f"carrying.{name}"))
            button.setToolTip(text(f"carrying.{name}_tip"))
            button.setProperty("act", True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self.buttons[name] = button
            row.addWidget(button)
        new.addLayout(row)
        body.addWidget(before)
        body.addWidget(after)
        body.setSizes([WIDTH, WIDTH * 3 // 2, WIDTH * 3 // 2])
        return body

    def _key(self, item: Left) -> tuple[str, int]:
        if item.beside is not None:
            return item.beside.table, item.beside.key
        return "fact", item.fact.id if item.fact is not None else 0

    def _fill(self) -> None:
        names = {listing.id: listing.title or listing.name for listing in self._desk.documents()}
        self.list.clear()
        for left in self.found:
            QListWidgetItem(f"{self._named(left)}\n{_kind(left)}　{names[left.document]}", self.list)

    def _show(self) -> None:
        left = self.current()
        if left is None:
            return
        if left.beside is not None:
            self._show_beside(left, left.beside)
        elif left.fact is not None:
            self._show_fact(left, left.fact)
        # Nothing is chosen beforehand: a decision moves where a person points, never to the likeliest place.
        self.targets.setCurrentRow(-1)
        self.buttons["carry"].setEnabled(bool(self._candidates))

    def _show_fact(self, left: Left, fact: Fact) -> None:
        fill = self._theme.measure(fact.measure).name()
        self._show_old(left.old, fact.quantity, fill)
        values = (text(f"state.{fact.state}"), fact.indicator, fact.quantity, fact.note)
        self.said.setText("　".join(filter(None, values)))
        self.hint.setText(text("carrying.choose"))
        facts = self._desk.facts(left.document)
        inside = [f for f in facts if left.new.start <= f.start < max(left.new.end, left.new.start + 1)]
        there = [f for f in inside if not decided(f)]
        self._show_new(left.new.of(self._desk.document(left.document).text))
        self._offer([(f, f"{f.quantity}　{f.indicator}") for f in there])

    def _show_beside(self, left: Left, beside: Beside) -> None:
        """A tagged stretch: where its very words stand; what holds of the whole report: the report."""
        words = self._desk.document(left.document).text
        self.said.setText("　".join(filter(None, (self._named(left), beside.note))))
        self.hint.setText(text(f"carrying.choose_{beside.table}"))
        if beside.span is None:
            said = text("carrying.whole") if beside.table == "passage" else self._named(left)
            self.said.setText("　".join(filter(None, (self._named(left), beside.note))) if beside.tag else beside.note)
            self._show_old(said, "", "")
            self._show_new("\n".join(span.of(words) for span in self._fresh(left)))
            self._offer([(None, text(f"carrying.onto_{beside.table}"))])
            return
        marked = self._words(left)
        self._show_old(left.old, marked, self._theme.colour("ui.selection").name())
        self._show_new(left.new.of(words))
        found = besides.occurrences(marked, words, left.new)
        self._offer([(span, quoted(short(span.of(words).strip()))) for span in (*found, left.new) if len(span)])

    def _named(self, left: Left) -> str:
        """What waits, in a few words."""
        if left.fact is not None:
            return f"{left.fact.quantity}　{left.fact.indicator}"
        assert left.beside is not None
        if left.beside.table == "absence":
            aspect = text(f"aspect.{left.beside.aspect}")
            return f"{left.beside.indicator}　{left.beside.year}　{aspect}"
        tags = {tag.id: tag.name for tag in self._desk.tags()}
        return tags.get(left.beside.tag or 0, "") or left.beside.note

    def _words(self, left: Left) -> str:
        """The words of a tagged stretch in the earlier version."""
        assert left.beside is not None
        assert left.beside.span is not None
        older = self._desk.store.select("SELECT document FROM passage WHERE id = ?", (left.beside.key,))
        return left.beside.span.of(self._desk.store.text(older[0][0])) if older else ""

    def _fresh(self, left: Left) -> tuple[Span, ...]:
        """The sentences that the new version has and the earlier one had not."""
        assert left.beside is not None
        table = left.beside.table
        older = self._desk.store.select(ASKED[table], (left.beside.key,))
        if not older:
            return ()
        return Alignment(earlier_text(self._desk.store, older[0][0]), self._desk.document(left.document)).fresh

    def _show_old(self, words: str, marked: str, fill: str) -> None:
        said, quantity = escape(words.strip()), escape(marked)
        ink = self._theme.colour("ui.text").name()
        if quantity:
            mark = f"background-color:{fill};color:{ink}"
            said = said.replace(quantity, f'<span style="{mark}">{quantity}</span>', 1)
        self.old.setText(said.replace("\n", "<br>"))

    def _show_new(self, words: str) -> None:
        cut = words.strip()[:SHOWN] + ("…" if len(words.strip()) > SHOWN else "")
        self.new.setText(escape(cut).replace("\n", "<br>") or escape(text("carrying.nothing")))

    def _offer(self, targets: list[tuple[Fact | Span | None, str]]) -> None:
        self._candidates = [target for target, _ in targets]
        self.targets.clear()
        for _, words in targets:
            QListWidgetItem(words, self.targets)


def _kind(left: Left) -> str:
    """A decision, a tagged stretch or a finding."""
    if left.fact is not None:
        return text(f"state.{left.fact.state}")
    assert left.beside is not None
    return text(f"carrying.{left.beside.table}")


class _List(QListWidget):
    """Enter carries, D leaves."""

    entered_key = Signal()
    left_key = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_key.emit()
        elif event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.left_key.emit()
        else:
            super().keyPressEvent(event)


def _side(title: str) -> tuple[QFrame, QLabel, QVBoxLayout]:
    frame = QFrame()
    column = QVBoxLayout(frame)
    head = QLabel(title)
    head.setProperty("kind", "head")
    column.addWidget(head)
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAccessibleName(title)
    column.addWidget(label)
    return frame, label, column
