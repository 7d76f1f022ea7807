"""Several people's decisions on one thing, put together: what agrees is taken, what does not is a conflict.

A thing (a fact, a report, a tag) is seen as areas: fields that only make sense together, such as value and unit. Each
copy of a project says something of some areas, seen against what stood there before the copies parted; that is a
Coding. What comes out is a function of the set of codings alone. So the order of merging cannot matter, and what was
merged before changes nothing when it is merged again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from core.rows import dumps

View = dict[str, Any]  # area → plain values; "decision" → open, kept, rejected; "tag:5" → True or False

AREAS: dict[str, dict[str, tuple[str, ...]]] = {
    "fact": {
        "place": ("document", "start", "end", "quantity", "pieces"),
        "amount": ("value", "unit", "base_value", "base_value_high", "base_unit", "bound"),
        "kind": ("measure", "direction", "basis"),
        "status": ("status",),
        "period": ("period_start", "period_end"),
        "indicator": ("indicator", "canonical"),
        "core": ("indicator_start", "indicator_end", "indicator_pieces"),
        "action": ("action",),
        "note": ("note",),
    },
    "document": {
        "region": ("region", "region_code", "level"),
        "year": ("year",),
        "title": ("title",),
        "date": ("date",),
        "session": ("session",),
        "speaker": ("speaker",),
        "presence": ("removed",),
    },
    "tag": {"name": ("name",), "colour": ("colour",), "description": ("description",), "family": ("family",)},
}
DECISION = "decision"
CONTENT = tuple(area for area in AREAS["fact"] if area != "note")
TAG = "tag:"
WHO = "who"  # in a base: analyst and time of the decision that stood there
SETTLED = "!"  # ends the name of a coding that settles others


@dataclass(frozen=True, slots=True)
class Coding:
    """What one copy of the project says of one thing.

    `base` is how it stood before the copies parted (None: it was not there); `says` the areas spoken of; `seen` the
    digests of codings that this one settles, because a person decided with them in view.
    """

    copy: str
    analyst: str
    at: str
    base: View | None
    says: View
    seen: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """Names copy and content: another content is news."""
        return sha256(dumps([self.copy, sorted(self.says.items())]).encode()).hexdigest()[:12]

    def row(self) -> dict[str, Any]:
        """The columns of the table coding, without what it is about."""
        return {
            "copy": self.copy,
            "analyst": self.analyst,
            "at": self.at,
            "base": None if self.base is None else dumps(dict(sorted(self.base.items()))),
            "decision": dumps(dict(sorted(self.says.items()))),
            "seen": dumps(sorted(self.seen)),
        }

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Coding:
        """The inverse of `row`."""
        base = None if row["base"] is None else json.loads(row["base"])
        return cls(
            row["copy"], row["analyst"], row["at"], base, json.loads(row["decision"]),
            frozenset(json.loads(row["seen"])),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resolution:
    """What comes of the codings of one thing.

    `view` is how it stands; `conflicts` the areas of which different things are said, each value with the codings that
    say it. While decision or content are in conflict, both stay as they were in the base: nobody's word is preferred.
    """

    view: View
    conflicts: dict[str, list[tuple[Any, tuple[Coding, ...]]]]
    analyst: str
    at: str

    @property
    def held(self) -> bool:
        """True while the decision waits for a person."""
        return any(map(_weighty, self.conflicts))


def contribution(base: View | None, row: View) -> View:
    """What a copy says of a thing that stood as `base` and now stands as `row`.

    A changed area is said as it is now. To accept a fact without changing anything is to say that all of it is right;
    a correction speaks of what it changes alone, so that two people may correct different fields of one fact.
    """
    if base is None:
        return {area: value for area, value in row.items() if area != WHO}
    said = {
        area: row.get(area, False)
        for area in row.keys() | base.keys()
        if area != WHO and row.get(area, False) != base.get(area, False)
    }
    if said.get(DECISION) == "kept" and not any(area in said for area in CONTENT):
        said |= {area: row[area] for area in CONTENT}
    return said


def full(row: View) -> View:
    """Everything that a row says, for a decision that settles others."""
    return {area: value for area, value in row.items() if area != WHO}


def resolve(codings: Iterable[Coding]) -> Resolution:
    """What comes of a set of codings; their order is of no account. Areas that nobody speaks of are not in the view."""
    every = sorted(codings, key=lambda c: c.copy)
    seen = frozenset[str]().union(*(c.seen for c in every))
    active = [c for c in every if c.digest not in seen]
    said: dict[str, dict[str, tuple[Any, list[Coding]]]] = {}
    for coding in active:
        for area, value in coding.says.items():
            if not any(_outgrown(coding, other, area) for other in active):
                said.setdefault(area, {}).setdefault(dumps(value), (value, []))[1].append(coding)
    conflicts = {
        area: [(value, tuple(who)) for _, (value, who) in sorted(values.items())]
        for area, values in sorted(said.items())
        if len(values) > 1
    }
    held = any(map(_weighty, conflicts))
    base = _ground(active)
    found: View = {}
    for area, values in said.items():
        first = min(values.items())[1][0]
        if base is None or not (area in conflicts or (held and _weighty(area))):
            # An addition that two copies describe differently has to stand somewhere: as the first value says.
            found[area] = first
        else:
            found[area] = base.get(area, False)
    analyst, at = base.get(WHO, ("", "")) if base else ("", "")
    if not held or base is None:
        at, analyst = max(((c.at, c.analyst) for c in active if any(map(_weighty, c.says))), default=(at, analyst))
    return Resolution(found, conflicts, analyst, at)


def _weighty(area: str) -> bool:
    """True for decision and content, which stand or wait together; notes and tags go their own ways."""
    return area == DECISION or area in CONTENT


def _outgrown(coding: Coding, other: Coding, area: str) -> bool:
    """True when `other` found what `coding` had put there and changed it: it was said later, knowing the earlier."""
    if other is coding or other.base is None or area not in other.says:
        return False
    value = coding.says[area]
    if area in ("place", "core") and coding.base is not None and value == coding.base.get(area):
        # To accept a fact is no word against its moving into a new version of the report.
        there, before = other.says.get("place"), other.base.get("place")
        if isinstance(there, list) and isinstance(before, list) and there[0] != before[0]:
            return True
    was = None if coding.base is None else coding.base.get(area, False)
    return bool(other.base.get(area, False) == value != was and other.says[area] != value)


def _ground(active: list[Coding]) -> View | None:
    """What stands where nothing is agreed: the last settlement, else how things stood before the copies parted."""
    settled = [c for c in active if c.seen]
    if settled:
        return {**settled[0].says, WHO: (settled[0].analyst, settled[0].at)}
    bases = sorted((c.base for c in active if c.base is not None), key=dumps)
    return dict(bases[0]) if bases else None


def settlement(codings: Iterable[Coding], row: View, analyst: str, at: str, copy: str = SETTLED) -> Coding:
    """The coding of a person who has decided with all these in view; `row` is how the thing stands now."""
    every = list(codings)
    base = next((c.base for c in sorted(every, key=lambda c: c.copy) if c.base is not None), None)
    tags = {a: row.get(a, False) for c in every for a in c.says if a.startswith(TAG)}
    seen = frozenset(c.digest for c in every if c.copy != copy)
    return Coding(copy, analyst, at, base, {**tags, **full(row)}, seen)


# Between rows and views


def view(table: str, row: Mapping[str, Any], tags: Iterable[int] = ()) -> View:
    """A row's areas; columns are given as they are stored."""
    found: View = {area: [row[name] for name in names] for area, names in AREAS[table].items()}
    if table == "fact":
        found[DECISION] = decision(row["state"])
        found |= {f"{TAG}{tag}": True for tag in tags}
        found[WHO] = [row["analyst"], row["decided"]]
    return found


def decision(state: str) -> str:
    """Of a state: open, kept or rejected."""
    return {"proposed": "open", "rejected": "rejected"}.get(state, "kept")


def stands(wanted: View, row: View) -> bool:
    """True when a row is in every area that is spoken of as it should be; a tag that is not there is False."""
    return all(row.get(area, False) == value for area, value in wanted.items() if area != WHO)


def columns(table: str, found: View, row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row as a view wants them; of a fact with its state and the machine's original."""
    new = dict(row)
    for area, names in AREAS[table].items():
        if area in found:
            new |= dict(zip(names, found[area], strict=True))
    if table != "fact":
        return new
    if row["origin"] == "machine":
        original = {**row, **(json.loads(row["machine"]) if row["machine"] else {})}
        moved = new["document"] != row["document"]  # into another version, where the first place means nothing
        wanted = [n for area in CONTENT for n in AREAS["fact"][area] if n != "document"]
        places = ("start", "end", "indicator_start", "indicator_end", "quantity", "pieces", "indicator_pieces")
        machine = {n: original[n] for n in wanted if new[n] != original[n] and not (moved and n in places)}
        new["machine"] = dumps(machine) if machine else None
        states = {"open": "proposed", "rejected": "rejected", "kept": "corrected" if machine else "accepted"}
        new["state"] = states[found.get(DECISION, decision(row["state"]))]
    else:
        new["machine"] = None
        new["state"] = "rejected" if found.get(DECISION) == "rejected" else "added"
    return new


def told(area: str, value: Any) -> str:
    """A value of an area as a person reads it, without the ids and places that only the program needs."""
    from core.messages import catalogue, text

    if area == DECISION:
        return text(f"decision.{value}")
    if area.startswith(TAG):
        return text("decision.on" if value else "decision.off")
    if not isinstance(value, list):
        return str(value)
    if area == "place":
        return f"{value[3]} … ({value[4]})" if value[4] else str(value[3])
    if area == "amount":
        low, high = (format(Decimal(v).normalize(), "f") if v else "" for v in value[2:4])
        bound = "" if value[5] == "eq" else _word("bound", value[5])
        return f"{value[0] or ''}{value[1]} = {low}{'–' * bool(high)}{high}{value[4]} {bound}".strip()
    if area == "period":
        return str(value[0]) if value[0] == value[1] else f"{value[0]}–{value[1]}"
    if area == "indicator":
        return value[0] if value[1] in ("", value[0]) else f"{value[0]} ({value[1]})"
    if area == "core":
        return ", ".join(filter(None, (f"{value[0]}–{value[1]}", value[2])))
    words = (_word(name, item) for name, item in zip(_names(area), value, strict=True))
    return " ".join(word for word in words if word) or (text("decision.none") if "decision.none" in catalogue() else "")


def _names(area: str) -> tuple[str, ...]:
    return next(areas[area] for areas in AREAS.values() if area in areas)


def _word(name: str, value: Any) -> str:
    from core.messages import catalogue, text

    key = f"{name}.{value}"
    return text(key) if key in catalogue() else str(value if value is not None else "")
