"""What a numeral is worth: Arabic, Chinese, mixed, with 万/亿, fractions, powers. Values are Decimal."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {c: i for row in ("零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖") for i, c in enumerate(row)}
DIGITS |= {"两": 2, "倆": 2, "俩": 2, "贰": 2, "貳": 2, "叄": 3, "參": 3, "陸": 6, "兩": 2, "○": 0, "幺": 1}
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8, "兆": 10**12, "萬": 10**4, "億": 10**8}
FOLD = str.maketrans("０１２３４５６７８９．％，：－＋　", "0123456789.%,:-+ ")
TRADITIONAL = str.maketrans("萬億兩貳叄參陸點個負幾數", "万亿两贰叁叁陆点个负几数")


def chinese_value(numeral: str) -> Decimal | None:
    """The value of a Chinese or mixed numeral (四千零四万, 三万五, 一七二零, 25万6千); None if it is none."""
    whole, _, fraction = numeral.partition("点")
    value = _whole(whole)
    if value is None:
        return None
    if fraction:
        if not all(c in DIGITS for c in fraction):
            return None
        value += Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))
    return value


def _whole(numeral: str) -> Decimal | None:
    if not numeral:
        return None
    if len(numeral) > 1 and all(c in DIGITS for c in numeral):
        return Decimal("".join(str(DIGITS[c]) for c in numeral))
    total = section = Decimal(0)  # total: closed by 亿/万; section: below the next 万/亿
    digit: Decimal | None = None
    last = 0  # the last multiplier, for 三万五 = 35000
    zero = False
    for token in re.findall(r"\d+(?:\.\d+)?|.", numeral):
        if token[0].isdecimal():
            if digit is not None:
                return None
            digit = Decimal(token)
        elif token in DIGITS:
            if DIGITS[token] == 0:
                zero = True
                if digit is not None:
                    return None
                continue
            if digit is not None:
                return None
            digit = Decimal(DIGITS[token])
        elif token in _TENS:
            section += (Decimal(1) if digit is None else digit) * _TENS[token]
            digit, last, zero = None, _TENS[token], False
        elif token in _MYRIADS:
            section += digit or 0
            if section == 0 and total == 0:
                section = Decimal(1)
            scale = _MYRIADS[token]
            if section == 0 or (total and total < scale):  # 四万万, 三百五十万亿
                total = (total + section) * scale
            else:
                total += section * scale
            section, digit, last, zero = Decimal(0), None, scale, False
        else:
            return None
    if digit is not None:
        # 三万五, 两千三: the digit stands for the next lower place; not after 零 and not for written-out numbers.
        section += digit if zero or last < 100 or digit >= 10 else digit * last / 10
    return total + section


SCALES: dict[str, Decimal] = {
    "": Decimal(1), "十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4),
    "十万": Decimal(10**5), "百万": Decimal(10**6), "千万": Decimal(10**7), "万万": Decimal(10**8),
    "亿": Decimal(10**8), "十亿": Decimal(10**9), "百亿": Decimal(10**10), "千亿": Decimal(10**11),
    "万亿": Decimal(10**12), "十万亿": Decimal(10**13), "百万亿": Decimal(10**14),
}  # fmt: skip


def alone(numeral: str) -> Decimal | None:
    """The value of a numeral with nothing around it, in any of the ways people write one."""
    if not numeral:
        return None
    if numeral[0] in "-负":
        inner = alone(numeral[1:])
        return None if inner is None else -inner
    if numeral[-1] in "kK" and (thousand := alone(numeral[:-1])) is not None:
        return thousand * 1000
    plain = numeral.replace(",", "")
    if re.fullmatch(r"(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", plain):
        return Decimal(plain)
    if (power := re.fullmatch(r"(\d+(?:\.\d+)?)\^([-+]?\d+(?:\.\d+)?)", plain)) is not None:
        return Decimal(power.group(1)) ** Decimal(power.group(2))
    if "又" in numeral:
        whole, _, part = numeral.partition("又")
        values = alone(whole), alone(part)
        return None if values[0] is None or values[1] is None else values[0] + values[1]
    if (mixed := re.fullmatch(r"(?:(\d+) )?(\d+)/(\d+)", plain)) is not None and int(mixed.group(3)):
        return Decimal(mixed.group(1) or 0) + Decimal(mixed.group(2)) / Decimal(mixed.group(3))
    if "分之" in numeral:
        below, _, above = numeral.partition("分之")
        values = alone(below), alone(above)
        return None if not values[0] or values[1] is None else values[1] / values[0]
    if numeral == "一打":
        return Decimal(12)
    if numeral == "半":
        return Decimal("0.5")
    vague = re.sub(r"(?<=[十百千万亿零\d])[余多几来]+(?=[万亿]|$)", "", plain)
    if (scaled := re.fullmatch(r"(\d+(?:\.\d+)?)(万亿|亿|万|千|百|十)", vague)) is not None:
        return Decimal(scaled.group(1)) * SCALES[scaled.group(2)]
    return chinese_value(vague)
