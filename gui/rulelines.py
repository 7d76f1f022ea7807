"""How a rule stands in its list: a tick at its first line, the sentence, and the evidence in quieter letters below."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.likes import TICK
from gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
SIDE, ABOVE, BETWEEN = 8, 6, 2  # pixels
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class RuleLines(QStyledItemDelegate):
    """Lines of Chinese and other letters stand higher than Qt reckons, so their room is measured here."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        # As wide as the row will be painted: the view keeps its spacing on both sides.
        width = view.viewport().width() - 2 * view.spacing() if isinstance(view, QListView) else option.rect.width()
        whole, _, quiet = self._places(option, index, QRect(0, 0, width, 1))
        last = quiet if quiet.height() else whole
        return QSize(width, last.bottom() + 1 + ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        words, _, evidence = str(index.data()).partition("\n")
        first, tick, quiet = self._places(option, index, option.rect)
        painter.save()
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is not None:
            ticked = Qt.CheckState(state) == Qt.CheckState.Checked
            icon = self._theme.icon("ticked" if ticked else "unticked", "ui.accent" if ticked else "ui.muted")
            icon.paint(painter, tick)
        muted = self._theme.colour("ui.muted")
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        painter.setFont(option.font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text) if enabled else muted)
        painter.drawText(first, int(WRAP), words)
        painter.setPen(muted)
        painter.drawText(quiet, int(WRAP), evidence)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._theme.colour("ui.focus"))
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -2, -2), 3, 3)
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the tick switches; Space does, too, which Qt sees to."""
        if isinstance(event, QMouseEvent) and index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            _, tick, _ = self._places(option, index, option.rect)
            if not tick.adjusted(-SIDE, -ABOVE, SIDE // 2, ABOVE).contains(event.position().toPoint()):
                return False
            if event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
                now = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
                off = now == Qt.CheckState.Checked
                return model.setData(
                    index, Qt.CheckState.Unchecked if off else Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole
                )
            return event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        return super().editorEvent(event, model, option, index)

    def _places(self, option: QStyleOptionViewItem, index: Index, rect: QRect) -> tuple[QRect, QRect, QRect]:
        """Where the sentence, the tick and the evidence stand."""
        words, _, evidence = str(index.data()).partition("\n")
        metrics = QFontMetrics(option.font)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) is not None
        left = rect.left() + SIDE + (TICK + SIDE if ticked else 0)
        room = max(rect.right() - SIDE - left, 40)
        first = metrics.boundingRect(QRect(left, rect.top() + ABOVE, room, 10_000), int(WRAP), words)
        first = QRect(left, rect.top() + ABOVE, room, first.height())
        tick = QRect(rect.left() + SIDE, first.top() + max((metrics.height() - TICK) // 2, 0), TICK, TICK)
        below = first.bottom() + 1 + BETWEEN
        height = metrics.boundingRect(QRect(left, below, room, 10_000), int(WRAP), evidence).height() if evidence else 0
        return first, tick, QRect(left, below, room, height)
