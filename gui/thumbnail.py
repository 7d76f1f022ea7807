"""`duidu open PROJECT --thumbnail PICTURE`: what a file manager shows in the place of a project's icon.

Asked by packaging/linux/duidu.thumbnailer, in a sandbox without a screen, without a home, with the project read-only.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPainterPath, QPen, QTextOption
from PySide6.QtSvg import QSvgRenderer

from core.errors import DuiduError
from core.messages import text
from core.paths import resource
from core.store import Store
from gui.theme import Theme, chinese_fonts

WHOLE = 256.0  # the drawing's own measure; it is scaled to the size that is asked for
PAPER, EDGE, FOLD, INK, MUTED, TRACK, DONE = (
    QColor(name) for name in ("#ffffff", "#8a94a3", "#dfe4ea", "#1e2227", "#5b6168", "#e3e0d8", "#0e6659")
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the picture tells of a project: its title, how many reports and facts, and how many of these are decided."""

    title: str
    reports: int
    facts: int
    decided: int


def seen(project: Path) -> Seen:
    """Look into a project without changing anything; raises a DuiduError where it cannot be read."""
    with Store.open(project, readonly=True) as store:
        states = list(store.counts().values())
        facts = sum(sum(counts.values()) for counts in states)
        waiting = sum(counts.get("proposed", 0) for counts in states)
        return Seen(store.title or project.stem, len(states), facts, facts - waiting)


def draw(project: Seen, size: int) -> QImage:
    """A sheet of paper with title, numbers and progress, `size` pixels square."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / WHOLE, size / WHOLE)
    sheet = QPainterPath(QPointF(34, 6))
    for x, y in ((178, 6), (222, 50), (222, 250), (34, 250)):
        sheet.lineTo(x, y)
    sheet.closeSubpath()
    painter.setPen(QPen(EDGE, 3))
    painter.fillPath(sheet, PAPER)
    painter.drawPath(sheet)
    painter.setBrush(FOLD)
    painter.drawPolygon([QPointF(178, 6), QPointF(178, 50), QPointF(222, 50)])
    QSvgRenderer(str(resource("icons", "duidu.svg"))).render(painter, QRectF(50, 22, 40, 40))

    font = QFont(Theme("light").font(12))
    _write(painter, font, 26, INK, QRectF(50, 74, 156, 70), project.title)
    told = text("thumbnail.reports", n=project.reports), text("thumbnail.facts", n=project.facts)
    _write(painter, font, 20, MUTED, QRectF(50, 150, 156, 56), "\n".join(told))
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, width in ((TRACK, 156.0), (DONE, 156.0 * project.decided / max(project.facts, 1))):
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(50, 220, width, 12), 4, 4)
    painter.end()
    return image


def _write(painter: QPainter, font: QFont, height: int, colour: QColor, place: QRectF, words: str) -> None:
    """Words in a place; what does not fit in is left out at the end."""
    font.setPixelSize(height)
    painter.setFont(font)
    painter.setPen(colour)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    painter.save()
    painter.setClipRect(place)
    painter.drawText(place, words, option)
    painter.restore()


def make(project: Path, picture: Path, size: int) -> int:
    """Write the picture as PNG; 0, or 1 where the project cannot be read: the file manager then shows the icon."""
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    chinese_fonts()
    try:
        image = draw(seen(project), size)
    except DuiduError as error:
        sys.stderr.write(f"duidu: {error}\n")
        return 1
    done = image.save(str(picture), "PNG")  # type by name: the target may end in anything
    del application
    return 0 if done else 1
