"""Which fact or passage of one report answers to one of another.

Reports of different places and years say the same things in another order; indicators and parts are what they share.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from core.documents import Document, Part, Section
from core.facts import Fact, State, Status


def same_indicator(fact: Fact, other: Fact) -> bool:
    """True when both are about one indicator: by canonical name where both have one, else by the name itself."""
    if fact.canonical or other.canonical:
        return fact.canonical == other.canonical
    return bool(fact.indicator) and fact.indicator == other.indicator


def nearest(fact: Fact, others: Iterable[Fact]) -> Fact | None:
    """The fact about the same indicator that is nearest in kind; None where there is none.

    Level or change weighs most (105亿元 is no answer to 5.5%), then target or not, then the basis, the unit, and
    whether it is about one year or several.
    """

    def likeness(other: Fact) -> tuple[int, float, int]:
        score = 8 * (other.measure is fact.measure)
        score += 4 * ((other.status is Status.TARGET) is (fact.status is Status.TARGET))
        score += 2 * (other.basis is fact.basis) + (other.base_unit == fact.base_unit)
        score += 2 * (years(other) == years(fact))
        return score, other.confidence, -other.start

    alike = [o for o in others if o.id != fact.id and o.state is not State.REJECTED and same_indicator(fact, o)]
    return max(alike, key=likeness, default=None)


def years(fact: Fact) -> int:
    """How many years a fact is about; 0 where unknown."""
    if fact.period_start is None or fact.period_end is None:
        return 0
    return fact.period_end - fact.period_start + 1


def counterpart(section: Section, document: Document, other: Document) -> Section | None:
    """The section of another report that does the same: same part, and of these the heading with most words shared."""
    wanted = set(section.title.of(document.text))

    def likeness(candidate: Section) -> tuple[float, bool, int]:
        theirs = set(candidate.title.of(other.text))
        shared = len(wanted & theirs) / len(wanted | theirs) if wanted and theirs else 0.0
        return shared, candidate.level == section.level, -candidate.start

    alike = [s for s in other.structure.sections if s.part is section.part]
    if not alike:
        return None
    best = max(alike, key=likeness)
    # Without a heading alike, the beginning of the part is the honest answer.
    return best if likeness(best)[0] >= 0.34 else min(alike, key=lambda s: s.start)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Matching places of two texts, rising in both; between them one text runs in proportion to the other."""

    here: tuple[float, ...]
    there: tuple[float, ...]

    def across(self, place: float) -> float:
        """The place in the other text."""
        index = min(max(bisect_right(self.here, place) - 1, 0), len(self.here) - 2)
        low, high = self.here[index], self.here[index + 1]
        share = (place - low) / (high - low) if high > low else 0.0
        return self.there[index] + share * (self.there[index + 1] - self.there[index])


def alignment(one: Document, other: Document, points: Iterable[tuple[int, int]] = ()) -> Alignment:
    """How two reports run side by side: by `points` set by hand, else by the parts that both have once each."""
    pairs = sorted(set(points)) or _parts(one, other)
    here, there = [0.0], [0.0]
    for a, b in pairs:
        if here[-1] < a < len(one.text) and there[-1] < b < len(other.text):
            here.append(float(a))
            there.append(float(b))
    return Alignment((*here, float(max(len(one.text), 1))), (*there, float(max(len(other.text), 1))))


def _parts(one: Document, other: Document) -> list[tuple[int, int]]:
    found = []
    mine, theirs = _first(one), _first(other)
    for part, start in mine.items():
        if part in theirs:
            found.append((start, theirs[part]))
    return sorted(found)


def _first(document: Document) -> dict[Part, int]:
    starts: dict[Part, int] = {}
    for section in document.structure.sections:
        if section.level <= 1 and section.part not in (Part.OTHER, Part.OPENING):
            starts.setdefault(section.part, section.start)
    return starts
