"""The table of facts: every fact of the project, sorted, filtered, decided upon one by one or many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QByteArray, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.edits import Accept, Correct, Reject, Reopen, Touched
from core.facts import State
from core.messages import text
from core.querying import Query
from gui.actions import Actions
from gui.bulk import CorrectMany
from gui.desk import Desk, Selection
from gui.factfilter import FilterBar
from gui.factmodel import COLUMNS, FactModel
from gui.factview import FactView
from gui.look import sheet
from gui.suggesting import Vocabulary
from gui.tagging import fill_menu, put_number
from gui.theme import Theme

AHEAD = 500  # rows looked through for the next open one
HASTY = 0.4  # seconds: a query that takes longer is not asked again at every letter


class FactTable(QWidget):
    """Follows the selection of the desk and leads it; `left` gives the keyboard back to the reader."""

    left = Signal()

    def __init__(
        self, desk: Desk, lexicon: Any, theme: Theme, actions: Actions | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        self.setObjectName("fact_table")
        self.setAccessibleName(text("table.title"))
        self.model = FactModel(desk, Vocabulary(lexicon), theme, self)
        self._open: tuple[int, ...] = ()
        self._stale = True
        self._leading = False  # the selection on the desk is being set from here
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.filters = FilterBar(lexicon, theme)
        column.addWidget(self.filters)
        self.view = FactView(self.model, actions)
        self.view.decided.connect(self._by_key)
        column.addWidget(self.view, 1)
        column.addWidget(self._many())
        if actions is not None:
            actions.attach(self.view)
        self._paint()
        self._connect()

    # -- what the window calls ------------------------------------------------------------------------------------

    def chosen(self) -> tuple[int, ...]:
        """The facts of the selected rows, in the order of the table."""
        found: list[int] = []
        for part in sorted(self.view.selectionModel().selection(), key=lambda r: r.top()):
            found += self.model.ids(part.top(), part.bottom())
        return tuple(found)

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
        put_number(self.desk, self.desk.store.many(self.chosen()).values(), number)

    def layout_state(self) -> bytes:
        """Widths, order and visibility of the columns, for the settings."""
        return bytes(self.view.horizontalHeader().saveState().data())

    def restore_layout(self, state: bytes) -> None:
        """Take up a layout kept in the settings."""
        self.view.horizontalHeader().restoreState(QByteArray(state))

    # -- building -------------------------------------------------------------------------------------------------

    def _many(self) -> QWidget:
        self.bar = QFrame()
        self.bar.setObjectName("many_bar")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(10, 5, 8, 5)
        row.setSpacing(6)
        self.chosen_label = QLabel()
        row.addWidget(self.chosen_label)
        self.accept_many = self._act(row, "accept_many", self._accept)
        self.reject_many = self._act(row, "reject_many", self._reject)
        self.tag_many = self._act(row, "tag", self._tag_menu)
        self.correct_many = self._act(row, "correct_indicator", self._correct_indicator)
        row.addStretch(1)
        self.bar.hide()
        return self.bar

    def _act(self, row: QHBoxLayout, name: str, slot: Any) -> QPushButton:
        button = QPushButton(text(f"table.{name}") if name in ("tag", "correct_indicator") else "")
        button.setProperty("act", True)
        button.clicked.connect(slot)
        row.addWidget(button)
        return button

    def _connect(self) -> None:
        self.desk.changed.connect(self._changed)
        self.desk.selected.connect(self._selected)
        self.theme.changed.connect(self._paint)
        self.view.selectionModel().currentRowChanged.connect(self._lead)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        header = self.view.horizontalHeader()
        header.sortIndicatorChanged.connect(lambda *_: self._look())
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self._column_menu(header.mapToGlobal(at)))
        self.view.customContextMenuRequested.connect(self._menu)
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
            self._selected(self.desk.selection)

    def _changed(self, touched: Touched) -> None:
        if not self.isVisible():  # a hidden table costs nothing; it catches up when it is shown
            self._stale = True
            return
        if touched.tags or touched.kind == "open":
            self.filters.fill_tags(self.desk.tags())
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
        self._show_chosen()

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
        self._stale = False
        at = self._current() or self.desk.selection.fact
        if not self.filters.hasty:  # it took long the last time: say that it is being worked on
            QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self.model.look(self.query())
        finally:
            if not self.filters.hasty:
                QGuiApplication.restoreOverrideCursor()
        self.filters.hasty = self.model.seconds < HASTY
        self._go_to(at)
        self._show_count()
        self._show_chosen()

    def _show_count(self) -> None:
        count = self.model.rowCount()
        total = sum(sum(states.values()) for states in self.desk.counts().values())
        key = "table.count" if count == total else "table.count_of"
        self.filters.count.setText(text(key, count=count, total=total))
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

    def _go_to(self, fact: int | None) -> None:
        row = self.model.row(fact) if fact is not None else -1
        if row < 0 or (row == self.view.currentIndex().row() and self.view.selectionModel().hasSelection()):
            return
        leading, self._leading = self._leading, True
        try:
            column = max(self.view.currentIndex().column(), 0)
            self.view.setCurrentIndex(self.model.index(row, column))
            self.view.selectRow(row)
            self.view.scrollTo(self.model.index(row, column), QAbstractItemView.ScrollHint.EnsureVisible)
        finally:
            self._leading = leading

    def _show_chosen(self) -> None:
        count = sum(r.bottom() - r.top() + 1 for r in self.view.selectionModel().selection())
        self.bar.setVisible(count > 1)
        if count > 1:
            self.chosen_label.setText(text("table.chosen", count=count))
            self.accept_many.setText(text("table.accept", count=count))
            self.reject_many.setText(text("table.reject", count=count))

    def _decide(self, act: type[Accept | Reject]) -> None:
        """Decide on the row that the keyboard is at, and go on to the next one that is open."""
        row = self.view.currentIndex().row()
        fact = self.model.fact(row).id
        if self.desk.do(act((fact,))) is None:
            return
        first = row + 1 if self.model.row(fact) == row else row  # a filter may have let the row go
        for following in range(first, min(first + AHEAD, self.model.rowCount())):
            if self.model.fact(following).state is State.PROPOSED:
                self.view.selectRow(following)
                return

    def _accept(self) -> None:
        if chosen := self.chosen():
            self.desk.do(Accept(chosen))

    def _reject(self) -> None:
        if chosen := self.chosen():
            self.desk.do(Reject(chosen))

    def _reopen(self) -> None:
        if chosen := self.chosen():
            self.desk.do(Reopen(chosen))

    def _by_key(self, action: str) -> None:
        verb = action.removeprefix("fact.")
        if not self.view.several():
            self._decide(Accept if verb == "accept" else Reject)
        elif verb.startswith("tag_"):
            self.tag_number(int(verb.removeprefix("tag_")))
        else:
            {"accept": self._accept, "reject": self._reject, "reopen": self._reopen, "tag": self._tag_menu,
             "correct_indicator": self._correct_indicator}[verb]()  # fmt: skip

    def _tag_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, self.desk, self.desk.store.many(self.chosen()).values(), self.theme, self.window())
        menu.popup(self.tag_many.mapToGlobal(QPoint(0, 0)))

    def _correct_indicator(self) -> None:
        if chosen := self.chosen():
            first = self.desk.fact(chosen[0])
            dialog = CorrectMany(self.desk, self.model.vocabulary, first, len(chosen), self.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(lambda: self.desk.do(Correct(chosen, dialog.fields())) if dialog.fields() else None)
            dialog.open()

    def _copy(self) -> None:
        header = self.view.horizontalHeader()
        order = [header.logicalIndex(n) for n in range(header.count())]
        columns = [n for n in order if not header.isSectionHidden(n)]
        rows = [r for part in self.view.selectionModel().selection() for r in range(part.top(), part.bottom() + 1)]
        if rows:
            QGuiApplication.clipboard().setText(self.model.tsv(sorted(rows), columns))
            self.desk.notice(text("table.copied", count=len(rows)))

    def _double(self, index: QModelIndex) -> None:
        if not COLUMNS[index.column()].edit:
            self.left.emit()

    def _menu(self, at: QPoint) -> None:
        chosen = self.chosen()
        if not chosen:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        count = len(chosen)
        menu.addAction(self.theme.icon("accept", "state.accepted"), text("table.accept", count=count), self._accept)
        menu.addAction(self.theme.icon("reject", "state.rejected"), text("table.reject", count=count), self._reject)
        menu.addAction(self.theme.icon("reopen"), text("table.reopen"), self._reopen)
        menu.addSeparator()
        tags = menu.addMenu(self.theme.icon("tag"), text("table.tag"))
        fill_menu(tags, self.desk, self.desk.store.many(chosen).values(), self.theme, self.window())
        menu.addAction(text("table.correct_indicator"), self._correct_indicator)
        menu.addSeparator()
        menu.addAction(text("table.copy"), self._copy)
        menu.popup(self.view.viewport().mapToGlobal(at))

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
        self.accept_many.setIcon(self.theme.icon("accept", "state.accepted"))
        self.reject_many.setIcon(self.theme.icon("reject", "state.rejected"))
        self.tag_many.setIcon(self.theme.icon("tag"))
        self.correct_many.setIcon(self.theme.icon("edit"))
        self.view.viewport().update()
