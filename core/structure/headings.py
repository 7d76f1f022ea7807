"""The headings of a report: numbered at any level, or short lines without a number."""

from __future__ import annotations

import re
from typing import NamedTuple

from core.spans import Span

# Ranks of the numbering styles, from the outside in.
UNNUMBERED, CHINESE, BRACKETED, ARABIC, ARABIC_BRACKETED = range(5)

LONGEST = 70  # characters of a heading; longer first sentences are text
_CHINESE_NUMBER = "[一二三四五六七八九十]{1,3}"
_NUMBER = re.compile(
    rf"第?(?P<chinese>{_CHINESE_NUMBER})(?:、|[.．](?!\d)|\s(?=\S)|(?<=[一二三四五六七八九十])部分[:：、\s]?)"
    rf"|[（(]\s?(?P<bracketed>{_CHINESE_NUMBER})\s?[)）][、.]?"
    r"|(?P<arabic>\d{1,2})(?:[.．、](?!\d)|\s(?=[^\d\s]))"
    r"|(?:[（(]\s?(?P<arabic_bracketed>\d{1,2})\s?[)）]|(?P<circled>[①-⑳]))[、.]?"
    rf"|第(?P<ordinal>{_CHINESE_NUMBER})[，,]"
)
_STYLES = {
    "chinese": CHINESE,
    "bracketed": BRACKETED,
    "arabic": ARABIC,
    "arabic_bracketed": ARABIC_BRACKETED,
    "circled": ARABIC_BRACKETED,
    "ordinal": ARABIC_BRACKETED,
}
_TITLE_END = re.compile(r"[。！？；：!?;:\n]|[ \u3000\u2003\t]{1,}")
_NOT_A_TITLE = re.compile(r"[。！？；：:!?;，,、…—\-]$|代表[:：!！]?$")


class Heading(NamedTuple):
    """A heading: where it stands, its numbering style (rank) and number (0 for none)."""

    title: Span
    style: int
    number: int


_VALUES = {c: i for i, c in enumerate("一二三四五六七八九", 1)}


def chinese_number(numeral: str) -> int:
    """The value of 一 … 九十九; 0 for anything else."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _VALUES.get(ones, 0)
    return (_VALUES.get(tens, 0) if tens else 1) * 10 + (_VALUES.get(ones, 0) if ones else 0)


def numbered(text: str, segment: Span) -> Heading | None:
    """The numbered heading with which a segment begins."""
    match = _NUMBER.match(text, segment.start, min(segment.end, segment.start + 12))
    if match is None or match.end() >= segment.end:
        return None
    kind = match.lastgroup or "chinese"
    numeral = match.group(kind)
    if kind == "circled":
        number = ord(numeral) - ord("①") + 1
    else:
        number = int(numeral) if numeral.isdecimal() else chinese_number(numeral)
    if not number:
        return None
    end = segment.end
    if (stop := _TITLE_END.search(text, match.end() + 1, min(end, match.end() + LONGEST))) is not None:
        end = stop.start()
        # 1、主要经济指标： keeps no colon; a sentence keeps none of its marks in the outline either.
    elif end - match.end() > LONGEST:
        return None
    return Heading(Span(segment.start, end), _STYLES[kind], number)


def unnumbered(text: str, segment: Span) -> Heading | None:
    """A short line without an end mark, such as 2013年工作回顾."""
    if segment.end - segment.start > 40:
        return None
    line = segment.of(text)
    if len(line) < 4 or _NOT_A_TITLE.search(line):
        return None
    return Heading(segment, UNNUMBERED, 0)
