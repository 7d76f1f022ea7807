"""What pages and panels share: the bar above, a choice in it, a list of rows, and the words where there is nothing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.messages import text
from gui.theme import SPACE

ROW = 28  # pixels


class Page(QWidget):
    """A page or a panel; given the keyboard, it hands it on to its `front`.

    A focus proxy would do the same, but Qt takes the two for one control then: Tab passes over the bar above.
    """

    front: QWidget | None = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.front is not None:
            self.front.setFocus(event.reason())


def bar() -> tuple[QFrame, QHBoxLayout]:
    """The strip above a page, and the row that its choices go into."""
    frame = QFrame()
    frame.setObjectName("table_bar")
    row = QHBoxLayout(frame)
    row.setContentsMargins(SPACE, 5, SPACE, 5)
    row.setSpacing(6)
    return frame, row


def choice(name: str, items: Iterable[tuple[str, str]] = ()) -> QComboBox:
    """A choice in a bar: `name` is the key of its accessible name, `items` are values with their words."""
    box = QComboBox()
    box.setProperty("filter", True)
    box.setAccessibleName(text(name))
    for value, words in items:
        box.addItem(words, value)
    return box


def nothing(title: str, words: str) -> QWidget:
    """A page that says why there is nothing to see, by the keys of both texts."""
    page = QWidget()
    page.setAccessibleName(text(title))
    column = QVBoxLayout(page)
    column.addStretch(1)
    for key, kind in ((title, "title"), (words, "muted")):
        label = QLabel(text(key))
        label.setProperty("kind", kind)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(label)
    column.addStretch(2)
    return page


def as_list(table: QTableView, height: int = ROW) -> None:
    """Make a table a list of rows, chosen whole, not edited, left with Tab."""
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(height)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
