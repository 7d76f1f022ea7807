"""Long acts, done by another process for the window that holds the project, which reads on meanwhile.

The other process opens the file beside the window's connection and does the whole act in one transaction. The window
keeps the lock (core.locking) and writes nothing until the other has ended (`Store.lent`); SQLite's own locks stand
between the two should it try. So nobody has to hand anything over, and there is no state in between: the process that
is cancelled or killed leaves a transaction that was never committed, which the next reader rolls back; when the
window's process dies, the other ends itself. What was committed is told as Touched with the counts of the reports.

Slices of the act, done by the window between its frames, would have needed a batch that counts for nothing until its
end: every view, export and merge would have had to know of half-done acts. A transaction is that already.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import backups, merging, proposing, versions
from core.documents import Document
from core.edits import Act, DropTag, MergeTag, Revert, Several, Touched
from core.errors import DuiduError, EditError
from core.facts import Fact
from core.messages import set_language
from core.opening import Identity
from core.plans import Left
from core.processes import tell
from core.store import Store

LARGE = 64 << 20  # bytes; a copy of more takes seconds
BETWEEN = 10 * 60.0  # seconds between two backups of a large project before long acts


@dataclass(frozen=True, slots=True)
class Lent:
    """What another process needs to write for the holder of a project; `backup` for a copy before it begins."""

    path: Path
    identity: Identity
    analyst: str
    language: str
    backup: bool = True


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the acts in their order, the counts of all reports afterwards, and what the work tells."""

    touched: tuple[Touched, ...]
    counts: dict[int, dict[str, int]]
    told: Any = None


Work = Callable[..., tuple[tuple[Touched, ...], Any]]


def write(lent: Lent, work: Work, *given: Any) -> Done:
    """Do `work(store, *given)` for the holder; runs in a process of its own. Raises what the work raises."""
    set_language(lent.language)
    if lent.backup:
        large = lent.path.stat().st_size > LARGE
        with contextlib.suppress(DuiduError):  # the file can be read and written without room for a copy of it
            backups.make(lent.path, "bulk", unless_within=BETWEEN if large else 0)
    tell(0.02)
    with Store.open(lent.path, lent=lent.identity) as store:
        store.analyst = lent.analyst
        store.hold_in_memory()
        touched, told = work(store, *given)
        return Done(touched, store.counts(), told)


def read(path: Path, language: str, work: Callable[..., Any], *given: Any) -> Any:
    """`work(store, *given)` on the project as it stands; runs in a process of its own."""
    set_language(language)
    with Store.open(path, readonly=True) as store:
        return work(store, *given)


# The work


def act(store: Store, wanted: Act) -> tuple[tuple[Touched, ...], None]:
    """Any act."""
    return (store.do(wanted),), None


def step(store: Store, *, back: bool) -> tuple[tuple[Touched, ...], None]:
    """Undo or redo."""
    found = store.undo() if back else store.redo()
    return (() if found is None else (found,)), None


def merge(store: Store, copies: Sequence[Path]) -> tuple[tuple[Touched, ...], tuple[int, int]]:
    """Take over what copies of the project say; tells how many places changed and how many wait for a person."""
    with ExitStack() as stack:
        others = [stack.enter_context(Store.open(path, readonly=True)) for path in copies]
        outcome = merging.merge(store, others)
    return (outcome.touched,), (outcome.changed, len(outcome.conflicts))


def renew(
    store: Store, files: Sequence[tuple[int, Document, tuple[Fact, ...], str]]
) -> tuple[tuple[Touched, ...], tuple[int, int, list[DuiduError]]]:
    """New versions in the places of earlier reports, an act each; how many decisions moved and stayed, and errors.

    ProjectError ends it: it would only recur. What was done until then stays.
    """
    done: list[Touched] = []
    moved = left = 0
    errors: list[DuiduError] = []
    for number, (older, document, facts, source) in enumerate(files):
        tell(number / len(files))
        try:
            touched, carried = versions.renew(store, older, document, facts, source)
        except EditError as error:
            errors.append(error)
            continue
        done.append(touched)
        moved, left = moved + len(carried.moves), left + len(carried.left) + carried.beside
    return tuple(done), (moved, left, errors)


def take_in(
    store: Store, files: Sequence[tuple[Document, tuple[Fact, ...], str]]
) -> tuple[tuple[Touched, ...], list[DuiduError]]:
    """Reports, an act each; the errors of those that did not come in. ProjectError ends it, as in `renew`."""
    done: list[Touched] = []
    errors: list[DuiduError] = []
    for number, file in enumerate(files):
        tell(number / len(files))
        try:
            done.append(store.add(*file))
        except EditError as error:
            errors.append(error)
    return tuple(done), errors


def propose(store: Store, found: Sequence[proposing.Difference]) -> tuple[tuple[Touched, ...], None]:
    """Carry out what proposing again would change."""
    return (proposing.apply(store, found),), None


# Looks, which write nothing


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What going back would come to: how many rows change, and what stays because it was changed since."""

    rows: int
    left: tuple[Left, ...]


def foresee(store: Store, wanted: Act) -> Foreseen:
    """What an act would do, without doing it."""
    found = store.rehearse(wanted)
    return Foreseen(len({(change.table, change.key) for change in found.changes}), found.left)


def weight(store: Store, wanted: Act) -> int:
    """How many rows an act changes at most; told at once, to see whether it is a long one."""
    match wanted:
        case Several(acts):
            return sum(weight(store, each) for each in acts)
        case DropTag(tag) | MergeTag(tag, _):
            return int(store.select("SELECT count(*) FROM fact_tag WHERE tag = ?", (tag,))[0][0])
        case Revert(batches, ()):
            rows = store.select(
                "SELECT count(*) FROM change WHERE batch IN (SELECT value FROM json_each(?))", (json.dumps(batches),)
            )
            return int(rows[0][0])
    return len(getattr(wanted, "facts", ()))
