"""Charts of the panel: choices above, regions at the side, the drawing; each mark leads to its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from core.charting import KINDS, MOST, draw
from core.charts import Chart, Wish
from core.edits import Touched
from core.errors import ExportError
from core.facts import Fact, Measure
from core.messages import text
from core.panel import Panel
from core.regions import LEVELS
from gui.chartcanvas import Canvas
from gui.chartfiles import save
from gui.desk import Desk
from gui.dialogs import widen_files
from gui.matrixmodel import indicator_name
from gui.pages import bar, choice, nothing
from gui.settling import SettlingPage
from gui.theme import SPACE, Theme

KEY = Qt.ItemDataRole.UserRole
SETTLE = 250  # ms after an act before the chart is drawn anew
FILES = ("svg", "png", "pdf", "csv")
ONE_YEAR = ("ranking", "target", "distribution")


class Charts(SettlingPage):
    """`open_documents` is called with the ids of the reports that a mark comes from."""

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        lexicon: Any,
        open_documents: Callable[[list[int]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("charts", desk, SETTLE, parent)
        self._theme, self._open = theme, open_documents
        self.panel = Panel(desk.store, lexicon)
        self._filling, self._reload = False, False
        self._led: int | None = None  # the fact whose indicator it was last led to
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._side())
        pages = QWidget()
        self._stack = QStackedLayout(pages)
        self.canvas = Canvas(theme)
        self.canvas.chosen.connect(self._go)
        self.area = QScrollArea()
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the canvas in it has the keys
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self.canvas)
        self._stack.addWidget(self.area)
        self._stack.addWidget(nothing("charts.nothing_title", "charts.nothing"))
        split.addWidget(pages)
        split.setStretchFactor(1, 1)
        split.setSizes([200, 900])
        column.addWidget(split, 1)
        self.front = self.canvas
        theme.changed.connect(self.canvas.repaint_all)
        self.look()

    # -- what others call -----------------------------------------------------------------------------------------

    def look(self) -> None:
        """Take the choices from the panel, keeping what was chosen."""
        self._stale = False
        if self._reload:
            self._reload = False
            self.panel.use(self._desk.store)
        self._filling = True
        before = (self.indicator.currentData(), self.year.currentData(), set(self._chosen_paths()))
        self.indicator.clear()
        for name in self.panel.indicators:
            self.indicator.addItem(indicator_name(self.panel.lexicon, name), name)
        self.indicator.setCurrentIndex(max(self.indicator.findData(before[0]), 0) if self.panel.indicators else -1)
        self.year.clear()
        for year in reversed(self.panel.years):
            self.year.addItem(str(year), year)
        self.year.setCurrentIndex(self.year.findData(before[1]))
        self._levels()
        self.regions.clear()
        for number, region in enumerate(self.panel.regions):
            item = QListWidgetItem(region.name)
            item.setToolTip(region.path)
            item.setData(KEY, number)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if region.path in before[2] else Qt.CheckState.Unchecked)
            self.regions.addItem(item)
        self._filling = False
        self._filter(self.search.text())
        self._suit()
        self._redraw()

    def choose(self, indicator: str) -> None:
        """Draw an indicator, by its standard name."""
        if indicator in self.panel.indicators:
            self.indicator.setCurrentIndex(self.panel.indicators.index(indicator))

    def show_fact(self, fact: Fact) -> None:
        """Draw the indicator of a fact, once: who comes back to the same fact finds the chart as it was left."""
        if fact.id == self._led:
            return
        self._led = fact.id
        if not fact.canonical:
            self._desk.notice(text("matrix.no_standard", name=fact.indicator or fact.quantity))
            return
        if self._stale:
            self.look()
        region = next((r for r in self.panel.regions if any(fact.document in ids for ids in r.reports.values())), None)
        if region is not None and not self._chosen():
            self.level.setCurrentIndex(max(self.level.findData(region.level), 0))
        if fact.measure is not Measure.RANK:
            self.measure.setCurrentIndex(self.measure.findData("growth" if fact.measure is Measure.CHANGE else "level"))
        self.choose(fact.canonical)

    def choose_regions(self, paths: list[str]) -> None:
        """Draw these regions, by their full paths."""
        for row in range(self.regions.count()):
            item = self.regions.item(row)
            on = self.panel.regions[item.data(KEY)].path in paths
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    @property
    def chart(self) -> Chart:
        """What is drawn now."""
        return self.canvas.chart

    def save(self, path: Path) -> None:
        """Write the chart, or its data as CSV, after the name's ending; ExportError when it fails."""
        save(self.chart, path, self._theme)

    # -- building -------------------------------------------------------------------------------------------------

    def _bar(self) -> QWidget:
        strip, row = bar()
        self.kind = choice("charts.kind", [(kind, text(f"chart.{kind}")) for kind in KINDS])
        self.indicator = choice("charts.indicator", [])
        self.indicator.setMinimumWidth(200)
        self.indicator.setMaxVisibleItems(24)
        self.measure = choice("charts.measure", [(m, text(f"matrix.{m}")) for m in ("level", "growth")])
        self.year = choice("charts.year", [])
        self.level = choice("charts.level", [])
        for box in (self.kind, self.indicator, self.measure, self.year, self.level):
            row.addWidget(box)
            box.currentIndexChanged.connect(self._redraw)
        self.kind.currentIndexChanged.connect(self._suit)
        row.addStretch(1)
        self.saving = QPushButton(text("charts.save"))
        self.saving.setProperty("act", True)
        self.saving.setAutoDefault(False)
        menu = QMenu(self.saving)
        for kind in FILES:
            menu.addAction(text(f"charts.save_{kind}")).triggered.connect(lambda _on=False, kind=kind: self._ask(kind))
        self.saving.setMenu(menu)
        row.addWidget(self.saving)
        return strip

    def _side(self) -> QWidget:
        side = QFrame()
        column = QVBoxLayout(side)
        column.setContentsMargins(SPACE, SPACE, 4, SPACE)
        column.setSpacing(6)
        self.search = QLineEdit()
        self.search.setPlaceholderText(text("charts.find_region"))
        self.search.setAccessibleName(text("charts.find_region"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.regions = QListWidget()
        self.regions.setObjectName("chart_regions")
        self.regions.setAccessibleName(text("charts.regions"))
        self.regions.setUniformItemSizes(True)
        self.regions.itemChanged.connect(self._redraw)
        self.count = QLabel()
        self.count.setWordWrap(True)
        self.count.setProperty("kind", "muted")
        self.clear = QPushButton(text("charts.clear"))
        self.clear.setProperty("act", True)
        self.clear.setAutoDefault(False)
        self.clear.clicked.connect(lambda: self.choose_regions([]))
        for widget in (self.search, self.regions, self.count, self.clear):
            column.addWidget(widget)
        side.setMinimumWidth(150)
        return side

    # -- inside ---------------------------------------------------------------------------------------------------

    def _levels(self) -> None:
        """The levels that occur; at first the one with most reports."""
        before = self.level.currentData()
        counts: Counter[str] = Counter()
        for region in self.panel.regions:
            counts[region.level] += len(region.reports) * bool(region.level)
        self.level.clear()
        self.level.addItem(text("charts.level_any"), "")
        for level in LEVELS:
            if counts[level]:
                self.level.addItem(text(f"charts.level_{level}"), level)
        wanted = before if before is not None else max(counts, key=counts.__getitem__, default="")
        self.level.setCurrentIndex(max(self.level.findData(wanted), 0))

    def _suit(self, *_: object) -> None:
        """A chart of one year starts at the year with most values; targets are mostly growth rates."""
        kind = self.kind.currentData()
        self.year.setVisible(kind in ONE_YEAR)
        if self._filling:
            return
        self._filling = True
        if kind in ("target", "distribution") and self.measure.currentData() == "level":
            self.measure.setCurrentIndex(1)
        if kind in ONE_YEAR and self.panel.indicators:
            aimed = kind in ("target", "distribution")
            best = self._best_year(aimed=aimed)
            if best is not None:
                self.year.setCurrentIndex(self.year.findData(best))
        self._filling = False
        self._redraw()

    def _year(self) -> int | None:
        return self.year.currentData() if self.kind.currentData() in ONE_YEAR else None

    def _best_year(self, *, aimed: bool) -> int | None:
        counts: dict[int, int] = {}
        growth, level = self.measure.currentData() == "growth", self.level.currentData()
        for region, year, cell in self.panel.series(self.indicator.currentIndex()):
            found = (cell.aim if growth else cell.target) if aimed else (cell.growth if growth else cell.level)
            if found is not None and (not level or self.panel.regions[region].level == level):
                counts[year] = counts.get(year, 0) + 1
        return max(counts, key=lambda y: (counts[y], y), default=None)

    def _chosen_paths(self) -> list[str]:
        return [self.panel.regions[n].path for n in self._chosen() if n < len(self.panel.regions)]

    def _chosen(self) -> list[int]:
        items = (self.regions.item(row) for row in range(self.regions.count()))
        return [item.data(KEY) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _redraw(self, *_: object) -> None:
        if self._filling:
            return
        kind, chosen = self.kind.currentData(), self._chosen()
        most = MOST.get(kind, len(chosen))
        words = text("charts.chosen", n=len(chosen)) if chosen else text("charts.chosen_none")
        self.count.setText(text("charts.too_many", n=most) if len(chosen) > most else words)
        self.clear.setEnabled(bool(chosen))
        self.level.setEnabled(not chosen)
        if self.indicator.currentIndex() < 0:
            self._stack.setCurrentIndex(1)
            return
        wish = Wish(
            self.indicator.currentIndex(),
            self.measure.currentData(),
            tuple(chosen),
            self._year(),
            self.level.currentData(),
        )
        chart = draw(self.panel, kind, wish)
        self.canvas.show_chart(chart)
        self._stack.setCurrentIndex(1 if chart.empty else 0)
        self.saving.setEnabled(not chart.empty)

    def _filter(self, words: str) -> None:
        wanted = words.strip().casefold()
        for row in range(self.regions.count()):
            item = self.regions.item(row)
            item.setHidden(bool(wanted) and wanted not in self.panel.regions[item.data(KEY)].path.casefold())

    def _go(self, document: int, fact: int) -> None:
        self._open([document])
        self._desk.select(document, fact, origin="charts")

    def _ask(self, kind: str) -> None:
        name = f"{self.chart.title}.{kind}".replace("/", "-").replace("：", " ")
        widen_files()
        chosen, _ = QFileDialog.getSaveFileName(self, text("charts.save"), name, f"*.{kind}")
        if chosen:
            path = Path(chosen)
            self.keep(path if path.suffix else path.with_suffix(f".{kind}"))

    def keep(self, path: Path) -> None:
        """Save, and say how it went."""
        try:
            self.save(path)
        except ExportError as error:
            self._desk.notice(str(error), "error")
        else:
            self._desk.notice(text("charts.saved", name=path.name))

    def _changed(self, touched: Touched) -> None:
        if touched.kind == "open":
            self.panel.use(self._desk.store)
        elif touched.documents:
            self._reload = True  # an import brings hundreds of reports, one by one
        elif touched.facts:
            self.panel.refresh(touched)
        else:
            return
        self._spoil()
