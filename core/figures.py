"""Figures of the panel: facts about one indicator brought to one unit, and what they agree on.

Values are floats here: they are compared and drawn, never exported. A figure leads to the facts that it stands for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from core.lexicon import Unit

PREFIXES = {"十": 10.0, "百": 100.0, "千": 1e3, "万": 1e4, "亿": 1e8}
# Units of money are never turned into one another: the rate of the day is not in the report.
MONEY = "money"
# Words of counting that measure something of their own: 4栋 are not 4套, 20个 projects of housing no 20套 homes.
APART = {"套": "套", "间": "间", "栋": "栋", "幢": "栋", "类": "类", "批": "批", "批次": "批"}
LOOSE = 0.1  # a bound or 约 agrees with an exact value within a tenth of it
NEAR = 40  # characters between the two figures of 从……到……
_PREFIXED = re.compile(r"[十百千万亿]+(?=.)")

# 新增国高企业84家，总量达1080家: what was added in the year is not the amount at its end.
ADDED = re.compile(r"新增|新建|新认定|新引进|新培育|新设|净增|增加|引进|培育|新")

KEPT = ("accepted", "corrected", "added")


class Row(NamedTuple):
    """The columns of a fact that the panel reads; `number` and `number_high` are the base values."""

    fact: int
    document: int
    canonical: str
    period_start: int | None
    period_end: int | None
    measure: str
    direction: str
    basis: str
    status: str
    bound: str
    number: float | None
    number_high: float | None
    value: str | None
    unit: str
    base_unit: str
    state: str
    confidence: float
    start: int
    action: str
    indicator: str


COLUMNS = ", ".join(
    f"f.{name}" for name in ("id", "document", *(n for n in Row._fields if n not in ("fact", "document")))
)


class Figure(NamedTuple):
    """One value of a cell. `value` is in `unit` (a base unit such as 元, or %); a decrease is negative.

    `facts` are all that speak for it or against it, (document, fact), the chosen one first; `values` the number of
    different values among them, more than one being a conflict.
    """

    value: float
    high: float | None
    unit: str
    bound: str
    status: str
    state: str
    fact: int
    document: int
    values: int
    facts: tuple[tuple[int, int], ...]

    @property
    def conflicting(self) -> bool:
        """True when the reports give different values and nobody has decided."""
        return self.values > 1


class Scale(NamedTuple):
    """The one unit in which an indicator is shown: `label` as it is written (亿元), `factor` base units in one."""

    label: str
    factor: float

    def shown(self, value: float) -> str:
        """A base value on this scale, as short as its size allows: 105, 6.53, 0.042."""
        return short(value / self.factor)


def short(number: float) -> str:
    """At most two decimals from 1 up, three significant digits below, thousands set apart."""
    size = abs(number)
    if size and size < 1:
        text = f"{number:.3g}"
        return text if "e" not in text else f"{number:.6f}".rstrip("0")
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def factor(unit: str, units: Mapping[str, Unit]) -> tuple[float, str]:
    """How many base units one `unit` is, and its bare name: 万亩 → (6666670.0, 亩), 亿元 → (1e8, 元)."""
    if unit in units:
        return _scale(units[unit]), unit
    if found := _PREFIXED.match(unit):
        times = 1.0
        for prefix in found.group():
            times *= PREFIXES[prefix]
        bare = unit[found.end() :]
        return times * (_scale(units[bare]) if bare in units else 1.0), bare
    return 1.0, unit


def family(unit: str, units: Mapping[str, Unit]) -> str:
    """What may be compared: the dimension; currencies and those APART each for itself, unknown units by their name."""
    known = units.get(unit)
    if known is None:
        return unit
    if known.dimension == MONEY:
        return "元" if known.scale == 1 else unit
    return APART.get(unit, known.dimension)


def apart(found: str, label: str) -> bool:
    """True for a figure counted in any other word (20个 projects) under a label such as 套, which it does not fit."""
    return found == "count" and any(label.endswith(word) for word in APART)


def _scale(unit: Unit) -> float:
    return 1.0 if unit.dimension in (MONEY, "count") else unit.scale


def based(row: Row, units: Mapping[str, Unit]) -> tuple[float, float | None, float]:
    """Value, upper value and the size of the last written digit, all in the base unit of the row's family."""
    times, bare = factor(row.base_unit, units)
    if bare == "倍" and row.measure == "change":
        times = 100.0
    number = (row.number or 0.0) * times
    high = None if row.number_high is None else row.number_high * times
    written = abs(float(row.value)) if row.value not in (None, "") else 0.0
    step = 10.0 ** -len((row.value or "").partition(".")[2])
    size = step * (abs(number) / written if written else times)
    if row.direction == "down":
        number, high = -number, None if high is None else -high
    return number, high, size


def agree(one: tuple[float, float, bool], other: tuple[float, float, bool]) -> bool:
    """True when two values (number, size of the last digit, loose) may be the same, one being rounded more."""
    near = 0.5 * max(one[1], other[1]) * 1.0001 + 1e-9 * abs(one[0])
    if one[2] or other[2]:
        near = max(near, LOOSE * max(abs(one[0]), abs(other[0])))
    return abs(one[0] - other[0]) <= near


def figure(
    rows: Sequence[Row],
    units: Mapping[str, Unit],
    wanted: Container[str],
    reviews: Iterable[int],
    names: Container[str] = (),
) -> Figure | None:
    """What the rows of one cell come to; None for none.

    `wanted` holds the indicator's families of units, empty where unknown: rows in others are left to the checks. What a
    person stands behind outweighs proposals; the report that `reviews` the year outweighs later mentions. `names` are
    the indicator's own, in capitals: beside 固定资产投资, what 重点区域固定资产投资 comes to is no second value.
    """
    if not rows:
        return None
    if len(rows) == 1:  # nearly always
        row = rows[0]
        number, high, _ = based(row, units)
        unit = "ratio" if row.measure == "change" and row.base_unit == "倍" else family(row.base_unit, units)
        own = ((row.document, row.fact),)
        return Figure(number, high, unit, row.bound, row.status, row.state, row.fact, row.document, 1, own)
    # 增长2.4倍 is a growth of 240 %.
    families = ["ratio" if r.measure == "change" and r.base_unit == "倍" else family(r.base_unit, units) for r in rows]
    chosen = Counter([found for found in families if found in wanted] or families).most_common(1)[0][0]
    fitting = [row for row, found in zip(rows, families, strict=True) if found == chosen]
    if len({bool(ADDED.match(row.action)) for row in fitting}) > 1:
        fitting = [row for row in fitting if not ADDED.match(row.action)]
    judged = [row for row in fitting if row.state in KEPT] or fitting
    # 从3725亿元增至4754亿元: the former is of an earlier year and no second value of this one.
    judged = [row for row in judged if not any(_from(row, other) for other in judged)]
    judged = [row for row in judged if row.indicator.upper() in names] or judged
    near = frozenset(reviews)
    order = sorted(judged, key=lambda r: (r.document not in near, r.bound != "eq", -r.confidence, r.start))
    first = order[0]
    values: list[tuple[float, float, bool]] = []
    for row in order:
        number, _, size = based(row, units)
        mine = (number, size, row.bound != "eq")
        if not any(agree(mine, known) for known in values):
            values.append(mine)
    number, high, _ = based(first, units)
    rest = [*(row for row in order if row is not first), *(row for row in fitting if row not in order)]
    return Figure(
        number, high, chosen, first.bound, first.status, first.state, first.fact, first.document, len(values),
        ((first.document, first.fact), *((row.document, row.fact) for row in rest)),
    )  # fmt: skip


def _from(row: Row, other: Row) -> bool:
    """True for the former of “从3725亿元增至4754亿元”, which is of an earlier year than the sentence is about."""
    near = row.document == other.document and 0 < other.start - row.start <= NEAR
    return near and row.action == other.action and row.action in ("从", "由", "自")


def scale(written: Iterable[tuple[str, str]], units: Mapping[str, Unit]) -> Scale:
    """The scale for an indicator: the unit in which reports mostly write it. `written` gives unit and base unit.

    万亿元 is brought down to 亿元, so that provinces and counties stand in one column.
    """
    counted = Counter(unit for unit, _ in written if unit)
    if not counted:
        return Scale("", 1.0)
    label = counted.most_common(1)[0][0]
    if label.startswith("万亿"):
        label = label[1:]
    return Scale(label, factor(label, units)[0])
