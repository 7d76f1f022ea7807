"""Editors of the fact card: one fitting widget a field, all with the same four verbs.

Every editor shows a fact with `load`, takes the keyboard with `begin`, tells a finished edit with `committed`
(fields → values, only those that differ) and a given-up one with `cancelled`. Enter, Tab or a click elsewhere
commits; Esc puts the old value back. What can't be read is kept in the editor, told by `trouble`, and changes
nothing.

Longer than other modules: an editor is short, and reads best beside the others that it must behave like.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.documents import Document
from core.facts import Fact
from core.messages import text
from gui.flow import Flow
from gui.lines import Completing, Line
from gui.suggesting import (
    Suggestion,
    Vocabulary,
    core_fields,
    period_label,
    periods,
    same_value,
    value_fields,
    values,
)
from gui.wording import parse_period, period_text, value_text, written

Near = Callable[[], tuple[Fact, ...]]  # the facts of the report at hand
LEAST_OWN = 2  # characters of a name
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Editor(QWidget):
    """What all editors share. `fact` and `document` are those shown last."""

    committed = Signal(object)  # dict: field → new value
    entered = Signal()  # Enter was pressed and all is well
    cancelled = Signal()
    trouble = Signal(str)  # what can't be read and how to write it; "" when all is well

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.fact: Fact | None = None
        self.document: Document | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def load(self, fact: Fact, document: Document | None) -> None:
        """Show a fact; an unfinished edit of another one is dropped."""
        self.fact, self.document = fact, document
        self.trouble.emit("")
        self.show_value()

    def show_value(self) -> None:
        """Put the fact's value into the widgets."""
        raise AssertionError("every editor shows its own value")

    def begin(self) -> None:
        """Take the keyboard, with everything selected where there is something to select."""
        self.setFocus()

    def finish(self, fields: dict[str, Any]) -> None:
        """Tell an edit, unless it changes nothing."""
        if self.fact is None:
            return
        self.trouble.emit("")
        changed = {name: value for name, value in fields.items() if getattr(self.fact, name) != value}
        if changed:
            self.committed.emit(changed)


class LineEditor(Editor):
    """An editor around one line; `read` turns what is typed into fields, or None and a word of trouble."""

    trouble_key = ""

    def __init__(self, name: str, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.line = line
        line.setAccessibleName(text(f"field.{name}"))
        line.setPlaceholderText(text(f"hint.{name}"))
        line.setToolTip(text(f"hint.{name}"))
        self.setFocusProxy(line)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(3)
        self.column.addWidget(line)
        line.entered.connect(self._enter)
        line.left.connect(self._leave)
        line.escaped.connect(self._escape)
        if isinstance(line, Completing):
            line.chosen.connect(self._chosen)

    def shown_text(self) -> str:
        """The fact's value as it stands in the line."""
        raise AssertionError("every line shows its own value")

    def read(self, typed: str) -> dict[str, Any] | None:
        """The fields for what is typed; None when it can't be read."""
        raise AssertionError(f"every line reads its own value: {typed}")

    def show_value(self) -> None:
        if self.line.text() != self.shown_text() or self.line.isUndoAvailable():  # its own undo ends with the edit
            self.line.setText(self.shown_text())
        self.line.setModified(False)
        self.line.setCursorPosition(0)

    def begin(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def commit(self) -> bool:
        """Tell the edit; False when it can't be read."""
        if self.fact is None or self.line.text().strip() == self.shown_text():
            self.trouble.emit("")
            return True
        fields = self.read(self.line.text().strip())
        if fields is None:
            self.trouble.emit(text(f"card.{self.trouble_key}"))
            return False
        self.finish(fields)
        return True

    def _enter(self) -> None:
        if self.commit():
            self.line.selectAll()
            self.entered.emit()
        else:
            self.line.setFocus()

    def _leave(self) -> None:
        if self.line.isModified():
            self.commit()

    def _escape(self) -> None:
        self.trouble.emit("")
        self.show_value()
        self.cancelled.emit()

    def _chosen(self, suggestion: Suggestion) -> None:
        self.line.setText(suggestion.text)
        if self.commit():
            self.entered.emit()


class ValueEditor(LineEditor):
    """Number, unit and bound typed together: 28.6亿元, 10%以上, 2-3个, 第3; a bare number keeps its unit."""

    trouble_key = "unreadable_value"

    def __init__(self, near: Near, parent: QWidget | None = None) -> None:
        self._near = near
        super().__init__("value", Completing(self._offer), parent)

    def shown_text(self) -> str:
        return value_text(self.fact) if self.fact else ""

    def read(self, typed: str) -> dict[str, Any] | None:
        if self.fact is None:
            return None
        return {} if same_value(typed, self.fact) else value_fields(typed, self.fact)

    def select_unit(self) -> None:
        """Select the unit alone, ready to be typed over."""
        unit = written(self.fact)[1] if self.fact else ""
        at = self.line.text().rfind(unit) if unit else -1
        if at >= 0:
            self.line.setSelection(at, len(unit))

    def _offer(self, typed: str) -> list[Suggestion]:
        return values(typed, self.fact, self._near()) if self.fact else []


class IndicatorEditor(LineEditor):
    """The indicator's name, completed from report, project and vocabulary by characters or pinyin initials."""

    trouble_key = "needs_indicator"

    def __init__(
        self, vocabulary: Vocabulary, near: Near, project: Callable[[], list[str]], parent: QWidget | None = None
    ) -> None:
        self._vocabulary, self._near, self._project = vocabulary, near, project
        super().__init__("indicator", Completing(self._offer), parent)

    def shown_text(self) -> str:
        return self.fact.indicator if self.fact else ""

    def read(self, typed: str) -> dict[str, Any] | None:
        if not typed or self.fact is None:
            return None
        line = self.line
        picked = line.suggestion(typed) if isinstance(line, Completing) else None
        canonical = (picked.fields.get("canonical", "") if picked else "") or self._vocabulary.canonical(typed)
        # A name that the vocabulary does not know leaves the standard indicator as it is: the analyst may have
        # only spelled it out (全市 → 锦州市), and a wrong one is seen in the next row.
        fields = core_fields(typed, self.fact, self.document)
        return {**fields, "canonical": canonical} if canonical else fields

    def _offer(self, typed: str) -> list[Suggestion]:
        at = self.fact.start if self.fact else None
        return self._vocabulary.indicators(typed, self._near(), self._project() if typed.strip() else (), at=at)


class CanonicalEditor(LineEditor):
    """The standard indicator: one of the vocabulary, one of the project's own, or none.

    An own one is made by choosing the last line of the list; typing alone never makes one, as a slip would.
    """

    trouble_key = "unknown_canonical"

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        self._vocabulary = vocabulary
        self._made = ""
        super().__init__("canonical", Completing(self._offer), parent)

    def shown_text(self) -> str:
        return self.fact.canonical if self.fact else ""

    def read(self, typed: str) -> dict[str, Any] | None:
        if typed and typed == self._made:
            return {"canonical": typed}
        name = typed if not typed or self._vocabulary.knows(typed) else self._vocabulary.canonical(typed)
        if typed and not name:
            offered = self._vocabulary.standards(typed)
            if len(offered) != 1:
                return None
            name = offered[0].text  # one single match for the initials typed: that is the one meant
        return {"canonical": name}

    def _offer(self, typed: str) -> list[Suggestion]:
        said = typed.strip()
        offered = self._vocabulary.standards(said)
        if len(said) >= LEAST_OWN and not self._vocabulary.knows(said) and not self._vocabulary.canonical(said):
            offered.append(Suggestion(said, text("card.own_new"), {"own": True}))
        return offered

    def _chosen(self, suggestion: Suggestion) -> None:
        self._made = suggestion.text if suggestion.fields.get("own") else ""
        super()._chosen(suggestion)


class ActionEditor(LineEditor):
    """The verb that governs the figure; may be empty."""

    def __init__(self, near: Near, parent: QWidget | None = None) -> None:
        self._near = near
        super().__init__("action", Completing(self._offer), parent)

    def shown_text(self) -> str:
        return self.fact.action if self.fact else ""

    def read(self, typed: str) -> dict[str, Any] | None:
        return {"action": typed}

    def _offer(self, typed: str) -> list[Suggestion]:
        used = dict.fromkeys(f.action for f in self._near() if f.action and f.action.startswith(typed.strip()))
        return [Suggestion(word) for word in list(used)[:8] if word != typed.strip()]


class PeriodEditor(LineEditor):
    """Years typed as 2020, 2016-2020 or 十三五; the likely ones stand under the line while it has the keyboard."""

    trouble_key = "unreadable_period"

    def __init__(self, near: Near, parent: QWidget | None = None) -> None:
        super().__init__("period", Line(), parent)
        self._near = near
        self.chips = QWidget()
        self.chips.hide()
        self._flow = Flow(self.chips)
        self.column.addWidget(self.chips)
        self._choices: list[tuple[int, int]] = []
        self.line.installEventFilter(self)

    def shown_text(self) -> str:
        return period_text(self.fact.period_start, self.fact.period_end) if self.fact else ""

    def read(self, typed: str) -> dict[str, Any] | None:
        period = parse_period(typed, self.document.metadata.year if self.document else None)
        return None if period is None else {"period_start": period[0], "period_end": period[1]}

    def show_value(self) -> None:
        super().show_value()
        if self.chips.isVisibleTo(self):
            self._offer()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.FocusIn:
            self._offer()
        elif watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down and self.chips.isVisible():
                self._chips()[0].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        elif watched is self.line and event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            # Tab goes on into the chips; they stay until the keyboard leaves the field altogether.
            if event.reason() not in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
                self.chips.hide()
        elif event.type() == QEvent.Type.FocusOut and isinstance(watched, QPushButton):
            following = self.window().focusWidget() if self.window() else None
            if following is None or not self.isAncestorOf(following):
                self.chips.hide()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QPushButton):
            step = STEPS.get(Qt.Key(event.key()))
            if event.key() == Qt.Key.Key_Escape:
                self.line.setFocus()
                return True
            if step is not None:  # before the first chip stands the line
                stops: list[QWidget] = [self.line, *self._chips()]
                to = min(stops.index(watched) + step, len(stops) - 1)
                stops[to].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                watched.click()
                return True
        return False

    def _chips(self) -> list[QPushButton]:
        return [chip for chip in self.chips.findChildren(QPushButton) if not chip.isHidden()]

    def _offer(self) -> None:
        if self.fact is None:
            return
        now = (self.fact.period_start, self.fact.period_end)
        offered = [p for p in periods(self.fact, self.document, self._near()) if p != now]
        if offered != self._choices or not self._flow.count():
            self._choices = offered
            self._flow.clear()
            for start, end in offered:
                chip = QPushButton(period_label(start, end))
                chip.setProperty("chip", True)
                chip.setToolTip(text("card.chip_tip"))
                chip.setAccessibleName(f"{text('field.period')} {period_label(start, end)}")
                chip.clicked.connect(lambda _=False, s=start, e=end: self._pick(s, e))
                chip.installEventFilter(self)
                self._flow.addWidget(chip)
        self.chips.setVisible(bool(offered))

    def _pick(self, start: int, end: int) -> None:
        self.line.setText(period_text(start, end))
        self.finish({"period_start": start, "period_end": end})
        self.line.setFocus()
        self.line.selectAll()
        self.entered.emit()


class NoteEditor(Editor):
    """A note of some lines; Enter saves, Shift+Enter starts a new line. Commits {"note": …}."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("note", parent)
        self.box = QPlainTextEdit()
        self.box.setAccessibleName(text("field.note"))
        self.box.setPlaceholderText(text("hint.note"))
        self.box.setTabChangesFocus(True)
        self.box.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.box.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.box.document().setDocumentMargin(3)
        self.box.installEventFilter(self)
        self.box.textChanged.connect(self._fit)
        self.setFocusProxy(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        self._fit()

    def show_value(self) -> None:
        self.box.setPlainText(self.fact.note if self.fact else "")

    def begin(self) -> None:
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.moveCursor(self.box.textCursor().MoveOperation.End)

    def commit(self) -> None:
        """Tell the note where it differs."""
        self.finish({"note": self.box.toPlainText().strip()})

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is not self.box:
            return False
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.type() == QEvent.Type.ShortcutOverride:
                if enter or event.key() == Qt.Key.Key_Escape or event.text():
                    event.accept()
                return False
            if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.commit()
                self.entered.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.show_value()
                self.cancelled.emit()
                return True
        elif (
            isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        ):
            self.commit()
        return False

    def _fit(self) -> None:
        # One line while empty, up to six as it fills: a card should not be mostly an empty box.
        wanted = self.box.document().size().height()  # in lines, as a plain text document counts
        lines = min(max(wanted, 1), 6)
        shown = Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted > 6 else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.box.setVerticalScrollBarPolicy(shown)
        self.box.setFixedHeight(round(lines * self.box.fontMetrics().lineSpacing()) + 12)
