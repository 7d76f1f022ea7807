"""Words in all reports: each hit with its context in one line, under its report; a key or click goes there.

A process of its own looks for them (gui.answers) and begins anew with every letter; what it has found so far is shown.
"""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from core.answering import Found
from core.edits import Touched
from core.messages import text
from core.searching import Sought
from gui.answers import Answers
from gui.choosing import names
from gui.desk import Desk
from gui.hits import Hits
from gui.theme import Theme
from gui.timers import pause

PAUSE = 60  # ms after the last key
AGAIN = 1500  # ms after the last report that came; with each of an import the list would begin anew
MARGINS = 14  # pixels that the list keeps free around the words of a column
LONG = 400  # ms after which a bar tells how far a search is
OPENED = 12  # reports that are opened at once; they fill the list, and each costs a millisecond


class Context(QStyledItemDelegate):
    """Cuts the words before a hit at their beginning: what stands next to the hit must be seen."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        if index.column() == 0 and index.parent().isValid():
            option.textElideMode = Qt.TextElideMode.ElideLeft


class SearchAll(QWidget):
    """The search line, the hits, and how many there are; `chosen` tells report, hit and all hits of the report."""

    chosen = Signal(int, object, object)  # report, Span, tuple of Span; places in the reading text
    beside = Signal(int, object, object)  # the same, wanted in a pane of its own
    left = Signal()

    def __init__(self, desk: Desk, theme: Theme, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search_all")
        self.setAccessibleName(text("search_all.title"))
        self._desk, self._theme, self.answers = desk, theme, answers
        self._names: dict[int, str] = {}
        self._sought: Sought | None = None
        self._running = False
        self._entering = False  # Enter was pressed before the first hit came
        self._coming: list[Found] = []  # that came and are not shown yet
        self._wrong = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self.model = Hits(self._text, theme, self)
        self.list = QTreeView()
        self.list.setModel(self.model)
        self.list.setHeaderHidden(True)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(text("search_all.hits"))
        self.list.setIndentation(12)
        self.list.setItemDelegate(Context(self.list))
        header = self.list.header()
        header.setStretchLastSection(True)
        # Fitting a column to its contents asks every row for its width: 2 s for 400 reports.
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.list.expanded.connect(self.model.fill)
        self.list.installEventFilter(self)
        self.list.setToolTip(text("search_all.keys"))
        column.addWidget(self.list, 1)
        self._soon = pause(self, PAUSE, self.search)
        self._again = pause(self, AGAIN, self.search)
        self._long = pause(self, LONG, lambda: self.progress.setVisible(self._running))
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
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(90)
        self.progress.setAccessibleName(text("search_all.progress"))
        self.progress.hide()
        row.addWidget(self.line, 1)
        row.addWidget(self.pattern)
        row.addWidget(self.progress)
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
        return self._soon.isActive() or self._running

    def search(self) -> None:
        """Search all reports anew."""
        self._soon.stop()
        self._again.stop()
        self._sought, self._wrong, self._running = None, "", False
        self._entering = False
        self._coming = []
        if typed := self.line.text():
            try:
                self._sought = Sought(typed, pattern=self.pattern.isChecked())
            except (re.error, OverflowError, RecursionError):
                self._wrong = text("find.wrong_pattern")
        self.model.begin(self._sought)
        if self._sought is None:
            self.answers.cancel()
        else:
            listings = self._desk.documents()
            self._names = names(listings)
            self.progress.setRange(0, max(len(listings), 1))
            self._running = True
            self._long.start()
            self.answers.ask("words", typed, self.pattern.isChecked(), part=self._found, end=self._ended)
            bold = QFont(self.list.font())
            bold.setBold(True)
            # What a pattern finds may be longer than the pattern.
            widest = QFontMetrics(bold).horizontalAdvance(typed) * (1.2 if self.pattern.isChecked() else 1) + MARGINS
            self.list.setColumnWidth(1, round(min(max(widest, 60 if self.pattern.isChecked() else 20), 240)))
        self._tell()

    def stop(self) -> None:
        """Look no further; for the end of the window."""
        for timer in (self._soon, self._again, self._long):
            timer.stop()
        self._running = False

    def _text(self, document: int) -> str:
        return self._desk.store.text(document)  # of the project that is open now

    def _found(self, found: list[Found], seen: int) -> None:
        # A report that came or went meanwhile: the next search, which is on its way, knows it.
        self._coming += [row for row in found if row[0] in self._names]
        # The first at once, then each time twice as many: the list lays out all its rows whenever some come.
        if len(self._coming) > self.model.reports:
            self._show_coming()
            self._tell()
        if self.progress.isVisible():
            self.progress.setValue(seen)

    def _show_coming(self) -> None:
        opened, coming, self._coming = self.model.reports, self._coming, []
        self.model.add(coming, self._names.__getitem__)
        for number in range(opened, min(self.model.reports, OPENED)):
            self.list.expand(self.model.index(number, 0))
        if self._entering:
            self._into_hits()

    def _ended(self, failed: str) -> None:
        self._running = False
        self._show_coming()
        self._wrong = text("search_all.failed") if failed else ""
        self._tell()

    def _prepare(self) -> None:
        """Have the texts made ready while somebody is still typing the first word."""

        def part(found: list[Any], _seen: int) -> None:
            if found:
                self.progress.setRange(0, found[-1][1])
                self.progress.setValue(found[-1][0])
                self.progress.setVisible(found[-1][0] < found[-1][1])
                self.count.setText(text("search_all.preparing", done=found[-1][0], total=found[-1][1]))

        if not self.running and self._desk.documents():
            self.answers.ask("prepare", part=part, end=lambda _failed: self._tell())

    def _tell(self) -> None:
        if not self._running:
            self.progress.hide()
        if self._wrong:
            self.count.setText(self._wrong)
        elif self._sought is None:
            self.count.setText(text("search_all.how"))
        elif self.model.reports:
            words = text("search_all.found", hits=f"{self.model.hits:,}", reports=f"{self.model.reports:,}")
            self.count.setText(text("search_all.so_far", words=words) if self._running else words)
        else:
            self.count.setText(text("search_all.searching" if self._running else "search_all.none"))

    def _go(self, index: QModelIndex) -> None:
        row = index.siblingAtColumn(0)
        document, hit, hits = self.model.place(row)
        if hit is None:
            self.list.setExpanded(row, not self.list.isExpanded(row))
        else:
            self.chosen.emit(document, hit, hits)

    def _changed(self, touched: Touched) -> None:
        if touched.kind == "open":
            self.answers.close()
            self.line.blockSignals(True)
            self.line.clear()
            self.line.blockSignals(False)
            self.search()
        elif touched.documents and self._sought is not None and self.isVisible():
            self._again.start()

    def _dress(self) -> None:
        self.pattern.setIcon(self._theme.icon("regex"))
        self.list.setColumnWidth(0, 460)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._prepare()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.list:
                return self._in_list(event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                if self._soon.isActive():
                    self.search()
                self._into_hits()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return False

    def _in_list(self, event: QKeyEvent) -> bool:
        wide = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        index = self.list.currentIndex().siblingAtColumn(0)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and wide and index.isValid():
            document, hit, hits = self.model.place(index)
            if hit is not None:
                self.beside.emit(document, hit, hits)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.line.setFocus()
            return True
        return False

    def _into_hits(self) -> None:
        """The keyboard to the first hit, as soon as there is one."""
        first = self.model.index(0, 0)
        self._entering = not first.isValid() and self._running
        if first.isValid():
            self.list.expand(first)
            self.list.setFocus()
            inner = self.model.index(0, 0, first)
            self.list.setCurrentIndex(inner if inner.isValid() else first)
