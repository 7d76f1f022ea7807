"""Names that say only what was done, counted or reached: the clause before tells at which event, to what, through what."""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.phrases import overlapped, tag
from core.extraction.sentences import Name, Sentence
from core.extraction.works import ADV, DONE, EVENT, EVENT_END, OBJECT, VAGUE, VERB, owner_before

_AT_EVENT = re.compile(
    "参会|参展|参赛|参与报道|参与人[数次]|观众|媒体|嘉宾|客商|采购商|采购团|意向|签约|成交|现场|订单|展商|线上|线下|观展|逛展|到场|洽谈|吸引|集中|达成|展位|展览面积|协议|交易额|用户$"
)
_HELD_EVENT = re.compile(
    rf"[\s\u3000]*(?:\d\d?\.)?(?:在|{ADV}(?:创新)?(?:举办|承办|召开|主办|组织(?:参加)?|参加|举行|开展)了?)?([^，、；。：等（）\d]{{0,4}}\d{{0,4}}年?[^，、；。：等（）\d]{{2,20}}?(?:{EVENT}))(?:圆满|成功|顺利|举办|召开|落幕|闭幕|在[^，；。]*|成果[^，；。]*|上)?"
)


def at_event(sentence: Sentence, i: int, name: Name) -> Name:
    """成功举办西丽湖论坛，线下参会总人数｜1200人，参与报道的媒体｜100家: who came and what was sold or signed there."""
    if name.rule not in ("left", "right", "right_predicate", "verb") or _AT_EVENT.search(name.name) is None:
        return name
    if EVENT_END.search(name.name) is not None:
        return name
    text = sentence.text
    at = sentence.clause_start(sentence.quantities[i].start)
    while at - 1 > sentence.start and text[at - 1] in "，,":
        start = sentence.clause_start(at - 1)
        held = _HELD_EVENT.fullmatch(text, start, at - 1)
        if held is not None:
            event = held.group(1)
            if event in name.name or VAGUE.search(event) is not None:
                return name
            return name._replace(name=event + name.name, start=-1, rule="topic", base=event + name.base)
        at = start
    return name


_COMMON = words.WORDS["common"]
_ACT = re.compile(
    f"(?:{DONE}|处置|供应|投放|更新|修复|清理|发放|认定|扩招|完成|修建|新建|提升|改造|征收|收储|拆除|建成|培训)*"
)


def qualified(sentence: Sentence, i: int, name: Name) -> Name:
    """实施往来港澳人才签注试点，办理签注｜5360人次: the noun with what stands before it in the clause before."""
    if name.rule != "left" or not 2 <= len(name.name) <= 7 or name.name in sentence.known or name.start < 0:
        return name
    text = sentence.text
    at = sentence.clause_start(sentence.quantities[i].start)
    if at - 1 <= sentence.start or text[at - 1] not in "，," or sentence.floors[i] != at:
        return name
    start = sentence.clause_start(at - 1)
    match = OBJECT.fullmatch(text, start, at - 1)
    if match is None or any(start <= q.start < at for q in sentence.quantities):
        return name
    said = match.group(1)
    for size in (4, 3, 2):
        noun, led = name.name[-size:], name.name[:-size]
        place = said.find(noun)
        if size <= len(name.name) and 2 <= place <= 10 and noun not in _COMMON and _ACT.fullmatch(led) is not None:
            kind = said[:place]
            if (
                VAGUE.search(kind) is not None
                or any(mark in kind + noun[0] for mark in "和与及")
                or kind in ("国家", "全国")
                or kind.count("“") != kind.count("”")
                or tag(kind)[-1][1][:1] in "pdcu"
            ):
                return name
            return name._replace(name=led + kind + noun, start=-1, rule="topic", base=kind + noun)
    return name


_REACHES = re.compile(
    "(?:惠及|受惠|受益|拉动|撬动)[\u4e00-\u9fff]{0,5}|(?:服务|参与|覆盖)(?:(?:社区|城乡|困难|辖区)?(?:群众|市民|居民|群体|老人|老年人|学生|儿童|青少年|企业|商户|人次|人数|人口))|服务"
)
_BROUGHT = re.compile(
    rf"[\s\u3000]*{ADV}(?:率先|首创|创新)*(?:{VERB}|推出|首创|发放|落实|扩围实施|兑现|提供|组织|实施好){{1,2}}了?([^，；。：（）]{{3,26}})"
)
_OFFERED = re.compile("..(?:活动|招聘|行动|服务|事项|项目|接入点|义诊|培训|宣讲|演出|讲座|大赛|机制|平台|站点?|中心)$")
_LISTED = re.compile("^.*等(?:各类|系列|多项)?(?=..)|各类|系列")


def reaching(sentence: Sentence, i: int, name: Name) -> Name:
    """持续实施营养改善计划，惠及｜3700万学生; 开展义工服务活动1000场，服务市民｜100万人次: what it came of."""
    if name.rule not in ("left", "right") or _REACHES.fullmatch(name.name) is None or name.name in sentence.known:
        return name
    text, q = sentence.text, sentence.quantities[i]
    if i and sentence.floors[i] == sentence.quantities[i - 1].end:
        before = sentence.names[i - 1]
        if before is not None and i - 1 in sentence.themes and text[sentence.floors[i]] in "、和及":
            sentence.themes[i] = sentence.themes[i - 1]
            return name._replace(
                name=sentence.themes[i] + name.name, start=-1, rule="relative", base=sentence.themes[i]
            )
        return name
    at = sentence.clause_start(q.start)
    if at - 1 <= sentence.start or text[at - 1] not in "，,":
        return name
    start = sentence.clause_start(at - 1)
    last = [j for j in range(i) if start <= sentence.quantities[j].start < at]
    cause = ""
    if last:
        before = sentence.names[last[-1]]
        if before is not None and before.rule in ("left", "right") and name.name[:2] in ("服务", "参与", "受惠"):
            cause = before.base if len(before.base) <= 14 and _OFFERED.search(before.base) is not None else ""
    elif (brought := _BROUGHT.fullmatch(text, start, at - 1)) is not None:
        cause = _LISTED.sub("", brought.group(1))
        cause = "" if _TONE.search(cause) is not None or VAGUE.search(cause) is not None or "、" in cause else cause
    if len(cause) < 3 or name.name in cause:
        return name
    sentence.themes[i] = cause
    return name._replace(name=overlapped(cause, name.name), start=-1, rule="relative", base=cause)


_TONE = re.compile("(?:力度|水平|能力|质量|效能|步伐|成效|格局|优势|动能|活力|基础|作用|潜力|需求|消费|就业|创业)$")
_PLACES_IN = re.compile(
    "(?:规划|设置|提供|可提供|新增|增加|可新增)?(?:养老|托育)?(?:床位|学位|停车位|车位|泊位|病床|托位)"
)
_BUILT = re.compile(
    rf"[\s\u3000]*{ADV}(?:{VERB}|建成|开工|新建|改造|改扩建|扩建|启用|投用|运营){{1,2}}了?([^，、；。：等（）]{{2,20}}(?:中心|医院|学校|中学|小学|幼儿园|养老院|福利院|停车场|园|院区|校区|综合体)(?:[一二三四]期)?)(?:建设|改扩建|投用)?"
)
_STOCKED = re.compile("(在库|在孵|在册|在营|存量)(企业|主体|项目|单位|机构)")


def part_of(sentence: Sentence, i: int, name: Name) -> Name:
    """建设社会福利中心三期，规划床位｜1250张; 新入库“四上”企业1368家，在库企业｜1万家: of the place, of the kind before."""
    if name.rule != "left" or not 2 <= len(name.name) <= 6:
        return name
    text, q = sentence.text, sentence.quantities[i]
    if (stock := _STOCKED.fullmatch(name.name)) is not None and i and (before := sentence.names[i - 1]) is not None:
        kind = re.sub("^(?:新|累计|净)*(?:入库|增|认定|培育|登记)*", "", before.base)
        if (
            kind.endswith(stock.group(2))
            and len(kind) > len(stock.group(2))
            and q.base_unit == sentence.quantities[i - 1].base_unit
        ):
            return name._replace(name=stock.group(1) + kind, start=-1, rule="carried", base=kind)
        return name
    at = sentence.clause_start(q.start)
    if _PLACES_IN.fullmatch(name.name) is None or at - 1 <= sentence.start or text[at - 1] not in "，,":
        return name
    built = _BUILT.fullmatch(text, sentence.clause_start(at - 1), at - 1)
    if built is None or re.search(r"\d|一批|多[所家个]|首个", built.group(1)) is not None:
        return name
    return name._replace(name=built.group(1) + name.name, start=-1, rule="topic", base=built.group(1))


_DEED_ONLY = frozenset(["v", "vd", "vi", "vn"])


def deed_of(sentence: Sentence, i: int, name: Name) -> Name:
    """大力推进“瓶改管”工程，减瓶｜3.2万个: a deed alone is of the work that the clause before names."""
    if name.rule != "left" or not 2 <= len(name.name) <= 4 or name.name in sentence.known or name.start < 0:
        return name
    if any(kind not in _DEED_ONLY for _, kind in tag(name.name)) or sentence.floors[i] != sentence.clause_start(
        name.start
    ):
        return name
    end = sentence.quantities[i].end  # of the text too, perhaps: that ends a clause as a mark does
    if sentence.text[end : end + 1] not in "，,；。、\n" or name.name[-2:] in (
        "投入",
        "投资",
        "贸易",
        "供应",
    ):
        return name
    owner, kind = owner_before(sentence, i)
    if kind != "campaign" or name.name in owner or owner.endswith(("体系", "制度")) or name.name[-1] == "率":
        return name
    return name._replace(name=owner + name.name, start=-1, rule="topic", base=owner)


# What people are counted by (刑拘｜1384人), and the units of what is produced.
HELD = re.compile(
    "(?:刑拘|逮捕|抓获|批捕|拘留|起诉|避险转移|转移避险|.{0,8}(?:立案|立案审查调查|处分|问责|录取|上线|达线))$"
)
PRODUCED = frozenset(["吨", "立方米", "千瓦时", "度", "辆", "台", "万吨", "公斤", "斤", "只"])


def output(name: Name) -> Name:
    """生产原油: how much there was of it is its output; 生产总值 and 生产能力 are names of their own."""
    thing = name.name.removeprefix("生产").removeprefix("各类").removeprefix("了")
    if len(thing) > 8 or thing.endswith(("值", "量", "能力", "线", "企业", "用水", "用电", "成本", "面积")):
        return name
    return name._replace(name=thing + "产量", start=-1, base=thing)


def heads(name: str, before: str) -> str:
    """立案72件｜72人: the people of the cases just counted."""
    return name + "人数" if before in ("件", "宗", "起", "例") and not name.endswith("人数") else name
