"""One desk a project: a second start hands what it was asked for to the desk that has the project open.

Each desk listens at a local address that only its user can reach, made from the project's path: a Unix socket or a
named pipe of Python's own, as Qt's would bring its network library and Kerberos along. A start that is answered ends
at once; where nobody answers within ANSWER (the desk hangs, or runs on another machine), the project's lock says so
and offers to read.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from hashlib import sha256
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject, Qt, Signal

from core.store import Store

BREATH = 0.05  # seconds
ANSWER = 3.0  # seconds; a desk that is painting a large page takes a moment
LONGEST = 1 << 20  # bytes of a call: some thousand paths of reports
DONE, STOP = b"done", b"stop"


def call(path: Path, fact: int | None = None, reports: Iterable[Path] = ()) -> bool:
    """Ask the desk that has the project open to come forward, to go to a fact, to read reports; True when it did."""
    asked = {
        "fact": fact, "reports": [str(report.absolute()) for report in reports],
        "token": os.environ.get("XDG_ACTIVATION_TOKEN", ""),
    }  # fmt: skip
    with contextlib.suppress(OSError, EOFError):
        if sys.platform == "win32":
            import ctypes

            # Windows lets a program come forward only when the one that the user has just started allows it.
            ctypes.windll.user32.AllowSetForegroundWindow(-1)
        with _reached(_address(path)) as desk:
            desk.send_bytes(json.dumps(asked).encode())
            return desk.poll(ANSWER) and desk.recv_bytes(LONGEST) == DONE
    return False


class Bell(QObject):
    """Listens for calls to one project; `called` with the fact to go to (None for none) and the reports to read."""

    called = Signal(object, list)
    _heard = Signal(object, object)  # connection, words; carries calls from the listening thread to the window's

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = ""
        self._thread: Thread | None = None
        self._heard.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def hang(self, store: Store) -> None:
        """Listen for calls to this project, and no longer to the one before; a desk that only reads does not listen."""
        self.take_down()
        if store.readonly:
            return
        address = _address(store.path)
        if sys.platform != "win32":
            # Left behind by a desk that was killed: the project's lock is ours, so that nobody listens there.
            Path(address).unlink(missing_ok=True)
        try:
            listener = Listener(address)
        except OSError:
            return  # without it a second start offers to read, as it does for a project of another machine
        self._address = address
        self._thread = Thread(target=self._listen, args=(listener,), name="calls", daemon=True)
        self._thread.start()

    def take_down(self) -> None:
        """Listen no longer."""
        if self._thread is not None:
            with contextlib.suppress(OSError), Client(self._address) as own:
                own.send_bytes(STOP)
            self._thread.join(ANSWER)
            self._thread = None

    def _listen(self, listener: Listener) -> None:
        with listener:
            while True:
                try:
                    caller = listener.accept()
                    words = caller.recv_bytes(LONGEST) if caller.poll(ANSWER) else b""
                except (OSError, EOFError):
                    time.sleep(BREATH)  # somebody knocked and ran, or no more files can be opened, which may last
                    continue
                if words == STOP:
                    return
                self._heard.emit(caller, words)

    def _answer(self, caller: Connection, words: bytes) -> None:
        with caller, contextlib.suppress(OSError):
            try:
                asked = json.loads(words)
                fact, reports = asked["fact"], [Path(name) for name in asked["reports"]]
                token = str(asked["token"])
            except (ValueError, KeyError, TypeError):
                return
            if token:
                os.environ["XDG_ACTIVATION_TOKEN"] = token  # Wayland lets a window come forward only with it
            caller.send_bytes(DONE)
            self.called.emit(fact if isinstance(fact, int) else None, reports)


def _reached(address: str) -> Connection:
    """A connection to the desk that listens there; OSError when there is none, or when it does not take calls."""
    if sys.platform == "win32":
        return Client(address)  # waits for 20 seconds at most
    import socket

    # The system lets two callers wait and holds the third one up for as long as the desk is stopped.
    until = time.monotonic() + ANSWER
    with socket.socket(socket.AF_UNIX) as caller:
        caller.setblocking(False)
        while True:
            try:
                caller.connect(address)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise
                time.sleep(BREATH)
        caller.setblocking(True)
        return Connection(caller.detach())


def _address(path: Path) -> str:
    """Where the desk of a project listens."""
    name = "duidu-" + sha256(os.path.normcase(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    if sys.platform == "win32":
        return rf"\\.\pipe\{name}"
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or "")
    if not folder.is_absolute() or not folder.is_dir():
        folder = Path(tempfile.gettempdir()) / f"duidu-{os.getuid()}"
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.stat().st_uid != os.getuid():  # somebody else's, who could listen to what we are asked
                folder = Path(os.devnull)
    return str(folder / name)
