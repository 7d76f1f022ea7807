"""The dialogs that menus, toasts and parts of the desk ask for, each made when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import ProjectError
from core.facts import State
from core.messages import text
from core.settings import Settings
from gui.actions import Actions
from gui.desk import Desk
from gui.dialogs import show, show_beside
from gui.docks import Docks
from gui.jobs import Jobs
from gui.leaving import Leaving
from gui.middle import Middle
from gui.projects import Projects
from gui.theme import Theme
from gui.window import Window


class Dialogs(QObject):
    """Imports a dialog only when it is asked for: none of them is needed at the start.

    `hush` ends the processes that have the project file open.
    """

    setting_changed = Signal(str, object)  # in the preferences: its key, its value

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        settings: Settings,
        theme: Theme,
        actions: Actions,
        projects: Projects,
        leaving: Leaving,
        docks: Docks,
        middle: Middle,
        window: Window,
        hush: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._settings, self._theme = desk, jobs, settings, theme
        self._actions, self._projects, self._leaving = actions, projects, leaving
        self._docks, self._middle, self._window, self._hush = docks, middle, window, hush
        projects.damaged.connect(self.rescue)

    # The project

    def export(self) -> None:
        """The dataset as files."""
        from gui.exportdialog import ExportDialog

        shown = self._docks.narrowed()
        show(ExportDialog(self._desk, self._jobs, self._settings, self._theme, self._window, shown=shown))

    def verify(self) -> None:
        """An export held against the project."""
        from gui.verifying import Verifying

        show_beside(Verifying(self._desk, self._settings, self._middle.show_place, self._window))

    def read_back(self, path: Path | None = None) -> None:
        """A file of annotations held against the project."""
        from gui.readback import ReadBack

        dialog = ReadBack(self._desk, self._settings, self._middle.show_place, self._window)
        show_beside(dialog)
        if path is not None:
            dialog.take(path)

    def backups(self, error: str = "") -> None:
        """The backups of the project on the desk, with what is wrong."""
        self.rescue(self._desk.store.path, error)

    def rescue(self, path: Path, error: str) -> None:
        """The backups of a project, and what else can be done when it is damaged."""
        from gui.backups import Backups

        ours = path == self._desk.store.path

        def release() -> None:
            if ours:
                if self._desk.store.lent or self._leaving.unfinished:  # the file that is put aside is being written to
                    raise ProjectError("unfinished")
                self._hush()  # Windows replaces no file that another process has open
                self._desk.store.close()

        dialog = Backups(path, self._jobs, self._theme, self._window, error=error, release=release)
        dialog.ready.connect(self._projects.reopen)
        dialog.restored.connect(lambda name: self._desk.notice(text("backups.restored", name=name)))
        show(dialog)

    # Facts

    def tags(self) -> None:
        """The tag set."""
        from gui.tagging import TagSet

        show(TagSet(self._desk, self._theme, self._window))

    def accept_sure(self, document: int | None) -> None:
        """The surest proposals of a report, to be accepted at once."""
        if document is None or not self._desk.counts().get(document, {}).get(State.PROPOSED.value):
            self._desk.notice(text("queue.done"), "warning")
            return
        from gui.bulk import AcceptSure

        show(AcceptSure(self._desk, self._theme, document, self._window))

    def rules(self) -> None:
        """What was learned from corrections."""
        from gui.rules import Rules

        show(Rules(self._desk, self._jobs, self._theme, self._window))

    # The program

    def preferences(self) -> None:
        """All settings."""
        from gui.preferences import Preferences

        dialog = Preferences(self._settings, self._theme, self._window, login=self._desk.store.analyst)
        dialog.changed.connect(self.setting_changed)
        dialog.keys_asked.connect(self.keys)
        show(dialog)

    def keys(self) -> None:
        """All keys, to be looked up and changed."""
        from gui.keysheet import KeySheet

        show(KeySheet(self._actions, self._settings, self._window))

    def about(self) -> None:
        """Version, licence, and what the program is made of."""
        from gui.about import About

        about = About(self._theme, self._window)
        about.licences_asked.connect(lambda: self.help("licences"))
        show(about)

    def help(self, page: str = "") -> None:
        """The help beside the desk: both can be used at once."""
        from gui.help import Help

        shown = next((each for each in self._window.findChildren(Help) if each.isVisible()), None)
        if shown is None:
            shown = Help(self._theme, self._actions, self._window)
            shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if page:
            shown.open_page(page)
        shown.show()
        shown.raise_()
        shown.activateWindow()

    def welcome(self) -> None:
        """Three steps for someone who is here for the first time."""
        from gui.welcome import Welcome

        welcome = Welcome(self._desk, self._actions, self._window)
        welcome.done.connect(lambda: self._settings.set("help.welcome", False))
        welcome.show()
