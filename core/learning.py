"""What the desk learns from the analyst: corrections and rejections become rules for the proposals not yet reviewed.

Rules are not written down: they are worked out from the decisions in the project, so that undo takes a rule away with
its decision, and a rule always says how many decisions speak for and against it. Only what a person says of a rule (on,
off) is kept. A rule that fits other reports by its wording alone holds at once; one that could only be chance waits for
a second decision. Values and places are never carried over, and nothing that a person decided on is touched.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.rows import dumps
from core.store import Store

NAMES = ("indicator", "canonical")
KINDS = ("measure", "direction", "basis")
TIMES = ("status", "period_start", "period_end")
FIELDS = (*NAMES, *KINDS, *TIMES, "base_unit", "action")
COLUMNS = ("id", "document", "start", "quantity", "state", "confidence", "doubts", "machine", *FIELDS)
LONG = 4  # characters from which on a wording means the same thing in other reports: 居民 does not, 高标准农田 does
AFFIX = 4  # longer beginnings and ends are told apart by the whole name
SURE = 0.97  # of a name that a person has given to the same wording
NEEDED = {"trim_start": 2, "trim_end": 2, "time": 2}  # decisions before a rule holds by itself; others one
LOOKED = 20  # facts of one act that somebody looks at one by one
Known = dict[str, Any]
Where = Callable[[int, int], "Frame | None"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a report that a place stands in, and the report's year, which periods are counted from."""

    part: str
    year: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: proposals that hold `conditions` get `fields`, or are no facts (`kind` "reject").

    `kind` is "name", "trim_start", "trim_end", "kind", "time", "action" or "reject". Years in a rule of time are
    counted from the report's year. `seen` decisions speak for it, `against` are facts that were left as they are.
    `on` is what a person said, else what the evidence says (`sure`).
    """

    kind: str
    conditions: Known
    fields: Known
    seen: int
    against: int
    sure: bool
    on: bool
    example: int  # a fact that it was learned from

    @property
    def name(self) -> str:
        """The rule's own name in the project file."""
        return dumps([self.kind, self.conditions])


@dataclass(frozen=True, slots=True)
class Better:
    """What rules make of one proposal: the fields that change, or that it is probably no fact."""

    fact: int
    document: int
    fields: Known
    rules: tuple[str, ...]
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class Learned:
    """All rules, the strongest first, and what those that are on make of the proposals, in reading order."""

    rules: tuple[Rule, ...]
    better: tuple[Better, ...]


def learned(store: Store, documents: Iterable[int] = (), *, switched: dict[str, bool] | None = None) -> Learned:
    """The rules of a project and what they make of its proposals, of some reports only where they are given.

    `switched` tries other switches than those kept. 160,000 facts take 1 s: ask for it in a process.
    """
    where = _Places(store)
    rules = _rules(store, where, switched)
    return Learned(rules, tuple(_betters(store, [rule for rule in rules if rule.on], where, tuple(documents))))


def in_file(path: Path, documents: tuple[int, ...] = (), switched: dict[str, bool] | None = None) -> Learned:
    """The same of a project file; for a process of its own."""
    with Store.open(path, readonly=True) as store:
        return learned(store, documents, switched=switched)


def safe_level(store: Store, share: float = 0.005) -> float | None:
    """The lowest confidence from which on at most this share of what was decided had to be changed; None for none.

    Counted on the machine's facts decided so far, those of acts on more than LOOKED facts left out: what was accepted
    without a look proves nothing. Half a wrong one is added, so that little evidence proves little.
    """
    steps = Counter[int]()
    wrong = Counter[int]()
    for confidence, state, count in store.select(
        "SELECT CAST(f.confidence * 100 AS INTEGER), f.state, count(*) FROM document d CROSS JOIN fact f"
        " ON f.document = d.id WHERE d.removed = 0 AND f.state IN ('accepted', 'corrected', 'rejected')"
        " AND f.origin = 'machine' AND EXISTS (SELECT 1 FROM change c WHERE c.\"key\" = f.id AND c.\"table\" = 'fact'"
        " AND (SELECT count(*) FROM (SELECT 1 FROM change o WHERE o.batch = c.batch LIMIT ?)) <= ?) GROUP BY 1, 2",
        (LOOKED + 1, LOOKED),
    ):
        steps[confidence] += count
        wrong[confidence] += count if state != "accepted" else 0
    found, seen, bad = None, 0, 0
    for step in sorted(steps, reverse=True):
        seen, bad = seen + steps[step], bad + wrong[step]
        if (bad + 0.5) / (seen + 1) <= share:
            found = step / 100
    return found


# Rules


def _rules(store: Store, where: _Places, switched: dict[str, bool] | None) -> tuple[Rule, ...]:
    decided = list(_rows(store, ("accepted", "corrected", "rejected")))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    examples: dict[str, int] = {}
    reports: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for row in decided:
        for kind, conditions, fields in _says(row, where):
            name = dumps([kind, conditions])
            found[name][dumps(fields)] += 1
            examples[name] = row["id"]
            reports[name].add((row["document"], _before(row)["indicator"]))
    against = _against(decided, found, where)
    stances = {name: stance == "on" for name, stance in store.select("SELECT name, stance FROM rule")}
    stances |= switched or {}
    made = []
    for name, outcomes in found.items():
        kind, conditions = json.loads(name)
        chosen, seen = outcomes.most_common(1)[0]
        opposed = against[name] + outcomes.total() - seen
        sure = _sure(kind, conditions, json.loads(chosen), seen, opposed, len(reports[name]))
        on = stances.get(name, sure)
        made.append(Rule(kind, conditions, json.loads(chosen), seen, opposed, sure, on, examples[name]))
    return tuple(sorted(made, key=lambda r: (-r.seen, r.against, r.name)))


def _says(row: Known, where: _Places) -> Iterator[tuple[str, Known, Known]]:
    """What one decision says about other proposals: kind, conditions, fields."""
    before = _before(row)
    name = before["indicator"]
    if row["state"] == "rejected":
        yield "reject", ({"indicator": name, "base_unit": before["base_unit"]} if name else
                         {"indicator": "", "quantity": row["quantity"]}), {}  # fmt: skip
        return
    changed = {field: row[field] for field in FIELDS if row[field] != before[field]}
    if name and (names := {field: changed[field] for field in NAMES if field in changed}):
        yield "name", {"indicator": name}, names
    if name and "indicator" in changed:
        yield from _trims(name, row["indicator"])
    if name and (kinds := {field: changed[field] for field in KINDS if field in changed}):
        conditions = {"indicator": name, "base_unit": before["base_unit"], "measure": before["measure"]}
        yield "kind", conditions | {field: before[field] for field in kinds}, kinds
    if (times := set(TIMES) & changed.keys()) and (frame := where(row["document"], row["start"])):
        conditions = {"part": frame.part, "measure": before["measure"]}
        yield "time", conditions | _times(before, TIMES, frame), _times(row, sorted(times), frame)
    if name and before["action"] and "action" in changed:
        yield "action", {"indicator": name, "action": before["action"]}, {"action": row["action"]}


def _trims(before: str, after: str) -> Iterator[tuple[str, Known, Known]]:
    """A beginning or an end that was taken off the name."""
    if not after or after == before or len(before) - len(after) > AFFIX:
        return
    if before.endswith(after):
        yield "trim_start", {"words": before[: len(before) - len(after)]}, {}
    elif before.startswith(after):
        yield "trim_end", {"words": before[len(after) :]}, {}


def _sure(kind: str, conditions: Known, fields: Known, seen: int, against: int, wordings: int) -> bool:
    """Whether the evidence alone is enough to use a rule."""
    if kind in NEEDED:
        # One decision could be about that place alone; of beginnings, different names have to speak.
        return min(seen, wordings if kind != "time" else seen) >= NEEDED[kind] and seen >= 3 * against
    if against:
        return False
    name = conditions["indicator"]
    # 居民 → 背街小巷改造惠及居民 holds there; 完成问题整改 → 问题整改 holds anywhere.
    ours = kind != "name" or set(str(fields.get("indicator", name))) <= set(name)
    return seen >= 2 or (ours and (kind == "name" or len(name) >= LONG))


def _against(decided: list[Known], found: Iterable[str], where: _Places) -> Counter[str]:
    """How many decided facts hold a rule's conditions and were left as they are."""
    against: Counter[str] = Counter()
    names = set(found)
    kinds = {json.loads(name)[0] for name in names}
    for row in decided:
        if row["state"] == "rejected":
            continue
        before = _before(row)
        for name in _names_of(before, where, kinds) & names:
            kind, conditions = json.loads(name)
            kept = {"name": NAMES, "kind": KINDS, "time": TIMES, "action": ("action",)}.get(kind, ())
            if kind == "reject" or (kept and all(row[field] == before[field] for field in kept)):
                against[name] += 1
            elif kind == "trim_start":
                against[name] += row["indicator"].startswith(conditions["words"])
            elif kind == "trim_end":
                against[name] += row["indicator"].endswith(conditions["words"])
    return against


# What rules make of proposals


def _betters(store: Store, rules: list[Rule], where: _Places, documents: tuple[int, ...]) -> Iterator[Better]:
    by_name = {rule.name: rule for rule in rules}
    kinds = {rule.kind for rule in rules}
    for row in _rows(store, ("proposed",), documents):
        before = _before(row)
        wanted, used, rejected = _applied(before, by_name, kinds, where)
        fields = {name: wanted[name] for name in FIELDS if wanted[name] != row[name]}
        if rejected:
            yield Better(row["id"], row["document"], {}, used, rejected=True)
        elif fields:
            if {"indicator", "canonical"} & fields.keys():
                fields["confidence"] = _surer(row) if used else _first_confidence(store, row)
            yield Better(row["id"], row["document"], fields, used)


def _applied(
    before: Known, rules: dict[str, Rule], kinds: set[str], where: _Places
) -> tuple[Known, tuple[str, ...], bool]:
    """A proposal as the rules would have it, the rules that had a say, and whether it is probably no fact."""
    row, used = dict(before), []
    names = _names_of(before, where, kinds)
    chosen = sorted((rules[name] for name in names & rules.keys()), key=lambda rule: ORDER.index(rule.kind))
    for rule in chosen:
        if rule.kind == "reject":
            return before, (rule.name,), True
        if rule.kind in ("trim_start", "trim_end"):
            if row["indicator"] != before["indicator"]:
                continue  # the whole name has a rule of its own
            words = rule.conditions["words"]
            cut = row["indicator"][len(words) :] if rule.kind == "trim_start" else row["indicator"][: -len(words)]
            if len(cut) < 2:
                continue
            row["indicator"] = cut
        elif rule.kind == "time":
            frame = where(before["document"], before["start"])
            assert frame is not None
            for field, value in rule.fields.items():
                row[field] = frame.year + value if field != "status" and value is not None else value
        else:
            row |= rule.fields
        used.append(rule.name)
    return row, tuple(used), False


ORDER = ("reject", "name", "trim_start", "trim_end", "kind", "time", "action")


def _names_of(before: Known, where: _Places, kinds: set[str]) -> set[str]:
    """The names that rules about this proposal would have."""
    name = before["indicator"]
    found: set[str] = set()
    if "reject" in kinds:
        conditions = {"indicator": name, "base_unit": before["base_unit"]}
        found.add(dumps(["reject", conditions if name else {"indicator": "", "quantity": before["quantity"]}]))
    if "name" in kinds:
        found.add(dumps(["name", {"indicator": name}]))
    if "action" in kinds:
        found.add(dumps(["action", {"indicator": name, "action": before["action"]}]))
    for size in range(1, min(AFFIX, len(name) - 1) + 1):
        if "trim_start" in kinds:
            found.add(dumps(["trim_start", {"words": name[:size]}]))
        if "trim_end" in kinds:
            found.add(dumps(["trim_end", {"words": name[-size:]}]))
    if "kind" in kinds:
        base = {"indicator": name, "base_unit": before["base_unit"], "measure": before["measure"]}
        for chosen in _choices(KINDS):
            found.add(dumps(["kind", base | {field: before[field] for field in chosen}]))
    if "time" in kinds and (frame := where(before["document"], before["start"])):
        conditions = {"part": frame.part, "measure": before["measure"]}
        found.add(dumps(["time", conditions | _times(before, TIMES, frame)]))
    return found


def _choices(fields: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for bits in range(1, 1 << len(fields)):
        yield tuple(field for n, field in enumerate(fields) if bits >> n & 1)


def _times(row: Known, fields: Iterable[str], frame: Frame) -> Known:
    """Status and years, the years counted from the report's."""
    return {
        field: row[field] - frame.year if field != "status" and row[field] is not None else row[field]
        for field in fields
    }


def _surer(row: Known) -> float:
    """Confidence once the name is not in doubt any more: as core.extraction.confidence puts doubts together."""
    doubt = json.loads(row["doubts"] or "{}").get("indicator")
    if not doubt:
        return float(row["confidence"])
    gain = SURE / doubt if doubt < 0.9 else (SURE / doubt) ** 0.5
    return float(round(min(row["confidence"] * gain, SURE), 3))


def _first_confidence(store: Store, row: Known) -> float:
    """What the machine had said before a rule changed the name."""
    for (before,) in store.select(
        'SELECT before FROM change WHERE "key" = ? AND "table" = \'fact\' ORDER BY batch', (row["id"],)
    ):
        if before and "confidence" in (kept := json.loads(before)):
            return float(kept["confidence"])
    return float(row["confidence"])


# Reading


def _rows(store: Store, states: tuple[str, ...], documents: tuple[int, ...] = ()) -> Iterator[Known]:
    """The machine's facts in some states, in reading order."""
    chosen = ", ".join(f'f."{name}"' for name in COLUMNS)
    here = "AND d.id IN (SELECT value FROM json_each(?))" if documents else ""
    for row in store.select(
        f"SELECT {chosen} FROM document d CROSS JOIN fact f ON f.document = d.id WHERE d.removed = 0"
        " AND f.state IN (SELECT value FROM json_each(?)) AND f.origin = 'machine'"
        f" {here} ORDER BY d.position, d.id, f.start, f.id",
        [dumps(states), *([dumps(documents)] if documents else [])],
    ):
        yield dict(zip(COLUMNS, row, strict=True))


def _before(row: Known) -> Known:
    """The row as the machine had proposed it."""
    machine = row["machine"]
    return row if not machine else {**row, **{k: v for k, v in json.loads(machine).items() if k in row}}


class _Places:
    """In which part of its report a place stands; reports are read when rules of time ask for them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[int, tuple[int | None, Any]] = {}

    def __call__(self, document: int, start: int) -> Frame | None:
        """The frame of a place; None where the report's year is not known."""
        if document not in self._kept:
            found = self._store.document(document)
            self._kept[document] = (found.metadata.year, found.structure)
        year, structure = self._kept[document]
        section = structure.section_at(start)
        return Frame(str(section.part), year) if year is not None and section is not None else None
