"""How a fact's values are said on screen: pure functions from values to words, without Qt.

The card, the table and the dialogs share them, so that a period or a value reads the same everywhere.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from core.facts import Basis, Bound, Direction, Fact, Measure, State, Status
from core.messages import language, quoted, text
from core.pieces import words as pieces_words

# The words for confidence change where review pays: above 0.95 a field is not in doubt at all
# (core.facts.Fact.doubts lists only what is below), under 0.6 it is hardly better than a guess.
SURE, LIKELY, UNSURE = 0.95, 0.85, 0.6

FLAT = "持平"  # as reports write a change of nothing; 0% would look like a figure that stands there
RANK_UNITS = ("rank", "名", "位")
_PLAN = "一二三四五六七八九十"
_DASH = r"[-–—－~～至到]"


def plain(number: Decimal | None) -> str:
    """A number without exponent or trailing zeros: 28.6, 105; "" for None."""
    if number is None:
        return ""
    shown = format(number, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def grouped(number: Decimal | None) -> str:
    """A number with its thousands set apart: 2,860,000,000."""
    if number is None:
        return ""
    whole, point, rest = plain(number).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return sign + f"{int(digits or 0):,}" + point + rest


def value_high(fact: Fact) -> Decimal | None:
    """The upper end of a range in the unit in which it is read (3 for 2-3万人), None where there is none."""
    if fact.base_value_high is None:
        return None
    value, _ = written(fact)
    if value and fact.base_value:
        return fact.base_value_high * value / fact.base_value
    return fact.base_value_high


def written(fact: Fact) -> tuple[Decimal | None, str]:
    """The number and the unit in which a fact's value is read: 28.6 and 亿元; 1000 and 亿元 for 千亿.

    What a report says in Chinese numerals alone has no digits to be held to, and 100000000000 is not read at a glance.
    """
    number, unit = fact.value, fact.unit
    if number is None or not fact.quantity or any(sign.isdigit() for sign in fact.quantity):
        return number, unit
    unit = unit or (fact.base_unit if fact.base_value == number and fact.base_unit != "rank" else "")
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        # Two digits after the point are read at a glance; beyond that the scale is the wrong one.
        if abs(number) >= scale and number / scale == round(number / scale, 2) and unit[:1] not in tuple("十百千万亿%"):
            return number / scale, name + unit
    return number, unit


def value_text(fact: Fact) -> str:
    """Value, unit and bound as an analyst would type them: 28.6亿元, 10%以上, 约1.5亿元, 2-3个, 第3."""
    if fact.value is None:
        return fact.quantity
    if fact.value == 0 and fact.direction is Direction.FLAT:
        return FLAT
    value, unit = written(fact)
    number = plain(value)
    if fact.measure is Measure.RANK and fact.unit in (*RANK_UNITS, ""):
        return f"第{number}{'' if fact.unit == 'rank' else fact.unit}"
    match fact.bound:
        case Bound.GE:
            return f"{number}{unit}以上"
        case Bound.LE:
            return f"{number}{unit}以内"
        case Bound.APPROX:
            return f"约{number}{unit}"
        case Bound.RANGE if fact.base_value_high is not None:
            return f"{number}-{plain(value_high(fact))}{unit}"
    return f"{number}{unit}"


def base_text(fact: Fact) -> str:
    """The number after 百/千/万/亿 with its unit, thousands set apart; "" where it says nothing new."""
    if fact.base_value is None or fact.base_value == written(fact)[0]:
        return ""
    number = grouped(fact.base_value)
    if fact.base_value_high is not None:
        number += "–" + grouped(fact.base_value_high)
    return number + (" " if number and fact.base_unit and fact.base_unit.isascii() else "") + fact.base_unit


def period_text(start: int | None, end: int | None) -> str:
    """2020, or 2016–2020; "" where unknown."""
    if start is None and end is None:
        return ""
    if start is None or end is None or start == end:
        return str(start if start is not None else end)
    return f"{start}–{end}"


def plan_name(start: int | None, end: int | None) -> str:
    """The five-year plan that a period is: 十三五 for 2016–2020; "" for any other."""
    if start is None or end is None or end - start != 4 or (start - 1966) % 5 or not 1966 <= start <= 2051:
        return ""
    count = (start - 1966) // 5 + 3
    tens, ones = divmod(count, 10)
    return ("十" if tens == 1 else _PLAN[tens - 1] + "十" if tens else "") + (_PLAN[ones - 1] if ones else "") + "五"


def parse_period(typed: str, year: int | None = None) -> tuple[int | None, int | None] | None:
    """First and last year of a typed period; (None, None) for none given, None when it can't be read.

    Reads 2020, 2020年, 2016-2020, 2016—20, “十三五”, 十四五; with the report's `year` also 今年, 去年, 前年, 明年.
    """
    said = re.sub(r"[\s年“”\"'时期期间]", "", typed.replace("今年", "今").replace("去年", "去").replace("明年", "明"))
    said = said.replace("前年", "前")
    if not said:
        return (None, None) if not typed.strip() else None
    if year is not None and said in ("今", "去", "前", "明"):
        years = year + {"今": 0, "去": -1, "前": -2, "明": 1}[said]
        return years, years
    if found := re.fullmatch(rf"(\d{{4}})(?:{_DASH}+(\d{{4}}|\d{{2}}))?", said):
        start = int(found[1])
        end = start if found[2] is None else int(found[2]) if len(found[2]) == 4 else start // 100 * 100 + int(found[2])
        return (start, end) if 1900 <= start <= end <= 2100 else None
    if found := re.fullmatch(rf"第?([{_PLAN}]{{1,3}})个?五", said):
        count = _chinese(found[1])
        if count is not None and count >= 3:
            start = 1966 + 5 * (count - 3)
            return start, start + 4
        if count in (1, 2):
            return (1953, 1957) if count == 1 else (1958, 1962)
    return None


def _chinese(said: str) -> int | None:
    if "十" not in said:
        return _PLAN.index(said) + 1 if len(said) == 1 else None
    tens, _, ones = said.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return 10 * (_PLAN.index(tens) + 1 if tens else 1) + (_PLAN.index(ones) + 1 if ones else 0)


def state_text(state: State) -> str:
    """提案, 采纳, 改正, 拒绝, 补充."""
    return text(f"state.{state.value}")


def choice_text(value: Bound | Measure | Direction | Basis | Status) -> str:
    """The word for one of the closed choices: 以上, 变化, 上升, 同比, 目标."""
    return text(f"{type(value).__name__.lower()}.{value.value or 'none'}")


def confidence_text(confidence: float) -> str:
    """A chance in words: 很有把握, 较有把握, 建议核对, 存疑."""
    name = (
        "sure" if confidence >= SURE
        else "likely" if confidence >= LIKELY
        else "unsure" if confidence >= UNSURE
        else "doubtful"
    )  # fmt: skip
    return text(f"confidence.{name}")


def shown(name: str, value: Any, words: str = "") -> str:
    """One field's value as words, for the machine's original and for previews; `name` from core.facts.EDITABLE.

    Stretches are quoted from `words`, the report's text; without it they are told by their places.
    """
    kinds = {"bound": Bound, "measure": Measure, "direction": Direction, "basis": Basis, "status": Status}
    if name in kinds:
        return choice_text(kinds[name](value))
    if value in (None, "", ()):
        return text("card.empty")
    if isinstance(value, tuple):
        return listed([quoted(words[start:end]) if words else f"{start}–{end}" for start, end in value])
    if isinstance(value, Decimal):
        return plain(value)
    return str(value)


def when_text(moment: str, now: datetime | None = None) -> str:
    """A moment in ISO 8601 UTC as local time, short: 14:05 today, otherwise 2021-03-02 14:05; "" for none."""
    if not moment:
        return ""
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    local = at.astimezone()
    today = (now or datetime.now(UTC)).astimezone().date()
    if local.date() == today:
        return text("card.today", time=f"{local:%H:%M}")
    return f"{local:%Y-%m-%d %H:%M}"


def listed(words: list[str]) -> str:
    """Words one after the other, with the stop of the language in use."""
    return ("、" if language() == "zh" else ", ").join(words)


def told(fact: Fact, report: str = "") -> str:
    """A fact in one line of words, for tool tips and screen readers: 地区生产总值 5.5%以上 增减 目标 2021 提案.

    With the text that its places are in, further pieces are told, too: 95% … 以上.
    """
    period = "–".join(str(y) for y in dict.fromkeys((fact.period_start, fact.period_end)) if y is not None)
    quantity = pieces_words(fact.spans, report, " … ") if fact.pieces and report else fact.quantity
    words = (
        fact.indicator or text("fact_word.no_indicator"), quantity, text(f"measure.{fact.measure.value}"),
        text(f"status.{fact.status.value}"), period, text(f"state.{fact.state.value}"),
    )  # fmt: skip
    return " · ".join(w for w in words if w)
