"""Acts on many facts at once: asked once, shown before, undone as one."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from core import surest
from core.alike import Rule
from core.facts import Fact, State
from core.messages import text
from gui.alike import Same
from gui.desk import Desk
from gui.dialogs import buttons
from gui.lines import Completing
from gui.suggesting import Vocabulary
from gui.theme import Theme


class AcceptSure(Same):
    """All proposals above a confidence in their sentences; what is ticked is accepted as one act.

    The level offered first is the one that the project's own record bears out, else surest.LEVEL. What the report
    itself speaks against is left for the review, and said.
    """

    def __init__(self, desk: Desk, theme: Theme, document: int, parent: QWidget | None = None) -> None:
        first = desk.facts(document)[0]
        record = surest.safe_level(desk.store)
        says = text("sure.record", percent=round(record * 100)) if record else text("sure.plain")
        super().__init__(desk, theme, Rule("accept", {}, {}), first, says=says, parent=parent)
        self.setWindowTitle(text("sure.title"))
        wanted = record or surest.LEVEL
        for level in sorted({surest.LEVEL, 0.97, wanted} - {self.level.itemData(n) for n in range(self.level.count())}):
            self.level.addItem(text("table.at_least", percent=round(level * 100)), level)
        self.scope.setCurrentIndex(self.scope.findData("this"))
        self.scope.hide()
        self.level.setCurrentIndex(self.level.findData(wanted))

    def _look(self) -> None:
        least = self.level.currentData() or 0.0
        document = self.fact.document
        facts = self.desk.facts(document)
        sure = surest.sure(facts, self.desk.document(document).structure, least)
        waiting = sum(fact.state is State.PROPOSED and fact.confidence >= least for fact in facts)
        self.left.setText(text("sure.left", n=waiting - len(sure)))
        self.left.setVisible(waiting > len(sure))
        self._fill([fact.id for fact in sure])


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
