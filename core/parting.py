"""What a copy of a project did since it parted from another: the two states of every row that it touched.

What two copies have in common is found in their logs: acts with the same number, moment, analyst and words. From there
the later acts are rolled back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from core.drafting import Row, rows_of, tags_of
from core.edits import Change
from core.resolving import View, view
from core.rows import dumps

Subject = tuple[str, int]  # table and id
Batch = tuple[int, str, str, str, str]  # id, at, analyst, label, state


@dataclass(slots=True)
class Parted:
    """What one copy did since it parted from another: rows now and then, and who touched them last."""

    now: dict[Subject, Row | None] = field(default_factory=dict)
    then: dict[Subject, Row | None] = field(default_factory=dict)
    tags_now: dict[int, set[int]] = field(default_factory=dict)
    tags_then: dict[int, set[int]] = field(default_factory=dict)
    who: dict[Subject, tuple[str, str]] = field(default_factory=dict)
    gone: list[tuple[str, Row]] = field(default_factory=list)  # rows that were taken away, as they were
    name: str = ""  # of this branch: a digest of its first own act

    def views(self, subject: Subject) -> tuple[View | None, View | None]:
        """How a thing stood and stands."""
        table, key = subject
        rows = ((self.then.get(subject), self.tags_then), (self.now.get(subject), self.tags_now))
        then, now = (None if row is None else view(table, row, tags.get(key, ())) for row, tags in rows)
        return then, now


def batches(source: Any) -> list[Batch]:
    """The acts of a project in their order."""
    return [tuple(row) for row in source.select("SELECT id, at, analyst, label, state FROM batch ORDER BY id")]


def parted(source: Any, mine: list[Batch], other: list[Batch]) -> Parted:
    """What `source` (whose acts are `mine`) did that `other` did not. O(changes since).

    An act of the common past that was undone in one copy only had been done when the copies parted.
    """
    common = 0
    while common < min(len(mine), len(other)) and mine[common][:4] == other[common][:4]:
        common += 1
    own = {batch[0]: (batch[1], batch[2]) for batch in mine[common:]}
    undone = [mine[n][0] for n in range(common) if mine[n][4] != "done" and other[n][4] == "done"]
    found = Parted(name=sha256(dumps(mine[common][:4]).encode()).hexdigest()[:12] if own else "")
    if undone and not own:
        found.name = sha256(dumps(["undone", *undone]).encode()).hexdigest()[:12]
    done = [batch[0] for batch in mine[common:] if batch[4] == "done"]
    steps = [(batch, change) for batch, change in _changes(source, done)]
    moment = own or {0: ("", "")}
    last = max(moment.values())
    operations = [
        *((batch, Change(c.table, c.key, c.after, c.before)) for batch, c in reversed(steps)),
        *_changes(source, undone),
    ]
    keys: dict[str, set[int]] = {}
    found.gone = [(c.table, c.before) for _, c in steps if c.after is None and c.before is not None]
    for batch, change in operations:
        table = "fact" if change.table == "fact_tag" else change.table
        if table == "coding":
            continue
        keys.setdefault(table, set()).add(change.key)
        found.who[table, change.key] = max(own.get(batch, last), found.who.get((table, change.key), ("", "")))
    for table, ids in keys.items():
        rows = {row.pop("id"): row for row in rows_of(source, table, ids)}
        for key in ids:
            found.now[table, key] = rows.get(key)
            found.then[table, key] = None if rows.get(key) is None else dict(rows[key])
    facts = keys.get("fact", set())
    found.tags_now = {key: set() for key in facts}
    for fact, tag in tags_of(source, facts):
        found.tags_now[fact].add(tag)
    found.tags_then = {key: set(tags) for key, tags in found.tags_now.items()}
    for _, change in operations:
        _back(found, change)
    return found


def _changes(source: Any, done: list[int]) -> list[tuple[int, Change]]:
    rows = source.select(
        'SELECT batch, "table", "key", before, after FROM change'
        " WHERE batch IN (SELECT value FROM json_each(?)) ORDER BY batch, seq",
        (dumps(done),),
    )
    return [(b, Change(t, k, json.loads(x) if x else None, json.loads(y) if y else None)) for b, t, k, x, y in rows]


def _back(found: Parted, change: Change) -> None:
    """One step on the way from now to then."""
    if change.table == "fact_tag":
        tags = found.tags_then[change.key]
        if change.after is not None:
            tags.add(change.after["tag"])
        elif change.before is not None:
            tags.discard(change.before["tag"])
    elif change.table != "coding":
        place = (change.table, change.key)
        row = found.then[place]
        found.then[place] = None if change.after is None else {**(row or {}), **change.after}
