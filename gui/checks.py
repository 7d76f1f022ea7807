"""The checks as a work list: each likely error with its reason, one key to go to its sentence, one to set it aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QInputDialog,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.checking import RULES, Finding, check, read, reason, run
from core.edits import Dismiss, Touched
from core.errors import DuiduError
from core.messages import text
from core.settings import Settings
from gui.checksmodel import COLUMNS, ChecksModel
from gui.choosing import names
from gui.desk import Desk
from gui.jobs import Job, Jobs
from gui.pages import as_list, bar, nothing
from gui.rulesheet import RuleSheet
from gui.settling import SettlingPage
from gui.theme import SPACE, Theme

WIDTHS = (170, 150, 190, 420, 90)
AT_ONCE = 10  # reports that are checked here and now, which takes 50 ms; more go to a process of their own
SETTLE = 400  # ms after an act before its region is checked again


class Checks(SettlingPage):
    """Runs the rules over the project and keeps the list true while facts are being corrected.

    `open_documents` is called with the ids of the reports that are to be shown side by side. Without `jobs` the rules
    run here, which suits tests and small projects.
    """

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        lexicon: Any,
        open_documents: Callable[[list[int]], object],
        jobs: Jobs | None = None,
        settings: Settings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("checks", desk, SETTLE, parent)
        self._theme, self._lexicon, self._open = theme, lexicon, open_documents
        self._jobs, self._settings = jobs, settings
        self._job: Job | None = None
        self._under_way: set[str] = set()  # the regions that the job is about; empty for the whole project
        self._regions: set[str] = set()  # where facts were changed since the rules ran there
        self.model = ChecksModel(desk, theme, lexicon, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        pages = QWidget()
        self._stack = QStackedLayout(pages)
        self._stack.addWidget(self._list())
        self._stack.addWidget(nothing("checks.none_title", "checks.none"))
        self._stack.addWidget(nothing("checks.running", "checks.running_tip"))
        self._stack.addWidget(nothing("checks.not_run", "checks.not_run_tip"))
        column.addWidget(pages, 1)
        self.front = self.table
        theme.changed.connect(self.model.repaint)

    # -- what others call -----------------------------------------------------------------------------------------

    def look(self) -> None:
        """Check the whole project."""
        self._stale = False
        self._regions.clear()
        tuned, off = self._tuned()
        if self._jobs is None or len(self._desk.documents()) <= AT_ONCE:
            self._take(check(read(self._desk.store, self._lexicon), self._lexicon, tuned, off))
            return
        self._give_up()
        self._under_way = set()
        path = str(self._desk.store.path)
        self._job = self._jobs.run(
            text("checks.title"), run, [(path, tuned, off)], lambda _number, found: self._arrived(found), self._ended,
            alone=True,
        )  # fmt: skip
        self._tell()

    def go(self, *_: object) -> None:
        """Open the reports of the current finding side by side, at the sentence."""
        finding = self.current()
        if finding is None:
            return
        others = self._desk.store.many(finding.others)
        documents = [finding.document, *(others[key].document for key in finding.others if key in others)]
        self._open(list(dict.fromkeys(documents)))
        self._desk.select(finding.document, finding.fact, origin="checks")

    def current(self) -> Finding | None:
        """The finding that the list is at."""
        index = self.table.currentIndex()
        return self.model.finding(index.row()) if index.isValid() else None

    def dismiss(self, note: str | None = None) -> None:
        """Set the current finding aside with a note, which is asked for when none is given; or take it up again."""
        finding = self.current()
        if finding is None:
            return
        row = self.table.currentIndex().row()
        if self.model.dismissed(finding):
            self._desk.do(Dismiss(finding.rule, finding.subject, finding.fact, on=False))
        else:
            if note is None:
                note, wanted = QInputDialog.getText(self, text(f"check.{finding.rule}"), text("checks.note"))
                if not wanted:
                    return
            self._desk.do(Dismiss(finding.rule, finding.subject, finding.fact, note.strip()))
        self._stand(row)

    # -- building -------------------------------------------------------------------------------------------------

    def _bar(self) -> QWidget:
        strip, row = bar()
        self.rules = QComboBox()
        self.rules.setProperty("filter", True)
        self.rules.setAccessibleName(text("checks.rule"))
        # The longest rule's name would push a small window apart; its own list is as wide as it needs.
        self.rules.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.rules.setMinimumContentsLength(14)
        self.rules.addItem(text("checks.all"), "")
        for rule in RULES:
            self.rules.addItem(text(f"check.{rule.id}"), rule.id)
        widest = max(
            self.rules.fontMetrics().horizontalAdvance(self.rules.itemText(n)) for n in range(self.rules.count())
        )
        self.rules.view().setMinimumWidth(widest + 2 * SPACE)
        self.rules.currentIndexChanged.connect(self._filter)
        self.aside = QCheckBox(text("checks.show_dismissed"))
        self.aside.toggled.connect(self._filter)
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        row.addWidget(self.rules)
        row.addWidget(self.aside)
        row.addSpacing(SPACE)
        row.addWidget(self.count)
        row.addStretch(1)
        self.buttons: dict[str, QPushButton] = {}
        for name, done in (
            ("go", self.go), ("dismiss", self.dismiss), ("tune", self._tune), ("run", self.look),
        ):  # fmt: skip
            button = QPushButton(text(f"checks.{name}"))
            button.setProperty("act", True)
            button.setToolTip(text(f"checks.{name}_tip"))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, done=done: done())
            self.buttons[name] = button
            row.addWidget(button)
        return strip

    def _list(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.table = _Table(self.model)
        self.table.activated.connect(self.go)
        self.table.dismissed.connect(self.dismiss)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        column.addWidget(self.table, 1)
        self.why = QLabel(text("checks.choose"))
        self.why.setWordWrap(True)
        self.why.setContentsMargins(SPACE + 4, SPACE, SPACE + 4, SPACE)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setMinimumHeight(64)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.why)
        return page

    # -- inside ---------------------------------------------------------------------------------------------------

    def _tuned(self) -> tuple[dict[str, float], tuple[str, ...]]:
        if self._settings is None:
            return {}, ()
        return dict(self._settings.get("checks.limits")), tuple(self._settings.get("checks.off"))

    def _give_up(self) -> None:
        """End the job under way for a newer one."""
        job, self._job = self._job, None
        if job is not None and self._jobs is not None:
            self._jobs.cancel(job)

    def _ended(self, job: Job) -> None:
        """Cancelled by the person: what is listed may not be all."""
        if job.cancelled and self._job is job:
            self._job = None
            self._stale = True
            self._tell()

    def _arrived(self, found: object) -> None:
        self._job = None
        if isinstance(found, list):
            self._take(found)
        else:
            words = str(found) if isinstance(found, DuiduError) else text("checks.ended")
            self._stale = True
            self._desk.notice(text("checks.failed", reason=words), "error")
            self._tell()

    def _take(self, findings: list[Finding]) -> None:
        row = self.table.currentIndex().row()
        self.model.use(findings)
        self._stand(max(row, 0))

    def _stand(self, row: int) -> None:
        """Keep the place in the list when a finding has gone."""
        if self.model.rowCount():
            self.table.selectRow(min(row, self.model.rowCount() - 1))
        self._tell()

    def _filter(self, *_: object) -> None:
        self.model.rule, self.model.with_dismissed = self.rules.currentData(), self.aside.isChecked()
        self.model.look()
        self._stand(0)

    def _tell(self) -> None:
        """The count, the reason at length, and what can be done."""
        open_, aside = self.model.open_count(), len(self.model.findings) - self.model.open_count()
        name = "checks.count_dismissed" if aside else "checks.count"
        self.count.setText(text("checks.running") if self._job is not None else text(name, n=open_, dismissed=aside))
        busy = self._job is not None
        page = 0 if self.model.rowCount() else 2 if busy else 3 if self._stale else 1
        self._stack.setCurrentIndex(page)
        finding = self.current()
        for button in ("go", "dismiss"):
            self.buttons[button].setEnabled(finding is not None)
        aside_now = finding is not None and self.model.dismissed(finding)
        self.buttons["dismiss"].setText(text("checks.restore" if aside_now else "checks.dismiss"))
        if finding is None:
            self.why.setText(text("checks.choose"))
        else:
            said = [reason(finding), text(f"check_why.{finding.rule}"), *self._sentences(finding)]
            self.why.setText("\n".join(said))

    def _sentences(self, finding: Finding) -> list[str]:
        """The sentences of the facts concerned, the first three."""
        found = self._desk.store.many((finding.fact, *finding.others[:2]))
        named = names(self._desk.documents())
        lines = []
        for key in (finding.fact, *finding.others[:2]):
            fact = found.get(key)
            if fact is None or fact.document not in named:
                continue
            report = self._desk.document(fact.document)
            sentence = report.structure.sentence_at(fact.start)
            words = (
                sentence.of(report.text).replace("\n", " ").strip() if sentence.end > sentence.start else fact.quantity
            )
            lines.append(f"{named[fact.document]}　{words[:160]}")
        return list(dict.fromkeys(lines))

    def _changed(self, touched: Touched) -> None:
        if touched.kind == "open":
            self.model.use([])
            self._spoil()
            return
        if touched.findings:
            self.model.look()
            self._tell()
        if touched.documents:
            self._stale = True
        elif touched.facts:
            facts = self._desk.store.many(touched.facts).values()
            where = {d.id: d.region or d.title or d.name for d in self._desk.documents()}
            self._regions |= {where[fact.document] for fact in facts if fact.document in where}
            if touched.focus and touched.focus[0] in where:
                self._regions.add(where[touched.focus[0]])
        if self._waits():
            self._soon()

    def _waits(self) -> bool:
        return self._stale or bool(self._regions)

    def _again(self) -> None:
        """Check anew the regions whose facts were changed; rules that compare regions wait for the next whole run."""
        if self._stale:
            self.look()
            return
        regions, self._regions = self._regions, set()
        if not regions:
            return
        tuned, off = self._tuned()
        named = [d.region or d.title or d.name for d in self._desk.documents()]
        if self._jobs is not None and sum(name in regions for name in named) > AT_ONCE:
            if self._job is not None and not self._under_way:
                self.look()  # the whole project is being looked at, and not as it stands now
                return
            regions |= self._under_way if self._job is not None else set()
            self._give_up()
            self._under_way = regions
            task = (str(self._desk.store.path), tuned, off, tuple(sorted(regions)))
            self._job = self._jobs.run(
                text("checks.title"), run, [task], lambda _number, found: self._renewed(regions, found), self._ended,
                alone=True,
            )  # fmt: skip
            self._tell()
            return
        claims = read(self._desk.store, self._lexicon, regions)
        self._renewed(regions, check(claims, self._lexicon, tuned, off, across=False))

    def _renewed(self, regions: set[str], fresh: object) -> None:
        """Put the findings of some regions in the place of their earlier ones."""
        self._job = None
        if not isinstance(fresh, list):
            self._arrived(fresh)
            return
        inside = {d.id for d in self._desk.documents() if (d.region or d.title or d.name) in regions}
        across = {rule.id for rule in RULES if rule.across}
        kept = [f for f in self.model.findings if f.document not in inside or f.rule in across]
        self._take(sorted([*kept, *fresh], key=lambda f: (-f.weight, f.document, f.fact)))

    def _tune(self) -> None:
        if self._settings is not None:
            sheet = RuleSheet(self._settings, self)
            sheet.changed.connect(self.look)
            sheet.open()


class _Table(QTableView):
    """Enter goes to the sentence, D sets aside."""

    dismissed = Signal()

    def __init__(self, model: ChecksModel) -> None:
        super().__init__()
        self.setObjectName("checks_table")
        self.setAccessibleName(text("checks.title"))
        self.setModel(model)
        as_list(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        for number, width in enumerate(WIDTHS):
            header.resizeSection(number, width)
        longest = max(self.fontMetrics().horizontalAdvance(text(f"check.{rule.id}")) for rule in RULES)
        header.resizeSection(0, min(longest, 300) + 46)
        header.setSectionResizeMode(COLUMNS.index("why"), QHeaderView.ResizeMode.Stretch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.dismissed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
