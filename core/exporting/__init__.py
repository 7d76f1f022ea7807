"""Datasets out of a project: one row a fact, each leading back to the characters it came from.

One file a format, each with `write(path, columns, rows, options) -> tuple[str, ...]` (notices). The same project gives
the same bytes: rows in the project's order, no clock, no random names inside. A file appears under its name only
when it is complete; an earlier one stays whole until then.
"""

from __future__ import annotations

import errno
import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from core.errors import EditError, ExportError
from core.exporting.columns import COLUMNS, Column, Row, rows
from core.facts import Fact, State
from core.store import Query, Store

FORMATS = ("csv", "xlsx", "jsonl")
STATES: dict[str, frozenset[State]] = {
    "accepted": frozenset({State.ACCEPTED, State.CORRECTED, State.ADDED}),  # what a person stands behind
    "reviewed": frozenset(State) - {State.PROPOSED},  # all that a person has decided, refusals too
    "all": frozenset(State),
}


@dataclass(frozen=True, slots=True)
class Options:
    """How to write. `bom`: a byte order mark, so that Excel opens CSV as UTF-8; `made`: the date inside the file."""

    bom: bool = False
    made: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written. `left_out` counts the facts not chosen, by state; `notices` are in the language in use."""

    path: Path
    format: str
    rows: int
    documents: int
    left_out: dict[str, int] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


def export(
    chosen: str | Query | Iterable[State],
    kind: str,
    path: Path | str,
    store: Store,
    *,
    bom: bool = False,
    progress: Callable[[int, int], object] | None = None,
) -> Summary:
    """Write facts to `path` as one of FORMATS: those in some states (a key of STATES, or states) or of a query.

    `progress` is called with the number of reports done and of all. ExportError says what is wrong with the target.
    """
    path = Path(path)
    if kind not in FORMATS:
        raise EditError("bad_value", field="format", value=kind)
    counter = _Counter(_keeping(chosen, store), store, progress)
    writer = import_module(f"core.exporting.{kind}")
    notices: list[str] = []
    options = Options(bom=bom, made=store.changed_at)
    replacing(path, lambda draft: notices.extend(writer.write(draft, COLUMNS, counter, options)))
    return Summary(path, kind, counter.rows, len(counter.documents), counter.left_out, tuple(notices))


def run(
    project: Path | str, chosen: str | Query | Iterable[State], kind: str, path: Path | str, *, bom: bool = False
) -> Summary:
    """Export a project that may be open elsewhere; works on a copy, so that no edit ever waits. For jobs: picklable."""
    with tempfile.TemporaryDirectory(prefix="duidu-") as folder:
        copy = Path(folder) / "copy.duidu"
        with Store.open(project, readonly=True) as store:
            store.snapshot(copy)
        with Store.open(copy, readonly=True) as store:
            return export(chosen, kind, path, store, bom=bom)


def _keeping(chosen: str | Query | Iterable[State], store: Store) -> Callable[[Fact], bool]:
    if isinstance(chosen, Query):
        ids = frozenset(store.find(chosen))
        return lambda fact: fact.id in ids
    if isinstance(chosen, str) and chosen not in STATES:
        raise EditError("bad_value", field="state", value=chosen)
    states = STATES[chosen] if isinstance(chosen, str) else frozenset(chosen)
    return lambda fact: fact.state in states


class _Counter:
    """The rows of a project, counted as they pass."""

    def __init__(
        self, keep: Callable[[Fact], bool], store: Store, progress: Callable[[int, int], object] | None
    ) -> None:
        self._keep, self._store, self._progress = keep, store, progress
        self.rows = 0
        self.documents: set[object] = set()
        self.left_out: dict[str, int] = {}

    def __iter__(self) -> Iterator[Row]:
        for row in rows(self._store, self._counted, self._progress):
            self.rows += 1
            self.documents.add(row["sha256"])
            yield row

    def _counted(self, fact: Fact) -> bool:
        kept = self._keep(fact)
        if not kept:
            self.left_out[fact.state.value] = self.left_out.get(fact.state.value, 0) + 1
        return kept


def replacing(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a file beside the target, which then takes its place; ExportError when that can't be done."""
    values = {"name": path.name, "folder": str(path.absolute().parent)}
    if not path.absolute().parent.is_dir():
        raise ExportError("export_folder", **values)
    if path.is_dir():
        raise ExportError("export_is_folder", **values)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        write(draft)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        try:
            os.replace(draft, path)
        except PermissionError:  # on Windows a file that is open in Excel can't be replaced
            raise ExportError("export_in_use", **values) from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ExportError("export_full", **values) from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise ExportError("export_forbidden", **values) from None
        raise ExportError("export_failed", reason=error.strerror or str(error), **values) from None
    finally:
        draft.unlink(missing_ok=True)


__all__ = ["COLUMNS", "FORMATS", "STATES", "Column", "Options", "Summary", "export", "replacing", "run"]
