"""What the desk learns from the analyst: corrections and rejections become rules for the proposals not yet reviewed.

Rules are not written down: they are worked out from the decisions in the project, so that undo takes a rule away with
its decision, and a rule always says how many decisions speak for and against it. Only what a person says of a rule (on,
off) is kept. A rule that fits other reports by its wording alone holds at once; one that could only be chance waits for
a second decision. Values and places are never carried over, and nothing that a person decided on is touched.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core import wordings
from core.lessons import (
    AFTER,
    FIELDS,
    KINDS,
    NAMES,
    TIMES,
    WORDED,
    Along,
    Known,
    Places,
    Shapes,
    before_of,
    names_of,
    rows,
    says,
)
from core.rows import dumps
from core.store import Store

KNOWS, ALONG = dumps(["known", {}]), dumps(["along", {}])  # rules that hold for every decision
STANDING = ("known", "along")
STATES = ("proposed", "accepted", "corrected", "rejected")
LONG = 4  # characters from which on a wording means the same thing in other reports: 居民 does not, 高标准农田 does
SURE = 0.97  # of a name that a person has given to the same wording
KNOWN = 0.985  # of a name and a kind that a person accepted where the same words stood before the figure
MOST = 0.98  # nothing that nobody has looked at is surer than this
# Decisions before a rule holds by itself, for different names; others one.
NEEDED = {"trim_start": 2, "trim_end": 2, "swap_start": 2, "swap_end": 2, "add_end": 2, "manner": 2,
          "reject_after": 2, "time": 2}  # fmt: skip
GENERAL = ("swap_start", "swap_end", *AFTER)
NARROW = ("wording", *AFTER)  # one that was left as it is and they are not used


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: proposals that hold `conditions` get `fields`, or are no facts (`kind` "reject").

    `kind` says what has to agree and what changes:
    "name", "kind", "action": the same indicator gets another name, another kind of figure, another verb;
    "wording": the same words before the figure and the same indicator; holds for next year's report;
    "trim_start", "trim_end", "swap_start", "swap_end": a piece of the name goes or becomes another, for all names;
    "add_end", "manner": after the same last words before the figure, the name gets an end, or the kind is another;
    "time": the same part of a report and kind of figure, years counted from the report's year;
    "reject", "reject_after": the same indicator and unit, or the same last words and unit, is no fact;
    "known": what was accepted in the same words is surer;
    "along": what follows a correction in its sentence under the same name or in the same years is changed as well.
    `seen` decisions speak for it, `against` are facts that were left as they are.
    `on` is what a person said, else what the evidence says (`sure`).
    """

    kind: str
    conditions: Known
    fields: Known
    seen: int
    against: int
    sure: bool
    on: bool

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

    `switched` tries other switches than those kept. 80,000 facts, half of them decided, take 2 s: ask in a process.
    """
    where = Places(store)
    decided = list(rows(store, ("accepted", "corrected", "rejected")))
    along = Along(decided, where)
    rules = _rules(store, decided, along, where, switched)
    on = [rule for rule in rules if rule.on]
    return Learned(rules, tuple(_betters(store, on, along, where, tuple(documents))))


def following(store: Store, fact: int) -> tuple[Better, ...]:
    """What a fact's correction makes at once of the proposals behind it in its sentence; nothing where that is off."""
    if store.select("SELECT 1 FROM rule WHERE name = ? AND stance = 'off'", [ALONG]):
        return ()
    where = Places(store)
    corrected = list(rows(store, ("corrected",), fact=fact))
    along = Along(corrected, where)
    found = []
    if not len(along):
        return ()
    here, start = corrected[0]["document"], corrected[0]["start"]
    for row in rows(store, ("proposed",), (here,), between=(start + 1, start + wordings.FAR)):
        wanted = along.of(before_of(row))
        if fields := {name: value for name, value in wanted.items() if row[name] != value}:
            found.append(Better(row["id"], row["document"], fields, (ALONG,)))
    return tuple(found)


def returning(store: Store, fact: int) -> tuple[Better, ...]:
    """What goes back behind a fact in its sentence when its correction was put back by the last act.

    Only what had come along with that very correction; what an earlier one in the sentence says holds again.
    """
    if store.select("SELECT 1 FROM rule WHERE name = ? AND stance = 'off'", [ALONG]):
        return ()
    logged = store.select(
        'SELECT before FROM change WHERE "table" = \'fact\' AND "key" = ? ORDER BY batch DESC, seq DESC LIMIT 1', [fact]
    )
    here = next(rows(store, STATES, fact=fact), None)
    if here is None or not logged or logged[0][0] is None:
        return ()
    was, machine, where = json.loads(logged[0][0]), before_of(here), Places(store)
    gone = {name: was[name] for name in (*NAMES, *TIMES) if name in was and here[name] == machine[name] != was[name]}
    if not gone:
        return ()
    document, start = here["document"], here["start"]
    along = Along(rows(store, ("corrected",), (document,), between=(max(start - wordings.FAR, 0), start)), where)
    found = []
    for row in rows(store, ("proposed",), (document,), between=(start + 1, start + wordings.FAR)):
        before = before_of(row)
        going = along.of(before)
        fields: Known = {}
        for alike, names in (("indicator",), NAMES), (TIMES, TIMES):
            if all(before[name] == machine[name] for name in alike) and where.together(row, start):
                back = {
                    name: going.get(name, before[name]) for name in names if name in gone and row[name] == gone[name]
                }
                fields |= {name: value for name, value in back.items() if value != row[name]}
        if fields:
            found.append(Better(row["id"], document, fields, (ALONG,)))
    return tuple(found)


def in_file(path: Path, documents: tuple[int, ...] = (), switched: dict[str, bool] | None = None) -> Learned:
    """The same of a project file; for a process of its own."""
    with Store.open(path, readonly=True) as store:
        return learned(store, documents, switched=switched)


# Rules


def _rules(
    store: Store, decided: list[Known], along: Along, where: Places, switched: dict[str, bool] | None
) -> tuple[Rule, ...]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, set[str]] = defaultdict(set)
    for row in decided:
        for kind, conditions, fields in says(row, where):
            name = dumps([kind, conditions])
            found[name][dumps(fields)] += 1
            names[name].add(before_of(row)["indicator"])
    against = _against(decided, found, where)
    stances = {name: stance == "on" for name, stance in store.select("SELECT name, stance FROM rule")}
    stances |= switched or {}
    made = []
    for name, outcomes in found.items():
        kind, conditions = json.loads(name)
        chosen, seen = outcomes.most_common(1)[0]
        opposed = against[name] + outcomes.total() - seen
        sure = _sure(kind, conditions, json.loads(chosen), seen, opposed, len(names[name]))
        on = stances.get(name, sure)
        made.append(Rule(kind, conditions, json.loads(chosen), seen, opposed, sure, on))
    if accepted := where.accepted(decided):
        made.append(Rule("known", {}, {}, len(accepted), 0, True, stances.get(KNOWS, True)))
    if len(along):
        made.append(Rule("along", {}, {}, len(along), 0, True, stances.get(ALONG, True)))
    made = [rule for rule in made if rule.on or rule.name in stances or rule.seen > 1 or rule.kind not in GENERAL]
    # One line for one decision: the narrow rule while it stands alone, else what the name says everywhere, on or off.
    told = {rule.conditions["indicator"] for rule in made if rule.kind == "name" and (rule.on or rule.name in stances)}
    narrow = {rule.conditions["indicator"] for rule in made if rule.kind == "wording" and rule.on}
    made = [
        rule
        for rule in made
        if not (rule.kind == "wording" and rule.conditions["indicator"] in told and rule.fields.keys() <= {*NAMES})
        and not (rule.kind == "name" and not rule.on and rule.name not in stances and rule.seen == 1
                 and rule.conditions["indicator"] in narrow)
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda r: (not r.on, r.kind in STANDING, -r.seen, r.against, r.name)))


def _sure(kind: str, conditions: Known, fields: Known, seen: int, against: int, names: int) -> bool:
    """Whether the evidence alone is enough to use a rule."""
    if kind in NEEDED:
        # One decision could be about that place alone; of pieces of names, different names have to speak.
        enough = (seen if kind == "time" else names) >= NEEDED[kind]
        return enough and seen >= 3 * against and not (kind in NARROW and against)
    if against:
        return False
    if kind == "wording":
        return True
    name = conditions["indicator"]
    # 居民 → 背街小巷改造惠及居民 holds there; 完成问题整改 → 问题整改 holds anywhere.
    ours = kind != "name" or set(str(fields.get("indicator", name))) <= set(name)
    return seen >= 2 or (ours and (kind == "name" or len(name) >= LONG))


def _against(decided: list[Known], found: Iterable[str], where: Places) -> Counter[str]:
    """How many decided facts hold a rule's conditions and were left as they are."""
    against: Counter[str] = Counter()
    names = set(found)
    shapes = Shapes(json.loads(name) for name in names)
    for row in decided:
        if row["state"] == "rejected":
            continue
        before = before_of(row)
        for name in names_of(before, where, shapes) & names:
            kind, conditions = json.loads(name)
            kept = {"name": NAMES, "kind": KINDS, "manner": KINDS, "time": TIMES, "action": ("action",),
                    "wording": WORDED, "add_end": ("indicator",)}.get(kind, ())  # fmt: skip
            if kind in REJECTS or (kept and all(row[field] == before[field] for field in kept)):
                against[name] += 1
            elif kind in ("trim_start", "swap_start"):
                against[name] += row["indicator"].startswith(conditions["words"])
            elif kind in ("trim_end", "swap_end"):
                against[name] += row["indicator"].endswith(conditions["words"])
    return against


# What rules make of proposals


def _betters(
    store: Store, rules: list[Rule], along: Along, where: Places, documents: tuple[int, ...]
) -> Iterator[Better]:
    by_name = {rule.name: rule for rule in rules}
    shapes = Shapes((rule.kind, rule.conditions) for rule in rules)
    known = KNOWS if KNOWS in by_name else None
    confidences = _first_confidences(store)
    for row in rows(store, ("proposed",), documents):
        before = before_of(row)
        wanted, used, rejected = _applied(before, by_name, shapes, where)
        if ALONG in by_name and (going := along.of(before)):
            wanted, used = wanted | going, (*used, ALONG)
        fields = {name: wanted[name] for name in FIELDS if wanted[name] != row[name]}
        if rejected:
            yield Better(row["id"], row["document"], {}, used, rejected=True)
            continue
        first = confidences.get(row["id"], float(row["confidence"]))
        named = any(wanted[name] != before[name] for name in NAMES)
        sure = _surer(row, first, ("indicator",), SURE) if used and named else first
        if known and where.knows(wanted | {"end": row["end"]}):
            raised = _surer(row, first, ("indicator", "measure"), KNOWN)
            sure, used = max(sure, raised), (*used, known) if raised > sure else used
        if abs(sure - float(row["confidence"])) > 0.0005:
            fields["confidence"] = sure
        if fields:
            yield Better(row["id"], row["document"], fields, used)


def _applied(
    before: Known, rules: dict[str, Rule], shapes: Shapes, where: Places
) -> tuple[Known, tuple[str, ...], bool]:
    """A proposal as the rules would have it, the rules that had a say, and whether it is probably no fact."""
    row, used = dict(before), []
    names = names_of(before, where, shapes)
    chosen = sorted((rules[name] for name in names & rules.keys()), key=lambda rule: ORDER.index(rule.kind))
    for rule in chosen:
        if rule.kind in REJECTS:
            return before, (rule.name,), True
        if rule.kind in ENDS:
            if row["indicator"] != before["indicator"]:
                continue  # the whole name has a rule of its own
            side = "start" if rule.kind.endswith("start") else "end"
            words = "" if rule.kind == "add_end" else rule.conditions["words"]
            row["indicator"] = wordings.Edit(side, words, rule.fields.get("new", "")).of(row["indicator"])
            if row["indicator"] == before["indicator"]:
                continue
        elif rule.kind == "time":
            frame = where(before["document"], before["start"])
            assert frame is not None
            for field, value in rule.fields.items():
                row[field] = frame.year + value if field != "status" and value is not None else value
        else:
            row |= rule.fields
        used.append(rule.name)
    return row, tuple(used), False


ENDS = ("trim_start", "trim_end", "swap_start", "swap_end", "add_end")
REJECTS = ("reject", "reject_after")
ORDER = (*REJECTS, "name", "wording", *ENDS, "kind", "manner", "time", "action")


def _surer(row: Known, first: float, fields: tuple[str, ...], share: float) -> float:
    """Confidence once some fields are not in doubt any more: as core.extraction.confidence puts doubts together."""
    doubts = json.loads(row["doubts"] or "{}")
    for field in fields:
        if (doubt := doubts.get(field)) and doubt < share:
            first *= share / doubt if doubt < 0.9 else (share / doubt) ** 0.5
    return float(round(min(first, MOST), 3))


def _first_confidences(store: Store) -> dict[int, float]:
    """What the machine had said of proposals that rules have changed since."""
    found: dict[int, float] = {}
    for key, before in store.select(
        'SELECT c."key", c.before FROM fact f JOIN change c ON c."key" = f.id AND c."table" = \'fact\''
        " WHERE f.state = 'proposed' AND c.before LIKE '%\"confidence\"%' ORDER BY c.batch DESC"
    ):
        if "confidence" in (kept := json.loads(before)):
            found[key] = float(kept["confidence"])
    return found
