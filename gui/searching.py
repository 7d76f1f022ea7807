"""Words in all reports: each hit with its context in one line, under its report; a key or click goes there.

The search runs in slices between two frames, so that the window never waits, and begins anew with every letter.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.edits import Touched
from core.messages import text
from core.searching import Sought
from core.spans import Span
from core.store import Listing
from gui.choosing import called
from gui.desk import Desk
from gui.theme import Theme

PAUSE = 120  # ms after the last key
SLICE = 0.010  # seconds of searching between two turns of the event loop
LIMIT = 100_000  # hits at most; who has more needs a longer word
OPENED = 200  # hits whose rows are made at once; the rows of further reports when they are opened (0.15 ms a row)
AROUND = 40  # characters of context on each side
KEPT = 16_000_000  # characters of reports kept in memory (32 MB), 1,000 reports; others are read again
PLACE = Qt.ItemDataRole.UserRole


class Context(QStyledItemDelegate):
    """Cuts the words before a hit at their beginning: what stands next to the hit must be seen."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        if index.column() == 0 and index.parent().isValid():
            option.textElideMode = Qt.TextElideMode.ElideLeft


class SearchAll(QWidget):
    """The search line, the hits, and how many there are."""

    chosen = Signal(int, int)  # report, place of the hit in the reading text
    left = Signal()

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search_all")
        self.setAccessibleName(text("search_all.title"))
        self._desk, self._theme = desk, theme
        self._texts: OrderedDict[int, str] = OrderedDict()
        self._kept = 0  # characters in memory
        self._waiting: list[Listing] = []
        self._sought: Sought | None = None
        self._hits = self._reports = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self.list = QTreeWidget()
        self.list.setColumnCount(3)
        self.list.setHeaderHidden(True)
        self.list.setUniformRowHeights(True)
        self.list.setAlternatingRowColors(False)
        self.list.setAccessibleName(text("search_all.hits"))
        self.list.setIndentation(12)
        self.list.setItemDelegate(Context(self.list))
        header = self.list.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        # Fitting the column to its contents asks every row for its width: 2 s for 400 reports.
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        self.list.itemClicked.connect(self._go)
        self.list.itemExpanded.connect(self._fill)
        self.list.itemActivated.connect(self._go)
        column.addWidget(self.list, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self.search)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._slice)
        self.line.textChanged.connect(lambda _typed: self._soon.start())
        self.pattern.toggled.connect(lambda _on: self.search())
        desk.changed.connect(self._changed)
        theme.changed.connect(self._dress)
        self._dress()
        self._tell()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 6)
        row.setSpacing(6)
        self.line = QLineEdit()
        self.line.setPlaceholderText(text("search_all.hint"))
        self.line.setAccessibleName(text("search_all.title"))
        self.line.setClearButtonEnabled(True)
        self.line.setMaximumWidth(420)
        self.line.installEventFilter(self)
        self.pattern = QToolButton()
        self.pattern.setCheckable(True)
        self.pattern.setToolTip(text("find.pattern"))
        self.pattern.setAccessibleName(text("find.pattern"))
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        row.addWidget(self.line, 1)
        row.addWidget(self.pattern)
        row.addWidget(self.count, 1)
        return row

    def begin(self, words: str = "") -> None:
        """Put the keyboard into the search line, with these words where given."""
        if words and "\n" not in words:
            self.line.setText(words)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    @property
    def running(self) -> bool:
        """True while reports are still to be searched."""
        return self._soon.isActive() or bool(self._waiting)

    def search(self) -> None:
        """Search all reports anew."""
        self._soon.stop()
        self.list.clear()
        self._hits = self._reports = 0
        self._waiting = []
        self._sought = None
        if self.line.text():
            try:
                self._sought = Sought(self.line.text(), pattern=self.pattern.isChecked())
            except re.error:
                self.count.setText(text("find.wrong_pattern"))
                return
            self._waiting = self._desk.documents()[::-1]
            widest = self.fontMetrics().horizontalAdvance(self.line.text()) * 1.2 + 24
            self.list.setColumnWidth(1, round(min(max(widest, 60), 240)))
            self._turn.start()
        self._tell()

    def _slice(self) -> None:
        until = time.perf_counter() + SLICE
        while self._waiting and time.perf_counter() < until:
            listing = self._waiting.pop()
            self._look(listing)
            if self._hits >= LIMIT:
                self._waiting = []
        if not self._waiting:
            self._turn.stop()
        self._tell()

    def _look(self, listing: Listing) -> None:
        assert self._sought is not None
        words = self._text(listing.id)
        hits = self._sought.count(words)
        if not hits:
            return
        self._reports += 1
        head = QTreeWidgetItem(self.list, [f"{called(listing)}   {hits}"])
        font = head.font(0)
        font.setBold(True)
        head.setFont(0, font)
        head.setData(0, PLACE, (listing.id, -1))
        head.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        head.setExpanded(self._hits < OPENED)
        self._hits += hits

    def _fill(self, head: QTreeWidgetItem) -> None:
        """Make the rows of a report when it is opened."""
        if head.childCount() or head.parent() is not None or self._sought is None:
            return
        document, _ = head.data(0, PLACE)
        words = self._text(document)
        head.addChildren([self._row(document, words, hit) for hit in self._sought.hits(words)])

    def _row(self, document: int, words: str, hit: Span) -> QTreeWidgetItem:
        # Sentences of neighbouring paragraphs are context too; their break is shown as a space.
        left = words[max(hit.start - AROUND, 0) : hit.start].replace("\n", " ")
        right = words[hit.end : hit.end + 2 * AROUND].replace("\n", " ")
        row = QTreeWidgetItem([left, hit.of(words), right])
        row.setTextAlignment(0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        font = row.font(1)
        font.setBold(True)
        row.setFont(1, font)
        row.setForeground(1, self._theme.colour("ui.accent"))
        row.setData(0, PLACE, (document, hit.start))
        return row

    def _text(self, document: int) -> str:
        if document not in self._texts:
            self._texts[document] = self._desk.store.text(document)
            self._kept += len(self._texts[document])
            while self._kept > KEPT and len(self._texts) > 1:
                self._kept -= len(self._texts.popitem(last=False)[1])
        self._texts.move_to_end(document)
        return self._texts[document]

    def _tell(self) -> None:
        if self._sought is None:
            self.count.setText(text("search_all.how"))
        elif self._hits:
            key = "search_all.many" if self._hits >= LIMIT else "search_all.found"
            self.count.setText(text(key, hits=f"{self._hits:,}", reports=self._reports))
        else:
            self.count.setText(text("search_all.searching" if self._waiting else "search_all.none"))

    def _go(self, row: QTreeWidgetItem) -> None:
        document, place = row.data(0, PLACE)
        if place < 0:
            row.setExpanded(not row.isExpanded())
        else:
            self.chosen.emit(document, place)

    def _changed(self, touched: Touched) -> None:
        if touched.kind == "open" or touched.documents:
            self._texts.clear()
            self._kept = 0
            if self._sought is not None and self.isVisible():
                self._soon.start()

    def _dress(self) -> None:
        self.pattern.setIcon(self._theme.icon("regex"))
        self.list.setColumnWidth(0, 460)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                if self._soon.isActive():
                    self.search()
                first = self.list.topLevelItem(0)
                if first is not None:
                    first.setExpanded(True)
                    self.list.setFocus()
                    self.list.setCurrentItem(first.child(0) or first)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return False
