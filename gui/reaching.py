"""Whether a place answers: a network drive that went away may keep whoever asks it waiting for ever.

So a thread asks first, and the window waits for that with a way out. A thread that hangs is left behind; nothing else
can be done about it, and it costs nothing.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QProgressDialog, QWidget

from core.errors import ProjectError
from core.messages import text

AT_ONCE = 0.2  # seconds; a drive of the network answers within some hundredths
ASKED = 50  # ms between two looks whether there is an answer


def reach(path: Path, parent: QWidget | None = None) -> bool:
    """True once the file or folder answers, be it that it is not there; False when the person stopped waiting."""
    asked = asking(path)
    asked.join(AT_ONCE)
    if not asked.is_alive():
        return True
    loop = QEventLoop()
    words = text("reaching.waiting", name=path.name, folder=str(path.absolute().parent))
    waiting = QProgressDialog(words, text("dialog.cancel"), 0, 0, parent)
    waiting.setWindowTitle(text("app.name"))
    waiting.setWindowModality(Qt.WindowModality.WindowModal)
    waiting.setMinimumDuration(0)
    waiting.canceled.connect(loop.quit)
    timer = QTimer(waiting)
    timer.timeout.connect(lambda: None if asked.is_alive() else loop.quit())
    timer.start(ASKED)
    waiting.show()
    loop.exec()
    timer.stop()
    waiting.reset()
    waiting.deleteLater()
    return not asked.is_alive()


def reachable(paths: Iterable[Path], within: float = AT_ONCE) -> list[Path]:
    """Those of the files and folders that are there and answer within so many seconds; for all of them together."""
    asked = [(path, asking(path)) for path in paths]
    until = time.monotonic() + within
    for _, thread in asked:
        thread.join(max(until - time.monotonic(), 0))
    return [path for path, thread in asked if not thread.is_alive() and path.exists()]


def unanswered(path: Path) -> ProjectError:
    """What to say of a place for which nobody waits any longer."""
    return ProjectError("project_silent", name=path.name, folder=str(path.absolute().parent))


def asking(path: Path) -> Thread:
    """The thread that asks a place; one that still waits for the same place is asked on."""
    name = f"reaching {path}"
    for thread in threading.enumerate():
        if thread.name == name:
            return thread
    thread = Thread(target=_ask, args=(path,), name=name, daemon=True)
    thread.start()
    return thread


def _ask(path: Path) -> None:
    # How much room there is has to be asked of the server; what a file is like, the system remembers for a while. The
    # file itself is not opened: to close it again would drop the locks that SQLite holds on it.
    with contextlib.suppress(OSError, ValueError):
        path.stat()
        shutil.disk_usage(path.parent)
