"""Numerals and quantities: where they stand in a line, what they are worth, how they are bounded.

Arabic and Chinese numerals, 万/亿, fractions, 成, 折, ranges and the qualifiers that touch a quantity (近, 超过,
以上, 左右). `quantities` finds them in running text, `parse` reads one that stands alone. Values are Decimal.
What is a fact and what is not is decided in core.extraction.

Longer than most modules: the branches of one scanner, which share its patterns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import cache, lru_cache

from core.facts import Bound
from core.numerals import DIGITS, FOLD, SCALES, TRADITIONAL, alone, chinese_value
from core.units import Unit, builtin_units

__all__ = ["Quantity", "chinese_value", "line_quantities", "parse", "quantities", "unit_table"]


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


# --- Units ------------------------------------------------------------------------------------------------------------


@cache
def _by_first() -> Mapping[str, tuple[Unit, ...]]:
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


def _unit_at(text: str, at: int) -> tuple[str, Unit] | None:
    """The unit that begins at `at`, with a per-part (元/平方米), and its entry."""
    for unit in _by_first().get(text[at : at + 1], ()):
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

# --- The scanner ------------------------------------------------------------------------------------------------------

_ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.．·]\d+)?"
_SCALE = r"(?:百万亿|十万亿|万亿|千万|百万|十万|千亿|百亿|十亿|万万|亿|万|千(?![瓦米克伏卡赫焦字])|百(?!分|货|强|度|姓|年|日)|十(?!字|二|五|三|四|佳|大|强))"
_NUMBER = re.compile(rf"({_ARABIC})\s?(余|多|几|来)?({_SCALE})?(余|多|几|来)?")
_SPLIT_SCALE = re.compile(rf"({_ARABIC})(万|千|百)(余|多|几|来)(亿|万)")  # 4万多亿元, 3千多万人
_DASH = re.compile(r"\s?(?:[-－—–~～至到]|——|--)\s?")
_DATE = re.compile(
    r"(?:19|20)\d\d\s?年?(?:\s?[-－—–~～至到、和]+\s?(?:19|20)\d\d)+(?:\s?年度?)?"
    r"|(?:19|20)\d\d\s?年[-－—–~～至到]+\d{1,2}年?"
    r"|(?:19|20)\d\d\s?年(?:度|代)?(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)?"
    r"|(?:19|20)\d\d(?=[—\-~～]\d\d年)(?:[—\-~～]\d\d年)"
    r"|\d{2}年(?=\d{1,2}月)"
    r"|\d{1,2}\s?[-－—–~～至到]\s?\d{1,2}月份?"
    r"|\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|\d{1,2}\s?月(?:份|底|末|初|中旬|上旬|下旬)?"
    r"|\d{1,2}\s?日(?=[，,。、上下])"
    r"|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
    r"|\d{1,2}[:：]\d\d(?!\d|[:：])(?=[^万亿元%])"
    r"|第?\s?\d{1,3}号"
)
_CN = "[一二两三四五六七八九十百千万亿零〇几数]"
_WORDS = re.compile(rf"({_CN}+(?:点[一二三四五六七八九零〇]+)?)(余|多|来)?(万亿|亿|万)?(余|多)?")
_PERCENT_WORDS = re.compile(
    rf"([百千万])分之(?:({_ARABIC})|({_CN}+(?:点[一二三四五六七八九零〇]+)?))(?:(?:至|到|[-—－~～])(?:百分之)?({_CN}+(?:点[一二三四五六七八九零〇]+)?))?"
)
_FRACTION = re.compile(r"([一二两三四五六七八九十]+|\d+)分之([一二两三四五六七八九十]+|\d+)")
_TENTHS = re.compile(
    r"([一二两三四五六七八九]|\d(?:\.\d)?)(成半?)(?!为|立|功|员|果|效|长|就|熟|套|本|都|交|片|品|人|分|批|型)"
)
_DOUBLE = re.compile(r"翻(?:了)?([一二两三四\d])?番半?")
_RANK = re.compile(r"第\s?(\d{1,3}|[一二三四五六七八九十]{1,3})\s?(名|位)?")
_TOP = re.compile(r"前\s?(\d{1,3}|[一二三四五六七八九十百]{1,3})\s?(名|位|强)?")
_SPECIAL = re.compile(r"首位|榜首|之首|(?<![支保坚扶维主把])持平(?!稳)|清零|一半|过半|半数|倍增")

# Where something may begin; everything else is skipped at the speed of a character class.
_ANCHOR = re.compile(
    # The first character stands alone in front of the conditions, so that the search runs from one such to the next.
    r"[\d一二两三四五六七八九十百千万亿几数第前翻首榜之持清过半倍](?:(?<=\d)"
    r"|(?<=[一二两三四五六七八九十百千万亿几数])(?=[一二两三四五六七八九十百千万亿余多几点分成倍亩元个吨公人户名余平平家件项座处条所台套场次米斤])"
    r"|(?<=第)(?=\s?[\d一二三四五六七八九十])|(?<=前)(?=\s?[\d一二三四五六七八九十百])"
    r"|(?<=翻)(?=[了一二两三四\d番])|(?<=首)位|(?<=榜)首|(?<=之)首|(?<=持)平|(?<=清)零|(?<=一)半|(?<=过)半|(?<=半)数|(?<=倍)增)"
)
_BEFORE = re.compile(
    r"(?:(不低于|不少于|不小于|不得低于|不得少于|超过|超出|突破|至少|最少|高于|大于|多于|(?<![高赶中反])超|逾|(?<![超通经不越度])过(?=\s?$))"
    r"|(不高于|不超过|不超|不多于|不大于|不得超过|低于|小于|少于|不足|不到|不满|最多|至多)"
    r"|(大约|约为|将近|接近|(?<![节预合签集契条公制大失邀誓违婉缔履立解])约|(?<![最附临就靠走贴亲相邻远])近|大致))\s?$"
)
_BEFORE_ENDS = frozenset("于过出破少超逾足到满多约为近致接 \t\n\xa0\u3000")  # the last characters of these, and blanks
_AFTER = re.compile(
    r"\s?(?:(?:及|或|（含）|\(含\))?(?:(以上|之上|有余|多(?![个种项样元名家层次年功部门少数能式边极地]))|(以下|以内|之内|之下|(?<=[天时年月日周钟秒])内(?![容部涵外需]))|(左右|上下)))"
)


_AFTER_STARTS = frozenset("及或（(以之有多内左上")  # the first characters of these; a blank besides


class _Scan:
    """The state of one pass; a class so that the branches below stay short."""

    __slots__ = ("end", "found", "text")

    def __init__(self, text: str, end: int) -> None:
        self.text = text
        self.end = end
        self.found: list[Quantity] = []


def quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """All quantities of `text` between `start` and `end`, in order, none overlapping.

    Dates, bare numbers inside names (5G, PM2.5) and single Chinese digits before a classifier are left out.
    """
    scan = _Scan(text, len(text) if end is None else end)
    search, at, last = _ANCHOR.search, start, start
    while (anchor := search(text, at, scan.end)) is not None:
        at = anchor.start()
        character = text[at]
        if character.isdecimal():
            number = _NUMBER.match(text, at)
            assert number is not None
            following = text[number.end(1) : number.end(1) + 1]
            if (
                (following in _COLONS or following.isspace())
                and (ratio := _RATIO.match(text, at, scan.end)) is not None
                and (parts := _ratio(text, ratio))
            ):
                scan.found.extend(parts)
                at = last = ratio.end()
                continue
            found, after = _arabic(text, at, last, scan.end, number)
        elif character in "第前":
            found, after = _rank(text, at)
        elif character in "翻首榜之持清过半倍" or text.startswith("一半", at):
            found, after = _special(text, at, last)
        else:
            found, after = _words(text, at, last)
        if found is not None and found.end <= scan.end:
            scan.found.append(found)
            last = found.end
        at = max(after, at + 1)
    return scan.found


_COLONS = frozenset(":：∶﹕")
_COLON = rf"\s?[{''.join(sorted(_COLONS))}]\s?"
_RATIO = re.compile(rf"(\d++(?:\.\d++)?+){_COLON}(\d++(?:\.\d++)?+){_COLON}(\d+(?:\.\d+)?)(?![\d:：])")


def _ratio(text: str, match: re.Match[str]) -> list[Quantity]:
    """3.6:48:48.4: three shares of a whole, one quantity each; none where they do not add up to 100."""
    values = [Decimal(group) for group in match.groups()]
    if not 95 <= sum(values) <= 105:
        return []
    return [
        Quantity(a, b, text[a:b], value, "", value, "%", None, Bound.EQ, "ratio", a)
        for value, (a, b) in zip(values, (match.span(n) for n in (1, 2, 3)), strict=True)
    ]


def _qualify(text: str, begin: int, finish: int, floor: int) -> tuple[int, int, Bound]:
    """Extend a numeral with its unit by the qualifiers that touch it; the bound they set."""
    bound = Bound.EQ
    start = begin
    if text[begin - 1 : begin] in _BEFORE_ENDS and (
        (before := _BEFORE.search(text, max(floor, begin - 5), begin)) is not None
    ):
        start = before.start()
        bound = (Bound.GE, Bound.LE, Bound.APPROX)[(before.lastindex or 1) - 1]
    if (text[finish : finish + 1] in _AFTER_STARTS or text[finish : finish + 1].isspace()) and (
        after := _AFTER.match(text, finish)
    ) is not None:
        finish = after.end()
        bound = (Bound.GE, Bound.LE, Bound.APPROX)[(after.lastindex or 1) - 1]
    return start, finish, bound


def _decimal(numeral: str) -> Decimal:
    if numeral.isdecimal():
        return Decimal(numeral)
    return Decimal(numeral.replace(",", "").replace("，", "").replace("．", ".").replace("·", "."))


@lru_cache(maxsize=1000)
def _bare_unit(name: str) -> str:
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


_SUM = re.compile(r"(?:\s?[+＋×]\s?[\dNXn]+)+")
_GENERATIONS = frozenset("23456")  # 5G is a name, not five of anything


# What follows the digits of a date, a fraction with a stroke, tenths; a blank besides.
_MARKED = frozenset("年月日号-－—–~～至到、和./／:：成")
_DASHES = frozenset("-－—–~～至到")


def _arabic(text: str, at: int, floor: int, limit: int, number: re.Match[str]) -> tuple[Quantity | None, int]:
    """The quantity whose digits `number` has matched at `at`, and where to go on; `floor` ends the one before."""
    following = text[number.end(1) : number.end(1) + 1]
    if following in _MARKED or following.isspace():
        if (date := _DATE.match(text, at)) is not None and not _measured_days(text, date):
            return None, date.end()
        if (
            (part := _SLASH.match(text, at)) is not None
            and _SHARED.search(text, max(floor, at - 12), at) is not None
            and (worth := _slash(part)) is not None
        ):
            return _share(text, part, floor, worth, "%"), part.end()
        if (tenths := _TENTHS.match(text, at)) is not None:
            return _tenths(text, tenths, floor), tenths.end()
    before = text[at - 1 : at]
    if before.isascii() and (before.isalpha() or before in ".+×*/") and before:
        # PM2.5, G102, 7×24: part of a name. GDP105亿元 is the exception that a scale or unit shows.
        acronym = before.isupper() and text[at - 2 : at - 1].isupper() and text[at - 2 : at] != "PM"
        if before == "." or (not number.group(3) and not (acronym and _unit_at(text, number.end()))):
            return None, number.end()
    if before and before in "×＋第":
        return None, number.end()
    digits, vague, scale, vague_after = number.groups()
    after = number.end()
    finish = number.end()
    if vague_after and (split := _SPLIT_SCALE.match(text, at)) is not None:
        return _compound(
            text, at, floor, _decimal(digits) * SCALES[split[2]] * SCALES[split[4]], split.end(), Decimal(0), True
        )
    if scale in _HEADS and not vague and not vague_after and (rest := _rest(text, finish, scale)) is not None:
        return _compound(text, at, floor, _decimal(digits) * SCALES[scale], *rest)
    if text[finish : finish + 1] in "+＋×" and text[finish : finish + 1] and not scale:
        tail = _SUM.match(text, finish)
        return None, tail.end() if tail else finish
    unit = _unit_at(text, finish) or (_unit_at(text, finish + 1) if text[finish : finish + 1] == " " else None)
    gap = 1 if unit is not None and text[finish : finish + 1] == " " else 0
    high: Decimal | None = None
    low = _decimal(digits)
    factor = SCALES[scale or ""]
    written = scale or ""
    behind = finish + gap + (len(unit[0]) if unit else 0)
    joint = text[behind : behind + 1]
    dash = _DASH.match(text, behind) if joint in _DASHES or joint.isspace() else None
    if dash is not None and dash.end() < limit and text[dash.end()].isdecimal():
        second = _NUMBER.match(text, dash.end())
        assert second is not None
        second_unit = _unit_at(text, second.end())
        same = unit is None or (second_unit is not None and second_unit[0] == unit[0])
        word = dash.group().strip() in "至到"
        fromto = word and re.search(r"[从由自]", text[max(floor, at - 14) : at]) is not None
        if same and second_unit is not None and not fromto and _DATE.match(text, dash.end()) is None:
            high_factor = SCALES[second.group(3) or ""]
            top = _decimal(second.group(1)) * high_factor
            bottom = low * (factor if scale else high_factor)
            if bottom < top:
                finish, unit, high, gap = second.end(), second_unit, top, 0
                factor = factor if scale else high_factor
                written = scale or second.group(3) or ""
                after = finish
    if unit is None:
        return _unitless(text, at, number, floor), after
    name = unit[0]
    if name == "G" and digits in _GENERATIONS and not scale:
        return None, finish + 1
    finish += gap + len(name)
    start, stop, bound = _qualify(text, at, finish, floor)
    if (vague or vague_after) and bound in (Bound.EQ, Bound.APPROX):
        bound = Bound.GE
    if high is not None:
        bound = Bound.RANGE
    start = _negative(text, at, start, name)
    value = low if start >= at or text[start] not in "-－负" else -low
    quantity = Quantity(
        start,
        stop,
        text[start:stop],
        value,
        written + name,
        value * factor,
        _bare_unit(name),
        high,
        bound,
        "number",
        at,
    )
    return quantity, stop


# What follows 2亿 or 1万 of the same number: 2亿5千万, 1万2千余, 12万3500.
_HEADS = ("亿", "万")
_REST = re.compile(r"(\d{1,4})(千(?![瓦米克伏卡赫焦字])|百(?![分货强度姓年日]))?(多|余)?(万)?(多|余)?(?![\d.．])")


def _rest(text: str, at: int, scale: str) -> tuple[int, Decimal, bool] | None:
    """Where the number ends, how much the rest is, and whether 多 or 余 stands in it; None where another number begins."""
    match = _REST.match(text, at)
    if match is None:
        return None
    digits, thousand, vague, myriad, vague_after = match.groups()
    worth = Decimal(digits) * SCALES[thousand or ""] * SCALES[myriad or ""]
    if bool(myriad) is not (scale == "亿") or (not thousand and len(digits) < 3) or worth >= SCALES[scale]:
        return None
    return match.end(), worth, bool(vague or vague_after)


def _compound(
    text: str, at: int, floor: int, head: Decimal, finish: int, rest: Decimal, vague: bool
) -> tuple[Quantity, int]:
    found = _unit_at(text, finish)
    name = found[0] if found else ""
    unit = _bare_unit(name) if name else "人" if _PEOPLE.match(text, finish) else ""
    start, stop, bound = _qualify(text, at, finish + len(name), floor)
    if vague and bound in (Bound.EQ, Bound.APPROX):
        bound = Bound.GE
    worth = head + rest
    return Quantity(start, stop, text[start:stop], worth, name, worth, unit, None, bound, "number", at), stop


_SLASH = re.compile(r"(\d{1,2})\s?[/／]\s?(\d{1,3})(?![\d./／])")
_SHARED = re.compile(
    r"(?:占(?:[^，；。、\d]{1,8}[量额数积口])?|达到?|近|约|超过?|超出|的|为|减少|精简|不足|不到|压缩|全[市省国区县球])(?:了|约|近)?$"
)


def _slash(part: re.Match[str]) -> Decimal | None:
    above, below = int(part.group(1)), int(part.group(2))
    if not 0 < above < below:
        return None
    return (Decimal(above) / Decimal(below) * 100).quantize(Decimal("0.01")).normalize() + 0


def _negative(text: str, at: int, start: int, name: str) -> int:
    """Include a minus sign that stands between a word and a percentage: 增长-2.3%, 负3.9%."""
    sign = text[at - 1 : at]
    if (
        start == at
        and (
            (sign in "-－" and name in "%％" and at > 1 and not text[at - 2].isdecimal())
            or (sign == "负" and text[at - 2 : at - 1] not in ("减", "税"))
        )
        and sign
    ):
        return at - 1
    return start


def _measured_days(text: str, date: re.Match[str]) -> bool:
    """3日内, 5个月 and the like are spans of time, not dates."""
    return date.group().endswith("日") and text[date.end() : date.end() + 1] in "内以游" and "月" not in date.group()


_PEOPLE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,7}?)(青年|妇女|女性|群体|受众|侨胞|华侨|同胞|贫困户|民警|教师|医生|适龄|读者|军人|大学生|农民工|产业工人|师生员工|农民|居民|群众|学生|市民|游客|人口|劳动力|职工|党员|干部|师生|老人|老年人|儿童|人民|村民|百姓|民众|农牧民|牧民|"
    r"移民|旅客|员工|从业人员|志愿者|人才|毕业生|务工人员|用户|残疾人|退役军人|网民|人员|乡亲|观众|消费者|受益者|工人)"
)
_FIRMS = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}?)(企业|单位|商户|个体户|农户|贫困户|市场主体|经营主体|家庭|学位|床位|岗位|车位|泊位|订单|粉丝)"
)
_FIRM_UNITS = {
    "企业": "家", "单位": "家", "商户": "户", "个体户": "户", "农户": "户", "贫困户": "户", "市场主体": "户", "经营主体": "户",
    "家庭": "户", "学位": "个", "床位": "张", "岗位": "个", "车位": "个", "泊位": "个", "订单": "单", "粉丝": "人",
}  # fmt: skip


def _unitless(text: str, at: int, number: re.Match[str], floor: int) -> Quantity | None:
    """37.8万农民, 20多万居民: the unit is implied by the noun. Bare indices (103左右) keep no unit."""
    digits, vague, scale, vague_after = number.groups()
    finish = number.end()
    low = _decimal(digits)
    unit: str | None = None
    if scale or vague_after or vague:
        if (people := _PEOPLE.match(text, finish)) is not None:
            unit = "人"
            if people.group(1) == "用户":
                unit = "户"
        elif (firms := _FIRMS.match(text, finish)) is not None:
            unit = _FIRM_UNITS[firms.group(1)]
        elif scale and ("万" in scale or "亿" in scale):
            unit = ""
    elif _INDEX.search(text, max(floor, at - 16), at) is not None and _ENDS.match(text, finish):
        unit = ""
    if unit is None:
        return None
    start, stop, bound = _qualify(text, at, finish, floor)
    if (vague or vague_after) and bound in (Bound.EQ, Bound.APPROX):
        bound = Bound.GE
    base = low * SCALES[scale or ""]
    return Quantity(start, stop, text[start:stop], low, scale or "", base, unit, None, bound, "number", at)


_ENDS = re.compile(r"$|[，。；、,;！!）)\n]|以[上下内]|左右|上下")
_INDEX = re.compile(r"(?:指数|系数|比例?|得分|分值|总分|平均分|满意度|景气度|容积率|PMI)(?:稳定|保持|控制|提高|下降|降低|降|上升|升|达|为|在|至|到|值|总体|全年|预计|上涨|累计|平均)*(?:不?超过|约|近|高于|低于)?$")  # fmt: skip


def _words(text: str, at: int, floor: int) -> tuple[Quantity | None, int]:
    for pattern, read in ((_PERCENT_WORDS, _percent_words), (_FRACTION, _fraction), (_TENTHS, _tenths)):
        if (match := pattern.match(text, at)) is not None:
            return read(text, match, floor), match.end()
    match = _WORDS.match(text, at)
    assert match is not None
    numeral, vague, scale, vague_after = match.groups()
    before = text[at - 1 : at]
    if (before and before in "第每同统唯十") or (before == "上" and numeral[0] not in "百千万亿"):
        return None, match.end()
    unit = _unit_at(text, match.end())
    if unit is None:
        if not (scale or numeral[-1] in "万亿"):
            return None, match.end()
        if _PEOPLE.match(text, match.end()) is not None:
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
    start, stop, bound = _qualify(text, at, match.end() + len(name), floor)
    if text[start:at] == "过" and worth * SCALES[scale or ""] < 10000:
        return None, match.end()
    if before == "上" and numeral[0] in "百千万亿" and text[at - 2 : at - 1] not in tuple("以迈站跨跃登"):
        start, bound = at - 1, Bound.GE
    if (vague or vague_after) and bound in (Bound.EQ, Bound.APPROX):
        bound = Bound.GE
    if indefinite and bound is Bound.EQ:
        bound = Bound.GE if numeral[0] == "数" or numeral[-1] == "几" else Bound.APPROX
    factor = SCALES[scale or ""]
    bare = numeral.strip("十百千万亿") == ""
    if bare and bound is Bound.EQ and _OVER_STEP.search(text, max(0, at - 4), at) is not None:
        bound = Bound.GE  # 跨越千亿台阶
    if bound is Bound.EQ:
        # Without a qualifier, words count only where they measure: 七千亩, not 百日, 万家 or 三个.
        if bare and dimension != "money":
            return None, match.end()
        if dimension in ("count", "time", "score", "energy") and not (len(numeral) > 2 and numeral[-1] in "百千万亿"):
            return None, match.end()
        if dimension == "people" and not numeral.endswith(("百", "千", "万", "亿")) and len(numeral) < 3:
            return None, match.end()
        if worth * factor < 10 and dimension not in ("multiple", "point"):
            return None, match.end()
    if bare and dimension == "money" and bound is Bound.EQ and _PASSED.search(text, max(0, at - 4), at) is None:
        return None, match.end()
    value, written = worth, (scale or "") + name
    quantity = Quantity(
        start,
        stop,
        text[start:stop],
        value,
        written,
        worth * factor,
        _bare_unit(name) or ("元" if dimension == "money" else "人"),
        None,
        bound,
        "words",
        at,
    )
    return quantity, stop


_OVER_STEP = re.compile(r"(?:跨越|迈上|站上|跨上|跃上|登上)$")
_PASSED = re.compile(r"(?:突破|超过?|跨越|迈上|站上|跨上|跃上|登上|逼近|达到?|破)$")


def _indefinite(numeral: str) -> Decimal | None:
    """几十 → 10, 数百万 → 1000000, 二十几 → 20: the least that is meant."""
    rest = numeral.strip("几数")
    return chinese_value(rest) if rest else None


def _share(text: str, match: re.Match[str], floor: int, value: Decimal, unit: str) -> Quantity:
    start, stop, bound = _qualify(text, match.start(), match.end(), floor)
    return Quantity(start, stop, text[start:stop], value, unit, value, "%", None, bound, "share", match.start())


def _percent_words(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    worth = _decimal(match.group(2)) if match.group(2) else chinese_value(match.group(3))
    if worth is None:
        return None
    factor = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}[match.group(1)]
    share = _share(text, match, floor, worth * factor, "%")
    if match.group(4) and (top := chinese_value(match.group(4))) is not None and top > worth:
        return replace(share, base_value_high=top * factor, bound=Bound.RANGE)
    return share


def _fraction(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    parts = [Decimal(g) if g.isdecimal() else chinese_value(g) for g in match.groups()]
    if not parts[0] or parts[1] is None:
        return None
    return _share(text, match, floor, (parts[1] / parts[0] * 100).quantize(Decimal("0.01")).normalize() + 0, "%")


def _tenths(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    if text[match.start() - 1 : match.start()] in tuple("第十百千万一二三四五六七八九"):
        return None
    worth = Decimal(match.group(1)) if match.group(1)[0].isdecimal() else Decimal(DIGITS[match.group(1)])
    return _share(text, match, floor, worth * 10 + (5 if match.group(2).endswith("半") else 0), "%")


_FIRST = re.compile(r"(?:居|列|排|位|登|稳|获|全[省市国区县州]|[省市区内国])[^，。；]{0,12}$")
_RANKED = re.compile(
    r"(?:排名?|排在|排|位居|位列|位次|名列|居于?|列|位于|跃居|跃升|升至|升到|上升至|提升至|跃至|跻身|稳居|保持|进入|挺进|闯入|迈入|"
    r"全[省市国区县州球盟旗]|世界|东北|[西中东]部|沿海|均|为|并列|名次|达到|[省市区内国]|前移至|前进至|晋升至|由|从|至|到|获|、|和|及|居全.{1,8})\s?$"
)
# 第二儿童医院, 第四跑道 are names; a rank ends its phrase. After a list mark only another rank makes it one.
_RANK_ENDS = re.compile(r"\s?(?:$|[，。；、,;！!）)\n：（(]|[和及与的]|并|且|名|位)")
_AFTER_RANK = re.compile(r"第[\d一二三四五六七八九十]{1,3}[名位]?[、和及，]$")


def _rank(text: str, at: int) -> tuple[Quantity | None, int]:
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


def _special(text: str, at: int, floor: int) -> tuple[Quantity | None, int]:
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
    start, stop, bound = _qualify(text, at, finish, floor)
    if word == "过半":
        bound = Bound.GE
    elif (
        bound is Bound.EQ
        and re.search(r"(?:减少|占|达到?|超|压缩|精简|降低|缩短|不到)(?:了|近|约)?$", text[max(0, at - 5) : at]) is None
    ):
        return None, finish
    return Quantity(start, stop, text[start:stop], Decimal(50), "%", Decimal(50), "%", None, bound, "share", at), finish


# --- One quantity standing alone --------------------------------------------------------------------------------------


def parse(text: str) -> Quantity | None:
    """One typed or selected quantity, read whole (28.6亿元, 百分之五点五, 近千名); None when it holds none or more.

    Spaces, full-width and Traditional characters are accepted; positions are those of `text`.
    """
    stripped = text.strip()
    offset = len(text) - len(text.lstrip())
    if not stripped:
        return None
    found = quantities(stripped)
    if len(found) == 1 and found[0].start == 0 and found[0].end == len(stripped):
        q = found[0]
        return Quantity(
            q.start + offset, q.end + offset, q.quantity, q.value, q.unit, q.base_value, q.base_unit, q.base_value_high,
            q.bound, q.kind, q.core + offset,
        )  # fmt: skip
    return _standing_alone(stripped, offset)


def _standing_alone(written: str, offset: int) -> Quantity | None:
    folded = written.translate(FOLD).translate(TRADITIONAL)
    # A space counts only between a whole number and a fraction (1 3/5).
    plain = re.sub(r"\s+", "", folded) if not re.fullmatch(r"-?\d+\s+\d+/\d+", folded) else re.sub(r"\s+", " ", folded)
    bound = Bound.EQ
    if (before := _BEFORE.search(plain[:6])) is None:
        for cut in range(min(4, len(plain) - 1), 0, -1):
            if (before := _BEFORE.fullmatch(plain[:cut])) is not None:
                break
    if before is not None:
        bound = (Bound.GE, Bound.LE, Bound.APPROX)[(before.lastindex or 1) - 1]
        plain = plain[before.end() :]
    for cut in range(1, min(4, len(plain))):
        if (after := _AFTER.fullmatch(plain[-cut:])) is not None:
            bound = (Bound.GE, Bound.LE, Bound.APPROX)[(after.lastindex or 1) - 1]
            plain = plain[: -len(after.group())]
            break
    if re.search(r"[余多几]", plain) and bound is Bound.EQ:
        bound = Bound.GE
    try:
        value, unit, base_unit = _valued(plain)
    except (InvalidOperation, DivisionByZero, OverflowError):
        return None
    if value is None:
        return None
    end = offset + len(written)
    return Quantity(offset, end, written, value, unit, value, base_unit, None, bound, "words", offset)


def _valued(plain: str) -> tuple[Decimal | None, str, str]:
    for prefix, factor in (
        ("百分之", Decimal(1)),
        ("千分之", Decimal("0.1")),
        ("万分之", Decimal("0.01")),
        ("仟分之", Decimal("0.1")),
    ):
        if plain.startswith(prefix):
            value = alone(plain[len(prefix) :])
            return (None if value is None else value * factor), "%", "%"
    for suffix in ("个百分点", "百分点", "%"):
        if plain.endswith(suffix):
            return alone(plain[: -len(suffix)]), suffix, "%" if suffix == "%" else "百分点"
    if (tenths := re.fullmatch(r"(.+?)([成折])([一二三四五六七八九半\d])?", plain)) is not None:
        value = Decimal("0.5") if tenths.group(1) == "半" else alone(tenths.group(1))
        if value is None:
            return None, "", ""
        if tenths.group(2) == "折" and value >= 10:
            value = value / 10  # 72折
        extra = tenths.group(3)
        ones = Decimal(0) if extra is None else Decimal(5) if extra == "半" else (alone(extra) or Decimal(0))
        return value * 10 + ones, tenths.group(2), "%"
    if (money := re.fullmatch(r"(.+?)[元圆](?:整|(?:(.)角)?(?:(.)分)?)", plain)) is not None:
        value = alone(money.group(1))
        if value is not None:
            for group, part in ((2, Decimal("0.1")), (3, Decimal("0.01"))):
                if money.group(group):
                    value += (alone(money.group(group)) or Decimal(0)) * part
            return value, "元", "元"
    value = alone(plain)
    if value is not None:
        return value, "", ""
    for cut in range(1, len(plain)):
        if plain[cut:] in builtin_units() and (value := alone(plain[:cut])) is not None:
            return value, plain[cut:], _bare_unit(plain[cut:])
    return None, "", ""


def line_quantities(line: str) -> list[Quantity]:
    """The quantities of one line of input: the whole line if it is one numeral, else those found in it."""
    whole = parse(line)
    return [whole] if whole is not None else quantities(line)
