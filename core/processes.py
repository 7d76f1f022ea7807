"""Processes for long work: spawned, silent when the user interrupts, gone when the program is gone."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

_share: Any = None  # in a process that works for a window: where it writes how far it is


def pool(workers: int, share: Any = None) -> ProcessPoolExecutor:
    """A pool of spawned processes: forking would copy Qt's threads and SQLite's locks into them.

    `share` (made by `progress`) is where what runs there writes how far it is.
    """
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=(share,)
    )


def collect_seldom() -> None:
    """Look for garbage in cycles at every 50,000 objects more instead of every 700, from now on in this process.

    For one that prepares reports: it makes many objects, few of them in cycles, and going through them so often took
    a twentieth of its time. (What is in no cycle goes at once, as ever.)
    """
    gc.set_threshold(50_000, 20, 50)


def progress() -> Any:
    """A number from 0 to 1 (`value`) that a process sets and its parent reads."""
    return multiprocessing.get_context("spawn").Value("d", 0.0, lock=False)


def tell(share: float) -> None:
    """How far the work at hand is, 0 to 1; nobody may be listening."""
    if _share is not None:
        _share.value = share


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back while processes start: they inherit that, so it is ours alone to answer, once and in words."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def talk(function: Callable[[Connection, str], None], about: str) -> tuple[BaseProcess, Connection]:
    """A spawned process that runs `function` with one end of a connection; the process and the other end."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_talk, args=(function, theirs, about), daemon=True)
    with uninterrupted():
        process.start()
    theirs.close()
    return process, ours


def _talk(function: Callable[[Connection, str], None], connection: Connection, about: str) -> None:
    # Somebody waits for the answer: unlike an import this does not stand back for others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, daemon=True).start()
    with connection:
        function(connection, about)


def _begin(share: Any) -> None:
    global _share
    _share = share
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    if hasattr(os, "nice"):
        os.nice(10)  # all cores may be used, but whoever types or scrolls goes first
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    """End with the parent. A killed one can't tell, and the pool's queue, which its readers keep open, never would."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
