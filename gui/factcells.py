"""How cells of the table of facts are drawn and edited."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from core.facts import Fact, Measure, Status
from core.messages import text
from gui.choosing import shortened
from gui.factcolumns import COLUMNS
from gui.factmodel import FactModel
from gui.lines import Completing, Line
from gui.suggesting import Suggestion, values
from gui.theme import RADIUS
from gui.wording import choice_text

Index = QModelIndex | QPersistentModelIndex
EDGE = 8  # pixels that the style keeps free on either side of a cell's words
CHOICES: dict[str, type[StrEnum]] = {"measure": Measure, "status": Status}


class FactCells(QStyledItemDelegate):
    """Tags as coloured dots with their names; a fitting editor in every cell that can be edited."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if COLUMNS[index.column()].key == "report":  # its year tells it from the next
            room = option.rect.width() - 2 * EDGE
            option.text = shortened(option.text, option.fontMetrics, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if (
            COLUMNS[index.column()].key != "tags"
            or not isinstance(model, FactModel)
            or not (tags := model.tags(index.row()))
        ):
            super().paint(painter, option, index)
            self._frame(painter, option)
            return
        option.widget.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        x, centre = option.rect.left() + RADIUS, option.rect.center().y() + 0.5
        ink = option.palette.color(QPalette.ColorRole.Text)
        for tag in tags:
            room = option.rect.right() - x - 16
            if room < 12:
                break
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tag.colour))
            painter.drawRoundedRect(QRectF(x, centre - 5, 10, 10), 3, 3)
            painter.setPen(ink)
            name = option.fontMetrics.elidedText(tag.name, Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(
                QRectF(x + 14, option.rect.top(), room, option.rect.height()), Qt.AlignmentFlag.AlignVCenter, name
            )
            x += 14 + option.fontMetrics.horizontalAdvance(name) + 10
        painter.restore()
        self._frame(painter, option)

    @staticmethod
    def _frame(painter: QPainter, option: QStyleOptionViewItem) -> None:
        """A line around the cell that the keyboard is at: Enter edits this one."""
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Accent), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), 26)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget | None:
        model = index.model()
        if not isinstance(model, FactModel):
            return None
        column = COLUMNS[index.column()]
        name = text(f"field.{column.edit}") if column.edit else ""
        if column.edit in CHOICES:
            box = QComboBox(parent)
            for choice in CHOICES[column.edit]:
                box.addItem(choice_text(choice), choice.value)
            box.setAccessibleName(name)
            box.activated.connect(lambda _: self._done(box))
            return box
        suggest = self._suggest(model, column.edit, model.fact(index.row()))
        line = Completing(suggest, parent) if suggest else Line(parent)
        line.setAccessibleName(name)
        line.setFrame(False)
        line.entered.connect(lambda: self._done(line))
        line.escaped.connect(lambda: self.closeEditor.emit(line, QAbstractItemDelegate.EndEditHint.RevertModelCache))
        if isinstance(line, Completing):
            line.chosen.connect(lambda suggestion: (line.setText(suggestion.text), self._done(line)))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
        elif isinstance(editor, Line):
            editor.setText(value)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        value: Any = editor.currentData() if isinstance(editor, QComboBox) else editor.text()
        model.setData(QModelIndex(index), value)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        # A line tells by itself that Enter or Esc was pressed; also when its list of suggestions has the keyboard.
        ends = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if isinstance(editor, Line) and isinstance(event, QKeyEvent) and event.key() in ends:
            return False
        return super().eventFilter(editor, event)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(0, -2, 0, 2))

    def _done(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _suggest(self, model: FactModel, field: str, fact: Fact) -> Callable[[str], list[Suggestion]] | None:
        match field:
            case "indicator":
                near = model.desk.facts(fact.document)
                return lambda typed: model.vocabulary.indicators(typed, near, at=fact.start)
            case "canonical":
                return model.vocabulary.standards
            case "value":
                return lambda typed: values(typed, fact, model.desk.facts(fact.document))
        return None
