"""A quantity, and what touches its numeral: the unit behind it, the qualifiers on both sides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from core.facts import Bound
from core.units import Unit, builtin_units

# Members under names of their own: each look-up on its class takes ten times as long in Python 3.11.
_EQ, _GE, _LE, _APPROX = Bound.EQ, Bound.GE, Bound.LE, Bound.APPROX


@dataclass(slots=True)  # nobody changes one; freezing it would make each cost six times as much
class Quantity:
    """One quantity in a text; `start`..`end` in code points covers `quantity`, qualifiers included.

    `value`/`unit` as written (28.6, 亿元), `base_value`/`base_unit` after 十百千万亿 (2860000000, 元).
    `kind`: "number" (arabic), "words" (Chinese numerals), "share" (三分之一, 九成), "rank" (第3), "double" (翻一番),
    "flat" (持平), "none" (清零), "ratio" (one part of 3.6:48:48.4). `core` is where the numeral itself begins, after 近, 超过 and the like.
    """

    start: int
    end: int
    quantity: str
    value: Decimal | None
    unit: str
    base_value: Decimal | None
    base_unit: str
    base_value_high: Decimal | None = None
    bound: Bound = Bound.EQ
    kind: str = "number"
    core: int = 0


@cache
def by_first() -> Mapping[str, tuple[Unit, ...]]:
    """The built-in units, as `unit_table` arranges them."""
    return unit_table(builtin_units())


def unit_table(units: Mapping[str, Unit]) -> Mapping[str, tuple[Unit, ...]]:
    """Units by first character, longest name first, as the scanner wants them."""
    table: dict[str, list[Unit]] = {}
    for unit in units.values():
        table.setdefault(unit.name[0], []).append(unit)
        if "(" in unit.name:
            wide = unit.name.replace("(", "（").replace(")", "）")
            table[unit.name[0]].append(Unit(wide, unit.dimension, unit.scale))
    return {c: tuple(sorted(found, key=lambda u: -len(u.name))) for c, found in table.items()}


def unit_at(text: str, at: int) -> tuple[str, Unit] | None:
    """The unit that begins at `at`, with a per-part (元/平方米), and its entry."""
    for unit in by_first().get(text[at : at + 1], ()):
        name = unit.name
        if not text.startswith(name, at):
            continue
        end = at + len(name)
        following = text[end : end + 1]
        if following and following in unit.guard and not text.startswith(("乡镇", "乡村"), end):
            continue
        if name[-1].isascii() and name[-1].isalpha() and following.isascii() and following.isalpha():
            continue
        if following and following in "/／" and (per := _PER.match(text, end)) is not None:
            return text[at : per.end()].replace("／", "/"), unit
        if following == "每" and (per := _PER_VOLUME.match(text, end)) is not None:
            return text[at : per.end()], unit
        return name, unit
    return None


_PER = re.compile(
    r"[/／](?:十|百|千|万|亿)*(?:平方公里|平方米|立方米|公里|公顷|吨标准煤|人|亩|吨|升|天|日|月|年|时|小时|秒|户|千瓦时|千克|公斤|斤|米|元|㎡|m³|m3|L|t|h|d)"
)
# 微克每立方米; 元每 and 人每 are left out, since 每 may begin the next clause there.
_PER_VOLUME = re.compile(r"(?<=克)每(?:立方米|升|千克)|(?<=人)每平方公里|(?<=米)每(?:秒|小时)|(?<=吨)每(?:日|天|小时)")
BEFORE = re.compile(
    r"(?:(不低于|不少于|不小于|不得低于|不得少于|超过|超出|突破|至少|最少|高于|大于|多于|(?<![高赶中反])超|逾|(?<![超通经不越度])过(?=\s?$))"
    r"|(不高于|不超过|不超|不多于|不大于|不得超过|低于|小于|少于|不足|不到|不满|最多|至多)"
    r"|(大约|约为|将近|接近|(?<![节预合签集契条公制大失邀誓违婉缔履立解])约|(?<![最附临就靠走贴亲相邻远])近|大致))\s?$"
)
_BEFORE_ENDS = frozenset("于过出破少超逾足到满多约为近致接 \t\n\xa0\u3000")  # the last characters of these, and blanks
AFTER = re.compile(
    r"\s?(?:(?:及|或|（含）|\(含\))?(?:(以上|之上|有余|多(?![个种项样元名家层次年功部门少数能式边极地模媒维]))|(以下|以内|之内|之下|(?<=[天时年月日周钟秒])内(?![容部涵外需]))|(左右|上下)))"
)
_AFTER_STARTS = frozenset("及或（(以之有多内左上")  # the first characters of these; a blank besides


def qualify(text: str, begin: int, finish: int, floor: int) -> tuple[int, int, Bound]:
    """Extend a numeral with its unit by the qualifiers that touch it; the bound they set."""
    bound = _EQ
    start = begin
    if text[begin - 1 : begin] in _BEFORE_ENDS and (
        (before := BEFORE.search(text, max(floor, begin - 5), begin)) is not None
    ):
        start = before.start()
        bound = (_GE, _LE, _APPROX)[(before.lastindex or 1) - 1]
    if (text[finish : finish + 1] in _AFTER_STARTS or text[finish : finish + 1].isspace()) and (
        after := AFTER.match(text, finish)
    ) is not None:
        finish = after.end()
        bound = (_GE, _LE, _APPROX)[(after.lastindex or 1) - 1]
    return start, finish, bound


ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.．·]\d+)?"


def decimal(numeral: str) -> Decimal:
    """The value of an Arabic numeral with thousands' marks and any kind of point."""
    if numeral.isdecimal():
        return Decimal(numeral)
    return Decimal(numeral.replace(",", "").replace("，", "").replace("．", ".").replace("·", "."))


@lru_cache(maxsize=1000)
def bare_unit(name: str) -> str:
    """The unit as it is counted in: 百分点 of 个百分点, 吨/日 of 吨每日."""
    if name == "个位次":
        return "位"
    if name in ("％", "%"):
        return "%"
    if name.startswith("个") and name in (
        "个百分点",
        "个工作日",
        "个小时",
        "个月",
        "个星期",
        "个基点",
        "个标准箱",
        "个标箱",
    ):
        return name[1:] if name != "个月" else name
    return name.replace("每", "/", 1) if len(name) > 2 else name


PEOPLE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,7}?)(青年|妇女|女性|群体|受众|侨胞|华侨|同胞|贫困户|民警|教师|医生|适龄|读者|军人|大学生|农民工|产业工人|师生员工|农民|居民|群众|学生|市民|游客|人口|劳动力|职工|党员|干部|师生|老人|老年人|儿童|人民|村民|百姓|民众|农牧民|牧民|"
    r"移民|旅客|员工|从业人员|志愿者|人才|毕业生|务工人员|用户|残疾人|退役军人|网民|人员|乡亲|观众|消费者|受益者|工人)"
)
