"""What the quantities of a list tell of one another: a bound said of all, an old value that a new one replaces."""

from __future__ import annotations

import re
from dataclasses import replace

from core.facts import Bound
from core.numbers import Quantity

# Members under names of their own: each look-up on its class takes ten times as long in Python 3.11.
_EQ, _GE, _LE, _APPROX = Bound.EQ, Bound.GE, Bound.LE, Bound.APPROX
_ABOUT = re.compile(r"(?<![节预合签集契条公制])约(?:占|为|是|相当于)[^，；。、\d]{0,10}$")
_POINTS = re.compile(r"(?:高|低|快|慢|提高|上升|下降|回落|增长|增加)[^，。；]{0,8}$")
_BOUNDED = (_GE, _LE, _APPROX)
_BETWEEN = frozenset({"、", "和", "及", "与", "，", "以及"})
_FROM = re.compile(r"(?:从|由)([^，；。、]{0,12})$")
_THEN = re.compile(r"(?:分别)?[^，；。、]{1,8}(?:到|至|为)(?:[^，；。、]{0,10})")
_LISTED = re.compile(r"\s*(?:[、:：∶]|和|及|与)\s*")  # 从333元、147元提高到374元、172元; 由5.0∶49.6∶45.4调整为…
_YEAR = re.compile(r"((?:19|20)\d\d)年")


def bounded(text: str, start: int, kept: list[Quantity]) -> list[Quantity]:
    """5%、6.5%左右: a qualifier behind a list bounds every member of it. `start` is where the sentence begins."""
    about = text.find("约", max(0, start - 14), kept[-1].start) >= 0
    for i, q in enumerate(kept):
        if q.base_unit in ("个点", "点") and _POINTS.search(text, max(0, q.start - 12), q.start) is not None:
            kept[i] = replace(q, base_unit="百分点")  # 高出预期目标1.9个点
        if about and q.bound is _EQ and _ABOUT.search(text, max(0, q.start - 14), q.start) is not None:
            kept[i] = replace(kept[i], bound=_APPROX)  # 约占全国的1/3
    for i in range(len(kept) - 2, -1, -1):
        q, following = kept[i], kept[i + 1]
        if q.base_unit == "个" and following.base_unit == "百分点" and _gap(text, q, following) in ("、", "和"):
            kept[i] = q = replace(q, base_unit="百分点")  # 快于全国3.4个、1个百分点
        if (
            q.bound is _EQ
            and following.bound in _BOUNDED
            and q.base_unit == following.base_unit
            and following.start == following.core
            and q.kind == following.kind
            and following.kind in ("number", "words", "share")
            and _gap(text, q, following) in _BETWEEN
        ):
            kept[i] = replace(q, bound=following.bound)
    return kept


def _gap(text: str, q: Quantity, following: Quantity) -> str:
    return text[q.end : following.start].strip()


def replacing(text: str, start: int, kept: list[Quantity]) -> bool:
    """False where no value of the sentence can be an old one: 从 or 由 leads to each of these."""
    return text.find("从", start, kept[-1].start) >= 0 or text.find("由", start, kept[-1].start) >= 0


def old_year(text: str, kept: list[Quantity], i: int, begin: int, start: int | None) -> int | None:
    """The year of the i-th value where a new one replaces it, alone or one of a list; None for any other figure.

    `begin` is where the sentence begins, `start` the first year of its frame.
    """
    first = last = i
    while first > 0 and _LISTED.fullmatch(text, kept[first - 1].end, kept[first].start):
        first -= 1
    match = _FROM.search(text, max(begin, kept[first].start - 14), kept[first].start)
    if match is None:
        return None
    while last + 1 < len(kept) and _LISTED.fullmatch(text, kept[last].end, kept[last + 1].start):
        last += 1
    if last + 1 == len(kept) or _THEN.fullmatch(text, kept[last].end, kept[last + 1].start) is None:
        return None
    if (year := _YEAR.search(match.group(1))) is not None:
        return int(year.group(1))
    return None if start is None else start - 1
