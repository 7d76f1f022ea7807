"""Hits in all reports as a model: reports, and under each its hits, whose rows are made when they come into view."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from core.answering import Found
from core.messages import text
from core.searching import Sought
from core.spans import Span
from gui.theme import Theme

AROUND = 40  # characters of context on each side
KEPT = 16  # reports whose texts stay in memory
COLUMNS = 3
TOP = 0  # internal id of a report's row; that of a hit is its report's row and one
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


@dataclass(slots=True)
class Row:
    """A report with hits; the hits themselves once they were asked for."""

    document: int
    name: str
    count: int
    hits: tuple[Span, ...] | None = None


class Hits(QAbstractItemModel):
    """Columns: the words before a hit, the hit, the words after it. Spans are places in the reading text."""

    def __init__(self, read: Callable[[int], str], theme: Theme, parent: Any = None) -> None:
        super().__init__(parent)
        self._read, self._theme = read, theme
        self._rows: list[Row] = []
        self._texts: OrderedDict[int, str] = OrderedDict()
        self._sought: Sought | None = None
        self.hits = 0
        self._bold = QFont()
        self._bold.setBold(True)

    @property
    def reports(self) -> int:
        """How many reports have hits."""
        return len(self._rows)

    def begin(self, sought: Sought | None) -> None:
        """Forget all hits; the next ones are of `sought`."""
        self.beginResetModel()
        self._rows, self._sought, self.hits = [], sought, 0
        self._texts.clear()
        self.endResetModel()

    def add(self, found: Iterable[Found], name: Callable[[int], str]) -> None:
        """Further reports with hits, in order."""
        rows = [Row(document, name(document), count, hits or None) for document, count, hits in found]
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.hits += sum(row.count for row in rows)
            self.endInsertRows()

    def place(self, index: Index) -> tuple[int, Span | None, tuple[Span, ...]]:
        """The report of a row, the hit (None for the report's own row), and all hits of the report."""
        if index.internalId() == TOP:
            return self._rows[index.row()].document, None, ()
        row = self._rows[index.internalId() - 1]
        hits = self._hits(row)
        return row.document, hits[index.row()], hits

    # -- Qt -------------------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = NO_PARENT) -> QModelIndex:
        # Asked of every row whenever the view lays them out; hasIndex() takes five times as long.
        if row < 0 or not 0 <= column < COLUMNS:
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, column, TOP) if row < len(self._rows) else QModelIndex()
        inside = parent.internalId() == TOP and parent.column() == 0 and row < self._rows[parent.row()].count
        return self.createIndex(row, column, parent.row() + 1) if inside else QModelIndex()

    def parent(self, index: Index = NO_PARENT) -> QModelIndex:  # type: ignore[override]  # Qt has two of this name
        if not index.isValid() or index.internalId() == TOP:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, TOP)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        if not parent.isValid():
            return len(self._rows)
        if parent.internalId() != TOP or parent.column() > 0:
            return 0
        return self._rows[parent.row()].count

    def columnCount(self, _parent: Index = NO_PARENT) -> int:
        return COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if index.internalId() == TOP:
            row = self._rows[index.row()]
            if role == Qt.ItemDataRole.FontRole:
                return self._bold
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return text("search_all.report", name=row.name, hits=f"{row.count:,}")
            return (
                f"{row.name}   {row.count:,}" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
            )
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(index)[index.column()]
            case Qt.ItemDataRole.AccessibleTextRole:
                return "".join(self._words(index))
            case Qt.ItemDataRole.TextAlignmentRole if index.column() == 0:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole if index.column() == 1:
                return self._bold
            case Qt.ItemDataRole.ForegroundRole if index.column() == 1:
                return self._theme.colour("ui.accent")
        return None

    # -- inside ---------------------------------------------------------------------------------------------------

    def _words(self, index: Index) -> tuple[str, str, str]:
        row = self._rows[index.internalId() - 1]
        words, hits = self._text(row.document), self._hits(row)
        if index.row() >= len(hits):
            return "", "", ""
        hit = hits[index.row()]
        # Sentences of neighbouring paragraphs are context too; their break is shown as a space.
        left = words[max(hit.start - AROUND, 0) : hit.start].replace("\n", " ")
        return left, hit.of(words).replace("\n", " "), words[hit.end : hit.end + 2 * AROUND].replace("\n", " ")

    def _hits(self, row: Row) -> tuple[Span, ...]:
        return self._found(row) if row.hits is None else row.hits

    def _found(self, row: Row) -> tuple[Span, ...]:
        """The hits of a report in the project's own text: the count alone came from elsewhere."""
        assert self._sought is not None
        return tuple(self._sought.hits(self._text(row.document)))

    def fill(self, index: Index) -> None:
        """Find the hits of a report, before its rows are shown."""
        row = self._rows[index.row()]
        if index.internalId() != TOP or row.hits is not None:
            return
        hits, told = self._found(row), row.count
        self.hits += len(hits) - told
        if len(hits) < told:
            self.beginRemoveRows(QModelIndex(index), len(hits), told - 1)
        elif len(hits) > told:
            self.beginInsertRows(QModelIndex(index), told, len(hits) - 1)
        row.hits, row.count = hits, len(hits)
        if len(hits) < told:
            self.endRemoveRows()
        elif len(hits) > told:
            self.endInsertRows()

    def _text(self, document: int) -> str:
        if document not in self._texts:
            self._texts[document] = self._read(document)
            while len(self._texts) > KEPT:
                self._texts.popitem(last=False)
        self._texts.move_to_end(document)
        return self._texts[document]
