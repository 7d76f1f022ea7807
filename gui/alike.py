"""The same elsewhere: after a decision the alike proposals are offered, seen one by one, and decided as one act."""

from __future__ import annotations

from PySide6.QtCore import (
    QObject,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from core import alike, learning
from core.alike import Rule
from core.edits import Accept, Act, Correct, Improve, Reject, Reopen, Revert
from core.facts import Fact, State
from core.messages import text
from gui.desk import Desk
from gui.dialogs import buttons, show
from gui.likes import Changed, Likes, LikesView
from gui.look import sheet
from gui.theme import Theme
from gui.wording import period_text, shown

SEARCHED = 50_000  # facts: in a larger project only the report at hand is searched without being asked (1 s a million)
LEVELS = (0.0, 0.6, 0.85, 0.95)


def rule_for(fact: Fact, desk: Desk) -> Rule | None:
    """What was decided about a fact as a rule; for one that is undecided or accepted, its whole indicator."""
    if fact.state is State.REJECTED:
        return alike.after_rejection(fact)
    if fact.state is State.CORRECTED and fact.machine:
        fields = {name: getattr(fact, name) for name in fact.machine}
        return alike.after_correction(fact.with_(**fact.machine), fields, desk.document(fact.document))
    return alike.of_indicator(fact)


def act_of(rule: Rule, facts: tuple[int, ...], desk: Desk) -> Act:
    """The one act that does it to all."""
    match rule.act:
        case "accept":
            return Accept(facts)
        case "reject":
            return Reject(facts)
    return alike.act(desk.store, rule, facts)


def told(rule: Rule, fact: Fact) -> str:
    """What would be done, in a sentence."""
    name = fact.canonical or fact.indicator
    if rule.act != "correct":
        return text(f"alike.{rule.act}", name=name)
    before = fact.with_(**(fact.machine or {}))
    parts = []
    fields = dict(rule.fields)
    if "period_start" in fields or "period_end" in fields:
        new = fact.with_(**{k: v for k, v in fields.items() if k.startswith("period")})
        old_text, new_text = (period_text(f.period_start, f.period_end) or text("card.empty") for f in (before, new))
        parts.append(text("alike.change", field=text("field.period"), old=old_text, new=new_text))
    for field, value in fields.items():
        if not field.startswith("period"):
            old = shown(field, getattr(before, field))
            parts.append(text("alike.change", field=text(f"field.{field}"), old=old, new=shown(field, value)))
    return "\n".join(parts)


class Offers(QObject):
    """Listens for corrections and rejections of one fact, and offers in a toast to do the same to its likes."""

    def __init__(self, desk: Desk, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._theme, self._window = desk, theme, window
        desk.acted.connect(self._acted)

    def open(self) -> None:
        """The dialog for the selected fact, asked for by key."""
        fact = self._desk.selection.fact
        if fact is None:
            return
        chosen = self._desk.fact(fact)
        rule = rule_for(chosen, self._desk)
        if rule is None or not alike.find(self._desk.store, rule):
            self._desk.notice(text("alike.none"), "warning")
            return
        self.show(rule, chosen)

    def show(self, rule: Rule, fact: Fact) -> None:
        """The dialog for a rule."""
        show(Same(self._desk, self._theme, rule, fact, parent=self._window))

    def _acted(self, act: Act) -> None:
        if isinstance(act, Correct | Reopen | Revert):
            self._return(act)
        if not isinstance(act, Correct | Reject) or len(act.facts) != 1:
            return
        fact = self._desk.store.many(act.facts).get(act.facts[0])
        if fact is None or fact.state not in (State.CORRECTED, State.REJECTED):
            return
        if isinstance(act, Correct):
            # Only what was corrected just now; earlier corrections of the same fact have been offered before.
            before = fact.with_(**(fact.machine or {}))
            fields = {name: value for name, value in act.fields.items() if getattr(before, name) != value}
            rule = alike.after_correction(before, fields, self._desk.document(fact.document))
            self._follow(fact)
        else:
            rule = alike.after_rejection(fact)
        if rule is None:
            return
        count = self._count(rule, fact)
        if count:
            said = text("alike.offer", count=count)
            self._desk.notice(said, "done", text(f"alike.go_{rule.act}"), lambda: self.show(rule, fact))

    def _follow(self, fact: Fact) -> None:
        """What follows in the sentence under the same name or in the same years is changed too, and stays proposed."""
        better = tuple((b.fact, b.fields) for b in learning.following(self._desk.store, fact.id))
        if better and self._desk.do(Improve(better)) is not None:
            self._desk.join()
            self._desk.notice(text("learn.along_done", n=len(better)), "done", text("tags.undo"), self._desk.undo)

    def _return(self, act: Correct | Reopen | Revert) -> None:
        """What had gone along with a correction goes back with it."""
        store = self._desk.store
        facts = act.facts
        if isinstance(act, Revert):
            changed = (
                'SELECT DISTINCT "key" FROM change WHERE batch = (SELECT max(id) FROM batch) AND "table" = \'fact\''
            )
            facts = tuple(key for (key,) in store.select(changed + " LIMIT 2"))
        better = tuple((b.fact, b.fields) for b in learning.returning(store, facts[0])) if len(facts) == 1 else ()
        if better and self._desk.do(Improve(better)) is not None:
            self._desk.join()
            self._desk.notice(text("learn.along_back", n=len(better)), "done", text("tags.undo"), self._desk.undo)

    def _count(self, rule: Rule, fact: Fact) -> int:
        total = sum(sum(states.values()) for states in self._desk.counts().values())
        if total <= SEARCHED:
            return len(alike.find(self._desk.store, rule))
        return sum(rule.holds(other) for other in self._desk.facts(fact.document))


class Same(QDialog):
    """The alike proposals in their sentences, each with a tick; what is ticked is decided as one act."""

    def __init__(
        self, desk: Desk, theme: Theme, rule: Rule, fact: Fact, *, says: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self.theme, self.rule, self.fact = desk, theme, rule, fact
        self.setWindowTitle(text("alike.title"))
        self.resize(720, 520)
        self.setStyleSheet(sheet(theme))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        head = QLabel(says or told(rule, fact))
        head.setProperty("kind", "title")
        head.setWordWrap(True)
        column.addWidget(head)
        self.model = Changed(desk, rule, self) if rule.edit is not None else Likes(desk, self)
        column.addLayout(self._bar())
        self.left = QLabel()  # what the list leaves out
        self.left.setProperty("kind", "muted")
        self.left.setWordWrap(True)
        self.left.hide()
        column.addWidget(self.left)
        self.view = LikesView(self.model, desk, theme, text("alike.title"))
        self.view.entered_key.connect(self.do)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        column.addWidget(self.view, 1)
        box = buttons(self, f"alike.go_{rule.act}")
        self.go = box.button(QDialogButtonBox.StandardButton.Ok)
        self.go.setDefault(True)
        box.accepted.connect(self.do)
        column.addWidget(box)
        self.model.ticked.connect(self._show_count)
        self._look()
        self.view.setFocus()

    def do(self) -> None:
        """Decide on what is ticked; a toast offers to take it back."""
        chosen = self.model.chosen()
        if chosen and self.desk.do(act_of(self.rule, chosen, self.desk)) is not None:
            said = text(f"alike.done_{self.rule.act}", count=len(chosen))
            self.desk.notice(said, "done", text("tags.undo"), self.desk.undo)
        self.accept()

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.scope = QComboBox()
        self.scope.setAccessibleName(text("table.scope"))
        if self.rule.section is None:
            self.scope.addItem(text("alike.everywhere"), "all")
            self.scope.addItem(text("alike.this_report"), "this")
        else:
            self.scope.addItem(text("alike.this_section"), "section")
            self.scope.addItem(text("alike.this_sentence"), "sentence")
        self.scope.currentIndexChanged.connect(self._look)
        row.addWidget(self.scope)
        self.level = QComboBox()
        self.level.setAccessibleName(text("table.confidence"))
        for level in LEVELS:
            key = "table.at_least" if level else "table.any_confidence"
            self.level.addItem(text(key, percent=round(level * 100)), level)
        self.level.setVisible(self.rule.act == "accept")
        self.level.currentIndexChanged.connect(self._look)
        row.addWidget(self.level)
        row.addStretch(1)
        for button in self.model.tick_buttons():
            row.addWidget(button)
        return row

    def _look(self) -> None:
        documents = (self.fact.document,) if self.scope.currentData() == "this" else ()
        rule = self.rule
        if self.scope.currentData() == "sentence":
            rule = alike.in_sentence(rule, self.fact, self.desk.document(self.fact.document))
        ids = alike.find(self.desk.store, rule, documents)
        if least := self.level.currentData():
            facts = self.desk.store.many(ids)
            ids = [key for key in ids if facts[key].confidence >= least]
        self._fill(ids)

    def _fill(self, ids: list[int]) -> None:
        self.model.fill(ids)
        if ids:
            self.view.setCurrentIndex(self.model.index(0))
        self._show_count()

    def _show_count(self) -> None:
        count = len(self.model.chosen())
        self.go.setText(text(f"alike.number_{self.rule.act}", count=count))
        self.go.setEnabled(count > 0)
