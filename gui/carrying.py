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
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from core.edits import Dismiss
from core.errors import DuiduError
from core.facts import Fact
from core.messages import text
from core.versions import RULE, Left, decided, leftovers, settle
from gui.desk import Desk
from gui.settling import SettlingPage
from gui.theme import SPACE, Theme

SETTLE = 60  # ms
WIDTH = 280  # pixels of the list
SHOWN = 600  # characters of a changed stretch; what is longer is cut


class Carrying(SettlingPage):
    """The list of waiting decisions; left the sentence they were made on, right what stands there now."""

    def __init__(
        self, desk: Desk, theme: Theme, open_documents: Callable[[list[int]], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("carrying")
        self.setAccessibleName(text("carrying.title"))
        self._desk, self._theme, self._open = desk, theme, open_documents
        self.found: list[Left] = []
        self._candidates: list[Fact] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        top = QHBoxLayout()
        title = QLabel(text("carrying.title"))
        title.setProperty("kind", "title")
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        top.addWidget(title)
        top.addWidget(self.count, 1)
        column.addLayout(top)
        pages = QWidget()
        self._stack = QStackedLayout(pages)
        self._stack.addWidget(self._body())
        none = QLabel(text("carrying.none"))
        none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        none.setWordWrap(True)
        none.setProperty("kind", "muted")
        self._stack.addWidget(none)
        column.addWidget(pages, 1)
        self.setFocusProxy(self.list)
        self.follow(desk, SETTLE)
        theme.changed.connect(self._show)

    # -- what others call -----------------------------------------------------------------------------------------

    def look(self) -> None:
        """Read the list anew; the place in it is kept."""
        row = max(self.list.currentRow(), 0)
        self._stale = False
        self.found = leftovers(self._desk.store)
        names = {listing.id: listing.title or listing.name for listing in self._desk.documents()}
        self.list.blockSignals(True)
        self.list.clear()
        for left in self.found:
            state = text(f"state.{left.fact.state}")
            QListWidgetItem(f"{left.fact.quantity}　{left.fact.indicator}\n{state}　{names[left.document]}", self.list)
        self.list.blockSignals(False)
        if self.found:
            self.list.setCurrentRow(min(row, len(self.found) - 1))
        self._stack.setCurrentIndex(0 if self.found else 1)
        self.count.setText(text("carrying.count", n=len(self.found)) if self.found else "")
        self._show()

    def current(self) -> Left | None:
        """The decision at hand."""
        row = self.list.currentRow()
        return self.found[row] if 0 <= row < len(self.found) else None

    def carry(self) -> None:
        """Take the decision over to the chosen proposal of the new text."""
        left, row = self.current(), self.targets.currentRow()
        if left is None or not 0 <= row < len(self._candidates):
            return
        try:
            touched = settle(self._desk.store, left.fact.id, self._candidates[row].id)
        except DuiduError as error:
            self._desk.notice(str(error), "error")
            return
        self._desk.touch(touched)
        self.look()

    def leave(self) -> None:
        """Leave the decision with the earlier version; it is not asked about again."""
        left = self.current()
        if left is not None and self._desk.do(Dismiss(RULE, str(left.fact.id), left.fact.id)) is not None:
            self.look()

    def go(self) -> None:
        """To the place in the new text."""
        left = self.current()
        if left is None:
            return
        row = self.targets.currentRow()
        chosen = self._candidates[row].id if 0 <= row < len(self._candidates) else None
        self._open([left.document])
        self._desk.select(left.document, chosen, origin="carrying")

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
        hint = QLabel(text("carrying.choose"))
        hint.setProperty("kind", "head")
        new.addWidget(hint)
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

    def _show(self) -> None:
        left = self.current()
        if left is None:
            return
        document = self._desk.document(left.document)
        fill, ink = self._theme.measure(left.fact.measure).name(), self._theme.colour("ui.text").name()
        mark = f"background-color:{fill};color:{ink}"
        words = escape(left.old.strip())
        quantity = escape(left.fact.quantity)
        self.old.setText(words.replace(quantity, f'<span style="{mark}">{quantity}</span>', 1).replace("\n", "<br>"))
        values = (text(f"state.{left.fact.state}"), left.fact.indicator, left.fact.quantity, left.fact.note)
        self.said.setText("　".join(filter(None, values)))
        facts = self._desk.facts(left.document)
        inside = [f for f in facts if left.new.start <= f.start < max(left.new.end, left.new.start + 1)]
        self._candidates = [f for f in inside if not decided(f)]
        stretch = left.new.of(document.text).strip()
        cut = stretch[:SHOWN] + ("…" if len(stretch) > SHOWN else "")
        self.new.setText(escape(cut).replace("\n", "<br>") or escape(text("carrying.nothing")))
        self.targets.clear()
        for fact in self._candidates:
            QListWidgetItem(f"{fact.quantity}　{fact.indicator}", self.targets)
        # Nothing is chosen beforehand: a decision moves where a person points, never to the likeliest place.
        self.targets.setCurrentRow(-1)
        self.buttons["carry"].setEnabled(bool(self._candidates))


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
