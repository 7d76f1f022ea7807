"""Pinyin initials of Chinese words: 地区生产总值 is dqsczz.

The 3,755 everyday characters of GB 2312-80 stand in the order of their pinyin, so that a character's code alone
gives its initial; a table of readings would be much larger. Characters with several readings that occur in names
of indicators have theirs listed; any of them matches.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

# First GBK code of each initial's run in GB 2312-80, level 1 (there are no syllables with i, u, v).
_RUNS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_STARTS = [start for start, _ in _RUNS]
_END = 0xD7FA
_SEVERAL = {
    "率": "l", "重": "zc", "长": "zc", "调": "td", "行": "xh", "会": "hk", "数": "s", "车": "c", "单": "ds",
    "模": "m", "还": "h", "校": "xj", "量": "l", "乐": "ly", "朝": "cz", "曾": "zc", "藏": "cz", "厦": "sx",
    "降": "jx", "参": "cs", "泊": "bp", "秸": "j", "秆": "g", "圳": "z", "镉": "g", "铀": "y", "涪": "f", "渝": "y",
    "赣": "g", "粤": "y", "皖": "w", "闽": "m", "衢": "q", "隧": "s", "螨": "m", "汛": "x", "瘫": "t", "孵": "f",
    "氨": "a", "氮": "d", "绩": "j", "碳": "t", "栋": "d", "赡": "s", "殡": "b", "殉": "x", "扶": "f", "廉": "l",
    "畜": "xc", "弄": "nl", "地": "d", "大": "d",
}  # fmt: skip


@lru_cache(maxsize=8192)
def _letters(character: str) -> str:
    if character.isascii():
        return character.lower()
    if character in _SEVERAL:
        return _SEVERAL[character]
    try:
        code = int.from_bytes(character.encode("gbk"), "big")
    except UnicodeEncodeError:
        return ""
    if not _STARTS[0] <= code < _END:
        return ""
    return _RUNS[bisect_right(_STARTS, code) - 1][1]


@lru_cache(maxsize=8192)
def initials(name: str) -> tuple[str, ...]:
    """For each character the letters that its pinyin may begin with; Latin letters stand for themselves."""
    return tuple(found for character in name if (found := _letters(character)))


def matches(typed: str, letters: tuple[str, ...]) -> bool:
    """True when the typed letters are the initials of characters next to each other: czjm for 城镇居民人均…"""
    wanted = typed.lower()
    last = len(letters) - len(wanted)
    return bool(wanted) and any(
        all(letter in letters[at + n] for n, letter in enumerate(wanted)) for at in range(last + 1)
    )
