"""Acts on many facts at once: asked once, shown before, undone as one."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from core import learning
from core.alike import Rule
from core.facts import Fact
from core.messages import text
from gui.alike import Same
from gui.desk import Desk
from gui.dialogs import buttons
from gui.lines import Completing
from gui.suggesting import Vocabulary
from gui.theme import Theme

LEVEL = 0.95  # of proposals that sure, 1 in 80 was wrong on reports that rules are tuned on, 1 in 25 on others


class AcceptSure(Same):
    """All proposals above a confidence in their sentences; what is ticked is accepted as one act.

    The level offered first is the one that the project's own record bears out, else 95 %.
    """

    def __init__(self, desk: Desk, theme: Theme, document: int, parent: QWidget | None = None) -> None:
        first = desk.facts(document)[0]
        record = learning.safe_level(desk.store)
        says = text("sure.record", percent=round(record * 100)) if record else text("sure.plain")
        super().__init__(desk, theme, Rule("accept", {}, {}), first, says=says, parent=parent)
        self.setWindowTitle(text("sure.title"))
        wanted = record or LEVEL
        for level in sorted({LEVEL, 0.97, wanted} - {self.level.itemData(n) for n in range(self.level.count())}):
            self.level.addItem(text("table.at_least", percent=round(level * 100)), level)
        self.scope.setCurrentIndex(self.scope.findData("this"))
        self.level.setCurrentIndex(self.level.findData(wanted))


class CorrectMany(QDialog):
    """One new indicator name for many facts."""

    def __init__(
        self, desk: Desk, vocabulary: Vocabulary, first: Fact, count: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._vocabulary = vocabulary
        self.setWindowTitle(text("table.correct_indicator"))
        self.setMinimumWidth(380)
        column = QVBoxLayout(self)
        label = QLabel(text("table.new_indicator", count=count))
        column.addWidget(label)
        self.line = Completing(lambda typed: vocabulary.indicators(typed, desk.facts(first.document)))
        self.line.setText(first.indicator)
        self.line.selectAll()
        self.line.setAccessibleName(text("field.indicator"))
        self.line.entered.connect(self.accept)
        self.line.escaped.connect(self.reject)
        self.line.chosen.connect(lambda suggestion: self.line.setText(suggestion.text))
        label.setBuddy(self.line)
        column.addWidget(self.line)
        box = buttons(self, "dialog.correct")
        box.accepted.connect(self.accept)
        column.addWidget(box)

    def fields(self) -> dict[str, Any]:
        """What to correct: the name, and the standard indicator where the vocabulary knows it."""
        name = self.line.text().strip()
        if not name:
            return {}
        canonical = self._vocabulary.canonical(name)
        return {"indicator": name, "canonical": canonical} if canonical else {"indicator": name}
