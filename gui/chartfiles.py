"""Saves a chart as SVG, PNG or PDF, and its data as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter

from core.charting import table
from core.charts import Chart
from core.exporting import replacing
from gui.chartpaper import Look, height_for, paint
from gui.theme import Theme

PICTURE = (1200, 760)  # pixels; PNG has three times as many, for print
SHARP = 3
DOTS_PER_METRE = 11811  # 300 an inch


def save(chart: Chart, path: Path, theme: Theme) -> None:
    """Write the chart after the name's ending; ExportError when it fails, with what was there before untouched.

    Pictures are drawn in the light colours, whatever the theme: they go into papers.
    """
    kind = path.suffix.lower().lstrip(".")
    replacing(path, lambda made: _write(chart, kind, made, theme))


def _write(chart: Chart, kind: str, path: Path, theme: Theme) -> None:
    if kind == "csv":
        # With a mark at the front, by which Excel knows UTF-8.
        path.write_bytes(("\ufeff" + table(chart)).encode())
        return
    wide = PICTURE[0]
    size = QSize(wide, int(height_for(chart, wide) or PICTURE[1]))
    rect = QRectF(0, 0, size.width(), size.height())
    look = Look(theme, "light")
    # Into memory: Qt's writers fail in silence where a file cannot be written to its end.
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    if kind == "png":
        image = QImage(size * SHARP, QImage.Format.Format_RGB32)
        image.setDotsPerMeterX(DOTS_PER_METRE)
        image.setDotsPerMeterY(DOTS_PER_METRE)
        _draw(image, rect, chart, look, scale=SHARP)
        image.save(written, "PNG")
    elif kind == "pdf":
        writer = QPdfWriter(written)
        writer.setTitle(chart.title)
        writer.setResolution(96)
        writer.setPageSize(QPageSize(QSizeF(size.width() * 0.75, size.height() * 0.75), QPageSize.Unit.Point))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        _draw(writer, rect, chart, look)
    else:
        from PySide6.QtSvg import QSvgGenerator

        generator = QSvgGenerator()
        generator.setOutputDevice(written)
        generator.setSize(size)
        generator.setResolution(96)
        generator.setViewBox(rect)
        generator.setTitle(chart.title)
        _draw(generator, rect, chart, look)
    path.write_bytes(written.data().data())


def _draw(device: Any, rect: QRectF, chart: Chart, look: Look, *, scale: int = 1) -> None:
    painter = QPainter()
    if not painter.begin(device):
        raise OSError(chart.title)
    try:
        painter.scale(scale, scale)
        paint(painter, rect, chart, look)
    finally:
        painter.end()
