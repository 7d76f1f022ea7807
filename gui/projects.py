"""Opening, making and copying projects; taking reports in. Everything that a file dialog or a dropped file leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from core import importing
from core.edits import Remove
from core.errors import DuiduError, EditError, ProjectError, ReadingError
from core.messages import text
from core.paths import user_data
from core.settings import Settings
from core.store import Store
from gui.desk import Desk
from gui.jobs import Job, Jobs

SUFFIX = ".duidu"
PATTERNS = "*.txt *.md *.html *.htm *.docx *.pdf *.csv"
REMEMBERED = 10


@dataclass(slots=True)
class Summary:
    """What an import came to: reports taken in, known already, and the files that could not be read with the reason."""

    added: list[int] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    failed: list[tuple[Path, DuiduError]] = field(default_factory=list)
    cancelled: bool = False


class Projects(QObject):
    """Acts on whole projects and their files."""

    arrived = Signal(int)  # a report was taken in
    imported = Signal(object)  # Summary, at the end of an import
    opened = Signal()  # another project is on the desk
    damaged = Signal(object, str)  # the path of a project that cannot be read, and why

    def __init__(self, desk: Desk, jobs: Jobs, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._settings, self._window = desk, jobs, settings, parent

    # Projects

    def new(self) -> None:
        """Ask for a place and make an empty project there."""
        path = self._ask_save(text("app.new_title"), text("app.first_file"))
        if path is not None:
            self._turn_to(lambda: Store.create(path))

    def open(self, path: Path | None = None, *, readonly: bool = False) -> None:
        """Open another project; the one on the desk stays when that fails."""
        if path is None:
            chosen, _ = QFileDialog.getOpenFileName(
                self._window, text("app.open_title"), str(self._desk.store.path.parent), text("app.projects")
            )
            if not chosen:
                return
            path = Path(chosen)
        if path.resolve() == self._desk.store.path.resolve():
            return
        self._turn_to(lambda: Store.open(path, readonly=readonly), path)

    def reopen(self, path: Path) -> None:
        """Open a project anew, also the one that was on the desk: its file was replaced."""
        self._turn_to(lambda: Store.open(path), path)

    def save_as(self) -> None:
        """Copy the whole project and go on with the copy."""
        path = self._ask_save(text("app.save_title"), self._desk.store.path.stem)
        if path is None:
            return

        def copied() -> Store:
            if path.resolve() == self._desk.store.path.resolve():
                raise ProjectError("project_exists", name=path.name)
            self._desk.store.snapshot(path)
            return Store.open(path)

        if self._turn_to(copied):
            self._desk.notice(text("app.saved_copy", name=path.name))

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
        """Other projects opened lately that are still there."""
        here = str(self._desk.store.path.absolute())
        return [Path(p) for p in self._settings.get("project.recent") if p != here and Path(p).is_file()]

    def _turn_to(self, opened: Callable[[], Store], path: Path | None = None) -> bool:
        try:
            store = opened()
        except DuiduError as error:
            words, way = str(error), getattr(error, "key", "") if path is not None else ""
            if way == "damaged":
                self._desk.notice(words, "error", text("backups.what_to_do"), lambda: self.damaged.emit(path, words))
            elif way in ("locked", "project_readonly") and path is not None:
                self._desk.notice(words, "error", text("app.start_read"), lambda: self.open(path, readonly=True))
            else:
                self._desk.notice(words, "error")
            return False
        if self._jobs.jobs:
            # What is still being read belongs to the project that is being left.
            for job in self._jobs.jobs:
                self._jobs.cancel(job)
        if name := self._settings.get("analyst"):
            store.analyst = name
        self.remember()  # the one that is left, so that it is the first to go back to
        self._desk.use(store)
        self.remember()
        self.opened.emit()
        return True

    def _ask_save(self, title: str, name: str) -> Path | None:
        folder = self._desk.store.path.parent
        start = folder / f"{name}{SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(start), text("app.projects"))
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

    # Reports

    def ask_files(self) -> None:
        """Ask for report files and import them."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, text("app.import_title"), self._folder(), text("app.reports", patterns=PATTERNS)
        )
        self.take_in([Path(p) for p in chosen])

    def ask_folder(self) -> None:
        """Ask for a folder and import every report in it."""
        chosen = QFileDialog.getExistingDirectory(self._window, text("app.import_folder_title"), self._folder())
        if chosen:
            self.take_in([Path(chosen)])

    def take_in(self, paths: Iterable[Path]) -> Job | None:
        """Import files and folders in processes of their own; a bad one never stops the others."""
        named = list(paths)
        projects = [p for p in named if p.suffix == SUFFIX and p.is_file()]
        if projects:
            self.open(projects[0])
            named = [p for p in named if p not in projects]
        if not named:
            return None
        self._settings.set("folder.import", str(named[0] if named[0].is_dir() else named[0].parent))
        every = importing.files(named)
        if not every:
            self._desk.notice(text("app.nothing"), "warning")
            return None
        summary = Summary()
        waiting: dict[int, object] = {}

        def take(number: int, result: object) -> None:
            # Results come as they are ready; reports are taken in as they were named, so that the order is the same
            # each time.
            waiting[number] = result
            while (next_one := len(summary.added) + len(summary.known) + len(summary.failed)) in waiting:
                self._arrived(every[next_one], waiting.pop(next_one), summary)

        return self._jobs.run(
            text("app.reading"),
            importing.prepare,
            [(path,) for path in every],
            take,
            lambda job: self._finished(job, summary),
        )

    def _arrived(self, path: Path, result: object, summary: Summary) -> None:
        if isinstance(result, DuiduError):
            summary.failed.append((path, result))
            return
        if isinstance(result, BrokenProcessPool):
            summary.failed.append((path, ReadingError("process_ended", name=path.name)))
            return
        if isinstance(result, BaseException):
            reason = f"{type(result).__name__}: {result}"
            summary.failed.append((path, ReadingError("file_failed", name=path.name, reason=reason)))
            return
        document, facts = result
        try:
            touched = self._desk.store.add(document, facts, str(path.absolute()))
        except EditError as error:
            if error.key == "already_there":
                summary.known.append(path.name)
            else:
                summary.failed.append((path, error))
            return
        except DuiduError as error:
            summary.failed.append((path, error))
            return
        self._desk.touch(touched)
        for added in sorted(touched.documents):
            summary.added.append(added)
            self.arrived.emit(added)

    def _finished(self, job: Job, summary: Summary) -> None:
        summary.cancelled = job.cancelled
        self.imported.emit(summary)

    def _folder(self) -> str:
        kept = self._settings.get("folder.import")
        return kept if kept and Path(kept).is_dir() else str(Path.home())


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
