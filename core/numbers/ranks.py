"""Places in an order, and the words that are quantities by themselves: 第3, 首位, 翻一番, 持平, 清零, 过半."""

from __future__ import annotations

import re
from decimal import Decimal

from core.facts import Bound
from core.numbers.quantity import Quantity, qualify
from core.numerals import DIGITS, chinese_value

_DOUBLE = re.compile(r"翻(?:了)?([一二两三四\d])?番半?")
_RANK = re.compile(r"第\s?(\d{1,3}|[一二三四五六七八九十]{1,3})\s?(名|位)?")
_TOP = re.compile(r"前\s?(\d{1,3}|[一二三四五六七八九十百]{1,3})\s?(名|位|强)?")
_SPECIAL = re.compile(r"首位|榜首|之首|(?<![支保坚扶维主把])持平(?!稳)|清零|一半|过半|半数|倍增")
_FIRST = re.compile(r"(?:居|列|排|位|登|稳|获|全[省市国区县州]|[省市区内国])[^，。；]{0,12}$")
_RANKED = re.compile(
    r"(?:排名?|排在|排|位居|位列|位次|名列|居于?|列|位于|跃居|跃升|升至|升到|上升至|提升至|跃至|跻身|稳居|保持|进入|挺进|闯入|迈入|"
    r"全[省市国区县州球盟旗]|世界|东北|[西中东]部|沿海|均|为|并列|名次|达到|[省市区内国]|前移至|前进至|晋升至|由|从|至|到|获|、|和|及|居全.{1,8})\s?$"
)
# 第二儿童医院, 第四跑道 are names; a rank ends its phrase. After a list mark only another rank makes it one.
_RANK_ENDS = re.compile(r"\s?(?:$|[，。；、,;！!）)\n：（(]|[和及与的]|并|且|名|位)")
_SECTOR = re.compile("(?:[、和及]第[一二三四])*产业")  # 第一、第二、第三产业
_AFTER_RANK = re.compile(r"第[\d一二三四五六七八九十]{1,3}[名位]?[、和及，]$")


def rank(text: str, at: int) -> tuple[Quantity | None, int]:
    """第3, 前十名 at `at`, where the words around make it a place in an order; and where to go on."""
    top = text[at] == "前"
    match = (_TOP if top else _RANK).match(text, at)
    if match is None:
        return None, at + 1
    context = _RANKED.search(text, max(0, at - 12), at) is not None
    ordinal, unit = match.groups()
    if not context and not (unit and not top):
        return None, match.end()
    if unit is None and _RANK_ENDS.match(text, match.end()) is None:
        return None, match.end()
    if text[at - 1 : at] in "、和及，" and not _AFTER_RANK.search(text, max(0, at - 6), at):
        return None, match.end()
    if not top and _SECTOR.match(text, match.end()) is not None:
        return None, match.end()
    if text[at - 2 : at] in ("放在", "摆在", "作为"):
        return None, match.end()
    if unit is not None and unit != "强" and text[match.end() : match.end() + 1] in tuple("人额单义列次老同学农员置"):
        return None, match.end()
    if top and not re.search(
        r"(?:居|列|进入|进|全[省市国]|保持|排名?|跻身|挺进|在|[省市国])[^，。]{0,6}$", text[max(0, at - 10) : at]
    ):
        return None, match.end()
    if (
        top
        and unit is None
        and not ordinal.isdecimal()
        and text[match.end() : match.end() + 1] not in tuple("，。；、,;！")
    ):
        return None, match.end()
    value = Decimal(ordinal) if ordinal.isdecimal() else chinese_value(ordinal)
    bound = Bound.LE if top else Bound.EQ
    return Quantity(
        at, match.end(), match.group(), value, unit or "", value, "rank", None, bound, "rank", at
    ), match.end()


def special(text: str, at: int, floor: int) -> tuple[Quantity | None, int]:
    """翻一番, 首位, 持平, 清零, 过半 at `at`, and where to go on; `floor` ends the quantity before."""
    if (double := _DOUBLE.match(text, at)) is not None:
        times = double.group(1) or "一"
        count = int(times) if times.isdecimal() else DIGITS[times]
        value = Decimal((2**count - 1) * 100)
        return Quantity(
            at, double.end(), double.group(), Decimal(count), "番", value, "%", None, Bound.EQ, "double", at
        ), double.end()
    match = _SPECIAL.match(text, at)
    if match is None:
        return None, at + 1
    word, finish = match.group(), match.end()
    if word in ("首位", "榜首", "之首"):
        if (
            text[at - 1 : at] in tuple("在放")
            or text.startswith(("度", "产业", "经济"), finish)
            or _FIRST.search(text, max(0, at - 16), at) is None
        ):
            return None, finish
        return Quantity(at, finish, word, Decimal(1), "", Decimal(1), "rank", None, Bound.EQ, "rank", at), finish
    if word == "持平":
        start = at - 1 if text[at - 1 : at] == "基" else at
        bound = Bound.EQ
        if text[max(0, at - 2) : at] == "基本":
            bound, start = Bound.APPROX, at
        return Quantity(
            start, finish, text[start:finish], Decimal(0), "%", Decimal(0), "%", None, bound, "flat", at
        ), finish
    if word == "清零":
        return Quantity(at, finish, word, Decimal(0), "", Decimal(0), "个", None, Bound.EQ, "none", at), finish
    if word == "倍增":
        return None, finish
    start, stop, bound = qualify(text, at, finish, floor)
    if word == "过半":
        bound = Bound.GE
    elif (
        bound is Bound.EQ
        and re.search(r"(?:减少|占|达到?|超|压缩|精简|降低|缩短|不到)(?:了|近|约)?$", text[max(0, at - 5) : at]) is None
    ):
        return None, finish
    return Quantity(start, stop, text[start:stop], Decimal(50), "%", Decimal(50), "%", None, bound, "share", at), finish
