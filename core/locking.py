"""One writer a project: a lock that the operating system drops when its holder dies.

The lock stands on a file beside the project (`NAME.lock`), not on the project itself: SQLite's own locks must stay free
for readers, and on POSIX closing any handle of the project would drop them. What counts is the lock, never
the file's existence, so a crash leaves nothing that has to be cleaned up.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
import sys
from pathlib import Path

from core.errors import ProjectError

FAR = 1 << 20  # Windows locks bytes mandatorily: one far beyond the words that others may want to read


class Lock:
    """Held from construction to `release`; ProjectError("locked") when somebody else holds it."""

    def __init__(self, project: Path) -> None:
        self.path = project.with_name(project.name + ".lock")
        self._file: int | None = None
        for _ in range(5):
            try:
                file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
            except OSError:
                raise ProjectError(
                    "project_readonly", name=project.name, folder=str(project.absolute().parent)
                ) from None
            if not _take(file):
                os.close(file)
                raise self._locked(project)
            # Its last holder may have deleted it between our open and our lock: then we hold nothing of use.
            if _same(file, self.path):
                self._file = file
                break
            os.close(file)
        else:
            raise self._locked(project)
        words = {"who": _who(), "pid": os.getpid()}
        with contextlib.suppress(OSError):  # on a full disk nobody is told who we are; the lock holds all the same
            os.ftruncate(self._file, 0)
            os.write(self._file, json.dumps(words, ensure_ascii=False).encode())

    def release(self) -> None:
        """Let others in; the file is taken away while it is still held."""
        if self._file is None:
            return
        ours = _same(self._file, self.path)
        if ours and sys.platform != "win32":
            with contextlib.suppress(OSError):
                self.path.unlink()
        os.close(self._file)
        self._file = None
        if ours and sys.platform == "win32":
            with contextlib.suppress(OSError):
                self.path.unlink()

    def _locked(self, project: Path) -> ProjectError:
        """Who holds it; `process` is its number when it runs here in our own name, else None."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
            who, process = str(found["who"]), int(found["pid"])
        except (OSError, ValueError, KeyError, TypeError):
            who, process = "?", None
        return ProjectError("locked", name=project.name, who=who, process=process if who == _who() else None)


def user() -> str:
    """The name under which the person is logged in; "" when the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _who() -> str:
    return f"{user() or '?'}@{platform.node()}"


def _same(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> bool:
        os.lseek(file, FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(file, 0, os.SEEK_SET)
        return True
else:
    import errno
    import fcntl

    def _take(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            # A network drive without locks: SQLite's own still keep two writers apart for each act.
            return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
        return True
