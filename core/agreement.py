"""How far analysts agree who coded the same reports independently: per field, by pair, indicator and month.

Percent agreement and Krippendorff's alpha: K. Krippendorff, “Computing Krippendorff's Alpha-Reliability” (2011),
section D: any number of coders, missing data; nominal for words, interval for values.

What is compared is what stands in the codings of merged copies, before anybody settled a conflict. A unit is a quantity
that at least one analyst kept. Text that nobody marked is no unit: that nobody found a fact in the preamble says
nothing, and counting it as agreement would lift every figure. Proposals that all rejected are no units either, except
for the alpha of finding, which needs both answers. An undecided proposal is missing data, not a judgement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any

from core.resolving import AREAS, DECISION, Coding

if TYPE_CHECKING:
    from core.store import Store

FOUND = "found"
# What is compared of facts that both kept: field → columns of the fact. The value is the base value: 0.9亿 is 9000万.
FIELDS: dict[str, tuple[str, ...]] = {
    "place": ("start", "end", "pieces"),
    "value": ("base_value", "base_value_high", "base_unit"),
    "bound": ("bound",),
    "kind": ("measure", "direction", "basis"),
    "status": ("status",),
    "period": ("period_start", "period_end"),
    "indicator": ("name",),
    "action": ("action",),
}


def alpha(units: Iterable[Sequence[Any]], *, interval: bool = False) -> float | None:
    """Krippendorff's alpha: 1 is perfect, 0 what chance gives, below 0 worse than that.

    `units` holds for each unit the values that coders gave it, in any order; missing ones are left out or None. With
    `interval` they are numbers and differences are squared. None where it is not defined: no two values to compare, or
    no variation at all.
    """
    pairable = [values for unit in units if len(values := [v for v in unit if v is not None]) > 1]
    count = sum(map(len, pairable))
    if count < 2:
        return None
    disagreement = _interval if interval else _nominal
    everything = [v for values in pairable for v in values]
    if interval:
        # Near zero, sums of squares keep their digits.
        middle = sum(everything) / count
        pairable = [[v - middle for v in values] for values in pairable]
        everything = [v for values in pairable for v in values]
    observed = sum(disagreement(values) / (len(values) - 1) for values in pairable) / count
    expected = disagreement(everything) / (count * (count - 1))
    return None if expected <= 0 else 1 - observed / expected


def _nominal(values: Sequence[Hashable]) -> float:
    """Over all ordered pairs, how many differ."""
    counts: dict[Hashable, int] = defaultdict(int)
    for value in values:
        counts[value] += 1
    return float(len(values) ** 2 - sum(n * n for n in counts.values()))


def _interval(values: Sequence[Any]) -> float:
    """Over all ordered pairs, the sum of squared differences."""
    return float(2 * (len(values) * sum(v * v for v in values) - sum(values) ** 2))


def percent(units: Iterable[Sequence[Hashable]]) -> float | None:
    """The share of pairs of values within units that are equal, each unit counting once; 0 to 1."""
    shares = []
    for unit in units:
        values = [v for v in unit if v is not None]
        pairs = [a == b for a, b in combinations(values, 2)]
        if pairs:
            shares.append(sum(pairs) / len(pairs))
    return sum(shares) / len(shares) if shares else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one analyst said of a unit; `fact` is the id it has for them, 0 where they did not mark it."""

    kept: bool
    fact: int = 0
    at: str = ""
    values: dict[str, Any] = field(default_factory=dict)  # columns of the fact; `name` its standard or own name


@dataclass(frozen=True, slots=True)
class Unit:
    """A quantity in a report with the judgements on it, by analyst; who did not decide is not in it."""

    document: int
    start: int
    end: int
    judgements: dict[str, Judgement]

    @property
    def kept(self) -> bool:
        """True when anybody kept it."""
        return any(j.kept for j in self.judgements.values())

    @property
    def fact(self) -> int:
        """The fact that stands for it."""
        return next((j.fact for j in self.judgements.values() if j.fact), 0)

    @property
    def names(self) -> tuple[str, ...]:
        """The indicators that it was taken for."""
        return tuple(dict.fromkeys(str(j.values["name"]) for j in self.judgements.values() if j.kept))

    @property
    def month(self) -> str:
        """When the last judgement on it fell: 2026-11."""
        return max((j.at[:7] for j in self.judgements.values() if j.at), default="")

    def answers(self, name: str, coders: Iterable[str] | None = None) -> list[Hashable]:
        """What was said in a field by those who kept it; of `found`, True or False by all who judged."""
        chosen = [j for c, j in sorted(self.judgements.items()) if coders is None or c in coders]
        if name == FOUND:
            return [j.kept for j in chosen]
        return [tuple(j.values[column] for column in FIELDS[name]) for j in chosen if j.kept]

    def numbers(self, coders: Iterable[str] | None = None) -> list[Hashable]:
        """The values of those who kept it, where all gave one in the same unit."""
        chosen = [j for c, j in sorted(self.judgements.items()) if j.kept and (coders is None or c in coders)]
        if len({j.values["base_unit"] for j in chosen}) != 1 or any(j.values["base_value"] is None for j in chosen):
            return []
        signs = [-1 if j.values["direction"] == "down" else 1 for j in chosen]
        return [sign * float(j.values["base_value"]) for sign, j in zip(signs, chosen, strict=True)]


@dataclass(frozen=True, slots=True)
class Row:
    """Agreement in one field: over how many units, which share, alpha; of values the interval alpha, too."""

    field: str
    units: int
    percent: float | None
    alpha: float | None
    interval: float | None = None

    def row(self) -> dict[str, Any]:
        """Plain values."""
        plain = {"field": self.field, "units": self.units, "percent": _round(self.percent), "alpha": _round(self.alpha)}
        return plain | ({"alpha_interval": _round(self.interval)} if self.field == "value" else {})


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One field of one unit in which analysts differ; `answers` by analyst."""

    unit: Unit
    field: str
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The whole account. `groups` is (kind, key) → rows, the kinds being pair, indicator, month."""

    coders: tuple[str, ...]
    documents: tuple[int, ...]
    units: tuple[Unit, ...]
    rows: tuple[Row, ...]
    groups: dict[tuple[str, str], tuple[Row, ...]]
    disagreements: tuple[Disagreement, ...]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def measure(units: Sequence[Unit], coders: Iterable[str] | None = None) -> tuple[Row, ...]:
    """Agreement in every field over these units, of these coders or of all."""
    chosen = None if coders is None else set(coders)
    rows = []
    told = [a for u in units if len(a := u.answers(FOUND, chosen)) > 1]
    found = [given for given in told if any(given)]
    rows.append(Row(FOUND, len(found), percent(found), alpha(told)))
    for name in FIELDS:
        answers = [a for u in units if len(a := u.answers(name, chosen)) > 1]
        numbers = [a for u in units if len(a := u.numbers(chosen)) > 1] if name == "value" else []
        rows.append(Row(name, len(answers), percent(answers), alpha(answers), alpha(numbers, interval=True)))
    return tuple(rows)


def agreement(store: Store) -> Agreement:
    """How far the analysts of merged copies agree on the reports that more than one of them coded."""
    units = tuple(_units(store))
    coders = tuple(sorted({coder for unit in units for coder in unit.judgements}))
    groups: dict[tuple[str, str], tuple[Row, ...]] = {}
    for one, other in combinations(coders, 2):
        both = [u for u in units if one in u.judgements and other in u.judgements]
        if both:
            groups["pair", f"{one} · {other}"] = measure(both, (one, other))
    for kind, keys in (("indicator", lambda u: u.names), ("month", lambda u: (u.month,))):
        for key, chosen in _grouped(units, keys).items():
            groups[kind, key] = measure(chosen)
    documents = tuple(dict.fromkeys(unit.document for unit in units))
    return Agreement(coders, documents, units, measure(units), groups, tuple(_disagreements(units)))


def _grouped(units: Sequence[Unit], keys: Callable[[Unit], Iterable[str]]) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        for key in keys(unit):
            if key:
                found[key].append(unit)
    return dict(sorted(found.items()))


def _disagreements(units: Iterable[Unit]) -> Iterable[Disagreement]:
    for unit in units:
        if not unit.kept:
            continue
        for name in (FOUND, *FIELDS):
            if len(set(unit.answers(name))) > 1:
                said = {
                    coder: unit.answers(name, (coder,))[0]
                    for coder, judgement in sorted(unit.judgements.items())
                    if name == FOUND or judgement.kept
                }
                yield Disagreement(unit, name, said)


# From codings to units


def _units(store: Store) -> Iterable[Unit]:
    reports = {listing.id for listing in store.documents()}
    who: dict[str, str] = {}
    by_report: dict[int, dict[str, dict[int, Judgement]]] = defaultdict(lambda: defaultdict(dict))
    rows = store.select(
        'SELECT c."row", f.document, c.copy, c.analyst, c.at, c.base, c.decision, c.seen FROM coding c'
        ' JOIN fact f ON f.id = c."row" WHERE c."table" = ? ORDER BY f.document, f.start, f.id, c.copy',
        ("fact",),
    )
    names = ("copy", "analyst", "at", "base", "decision", "seen")
    for fact, document, *rest in rows:
        coding = Coding.of(dict(zip(names, rest, strict=True)))
        if document not in reports or coding.seen:
            continue  # a settlement was made with the others in view
        judgement = judged(fact, coding)
        if judgement is not None:
            who.setdefault(coding.copy, coding.analyst)
            by_report[document][coding.copy][fact] = judgement
    labels = _labels(who)
    for document, coders in by_report.items():
        if len(coders) > 1:
            yield from match(document, {labels[copy]: found for copy, found in coders.items()})


def _labels(who: dict[str, str]) -> dict[str, str]:
    """Analysts' names; two copies of one analyst are told apart."""
    names = list(who.values())
    return {
        copy: name if names.count(name) == 1 and name else f"{name} {copy[:4]}".strip() for copy, name in who.items()
    }


def judged(fact: int, coding: Coding) -> Judgement | None:
    """What a coding says of a fact; None where it decides nothing (a tag, a note)."""
    decided = coding.says.get(DECISION, (coding.base or {}).get(DECISION))
    if decided not in ("kept", "rejected") or not any(a == DECISION or a in AREAS["fact"] for a in coding.says):
        return None
    if set(coding.says) <= {"note"}:
        return None
    seen = {**(coding.base or {}), **coding.says}
    values: dict[str, Any] = {}
    for area, columns in AREAS["fact"].items():
        values |= dict(zip(columns, seen[area], strict=True))
    for name in ("base_value", "base_value_high"):
        values[name] = _plain(values[name])  # 10.8 and 10.80 are one value
    values["added"] = coding.base is None
    values["name"] = values["canonical"] or values["indicator"]
    return Judgement(decided == "kept", fact, coding.at, values)


def match(document: int, coders: dict[str, dict[int, Judgement]]) -> list[Unit]:
    """The units of a report that several coded: judgements of one fact, and additions that cover one another.

    Each judgement goes into one unit. Additions of different people are the same unit when their places overlap; the
    one that covers more goes first. Who coded the report and did not mark an addition did not find it.
    """
    units: list[dict[str, Judgement]] = []
    by_fact: dict[int, dict[str, Judgement]] = {}
    for coder, found in coders.items():
        for fact, judgement in found.items():
            if fact not in by_fact:
                by_fact[fact] = {}
                units.append(by_fact[fact])
            by_fact[fact][coder] = judgement
    # Additions have no proposal that brings them together: each is judged by its maker alone.
    alone = [u for u in units if len(u) == 1 and next(iter(u.values())).kept]
    overlaps = sorted(
        (-_overlap(a, b), n, m) for n, a in enumerate(alone) for m, b in enumerate(alone[:n]) if a.keys() != b.keys()
    )
    gone: set[int] = set()
    for shared, n, m in overlaps:
        if shared < 0 and n not in gone and not alone[n].keys() & alone[m].keys() and m not in gone:
            alone[m].update(alone[n])
            gone.add(n)
    dropped = {id(alone[n]) for n in gone}
    made = []
    for unit in units:
        if id(unit) in dropped:
            continue
        first = next(iter(unit.values()))
        added = all(_added(j) for j in unit.values())
        whole = {c: unit.get(c, Judgement(False)) for c in coders} if added else unit
        if len(whole) > 1:
            made.append(Unit(document, first.values["start"], first.values["end"], whole))
    return sorted(made, key=lambda u: (u.start, u.end))


def _overlap(one: dict[str, Judgement], other: dict[str, Judgement]) -> int:
    a, b = (next(iter(u.values())).values for u in (one, other))
    return max(0, min(int(a["end"]), int(b["end"])) - max(int(a["start"]), int(b["start"])))


def _added(judgement: Judgement) -> bool:
    return bool(judgement.values.get("added"))


def _plain(number: str | None) -> str | None:
    return None if number is None else format(Decimal(number).normalize(), "f")


def account(store: Store) -> dict[str, Any]:
    """The whole as plain values, for `duidu agreement --format json`."""
    found = agreement(store)
    names = {listing.id: listing.name for listing in store.documents()}
    return {
        "analysts": list(found.coders),
        "reports": [names[document] for document in found.documents],
        "units": sum(1 for unit in found.units if unit.kept),
        "fields": [row.row() for row in found.rows],
        **{
            f"by_{kind}": [
                {kind: key, "fields": [row.row() for row in rows]}
                for (k, key), rows in found.groups.items()
                if k == kind
            ]
            for kind in ("pair", "indicator", "month")
        },
        "disagreements": [
            {
                "report": names[d.unit.document],
                "fact": d.unit.fact,
                "start": d.unit.start,
                "end": d.unit.end,
                "field": d.field,
                "answers": {c: list(v) if isinstance(v, tuple) else v for c, v in d.answers.items()},
            }
            for d in found.disagreements
        ],
    }
