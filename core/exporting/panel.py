"""The panel as a dataset: observations (long), and one row a region-year with a group of columns an indicator (wide).

Which fact stands for a cell is decided by core.panel, as in the matrix; its value is taken from the fact itself and
stays an exact decimal, in the one unit of its indicator. Aspects: level, growth (over the year before), target (a level
aimed at), aim (a growth aimed at). A figure in another kind of unit than its indicator's is left out and told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from core.exporting.columns import Column, Row
from core.facts import Bound, Direction, Fact, Measure, State, Status
from core.figures import Scale, factor, family
from core.lexicon import Unit
from core.messages import catalogue, text
from core.panel import Panel

if TYPE_CHECKING:
    from core.exporting.datasets import Dataset
    from core.panel import Region
    from core.store import Listing

ASPECTS = ("level", "growth", "target", "aim")
# Why an observation has no value; labelled missing values of a data package.
MISSING = {"absent": "NA_absent", "unreviewed": "NA_todo", "missing": "NA_none"}
REASONS = {code: reason for reason, code in MISSING.items()}  # as the states of cells have it
RATIO = Scale("%", 1.0)


class Source(NamedTuple):
    """What an observation keeps of its fact: a large panel has a million of them, whole facts would take gigabytes."""

    id: int
    document: int
    start: int
    end: int
    bound: Bound
    state: State
    status: Status


@dataclass(frozen=True, slots=True)
class Observation:
    """One value, or the reason why there is none (`missing`, a value of MISSING).

    `value` is the number as the report has it, on the indicator's scale; of a range the lower end. `low` and `high` are
    what it means: 6%以上 is low 6 without high, 左右 both the same. `state` is the fact's, or "conflict".
    """

    region: Region
    year: int
    indicator: str
    aspect: str
    unit: str
    fact: Source | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    state: str = ""
    missing: str = ""


@dataclass
class Panels:
    """The chosen facts as a panel."""

    dataset: Dataset
    panel: Panel = field(init=False)
    odd: int = 0  # figures left out for their unit
    conflicts: int = 0
    cells: int = 0
    machine: int = 0  # cells whose value nobody has confirmed
    absent: int = 0  # cells of which somebody recorded that the reports say nothing

    def __post_init__(self) -> None:
        self.dataset.count()
        self.dataset.panels = self
        chosen = self.dataset.marks
        self.panel = Panel(self.dataset.store, self.dataset.lexicon, lambda row: row.fact in chosen)

    @cached_property
    def observations(self) -> list[Observation]:
        """All observations: regions by code, years rising, indicators in the vocabulary's order, then ASPECTS."""
        within = getattr(self.dataset.chosen, "within", lambda _year: True)
        found = []
        for number, name in enumerate(self.panel.indicators):
            self.panel.forget()  # one indicator at a time: a large project's panel has millions of cells
            scale = self.panel.scale(number)
            cells = [(r, y, c) for r, y, c in self.panel.series(number) if within(y)]
            facts = self.dataset.store.many(
                {p.fact for _, _, cell in cells for p in cell if p is not None}, reasons=False
            )
            series: set[tuple[int, str]] = set()
            known: set[tuple[int, int, str]] = set()
            for region, year, cell in cells:
                for aspect, part in zip(ASPECTS, cell, strict=True):
                    if part is None:
                        continue
                    made = self._made(region, year, name, aspect, facts[part.fact], scale, part.conflicting)
                    if made is not None:
                        series.add((region, aspect))
                        known.add((region, year, aspect))
                        found.append((region, year, number, made))
            for region, year, aspect, reason in self._holes(number, series, known):
                if within(year):
                    self.absent += reason == MISSING["absent"]
                    unit = scale.label if aspect in ("level", "target") else "%"
                    made = Observation(self.panel.regions[region], year, name, aspect, unit, missing=reason)
                    found.append((region, year, number, made))
        found.sort(key=lambda f: (f[0], f[1], f[2], ASPECTS.index(f[3].aspect)))
        return [made for *_, made in found]

    def _made(
        self, region: int, year: int, name: str, aspect: str, fact: Fact, scale: Scale, conflicting: bool
    ) -> Observation | None:
        units = self.panel.lexicon.units
        aimed = aspect in ("growth", "aim")
        on = RATIO if aimed else scale
        mine = "ratio" if fact.measure == Measure.CHANGE and fact.base_unit == "倍" else family(fact.base_unit, units)
        if fact.base_value is None:  # recorded in words: 高于全省平均 has no place among numbers
            return None
        if mine != ("ratio" if aimed else family(factor(scale.label, units)[1], units)):
            self.odd += 1
            return None
        value = _on(fact, fact.base_value, on, units)
        high = None if fact.base_value_high is None else _on(fact, fact.base_value_high, on, units)
        low: Decimal | None = value
        if fact.direction == Direction.DOWN and high is not None:
            value, low, high = high, high, value
        down = fact.direction == Direction.DOWN  # 下降3%以上 is at most −3
        if fact.bound == (Bound.LE if down else Bound.GE):
            high = None
        elif fact.bound == (Bound.GE if down else Bound.LE):
            low, high = None, value
        elif fact.bound != Bound.RANGE:
            high = value
        state = "conflict" if conflicting else fact.state.value
        self.cells += 1
        self.conflicts += conflicting
        self.machine += fact.state == State.PROPOSED
        where = self.panel.regions[region]
        source = Source(fact.id, fact.document, fact.start, fact.end, fact.bound, fact.state, fact.status)
        return Observation(where, year, name, aspect, on.label, source, value, low, high, state)

    def _holes(
        self, number: int, series: set[tuple[int, str]], known: set[tuple[int, int, str]]
    ) -> Iterator[tuple[int, int, str, str]]:
        """Why a series has no value in a year: only where it has one in another, or where that was recorded."""
        name = self.panel.indicators[number]
        where = {d: n for n, region in enumerate(self.panel.regions) for ids in region.reports.values() for d in ids}
        told = {
            (where[d], year, aspect) for d, ind, year, aspect in self.dataset.absences if ind == name and d in where
        }
        for region, year, aspect in sorted(told - known):
            yield region, year, aspect, MISSING["absent"]
        counts = self.dataset.store.counts()
        for region, aspect in sorted(series):
            for year in self.panel.years:
                if (region, year, aspect) in known or (region, year, aspect) in told:
                    continue
                if aspect == "aim" and (region, year, "target") in told:  # most targets are growth rates
                    yield region, year, aspect, MISSING["absent"]
                    continue
                view = "target" if aspect in ("target", "aim") else aspect
                reports = self.panel.reports(region, year, view)
                if reports:
                    open_ = any(counts.get(d, {}).get("proposed") for d in reports)
                    yield region, year, aspect, MISSING["unreviewed" if open_ else "missing"]

    # -- wide ---------------------------------------------------------------------------------------------------------

    def identity(self, name: str) -> str:
        """The indicator's id in the vocabulary; its name where it has none."""
        known = self.dataset.lexicon.by_name.get(name)
        return known.id if known is not None and known.id else name

    @cached_property
    def wide(self) -> tuple[list[Column], list[Row]]:
        """The columns that hold anything, and one row a region-year."""
        rows: dict[tuple[str, int], Row] = {}
        filled: dict[str, Column] = {}
        listings = {listing.id: listing for listing in self.dataset.store.documents()}
        observed = {(e.region.path, e.year) for e in self.observations if e.fact or e.missing == MISSING["absent"]}
        for each in self.observations:
            if (each.region.path, each.year) not in observed:
                continue  # a year of which nothing is known yet makes no row
            row = rows.setdefault((each.region.path, each.year), self._head(each, listings))
            for column, value in self._cells(each):
                row[column.key] = value
                filled.setdefault(column.key, column)
        order = defaultdict(int, {name: n for n, name in enumerate(self.panel.indicators)})
        groups = sorted(filled.values(), key=lambda c: (order[c.title.partition("\x1f")[0]], c.about[1]))
        columns = [*HEAD, *(_named(column) for column in groups)]
        # A qualifier that only ever says “=” says nothing.
        dull = {
            c.key
            for c in columns
            if c.key.endswith("_qualifier") and {r.get(c.key) for r in rows.values()} <= {None, "eq"}
        }
        columns = [column for column in columns if column.key not in dull]
        keys = [column.key for column in columns]
        return columns, [{key: row.get(key) for key in keys} for row in rows.values()]

    def _head(self, each: Observation, listings: dict[int, Listing]) -> Row:
        reports = each.region.reports
        return {
            "region": each.region.path,
            "region_code": each.region.code,
            "year": each.year,
            "report_targets": "; ".join(listings[d].name for d in reports.get(each.year, ())) or None,
            "report_results": "; ".join(listings[d].name for d in reports.get(each.year + 1, ())) or None,
        }

    def _cells(self, each: Observation) -> Iterator[tuple[Column, object]]:
        """The columns of an observation; one without a value has a state alone, which says why."""
        fact = each.fact
        name = self.identity(each.indicator) + {"level": "", "growth": "_growth", "target": "_target",
                                                 "aim": "_target_growth"}[each.aspect]  # fmt: skip
        number = ASPECTS.index(each.aspect)
        parts: list[tuple[str, str, object]] = [("", "number", each.value)]
        if each.aspect in ("target", "aim"):
            parts = [("low", "number", each.low), ("high", "number", each.high)]
        parts += [
            ("qualifier", "text", fact.bound.value if fact else None),
            ("state", "text", each.state or REASONS[each.missing]),
            ("fact", "integer", fact.id if fact else None),
        ]
        for place, (part, kind, value) in enumerate(parts):
            key = f"{name}_{part}" if part else name
            # The title carries what it is made of until the columns are put in order.
            made = f"{each.indicator}\x1f{each.aspect}\x1f{part}\x1f{each.unit}"
            codes = {"qualifier": "bound", "state": "panel_state"}.get(part, "")
            yield (
                Column(key, kind, 17 if part == "fact" else 12, made, ("", f"{number}{place}"), f"{name}_fact", codes),
                value,
            )


HEAD = (
    Column("region", width=24),
    Column("region_code", width=11),
    Column("year", "integer", 7),
    Column("report_targets", width=28),
    Column("report_results", width=28),
)


def _named(column: Column) -> Column:
    """A column of the wide panel with its heading and its line in the codebook."""
    indicator, aspect, part, unit = column.title.split("\x1f")
    words = {}
    for language in ("zh", "en"):
        # The level is the indicator itself.
        kind = "" if aspect == "level" else catalogue()[f"aspect.{aspect}"][language]
        said = [kind, catalogue()[f"panel_part.{part or 'value'}"][language]]
        words[language] = (said, f"（{unit}）" if language == "zh" else f" ({unit})")
    numeric = column.kind == "number" and unit
    title = indicator + "·".join(["", *(w for w in words["zh"][0] if w)]) + (words["zh"][1] if numeric else "")
    about = tuple(
        indicator + ("，" if n == "zh" else ", ") + ("，" if n == "zh" else ", ").join(w for w in words[n][0] if w)
        + (words[n][1] if numeric else "")
        for n in ("zh", "en")
    )  # fmt: skip
    fact = "" if part == "fact" or column.kind != "number" else column.fact
    return Column(column.key, column.kind, column.width, title, (about[0], about[1]), fact, column.codes)


def _on(fact: Fact, base: Decimal, scale: Scale, units: Mapping[str, Unit]) -> Decimal:
    """A base value on a scale, exactly; a decrease is negative, 2.4倍 as a growth is 240 %."""
    times, bare = factor(fact.base_unit, units)
    if bare == "倍" and fact.measure == Measure.CHANGE:
        times = 100.0
    value = base * Decimal(repr(times)) / Decimal(repr(scale.factor))
    if fact.direction == Direction.DOWN:
        value = -value
    return Decimal(format(value.normalize(), "f"))


def notices(panels: Panels) -> tuple[str, ...]:
    """What a person should know of this panel."""
    told = []
    if panels.odd:
        told.append(text("export.odd_units", count=panels.odd))
    if panels.conflicts:
        told.append(text("export.conflicts", count=panels.conflicts))
    return tuple(told)
