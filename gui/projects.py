"""Opening, making and copying projects."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from core.edits import Remove
from core.errors import DuiduError, ProjectError
from core.messages import text
from core.paths import user_data
from core.settings import Settings
from core.store import Store
from gui.desk import Desk
from gui.dialogs import widen_files
from gui.jobs import Jobs
from gui.reaching import reach, reachable, unanswered

SUFFIX = ".duidu"
PROJECTS = (SUFFIX, ".sqlite", ".db")  # what other programs for SQLite files like them to be called
REMEMBERED = 10
READABLE = ("locked", "project_readonly", "project_name_long")  # errors after which a project can still be read


class Projects(QObject):
    """Acts on whole projects and their files."""

    opened = Signal()  # another project is on the desk
    damaged = Signal(object, str)  # the path of a project that cannot be read, and why

    def __init__(self, desk: Desk, jobs: Jobs, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._settings, self._window = desk, jobs, settings, parent
        # Called with what turns to the other project; False when that may come later (gui.leaving).
        self.may_turn: Callable[[Callable[[], object]], bool] = lambda _go: True

    # Projects

    def new(self) -> None:
        """Ask for a place and make an empty project there."""
        path = self._ask_save(text("app.new_title"), text("app.first_file"))
        if path is not None and self._answers(path.parent):
            self._turn_to(lambda: Store.create(path))

    def open(
        self, path: Path | None = None, *, readonly: bool = False, then: Callable[[], object] = lambda: None
    ) -> None:
        """Open another project, and `then` go on there; the one on the desk stays when that fails."""
        if path is None:
            widen_files()
            chosen, _ = QFileDialog.getOpenFileName(
                self._window, text("app.open_title"), str(self._desk.store.path.parent), text("app.projects_open")
            )
            if not chosen:
                return
            path = Path(chosen)
        if os.path.realpath(path) == os.path.realpath(self._desk.store.path):
            then()
            return
        if not self._answers(path):
            return
        self._turn_to(lambda: Store.open(path, readonly=readonly), path, then)

    def reopen(self, path: Path) -> None:
        """Open a project anew, also the one that was on the desk: its file was replaced."""
        self._turn_to(lambda: Store.open(path), path)

    def save_as(self) -> None:
        """Copy the whole project and go on with the copy."""
        path = self._ask_save(text("app.save_title"), self._desk.store.path.stem)
        if path is None or not self._answers(path.parent):
            return

        def copied() -> Store:
            if os.path.realpath(path) == os.path.realpath(self._desk.store.path):
                raise ProjectError("project_exists", name=path.name)
            self._desk.store.snapshot(path)
            return Store.open(path)

        self._turn_to(copied, then=lambda: self._desk.notice(text("app.saved_copy", name=path.name)))

    def show_folder(self) -> None:
        """Show the project's folder in the file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.store.path.parent)))

    def remove(self, document: int | None) -> None:
        """Take a report out of the project; a toast offers the way back."""
        listing = next((row for row in self._desk.documents() if row.id == document), None)
        if listing is not None and document is not None and self._desk.do(Remove((document,))) is not None:
            name = listing.title or listing.name
            self._desk.notice(text("app.removed", name=name), action=text("action.edit_undo"), callback=self._desk.undo)

    def remember(self) -> None:
        """Put the project at the head of the recent ones and open it at the next start."""
        path = str(self._desk.store.path.absolute())
        recent = [path, *(p for p in self._settings.get("project.recent") if p != path)]
        self._settings.set("project.recent", recent[:REMEMBERED])
        self._settings.set("project.last", path)

    def recent(self) -> list[Path]:
        """Other projects opened lately that are still there, and answer."""
        here = str(self._desk.store.path.absolute())
        return reachable(Path(path) for path in self._settings.get("project.recent") if path != here)

    def _turn_to(
        self, opened: Callable[[], Store], path: Path | None = None, then: Callable[[], object] = lambda: None
    ) -> None:
        if not self.may_turn(lambda: self._turn_to(opened, path, then)):
            return
        try:
            store = opened()
        except DuiduError as error:
            words, way = str(error), getattr(error, "key", "") if path is not None else ""
            if way == "damaged":
                self._desk.notice(words, "error", text("backups.what_to_do"), lambda: self.damaged.emit(path, words))
            elif way in READABLE and path is not None:
                self._desk.notice(words, "error", text("app.start_read"), lambda: self.open(path, readonly=True))
            else:
                self._desk.notice(words, "error")
            return
        for job in self._jobs.jobs:  # what is still being read belongs to the project that is being left
            self._jobs.cancel(job)
        if name := self._settings.get("analyst"):
            store.analyst = name
        self.remember()  # the one that is left, so that it is the first to go back to
        self._desk.use(store)
        self.remember()
        self.opened.emit()
        then()

    def _answers(self, path: Path) -> bool:
        """True when a file or folder answers; else the person has stopped waiting for it."""
        if reach(path, self._window):
            return True
        self._desk.notice(str(unanswered(path)), "warning")
        return False

    def _ask_save(self, title: str, name: str) -> Path | None:
        folder = self._desk.store.path.parent
        start = folder / f"{name}{SUFFIX}"
        widen_files()
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(start), text("app.projects"))
        if not chosen:
            return None
        return suffixed(Path(chosen))


def suffixed(path: Path) -> Path:
    """The path with a project's suffix."""
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def first_project() -> Path:
    """Where the first project goes: in the user's data folder, under a name that is still free."""
    folder = user_data()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{text('app.samples')}{SUFFIX}"
    number = 2
    while path.exists():
        path = folder / f"{text('app.samples')} {number}{SUFFIX}"
        number += 1
    return path
