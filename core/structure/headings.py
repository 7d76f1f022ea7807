"""The headings of a report: numbered at any level, or short lines without a number."""

from __future__ import annotations

import re
from typing import NamedTuple

from core.spans import Span
from core.structure import frames

# Styles of headings; those with numbers by their usual level. A PART is a line without number that names a part of
# the report, a PLAIN one a short line without number below.
PART, CHINESE, BRACKETED, ARABIC, ARABIC_BRACKETED, PLAIN = range(6)
DEEPEST = 6  # levels

LONGEST = 70  # characters of a heading; longer first sentences are text
_CHINESE_NUMBER = "[一二三四五六七八九十]{1,3}"
_NUMBER = re.compile(
    rf"(?P<chinese>{_CHINESE_NUMBER})(?:、|[.．](?!\d))"
    rf"|第(?P<part>{_CHINESE_NUMBER})部分[:：、\s]?"
    rf"|[（(]\s?(?P<bracketed>{_CHINESE_NUMBER})\s?[)）][、.]?"
    r"|(?P<arabic>\d{1,2})[.．、](?!\d)"
    r"|(?:[（(]\s?(?P<arabic_bracketed>\d{1,2})\s?[)）]|(?P<circled>[①-⑳]))[、.]?"
    rf"|第(?P<ordinal>{_CHINESE_NUMBER})[，,]"
)
_STYLES = {
    "chinese": CHINESE,
    "part": CHINESE,
    "bracketed": BRACKETED,
    "arabic": ARABIC,
    "arabic_bracketed": ARABIC_BRACKETED,
    "circled": ARABIC_BRACKETED,
    "ordinal": ARABIC_BRACKETED,
}
_TITLE_END = re.compile(r"[。！？；：!?;:\n]")
_TITLE_END_JOINED = re.compile(r"[。！？；：!?;:\s]")  # a paragraph that begins with its heading and a blank
_NOT_A_TITLE = re.compile(
    r"[。！？；!?;\t|》>]|^[^“\w]|[：:，,、…—\-《]$|代表|^\d+$|[:：]\S*$|^一[是要]|[一二三四五六七八九十]是"
)
_ENDED = re.compile(r"[。！？；：!?;:…”’」』）)】》]\s*$")
_SHORT, _LONG = 36, 50  # characters: a plain heading is at most so short, the paragraph below at least so long


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
    long = end - match.end() > LONGEST
    pattern = _TITLE_END_JOINED if long else _TITLE_END
    if (stop := pattern.search(text, match.end() + 1, min(end, match.end() + LONGEST))) is not None:
        end = stop.start()
    elif long:
        return None
    return Heading(Span(segment.start, end), _STYLES[kind], number)


def find(text: str, segments: list[Span]) -> dict[int, Heading]:
    """The headings by the index of the segment that they begin."""
    found: dict[int, Heading] = {}
    body = _body(text)
    for index, segment in enumerate(segments):
        heading = numbered(text, segment)
        if heading is None and segment.start >= body and segment.end - segment.start <= _SHORT:
            heading = _unnumbered(text, segments, index, found)
        if heading is not None:
            found[index] = heading
    return found


def _body(text: str) -> int:
    """Where titles, dates and names end: at the salutation, if there is one near the front."""
    return max(text.find(words, 0, 1500) for words in ("各位代表", "同志们", "各位委员")) + 1


def _unnumbered(text: str, segments: list[Span], index: int, found: dict[int, Heading]) -> Heading | None:
    """A short line without an end mark, such as 2013年工作回顾, between finished sentences."""
    segment = segments[index]
    line = segment.of(text)
    if frames.glossary(line):
        return Heading(segment, PART, 0)
    if len(line) < 4 or _NOT_A_TITLE.search(line):
        return None
    if index and index - 1 not in found:
        # A scraper cuts lines at links and bold words: what goes before must be finished.
        start, end = segments[index - 1]
        if not _ENDED.search(text, max(start, end - 3), end):
            return None
    if frames.part_line(line):
        return Heading(segment, PART, 0)
    following = segments[index + 1] if index + 1 < len(segments) else None
    if following is not None and following.end - following.start >= _LONG and not line.isascii():
        return Heading(segment, PLAIN, 0)
    return None
