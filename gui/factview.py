"""The rows of the table of facts: one height for all, keys that edit and decide, a word where there are none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from core.facts import State
from core.messages import text
from gui.actions import Actions
from gui.factcells import CHOICES, FactCells
from gui.factcolumns import COLUMNS, PLACE, Column
from gui.factmodel import FactModel
from gui.wording import choice_text, confidence_text, state_text

ROW = 26  # pixels
COPY = "edit.copy"
ONE = ("fact.accept", "fact.reject")  # decided here for a single row, too: the next row of the table follows
# What a key does to all selected rows at once.
MANY = (
    "fact.accept", "fact.reject", "fact.reopen", "fact.tag", "fact.correct_indicator",
    *(f"fact.tag_{number}" for number in range(1, 10)),
)  # fmt: skip


class FactView(QTableView):
    """Rows of one height; Enter edits, Esc gives the keyboard back, an empty table says why."""

    left = Signal()
    decided = Signal(str)  # an action that the table carries out itself on the selected rows

    def __init__(self, model: FactModel, actions: Actions | None) -> None:
        super().__init__()
        self.hint = ""
        self._actions = actions
        self.setModel(model)
        self.setAccessibleName(text("table.title"))
        self.setItemDelegate(FactCells(self))
        self.setMinimumHeight(6 * ROW)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setVisible(False)
        # One fixed height: a million rows need no measuring.
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW)
        rows.setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        # A title selects no column. Painting one asks whether its column is selected, which Qt finds out row by row
        # (150 s for two million): the header has a selection of its own that stays empty.
        self.setSortingEnabled(True)
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for number, column in enumerate(COLUMNS):
            header.resizeSection(number, max(column.width, self._wanted(column)))
            header.setSectionHidden(number, column.hidden)

    def widen(self) -> None:
        """Give every column room for its words, after those of another language."""
        header = self.horizontalHeader()
        for number, column in enumerate(COLUMNS):
            if not header.isSectionHidden(number):
                header.resizeSection(number, max(header.sectionSize(number), self._wanted(column)))

    def _wanted(self, column: Column) -> int:
        """Room for the title and, where there are only a few words, for the longest of them, in any language."""
        words = [text(column.title), *(choice_text(value) for value in CHOICES.get(column.key, ()))]
        if column.key == "state":
            words += [state_text(state) for state in State]
        if column.key == "confidence":
            words += [f"{confidence_text(sure)} 99%" for sure in (0.5, 0.75, 0.9, 1.0)]
        sign = 22 if column.key == "state" else 0
        return max(self.fontMetrics().horizontalAdvance(word) for word in words) + 26 + sign

    def sizeHint(self) -> QSize:
        return QSize(900, 9 * ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        here, height = self.currentIndex(), event.oldSize().height()
        seen = here.isValid() and (height <= 0 or 0 <= self.visualRect(here).top() < height)
        super().resizeEvent(event)
        if seen:  # the row that was chosen before the panel had its height, or that stood where it was cut off
            self.scrollTo(here)

    def event(self, event: QEvent) -> bool:
        # In the table a decision goes on in the order of the table, and means all rows that are selected.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._meant(event):
            event.accept()
            return True
        return super().event(event)

    def _meant(self, event: QKeyEvent) -> str:
        if self._actions is None or self.state() == QAbstractItemView.State.EditingState:
            return ""
        if event.matches(QKeySequence.StandardKey.Copy) and self.selectionModel().hasSelection():
            return COPY
        pressed = QKeySequence(event.keyCombination())
        named = MANY if self.several() else ONE if self.currentIndex().isValid() else ()
        return next((name for name in named if pressed in self._actions[name].shortcuts()), "")

    def several(self) -> bool:
        """True when more than one row is selected."""
        ranges = self.selectionModel().selection()
        return sum(part.bottom() - part.top() + 1 for part in ranges) > 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if action := self._meant(event):
            self.decided.emit(action)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            cell = index if COLUMNS[index.column()].edit else index.siblingAtColumn(PLACE["value"])
            self.setCurrentIndex(cell)
            self.edit(cell)
        elif event.key() == Qt.Key.Key_Escape and self.state() != QAbstractItemView.State.EditingState:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hint:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            place = QRect(self.viewport().rect()).adjusted(24, 24, -24, -24)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self.hint)
            painter.end()
