"""Going back on acts: planned like any other act, so that it stands in the history and can itself be undone.

The acts are walked backwards, column by column: where the project still holds what the act left there, the value from
before comes back; where somebody changed it since, that later value stays and is named in `Plan.left`. Columns that
only make sense together (a value and its unit, both ends of a place) go back together or not at all. What is derived
(the machine's original kept beside a correction, who decided) is worked out anew instead of being copied.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from core.edits import Change, Revert
from core.errors import EditError
from core.facts import EDITABLE, State
from core.plans import Left, Plan, Rows, short
from core.rows import METADATA_COLUMNS, apart, decode, dumps, encode

# Columns of a fact that go back together.
TOGETHER = (
    ("start", "end", "quantity", "pieces"),
    ("indicator_start", "indicator_end", "indicator_pieces"),
    ("value", "unit", "base_value", "base_value_high", "base_unit"),
    ("period_start", "period_end"),
    ("state", "analyst", "decided"),
)
DERIVED = ("machine", "analyst", "decided")
Row = dict[str, Any]


@dataclass(slots=True)
class _Here:
    """The rows concerned as they stand and as they are to become; None for no row."""

    rows: Rows
    before: dict[tuple[str, int], Row | None] = field(default_factory=dict)
    after: dict[tuple[str, int], Row | None] = field(default_factory=dict)
    tags: dict[tuple[int, int], tuple[bool, bool]] = field(default_factory=dict)  # (fact, tag) -> was, becomes
    left: dict[Left, None] = field(default_factory=dict)
    undecided: set[int] = field(default_factory=set)  # proposals whose decision goes back, and nothing else

    def row(self, table: str, key: int) -> Row | None:
        """A row with what has gone back so far."""
        if (table, key) not in self.after:
            self._take(table, key, self.rows.known(table, id=key))
        return self.after[table, key]

    def fetch(self, logged: Iterable[tuple[int, Change]]) -> None:
        """Read the facts concerned at once: one by one, 20,000 of them take a second."""
        keys = {change.key for _, change in logged if change.table == "fact"}
        found = self.rows.several("fact", keys)
        for key in keys:
            self._take("fact", key, found.get(key))

    def _take(self, table: str, key: int, found: Row | None) -> None:
        if found is not None:
            found.pop("id")
            for made in ("seq", "number", "number_high"):  # not ours to write
                found.pop(made, None)
        self.before[table, key] = found
        self.after[table, key] = None if found is None else dict(found)

    def leave(self, table: str, key: int, columns: Iterable[str]) -> None:
        """Remember what stays."""
        self.left.update(dict.fromkeys(Left(table, key, name) for name in columns))


def back(act: Revert, rows: Rows) -> Plan:
    """The changes that go back on `act.batches`; EditError when none of them stands."""
    logged = rows.logged(act.batches)
    if not logged:
        raise EditError("nothing_to_revert")
    here = _Here(rows)
    if not act.facts:
        here.fetch(logged)
    fields = _with_companions(act.fields)
    for _, change in reversed(logged):
        if act.facts and (change.table not in ("fact", "fact_tag") or change.key not in act.facts):
            continue
        if change.table == "fact_tag":
            if not fields or "tags" in fields:
                _tag(change, here)
        elif change.before is None or change.after is None:
            if not fields:
                _whole(change, here)
        else:
            _columns(change, fields, here)
    changes = _changes(here)
    return Plan(_label(act, logged, rows), changes, _focus(changes, rows), left=tuple(here.left))


def _with_companions(fields: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fields) | {name for group in TOGETHER for name in group if set(group) & set(fields)}


def _columns(change: Change, fields: frozenset[str], here: _Here) -> None:
    """Put the columns back that still are as the act left them."""
    row = here.row(change.table, change.key)
    if row is None:
        here.leave(change.table, change.key, ("",))
        return
    assert change.before is not None
    assert change.after is not None
    names = [name for name in change.before if name in row and (not fields or name in fields)]
    blocked = {name for name in names if row[name] != change.after[name]}
    if change.table == "fact":
        names = [name for name in names if name != "machine"]
        for group in TOGETHER:
            if set(group) & blocked:
                blocked |= set(group) & set(names)
        blocked.discard("machine")
    elif change.table == "document":
        derived = {"findings", "machine"} & set(names)
        blocked -= derived
        for name in (n for n in METADATA_COLUMNS if n in names and n not in blocked):
            for kept in derived:
                _entry(row, kept, name, change.before[kept])
        names = [name for name in names if name not in derived]
    for name in names:
        if name not in blocked:
            row[name] = change.before[name]
    if change.table == "fact" and set(names) <= {"state", "analyst", "decided"} and row.get("state") == State.PROPOSED:
        here.undecided.add(change.key)
    silent = set(DERIVED)
    if change.table == "fact" and set(names) & set(EDITABLE):
        silent.add("state")  # it only followed the correction, and follows it now
    here.leave(change.table, change.key, (n for n in names if n in blocked and n not in silent))


def _entry(row: Row, column: str, name: str, before: str | None) -> None:
    """Put one name of a JSON column back."""
    now, then = json.loads(row[column] or "{}"), json.loads(before or "{}")
    now.pop(name, None)
    if name in then:
        now[name] = then[name]
    row[column] = dumps(now) if now else None


def _tag(change: Change, here: _Here) -> None:
    """Take a tag off that the act put on, or the other way round."""
    key, tag = change.key, int((change.after or change.before or {})["tag"])
    if (key, tag) not in here.tags:
        on = here.rows.known("fact_tag", fact=key, tag=tag) is not None
        here.tags[key, tag] = (on, on)
    was, becomes = here.tags[key, tag]
    wanted = change.before is not None
    if becomes == wanted:  # somebody has done it already
        return
    if wanted and (here.row("tag", tag) is None or here.row("fact", key) is None):
        here.leave("fact_tag", key, ("tags",))
        return
    here.tags[key, tag] = (was, wanted)


def _whole(change: Change, here: _Here) -> None:
    """Take a row away that the act made, or make one again that it took away."""
    table, key = change.table, change.key
    row = here.row(table, key)
    if change.before is None:
        if row is None:
            return
        made = change.after or {}
        if any(row.get(name) != value for name, value in made.items()) or _used(table, key, here):
            here.leave(table, key, ("",))
        else:
            here.after[table, key] = None
    elif row is None and not _taken(table, change.before, here):
        here.after[table, key] = dict(change.before)
    elif row != change.before:
        here.leave(table, key, ("",))


def _used(table: str, key: int, here: _Here) -> bool:
    """True when something else leans on the row."""
    column = {"tag": "tag", "fact": "fact"}.get(table)
    if column is None:
        return False
    if table == "tag" and (found := here.rows.known("passage", tag=key)) and here.row("passage", found["id"]):
        return True
    gone = {(f, t) for (f, t), (_, becomes) in here.tags.items() if not becomes}
    return any(pair not in gone for pair in here.rows.pairs(column, key))


def _taken(table: str, row: Row, here: _Here) -> bool:
    """True when another row has taken its place meanwhile."""
    unique = {
        "tag": ("name",), "absence": ("document", "indicator", "year", "aspect"), "dismissal": ("rule", "subject"),
        "rule": ("name",), "coding": ("table", "row", "copy"),
    }.get(table, ())  # fmt: skip
    return bool(unique) and here.rows.known(table, **{name: row[name] for name in unique}) is not None


def _changes(here: _Here) -> tuple[Change, ...]:
    """What has to be written, in an order in which nothing leans on what is not there."""
    off = [Change("fact_tag", f, {"tag": t}, None) for (f, t), (was, on) in here.tags.items() if was and not on]
    on = [Change("fact_tag", f, None, {"tag": t}) for (f, t), (was, on) in here.tags.items() if on and not was]
    gone, changed, made = [], [], []
    for (table, key), after in here.after.items():
        before = here.before[table, key]
        if before is None and after is not None:
            made.append(Change(table, key, None, after))
        elif before is not None and after is None:
            gone.append(Change(table, key, before, None))
        elif before is not None and after is not None:
            if table == "fact" and after != before:
                _derive(before, after, here.rows, open_=key in here.undecided)
            new = {name: value for name, value in after.items() if before[name] != value}
            if new:
                changed.append(Change(table, key, {name: before[name] for name in new}, new))
    return (*off, *gone, *changed, *made, *on)


def _derive(before: Row, after: Row, rows: Rows, *, open_: bool) -> None:
    """The machine's original, the state and who decided, so that they fit the fields that went back.

    `open_` for a proposal that a rule had improved: it has an original, and yet nobody decided on it.
    """
    apart(after)
    if after["origin"] == "machine":
        machine = decode("machine", before["machine"]) or {}
        for name in EDITABLE:
            if before[name] == after[name]:
                continue
            was, becomes = decode(name, before[name]), decode(name, after[name])
            if was != becomes:
                original = machine.setdefault(name, was)
                if original == becomes:
                    del machine[name]
        after["machine"] = encode("machine", machine) if machine else None
        if machine and after["state"] in (State.PROPOSED, State.ACCEPTED):
            # An improved proposal stays one while nothing but its decision goes back, or fields of a proposal do.
            if not (after["state"] == State.PROPOSED and (open_ or before["state"] == State.PROPOSED)):
                after["state"] = State.CORRECTED.value
        elif not machine and after["state"] == State.CORRECTED:
            after["state"] = State.ACCEPTED.value
    same = all(after[name] == before[name] for name in DERIVED[1:])
    if after["state"] == State.PROPOSED:
        after["analyst"] = after["decided"] = ""
    elif (same and any(after[name] != before[name] for name in (*EDITABLE, "state"))) or not after["analyst"]:
        after["analyst"], after["decided"] = rows.analyst, rows.now()


def _label(act: Revert, logged: list[tuple[int, Change]], rows: Rows) -> tuple[str, dict[str, Any]]:
    stand = {batch for batch, _ in logged}
    if len(act.facts) == 1 and (len(stand) > 1 or act.fields):
        found = rows.many(act.facts).get(act.facts[0])
        return "act.revert_fact", {"what": short(found.quantity) if found else "?"}
    if len(stand) == 1:
        return "act.revert_one", {"label": rows.acted(next(iter(stand)))}
    return "act.revert_many", {"count": len(stand)}


def _focus(changes: tuple[Change, ...], rows: Rows) -> tuple[int, int | None] | None:
    for change in changes:
        if change.table == "fact" and change.after is not None and (found := rows.many([change.key])):
            return found[change.key].document, change.key
        if change.table == "fact" and change.before is not None and change.after is None:
            return int(change.before["document"]), None
        if change.table == "fact_tag" and (found := rows.many([change.key])):
            return found[change.key].document, change.key
    return None
