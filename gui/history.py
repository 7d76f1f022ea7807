"""The history: all that was done, by whom and when, with old and new values, and the ways back.

The list follows the selected fact or report when that is asked for. Going back is itself an act: it stands in the list
and can be undone.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QDate, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.edits import Revert, Touched
from core.errors import DuiduError
from core.history import Detail, Step, Wanted, analysts, details, stayed, stretch
from core.messages import text
from core.rows import PIECES
from gui.desk import Desk, Selection
from gui.filling import filling
from gui.historymodel import COLUMNS, StepsModel, beginning, column_text, value_text
from gui.pages import as_list, bar
from gui.settling import SettlingPage
from gui.theme import SPACE, Theme
from gui.wayback import WayBack

ROW = 26  # pixels
SETTLE = 120  # ms after an act before the list is read again
SHOWN = 400  # values of one act that are listed; a bulk act can have a million
WIDTHS = (104, 64, 300, 116, 60)
DETAIL = ("subject", "column", "before", "after")


class History(SettlingPage):
    """The panel; `show_fact` and `show_report` narrow it from elsewhere.

    Many methods, since each filter, each way back and each part of the panel is one.
    """

    left = Signal()  # Esc: the keyboard goes back to the report

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("history", desk, SETTLE, parent)
        self._fact: int | None = None
        self.model = StepsModel(desk, theme, self)
        self._details: list[Detail] = []
        self._way_back = WayBack(desk, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        self.table = self._table()
        split.addWidget(self.table)
        split.addWidget(self._side())
        split.setSizes([760, 440])
        column.addWidget(split, 1)
        self.front = self.table
        desk.selected.connect(self._selected)
        theme.changed.connect(self._spoil)

    # -- what others call

    def show_fact(self, fact: int) -> None:
        """The life of one fact, from the machine's proposal to today."""
        self._fact = fact
        self.scope.setCurrentIndex(self.scope.findData("fact"))
        self.look()
        if self.isVisible():
            self.table.setFocus()

    def show_report(self) -> None:
        """What was done in the report at hand."""
        self.scope.setCurrentIndex(self.scope.findData("report"))
        self.look()

    def look(self) -> None:
        """Read the list anew, staying at the same act."""
        self._stale = False
        self._settle.stop()
        at = self.step()
        self._people()
        try:
            self.model.look(self._wanted())
        except DuiduError as error:
            self._desk.notice(str(error), "error")
            return
        row = max(self.model.row_of(at.act) if at is not None else 0, 0)
        if self.model.rowCount():
            self.table.selectRow(row)
        self._tell()

    def step(self) -> Step | None:
        """The act that the list is at."""
        index = self.table.currentIndex()
        return self.model.step(index.row()) if index.isValid() and index.row() < self.model.rowCount() else None

    def chosen(self) -> list[Step]:
        """The selected acts, newest first."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.step(row) for row in rows]

    # -- going back

    def revert_steps(self) -> None:
        """Go back on the selected acts; in the life of a fact only for that fact."""
        acts = tuple(step.act for step in self.chosen() if step.act and step.state == "done")
        self._way_back.go(Revert(acts, self._only()))

    def revert_value(self) -> None:
        """Put the selected value back, with what belongs to it."""
        row = self.values.currentRow()
        step = self.step()
        if step is None or not step.act or not 0 <= row < len(self._details):
            return
        detail = self._details[row]
        if detail.table in ("fact", "fact_tag") and detail.column:
            self._way_back.go(Revert((step.act,), (detail.key,), (detail.column,)))
        else:
            self._way_back.go(Revert((step.act,)))

    def revert_since(self) -> None:
        """Take the fact back to how it was before the act: that act and every later one on it go back."""
        step = self.step()
        if step is None or self.model.wanted.fact is None:
            return
        rows = (self.model.step(row) for row in range(self.model.rowCount()))
        acts = tuple(s.act for s in rows if s.act and s.act >= step.act and s.state == "done")
        self._way_back.go(Revert(acts, self._only()))

    def revert_stretch(self) -> None:
        """Go back on the whole stretch of work that the act belongs to."""
        step = self.step()
        if step is not None and step.act:
            self._way_back.go(Revert(tuple(stretch(self._desk.store, step.act)), self._only()), ask=True)

    def _only(self) -> tuple[int, ...]:
        return () if self.model.wanted.fact is None else (self.model.wanted.fact,)

    # -- building

    def _bar(self) -> QWidget:
        strip, row = bar()
        self.scope, self.person, self.days = QComboBox(), QComboBox(), QComboBox()
        for box, name in ((self.scope, "scope"), (self.person, "person"), (self.days, "days")):
            box.setProperty("filter", True)
            box.setAccessibleName(text(f"history.{name}"))
            box.setToolTip(text(f"history.{name}"))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            row.addWidget(box)
        for name in ("all", "report", "fact"):
            self.scope.addItem(text(f"history.scope_{name}"), name)
        for name in ("ever", "today", "week", "month", "day"):
            self.days.addItem(text(f"history.days_{name}"), name)
        self.day = QDateEdit(QDate.currentDate())
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setAccessibleName(text("history.days_day"))
        self.day.hide()
        row.addWidget(self.day)
        self.person.addItem(text("history.everybody"), None)
        self.scope.activated.connect(self._scoped)
        for signal in (self.person.activated, self.days.activated, self.day.dateChanged):
            signal.connect(lambda *_: self.look())
        self.days.currentIndexChanged.connect(lambda _: self.day.setVisible(self.days.currentData() == "day"))
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        row.addSpacing(SPACE)
        row.addWidget(self.count, 1)
        self.back = self._button("back", self.revert_steps, row)
        self.since = self._button("since", self.revert_since, row)
        self.work = self._button("work", self.revert_stretch, row)
        return strip

    def _button(self, name: str, callback: Any, row: QHBoxLayout) -> QPushButton:
        button = QPushButton(text(f"history.{name}"))
        button.setToolTip(text(f"history.{name}_tip"))
        button.clicked.connect(callback)
        row.addWidget(button)
        return button

    def _table(self) -> QTableView:
        table = _List(self)
        table.setModel(self.model)
        table.setAccessibleName(text("history.title"))
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = table.horizontalHeader()
        letters = self.fontMetrics()
        states = [text(f"history.state_{state}") for state in ("done", "undone", "dropped")]
        for number, width in enumerate(WIDTHS):
            words = [text(f"history.{COLUMNS[number]}"), *(states if COLUMNS[number] == "standing" else ())]
            header.resizeSection(number, max(width, *(letters.horizontalAdvance(word) + 20 for word in words)))
        header.setSectionResizeMode(COLUMNS.index("what"), QHeaderView.ResizeMode.Stretch)
        table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        table.activated.connect(self._go)
        table.doubleClicked.connect(self._go)
        return table

    def _side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.values = QTableWidget(0, len(DETAIL))
        self.values.setAccessibleName(text("history.values"))
        self.values.setHorizontalHeaderLabels([text(f"history.{name}") for name in DETAIL])
        as_list(self.values, ROW)
        self.values.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.values.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.values.itemSelectionChanged.connect(self._enable)
        self.values.cellActivated.connect(lambda row, _: self._go_detail(row))
        column.addWidget(self.values, 1)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(SPACE, 4, SPACE, 4)
        self.more = QLabel()
        self.more.setProperty("kind", "muted")
        row.addWidget(self.more, 1)
        self.value = self._button("value_back", self.revert_value, row)
        column.addWidget(foot)
        return side

    # -- inside

    def _wanted(self) -> Wanted:
        scope = self.scope.currentData()
        selection = self._desk.selection
        fact = self._fact if scope == "fact" else None
        if scope == "fact" and fact is None:
            fact = selection.fact if selection.fact is not None else 0  # nothing is selected: nothing to show
        document = (selection.document if selection.document is not None else 0) if scope == "report" else None
        since, until = self._period()
        return Wanted(fact, document, self.person.currentData(), since, until)

    def _period(self) -> tuple[str, str]:
        """The chosen days as moments in UTC: a day begins and ends where the person is."""
        kind = self.days.currentData()
        if kind == "ever":
            return "", ""
        today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        if kind == "day":
            given = self.day.date()
            begin = datetime(given.year(), given.month(), given.day()).astimezone()
            return _moment(begin), _moment(begin + timedelta(days=1))
        return _moment(today - timedelta(days={"today": 0, "week": 6, "month": 29}[kind])), ""

    def _people(self) -> None:
        """The names in the list of people, keeping the choice."""
        names = analysts(self._desk.store)
        if names != [self.person.itemData(n) for n in range(1, self.person.count())]:
            chosen = self.person.currentData()
            while self.person.count() > 1:
                self.person.removeItem(1)
            for name in names:
                self.person.addItem(name or text("history.nobody"), name)
            self.person.setCurrentIndex(max(self.person.findData(chosen), 0))

    def _scoped(self) -> None:
        self._fact = self._desk.selection.fact
        self.look()

    def _changed(self, touched: Touched) -> None:
        if touched.kind == "open":
            self._fact = None
            self.scope.setCurrentIndex(0)
        self._spoil()

    def _selected(self, selection: Selection) -> None:
        scope = self.scope.currentData()
        if selection.origin == "history" or scope == "all":
            return
        if scope == "fact" and selection.fact is not None:
            self._fact = selection.fact
        self._spoil()

    def _tell(self) -> None:
        """The values of the act at hand, and how many acts there are."""
        step = self.step()
        rows = self.model.rowCount()
        more = self.model.canFetchMore(QModelIndex())
        self.count.setText(text("history.count_more" if more else "history.count", count=rows))
        self._details = []
        if step is not None and not step.act and self.model.origin is not None:
            self._details = beginning(self.model.origin)
        elif step is not None:
            self._details = details(self._desk.store, step.act, fact=self.model.wanted.fact, limit=SHOWN)
        with filling(self.values, len(self._details)):
            for row, detail in enumerate(self._details):
                text_then = self._text(step, detail)
                before = "" if step is not None and not step.act else value_text(detail, detail.before, text_then)
                words = (detail.name, column_text(detail), before, value_text(detail, detail.after, text_then))
                for column, said in enumerate(words):
                    item = QTableWidgetItem(said)
                    item.setToolTip(said)
                    self.values.setItem(row, column, item)
        left = step.changes - SHOWN if step is not None and self.model.wanted.fact is None else 0
        self.more.setText(text("history.more_values", count=left) if left > 0 else "")
        self._enable()

    def _text(self, step: Step | None, detail: Detail) -> str:
        """The text that the pieces of a fact stood in when the act was done; "" where the fact has moved since."""
        if detail.column not in PIECES or detail.document is None or step is None:
            return ""
        store = self._desk.store
        return store.text(detail.document) if stayed(store, detail.key, step.act) else ""

    def _enable(self) -> None:
        free = not self._desk.store.readonly
        standing = [s for s in self.chosen() if s.act and s.state == "done"]
        self.back.setEnabled(free and bool(standing))
        self.since.setVisible(self.model.wanted.fact is not None)
        self.since.setEnabled(free and len(standing) == 1)
        self.work.setEnabled(free and len(standing) == 1)
        self.value.setEnabled(free and len(standing) == 1 and self.values.currentRow() >= 0)

    def _go(self, *_: object) -> None:
        """To where the act was done."""
        step = self.step()
        if step is None:
            return
        row = 0 if self._details else -1
        if step.document is not None:
            self._select(step.document, step.fact)
        elif row == 0:
            self._go_detail(0)

    def _go_detail(self, row: int) -> None:
        detail = self._details[row]
        if detail.document is not None:
            self._select(detail.document, detail.key if detail.table in ("fact", "fact_tag") else None)

    def _select(self, document: int, fact: int | None) -> None:
        if any(listing.id == document for listing in self._desk.documents()):
            there = fact is not None and fact in self._desk.store.many([fact])
            self._desk.select(document, fact if there else None, origin="history")
        else:
            self._desk.notice(text("history.report_gone"), "warning")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _List(QTableView):
    """Enter goes to where the act was done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        as_list(self, ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
