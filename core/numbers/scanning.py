"""The pass over a text that finds its quantities: where something may begin, the branch that reads it."""

from __future__ import annotations

import re

from core.numbers.figures import COLONS, NUMBER, RATIO, arabic, ratios
from core.numbers.quantity import Quantity
from core.numbers.ranks import rank, special
from core.numbers.worded import worded

# Where something may begin; everything else is skipped at the speed of a character class.
_ANCHOR = re.compile(
    # The first character stands alone in front of the conditions, so that the search runs from one such to the next.
    r"[\d一二两三四五六七八九十百千万亿几数第前翻首榜之持清过半倍](?:(?<=\d)"
    r"|(?<=[一二两三四五六七八九十百千万亿几数])(?=[一二两三四五六七八九十百千万亿余多几点分成倍亩元个吨公人户名余平平家件项座处条所台套场次米斤])"
    r"|(?<=第)(?=\s?[\d一二三四五六七八九十])|(?<=前)(?=\s?[\d一二三四五六七八九十百])"
    r"|(?<=翻)(?=[了一二两三四\d番])|(?<=首)位|(?<=榜)首|(?<=之)首|(?<=持)平|(?<=清)零|(?<=一)半|(?<=过)半|(?<=半)数|(?<=倍)增)"
)


def quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """All quantities of `text` between `start` and `end`, in order, none overlapping.

    Dates, bare numbers inside names (5G, PM2.5) and single Chinese digits before a classifier are left out.
    """
    limit = len(text) if end is None else end
    every: list[Quantity] = []
    search, at, last = _ANCHOR.search, start, start
    while (anchor := search(text, at, limit)) is not None:
        at = anchor.start()
        character = text[at]
        if character.isdecimal():
            number = NUMBER.match(text, at)
            assert number is not None
            following = text[number.end(1) : number.end(1) + 1]
            if (
                (following in COLONS or following.isspace())
                and (match := RATIO.match(text, at, limit)) is not None
                and (parts := ratios(text, match))
            ):
                every.extend(parts)
                at = last = match.end()
                continue
            found, after = arabic(text, at, last, limit, number)
        elif character in "第前":
            found, after = rank(text, at)
        elif character in "翻首榜之持清过半倍" or text.startswith("一半", at):
            found, after = special(text, at, last)
        else:
            found, after = worded(text, at, last)
        if found is not None and found.end <= limit:
            every.append(found)
            last = found.end
        at = max(after, at + 1)
    return every
