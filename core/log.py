"""The log of all that was done: each act a batch of row changes, so that it can be undone, redone and read.

Undo applies `before` in reverse and marks the batch undone; a new act turns undone batches into dropped ones;
nothing is ever deleted. Labels are kept as a message key with values and put into words when they are shown.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from core.edits import Change, Touched
from core.messages import catalogue, text
from core.processes import tell
from core.rows import dumps

Focus = tuple[int, int | None] | None
Label = tuple[str, dict[str, Any]]


ADD_TAG = "INSERT INTO fact_tag (fact, tag) VALUES (?, ?)"
SLICE = 2000  # changes between two words on how far an act is
DROP_TAG = "DELETE FROM fact_tag WHERE fact = ? AND tag = ?"


def now() -> str:
    """The present moment, ISO 8601 in UTC to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def words(label: Label) -> str:
    """A label in the current language; a key that this version does not know is shown as it is."""
    key, values = label
    # Going back names the act that it goes back on: a label within a label.
    said = {name: words((v[0], v[1])) if isinstance(v, list | tuple) else v for name, v in values.items()}
    return text(key, **said) if key in catalogue() else key


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one row, as the log tells it; `state` is done, undone or dropped."""

    act: int
    at: str
    analyst: str
    label: str
    state: str
    table: str
    key: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Log:
    """Writes and walks the tables batch and change; the store holds the transaction around every call."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def record(self, label: Label, changes: Iterable[Change], analyst: str, at: str, focus: Focus) -> int:
        """Carry out the changes and log them as a new act; its number."""
        run = self._connection.execute
        run("UPDATE batch SET state = 'dropped', state_at = ?, state_analyst = ? WHERE state = 'undone'", (at, analyst))
        document, fact = focus or (None, None)
        batch = run(
            "INSERT INTO batch (label, words, at, analyst, state, document, fact) VALUES (?, ?, ?, ?, 'done', ?, ?)",
            (dumps(label), words(label), at, analyst, document, fact),
        ).lastrowid
        assert batch is not None
        changes = list(changes)
        for first, part in _slices(changes):
            self._apply_all(part)
            self._connection.executemany(
                'INSERT INTO change (batch, seq, "table", "key", before, after) VALUES (?, ?, ?, ?, ?, ?)',
                ((batch, n, c.table, c.key, _json(c.before), _json(c.after)) for n, c in enumerate(part, first)),
            )
        return batch

    def extend(self, batch: int, label: Label, changes: Iterable[Change], at: str) -> None:
        """Carry out further changes as part of an act that was just done: one row's columns, seen as one edit."""
        old = {(c.table, c.key): (n, c) for n, c in enumerate(self._changes(batch))}
        self._connection.execute(
            "UPDATE batch SET label = ?, words = ?, at = ? WHERE id = ?", (dumps(label), words(label), at, batch)
        )
        for change in changes:
            seq, earlier = old[change.table, change.key]
            assert change.before is not None
            assert change.after is not None
            before = {**change.before, **(earlier.before or {})}
            after = {**(earlier.after or {}), **change.after}
            same = {name for name in before if before[name] == after[name]}
            before, after = ({k: v for k, v in side.items() if k not in same} for side in (before, after))
            self._apply_all([change])
            self._connection.execute(
                "UPDATE change SET before = ?, after = ? WHERE batch = ? AND seq = ?",
                (_json(before), _json(after), batch, seq),
            )

    def step(self, *, back: bool, analyst: str) -> Touched | None:
        """Undo the last act, or redo the first undone one; None when there is nothing."""
        row = self._next(back=back)
        if row is None:
            return None
        batch, label, document, fact = row
        changes = self._changes(batch)
        steps = [Change(c.table, c.key, c.after, c.before) for c in reversed(changes)] if back else changes
        for _, part in _slices(steps):
            self._apply_all(part)
        self._connection.execute(
            "UPDATE batch SET state = ?, state_at = ?, state_analyst = ? WHERE id = ?",
            ("undone" if back else "done", now(), analyst, batch),
        )
        if fact is not None and not self._connection.execute("SELECT 1 FROM fact WHERE id = ?", (fact,)).fetchone():
            fact = None  # an addition taken back: its report is where to look
        focus = None if document is None else (document, fact)
        return touched(changes, words(json.loads(label)), focus, "undo" if back else "redo")

    def label(self, *, back: bool) -> str:
        """What undo (or redo) would do, in words; "" when there is nothing."""
        row = self._next(back=back)
        return words(json.loads(row[1])) if row else ""

    def weight(self, *, back: bool) -> int:
        """How many rows undo (or redo) would change."""
        row = self._next(back=back)
        if row is None:
            return 0
        return int(self._connection.execute("SELECT count(*) FROM change WHERE batch = ?", (row[0],)).fetchone()[0])

    def entries(self, fact: int | None = None) -> Iterator[Entry]:
        """Every change in the order it was made, or those of one fact and its tags."""
        chosen = self._connection.execute(
            'SELECT b.id, b.at, b.analyst, b.label, b.state, c."table", c."key", c.before, c.after'
            " FROM batch b JOIN change c ON c.batch = b.id"
            " WHERE (?1 IS NULL OR (c.\"key\" = ?1 AND c.\"table\" IN ('fact', 'fact_tag'))) ORDER BY b.id, c.seq",
            (fact,),
        )
        for act, at, analyst, label, state, name, row, before, after in chosen:
            yield Entry(act, at, analyst, words(json.loads(label)), state, name, row, _dict(before), _dict(after))

    def _next(self, *, back: bool) -> tuple[int, str, int | None, int | None] | None:
        state, order = ("done", "DESC") if back else ("undone", "ASC")
        found: tuple[int, str, int | None, int | None] | None = self._connection.execute(
            f"SELECT id, label, document, fact FROM batch WHERE state = '{state}' ORDER BY id {order} LIMIT 1"
        ).fetchone()
        return found

    def _changes(self, batch: int) -> list[Change]:
        rows = self._connection.execute(
            'SELECT "table", "key", before, after FROM change WHERE batch = ? ORDER BY seq', (batch,)
        )
        return [Change(table, key, _dict(before), _dict(after)) for table, key, before, after in rows]

    def _apply_all(self, changes: Iterable[Change]) -> None:
        """Bring every row from `before` to `after`; neighbours of one shape go in one statement."""
        for (table, before, after), group in groupby(changes, _shape):
            rows: Iterable[tuple[Any, ...]]
            if table == "fact_tag":
                adds = after is not None
                rows = ((c.key, ((c.after if adds else c.before) or {})["tag"]) for c in group)
                statement = ADD_TAG if adds else DROP_TAG
            elif after is None:
                rows = ((c.key,) for c in group)
                statement = f"DELETE FROM {table} WHERE id = ?"
            elif before is None:
                rows = ((c.key, *(c.after or {}).values()) for c in group)
                names = "".join(f', "{name}"' for name in after)
                statement = f"INSERT INTO {table} (id{names}) VALUES (?{', ?' * len(after)})"
            elif not after:
                continue
            else:
                rows = ((*(c.after or {}).values(), c.key) for c in group)
                names = ", ".join(f'"{name}" = ?' for name in after)
                statement = f"UPDATE {table} SET {names} WHERE id = ?"
            # Tables and columns come from our own plans, never from input.
            self._connection.executemany(statement, rows)


def _slices(changes: list[Change]) -> Iterator[tuple[int, list[Change]]]:
    """Changes in pieces with the number of the first; planning them was the first half of the way."""
    for first in range(0, len(changes), SLICE):
        tell(0.5 + 0.5 * first / len(changes))
        yield first, changes[first : first + SLICE]


def touched(changes: Iterable[Change], label: str, focus: Focus, kind: str) -> Touched:
    """What changes touch, for the views. An act on facts leaves `documents` empty: their texts stay as they are."""
    changes = list(changes)
    return Touched(
        facts=frozenset(c.key for c in changes if c.table in ("fact", "fact_tag")),
        documents=frozenset(c.key for c in changes if c.table == "document"),
        tags=any(c.table == "tag" for c in changes),
        passages=any(c.table == "passage" for c in changes),
        findings=any(c.table in ("absence", "dismissal") for c in changes),
        focus=focus,
        label=label,
        kind=kind,
    )


def _shape(change: Change) -> tuple[str, tuple[str, ...] | None, tuple[str, ...] | None]:
    before, after = (None if row is None else tuple(row) for row in (change.before, change.after))
    return change.table, before, after


def _json(row: dict[str, Any] | None) -> str | None:
    return None if row is None else dumps(row)


def _dict(row: str | None) -> dict[str, Any] | None:
    return None if row is None else dict(json.loads(row))
