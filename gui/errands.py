"""Long acts and long questions, which other processes see to for the desk (core.lending); the window reads on.

One long act at a time. While it is being done nothing else is written: an act is refused in words, and what arrives by
itself (an import) waits (`Desk.when_free`). Cancelling ends the process; its transaction was never committed then.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from core import lending
from core.edits import Act, Touched
from core.errors import DuiduError, ProjectError
from core.lending import Done, Lent, Work
from core.messages import language, text
from core.store import Store
from gui.desk import Desk
from gui.jobs import Job, Jobs

LONG = 500  # changed rows; so many are planned, written and shown in 50 ms, on a busy computer in 100
ASKED = 20  # ms between two looks whether a process that was ended is gone


class Errands(QObject):
    """Gives long work away and brings back what came of it."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        desk.errands = self

    def act(self, act: Act) -> bool:
        """Take an act over when it is a long one; True when it was."""
        store = self._desk.store
        if store.readonly or store.lent or lending.weight(store, act) < LONG:
            return False
        self._begin(text("errands.act"), lending.act, (act,), lambda _told: self._desk.acted.emit(act), tell=True)
        return True

    def step(self, *, back: bool) -> bool:
        """Take an undo or redo over when it is a long one."""
        store = self._desk.store
        if store.readonly or store.lent or store.weight(back=back) < LONG:
            return False
        label = text("errands.undo" if back else "errands.redo")
        self._begin(label, partial(lending.step, back=back), (), lambda _told: None, tell=True, backup=False)
        return True

    def write(
        self, label: str, work: Work, *given: Any, done: Callable[[Any], object],
        cut: Callable[[str], object] | None = None,
    ) -> None:  # fmt: skip
        """Have work done that changes the project; `done` gets what it tells.

        Work of several acts may end after some of them: then `cut` gets the reason, once all views know what was done.
        """
        store = self._desk.store
        if store.readonly or store.lent:
            self._desk.notice(str(ProjectError("readonly" if store.readonly else "lent")), "error")
            return
        self._begin(label, work, given, done, cut=cut)

    def read(
        self, label: str, look: Callable[..., Any], *given: Any, done: Callable[[Any], object], alone: bool = False
    ) -> Callable[[], None]:
        """Have a question answered: `done` gets the answer, the error, or None when it was cancelled.

        What comes back stops it; `alone` in a process of its own, which is gone by the time that `done` is called.
        """
        task = (self._desk.store.path, language(), look, *given)

        def ended(job: Job) -> None:
            if not job.gone:
                QTimer.singleShot(ASKED, self, lambda: ended(job))
            elif job.cancelled:
                done(None)

        job = self._jobs.run(
            label, lending.read, [task], lambda _number, answer: done(answer), ended, alone=alone, once=alone
        )
        return lambda: self._jobs.cancel(job)

    def _begin(
        self, label: str, work: Work, given: tuple[Any, ...], done: Callable[[Any], object], *, tell: bool = False,
        backup: bool = True, cut: Callable[[str], object] | None = None,
    ) -> None:  # fmt: skip
        store = self._desk.store
        mark = store.mark
        results: list[object] = []
        lent = Lent(store.path, store.identity, store.analyst, language(), backup)
        store.lent = True
        self._jobs.run(
            label, lending.write, [(lent, work, *given)], lambda _number, result: results.append(result),
            lambda job: self._end(job, store, mark, results, done, cut, tell=tell), alone=True, once=True,
            awaited=True,
        )  # fmt: skip

    def _end(
        self, job: Job, store: Store, mark: tuple[Any, ...], results: list[object], done: Callable[[Any], object],
        cut: Callable[[str], object] | None, *, tell: bool,
    ) -> None:  # fmt: skip
        if not job.gone:
            QTimer.singleShot(ASKED, self, lambda: self._end(job, store, mark, results, done, cut, tell=tell))
            return
        store.lent = False
        if store is not self._desk.store:
            if job.cancelled:  # another project is on the desk by now
                key = "errands.left" if cut is None else "errands.left_some"
                self._desk.notice(text(key, name=store.path.name), "warning")
            return
        try:
            self._take(job, store, mark, results[0] if results else None, done, cut, tell=tell)
        except DuiduError as error:
            self._desk.notice(str(error), "error")
        self._desk.returned.emit()

    def _take(
        self, job: Job, store: Store, mark: tuple[Any, ...], result: object, done: Callable[[Any], object],
        cut: Callable[[str], object] | None, *, tell: bool,
    ) -> None:  # fmt: skip
        if isinstance(result, Done):
            for touched in result.touched:
                made = store.adopt(touched, result.counts)
                self._desk.touch(made)
                if tell:
                    self._tell(made)
            done(result.told)
        elif store.mark != mark:
            # Something was committed, and the process ended before it could say so: all that is shown is read anew.
            every = frozenset(row.id for row in store.documents())
            self._desk.touch(Touched(documents=every, tags=True, passages=True, findings=True))
            if cut is not None:
                cut(_reason(job, result))
            else:  # it was one act, and that is done
                self._tell(Touched(label=store.undo_label()))
        elif job.cancelled:
            self._desk.notice(text("errands.cancelled"))
        elif isinstance(result, DuiduError):
            self._desk.trouble(result)
        else:
            self._desk.notice(text("errands.failed", reason=_reason(job, result)), "error")

    def _tell(self, touched: Touched) -> None:
        if touched.kind == "undo":
            words = text("app.undone", label=touched.label)
            self._desk.notice(words, action=text("action.edit_redo"), callback=self._desk.redo)
        else:
            words = text("app.redone", label=touched.label) if touched.kind == "redo" else touched.label
            self._desk.notice(words, action=text("action.edit_undo"), callback=self._desk.undo)


def _reason(job: Job, result: object) -> str:
    """Why work ended early, in words that can stand in brackets."""
    if job.cancelled:
        return text("errands.stopped")
    if result is None or isinstance(result, BrokenProcessPool):
        return text("errands.ended")
    return str(result) if isinstance(result, DuiduError) else f"{type(result).__name__}: {result}"
