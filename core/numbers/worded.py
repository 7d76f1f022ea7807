"""Quantities in Chinese numerals and shares of a whole: 七千亩, 两万余人, 百分之五, 三分之一, 九成."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from core.facts import Bound
from core.numbers.quantity import ARABIC, PEOPLE, Quantity, bare_unit, decimal, qualify, unit_at
from core.numerals import DIGITS, SCALES, chinese_value

# Members under names of their own: each look-up on its class takes ten times as long in Python 3.11.
_EQ, _GE, _APPROX, _RANGE = Bound.EQ, Bound.GE, Bound.APPROX, Bound.RANGE
_CN = "[一二两三四五六七八九十百千万亿零〇几数]"
_WORDS = re.compile(rf"({_CN}+(?:点[一二三四五六七八九零〇]+)?)(余|多|来)?(万亿|亿|万)?(余|多)?")
_PERCENT_WORDS = re.compile(
    rf"([百千万])分之(?:({ARABIC})|({_CN}+(?:点[一二三四五六七八九零〇]+)?))(?:(?:至|到|[-—－~～])(?:百分之)?({_CN}+(?:点[一二三四五六七八九零〇]+)?))?"
)
_FRACTION = re.compile(r"([一二两三四五六七八九十]+|\d+)分之([一二两三四五六七八九十]+|\d+)")
TENTHS = re.compile(
    r"([一二两三四五六七八九]|\d(?:\.\d)?)(成半?)(?!为|立|功|员|果|效|长|就|熟|套|本|都|交|片|品|人|分|批|型)"
)
_OVER_STEP = re.compile(r"(?:跨越|迈上|站上|跨上|跃上|登上)$")
_PASSED = re.compile(r"(?:突破|超过?|跨越|迈上|站上|跨上|跃上|登上|逼近|达到?|破)$")


def worded(text: str, at: int, floor: int) -> tuple[Quantity | None, int]:
    """The quantity in Chinese numerals at `at`, and where to go on; `floor` ends the one before."""
    for pattern, read in ((_PERCENT_WORDS, _percent_words), (_FRACTION, _fraction), (TENTHS, tenths_of)):
        if (match := pattern.match(text, at)) is not None:
            return read(text, match, floor), match.end()
    match = _WORDS.match(text, at)
    assert match is not None
    numeral, vague, scale, vague_after = match.groups()
    before = text[at - 1 : at]
    if (before and before in "第每同统唯十") or (before == "上" and numeral[0] not in "百千万亿"):
        return None, match.end()
    unit = unit_at(text, match.end())
    if unit is None:
        if not (scale or numeral[-1] in "万亿"):
            return None, match.end()
        if PEOPLE.match(text, match.end()) is not None:
            name, dimension = "", "people"
        elif numeral.endswith("亿") and _PASSED.search(text, max(0, at - 4), at) is not None:
            name, dimension = "", "money"
        else:
            return None, match.end()
    else:
        name, dimension = unit[0], unit[1].dimension
    indefinite = numeral[0] in "几数" or numeral[-1] in "几数"
    worth = _indefinite(numeral) if indefinite else chinese_value(numeral)
    if worth is None:
        return None, match.end()
    start, stop, bound = qualify(text, at, match.end() + len(name), floor)
    if text[start:at] == "过" and worth * SCALES[scale or ""] < 10000:
        return None, match.end()
    if before == "上" and numeral[0] in "百千万亿" and text[at - 2 : at - 1] not in tuple("以迈站跨跃登"):
        start, bound = at - 1, _GE
    if (vague or vague_after) and bound in (_EQ, _APPROX):
        bound = _GE
    if indefinite and bound is _EQ:
        bound = _GE if numeral[0] == "数" or numeral[-1] == "几" else _APPROX
    factor = SCALES[scale or ""]
    bare = numeral.strip("十百千万亿") == ""
    if bare and bound is _EQ and _OVER_STEP.search(text, max(0, at - 4), at) is not None:
        bound = _GE  # 跨越千亿台阶
    if bound is _EQ:
        # Without a qualifier, words count only where they measure: 七千亩, not 百日, 万家 or 三个.
        if bare and dimension != "money":
            return None, match.end()
        if dimension in ("count", "time", "score", "energy") and not (len(numeral) > 2 and numeral[-1] in "百千万亿"):
            return None, match.end()
        if dimension == "people" and not numeral.endswith(("百", "千", "万", "亿")) and len(numeral) < 3:
            return None, match.end()
        if worth * factor < 10 and dimension not in ("multiple", "point"):
            return None, match.end()
    if bare and dimension == "money" and bound is _EQ and _PASSED.search(text, max(0, at - 4), at) is None:
        return None, match.end()
    value, written = worth, (scale or "") + name
    quantity = Quantity(
        start,
        stop,
        text[start:stop],
        value,
        written,
        worth * factor,
        bare_unit(name) or ("元" if dimension == "money" else "人"),
        None,
        bound,
        "words",
        at,
    )
    return quantity, stop


def _indefinite(numeral: str) -> Decimal | None:
    """几十 → 10, 数百万 → 1000000, 二十几 → 20: the least that is meant."""
    rest = numeral.strip("几数")
    return chinese_value(rest) if rest else None


def share_of(text: str, match: re.Match[str], floor: int, value: Decimal, unit: str) -> Quantity:
    """A share of a whole, in %, with the qualifiers that touch it."""
    start, stop, bound = qualify(text, match.start(), match.end(), floor)
    return Quantity(start, stop, text[start:stop], value, unit, value, "%", None, bound, "share", match.start())


def _percent_words(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    worth = decimal(match.group(2)) if match.group(2) else chinese_value(match.group(3))
    if worth is None:
        return None
    factor = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}[match.group(1)]
    share = share_of(text, match, floor, worth * factor, "%")
    if match.group(4) and (top := chinese_value(match.group(4))) is not None and top > worth:
        return replace(share, base_value_high=top * factor, bound=_RANGE)
    return share


def _fraction(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    parts = [Decimal(g) if g.isdecimal() else chinese_value(g) for g in match.groups()]
    if not parts[0] or parts[1] is None:
        return None
    return share_of(text, match, floor, (parts[1] / parts[0] * 100).quantize(Decimal("0.01")).normalize() + 0, "%")


def tenths_of(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    """九成, 四成半."""
    if text[match.start() - 1 : match.start()] in tuple("第十百千万一二三四五六七八九"):
        return None
    worth = Decimal(match.group(1)) if match.group(1)[0].isdecimal() else Decimal(DIGITS[match.group(1)])
    return share_of(text, match, floor, worth * 10 + (5 if match.group(2).endswith("半") else 0), "%")
