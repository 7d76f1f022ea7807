"""One quantity standing alone, typed or selected, in any of the ways people write one."""

from __future__ import annotations

import re
from decimal import Decimal, DivisionByZero, InvalidOperation

from core.facts import Bound
from core.numbers.quantity import AFTER, BEFORE, Quantity, bare_unit
from core.numbers.scanning import quantities
from core.numerals import FOLD, TRADITIONAL, alone
from core.units import builtin_units


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
    if (before := BEFORE.search(plain[:6])) is None:
        for cut in range(min(4, len(plain) - 1), 0, -1):
            if (before := BEFORE.fullmatch(plain[:cut])) is not None:
                break
    if before is not None:
        bound = (Bound.GE, Bound.LE, Bound.APPROX)[(before.lastindex or 1) - 1]
        plain = plain[before.end() :]
    for cut in range(1, min(4, len(plain))):
        if (after := AFTER.fullmatch(plain[-cut:])) is not None:
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
            return value, plain[cut:], bare_unit(plain[cut:])
    return None, "", ""


def line_quantities(line: str) -> list[Quantity]:
    """The quantities of one line of input: the whole line if it is one numeral, else those found in it."""
    whole = parse(line)
    return [whole] if whole is not None else quantities(line)
