"""What was learned from decisions: every rule in words with its evidence and a switch, and what it would make of the
proposals not yet reviewed, each in its sentence. Applying is one act; switching a rule off takes its changes back.

Rules are worked out in a process of their own: with 80,000 facts that takes two seconds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core import learning
from core.edits import Act, Improve, Reject, Several, Switch
from core.learning import Better, Learned, Rule
from core.messages import text
from gui.desk import Desk
from gui.dialogs import buttons
from gui.jobs import Job, Jobs
from gui.likes import Likes, LikesView
from gui.look import sheet
from gui.pages import nothing
from gui.rulelines import RuleLines
from gui.rulewords import changes, said, surer
from gui.theme import Theme
from gui.wording import value_text

RULE = Qt.ItemDataRole.UserRole


class Improved(Likes):
    """Proposals that rules would change, with a tick each."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(desk, parent)
        self.better: dict[int, Better] = {}

    def said(self, row: int) -> str:
        """What would become of a proposal."""
        fact = self.fact(row)
        better = self.better[fact.id]
        if better.rejected:
            return text("learn.would_reject", name=fact.indicator, value=value_text(fact))
        return f"{value_text(fact)}  " + text("learn.comma").join(changes(fact, better.fields))


class Rules(QDialog):
    """The rules on the left, what the chosen one would change on the right; `go` does what is ticked as one act."""

    def __init__(self, desk: Desk, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._jobs, self._theme = desk, jobs, theme
        self.learned = Learned((), ())
        self.switched: dict[str, bool] = {}
        self._asked = 0
        self._job: Job | None = None
        self._before: int | None = None  # how many would have changed before the last switch
        self._filling = False
        self.setWindowTitle(text("learn.title"))
        self.resize(980, 600)
        self.setStyleSheet(sheet(theme))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        self.head = QLabel(text("learn.looking"))
        self.head.setProperty("kind", "title")
        self.head.setWordWrap(True)
        column.addWidget(self.head)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.rules = QListWidget()
        self.rules.setAccessibleName(text("learn.rules"))
        self.rules.setWordWrap(True)
        self.rules.setItemDelegate(RuleLines(theme, self.rules))
        self.rules.setSpacing(2)
        self.rules.setResizeMode(QListView.ResizeMode.Adjust)
        self.rules.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rules.itemChanged.connect(self._switch)
        self.rules.currentRowChanged.connect(lambda _row: self._show())
        self.split.addWidget(self.rules)
        self.split.addWidget(self._preview())
        self.split.setSizes([400, 560])
        column.addWidget(self.split, 1)
        self.none = nothing("learn.none", "learn.empty")
        self.none.hide()
        column.addWidget(self.none, 1)
        box = buttons(self, "learn.go")
        self.go = box.button(QDialogButtonBox.StandardButton.Ok)
        self.go.setDefault(True)
        self.go.setEnabled(False)
        box.button(QDialogButtonBox.StandardButton.Cancel).setText(text("dialog.close"))
        box.accepted.connect(self.do)
        self.view.entered_key.connect(self.go.click)
        column.addWidget(box)
        self.model.ticked.connect(self._tell)
        self.finished.connect(self._leave)
        self.look()

    def look(self) -> None:
        """Work out the rules and what they would change, with the switches as they stand here."""
        self._asked += 1
        asked = self._asked
        task = (self.desk.store.path, (), dict(self.switched))
        before = self._job
        self._job = self._jobs.run(
            text("learn.looking"), learning.in_file, [task], lambda _n, found: self._take(asked, found)
        )
        if before is not None:
            self._jobs.cancel(before)

    def do(self) -> None:
        """Keep the switches and change what is ticked: one act, and a way back."""
        chosen = set(self.model.chosen())
        better = [b for b in self.learned.better if b.fact in chosen]
        acts: list[Act] = []
        switched = tuple((r.name, self.switched[r.name]) for r in self.learned.rules if r.name in self.switched)
        if switched:
            acts.append(Switch(switched))
        if fields := tuple((b.fact, b.fields) for b in better if not b.rejected):
            acts.append(Improve(fields))
        if rejected := tuple(b.fact for b in better if b.rejected):
            acts.append(Reject(rejected))
        if acts and self.desk.do(Several(tuple(acts), "act.learn")) is not None:
            self.desk.notice(text("learn.done", n=len(better)), "done", text("tags.undo"), self.desk.undo)
        self.accept()

    def _leave(self) -> None:
        self._asked += 1  # what is still being worked out comes to nobody

    def _preview(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 0, 0, 0)
        row = QHBoxLayout()
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        row.addWidget(self.count, 1)
        self.model = Improved(self.desk, self)
        for button in self.model.tick_buttons():
            row.addWidget(button)
        column.addLayout(row)
        self.view = LikesView(self.model, self.desk, self._theme, text("learn.preview"))
        column.addWidget(self.view, 1)
        return side

    def _take(self, asked: int, found: object) -> None:
        if asked != self._asked:
            return
        self._job = None
        if not isinstance(found, Learned):
            self.head.setText(text("learn.failed"))
            return
        self.learned = found
        self.model.better = {better.fact: better for better in found.better}
        if {rule.name for rule in found.rules} != self._listed():
            self._list(found)
        self._count()
        self._show()

    def _listed(self) -> set[str]:
        """The rules that stand in the list."""
        names = (self.rules.item(row).data(RULE) for row in range(self.rules.count()))
        return {name for name in names if name is not None}

    def _count(self) -> None:
        """Tell at each rule in the list what it would change, where it stands: a list that moves is hard to read."""
        counts = Counter(name for better in self.learned.better for name in better.rules)
        rules = {rule.name: rule for rule in self.learned.rules}
        self._filling = True
        for row in range(self.rules.count()):
            item = self.rules.item(row)
            if (rule := rules.get(item.data(RULE) or "")) is not None:
                item.setText(f"{said(rule)}\n{self._evidence(rule, counts[rule.name])}")
                item.setCheckState(Qt.CheckState.Checked if rule.on else Qt.CheckState.Unchecked)
        self._filling = False

    def _list(self, found: Learned) -> None:
        """Put the rules into the list, those that change nothing for now at its end."""
        counts = Counter(name for better in found.better for name in better.rules)
        current = self.rules.currentRow()
        self._filling = True
        self.rules.clear()
        every = QListWidgetItem(text("learn.all"))
        self.rules.addItem(every)
        idle = [rule for rule in found.rules if rule.on and not counts[rule.name]]
        for rule in [*(rule for rule in found.rules if rule not in idle), *idle]:
            if idle and rule is idle[0]:
                apart = QListWidgetItem(text("learn.idle", n=len(idle)))
                apart.setFlags(Qt.ItemFlag.NoItemFlags)
                self.rules.addItem(apart)
            item = QListWidgetItem(said(rule))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(RULE, rule.name)
            self.rules.addItem(item)
        self.rules.setCurrentRow(max(0, min(current, self.rules.count() - 1)))
        self._filling = False

    def _evidence(self, rule: Rule, count: int) -> str:
        words = [text("learn.accepted" if rule.kind == "known" else "learn.seen", n=rule.seen)]
        if rule.against:
            words.append(text("learn.against", n=rule.against))
        if rule.on and count:
            words.append(text("learn.would", n=count))
        elif not rule.sure:
            words.append(text("learn.waits"))
        return text("learn.comma").join(words)

    def _switch(self, item: QListWidgetItem) -> None:
        name = item.data(RULE)
        if self._filling or name is None:
            return
        on = self.switched[name] = item.checkState() == Qt.CheckState.Checked
        if self._before is None:
            self._before = self._total()
        # What is known is shown at once: without the rule goes what it alone would have changed. The rest is counted
        # in a moment.
        rules = tuple(replace(rule, on=on) if rule.name == name else rule for rule in self.learned.rules)
        alone = {name, *(rule.name for rule in rules if rule.kind == "known")}
        better = tuple(b for b in self.learned.better if on or name not in b.rules or not alone.issuperset(b.rules))
        self.learned = Learned(rules, better)
        self.look()
        self._count()
        self._show()

    def _show(self) -> None:
        item = self.rules.currentItem()
        name = item.data(RULE) if item is not None else None
        better = [b for b in self.learned.better if name is None or name in b.rules]
        better.sort(key=surer)  # what only becomes surer stands behind what changes
        self.model.fill([b.fact for b in better])
        if better:
            self.view.setCurrentIndex(self.model.index(0))
        told = text("learn.shown", n=len(better)) if better else text("learn.nothing")
        self.count.setText(text("learn.counting") if self._job is not None else told)
        self._tell()

    def _total(self) -> int:
        """How many proposals would change, without those that would only be surer."""
        return sum(not surer(better) for better in self.learned.better)

    def _tell(self) -> None:
        shown_ones = self.model.chosen()
        count = len(shown_ones)
        only = sum(surer(better) for better in self.learned.better)
        key = "learn.empty" if not self.learned.rules else "learn.head_surer" if only else "learn.head"
        words = text(key, total=self._total(), surer=only)
        if self._before is not None and self._job is None and (more := self._total() - self._before):
            words += text("learn.more" if more > 0 else "learn.fewer", n=abs(more))
        self.head.setText(words)
        none = not self.learned.rules and self._job is None
        self.none.setVisible(none)
        for widget in (self.head, self.split, self.go):
            widget.setVisible(not none)
        self.go.setText(text("learn.go_n", n=count) if count else text("learn.go"))
        self.go.setEnabled(self._job is None and bool(count or self.switched))
