"""The facts of one sentence, from its quantities: what each measures, of which years, observed or aimed at.

`record` takes the quantities one after the other; each step below decides one thing of a figure from what the steps
before have found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.extraction import canon, changes, confidence, context, frames, neighbours, words
from core.extraction.changes import Reading
from core.extraction.frames import Frame, Frames, Moment
from core.extraction.sentences import Name
from core.extraction.subjects import Namer
from core.facts import Basis, Direction, Fact, Measure, Status, made
from core.lexicon import Lexicon
from core.numbers import Quantity

# Members under names of their own: each look-up on its class takes ten times as long in Python 3.11.
_LEVEL, _CHANGE, _RANKED = Measure.LEVEL, Measure.CHANGE, Measure.RANK
_UP, _DOWN = Direction.UP, Direction.DOWN
_NO_BASIS, _YOY, _AVG, _CUM = Basis.NONE, Basis.YOY, Basis.AVG, Basis.CUM
_ACTUAL, _TARGET = Status.ACTUAL, Status.TARGET
# Patterns that are searched for in every clause begin with letters in each alternative, conditions behind them: the
# search then runs from one such letter to the next.
_CUMULATIVE = re.compile(r"累计|五年共|共计|总计|合计|五年来|始终|共(?<![公中]共)(?!同|享|建|有|青|治|产|和|商|服)")
_HELD = re.compile(r"始终|一直|稳定在|保持在|维持在|稳控在|控制在|连续保持|保持(?:[^，；]{0,4})$")
_FLOW = re.compile(
    r"新增|新建|累计|建成|改造|完成|投入|培育|引进|实施|建设|新引进|培训|新改|净增|解决|转移|治理|创建|打造|开工|整治|修复|种植|筹建|筹集|供应"
)
_RATE_OF_CHANGE = re.compile(
    r"(?:增幅|涨幅|增速|增长幅度|上涨幅度|增长速度|上涨率|(?<!自然)增长率|降幅|下降幅度|增长目标|上升幅度|增长预期目标|增长率目标)(?:的?(?:宏观调控|预期|调控)?(?:目标)?)?$"
)
_RATE_CLAUSE = re.compile(
    r"(?:增长|上涨|上升|增|涨)(?:速度|幅度|幅|速|率)(?:预期)?(?:目标)?(?:已|将|均|也)?(?:由|从|定|为|在|达|完成|实现|预计|约|保持|控制|稳定|回落|安排|的|：)[^，；。]{0,30}$"
)
_REACHED_BY = "达到|达|突破|超过|覆盖|控制在|稳定在|保持在|由|从|位居|居|位列|列|排名"
_REACHED_FROM = (
    "增加到|增至|增长到|提高到|提高至|提升到|提升至|上升到|上升至|扩大到|扩大至|发展到|壮大到|下降到|下降至|降到|降至|降低到|降低至|减少到|减少至|减至|缩短到|缩短至|压缩到|压缩至|压减到|"
    "跃升至|跃升到|升至|调整为|优化为|拥有|现有|已有|占"
)
_MORE_OR_LESS = "(?:了|近|约|超|全市|全省|全国|全球|世界)*[一-龥]?(?:了|近|约|超)*$"
_REACHED = re.compile(f"(?:{_REACHED_BY}){_MORE_OR_LESS}|(?:{_REACHED_FROM})[一-龥]*$")
# Said in the part on coming work of what is there already: 目前城镇还有…, 我国60岁以上人口已达2.5亿, 全区现有….
_ALREADY = re.compile(
    r"(?:^\s*目前|^\s*(?:[我全][市区县省国州]|[\u4e00-\u9fff]{2}[市区县省])现有|(?<![早而久不])已(?:经)?(?:达|由|从|累计|设立|形成|拥有|有|占|超过|突破))[^，；。的“”前]*$"
)
_BETTER = re.compile("改善(?:了|约|近|达|幅度)*$")
_FIVE_YEARS = re.compile(r"[比较](?:过去)?五年前")
_SINCE = re.compile(r"[比较]((?:19|20)\d\d)年")
_PEOPLE = re.compile(r"人口|人数|居民|农民|职工|学生|群众|就业|贫困|劳动力|人员|游客|青年|妇女")
# Of a span of years their amount is that of its last year, and their rate of unemployment or prices that of each.
_OF_THE_YEAR = frozenset(
    {
        "地区生产总值",
        "粮食产量",
        "人均地区生产总值",
        "城镇居民人均可支配收入",
        "农村居民人均可支配收入",
        "全体居民人均可支配收入",
    }
)
# Of these what there is at the end of a span is told, unless the name says what was gained.
_STOCKS = words.WORDS["stocks"]
_GAINED = re.compile("新增|新建|新改|新开|净增|增加(?!到)|建成|改造|改建|完成|开通|投产|投运")
_EVERY_YEAR = frozenset({"城镇调查失业率", "城镇登记失业率", "居民消费价格指数"})


@dataclass(slots=True)
class _Figure:
    """One quantity of a sentence and what was found of it."""

    text: str
    start: int  # of the sentence
    floor: int  # where the words begin that belong to the quantity
    q: Quantity
    clause: str  # the words of its clause before it
    reading: Reading
    name: Name
    canonical: str
    frame: Frame
    moment: Moment | None  # the time expression that moves the frame
    year: int | None  # of the report


@dataclass(slots=True)
class _Times:
    """The years of a figure and what a change is measured against, each with the rule and words that decided."""

    begin: int | None
    finish: int | None
    rule: str
    words: str
    basis: Basis
    basis_rule: str
    basis_words: str


def record(
    text: str, start: int, end: int, kept: list[Quantity], frame: Frame, walk: Frames, lexicon: Lexicon
) -> list[Fact]:
    """The facts of the sentence `start`..`end` from those of its quantities that are facts."""
    moments = walk.moments(start, end, frame)
    kept = neighbours.bounded(text, start, kept)
    namer = Namer(text, start, end, kept, lexicon.known, lexicon.sharing)
    replacing = neighbours.replacing(text, start, kept)
    hopeful = not frame.part.ahead and frames.hopeful(text, start, kept[-1].start)
    facts: list[Fact] = []
    previous: Reading | None = None
    for i, q in enumerate(kept):
        moment = next((m for m in reversed(moments) if m.at < q.start), None) if moments else None
        clause = text[namer.clause_start(q.start) : q.start]
        previous, name = _read(namer, i, clause, previous, lexicon)
        figure = _Figure(text, start, namer.floors[i], q, clause, previous, name, "", frame, moment, walk.year)
        if not namer.limits[i]:  # 投资｜亿元以上的重大项目: the bound of a class is no amount of any indicator
            figure.canonical = _indicator(figure, facts, walk, lexicon)
        times = _timed(figure)
        status, status_rule, status_words = _status(figure, hopeful)
        if replacing and (old := neighbours.old_year(text, kept, i, start, (moment or frame).start)) is not None:
            times.begin = times.finish = old  # 从45个发展到117个: the first is what was before
            status, status_rule, status_words = _ACTUAL, "old_value", ""
            times.rule, times.words = "old_value", ""
        if status is _TARGET and moment is None and (now := _already(clause)) is not None:
            status, status_rule, status_words = _ACTUAL, "past_moment", now
            if walk.year is not None and previous.measure is not _CHANGE:
                times.begin = times.finish = walk.year - 1
        fact = _fact(figure, times, (status, status_rule, status_words), limit=namer.limits[i])
        facts.append(fact)
        if namer.also:
            for other in namer.also.get(i, ()):  # 均达到100%: one figure, two subjects
                facts.insert(
                    -1,
                    fact.with_(
                        indicator=other.name, indicator_start=None, indicator_end=None,
                        canonical=_canonical(lexicon, other, q, previous.measure),
                    ),
                )  # fmt: skip
    return facts


def _read(namer: Namer, i: int, clause: str, previous: Reading | None, lexicon: Lexicon) -> tuple[Reading, Name]:
    """Level, change or rank, and the name; what the name is may turn a level into a change."""
    q, text, floor = namer.quantities[i], namer.text, namer.floors[i]
    right = text[q.end : min(namer.end, q.end + 16)]
    joined = namer.joined(i) and q.base_unit == namer.quantities[i - 1].base_unit
    joined = joined and (right[:1] in words.BOUNDARY or text[q.start - 1] != "；")
    reading = changes.read(q, text[floor : q.start], right, previous, joined)
    level = reading.measure is _LEVEL
    name = namer.name(i, not level)
    if level and q.base_unit == "%" and q.kind in ("number", "share"):
        if _grows(lexicon, name, text[max(floor, q.start - 8) : q.start]):
            reading = Reading(_CHANGE, _UP, "change_name", name.name)
        rate = _RATE_OF_CHANGE.search(name.name) or _RATE_CLAUSE.search(clause)
        if rate is not None:
            way = _DOWN if "降" in rate.group()[:4] else _UP
            reading = Reading(_CHANGE, way, "change_name", rate.group())
    if reading.measure is _LEVEL and q.base_unit in ("%", "百分点") and _BETTER.search(clause) is not None:
        # A concentration that gets better falls.
        way = _DOWN if "浓度" in clause or "PM" in clause else _UP
        reading = Reading(_CHANGE, way, "change_word", "改善")
    return reading, name


def _indicator(figure: _Figure, facts: list[Fact], walk: Frames, lexicon: Lexicon) -> str:
    """The canonical indicator: from the name, the words around the figure, or the fact just before."""
    q, name, text, measure = figure.q, figure.name, figure.text, figure.reading.measure
    canonical = _canonical(lexicon, name, q, measure)
    if not canonical:
        canonical = context.in_sentence(
            name.name,
            q.base_unit,
            measure,
            text[max(figure.start, q.start - 120) : q.start],
            text[q.end : q.end + 30],
        )
        if not canonical and facts and q.start - facts[-1].end < 24:
            canonical = context.of_previous(name.name, q.base_unit, measure, text[facts[-1].end : q.start], facts[-1])
    if canonical == "地方财政收入" and walk.document.metadata.level == "nation" and "地方" not in name.name:
        # 国家财政收入, 全国财政收入: the series that was renamed 公共财政收入 (2012), then 一般公共预算收入 (2015).
        return "一般公共预算收入"
    return canonical


def _timed(figure: _Figure) -> _Times:
    """The years of a figure, and what a change is measured against."""
    moment, frame, reading, q = figure.moment, figure.frame, figure.reading, figure.q
    several = frame.several if moment is None else moment.start != moment.end
    basis, basis_rule, basis_words = _NO_BASIS, "", ""
    if reading.measure is _CHANGE:
        basis, basis_rule, basis_words = changes.basis(
            figure.clause, figure.text[figure.start : q.start], several=several, quantity=q
        )
    averaged = basis is _AVG
    if averaged or (frame.start != frame.end if moment is None else moment.until or several):
        begin, finish, rule, words_ = _settled(figure, averaged)
    elif moment is None:
        begin, finish, rule, words_ = frame.start, frame.end, frame.rule, frame.words
    else:
        begin, finish, rule, words_ = moment.start, moment.end, "moment", moment.words
    times = _Times(begin, finish, rule, words_, basis, basis_rule, basis_words)
    if reading.measure is _CHANGE and finish is not None:
        _compared(figure.clause, times, finish, averaged)
    if times.basis is _YOY and times.basis_rule == "yearly_word" and times.begin != times.finish:
        times.begin = times.finish  # 同比 within a span of years is said of its last one
    return times


def _settled(figure: _Figure, averaged: bool) -> tuple[int | None, int | None, str, str]:
    """Of a span of years: the whole of it for what was done in it, its last year for a state reached at its end."""
    q, name, text, canonical = figure.q, figure.name.name, figure.text, figure.canonical
    cumulative = _CUMULATIVE.search(figure.clause) is not None
    flow = _FLOW.search(figure.clause) is not None
    is_rate = words.RATE_NAME.search(name) is not None
    state = _REACHED.search(text[max(figure.floor, q.start - 12) : q.start]) is not None
    held = _HELD.search(figure.clause) is not None or (
        canonical in _EVERY_YEAR and figure.frame.part.ahead and not state
    )
    state = (
        state
        or (q.quantity.startswith("突破") and not cumulative and not flow)
        or (canonical in _STOCKS and _GAINED.search(name + text[max(figure.floor, q.start - 8) : q.start]) is None)
    )
    measure = figure.reading.measure
    reached = measure is _RANKED or (measure is _LEVEL and (is_rate or state or canonical in _OF_THE_YEAR) and not held)
    return frames.settle(
        figure.frame,
        figure.moment,
        figure.year,
        averaged=averaged,
        cumulative=cumulative,
        at_end=reached,
        flow=not is_rate and flow,
        state=state,
    )


def _compared(clause: str, times: _Times, finish: int, averaged: bool) -> None:
    """比五年前, 比2015年: the span over which a change has come about."""
    if not averaged and _FIVE_YEARS.search(clause) is not None:
        times.begin, times.basis = finish - 4, _CUM
        times.rule = times.basis_rule = "since"
        times.words = times.basis_words = "五年前"
    since = _SINCE.search(clause)
    if since is None:
        return
    year = int(since.group(1))
    if year < finish - 1 and not averaged:
        times.begin, times.basis = year + 1, _CUM
        times.rule = times.basis_rule = "since"
        times.words = times.basis_words = since.group()
    elif year == finish - 1 and not averaged:
        times.begin, times.basis = finish, _YOY
    elif averaged and year < finish:
        times.begin = year + 1


def _status(figure: _Figure, hopeful: bool) -> tuple[Status, str, str]:
    """Achieved, estimated or aimed at, with rule and words."""
    text, start, q = figure.text, figure.start, figure.q
    found = frames.status(text, figure.frame, figure.moment, figure.year, start, q.start, hopeful)
    if found[1] == "estimate_word" and _another_subject(text, start, figure.name, q):
        return _ACTUAL, "part", ""
    return found


def _already(clause: str) -> str | None:
    """The words by which a clause in the part on coming work tells what is there already; None for none."""
    if "已" not in clause and "目前" not in clause and "现有" not in clause:
        return None
    match = _ALREADY.search(clause)
    return None if match is None else match.group()[:2].strip()


def _fact(figure: _Figure, times: _Times, status: tuple[Status, str, str], *, limit: bool) -> Fact:
    """All of it together, with how sure it is and why it is so."""
    q, name, reading = figure.q, figure.name, figure.reading
    sure, doubts = confidence.judged(
        (name.rule, reading.rule, times.rule, status[1], times.basis_rule), q.kind, name.name, figure.canonical,
        figure.frame.part, change=reading.measure is _CHANGE, limit=limit,
        dated=figure.year is not None and times.begin is not None, several=times.begin != times.finish,
    )  # fmt: skip
    placed = name.start >= 0
    return made(
        q.start, q.end, q.quantity, q.value, q.unit, q.base_value, q.base_unit or _implied(name.name, q),
        q.base_value_high, q.bound, reading.measure, reading.direction, times.basis, status[0], times.begin,
        times.finish, name.name, name.start if placed else None, name.end if placed else None, figure.canonical,
        name.action, sure, doubts,
        (
            ("measure", reading.rule, reading.words), ("indicator", name.rule, name.name),
            ("period", times.rule, times.words), ("status", status[1], status[2]),
            ("basis", times.basis_rule, times.basis_words),
        ),
    )  # fmt: skip


def _another_subject(text: str, start: int, name: Name, q: Quantity) -> bool:
    """粮食总产预计超116亿斤，瓜菜产量稳定在1000万吨: 预计 behind a subject is said of that subject alone."""
    at = text.rfind("预计", start, q.start)
    if at < 0 or not frames.said_of_subject(text[start : q.start], at - start):
        return False
    if name.rule in ("right", "right_predicate"):  # 占比预计达到19%，新增1个国家级平台
        return any(mark in text[at : q.start] for mark in "，,；;")
    if name.rule != "left" or name.start <= at:
        return False
    return any(mark in text[at : name.start] for mark in "，,；;") and not text.startswith("其中", name.start)


def _grows(lexicon: Lexicon, name: Name, left: str) -> bool:
    """固定资产投资3%: a percentage of a sum of money can only be its growth."""
    indicator = lexicon.by_synonym.get(name.name.upper())
    return (
        indicator is not None
        and indicator.dimension == "money"
        and indicator.measure == "both"
        and _OF_ANOTHER.search(left) is None
    )


_OF_ANOTHER = re.compile("占|完成|完成率|达标|比重|任务|目标|贡献")


# The place a rank's name ends with: 粮食产量全省位次
_PLACE = re.compile("(?:全[国省市区县州盟]|世界|全球|国内|中部)[^，]{0,4}(?:位次|排名)$")


def _canonical(lexicon: Lexicon, name: Name, q: Quantity, measure: str) -> str:
    unit = q.base_unit or _implied(name.name, q) or q.unit
    if q.kind == "rank":
        found = canon.canonical(lexicon, name.base, unit, measure) or canon.canonical(
            lexicon, _PLACE.sub("", name.name), unit, measure
        )
        return "" if found and canon.excluded(lexicon, found, name.name) else found
    found = canon.canonical(lexicon, name.name, unit, measure)
    if not found and name.rule in ("right_predicate", "carried"):
        found = canon.canonical(lexicon, name.base, unit, measure)
        if found and canon.excluded(lexicon, found, name.name):
            return ""
    return found


def _implied(name: str, q: Quantity) -> str:
    """农村贫困人口减少1000万以上: the unit is in the name."""
    return (
        "人"
        if q.kind == "number"
        and (q.unit or (q.value or 0) >= 1000 or q.quantity.endswith("万"))
        and _PEOPLE.search(name)
        else ""
    )
