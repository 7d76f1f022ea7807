"""What copies of a project say differently: the list of what waits for a person, and the act that settles it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.drafting import Draft, rows_of, tags_of
from core.edits import Touched
from core.errors import EditError
from core.parting import Subject
from core.plans import Plan, short
from core.resolving import AREAS, SETTLED, Coding, Resolution, View, columns, resolve, settlement, stands, view

if TYPE_CHECKING:
    from core.store import Store
    from core.tables import Present


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that copies say differently and nobody has settled yet."""

    table: str
    key: int
    resolution: Resolution
    codings: tuple[Coding, ...]


def conflicts(store: Store) -> list[Conflict]:
    """Everything that copies say differently and nobody has settled, by report and place."""
    said: dict[Subject, list[Coding]] = {}
    names = ("copy", "analyst", "at", "base", "decision", "seen")
    for table, key, *rest in store.select(
        'SELECT "table", "row", copy, analyst, at, base, decision, seen FROM coding'
        ' WHERE ("table", "row") IN (SELECT "table", "row" FROM coding GROUP BY 1, 2 HAVING count(*) > 1)'
    ):
        said.setdefault((table, key), []).append(Coding.of(dict(zip(names, rest, strict=True))))
    found = []
    for (table, key), codings in said.items():
        outcome = resolve(codings)
        if outcome.conflicts:
            found.append(Conflict(table, key, outcome, tuple(sorted(codings, key=lambda c: (c.analyst, c.copy)))))
    standing = _views(store, found)
    places = _places(store, found)
    # A thing that stands otherwise than the merge had left it was decided by a person since.
    open_ = [c for c in found if (c.table, c.key) in standing and stands(c.resolution.view, standing[c.table, c.key])]
    return sorted(open_, key=lambda c: (places.get((c.table, c.key), (0, 0)), c.table, c.key))


def _views(store: Store, found: list[Conflict]) -> dict[Subject, View]:
    views: dict[Subject, View] = {}
    for table in AREAS:
        keys = [c.key for c in found if c.table == table]
        tags: dict[int, set[int]] = {}
        if table == "fact":
            for fact, tag in tags_of(store, keys):
                tags.setdefault(fact, set()).add(tag)
        for row in rows_of(store, table, keys):
            views[table, row["id"]] = view(table, row, tags.get(row["id"], ()))
    return views


def _places(store: Store, found: list[Conflict]) -> dict[Subject, tuple[int, int]]:
    order = {listing.id: number for number, listing in enumerate(store.documents(), start=1)}
    rows = rows_of(store, "fact", [c.key for c in found if c.table == "fact"])
    places = {("fact", row["id"]): (order.get(row["document"], 0), row["start"]) for row in rows}
    return places | {("document", key): (number, -1) for key, number in order.items()}


def settle(store: Store, conflict: Conflict, chosen: View) -> Touched:
    """Decide a conflict: `chosen` says what holds in each area that is in conflict; the rest is as agreed.

    One act; undone, the conflict is open again. Areas that are not chosen stay as they stand.
    """

    def planned(rows: Present) -> Plan:
        draft = Draft(rows)
        row = draft.get(conflict.table, conflict.key)
        if row is None:
            raise EditError(f"unknown_{conflict.table}")
        agreed = {
            area: value
            for c in conflict.codings
            for area, value in c.says.items()
            if area not in conflict.resolution.conflicts
        }
        new = columns(conflict.table, {**agreed, **chosen}, row)
        if conflict.table == "fact":
            new["analyst"], new["decided"] = rows.analyst, rows.now()
        draft.put(conflict.table, conflict.key, new)
        tags = draft.tags(conflict.key) if conflict.table == "fact" else ()
        now = view(conflict.table, new, tags)
        coding = settlement(conflict.codings, now, rows.analyst, rows.now())
        known = rows.select(
            'SELECT id FROM coding WHERE "table" = ? AND "row" = ? AND copy = ?',
            (conflict.table, conflict.key, SETTLED),
        )
        number = known[0][0] if known else rows.fresh("coding")
        draft.put("coding", number, {"table": conflict.table, "row": conflict.key, **coding.row()})
        what = new.get("quantity") or new.get("title") or new.get("name") or ""
        focus = (new["document"], conflict.key) if conflict.table == "fact" else None
        return Plan(("act.adjudicate", {"what": short(what)}), draft.changes(), focus)

    return store.carry_out(planned)
