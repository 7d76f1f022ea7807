"""The function and the time frame of a passage: from its heading, its first words, or its tense."""

from __future__ import annotations

import re
from typing import NamedTuple

from core.documents import Part
from core.structure.years import plain_digits


class Frame(NamedTuple):
    """A part and its years, inclusive; None where unknown."""

    part: Part
    start: int | None = None
    end: int | None = None


class Declared(NamedTuple):
    """What a heading says of its section and of the text below.

    `first` is the frame the text begins with where that is another, `later` the one it turns to as soon as a paragraph
    names it, `owed` the one it comes to at words that only suit it.
    """

    frame: Frame
    first: Frame | None = None
    later: Frame | None = None
    owed: Frame | None = None


class Turn(NamedTuple):
    """What the first words of a paragraph say; `strong` when they say it of more than one sentence (2020年是…)."""

    frame: Frame
    strong: bool


# Five-year plans by their short names; the thirteenth ran from 2016 to 2020.
_PLAN_NUMBERS = {
    "六五": 6, "七五": 7, "八五": 8, "九五": 9, "十五": 10, "十一五": 11,
    "十二五": 12, "十三五": 13, "十四五": 14, "十五五": 15, "十六五": 16,
}  # fmt: skip
_ORDINALS = {name[:-1]: number for name, number in _PLAN_NUMBERS.items()}
_PLAN = re.compile(
    r"[“\"「『](?P<quoted>[六七八九]五|十[一二三四五六]?五)[”\"」』]"
    r"|(?P<bare>[六七八九]五|十[一二三四五六]五|十五(?!大|届|年|个|项|条|次|分))(?=时期|期间|规划|计划|以来|工作|回顾|目标|发展)"
    r"|第(?P<ordinal>[六七八九]|十[一二三四五六]?)个五年"
)
_YEARS = re.compile(r"((?:19|20)\d\d)(?:年?\s?(?:—+|-+|~|～|至|到|－|–)\s?((?:19|20)\d\d))?(?=\s?年(?!远景|行动))")
_SPAN = re.compile(
    r"(?<![\d〇零一二])([二三四五六2-6])\s?年(?!级|制|期|度|行动|攻坚|计划|规划)"
    r"|(本届|上届|这届|届)(?=.{0,2}政府|以来|任期|工作)|(成立以来|会议以来|大会以来)"
)
_BODY_SPAN = re.compile(r"([三四五六])年(?:多|半)?(?:来|以来|里|间|的|，)|过去的?([三四五六])年")
_NUMBERS = {"二": 2, "三": 3, "四": 4, "五": 5, "六": 6}

_GLOSSARY = re.compile(
    r"^(?:附[件录注]?[一二三四\d]*[：:、.]?)*(?:注[：:]?$|注释|名词[：:]?$|有关说明|.{0,10}指标(?:测算|解释|名词).{0,2}(?:说明|解释)?$"
    r"|.{0,22}(?:名词|术语|用语|用词).{0,6}(?:解释|注释|说明|释义))"
)
_BLANK = re.compile(r"\s+")
_GOVERNANCE = re.compile(
    r"自身建设|自身改革|(?:建设|打造|建成|做|争当|努力).{0,16}政府(?!债|投|购|性|采)"
    r"|政府(?:治理|职能|效能|服务效|履职|作风|执行力|公信力|系统|机关|建设)"
)
_BACK = re.compile(
    r"回顾|总结|过去|完成情况|执行情况|发展情况|工作情况|所做的|走过|成就|成绩|取得.{0,14}[成进突]|历程|刚刚|以来的?工作"
)
_STRONG_BACK = re.compile(r"回顾|过去|年(?:以)?来|完成情况|执行情况|所做的|总结|成绩单")
_AHEAD = re.compile(
    r"安排|任务|目标|方针|打算|部署|展望|计划|思路|要求|取向|重点工作|主要工作|工作重点|政府工作$|建议$"
    r"|蓝图|未来|今后|下[一阶]|今年|明年|新一届|新的?一年|奋力|全力以赴"
)
_TIMED = re.compile(r"今年|明年|新一年|本年|全年|当年|下一年|来年|新的一年")
_PART_LINE = re.compile(
    r"(?:回顾|总结|安排|任务|目标|部署|思路|打算|展望|工作|重点|计划|建设|成就|成绩|情况|要求|举措|建议|说明|取向)$"
)
_PART_TIME = re.compile(
    r"\d{4}年|[二三四五]年|五[”\"]|届|今年|去年|一年|今后|未来|过去|下一步|政府工作|自身建设|^工作回顾"
)


def plans(words: str) -> list[tuple[int, int]]:
    """The five-year plans named in `words`, each as (position, first year)."""
    found = []
    for match in _PLAN.finditer(words):
        ordinal = match["ordinal"]
        number = _ORDINALS[ordinal] if ordinal else _PLAN_NUMBERS[match["quoted"] or match["bare"]]
        found.append((match.start(), 1951 + 5 * number))
    return found


def years(words: str) -> list[tuple[int, int, int]]:
    """The years and ranges of years named in `words`: (position, first, last)."""
    return [(m.start(), int(m[1]), int(m[2] or m[1])) for m in _YEARS.finditer(words)]


def length(words: str, body: str = "") -> int | None:
    """The number of years of the term that a heading speaks of, None for none.

    Where it tells no number (本届政府工作回顾), the text below is asked, then the usual five are taken.
    """
    if (match := _SPAN.search(words)) is None:
        return None
    if match[1]:
        return _NUMBERS.get(match[1]) or int(match[1])
    told = _BODY_SPAN.search(body)
    return _NUMBERS[told[1] or told[2]] if told is not None else 5


def glossary(title: str) -> bool:
    """True for the heading of a list of explained terms; 名 词 解 释 is often printed with spaces."""
    return bool(_GLOSSARY.search(_BLANK.sub("", title)))


def governance(title: str) -> bool:
    """True for a heading on the government's own building."""
    return bool(_GOVERNANCE.search(title))


def part_line(line: str) -> bool:
    """True for a line without number that reads like the heading of a part (2013年工作回顾)."""
    line = _BLANK.sub("", line)
    return glossary(line) or (
        "会议" not in line and _PART_LINE.search(line) is not None and _PART_TIME.search(line) is not None
    )


def by_title(title: str, body: str, year: int | None, current: Frame) -> Declared | None:
    """The frame that a heading declares; None where it tells nothing and the text before goes on.

    `body` is the beginning of the text below, `year` the report's year, `current` the frame before the heading.
    """
    if glossary(title):
        return Declared(Frame(Part.GLOSSARY))
    title = plain_digits(_BLANK.sub("", title))
    named, told, several = years(title), plans(title), length(title, body)
    ahead = current.part.ahead
    strong = bool(_STRONG_BACK.search(title))
    back = strong or (not ahead and bool(_BACK.search(title)))
    forward = bool(_AHEAD.search(title))
    if year is not None and (named or told):
        # The calendar decides, whatever the words: a term that has ended is looked back on.
        starts = [first for _, first, _ in named] + [first for _, first in told]
        ends = [last for _, _, last in named] + [first + 4 for _, first in told]
        if max(ends) < year:
            back, forward = True, False
        elif min(starts) >= year and not (strong and (not forward or "以来" in title)):
            back, forward = False, True
        elif min(ends) < year and forward and (back or _BACK.search(title)):
            return _both(year, named, told)
    if forward and current.part is Part.OPENING and "本届" in title:
        back, forward = True, False  # 本届政府主要工作 opens the report that ends a term
    if back and forward:
        back = strong
        forward = not strong
    if not back and not forward and _GOVERNANCE.search(title):
        return Declared(Frame(Part.GOVERNANCE, year, year))
    if not back and not forward:
        if (several is None and not told) or year is None:
            return None
        # 改革开放取得伟大成就的五年: the side stays as it is, and a report begins by looking back.
        forward = ahead or bool(told)
        back = not forward
    if back:
        return _review(title, year, named, told, several)
    if _GOVERNANCE.search(title) and not named and not told and several is None:
        return Declared(Frame(Part.GOVERNANCE, year, year))
    if ahead and not named and not told and several is None and not _TIMED.search(title):
        return None
    return _plan(title, year, named, told, several)


def _both(year: int, named: list[tuple[int, int, int]], told: list[tuple[int, int]]) -> Declared:
    """“十四五”时期发展成就和“十五五”时期主要目标: looks back first, ahead later."""
    past = [Frame(Part.REVIEW_TERM, first, first + 4) for _, first in told if first + 4 < year]
    past += [Frame(Part.REVIEW if a == b else Part.REVIEW_TERM, a, b) for _, a, b in named if b < year]
    coming = [Frame(Part.PLAN_TERM, first, first + 4) for _, first in told if first + 4 >= year]
    coming += [Frame(Part.PLAN if a == b else Part.PLAN_TERM, a, b) for _, a, b in named if b >= year]
    return Declared(past[0], None, coming[0])


def _review(
    title: str, year: int | None, named: list[tuple[int, int, int]], told: list[tuple[int, int]], several: int | None
) -> Declared:
    last = year - 1 if year is not None else None
    if year is not None:
        named = [spell for spell in named if spell[2] < year] or named
    single = Frame(Part.REVIEW, named[-1][2], named[-1][2]) if named else Frame(Part.REVIEW, last, last)
    if named and "以来" in title[named[0][0] :] and last is not None and named[0][1] <= last:
        part = Part.REVIEW_TERM if named[0][1] < last else Part.REVIEW
        return Declared(Frame(part, named[0][1], last))
    if named and named[0][1] < named[0][2]:
        return Declared(Frame(Part.REVIEW_TERM, named[0][1], named[0][2]))
    if told:
        start = told[0][1]
        until = start + 4 if last is None else min(start + 4, max(last, start))
        early = bool(named) and named[0][0] < told[0][0]
        term = Frame(Part.REVIEW_TERM, start, until)
        return Declared(term, single, owed=term) if early else Declared(term)
    if several is not None:
        end = named[-1][2] if named else last
        term = Frame(Part.REVIEW_TERM, end - several + 1 if end is not None else None, end)
        match = _SPAN.search(title)
        early = match is not None and (title.find("一年") >= 0 or bool(named)) and _first(title, named) < match.start()
        return Declared(term, single, owed=term) if early else Declared(term)
    return Declared(single)


def _first(title: str, named: list[tuple[int, int, int]]) -> int:
    places = [named[0][0]] if named else []
    if (at := title.find("一年")) >= 0:
        places.append(at)
    return min(places, default=len(title))


def _plan(
    title: str, year: int | None, named: list[tuple[int, int, int]], told: list[tuple[int, int]], several: int | None
) -> Declared:
    single = Frame(Part.PLAN, named[0][1], named[0][1]) if named else Frame(Part.PLAN, year, year)
    if named and named[0][1] < named[0][2]:
        return Declared(Frame(Part.PLAN_TERM, named[0][1], named[0][2]))
    if told:
        if "开局" in title:
            return Declared(Frame(Part.PLAN, told[-1][1], told[-1][1]))
        early = bool(named) and named[0][0] < told[0][0]
        term = Frame(Part.PLAN_TERM, told[-1][1], told[-1][1] + 4)
        return Declared(term, single) if early else Declared(term, owed=single if named else None)
    if several is not None:
        term = Frame(Part.PLAN_TERM, year, year + several - 1 if year is not None else None)
        return Declared(term, single if named else None)
    return Declared(single)


# The first words of a paragraph that turn the time frame.
_LEAD = re.compile(
    r"[—\s]*(?P<address>各位代表|同志们)?[，,：:！!、\s]*"
    r"(?:(?:我们|回顾|回首|展望|总结|综观|纵观|在|就|这|是|经过|通过)(?:了)?[，,]?)?"
)
_TURN = re.compile(
    r"(?P<last>(?:(?:刚刚|即将|已经)?(?:过去|逝去)的?(?:这)?一年|一年来|(?:这|上)一年|去年"
    r"|(?:刚刚|即将)过去的(?:20|19)\d\d年))"
    r"|(?P<past>(?:20|19)\d\d)年(?:以来)?"
    r"|(?P<term>(?:(?:刚刚|即将)?过去|这|总结)?的?(?:这)?(?P<n>[三四五])年(?:多)?(?:来|的?(?=[，,的是极接艰来拼努])|(?=\S{0,8}奋斗))"
    r"|(?:过去|刚刚过去|这)的?(?P<m>[三四五])年|(?:本|上|这)届政府(?:任期|成立|[四五]年))"
    r"|(?P<next>(?:今后|未来|接下来的?)(?P<k>[三四五])年(?=[，,的是]|政府|工作|全?[市省县区]|发展|经济|我们))"
    r"|(?P<plan>[“\"](?:[六七八九]五|十[一二三四五六]?五)[”\"](?:时期|期间|以来)?)"
    r"|(?P<now>今年|明年|新的一年)"
)
# The same in the midst of a paragraph, only where it is unmistakable.
INNER_TERM = re.compile(
    r"(?<=[。！!])(?=(?:(?:过去|这|今后|未来)的?五年[，,]|五年来[，,]|[“\"](?:[六七八九]五|十[一二三四五六]?五)[”\"](?:时期|期间|以来)[，,]))"
)
_STRONG = re.compile(
    r"[，,]?\s?(?:是|我们|全[市县区省国]|面对|在|极不|注定|很不|市政府|县政府|区政府|省政府|政府|我[市县区省国]|的(?:主要|总体|政府|工作))|$"
)


def by_opening(words: str, year: int | None, ahead: bool | None, term: Frame | None, numbered: bool) -> Turn | None:
    """The frame to which the first words of a paragraph turn; None where they turn nothing.

    `ahead` tells on which side the section stands (None: either); `term` is the last frame of several years there;
    `numbered` that the paragraph stands under a numbered heading below the part.
    """
    if year is None:
        return None
    words = plain_digits(words)
    lead = _LEAD.match(words)
    at = lead.end() if lead else 0
    match = _TURN.match(words, at)
    if match is None:
        return None
    strong = bool(lead and lead["address"]) or bool(_STRONG.match(words, match.end()))
    kind = match.lastgroup
    if match["last"] is not None:
        return None if ahead is True else Turn(Frame(Part.REVIEW, year - 1, year - 1), True)
    if match["past"] is not None:
        named = int(match["past"])
        if named == year and ahead is not False:
            return Turn(Frame(Part.PLAN, year, year), strong)
        if named == year - 1 and ahead is not True:
            return Turn(Frame(Part.REVIEW, named, named), strong)
        return None
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
        return Turn(Frame(Part.PLAN_TERM, year, year + _NUMBERS[match["k"]] - 1), not numbered)
    if match["plan"] is not None:
        start = plans(match["plan"])[0][1]
        if start + 4 < year and ahead is not True:
            return Turn(Frame(Part.REVIEW_TERM, start, start + 4), strong)
        if start + 4 >= year and ahead is not False:
            return Turn(Frame(Part.PLAN_TERM, start, start + 4), strong)
        return None
    if kind == "now" and ahead is not False:
        return Turn(Frame(Part.PLAN, year, year), True)
    return None


def names(frame: Frame, words: str) -> bool:
    """True when `words` name the plan or the year of the frame."""
    return any(first == frame.start for _, first in plans(words)) or any(
        (first, last) == (frame.start, frame.end) for _, first, last in years(words)
    )


_DONE = re.compile(r"同比|了|已|去年|过去|累计|全年完成|预计|荣获|获评|被评为|增长\d|取得|实现[^。，]{0,12}\d")
_TO_DO = re.compile(r"力争|确保|将|继续|加快|今年|年内|进一步|推动|加大|力度|要|必须|应当|抓好|做好")


def by_tense(words: str, year: int | None) -> tuple[Frame, float]:
    """The frame of a passage whose heading tells nothing, and how far the words of doing outweigh those of done."""
    done, coming = len(_DONE.findall(words)), len(_TO_DO.findall(words))
    weight = (coming + 1) / (done + 1)
    if weight > 1.2:
        return Frame(Part.PLAN, year, year), weight
    last = year - 1 if year is not None else None
    return Frame(Part.REVIEW, last, last), weight
