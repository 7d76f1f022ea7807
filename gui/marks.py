"""How one highlight looks: the same strokes in the report, in the legend and in pictures of a report.

Fill tells the status (filled: achieved, half: estimate, hollow: target), its colour the measure; the line below
tells the state (dotted: proposed, solid: accepted, solid with a corner: corrected, double: added, struck through and
without fill: rejected). Every one of them can be told apart without seeing colour.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from core.facts import Fact, State, Status
from gui.theme import Theme

ROLES = ("level_fill", "level_line", "change_fill", "change_line", "rank_fill", "rank_line", "current", "core",
         "rejected", "hit", "hit_current")  # fmt: skip


class Brush:
    """The strokes in one theme's colours; the painter's antialiasing is on."""

    def __init__(self, theme: Theme) -> None:
        self.colours: dict[str, QColor] = {role: theme.colour(f"mark.{role}") for role in ROLES}

    def paint(
        self, painter: QPainter, fact: Fact, box: QRectF, base: float, *, first: bool, last: bool, state: bool = True
    ) -> None:
        """One piece of a highlight: `box` is the letters' square, `base` their base line, in the painter's pixels."""
        if fact.state is State.REJECTED:
            painter.fillRect(QRectF(box.left(), box.center().y(), box.width(), 1.4), self.colours["rejected"])
            return
        measure = fact.measure.value
        line = self.colours[f"{measure}_line"]
        if fact.status is Status.TARGET:
            painter.setPen(QPen(line, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5 if first else 0, -0.5, -0.5 if last else 0, -0.5), 3, 3)
        elif fact.status is Status.ESTIMATE:
            painter.fillRect(box.adjusted(0, box.height() * 0.5, 0, 0), self.colours[f"{measure}_fill"])
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colours[f"{measure}_fill"])
            # A hair of page between neighbours, so that 3779户7346人 is seen to be two facts.
            painter.drawRoundedRect(box.adjusted(0.75 if first else 0, 0, -0.75 if last else 0, 0), 3, 3)
        if state:
            self._state(painter, fact.state, box, base, line, last=last)

    def frame(self, painter: QPainter, box: QRectF, *, echo: bool = False) -> None:
        """The frame around a piece of the current fact; dashed for its answer in another pane."""
        pen = QPen(self.colours["current"], 1.5 if echo else 2)
        if echo:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-1.5, -2.5, 1.5, 3.5), 4, 4)

    def handles(self, painter: QPainter, first: QRectF, last: QRectF) -> None:
        """The grips at both ends of the current fact, by which its extent is dragged."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colours["current"])
        for x, box in ((first.left() - 1.5, first), (last.right() + 1.5, last)):
            painter.drawRoundedRect(QRectF(x - 2.5, box.center().y() - 5, 5, 11), 2.5, 2.5)

    def join(
        self, painter: QPainter, box: QRectF, left: float, right: float, base: float, *, core: bool = False
    ) -> None:
        """The dotted line from one piece of the current fact, or of its indicator, to the next, level with `box`."""
        y = base + box.height() * 0.19 + 0.5 if core else box.bottom() + 3.5
        edge = 1.0 if core else 1.5
        pen = QPen(self.colours["current"], 1 if core else 1.5)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.drawLine(QPointF(left + edge, y), QPointF(right - edge, y))

    def core(self, painter: QPainter, box: QRectF, base: float) -> None:
        """The light ground under the indicator's name."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colours["core"])
        painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 3, 3)
        painter.fillRect(QRectF(box.left(), base + box.height() * 0.19, box.width(), 1), self.colours["current"])

    def hit(self, painter: QPainter, box: QRectF, *, current: bool) -> None:
        """The ground under a search hit."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colours["hit_current" if current else "hit"])
        painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 2, 2)

    def _state(self, painter: QPainter, state: State, box: QRectF, base: float, line: QColor, *, last: bool) -> None:
        y = base + box.height() * 0.24
        if state is State.PROPOSED:
            pen = QPen(line, 2.0)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([1.0, 1.25])
            painter.setPen(pen)
            painter.drawLine(QPointF(box.left() + 1, y + 1), QPointF(box.right() - 1, y + 1))
            return
        painter.fillRect(QRectF(box.left(), y, box.width(), 2.0), line)
        if state is State.ADDED:
            painter.fillRect(QRectF(box.left(), y + 3.2, box.width(), 1.5), line)
        elif state is State.CORRECTED and last:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(line)
            x, top, size = box.right() + 0.5, box.top() - 0.5, max(box.height() * 0.36, 5.0)
            painter.drawPolygon(QPolygonF([QPointF(x - size, top), QPointF(x, top), QPointF(x, top + size)]))
