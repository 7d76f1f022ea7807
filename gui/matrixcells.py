"""How the cells of the matrix are drawn: sign of the state, number, unit; a word where there is no number."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.matrixmodel import LINES, STATE, state_word
from gui.theme import Theme, contrast

EDGE = 7  # pixels between the border and what stands in a cell
SIGN = 13  # the sign's size
HATCH = 2.0  # contrast of the strokes of “no report” with their ground: seen, but quieter than words
# Joined once: joining two of Qt's flags takes as long as measuring a word.
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight

SIGNS = {"accepted": "accept", "corrected": "edit", "conflict": "warning", "proposed": "proposed"}
COLOURS = {
    "proposed": "state.proposed", "accepted": "state.accepted", "corrected": "state.corrected",
    "conflict": "ui.warning", "missing": "ui.error", "unreviewed": "ui.muted", "absent": "ui.muted",
    "nothing": "ui.faint",
}  # fmt: skip


def mixed(ground: QColor, colour: QColor, share: float) -> QColor:
    """A colour between two, opaque, so that its contrast can be told."""
    pairs = zip(ground.getRgbF()[:3], colour.getRgbF()[:3], strict=True)
    return QColor.fromRgbF(*(g + share * (c - g) for g, c in pairs))


class MatrixCells(QStyledItemDelegate):
    """Draws from the model's lines and state; never asks the store itself."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.retune()

    def retune(self) -> None:
        """Take colours and fonts from the theme; they are asked for in every cell."""
        theme = self._theme
        self._colours = {state: theme.colour(role) for state, role in COLOURS.items()}
        self._text, self._muted = theme.colour("ui.text"), theme.colour("ui.muted")
        self._line, self._focus = theme.colour("ui.line"), theme.colour("ui.focus")
        self._selection, self._chosen = theme.colour("ui.selection"), theme.colour("ui.selection_text")
        self._warm = theme.colour("mark.change_fill")
        ground, strong = theme.colour("ui.field"), theme.colour("ui.strong_line")
        tones = (mixed(ground, strong, share / 20) for share in range(1, 21))
        self.hatching = next((tone for tone in tones if contrast(tone, ground) >= HATCH), strong)
        self._big, self._small = theme.font(), theme.font(theme.size - 1)
        self._wide, self._narrow = QFontMetrics(self._big), QFontMetrics(self._small)
        self._signs = {
            state: theme.icon(name, COLOURS[state]).pixmap(QSize(SIGN, SIGN), 2.0) for state, name in SIGNS.items()
        }

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state = index.data(STATE)
        lines = index.data(LINES)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect = option.rect
        painter.save()
        shown = [line for line in lines if line[0]]
        self._ground(painter, rect, "" if shown and state == "nothing" else state, chosen=chosen)
        text = self._chosen if chosen else self._text
        muted = self._chosen if chosen else self._muted
        self.sign(painter, QRectF(rect.left() + EDGE, rect.center().y() - SIGN / 2 + 0.5, SIGN, SIGN), state)
        inner = rect.adjusted(EDGE + SIGN + 4, 3, -EDGE, -3)
        if shown:
            height = inner.height() / len(shown)
            for number, (value, unit, label) in enumerate(shown):
                line = QRect(inner.left(), int(inner.top() + number * height), inner.width(), int(height))
                if label:
                    painter.setFont(self._small)
                    painter.setPen(muted)
                    painter.drawText(line, LEFT, label)
                    line.setLeft(line.left() + self._narrow.horizontalAdvance(label) + 4)
                self._pair(painter, line, value, unit, (text if number == 0 else muted, muted), first=number == 0)
        elif state != "nothing":
            painter.setFont(self._small)
            painter.setPen(self._chosen if chosen else self._colours[state])
            painter.drawText(inner, LEFT, state_word(state))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def sign(self, painter: QPainter, box: QRectF, state: str) -> None:
        """The sign of a state: a picture for values, a dashed box for a hole, a dash for what is not mentioned."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state in self._signs:
            painter.drawPixmap(box.toRect(), self._signs[state])
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = self._colours[state]
        if state == "missing":
            pen = QPen(colour, 1.4, Qt.PenStyle.DashLine)
            pen.setDashPattern([2.0, 1.6])
            painter.setPen(pen)
            painter.drawRect(box.adjusted(1.5, 1.5, -1.5, -1.5))
        elif state == "absent":
            painter.setPen(QPen(colour, 1.6))
            painter.drawLine(QPointF(box.left() + 2, box.center().y()), QPointF(box.right() - 2, box.center().y()))
        elif state == "unreviewed":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            for n in range(3):
                painter.drawEllipse(QPointF(box.left() + 2.5 + n * 4, box.center().y()), 1.2, 1.2)

    def _ground(self, painter: QPainter, rect: QRect, state: str, *, chosen: bool) -> None:
        if chosen:
            painter.fillRect(rect, self._selection)
        elif state == "conflict":
            painter.fillRect(rect, self._warm)
        elif state == "nothing":
            self.hatch(painter, rect)

    def hatch(self, painter: QPainter, rect: QRect) -> None:
        """The ground of a place for which there is no report."""
        painter.fillRect(rect, QBrush(self.hatching, Qt.BrushStyle.BDiagPattern))

    def _pair(
        self, painter: QPainter, line: QRect, value: str, unit: str, colours: tuple[QColor, QColor], *, first: bool
    ) -> None:
        """Number and unit, right-aligned, the unit quieter; a number too wide for the cell loses its unit first."""
        font, metrics = (self._big, self._wide) if first else (self._small, self._narrow)
        gap = 0 if unit.startswith("%") else 3  # 5.2% is written in one
        room = self._narrow.horizontalAdvance(unit) + gap if unit else 0
        if metrics.horizontalAdvance(value) + room > line.width():
            room = 0
        painter.setFont(font)
        painter.setPen(colours[0])
        said = metrics.elidedText(value, Qt.TextElideMode.ElideLeft, line.width() - room)
        painter.drawText(line.adjusted(0, 0, -room, 0), RIGHT, said)
        if room:
            painter.setFont(self._small)
            painter.setPen(colours[1])
            painter.drawText(line, RIGHT, unit)
