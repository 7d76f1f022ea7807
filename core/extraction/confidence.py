"""How sure each field of a proposal is, and the whole of it.

The shares below were counted on labelled sentences of the tuning half (tests/benchmarks/accuracy.py --bins prints the
reliability table for both halves) and pulled down where few cases stand behind them, because rules do worse on
reports that nobody has looked at.
"""

from __future__ import annotations

from functools import lru_cache

from core.documents import Part

# The name, by the rule that made it: (with a canonical indicator, without one).
_NAME = {
    "left": (0.985, 0.93), "right": (0.945, 0.88), "right_predicate": (0.95, 0.84), "carried": (0.93, 0.80),
    "shared": (0.955, 0.80), "relative": (0.88, 0.78), "both": (0.945, 0.90), "borrowed": (0.90, 0.90), "verb": (0.90, 0.85),
    "topic": (0.75, 0.60), "before": (0.80, 0.60), "spent": (0.60, 0.40), "none": (0.05, 0.05),
}  # fmt: skip
_QUANTITY = {"number": 0.995, "words": 0.93, "share": 0.96, "rank": 0.96, "double": 0.96, "flat": 0.85, "none": 0.55}
_MEASURE = {
    "level": 0.99, "to_level": 0.985, "change_word": 0.99, "list": 0.98, "change_after": 0.97, "change_name": 0.93, "cut": 0.90,
    "points": 0.94, "net": 0.96, "moved": 0.97, "rank": 0.99, "flat": 0.95, "double": 0.97, "minus": 0.95,
}  # fmt: skip
_BASIS = {"one_year": 0.97, "yearly_word": 0.985, "average_word": 0.95, "since": 0.95, "span": 0.88, "compared": 0.85}
_PERIOD = {
    "part": 0.985,
    "opener": 0.98,
    "moment": 0.97,
    "end_of_span": 0.93,
    "since": 0.95,
    "average": 0.94,
    "old_value": 0.80,
}
_STATUS = {
    "part": 0.99,
    "estimate_word": 0.97,
    "estimate_before": 0.90,
    "past_moment": 0.90,
    "future_moment": 0.92,
    "old_value": 0.94,
}
Rules = tuple[str, str, str, str, str]  # of indicator, measure, period, status, basis
DOUBT = 0.95  # below this a field is named in Fact.doubts


def judged(
    rules: Rules,
    kind: str,
    name: str,
    canonical: str,
    part: Part,
    *,
    change: bool,
    limit: bool,
    dated: bool,
    several: bool,
) -> tuple[float, tuple[tuple[str, float], ...]]:
    """Confidence of the whole, and the doubtful fields, from the rules that made each field.

    `limit`: the quantity only bounds a class; `dated`: the years are known; `several`: they are more than one.
    """
    length = len(name)
    return _judged(rules, kind, min(15, length), "、" in name, canonical != "", part, change, limit, dated, several)


@lru_cache(maxsize=20_000)
def _judged(
    rules: Rules,
    kind: str,
    length: int,
    listed: bool,
    known: bool,
    part: Part,
    change: bool,
    limit: bool,
    dated: bool,
    several: bool,
) -> tuple[float, tuple[tuple[str, float], ...]]:
    """`judged` from what it goes by; a report has a few hundred such cases."""
    name_rule, measure_rule, period_rule, status_rule, basis_rule = rules
    fields = {
        "quantity": 0.60 if limit else _QUANTITY.get(kind, 0.90),
        "indicator": _name(length, listed, known, name_rule),
    }
    fields["measure"] = _MEASURE.get(measure_rule, 0.95)
    period = _PERIOD.get(period_rule, 0.90)
    if several and period_rule in ("part", "opener"):
        period = min(period, 0.93)  # a flow over the whole span or a state at its end
    if not dated:
        period = 0.30
    elif part in (Part.OTHER, Part.OPENING):
        period = min(period, 0.85)
    fields["period"] = period
    fields["status"] = min(_STATUS.get(status_rule, 0.95), 0.90 if part is Part.OTHER else 1.0)
    whole = 1.0
    for sure in fields.values():
        # The constant part of each doubt is shared (the same sentence is easy or hard for all fields), hence the root.
        whole *= sure if sure < 0.9 else sure**0.5
    if change:
        fields["basis"] = _BASIS.get(basis_rule, 0.85)
    doubts = tuple((field, round(sure, 3)) for field, sure in fields.items() if sure < DOUBT)
    return round(whole, 3), doubts


def _name(length: int, listed: bool, canonical: bool, rule: str) -> float:
    with_canonical, without = _NAME.get(rule, (0.8, 0.7))
    sure = with_canonical if canonical else without
    if length <= 3:
        sure = min(sure, 0.9 if canonical and rule == "left" else 0.25)
    elif length == 4:
        sure = min(sure, 0.88 if canonical else 0.50)
    elif length >= 15 and not canonical and rule not in ("left", "right_predicate"):
        sure *= 0.85
    elif length <= 7 and not canonical:
        sure *= 0.98
    if listed and not canonical:
        sure *= 0.92
    return sure
