"""The acts of a project as a table, and the values that an act changed as words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.errors import DuiduError
from core.facts import EDITABLE, State
from core.history import Detail, Origin, Step, Wanted, origin, steps
from core.messages import catalogue, text
from gui.desk import Desk
from gui.pages import heading
from gui.theme import Theme
from gui.wording import plain, shown, state_text, when_text

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("when", "who", "what", "where", "standing")
PAGE = 300  # acts read at once; more are read as the list is scrolled


class StepsModel(QAbstractTableModel):
    """Acts, newest first. In the life of one fact the last row is its beginning: `act` 0."""

    def __init__(self, desk: Desk, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._theme = desk, theme
        self.wanted = Wanted()
        self.origin: Origin | None = None
        self._rows: list[Step] = []
        self._more = False
        self._reports: dict[int, str] = {}

    def look(self, wanted: Wanted) -> None:
        """Read anew."""
        self.beginResetModel()
        self.wanted, self.origin = wanted, None
        self._reports = {
            d.id: f"{d.region.rsplit('/', 1)[-1] or d.title or d.name} {d.year or ''}".strip()
            for d in self._desk.documents()
        }
        self._rows = steps(self._desk.store, wanted, limit=PAGE)
        self._more = len(self._rows) == PAGE
        self._begin()
        self.endResetModel()

    def step(self, row: int) -> Step:
        """The act in a row."""
        return self._rows[row]

    def row_of(self, act: int) -> int:
        """The row of an act; -1 when it is not in the list."""
        return next((row for row, step in enumerate(self._rows) if step.act == act), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index) -> None:
        if parent.isValid() or not self._more:
            return
        fresh = steps(self._desk.store, self.wanted, before=self._rows[-1].act, limit=PAGE)
        self._more = len(fresh) == PAGE
        if fresh:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(fresh) - 1)
            self._rows += fresh
            self.endInsertRows()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return heading("history", COLUMNS, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        step, column = self._rows[index.row()], COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._said(step, column)
        if role == Qt.ItemDataRole.ForegroundRole and step.state != "done":
            return self._theme.colour("ui.muted")
        if role == Qt.ItemDataRole.FontRole and step.state != "done" and column == "what":
            font = self._theme.font()
            font.setStrikeOut(True)
            return font
        return None

    def _said(self, step: Step, column: str) -> str:
        match column:
            case "when":
                return when_text(step.at)
            case "who":
                return step.analyst
            case "what":
                return step.label
            case "where":
                return self._reports.get(step.document or 0, "")
        return text("history.began") if not step.act else text(f"history.state_{step.state}")

    def _begin(self) -> None:
        """The beginning of a fact's life, which no act of its own tells: it came in with its report."""
        if self.wanted.fact is None or self._more:
            return
        try:
            self.origin = origin(self._desk.store, self.wanted.fact)
        except DuiduError:  # an addition that was taken back
            return
        if self.origin.machine:
            began = self.origin
            document = self._desk.store.fact(self.wanted.fact).document
            step = Step(0, began.at, began.analyst, text("history.proposal"), "done", document, self.wanted.fact, 0)
            self._rows.append(step)


def column_text(detail: Detail) -> str:
    """What was changed, as a person calls it."""
    if not detail.column:
        return text("history.row")
    for group in ("metadata", "field", "column"):
        key = f"{group}.{detail.column}"
        if key in catalogue() and (group != "metadata" or detail.table == "document"):
            return text(key)
    return detail.column


def value_text(detail: Detail, value: Any, words: str = "") -> str:
    """A value as words; "—" for none. `words` is the text that a fact's places are in, where that is certain."""
    if not detail.column:
        return text("history.there" if value is not None else "history.not_there")
    if detail.column == "state":
        return state_text(State(value))
    if detail.table == "document" and detail.column == "removed":
        return text("history.out" if value else "history.in")
    if detail.table == "fact" and detail.column in EDITABLE:
        return shown(detail.column, value, words)
    if value is None or value == "":
        return text("history.nothing")
    return plain(value) if isinstance(value, Decimal) else str(value)


def beginning(began: Origin) -> list[Detail]:
    """What the machine had proposed, as details without a value before."""
    filled = {name: value for name, value in began.values.items() if value not in (None, "", ())}
    made = Detail("fact", 0, None, "", "", None, None)
    return [replace(made, column=name, after=value) for name, value in filled.items()]
