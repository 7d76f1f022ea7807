"""Characters that no reader should see: control and zero-width ones, escapes and entities, private use."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from core.repairing.changes import Change, odd

_LINE_END = re.compile("\r\n|\r|\u2028|\u2029|\x85")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]+")
_ESCAPE = re.compile(r"\\r\\n|\\[nr](?![a-z])|\\t(?![a-z])|\\u3000|\\xa0")
_ENTITY = re.compile(
    r"&(?:nbsp|ensp|emsp|thinsp|amp|lt|gt|quot|apos|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|middot|bull|times|"
    r"permil|deg|yen|shy|zwnj|zwj|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});"
)
_HIDDEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
# One alone on a line in the middle of a sentence is where a page broke: 550 ⏎ ⏎ 多万公里.
_ZERO = re.compile(f"(?<=[^\\s。！？!?：:；;])\n[ \t]*[{_HIDDEN}]+[ \t]*\n(?=[^\\s])|[{_HIDDEN}]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]+")
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
# The supplement's radicals have no decomposition in Unicode.
# The characters by which each of these passes knows that it has work.
_LINE_ENDS = frozenset("\r\u2028\u2029\x85")
_CONTROLS = frozenset(filter(_CONTROL.match, map(chr, range(0xA0))))
_INVISIBLE = frozenset(filter(re.compile(f"[{_HIDDEN}]").match, map(chr, range(0x10000))))
_RADICALS = frozenset(filter(_RADICAL.match, map(chr, range(0x2E80, 0xFB00))))
_SUPPLEMENT = dict(
    zip(
        "⺁⺅⺆⺉⺌⺎⺒⺓⺕⺖⺘⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺫⺬⺭⺮⺯⺲⺳⺴⺵⺶⺷⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂亻冂刂小兀巳幺彐忄扌母民氵氺灬爪爪丬犭王目示礻竹糸罒罓四罒羊羊耂肀聿月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅长镸长门阝雨青韦页风飞食食饣饣食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)


def line_ends(text: str) -> Iterator[Change]:
    """One kind of line end; no damage, so no record."""
    if not _LINE_ENDS.isdisjoint(odd(text)):
        for match in _LINE_END.finditer(text):
            yield Change(match.start(), match.end(), "\n", "line_end", shown=False)


def controls(text: str) -> Iterator[Change]:
    """Control characters out; a form feed is a new page and so a new line."""
    if _CONTROLS.isdisjoint(odd(text)):
        return
    for match in _CONTROL.finditer(text):
        yield Change(match.start(), match.end(), "\n" if "\x0c" in match[0] or "\x0b" in match[0] else "", "control")


def escapes(text: str) -> Iterator[Change]:
    """Line ends that a program wrote as letters. Three of them are no accident."""
    if "\\" not in text:
        return
    found = list(_ESCAPE.finditer(text))
    if len(found) < 3:
        return
    for match in found:
        after = "\n" if match[0][1] in "rn" else " "
        yield Change(match.start(), match.end(), after, "escape")


def entities(text: str) -> Iterator[Change]:
    """Characters that a page wrote by name: &nbsp; &ldquo;"""
    if "&" not in text:
        return
    for match in _ENTITY.finditer(text):
        after = html.unescape(match[0])
        after = {"\xa0": " ", "\u2002": " ", "\u2003": "\u3000", "\u2009": " "}.get(after, after)
        if after and not unicodedata.category(after[0]).startswith("C"):
            yield Change(match.start(), match.end(), after, "entity")
        else:
            yield Change(match.start(), match.end(), "", "entity")


def hidden(text: str) -> Iterator[Change]:
    """Zero-width characters out, with the line break that stood beside one in mid-sentence."""
    if _INVISIBLE.isdisjoint(odd(text)):
        return
    for match in _ZERO.finditer(text):
        yield Change(match.start(), match.end(), "", "zero_width")


def private(text: str) -> Iterator[Change]:
    """Private-use characters mean something in one font only; those of old GB 18030 have a place since."""
    if not any(map(_PRIVATE.match, odd(text))):
        return
    for match in _PRIVATE.finditer(text):
        after = match[0].encode("gb18030", "ignore").decode("gb18030", "ignore")
        after = "" if _PRIVATE.search(after) else after
        yield Change(match.start(), match.end(), after, "private_use", 1.0 if after else 0.8)


def radicals(text: str) -> Iterator[Change]:
    """Kangxi radicals and compatibility forms, as PDF fonts give them, to the characters they look like."""
    if _RADICALS.isdisjoint(odd(text)):
        return
    for match in _RADICAL.finditer(text):
        after = _SUPPLEMENT.get(match[0]) or unicodedata.normalize("NFKC", match[0])
        if after != match[0]:
            yield Change(match.start(), match.end(), after, "radical")
