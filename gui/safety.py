"""Looks after the project file while the desk is open: backups, and warnings about where it lies.

Backups are made in a process of their own: at opening, every hour in which something was done, and before acts on many
facts. Only that last one has to be waited for; a small file takes a few hundredths of a second.
"""

from __future__ import annotations

import contextlib
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from core import backups
from core.edits import Act, DropTag, Remove, Revert, Several, Touched
from core.errors import DuiduError
from core.messages import text
from core.places import cloud, network
from core.settings import Settings
from core.store import Store
from gui.desk import Desk
from gui.jobs import Job, Jobs

AFTER = 3000  # ms from opening to the first backup: the window comes first
HOUR = 60 * 60 * 1000  # ms
AGAIN = 5 * 60 * 1000  # ms until another try when the project was written to all the time
MANY = 50  # facts in one act; fewer are looked over at a glance and undone
LARGE = 64 << 20  # bytes; what is smaller is copied by another process before the next act comes
AT_ONCE = 8 << 20  # bytes that are copied here and now; more takes over 50 ms
BETWEEN = 10 * 60.0  # seconds between two backups before acts on many facts of a large project


class Safety(QObject):
    """Keeps backups going for the project on the desk."""

    asked = Signal(str)  # show the backups, with what is wrong
    _arrived = Signal(object, object)  # path, result of a backup made alongside

    def __init__(self, desk: Desk, jobs: Jobs, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._settings, self._window = desk, jobs, settings, parent
        self._told: set[tuple[Path, str]] = set()
        self._first = self._timer(AFTER, lambda: self.back_up("open"), single=True)
        self._again = self._timer(AGAIN, lambda: self.back_up("hour"), single=True)
        self._hourly = self._timer(HOUR, lambda: self.back_up("hour"), single=False)
        desk.before = self.before
        self._arrived.connect(self._made, Qt.ConnectionType.QueuedConnection)
        desk.changed.connect(self._changed)

    def begin(self) -> None:
        """A project was opened."""
        self._first.start()
        self._hourly.start()
        self._again.stop()
        self._warn()

    def back_up(self, why: str) -> Job | None:
        """Back the project up in a process of its own, if it holds anything new."""
        store = self._desk.store
        if store.readonly:
            return None
        path = store.path
        if path.exists() and path.stat().st_size > LARGE:
            threading.Thread(target=self._alongside, args=(store, why), daemon=True).start()
            return None
        return self._jobs.run(
            text("backups.making"), backups.make, [(path, why)], lambda _number, result: self._made(path, result)
        )

    def _alongside(self, store: Store, why: str) -> None:
        """In a thread: SQLite does nearly all of it without Python's lock, 1 ms at a time."""
        try:
            result: object = store.back_up(why)
        except Exception as error:  # noqa: BLE001 - it is told in the window
            result = error
        with contextlib.suppress(RuntimeError):  # the window may be gone by now
            self._arrived.emit(store.path, result)

    def before(self, act: Act) -> None:
        """Called before each act: one on many facts is preceded by a backup."""
        store = self._desk.store
        if store.readonly or size(act) < MANY:
            return
        try:
            if store.path.stat().st_size <= AT_ONCE:
                backups.make(store.path, "bulk")
            elif not self._fresh():
                self._wait()
        except DuiduError as error:
            self._made(store.path, error)
        except OSError:
            return  # the act itself will tell that the file is gone

    def _fresh(self) -> bool:
        """True when a large project was backed up only just now; the history goes back on the rest."""
        made = backups.listed(self._desk.store.path)
        return bool(made) and (datetime.now(UTC) - made[0].at).total_seconds() < BETWEEN

    def _wait(self) -> None:
        """Wait for the backup of a large project, with a way to go on without it."""
        loop = QEventLoop()
        waiting = QProgressDialog(text("backups.before_bulk"), text("backups.skip"), 0, 0, self._window)
        waiting.setWindowTitle(text("backups.title"))
        waiting.setWindowModality(Qt.WindowModality.WindowModal)
        waiting.setMinimumDuration(300)
        path = self._desk.store.path
        job = self._jobs.run(
            text("backups.making"), backups.make, [(path, "bulk")], lambda _n, result: self._made(path, result),
            lambda _job: loop.quit(), alone=True,
        )  # fmt: skip
        waiting.canceled.connect(lambda: self._jobs.cancel(job))
        if job in self._jobs.jobs:
            loop.exec()
        waiting.reset()
        waiting.deleteLater()

    def _made(self, path: Path, result: object) -> None:
        if not isinstance(result, BaseException) or path != self._desk.store.path:
            return
        key = getattr(result, "key", "")
        if key == "project_busy":
            self._again.start()
            return
        if (path, key) in self._told:
            return
        self._told.add((path, key))
        if key == "damaged":
            self._desk.notice(
                str(result), "error", text("backups.what_to_do"), lambda words=str(result): self.asked.emit(words)
            )
        elif isinstance(result, DuiduError):
            self._desk.notice(str(result), "warning")

    def _warn(self) -> None:
        """Say so when the project lies where two computers can write to it, or which can go away; once a place."""
        path = self._desk.store.path
        if self._desk.store.readonly or str(path.parent) in self._settings.get("places.known"):
            return
        service = cloud(path)
        if service:
            words = text("place.warning", service=text(f"place.{service}"))
        elif network(path):
            words = text("place.network_warning")
        else:
            return
        self._desk.notice(words, "warning", text("place.understood"), self._understood)

    def _understood(self) -> None:
        place = str(self._desk.store.path.parent)
        self._settings.set("places.known", [*self._settings.get("places.known"), place])

    def _changed(self, touched: Touched) -> None:
        if touched.kind == "open":
            self.begin()

    def _timer(self, after: int, callback: Any, *, single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(single)
        timer.setInterval(after)
        timer.timeout.connect(callback)
        return timer


def size(act: Act) -> int:
    """How many facts an act is about; at least as many as count for many where that takes a look at the project."""
    match act:
        case Several(acts):
            return max(MANY, len(acts))
        case Remove() | DropTag():
            return MANY
        case Revert(_, facts):
            return len(facts) or MANY
    return len(getattr(act, "facts", ()))
