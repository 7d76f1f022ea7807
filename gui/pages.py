"""What pages, panels and windows share: a bar above, choices in it, rows and their heads, what is dropped on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent, QFocusEvent
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
    return blank(text(title), text(words))


def blank(title: str, words: str) -> QWidget:
    """A page that says why there is nothing to see, and what to do about it."""
    page = QWidget()
    page.setAccessibleName(title)
    column = QVBoxLayout(page)
    column.addStretch(1)
    for said, kind in ((title, "title"), (words, "muted")):
        label = QLabel(said)
        label.setProperty("kind", kind)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(label)
    column.addStretch(2)
    return page


def as_rows(table: QTableView) -> None:
    """Make a table one of rows, chosen whole, not edited, left with Tab."""
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def as_list(table: QTableView, height: int = ROW) -> None:
    """Make a table a list of rows of one height, however many there are."""
    as_rows(table)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.verticalHeader().setDefaultSectionSize(height)
    table.horizontalHeader().setHighlightSections(False)


def heading(group: str, columns: Sequence[str], section: int, orientation: Qt.Orientation, role: int) -> Any:
    """What a model says of the head of a column, whose text is `group.column`: its words, to the left."""
    if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
        return text(f"{group}.{columns[section]}")
    if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    return None


def local_files(event: QDropEvent) -> list[Path]:
    """The files and folders that are being dragged onto a widget."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
