"""The vocabulary: canonical indicators with their synonyms, and units with dimension and scale.

Built from resources/lexicon (tab-separated, so that it loads in milliseconds and opens in a spreadsheet). An
analyst's own indicators and units are laid over it with `Lexicon.extended`; nothing here is changed in place.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from core.units import Unit, builtin_units, rows

__all__ = ["Indicator", "Lexicon", "Synonym", "Unit", "builtin_units"]


@dataclass(frozen=True, slots=True)
class Synonym:
    """One name of an indicator and the years in which reports used it; None where unknown."""

    name: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A canonical indicator.

    `name` is what stands in `Fact.canonical`; `polarity` +1 when more is better, -1 when less is, 0 neither;
    `dimension` of the usual unit (see units.tsv); `measure` the usual one (level, change, both); `nbs` the
    National Bureau of Statistics' term; `exclude` words that, beside a synonym, make it another indicator.
    """

    id: str
    name: str
    english: str
    group: str
    dimension: str
    polarity: int
    measure: str
    nbs: str = ""
    synonyms: tuple[Synonym, ...] = ()
    exclude: tuple[str, ...] = ()


def _year(text: str) -> int | None:
    return int(text) if text else None


# Groups whose short names (信访案件, 审批时限) say of what only with the words around them.
_LOCAL_GROUPS = frozenset({"治理", "市场", "教育", "城建", "卫生", "民生", "文化", "资源环境", "数字"})


@dataclass(frozen=True)
class Lexicon:
    """Indicators and units together; a value, cheap to pass to another process."""

    indicators: tuple[Indicator, ...]
    units: Mapping[str, Unit] = field(default_factory=dict)

    @classmethod
    @cache
    def load(cls) -> Lexicon:
        """The built-in vocabulary, read once."""
        synonyms: dict[str, list[Synonym]] = {}
        for key, name, first, last in rows("synonyms.tsv"):
            synonyms.setdefault(key, []).append(Synonym(name, _year(first), _year(last)))
        indicators = []
        for key, name, english, group, dimension, polarity, measure, nbs, exclude in rows("indicators.tsv"):
            known = synonyms.get(key, [])
            names = known if any(s.name == name for s in known) else [Synonym(name), *known]
            indicators.append(
                Indicator(
                    key, name, english, group, dimension, int(polarity), measure, nbs, tuple(names),
                    tuple(exclude.split()),
                )
            )  # fmt: skip
        return cls(tuple(indicators), builtin_units())

    def extended(self, indicators: Iterable[Indicator] = (), units: Iterable[Unit] = ()) -> Lexicon:
        """This vocabulary with an analyst's entries over it; one of the same name replaces the built-in one."""
        mine = {i.name: i for i in indicators}
        kept = tuple(mine.pop(i.name, i) for i in self.indicators)
        return Lexicon((*kept, *mine.values()), {**self.units, **{u.name: u for u in units}})

    @cached_property
    def by_name(self) -> Mapping[str, Indicator]:
        """Indicators by canonical name."""
        return {i.name: i for i in self.indicators}

    def names(self, name: str) -> frozenset[str]:
        """All names of the indicator called `name`, in capitals; its name alone where the vocabulary has none."""
        return self._names.get(name) or frozenset({name.upper()})

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        return {i.name: frozenset({i.name.upper(), *(s.name.upper() for s in i.synonyms)}) for i in self.indicators}

    @cached_property
    def by_synonym(self) -> Mapping[str, Indicator]:
        """Indicators by every name; where two share one, the earlier in the file has it."""
        return {name: indicators[0] for name, indicators in self.sharing.items()}

    @cached_property
    def sharing(self) -> Mapping[str, tuple[Indicator, ...]]:
        """All indicators that share a name, in the order of the file."""
        found: dict[str, list[Indicator]] = {}
        for indicator in self.indicators:
            for synonym in indicator.synonyms:
                found.setdefault(synonym.name.upper(), []).append(indicator)
        return {name: tuple(indicators) for name, indicators in found.items()}

    @cached_property
    def known(self) -> frozenset[str]:
        """Names that need nothing in front of them; short ones only where they are figures of the whole place."""
        return frozenset(
            name
            for name, indicators in self.sharing.items()
            if len(name) >= 5 or indicators[0].group not in _LOCAL_GROUPS
        )

    @cached_property
    def _lengths(self) -> Mapping[str, tuple[int, ...]]:
        """How long the names are that begin with two characters, longest first."""
        table: dict[str, set[int]] = {}
        for name in self.by_synonym:
            table.setdefault(name[:2], set()).add(len(name))
        return {key: tuple(sorted(lengths, reverse=True)) for key, lengths in table.items()}

    def names_in(self, text: str) -> list[tuple[int, str]]:
        """Names of indicators in a short text as (position, name in capitals): longest first, no overlaps."""
        upper = text.upper()
        names, lengths = self.by_synonym, self._lengths
        found = []
        end = 0
        for at, pair in enumerate(map(operator.add, upper, upper[1:])):
            if pair in lengths and at >= end:
                for length in lengths[pair]:
                    name = upper[at : at + length]
                    if name in names:
                        found.append((at, name))
                        end = at + len(name)
                        break
        return found

    def complete(self, typed: str, limit: int = 20) -> list[str]:
        """Canonical names for what an analyst has typed: it is or begins the name or a synonym, then is in either."""
        wanted = typed.strip().upper()
        if not wanted:
            return [i.name for i in self.indicators[:limit]]
        ranked: dict[str, int] = {}
        for indicator in self.indicators:
            name = indicator.name.upper()
            others = [s.name.upper() for s in indicator.synonyms]
            if name.startswith(wanted) or wanted in others:
                rank = 0
            elif any(other.startswith(wanted) for other in others):
                rank = 1
            elif wanted in name:
                rank = 2
            elif any(wanted in other for other in others):
                rank = 3
            elif _letters_in_order(wanted, name):
                rank = 4
            elif wanted in indicator.english.upper():
                rank = 5
            else:
                continue
            ranked[indicator.name] = rank
        return sorted(ranked, key=ranked.__getitem__)[:limit]

    def dimension(self, unit: str) -> str:
        """The dimension of a unit, "" when unknown; 万 and 亿 in front are overlooked, of a/b that of a counts."""
        found = self.units.get(unit) or self.units.get(unit.lstrip("十百千万亿"))
        if found is None and "/" in unit:
            return self.dimension(unit.split("/", 1)[0])
        return found.dimension if found else ""


def _letters_in_order(wanted: str, name: str) -> bool:
    rest = iter(name)
    return all(c in rest for c in wanted)
