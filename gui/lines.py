"""Lines to type in: one that commits on Enter and gives up on Esc, and one that completes what is typed."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionFrame,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from gui.suggesting import Suggestion

ASIDE = Qt.ItemDataRole.UserRole + 1
SETTLES = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex


class Line(QLineEdit):
    """One line: Enter and leaving it commit, Esc puts back what stood there.

    While nobody types in it, words that it has no room for are cut in their middle, and the tool tip has the whole:
    what a Chinese name is about stands at its end.
    """

    entered = Signal()
    left = Signal()
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.escaped.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._tell_whole(event):
            return True
        # While a line is edited, plain letters are text and not shortcuts of the window (A accept, R reject).
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
                event.ignore()  # nothing typed here to take back: the last act is meant
                return True
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            if plain and (event.text() or event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return)):
                event.accept()
                return True
        return super().event(event)

    def shown(self) -> str:
        """What of the text is on the screen while nobody types in it."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self._room().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.text() if self.hasFocus() else self.shown()
        if shown == self.text():
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(self._room(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()

    def _room(self) -> QRect:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return inside.marginsRemoved(self.textMargins()).adjusted(2, 0, -2, 0)  # as far in as QLineEdit itself writes

    def _tell_whole(self, event: QHelpEvent) -> bool:
        if self.hasFocus() or self.shown() == self.text():
            return False
        QToolTip.showText(event.globalPos(), f"<p>{escape(self.text())}</p>", self)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        kept = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in kept:
            self.left.emit()
            self.setCursorPosition(0)


class Rows(QStyledItemDelegate):
    """A suggestion with what it means at the right, quietly."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(size.height(), 28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        aside = index.data(ASIDE)
        name = option.fontMetrics.horizontalAdvance(index.data() or "")
        room = option.rect.width() - name - 32
        if aside and option.fontMetrics.horizontalAdvance(aside) <= room:  # a long name needs the room itself
            painter.save()
            painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
            place = QRect(option.rect).adjusted(0, 0, -10, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, aside)
            painter.restore()


class Completing(Line):
    """A line with a list of suggestions under it while one types (Down opens it, too)."""

    chosen = Signal(object)  # Suggestion, picked with the mouse

    def __init__(self, suggest: Callable[[str], list[Suggestion]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggest = suggest
        self._rows = QStandardItemModel(self)
        completer = QCompleter(self._rows, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(12)
        popup = QListView()
        completer.setPopup(popup)
        popup.setItemDelegate(Rows(popup))
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        popup.setTextElideMode(Qt.TextElideMode.ElideRight)
        popup.setUniformItemSizes(True)
        self._completer = completer
        self.setCompleter(completer)
        completer.activated[QModelIndex].connect(self._picked)
        self.textEdited.connect(self._edited)

    def suggestion(self, typed: str) -> Suggestion | None:
        """The listed suggestion with exactly this text."""
        for row in range(self._rows.rowCount()):
            item = self._rows.item(row)
            if item.text() == typed:
                return Suggestion(item.text(), item.data(ASIDE), item.data(SETTLES))
        return None

    def offer(self) -> None:
        """Open the list for what stands there."""
        self._fill(self.text() if self.isModified() else "")
        if self._rows.rowCount():
            self._completer.complete()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self._completer.popup().isVisible():
            event.accept()
            self.offer()
            return
        super().keyPressEvent(event)

    def _edited(self, typed: str) -> None:
        self._fill(typed)
        if not self._rows.rowCount():
            self._completer.popup().hide()

    def _fill(self, typed: str) -> None:
        self._rows.clear()
        for suggestion in self._suggest(typed):
            item = QStandardItem(suggestion.text)
            item.setData(suggestion.aside, ASIDE)
            item.setData(suggestion.fields, SETTLES)
            self._rows.appendRow(item)

    def _picked(self, index: QModelIndex) -> None:
        self.chosen.emit(Suggestion(index.data(), index.data(ASIDE) or "", index.data(SETTLES) or {}))
