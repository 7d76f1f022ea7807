"""Preferences: language, look, reading, name of the analyst. Every change is kept and takes effect at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from core.messages import text
from core.settings import Settings
from gui.dialogs import buttons, inset
from gui.positions import Positions
from gui.theme import Theme
from gui.typesetting import typeset

LANGUAGES = (("", "preferences.language_system"), ("zh", "中文"), ("en", "English"))
THEMES = (
    ("", "preferences.theme_system"), ("light", "preferences.theme_light"), ("dark", "preferences.theme_dark"),
    ("contrast", "preferences.theme_contrast"),
)  # fmt: skip
FAMILIES = (("", "preferences.family_sans"), ("serif", "preferences.family_serif"))


class Preferences(QDialog):
    """A form over core.settings; `changed` gives key and value, `keys_asked` wants the sheet of keys."""

    changed = Signal(str, object)
    keys_asked = Signal()

    def __init__(self, settings: Settings, theme: Theme, parent: QWidget | None = None, *, login: str = "") -> None:
        super().__init__(parent)
        self.settings, self.theme = settings, theme
        self.setWindowTitle(text("preferences.title"))
        self.setMinimumWidth(560)  # the longest hint in one line
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addWidget(self._general(login))
        column.addWidget(self._reading())
        told = QLabel(text("preferences.follow"))
        told.setProperty("kind", "muted")
        column.addWidget(told)
        box = buttons(self)
        keys = QPushButton(text("preferences.keys"))
        keys.setAutoDefault(False)
        keys.clicked.connect(self.keys_asked)
        box.addButton(keys, QDialogButtonBox.ButtonRole.ActionRole)
        column.addWidget(box)
        theme.changed.connect(self._show_sample)
        self._show_sample()

    def _general(self, login: str) -> QGroupBox:
        box = QGroupBox(text("preferences.general"))
        form = _form(box)
        self.analyst = QLineEdit(self.settings.get("analyst"))
        self.analyst.setPlaceholderText(login)
        self.analyst.editingFinished.connect(lambda: self._set("analyst", self.analyst.text().strip()))
        self._add(form, "analyst", self.analyst, "preferences.analyst_hint")
        self.language = self._choice("language", LANGUAGES)
        self._add(form, "language", self.language)
        self.look = self._choice("theme", THEMES)
        self._add(form, "theme", self.look)
        self.advance = QCheckBox(text("preferences.advance"))
        self.advance.setChecked(self.settings.get("review.advance"))
        self.advance.toggled.connect(lambda on: self._set("review.advance", on))
        form.addRow(self.advance)
        return box

    def _reading(self) -> QGroupBox:
        box = QGroupBox(text("preferences.reading"))
        form = _form(box)
        self.size = self._number("text.size", 9, 32, 1, text("preferences.points"))
        self._add(form, "size", self.size)
        self.spacing = self._number("text.spacing", 120, 220, 10, "%")
        self._add(form, "spacing", self.spacing)
        self.column = self._number("text.column", 20, 80, 2, text("preferences.characters"))
        self._add(form, "column", self.column)
        self.family = self._choice("text.family", FAMILIES)
        self._add(form, "family", self.family)
        self.sample = QTextEdit()
        self.sample.setReadOnly(True)
        self.sample.setAccessibleName(text("preferences.reading"))
        self.sample.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sample.setFixedHeight(108)
        form.addRow(self.sample)
        return box

    def _add(self, form: QFormLayout, name: str, editor: QWidget, hint: str = "") -> None:
        label = QLabel(text(f"preferences.{name}"))
        label.setBuddy(editor)
        editor.setAccessibleName(label.text())
        form.addRow(label, editor)
        if hint:
            editor.setAccessibleDescription(text(hint))
            said = QLabel(text(hint))
            said.setProperty("kind", "muted")
            said.setWordWrap(True)
            form.addRow("", said)

    def _choice(self, key: str, choices: tuple[tuple[str, str], ...]) -> QComboBox:
        box = QComboBox()
        for value, label in choices:
            box.addItem(text(label) if "." in label else label, value)
        now = self.settings.get(key)
        if box.findData(now) < 0:
            box.addItem(str(now), now)  # a font family chosen elsewhere
        box.setCurrentIndex(box.findData(now))
        box.currentIndexChanged.connect(lambda _: self._set(key, box.currentData()))
        return box

    def _number(self, key: str, low: int, high: int, step: int, suffix: str) -> QSpinBox:
        box = QSpinBox()
        box.setRange(low, high)
        box.setSingleStep(step)
        box.setSuffix(suffix)
        inset(box)
        with QSignalBlocker(box):
            box.setValue(round(self.settings.get(key)))
        box.valueChanged.connect(lambda value: self._set(key, value))
        return box

    def _set(self, key: str, value: Any) -> None:
        if self.settings.get(key) == value:
            return
        self.settings.set(key, value)
        if key == "theme":
            self.theme.use(value or "system")
        self._show_sample()
        self.changed.emit(key, value)

    def _show_sample(self) -> None:
        font = self.theme.font(self.settings.get("text.size"), family=self.settings.get("text.family"))
        self.sample.setFont(font)
        self.sample.clear()
        document, words = self.sample.document(), text("preferences.sample")
        document.setDefaultFont(font)
        # As reports are set, or the lines would stand farther apart here than there.
        em, spacing = QFontInfo(font).pixelSize(), self.settings.get("text.spacing") / 100
        typeset(document, words, (), Positions(words), em, spacing)


def _form(box: QGroupBox) -> QFormLayout:
    form = QFormLayout(box)
    form.setHorizontalSpacing(14)
    form.setVerticalSpacing(8)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
