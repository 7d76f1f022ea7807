"""The year whose plan a report sets out, and the day it was given, from its own words."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

HEAD = 1500  # characters in which title, date, session and speaker stand
FIRST, LAST = 1949, 2100

_DIGITS = str.maketrans("〇○ＯO零一二三四五六七八九０１２３４５６７８９", "0000012345678901234567 89".replace(" ", ""))
_YEAR = r"(?:(?:19|20)\d\d|[一二][九〇○ＯO零][〇○ＯO零一二三四五六七八九]{2})"
_DATE = re.compile(
    rf"(?P<year>{_YEAR})\s?年\s?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月\s?"
    r"(?P<day>[12]\d|3[01]|0?[1-9]|[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])\s?日"
)
_MEETING = re.compile(r"[^。；，,]{0,60}?(?:代表大会|人代会|人大.{0,6}次会议|会议上)")
_BARE_LINE = re.compile(r"[ \t\u3000（(—\-]*$")
_TITLE = re.compile(r"((?:19|20)\d\d)\s?年?[^\n。，]{0,24}工作报告|工作报告\s?[（(]((?:19|20)\d\d)年?[）)]")
_MONTH = re.compile(rf"(?P<year>{_YEAR})\s?年\s?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月")
# What a report says of a year. Goals (到2025年) are told apart by the word before.
_SAID = re.compile(r"(?:19|20)\d\d年")
_GOAL = re.compile(r"(?<![长降高加少])(?:到|至|截至|截止)\s?$")
_DOING = re.compile(r"(?:做好|开展|推进|确定|围绕|实现)$")
_ANCHOR = re.compile(
    r"(?P<plan>(?:19|20)\d\d)年(?=[^。；，\n]{0,14}(?:工作(?:的)?(?:总体)?(?:安排|任务|目标|建议|打算|部署|思路|要求|重点|计划)"
    r"|主要(?:任务|工作|目标|预期)|重点工作|(?:总体|预期|发展|奋斗)目标|总体要求|计划(?:安排)?草案))"
    r"|(?P<opens>(?:19|20)\d\d)年[，,]?是[^。\n]{0,60}(?:之年|一年|开局|关键)"
    r"|(?P<past>(?:19|20)\d\d)年(?=[^。；，\n]{0,12}(?:回顾|总结))"
)
_SPACED_YEAR = re.compile(r"(?:1 9|2 0) \d \d (?=年)")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_WIDE_DIGIT = re.compile("[０-９]")
_PLAIN_YEAR = re.compile(r"((?:19|20)\d\d)年")
_CHINESE_YEAR = re.compile(r"[一二][九〇○ＯO零][〇○ＯO零一二三四五六七八九]{2}(?=年)")
# Feasts of round numbers that a report looks forward to or back on, by the year counted from.
_FEAST = re.compile(
    r"(?P<what>建党|中国共产党成立|建国|新中国成立|中华人民共和国成立|改革开放)(?P<n>\d{2,3}|[一二三四五六七八九]?十|一百|百)周?年"
)
_FOUNDED = {"建党": 1921, "中国共产党成立": 1921, "改革开放": 1978}
_TERM_AHEAD = re.compile(r"(?:今后|未来)五年")


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


def given(text: str) -> tuple[str, bool]:
    """The day the report was given, ISO 8601, and whether it is named together with the meeting; "" for none."""
    head = text[:HEAD]
    alone = ""
    for match in _DATE.finditer(head):
        iso = f"{arabic(match['year']):04d}-{arabic(match['month']):02d}-{arabic(match['day']):02d}"
        if _MEETING.match(head, match.end()):
            return iso, True
        line = head[head.rfind("\n", 0, match.start()) + 1 : match.start()]
        if (
            not alone
            and _BARE_LINE.match(line)
            and head[match.end() : match.end() + 1] in ("", "\n", "）", ")", "\r", " ")
        ):
            alone = iso
    return alone, False


@lru_cache(maxsize=4)  # structure and metadata both ask
def evidence(text: str) -> Evidence:
    """The report's year by a vote of its title line, its date and what it says of each year."""
    votes: dict[int, float] = defaultdict(float)
    date, _ = given(text)
    source = "text"
    if (title := _TITLE.search(text, 0, HEAD)) is not None:
        votes[int(title[1] or title[2])] += 3
        source = "title"
    if (when := _month(text, date)) is not None:
        year, month = when
        if month >= 11:
            # Given at the end of a year: about the coming one, unless the text says otherwise.
            votes[year + 1] += 2
            votes[year] += 1
        else:
            votes[year] += 3
        if source == "text":
            source = "opening"
    _speak(text, votes)
    votes = {year: weight for year, weight in votes.items() if FIRST <= year <= LAST}
    if not votes and (plain := plain_digits(text)) != text:
        return evidence(plain)
    if not votes:
        return Evidence(None, "", 0.0, (), date)
    ranked = sorted(votes, key=lambda year: (-votes[year], -year))
    confidence = votes[ranked[0]] / (sum(votes.values()) + 0.5)
    # A year that was only counted, never named as the report's own, stays a guess.
    confidence = min(0.99, confidence + 0.15) if votes[ranked[0]] >= 2 else min(0.5, confidence)
    return Evidence(ranked[0], source, round(confidence, 2), tuple(ranked[:4]), date)


def plain_digits(text: str) -> str:
    """一九九四年, １９９４年 and 1 9 9 4 年 as 1994年."""
    if _WIDE_DIGIT.search(text) is not None:
        text = text.translate(_FULL_WIDTH)
    if "年" not in text:
        return text
    text = _CHINESE_YEAR.sub(lambda match: match.group().translate(_DIGITS), text)
    return _SPACED_YEAR.sub(lambda match: match.group().replace(" ", ""), text)


def _month(text: str, date: str) -> tuple[int, int] | None:
    """Year and month of the meeting: of the date, or of 2008年1月在…会议上."""
    if date:
        return int(date[:4]), int(date[5:7])
    for match in _MONTH.finditer(text[:300]):  # further on stand other meetings
        if _MEETING.match(text, match.end()):
            return arabic(match["year"]), arabic(match["month"])
    return None


def _speak(text: str, votes: dict[int, float]) -> None:
    """Add what the text says of years: at most 3 for plain words, 1 for mere counts."""
    plain: dict[int, int] = defaultdict(int)
    goals: dict[int, int] = defaultdict(int)
    spoken: dict[int, float] = defaultdict(float)
    read = 0  # what an anchor has taken along is not read again
    for said in _SAID.finditer(text):
        at = said.start()
        if at < read:
            continue
        year = int(said[0][:4])
        if (goal := _GOAL.search(text, max(read, at - 3), at)) is not None:
            # (In front stand growths over the past years: 从2015年的…增加至2020年的….)
            goals[year] += goal.start() > 0.3 * len(text)
            continue
        plain[year] += 1
        if _DOING.search(text, max(read, at - 2), at) is not None:
            spoken[year] += 0.5
            continue
        match = _ANCHOR.match(text, at)
        if match is None:
            continue
        kind, read = match.lastgroup, match.end()
        if kind == "plan":
            spoken[year] += 2
        elif kind == "opens":
            # 2022年是极不平凡的一年 opens the review, 2023年是开局之年 the plan behind it.
            # (In the first pages, that is: a short review may end before a sixth of the report.)
            spoken[year + (match.start() < 0.12 * len(text))] += 0.7
        elif kind == "past":
            spoken[year + 1] += 2
    for match in _FEAST.finditer(text, len(text) // 2):
        n = match["n"]
        count = int(n) if n.isdecimal() else 100 if "百" in n else arabic(n)
        spoken[_FOUNDED.get(match["what"], 1949) + count] += 0.8
    if spoken:
        # Far goals (到2035年…主要目标) must not outvote; a report speaks of its own year and the one before.
        most = max(spoken.values())
        for year, weight in spoken.items():
            votes[year] += min(3.0, 2 + most / 2) * weight / most
    if plain:
        # The year before the report's own is spoken of most; the later years are goals.
        often = max(plain.values())
        for year, count in plain.items():
            if count * 2 >= often:
                votes[year + 1] += 0.8 * count / often
                votes[year] += 0.4 * count / often
    if plain and not spoken:
        # The review stands in front and speaks of no later year than its last.
        early = [int(m[1]) for m in _PLAIN_YEAR.finditer(text, 0, 2 * len(text) // 5)]
        if early:
            votes[max(early) + 1] += 0.7
    if any(goals.values()) and not spoken and _TERM_AHEAD.search(text):
        # A report at the start of a term that names no year of its own: the goals are those of the five-year plan.
        nearest = max(goals, key=lambda year: (goals[year], -year))
        votes[nearest - 4 if nearest % 5 == 0 else nearest - 5] += 1.6
