"""Width and spaces: full-width digits, spaces inside numbers and words, question marks for lost spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.repairing.changes import Change, odd

# Here and below a pattern begins with its rarest character and looks back from there: the search then runs from one
# such character to the next.
_WIDE = re.compile("[０-９．％](?:(?<=[０-９])[０-９]*(?:．[０-９0-9]+)?％?|(?<=[0-9]．)(?=[0-9０-９])|(?<=％))")
_WIDES = frozenset("０１２３４５６７８９．％")
_NARROW = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in "０１２３４５６７８９．％"}

_S = "[ \xa0\u2002-\u200a\u202f\u3000]"
_HAN = "[\u3400-\u9fff]"
_UNIT = "年月日个亿万元家户人名场项亩吨件处条座所起次倍位岁套公平立千百米克升度天周小分秒辆台艘架"
_GAP = re.compile(rf"{_S}(?<=\d.)")
_LINKS = re.compile(rf"{_S}(?<=\d.)\d{_S}\d")  # what each of these has
_CHAIN = re.compile(rf"(?<![\d.]){_S}?\d(?:{_S}\d){{2,}}(?![\d])")
_POINT = re.compile(rf"(?<=\d)(?:{_S}{{1,2}}[.．]{_S}{{0,2}}|[.．]{_S}{{1,2}}(?=\d+{_S}?[%％亿万]))(?=\d)")
_PERCENT = re.compile(rf"{_S}(?<=\d.){_S}*(?=[%％])")
_SPLIT = re.compile(
    rf"{_S}(?:(?<=[^\d.表图件第章节条]\d.)|(?<=[^\d.表图件第章节条]\d\d.))(?=\d{{1,3}}(?:\.\d+)?{_S}?(?:[%％]|个百分点|亿|万))"
)
_MEASURED = re.compile(rf"{_S}(?<=\d.)(?<!附件\d.){_S}?(?=[{_UNIT}])")
_ANY = re.compile(rf"{_S}(?<=\d.)(?=\d)")

_SPREAD = re.compile(
    rf"(?<![\u3400-\u9fff]){_HAN}(?:{_S}{{1,4}}{_HAN}){{2,}}(?![\u3400-\u9fff])|{_HAN}(?:{_S}{_HAN}){{3,}}"
)
# What both need, found sooner since blanks are rare.
_GAPS = re.compile(rf"{_S}(?<={_HAN}.){_S}{{0,3}}{_HAN}")
_INSIDE = re.compile(rf"{_S}(?<={_HAN}.)(?={_HAN})")

_TWO = re.compile(f"{_HAN}{{2}}")
_OFFICE = "长席记者任员理"  # a name follows: 省长 刘小涛
_STREWN = 30

_QUESTION = re.compile(r"\?{2,}")
_LEADING = re.compile(r"^[ \u3000]*\?+(?=[\u3400-\u9fff“（(])", re.MULTILINE)


def width(text: str) -> Iterator[Change]:
    """Full-width digits, the point between digits and ％."""
    if _WIDES.isdisjoint(odd(text)):
        return
    for match in _WIDE.finditer(text):
        yield Change(match.start(), match.end(), match[0].translate(_NARROW), "width")


def numbers(text: str) -> Iterator[Change]:
    """Spaces inside one number (2 6.5%, 1 9 9 7, 5 . 5) and before its unit (48 场)."""
    if not _GAP.search(text):
        return
    found: list[tuple[int, int, str, float]] = []
    chains = list(_CHAIN.finditer(text)) if _LINKS.search(text) else []
    for match in chains:
        after = re.sub(_S, "", match[0])
        lead = len(match[0]) - len(match[0].lstrip(" \xa0\u3000"))
        found.append((match.start() + lead, match.end(), after, 0.95))
    for match in _POINT.finditer(text):
        # 11. 90%以上: the number of an item, at the start of its line
        digits = re.search(r"\d+$", text[max(0, match.start() - 6) : match.start()])
        first = match.start() - len(digits[0]) if digits else 0
        if first and not text[first - 1].isspace() and text[first - 1] not in "。；;、":
            found.append((match.start(), match.end(), ".", 0.9))
    for pattern, after, sure in ((_PERCENT, "", 0.97), (_MEASURED, "", 0.97)):
        found += ((m.start(), m.end(), after, sure) for m in pattern.finditer(text))
    found += ((m.start(), m.end(), "", 0.8) for m in _SPLIT.finditer(text))
    if len(chains) >= 5:
        # A text in which numbers are spread throughout: two digits in a row are one number as well.
        found += ((m.start(), m.end(), "", 0.9) for m in _ANY.finditer(text))
    found.sort()
    for start, end, after, sure in found:
        if text[start:end] != after:
            yield Change(start, end, after, "number_space", sure)


def words(text: str) -> Iterator[Change]:
    """Spaces between the characters of one word: 雏 鹰, 政 府 工 作 报 告.

    A space between two clauses stays (好客山东 好品山东): what stands on both sides must read on as in other reports.
    """
    if (gap := _GAPS.search(text)) is None:
        return
    spread = list(_spread(text, gap))
    covered: set[int] = set()
    for match in spread:
        covered.update(range(match.start(), match.end()))
    found = [(m.start(), m.end(), re.sub(_S, "", m[0]), 0.9) for m in spread]
    inside = [m for m in _INSIDE.finditer(text) if m.start() not in covered]
    if inside:
        from core.repairing.likelihood import reports

        likelihood = reports()
        # Where a program strewed spaces there are dozens; in a sound text a gap mostly means something.
        many = len(inside) >= _STREWN
        doubtful = []
        for match in inside:
            at, to = match.span()
            before, after = text[max(0, at - 2) : at], text[to : to + 2]
            if before[-1] in _OFFICE or match[0] == "\u3000":
                continue
            if not _TWO.fullmatch(before):
                doubtful.append((at, to, "", 0.7))
                continue
            joined, apart = likelihood.of(after, before), likelihood.of(after)
            next_one = likelihood.after(before, after[0])
            if next_one > (-3.5 if many else -1.2) and joined > apart + (1.0 if many else 4.0):
                found.append((at, to, "", min(0.95, 0.6 + (joined - apart) / 40)))
            else:
                doubtful.append((at, to, "", 0.7))
        if many and len(doubtful) < 1.5 * len(found):
            found += doubtful
    for start, end, after, sure in sorted(found):
        yield Change(start, end, after, "word_space", round(sure, 2))


def _spread(text: str, gap: re.Match[str] | None) -> Iterator[re.Match[str]]:
    """The matches of `_SPREAD`, looked for only in lines that have a gap."""
    while gap is not None:
        start = text.rfind("\n", 0, gap.start()) + 1
        end = text.find("\n", gap.end())
        end = len(text) if end < 0 else end
        yield from _SPREAD.finditer(text, start, end)
        gap = _GAPS.search(text, end)


def questions(text: str) -> Iterator[Change]:
    """Question marks that stand where spaces could not be written: at the start of lines, or four in a row."""
    if "?" not in text:
        return
    many = list(_QUESTION.finditer(text))
    leading = list(_LEADING.finditer(text))
    if len(leading) < 3 and sum(len(m[0]) >= 3 for m in many) < 1:
        return
    found = {(m.start(), m.end()): "" for m in leading} if len(leading) >= 3 else {}
    taken = {at for start, end in found for at in range(start, end)}
    for match in many:
        start, end = match.span()
        if start in taken or (len(match[0]) == 2 and len(many) < 3):
            continue
        edge = start == 0 or end == len(text) or text[start - 1] == "\n" or text[end] == "\n"
        found[start, end] = "" if edge else " "
    for (start, end), after in sorted(found.items()):
        yield Change(start, end, after, "lost_space", 0.9)
