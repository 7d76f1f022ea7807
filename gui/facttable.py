"""The table of facts: every fact of the project, sorted, filtered, decided upon one by one or many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QByteArray, QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from core.edits import Touched
from core.facts import State
from core.messages import language, text
from core.panel import occurring
from core.querying import Query
from gui.actions import Actions
from gui.answers import Answers
from gui.desk import Desk, Selection
from gui.factacts import RowActs
from gui.factcolumns import COLUMNS
from gui.factfilter import FilterBar
from gui.factmodel import FactModel
from gui.factview import FactView
from gui.look import sheet
from gui.suggesting import Vocabulary
from gui.theme import Theme


class FactTable(QWidget):
    """Follows the selection of the desk and leads it; `left` gives the keyboard back to the reader."""

    left = Signal()

    def __init__(
        self,
        desk: Desk,
        lexicon: Any,
        theme: Theme,
        actions: Actions | None = None,
        parent: QWidget | None = None,
        *,
        answers: Answers | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        self.setObjectName("fact_table")
        self.setAccessibleName(text("table.title"))
        known = Vocabulary(lexicon, lambda: sorted(occurring(desk.store) - lexicon.by_name.keys()))
        self.model = FactModel(desk, known, theme, self, answers=answers)
        self._at: int | None = None  # the fact to be at once its row is there
        self._anew = False  # other rows were asked for, and none of them has been gone to
        self._open: tuple[int, ...] = ()
        self._stale = True
        self._leading = False  # the selection on the desk is being set from here
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.filters = FilterBar(lexicon, theme)
        column.addWidget(self.filters)
        self.view = FactView(self.model, actions)
        column.addWidget(self.view, 1)
        self.acts = RowActs(desk, self.model, self.view, theme)
        column.addWidget(self.acts)
        if actions is not None:
            actions.attach(self.view)
        self._paint()
        self._connect()

    # -- what the window calls ------------------------------------------------------------------------------------

    def chosen(self) -> tuple[int, ...]:
        """The facts of the selected rows, in the order of the table."""
        return self.acts.chosen()

    def show_reports(self, documents: Iterable[int]) -> None:
        """Say which reports are open in panes."""
        self._open = tuple(documents)
        if self.filters.value("scope") == "open":
            self._look()

    def find(self, words: str | None = None) -> None:
        """Put the keyboard into the search line, with these words where given."""
        search = self.filters.search
        if words is not None:
            search.setText(words)
        search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        search.selectAll()

    def narrow(self, *, canonical: str = "", states: tuple[State, ...] = (), tag: int = 0) -> None:
        """Show the facts of one standard indicator, of some states, with one tag; other filters are cleared."""
        self.filters.clear()
        for name, value in (("indicator", canonical), ("state", tuple(s.value for s in states)), ("tags", tag)):
            if value:
                self.filters.choose(name, value)
        self._look()

    def tag_number(self, number: int) -> None:
        """Put the tag with key 1–9 on the selected rows, or take it off."""
        self.acts.put_tag(number)

    def layout_state(self) -> bytes:
        """Widths, order and visibility of the columns, for the settings, and the language that they were fitted to."""
        return language().encode() + bytes(self.view.horizontalHeader().saveState().data())

    def restore_layout(self, state: bytes) -> None:
        """Take up a layout kept in the settings."""
        self.view.horizontalHeader().restoreState(QByteArray(state[2:]))
        if state[:2].decode(errors="replace") != language():
            self.view.widen()

    def _analysts(self) -> list[str]:
        rows = self.desk.store.select("SELECT DISTINCT analyst FROM batch WHERE analyst <> '' ORDER BY analyst")
        return [str(row[0]) for row in rows]

    # -- building -------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.desk.changed.connect(self._changed)
        self.desk.selected.connect(self._selected)
        self.theme.changed.connect(self._paint)
        self.model.modelAboutToBeReset.connect(self._remember)
        self.model.working.connect(self._came)
        self.view.selectionModel().currentRowChanged.connect(self._lead)
        header = self.view.horizontalHeader()
        header.sortIndicatorChanged.connect(lambda *_: self._look())
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self._column_menu(header.mapToGlobal(at)))
        self.view.left.connect(self.left)
        self.filters.changed.connect(self._look)
        self.filters.left.connect(self.left)
        self.filters.down.connect(self._into_rows)
        columns = self.filters.columns
        columns.clicked.connect(lambda: self._column_menu(columns.mapToGlobal(QPoint(0, columns.height()))))
        self.view.doubleClicked.connect(self._double)

    # -- listening ------------------------------------------------------------------------------------------------

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            self._look()
        self._selected(self.desk.selection)  # chosen while it was hidden

    def _changed(self, touched: Touched) -> None:
        if not self.isVisible():  # a hidden table costs nothing; it catches up when it is shown
            self._stale = True
            return
        if touched.tags or touched.kind == "open":
            self.filters.fill_tags(self.desk.tags())
            self.filters.fill_analysts(self._analysts())
        at, scroll = self._current(), self.view.verticalScrollBar().value()
        # A row that leaves the filter moves Qt's current row; that is no choice of the analyst, who may be reading.
        self._leading = True
        try:
            if self.model.touched(touched):
                self.view.verticalScrollBar().setValue(scroll)
                self._go_to(at)
        finally:
            self._leading = False
        self._show_count()
        self.acts.show_count()

    def _selected(self, selection: Selection) -> None:
        if not self.isVisible():
            return
        if self.filters.value("scope") == "this" and selection.document not in self.model.query.documents:
            self._look()
        if selection.origin != "table":
            self._go_to(selection.fact)

    def _lead(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._leading:
            fact = self.model.fact(current.row())
            if fact.id != self.desk.selection.fact:
                self.desk.select(fact.document, fact.id, "table")

    # -- rows -----------------------------------------------------------------------------------------------------

    def query(self) -> Query:
        """What the filters and the header ask for now."""
        header = self.view.horizontalHeader()
        section = header.sortIndicatorSection()
        sort = COLUMNS[section].sort if 0 <= section < len(COLUMNS) else ""
        documents: tuple[int, ...] = ()
        if self.filters.value("scope") == "open":
            documents = self._open
        elif self.filters.value("scope") == "this" and self.desk.selection.document is not None:
            documents = (self.desk.selection.document,)
        down = bool(sort) and header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return self.filters.query(documents, sort or "reading", descending=down)

    def _look(self) -> None:
        if not self.isVisible():
            self._stale = True
            return
        if self._stale:
            self.filters.fill_tags(self.desk.tags())
            self.filters.fill_analysts(self._analysts())
        self._stale = False
        self._anew = True
        self.model.look(self.query())

    def _remember(self) -> None:
        self._at = self._current() or self.desk.selection.fact

    def _came(self) -> None:
        """Rows came, or are on their way."""
        if self._go_to(self._at):
            self._at, self._anew = None, False
        elif self._anew and not self.model.busy:  # the fact at hand is not among them: they are read from the first
            self.view.scrollToTop()
            self._anew = False
        self._show_count()
        self.acts.show_count()

    def _show_count(self) -> None:
        count = self.model.rowCount()
        total = sum(sum(states.values()) for states in self.desk.counts().values())
        if self.model.busy:
            straight = self.model.query.sort == "reading" and not self.model.query.descending
            self.filters.count.setText(text("table.finding" if straight else "table.sorting"))
            self.view.hint = "" if count else self.filters.count.text()
            self.view.viewport().update()
            return
        key = "table.count" if count == total else "table.count_of"
        self.filters.count.setText(text(key, count=f"{count:,}", total=f"{total:,}"))
        self.view.hint = "" if count else text("table.empty" if not total else "table.empty_filtered")
        self.view.viewport().update()

    # -- rows -----------------------------------------------------------------------------------------------------

    def _into_rows(self) -> None:
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.selectRow(0)

    def _current(self) -> int | None:
        index = self.view.currentIndex()
        return self.model.ids(index.row(), index.row())[0] if index.isValid() else None

    def _go_to(self, fact: int | None) -> bool:
        """Choose the row of a fact; False where there is none."""
        row = self.model.row(fact) if fact is not None else -1
        if row < 0:
            return False
        if row == self.view.currentIndex().row() and self.view.selectionModel().hasSelection():
            return True
        leading, self._leading = self._leading, True
        try:
            column = max(self.view.currentIndex().column(), 0)
            self.view.setCurrentIndex(self.model.index(row, column))
            self.view.selectRow(row)
            self.view.scrollTo(self.model.index(row, column), QAbstractItemView.ScrollHint.EnsureVisible)
        finally:
            self._leading = leading
        return True

    def _double(self, index: QModelIndex) -> None:
        if not COLUMNS[index.column()].edit:
            self.left.emit()

    def _column_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        header = self.view.horizontalHeader()
        for number, column in enumerate(COLUMNS):
            action = menu.addAction(text(column.title))
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(number))
            action.toggled.connect(lambda on, n=number: header.setSectionHidden(n, not on))
        menu.popup(at)

    def _paint(self) -> None:
        self.setStyleSheet(sheet(self.theme))
        self.filters.paint_icons()
        self.acts.paint_icons()
        self.view.viewport().update()
