"""The history of a project: what was done, by whom, when, and what stood there before and after.

`lines` gives plain rows for `duidu history` and for reading outside; the rest answers the history panel.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.facts import EDITABLE
from core.log import words
from core.rows import METADATA_COLUMNS, decode, dumps
from core.store import Store

PAUSE = timedelta(minutes=30)  # a longer pause between two acts of a person begins a new stretch of work
DERIVED = ("machine", "analyst", "decided", "findings", "confidence", "doubts", "why")  # follows from the rest


def lines(store: Store, fact: int | None = None) -> Iterator[dict[str, Any]]:
    """One row a change, in the order of doing: who, when, which act, what stood there before and after.

    `state` is done, undone (can be redone) or dropped (undone, and something else was done since).
    """
    names = {listing.id: listing.name for listing in store.documents()}
    for entry in store.history(fact):
        row: dict[str, Any] = {
            "act": entry.act,
            "at": entry.at,
            "analyst": entry.analyst,
            "label": entry.label,
            "state": entry.state,
            "table": entry.table,
            "id": entry.key,
            "before": entry.before,
            "after": entry.after,
        }
        if entry.table == "document":
            row["report"] = names.get(entry.key, "")
        yield row


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts to show; what is empty holds for all. `since` and `until` are moments in ISO 8601 UTC."""

    fact: int | None = None
    document: int | None = None
    analyst: str | None = None
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """An act as the panel lists it; `state` is done, undone or dropped, `changes` the number of rows it changed."""

    act: int
    at: str
    analyst: str
    label: str
    state: str
    document: int | None
    fact: int | None
    changes: int


@dataclass(frozen=True, slots=True)
class Detail:
    """One value before and after. `column` is "" where a whole row came or went, "tags" for a tag on a fact."""

    table: str
    key: int
    document: int | None
    name: str  # of the fact its quantity and indicator, of a report or tag its name
    column: str
    before: Any
    after: Any


def steps(store: Store, wanted: Wanted = Wanted(), *, before: int | None = None, limit: int = 300) -> list[Step]:
    """Acts, newest first, those before the act `before`."""
    where, values = ["1"], list[Any]()
    if before is not None:
        where.append("b.id < ?")
        values.append(before)
    if wanted.fact is not None:
        where.append("b.id IN (SELECT batch FROM change WHERE \"key\" = ? AND \"table\" IN ('fact', 'fact_tag'))")
        values.append(wanted.fact)
    if wanted.document is not None:
        number = int(wanted.document)
        # From the facts of the report to their changes: the other way round would read the whole log.
        where.append(
            f'(b.document = {number} OR b.id IN (SELECT c.batch FROM fact f CROSS JOIN change c ON c."key" = f.id'
            f" AND c.\"table\" IN ('fact', 'fact_tag') WHERE f.document = {number})"
            f' OR b.id IN (SELECT batch FROM change WHERE "key" = {number} AND "table" = \'document\'))'
        )
    for column, sign, value in (
        ("analyst", "=", wanted.analyst),
        ("at", ">=", wanted.since or None),
        ("at", "<", wanted.until or None),
    ):
        if value is not None:
            where.append(f"b.{column} {sign} ?")
            values.append(value)
    rows = store.select(
        "SELECT b.id, b.at, b.analyst, b.label, b.state, b.document, b.fact,"
        " (SELECT count(*) FROM change c WHERE c.batch = b.id)"
        f" FROM batch b WHERE {' AND '.join(where)} ORDER BY b.id DESC LIMIT {int(limit)}",
        values,
    )
    return [Step(a, at, who, _words(label), state, d, f, n) for a, at, who, label, state, d, f, n in rows]


def details(store: Store, act: int, *, fact: int | None = None, limit: int = 500) -> list[Detail]:
    """What an act changed, value by value; only of one fact when that is given."""
    rows = store.select(
        # Who said what before a merge is kept for settling; it is nothing that a person did.
        'SELECT "table", "key", before, after FROM change WHERE batch = ? AND "table" <> \'coding\''
        " AND (? IS NULL OR (\"key\" = ? AND \"table\" IN ('fact', 'fact_tag'))) ORDER BY seq LIMIT ?",
        (act, fact, fact, limit),
    )
    facts = {key for table, key, *_ in rows if table in ("fact", "fact_tag")}
    names = {
        ("fact", key): (document, " ".join(filter(None, (quantity, canonical or indicator))))
        for key, document, quantity, canonical, indicator in store.select(
            "SELECT id, document, quantity, canonical, indicator FROM fact"
            " WHERE id IN (SELECT value FROM json_each(?))", (dumps(sorted(facts)),),
        )
    }  # fmt: skip
    names |= {("document", key): (key, title or name) for key, title, name in store.select(
        "SELECT id, title, name FROM document WHERE id IN (SELECT value FROM json_each(?))",
        (dumps(sorted({key for table, key, *_ in rows if table == "document"})),),
    )}  # fmt: skip
    tags = {tag.id: tag.name for tag in store.tags()}
    files = dict(store.select("SELECT id, name FROM document"))
    found = []
    for table, key, old, new in rows:
        before, after = (None if side is None else dict(json.loads(side)) for side in (old, new))
        document, name = names.get(("fact" if table == "fact_tag" else table, key), (None, ""))
        if not name:
            row = after or before or {}
            name = str(row.get("quantity") or row.get("name") or row.get("indicator") or row.get("note") or "")
        found += list(_details(table, key, document, name, before, after, tags, files))
    return found


def _details(
    table: str,
    key: int,
    document: int | None,
    name: str,
    before: Any,
    after: Any,
    tags: dict[int, str],
    files: dict[int, str],
) -> Iterator[Detail]:
    if table == "fact_tag":
        old, new = (None if side is None else tags.get(side["tag"], "?") for side in (before, after))
        yield Detail(table, key, document, name, "tags", old, new)
    elif before is None or after is None:
        yield Detail(table, key, document, name, "", before, after)
    else:
        for column in after:
            if column in DERIVED or (table == "fact" and column not in (*EDITABLE, "note", "state", "document")):
                continue
            if table == "document" and column not in (*METADATA_COLUMNS, "removed"):
                continue
            old, new = before.get(column), after[column]
            if table == "fact":
                old, new = decode(column, old), decode(column, new)
            if column == "document":  # a new version of its report took the fact over; both have the same title
                old, new = files.get(old, ""), files.get(new, "")
            yield Detail(table, key, document, name, column, old, new)


def stayed(store: Store, fact: int, act: int) -> bool:
    """True when a fact still is in the text of its report in which an act found it: its places are places there."""
    moved = 'SELECT 1 FROM change WHERE "table" = \'fact\' AND "key" = ? AND batch >= ? AND before LIKE ? LIMIT 1'
    return not store.select(moved, (fact, act, '%"document"%'))


def analysts(store: Store) -> list[str]:
    """Everybody who did something, by name."""
    return [row[0] for row in store.select("SELECT DISTINCT analyst FROM batch ORDER BY analyst")]


def stretch(store: Store, act: int) -> list[int]:
    """The acts that one person did without a long pause, around the act given: a session of work, in order."""
    (at, who) = store.select("SELECT at, analyst FROM batch WHERE id = ?", (act,))[0]
    found = [act]
    for sign, order in (("<", "DESC"), (">", "ASC")):
        here = datetime.fromisoformat(at)
        for number, moment in store.select(
            f"SELECT id, at FROM batch WHERE analyst = ? AND id {sign} ? ORDER BY id {order}", (who, act)
        ):
            there = datetime.fromisoformat(moment)
            if abs(there - here) > PAUSE:
                break
            found.append(number)
            here = there
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact began: put forward when its report came in, with the values that the machine had proposed."""

    act: int | None
    at: str
    analyst: str
    machine: bool
    values: dict[str, Any]


def origin(store: Store, fact: int) -> Origin:
    """The beginning of a fact's life; EditError for an unknown one."""
    found = store.fact(fact)
    values = {name: getattr(found, name) for name in EDITABLE}
    if found.origin == "machine":
        values |= found.machine or {}
        rows = store.select(
            "SELECT b.id, b.at, b.analyst FROM batch b JOIN change c ON c.batch = b.id WHERE c.\"table\" = 'document'"
            ' AND c."key" = ? ORDER BY b.id LIMIT 1',
            (found.document,),
        )
    else:
        rows = store.select(
            "SELECT b.id, b.at, b.analyst FROM batch b JOIN change c ON c.batch = b.id WHERE c.\"table\" = 'fact'"
            ' AND c."key" = ? AND c.before IS NULL ORDER BY b.id LIMIT 1',
            (fact,),
        )
    act, at, who = rows[0] if rows else (None, "", "")
    return Origin(act, at, who, found.origin == "machine", values)


def _words(label: str) -> str:
    key, values = json.loads(label)
    return words((key, values))
