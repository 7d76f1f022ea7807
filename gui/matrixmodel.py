"""The matrix as a table: any two of region, year and indicator along its sides, the third held fixed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.edits import Touched
from core.figures import Figure, apart, short
from core.lexicon import Lexicon
from core.messages import language, text
from core.panel import EMPTY, Cell, Panel, Place
from gui.desk import Desk

AXES = ("region", "year", "indicator")
STATE = Qt.ItemDataRole.UserRole
LINES = Qt.ItemDataRole.UserRole + 1  # what stands in the cell: ((number, unit, label), …), one a line
SIGNS = {"ge": "≥ ", "le": "≤ ", "approx": "≈ "}
Index = QModelIndex | QPersistentModelIndex


class MatrixModel(QAbstractTableModel):
    """Cells are read from the panel when they are shown. `fixed` is an index (region, indicator) or a year."""

    def __init__(self, desk: Desk, panel: Panel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self.panel = desk, panel
        self.rows, self.columns, self.view = "region", "year", "both"
        self.fixed: int = 0
        self.live, self.stale = True, False  # a hidden table does not follow an import of hundreds of reports
        self._filter = ""
        self._row_keys: list[int] = []
        self._column_keys: list[int] = []
        self._arranged()
        desk.changed.connect(self.refresh)

    # -- what is shown --------------------------------------------------------------------------------------------

    @property
    def chooser(self) -> str:
        """The axis of which one item is looked at."""
        return next(axis for axis in AXES if axis not in (self.rows, self.columns))

    def arrange(self, rows: str, columns: str, fixed: int) -> None:
        """Put the axes where they are wanted."""
        self.beginResetModel()
        self.rows, self.columns, self.fixed = rows, columns, fixed
        self._arranged()
        self.endResetModel()

    def fix(self, fixed: int) -> None:
        """Look at another item of the third axis."""
        self.arrange(self.rows, self.columns, fixed)

    def show(self, view: str) -> None:
        """Show level, growth, both, or target beside outcome (core.panel.VIEWS)."""
        self.view = view
        self._repaint()

    def filter(self, words: str) -> None:
        """Only rows whose name holds the words."""
        self.beginResetModel()
        self._filter = words.strip().casefold()
        self._arranged()
        self.endResetModel()

    def keys(self, axis: str) -> list[int]:
        """The items of an axis: indices of regions and indicators, years as themselves."""
        if axis == "year":
            return list(self.panel.years)
        return list(range(len(self.panel.regions if axis == "region" else self.panel.indicators)))

    def name(self, axis: str, key: int) -> str:
        """An item in words."""
        if axis == "year":
            return str(key)
        if axis == "region":
            return self.panel.regions[key].name
        return indicator_name(self.panel.lexicon, self.panel.indicators[key])

    def place(self, row: int, column: int) -> Place:
        """Region, year and indicator of a cell."""
        at = (self._row_keys[row], self._column_keys[column], self.fixed)
        region, year, indicator = self._order
        return at[region], at[year], at[indicator]

    def find(self, place: Place) -> QModelIndex:
        """Where a place stands; an invalid index when it is not in the table."""
        at = dict(zip(AXES, place, strict=True))
        if at[self.chooser] != self.fixed or at[self.rows] not in self._row_keys:
            return QModelIndex()
        if at[self.columns] not in self._column_keys:
            return QModelIndex()
        return self.index(self._row_keys.index(at[self.rows]), self._column_keys.index(at[self.columns]))

    def places(self) -> list[Place]:
        """All places in the order of reading."""
        region, year, indicator = self._order
        found = ((row, column, self.fixed) for row in self._row_keys for column in self._column_keys)
        return [(at[region], at[year], at[indicator]) for at in found]

    def cell(self, index: Index) -> Cell:
        """What the panel knows of a cell."""
        return self.panel.cell(*self.place(index.row(), index.column())) if index.isValid() else EMPTY

    def state(self, index: Index) -> str:
        """The state of a cell."""
        return self.panel.state(*self.place(index.row(), index.column()), self.view)

    def refresh(self, touched: Touched) -> None:
        """Follow an act."""
        if touched.kind == "open":
            self.reload()
        elif touched.documents and not self.live:
            self.stale = True
        elif touched.facts or touched.documents or touched.findings:
            if self.panel.moves(touched):
                self.reload()
            else:
                self.panel.refresh(touched)
                self._repaint()

    def reload(self) -> None:
        """Read the axes afresh."""
        self.beginResetModel()
        self.stale = False
        self.panel.use(self._desk.store)
        self._arranged()
        self.endResetModel()

    # -- Qt's questions -------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._row_keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._column_keys)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        axis, keys = (self.columns, self._column_keys) if across else (self.rows, self._row_keys)
        if not 0 <= section < len(keys):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(axis, keys[section])
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.panel.regions[keys[section]].path if axis == "region" else self.name(axis, keys[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and not across:
            return Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == STATE:
            return self.state(index)
        if role == LINES:
            return self._lines(index)
        if role == Qt.ItemDataRole.DisplayRole:
            lines = [f"{label} {number}{unit}".strip() for number, unit, label in self._lines(index) if number]
            return "\n".join(lines) or state_word(self.state(index))
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.told(index)
        return None

    def told(self, index: Index) -> str:
        """A cell in one sentence: 北镇市 · 2020 · 地区生产总值：105 亿元，+5.5%（提案）."""
        region, year, indicator = self.place(index.row(), index.column())
        where = " · ".join(
            (self.name("region", region), str(year), self.name("indicator", indicator))
        )  # fmt: skip
        values = [f"{label} {number}{unit}".strip() for number, unit, label in self._lines(index) if number]
        state = state_word(self.state(index))
        if not values:
            return text("matrix.told_empty", where=where, state=state)
        return text("matrix.told", where=where, values=_comma().join(values), state=state)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _lines(self, index: Index) -> tuple[tuple[str, str, str], ...]:
        cell, indicator = self.cell(index), self.place(index.row(), index.column())[2]
        first, *others = cell.figures(self.view)
        if self.view == "growth":
            return ((*growth_text(first), ""),)
        if self.view in ("level", "both"):
            lines = [(*self.level_text(first, indicator), "")]
            return (*lines, *((*growth_text(figure), "") for figure in others))
        said = growth_text if cell.by_growth else lambda figure: self.level_text(figure, indicator)
        (number, unit), met = said(others[0]), cell.met
        mark = "" if met is None else " ✓" if met else " ✗"
        return (*said(first), text("matrix.goal")), (number, unit + mark, text("matrix.got"))

    def level_text(self, figure: Figure | None, indicator: int) -> tuple[str, str]:
        """Number and unit of a level on the indicator's scale."""
        if figure is None:
            return "", ""
        scale = self.panel.scale(indicator)
        label, factor = scale
        if figure.unit == "ratio":
            label, factor = "%", 1.0
        elif figure.unit in self.panel.lexicon.units and figure.unit not in label:  # another currency
            label, factor = figure.unit, 1.0
            if abs(figure.value) >= 1e8:
                label, factor = f"亿{figure.unit}", 1e8
        elif apart(figure.unit, label):
            label, factor = "", 1.0
        number = short(figure.value / factor)
        if figure.high is not None:
            number += f"–{short(figure.high / factor)}"
        return SIGNS.get(figure.bound, "") + number, label

    def _repaint(self) -> None:
        if self._row_keys and self._column_keys:
            last = self.index(len(self._row_keys) - 1, len(self._column_keys) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _arranged(self) -> None:
        self.panel.fixed = self.chooser
        # Where region, year and indicator are found in (row, column, fixed); asked for in every cell.
        self._order = tuple((self.rows, self.columns, self.chooser).index(axis) for axis in AXES)
        keys = self.keys(self.chooser)
        if self.fixed not in keys:
            self.fixed = (keys[-1] if self.chooser == "year" else keys[0]) if keys else 0
        usable = bool(keys)
        self._column_keys = self.keys(self.columns) if usable else []
        self._row_keys = [
            key
            for key in (self.keys(self.rows) if usable else [])
            if not self._filter
            or self._filter in self.name(self.rows, key).casefold()
            or (self.rows == "region" and self._filter in self.panel.regions[key].path.casefold())
        ]


def growth_text(figure: Figure | None) -> tuple[str, str]:
    """Number and unit of a growth rate, always with its sign."""
    if figure is None:
        return "", ""
    number = ("+" if figure.value > 0 else "") + short(figure.value).replace("-", "−")
    if figure.high is not None:
        number += f"–{short(figure.high)}"
    return SIGNS.get(figure.bound, "") + number, "%"


def indicator_name(lexicon: Lexicon, name: str) -> str:
    """An indicator in the language in use."""
    known = lexicon.by_name.get(name)
    if language() == "en" and known is not None and known.english:
        return known.english[0].upper() + known.english[1:]
    return name


def state_word(state: str) -> str:
    """A cell's state in a word: 提案, 采纳, 冲突, 缺 …"""
    return text(f"cell.{state}")


def _comma() -> str:
    return "，" if language() == "zh" else ", "
