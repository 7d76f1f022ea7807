"""What money is spent on, wherever the purpose stands."""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.following import SPENT, after_quantity
from core.extraction.phrases import strip_end, strip_start, tag
from core.extraction.sentences import Name, Sentence
from core.extraction.topics import TONE, clause_topic

_GENERIC = words.WORDS["generic"]


_SIZE = re.compile(
    "总投资额?|总?规模|总额|总金额|总面积|建筑面积|占地面积|总长度?|总装机(?:容量)?|首期规模|注册资本|年?(?:加工|处理|生产|周转|供应|吞吐|接待|设计|总)*(?:能力|产能|周转量|吞吐量)"
)


_SUCH = re.compile("、[^，。；]{2,30}等([^，。；、]{4,16}(?:工程|项目|建设|改造|设施))$")
_DONE_TO = re.compile("(?:完成)?((?:升级|提升|更新)?(?:改造|建设|整治|扩建|修缮|维修|治理)(?:提升|升级)?)的")


def costing(sentence: Sentence, i: int, left: Name | None, previous: Name | None) -> Name | None:
    """投资3500万元的管网改造、｜3800万元的街巷改造; 投资1.5亿元的80条背街小巷: what the money is for."""
    q = sentence.quantities[i]
    if sentence.text[q.end : q.end + 1] != "的" or sentence.limits[i]:
        return None
    if left is not None and _SIZE.fullmatch(left.name) is not None:
        thing = after_quantity(sentence, i, None)  # 总规模超50亿元的｜产业基金
        if thing is not None and len(thing.base) >= 2:
            if thing.start >= 0:
                sentence.behind[i] = thing.start, thing.end
            return Name(thing.base + left.name, -1, -1, "", "spent", thing.base)
    if q.base_unit != "元":
        return None
    spent = left is not None and sentence.text[sentence.floors[i] : q.start].rstrip("约近超达为").endswith("投资")
    again = (
        i > 0
        and previous is not None
        and previous.rule == "spent"
        and sentence.text[sentence.quantities[i - 1].end] == "的"
        and sentence.text[q.start - 1] in "、和及"
    )
    if not spent and not again:
        return None
    thing = after_quantity(sentence, i, None)
    if (i + 1 < len(sentence.quantities) and sentence.quantities[i + 1].start == q.end + 1) or (
        i + 1 < len(sentence.quantities) and thing is not None and thing.base in ("日处理", "年产", "日产", "年处理")
    ):
        thing = after_quantity(sentence, i + 1, None)
    if thing is None or len(thing.base) < 2:
        return None
    base = re.sub("^(?:实施|新建|建设)的|、(?:总)?投资.*$", "", thing.base)
    if (done := _DONE_TO.match(thing.name)) is not None and thing.rule == "right_predicate":
        base += done.group(1)  # 80条背街小巷完成｜改造提升
    elif i + 1 < len(sentence.quantities) and thing.end == sentence.quantities[i + 1].start and base == thing.base:
        counted = after_quantity(sentence, i + 1, None)  # 实验中学、八一路｜3座过街天桥
        base += counted.base if counted is not None else ""
    thing = thing._replace(base=base)
    return Name(thing.base + "投资", -1, -1, "投资", "spent", thing.base)


_RESULT = re.compile(
    "(?:并|且|均)?(?:创|得到|获得?|荣获|广受|受到|深受|超额|超过|超|占|增长|下降|初步|其中|一批|同比|较|比|约|是|为(?:上年|去年|全)|带动|拉动|撬动|惠及|有效|实现|规模|投资|产业投资|新签约|签约)"
)
_PURPOSE = re.compile(
    "(?:先后|累计|全面|重点|集中|大力|深入|加快|将|共|年内|高标准|全力|扎实|主要)*(?:实施|完成|用于|改造|推进|支持|建设|建成|新建|开展|集中|对|解决|加强|启动|保障|助力|鼓励|健全|为|提升|扩建|修建|打造|用[一二三四五六七八九十]|改善|整治|治理|硬化|铺设|购置)"
)


def spent_on(sentence: Sentence, i: int, left: Name) -> Name | None:
    """累计投入资金5.6亿元,完成…工程: money that says only what it was spent on, before or behind."""
    q = sentence.quantities[i]
    match = SPENT.match(left.name)
    if (i and sentence.floors[i] == sentence.quantities[i - 1].end) or (left.name == "总投资" and i):
        return None
    if q.base_unit not in ("元", "美元") or match is None:
        return None
    text = sentence.text
    at = q.end
    if text[at : at + 1] in "，,":
        at += 1
        if _RESULT.match(text, at, sentence.end) is not None:
            return None  # 完成投资60亿元，创历史新高
        led = sentence.clause_start(q.start) - sentence.start > 3
        if led and left.name.endswith("投资") and _PURPOSE.match(text, at, sentence.end) is None:
            return None  # 完成投资2.5亿元，入园企业达到14家: told of something else
    stop = sentence.clause_end(at)
    for other in sentence.quantities[i + 1 :]:
        if other.start < stop:
            stop = other.start
            break
    if text[at : at + 1] in "的、；。" or stop - at < 2:
        return None
    purpose, _ = strip_end(text, at, min(stop, at + (40 if "等" in text[at : at + 40] else 26)))
    begin = strip_start(text, at, purpose)
    written = text[begin:purpose]
    whole = text[at : sentence.clause_end(at)]
    if (such := _SUCH.search(whole)) is not None and stop == sentence.clause_end(at):
        return Name(such.group(1) + left.name, -1, -1, left.action, "spent", such.group(1))  # 完成甲、乙等城乡建设工程
    counted = next((k for k in range(i + 1, len(sentence.quantities)) if sentence.quantities[k].start == stop), -1)
    if counted > 0 and (thing := after_quantity(sentence, counted, None)) is not None and len(thing.base) >= 2:
        verb = written.rstrip("的了")
        if verb.endswith("等"):
            return Name(thing.base + left.name, -1, -1, left.action, "spent", thing.base)  # 建成西出口等31条公路
        if len(verb) <= 8 and all(word[1][:1] in "vda" for word in tag(verb)):
            # 投资3700万元，集中改造的11条背街巷道…
            verb = "" if verb in _GENERIC or not verb else verb
            return Name(verb + thing.base + left.name, -1, -1, left.action, "spent", thing.base)
        if text[stop - 1] in "的了":
            return Name(
                thing.base + left.name, -1, -1, left.action, "spent", thing.base
            )  # 完成了代表票决的｜10件民生实事
    if len(written) < 4 or words.RELATIVE.match(written) is not None:
        return None
    tokens = tag(written)
    if tokens and tokens[0][0] in _GENERIC | {"用于", "支持", "加强", "实施", "完成"} and len(tokens) > 1:
        written = written[len(tokens[0][0]) :].lstrip("了")
    return Name(written + left.name, -1, -1, left.action, "spent", written)


_PAYER = re.compile(
    "((?:全?[国省市区县]|各级|地方|中央|国家|本级|上级|两级|[省市区县]级|和|与|、)*(?:中央|国家|各级|地方|[省市区县]级?|两级|、)(?:财政|预算)(?:预算)?|(?<![\u4e00-\u9fff])(?:今年)?(?:中央|国家))"
    "(?:已|还|将|拟|共|要|再|累计|全年|每年|为此|今年|新增|直接|统筹|从[^，。；]{2,10}中|计划)*?(?:安排|投入|拿出|拨付|拨出|下达|筹集|筹措|统筹|新增支出)了?((?:专项|补助|奖补)*(?:资金)?)(?:达|约|近|超过|共|累计|增加)*$"
)
_FUND = re.compile("(?:的)?((?:专项|补助|奖补|国债|财政)*资金)(?:予以)?")
_FOR = re.compile(
    "，?(?:主要|重点|全部|并)?(?:用于|用来|以)?(?:直接|全力|集中)?([\u4e00-\u9fff“”《》、（）()+\\d]{4,40})"
)
_NO_PURPOSE = re.compile(
    "(?:增长|增加(?!对)|比|较|同比|占|其中|地方|约|是|为|达|分别|用于|其他|余|有效|带动|吸引|撬动|惠及|资助|首次|再|平均|同时|全力$)"
)
_SOURCE = re.compile("从([^，。；]{2,10})中")
_TOWARDS = re.compile(
    "(?:为(?:了)?|(?:要|加快|继续|积极|全面|大力|深入|更加|今年|明年)*(?:实施|启动|推进|加强|落实|办好|促进|支持|开展|完善|扩大|坚决打好))了?([^，。；、]{4,20})"
)


def granted(sentence: Sentence, i: int) -> Name | None:
    """中央财政安排｜150亿元，增加对产粮大县的转移支付: what the public money is for, behind it or before it."""
    q = sentence.quantities[i]
    text = sentence.text
    if q.base_unit != "元" or q.kind == "rank":
        return None
    start = sentence.floors[i]
    if not any(word in text[start : q.start] for word in ("财政", "中央", "国家", "预算")):
        return None
    payer = _PAYER.search(text, start, q.start)
    if payer is None:
        return None
    at = q.end
    fund = payer.group(2)
    if not fund and (behind := _FUND.match(text, at, sentence.end)) is not None:
        fund, at = behind.group(1), behind.end()
    purpose = _purpose(sentence, i, at) or _purpose_before(sentence, payer.start())
    if not purpose:
        return None
    who = payer.group(1).removeprefix("今年")
    if (source := _SOURCE.search(payer.group())) is not None:
        who = source.group(1)  # 国家从粮食风险基金中拿出100亿元
    sort = fund or ("投入" if "投入" in payer.group() else "资金")
    if purpose == "转移支付":
        purpose, sort = _purpose_before(sentence, payer.start()), purpose
    whole = re.sub("^(?:实施|开展|完成|推进|启动)(?=....)", "", purpose).replace("了", "", 1) + who + sort
    return Name(whole, -1, -1, "安排", "spent", whole)


def _purpose(sentence: Sentence, i: int, at: int) -> str:
    match = _FOR.match(sentence.text, at, sentence.clause_end(at + 1))
    if match is None:
        return ""
    begin, end = match.span(1)
    inside = [q for q in sentence.quantities[i + 1 :] if begin <= q.start < end]
    if inside:
        end = inside[0].start
    said = sentence.text[begin:end].rstrip("的了、和")
    tokens = tag(said)
    if (
        not 4 <= len(said) <= 24
        or _NO_PURPOSE.match(said) is not None
        or said.endswith(("到", "至"))
        or not tokens
        or (tokens[0][1][:1] != "v" and tokens[0][0] not in ("补贴", "补助", "资助", "救助", "奖励"))
    ):
        return ""
    return said


def _purpose_before(sentence: Sentence, at: int) -> str:
    end = sentence.clause_start(at)
    if end - 1 <= sentence.start or sentence.text[end - 1] not in "，,":
        return ""
    start = sentence.clause_start(end - 1)
    if any(start <= q.start < end for q in sentence.quantities):
        return ""
    match = _TOWARDS.fullmatch(sentence.text, start, end - 1)
    if match is not None:
        return match.group(1)
    topic = clause_topic(sentence, start, end - 1)  # 国家助学制度进一步完善，中央财政投入｜223亿元
    if topic is None or topic.rule != "subject" or not 4 <= len(topic.name) <= 14 or topic.name.endswith(TONE):
        return ""
    return "" if any(mark in topic.name for mark in "、等和") else topic.name
