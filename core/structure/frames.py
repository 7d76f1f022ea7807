"""The function and the time frame of a passage: from its heading, its first words, or its tense."""

from __future__ import annotations

import re
from typing import NamedTuple

from core.documents import Part


class Frame(NamedTuple):
    """A part and its years, inclusive; None where unknown."""

    part: Part
    start: int | None = None
    end: int | None = None


# Five-year plans; the eighth began in 1991 (国民经济和社会发展五年计划/规划).
PLANS = {
    "六五": 1981, "七五": 1986, "八五": 1991, "九五": 1996, "十五": 2001, "十一五": 2006,
    "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031,
}  # fmt: skip
_PLAN = re.compile(
    r"[“\"「『](?P<quoted>[六七八九]五|十[一二三四五六]?五)[”\"」』]"
    r"|(?P<bare>[六七八九]五|十[一二三四五六]五|十五(?!大|届|年|个|项|条|次|分))(?=时期|期间|规划|计划|以来|工作|回顾|目标|发展)"
)
_YEARS = re.compile(r"((?:19|20)\d\d)(?:年?\s?(?:—+|-+|~|～|至|到|－|–)\s?((?:19|20)\d\d))?")
_SPAN = re.compile(
    r"(?<![\d〇零一二])([二三四五六2-6])\s?年(?!级|制|期|度|行动|攻坚|计划)|(本届|上届|这届|届)(?=.{0,2}政府|以来|任期|工作)"
)
_NUMBERS = {"二": 2, "三": 3, "四": 4, "五": 5, "六": 6}

_GLOSSARY = re.compile(
    r"^(?:附[：:件录注]|注[：:]?$|注释|(?:《?政府工作)?.{0,16}(?:名词|术语|用语|用词).{0,6}(?:解释|注释|说明|释义)|名词|有关说明)"
)
_GOVERNANCE = re.compile(
    r"自身建设|自身改革|(?:建设|打造|建成|做|争当|努力).{0,16}政府(?!债|投|购|性|采)|政府(?:治理|职能|效能|服务效|作风|执行力|公信力|系统|机关|建设)"
)
_BACK = re.compile(
    r"回顾|总结|过去|完成情况|执行情况|发展情况|工作情况|所做的|走过|主要成[就绩效]|取得.{0,14}[成进突绩]|成绩单|历程|刚刚|开局之年.{0,4}奋"
)
_AHEAD = re.compile(
    r"安排|任务|目标|打算|部署|展望|计划|思路|要求|取向|重点工作|主要工作|政府工作$|建议$|蓝图|未来|今后|下[一阶]|今年|新一届|奋力|全力以赴"
)
_STRONG_BACK = re.compile(r"回顾|过去|完成情况|执行情况|所做的|总结|成[就绩效]")


def plans(words: str) -> list[tuple[int, int]]:
    """The five-year plans named in `words`, each as (position, first year)."""
    return [(m.start(), PLANS[m["quoted"] or m["bare"]]) for m in _PLAN.finditer(words)]


def years(words: str) -> list[tuple[int, int, int]]:
    """The years and ranges of years named in `words`: (position, first, last)."""
    return [(m.start(), int(m[1]), int(m[2] or m[1])) for m in _YEARS.finditer(words)]


def length(words: str) -> int | None:
    """The number of years of the term spoken of; 0 for a term whose length is not told, None for none."""
    if (match := _SPAN.search(words)) is None:
        return None
    return 0 if match[2] else _NUMBERS.get(match[1]) or int(match[1])


def by_title(title: str, year: int | None, ahead: bool | None) -> tuple[Frame, Frame | None] | None:
    """The frame that a heading declares, and the frame its text begins with where the two differ.

    `year` is the report's year; `ahead` tells on which side the text before stood (None: not known).
    None where the heading tells nothing.
    """
    if _GLOSSARY.search(title):
        return Frame(Part.GLOSSARY), None
    named, told, several = years(title), plans(title), length(title)
    back, forward = bool(_BACK.search(title)), bool(_AHEAD.search(title))
    if back and forward:
        back = bool(_STRONG_BACK.search(title))
        forward = not back
    if year is not None and named and not (forward and not back and named[-1][2] >= year):
        # The years themselves decide where the words do not, or where they speak against the calendar.
        if named[-1][2] < year and not forward:
            back = True
        elif named[0][1] >= year and not (back and named[0][1] == year and "以来" not in title):
            back, forward = False, True
    if not back and not forward:
        if several is not None and (told or named):
            forward = not (back := ahead is not True)
        elif told and year is not None:
            back = told[-1][1] + 4 < year
            forward = not back
        else:
            return None
    if back:
        return _review(title, year, named, told, several)
    if _GOVERNANCE.search(title) and not named and not told and several is None:
        return Frame(Part.GOVERNANCE, year, year), None
    return _plan(year, named, told, several)


def _review(
    title: str, year: int | None, named: list[tuple[int, int, int]], told: list[tuple[int, int]], several: int | None
) -> tuple[Frame, Frame | None]:
    last = year - 1 if year is not None else None
    single = Frame(Part.REVIEW, named[-1][2], named[-1][2]) if named else Frame(Part.REVIEW, last, last)
    if named and "以来" in title[named[0][0] :] and last is not None and named[0][1] <= last:
        part = Part.REVIEW_TERM if named[0][1] < last else Part.REVIEW
        return Frame(part, named[0][1], last), None
    if named and named[0][1] < named[0][2]:
        return Frame(Part.REVIEW_TERM, named[0][1], named[0][2]), None
    if told:
        start = told[0][1]
        until = start + 4 if last is None else min(start + 4, max(last, start))
        term = Frame(Part.REVIEW_TERM, start, until)
        early = named and named[0][0] < told[0][0]
        return term, single if early else None
    if several is not None:
        end = named[-1][2] if named and several else last
        count = several or 5
        term = Frame(Part.REVIEW_TERM, end - count + 1 if end is not None else None, end)
        early = bool(named) and (match := _SPAN.search(title)) is not None and named[0][0] < match.start()
        return term, single if early else None
    return single, None


def _plan(
    year: int | None, named: list[tuple[int, int, int]], told: list[tuple[int, int]], several: int | None
) -> tuple[Frame, Frame | None]:
    single = Frame(Part.PLAN, named[0][1], named[0][1]) if named else Frame(Part.PLAN, year, year)
    if named and named[0][1] < named[0][2]:
        return Frame(Part.PLAN_TERM, named[0][1], named[0][2]), None
    if told:
        term = Frame(Part.PLAN_TERM, told[-1][1], told[-1][1] + 4)
        early = named and named[0][0] < told[0][0]
        return term, single if early else None
    if several is not None:
        start = year
        term = Frame(Part.PLAN_TERM, start, start + (several or 5) - 1 if start is not None else None)
        early = bool(named)
        return term, single if early else None
    return single, None


def governance(title: str) -> bool:
    """True for a heading on the government's own building."""
    return bool(_GOVERNANCE.search(title))


# The first words of a paragraph that turn the time frame.
_LEAD = re.compile(
    r"(?:——|—|\s|各位代表|同志们|[，,：:！!、])*(?:(?:我们|回顾|回首|展望|总结|综观|纵观|在|就|这|是)(?:了)?[，,]?)?"
)
_TURN = re.compile(
    r"(?P<last>(?:刚刚|即将|已经)?(?:过去|逝去)的?(?:这)?一年|一年来|(?:这|上)一年|去年|(?:20|19)(?P<past>\d\d)年(?:以来)?)"
    r"|(?P<term>(?:过去|刚刚过去|这|即将过去)的?(?:这)?(?P<n>[三四五])年|(?P<m>[三四五])年(?:多)?来|(?:本|上|这)届政府(?:任期|成立|五年|四年))"
    r"|(?P<next>(?:今后|未来|接下来的?)(?P<k>[三四五])年)"
    r"|(?P<plan>[“\"](?:[六七八九]五|十[一二三四五六]?五)[”\"](?:时期|期间|以来)?)"
    r"|(?P<now>今年|新的一年|(?:做好)?(?:20|19)(?P<new>\d\d)年)"
)


class Turn(NamedTuple):
    """What the first words of a paragraph say: its frame, and whether they say it of the whole ("2020年是")."""

    frame: Frame
    strong: bool


_STRONG = re.compile(
    r"[，,]?\s?(?:是|我们|全[市县区省国]|面对|在|极不|注定|很不|将|市政府|县政府|区政府|政府|经济|主要|工作|的)|$"
)


def by_opening(words: str, year: int | None, ahead: bool | None, term: Frame | None) -> Turn | None:
    """The frame to which the first words of a paragraph turn; None where they turn nothing.

    `ahead` tells on which side the section stands (None: either); `term` is the last frame of several years there.
    """
    lead = _LEAD.match(words)
    at = lead.end() if lead else 0
    match = _TURN.match(words, at)
    if match is None or year is None:
        return None
    strong = at > 0 or bool(_STRONG.match(words, match.end()))
    kind = match.lastgroup
    group = match.group()
    if match["past"] is not None or match["new"] is not None:
        named = int(re.sub(r"\D", "", group)[:4])
        if named == year and ahead is not False:
            return Turn(Frame(Part.PLAN, year, year), strong)
        if named == year - 1 and ahead is not True:
            return Turn(Frame(Part.REVIEW, named, named), strong)
        return None
    if match["last"] is not None:
        return None if ahead is True else Turn(Frame(Part.REVIEW, year - 1, year - 1), True)
    if match["term"] is not None:
        if ahead is True:
            return None
        if term is not None and term.part is Part.REVIEW_TERM:
            return Turn(term, True)
        span = _NUMBERS.get(match["n"] or match["m"] or "五", 5)
        return Turn(Frame(Part.REVIEW_TERM, year - span, year - 1), True)
    if match["next"] is not None:
        if ahead is False:
            return None
        if term is not None and term.part is Part.PLAN_TERM:
            return Turn(term, True)
        return Turn(Frame(Part.PLAN_TERM, year, year + _NUMBERS[match["k"]] - 1), True)
    if match["plan"] is not None:
        start = plans(group)[0][1]
        if start + 4 < year and ahead is not True:
            return Turn(Frame(Part.REVIEW_TERM, start, start + 4), strong)
        if start + 4 >= year and ahead is not False:
            return Turn(Frame(Part.PLAN_TERM, start, start + 4), strong)
        return None
    if kind == "now" and ahead is not False:
        return Turn(Frame(Part.PLAN, year, year), True)
    return None


_DONE = re.compile(r"同比|了|已|去年|过去|累计|全年完成|预计|荣获|获评|被评为|增长\d")
_TO_DO = re.compile(r"力争|确保|将|继续|加快|今年|年内|进一步|推动|加大|力度|要")


def by_tense(words: str, year: int | None) -> Frame:
    """The frame of a passage without heading, from the words of doing and of having done."""
    done, coming = len(_DONE.findall(words)), len(_TO_DO.findall(words))
    if coming > done * 1.2:
        return Frame(Part.PLAN, year, year)
    last = year - 1 if year is not None else None
    return Frame(Part.REVIEW, last, last)
