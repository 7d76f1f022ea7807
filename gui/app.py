"""Puts the desk together: the place where its parts are made and introduced to one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from core.locking import user
from core.messages import language, text
from core.settings import Settings
from core.store import Store
from gui import i18n, layouts
from gui.acting import Acting
from gui.actions import Actions
from gui.alike import Offers
from gui.answers import Answers
from gui.arriving import Arrivals
from gui.calling import Bell
from gui.desk import Desk
from gui.docks import Docks
from gui.errands import Errands
from gui.intake import Intake
from gui.jobs import Jobs
from gui.leaving import Leaving
from gui.middle import Middle
from gui.opening import Dialogs
from gui.panes import Look, Panes
from gui.paper import Paper
from gui.projects import Projects
from gui.queue import Queue, QueueButton
from gui.reviewing import Review
from gui.safety import Safety
from gui.status import StatusLine
from gui.strip import Strip
from gui.teaching import Teacher
from gui.theme import Theme
from gui.together import Together
from gui.window import Window
from gui.wiring import wire


class App(QObject):
    """One window with all it needs; keeps the parts alive, and is asked what concerns them all."""

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
        self._closed = False
        self.open(samples)

    def open(self, samples: bool = False) -> None:
        """Make the window in the language now in use."""
        self._make_window()
        self._make_rooms()
        wire(self)
        self._menu_of_recent()
        row = layouts.load(self.desk.store.path)
        if row:
            self.window.restore(row)
        self.arrivals.fill(first=not row, every=samples)
        if samples:
            self.panes.set_waiting(True)  # until they are read, which begins after the first paint
        self.show_choices()
        self.window.painted.connect(self.safety.begin)
        self.window.painted.connect(self.middle.to_reader)
        if samples:
            self.window.painted.connect(self.arrivals.read_samples)
            if self.settings.get("help.welcome"):
                self.window.painted.connect(self.dialogs.welcome)

    def _make_window(self) -> None:
        """The window, and what is always seen in it."""
        desk, theme, settings = self.desk, self.theme, self.settings
        self.actions = Actions(theme, settings.get("keys"))
        self.answers = {name: Answers(lambda: desk.store.path, self) for name in ("words", "pane", "table", "queue")}
        self.panes = Panes(desk, self.actions, theme, _look(settings), answers=self.answers["pane"])
        self.strip = Strip(desk, self.panes, theme)
        self.status = StatusLine(desk, self.jobs, theme)
        self.window = Window(desk, self.actions, theme, panes=self.panes, strip=self.strip, status=self.status)
        self.actions.setParent(self.window)
        self.middle = Middle(desk, self.jobs, settings, theme, self.actions, self.panes, self.window)
        self.docks = Docks(
            desk, self.jobs, settings, theme, self.actions, self.answers, self.panes, self.middle, self.window
        )
        self.queue = Queue(desk, self.panes, self.docks.query, self.window, answers=self.answers["queue"])
        self.queue_button = QueueButton(self.queue, self.actions, theme)
        self.status.insertPermanentWidget(1, self.queue_button)

    def _make_rooms(self) -> None:
        """What works behind it."""
        desk, jobs, settings, theme, window = self.desk, self.jobs, self.settings, self.theme, self.window
        self.leaving = Leaving(desk, jobs, window)
        self.projects = Projects(desk, jobs, settings, window)
        self.projects.may_turn = self.leaving.may_turn
        desk.elsewhere = self.projects.save_as
        self.safety = Safety(desk, jobs, settings, window)
        self.intake = Intake(desk, jobs, settings, window)
        self.together = Together(desk, jobs, lambda page: self.actions[f"view.{page}"].setChecked(True), window)
        self.review = Review(desk, self.panes, window, self.queue)
        self.review.advance = settings.get("review.advance")
        self.acting = Acting(desk, self.actions, self.panes, self.docks, self.review, window)
        self.dialogs = Dialogs(
            desk, jobs, settings, theme, self.actions, self.projects, self.leaving, self.docks, self.middle, window,
            self._hush,
        )  # fmt: skip
        self.arrivals = Arrivals(desk, settings, theme, self.intake, self.panes, self.middle, self.dialogs, window)
        self.offers = Offers(desk, theme, window)
        self.paper = Paper(desk, jobs, window)
        self.teacher = Teacher(desk, jobs, self.dialogs.rules, window)

    # What concerns all parts

    def show_choices(self) -> None:
        """The check marks of the menus after the state of panes and theme."""
        a, pane = self.actions, self.panes.active
        a[f"pane.{self.panes.arrangement}"].setChecked(True)
        a[f"tie.{self.panes.ties.kind}"].setChecked(True)
        a[f"view.{self.theme.choice}"].setChecked(True)
        a["view.chinese" if language() == "zh" else "view.english"].setChecked(True)
        if pane is not None:
            a["pane.outline"].setChecked(pane.head.outline.isChecked())
            a["pane.original"].setChecked(pane.head.original.isChecked())

    def use_setting(self, key: str, value: Any) -> None:
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
            self.show_choices()

    def use_theme(self, choice: str) -> None:
        """A theme was chosen in the menu; "system" follows the desktop."""
        self.settings.set("theme", "" if choice == "system" else choice)
        self.theme.use(choice)

    def use_language(self, chosen: str) -> None:
        """A language was chosen in the menu."""
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

    def turned(self) -> None:
        """Another project is on the desk: its own layout."""
        self.bell.hang(self.desk.store)
        self._menu_of_recent()
        row = layouts.load(self.desk.store.path)
        if row.get("panes"):
            self.panes.restore(row["panes"])
        self.arrivals.fill(first=not row.get("panes"))
        self.show_choices()
        self.middle.to_reader()  # the panes of the project before had the keyboard

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
        self.middle.follow_link(fact)

    # The end

    def keep_layout(self) -> None:
        """Write down where everything stands."""
        self.docks.keep_layout()
        if self.middle.shown() is None:  # docks are put away for a page alone
            layouts.save(self.desk.store.path, self.window.layout_row())

    def _hush(self) -> None:
        """End the processes that answer questions."""
        self.docks.hush()
        for answers in self.answers.values():
            answers.close()

    def closing(self) -> None:
        """The window is about to close: for good, unless it is being made anew."""
        if not self.turning:
            self._hush()
            self.middle.leave()
            self.keep_layout()
            self.projects.remember()
            self.bell.take_down()
            self.jobs.close()

    def close(self) -> None:
        """Close window, jobs and project, once; for the end of the program and of tests."""
        if self._closed:
            return
        self._closed = True
        self.leaving.sure = True
        self.window.close()
        self._hush()
        self.bell.take_down()
        self.jobs.close()
        for timer in self.window.findChildren(QTimer):
            timer.stop()  # what was to be refreshed in a moment has nothing left to ask
        self.desk.store.close()
        self.window.deleteLater()


def _look(settings: Settings) -> Look:
    spacing, column = settings.get("text.spacing") / 100, settings.get("text.column")
    return Look(float(settings.get("text.size")), settings.get("text.family"), spacing, column)


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
