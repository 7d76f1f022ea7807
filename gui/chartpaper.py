"""Draws a chart with QPainter: on screen, into SVG, PNG and PDF alike. No library: a widget of our own opens at once
and adds nothing to the program (pyqtgraph adds 82 MB and 0.7 s, matplotlib 173 MB and 1.1 s).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from core.axes import Axis
from core.charts import Chart, Mark, Plot
from gui.theme import Theme, colours, contrast

# Okabe and Ito (2008) in an order in which neighbours differ most, for light and for dark grounds; every colour
# stands at least 3 to 1 on the paper, and each line ends in its name, so that colour never stands alone.
SERIES = {
    "light": ("#0b639f", "#b5550a", "#00795a", "#a23b78", "#7a6a00", "#2b87b8", "#5b4bb0", "#5b6168"),
    "dark": ("#6cb4ea", "#f0a04b", "#3fcf9f", "#e58fbf", "#e6d84a", "#8fd3f4", "#b5a8f0", "#b9bcc0"),
}
DOT = 4.2  # radius
NEAR = 11.0  # pixels from a mark at which the mouse still has it
BAR = 22.0  # height of a row of the ranking
ROW = 24.0  # of the targets
PANEL = 150.0  # least height of a small multiple
PALE = 0.45
Place = Callable[[float, float], QPointF]  # where values of both axes are drawn


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mark was drawn."""

    mark: Mark
    place: QPointF
    box: QRectF


class Look:
    """Colours and fonts of one drawing, taken from a theme (the light one for files)."""

    def __init__(self, theme: Theme, name: str = "") -> None:
        roles = colours(name or theme.name)
        dark = contrast(roles["ui.paper"], "#ffffff") > 4
        self.paper, self.text, self.muted = (QColor(roles[f"ui.{role}"]) for role in ("paper", "text", "muted"))
        self.line, self.axis, self.focus = (QColor(roles[f"ui.{role}"]) for role in ("line", "strong_line", "focus"))
        self.target = QColor(roles["mark.change_line"])
        self.series = [QColor(c) for c in SERIES["dark" if dark else "light"]]
        self.title, self.body, self.small = theme.font(13, bold=True), theme.font(10), theme.font(9)

    def colour(self, series: int) -> QColor:
        """The colour of a series."""
        return self.series[series % len(self.series)]


def height_for(chart: Chart, width: float) -> float:
    """How high a chart wants to be at a width; 0 where it fits any height."""
    if chart.kind == "ranking":
        return 110 + BAR * len(chart.plots[0].y.ticks)
    if chart.kind == "target":
        return 130 + ROW * len(chart.plots[0].y.ticks)
    if chart.kind == "multiples":
        return 90 + PANEL * math.ceil(len(chart.plots) / columns(len(chart.plots), width))
    return 0.0


def columns(count: int, width: float) -> int:
    """How many small multiples stand side by side."""
    return max(1, min(count, int(width / 230) or 1))


def paint(painter: QPainter, rect: QRectF, chart: Chart, look: Look) -> list[Spot]:
    """Draw the chart into `rect`; the marks with their places, in reading order."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(rect, look.paper)
    body = rect.adjusted(18, 14, -18, -14)
    body.setTop(_head(painter, body, chart, look))
    spots: list[Spot] = []
    if chart.kind == "multiples":
        across = columns(len(chart.plots), rect.width())
        down = math.ceil(len(chart.plots) / across)
        wide, high = body.width() / across, body.height() / max(down, 1)
        for number, plot in enumerate(chart.plots):
            column, row = number % across, number // across
            field = QRectF(body.left() + column * wide, body.top() + row * high, wide - 14, high - 10)
            spots += _plot(painter, field, plot, chart, look, small=True)
    else:
        for plot in chart.plots:
            spots += _plot(painter, body, plot, chart, look, small=False)
    return spots


def _head(painter: QPainter, body: QRectF, chart: Chart, look: Look) -> float:
    """Title, unit, and what the shapes mean; where the drawing begins."""
    top = body.top()
    painter.setPen(look.text)
    painter.setFont(look.title)
    high = QFontMetricsF(look.title).height()
    painter.drawText(QRectF(body.left(), top, body.width(), high), Qt.AlignmentFlag.AlignLeft, chart.title)
    top += high + 2
    painter.setFont(look.small)
    painter.setPen(look.muted)
    metrics = QFontMetricsF(look.small)
    words = "　".join(filter(None, (chart.subtitle, chart.note)))
    painter.drawText(QRectF(body.left(), top, body.width(), metrics.height()), Qt.AlignmentFlag.AlignLeft, words)
    x = body.left() + metrics.horizontalAdvance(words) + 24
    for number, (shape, said) in enumerate(chart.legend):
        series = number if chart.kind == "target" else 0
        middle = top + metrics.height() / 2
        _shape(painter, QPointF(x, middle), shape, _series_colour(chart, series, look), look)
        painter.setPen(look.muted)
        painter.drawText(QPointF(x + 9, top + metrics.ascent()), said)
        x += 9 + metrics.horizontalAdvance(said) + 18
    return top + metrics.height() + 14


def _series_colour(chart: Chart, series: int, look: Look) -> QColor:
    if chart.kind == "target":
        return look.target if series == 0 else look.colour(0)
    if chart.kind == "distribution":
        return look.target
    return look.colour(series)


def _plot(painter: QPainter, field: QRectF, plot: Plot, chart: Chart, look: Look, *, small: bool) -> list[Spot]:
    font = look.small
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    left = max((metrics.horizontalAdvance(words) for _, words in plot.y.ticks), default=0.0) + 10
    left = min(left, field.width() * 0.4)
    right = _room_for_names(chart, metrics) if chart.kind == "years" else 10.0
    if chart.kind == "ranking":
        right = 70.0
    top = metrics.height() + 14 if small or plot.y.title else 8.0
    area = QRectF(
        field.left() + left,
        field.top() + top,
        field.width() - left - right,
        field.height() - top - metrics.height() - 8,
    )
    if small:
        painter.setPen(look.text)
        bold = QFont(font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.drawText(
            QRectF(area.left(), field.top(), area.width(), metrics.height()), Qt.AlignmentFlag.AlignLeft, plot.title
        )
        painter.setFont(font)
    elif plot.y.title:
        painter.setPen(look.muted)
        painter.drawText(QPointF(field.left(), field.top() + metrics.ascent()), plot.y.title)
    flip = plot.y.names  # the first in an order stands at the top

    def at(x: float, y: float) -> QPointF:
        return QPointF(
            area.left() + (x - plot.x.low) / (plot.x.high - plot.x.low) * area.width(),
            area.top() + ((y - plot.y.low) if flip else (plot.y.high - y)) / (plot.y.high - plot.y.low) * area.height(),
        )

    _grid(painter, area, plot, look, metrics, at)
    for line in plot.lines:
        colour = QColor(_series_colour(chart, line.series, look))
        if line.faint:
            colour.setAlphaF(0.55)
        painter.setPen(QPen(colour, 1.6 if line.faint else 2.0))
        painter.drawPolyline(QPolygonF([at(*point) for point in line.points]))
    spots = [_mark(painter, mark, at, chart, look, metrics, plot.x) for mark in plot.marks]
    if chart.kind == "years":
        _names(painter, plot, chart, look, metrics, at, area)
    if chart.kind == "distribution" and abs(at(0, 0).y() - at(0, 1).y()) > 0.8 * metrics.height():
        painter.setPen(look.muted)
        _beside(painter, spots, metrics, area)
    return spots


def _beside(painter: QPainter, spots: Sequence[Spot], metrics: QFontMetricsF, area: QRectF) -> None:
    """The name of each region right of its mark, cut where the next mark of its row begins."""
    for spot in spots:
        row = [s.place.x() for s in spots if s.mark.y == spot.mark.y and s.place.x() > spot.place.x()]
        room = min(row, default=area.right() + 20) - spot.place.x() - 18
        said = metrics.elidedText(spot.mark.name, Qt.TextElideMode.ElideRight, room)
        if len(said) > 1:  # an ellipsis alone tells nothing
            painter.drawText(QPointF(spot.place.x() + 10, spot.place.y() + metrics.ascent() / 2 - 1), said)


def _grid(painter: QPainter, area: QRectF, plot: Plot, look: Look, metrics: QFontMetricsF, at: Place) -> None:
    for value, words in plot.y.ticks:
        y = at(plot.x.low, value).y()
        if not plot.y.names:
            painter.setPen(QPen(look.axis if value == 0 else look.line, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(look.text if plot.y.names else look.muted)
        said = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.left() - 4)
        box = QRectF(area.left() - 400, y - metrics.height() / 2, 392, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)
    upright = plot.y.names or not _years(plot.x)
    for value, words in plot.x.ticks:
        x = at(value, plot.y.low).x()
        if upright:
            painter.setPen(QPen(look.axis if value == 0 else look.line, 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(look.muted)
        wide = metrics.horizontalAdvance(words)
        painter.drawText(QPointF(x - wide / 2, area.bottom() + metrics.ascent() + 5), words)


def _years(axis: Axis) -> bool:
    return all(len(words) == 4 and words.isdigit() for _, words in axis.ticks)


def _mark(
    painter: QPainter, mark: Mark, at: Place, chart: Chart, look: Look, metrics: QFontMetricsF, axis: Axis
) -> Spot:
    place = at(mark.x, mark.y)
    colour = QColor(_series_colour(chart, mark.series, look))
    if mark.shape == "bar":
        start = at(max(axis.low, min(0.0, axis.high)), mark.y)
        box = QRectF(min(start.x(), place.x()), place.y() - 7.5, abs(place.x() - start.x()), 15)
        fill = QColor(colour)
        if mark.proposed:
            fill.setAlphaF(PALE)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(fill)
        painter.drawRect(box)
        painter.setPen(look.text)
        painter.drawText(QPointF(max(place.x(), start.x()) + 6, place.y() + metrics.ascent() / 2 - 1), mark.label)
        return Spot(mark, place, box)
    _shape(painter, place, mark.shape, colour, look, pale=mark.proposed)
    return Spot(mark, place, QRectF(place.x() - 7, place.y() - 7, 14, 14))


def _shape(painter: QPainter, place: QPointF, shape: str, colour: QColor, look: Look, *, pale: bool = False) -> None:
    """Dot, ring, and the wordings: 以上 points right, 以内 left, 左右 is a diamond, a range a bar."""
    fill = QColor(colour)
    if pale:  # blended with the paper, so that lines do not shine through
        fill = QColor.fromRgbF(
            *(PALE * c + (1 - PALE) * p for c, p in zip(colour.getRgbF()[:3], look.paper.getRgbF()[:3], strict=True))
        )
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(QBrush(fill))
    x, y, r = place.x(), place.y(), DOT
    if shape == "ring" and pale:
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.DotLine))
    if shape == "ring":  # wider than a dot, so that a target that was just met shows around it
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(place, r + 2.2, r + 2.2)
    elif shape == "dot":
        painter.drawEllipse(place, r, r)
    elif shape == "ge":
        painter.drawPolygon(
            QPolygonF([QPointF(x - r, y - r - 0.6), QPointF(x + r + 1, y), QPointF(x - r, y + r + 0.6)])
        )
    elif shape == "le":
        painter.drawPolygon(
            QPolygonF([QPointF(x + r, y - r - 0.6), QPointF(x - r - 1, y), QPointF(x + r, y + r + 0.6)])
        )
    elif shape == "approx":
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x, y - r - 1.4), QPointF(x + r + 1.4, y), QPointF(x, y + r + 1.4), QPointF(x - r - 1.4, y)]
            )
        )
    else:
        painter.drawRect(QRectF(x - r - 1, y - r / 2, 2 * r + 2, r))


def _room_for_names(chart: Chart, metrics: QFontMetricsF) -> float:
    return max((metrics.horizontalAdvance(name) for name in chart.series), default=0.0) + 22


def _names(
    painter: QPainter, plot: Plot, chart: Chart, look: Look, metrics: QFontMetricsF, at: Place, area: QRectF
) -> None:
    """Each line's name at its end, moved apart where they would cover each other."""
    last: dict[int, Mark] = {}
    for mark in plot.marks:
        if mark.series not in last or mark.x >= last[mark.series].x:
            last[mark.series] = mark
    ends = sorted((at(mark.x, mark.y).y(), series, at(mark.x, mark.y)) for series, mark in last.items())
    places, step = [], metrics.height() * 0.95
    for y, _, _ in ends:
        places.append(max(y, places[-1] + step) if places else y)
    over = places[-1] - area.bottom() if places else 0.0
    if over > 0:
        places = [y - over for y in places]
        for n in range(len(places) - 2, -1, -1):
            places[n] = min(places[n], places[n + 1] - step)
    for y, (_, series, end) in zip(places, ends, strict=True):
        colour = look.colour(series)
        left = area.right() + 12
        faint = QColor(colour)
        faint.setAlphaF(0.6)
        # A line that ends early is led across on its own height first, so that the leads do not cross the field.
        painter.setPen(QPen(faint, 1, Qt.PenStyle.DotLine))
        bend = QPointF(area.right() - 2, end.y())
        painter.drawPolyline(QPolygonF([QPointF(end.x() + DOT + 2, end.y()), bend, QPointF(left - 3, y)]))
        painter.setPen(colour)
        painter.drawText(QPointF(left, y + metrics.ascent() / 2 - 1), chart.series[series])
