"""The minimap beside a report: where facts, unreviewed facts and search hits stand; it is also the scroll bar.

Three lanes, so that place tells what colour repeats: facts by measure on the left, what is still unreviewed in the
middle, search hits on the right. The marks are drawn once into a picture; scrolling only moves the window over it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollBar, QSizePolicy, QWidget

from core.facts import Fact, Measure, State
from core.messages import text
from gui.theme import Theme

WIDTH = 22
LEAST = 26  # pixels of the window's height, so that it can be caught in a long report


class Margin(QWidget):
    """The minimap of one pane."""

    def __init__(self, bar: QScrollBar, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        self._theme = theme
        self._facts: Sequence[tuple[float, Fact]] = ()
        self._hits: Sequence[float] = ()
        self._current: float | None = None
        self._picture: QPixmap | None = None
        self._grip: float | None = None
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(text("margin.name"))
        self.setToolTip(text("margin.tip"))
        bar.valueChanged.connect(lambda _value: self.update())
        bar.rangeChanged.connect(lambda _low, _high: self.update())
        theme.changed.connect(self._redraw)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 100)

    def set_facts(self, facts: Sequence[tuple[float, Fact]]) -> None:
        """Facts with their place in the report's height, 0 to 1; a fact of several pieces comes once for each."""
        self._facts = facts
        self._redraw()

    def set_hits(self, hits: Sequence[float]) -> None:
        """Search hits by their place, 0 to 1."""
        self._hits = hits
        self._redraw()

    def set_current(self, place: float | None) -> None:
        """Where the current fact stands; None without one."""
        self._current = place
        self.update()

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._theme.colour("ui.surface"))
        painter = QPainter(picture)
        height = self.height()
        painter.fillRect(QRectF(0, 0, 1, height), self._theme.colour("ui.line"))
        lines = {m: self._theme.measure(m, "line") for m in ("level", "change", "rank")}
        open_ = self._theme.colour("ui.text")
        grey = self._theme.colour("ui.faint")
        # 5,000 facts share some 800 rows of pixels: what stands in a row is drawn once (26 ms before, 4 ms so).
        rows: dict[int, QColor] = {}
        waiting: set[int] = set()
        by_measure = {measure: lines[measure.value] for measure in Measure}
        for place, fact in self._facts:
            y = int(place * (height - 2))
            if fact.state is State.PROPOSED:
                waiting.add(y)
                rows[y] = by_measure[fact.measure]
            elif fact.state is State.REJECTED:
                rows.setdefault(y, grey)
            else:
                rows[y] = by_measure[fact.measure]
        for y, colour in rows.items():
            painter.fillRect(4, y, 6, 2, colour)
        for y in waiting:
            painter.fillRect(12, y, 2, 2, open_)
        hit = self._theme.colour("mark.hit_current")
        for place in self._hits:
            painter.fillRect(QRectF(15.5, round(place * (height - 3)), 5, 3), hit)
        painter.end()
        return picture

    def _window(self) -> QRectF:
        whole = self._bar.maximum() + self._bar.pageStep()
        if self._bar.maximum() <= 0 or whole <= 0:
            return QRectF()
        size = max(self.height() * self._bar.pageStep() / whole, LEAST)
        return QRectF(1, (self.height() - size) * self._bar.value() / self._bar.maximum(), self.width() - 1, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture is None:
            self._picture = self._drawn()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        window = self._window()
        if not window.isNull():
            veil = QColor(self._theme.colour("ui.text"))
            veil.setAlphaF(0.16 if self._grip is not None or self.underMouse() else 0.09)
            painter.fillRect(window, veil)
            painter.fillRect(QRectF(window.left(), window.top(), 2, window.height()), self._theme.colour("ui.accent"))
        if self._current is not None:
            y = self._current * (self.height() - 2) + 1
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colour("mark.current"), 2))
            painter.drawLine(QPointF(3, y), QPointF(self.width() - 1, y))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        window, y = self._window(), event.position().y()
        # Beside the window: it jumps there, its middle under the pointer, and can be dragged on.
        self._grip = y - window.top() if window.top() <= y <= window.bottom() else window.height() / 2
        self._drag(y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._drag(event.position().y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None
        self.update()

    def _drag(self, y: float) -> None:
        room = self.height() - self._window().height()
        if room > 0 and self._grip is not None:
            self._bar.setValue(round((y - self._grip) / room * self._bar.maximum()))
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        QApplication.sendEvent(self._bar, event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._redraw()
