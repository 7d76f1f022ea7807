"""What a clause or sentence speaks of, lent to figures whose own words leave it out."""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.phrases import overlapped, strip_end, strip_start, tag, topic
from core.extraction.sentences import Name, Sentence

_CUT = words.WORDS["cut"]
# Clauses about these set the tone, not the topic.
TONE = tuple(sorted(words.WORDS["tone"]))
_TOPIC_VERBS = words.WORDS["topic_verbs"]
_ASIDE = re.compile(r"(?:按|扣除|剔除|考虑|以|通过|虽然|尽管|面对|在)|[（(].*[）)]$")
EFFECTS = frozenset({"惠及", "撬动", "带动", "拉动", "受益", "覆盖"})
_CASUALTIES = frozenset({"死亡人数", "受伤人数", "伤亡人数", "事故起数", "直接经济损失", "死亡"})
_ACCIDENTS = re.compile(r"安全生产|生产安全|道路交通|火灾|交通安全|安全(?=事故)")


_MANNER = ("高标准", "高质量", "高水平", "高品质", "高效", "高位", "首批", "一批")
_WHOSE = re.compile("[全本我][国省市区县州]|各[市区县]|首批")
# Places and bodies of which something can be a part, and nouns that are always of something.
_ESTABLISHED = re.compile(
    "(?:市场|夜市|平台|公司|集团|基地|中心|电站|电厂|水厂|水库|港|机场|医院|学校|大学|园区|新城|新区|街区|小镇|步行街)$"
)
_MENDED = re.compile("整改|督[察查]|检查|信访|投诉|排查|审计|巡视|巡察|办理|接诉|改造|建设|整治")
# 完善工业园区考核评价指标体系，完成产值: such means have no output of their own, but whose they are may.
_MEANS = ("体系", "机制", "办法", "制度", "政策", "方案", "措施")
_OWNER = re.compile("[^，。]{0,8}?(?:园区|开发区|高新区|经开区|新区)")
_GIVEN = frozenset(["发放", "实行", "建立", "健全", "制定", "出台", "推出", "提高", "扩大", "统一"])
_SUCH = re.compile("[^，。；]*[》”]等([^，。；、]{2,10})$")  # 《甲》《乙》等文旅短视频
_EFFECT = re.compile("(.{2,14}?)(惠及|覆盖|带动|撬动|拉动)")
_POLICY = re.compile("(?<=....)(?:政策|制度|服务|工作|行动)$")
_REACHED = re.compile("(?:将|可|直接|建成后)*(惠及|覆盖|受益)[^，。；]*[省市县区州村镇乡]")
_GAINED = re.compile("因([^，。；]{2,6})受益的(.+)")
_FOUND = re.compile(
    "(?:完成)?(?:问题整改|(?:检查|排查|整改|收回|追回|查处|发现|查获|处罚|关停|取缔)(?:企业|单位|场所|问题|隐患|资金|案件|线索|门店|商户|经营主体))"
)
_CAMPAIGN = re.compile(
    "(?:开展|实施|推进|组织)了?([^，。；、]{3,16}?(?:专项整治|综合整治|执法检查|大?检查|排查整治|大?排查|专项治理|专项行动|整治)(?:行动)?)(?=[，。；、\\d])"
)
_PROJECTS = re.compile("(?:在建|续建|完工|重点|重大)*(?:项目|工程)")
_WORKS = re.compile("(?:建设|改造|工程|整治|治理|开发|补短板|攻坚行动)$")
_DEPENDENT = re.compile("(?:案件|意见|问题|诉求|建议|反馈|隐患|任务)$")


def topic_of(sentence: Sentence, i: int) -> Name | None:
    """The clause before that speaks of something and counts nothing."""
    at = sentence.clause_start(sentence.quantities[i].start)
    while at > sentence.start and sentence.text[at - 1] in "，,":
        start = sentence.clause_start(at - 1)
        if sentence.counts(start, at):
            return None
        found = clause_topic(sentence, start, at - 1)
        if found is not None:
            return found
        at = start
    return None


def clause_topic(sentence: Sentence, start: int, end: int) -> Name | None:
    """What one clause speaks of; None for an aside or a clause that only does something."""
    text = sentence.text
    stop, action = strip_end(text, start, end)
    begin = strip_start(text, start, stop)
    if stop - begin < 2 or _ASIDE.match(text, begin, stop):
        return None
    first = tag(text[begin : min(stop, begin + 12)])
    if first and first[0][1] in ("v", "p", "d") and first[0][0] not in _TOPIC_VERBS:
        return None
    lead = text[start:begin]
    subject = (not first or first[0][0] not in _TOPIC_VERBS) and not (
        lead and any(verb in lead for verb in _TOPIC_VERBS)
    )
    begin, noun = topic(text, begin, stop, end)
    if noun.startswith(_MANNER):
        return None
    told = subject and (
        bool(action) or begin + len(noun) < end
    )  # a subject with its predicate, not the thing worked on
    return Name(noun, begin, begin + len(noun), action, "subject" if told else "before", noun)


# 向困难群众｜发放一次性生活补助: to whom, and what
_GIVEN_TO = re.compile(
    "[\\s\\u3000]*(?:累计|共|继续|及时)?(?:向|为|给|对)[^，。；]{2,16}?(?:发放|提供|拨付|给予|实行|推送|免除|减免)了?"
)
_TURNING = re.compile(
    "[\\s\\u3000]*(?:加快|加速|推动)?向[^，。；]{2,16}(?:转型|迈进|延伸|靠拢|聚集|集聚|转变|升级|发展|攀升|跃升)"
)
_IS = re.compile("(?<=..)(?<![不还就也但只要凡总若可于])是(?![否非]).*")  # 经济增速｜是综合性指标，今年预期目标为


def from_before(sentence: Sentence, i: int) -> Name | None:
    """The subject of the clause before, when the quantity's own clause names none."""
    text = sentence.text
    end = sentence.clause_start(sentence.quantities[i].start)
    while end > sentence.start and text[end - 1] in "，,：:":
        start = sentence.clause_start(end - 1)
        stop, action = strip_end(text, start, end - 1)
        given = _GIVEN_TO.match(text, start, stop)
        begin = strip_start(text, start, stop) if given is None else given.end()
        if _TURNING.fullmatch(text, start, end - 1) is not None:
            end = start
            continue
        if stop - begin >= 2 and not _ASIDE.match(text, begin, stop) and text[start] != "被":
            if (such := _SUCH.match(text, start, end - 1)) is not None:
                return Name(such.group(1), such.start(1), such.end(1), action, "before", such.group(1))
            if given is not None and 3 <= stop - begin <= 14 and "、" not in text[begin:stop]:
                return Name(text[begin:stop], begin, stop, action, "before", text[begin:stop])
            begin, noun = topic(text, begin, stop, end - 1)
            noun = _IS.sub("", noun)
            if noun.endswith(_MEANS):
                owner = _OWNER.match(noun)
                noun = "" if owner is None else owner.group()
            if noun:
                return Name(noun, begin, begin + len(noun), action, "before", noun)
        end = start
    return None


def topical(sentence: Sentence, i: int, name: Name) -> Name:
    """A bare 商家, 信访案件 takes the topic that a clause before it has set; most nouns stand for themselves."""
    if name.rule not in ("left", "right", "right_predicate"):
        return name
    noun = name.base
    bare = name.name == noun and 1 <= len(noun) <= 4 and noun not in sentence.known and noun[:2] not in _CUT
    shown = (
        name.rule == "right_predicate" and len(noun) <= 4 and noun not in sentence.known and name.name.startswith(noun)
    )
    linked = i > 0 and sentence.floors[i] == sentence.quantities[i - 1].end
    if name.rule == "left" and not linked and (owner := _overlapping(sentence, i, name)):
        return name._replace(name=overlapped(owner, name.name), start=-1, rule="topic")
    if linked and (bare or shown) and i - 1 in sentence.themes:
        name = name._replace(name=noun)
        theme = sentence.themes[i - 1]  # 65件信访案件、24件反馈意见
    elif linked and sentence.floors[i] != sentence.clause_start(sentence.quantities[i].start):
        return name
    elif (theme := _theme_of(sentence, i, noun)) and name.rule == "right_predicate":
        pass
    elif not bare and (
        name.rule == "left" or noun[:2] not in sentence.text[sentence.start : sentence.quantities[i].start]
    ):
        return name  # neither can it be lent a topic nor does a topic before hold what is counted
    else:
        topic = topic_of(sentence, i)
        if topic is None or not 3 <= len(topic.name) <= 18:
            return name
        theme = topic.name
        if topic.rule == "subject" and (name.rule == "right_predicate" or noun in sentence.indicators):
            return name  # 八大民生工程全面推进，90件民生实事基本完成
        if theme.endswith(TONE) or "、" in theme or "等" in theme:
            return name
        # 推进老旧小区改造，72个小区的改造任务完成: the topic holds what is counted.
        again = (
            name.rule != "left"
            and noun[:2] in theme[1:]
            and noun[1:2] not in "型点大级"
            and theme not in name.name
            and _WORKS.search(theme)
        )
        if not again and not (bare and _lent(sentence, i, name, topic)):
            return name
    sentence.themes[i] = theme
    return name._replace(name=overlapped(theme, name.name), start=-1, rule="topic", base=theme + noun)


def _overlapping(sentence: Sentence, i: int, name: Name) -> str:
    """工程建设项目审批实现全流程线上审批，审批时限｜90日: the subject before ends as the name begins; "" else."""
    if not 4 <= len(name.name) <= 6 or name.name in sentence.known:
        return ""
    at = sentence.clause_start(sentence.quantities[i].start)
    while at > sentence.start and sentence.text[at - 1] in "，,":
        start = sentence.clause_start(at - 1)
        if sentence.counts(start, at):
            return ""
        found = clause_topic(sentence, start, at - 1)
        if found is not None and "等" in found.name:
            return ""  # 甲大学、乙大学等高校获批设立，高校数量增至｜15所
        means = None if found is None else _POLICY.search(found.name)
        if found is not None and means is not None and found.name[: means.start()].endswith(name.name[:2]):
            return found.name[: means.start()]  # 完善移民后期扶持政策，扶持对象达｜2288万人
        if found is not None and found.rule == "subject" and found.name.endswith(name.name[:2]) and len(found.name) > 4:
            return found.name
        at = start
    return ""


def _lent(sentence: Sentence, i: int, name: Name, topic: Name) -> bool:
    """True when a bare noun cannot do without its topic: a part of an establishment, a case of what is worked on."""
    text, q = sentence.text, sentence.quantities[i]
    if _PROJECTS.fullmatch(name.base):
        return topic.rule != "subject" and _WORKS.search(topic.name) is not None
    if text[q.start - 1] == "等" or name.start < 0:
        return False  # 甲、乙等｜15家企业 has its owners beside it
    if said_of_whole(sentence, i, name.start):
        return False
    if topic.rule == "subject":
        return _ESTABLISHED.search(topic.name) is not None
    return _DEPENDENT.search(name.base) is not None and _MENDED.search(topic.name) is not None


def said_of_whole(sentence: Sentence, i: int, at: int) -> bool:
    """True when 全市, 全省 or the like stands before a name that begins at `at`: 全市锂电企业."""
    start = sentence.quantities[i].start
    return _WHOSE.search(sentence.text, sentence.clause_start(start), max(0, min(start, at))) is not None


def _theme_of(sentence: Sentence, i: int, noun: str) -> str:
    """The topic lent to the same noun earlier in the sentence."""
    if not sentence.themes:
        return ""
    for j in range(i - 1, -1, -1):
        before = sentence.names[j]
        if j in sentence.themes and before is not None and before.base == sentence.themes[j] + noun:
            return sentence.themes[j]
    return ""


def standing_between(sentence: Sentence, i: int) -> Name | None:
    """外贸出口额再创新高，增长5%: an indicator that stands alone in a clause after the last quantity."""
    if not i:
        return None
    floor = sentence.quantities[i - 1].end
    at = sentence.clause_start(sentence.quantities[i].start)
    while at - 1 > floor and sentence.text[at - 1] in "，,":
        start = max(sentence.clause_start(at - 1), floor)
        if start <= floor:
            return None  # the rest of the clause of the last quantity
        found = clause_topic(sentence, start, at - 1)
        if found is not None and (found.name in sentence.known or words.MEASURE_TAIL.search(found.name) is not None):
            return found
        at = start
    return None


def effect(sentence: Sentence, i: int, name: Name, previous: Name | None) -> Name:
    """发放消费券600万元，撬动消费4.4亿元; 改造管网138公里，惠及群众30万户: what was done and what came of it."""
    if (reached := _REACHED.fullmatch(name.name)) is not None and sentence.quantities[i].base_unit == "人":
        noun = reached.group(1) + "人口"  # 将惠及云浮、阳江等市｜1800万人
        name = name._replace(name=noun, start=-1, base="人口")
    if (gained := _GAINED.fullmatch(name.name)) is not None and len(gained.group(2)) <= 6:
        done = re.compile("([^，。；：、]{2,12}" + gained.group(1) + ")[，,]").search(
            sentence.text, sentence.start, sentence.quantities[i].start
        )
        if done is not None:  # 推进老旧小区改造，6789户｜居民因改造受益
            work = topic(sentence.text, strip_start(sentence.text, done.start(), done.end(1)), done.end(1))[1]
            return name._replace(name=work + "受益" + gained.group(2), start=-1, rule="topic")
    verb = name.name[:2]
    if previous is not None and previous.rule == "relative" and i and name.rule in ("left", "right"):
        told = _EFFECT.match(previous.name)  # 惠及310个小区、｜20多万居民
        if told is not None and sentence.text[sentence.quantities[i].start - 1] == "、" and len(name.base) <= 6:
            noun = name.name.removeprefix(told.group(2))
            return name._replace(name=told.group() + noun, start=-1, rule="relative")
    if (campaign := _campaign(sentence, i, name)) is not None:
        return campaign
    if verb in EFFECTS and name.rule in ("left", "right") and (deed := _cause(sentence, i)):
        return name._replace(name=deed + name.name, start=-1, rule="relative")
    if verb in EFFECTS and previous is None and name.rule == "left" and (cause := topic_of(sentence, i)) is not None:
        previous = cause  # 饮用水入户工程全面完工，惠及居民｜5400户
    if verb not in EFFECTS or previous is None or not 2 <= len(previous.base) <= 16 or previous.base in name.name:
        return name
    if previous.name[:2] in EFFECTS or verb in previous.name:
        return name
    counted = previous.rule not in ("before", "subject")
    between = sentence.text[sentence.quantities[i - 1].end : sentence.quantities[i].start] if i and counted else ""
    if "；" in between or ";" in between or len(between) > 24:
        return name
    return name._replace(name=previous.base + name.name, start=-1, rule="relative")


def _campaign(sentence: Sentence, i: int, name: Name) -> Name | None:
    """开展农村集体资产管理专项整治行动，完成问题整改｜2207项: what a campaign found and mended."""
    if name.rule != "left" or _FOUND.fullmatch(name.name) is None:
        return None
    at = sentence.quantities[i].start
    led = next(reversed(list(_CAMPAIGN.finditer(sentence.text, sentence.start, at))), None)
    if led is None:
        return None
    noun = name.name.removeprefix("完成")
    whole = led.group(1).removesuffix("行动") + noun
    return name._replace(name=whole, start=-1, rule="relative", base=whole)


def _cause(sentence: Sentence, i: int) -> str:
    """落实育儿补贴政策，惠及｜154万户家庭: what the clause just before did, when it counts nothing; "" else."""
    text = sentence.text
    end = sentence.clause_start(sentence.quantities[i].start) - 1
    if end <= sentence.start or text[end] not in "，,":
        return ""
    start = sentence.clause_start(end)
    if sentence.counts(start, end):
        return ""
    tokens = tag(text[start:end])
    if (
        not tokens
        or not 4 <= end - start <= 18
        or "、" in text[start:end]
        or tokens[0][0] not in _GIVEN | {"落实", "实施", "推行", "开展"}
    ):
        return ""
    kept = tokens[0][0] in ("提高", "扩大", "统一")  # without the verb it would say something else
    said = text[start + (0 if kept else len(tokens[0][0])) : end].lstrip("了")
    return said if 3 <= len(said) <= 14 else ""


def accident(sentence: Sentence, i: int, name: Name) -> Name:
    """死亡人数 says of which accidents only with the sentence around it."""
    if name.name not in _CASUALTIES:
        return name
    before = sentence.text[sentence.start : sentence.quantities[i].start]
    kinds = _ACCIDENTS.findall(before)
    if not kinds:
        return name
    kind = kinds[-1] + ("" if "事故" in name.name else "事故")
    return name._replace(name=kind + name.name, start=-1, base=kind + name.base)
