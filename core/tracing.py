"""What the program writes down about itself: a log that stays small, and reports of mishaps without anybody's texts.

Both lie in core.paths.user_logs() and go nowhere by themselves. The log has times, acts and names of files; a report
has the version, the system and the stack (file, line, function), never the error's message, which may quote a text.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import platform
import sys
import time
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from core import __version__
from core.paths import user_logs

LOG = "duidu.log"
CRASH = "crash.txt"  # Python's and Qt's stacks when the process itself is killed by a fault
SIZE = 500_000  # bytes of one log file; some weeks of work
KEPT = 3  # older log files that stay
REPORTS = 10  # reports that stay; more of them say the same

log = logging.getLogger("duidu")
_handlers: list[logging.Handler] = []  # ours; a test runner adds its own to the logger


def begin(*, verbose: bool = False) -> None:
    """Start the log, once a process; `verbose` (or DUIDU_VERBOSE) tells more, and on standard error as well."""
    verbose = verbose or bool(os.environ.get("DUIDU_VERBOSE"))
    if _handlers:
        return
    log.setLevel(logging.DEBUG if verbose else logging.INFO)
    log.propagate = False
    logging.raiseExceptions = verbose  # lines that a full disk does not take are let go without a word
    line = logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)] if verbose and sys.stderr else []
    # A folder that cannot be written to must not keep anyone from working.
    with contextlib.suppress(OSError):
        user_logs().mkdir(parents=True, exist_ok=True)
        handlers.append(RotatingFileHandler(user_logs() / LOG, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8"))
    for handler in handlers:
        handler.setFormatter(line)
        log.addHandler(handler)
    _handlers.extend(handlers)
    log.info("Duidu %s, process %d, Python %s, %s", __version__, os.getpid(), platform.python_version(), sys.platform)


def end() -> None:
    """Close the log's files; for the end of the program and of tests."""
    while _handlers:
        handler = _handlers.pop()
        log.removeHandler(handler)
        handler.close()


def watch_for_crashes() -> Path | None:
    """Have a fault of the process write its stacks; the report of an earlier fault, or None.

    What the last fault left is kept beside as a report, and the file begins anew.
    """
    path = user_logs() / CRASH
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        left = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        before = _written(left) if left.strip() else None
        # Stays open as long as the process lives: the fault handler writes to its number.
        faulthandler.enable(path.open("w", encoding="utf-8"), all_threads=True)
    except OSError:
        return None
    return before


def report(error: BaseException) -> Path | None:
    """Write the report of an unforeseen error; its path, or None where nothing can be written."""
    lines = [f"{type(error).__module__}.{type(error).__qualname__}"]
    stack = traceback.extract_tb(error.__traceback__)
    lines += [f"  {_shortened(frame.filename)}:{frame.lineno} in {frame.name}" for frame in stack]
    log.error("%s", "\n".join(lines))
    return _written("\n".join(lines))


def _written(words: str) -> Path | None:
    folder = user_logs()
    path = folder / f"report-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    head = f"Duidu {__version__}\nPython {platform.python_version()}\n{platform.platform()}\n\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(head + words + "\n", encoding="utf-8")
        for old in sorted(folder.glob("report-*.txt"))[:-REPORTS]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def _shortened(name: str) -> str:
    """The last three parts: the rest names the person's folders."""
    return "/".join(Path(name).parts[-3:])
