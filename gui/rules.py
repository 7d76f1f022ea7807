"""What was learned from decisions: every rule in words with its evidence and a switch, and what it would make of the
proposals not yet reviewed, each in its sentence. Applying is one act; switching a rule off takes its changes back.

Rules are worked out in a process of their own: with 80,000 facts that takes two seconds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core import learning
from core.edits import Act, Improve, Reject, Several, Switch
from core.facts import Fact, State
from core.learning import Better, Learned, Rule
from core.messages import text
from gui.alike import Likes, Sentences
from gui.desk import Desk, Selection
from gui.dialogs import buttons
from gui.jobs import Job, Jobs
from gui.look import sheet
from gui.pages import nothing
from gui.rulelines import RuleLines
from gui.theme import Theme
from gui.wording import listed, period_text, shown, value_text

RULE = Qt.ItemDataRole.UserRole


def said(rule: Rule) -> str:
    """A rule in a sentence."""
    about, fields = rule.conditions, rule.fields
    match rule.kind:
        case "name" if "indicator" in fields:
            line = text("learn.name", old=about["indicator"], new=fields["indicator"] or text("card.empty"))
            return line + (text("learn.and_standard", name=fields["canonical"]) if fields.get("canonical") else "")
        case "name":
            key = "learn.standard" if fields["canonical"] else "learn.no_standard"
            return text(key, name=about["indicator"], standard=fields["canonical"])
        case "trim_start" | "trim_end":
            return text(f"learn.{rule.kind}", words=about["words"])
        case "swap_start" | "swap_end":
            written = text("learn.written" if about["written"] else "learn.unwritten")
            return text(f"learn.{rule.kind}", words=about["words"], new=fields["new"], written=written)
        case "add_end":
            unit = shown("base_unit", about["base_unit"]) or text("card.empty")
            return text("learn.add_end", words=_words(about["words"]), unit=unit, new=fields["new"])
        case "reject_after":
            unit = shown("base_unit", about["base_unit"]) or text("card.empty")
            return text("learn.reject_after", words=_words(about["words"]), unit=unit)
        case "known":
            return text("learn.known")
        case "along":
            return text("learn.along")
        case "reject" if about["indicator"]:
            return text("learn.reject", name=about["indicator"], unit=about["base_unit"] or text("card.empty"))
        case "reject":
            return text("learn.reject_words", words=about["quantity"])
        case "time":
            return text("learn.time", part=text(f"part.{about['part']}"), measure=shown("measure", about["measure"]),
                        old=_frame(about, fields), new=_frame(about | fields, fields))  # fmt: skip
    changes = listed(
        [
            text(
                "learn.field",
                field=text(f"field.{field}"),
                old=shown(field, about.get(field, "")),
                new=shown(field, value),
            )
            for field, value in fields.items()
        ]
    )
    if rule.kind == "wording":
        return text("learn.wording", words=_words(about["words"]), name=about["indicator"], changes=changes)
    if rule.kind == "manner":
        unit = shown("base_unit", about["base_unit"]) or text("card.empty")
        return text("learn.manner", words=_words(about["words"]), unit=unit, changes=changes)
    return text("learn.changes", name=about["indicator"], changes=changes)


def _words(words: str) -> str:
    """The words around a figure as a rule keeps them: cut at the front, a sign for every number."""
    return words.replace("#", "〇") if words.startswith("…") else f"…{words.replace('#', '〇')}"


def _frame(about: dict[str, Any], fields: dict[str, Any]) -> str:
    """Status and years as a rule of time has them: 目标，报告年前 5 年至前 1 年."""
    words = [shown("status", about["status"])] if "status" in fields else []
    if {"period_start", "period_end"} & fields.keys():
        ends = [about["period_start"], about["period_end"]]
        names = [_year(end) for end in dict.fromkeys(ends)]
        words.append(names[0] if len(names) == 1 else text("learn.span", start=names[0], end=names[1]))
    return text("learn.comma").join(words)


def _year(offset: int | None) -> str:
    if offset is None:
        return text("card.empty")
    if abs(offset) == 1:
        return text("learn.year_last" if offset < 0 else "learn.year_next")
    return text(
        "learn.year_same" if not offset else "learn.year_before" if offset < 0 else "learn.year_after", n=abs(offset)
    )


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
        return f"{value_text(fact)}  " + text("learn.comma").join(_changes(fact, better.fields))


def surer(better: Better) -> bool:
    """True where a rule changes nothing but how sure the proposal is."""
    return not better.rejected and better.fields.keys() == {"confidence"}


def _changes(fact: Fact, fields: dict[str, Any]) -> list[str]:
    """Old and new of what would change; both years in one."""
    told = []
    if {"period_start", "period_end"} & fields.keys():
        ends = [fields.get(name, getattr(fact, name)) for name in ("period_start", "period_end")]
        told.append(f"{period_text(fact.period_start, fact.period_end) or text('card.empty')} → {period_text(*ends)}")
    for name, value in fields.items():
        if not name.startswith("period") and name != "confidence":
            old, new = (shown(name, each) or text("card.empty") for each in (getattr(fact, name), value))
            told.append(
                f"{old} → {new}" if getattr(fact, name) else text("learn.set", field=text(f"field.{name}"), new=new)
            )
    if not told and "confidence" in fields:
        told.append(text("learn.surer", old=f"{fact.confidence:.0%}", new=f"{fields['confidence']:.0%}"))
    return told


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
        for key, on in (("alike.tick_all", True), ("alike.tick_none", False)):
            button = QPushButton(text(key))
            button.setProperty("link", True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, on=on: self.model.tick_all(on))
            row.addWidget(button)
        column.addLayout(row)
        self.model = Improved(self.desk, self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(text("learn.preview"))
        self.view.setItemDelegate(Sentences(self.desk, self._theme, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.clicked.connect(self.model.toggle)
        self.view.doubleClicked.connect(self._go_there)
        self.view.installEventFilter(self)
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

    def _go_there(self, index: Any) -> None:
        self.model.toggle(index)  # the two clicks have toggled it once more than was meant
        fact = self.model.fact(index.row())
        self.desk.select(fact.document, fact.id, "alike")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.view and pressed and event.key() == Qt.Key.Key_Space:
            self.model.toggle(self.view.currentIndex())
            return True
        return super().eventFilter(watched, event)


class Teacher(QObject):
    """Uses the rules of the project on reports that arrive, and on those that an analyst first turns to.

    So their proposals are better from the beginning, also where all reports were imported before the first decision.
    """

    def __init__(self, desk: Desk, jobs: Jobs, show: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._show = desk, jobs, show
        self._begun: set[tuple[Any, int]] = set()
        self._last: int | None = None
        desk.selected.connect(self._turned)

    def _turned(self, selection: Selection) -> None:
        document, last = selection.document, self._last
        self._last = document
        if document is None or document == last or (self._desk.store.path, document) in self._begun:
            return
        counts = self._desk.counts()
        if counts.get(document, {}).keys() != {State.PROPOSED.value}:
            self._begun.add((self._desk.store.path, document))
        elif any(states.keys() - {State.PROPOSED.value} for states in counts.values()):
            self.use([document], "learn.used_here")

    def use(self, documents: list[int], says: str = "learn.used") -> None:
        """Improve the proposals of these reports as one act; a toast tells of it and leads to the rules."""
        self._begun |= {(self._desk.store.path, document) for document in documents}
        decided = any({"accepted", "corrected", "rejected"} & counts.keys() for counts in self._desk.counts().values())
        if documents and decided:
            path = self._desk.store.path
            task = (path, tuple(documents))
            self._jobs.run(
                text("learn.looking"), learning.in_file, [task], lambda _n, found: self._take(path, found, says)
            )

    def _take(self, path: Any, found: object, says: str) -> None:
        if not isinstance(found, Learned) or not found.better or path != self._desk.store.path:
            return
        if says == "learn.used_here" and all(surer(better) for better in found.better):
            return  # not worth a step of undo between two acts of the analyst
        fields = tuple((b.fact, b.fields) for b in found.better if not b.rejected)
        if fields:
            self._desk.when_free(lambda: self._desk.do(Improve(fields)))
        rejected, only = sum(b.rejected for b in found.better), sum(map(surer, found.better))
        words = [text(says, n=len(fields) - only)] if len(fields) > only else []
        words += [text("learn.confirmed", n=only)] if only else []
        words += [text("learn.doubted", n=rejected)] if rejected else []
        self._desk.notice(text("learn.comma").join(words), "done", text("learn.look"), self._show)
