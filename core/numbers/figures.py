"""Quantities in Arabic numerals, with scale, range, fraction and what a noun implies: 28.6亿元, 4万多人, 2-3个, 3.6:48:48.4."""

from __future__ import annotations

import re
from decimal import Decimal

from core.facts import Bound
from core.numbers.quantity import ARABIC, PEOPLE, Quantity, bare_unit, decimal, qualify, unit_at
from core.numbers.worded import TENTHS, share_of, tenths_of
from core.numerals import SCALES

# Members under names of their own: each look-up on its class takes ten times as long in Python 3.11.
_EQ, _GE, _APPROX, _RANGE = Bound.EQ, Bound.GE, Bound.APPROX, Bound.RANGE
_SCALE = r"(?:百万亿|十万亿|万亿|千万|百万|十万|千亿|百亿|十亿|万万|亿|万|千(?![瓦米克伏卡赫焦字])|百(?!分|货|强|度|姓|年|日)|十(?!字|二|五|三|四|佳|大|强))"
NUMBER = re.compile(rf"({ARABIC})\s?([余多几来])?({_SCALE})?([余多几来])?")
_SPLIT_SCALE = re.compile(rf"({ARABIC})(万|千|百)(余|多|几|来)(亿|万)")  # 4万多亿元, 3千多万人
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
_SUM = re.compile(r"(?:\s?[+＋×]\s?[\dNXn]+)+")
_GENERATIONS = frozenset("23456")  # 5G is a name, not five of anything
# What follows the digits of a date, a fraction with a stroke, tenths; a blank besides.
_MARKED = frozenset("年月日号-－—–~～至到、和./／:：成")
_MINUS = frozenset("-－负")
_PLUS = frozenset("+＋×")
_DASHES = frozenset("-－—–~～至到")
# What follows 2亿 or 1万 of the same number: 2亿5千万, 1万2千余, 12万3500.
_HEADS = ("亿", "万")
_REST = re.compile(r"(\d{1,4})(千(?![瓦米克伏卡赫焦字])|百(?![分货强度姓年日]))?(多|余)?(万)?(多|余)?(?![\d.．])")
_SLASH = re.compile(r"(\d{1,2})\s?[/／]\s?(\d{1,3})(?![\d./／])")
_SHARED = re.compile(
    r"(?:占(?:[^，；。、\d]{1,8}[量额数积口])?|达到?|近|约|超过?|超出|的|为|减少|精简|不足|不到|压缩|全[市省国区县球])(?:了|约|近)?$"
)
_FIRMS = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}?)(企业|单位|商户|个体户|农户|贫困户|市场主体|经营主体|家庭|学位|床位|岗位|车位|泊位|订单|粉丝)"
)
_FIRM_UNITS = {
    "企业": "家", "单位": "家", "商户": "户", "个体户": "户", "农户": "户", "贫困户": "户", "市场主体": "户", "经营主体": "户",
    "家庭": "户", "学位": "个", "床位": "张", "岗位": "个", "车位": "个", "泊位": "个", "订单": "单", "粉丝": "人",
}  # fmt: skip
_ENDS = re.compile(r"$|[，。；、,;！!）)\n]|以[上下内]|左右|上下")
_INDEX = re.compile(r"(?:指数|系数|比例?|得分|分值|总分|平均分|满意度|景气度|容积率|PMI)(?:稳定|保持|控制|提高|下降|降低|降|上升|升|达|为|在|至|到|值|总体|全年|预计|上涨|累计|平均)*(?:不?超过|约|近|高于|低于)?$")  # fmt: skip
COLONS = frozenset(":：∶﹕")
_COLON = rf"\s?[{''.join(sorted(COLONS))}]\s?"
RATIO = re.compile(rf"(\d++(?:\.\d++)?+){_COLON}(\d++(?:\.\d++)?+){_COLON}(\d+(?:\.\d+)?)(?![\d:：])")


def arabic(text: str, at: int, floor: int, limit: int, number: re.Match[str]) -> tuple[Quantity | None, int]:
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
            return share_of(text, part, floor, worth, "%"), part.end()
        if (tenths := TENTHS.match(text, at)) is not None:
            return tenths_of(text, tenths, floor), tenths.end()
    before = text[at - 1 : at]
    if before.isascii() and (before.isalpha() or before in ".+×*/") and before:
        # PM2.5, G102, 7×24: part of a name. GDP105亿元 is the exception that a scale or unit shows.
        acronym = before.isupper() and text[at - 2 : at - 1].isupper() and text[at - 2 : at] != "PM"
        if before == "." or (not number.group(3) and not (acronym and unit_at(text, number.end()))):
            return None, number.end()
    if before and before in "×＋第":
        return None, number.end()
    digits, vague, scale, vague_after = number.groups()
    after = number.end()
    finish = number.end()
    if vague_after and (split := _SPLIT_SCALE.match(text, at)) is not None:
        return _compound(
            text, at, floor, decimal(digits) * SCALES[split[2]] * SCALES[split[4]], split.end(), Decimal(0), True
        )
    if scale in _HEADS and not vague and not vague_after and (rest := _rest(text, finish, scale)) is not None:
        return _compound(text, at, floor, decimal(digits) * SCALES[scale], *rest)
    behind = text[finish : finish + 1]
    if behind in _PLUS and not scale:
        tail = _SUM.match(text, finish)
        return None, tail.end() if tail else finish
    unit, gap = unit_at(text, finish), 0
    if behind == " ":
        unit = unit or unit_at(text, finish + 1)
        gap = 0 if unit is None else 1
    high: Decimal | None = None
    low = decimal(digits)
    factor = SCALES[scale or ""]
    written = scale or ""
    joint_at = finish + gap + (len(unit[0]) if unit else 0)
    joint = text[joint_at : joint_at + 1]
    dash = _DASH.match(text, joint_at) if joint in _DASHES or joint.isspace() else None
    if dash is not None and dash.end() < limit and text[dash.end()].isdecimal():
        second = NUMBER.match(text, dash.end())
        assert second is not None
        second_unit = unit_at(text, second.end())
        same = unit is None or (second_unit is not None and second_unit[0] == unit[0])
        word = dash.group().strip() in "至到"
        fromto = word and re.search(r"[从由自]", text[max(floor, at - 14) : at]) is not None
        if same and second_unit is not None and not fromto and _DATE.match(text, dash.end()) is None:
            high_factor = SCALES[second.group(3) or ""]
            top = decimal(second.group(1)) * high_factor
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
    start, stop, bound = qualify(text, at, finish, floor)
    if (vague or vague_after) and bound in (_EQ, _APPROX):
        bound = _GE
    if high is not None:
        bound = _RANGE
    if start == at and text[at - 1 : at] in _MINUS:
        start = _negative(text, at, name)
    value = low if start >= at or text[start] not in _MINUS else -low
    quantity = Quantity(
        start,
        stop,
        text[start:stop],
        value,
        written + name,
        value * factor,
        bare_unit(name),
        high,
        bound,
        "number",
        at,
    )
    return quantity, stop


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
    found = unit_at(text, finish)
    name = found[0] if found else ""
    unit = bare_unit(name) if name else "人" if PEOPLE.match(text, finish) else ""
    start, stop, bound = qualify(text, at, finish + len(name), floor)
    if vague and bound in (_EQ, _APPROX):
        bound = _GE
    worth = head + rest
    return Quantity(start, stop, text[start:stop], worth, name, worth, unit, None, bound, "number", at), stop


def _slash(part: re.Match[str]) -> Decimal | None:
    above, below = int(part.group(1)), int(part.group(2))
    if not 0 < above < below:
        return None
    return (Decimal(above) / Decimal(below) * 100).quantize(Decimal("0.01")).normalize() + 0


def _negative(text: str, at: int, name: str) -> int:
    """Where a number begins that a minus sign precedes, between a word and a percentage: 增长-2.3%, 负3.9%."""
    if text[at - 1] == "负":
        minus = text[at - 2 : at - 1] not in ("减", "税")
    else:
        minus = name in "%％" and at > 1 and not text[at - 2].isdecimal()
    return at - 1 if minus else at


def _measured_days(text: str, date: re.Match[str]) -> bool:
    """3日内, 5个月 and the like are spans of time, not dates."""
    return date.group().endswith("日") and text[date.end() : date.end() + 1] in "内以游" and "月" not in date.group()


def _unitless(text: str, at: int, number: re.Match[str], floor: int) -> Quantity | None:
    """37.8万农民, 20多万居民: the unit is implied by the noun. Bare indices (103左右) keep no unit."""
    digits, vague, scale, vague_after = number.groups()
    finish = number.end()
    low = decimal(digits)
    unit: str | None = None
    if scale or vague_after or vague:
        if (people := PEOPLE.match(text, finish)) is not None:
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
    start, stop, bound = qualify(text, at, finish, floor)
    if (vague or vague_after) and bound in (_EQ, _APPROX):
        bound = _GE
    base = low * SCALES[scale or ""]
    return Quantity(start, stop, text[start:stop], low, scale or "", base, unit, None, bound, "number", at)


def ratios(text: str, match: re.Match[str]) -> list[Quantity]:
    """3.6:48:48.4: three shares of a whole, one quantity each; none where they do not add up to 100."""
    values = [Decimal(group) for group in match.groups()]
    if not 95 <= sum(values) <= 105:
        return []
    return [
        Quantity(a, b, text[a:b], value, "", value, "%", None, _EQ, "ratio", a)
        for value, (a, b) in zip(values, (match.span(n) for n in (1, 2, 3)), strict=True)
    ]
