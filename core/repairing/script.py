"""Traditional text to Simplified, by OpenCC, code point for code point; never on text already Simplified."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from core.repairing.changes import Change

_HAN = re.compile("[\u3400-\u9fff]+")

# OpenCC's t2s leaves 著 alone, because 显著 and 名著 keep it; in these words it is 着 and nothing else.
# After a verb of the writer's choice (凝聚著) it stays as OpenCC leaves it: 合著, 编著, 遗著 are right.
_ZHE = re.compile(
    "(?<![显卓名专原论编译])著(?=[力眼手重实陆落急装色])"
    "|(?:(?<=意味)|(?<=标志)|(?<=伴随)|(?<=[随沿朝]))著(?![名作称述书者录])"
)

# Characters that place names keep: 濛溪河, 乾县. OpenCC knows 乾隆 and 乾坤.
_KEPT = re.compile("濛(?=[溪江阳陽河])|乾(?=[县縣安元陵])")

# Characters that OpenCC turns only in some words (答覆, 瞭解, 藉口); in 覆盖 it does not.
_IN_PHRASES = re.compile("[瞭藉衹沈牴]|覆(?!盖)")


def simplified(text: str) -> str:
    """OpenCC t2s and 着; the same number of code points."""
    if turned().isdisjoint(text) and not _IN_PHRASES.search(text):
        return _ZHE.sub("着", text) if "著" in text else text
    found: str = converter().convert(text)
    # A conversion that changed the length would move every fact behind it; none of OpenCC's 5,520 entries does.
    if len(found) != len(text):
        found = "".join(c if len(c) == 1 else o for c, o in zip(map(converter().convert, text), text, strict=True))
    if "濛" in text or "乾" in text:
        for match in _KEPT.finditer(text):
            found = found[: match.start()] + match[0] + found[match.end() :]
    return _ZHE.sub("着", found)


def traditional(text: str) -> Iterator[Change]:
    """One change a line, in lines whose characters really are Traditional."""
    odd = traditional_characters(text)
    if not odd:
        return
    strange = re.compile("[" + "".join(sorted(odd)) + "]")
    whole = len(strange.findall(text)) * 25 >= _han(text)
    position = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        many = len(strange.findall(line))
        # A Simplified report may quote a name in Traditional: a line alone is converted only when it is all so.
        if not (whole or (many >= 4 and many * 8 >= _han(line))):
            continue
        body = line.rstrip("\r\n")
        after = simplified(body)
        if after == body:
            continue
        first = next(i for i, (a, b) in enumerate(zip(body, after, strict=True)) if a != b)
        last = next(i for i in range(len(body), 0, -1) if body[i - 1] != after[i - 1])
        yield Change(start + first, start + last, after[first:last], "traditional")


def traditional_characters(text: str) -> set[str]:
    """Those characters of the text that Simplified writing does not have.

    GB2312 holds the Simplified characters only; what it lacks and OpenCC turns into another one is Traditional.
    """
    return set(turned().intersection(_lacking().findall(text)))


@cache
def _lacking() -> re.Pattern[str]:
    """The characters that GB2312 does not have, as ranges."""
    known = sorted(ord(c) for c in map(chr, range(0x3400, 0xA000)) if c.encode("gb2312", "ignore"))
    gaps = zip([0x33FF, *known], [*known, 0xA000], strict=True)
    return re.compile("[" + "".join(f"{chr(a + 1)}-{chr(b - 1)}" for a, b in gaps if b - a > 1) + "]")


@cache
def turned() -> frozenset[str]:
    """The characters that OpenCC turns into another one wherever they stand.

    Taken from its tables: to ask for each of GBK's took a quarter of a second. What it turns in some words only,
    `_IN_PHRASES` has.
    """
    tables = (table for _, _, table in converter().dict_cache.values())
    pairs = ((key, value) for table in tables for key, value in table.items() if len(key) == 1)
    return frozenset(key for key, value in pairs if key != value.split(" ")[0])  # of several it takes the first


def _han(text: str) -> int:
    return max(1, sum(map(len, _HAN.findall(text))))


@cache
def converter() -> Any:
    """OpenCC, from Traditional to Simplified."""
    import opencc

    return opencc.OpenCC("t2s")
