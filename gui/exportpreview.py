"""The first rows of an export as they will stand in the file."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from core.documents import Document
from core.exporting.columns import COLUMNS, Row
from core.facts import Fact
from core.messages import text
from core.store import Listing, Store, TagRow
from gui.wording import plain

PREVIEW = 6  # rows


class Few:
    """A store that has only some reports, so that the first rows come at once from a large project."""

    def __init__(self, store: Store, listings: list[Listing]) -> None:
        self._store, self._listings = store, listings

    def documents(self) -> list[Listing]:
        return self._listings

    def tags(self) -> list[TagRow]:
        return self._store.tags()

    def facts(self, document: int) -> list[Fact]:
        return self._store.facts(document)

    def document(self, document: int) -> Document:
        return self._store.document(document)


class Preview(QTableWidget):
    """The first rows as they will stand in the file."""

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        self.setAccessibleName(text("export_dialog.preview"))
        self.setHorizontalHeaderLabels([column.key for column in COLUMNS])
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(26)
        self.setMinimumHeight(PREVIEW * 26 + 52)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for number, column in enumerate(COLUMNS):
            header.resizeSection(
                number, min(max(column.width * 8, header.fontMetrics().horizontalAdvance(column.key) + 24), 260)
            )

    def show_rows(self, headings: Sequence[str], numeric: Sequence[bool], shown: Sequence[Sequence[str]]) -> None:
        """Show rows of any table."""
        self.setColumnCount(len(headings))
        self.setHorizontalHeaderLabels(list(headings))
        self.setRowCount(len(shown))
        header = self.horizontalHeader()
        for number, heading in enumerate(headings):
            longest = max((heading, *(row[number] for row in shown)), key=len)
            header.resizeSection(number, min(header.fontMetrics().horizontalAdvance(longest) + 28, 260))
        for line, row in enumerate(shown):
            for number, words in enumerate(row):
                item = QTableWidgetItem(words)
                if numeric[number]:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(line, number, item)

    def fill(self, shown: list[Row]) -> None:
        """Show these facts."""
        if self.columnCount() != len(COLUMNS) or self.horizontalHeaderItem(0).text() != COLUMNS[0].key:
            self.setColumnCount(len(COLUMNS))
            self.setHorizontalHeaderLabels([column.key for column in COLUMNS])
        self.setRowCount(len(shown))
        for line, row in enumerate(shown):
            for number, column in enumerate(COLUMNS):
                value = row[column.key]
                item = QTableWidgetItem(_cell(value))
                if column.kind != "text":
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(line, number, item)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value)
