"""Signs and colours of facts in the card, the table and the dialogs, taken from the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPen, QPixmap

from core.facts import State
from core.paths import resource
from gui.theme import Theme, colours, contrast

SIGNS = {
    State.PROPOSED: "proposed",
    State.ACCEPTED: "accept",
    State.CORRECTED: "edit",
    State.REJECTED: "reject",
    State.ADDED: "add",
}
SCALE = 3  # swatches are drawn at three times their size and stay sharp on dense screens


def state_icon(theme: Theme, state: State) -> QIcon:
    """The sign of a state in its colour; its word stands beside it."""
    return theme.icon(SIGNS[state], f"state.{state.value}")


def sheet(theme: Theme, name: str = "facts") -> str:
    """A style sheet of resources/themes with `$role;` filled from the theme."""
    filled = resource("themes", f"{name}.qss").read_text(encoding="utf-8")
    roles = colours(theme.name)
    for role in sorted(roles, key=len, reverse=True):
        filled = filled.replace(f"${role.split('.', 1)[1]};", f"{roles[role]};")
    return filled


@lru_cache(maxsize=128)
def swatch(colour: str, size: int = 14, *, ticked: bool = False) -> QIcon:
    """A patch of a tag's colour, with a tick where it is put on: in menus the patch has the place of the tick."""
    image = QImage(size * SCALE, size * SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(SCALE, SCALE)
    fill = QColor(colour)
    painter.setBrush(fill)
    painter.setPen(QPen(fill.darker(130), 1))
    painter.drawRoundedRect(QRectF(1, 1, size - 2, size - 2), size / 4, size / 4)
    if ticked:
        ink = max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, fill))
        painter.setPen(QPen(QColor(ink), size / 7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([QPointF(size * x, size * y) for x, y in ((0.26, 0.52), (0.44, 0.7), (0.75, 0.32))])
    painter.end()
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(SCALE)
    return QIcon(pixmap)
