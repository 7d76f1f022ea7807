"""What acts on tags and marks change: the tag set, and tags and notes on stretches of text and whole reports."""

from __future__ import annotations

from typing import Any

from core import edits
from core.edits import Change
from core.errors import EditError
from core.plans import Plan, Rows, noted, short
from core.rows import printable


def make(name: str, colour: str, description: str, family: str, rows: Rows) -> Plan:
    """A new tag at the end of the set; EditError for a name that is there."""
    name = _tag_name(name, 0, rows)
    key = rows.fresh("tag")
    row = {
        "name": name, "colour": colour, "description": description, "position": len(rows.tag_names()),
        "family": printable(family).strip(),
    }  # fmt: skip
    return Plan(("act.make_tag", {"tag": short(name)}), (Change("tag", key, None, row),))


def change(tag: int, fields: dict[str, Any], rows: Rows) -> Plan:
    """Other fields of a tag, its place in the set among them."""
    row = rows.record("tag", tag)
    for name in fields:
        if name not in ("name", "colour", "description", "family", "position"):
            raise EditError("bad_field", field=name)
    if "name" in fields:
        fields = {**fields, "name": _tag_name(fields["name"], tag, rows)}
    label = ("act.change_tag", {"tag": short(row["name"])})
    if "position" in fields:
        return Plan(label, _moved(tag, fields, rows))
    new = {name: value for name, value in fields.items() if row[name] != value}
    made = Change("tag", tag, {name: row[name] for name in new}, new)
    one = ("tag", tag, next(iter(fields))) if len(fields) == 1 else None
    return Plan(label, (made,) if new else (), merge=one)


def drop(tag: int, rows: Rows) -> Plan:
    """A tag taken out of the set, off its facts, and away with its marks."""
    row = rows.record("tag", tag)
    changes = [Change("fact_tag", fact, {"tag": tag}, None) for fact in rows.tagged(tag)]
    changes += [Change("passage", each["id"], _without_id(each), None) for each in rows.passages(tag=tag)]
    before = {name: row[name] for name in ("name", "colour", "description", "position", "family")}
    changes.append(Change("tag", tag, before, None))
    return Plan(("act.drop_tag", {"tag": short(row["name"])}), tuple(changes))


def merge(tag: int, into: int, rows: Rows) -> Plan:
    """All that a tag stands on gets another one, and it goes."""
    target = rows.record("tag", into)
    if tag == into:
        return Plan(("act.merge_tag", {"tag": short(target["name"]), "into": short(target["name"])}), ())
    dropped = [each for each in drop(tag, rows).changes if each.table != "passage"]
    moved = tuple(Change("passage", row["id"], {"tag": tag}, {"tag": into}) for row in rows.passages(tag=tag))
    there = set(rows.tagged(into))
    added = tuple(Change("fact_tag", fact, None, {"tag": into}) for fact in rows.tagged(tag) if fact not in there)
    label = ("act.merge_tag", {"tag": short(rows.record("tag", tag)["name"]), "into": short(target["name"])})
    return Plan(label, (*added, *moved, *dropped))


def mark(act: edits.Mark, rows: Rows) -> Plan:
    """A stretch of text, or a whole report, with a tag or a note; EditError for neither, or outside the text."""
    report = rows.record("document", act.document)
    note = noted(act.note)
    if act.tag is None and not note.strip():
        raise EditError("mark_empty")
    if act.tag is not None:
        rows.record("tag", act.tag)
    what = report["title"] or report["name"]
    if act.start is not None or act.end is not None:
        text = rows.text(act.document)
        start, end = act.start or 0, act.end or 0
        if act.start is None or not 0 <= start < end <= len(text):
            raise EditError("bad_span", start=act.start, end=act.end)
        what = text[start:end]
    place = {"document": act.document, "start": act.start, "end": act.end, "tag": act.tag}
    there = [row for row in rows.passages(act.document) if all(row[k] == v for k, v in place.items())]
    # Several notes may stand at one place; the same words twice are one.
    old = next((row for row in there if act.tag is not None or row["note"] == note), None)
    who = {"note": note, "analyst": rows.analyst, "at": rows.now()}
    if old is None:
        changes = [Change("passage", rows.fresh("passage"), None, {**place, **who})]
    else:
        changes = [Change("passage", old["id"], {k: old[k] for k in who}, who)] if old["note"] != note else []
    return Plan(("act.mark", {"what": short(what)}), tuple(changes), (act.document, None))


def unmark(passages: tuple[int, ...], rows: Rows) -> Plan:
    """Marks taken away again."""
    found = [rows.record("passage", key) for key in dict.fromkeys(passages)]
    changes = tuple(Change("passage", row["id"], _without_id(row), None) for row in found)
    return Plan(("act.unmark", {"count": len(found)}), changes, (found[0]["document"], None) if found else None)


def _tag_name(name: str, tag: int, rows: Rows) -> str:
    name = printable(name).strip()
    if not name:
        raise EditError("tag_empty")
    if rows.tag_names().get(name, tag) != tag:
        raise EditError("tag_exists", tag=name)
    return name


def _moved(tag: int, fields: dict[str, Any], rows: Rows) -> tuple[Change, ...]:
    """The tag at its new place (0 is the first) and the others moved up or down for it: places stay 0, 1, 2, …"""
    every = sorted(
        (rows.record("tag", key) for key in rows.tag_names().values()), key=lambda r: (r["position"], r["id"])
    )
    order = [row["id"] for row in every if row["id"] != tag]
    order.insert(max(0, min(int(fields["position"]), len(order))), tag)
    changes = []
    for row in every:
        wanted = {**(fields if row["id"] == tag else {}), "position": order.index(row["id"])}
        new = {name: value for name, value in wanted.items() if row[name] != value}
        if new:
            changes.append(Change("tag", row["id"], {name: row[name] for name in new}, new))
    return tuple(changes)


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}
