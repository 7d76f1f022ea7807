"""Colours, sizes, fonts and icons: three palettes from resources/themes, one style sheet made from them.

The colours of the measures begin from the set of Okabe and Ito (2008) and were moved apart in lightness until they
also differ for simulated protan, deutan and tritan eyes (Machado et al. 2009; ΔE of strokes at least 20, of fills 8),
with text on them at 7 to 1 and strokes on the page at 3 to 1 (WCAG 2.2; tests/gui/test_theme.py holds all of it).
Colour never stands alone: achieved is filled, a target is hollow,
an estimate is half filled, and the line under a fact tells its state.
"""

from __future__ import annotations

import tomllib
from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication

from core.facts import Measure
from core.paths import resource

NAMES = ("light", "dark", "contrast")
SANS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei",
    "HarmonyOS Sans SC", "WenQuanYi Micro Hei", "Droid Sans Fallback",
    "Duidu Sans SC",  # ours, loaded where the system has none
)  # fmt: skip
SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", "Noto Serif SC")

SPACE = 8  # pixels; every gap is a multiple of half of it
RADIUS = 6


def program_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(resource("icons", "duidu.svg")))


@cache
def colours(name: str) -> dict[str, str]:
    """The colours of a theme by role, `group.role` → "#rrggbb"."""
    found = tomllib.loads(resource("themes", f"{name}.toml").read_text(encoding="utf-8"))
    return {f"{group}.{role}": value for group, roles in found.items() for role, value in roles.items()}


def contrast(one: str | QColor, other: str | QColor) -> float:
    """The contrast ratio of two colours, 1 to 21, after WCAG 2.2."""

    def luminance(colour: QColor) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


class Theme(QObject):
    """The look in use. `choice` is "system", "light", "dark" or "contrast"; `name` what that comes to now."""

    changed = Signal()

    def __init__(self, choice: str = "system", size: float = 10.5, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice = choice
        self.size = size  # of the interface's letters, in points
        self.name = self._named()
        self._icons: dict[tuple[str, str], QIcon] = {}
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def use(self, choice: str, size: float | None = None) -> None:
        """Turn to another theme at once."""
        self.choice = choice
        self.size = size or self.size
        self.name = self._named()
        self.apply()
        self.changed.emit()

    def apply(self) -> None:
        """Give the whole application this look."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        # The look must be the same on every system: Fusion with our own palette (xcb without a platform
        # theme ignores the colour scheme).
        application.setStyle("Fusion")
        application.setPalette(self.palette())
        application.setFont(self.font())
        application.setStyleSheet(self.sheet())

    def colour(self, role: str) -> QColor:
        """A colour by role, such as "ui.text" or "mark.level_fill"."""
        return QColor(self._colours[role])

    def measure(self, measure: Measure | str, part: str = "fill") -> QColor:
        """The colour of a measure: part "fill" (under text) or "line" (strokes, dots, chips)."""
        return self.colour(f"mark.{Measure(measure).value}_{part}")

    def state(self, state: str) -> QColor:
        """The colour that goes with a state's word or sign in chips and tables (never alone)."""
        return self.colour(f"state.{state}")

    def font(self, points: float | None = None, *, bold: bool = False, family: str = "") -> QFont:
        """A font of the interface; `family` "serif" or a family's name where the analyst chose one."""
        font = QFont()
        families = SERIF + SANS if family == "serif" else SANS
        font.setFamilies([family, *families] if family and family != "serif" else list(families))
        font.setPointSizeF(points or self.size)
        font.setBold(bold)
        font.setStyleHint(QFont.StyleHint.SansSerif)
        return font

    def icon(self, name: str, role: str = "ui.text") -> QIcon:
        """A line icon in the theme's colours."""
        key = (name, f"{self.name}:{role}")
        if key not in self._icons:
            self._icons[key] = self._drawn(name, role)
        return self._icons[key]

    def palette(self) -> QPalette:
        """The theme as Qt's palette, for whatever the style sheet does not name."""
        palette, role = QPalette(), QPalette.ColorRole
        for which, colour in (
            (role.Window, "ui.window"), (role.WindowText, "ui.text"), (role.Base, "ui.field"),
            (role.AlternateBase, "ui.stripe"), (role.Text, "ui.text"), (role.Button, "ui.surface"),
            (role.ButtonText, "ui.text"), (role.ToolTipBase, "ui.tip"), (role.ToolTipText, "ui.tip_text"),
            (role.Highlight, "ui.selection"), (role.HighlightedText, "ui.selection_text"), (role.Link, "ui.accent"),
            (role.PlaceholderText, "ui.muted"), (role.Mid, "ui.line"), (role.Dark, "ui.line"),
            (role.Light, "ui.surface"), (role.Accent, "ui.accent"),
        ):  # fmt: skip
            palette.setColor(which, self.colour(colour))
        for which in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, self.colour("ui.faint"))
        return palette

    def sheet(self) -> str:
        """The style sheet: resources/themes/desk.qss with `$role` filled in."""
        sheet = resource("themes", "desk.qss").read_text(encoding="utf-8")
        for role in sorted(self._colours, key=len, reverse=True):
            sheet = sheet.replace(f"${role.split('.', 1)[1]};", f"{self._colours[role]};")
        return sheet.replace("$icons", resource("icons").as_posix()).replace("$scheme", self.name)

    @property
    def _colours(self) -> dict[str, str]:
        return colours(self.name)

    def _named(self) -> str:
        if self.choice in NAMES:
            return self.choice
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _system_changed(self) -> None:
        if self.choice == "system" and self._named() != self.name:
            self.use("system")

    def _drawn(self, name: str, role: str) -> QIcon:
        from PySide6.QtSvg import QSvgRenderer

        drawing = resource("icons", f"{name}.svg").read_bytes()
        icon = QIcon()
        for mode, colour in ((QIcon.Mode.Normal, role), (QIcon.Mode.Disabled, "ui.faint")):
            renderer = QSvgRenderer(QByteArray(drawing.replace(b"currentColor", self._colours[colour].encode())))
            for scale in (1, 2):
                pixmap = QPixmap(QSize(20, 20) * scale)
                pixmap.fill(Qt.GlobalColor.transparent)
                painter = QPainter(pixmap)
                renderer.render(painter, QRectF(0, 0, 20 * scale, 20 * scale))
                painter.end()
                pixmap.setDevicePixelRatio(scale)
                icon.addPixmap(pixmap, mode)
        return icon


class _Dress(QObject):
    """A part of a button that draws its icon anew in every theme."""

    def __init__(self, button: QAbstractButton, theme: Theme, icon: str, role: str) -> None:
        super().__init__(button)
        self._button, self._theme, self._icon, self._role = button, theme, icon, role
        theme.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self._button.setIcon(self._theme.icon(self._icon, self._role))


def dress(button: QAbstractButton, theme: Theme, icon: str, role: str = "ui.text") -> None:
    """Give a button an icon that follows the theme."""
    # The theme outlives windows: a function tied to its signal would keep the button and all around it for good.
    _Dress(button, theme, icon, role)


def chinese_fonts() -> bool:
    """True when Chinese can be shown: from the system, or from resources/fonts, which is loaded only when needed."""
    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return True
    added = [QFontDatabase.addApplicationFont(str(p)) for p in sorted(resource("fonts").glob("*.[to]t[fc]"))]
    return any(number >= 0 for number in added)
