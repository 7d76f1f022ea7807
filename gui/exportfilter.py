"""The lower half of the export dialog: tags, indicators, regions, years, columns, and saved ways to export."""

from __future__ import annotations

import re

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from core.errors import EditError
from core.exporting import COLUMNS, FORMATS, Selection, presets
from core.exporting.presets import Preset
from core.exporting.selecting import years
from core.messages import text
from core.settings import Settings
from core.store import Store
from gui.wording import listed

_BETWEEN = re.compile(r"[、,，;；\n]")


class Several(QLineEdit):
    """A line for several values with 、 between them; the last one is completed from what there is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(text(f"export_filter.{name}"))
        self.setPlaceholderText(text(f"export_filter.{name}_all"))
        self.setToolTip(text(f"export_filter.{name}_hint"))
        self.setClearButtonEnabled(True)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(text("export_filter.clear"))
        self._known = QStringListModel(self)
        completer = _Last(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def offer(self, values: list[str]) -> None:
        """What can be chosen."""
        self._known.setStringList(values)

    def values(self) -> tuple[str, ...]:
        """What is written, each once."""
        return tuple(dict.fromkeys(part.strip() for part in _BETWEEN.split(self.text()) if part.strip()))

    def put(self, values: tuple[str, ...]) -> None:
        """Write these."""
        self.setText("、".join(values))


class _Last(QCompleter):
    """Completes what stands after the last 、."""

    def splitPath(self, path: str) -> list[str]:
        return [_BETWEEN.split(path)[-1].strip()]

    def pathFromIndex(self, index: QModelIndex) -> str:
        line = self.widget()
        before = _BETWEEN.split(line.text())[:-1] if isinstance(line, QLineEdit) else []
        return "、".join([*(part.strip() for part in before), super().pathFromIndex(index)])


class ExportFilter(QWidget):
    """`changed` after every change; `recalled` with a Preset when one is chosen."""

    changed = Signal()
    recalled = Signal(object)

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.tags = QToolButton()
        self.tags.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.tags.setToolTip(text("export_filter.tags_hint"))
        self.tags.setAccessibleName(text("export_filter.tags"))
        menu = QMenu(self.tags)
        for tag in store.tags():
            action = menu.addAction(tag.name)
            action.setCheckable(True)
            action.toggled.connect(self._tagged)
        self.tags.setMenu(menu)
        self.tags.setEnabled(not menu.isEmpty())
        self.indicators, self.regions = Several("indicators"), Several("regions")
        self.years, self.columns = Several("years"), Several("columns")
        listings = store.documents()
        found = store.select("SELECT DISTINCT canonical FROM fact WHERE canonical <> '' ORDER BY canonical")
        self._indicators = [str(row[0]) for row in found]
        self.indicators.offer(self._indicators)
        self.regions.offer(sorted({part for each in listings for part in each.region.split("/") if part}))
        self.years.offer([str(year) for year in sorted({each.year for each in listings if each.year})])
        for line in (self.indicators, self.regions, self.years, self.columns):
            line.textChanged.connect(self.changed)
        self.presets = QComboBox()
        # What stands in it first is to be read whole, however long the names of presets get.
        self.presets.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        none = text("export_filter.presets_none")
        self.presets.setMinimumWidth(self.presets.fontMetrics().horizontalAdvance(none) + 44)
        self.presets.setAccessibleName(text("export_filter.presets"))
        self.presets.activated.connect(self._recall)
        self.save = QPushButton(text("export_filter.save"))
        self.save.setAutoDefault(False)
        self.save.setToolTip(text("export_filter.save_hint"))
        self.drop = QPushButton(text("export_filter.drop"))
        self.drop.setAutoDefault(False)
        self.drop.clicked.connect(self._drop)
        self._lay_out()
        self._fill("")
        self._tagged()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        places = (
            ("indicators", self.indicators, 0, 0), ("years", self.years, 0, 2),
            ("regions", self.regions, 1, 0), ("tags", self.tags, 1, 2), ("columns", self.columns, 2, 0),
        )  # fmt: skip
        for name, widget, row, column in places:
            label = QLabel(text(f"export_filter.{name}"))
            label.setProperty("kind", "muted")
            label.setBuddy(widget)
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(widget, row, column + 1)
        label = QLabel(text("export_filter.presets"))
        label.setProperty("kind", "muted")
        label.setBuddy(self.presets)
        grid.addWidget(label, 2, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.presets, 1)
        row.addWidget(self.save)
        row.addWidget(self.drop)
        grid.addLayout(row, 2, 3)

    def align(self, width: int) -> int:
        """Let the labels end where those of the rows around end, which need `width` pixels; how many they take now."""
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        first = [grid.itemAtPosition(line, 0) for line in range(grid.rowCount())]
        width = max(width, *(item.sizeHint().width() for item in first if item is not None))
        grid.setColumnMinimumWidth(0, width)
        return width

    def selection(self, states: str) -> Selection:
        """The conditions; EditError for a year that is none."""
        tags = tuple(action.text() for action in self.tags.menu().actions() if action.isChecked())
        spans = tuple(map(years, self.years.values()))
        return Selection((states,), tags, self.indicators.values(), self.regions.values(), spans)

    @property
    def narrow(self) -> bool:
        """True when some facts are left out here."""
        try:
            return self.selection("all") != Selection(("all",))
        except EditError:
            return True

    def turn_to(self, kind: str) -> None:
        """Offer the columns of a format; a format without columns has none to choose."""
        table = FORMATS[kind].table
        self.columns.setEnabled(bool(table))
        self.columns.offer([column.key for column in COLUMNS] if table == "facts" else self._indicators)

    def keep(self, name: str, preset: Preset) -> None:
        """Save a way to export under a name and show it as chosen."""
        presets.save(self.settings, name, preset)
        self._fill(name)

    def ask(self) -> str:
        """A name for what is to be saved; "" when the question was cancelled."""
        name, good = QInputDialog.getText(
            self, text("export_filter.save_title"), text("export_filter.save_name"), text=self.presets.currentText()
        )
        return name.strip() if good else ""

    def use(self, preset: Preset) -> None:
        """Fill in what a preset holds."""
        chosen = preset.selection
        self.indicators.put(chosen.indicators)
        self.regions.put(chosen.regions)
        self.years.put(tuple(str(a) if a == b else f"{a}-{b}" for a, b in chosen.years))
        self.columns.put(preset.columns)
        for action in self.tags.menu().actions():
            action.setChecked(action.text() in chosen.tags)

    def _tagged(self) -> None:
        chosen = [action.text() for action in self.tags.menu().actions() if action.isChecked()]
        self.tags.setText(listed(chosen) if chosen else text("export_filter.tags_all"))
        self.changed.emit()

    def _fill(self, now: str) -> None:
        self.presets.clear()
        self.presets.addItem(text("export_filter.presets_none"), "")
        for name in presets.names(self.settings):
            self.presets.addItem(name, name)
        self.presets.setCurrentIndex(max(self.presets.findData(now), 0))
        self.drop.setEnabled(bool(self.presets.currentData()))

    def _recall(self) -> None:
        name = self.presets.currentData()
        self.drop.setEnabled(bool(name))
        if name:
            preset = presets.load(self.settings, name)
            self.use(preset)
            self.recalled.emit(preset)

    def _drop(self) -> None:
        presets.drop(self.settings, self.presets.currentData())
        self._fill("")
