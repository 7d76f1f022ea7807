"""The panel: region × year × indicator, each cell with level, growth and target, made from the facts of a project.

Read in blocks and only where it is looked at: 4,000 reports hold some 600,000 facts with a standard indicator, and
reading them all takes seconds; a screen of cells takes milliseconds through the index on indicator and report.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.edits import Touched
from core.facts import Fact
from core.figures import APART, COLUMNS, KEPT, Figure, Row, Scale, family, figure, scale
from core.lexicon import Lexicon
from core.store import Listing, Store

ASPECTS = ("level", "growth", "target")
VIEWS = ("level", "growth", "both", "target")  # what a cell shows; "both" is the growth beside the level
# What an empty cell can mean, and what a full one can; all eight are told apart by sign and word, not by colour.
STATES = ("proposed", "accepted", "corrected", "conflict", "missing", "unreviewed", "absent", "nothing")
WORK = ("missing", "conflict", "proposed", "unreviewed")  # what a work list can hold
# Regions and indicators of one block by what is held fixed: a block is read in 10 to 20 ms.
BLOCKS = {"indicator": (48, 1), "year": (16, 16), "region": (1, 48)}
KEPT_CELLS = 200_000  # some 200 MB at most; then the memory is emptied and filled again by what is looked at
SERIES = 256  # regions read at once for a series
SAMPLE = 100  # facts that decide the unit of an indicator


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the panel. `reports` maps the year whose plan a report sets out to the reports' ids."""

    path: str
    name: str
    code: str
    level: str = ""  # nation, province, prefecture, county, township
    reports: dict[int, tuple[int, ...]] = field(default_factory=dict)


class Cell(NamedTuple):
    """What the reports say of a region, a year and an indicator. `aim` is a target for the growth."""

    level: Figure | None = None
    growth: Figure | None = None
    target: Figure | None = None
    aim: Figure | None = None

    def figures(self, view: str) -> tuple[Figure | None, ...]:
        """The figures that a view shows, first the one that its state is taken from."""
        match view:
            case "level":
                return (self.level,)
            case "growth":
                return (self.growth,)
            case "both":
                return (self.level, self.growth)
        return (self.aim, self.growth) if self.by_growth else (self.target, self.level)

    @property
    def by_growth(self) -> bool:
        """True when target and outcome are growth rates, as most targets are."""
        return self.aim is not None or (self.target is None and self.growth is not None)

    @property
    def met(self) -> bool | None:
        """Whether the target was reached a year later; None where one of the two is not known."""
        goal, got = self.figures("target")
        if goal is None or got is None or goal.unit != got.unit:
            return None
        slack = 1e-9 * max(abs(goal.value), 1.0)
        if goal.bound == "le":
            return got.value <= goal.value + slack
        return got.value >= goal.value - slack

    @property
    def facts(self) -> tuple[tuple[int, int], ...]:
        """All facts of the cell, (document, fact), each once."""
        found = (pair for part in self if part is not None for pair in part.facts)
        return tuple(dict.fromkeys(found))


EMPTY = Cell()
# How cells are kept: as bare tuples, of which Python's collector lets go. As Cells, going through 60,000 of them took
# it 100 ms, in the midst of whatever the window was doing.
Bare = tuple[tuple[Any, ...] | None, ...]
RATIO = frozenset({"ratio"})
Place = tuple[int, int, int]  # region, year (as itself), indicator


class Panel:
    """The cells of a project; give it every Touched so that it stays true.

    `fixed` is the axis of which one item is looked at ("indicator", "year" or "region"): it shapes what is read ahead.
    """

    def __init__(self, store: Store, lexicon: Lexicon | None = None, keep: Callable[[Row], bool] | None = None) -> None:
        self.lexicon = lexicon or Lexicon.load()
        self._keep = keep  # only these facts make cells; an export holds what was chosen for it
        self.regions: tuple[Region, ...] = ()
        self.years: tuple[int, ...] = ()
        self.indicators: tuple[str, ...] = ()
        self.fixed = "indicator"
        self.use(store)

    def use(self, store: Store) -> None:
        """Read the axes of a project afresh."""
        self._store = store
        self._cells: dict[Place, Bare] = {}
        self._rows: dict[Place, list[Row]] = {}  # read, but not yet made into a cell
        self._loaded: set[tuple[int, int, int | None]] = set()  # region, indicator, year (None for all years)
        self._scales: dict[int, Scale] = {}
        self._listings: dict[int, Listing] = {listing.id: listing for listing in store.documents()}
        self.regions = _regions(self._listings.values())
        self._where = {d: n for n, r in enumerate(self.regions) for ids in r.reports.values() for d in ids}
        self.indicators = self._named()
        self._order = {name: n for n, name in enumerate(self.indicators)}
        reported = {year for region in self.regions for year in region.reports}
        # A report for 2021 reviews 2020 and sets targets for 2021.
        self.years = tuple(sorted({year - past for year in reported for past in (0, 1)}))
        self._absent = set(self._store.select("SELECT document, indicator, year, aspect FROM absence"))

    def cell(self, region: int, year: int, indicator: int) -> Cell:
        """A cell, read from the project where it is not known yet."""
        if (region, indicator, None) not in self._loaded and (region, indicator, year) not in self._loaded:
            tall, wide = BLOCKS[self.fixed]
            first, other = region - region % tall, indicator - indicator % wide
            self.load(range(first, first + tall), range(other, other + wide), year if self.fixed == "year" else None)
        place = (region, year, indicator)
        if rows := self._rows.pop(place, None):
            made = self._made(place, rows)
            self._cells[place] = tuple(None if part is None else tuple(part) for part in made)
            return made
        kept = self._cells.get(place)
        return EMPTY if kept is None else Cell._make(None if part is None else Figure._make(part) for part in kept)

    def load(self, regions: Iterable[int], indicators: Iterable[int], year: int | None = None) -> None:
        """Read the cells of these regions and indicators, for all years or for one; what is known is not read again."""
        if len(self._cells) + len(self._rows) > KEPT_CELLS:
            self.forget()
        self._read(regions, indicators, year)

    def _read(self, regions: Iterable[int], indicators: Iterable[int], year: int | None = None) -> None:
        columns = [i for i in indicators if i < len(self.indicators)]
        rows = [
            r for r in regions if r < len(self.regions)
            and any((r, i, None) not in self._loaded and (r, i, year) not in self._loaded for i in columns)
        ]  # fmt: skip
        if not rows or not columns:
            return
        documents = [d for r in rows for ids in self.regions[r].reports.values() for d in ids]
        # `removed` needs no look: only the reports that stand in the project are named.
        found = self._store.select(
            f"SELECT {COLUMNS} FROM fact f WHERE f.canonical <> '' AND f.canonical IN"
            " (SELECT value FROM json_each(?1)) AND f.document IN (SELECT value FROM json_each(?2))"
            + (" AND f.period_end IS NOT NULL" if year is None else " AND f.period_end = ?3")
            + " AND f.state <> 'rejected' AND f.number IS NOT NULL AND f.measure <> 'rank'"
            " AND (f.period_start IS NULL OR f.period_start = f.period_end)",
            (json.dumps([self.indicators[i] for i in columns]), json.dumps(documents))
            + (() if year is None else (year,)),
        )
        fresh = {(r, i) for r in rows for i in columns} - {(r, i) for r, i, y in self._loaded if y is None or y == year}
        held = {(r, i, y) for r, i, y in self._loaded if y is not None} if year is None else set()
        where, order = self._where, self._order
        for row in filter(self._keep, map(Row._make, found)) if self._keep else map(Row._make, found):
            region, indicator = where[row.document], order[row.canonical]
            assert row.period_end is not None
            place = (region, row.period_end, indicator)
            if (
                (region, indicator) in fresh
                and place not in self._cells
                and (region, indicator, row.period_end) not in held
            ):
                self._rows.setdefault(place, []).append(row)
        self._loaded.update((r, i, year) for r in rows for i in columns)

    def state(self, region: int, year: int, indicator: int, view: str) -> str:
        """What a cell is, one of STATES: decided by its first figure, or by why it is empty."""
        shown = [part for part in self.cell(region, year, indicator).figures(view) if part is not None]
        if not shown:
            return self._hole(region, year, indicator, view)
        if any(part.conflicting for part in shown):
            return "conflict"
        state = shown[0].state
        if view == "target" and self.cell(region, year, indicator).figures(view)[0] is None:
            return self._hole(region, year, indicator, view)
        return "accepted" if state == "added" else state

    def reports(self, region: int, year: int, view: str) -> tuple[int, ...]:
        """The reports that ought to fill the cell: targets stand in the year's own, results in the next."""
        return self.regions[region].reports.get(year if view == "target" else year + 1, ())

    def scale(self, indicator: int) -> Scale:
        """The one unit in which the levels of an indicator are shown."""
        if indicator not in self._scales:
            name = self.indicators[indicator]
            written = self._store.select(
                "SELECT unit, base_unit FROM fact WHERE canonical <> '' AND canonical = ? AND measure = 'level'"
                " AND state <> 'rejected' LIMIT ?",
                (name, SAMPLE),
            )
            wanted = self._wanted(name)
            fitting = [w for w in written if family(w[1], self.lexicon.units) in wanted] or written
            self._scales[indicator] = scale(fitting, self.lexicon.units)
        return self._scales[indicator]

    def series(self, indicator: int) -> Iterator[tuple[int, int, Cell]]:
        """Every cell of one indicator that holds anything: region, year, cell; regions in order, years rising."""
        # Memory is emptied here if at all: in the midst of loading, the first regions would be gone again.
        if len(self._cells) + len(self._rows) > KEPT_CELLS:
            self.forget()
        for first in range(0, len(self.regions), SERIES):
            self._read(range(first, first + SERIES), (indicator,))
        found = {(r, y) for known in (self._cells, self._rows) for r, y, i in known if i == indicator}
        for region, year in sorted(found):
            yield region, year, self.cell(region, year, indicator)

    def forget(self) -> None:
        """Let go of all cells, for those who walk through the whole panel once."""
        self._forget(None)

    def place(self, fact: Fact) -> Place | None:
        """The cell that a fact belongs to, by the last year of its period; None where the panel has no such cell."""
        listing = self._listings.get(fact.document)
        year = fact.period_end or (listing.year if listing else None)
        if fact.document not in self._where or fact.canonical not in self._order or year not in self.years:
            return None
        return self._where[fact.document], year, self._order[fact.canonical]

    def moves(self, touched: Touched) -> bool:
        """True when an act changes the axes: a report came or went, or an indicator is new."""
        if touched.kind == "open" or touched.documents:
            return True
        return bool({name for _, name in self._changed(touched) if name} - self._order.keys())

    def refresh(self, touched: Touched) -> None:
        """Take in what an act changed."""
        if self.moves(touched):
            self.use(self._store)
            return
        if touched.findings:
            self._absent = set(self._store.select("SELECT document, indicator, year, aspect FROM absence"))
        if touched.facts:
            self._forget({self._where[document] for document, _ in self._changed(touched) if document in self._where})
            self._listings = {listing.id: listing for listing in self._store.documents()}

    def _changed(self, touched: Touched) -> list[tuple[int, str]]:
        """Reports and standard indicators that an act was about."""
        changed = self._store.select(
            "SELECT DISTINCT document, canonical FROM fact WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(touched.facts)),),
        )
        if touched.focus:  # an addition taken back is in no table any more
            changed.append((touched.focus[0], ""))
        return changed

    def _forget(self, regions: set[int] | None) -> None:
        """Let go of what is known of some regions, or of all."""
        if regions is None:
            self._loaded, self._cells, self._rows = set(), {}, {}
            return
        self._loaded = {key for key in self._loaded if key[0] not in regions}
        self._cells = {place: cell for place, cell in self._cells.items() if place[0] not in regions}
        self._rows = {place: rows for place, rows in self._rows.items() if place[0] not in regions}

    def _made(self, place: Place, rows: list[Row]) -> Cell:
        region, year, indicator = place
        aspects: dict[str, list[Row]] = {}
        for row in rows:
            aspects.setdefault(_aspect(row), []).append(row)
        reports = self.regions[region].reports
        wanted, names = self._wanted(self.indicators[indicator]), self.lexicon.names(self.indicators[indicator])
        units = self.lexicon.units
        after, own = reports.get(year + 1, ()), reports.get(year, ())
        return Cell(
            figure(aspects.get("level", ()), units, wanted, after, names),
            figure(aspects.get("growth", ()), units, RATIO, after, names),
            figure(aspects.get("target", ()), units, wanted, own, names),
            figure(aspects.get("aim", ()), units, RATIO, own, names),
        )

    def _hole(self, region: int, year: int, indicator: int, view: str) -> str:
        reports = self.reports(region, year, view)
        if not reports:
            return "nothing"
        name = self.indicators[indicator]
        if any((d, name, year, aspect) in self._absent for d in reports for aspect in recorded(view)):
            return "absent"
        open_ = any(self._listings[d].counts.get("proposed") for d in reports if d in self._listings)
        return "unreviewed" if open_ else "missing"

    def _wanted(self, name: str) -> frozenset[str]:
        known = self.lexicon.by_name.get(name)
        if known is None:
            return frozenset()
        found = {"元" if dimension == "money" else dimension for dimension in known.dimension.split("/")}
        return frozenset(found | (set(APART.values()) if "count" in found else set()))

    def _named(self) -> tuple[str, ...]:
        """The standard indicators that occur, in the vocabulary's order, then the project's own."""
        names = occurring(self._store)
        known = [i.name for i in self.lexicon.indicators if i.name in names]
        return (*known, *sorted(names - set(known)))


def occurring(store: Store) -> set[str]:
    """The standard indicators that facts of a project have, those that its analysts made among them.

    A walk of the index, not of the facts.
    """
    found = store.select(
        "WITH RECURSIVE step(name) AS ("
        " SELECT min(canonical) FROM fact WHERE canonical <> '' UNION ALL"
        " SELECT (SELECT min(canonical) FROM fact WHERE canonical <> '' AND canonical > step.name) FROM step"
        " WHERE step.name IS NOT NULL) SELECT name FROM step WHERE name IS NOT NULL"
    )
    return {row[0] for row in found}


def recorded(view: str) -> tuple[str, ...]:
    """The aspects that a record of “not mentioned” in a view is about."""
    return ("level",) if view in ("level", "both") else (view,)


def work(
    panel: Panel, places: Sequence[Place], view: str, wanted: Iterable[str], start: int = 0
) -> Iterator[tuple[int, Place, str]]:
    """Walk places from `start` and give those whose state is wanted: number, place, state. Lazy: stop at will."""
    states = frozenset(wanted)
    for number in range(start, len(places)):
        region, year, indicator = places[number]
        state = panel.state(region, year, indicator, view)
        if state in states:
            yield number, places[number], state


def kept(cell: Cell, view: str) -> bool:
    """True when a person stands behind every figure that the view shows."""
    shown = [part for part in cell.figures(view) if part is not None]
    return bool(shown) and all(part.state in KEPT for part in shown)


def _aspect(row: Row) -> str:
    """level, growth, target or aim; "" for what no cell shows (averages over years, changes in other units)."""
    aimed = row.status == "target"
    if row.measure == "level":
        return "target" if aimed else "level"
    if row.basis in ("avg", "cum", "other") or row.base_unit not in ("%", "倍", "百分点", "‰"):
        return ""
    if row.base_unit == "百分点":
        return ""  # a change of a rate in points is no growth rate
    return "aim" if aimed else "growth"


def _regions(listings: Iterable[Listing]) -> tuple[Region, ...]:
    """The regions in the order of their codes; one whose place is not known stands for its report alone."""
    found: dict[str, dict[int, list[int]]] = {}
    codes: dict[str, str] = {}
    levels: dict[str, str] = {}
    for listing in listings:
        path = listing.region or listing.title or listing.name
        codes[path] = codes.get(path) or listing.region_code
        levels[path] = levels.get(path) or listing.level
        if listing.year is not None:
            found.setdefault(path, {}).setdefault(listing.year, []).append(listing.id)
        else:
            found.setdefault(path, {})
    names = defaultdict(list)
    for path in found:
        names[path.rsplit("/", 1)[-1]].append(path)
    return tuple(
        Region(
            path,
            _name(path, names),
            codes[path],
            levels[path],
            {y: tuple(ids) for y, ids in sorted(found[path].items())},
        )
        for path in sorted(found, key=lambda p: (codes[p] or "~", p))
    )


def _name(path: str, names: dict[str, list[str]]) -> str:
    """The last part of the path; with the one above where two regions share it (苏州市吴中区)."""
    parts = path.split("/")
    return parts[-1] if len(names[parts[-1]]) == 1 or len(parts) < 2 else "".join(parts[-2:])
