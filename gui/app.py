"""Puts the desk together: the only place where its parts are made and introduced to one another.

It is longer than other modules because every action of the window ends here: each is a line or a few that call one
part after another, and to spread them would hide which part knows which.
"""

from __future__ import annotations

import contextlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QLineEdit, QWidget

from core.edits import Accept, Reject, Reopen
from core.errors import DuiduError, ProjectError
from core.facts import State
from core.locking import user
from core.messages import language, text
from core.paths import resource, seeds
from core.settings import Settings
from core.spans import Span
from core.store import Query, Store
from gui import i18n, layouts
from gui.actions import Actions
from gui.alike import Offers
from gui.answers import Answers
from gui.calling import Bell
from gui.desk import Desk
from gui.errands import Errands
from gui.intake import Intake, Summary
from gui.jobs import Jobs
from gui.leaving import Leaving
from gui.panes import ARRANGEMENTS, TIES, Look, Panes
from gui.paper import Paper
from gui.projects import Projects
from gui.queue import ORDERS, SCOPES, Queue, QueueButton
from gui.reviewing import Review
from gui.rules import Rules, Teacher
from gui.safety import Safety
from gui.status import StatusLine
from gui.strip import Strip
from gui.theme import Theme
from gui.together import Together
from gui.window import Window, connect

if TYPE_CHECKING:
    from gui.facttable import FactTable
    from gui.history import History
    from gui.passages import Passages
    from gui.repairs import Repairs
    from gui.searching import SearchAll

TABLE = 270  # pixels: filters, heads and six rows
# What can stand in the middle instead of the reports.
PAGES = ("matrix", "checks", "charts", "adjudication", "agreement", "carrying")
CARD = 376  # pixels: its labels, the longest row of choices and a scroll bar; the rest belongs to the reports


class App(QObject):
    """One window with all it needs; keeps the parts alive and connects them; a method for each longer action."""

    def __init__(self, store: Store, settings: Settings, theme: Theme, *, samples: bool = False) -> None:
        super().__init__()
        self.settings, self.theme = settings, theme
        self.samples = samples
        self.jobs = Jobs(self)
        self.desk = Desk(store, self)
        self.bell = Bell(self)
        self.bell.called.connect(self._called)
        self.bell.hang(store)
        self.errands = Errands(self.desk, self.jobs, self)
        self.turning = False  # the window is being made anew in another language
        self.open(samples)

    def open(self, samples: bool = False) -> None:
        """Make the window in the language now in use."""
        desk, theme, settings = self.desk, self.theme, self.settings
        self.actions = Actions(theme, settings.get("keys"))
        self.answers = {name: Answers(lambda: desk.store.path, self) for name in ("words", "pane", "table", "queue")}
        self.panes = Panes(desk, self.actions, theme, _look(settings), answers=self.answers["pane"])
        self.strip = Strip(desk, self.panes, theme)
        self.status = StatusLine(desk, self.jobs, theme)
        self.window = Window(desk, self.actions, theme, panes=self.panes, strip=self.strip, status=self.status)
        self.actions.setParent(self.window)
        self.leaving = Leaving(desk, self.jobs, self.window)
        self.projects = Projects(desk, self.jobs, settings, self.window)
        self.projects.may_turn = self.leaving.may_turn
        self.intake = Intake(desk, self.jobs, settings, self.window)
        self.together = Together(
            desk, self.jobs, lambda page: self.actions[f"view.{page}"].setChecked(True), self.window
        )
        self.queue = Queue(
            desk,
            self.panes,
            lambda: self._table.query() if self._table is not None else None,
            self.window,
            answers=self.answers["queue"],
        )
        self.queue_button = QueueButton(self.queue, self.actions, theme)
        self.status.insertPermanentWidget(1, self.queue_button)
        self.review = Review(desk, self.panes, self.window, self.queue)
        self.review.advance = settings.get("review.advance")
        self._table: FactTable | None = None
        self._pages: dict[str, Any] = {}
        self._aside: tuple[str, ...] = ()  # docks put away while a page is shown
        self._facts()
        self._keep()
        self.offers = Offers(desk, theme, self.window)
        self.paper = Paper(desk, self.jobs, self.window)
        self.teacher = Teacher(desk, self.jobs, self._rules, self.window)
        self._wire()
        self._menu_of_recent()
        row = layouts.load(desk.store.path)
        if row:
            self.window.restore(row)
        self._fill(first=not row, every=samples)
        if samples:
            self.panes.set_waiting(True)  # until they are read, which begins after the first paint
        self._show_choices()
        self.window.painted.connect(self._to_reader)
        if samples:
            self.window.painted.connect(self._read_samples)
            if settings.get("help.welcome"):
                self.window.painted.connect(self._welcome)

    def _facts(self) -> None:
        """The card and the table in their docks."""
        from core.lexicon import Lexicon
        from gui.factcard import FactCard

        lexicon = Lexicon.load()
        self.card = FactCard(self.desk, lexicon, self.theme, self.actions)
        self.card.left.connect(self._to_reader)
        self.card.setMinimumWidth(CARD)
        card = self.window.dock("card", self.card, Qt.DockWidgetArea.RightDockWidgetArea, shown=True)
        self.window.painted.connect(lambda: self.window.resizeDocks([card], [CARD], Qt.Orientation.Horizontal))
        dock = self.window.dock("table", QWidget(), Qt.DockWidgetArea.BottomDockWidgetArea, shown=False)
        # The table costs 0.1 s to make and is not there at the first start: it is made when it is first shown.
        dock.visibilityChanged.connect(lambda on: self.table if on else None)
        self.panes.kept.connect(self._tell_table)
        self._search: SearchAll | None = None
        found = self.window.dock("search_all", QWidget(), Qt.DockWidgetArea.BottomDockWidgetArea, shown=False)
        found.visibilityChanged.connect(lambda on: self.search if on else None)
        self.window.tabifyDockWidget(dock, found)
        self._passages: Passages | None = None
        marks = self.window.dock("passages", QWidget(), Qt.DockWidgetArea.BottomDockWidgetArea, shown=False)
        marks.visibilityChanged.connect(lambda on: self.passages if on else None)
        self.window.tabifyDockWidget(dock, marks)

    def _heighten(self, dock: QDockWidget) -> None:
        """A list that comes into a dock for the first time has room for some rows, once the dock is laid out."""
        window = self.window
        if dock.height() < TABLE:
            QTimer.singleShot(0, dock, lambda: window.resizeDocks([dock], [TABLE], Qt.Orientation.Vertical))

    @property
    def search(self) -> SearchAll:
        """The search in all reports, made when it is first asked for."""
        if self._search is None:
            from gui.searching import SearchAll

            self._search = SearchAll(self.desk, self.theme, self.answers["words"])
            self._search.chosen.connect(self._show_hit)
            self._search.beside.connect(self._show_beside)
            self._search.left.connect(self._to_reader)
            self.window.docks["search_all"].setWidget(self._search)
        return self._search

    @property
    def passages(self) -> Passages:
        """The tagged and noted passages, made when they are first asked for."""
        if self._passages is None:
            from gui.passages import Passages

            self._passages = Passages(self.desk, self.theme)
            self._passages.chosen.connect(self.panes.go)
            self._passages.left.connect(self._to_reader)
            dock = self.window.docks["passages"]
            dock.setWidget(self._passages)
            self._heighten(dock)
        return self._passages

    @property
    def table(self) -> FactTable:
        """The table of facts, made when it is first asked for."""
        if self._table is None:
            from core.lexicon import Lexicon
            from gui.facttable import FactTable

            self._table = FactTable(self.desk, Lexicon.load(), self.theme, self.actions, answers=self.answers["table"])
            self._table.left.connect(self._to_reader)
            with contextlib.suppress(ValueError):  # edited by hand
                self._table.restore_layout(b64decode(self.settings.get("table.columns")))
            self.window.docks["table"].setWidget(self._table)
            self._tell_table()
            dock = self.window.docks["table"]
            self._heighten(dock)
        return self._table

    def _keep(self) -> None:
        """What keeps the project safe: backups, and the history in its dock, made when it is first shown."""
        self._history: History | None = None
        dock = self.window.dock("history", QWidget(), Qt.DockWidgetArea.BottomDockWidgetArea, shown=False)
        dock.visibilityChanged.connect(lambda on: self.history if on else None)
        self.window.tabifyDockWidget(self.window.docks["table"], dock)
        self._repairs: Repairs | None = None
        mended = self.window.dock("repairs", QWidget(), Qt.DockWidgetArea.BottomDockWidgetArea, shown=False)
        mended.visibilityChanged.connect(lambda on: self.repairs if on else None)
        self.window.tabifyDockWidget(self.window.docks["table"], mended)
        self.safety = Safety(self.desk, self.jobs, self.settings, self.window)
        self.safety.asked.connect(self._backups)
        self.window.painted.connect(self.safety.begin)
        self.projects.damaged.connect(self._rescue)
        self.desk.elsewhere = self.projects.save_as

    @property
    def repairs(self) -> Repairs:
        """The list of repairs of the active report, made when it is first asked for."""
        if self._repairs is None:
            from gui.repairs import Repairs

            self._repairs = Repairs(self.desk, self.jobs, self.theme)
            self._repairs.left.connect(self._to_reader)
            self._repairs.chosen.connect(self._show_repair)
            dock = self.window.docks["repairs"]
            dock.setWidget(self._repairs)
            self._tell_repairs()
            self._heighten(dock)
        return self._repairs

    def _tell_repairs(self) -> None:
        if self._repairs is not None:
            self._repairs.show_report(self.panes.active.document if self.panes.active is not None else None)

    def _show_repair(self, document: int, span: Span) -> None:
        """The place of a repair, marked in its report."""
        pane = self.panes.go(document, span.start)
        # Where characters were taken out, the two beside the place are marked.
        wide = span if span.end > span.start else Span(max(span.start - 1, 0), span.end + 1)
        pane.reader.set_hits((pane.reader.place(wide),), 0)

    def _reframe(self, document: int, item: str) -> None:
        """The year of a report was answered: what nobody has decided on is proposed anew for it."""
        from core.rereading import decisions, read_again, take_over

        if item != "year":
            return
        whole = self.desk.document(document)

        def done(_number: int, result: Any) -> None:
            self.desk.when_free(lambda: take(result))

        def take(result: Any) -> None:
            try:
                if isinstance(result, BaseException):
                    raise result
                self.desk.touch(take_over(self.desk.store, document, *result, label="act.reframe"))
            except DuiduError as error:
                self.desk.notice(str(error), "error")

        self.jobs.run(text("repairs.reading"), read_again, [(whole, decisions(whole))], done)

    @property
    def history(self) -> History:
        """The history panel, made when it is first asked for."""
        if self._history is None:
            from gui.history import History

            self._history = History(self.desk, self.theme)
            self._history.left.connect(self._to_reader)
            dock = self.window.docks["history"]
            dock.setWidget(self._history)
            self._heighten(dock)
        return self._history

    def _life(self) -> None:
        """The life of the selected fact."""
        if self.desk.selection.fact is None:
            self.desk.notice(text("review.choose_first"), "warning")
            return
        self.actions["view.history"].setChecked(True)
        self.window.docks["history"].raise_()
        self.history.show_fact(self.desk.selection.fact)

    def _backups(self, error: str = "") -> None:
        self._rescue(self.desk.store.path, error)

    def _rescue(self, path: Path, error: str) -> None:
        """The backups of a project, and what else can be done when it is damaged."""
        from gui.backups import Backups

        ours = path == self.desk.store.path

        def release() -> None:
            if ours:
                if self.desk.store.lent or self.leaving.unfinished:  # the file that is put aside is being written to
                    raise ProjectError("unfinished")
                self._hush()  # Windows replaces no file that another process has open
                self.desk.store.close()

        dialog = Backups(path, self.jobs, self.theme, self.window, error=error, release=release)
        dialog.ready.connect(self.projects.reopen)
        dialog.restored.connect(lambda name: self.desk.notice(text("backups.restored", name=name)))
        self._open(dialog)

    # Connections

    def _wire(self) -> None:
        a, panes, review, projects, intake = self.actions, self.panes, self.review, self.projects, self.intake

        def active(act: Callable[[Any], object]) -> Callable[[], object]:
            return lambda: act(panes.active) if panes.active is not None else None

        connect(a, {
            "project.new": projects.new,
            "project.open": projects.open,
            "project.import_files": intake.ask_files,
            "project.import_folder": intake.ask_folder,
            "project.paste": intake.paste,
            "project.export": self._export,
            "project.verify": self._verify,
            "project.annotations": self._read_back,
            "project.pdf": active(lambda pane: self.paper.save(pane.document)),
            "project.print": active(lambda pane: self.paper.print_out(pane.document)),
            "project.save_as": projects.save_as,
            "project.backups": self._backups,
            "project.split": self.together.split,
            "project.merge": self.together.ask_merge,
            "project.propose_again": self.together.propose_again,
            "project.show": projects.show_folder,
            "project.remove_report": active(lambda pane: projects.remove(pane.document)),
            "project.preferences": self._preferences,
            "project.quit": self.window.close,
            "edit.undo": self._undo,
            "edit.redo": self._redo,
            "edit.copy": active(lambda pane: pane.reader.copy()),
            "edit.find": active(lambda pane: pane.open_find()),
            "edit.find_next": active(lambda pane: pane.find_step(1)),
            "edit.find_previous": active(lambda pane: pane.find_step(-1)),
            "edit.find_all": self._find_all,
            "edit.find_facts": self._find_facts,
            "fact.next_unreviewed": lambda: review.step(1, unreviewed=True),
            "fact.previous_unreviewed": lambda: review.step(-1, unreviewed=True),
            "fact.next": lambda: review.step(1),
            "fact.previous": lambda: review.step(-1),
            "fact.accept": lambda: self._decide(Accept, review.accept),
            "fact.reject": lambda: self._decide(Reject, review.reject),
            "fact.reopen": lambda: self._decide(Reopen, review.reopen),
            "fact.accept_alike": review.accept_paragraph,
            "fact.accept_sure": active(lambda pane: self._accept_sure(pane.document)),
            "fact.alike": self.offers.open,
            "fact.learned": self._rules,
            "fact.add": review.add,
            "fact.end_right": lambda: review.extend("end", 1),
            "fact.end_left": lambda: review.extend("end", -1),
            "fact.start_left": lambda: review.extend("start", -1),
            "fact.start_right": lambda: review.extend("start", 1),
            "fact.core_end_right": lambda: review.extend("end", 1, core=True),
            "fact.core_end_left": lambda: review.extend("end", -1, core=True),
            "fact.core_start_left": lambda: review.extend("start", -1, core=True),
            "fact.core_start_right": lambda: review.extend("start", 1, core=True),
            "fact.core_from_selection": review.core_from_selection,
            "fact.piece": lambda: review.add_piece(False),
            "fact.core_piece": lambda: review.add_piece(True),
            "fact.drop_piece": review.drop_piece,
            "fact.same": self.strip.toggle,
            "fact.history": self._life,
            "pane.add": self._add_pane,
            "pane.close": panes.close_pane,
            "pane.next": lambda: panes.step(1),
            "pane.previous": lambda: panes.step(-1),
            "pane.choose": active(lambda pane: pane.chooser.open_list()),
            "pane.outline": active(lambda pane: pane.set_outline(a["pane.outline"].isChecked())),
            "pane.original": active(lambda pane: pane.set_original(a["pane.original"].isChecked())),
            "pane.zoom_in": active(lambda pane: pane.zoom(1)),
            "pane.zoom_out": active(lambda pane: pane.zoom(-1)),
            "pane.zoom_reset": active(lambda pane: pane.zoom(0)),
            "tie.set": panes.align,
            "tie.clear": panes.clear_alignment,
            "view.reader": self._to_reader,
            "view.full": self._full,
            "help.keys": self._keys,
            "help.about": self._about,
            "help.open": self._help,
            "help.welcome": self._welcome,
        })  # fmt: skip
        for name in ARRANGEMENTS:
            a.on(f"pane.{name}", lambda name=name: panes.arrange(name))
        for name in TIES:
            a.on(f"tie.{name}", lambda name=name: panes.set_tie(name))
        for name in SCOPES:
            a.on(f"queue.{name}", lambda name=name: self.queue.use(scope=name))
        for name in ORDERS:
            a.on(f"queue.{name}", lambda name=name: self.queue.use(order=name))
        a.on("queue.choose", self.queue_button.open_menu)
        panes.active_changed.connect(lambda _pane: self.queue.changed.emit())
        panes.shown.connect(self.queue.changed)
        for name in ("system", "light", "dark", "contrast"):
            a.on(f"view.{name}", lambda name=name: self._use_theme(name))
        for name, chosen in (("chinese", "zh"), ("english", "en")):
            a.on(f"view.{name}", lambda chosen=chosen: self._use_language(chosen))
        for name in ("", "value", "unit", "indicator", "period", "status", "measure"):
            a.on(f"fact.correct{'_' * bool(name)}{name}", lambda name=name: self._edit(name))
        a.on("fact.note", lambda: self._edit("note"))
        a.on("fact.tag", lambda: self._edit("tags"))
        a.on("fact.mark", self._mark)
        a.on("fact.tag_set", self._tags)
        for number in range(1, 10):
            a.on(f"fact.tag_{number}", lambda number=number: self._tag(number))
        for name in PAGES:
            a[f"view.{name}"].toggled.connect(lambda shown, name=name: self._show_page(name, shown=shown))
        review.editing_asked.connect(lambda: self._edit(""))
        self.window.dropped.connect(self._dropped)
        intake.project_given.connect(projects.open)
        self.window.laid_out.connect(self.keep_layout)
        self.window.closing.connect(self._closing)
        self.status.folder_asked.connect(projects.show_folder)
        intake.arrived.connect(self._show_arrived)
        intake.versions_found.connect(self.together.offer)
        intake.imported.connect(self._tell_import)
        intake.imported.connect(lambda summary: self.teacher.use(summary.added))
        intake.reading.connect(panes.set_waiting)
        projects.opened.connect(self._opened)
        panes.active_changed.connect(lambda _pane: self._show_choices())
        panes.active_changed.connect(lambda _pane: self._tell_repairs())
        panes.kept.connect(self._tell_repairs)
        panes.kept.connect(self._show_choices)
        for pane in panes.panes:
            self._wire_pane(pane)
        panes.added.connect(self._wire_pane)

    def _wire_pane(self, pane: Any) -> None:
        pane.reader.opened.connect(lambda _fact: self._edit(""))
        pane.reader.asked.connect(self._context)
        pane.reader.stretched.connect(self.review.stretch)
        pane.reader.pieced.connect(lambda span, core: self.review.add_piece(core, span))
        pane.reader.unpieced.connect(self.review.drop_piece)
        pane.asking.answered.connect(self._reframe)

    def _show_choices(self) -> None:
        """The check marks of the menus after the state of panes and theme."""
        a, pane = self.actions, self.panes.active
        a[f"pane.{self.panes.arrangement}"].setChecked(True)
        a[f"tie.{self.panes.tie}"].setChecked(True)
        a[f"view.{self.theme.choice}"].setChecked(True)
        a["view.chinese" if language() == "zh" else "view.english"].setChecked(True)
        if pane is not None:
            a["pane.outline"].setChecked(pane.outline_button.isChecked())
            a["pane.original"].setChecked(pane.original_button.isChecked())

    # Acts of the window

    def _undo(self) -> None:
        there = self.desk.store.undo_label()
        touched = self.desk.undo()
        if not there:
            self.desk.notice(text("app.nothing_to_undo"), "warning")
        elif touched is not None:
            self.desk.notice(
                text("app.undone", label=touched.label), action=text("action.edit_redo"), callback=self._redo
            )

    def _redo(self) -> None:
        there = self.desk.store.redo_label()
        touched = self.desk.redo()
        if not there:
            self.desk.notice(text("app.nothing_to_redo"), "warning")
        elif touched is not None:
            self.desk.notice(text("app.redone", label=touched.label))

    def _edit(self, field: str) -> None:
        """The keyboard into a field of the card, which is shown when it was hidden."""
        if self.desk.selection.fact is None:
            self.desk.notice(text("review.choose_first"), "warning")
            return
        self.actions["view.card"].setChecked(True)
        self.card.edit(field)

    def _decide(self, kind: type[Accept | Reject | Reopen], one: Callable[[], object]) -> None:
        """Decide on the selected fact, or, when the keyboard is in the table, on all selected rows as one act."""
        rows = self._rows()
        if len(rows) > 1:
            self.desk.do(kind(rows))
        else:
            one()

    def _tag(self, number: int) -> None:
        if len(self._rows()) > 1:
            self.table.tag_number(number)
        else:
            self.card.tag(number)

    def _rows(self) -> tuple[int, ...]:
        """The rows selected in the table while the keyboard is there."""
        focus = QApplication.focusWidget()
        if self._table is None or focus is None or not self._table.isAncestorOf(focus):
            return ()
        return self._table.chosen()

    def _tell_table(self) -> None:
        if self._table is not None:
            self._table.show_reports(p.document for p in self.panes.panes if p.document is not None)

    def _show_page(self, name: str, *, shown: bool) -> None:
        """Matrix, checks or charts in the middle instead of the reports; one at a time."""
        if not shown:
            if self._page() is None:
                self.window.show_page(None)
                for dock in self._aside:
                    self.actions[f"view.{dock}"].setChecked(True)
                self._aside = ()
                self._to_reader()
            return
        for other in PAGES:
            if other != name:
                self.actions[f"view.{other}"].setChecked(False)
        # Pages have their own side for what the card tells, and need the room.
        if not self._aside:
            self._aside = tuple(dock for dock in ("card", "table") if self.actions[f"view.{dock}"].isChecked())
        for dock in self._aside:
            self.actions[f"view.{dock}"].setChecked(False)
        page = self._made(name)
        self.window.show_page(page)
        page.setFocus()
        if name in ("matrix", "charts") and self.desk.selection.fact is not None:
            page.show_fact(self.desk.fact(self.desk.selection.fact))

    def _made(self, name: str) -> Any:
        """A page, made when it is first shown: they cost nothing at the start."""
        if name not in self._pages:
            from core.lexicon import Lexicon

            parts = (self.desk, self.theme, Lexicon.load(), self._open_reports)
            if name == "matrix":
                from gui.matrix import Matrix

                self._pages[name] = Matrix(*parts)
                self._pages[name].charted.connect(self._chart)
            elif name == "checks":
                from gui.checks import Checks

                self._pages[name] = Checks(*parts, self.jobs, self.settings)
            elif name == "charts":
                from gui.charts import Charts

                self._pages[name] = Charts(*parts)
            elif name == "adjudication":
                from gui.adjudication import Adjudication

                self._pages[name] = Adjudication(self.desk, self.theme, self._correct_there)
            elif name == "agreement":
                from gui.agreement import AgreementPage

                self._pages[name] = AgreementPage(self.desk, self._open_reports)
            else:
                from gui.carrying import Carrying

                self._pages[name] = Carrying(self.desk, self.theme, self._open_reports)
        return self._pages[name]

    def _correct_there(self, document: int, fact: int) -> None:
        """To a fact and its card, from a page."""
        self._open_reports([document])
        self.desk.select(document, fact, origin="page")
        self._edit("")

    def _chart(self, indicator: str) -> None:
        """An indicator of the matrix as a chart."""
        self.actions["view.charts"].setChecked(True)
        self._made("charts").choose(indicator)

    def _page(self) -> str | None:
        """The page that is shown; None for the reports."""
        return next((name for name in PAGES if self.actions[f"view.{name}"].isChecked()), None)

    def _leave_page(self) -> None:
        if (name := self._page()) is not None:
            self.actions[f"view.{name}"].setChecked(False)

    def _open_reports(self, documents: list[int]) -> None:
        self._leave_page()
        self.panes.open_reports(documents)
        if self.panes.active is not None:  # panes that were rearranged have lost the keyboard to the status line
            self.panes.active.reader.setFocus()

    def _to_reader(self) -> None:
        self._leave_page()
        if self.panes.active is not None:
            self.panes.active.reader.setFocus()

    def _full(self) -> None:
        self.window.setWindowState(self.window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _add_pane(self) -> None:
        pane = self.panes.add()
        if pane is not None:
            shown = {p.document for p in self.panes.panes}
            fresh = [row.id for row in self.desk.documents() if row.id not in shown]
            if fresh:
                pane.show_report(fresh[0])
            pane.reader.setFocus()

    def _find_all(self) -> None:
        pane = self.panes.active
        words = pane.chosen_words() if pane is not None else ""
        self.actions["view.search_all"].setChecked(True)
        dock = self.window.docks["search_all"]
        dock.raise_()
        if dock.height() < TABLE:
            self.window.resizeDocks([dock], [TABLE], Qt.Orientation.Vertical)
        self.search.begin(words)

    def _show_hit(self, document: int, hit: Span, hits: tuple[Span, ...]) -> None:
        """A hit of the search in all reports: its report in a pane, all its hits marked."""
        pane = self.panes.go(document, hit.start)
        pane.mark_hits(self.search.line.text(), hits, hits.index(hit), pattern=self.search.pattern.isChecked())

    def _show_beside(self, document: int, hit: Span, hits: tuple[Span, ...]) -> None:
        """A hit in a pane of its own, unless its report is shown already."""
        if self.panes.pane_of(document) is None:
            self.panes.add(document)
        self._show_hit(document, hit, hits)

    def _mark(self) -> None:
        """Tags and a note for the selected text, or for the report."""
        pane = self.panes.active
        if pane is None or pane.document is None:
            self.desk.notice(text("queue.no_report"), "warning")
            return
        place = pane.reader.mapToGlobal(pane.reader.cursorRect().bottomLeft())
        from gui.passages import mark_menu

        mark_menu(self.desk, pane.document, pane.reader.selected(), self._write_mark, self.window, place)

    def _write_mark(self, document: int, span: Span | None) -> None:
        self.actions["view.passages"].setChecked(True)
        self.window.docks["passages"].raise_()
        self.passages.write_note(document, span)

    def _find_facts(self) -> None:
        self.actions["view.table"].setChecked(True)
        self.table.find()

    def _context(self, fact: int | None, place: Any) -> None:
        """The context menu of a report: what can be done with the fact or the selected text."""
        from PySide6.QtWidgets import QMenu

        pane = self.panes.active
        if pane is None or pane.document is None:
            return
        at = pane.reader.viewport().mapFromGlobal(place)
        # Over selected words the menu is about them and the fact that was chosen before.
        if fact is not None and not pane.reader.within_selection(at):
            self.desk.select(pane.document, fact, origin="pane")
        menu = QMenu(self.window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.desk.selection.fact is not None:
            for name in (
                "fact.accept",
                "fact.reject",
                "fact.reopen",
                "fact.correct",
                "fact.tag",
                "fact.note",
                "fact.same",
                "fact.history",
            ):
                menu.addAction(self.actions[name])
            menu.addSeparator()
        if pane.reader.selected() is not None:
            pieces = ("fact.piece", "fact.core_piece") if self.desk.selection.fact is not None else ()
            for name in ("fact.add", "fact.core_from_selection", *pieces, "fact.mark", "edit.copy"):
                menu.addAction(self.actions[name])
            menu.addSeparator()
        elif (piece := pane.reader.piece_under(at)) is not None:
            menu.addAction(text("action.fact_drop_piece"), lambda: self.review.drop_piece(piece))
            menu.addSeparator()
        for name in ("edit.find", "pane.outline", "pane.original"):
            menu.addAction(self.actions[name])
        menu.popup(place)

    def _export(self) -> None:
        from gui.exportdialog import ExportDialog

        shown = self._table.query() if self._table is not None and self._table.isVisible() else None
        if shown is not None and replace(shown, sort="reading", descending=False) == Query():
            shown = None  # nothing is narrowed: the same as all
        self._open(ExportDialog(self.desk, self.jobs, self.settings, self.theme, self.window, shown=shown))

    def _verify(self) -> None:
        from gui.verifying import Verifying

        self._beside(Verifying(self.desk, self.settings, self._show_place, self.window))

    def _read_back(self, path: Path | None = None) -> None:
        from gui.readback import ReadBack

        dialog = ReadBack(self.desk, self.settings, self._show_place, self.window)
        self._beside(dialog)
        if path is not None:
            dialog.take(path)

    def _dropped(self, paths: list[Path]) -> None:
        """Files on the window: a file of annotations is held against the project, all else is taken in."""
        from core.annotating import likely

        if len(paths) == 1 and likely(paths[0]):
            self._read_back(paths[0])
        else:
            self.intake.take_in(paths)

    def _beside(self, dialog: QDialog) -> None:
        """A dialog that stays open while its findings are looked at in the reports."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _show_place(self, document: int, fact: int | None, span: Span | None) -> None:
        """A fact, or a place where there is none, in its report."""
        self._leave_page()
        if fact is not None:
            self.desk.select(document, fact, origin="link")
        elif span is not None:
            self._show_repair(document, span)
        else:
            self.panes.go(document, 0)

    def _preferences(self) -> None:
        from gui.preferences import Preferences

        dialog = Preferences(self.settings, self.theme, self.window, login=self.desk.store.analyst)
        dialog.changed.connect(self._set)
        dialog.keys_asked.connect(self._keys)
        self._open(dialog)

    def _keys(self) -> None:
        from gui.keysheet import KeySheet

        self._open(KeySheet(self.actions, self.settings, self.window))

    def _tags(self) -> None:
        from gui.tagging import TagSet

        self._open(TagSet(self.desk, self.theme, self.window))

    def _accept_sure(self, document: int | None) -> None:
        if document is None or not self.desk.counts().get(document, {}).get(State.PROPOSED.value):
            self.desk.notice(text("queue.done"), "warning")
            return
        from gui.bulk import AcceptSure

        self._open(AcceptSure(self.desk, self.theme, document, self.window))

    def _rules(self) -> None:
        self._open(Rules(self.desk, self.jobs, self.theme, self.window))

    def _open(self, dialog: QDialog) -> None:
        # Not exec(): the window goes on working, and imports go on arriving.
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _set(self, key: str, value: Any) -> None:
        """A setting was changed in the preferences."""
        if key.startswith("text."):
            self.panes.set_look(_look(self.settings))
        elif key == "review.advance":
            self.review.advance = bool(value)
        elif key == "analyst":
            self.desk.store.analyst = value or user()
        elif key == "language":
            QTimer.singleShot(0, lambda: self._turn(i18n.wanted(value)))
        elif key == "theme":
            self._show_choices()

    def _about(self) -> None:
        from gui.about import About

        about = About(self.theme, program_icon(), self.window)
        about.licences_asked.connect(lambda: self._help("licences"))
        self._open(about)

    def _help(self, page: str = "") -> None:
        """The help beside the desk: both can be used at once."""
        from gui.help import Help

        shown = next((each for each in self.window.findChildren(Help) if each.isVisible()), None)
        if shown is None:
            shown = Help(self.theme, self.actions, self.window)
            shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if page:
            shown.open_page(page)
        shown.show()
        shown.raise_()
        shown.activateWindow()

    def _welcome(self) -> None:
        """Three steps for someone who is here for the first time."""
        from gui.welcome import Welcome

        welcome = Welcome(self.desk, self.actions, self.window)
        welcome.done.connect(lambda: self.settings.set("help.welcome", False))
        welcome.show()

    def _use_theme(self, choice: str) -> None:
        self.settings.set("theme", "" if choice == "system" else choice)
        self.theme.use(choice)

    def _use_language(self, chosen: str) -> None:
        if chosen == language():
            return
        self.settings.set("language", chosen)
        # Texts are read when widgets are made: the window is made anew at the same place, the project stays open.
        QTimer.singleShot(0, lambda: self._turn(chosen))

    def _turn(self, chosen: str) -> None:
        self.keep_layout()
        self._hush()
        old = self.window
        self.leaving.sure = self.turning = True
        i18n.use(chosen)
        for signal in (self.desk.changed, self.desk.selected, self.desk.noticed, self.desk.acted, self.jobs.changed):
            signal.disconnect()
        self.open()
        self.window.show()
        old.close()
        old.deleteLater()
        self.turning = False

    # Reports arriving

    def _fill(self, *, first: bool, every: bool = False) -> None:
        """Reports into empty panes: two side by side the `first` time, and wherever all panes would be empty.

        `every` fills each: the layout was kept while the samples were still being read.
        """
        if first:
            while len(self.panes.panes) < 2:
                self.panes.add()
        shown = {pane.document for pane in self.panes.panes}
        if first or every or shown == {None}:
            fresh = [listing.id for listing in self.desk.documents() if listing.id not in shown]
            for pane, document in zip([p for p in self.panes.panes if p.document is None], fresh, strict=False):
                pane.show_report(document)
        if first:
            self.panes.activate(self.panes.panes[0])
            self.panes.panes[0].reader.setFocus()

    def _read_samples(self) -> None:
        # In the order of their index: the first two are whole reports that repay reading side by side.
        rows = (seeds() / "index.tsv").read_text(encoding="utf-8").splitlines()[1:]
        paths = [seeds() / row.split("\t", 1)[0] for row in rows if row]
        # A start that was cut short is taken up again: what is there, or was taken out meanwhile, is not read anew.
        there = {row[0] for row in self.desk.store.select("SELECT sha256 FROM document")}
        paths = [path for path in paths if sha256(path.read_bytes()).hexdigest() not in there]
        if paths:
            self.intake.take_in(paths, ours=True)
        else:
            self.settings.reset("project.samples")
            self.panes.set_waiting(False)

    def _show_arrived(self, document: int) -> None:
        """A new report goes into a pane that is still empty."""
        empty = next((p for p in self.panes.panes if p.document is None), None)
        if empty is not None:
            # With nothing to read the keyboard waits anywhere: it goes to the first report that is there, unless
            # somebody is writing meanwhile.
            writing = isinstance(self.window.focusWidget(), QLineEdit)
            if not writing and all(p.document is None for p in self.panes.panes):
                self.panes.activate(empty)
            empty.show_report(document)
            if empty is self.panes.active:
                empty.reader.setFocus()

    def _tell_import(self, summary: Summary) -> None:
        samples = bool(self.settings.get("project.samples"))
        if samples and not summary.cancelled:
            self.settings.reset("project.samples")
        added, failed = len(summary.added), len(summary.failed)
        words = [text("app.imported", n=added)] if added or not (failed or summary.known or summary.versions) else []
        if failed:
            words = [text("app.imported_some", n=added, failed=failed)]
        if summary.cancelled:
            words = [text("app.cancelled", n=added)]
        if summary.known:
            words.append(text("app.already", n=len(summary.known)))
        if not words and not summary.looks:
            return  # the dialog of changed versions says it all
        if summary.looks:
            words.append(text("app.to_look_at", n=summary.looks))
        joined = ("；" if language() == "zh" else "; ").join(words)
        if failed or summary.looks:
            self.desk.notice(joined, "warning", text("app.details"), lambda: self._details(summary))
            if not samples:
                self._details(summary, aside=True)
        elif summary.arrivals:
            self.desk.notice(joined, action=text("app.details"), callback=lambda: self._details(summary))
        else:
            self.desk.notice(joined)

    def _details(self, summary: Summary, *, aside: bool = False) -> None:
        """The table of an import; `aside` without taking the keyboard from whoever is reviewing meanwhile."""
        from gui.importsummary import ImportSummary

        dialog = ImportSummary(self.theme, summary, self.window)
        dialog.chosen.connect(self._show_report)
        if aside:
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            dialog.show()
        else:
            self._open(dialog)

    def _show_report(self, document: int) -> None:
        """A report into the active pane, unless one shows it."""
        self._leave_page()
        self.panes.go(document, 0)
        self._to_reader()

    def _opened(self) -> None:
        """Another project is on the desk: its own layout."""
        self.bell.hang(self.desk.store)
        self._menu_of_recent()
        row = layouts.load(self.desk.store.path)
        if row.get("panes"):
            self.panes.restore(row["panes"])
        self._fill(first=not row.get("panes"))
        self._show_choices()
        self._to_reader()  # the panes of the project before had the keyboard

    def _menu_of_recent(self) -> None:
        menu = self.window.recent
        menu.clear()
        paths = self.projects.recent()
        for path in paths:
            action = QAction(path.stem, menu)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _checked=False, path=path: self.projects.open(path))
            menu.addAction(action)
        if not paths:
            none = menu.addAction(text("app.no_recent"))
            none.setEnabled(False)

    def _called(self, fact: int | None, reports: list[Path]) -> None:
        """The program was started once more for this project: come forward, with what was asked for."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        QApplication.alert(self.window)  # where the system lets no window come forward by itself, it is marked
        if reports:
            self.intake.take_in(reports)
        if fact is not None:
            self.go(fact)

    def go(self, fact: int) -> None:
        """Show a fact in its report, as from a link in an export."""
        from core.links import standing

        try:
            document, now = standing(self.desk.store, fact)
        except DuiduError as error:
            self.desk.notice(str(error), "warning")
            return
        self._leave_page()
        if now is None:
            self.panes.go(document, 0)
            self.desk.notice(text("app.link_changed"), "warning")
        self.desk.select(document, now, origin="link")

    # The end

    def keep_layout(self) -> None:
        """Write down where everything stands."""
        if self._table is not None:
            self.settings.set("table.columns", b64encode(self._table.layout_state()).decode())
        if self._page() is None:  # docks are put away for a page alone
            layouts.save(self.desk.store.path, self.window.layout_row())

    def _hush(self) -> None:
        """End the processes that answer questions."""
        if self._search is not None:
            self._search.stop()
        for answers in self.answers.values():
            answers.close()

    def _closing(self) -> None:
        if not self.turning:
            self._hush()
            self._leave_page()
            self.keep_layout()
            self.projects.remember()
            self.bell.take_down()
            self.jobs.close()

    def close(self) -> None:
        """Close window, jobs and project; for the end of the program and of tests."""
        self.leaving.sure = True
        self.window.close()
        self._hush()
        self.bell.take_down()
        self.jobs.close()
        for timer in self.window.findChildren(QTimer):
            timer.stop()  # what was to be refreshed in a moment has nothing left to ask
        self.desk.store.close()


def _look(settings: Settings) -> Look:
    spacing, column = settings.get("text.spacing") / 100, settings.get("text.column")
    return Look(float(settings.get("text.size")), settings.get("text.family"), spacing, column)


def program_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(resource("icons", "duidu.svg")))


def build(store: Store, settings: Settings | None = None, *, theme: Theme | None = None, samples: bool = False) -> App:
    """The desk for an open project, not shown yet (`build(store).window.show()`); needs a QApplication.

    `samples` reads the sample reports into the project after the first paint.
    """
    settings = settings or Settings()
    if theme is None:
        theme = Theme(settings.get("theme") or "system")
    i18n.use(i18n.wanted(settings.get("language")))
    theme.apply()
    if name := settings.get("analyst"):
        store.analyst = name
    return App(store, settings, theme, samples=samples)
