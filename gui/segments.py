"""A few exclusive choices side by side, for the fields of a fact that have a closed list of values."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QWidget

from core.facts import Basis, Bound, Direction, Fact, Measure
from core.messages import text
from gui.editors import Editor
from gui.wording import choice_text


class _Choice(QPushButton):
    """One part of a segmented choice; arrows go to the neighbour, Space and Enter choose, so do digits at once."""

    moved = Signal(int)
    numbered = Signal(int)  # from 1
    escaped = Signal()

    def __init__(self, label: str, spoken: str, hint: str) -> None:
        super().__init__(label)
        self.setCheckable(True)
        self.setAccessibleName(spoken)
        self.setToolTip(hint)
        self.setProperty("segment", True)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down):
            event.accept()
            self.moved.emit(-1 if key in (Qt.Key.Key_Left, Qt.Key.Key_Up) else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            event.accept()
            self.click()
        elif (number := _digit(event)) is not None:
            event.accept()
            self.numbered.emit(number)
        elif key == Qt.Key.Key_Escape:
            event.accept()
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space)
            mine += (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier and event.key() in mine
            if plain or _digit(event) is not None:
                event.accept()
                return True
        return super().event(event)


def _digit(event: QKeyEvent) -> int | None:
    """The digit that was pressed, 1 to 9, also on the number pad."""
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return int(event.text()) if plain and event.text() in tuple("123456789") else None


class Segments(Editor):
    """A few exclusive choices side by side: 等于 以上 以内 左右 区间."""

    def __init__(self, name: str, choices: list[StrEnum], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.choices = choices
        self._shown: object = self  # nothing yet, which is not the same as no choice
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.group = QButtonGroup(self)
        self.group.setExclusive(True)
        self.setAccessibleName(text(f"field.{name}"))
        self.buttons: list[_Choice] = []
        for number, choice in enumerate(choices):
            label = choice_text(choice)
            hint = _long(name, choice)
            told = f"{hint or label}  〔{number + 1}〕"
            button = _Choice(label, f"{text(f'field.{name}')} {hint or label}", told)
            place = "first" if number == 0 else "last" if number == len(choices) - 1 else "middle"
            button.setProperty("place", place)
            button.moved.connect(lambda step, n=number: self._move(n, step))
            button.numbered.connect(self._choose)
            button.escaped.connect(self.cancelled)
            self.group.addButton(button, number)
            self.buttons.append(button)
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.group.idClicked.connect(self._clicked)

    def show_value(self) -> None:
        now = getattr(self.fact, self.name)
        if self.name == "bound" and self.fact is not None and self.fact.value is None and now is Bound.EQ:
            now = None  # there is no number that the fact could equal
        if now == self._shown and self.group.checkedButton() is self._at(now):
            return
        self._shown = now
        # An exclusive group can't show "none chosen" unless it is opened for a moment.
        self.group.setExclusive(False)
        for button, choice in zip(self.buttons, self.choices, strict=True):
            button.setChecked(choice == now)
        self.group.setExclusive(True)
        chosen = self.group.checkedButton()
        for button in self.buttons:  # Tab stops once at the group, at what is chosen
            stop = button is chosen or (chosen is None and button is self.buttons[0])
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)

    def _at(self, value: StrEnum) -> QAbstractButton | None:
        return self.buttons[self.choices.index(value)] if value in self.choices else None

    def begin(self) -> None:
        button: QAbstractButton = self.group.checkedButton() or self.buttons[0]
        button.setFocus(Qt.FocusReason.TabFocusReason)

    def _move(self, number: int, step: int) -> None:
        self.buttons[(number + step) % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, number: int) -> None:
        if number <= len(self.buttons):
            self.buttons[number - 1].click()

    def _clicked(self, number: int) -> None:
        if self.fact is not None:
            self.finish(consequences(self.fact, self.name, self.choices[number]))
            self.entered.emit()


def _long(name: str, choice: StrEnum) -> str:
    try:
        return text(f"{name}_long.{choice.value or 'none'}")
    except KeyError:
        return ""


def consequences(fact: Fact, name: str, value: Any) -> dict[str, Any]:
    """A choice and what follows from it: only a change has direction and basis, only a range a second number."""
    fields: dict[str, Any] = {name: value}
    if name == "bound" and value is not Bound.RANGE:
        fields["base_value_high"] = None
    if name == "measure":
        if value is Measure.CHANGE:
            fields["direction"] = Direction.UP if fact.direction is Direction.NONE else fact.direction
            fields["basis"] = Basis.YOY if fact.basis is Basis.NONE else fact.basis
        else:
            fields |= {"direction": Direction.NONE, "basis": Basis.NONE}
    return fields
