"""What an analyst is likely to want next: indicator names, standard indicators, units, periods, ranked.

Without Qt. Sources, best first: the report at hand, the project, the vocabulary. Every function returns a few
suggestions at once; none looks further than the facts it is given, so that typing stays quick.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from core.documents import Document
from core.facts import Basis, Bound, Direction, Fact, Measure
from core.lexicon import Lexicon
from core.messages import text
from core.numbers import Quantity, chinese_value, parse
from core.panel import occurring
from core.store import Store
from gui.initials import initials, matches
from gui.wording import grouped, period_text, plain, plan_name, value_text, written

NEIGHBOURS = 8
KEPT_NAMES = 3000
MOST = 12  # a list longer than this is read more slowly than one more letter is typed
SCALED = ("元", "美元", "人", "户", "亩", "吨", "平方米", "千瓦", "千瓦时", "立方米", "人次", "斤", "公斤")
COMMON_UNITS = (
    "亿元",
    "万元",
    "元",
    "%",
    "个百分点",
    "个",
    "人",
    "万人",
    "户",
    "亩",
    "万亩",
    "公里",
    "平方米",
    "吨",
    "家",
    "倍",
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of a completion list: what is put in, what stands beside it, and what else it settles."""

    text: str
    aside: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


class Vocabulary:
    """The lexicon and the names already in use, asked by what has been typed so far.

    `own` gives the indicators that the analysts of the project made beside those of the lexicon.
    """

    def __init__(self, lexicon: Lexicon, own: Callable[[], Iterable[str]] = tuple) -> None:
        self.lexicon = lexicon
        self.own = own
        self._initials = {indicator.name: initials(indicator.name) for indicator in lexicon.indicators}

    def canonical(self, name: str) -> str:
        """The standard indicator that a name is a word for; "" where the vocabulary has none."""
        found = self.lexicon.by_synonym.get(name.strip().upper())
        return found.name if found else ""

    def knows(self, canonical: str) -> bool:
        """True for the name of a standard indicator, or of one that the project made its own."""
        return canonical in self.lexicon.by_name or canonical in self.own()

    def indicators(
        self, typed: str, near: Iterable[Fact], project: Iterable[str] = (), *, at: int | None = None
    ) -> list[Suggestion]:
        """Names that hold or begin with what is typed: of the report first, then the project, then the vocabulary.

        For nothing typed, the names of the facts nearest to the place `at`: a wrong name is often a neighbour's.
        """
        found: dict[str, Suggestion] = {}
        said = typed.strip()
        near = tuple(near)
        if not said and at is not None:
            for fact in sorted(near, key=lambda f: abs(f.start - at)):
                if fact.indicator and len(found) < NEIGHBOURS:
                    fields = {"canonical": fact.canonical}
                    found.setdefault(fact.indicator, Suggestion(fact.indicator, text("card.from_report"), fields))
            return list(found.values())
        counted = Counter(f.indicator for f in near if f.indicator)
        standard = {f.indicator: f.canonical for f in near if f.canonical}
        spelled = said.isascii()
        if said:
            for name, _ in counted.most_common():
                if name != said and (matches(said, initials(name)) if spelled else said in name):
                    canonical = standard.get(name, "") or self.canonical(name)
                    found.setdefault(name, Suggestion(name, text("card.from_report"), {"canonical": canonical}))
            for name in project:
                if name != said and (matches(said, initials(name)) if spelled else said in name):
                    fields = {"canonical": self.canonical(name)}
                    found.setdefault(name, Suggestion(name, text("card.from_project"), fields))
        for name in self.complete(said):
            found.setdefault(name, Suggestion(name, text("card.from_vocabulary"), {"canonical": self.canonical(name)}))
        best = sorted(found.values(), key=lambda s: self._near(said, s.text)) if said else list(found.values())
        return best[:MOST]

    def _near(self, said: str, name: str) -> tuple[int, int]:
        """What was typed begins the name or another name of it (GDP, short ones first), then its pinyin initials."""
        if name.startswith(said):
            return 0, 0
        if not said.isascii():
            return 2, 0
        indicator = self.lexicon.by_name.get(name)
        others = [s.name for s in indicator.synonyms] if indicator is not None else []
        if begun := [len(other) for other in others if other.upper().startswith(said.upper())]:
            return 0, min(begun)
        return (1 if matches(said, initials(name)[: len(said)]) else 2), 0

    def standards(self, typed: str) -> list[Suggestion]:
        """Standard indicators by characters or pinyin initials, the project's own first; all for nothing typed."""
        said = typed.strip()
        own = [
            Suggestion(name, text("card.own"))
            for name in self.own()
            if said in name or (said.isascii() and matches(said, initials(name)))
        ]
        if not said:
            return [*own, *(Suggestion(indicator.name) for indicator in self.lexicon.indicators)]
        return [*own, *(Suggestion(name) for name in self.complete(said))][:MOST]

    def complete(self, typed: str) -> list[str]:
        """Standard indicators by characters, pinyin initials or English, in this order."""
        if not typed:
            return []
        spelled = (
            [name for name, letters in self._initials.items() if matches(typed, letters)] if typed.isascii() else []
        )
        return list(dict.fromkeys((*spelled, *self.lexicon.complete(typed))))


def units(fact: Fact, near: Iterable[Fact]) -> list[str]:
    """Units by likelihood: the fact's own, those of the same indicator, those of the same kind, the common ones."""
    facts = list(near)
    same = Counter(f.unit for f in facts if f.unit and f.indicator == fact.indicator)
    kind = Counter(f.unit for f in facts if f.unit and f.measure is fact.measure)
    ranked = [
        written(fact)[1],
        *(u for u, _ in same.most_common(3)),
        *(u for u, _ in kind.most_common(5)),
        *COMMON_UNITS,
    ]
    return [unit for unit in dict.fromkeys(ranked) if unit and unit != "rank"]


def values(typed: str, fact: Fact, near: Iterable[Fact]) -> list[Suggestion]:
    """A bare number completed by likely units: 28.6 → 28.6亿元, 28.6%, …; a whole amount said in another scale.

    For nothing typed, the fact's own number with the other likely units: a wrong unit is put right by one choice.
    """
    said = typed.strip()
    if not said:
        if fact.value is None or fact.measure is Measure.RANK:
            return []
        number, own = written(fact)
        others = [unit for unit in units(fact, near) if unit != own][:6]
        return [*_scaled(value_text(fact)), *_read(f"{plain(number)}{unit}" for unit in others)]
    if scaled := _scaled(said):
        return scaled
    found = re.fullmatch(r"([约近]?\d[\d,.]*(?:\s*[-–—－~～至]\s*\d[\d,.]*)?)\s*(\D{0,3})", said)
    if not found:
        return []
    number, begun = found[1], found[2]
    offered = [f"{number}{unit}" for unit in units(fact, near) if unit.startswith(begun) and unit != begun]
    return _read(offered[:8])


def _read(offered: Iterable[str]) -> list[Suggestion]:
    read = [(whole, parse(whole)) for whole in offered]
    return [Suggestion(whole, _base(quantity)) for whole, quantity in read if quantity is not None]


def _scaled(said: str) -> list[Suggestion]:
    """The same amount in 万 or 亿 where that is shorter: 12000万元 → 1.2亿元."""
    quantity = parse(said)
    if quantity is None or quantity.base_value is None or quantity.bound is not Bound.EQ or quantity.kind != "number":
        return []
    made = []
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        number = quantity.base_value / scale
        written = f"{plain(number)}{name}{quantity.base_unit}"
        # Four digits before the point and two after are read at a glance; beyond that the scale is the wrong one.
        if 1 <= abs(number) < 10**4 and number == round(number, 2) and written != said and quantity.base_unit in SCALED:
            made.append(Suggestion(written, text("card.same_amount")))
    return made[:1]


def _base(quantity: Quantity) -> str:
    if quantity.base_value is None or quantity.base_value == quantity.value:
        return ""
    return f"{grouped(quantity.base_value)}{quantity.base_unit}"


# A fact that is recorded without a number.
WORDED: dict[str, Any] = {
    "value": None, "unit": "", "base_value": None, "base_value_high": None, "base_unit": "", "bound": Bound.EQ,
}  # fmt: skip


def value_fields(typed: str, fact: Fact) -> dict[str, Any] | None:
    """The fields that a typed value sets, those that differ from the fact's only; None when it can't be read.

    A bare number keeps the fact's unit and bound: 30 for 28.6亿元以上 is 30亿元以上. Nothing typed leaves the fact in
    its words alone.
    """
    said = typed.strip()
    if not said:
        return {name: value for name, value in WORDED.items() if getattr(fact, name) != value}
    quantity = None
    rank = re.fullmatch(r"(第?)\s*(\d+|[一二三四五六七八九十百]+)\s*([名位]?)", said)
    # 第3 alone is a place in an order only where the words around say so; typed on purpose it is one.
    if rank and (rank[1] or fact.measure is Measure.RANK):
        place = Decimal(rank[2]) if rank[2].isdecimal() else chinese_value(rank[2])
        unit = rank[3] or (fact.unit if fact.measure is Measure.RANK else "")
        return _differing(fact, Quantity(0, len(said), said, place, unit, place, "rank", kind="rank"), unit=unit)
    if re.fullmatch(r"[+-]?\d[\d,]*(\.\d+)?", said) and (unit := written(fact)[1]):
        quantity = parse(said + unit)
        if quantity is not None and fact.bound is not Bound.RANGE:
            quantity = replace(quantity, bound=fact.bound)
    quantity = quantity or parse(said)
    if quantity is None or quantity.value is None:
        return None
    return _differing(fact, quantity, unit=quantity.unit)


def _differing(fact: Fact, quantity: Quantity, *, unit: str) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "value": quantity.value,
        "unit": unit,
        "base_value": quantity.base_value,
        "base_value_high": quantity.base_value_high,
        "base_unit": quantity.base_unit,
        "bound": quantity.bound,
    }
    if quantity.kind == "flat":
        basis = Basis.YOY if fact.basis is Basis.NONE else fact.basis
        wanted |= {"measure": Measure.CHANGE, "direction": Direction.FLAT, "basis": basis}
    elif (quantity.base_unit == "rank") != (fact.measure is Measure.RANK):
        wanted["measure"] = Measure.RANK if quantity.base_unit == "rank" else Measure.LEVEL
        wanted |= {"direction": Direction.NONE, "basis": Basis.NONE}
    return {name: value for name, value in wanted.items() if getattr(fact, name) != value}


def periods(fact: Fact, document: Document | None, near: Iterable[Fact]) -> list[tuple[int, int]]:
    """Likely periods, best first: the machine's, the section's, last year and this, the plans around them."""
    likely: list[tuple[int | None, int | None]] = [(fact.period_start, fact.period_end)]
    if document is not None:
        section = document.structure.section_at(fact.start)
        if section is not None:
            likely.append((section.period_start, section.period_end))
        if (year := document.metadata.year) is not None:
            likely += [(year - 1, year - 1), (year, year)]
            for inside in (year - 1, year):
                start = inside - (inside - 1966) % 5
                likely.append((start, start + 4))
            likely.append((year - 5, year - 1))
    used = Counter((f.period_start, f.period_end) for f in near if f.period_start is not None)
    likely += [period for period, _ in used.most_common(4)]
    whole = [(start, end) for start, end in likely if start is not None and end is not None]
    return list(dict.fromkeys(whole))[:6]


def period_label(start: int, end: int) -> str:
    """What stands on the chip of a likely period: 2020, or 十三五 2016–2020."""
    name = plan_name(start, end)
    return f"{name} {period_text(start, end)}" if name else period_text(start, end)


def core_span(name: str, fact: Fact, document: Document | None) -> tuple[int | None, int | None]:
    """Where a new indicator name stands in the fact's sentence, nearest before the quantity; (None, None) if nowhere.

    The old place stays when the new name still contains its characters.
    """
    if document is None:
        return fact.indicator_start, fact.indicator_end
    sentence = document.structure.sentence_at(fact.start)
    words = document.text[sentence.start : sentence.end]
    if name and (at := words.rfind(name, 0, max(fact.start - sentence.start, 0))) >= 0:
        return sentence.start + at, sentence.start + at + len(name)
    if name and (at := words.find(name)) >= 0:
        return sentence.start + at, sentence.start + at + len(name)
    if fact.indicator_start is not None and fact.indicator_end is not None:
        old = document.text[fact.indicator_start : fact.indicator_end]
        if old and old in name:
            return fact.indicator_start, fact.indicator_end
    return None, None


def core_fields(name: str, fact: Fact, document: Document | None) -> dict[str, Any]:
    """The fields for a new indicator name: where it stands, and its further pieces where it still has their words."""
    start, end = core_span(name, fact, document)
    fields: dict[str, Any] = {"indicator": name, "indicator_start": start, "indicator_end": end}
    if fact.indicator_pieces:
        same = document is not None and fact.core == (start, end)
        kept = same and all(span.of(document.text) in name for span in fact.indicator_pieces if document)
        fields["indicator_pieces"] = fact.indicator_pieces if kept else ()
    return fields


class ProjectNames:
    """The indicator names that people have settled on in the project, asked for once and kept."""

    def __init__(self, store: Callable[[], Store]) -> None:
        self._store = store
        self._names: list[str] | None = None
        self._standard: list[str] | None = None

    def __call__(self) -> list[str]:
        """The names, most used first."""
        if self._names is None:
            rows = self._store().select(
                "SELECT indicator FROM fact WHERE state IN ('accepted', 'corrected', 'added') AND indicator <> ''"
                " GROUP BY indicator ORDER BY count(*) DESC LIMIT ?",
                (KEPT_NAMES,),
            )
            self._names = [row[0] for row in rows]
        return self._names

    def own(self, lexicon: Lexicon) -> list[str]:
        """The indicators of the project that the lexicon does not have, by name."""
        if self._standard is None:
            self._standard = sorted(occurring(self._store()))
        return [name for name in self._standard if name not in lexicon.by_name]

    def forget(self) -> None:
        """Ask again next time."""
        self._names = self._standard = None


def same_value(typed: str, fact: Fact) -> bool:
    """True when what is typed is what the card already shows."""
    return typed.strip() == value_text(fact)
