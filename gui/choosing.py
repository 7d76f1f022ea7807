"""Choosing a report: a button that names it, and a list that narrows while one types a region or a year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.messages import text
from core.store import Listing
from gui.initials import initials, matches
from gui.theme import Theme

WHICH = Qt.ItemDataRole.UserRole


def called(listing: Listing) -> str:
    """A report's short name: 北镇市 2021; the file's name where region and year are unknown."""
    place = listing.region.rsplit("/", 1)[-1]
    year = str(listing.year) if listing.year else ""
    if place:
        return f"{place} {year}".strip()
    words = listing.title or listing.name.rsplit(".", 1)[0]
    return words if year in words else f"{words} {year}"


def names(every: Iterable[Listing]) -> dict[int, str]:
    """The names of all reports by id; of one region and year there may be several: 北镇市 2021 (1), 北镇市 2021 (2)."""
    said = {listing.id: called(listing) for listing in every}
    often, seen = Counter(said.values()), Counter[str]()
    for which, name in said.items():
        if often[name] > 1:
            seen[name] += 1
            said[which] = f"{name} ({seen[name]})"
    return said


def told_apart(listing: Listing, every: Iterable[Listing]) -> str:
    """The name of one report among all, as `names` has it."""
    alike = [row for row in every if row.region == listing.region and row.year == listing.year]
    return names(alike).get(listing.id) or called(listing)


def described(listing: Listing) -> str:
    """What else is known of it: 辽宁省/锦州市/北镇市 · 政府工作报告 · 2021-01-05."""
    words = (listing.region.replace("/", " › "), listing.title, listing.date, listing.name)
    return " · ".join(dict.fromkeys(w for w in words if w))


def sought(listing: Listing, typed: str) -> bool:
    """True when every typed word is part of the report's name, region, title, year or file name.

    Letters may be pinyin initials of its place, too: ns 2024 for 南山区 2024.
    """
    where = f"{called(listing)} {described(listing)} {listing.year or ''} {listing.region_code}".casefold()
    spelled = initials(listing.region.rsplit("/", 1)[-1])
    return all(word in where or (word.isascii() and matches(word, spelled)) for word in typed.casefold().split())


def shortened(name: str, letters: QFontMetrics, room: int) -> str:
    """A report's name in so many pixels: 北镇…2021 or 北镇21, for beside each other place and year tell them apart."""
    if letters.horizontalAdvance(name) <= room:
        return name
    parts = re.fullmatch(r"(.*) (\d{4}(?: \(\d+\))?)", name)
    if parts is None:
        return letters.elidedText(name, Qt.TextElideMode.ElideRight, room)
    place, year = parts.groups()
    rest = room - letters.horizontalAdvance(year)
    short = letters.elidedText(f"{place} ", Qt.TextElideMode.ElideRight, rest) if rest > 0 else ""
    if len(short) > 1:
        return f"{short}{year}"
    # In one of six panes: 北镇21, for …2021 could be any place's.
    return letters.elidedText(f"{place[:2]}{year[2:]}", Qt.TextElideMode.ElideRight, room)


class Chooser(QToolButton):
    """The name of the report in a pane; pressing it opens the list of all."""

    chosen = Signal(int)
    left = Signal()  # the list was closed and nothing chosen

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chooser")
        self._theme = theme
        self._listings: Sequence[Listing] = ()
        self._popup: Popup | None = None
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_list)
        self.show_report(None)

    def use(self, listings: Sequence[Listing]) -> None:
        """The reports to choose from."""
        self._listings = listings

    def show_report(self, listing: Listing | None) -> None:
        """Name the report that the pane shows."""
        self.setText(told_apart(listing, self._listings) if listing else text("pane.choose"))
        self.setToolTip(described(listing) if listing else text("pane.choose_tip"))
        self.setAccessibleName(text("pane.report_is", name=self.text()) if listing else text("pane.choose"))
        self.updateGeometry()

    def open_list(self) -> None:
        """Open the list with the keyboard in its search line."""
        self._popup = Popup(self._listings, self._theme, self.window())
        self._popup.chosen.connect(self.chosen)
        self._popup.left.connect(self.left)
        width = max(self.width(), 380)
        corner = self.mapToGlobal(QPoint(0, self.height() + 2))
        edge = self.window().mapToGlobal(QPoint(self.window().width(), 0)).x()
        self._popup.setFixedWidth(width)
        self._popup.move(max(min(corner.x(), edge - width - 8), 0), corner.y())
        self._popup.show()
        self._popup.line.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 40, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A tool button cuts long text in the middle of a character; a narrow pane needs the ellipsis.
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        room = self.rect().adjusted(8, 0, -24, 0)
        shown = shortened(self.text(), self.fontMetrics(), room.width())
        painter.setPen(self._theme.colour("ui.text"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        arrow = self._theme.icon("down", "ui.muted").pixmap(16, 16)
        left = room.left() + self.fontMetrics().horizontalAdvance(shown) + 4
        painter.drawPixmap(left, (self.height() - 16) // 2, arrow)
        painter.end()


class Popup(QFrame):
    """The list of reports under a search line."""

    chosen = Signal(int)
    left = Signal()

    def __init__(self, listings: Sequence[Listing], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._listings, self._names = listings, names(listings)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self.line = QLineEdit()
        self.line.setPlaceholderText(text("pane.search_reports"))
        self.line.setAccessibleName(text("pane.search_reports"))
        self.line.addAction(theme.icon("search", "ui.muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.installEventFilter(self)
        column.addWidget(self.line)
        self.list = QListWidget()
        self.list.setAccessibleName(text("pane.reports"))
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self.list)
        self.none = QLabel(text("pane.no_such_report"))
        self.none.setProperty("kind", "muted")
        column.addWidget(self.none)
        self.line.textChanged.connect(self._narrow)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        self._narrow("")

    def _narrow(self, typed: str) -> None:
        self.list.clear()
        for listing in self._listings:
            if sought(listing, typed):
                name, waiting = self._names[listing.id], listing.counts.get("proposed", 0)
                file = listing.name if name != called(listing) else ""  # which of the two it is, only the file tells
                words = (name, text("pane.waiting", n=waiting) if waiting else "", file)
                item = QListWidgetItem("    ".join(filter(None, words)))
                item.setToolTip(described(listing))
                item.setData(WHICH, listing.id)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.none.setVisible(self.list.count() == 0)
        self.list.setVisible(self.list.count() > 0)
        rows = min(max(self.list.count(), 1), 12)
        self.list.setFixedHeight(rows * max(self.list.sizeHintForRow(0), 26) + 6)
        self.adjustSize()

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            which = int(item.data(WHICH))
            self.close()
            self.chosen.emit(which)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.left.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
            if event.key() in step:
                row = self.list.currentRow() + step[Qt.Key(event.key())]
                self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentItem())
                return True
        return False
