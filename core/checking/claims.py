"""What the checks look at: facts with their region, report and part, brought to base units and sorted for look-up."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from core.figures import ADDED, COLUMNS, Row, agree, based, family
from core.lexicon import Lexicon
from core.rows import unpack_structure
from core.store import Store

AROUND = 40  # characters of the text kept with a claim
STOP = re.compile(r"[。；！？\n]")
TOTAL = re.compile(r"(?:总数|总量|累计|达到?|共|增至|增加到|突破|超过?|规模)[约近超]*$")


class Claim(NamedTuple):
    """A fact as the rules see it. `amount` is in base units, a decrease negative; `size` that of its last digit.

    `part` is the function of the passage (core.documents.Part), `report` the year whose plan the report sets out.
    """

    row: Row
    quantity: str
    region: str
    level: str
    report: int | None
    part: str
    amount: float
    size: float
    family: str
    own: bool = True  # called by a name of the standard indicator itself, not by that of a part of it
    before: str = ""  # the words up to the quantity, within its sentence
    after: str = ""

    @property
    def fact(self) -> int:
        """The fact's id."""
        return self.row.fact

    @property
    def indicator(self) -> str:
        """The name in the text."""
        return self.row.indicator

    @property
    def name(self) -> str:
        """What it is about: the standard indicator, else the name in the text."""
        return self.row.canonical or self.indicator

    @property
    def year(self) -> int | None:
        """The year, for a claim about a single one."""
        start, end = self.row.period_start, self.row.period_end
        return end if start is None or start == end else None

    @property
    def comparable(self) -> bool:
        """True for what is held against other regions: the amount of a standard indicator in one year."""
        return bool(self.row.canonical) and self.kind == "level" and self.year is not None and self.amount > 0

    @property
    def aimed(self) -> bool:
        """True for a target."""
        return self.row.status == "target"

    @property
    def added(self) -> bool:
        """True for what came in during the year (新增84家), which is not the amount at its end (总量达1080家)."""
        if TOTAL.search(self.before):
            return False
        return bool(ADDED.match(self.row.action) or ADDED.search(self.before[-len(self.indicator) - 6 :]))

    @property
    def loose(self) -> bool:
        """True where the value is only a bound or about right."""
        return self.row.bound != "eq"

    @property
    def kind(self) -> str:
        """level, growth (against last year, in percent), or other."""
        if self.row.measure == "level":
            return "level"
        if self.row.measure == "change" and self.row.basis in ("", "yoy") and self.row.base_unit in ("%", "‰"):
            return "growth"
        return "other"

    def agrees(self, other: Claim) -> bool:
        """True when the two values may be the same, one being rounded more."""
        return agree((self.amount, self.size, self.loose), (other.amount, other.size, other.loose))


def claim(row: Row, about: Mapping[str, Any], lexicon: Lexicon) -> Claim:
    """A claim from a row; `about` holds quantity, region, level, report, part and more."""
    amount, _, size = based(row, lexicon.units)
    own = not row.canonical or row.indicator.upper() in lexicon.names(row.canonical)
    return Claim(row, amount=amount, size=size, family=family(row.base_unit, lexicon.units), own=own, **about)


class Book:
    """The claims of one region, or of a whole project, by what is asked of them."""

    def __init__(self, claims: Iterable[Claim], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.claims = tuple(claims)
        self._by: dict[tuple[str, str, bool, int], list[Claim]] = defaultdict(list)
        self._years: dict[tuple[str, str, bool], set[int]] = defaultdict(set)
        self.by_document: dict[int, list[Claim]] = defaultdict(list)
        for item in self.claims:
            self.by_document[item.row.document].append(item)
            if item.year is not None and item.kind != "other":
                self._by[item.name, item.kind, item.aimed, item.year].append(item)
                self._years[item.name, item.kind, item.aimed].add(item.year)

    def about(self, name: str, kind: str, year: int, *, aimed: bool = False) -> list[Claim]:
        """The claims on an indicator for a single year; kind "level" or "growth"."""
        return self._by.get((name, kind, aimed, year), [])

    def names(self) -> set[str]:
        """All indicators of which something is said for a single year."""
        return {key[0] for key in self._by}

    def years(self, name: str, kind: str, *, aimed: bool = False) -> list[int]:
        """The years of which there is a claim, rising."""
        return sorted(self._years.get((name, kind, aimed), ()))

    def histories(self) -> dict[str, dict[int, list[Claim]]]:
        """Name → year → levels that were achieved."""
        found: dict[str, dict[int, list[Claim]]] = defaultdict(dict)
        for (name, kind, aimed, year), items in self._by.items():
            if kind == "level" and not aimed:
                found[name][year] = items
        return found


def read(store: Store, lexicon: Lexicon, regions: Iterable[str] | None = None) -> dict[str, list[Claim]]:
    """The claims of a project by region, of all or some; rejected facts and facts without a number are left out."""
    wanted = None if regions is None else set(regions)
    listings = {
        d.id: d for d in store.documents() if wanted is None or (d.region or d.title or d.name) in wanted
    }  # fmt: skip
    found: dict[str, list[Claim]] = defaultdict(list)
    for document, listing in listings.items():
        text, parts = _content(store, document)
        rows = store.select(
            f'SELECT {COLUMNS}, f.quantity, f."end" FROM fact f WHERE f.document = ?'
            " AND f.state <> 'rejected' AND f.number IS NOT NULL AND f.measure <> 'rank' ORDER BY f.start",
            (document,),
        )
        region = listing.region or listing.title or listing.name
        for *values, quantity, end in rows:
            row = Row(*values)
            part = next((name for start, end, name in parts if start <= row.start < end), "other")
            about = {
                "quantity": quantity, "region": region, "level": listing.level,
                "report": listing.year, "part": part,
                "before": STOP.split(text[max(0, row.start - AROUND) : row.start])[-1],
                "after": STOP.split(text[end : end + AROUND])[0],
            }  # fmt: skip
            found[region].append(claim(row, about, lexicon))
    return found


def _content(store: Store, document: int) -> tuple[str, list[tuple[int, int, str]]]:
    """The text, and its sections, the innermost first, so that the first that holds a place is the right one."""
    found = store.select("SELECT text, structure FROM content WHERE document = ?", (document,))
    if not found:
        return "", []
    text, packed = found[0]
    sections = unpack_structure(json.dumps({**json.loads(packed), "paragraphs": [], "sentences": []})).sections
    return text, [(s.start, s.end, s.part.value) for s in sorted(sections, key=lambda s: s.start - s.end, reverse=True)]
