"""The rules of the checks with what they do, a switch each, and their limits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.checking import RULES, Limit, Rule
from core.messages import text
from core.settings import Settings
from gui.dialogs import inset
from gui.theme import SPACE


class RuleSheet(QDialog):
    """Every change holds at once and is kept in the settings; `changed` asks for a new run."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(text("checks.tune_title"))
        self._settings = settings
        self.switches: dict[str, QCheckBox] = {}
        self.boxes: dict[str, QDoubleSpinBox] = {}
        self._touched = False
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(SPACE)
        for rule in RULES:
            self._add(rule, column)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        row = QHBoxLayout()
        self.default = QPushButton(text("checks.default"))
        self.default.clicked.connect(self._reset)
        close = QPushButton(text("checks.close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(self.default)
        row.addStretch(1)
        row.addWidget(close)
        layout.addLayout(row)
        self.resize(620, 640)
        self.finished.connect(lambda _code: self.changed.emit() if self._touched else None)

    def _add(self, rule: Rule, column: QVBoxLayout) -> None:
        switch = QCheckBox(text(f"check.{rule.id}"))
        switch.setChecked(rule.id not in self._settings.get("checks.off"))
        switch.toggled.connect(lambda _on: self._keep())
        self.switches[rule.id] = switch
        why = QLabel(text(f"check_why.{rule.id}"))
        why.setWordWrap(True)
        why.setProperty("kind", "muted")
        why.setContentsMargins(24, 0, 0, 0)
        column.addWidget(switch)
        column.addWidget(why)
        form = QFormLayout()
        form.setContentsMargins(24, 0, 0, SPACE)
        for limit in rule.limits:
            form.addRow(text(f"check_limit.{limit.name}"), self._box(rule, limit))
        column.addLayout(form)

    def _box(self, rule: Rule, limit: Limit) -> QDoubleSpinBox:
        key = f"{rule.id}.{limit.name}"
        box = QDoubleSpinBox()
        box.setDecimals(limit.decimals)
        box.setRange(limit.low, limit.high)
        box.setValue(float(self._settings.get("checks.limits").get(key, limit.default)))
        box.setMaximumWidth(120)
        inset(box)
        box.setAccessibleName(f"{text(f'check.{rule.id}')}: {text(f'check_limit.{limit.name}')}")
        box.valueChanged.connect(lambda _value: self._keep())
        self.boxes[key] = box
        return box

    def _keep(self) -> None:
        self._touched = True
        self._settings.set("checks.off", [name for name, switch in self.switches.items() if not switch.isChecked()])
        defaults = {f"{rule.id}.{limit.name}": limit.default for rule in RULES for limit in rule.limits}
        changed = {key: box.value() for key, box in self.boxes.items() if box.value() != defaults[key]}
        self._settings.set("checks.limits", changed)

    def _reset(self) -> None:
        for rule in RULES:
            self.switches[rule.id].setChecked(True)
            for limit in rule.limits:
                self.boxes[f"{rule.id}.{limit.name}"].setValue(limit.default)
