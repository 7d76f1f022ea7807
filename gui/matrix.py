"""The matrix: what the reports say, region by year by indicator, and what is still to be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.edits import Touched
from core.facts import Fact
from core.messages import text
from core.panel import VIEWS, Panel
from gui.desk import Desk
from gui.matrixcells import MatrixCells
from gui.matrixmodel import AXES, MatrixModel
from gui.matrixside import MatrixSide
from gui.matrixtable import COLUMN, WIDER, MatrixTable
from gui.pages import Page, bar, choice, nothing
from gui.theme import SPACE, Theme
from gui.timers import pause

LOOK_AFTER = 90  # ms that the keyboard rests on a cell before its sentences are fetched
ONE_LINE, TWO_LINES = 30, 44  # row heights in pixels


class Matrix(Page):
    """The table with its choices above and what a cell rests on beside it.

    `open_documents` is called with a list of report ids that are to be shown side by side. Many methods, since what is
    chosen above, in the table and beside it bears on all three.
    """

    charted = Signal(str)  # an indicator that is to be seen as a chart

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        lexicon: Any,
        open_documents: Callable[[list[int]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("matrix")
        self.setAccessibleName(text("matrix.title"))
        self._desk, self._theme, self._open = desk, theme, open_documents
        self.model = MatrixModel(desk, Panel(desk.store, lexicon), self)
        self._place: tuple[str, int, str] | None = None
        self._led: int | None = None  # the fact that it was last led to
        self._stack = QStackedLayout(self)
        self._stack.addWidget(nothing("matrix.empty_title", "matrix.empty"))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        self.table = MatrixTable(self.model)
        self.cells = MatrixCells(theme)
        self.table.setItemDelegate(self.cells)
        self.side = MatrixSide(desk, theme, self.model, self.cells)
        split.addWidget(self.table)
        split.addWidget(self.side)
        split.setStretchFactor(0, 1)
        split.setSizes([900, 320])
        column.addWidget(split, 1)
        self._stack.addWidget(page)
        self.front = self.table
        self._rest = pause(self, LOOK_AFTER, lambda: self.side.show_cell(self.table.currentIndex()))
        self._first_look = QTimer(self)  # after the first paint
        self._first_look.setSingleShot(True)
        self._first_look.timeout.connect(self.side.look_for_work)
        self._connect()
        self._fill()

    # -- what others call -----------------------------------------------------------------------------------------

    def arrange(self, rows: str, columns: str, fixed: int | None = None) -> None:
        """Put the axes where they are wanted: "region", "year", "indicator"."""
        self.model.arrange(rows, columns, self._first(rows, columns) if fixed is None else fixed)
        self._fill()

    def show_view(self, view: str) -> None:
        """Show level, growth, both, or target beside outcome."""
        self.show_box.setCurrentIndex(VIEWS.index(view))

    def show_fact(self, fact: Fact) -> None:
        """Go to the cell of a fact, once: who comes back to the same fact finds the matrix as it was left."""
        if fact.id == self._led:
            return
        self._led = fact.id
        place = self.model.panel.place(fact)
        if place is None:
            if not fact.canonical:
                self._desk.notice(text("matrix.no_standard", name=fact.indicator or fact.quantity))
            return
        self.search.clear()
        fixed = dict(zip(AXES, place, strict=True))[self.model.chooser]
        self.fixed_box.setCurrentIndex(self.fixed_box.findData(fixed))
        views = (self.model.view, "both", "target")
        cell, here = self.model.panel.cell(*place), (fact.document, fact.id)
        shown = (view for view in views for figure in cell.figures(view) if figure is not None and here in figure.facts)
        self.show_view(next(shown, self.model.view))
        index = self.model.find(place)
        if index.isValid():
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def open_cell(self, *_: object) -> None:
        """Open the reports that the current cell rests on side by side, at its sentence."""
        index = self.table.currentIndex()
        if not index.isValid():
            return
        facts = self.side.chosen() or self.model.cell(index).facts
        if facts:
            self._open(list(dict.fromkeys(document for document, _ in self.model.cell(index).facts)))
            self._desk.select(*facts[0], origin="matrix")
            return
        region, year, _ = self.model.place(index.row(), index.column())
        if reports := self.model.panel.reports(region, year, self.model.view):
            self._open(list(reports))
            self._desk.select(reports[0], None, origin="matrix")

    def step(self, by: int) -> None:
        """To the next or previous cell of the work list."""
        self.side.step(by)

    # -- building -------------------------------------------------------------------------------------------------

    def _bar(self) -> QWidget:
        strip, row = bar()
        self.row_box = choice("matrix.rows", [(axis, text(f"matrix.{axis}")) for axis in AXES])
        self.column_box = choice("matrix.columns", [(axis, text(f"matrix.{axis}")) for axis in AXES])
        self.swap = QToolButton()
        self.swap.setText("⇄")
        self.swap.setToolTip(text("matrix.swap_tip"))
        self.swap.setAccessibleName(text("matrix.swap_tip"))
        self.fixed_label = _label("")
        self.fixed_box = choice("matrix.one_indicator", [])
        self.fixed_box.setMinimumWidth(190)
        self.fixed_box.setMaxVisibleItems(24)
        self.before, self.after = QToolButton(), QToolButton()
        for button, sign, name in ((self.before, "‹", "previous"), (self.after, "›", "next")):
            button.setText(sign)
            button.setToolTip(text(f"matrix.{name}"))
            button.setAccessibleName(text(f"matrix.{name}"))
        self.show_box = choice("matrix.show", [(view, text(f"matrix.{view}")) for view in VIEWS])
        self.search = QLineEdit()
        self.search.setPlaceholderText(text("matrix.filter"))
        self.search.setAccessibleName(text("matrix.filter"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(180)
        for label, box in (("matrix.rows", self.row_box), (None, self.swap), ("matrix.columns", self.column_box)):
            if label:
                row.addWidget(_label(text(label)))
            row.addWidget(box)
        row.addSpacing(SPACE)
        row.addWidget(self.fixed_label)
        row.addWidget(self.before)
        row.addWidget(self.fixed_box)
        row.addWidget(self.after)
        row.addSpacing(SPACE)
        row.addWidget(_label(text("matrix.show")))
        row.addWidget(self.show_box)
        self.chart = QToolButton()
        self.chart.setToolTip(text("matrix.chart_tip"))
        self.chart.setAccessibleName(text("matrix.chart_tip"))
        self.chart.setIcon(self._theme.icon("charts"))
        row.addWidget(self.chart)
        row.addStretch(1)
        row.addWidget(self.search)
        return strip

    def _connect(self) -> None:
        self.row_box.activated.connect(lambda _n: self._axes("rows"))
        self.column_box.activated.connect(lambda _n: self._axes("columns"))
        self.swap.clicked.connect(lambda: self.arrange(self.model.columns, self.model.rows, self.model.fixed))
        self.fixed_box.currentIndexChanged.connect(self._fix)
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.show_box.currentIndexChanged.connect(self._view)
        self.chart.clicked.connect(self._ask_chart)
        self.search.textChanged.connect(self._filter)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._soon())
        self.table.activated.connect(self.open_cell)
        self.table.accepted.connect(self.side.accept)
        self.table.rejected.connect(self.side.reject)
        self.table.noted.connect(self.side.toggle_absent)
        self.table.stepped.connect(self.step)
        self.table.turned.connect(self._turn)
        self.table.copied.connect(self.copy)
        self.side.opened.connect(self.open_cell)
        self.side.asked.connect(self._go)
        for edge in (self.table.verticalScrollBar(), self.table.horizontalScrollBar()):
            edge.valueChanged.connect(lambda _value: self.side.pause())
        self._theme.changed.connect(self._repaint)
        self._desk.changed.connect(self._changed)
        self.model.modelAboutToBeReset.connect(self._remember)
        self.model.modelReset.connect(self._reset)

    # -- the choices ----------------------------------------------------------------------------------------------

    def _axes(self, which: str) -> None:
        rows, columns = self.row_box.currentData(), self.column_box.currentData()
        if rows == columns:  # the axis is taken from the other side, which gets what was here
            if which == "rows":
                columns = self.model.rows
            else:
                rows = self.model.columns
        self.arrange(rows, columns)

    def _first(self, rows: str, columns: str) -> int:
        """What to look at first on the third axis: where most is known."""
        axis = next(a for a in AXES if a not in (rows, columns))
        keys = self.model.keys(axis)
        if axis == self.model.chooser and self.model.fixed in keys:
            return self.model.fixed
        if axis == "year":
            reports: dict[int, int] = {}
            for region in self.model.panel.regions:
                for year in region.reports:
                    reports[year - 1] = reports.get(year - 1, 0) + 1
            return max(reports, key=lambda y: (reports[y], y), default=0)
        return keys[0] if keys else 0

    def _fill(self) -> None:
        """Bring the choices and the shape of the table in line with the model."""
        model = self.model
        self._stack.setCurrentIndex(1 if model.panel.regions and model.panel.indicators else 0)
        for box, axis in ((self.row_box, model.rows), (self.column_box, model.columns)):
            box.setCurrentIndex(AXES.index(axis))
        self.fixed_label.setText(text(f"matrix.one_{model.chooser}"))
        self.fixed_box.setAccessibleName(text(f"matrix.one_{model.chooser}"))
        self.fixed_box.blockSignals(True)
        self.fixed_box.clear()
        keys = model.keys(model.chooser)
        for key in keys:
            self.fixed_box.addItem(model.name(model.chooser, key), key)
        self.fixed_box.setCurrentIndex(keys.index(model.fixed) if model.fixed in keys else -1)
        self.fixed_box.blockSignals(False)
        self.show_box.blockSignals(True)
        self.show_box.setCurrentIndex(VIEWS.index(model.view))
        self.show_box.blockSignals(False)
        self._shape()
        if not self.table.currentIndex().isValid() and model.rowCount() and model.columnCount():
            self.table.setCurrentIndex(self._start())
        if self.isVisible():
            self.side.look_for_work()

    def _start(self) -> QModelIndex:
        """The cell to begin at: the last of the first row for which there is a report."""
        model = self.model
        for column in reversed(range(model.columnCount() if model.columns == "year" else 0)):
            index = model.index(0, column)
            if model.state(index) != "nothing":
                return index
        return model.index(0, 0)

    def _shape(self) -> None:
        two = self.model.view in ("both", "target")
        wide = WIDER if self.model.view == "target" else COLUMN
        if self.table.horizontalHeader().defaultSectionSize() != wide:
            self.table.horizontalHeader().setDefaultSectionSize(wide)
        self.table.verticalHeader().setDefaultSectionSize(TWO_LINES if two else ONE_LINE)

    def _fix(self, number: int) -> None:
        if number >= 0:
            here = self.table.currentIndex()
            self.model.fix(self.fixed_box.itemData(number))
            self.table.setCurrentIndex(self.model.index(max(here.row(), 0), max(here.column(), 0)))
            self.side.look_for_work()

    def _turn(self, by: int) -> None:
        number = self.fixed_box.currentIndex() + by
        if 0 <= number < self.fixed_box.count():
            self.fixed_box.setCurrentIndex(number)

    def _view(self, number: int) -> None:
        self.model.show(VIEWS[number])
        self._shape()
        self.table.keep_in_sight()
        self._soon()
        self.side.look_for_work()

    def _ask_chart(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.charted.emit(self.model.panel.indicators[self.model.place(index.row(), index.column())[2]])

    def _filter(self, words: str) -> None:
        self.model.filter(words)
        self.side.look_for_work()

    def _soon(self) -> None:
        """Look at the current cell once the keyboard rests."""
        if self.isVisible():
            self._rest.start()

    def _go(self, place: tuple[int, int, int]) -> None:
        index = self.model.find(place)
        if index.isValid():
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def _changed(self, touched: Touched) -> None:
        if touched.kind == "open":
            self._fill()
        elif touched.facts or touched.documents or touched.findings:
            self._soon()
            self.side.check_work()

    def _remember(self) -> None:
        """Keep the place by its names: a new report may move regions and indicators along."""
        index, panel = self.table.currentIndex(), self.model.panel
        self._place = None
        if index.isValid():
            region, year, indicator = self.model.place(index.row(), index.column())
            self._place = (panel.regions[region].path, year, panel.indicators[indicator])

    def _reset(self) -> None:
        panel = self.model.panel
        self.side.show_cell(QModelIndex())
        self._stack.setCurrentIndex(1 if panel.regions and panel.indicators else 0)
        if self._place is not None:
            path, year, name = self._place
            regions = [n for n, region in enumerate(panel.regions) if region.path == path]
            if regions and name in panel.indicators:
                index = self.model.find((regions[0], year, panel.indicators.index(name)))
                if index.isValid():
                    self.table.setCurrentIndex(index)

    def _repaint(self) -> None:
        self.cells.retune()
        self.chart.setIcon(self._theme.icon("charts"))
        self.side.repaint_all()
        self.table.viewport().update()

    # -- copying --------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """The selected block with its row and column names, for a spreadsheet."""
        chosen = self.table.selectionModel().selection()
        if chosen.isEmpty():
            return
        block = chosen[0]
        rows = range(block.top(), block.bottom() + 1)
        columns = range(block.left(), block.right() + 1)
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in self._lines(rows, columns)))
        self._desk.notice(text("matrix.copied", rows=len(rows), columns=len(columns)))

    def _lines(self, rows: Iterable[int], columns: Iterable[int]) -> Iterator[list[str]]:
        columns = list(columns)
        across = Qt.Orientation.Horizontal
        yield ["", *(str(self.model.headerData(c, across)) for c in columns)]
        for row in rows:
            name = str(self.model.headerData(row, Qt.Orientation.Vertical))
            yield [name, *(str(self.model.index(row, c).data()).replace("\n", " ") for c in columns)]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.live = True
        if self.model.stale:
            self.model.reload()
            self._fill()
        self._first_look.start()
        self._rest.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.live = False
        self._rest.stop()
        self._first_look.stop()
        self.side.stop()


def _label(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("kind", "muted")
    return label
