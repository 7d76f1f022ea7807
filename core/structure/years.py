"""The year whose plan a report sets out, and the day it was given, from its own words."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

HEAD = 1500  # characters in which title, date, session and speaker stand
FIRST, LAST = 1949, 2100

_DIGITS = str.maketrans("〇○ＯO零一二三四五六七八九０１２３４５６７８９", "0000012345678901234567 89".replace(" ", ""))
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d|[一二][〇○ＯO零一二三四五六七八九]{3})\s?年\s?"
    r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月\s?"
    r"(?P<day>[12]\d|3[01]|0?[1-9]|[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])\s?日"
)
_MEETING = re.compile(r"(?:人民)?代表大会|人代会|人大.{0,6}次会议|会议上")
_TITLE = re.compile(r"((?:19|20)\d\d)\s?年?[^\n。，]{0,24}工作报告")
_ANCHORS = re.compile(
    r"(?P<plan>(?:19|20)\d\d)年(?=[^。；，\n]{0,14}(?:工作(?:的)?(?:总体)?(?:安排|任务|目标|建议|打算|部署|思路|要求|重点|计划)"
    r"|主要(?:任务|工作|目标|预期)|重点工作|(?:总体|预期|发展|奋斗)目标|总体要求|计划(?:安排)?草案))"
    r"|(?:做好|开展|推进|确定|围绕|实现)(?P<doing>(?:19|20)\d\d)年"
    r"|(?P<opens>(?:19|20)\d\d)年是[^。\n]{0,60}(?:之年|一年|开局|关键)"
    r"|(?P<past>(?:19|20)\d\d)年(?=[^。；，\n]{0,12}(?:回顾|总结))"
    r"|(?P<plain>(?:19|20)\d\d)年"
)


class Evidence(NamedTuple):
    """A year, where it was found and how sure (0–1); the date in ISO 8601 where one was found."""

    year: int | None
    source: str
    confidence: float
    choices: tuple[int, ...]
    date: str


def arabic(numeral: str) -> int:
    """The value of 2021, 二〇二一, 12, 十二 or 二十九."""
    if numeral.isdecimal():
        return int(numeral)
    if "十" not in numeral:
        return int(numeral.translate(_DIGITS))
    tens, _, ones = numeral.partition("十")
    return (int(tens.translate(_DIGITS)) if tens else 1) * 10 + (int(ones.translate(_DIGITS)) if ones else 0)


def given(text: str) -> str:
    """The day the report was given, ISO 8601; empty where its head names none."""
    head = text[:HEAD]
    best = ""
    for match in _DATE.finditer(head):
        iso = f"{arabic(match['year']):04d}-{arabic(match['month']):02d}-{arabic(match['day']):02d}"
        if _MEETING.search(head, match.end(), match.end() + 60):
            return iso
        if not best and match.start() < 300:
            best = iso
    return best


def at_meeting(text: str) -> bool:
    """True when the head names the day together with the meeting."""
    head = text[:HEAD]
    return any(_MEETING.search(head, match.end(), match.end() + 60) for match in _DATE.finditer(head))


def evidence(text: str) -> Evidence:
    """The report's year by a vote of its title line, its date and what it says of each year."""
    votes: dict[int, float] = defaultdict(float)
    date = given(text)
    source = "text"
    if (title := _TITLE.search(text, 0, HEAD)) is not None:
        votes[int(title[1])] += 3
        source = "title"
    if date:
        year, month = int(date[:4]), int(date[5:7])
        if month >= 11:
            # Given at the end of a year: about the coming one, unless the text says otherwise.
            votes[year + 1] += 2
            votes[year] += 1
        else:
            votes[year] += 3
        if source == "text":
            source = "opening"
    plain: dict[int, int] = defaultdict(int)
    spoken: dict[int, float] = defaultdict(float)
    for match in _ANCHORS.finditer(text):
        kind = match.lastgroup
        year = int(match[kind or 0])
        if kind == "plan":
            spoken[year] += 2
        elif kind == "doing":
            spoken[year] += 0.5
        elif kind == "opens":
            spoken[year] += 0.5
        elif kind == "past":
            spoken[year + 1] += 2
        plain[year] += 1
    if spoken:
        # Far goals (到2035年…主要目标) must not outvote; a report speaks of its own year and the one before.
        most = max(spoken.values())
        for year, weight in spoken.items():
            votes[year] += 3 * weight / most
    if plain:
        # The year before the report's own is spoken of most; the later years are goals.
        often = max(plain.values())
        for year, count in plain.items():
            if count * 2 >= often:
                votes[year + 1] += 0.8 * count / often
                votes[year] += 0.4 * count / often
    votes = {year: weight for year, weight in votes.items() if FIRST <= year <= LAST}
    if not votes:
        return Evidence(None, "", 0.0, (), date)
    ranked = sorted(votes, key=lambda year: (-votes[year], -year))
    confidence = votes[ranked[0]] / (sum(votes.values()) + 0.5)
    return Evidence(ranked[0], source, round(min(0.99, confidence + 0.15), 2), tuple(ranked[:4]), date)
