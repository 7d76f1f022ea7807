"""The pass over a document that turns quantities into facts."""

from __future__ import annotations

import re
from dataclasses import replace

from core.documents import Document, Part
from core.extraction import canon, changes, confidence, filters, frames, pieces, spacing, worded, words
from core.extraction.sentences import Name
from core.extraction.subjects import Namer
from core.facts import Basis, Bound, Direction, Fact, Measure, Status
from core.lexicon import Lexicon
from core.numbers import Quantity, parse, quantities
from core.spans import Span

_SENTENCE_MARKS = "。！？!?\n"
_CUMULATIVE = re.compile(r"累计|五年共|共计|总计|合计|五年来|始终|(?<![公中])共(?!同|享|建|有|青|治|产|和|商|服)")
_HELD = re.compile(r"始终|一直|(?:稳定|保持|维持|稳控|控制)在|连续保持|保持(?:[^，；]{0,4})$")
_FLOW = re.compile(
    r"新增|新建|累计|建成|改造|完成|投入|培育|引进|实施|建设|新引进|培训|新改|净增|解决|转移|治理|创建|打造|开工|整治|修复|种植|筹建|筹集|供应"
)
_RATE_OF_CHANGE = re.compile(
    r"(?:增幅|涨幅|增速|增长幅度|上涨幅度|增长速度|上涨率|(?<!自然)增长率|降幅|下降幅度|增长目标|上升幅度|增长预期目标|增长率目标)(?:的?(?:宏观调控|预期|调控)?(?:目标)?)?$"
)
_RATE_CLAUSE = re.compile(
    r"(?:增长|上涨|上升|增|涨)(?:速度|幅度|幅|速|率)(?:预期)?(?:目标)?(?:已|将|均|也)?(?:由|从|定|为|在|达|完成|实现|预计|约|保持|控制|稳定|回落|安排|的|：)[^，；。]{0,30}$"
)
_REACHED = re.compile(
    r"(?:(?:达到|达|突破|超过|覆盖|控制在|稳定在|保持在|由|从|位居|居|位列|列|排名)(?:了|近|约|超|全市|全省|全国|全球|世界)*[一-龥]?(?:了|近|约|超)*"
    r"|(?:增加到|增至|增长到|提高到|提高至|提升到|提升至|上升到|上升至|扩大到|扩大至|发展到|壮大到|下降到|下降至|降到|降至|降低到|降低至|减少到|减少至|减至|缩短到|缩短至|压缩到|压缩至|压减到|"
    r"跃升至|跃升到|升至|调整为|优化为|拥有|现有|已有|占)[一-龥]*)$"
)


def extract(document: Document, lexicon: Lexicon | None = None) -> tuple[Fact, ...]:
    """All proposed facts of a document, in the order of the text. Pure; positions are code points of `document.text`."""
    lexicon = lexicon or Lexicon.load()
    squeezed = spacing.squeeze(document)
    text = squeezed.text
    found = quantities(text)
    walk = frames.Frames.of(squeezed)
    facts: list[Fact] = []
    index, start = 0, 0
    estimated = ""  # 预计 at the head of a paragraph holds for the main figures listed straight after it
    for stop in _sentence_ends(text):
        here = index
        while index < len(found) and found[index].start < stop:
            index += 1
        frame = walk.enter(start, stop)
        if index > here and frame.part is not Part.GLOSSARY:
            made = _sentence(text, start, stop, found[here:index], frame, walk, lexicon)
            if estimated == "list" and not _lists(made, start):
                estimated = ""
            if estimated:
                made = [_estimated(fact) for fact in made]
            elif text.find("预计", start, stop) >= 0 and any(
                fact.status is Status.ESTIMATE and fact.canonical for fact in made
            ):
                estimated = _expects_more(text, start, stop)
            facts.extend(made)
        elif estimated == "list" and stop - start > 2:
            estimated = ""
        if (text[stop - 1] == "\n" and estimated == "list") or frame.part.ahead:
            estimated = ""
        start = stop
    return tuple(spacing.restored(pieces.pieced(facts, text), squeezed, document))


def _estimated(fact: Fact) -> Fact:
    if fact.status is not Status.ACTUAL or fact.canonical not in _HEADLINE:
        return fact
    why = tuple(("status", "estimate_before", "预计") if line[0] == "status" else line for line in fact.why)
    return fact.with_(status=Status.ESTIMATE, why=why)


def _lists(made: list[Fact], start: int) -> bool:
    """固定资产投资2140亿元，增长10%。: a sentence that goes on with the main figures and says nothing else first."""
    if not made:
        return False
    first = made[0]
    return first.canonical in _HEADLINE and first.indicator_start is not None and first.indicator_start - start <= 6


def _expects_more(text: str, start: int, stop: int) -> str:
    """How far 预计 reaches beyond its sentence: "all" with （下同）, "list" at the head of a paragraph, else ""."""
    if (word := _FROM_HERE.search(text, start, stop)) is not None:
        return "all" if text[word.end() : word.end() + 1] in "）)" else ""
    opens = start == 0 or text[start - 1] == "\n"
    return "list" if opens and _HEAD.match(text, start, stop) is not None else ""


_HEAD = re.compile(
    r"[\s\u3000]*(?:各位代表[，,！!：:])?(?:(?:过去一年|(?:19|20)\d\d年)[，,]?)?(?:据|经)?(?:初步)?(?:统计|测算|核算)?[，,]?(?:全年)?预计"
)
_FROM_HERE = re.compile(r"预计[^，。；]{0,12}[（(](?:以?下同|下同)")
# The figures that open a report and are estimated together when the year has not ended.
_HEADLINE = words.WORDS["headline"]


_LONGEST = 800  # characters looked at together; a longer sentence is cut at a comma, so that time stays linear


def _sentence_ends(text: str) -> list[int]:
    ends: list[int] = []
    start = 0
    stops = [len(text)]
    for mark in _SENTENCE_MARKS:  # finding each mark by itself takes a fifth of the time of a pattern for all
        at = text.find(mark)
        while at >= 0:
            stops.append(at + 1)
            at = text.find(mark, at + 1)
    for stop in sorted(stops):
        while stop - start > _LONGEST:
            cut = max(text.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in "；，,;") + 1
            start = cut or start + _LONGEST
            ends.append(start)
        if stop > start:
            ends.append(stop)
            start = stop
    return ends


def _sentence(
    text: str,
    start: int,
    end: int,
    candidates: list[Quantity],
    frame: frames.Frame,
    walk: frames.Frames,
    lexicon: Lexicon,
) -> list[Fact]:
    kept = _facts_only(text, start, end, candidates, lexicon)
    return _named(text, start, end, kept, frame, walk, lexicon) if kept else []


def _facts_only(text: str, start: int, end: int, candidates: list[Quantity], lexicon: Lexicon) -> list[Quantity]:
    quoted = filters.quoted(text[start:end])
    return [
        q
        for q in candidates
        if not any(a <= q.start - start < b for a, b in quoted) and filters.is_fact(q, text, start, end, lexicon)
    ]


def _named(
    text: str,
    start: int,
    end: int,
    kept: list[Quantity],
    frame: frames.Frame,
    walk: frames.Frames,
    lexicon: Lexicon,
) -> list[Fact]:
    """The facts of one sentence from its quantities."""
    moments = walk.moments(start, end, frame)
    kept = _share_bounds(text, kept)
    namer = Namer(text, start, end, kept, lexicon.known, lexicon.sharing)
    facts: list[Fact] = []
    previous: changes.Reading | None = None
    for i, q in enumerate(kept):
        floor = namer.floors[i]
        left = text[floor : q.start]
        right = text[q.end : min(end, q.end + 16)]
        joined = namer.joined(i) and q.base_unit == kept[i - 1].base_unit
        reading = changes.read(q, left, right, previous, joined)
        previous = reading
        name = namer.name(i, reading.measure is not Measure.LEVEL)
        if reading.measure is Measure.LEVEL and q.base_unit == "%" and q.kind in ("number", "share"):
            if _grows(lexicon, name, text[max(floor, q.start - 8) : q.start]):
                reading = changes.Reading(Measure.CHANGE, Direction.UP, "change_name", name.name)
                previous = reading
            rate = _RATE_OF_CHANGE.search(name.name) or _RATE_CLAUSE.search(text, namer.clause_start(q.start), q.start)
            if rate is not None:
                down = "降" in rate.group()[:4]
                reading = changes.Reading(
                    Measure.CHANGE, Direction.DOWN if down else Direction.UP, "change_name", rate.group()
                )
                previous = reading
        clause = text[namer.clause_start(q.start) : q.start]
        if reading.measure is Measure.LEVEL and q.base_unit in ("%", "百分点") and _BETTER.search(clause) is not None:
            # A concentration that gets better falls.
            way = Direction.DOWN if "浓度" in clause or "PM" in clause else Direction.UP
            previous = reading = changes.Reading(Measure.CHANGE, way, "change_word", "改善")
        moment = next((m for m in reversed(moments) if m.at < q.start), None) if moments else None
        span = frame if moment is None else frames.Frame(moment.start, moment.end, frame.part)
        basis, basis_rule, basis_words = changes.basis(
            reading,
            clause,
            text[start : q.start],
            several=span.several,
            quantity=q,
        )
        averaged = basis.value == "avg"
        is_rate = words.RATE_NAME.search(name.name) is not None
        held = _HELD.search(clause) is not None
        state = _REACHED.search(text[max(floor, q.start - 12) : q.start]) is not None
        canonical = _canonical(lexicon, name, q, reading.measure.value) or canon.in_context(
            name.name,
            q.base_unit,
            reading.measure.value,
            text[max(start, q.start - 120) : q.start],
            text[q.end : q.end + 30],
        )
        if not canonical and facts and q.start - facts[-1].end < 24:
            canonical = canon.of_previous(
                name.name, q.base_unit, reading.measure.value, text[facts[-1].end : q.start], facts[-1]
            )
        if canonical == "地方财政收入" and walk.document.metadata.level == "nation" and "地方" not in name.name:
            canonical = "财政总收入"  # the revenue of the nation is that of the centre and the places
        held = held or (canonical in _EVERY_YEAR and frame.part.ahead and not state)
        state = state or (
            q.quantity.startswith("突破") and _CUMULATIVE.search(clause) is None and _FLOW.search(clause) is None
        )
        state = state or (
            canonical in _STOCKS and _GAINED.search(name.name + text[max(floor, q.start - 8) : q.start]) is None
        )
        reached = reading.measure is Measure.RANK or (
            reading.measure is Measure.LEVEL and (is_rate or state or canonical in _OF_THE_YEAR) and not held
        )
        cumulative = _CUMULATIVE.search(clause) is not None
        begin, finish, period_rule, period_words = frames.settle(
            frame,
            moment,
            walk.year,
            averaged=averaged,
            cumulative=cumulative,
            at_end=reached,
            flow=not is_rate and _FLOW.search(clause) is not None,
            state=state,
        )
        if (
            reading.measure is Measure.CHANGE
            and finish is not None
            and _FIVE_YEARS.search(clause) is not None
            and not averaged
        ):
            begin, basis, period_rule, period_words = finish - 4, Basis.CUM, "since", "五年前"
            basis_rule, basis_words = "since", "五年前"
        if reading.measure is Measure.CHANGE and (since := _SINCE.search(clause)) is not None and finish is not None:
            base_year = int(since.group(1))
            if base_year < finish - 1 and not averaged:
                begin, basis, period_rule, period_words = base_year + 1, Basis.CUM, "since", since.group()
                basis_rule, basis_words = "since", since.group()
            elif base_year == finish - 1 and not averaged:
                begin, basis = finish, Basis.YOY
            elif averaged and base_year < finish:
                begin = base_year + 1
        if basis is Basis.YOY and basis_rule == "yearly_word" and begin != finish:
            begin = finish  # 同比 within a span of years is said of its last one
        status, status_rule, status_words = frames.status(text, frame, moment, walk.year, start, q.start)
        if status_rule == "estimate_word" and _another_subject(text, start, name, q):
            status, status_rule, status_words = Status.ACTUAL, "part", ""
        if (old := _old_year(text, kept, i, start, span.start)) is not None:
            begin = finish = old  # 从45个发展到117个: the first is what was before
            status, status_rule, status_words = Status.ACTUAL, "old_value", ""
            period_rule, period_words = "old_value", ""
        if status is Status.TARGET and moment is None and (now := _ALREADY.search(clause)) is not None:
            status, status_rule, status_words = Status.ACTUAL, "past_moment", now.group()[:2].strip()
            if walk.year is not None and reading.measure is not Measure.CHANGE:
                begin = finish = walk.year - 1
        unit = q.base_unit or _implied(name.name, q)
        sure, doubts = confidence.judged(
            (name.rule, reading.rule, period_rule, status_rule, basis_rule), q.kind, name.name, canonical, frame.part, change=reading.measure is Measure.CHANGE,
            limit=namer.limits[i], dated=walk.year is not None and begin is not None, several=begin != finish,
        )  # fmt: skip
        made = Fact(
            q.start, q.end, q.quantity, q.value, q.unit, q.base_value, unit, q.base_value_high, q.bound,
            reading.measure, reading.direction, basis, status, begin, finish, name.name,
            name.start if name.start >= 0 else None, name.end if name.start >= 0 else None, canonical, name.action,
            confidence=sure, doubts=doubts,
            why=(
                ("measure", reading.rule, reading.words), ("indicator", name.rule, name.name),
                ("period", period_rule, period_words), ("status", status_rule, status_words),
                ("basis", basis_rule, basis_words),
            ),
        )  # fmt: skip
        facts.append(made)
        for other in namer.also.get(i, ()):  # 均达到100%: one figure, two subjects
            facts.insert(
                -1,
                made.with_(
                    indicator=other.name, indicator_start=None, indicator_end=None,
                    canonical=_canonical(lexicon, other, q, reading.measure.value),
                ),
            )  # fmt: skip
    return facts


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
        return canon.canonical(lexicon, name.base, unit, measure) or canon.canonical(
            lexicon, _PLACE.sub("", name.name), unit, measure
        )
    found = canon.canonical(lexicon, name.name, unit, measure)
    if not found and name.rule in ("right_predicate", "carried"):
        found = canon.canonical(lexicon, name.base, unit, measure)
        if found and canon.excluded(lexicon, found, name.name):
            return ""
    return found


# Said in the part on coming work of what is there already: 目前城镇还有…, 我国60岁以上人口已达2.5亿, 全区现有….
_ALREADY = re.compile(
    r"(?:^\s*目前|^\s*(?:[我全][市区县省国州]|[\u4e00-\u9fff]{2}[市区县省])现有|(?<![早而久不])已(?:经)?(?:达|由|从|累计|设立|形成|拥有|有|占|超过|突破))[^，；。的“”前]*$"
)
_BETTER = re.compile("改善(?:了|约|近|达|幅度)*$")
_FIVE_YEARS = re.compile(r"[比较](?:过去)?五年前")
_SINCE = re.compile(r"[比较]((?:19|20)\d\d)年")
_PEOPLE = re.compile(r"人口|人数|居民|农民|职工|学生|群众|就业|贫困|劳动力|人员|游客|青年|妇女")


_FROM = re.compile(r"(?:从|由)([^，；。、]{0,12})$")
_THEN = re.compile(r"(?:分别)?[^，；。、]{1,8}(?:到|至|为)(?:[^，；。、]{0,10})")
_LISTED = re.compile(r"\s*(?:[、:：∶]|和|及|与)\s*")  # 从333元、147元提高到374元、172元; 由5.0∶49.6∶45.4调整为…
_YEAR = re.compile(r"((?:19|20)\d\d)年")


def _old_year(text: str, kept: list[Quantity], i: int, begin: int, start: int | None) -> int | None:
    """The year of the i-th value where a new one replaces it, alone or one of a list; None for any other figure.

    `begin` is where the sentence begins, `start` the first year of its frame.
    """
    first = last = i
    while first > 0 and _LISTED.fullmatch(text, kept[first - 1].end, kept[first].start):
        first -= 1
    match = _FROM.search(text, max(begin, kept[first].start - 14), kept[first].start)
    if match is None:
        return None
    while last + 1 < len(kept) and _LISTED.fullmatch(text, kept[last].end, kept[last + 1].start):
        last += 1
    if last + 1 == len(kept) or _THEN.fullmatch(text, kept[last].end, kept[last + 1].start) is None:
        return None
    if (year := _YEAR.search(match.group(1))) is not None:
        return int(year.group(1))
    return None if start is None else start - 1


def _implied(name: str, q: Quantity) -> str:
    """农村贫困人口减少1000万以上: the unit is in the name."""
    return (
        "人"
        if q.kind == "number"
        and (q.unit or (q.value or 0) >= 1000 or q.quantity.endswith("万"))
        and _PEOPLE.search(name)
        else ""
    )


_ABOUT = re.compile(r"(?<![节预合签集契条公制])约(?:占|为|是|相当于)[^，；。、\d]{0,10}$")


def _share_bounds(text: str, kept: list[Quantity]) -> list[Quantity]:
    """5%、6.5%左右: a qualifier behind a list bounds every member of it."""
    for i, q in enumerate(kept):
        if q.base_unit in ("个点", "点") and _POINTS.search(text, max(0, q.start - 12), q.start) is not None:
            kept[i] = replace(q, base_unit="百分点")  # 高出预期目标1.9个点
    for i, q in enumerate(kept):
        if q.bound is Bound.EQ and _ABOUT.search(text, max(0, q.start - 14), q.start) is not None:
            kept[i] = replace(q, bound=Bound.APPROX)  # 约占全国的1/3
    for i in range(len(kept) - 2, -1, -1):
        q, following = kept[i], kept[i + 1]
        gap = text[q.end : following.start]
        if q.base_unit == "个" and following.base_unit == "百分点" and gap.strip() in ("、", "和"):
            kept[i] = q = replace(q, base_unit="百分点")  # 快于全国3.4个、1个百分点
        if (
            q.bound is Bound.EQ
            and q.base_unit == following.base_unit
            and following.bound in (Bound.GE, Bound.LE, Bound.APPROX)
            and following.start == following.core
            and gap.strip() in ("、", "和", "及", "与", "，", "以及")
            and q.kind == following.kind
            and following.kind in ("number", "words", "share")
        ):
            kept[i] = replace(q, bound=following.bound)
    return kept


_POINTS = re.compile(r"(?:高|低|快|慢|提高|上升|下降|回落|增长|增加)[^，。；]{0,8}$")


def propose(document: Document, span: Span, lexicon: Lexicon | None = None) -> Fact:
    """A prefilled fact for a stretch that an analyst has selected; its quantity is the selection as it stands."""
    lexicon = lexicon or Lexicon.load()
    squeezed = spacing.squeeze(document)
    text = squeezed.text
    begin, finish = squeezed.short(span.start), squeezed.short(span.end)
    plain = Fact(span.start, span.end, span.of(document.text), None, "", None, "")
    walk = frames.Frames.of(squeezed)
    start = 0
    for stop in _sentence_ends(text):
        frame = walk.enter(start, stop)
        if begin < stop:
            break
        start = stop
    else:
        return plain
    q = parse(text[begin:finish])
    here = Quantity(begin, finish, text[begin:finish], None, "", None, "", core=begin)
    if q is not None:
        here = replace(q, start=begin, end=finish, quantity=text[begin:finish], core=begin)
    elif inside := quantities(text, begin, finish):  # the selection holds a quantity among other words
        here = replace(inside[0], start=begin, end=finish, quantity=text[begin:finish])
    others = [o for o in quantities(text, start, stop) if o.end <= begin or finish <= o.start]
    kept = sorted([*_facts_only(text, start, stop, others, lexicon), here], key=lambda o: o.start)
    for fact in _named(text, start, stop, kept, frame, walk, lexicon):
        if fact.start == begin:
            found = spacing.restored([fact], squeezed, document)[0].with_(
                start=span.start, end=span.end, quantity=plain.quantity
            )
            return found if found.value is not None else found.with_(**worded.said(plain.quantity, found))
    return plain
