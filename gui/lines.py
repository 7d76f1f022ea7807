"""Lines to type in: one that commits on Enter and gives up on Esc, and one that completes what is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.suggesting import Suggestion

ASIDE = Qt.ItemDataRole.UserRole + 1
SETTLES = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex


class Line(QLineEdit):
    """One line: Enter and leaving it commit, Esc puts back what stood there."""

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
