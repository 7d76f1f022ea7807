"""The lines of the fact card: label, editor, and what is to be said about the field beneath it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.extraction.reasons import reason
from core.facts import Fact, State
from core.messages import text
from gui.editors import Editor
from gui.wording import base_text, confidence_text, period_text, shown, value_text


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the card: its name, the fields that it edits, and those whose doubt is shown at it."""

    name: str
    fields: tuple[str, ...]
    doubts: tuple[str, ...]


ROWS = (
    Row("indicator", ("indicator", "indicator_start", "indicator_end", "indicator_pieces"), ("indicator",)),
    Row("canonical", ("canonical",), ("canonical",)),
    Row(
        "value",
        ("value", "unit", "base_value", "base_value_high", "base_unit", "bound"),
        ("value", "unit", "base_value", "base_unit", "quantity"),
    ),
    Row("bound", ("bound",), ("bound",)),
    Row("measure", ("measure",), ("measure",)),
    Row("direction", ("direction",), ("direction",)),
    Row("basis", ("basis",), ("basis",)),
    Row("status", ("status",), ("status", "target")),
    Row("period", ("period_start", "period_end"), ("period", "period_start", "period_end")),
    Row("action", ("action",), ("action",)),
)


class FieldRow(QObject):
    """Label, editor and remarks of one line; the remarks tell doubt, trouble and the machine's original."""

    restored = Signal(object)  # the fields to take back

    def __init__(self, row: Row, editor: Editor, parent: QObject) -> None:
        super().__init__(parent)
        self.row, self.editor = row, editor
        self._said: tuple[str, str, str, str, bool] | None = None
        self.label = field_label(row.name)
        self.label.setBuddy(editor)
        self.remarks = QWidget()
        column = QVBoxLayout(self.remarks)
        column.setContentsMargins(7, 0, 0, 3)
        column.setSpacing(1)
        self.trouble, self.doubt, self.base = _remark("trouble"), _remark("doubt"), _remark("aside")
        column.addWidget(self.trouble)
        column.addWidget(self.base)
        self.sign = QLabel()  # the card paints the warning sign: colour never stands alone
        self.sign.setFixedHeight(self.sign.fontMetrics().height())
        doubt = QHBoxLayout()
        doubt.setSpacing(5)
        doubt.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        doubt.addWidget(self.doubt, 1)
        column.addLayout(doubt)
        machine = QHBoxLayout()
        machine.setSpacing(4)
        self.machine = _remark("machine")
        self.machine.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.restore = QPushButton(text("card.take_back"))
        self.restore.setProperty("link", True)
        self.restore.setAutoDefault(False)
        # A click leaves the keyboard in the report, where the next key is meant.
        self.restore.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.restore.clicked.connect(self._restore)
        machine.addWidget(self.machine)
        machine.addWidget(self.restore)
        machine.addStretch(1)
        column.addLayout(machine)
        editor.trouble.connect(self._show_trouble)

    def show_remarks(self, fact: Fact, before: Fact | None, *, visible: bool) -> None:
        """Say what there is to say about the field; takes no room when that is nothing."""
        name = self.row.name
        base = base_text(fact) if name == "value" else ""
        base = text("card.base", value=base) if base else ""
        if name == "value" and fact.value is None:
            base = text("card.no_number")
        doubts = [sure for field, sure in fact.doubts if field in self.row.doubts]
        doubtful = bool(doubts) and fact.state is State.PROPOSED
        doubt = _doubt_text(fact, self.row, min(doubts)) if doubtful else ""
        original = _original(self.row, fact, before)
        self.label.setToolTip(_why(fact, self.row) if fact.state is State.PROPOSED else "")
        said = (base, doubt, original, self.trouble.text(), visible)
        if said == self._said:  # most lines have nothing to say, as before: nothing to lay out or to paint anew
            return
        self._said = said
        self.base.setText(base)
        self.doubt.setText(doubt)
        self.doubt.setToolTip(_why(fact, self.row) if doubtful else "")
        if self.label.property("doubt") is not doubtful:
            self.label.setProperty("doubt", doubtful)
            self.label.style().polish(self.label)
        self.machine.setText(text("card.machine", value=original) if original else "")
        self.restore.setVisible(bool(original))
        if original:
            hint = text("card.take_back_hint", field=text(f"field.{name}"), value=original)
            self.restore.setToolTip(hint)
            self.restore.setAccessibleName(hint)
        for label in (self.base, self.doubt, self.machine):
            label.setVisible(bool(label.text()))
        self.sign.setVisible(doubtful)
        self.remarks.setVisible(visible and bool(base or doubtful or original or self.trouble.text()))

    def _restore(self) -> None:
        if self.restore.hasFocus():  # it is about to go, and Qt would hand the keyboard to the next line
            self.editor.setFocus()
        self.restored.emit(self.row.fields)

    def _show_trouble(self, said: str) -> None:
        if said == self.trouble.text():
            return
        self._said = None
        self.trouble.setText(said)
        self.trouble.setVisible(bool(said))
        if said:
            self.remarks.show()


def field_label(name: str) -> QLabel:
    """The name of a line, right-aligned so that it stands at its value."""
    label = QLabel(text(f"field.{name}"))
    label.setProperty("row", "label")
    label.setMinimumHeight(26)
    widths = (
        label.fontMetrics().horizontalAdvance(text(f"field.{n}")) for n in (*(r.name for r in ROWS), "tags", "note")
    )
    label.setMinimumWidth(max(widths) + 2)  # the fields and the remarks under the line stand in one column
    label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
    return label


def _remark(kind: str) -> QLabel:
    label = QLabel()
    label.setProperty("row", kind)
    label.setWordWrap(True)
    label.hide()
    return label


def _doubt_text(fact: Fact, row: Row, sure: float) -> str:
    words = text("card.doubt", words=confidence_text(sure))
    because = _why(fact, row)
    return f"{words} · {because}" if because else words


def _why(fact: Fact, row: Row) -> str:
    """The sentence on how the field came about; the bare words where no sentence is known for their rule."""
    told = (reason(fact, field) for field in row.doubts)
    if sentence := next((said for said in told if said), ""):
        return sentence
    words = [said for field, _rule, said in fact.why if field in row.doubts and said]
    return text("card.why", words="、".join(dict.fromkeys(words))) if words else ""


def _original(row: Row, fact: Fact, before: Fact | None) -> str:
    """The machine's value of a line where a person changed it; "" where it is the same."""
    if before is None or fact.machine is None:
        return ""
    changed = [name for name in row.fields if name in fact.machine and getattr(before, name) != getattr(fact, name)]
    if row.name == "value":
        return value_text(before) if set(changed) - {"bound"} else ""
    if row.name == "bound" and {"value", "unit"} & fact.machine.keys():
        return ""  # the line above shows it together with the number
    if row.name == "period":
        return (period_text(before.period_start, before.period_end) or text("card.empty")) if changed else ""
    return shown(row.name, getattr(before, row.name)) if row.name in changed else ""
