"""Level, change or rank; the direction of a change and what it is measured against."""

from __future__ import annotations

import re
from typing import NamedTuple

from core.extraction import words
from core.facts import Basis, Direction, Measure
from core.numbers import Quantity


class Reading(NamedTuple):
    """Measure and direction of a figure, and the rule and words that decided."""

    measure: Measure
    direction: Direction
    rule: str
    words: str


# Members under names of their own: each look-up on its class takes ten times as long in Python 3.11.
_LEVEL, _CHANGE, _RANKED = Measure.LEVEL, Measure.CHANGE, Measure.RANK
_UP, _DOWN, _FLAT, _NO_WAY = Direction.UP, Direction.DOWN, Direction.FLAT, Direction.NONE
_YOY, _AVG, _CUM, _OTHER = Basis.YOY, Basis.AVG, Basis.CUM, Basis.OTHER
_PLAIN = Reading(_LEVEL, _NO_WAY, "level", "")
_RATE_AFTER = re.compile(
    r"^(?:以上|以内|左右)?的?(?:年均)?(?:速度|幅度)?(?:的)?(?:高速|快速|较快|稳定|中高速|持续)?(增长|递增|增速|增幅|增长率|涨幅|速度|下降|降幅)"
)
_COMPARE = re.compile(r"(?:比|较|高于|低于|高出|快于|慢于)[^，；]{0,16}$")
_OVER = re.compile(r"(?<![最提新])(高|低|快|慢)(?:出|于)?(?:[\u4e00-\u9fff]{0,8})?$")
# 高出全市平均水平68%; but 高于85% is a bound and 高于全国平均水平的20% a share
_ABOVE = re.compile(
    r"(高出|高于|低于|快于|慢于|超出)(?:了)?(?:全[国省市区县州]|同期|周边|去年|上年|年度|(?:19|20)\d\d年)[^，。；、]{0,10}(?<!的)$"
)
_CUT = re.compile(r"(压减|压缩|缩减|精简|缩短|减少|降低|削减|提高|提升)(?!到|至|为)([^，；、]{2,14})$")
_AIM_RATE = re.compile(
    r"(增长|增速|增幅|涨幅|下降|降幅|增长速度|上涨幅度|增长幅度)(?:的)?(?:宏观调控)?(?:预期)?(?:目标|任务|计划)?[，,]?(?:确定|设定|安排|确立|定|拟定|预期|调整)?(?:目标)?(?:为|在|是|：|:)?(?:全年)?\s*$"
)
_MOVED = re.compile(r"(前移|上升|提升|跃升|前进|进位|晋位|升|提高)了?\s*$")
_MOVED_BACK = re.compile(r"(后移|下降|后退|退后|退)了?\s*$")
_FALSE_UP = re.compile(r"(?:新增|创新高|最高|更高|较高|提前|年增)$")
_NET = re.compile(r"(净增)(?!到|至)[^，；、。]{1,16}$")
_OBJECT = frozenset(["提速", "增加", "提高", "提升", "扩大", "减少", "压减", "精简", "降低", "延长", "缩短"])
_INCOME = re.compile(r"(增收|增产|增支|增效|增储)(?:了|约|近|达)*\s*$")
_LESS = re.compile(r"(减产|减收|减支)(?:了|约|近|达)*\s*$")


def read(quantity: Quantity, left: str, right: str, previous: Reading | None, joined: bool) -> Reading:
    """How the words beside a quantity make it a level, a change or a rank.

    `left` is the clause up to the quantity, `right` what follows it; `joined` means that only a list mark stands
    between it and the previous quantity, whose reading then holds for both.
    """
    kind = quantity.kind
    if kind == "rank":
        return Reading(_RANKED, _NO_WAY, "rank", quantity.quantity)
    if kind == "flat":
        return Reading(_CHANGE, _FLAT, "flat", quantity.quantity)
    if kind == "double":
        return Reading(_CHANGE, _UP, "double", quantity.quantity)
    if kind in ("none", "ratio"):
        return _PLAIN
    unit = quantity.base_unit
    tail = left[-28:]
    if quantity.value is not None and quantity.value < 0 and unit == "%":
        return Reading(_CHANGE, _DOWN, "minus", quantity.quantity)
    if (match := words.TO_LEVEL.search(tail)) is not None:
        return Reading(_LEVEL, _NO_WAY, "to_level", match.group())
    if unit in ("位", "名", "名次", "位次") and (match := _MOVED.search(tail)) is not None:
        return Reading(_CHANGE, _UP, "moved", match.group())
    if unit in ("位", "名", "名次", "位次") and (match := _MOVED_BACK.search(tail)) is not None:
        return Reading(_CHANGE, _DOWN, "moved", match.group())
    if unit in ("%", "百分点", "倍") and (match := _ABOVE.search(tail)) is not None:
        up = match.group(1) in ("高出", "高于", "快于", "多于", "超出")
        return Reading(_CHANGE, _UP if up else _DOWN, "change_word", match.group(1))
    if (match := words.CHANGE.search(tail)) is not None and _real(match, tail, unit):
        word = match.group(1)
        if word in _OBJECT and lexical_object(quantity, right):
            return _PLAIN
        return Reading(_CHANGE, _DOWN if word in words.DOWN_WORDS else _UP, "change_word", word)
    if (match := _INCOME.search(tail)) is not None and unit in ("元", "%", "吨", "斤", "公斤", "立方米"):
        return Reading(_CHANGE, _UP, "change_word", match.group(1))
    if (match := _LESS.search(tail)) is not None:
        return Reading(_CHANGE, _DOWN, "change_word", match.group(1))
    if unit in ("%", "百分点", "倍") and (match := _AIM_RATE.search(tail)) is not None:
        return Reading(_CHANGE, _direction(match.group(1)), "change_word", match.group(1))
    if (
        unit == "%"
        and (match := _RATE_AFTER.match(right)) is not None
        and (match.group(1) != "增长" or right[match.end(1) :][:1] in "，。；、 的" or right.startswith("的"))
    ):
        return Reading(_CHANGE, _direction(match.group(1)), "change_after", match.group(1))
    if (
        unit in ("%", "小时", "天", "工作日", "分钟", "个月", "年", "倍")
        and (match := _CUT.search(tail)) is not None
        and (unit != "%" or match.group(1) in words.DOWN_WORDS)
    ):
        return Reading(_CHANGE, _direction(match.group(1)), "cut", match.group(1))
    if unit in ("百分点", "基点"):
        if joined and previous is not None and previous.measure is _CHANGE:
            return previous
        low = re.search(r"低|降|减|慢|回落|收窄", tail) is not None
        return Reading(_CHANGE, _DOWN if low else _UP, "points", quantity.unit)
    if (match := _NET.search(tail)) is not None:
        return Reading(_CHANGE, _UP, "net", match.group(1))
    if (
        joined
        and previous is not None
        and previous.measure is _CHANGE
        and not left.strip("、，,和及与以 ")
        and unit in ("%", "百分点", "倍", "元", "个", "人", "户", "件", "天", "位", "名次")
    ):
        return Reading(previous.measure, previous.direction, "list", previous.words)
    return _PLAIN


def lexical_object(quantity: Quantity, right: str) -> bool:
    """增加860项(资产收益): a counted thing after the verb, not the size of a change."""
    return (
        quantity.base_unit not in ("%", "百分点", "倍", "元", "天", "小时", "工作日", "分钟", "个月")
        and "\u4e00" <= right[:1] <= "\u9fff"
        and right[0] not in "的以左上和及与至到同比"
    )


def _direction(word: str) -> Direction:
    return _DOWN if word in words.DOWN_WORDS else _UP


_SHORT = {"高", "低", "快", "慢", "高于", "低于", "快于", "慢于", "高出", "少", "多增"}


def _real(match: re.Match[str], tail: str, unit: str) -> bool:
    """Not every 增 is an increase: 新增 is a flow, 高 needs a comparison, 超过 after 减 is a threshold."""
    word = match.group(1)
    at = match.start(1)
    if word in ("增", "增值") and tail[at - 1 : at] in tuple("新倍年递"):
        return tail[at - 1 : at] in tuple("递") or (tail[at - 1 : at] == "年" and unit == "%")
    if word in _SHORT:
        if unit not in ("%", "百分点", "倍", "基点", "元"):
            return False
        return re.search(r"[比较]|高于|低于|快于|慢于|高出", tail[max(0, at - 16) : match.end(1)]) is not None and (
            unit != "元" or "比" in tail or "较" in tail
        )
    if word in ("减", "升", "涨", "降", "跌") and tail[at - 1 : at] in tuple("上下提节加缓免裁裂抽毫公立"):
        return False
    if (
        word in ("提升", "提高")
        and unit not in ("%", "百分点", "倍")
        and tail[at - 2 : at] in ("改造", "整治", "巩固", "优化")
    ):
        return False  # 改造提升5万亩: what was done
    if word == "减少" and tail[at - 1 : at] == "不":
        return False
    if word in ("提高", "提升", "增加", "减少", "降低") and unit in ("级", "层"):
        return False
    if word == "增加值增速":
        return True
    return True


_AGAINST_PLAN = re.compile(r"(?:比|较|高于|低于|快于|慢于)[“\"]?(?:[一二三四五六七八九十]+)五[”\"]?(?:时期|期间|前)")

_AGAINST_OTHER = re.compile(
    r"(?:比|较|是|为)[^，；]{0,6}(?:全国|全省|全市|平均|计划|目标|预期|年初|国家|省定|同类|周边|市场|国内|经济|居民|GDP|城镇|省下达)"
)
_BEYOND_OTHER = re.compile(
    r"(?:高于|低于|快于|慢于|高出|超过|超出|超)(?:全国|全省|全市|年度|预期|计划|目标|省|国家|经济|GDP|城镇|年初)"
)
_ABOVE_OTHER = re.compile(r"(?:高于|低于|快于|慢于|高出)(?!去年|上年|同期|前年|20\d\d|19\d\d)[^，。；、]{2,12}$")


def basis(
    clause: str,
    sentence: str,
    *,
    several: bool,
    quantity: Quantity,
) -> tuple[Basis, str, str]:
    """What a change is measured against: last year, a yearly average, the whole period, something else."""
    if (match := _AGAINST_PLAN.search(clause)) is not None:
        return _OTHER, "compared", match.group()
    if (match := words.YEARLY.search(clause)) is not None:
        return _YOY, "yearly_word", match.group()
    if (match := words.AVERAGE.search(clause)) is not None:
        return _AVG, "average_word", match.group()
    if (match := _AGAINST_OTHER.search(clause)) is not None:
        return _OTHER, "compared", match.group()
    if _BEYOND_OTHER.search(clause) is not None:
        return _OTHER, "compared", ""
    if quantity.base_unit == "百分点" and (match := _ABOVE_OTHER.search(clause)) is not None:
        return _OTHER, "compared", match.group()
    if (match := words.SINCE.search(clause)) is not None:
        return (
            (_CUM if several or re.search(r"末|底|五年|20\d\d", match.group()) else _YOY),
            "since",
            match.group(),
        )
    if several:
        if quantity.kind == "double":
            return _CUM, "span", quantity.quantity
        if (match := words.AVERAGE.search(sentence)) is not None and quantity.base_unit == "%":
            return _AVG, "average_word", match.group()
        return _CUM, "span", ""
    return _YOY, "one_year", ""
