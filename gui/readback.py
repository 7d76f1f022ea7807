"""Annotations read back from JSON Lines, Label Studio or doccano: seen first, taken as one step of undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QPushButton, QWidget

from core.annotating import Change, Plan, current, plan
from core.edits import Accept, Annotate, Correct, Reject, Reopen, Tag
from core.messages import text
from core.settings import Settings
from core.spans import Span
from gui.desk import Desk
from gui.filecheck import FileCheck, Go, Row, field_name
from gui.wording import listed


class ReadBack(FileCheck):
    """What a file of annotations would change, and what is left alone with the reason; a button takes it."""

    def __init__(self, desk: Desk, settings: Settings, go: Go, parent: QWidget | None = None) -> None:
        super().__init__("readback", ("line", "report", "quote", "what"), desk, settings, go, parent)
        self.plan: Plan | None = None
        self.accepting = QCheckBox(text("readback.accept"))
        self.accepting.setToolTip(text("readback.accept_tip"))
        self.accepting.toggled.connect(self.again)
        self.options.addWidget(self.accepting)
        self.options.addStretch(1)
        self.taking = QPushButton()
        self.taking.setProperty("kind", "primary")
        self.taking.setAutoDefault(False)
        self.taking.clicked.connect(self.take_over)
        self.foot.addButton(self.taking, QDialogButtonBox.ButtonRole.AcceptRole)
        self._ready()

    def take_over(self) -> None:
        """Do what the file asks for, as one act; what was decided since it was compared is left alone."""
        if self.plan is None:
            return
        found = current(self.plan, self.desk.store)
        self.plan = None
        rows = [_left(each) for each in found.unmatched]
        if not found.changes:
            self._fill(rows, text("readback.meanwhile"))
            self._ready()
            return
        count = len(found.changes)
        touched = self.desk.do(found.act)
        if touched is None and not self.desk.store.lent:  # a notice says why
            self.plan = found
            return
        key = "readback.taken"
        if touched is None:  # another process carries out a very large act, and a notice tells its end
            key = "readback.taking"
        else:
            words = text("readback.done", n=count)
            self.desk.notice(words, action=text("action.edit_undo"), callback=self.desk.undo)
        self._fill(rows, text(key, n=count, left=len(found.unmatched)))
        self._ready()

    def _look(self, path: Path) -> tuple[Any, ...]:
        self.plan = None
        self._ready()
        return plan, path, self.accepting.isChecked()

    def _show(self, found: Plan) -> None:
        self.plan = found if found.changes else None
        rows = [*map(_wanted, found.changes), *map(_left, found.unmatched)]
        counts = {"matched": found.matched, "changes": len(found.changes), "left": len(found.unmatched)}
        self._fill(rows, text("readback.told", **counts))
        self._ready()

    def _ready(self) -> None:
        count = len(self.plan.changes) if self.plan is not None else 0
        self.taking.setText(text("readback.go", n=count) if count else text("readback.go_none"))
        self.taking.setEnabled(bool(count) and not self.desk.store.readonly)


def _wanted(change: Change) -> Row:
    fact = change.fact
    cells = (str(change.line), change.report, fact.quantity, listed([_said(act) for act in change.acts]))
    return Row(text("readback.changes"), cells, fact.document, fact.id)


def _left(each: Any) -> Row:
    cells = (str(each.line), each.report or text("readback.unknown"), each.quote, each.reason)
    return Row(each.reason, cells, each.document, None, Span(each.start, each.end))


def _said(act: Any) -> str:
    """An act in words: 改正：数值、单位."""
    match act:
        case Correct():
            named = [field_name(name) for name in act.fields]
            return text("readback.correct", fields=listed(list(dict.fromkeys(named))))
        case Accept():
            return text("state.accepted")
        case Reject():
            return text("state.rejected")
        case Reopen():
            return text("state.proposed")
        case Annotate():
            return text("field.note")
        case Tag():
            return text("field.tags")
    return ""
