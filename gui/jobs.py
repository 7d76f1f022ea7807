"""Long work in processes of its own: imports, extraction, exports. The window never waits for it.

A busy Python thread took the reader's frame from 4 to 78–91 ms; a process costs it next to nothing. The pool is
spawned (never forked: Qt must not be in it) after the first paint. What runs there is a function of `core`, since the
child imports the module that the function comes from.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core import processes
from core.errors import DuiduError
from core.messages import language, speaking

WORKERS = max(1, min(4, (os.cpu_count() or 2) - 1))  # one core stays for the window

GRACE = 3000  # ms for what runs to end when its job is cancelled; reading a report takes less
ASKED = 150  # ms between two looks at how far a process is that works alone
TOLD_AFTER = (3, 2.0)  # tasks and seconds; before that the start of the processes would be taken for the pace


class ProcessEndedError(DuiduError, BrokenProcessPool):
    """A process was ended from outside while it worked, twice where the work may be tried again."""


@dataclass(eq=False, slots=True)
class Job:
    """One piece of long work: `total` tasks, of which `done` are back. `each` gets a task's number and its result."""

    id: int
    label: str
    function: Callable[..., object]
    tasks: Sequence[tuple[object, ...]]
    each: Callable[[int, object], object]
    finished: Callable[[Job], object]
    alone: bool = False  # in a process that is ended when the job is cancelled
    once: bool = False  # not tried again when its process is ended from outside: it may have done its work
    awaited: bool = False  # a person asked for it: nobody quits over it unasked (gui.leaving)
    next: int = 0
    done: int = 0
    cancelled: bool = False
    running: dict[Future[object], int] = field(default_factory=dict)
    retried: set[int] = field(default_factory=set)
    begun: float = field(default_factory=monotonic)
    progress: Any = None  # of a job alone: core.processes.progress
    ending: tuple[BaseProcess, ...] = ()  # of a cancelled job alone: processes that may live for some moments yet

    @property
    def share(self) -> float:
        """How far a job of one task is by its own word, 0 to 1; 0 while it has said nothing."""
        return float(self.progress.value) if self.progress is not None else 0.0

    @property
    def gone(self) -> bool:
        """True when no process works on it any more."""
        return not any(process.is_alive() for process in self.ending)

    @property
    def total(self) -> int:
        """How many tasks there are."""
        return len(self.tasks)

    @property
    def left(self) -> float | None:
        """Seconds that the rest will take at the pace so far; None while nobody can tell."""
        passed = monotonic() - self.begun
        if self.done < TOLD_AFTER[0] or passed < TOLD_AFTER[1]:
            return None
        return passed / self.done * (self.total - self.done)


class Jobs(QObject):
    """The long work in hand; `changed` tells that progress was made."""

    changed = Signal()
    _arrived = Signal(object, object)  # job, future; carries results from the pool's thread to the window's

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids = count(1)
        self._jobs: list[Job] = []
        self._pool: ProcessPoolExecutor | None = None
        self._own: dict[int, ProcessPoolExecutor] = {}
        self._closed = False
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._asking = QTimer(self)
        self._asking.setInterval(ASKED)
        self._asking.timeout.connect(self.changed)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs under way, oldest first."""
        return tuple(self._jobs)

    def run(
        self,
        label: str,
        function: Callable[..., object],
        tasks: Sequence[tuple[object, ...]],
        each: Callable[[int, object], object],
        finished: Callable[[Job], object] = lambda _job: None,
        *,
        alone: bool = False,
        once: bool = False,
        awaited: bool = False,
    ) -> Job:
        """Call `function(*task)` for every task in another process.

        `each(number, result)` is called here, in the order in which results come; a result may be the exception that
        the function raised. `finished(job)` is called once, also after cancelling. `alone`: in a process of its own,
        which may say how far it is (core.processes.tell) and is ended by cancelling; `once`, `awaited`: see Job.
        """
        job = Job(next(self._ids), label, function, list(tasks), each, finished, alone, once, awaited)
        if alone:
            job.progress = processes.progress()
        self._jobs.append(job)
        if not job.tasks:
            self._end(job)
        else:
            self._feed(job)
        self.changed.emit()
        return job

    def cancel(self, job: Job) -> None:
        """Stop a job: what is not begun is not begun, what still runs is not taken, what hangs is ended."""
        if job not in self._jobs:
            return
        job.cancelled = True
        running = [future for future in list(job.running) if not future.cancel()]
        if running and not job.alone and (pool := self._pool) is not None:
            QTimer.singleShot(GRACE, self, lambda: self._free(pool, running))
        if own := self._own.pop(job.id, None):
            job.ending = _kill(own)
        self._end(job)

    def close(self) -> None:
        """Stop everything; for the end of the program."""
        self._closed = True
        self._asking.stop()
        for job in self._jobs:
            job.cancelled = True
        self._jobs.clear()
        for pool in (*self._own.values(), *((self._pool,) if self._pool else ())):
            _kill(pool)
        self._own.clear()
        self._pool = None

    def _free(self, pool: ProcessPoolExecutor, running: list[Future[object]]) -> None:
        """End the processes when one of them hangs, as on a drive that does not answer; the others' tasks go anew."""
        if pool is not self._pool or all(future.done() for future in running):
            return
        self._pool = None
        waiting = [(job, number) for job in self._jobs if not job.alone for number in job.running.values()]
        for job, _ in waiting:
            job.running.clear()
        _kill(pool)
        for job, number in waiting:
            self._submit(job, number)

    def _feed(self, job: Job) -> None:
        # A few tasks ahead keep the processes busy; more would only make cancelling slower.
        while job.next < job.total and len(job.running) < 2 * WORKERS and not job.cancelled:
            self._submit(job, job.next)
            job.next += 1

    def _submit(self, job: Job, number: int) -> None:
        call = (speaking, language(), job.function, *job.tasks[number])
        try:
            try:
                future = self._pool_for(job).submit(*call)
            except BrokenProcessPool:
                self._drop(job)
                future = self._pool_for(job).submit(*call)
        except OSError as error:  # no process can be started: too many of them, or no memory left
            self._drop(job)
            future = Future()
            future.set_exception(error)
        job.running[future] = number
        future.add_done_callback(lambda done: self._tell(job, done))

    def _tell(self, job: Job, future: Future[object]) -> None:
        # Called in the pool's thread. While the program ends, Qt's object may be gone before the thread is.
        if not self._closed:
            with contextlib.suppress(RuntimeError):
                self._arrived.emit(job, future)

    def _take(self, job: Job, future: Future[object]) -> None:
        number = job.running.pop(future, None)
        if number is None or job.cancelled or job not in self._jobs or future.cancelled():
            return
        error = future.exception()
        if isinstance(error, BrokenProcessPool) and number not in job.retried and not job.once:
            # A process was ended from outside, or by another task of the same pool: once more in a fresh one.
            job.retried.add(number)
            self._drop(job)
            self._submit(job, number)
            return
        job.done += 1
        if isinstance(error, BrokenProcessPool):
            error = ProcessEndedError("work_ended")
        job.each(number, error if error is not None else future.result())
        if job.done >= job.total:
            self._end(job)
        else:
            self._feed(job)
            self.changed.emit()

    def _end(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
            if not any(other.alone for other in self._jobs):
                self._asking.stop()
            if own := self._own.pop(job.id, None):
                own.shutdown(wait=False)
            job.finished(job)
            self.changed.emit()

    def _pool_for(self, job: Job) -> ProcessPoolExecutor:
        if job.alone:
            if job.id not in self._own:
                self._own[job.id] = processes.pool(1, job.progress)
                self._asking.start()
            return self._own[job.id]
        if self._pool is None:
            self._pool = processes.pool(WORKERS)
        return self._pool

    def _drop(self, job: Job) -> None:
        if job.alone:
            self._own.pop(job.id, None)
        else:
            self._pool = None


def _kill(pool: ProcessPoolExecutor) -> tuple[BaseProcess, ...]:
    """End a pool at once; its processes. The executor offers no way to end a running task before Python 3.14."""
    workers = tuple((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in workers:
        process.terminate()
    return workers
