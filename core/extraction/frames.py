"""The time frame of a figure: which years it is about, and whether it is observed, estimated or aimed at.

The part of the report gives the frame (a report for 2021 reviews 2020 and plans 2021); a paragraph that opens with
“过去五年” or “2020年，” moves it; a time expression in the sentence moves it for what follows there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from core.documents import Part, Section
from core.extraction.spacing import Squeezed
from core.facts import Status

# Members under names of their own: each look-up on its class takes ten times as long in Python 3.11.
_ACTUAL, _TARGET, _ESTIMATED = Status.ACTUAL, Status.TARGET, Status.ESTIMATE
PLANS = {"九": 1996, "十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "几": 0}


class Frame(NamedTuple):
    """Years (None where the report gives no year), what part of the report, and what decided."""

    start: int | None
    end: int | None
    part: Part
    rule: str = "part"
    words: str = ""

    @property
    def several(self) -> bool:
        """True when the frame spans more than one year."""
        return self.start != self.end or (self.start is None and self.part in (Part.REVIEW_TERM, Part.PLAN_TERM))


class Moment(NamedTuple):
    """A time expression in a sentence: position, years, whether it points at the end of a span (到2025年)."""

    at: int
    start: int
    end: int
    until: bool
    words: str


_YEAR = r"(?:19|20)\d\d"
_MOMENT = re.compile(
    # The first characters of all that follows, so that most places are passed at a glance.
    r"(?=[12“\"‘'十九到至截过近这最任本刚前两二三四五六七八今未下去上全年一明])(?:"
    rf"(?P<a>{_YEAR})年?\s?(?:[-—–－~～至到]+)\s?(?P<b>{_YEAR})年"
    r"|[“\"‘']?(?P<plan>十[一二三四五六]?|九)五[”\"’'](?P<of>时期|期间|以来|规划期|五年|前|末|中后期|中期|[^，。；]{0,2}五年)"
    r"|(?P<plan2>十[一二三四五六]|九)五(?P<of2>时期|期间|以来|规划期间|末)"
    rf"|(?P<until>到|至|截至|截止)?(?P<year>{_YEAR})年(?P<tail>底|末|年底|年末|度|初)?"
    r"|(?P<past>过去的?|近|这|最近|任期|本届政府|刚刚过去的|前)?(?P<n>[两二三四五六七八九十])年(?P<back>来|间|多来|累计|共)"
    r"|(?P<past2>过去的?|近|这|最近|前|刚刚过去的)(?P<n2>[两二三四五六七八九十])年"
    r"|(?<![十第二续每历来后隔期前小学中])(?P<n4>[两三四五])年(?=翻|共|改造|新增|建成|新建|投入|完成|累计|增长|[，,])"
    r"|(?P<next>今后|未来|下)(?P<n3>[三五十])年"
    r"|(?P<both>今明两年|今后两年)"
    r"|(?P<lastyear>去年|上年|上一年)|(?P<thisyear>今年|本年度?|全年|年内|一年来|过去一年|过去的一年)|(?P<nextyear>明年))"
)
# Standing before a time expression, these make it the base of a comparison or part of a name.
_COMPARED = re.compile(r"(?:比|较|与|同|相比|于|相当于|是|为|高于|低于|超过|在)$")
_ESTIMATE = re.compile(r"预计|有望|预期可|初步核算|初步预计|预测")
_AFTER_SUBJECT = re.compile(
    r"(?<![全年市省区县])[\u4e00-\u9fff]{2,}(?<!全年)(?<!全市)(?<!年末)(?<!初步)(?<!指标)(?<!代表)(?<!我们)(?<!年)$"
)
_NOT_ESTIMATE = re.compile(r"预计(?:总?投资|到?(20\d\d))")
_AIM = re.compile(r"力争|确保|争取|目标|将[^，。]{0,10}$|计划|要[^，。]{0,8}$|必保|努力|拟")
_TOLD = re.compile("[年五]")  # one of these stands in every opening that sets a frame
_OPENER = re.compile(
    r"[\s　]*(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、)?(?:各位代表[，,！!：:。]?|同志们[，,！!：:。]?|[—\-]+)?(?:回顾|总结|展望)?(?:在)?"
)
_WHOLE_PERIOD = re.compile(r"累计|年均|平均每年|总计|合计|五年|始终|共")
_AT_END = re.compile(
    r"(?:达到|达|增加到|增至|增长到|提高到|提高至|提升到|提升至|上升到|上升至|扩大到|扩大至|发展到|下降到|下降至|降到|降至|降低到|降低至|减少到|减少至|缩短到|压缩到|压缩至|"
    r"突破|超过|控制在|稳定在|保持在|为|占|由|从|到|至|跃升至|调整为|优化为|拥有|现有|总数|总量)(?:了|约|近|\d|[一-龥]{0,2})?$"
)


@dataclass(slots=True)
class Frames:
    """Walks through a document from front to back and tells the frame of each place."""

    document: Squeezed
    year: int | None
    _index: int = -1
    _section: Section | None = None
    _frame: Frame | None = None
    _sections: tuple[Section, ...] = ()
    _home: Frame | None = None  # the section's own frame while a paragraph has another
    _until: int = 0  # where that paragraph ends
    _told: int = -1  # the next character of all that tells a time
    quiet: int = -1  # sentences that end up to here have the frame of the one before and need not be entered

    @classmethod
    def of(cls, document: Squeezed) -> Frames:
        """Frames for a document, from its metadata and sections."""
        return cls(document, document.metadata.year, _sections=document.structure.sections)

    def enter(self, start: int, end: int) -> Frame:
        """The frame of the sentence `start`..`end`; sentences are entered in order, with or without figures, but for those
        up to `quiet`."""
        text = self.document.text
        moved = False
        while self._index + 1 < len(self._sections) and self._sections[self._index + 1].start <= start:
            self._index += 1
            moved = True
        if moved or self._frame is None:
            section = self._sections[self._index] if self._index >= 0 else None
            base = self._base(section)
            previous = self._frame
            # A heading below the first level keeps the frame that an opening sentence has set, in the same part.
            if (
                previous is None
                or section is None
                or section.level <= 1
                or previous.part is not base.part
                or previous.rule == "part"
            ):
                self._frame = base
            self._section = section
            self._home = None
        if self._home is not None and start >= self._until:
            self._frame, self._home = self._home, None
        assert self._frame is not None
        if self._told < start:
            told = _TOLD.search(text, start)
            self._told = len(text) if told is None else told.start()
        self.quiet = self._told if self._home is None else min(self._told, self._until)
        if self._index + 1 < len(self._sections):
            self.quiet = min(self.quiet, self._sections[self._index + 1].start)
        if self._told >= end:
            return self._frame
        opener = _OPENER.match(text, start, end)
        at = opener.end() if opener else start
        if (
            (text.find("年", at, min(end, at + 30)) >= 0 or text.find("五", at, min(end, at + 12)) >= 0)
            and (moment := self._moment(text, at, min(end, at + 30), self._frame)) is not None
            and moment.at - at <= 2
        ):
            follows = text[moment.at + len(moment.words) : moment.at + len(moment.words) + 4]
            if not moment.until and (
                follows[:1] in "，,、：:；是的"
                or follows.startswith(
                    ("我们", "全市", "全省", "我市", "我省", "全区", "我区", "全县", "我县", "市政府", "区政府")
                )
            ):
                self._set(moment)
        return self._frame

    def _set(self, moment: Moment) -> None:
        frame = self._frame
        assert frame is not None
        part = frame.part
        if self.year is not None:
            if moment.end >= self.year and not part.ahead and part in (Part.REVIEW, Part.REVIEW_TERM):
                return  # a review does not slide into the future by a passing mention
            if part.ahead and moment.end < self.year:
                return
            if part is Part.REVIEW and moment.end < self.year - 2 and not frame.several:
                return
        if part is Part.REVIEW and moment.start != moment.end and not frame.several:
            # 五年来 in the review of one year is said of its paragraph only.
            self._home = frame
            stop = self.document.text.find("\n", moment.at)
            self._until = stop if stop >= 0 else len(self.document.text)
        self._frame = Frame(moment.start, moment.end, part, "opener", moment.words)

    def _base(self, section: Section | None) -> Frame:
        part = section.part if section is not None else Part.OTHER
        if section is not None and section.period_start is not None:
            return Frame(section.period_start, section.period_end or section.period_start, part)
        year = self.year
        if year is None:
            return Frame(None, None, part)
        if part is Part.REVIEW_TERM:
            return Frame(year - 5, year - 1, part)
        if part is Part.PLAN_TERM:
            return Frame(year, year + 4, part)
        if part.ahead:
            return Frame(year, year, part)
        return Frame(year - 1, year - 1, part)

    def _moment(self, text: str, start: int, end: int, frame: Frame) -> Moment | None:
        for match in _MOMENT.finditer(text, start, end):
            if (moment := self._read(text, match, start, frame)) is not None:
                return moment
        return None

    def moments(self, start: int, end: int, frame: Frame) -> list[Moment]:
        """All time expressions of a sentence that move the frame."""
        text = self.document.text
        found: list[Moment] = []
        if self._told >= end or (text.find("年", start, end) < 0 and text.find("五", start, end) < 0):
            return found
        read = (self._read(text, match, start, frame) for match in _MOMENT.finditer(text, start, end))
        found.extend(moment for moment in read if moment is not None)
        return found

    def _read(self, text: str, match: re.Match[str], floor: int, frame: Frame) -> Moment | None:
        words, at = match.group(), match.start()
        before = text[max(floor, at - 4) : at]
        if match["a"]:
            return (
                Moment(at, int(match["a"]), int(match["b"]), False, words)
                if int(match["a"]) < int(match["b"])
                else None
            )
        if match["plan"] or match["plan2"]:
            first = PLANS.get(match["plan"] or match["plan2"])
            if first is None or _COMPARED.search(before):
                return None
            of = match["of"] or match["of2"]
            if of.endswith("末"):
                return Moment(at, first + 4, first + 4, True, words)
            if of == "以来" and self.year is not None:
                return Moment(at, first, max(first, min(first + 4, self.year - 1)), False, words)
            return Moment(at, first, first + 4, False, words)
        if match["year"]:
            return self._explicit(text, match, before)
        year = self.year
        if match["both"]:
            return None if year is None else Moment(at, year, year + 1, False, words)
        if match["lastyear"]:
            if (
                _COMPARED.search(before)
                or text.startswith(("同期", "增", "末", "底", "水平"), match.end())
                or year is None
                or not (frame.part.ahead or frame.several)
            ):
                return None
            return Moment(at, year - 1, year - 1, False, words)
        if match["thisyear"]:
            if year is None:
                return None
            if frame.part.ahead:
                return Moment(at, year, year, False, words) if words in ("今年", "年内", "本年", "本年度") else None
            return (
                Moment(at, year - 1, year - 1, False, words)
                if words in ("一年来", "过去一年", "过去的一年", "去年")
                else None
            )
        if match["nextyear"]:
            return None if year is None else Moment(at, year, year, False, words) if not frame.part.ahead else None
        if text.startswith(("最", "首", "新高", "以来最", "的最", "来最", "来首", "来新", "未有"), match.end()):
            return None  # 近五年来最好水平
        number = _NUMERALS.get(match["n"] or match["n2"] or match["n3"] or match["n4"] or "", 0)
        if not number or year is None:
            return None
        if match["next"]:
            return Moment(at, year, year + number - 1, False, words)
        if before.endswith(("连续", "第", "历时", "间隔", "长达", "提前", "每", "“")):
            return None
        last = frame.end if frame.end is not None and frame.end < year else year - 1
        if frame.part.ahead:
            last = year - 1
        if frame.several and number == 5:
            return Moment(at, frame.start or last - 4, frame.end or last, False, words)
        return Moment(at, last - number + 1, last, False, words)

    def _explicit(self, text: str, match: re.Match[str], before: str) -> Moment | None:
        """A plain year; in the middle of a clause it is a cohort's name (2019年度13个小区的改造), not a frame."""
        at, value = match.start(), int(match["year"])
        until = bool(match["until"])
        if before.endswith(("年（", "年(")):
            return None  # 较基准年（2021年）
        if until and text[max(0, at - 12) : at].rstrip("0123456789年月底末").endswith(("由", "从", "自")):
            until = False
        if _COMPARED.search(before) and not before.endswith("在") and not (until and before[-1] in "与同为是"):
            return None
        rest = text[match.end() : match.end() + 3]
        opens = (
            not before
            or before[-1] in "，,；;：:。、（( \u3000"
            or before.endswith(("代表", "在", "预计", "力争", "确保", "自"))
        )
        if not until:
            if not opens or match["tail"] in ("度", "初"):
                return None
            if rest[:1].isdecimal() or rest.startswith(
                ("度", "第", "改造", "新开工", "老旧", "续建", "计划", "任务", "是", "即", "重点", "以来", "版", "普通")
            ):
                return None
            if before.endswith("自"):
                return None
        elif match["until"] in ("截至", "截止") and self.year is not None and value >= self.year:
            return Moment(at, self.year - 1, self.year - 1, True, match.group())
        year = self.year
        if year is not None and not until and (abs(value - year) > 6):
            return None
        return Moment(at, value, value, until or match["tail"] in ("底", "末", "年底", "年末"), match.group())


def settle(
    frame: Frame,
    moment: Moment | None,
    year: int | None,
    *,
    averaged: bool,
    cumulative: bool,
    at_end: bool,
    flow: bool,
    state: bool,
) -> tuple[int | None, int | None, str, str]:
    """The years of one figure, with the rule and words that decided.

    `at_end`: the figure is a state reached (达到, a rate), so of a span it belongs to the last year.
    """
    start, end, rule, words = frame.start, frame.end, frame.rule, frame.words
    if moment is not None:
        start, end, rule, words = moment.start, moment.end, "moment", moment.words
        if moment.until and averaged and frame.several:
            start = frame.start
        elif moment.until and flow and not at_end and end is not None:
            if frame.several and frame.start is not None:
                start = min(frame.start, end)
            elif year is not None and end > year:
                start = year
    if averaged and start == end and end is not None:
        if moment is not None and moment.until and year is not None and end > year:
            start = year if frame.part.ahead else frame.start
        elif frame.part.ahead and moment is None and frame.several is False and year is not None:
            pass
        elif not frame.part.ahead and year is not None:
            start = end - 4
        rule = "average"
    if start != end and at_end and not averaged and not (cumulative and flow and not state):
        start, rule = end, "end_of_span"
    return start, end, rule, words


def said_of_subject(before: str, at: int) -> bool:
    """True when 预计 at `at` stands behind a subject of its own clause, not at its head."""
    return before[at + 2 : at + 3] not in "：:，,（(" and _AFTER_SUBJECT.search(before, 0, at) is not None


def hopeful(text: str, start: int, end: int) -> bool:
    """True when 预计, 有望 or the like stands there: without one nothing is an estimate."""
    return _ESTIMATE.search(text, start, end) is not None


def status(
    text: str, frame: Frame, moment: Moment | None, year: int | None, sentence: int, at: int, estimating: bool
) -> tuple[Status, str, str]:
    """Achieved, estimated or aimed at, with rule and words; `estimating` as `hopeful` tells of the sentence."""
    if frame.part.ahead:
        if moment is not None and year is not None and moment.end < year:
            return _ACTUAL, "past_moment", moment.words
        return _TARGET, "part", ""
    if moment is None and not estimating:
        return _ACTUAL, "part", ""
    before = text[sentence:at]
    if moment is not None and year is not None and moment.end >= year and (moment.until or _AIM.search(before)):
        return _TARGET, "future_moment", moment.words
    if not estimating:
        return _ACTUAL, "part", ""
    said = _NOT_ESTIMATE.search(before)
    # 预计2020年… in the report for 2021 is an estimate, 预计2025年… a forecast.
    if said is None or (said[1] and year is not None and int(said[1]) < year):
        for estimate in _ESTIMATE.finditer(before):
            if _AFTER_SUBJECT.search(before, 0, estimate.start()) is None or before[
                estimate.end() : estimate.end() + 1
            ] in (tuple("：:，,")):
                return _ESTIMATED, "estimate_word", estimate.group()
            # 粮食总产量预计…: said of one subject, up to the semicolon
            if not any(mark in before[estimate.end() :] for mark in "；;"):
                return _ESTIMATED, "estimate_word", estimate.group()
    return _ACTUAL, "part", ""
