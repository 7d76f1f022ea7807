"""Taking reports in: from file dialogs, dropped files, tables with a report a row, and the clipboard.

Files are looked through and read in processes of their own; here they are only put into the project, one after
another in the order in which they were named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core import importing, versions
from core.documents import Document
from core.edits import Touched
from core.errors import DuiduError, EditError, ReadingError
from core.facts import Fact
from core.loading.formats import SUFFIXES
from core.loading.tables import Columns
from core.messages import text
from core.settings import Settings
from gui.desk import Desk
from gui.dialogs import widen_files
from gui.jobs import Job, Jobs
from gui.projects import PROJECTS
from gui.reaching import reach, reachable, unanswered

TABLES = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson")
PATTERNS = " ".join(f"*{suffix}" for suffix in (*SUFFIXES, ".tsv", ".ndjson", ".markdown"))
LEAST_PASTED = 20  # characters: less is a slip, not a report


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report that came in: what was mended in it, by kind, and what a person should look at (importing.concerns)."""

    document: int
    name: str
    facts: int
    repairs: dict[str, int]
    looks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that is a changed version of the report `older`, called `name` there; not taken in until a person says."""

    path: Path
    older: int
    name: str
    document: Document
    facts: tuple[Fact, ...]
    source: str


@dataclass(slots=True)
class Summary:
    """What an import came to: reports taken in, known already, and the files that could not be read with the reason."""

    added: list[int] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    failed: list[tuple[Path, DuiduError]] = field(default_factory=list)
    cancelled: bool = False
    arrivals: list[Arrival] = field(default_factory=list)
    versions: list[Waiting] = field(default_factory=list)

    @property
    def looks(self) -> int:
        """How many of the reports need a look."""
        return sum(bool(arrival.looks) for arrival in self.arrivals)


class Intake(QObject):
    """Brings reports into the open project."""

    arrived = Signal(int)  # a report was taken in
    imported = Signal(object)  # Summary, at the end of an import
    versions_found = Signal(object)  # list of Waiting, after `imported`
    reading = Signal(bool)  # reports are on their way, or no longer
    project_given = Signal(object)  # a project's path was among the files

    def __init__(self, desk: Desk, jobs: Jobs, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._settings, self._window = desk, jobs, settings, parent
        self._under_way: Job | None = None
        self._awaited = True
        desk.changed.connect(self._changed)

    def ask_files(self) -> None:
        """Ask for report files and import them."""
        widen_files()
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, text("app.import_title"), self._folder(), text("app.reports", patterns=PATTERNS)
        )
        self.take_in([Path(p) for p in chosen])

    def ask_folder(self) -> None:
        """Ask for a folder and import every report in it."""
        widen_files()
        chosen = QFileDialog.getExistingDirectory(self._window, text("app.import_folder_title"), self._folder())
        if chosen:
            self.take_in([Path(chosen)])

    def paste(self) -> None:
        """Take the text or the files on the clipboard in."""
        if not self._writable():
            return
        found = QGuiApplication.clipboard().mimeData()
        # Systems differ in what they give for an empty clipboard; some give nothing at all.
        paths = [Path(url.toLocalFile()) for url in found.urls() if url.isLocalFile()] if found is not None else []
        if paths:
            self.take_in(paths)
            return
        words = found.text() if found is not None and found.hasText() else ""
        if len(words.strip()) < LEAST_PASTED:
            self._desk.notice(text("app.nothing_to_paste"), "warning")
            return
        self._awaited = True
        name = text("app.pasted_name")
        self._read(text("app.reading"), importing.prepare_text, [((words, name), Path(name))], Summary())

    def take_in(self, paths: Iterable[Path], *, ours: bool = False) -> None:
        """Import files and folders; a bad one never stops the others. `ours` for the samples that we bring along."""
        self._awaited = not ours  # the samples are read again at the next start
        named = list(paths)
        # One of each folder stands for all: a drive answers or it does not.
        if silent := next((p for p in {p.parent: p for p in named}.values() if not reach(p, self._window)), None):
            self._desk.notice(str(unanswered(silent)), "warning")
            return
        projects = [p for p in named if p.suffix.casefold() in PROJECTS and p.is_file()]
        if projects:
            self.project_given.emit(projects[0])
            named = [p for p in named if p not in projects]
        if not named or not self._writable():
            return
        if not ours:
            self._settings.set("folder.import", str(named[0] if named[0].is_dir() else named[0].parent))
        tables = [p for p in named if p.suffix.lower() in TABLES and p.is_file()]
        self._map(tables, {}, named)

    # Inside

    def _writable(self) -> bool:
        """True for a project that can take reports; reading them first and refusing them then would waste minutes."""
        if self._desk.store.readonly:
            self._desk.notice(str(EditError("readonly")), "error", text("action.project_save_as"), self._desk.elsewhere)
            return False
        return True

    def _map(self, tables: list[Path], columns: dict[Path, Columns], named: list[Path]) -> None:
        """Ask for the columns of each table named by hand, then look through everything."""
        if not tables:
            self._survey(named, columns)
            return
        path, *rest = tables

        def asked(_number: int, result: object) -> None:
            if isinstance(result, BaseException):
                self._map(rest, columns, named)  # reading it will tell
                return
            from gui.mapping import Mapping

            heads, rows, guess = result
            dialog = Mapping(path.name, heads, rows, guess, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(lambda: self._map(rest, {**columns, path: dialog.columns()}, named))
            dialog.rejected.connect(lambda: self._map(rest, columns, [p for p in named if p != path]))
            dialog.open()

        self._jobs.run(text("app.looking"), importing.preview, [(path,)], asked)

    def _survey(self, named: list[Path], columns: dict[Path, Columns]) -> None:
        if not named:
            return
        there = {listing.sha256: listing.name for listing in self._desk.documents()}

        def surveyed(_number: int, result: object) -> None:
            if isinstance(result, BaseException):
                self._desk.notice(str(_named(named[0], result)), "error")
                return
            fresh, known = result
            if not fresh and not known:
                self._desk.notice(text("app.nothing"), "warning")
                return
            tasks = [((path, columns.get(path.parent, columns.get(path))), path) for path in fresh]
            self._read(text("app.reading"), importing.prepare, tasks, Summary(known=[name for _, name in known]))

        tasks = [(named, columns, there)]
        self._begin(
            self._jobs.run(text("app.looking"), importing.survey, tasks, surveyed, self._end, awaited=self._awaited)
        )

    def _begin(self, job: Job) -> None:
        self._under_way = job
        self.reading.emit(True)

    def _end(self, job: Job) -> None:
        if self._under_way is job:  # looking through the files is followed by reading them
            self._under_way = None
            self.reading.emit(False)

    def _changed(self, touched: Touched) -> None:
        if touched.kind == "open" and self._under_way is not None:
            self._end(self._under_way)  # what was read and waits belongs to the project that was left

    def _read(
        self,
        label: str,
        function: Callable[..., object],
        tasks: list[tuple[tuple[object, ...], Path]],
        summary: Summary,
    ) -> None:
        waiting: dict[int, object] = {}
        taken = 0
        ended: Job | None = None

        def take(number: int, result: object) -> None:
            # Results come as they are ready; reports are taken in as they were named, so that the order is the same
            # each time.
            waiting[number] = result
            if taken == number:
                self._desk.when_free(go_on)

        def go_on() -> None:
            nonlocal taken, ended
            while taken in waiting and not self._desk.store.lent:
                self._arrived(tasks[taken][1], waiting.pop(taken), summary)
                taken += 1
            if self._desk.store.lent:
                self._desk.when_free(go_on)
            elif ended is not None:
                job, ended = ended, None
                self._finished(summary, job)

        def finished(job: Job) -> None:
            nonlocal ended
            ended = job
            # While another process writes to the project, what was read waits.
            self._desk.when_free(go_on)

        given = [task for task, _ in tasks]
        self._begin(self._jobs.run(label, function, given, take, finished, awaited=self._awaited))

    def _arrived(self, path: Path, result: object, summary: Summary) -> None:
        if isinstance(result, BaseException):
            summary.failed.append((path, _named(path, result)))
            return
        document, facts = result
        source = str(path.absolute()) if path.is_absolute() or path.exists() else ""
        if (older := versions.earlier(self._desk.store, document)) is not None:
            # Which of the two is to count is for a person to say, at the end and once for all.
            name = older.title or older.name
            summary.versions.append(Waiting(path, older.id, name, document, facts, source))
            return
        try:
            touched = self._desk.store.add(document, facts, source)
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
        repairs, looks = importing.mended(document), importing.concerns(document, facts)
        for added in sorted(touched.documents):
            summary.added.append(added)
            summary.arrivals.append(Arrival(added, document.name, len(facts), repairs, looks))
            self.arrived.emit(added)

    def _finished(self, summary: Summary, job: Job) -> None:
        self._end(job)
        summary.cancelled = job.cancelled
        self.imported.emit(summary)
        if summary.versions and not job.cancelled:
            self.versions_found.emit(summary.versions)

    def _folder(self) -> str:
        kept = self._settings.get("folder.import")
        return kept if kept and reachable([Path(kept)]) else str(Path.home())


def _named(path: Path, error: BaseException) -> DuiduError:
    """What went wrong with a file, in words for the person."""
    if isinstance(error, DuiduError):
        return error
    if isinstance(error, BrokenProcessPool):
        return ReadingError("process_ended", name=path.name)
    return ReadingError("file_failed", name=path.name, reason=f"{type(error).__name__}: {error}")
