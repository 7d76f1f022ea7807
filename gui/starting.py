"""The start of the program: what is to be opened, what to say when it cannot be, and what to do about a mishap."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QMessageLogContext, QObject, QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices, QFileOpenEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton

from core import tracing
from core.errors import DuiduError, ProjectError
from core.links import SCHEME, wanted
from core.messages import text
from core.migrations import HEADER
from core.paths import user_data
from core.settings import Settings
from core.store import Store
from gui import i18n
from gui.app import App, build
from gui.calling import call
from gui.desk import Desk
from gui.dialogs import widen_files
from gui.patience import Patience
from gui.projects import PROJECTS, READABLE, SUFFIX, first_project, suffixed
from gui.reaching import reach, reachable, unanswered
from gui.theme import Theme, chinese_fonts, program_icon

PASSING = ("locked", "project_io", "project_missing", "project_silent")  # may be over at the next try
LOST = ("damaged", "not_a_project", "project_missing")  # a backup may be all that is left

LINK = 1.0  # seconds that projects have to answer which one a link is for


def start(arguments: list[str]) -> int:
    """Run the desk until its window is closed; `PROJECT`, `PROJECT --fact ID` or the address of a fact may be given."""
    tracing.begin()
    crashed = tracing.watch_for_crashes()
    qInstallMessageHandler(_qt_said)
    application = QApplication.instance() or QApplication(arguments)
    application.setApplicationName("Duidu")
    application.setDesktopFileName("duidu")
    application.setWindowIcon(program_icon())
    settings = Settings()
    i18n.use(i18n.wanted(settings.get("language")))
    silent = _silent(arguments[1:], settings)
    reports = [path for path in map(Path, arguments[1:2]) if silent is None and is_report(path)]
    if silent is None and handed_over([] if reports else arguments[1:], reports, settings):
        return 0
    fonts = chinese_fonts()
    theme = Theme(settings.get("theme") or "system")
    theme.apply()
    store, samples, fact = opened([] if reports else arguments[1:], settings, silent)
    if store is None:
        return 4
    app = _built(store, settings, theme, samples=samples)
    if app is None:
        return 4
    _catch(app.desk)
    tracing.log.info("project %s", store.path.name)
    app.window.painted.connect(lambda: tracing.log.info("window painted, process %d", os.getpid()))
    if reports:
        app.window.painted.connect(lambda: app.intake.take_in(reports))
    if sys.platform == "darwin":  # elsewhere it would be asked about every event for nothing
        application.installEventFilter(Opener(app))
    app.window.appear()
    app.projects.remember()
    if fact is not None:
        app.go(fact)
    if not fonts:
        app.desk.notice(text("app.no_font"), "warning")
    if crashed:
        app.desk.notice(
            text("doctor.crashed", path=crashed), "warning", text("doctor.crash_show"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(crashed.parent))),
        )  # fmt: skip
    patience = Patience(app.desk, app)
    code = application.exec()
    patience.stop()
    app.close()
    tracing.log.info("ended")
    tracing.end()
    return code


def _built(store: Store, settings: Settings, theme: Theme, *, samples: bool) -> App | None:
    """The desk; where the project turns out to be damaged once it is read, another way on is offered."""
    while True:
        before = set(QApplication.topLevelWidgets())
        try:
            return build(store, settings, theme=theme, samples=samples)
        except DuiduError as error:
            for begun in set(QApplication.topLevelWidgets()) - before:
                begun.deleteLater()  # or the parts of a desk that never came about would follow the theme for good
            store.close()
            other = _ask(store.path, error)
            if other is None:
                return None
            store, samples = other, False


def handed_over(arguments: list[str], reports: list[Path], settings: Settings) -> bool:
    """True when the desk that has the project open already took over what this start was asked for."""
    last = settings.get("project.last")
    try:
        path, fact = wanted(arguments, _lately(settings))
    except DuiduError:
        return False  # the start itself says what is wrong
    path = path or (Path(last) if last else None)
    if path is None or not path.is_file() or not call(path, fact, reports):
        return False
    tracing.log.info("handed over to the desk that has %s open", path.name)
    return True


def _silent(arguments: list[str], settings: Settings) -> Path | None:
    """The file that this start begins with, when its drive does not answer and the person waits no longer."""
    first = arguments[0] if arguments else settings.get("project.last")
    path = Path(first) if first and not first.startswith((f"{SCHEME}:", "file:", "--")) else None
    return None if path is None or reach(path) else path


def _lately(settings: Settings) -> Iterator[Path]:
    """The projects opened lately, those on a drive that does not answer left out; only a link wants to know them."""
    lately = dict.fromkeys([settings.get("project.last"), *settings.get("project.recent")])
    yield from reachable((Path(path) for path in lately if path), LINK)


def opened(
    arguments: list[str], settings: Settings, silent: Path | None = None
) -> tuple[Store | None, bool, int | None]:
    """The project to open, whether the samples go into it, and the fact to go to."""
    if silent is not None:
        return _ask(silent, unanswered(silent)), False, None
    try:
        path, fact = wanted(arguments, _lately(settings))
    except DuiduError as error:
        return _ask(None, error), False, None
    return (*_store([str(path)] if path else [], settings), fact)


def _qt_said(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """What Qt has to say, for the log: after a double click nobody sees standard error."""
    if kind != QtMsgType.QtDebugMsg:
        tracing.log.warning("Qt: %s", words)
        if sys.stderr:
            sys.stderr.write(f"{words}\n")


def is_report(path: Path) -> bool:
    """True for a file that is no project: it was given to be read (“open with”, dropped on the program's icon)."""
    if path.suffix.casefold() in PROJECTS or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return not file.read(len(HEADER)).startswith(HEADER)
    except OSError:
        return False  # opening it as a project will say why


class Opener(QObject):
    """On macOS a double click on a project or report comes as an event, not as an argument."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            if event.url().scheme() == SCHEME:
                self._follow(event.url().toString())
            else:
                self._app.intake.take_in([Path(event.file())])
            return True
        return False

    def _follow(self, link: str) -> None:
        """To the fact of a link, in another project where the link is for that."""
        settings = self._app.settings
        try:
            path, fact = wanted([link], _lately(settings))
        except DuiduError as error:
            self._app.desk.notice(str(error), "warning")
            return
        self._app.projects.open(path, then=lambda: self._app.go(fact) if fact is not None else None)


def _store(arguments: list[str], settings: Settings) -> tuple[Store | None, bool]:
    """The project to open: the one named, else the last one, else a first one with the samples."""
    named = Path(arguments[0]) if arguments else None
    last, first = settings.get("project.last"), settings.get("project.samples")
    path = named or (Path(last) if last else None)
    if path is not None and named is None and last == first and not path.exists():
        path = None  # the first start was cut short before it had made the project
    try:
        if path is not None:
            # A first start that was cut short goes on with the samples.
            return Store.open(path), not named and first == str(path)
        path = first_project()
        # Written down first: whatever happens from here on, the next start comes back to this project.
        settings.set("project.samples", str(path))
        settings.set("project.last", str(path))
        return Store.create(path, title=text("app.samples")), True
    except (DuiduError, OSError) as error:
        return _ask(path, error), False


def _ask(path: Path | None, error: Exception) -> Store | None:
    """The project cannot be opened: say why and offer the ways on."""
    while True:
        box = QMessageBox()
        box.setWindowTitle(text("app.name"))
        box.setIconPixmap(program_icon().pixmap(56, 56))
        box.setText(text("app.start_title"))
        box.setInformativeText(_said(error))
        key = getattr(error, "key", "") if path is not None else ""
        read = _offer(box, "app.start_read") if key in READABLE else None
        again = _offer(box, "app.start_again") if key in PASSING else None
        rescue = _offer(box, "backups.what_to_do") if key in LOST else None
        other = box.addButton(text("app.start_other"), QMessageBox.ButtonRole.ActionRole)
        new = box.addButton(text("app.start_new"), QMessageBox.ButtonRole.ActionRole)
        leave = box.addButton(text("app.start_quit"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        pressed = box.clickedButton()
        if pressed is None or pressed is leave:
            return None
        try:
            if pressed is new:
                if (made := _new()) is not None:
                    return made
                continue
            if pressed is other:
                widen_files()
                chosen, _ = QFileDialog.getOpenFileName(None, text("app.open_title"), "", text("app.projects_open"))
                if not chosen:
                    continue
                path = Path(chosen)
            assert path is not None
            if pressed is rescue:
                if (found := _rescue(path, str(error))) is not None:
                    return Store.open(found)
            elif pressed is read:
                return Store.open(path, readonly=True)
            elif pressed in (again, other):
                if not reach(path):
                    raise unanswered(path)
                return None if call(path) else Store.open(path)
        except (DuiduError, OSError) as next_error:
            error = next_error


def _new() -> Store | None:
    """An empty project where the first one goes; where nothing can be made there, at a place that the person names."""
    try:
        return Store.create(first_project())
    except (DuiduError, OSError):
        start = Path.home() / f"{text('app.first_file')}{SUFFIX}"
        widen_files()
        chosen, _ = QFileDialog.getSaveFileName(None, text("app.new_title"), str(start), text("app.projects"))
        return Store.create(suffixed(Path(chosen))) if chosen else None


def _offer(box: QMessageBox, key: str) -> QPushButton:
    return box.addButton(text(key), QMessageBox.ButtonRole.AcceptRole)


def _said(error: Exception) -> str:
    """Why a project cannot be opened. Who holds it here was called and did not answer (gui.calling)."""
    if isinstance(error, ProjectError) and error.key == "locked" and error.values["process"] is not None:
        return text("app.start_silent", **error.values)
    if isinstance(error, OSError):  # of a project itself it would be told by a ProjectError
        return text("error.data_folder", folder=str(user_data()), reason=error.strerror or str(error))
    return str(error)


def _rescue(path: Path, error: str) -> Path | None:
    """Backups of a project that cannot be opened, and what can be recovered of it; the project to open then."""
    from gui.backups import Backups
    from gui.jobs import Jobs

    found: list[Path] = []
    jobs = Jobs()
    dialog = Backups(path, jobs, Theme(Settings().get("theme") or "system"), error=error)
    dialog.ready.connect(found.append)
    dialog.exec()
    jobs.close()
    return found[-1] if found else None


def _catch(desk: Desk) -> None:
    """An unforeseen error is told once in a toast and written down; the window stays."""
    told: set[str] = set()

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, DuiduError):  # a drive that went away: it says itself what to do
            desk.notice(str(error), "error")
            return
        sys.stderr.write("".join(traceback.format_exception(kind, error, trace)))
        # A view that fails to paint fails sixty times a second.
        mark = f"{kind.__name__}:{trace.tb_lineno if trace else 0}"
        if mark not in told:
            told.add(mark)
            path = tracing.report(error) or "stderr"
            desk.notice(text("app.trouble", what=f"{kind.__name__}: {error}", path=path), "error")

    sys.excepthook = caught
