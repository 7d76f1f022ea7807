"""Names shared over lists: 分别, 均, one measure of several things, one figure of several subjects.

Longer than other modules: the ways of sharing are tried one after the other and ask each other.
"""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.leading import DONE_TO_ALL, before_comparison, before_place
from core.extraction.lists import distribute, split_list
from core.extraction.phrases import strip_end, strip_start, tag, topic
from core.extraction.sentences import Name, Sentence
from core.extraction.things import of_both
from core.extraction.topics import topic_of

_TOLD = re.compile(
    r"(?:实现|完成|达到)?((?:总)?产值|(?:营业|主营业务|销售|总)?收入|营收|投资|利润|税收|增加值|销售额|交易额|产量)"
)
_OF_EACH = re.compile(r"[，,；、]?(?:增速|增幅|总量|排名|同比)?(?:均|都|双双|分别)")
_NOTHING = re.compile(
    r"[，,、]?(?:月人均|年人均|人均|每人每[年月]|预计|全年|力争|确保|实际|将|可|已|同比|均|比上年|较上年|(?:19|20)\d\d年(?:底|末)?|到|累计|年均|\s)*"
)
_EACH = re.compile(r"(?:(?<![人户月日亩平])均|都|分别|双双|各(?![类级项种地方个]))(?:[^，；。、]{0,8})$")
_UNITLESS = re.compile(
    r"分别(投入|支出|投资|增长|下降|达到|达|完成|实现)((?:\d+(?:\.\d+)?[、，])*\d+(?:\.\d+)?[和及、])$"
)
_COUNTED = re.compile(r"[两三四五六\d][种个项类大家所座]|等|各")


# 城乡居民收入分别…, 存贷款余额分别…: two in one word
_BOTH_IN_ONE = (
    ("城乡", "城镇", "农村"),
    ("存贷款", "存款", "贷款"),
    ("开竣工", "开工", "竣工"),
    ("内外资", "内资", "外资"),
)
_CONDITION = re.compile("(?<=..)形势(?:总体|持续|保持|稳定|平稳)*$")  # 安全生产形势总体平稳，死亡人数分别下降
_IN_TIME = re.compile("^(?:按[时期])?(?:办理)?(?=..率)")  # 按时办理｜答复率和满意度均为100%
_LISTED = re.compile("在([^，；。、在]{2,16})排名$")
_BASED = re.compile("在[^，；。、]{2,20}的?基础(?:之)?上?$")
_SECTORS = re.compile("(?:三次产业|一二三产业?|第?一、第?二、第?三次?产业?)")  # three in one word
_PER = re.compile("每(?:平方公里|公顷|亩)(?:土地)?|地均|亩均")
_APART = re.compile("[和、及](?:每[月年]|人均|每人)?[^，。；、和\\d]{0,6}\\d")
_MIXED = re.compile("及|[和与].*[和与、]")
_AMONG_THEM = re.compile("[，、,（(]其中[：:]?")
_BOUND_CLASS = re.compile("(?:投资|总投资|产值|营收)?(?:过|超)?[\\d.一二三五十百千万]*亿元?级?(?:以上)?")
_DONE = frozenset(["完成", "实现", "新增", "新建", "建成", "引进", "培育"])
_WORK = re.compile("(?:建设|改造|产业|行业|领域|项目)$")


def shared(sentence: Sentence, i: int) -> Name | None:
    """Names shared out over a list: 城镇和农村居民人均可支配收入分别增长6.16%和8.06%."""
    if sentence.quantities[i].kind == "ratio":
        return _parts(sentence, i)
    start, end = sentence.floors[i], sentence.quantities[i].start
    at = sentence.text.rfind("分别", start, end)
    apart = at >= 0
    count = _members(sentence, i, apart)
    if count == 1:
        return (_last_of(sentence, start, end) if apart else None) or _both(sentence, i, start, end)
    stop, action, measure = end, "", None
    if apart:
        stop = at
        # The subjects may stand before a comma: 城市、农村低保标准，分别提高到…
        if _NOTHING.fullmatch(sentence.text[start:at]):
            if (behind := _after_verb(sentence, at + 2, end, count)) is not None:
                return _shared_out(sentence, i, count, behind, apart, "", "")
            before = sentence.clause_start(max(sentence.start, start - 1))
            if any(before <= o.start < start for o in sentence.quantities[:i]):
                return _of_counted(sentence, i, count, at + 2, end)
            start, stop = before, start - 1
        told, action = strip_end(sentence.text, stop + 2, end)
        measure = _TOLD.fullmatch(sentence.text, stop + 2, told)
    if (based := _BASED.search(sentence.text, start, stop)) is not None:
        stop = based.start()  # 起数、死亡人数在2022年大幅下降的基础上，同比分别再下降…
    listed = _LISTED.search(sentence.text, start, stop) if sentence.quantities[i].base_unit == "位" else None
    if apart and listed is not None:
        stop = listed.start()  # 城建集团、金控集团在中国企业500强排名分别上升41位、25位
    elif apart or sentence.quantities[i].kind == "rank":
        stop = before_comparison(sentence, start, stop, sentence.quantities[i].kind == "rank")
    stop, led = strip_end(sentence.text, start, stop)
    start = strip_start(sentence.text, start, stop)
    tail = measure.group(1) if measure is not None else listed.group(1) + "排名" if apart and listed is not None else ""
    return _shared_out(sentence, i, count, (start, stop), apart, action or led, tail)


def _after_verb(sentence: Sentence, start: int, end: int, count: int) -> tuple[int, int] | None:
    """分别完成粮食、油菜种植面积｜274万亩、35.5万亩: where the list of subjects stands behind 分别 and its verb."""
    if end - start < 6:
        return None
    first = tag(sentence.text[start:end])[0][0]
    stop, _ = strip_end(sentence.text, start + len(first), end)
    if first not in _DONE or len(split_list(sentence.text, start + len(first), stop)) != count:
        return None
    return start + len(first), stop


def _members(sentence: Sentence, i: int, apart: bool) -> int:
    """How many quantities the list has that begins with the i-th; `apart` when 分别 stands before it."""
    last = i
    while (
        last + 1 < len(sentence.quantities)
        and sentence.joined(last + 1)
        and not _grown(sentence, last + 1)
        and (
            apart
            or sentence.quantities[last + 1].base_unit == sentence.quantities[i].base_unit
            or (last == i and _two_amounts(sentence, i))
        )
    ):
        last += 1
    return last - i + 1


def _grown(sentence: Sentence, i: int) -> bool:
    """收入分别达6.9万元、3.4万元，增长｜4.2%、5.3%; 收入分别增长4.8%、7.3%；｜25件实事: what is no more of the list."""
    before, q = sentence.quantities[i - 1], sentence.quantities[i]
    if q.base_unit == before.base_unit:
        return False
    gap = sentence.text[before.end : q.start].lstrip()[:1]
    return gap in "；;" if q.base_unit != "%" else gap in "；;，,"


def _of_counted(sentence: Sentence, i: int, count: int, at: int, end: int) -> Name | None:
    """推进27个项目、380个项目，分别完成投资…: a measure, told from `at` to `end`, of each thing counted before."""
    named = as_many(sentence, i)
    told, _ = strip_end(sentence.text, at, end)
    measure = _TOLD.fullmatch(sentence.text, at, told)
    if named is None or measure is None:
        return named
    for k in range(count):
        before = named if k == 0 else sentence.names[i + k]
        if before is not None:
            thing = re.sub("建设$", "", before.base or before.name)
            sentence.names[i + k] = Name(thing + measure.group(1), -1, -1, "", "shared", thing)
    return sentence.names[i]


def _shared_out(
    sentence: Sentence,
    i: int,
    count: int,
    place: tuple[int, int],
    apart: bool,
    action: str,
    tail: str,
) -> Name | None:
    """The subjects listed at `place`, one for each of `count` quantities; `tail` is told behind them for all."""
    start, stop = place
    whole_list = sentence.text[start:stop]
    in_one = _in_one(whole_list) if count == 2 else None
    if in_one is not None:
        for k, name in enumerate(in_one):
            sentence.names[i + k] = Name(name, start, stop, action, "shared", name)
        return sentence.names[i]
    sectors = _SECTORS.search(whole_list) if count == 3 else None
    if sectors is not None:
        tail = whole_list[sectors.end() :] or ("增加值" if sentence.quantities[i].base_unit == "%" else "")
        sector = "第{}产业" if sectors.group().endswith("产业") else "{}产"
        for k, number in enumerate("一二三"):
            name = sector.format(number) + tail
            sentence.names[i + k] = Name(name, -1, -1, action, "shared", name)
        return sentence.names[i]
    items = split_list(sentence.text, start, stop)
    if len(items) > count:
        # 光伏及储能、汽车及零部件、电动工具产值: only 、 parts the list
        parts = split_list(sentence.text, start, stop, "、")
        if len(parts) == count:
            items = parts
    if apart and len(items) == 1:
        of_one = _spread(sentence, i, count, whole_list) or _totals(sentence, i, count, whole_list)
        if of_one is not None:
            return of_one
    if len(items) < count or (not apart and len(items) != count):
        return None
    names = distribute([sentence.text[a:b] for a, b in items], count, sentence.known)
    if (per := _PER.match(names[0])) is not None:  # 每平方公里GDP产出和税收分别为6.46亿元、0.96亿元
        names = [name if _PER.match(name) else per.group() + name for name in names]
    if tail:
        work = _WORK.search(names[-1])
        if work is not None and all(len(name) == len(names[-1]) - 2 for name in names[:-1]):
            names = [name if name.endswith(work.group()) else name + work.group() for name in names]  # 电力、水利建设
        names = [name + tail for name in names]  # 三大产业分别实现产值148亿元、113亿元、52亿元
    if (
        max(map(len, names)) <= 4
        and not any(n in sentence.known for n in names)
        and (theme := topic_of(sentence, i)) is not None
        and theme.rule == "subject"
        and 3 <= len(theme.name) <= 10
    ):
        owner = _CONDITION.sub("", theme.name)
        names = [owner + n for n in names]
    for k, (name, (a, b)) in enumerate(zip(names, items[-count:], strict=True)):
        sentence.names[i + k] = Name(name, a, b, action, "shared", name)
    return sentence.names[i]


def _in_one(subject: str) -> tuple[str, str] | None:
    """城乡居民收入: the two things that one word names; None where it names one, or is itself one of a list."""
    found = next((pair for pair in _BOTH_IN_ONE if pair[0] in subject), None)
    if found is None or re.search("[、和与及]", subject) is not None:
        return None
    return subject.replace(found[0], found[1]), subject.replace(found[0], found[2])


def _two_amounts(sentence: Sentence, i: int) -> bool:
    """粮食播种面积和产量稳定在426万亩、183万吨: two measures, two figures, no 分别."""
    q, following = sentence.quantities[i], sentence.quantities[i + 1]
    if q.kind != "number" or following.kind != "number" or "%" in (q.base_unit, following.base_unit):
        return False
    stop, _ = strip_end(sentence.text, sentence.floors[i], q.start)
    items = split_list(sentence.text, strip_start(sentence.text, sentence.floors[i], stop), stop)
    return len(items) == 2 and all(words.MEASURE_TAIL.search(sentence.text[a:b]) is not None for a, b in items)


def _parts(sentence: Sentence, i: int) -> Name:
    """三次产业结构调整为3.6:48:48.4: each number is the share of one sector."""
    start = sentence.floors[i]
    stop, action = strip_end(sentence.text, start, sentence.quantities[i].start)
    begin = strip_start(sentence.text, start, stop)
    written = sentence.text[begin:stop]
    if i >= 3 and sentence.quantities[i - 3].kind == "ratio" and not written:
        sentence.names[i : i + 3] = sentence.names[i - 3 : i]  # 由4.1:48.3:47.6调整为3.6:48:48.4
        return sentence.names[i] or Name("", -1, -1, action, "none", "")
    for k, part in enumerate(("第一产业", "第二产业", "第三产业")):
        name = f"{part}占比" if "产" in written else f"{written}（{k + 1}）"
        if i + k < len(sentence.quantities) and sentence.quantities[i + k].kind == "ratio":
            sentence.names[i + k] = Name(name, -1, -1, action, "shared", part)
    return sentence.names[i] or Name(written, begin, stop, action, "left", written)


def _spread(sentence: Sentence, i: int, count: int, relative: str) -> Name | None:
    """推进甲保险和乙保险，参保人数分别达到…: one measure of as many things as the clause before names."""
    if words.RELATIVE.match(relative) is None:
        return None
    at = sentence.clause_start(sentence.quantities[i].start)
    if at <= sentence.start:
        return None
    start = sentence.clause_start(at - 1)
    if sentence.counts(start, at):
        return None
    begin, noun = topic(sentence.text, strip_start(sentence.text, start, at - 1), at - 1)
    items = split_list(sentence.text, begin, at - 1)
    if len(items) != count or not noun:
        return None
    for k, (a, b) in enumerate(items):
        name = sentence.text[a:b] + relative
        sentence.names[i + k] = Name(name, a, b, "", "shared", sentence.text[a:b])
    return sentence.names[i]


def _totals(sentence: Sentence, i: int, count: int, relative: str) -> Name | None:
    """新增规上企业1007家、百亿级企业1家，总数分别达6886家、14家: one measure of the things just counted."""
    before = [name for name in sentence.names[max(0, i - count) : i] if name is not None and name.name]
    if words.RELATIVE.match(relative) is None or len(before) < count or len({name.name for name in before}) < count:
        return None
    if any(mark in sentence.text[sentence.quantities[i - count].end : sentence.quantities[i].start] for mark in "；;"):
        return None
    for k, name in enumerate(before):
        thing = name.base.removeprefix("新增").removeprefix("新建")
        sentence.names[i + k] = Name(thing + relative, -1, -1, "", "shared", thing)
    return sentence.names[i]


def _last_of(sentence: Sentence, start: int, end: int) -> Name | None:
    """教育、卫生和住房保障分别投入44.1、21.6和｜11.8亿元: the unit is said with the last figure only."""
    told = _UNITLESS.search(sentence.text, start, end)
    if told is None:
        return None
    begin = strip_start(sentence.text, start, told.start())
    items = split_list(sentence.text, begin, told.start())
    if len(items) != len(re.findall(r"[\d.]+", told.group(2))) + 1:
        return None
    a, b = items[-1]
    thing = sentence.text[a:b]
    spent = told.group(1) if told.group(1) in ("投入", "支出", "投资") else ""
    return Name(thing + spent, a, b, told.group(1), "shared", thing)


def _both(sentence: Sentence, i: int, start: int, end: int) -> Name | None:
    """污染地块、重点建设用地安全利用率均达到100%: one figure said of each of two or three subjects."""
    text = sentence.text
    match = _EACH.search(text, start, end)
    if match is None and sentence.quantities[i].kind == "rank":
        placed = before_place(text, start, end)
        match = re.compile("$").search(text, placed, placed)
    if match is None or (i and start == sentence.quantities[i - 1].end):
        return None
    stop, action = strip_end(text, start, match.start())
    begin = strip_start(text, start, stop)
    in_one = _in_one(text[begin:stop]) if match.group() else None
    if in_one is not None and not text.startswith(
        ("城乡建", "城乡一", "城乡融", "城乡基"), begin
    ):  # 城乡居民人均可支配收入分别增长｜7.5%
        one, other = (Name(name, -1, -1, action, "both", name) for name in in_one)
        if i + 1 < len(sentence.quantities) and _APART.match(text, sentence.quantities[i].end) is not None:
            sentence.names[i + 1] = other  # 城乡低保标准分别提高到每月650元和每年｜5200元
            return one
        sentence.also[i] = (one,)
        return other
    items = split_list(text, begin, stop)
    if not 2 <= len(items) <= 5 or _COUNTED.search(text[begin:stop]):
        return None
    written = [_IN_TIME.sub("", text[a:b]) for a, b in items]
    every = match.group()[:1] == "各"
    if len(items) > 3 and (every or (min(map(len, written)) < 4 and _MIXED.search(text[begin:stop]) is not None)):
        return None  # 县级及以上城市, 国省考和入海河流断面: more often one name than a long list
    if (not every and words.MEASURE_TAIL.search(written[-1]) is None and written[-1] not in sentence.indicators) or min(
        map(len, written)
    ) < 2:
        return None
    if not match.group() and (min(map(len, written)) < 4 or sentence.quantities[i].quantity == "清零"):
        return None
    if every:
        verb = next((v for v in ("新增", "新建", "培育", "建成") if written[0].startswith(v)), "")
        names = [written[0], *(verb + w for w in written[1:])]
        sentence.also[i] = tuple(Name(name, -1, -1, action, "both", name) for name in names[:-1])
        return Name(names[-1], items[-1][0], items[-1][1], action, "both", names[-1])
    if (
        len(items) == 2
        and match.group()[:2] == "分别"
        and i + 1 < len(sentence.quantities)
        and _APART.match(text, sentence.quantities[i].end) is not None
    ):  # 分别达到每人每月650元、每人每年｜5400元
        one, other = (Name(name, -1, -1, action, "both", name) for name in distribute(written, 2))
        sentence.names[i + 1] = other
        return one
    names = distribute(written, len(items))
    if (previous := sentence.previous(i)) is not None and all(words.RELATIVE.match(w) for w in written):
        base = of_both(sentence, i, previous.base)
        names = [base + name for name in names]  # 提案443件，办复率、满意率均｜100%
    sentence.also[i] = tuple(Name(name, -1, -1, action, "both", name) for name in names[:-1])
    return Name(names[-1], items[-1][0], items[-1][1], action, "both", names[-1])


def of_all(sentence: Sentence, i: int) -> Name | None:
    """外送煤7560万吨、外送电812亿度，均居全区第2位: one rank or change said of each thing just named."""
    said = _OF_EACH.match(sentence.text, sentence.floors[i], sentence.quantities[i].start)
    if said is None:
        return None
    subjects: list[Name] = []
    for j in range(i - 1, -1, -1):
        before = sentence.names[j]
        between = sentence.text[sentence.quantities[j].end : sentence.quantities[j + 1].start]
        if j < i - 1 and (any(mark in between for mark in "；;。") or "其中" in between):
            break
        if subjects and (subjects[-1].rule == "shared") != (before is not None and before.rule == "shared"):
            break  # 城镇和农村居民收入分别达到…, 均增长…: the members of that list only
        if before is None or not before.name or sentence.limits[j]:
            break
        if all(before.name != s.name for s in subjects):
            if subjects and before.base and subjects[-1].name.startswith(before.base):
                break  # 粤港澳基地32家、占全区…
            subjects.append(before)
            if len(sentence.also.get(j, ())):
                break
    if not 2 <= len(subjects) <= 4:
        return None
    sentence.also[i] = tuple(s._replace(start=-1, base=s.name) for s in reversed(subjects[1:]))
    return subjects[0]


def among(sentence: Sentence, i: int, left: Name, previous: Name) -> Name | None:
    """新引进项目656个，其中工业项目423个: the part of what was done is named with what was done."""
    before = sentence.quantities[i - 1] if i else None
    if before is None or before.base_unit != sentence.quantities[i].base_unit or left.start < 0:
        return None
    if _AMONG_THEM.match(sentence.text, before.end, sentence.quantities[i].start) is None:
        return None
    deed = DONE_TO_ALL.match(previous.name)
    if deed is None or left.name.startswith(deed.group()[:1]) or tag(left.name)[0][1] in ("v", "d", "p"):
        return None
    name = left.name
    if (class_ := _BOUND_CLASS.match(previous.base)) is not None and (own := _BOUND_CLASS.match(name)) is not None:
        name = own.group() + previous.base[class_.end() :] if len(name) - own.end() <= 2 else name
    if name.endswith(("级", "级以上")) and "、" not in previous.base:
        name += previous.base.removeprefix(deed.group()).removeprefix("各类")  # 新增创新平台22家，其中国家级｜13家
    return Name(deed.group() + name, -1, -1, left.action, "left", name)


def _each_grown(sentence: Sentence, i: int, count: int) -> bool:
    """旅游人数5590万人次、总收入413亿元，增长｜70%、78%: amounts of two names, then a growth for each."""
    before = sentence.quantities[i - count : i]
    named = {name.name for name in sentence.names[i - count : i] if name is not None and name.name}
    return (
        all(q.base_unit == "%" for q in sentence.quantities[i : i + count])
        and len(named) == count
        and all(q.kind == "number" and q.base_unit not in ("%", "百分点", "位") for q in before)
    )


def as_many(sentence: Sentence, i: int) -> Name | None:
    """进出口4743亿美元，其中出口2492亿美元，分别增长69%和67%: as many changes as there were subjects."""
    before = sentence.text[sentence.floors[i] : sentence.quantities[i].start]
    count = 1
    while i + count < len(sentence.quantities) and sentence.joined(i + count):
        count += 1
    if "分别" not in before:
        # 收入…分别达到2253元和6280元，平均每年增长｜4.7%和5.7%
        last = sentence.names[i - 1] if i else None
        if count < 2 or last is None or i < count:
            return None
        if (last.rule != "shared" or sentence.joined(i - count)) and not _each_grown(sentence, i, count):
            return None
    named: list[Name] = []
    for j, last in enumerate(sentence.names[:i]):
        if last is not None:
            named += [n._replace(name=n.base or n.name) for n in sentence.also.get(j, ())]
            named.append(last)
    distinct: list[Name] = []
    for name in reversed(named):
        if all(name.name != d.name for d in distinct):
            distinct.insert(0, name)
    if count == 2 and distinct and distinct[-1] is named[-1] and (in_one := _in_one(distinct[-1].base)) is not None:
        # 城乡居民收入居全省第2，分别增长｜3.9%、6.9%
        distinct = [distinct[-1]._replace(name=name, base=name) for name in in_one]
    if count < 2 or len(distinct) < count:
        return None
    subjects = distinct[-count:]
    for k in range(1, count):
        sentence.names[i + k] = subjects[k]._replace(rule="carried")
    return subjects[0]
