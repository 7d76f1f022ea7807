"""Questions about the whole project, answered by a process of their own while the window goes on (core.answering).

One question at a time: a newer one ends the one before. The process is started by the first question and ended with
the project.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from core import processes
from core.answering import serve
from core.querying import Query
from gui.desk import Desk
from gui.timers import pause

PATIENCE = 1500  # ms for which a newer question waits for the one before to end; only a runaway pattern takes longer

LARGE = 20_000  # facts; fewer are listed and sorted at once (10 to 50 ms)

Part = Callable[[list[Any], int], object]  # what was found since the last part; how much has been looked through


class Answers(QObject):
    """Asks, and calls back in the window's thread with each part of the answer."""

    _arrived = Signal(object, object)  # which process, message; from the listening thread to the window's

    def __init__(self, path: Callable[[], Path], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._about: tuple[Path, tuple[int, int] | None] | None = None
        self._process: Any = None
        self._connection: Connection | None = None
        self._threads: list[threading.Thread] = []
        self._outbox: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()
        self._number = 0
        self._question: tuple[Any, ...] | None = None  # that is not answered to its end
        self._taken = True
        self._again = False
        self._part: Part | None = None
        self._end: Callable[[str], object] | None = None
        self._waiting = pause(self, PATIENCE, self._restart)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """True while a question is being answered."""
        return self._question is not None

    def ask(self, kind: str, *what: object, part: Part, end: Callable[[str], object]) -> None:
        """Ask: `part(found, seen)` for each part of the answer, then `end("")`, or `end(words)` where it failed."""
        held = self._question is not None and self._process is not None
        self._number += 1
        self._question, self._part, self._end = (self._number, kind, *what), part, end
        self._again = False
        self._send(self._question)
        if held:
            self._waiting.start()

    def cancel(self) -> None:
        """Ask no more; what is still found is not told."""
        if self._question is not None:
            self.ask("stop", part=lambda *_: None, end=lambda _failed: None)

    def close(self) -> None:
        """End the process; for the end of the project and of the program."""
        self._waiting.stop()
        self._question = None
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        self._outbox.put(None)
        if process is not None:
            process.kill()
            process.join()
            process.close()
        for thread in self._threads:
            thread.join()
        self._threads = []
        if connection is not None:
            connection.close()

    def _send(self, question: tuple[Any, ...]) -> None:
        path = self._path()
        about = (path, _file(path))
        if self._process is not None and about != self._about:
            self.close()
            self._question = question
        if self._process is None:
            self._about = about
            self._process, self._connection = processes.talk(serve, str(path))
            self._outbox = SimpleQueue()
            self._threads = [
                threading.Thread(target=self._listen, args=(self._process, self._connection), daemon=True),
                threading.Thread(target=_speak, args=(self._connection, self._outbox), daemon=True),
            ]
            for thread in self._threads:
                thread.start()
        self._taken = False
        self._outbox.put(question)

    def _listen(self, process: Any, connection: Connection) -> None:
        with contextlib.suppress(RuntimeError):  # Qt's object may be gone before the thread is
            try:
                while True:
                    self._arrived.emit(process, connection.recv())
            except (EOFError, OSError):
                self._arrived.emit(process, None)

    def _take(self, process: Any, message: tuple[int, str, Any] | None) -> None:
        if process is not self._process:
            return
        if message is None:
            self._lost()
            return
        number, kind, what = message
        if number != self._number or self._question is None:
            return
        self._waiting.stop()
        if kind == "taken":
            self._taken = True
        elif kind in ("done", "failed"):
            self._question = None
            if self._end is not None:
                self._end(what or "")
        elif self._part is not None:
            self._part(*what)

    def _lost(self) -> None:
        """The process has ended by itself: once more in another, then say so."""
        question, again = self._question, self._again
        end = self._end
        self.close()
        if question is None:
            return
        if again or question[1] == "stop":
            if end is not None:
                end("process")
            return
        self._question, self._again = question, True
        self._send(question)

    def _restart(self) -> None:
        """The question before holds the process; it ends with it."""
        question = self._question
        if question is not None and not self._taken:
            self.close()
            if question[1] != "stop":
                self._question = question
                self._send(question)


def _file(path: Path) -> tuple[int, int] | None:
    """Which file stands under a path: a restored backup is another one."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def _speak(connection: Connection, outbox: SimpleQueue[tuple[Any, ...] | None]) -> None:
    """Send questions from a thread: a long text waits in the pipe until the process reads it, which may be never."""
    with contextlib.suppress(OSError):  # it has ended: the listening thread tells
        while (question := outbox.get()) is not None:
            connection.send(question)


def large(desk: Desk, query: Query) -> bool:
    """True for a query over so many facts that the window must not wait for it."""
    counts = desk.counts()
    return sum(sum(counts.get(document, {}).values()) for document in query.documents or counts) > LARGE
