"""The drawing of a chart on screen: mouse, keyboard and what screen readers are told."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from core.charts import Chart
from core.messages import text
from gui.chartpaper import NEAR, Look, Spot, height_for, paint
from gui.theme import Theme


class Canvas(QWidget):
    """The drawing. Arrow keys walk the marks, Enter and a click give `chosen(document, fact)`."""

    chosen = Signal(object, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("chart_canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._theme = theme
        self._look = Look(theme)
        self.chart = Chart("years", "", "", ())
        self.spots: list[Spot] = []
        self.current = -1

    def show_chart(self, chart: Chart) -> None:
        """Draw another chart."""
        self.chart, self.current = chart, -1
        self._fit()
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(text("charts.canvas", n=sum(len(plot.marks) for plot in chart.plots)))
        self.update()

    def repaint_all(self) -> None:
        """After a change of theme."""
        self._look = Look(self._theme)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.spots = paint(painter, QRectF(self.rect()), self.chart, self._look)
        if 0 <= self.current < len(self.spots):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.focus if self.hasFocus() else self._look.axis, 2))
            painter.drawRect(self.spots[self.current].box.adjusted(-3, -3, 3, 3))

    def step(self, by: int) -> None:
        """To the next or previous mark; its value is said."""
        if self.spots:
            self.current = (
                (self.current + by) % len(self.spots) if self.current >= 0 else 0 if by > 0 else len(self.spots) - 1
            )
            self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self.step(1)
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self.step(-1)
            case Qt.Key.Key_Home:
                self.current = -1
                self.step(1)
            case Qt.Key.Key_End:
                self.current = -1
                self.step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._give()
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.near(event.position().x(), event.position().y())
        if found >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.current = found
            self.update()
            self._give()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.near(event.position().x(), event.position().y())
        self.setCursor(Qt.CursorShape.PointingHandCursor if found >= 0 else Qt.CursorShape.ArrowCursor)
        if found >= 0:
            QToolTip.showText(event.globalPosition().toPoint(), self.spots[found].mark.tip, self)
        else:
            QToolTip.hideText()

    def near(self, x: float, y: float) -> int:
        """The mark at a place in pixels, -1 for none."""
        best, least = -1, NEAR**2
        for number, spot in enumerate(self.spots):
            if spot.mark.shape == "bar":
                if spot.box.adjusted(-2, -3, 60, 3).contains(x, y):
                    return number
                continue
            away = (spot.place.x() - x) ** 2 + (spot.place.y() - y) ** 2
            if away < least:
                best, least = number, away
        return best

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._look = Look(self._theme)

    def _fit(self) -> None:
        wanted = int(height_for(self.chart, self.width())) if self.chart.plots else 0
        if wanted != self.minimumHeight():
            self.setMinimumHeight(wanted)

    def _say(self) -> None:
        spot = self.spots[self.current]
        self.setAccessibleDescription(spot.mark.tip)
        self.update()
        place = self.mapToGlobal(spot.place.toPoint())
        QToolTip.showText(place, spot.mark.tip, self)

    def _give(self) -> None:
        if 0 <= self.current < len(self.spots):
            mark = self.spots[self.current].mark
            self.chosen.emit(mark.document, mark.fact)
