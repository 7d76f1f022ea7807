"""The rules that find likely errors. Each is a generator over the claims of one region, or over all regions.

A rule says what it looked at, so that its reason can be read; whether it is kept was decided by reading what it found
in hundreds of reports (resources/help/en/checks.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from statistics import median
from typing import Any

from core.checking.claims import Book, Claim
from core.checking.findings import Finding, Limit, Rule, Values, finding, like, main
from core.figures import short

# Growth of these is measured in constant prices: it need not follow the amounts of two years closely.
REAL = re.compile(r"生产总值|增加值|工业总产值|人均.*收入|农业总产值|^GDP")


# 同口径增长8.56%: the report itself says that the amounts are not to be compared as they stand.
SAME_TERMS = re.compile(r"口径|可比|剔除|扣除|同类")


def growth(book: Book, limit: Values) -> Iterator[Finding]:
    """Level × growth against last year's level."""
    for name in sorted(book.names()):
        for year in book.years(name, "growth"):
            rates = [
                c for c in book.about(name, "growth", year) if not c.loose and not SAME_TERMS.search(c.before + c.after)
            ]
            now = [c for c in main(book.about(name, "level", year), year) if not c.loose]
            before = [c for c in main(book.about(name, "level", year - 1), year - 1) if not c.loose]
            pairs = [
                (a, b)
                for a in now
                for b in before
                if a.family == b.family and b.amount > 0 and not (a.added or b.added)
            ]
            if not rates or not pairs or pairs[0][0].family == "ratio":
                continue
            room = limit["real"] if REAL.search(name) else limit["points"]
            found = [(100 * (a.amount / b.amount - 1), a, b) for a, b in pairs]
            off = {rate: min((abs(made - rate.amount), a, b, made) for made, a, b in found) for rate in rates}
            rate, (gap, one, other, made) = min(off.items(), key=lambda item: item[1][0])
            rough = 50 * (one.size / one.amount + other.size / other.amount) if one.amount else 0
            if gap > room + rough:
                yield finding(
                    "growth", rate, (one, other), weight=gap, now=one.quantity, before=other.quantity, made=made,
                    last=year - 1,
                )  # fmt: skip


def direction(book: Book, limit: Values) -> Iterator[Finding]:
    """Growth and direction in conflict: called an increase where the amounts fell."""
    for name in sorted(book.names()):
        for year in book.years(name, "growth"):
            rates = [
                c for c in book.about(name, "growth", year) if c.amount and not SAME_TERMS.search(c.before + c.after)
            ]
            now = main(book.about(name, "level", year), year)
            before = main(book.about(name, "level", year - 1), year - 1)
            pairs = [
                (a, b)
                for a in now
                for b in before
                if a.family == b.family != "ratio" and b.amount > 0 and a.amount > 0 and not (a.added or b.added)
            ]
            if not rates or not pairs or len({c.amount > 0 for c in rates}) > 1:
                continue
            made = [100 * (a.amount / b.amount - 1) for a, b in pairs]
            up = rates[0].amount > 0
            if all(change < -limit["points"] if up else change > limit["points"] for change in made):
                one, other = pairs[0]
                yield finding(
                    "direction", rates[0], (one, other), reason="direction_up" if up else "direction_down",
                    weight=50 + abs(made[0]), now=one.quantity, before=other.quantity, last=year - 1, made=made[0],
                )  # fmt: skip


SECTORS = (r"第一产业(?:增加值)?", r"第二产业(?:增加值)?", r"第三产业(?:增加值)?")
# A part that cannot be more than the whole. Not taxes and revenue: 辖区税收 also holds what goes to the state.
WITHIN = (("出口总额", "进出口总额"),)
BETWEEN = ("农村居民人均可支配收入", "全体居民人均可支配收入", "城镇居民人均可支配收入")


def parts(book: Book, limit: Values) -> Iterator[Finding]:
    """Parts against their total, within one report."""
    for claims in book.by_document.values():
        levels: dict[tuple[str, int | None, bool], list[Claim]] = defaultdict(list)
        for item in claims:
            if item.kind == "level" and item.year is not None:
                levels[item.name, item.year, item.aimed].append(item)
        for (name, year, aimed), totals in levels.items():
            total = totals[0]
            if name == "地区生产总值":
                same = [
                    c for c in claims if c.kind == "level" and c.year == year and c.aimed == aimed and c.family == "元"
                ]
                sectors = [[c for c in same if re.fullmatch(pattern, c.indicator)] for pattern in SECTORS]
                if all(sectors):
                    each = [group[0] for group in sectors]
                    made = sum(c.amount for c in each)
                    room = max(limit["percent"] / 100 * total.amount, 2 * max(c.size for c in (*each, total)))
                    if abs(made - total.amount) > room:
                        yield finding(
                            "parts", total, each, weight=60, sum=f"{short(made / 1e8)}亿元",
                            parts=" + ".join(c.quantity for c in each),
                        )  # fmt: skip
            for part, whole in WITHIN:
                if name == whole and (found := levels.get((part, year, aimed))):
                    item = found[0]
                    if (
                        all(
                            c.amount > t.amount * (1 + limit["percent"] / 100)
                            for c in found
                            for t in totals
                            if c.family == t.family
                        )
                        and item.family == total.family
                    ):
                        yield finding(
                            "parts", item, (total,), reason="parts_within", weight=60, whole=whole, total=total.quantity
                        )
            if name == BETWEEN[1]:
                low, high = (levels.get((n, year, aimed)) for n in (BETWEEN[0], BETWEEN[2]))
                if low and high and not low[0].amount < total.amount < high[0].amount:
                    yield finding(
                        "parts", total, (low[0], high[0]), reason="parts_between", weight=60, low=low[0].quantity,
                        high=high[0].quantity,
                    )  # fmt: skip


SHARE = re.compile(r"(?:率|比重|占比|比例|覆盖面|强度)$")
BEYOND = re.compile(
    r"完成|开工|竣工|达产|产销|负债|杠杆|回报|收益|周转|利润|增长|增速|贡献|保护率|指数|拨备|利用率|强度|自给"
    r"|参保|接种|计划"  # measured by residents or by a plan, and so often above 100 %
)


def rate(book: Book, limit: Values) -> Iterator[Finding]:
    """A share or rate below 0 or above 100 %."""
    for item in book.claims:
        if item.row.measure != "level" or item.row.base_unit != "%":
            continue
        known = book.lexicon.by_name.get(item.row.canonical)
        share = SHARE.search(item.indicator) or (known is not None and known.dimension.split("/")[0] == "ratio")
        if (
            share
            and not BEYOND.search(item.indicator + item.before[-8:])
            and not 0 <= item.amount <= 100 + limit["over"]
        ):
            yield finding("rate", item, weight=70)


# Money, people and weight are stated for the whole region year after year; what is counted in pieces, metres or
# square metres (保障性住房, 管网改造) is now this year's work, now all there is, and swings by itself.
STEADY = frozenset({"元", "people", "mass"})
COUNTED = 10
LARGEST = 10


def slip(book: Book, limit: Values) -> Iterator[Finding]:
    """A value far from the region's own other years: 万 for 亿 and the like."""
    for name, history in book.histories().items():
        if name not in book.lexicon.by_name:  # 投入, 公园: names that stand for another thing every year
            continue
        named = {year: main((c for c in items if c.row.canonical), year) for year, items in history.items()}
        values = {year: items for year, items in named.items() if items}
        for year, items in sorted(values.items()):
            item = items[0]
            against = [
                c
                for y, others in values.items()
                if 0 < abs(y - year) <= 5
                for c in others[:1]
                if c.added == item.added and c.family == item.family
            ]
            near = [c.amount for c in against if c.amount > 0]
            if len(near) < 2 or item.amount <= 0 or item.family == "ratio":
                continue
            usual = median(near)
            times = max(item.amount / usual, usual / item.amount)
            # The others must agree among themselves, or it is not clear who is out of line.
            least = limit["times"] * (1 if item.family in STEADY else COUNTED)
            if times > least and max(near) / min(near) < limit["times"]:
                yield finding(
                    "slip", item, against[:4], weight=40 + min(times, 1e4) / 100, times=times,
                    usual=like(usual, against), reason="slip_high" if item.amount > usual else "slip_low",
                )  # fmt: skip


def peers(book: Book, limit: Values) -> Iterator[Finding]:
    """A value far from that of all other regions of the same level."""
    groups: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for item in book.claims:
        if item.comparable:
            groups[item.name, item.level, item.family].append(item)
    for (_, _, unit), items in groups.items():
        if unit == "ratio" or len({c.region for c in items}) < 8:
            continue
        usual = median(c.amount for c in items)
        for item in items:
            times = max(item.amount / usual, usual / item.amount)
            # One region may be a hundred times as large as the middle one (深圳's trade); 万 for 亿 is ten thousand.
            least = limit["times"] * (1 if unit in STEADY else COUNTED) * (LARGEST if item.amount > usual else 1)
            if times > least:
                yield finding(
                    "peers", item, reason="peers_high" if item.amount > usual else "peers_low",
                    weight=30 + min(times, 1e4) / 100, times=times, count=len({c.region for c in items}),
                )  # fmt: skip


OLD = re.compile(r"(?:从|由|自)[^，、从由]{0,12}$")
# 42项民生实事完成38项; 确保增长6%、力争8%: two things, rightly told apart.
APART = re.compile(r"(?:完成|办结|力争|争取|冲刺)(?:了|达|增长)?$")
ALL = re.compile(r"(?:累计|总数|总量|总计|合计|总规模)[^，、]{0,4}$")


def twice(book: Book, _limit: Values) -> Iterator[Finding]:
    """The same fact stated twice in a report with different values."""
    for claims in book.by_document.values():
        groups: dict[tuple[Any, ...], list[Claim]] = defaultdict(list)
        for item in claims:
            row = item.row
            # 其中 gives a part; pieces added (新增学位) are told school by school.
            piece = "其中" in item.before or (item.added and item.family not in STEADY)
            if row.canonical and item.year is not None and item.kind != "other" and not item.loose and not piece:
                key = (
                    row.canonical,
                    item.indicator,
                    item.kind,
                    item.aimed,
                    item.year,
                    row.base_unit,
                    item.added,
                    ALL.search(item.before) is None,
                )
                groups[key].append(item)
        for items in groups.values():
            first = items[0]
            other = next((item for item in items[1:] if not item.agrees(first)), None)
            if other is None or (first.quantity in other.before and APART.search(other.before)):
                continue
            if OLD.search(first.before):  # 从2836亿元增长到8036亿元
                yield finding("twice", first, (other,), reason="twice_from", weight=45, other=other.quantity)
            elif OLD.search(other.before):
                yield finding("twice", other, (first,), reason="twice_from", weight=45, other=first.quantity)
            else:
                yield finding("twice", other, (first,), weight=45, other=first.quantity)


def review(book: Book, _limit: Values) -> Iterator[Finding]:
    """A target in the part that looks back."""
    for item in book.claims:
        if item.aimed and item.part in ("review", "review_term") and item.report is not None:
            end = item.row.period_end
            if end is not None and end < item.report:
                yield finding("review", item, weight=20)


def unit(book: Book, _limit: Values) -> Iterator[Finding]:
    """A unit that does not fit the indicator."""
    for item in book.claims:
        known = book.lexicon.by_name.get(item.row.canonical)
        if known is None or item.row.measure != "level" or not known.dimension:
            continue
        fits = {"元" if d == "money" else d for d in known.dimension.split("/")}
        mine = item.family if item.family not in book.lexicon.units or item.family == "元" else "元"
        if mine not in fits and book.lexicon.dimension(item.row.base_unit) not in known.dimension.split("/"):
            yield finding("unit", item, weight=35, unit=item.row.unit)


def period(book: Book, _limit: Values) -> Iterator[Finding]:
    """Achieved in a year that the report cannot know of yet."""
    for item in book.claims:
        end = item.row.period_end
        if item.aimed or end is None or item.report is None:
            continue
        if end > item.report:  # in the report's own year it may be so: some are given in autumn
            yield finding("period", item, weight=55, report=item.report)


def outcome(book: Book, limit: Values) -> Iterator[Finding]:
    """Last year's target against this year's outcome."""
    for name in sorted(book.names() & book.lexicon.by_name.keys()):
        for year in book.years(name, "growth", aimed=True):
            aims = [c for c in book.about(name, "growth", year, aimed=True) if c.report == year]
            got = [c for c in book.about(name, "growth", year) if c.report == year + 1]
            if aims and got:
                gap, item, goal = min((abs(a.amount - g.amount), g, a) for a in aims for g in got)
                if gap > limit["points"]:
                    yield finding("outcome", item, (goal,), weight=gap, goal=goal.quantity)
        for year in book.years(name, "level", aimed=True):
            aims = [c for c in book.about(name, "level", year, aimed=True) if c.report == year and c.amount > 0]
            got = [c for c in book.about(name, "level", year) if c.report == year + 1 and c.amount > 0]
            pairs = [
                (max(a.amount / g.amount, g.amount / a.amount), g, a)
                for a in aims
                for g in got
                if a.family == g.family == "元"
            ]
            if pairs:
                times, item, goal = min(pairs)
                if times > limit["times"]:
                    yield finding(
                        "outcome",
                        item,
                        (goal,),
                        reason="outcome_level",
                        weight=30 + times,
                        goal=goal.quantity,
                        times=times,
                    )


def total(book: Book, limit: Values) -> Iterator[Finding]:
    """A total over several years against the sum of the years."""
    for item in book.claims:
        start, end = item.row.period_start, item.row.period_end
        if item.row.measure != "level" or item.aimed or start is None or end is None or not 1 <= end - start <= 5:
            continue
        if item.family == "ratio" or item.loose or not item.own:
            continue
        years = [main(book.about(item.name, "level", year), year) for year in range(start, end + 1)]
        if not all(years):
            continue
        each = [group[0] for group in years]
        if any(c.family != item.family or not c.own for c in each):
            continue
        made = sum(c.amount for c in each)
        # What is counted at a moment (a network's length) is as large in the last year as "over the years".
        if made and abs(item.amount - made) / made > limit["percent"] / 100 and item.amount > 1.2 * each[-1].amount:
            yield finding("total", item, each, weight=35, sum=like(made, each), years=f"{start}–{end}")


RULES: tuple[Rule, ...] = (
    Rule("growth", growth, (Limit("points", 8, 0.5, 50), Limit("real", 15, 1, 50))),
    Rule("direction", direction, (Limit("points", 5, 0, 50),)),
    Rule("parts", parts, (Limit("percent", 2, 0.1, 20),)),
    Rule("rate", rate, (Limit("over", 0, 0, 100),)),
    Rule("slip", slip, (Limit("times", 10, 2, 1000, 0),)),
    Rule("peers", peers, (Limit("times", 100, 5, 100000, 0),), across=True),
    Rule("twice", twice),
    Rule("review", review),
    Rule("unit", unit),
    Rule("period", period),
    Rule("outcome", outcome, (Limit("points", 50, 1, 200), Limit("times", 5, 1.5, 100))),
    Rule("total", total, (Limit("percent", 10, 1, 100),)),
)
