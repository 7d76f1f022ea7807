"""Part of a thing, told by a predicate behind it: 行政审批事项｜99%｜实现网上申报; 制度创新成果111项，其中｜42项｜全国领先."""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.phrases import clean_vp, noun_end, tag, unclosed_quotes
from core.extraction.sentences import Name, Sentence

_NO_DEED = re.compile(
    "[左右]|以|提|降|增|上升|下|到|至|回|扩|缩|跃|优化|调整|攀|减|上浮|上调|压|的|征收|安排|执行|计|比|高于|低于|快于|不变|基础|目标|水平|资金|股权|股份|加计|受[灾损]"
)
_RATE = re.compile(
    "(?:率|比例|比重|占比|按|份额|比值|比|水平|增速|幅|速度|了|到|至|超过|由|从|贡献|拉动|带动|覆盖|惠及|定为|力度|计划|任务)$"
)
_LED = re.compile("^(?:基本|全部|均|都|已|稳定|全面|可|能|能够|得到|得以|实现|实行|做到|完成了?|进行)+(?=..)")
_HOW = re.compile(
    "(?:用于|投向|投入|来自|网上|线上|在线|掌上|就近|就地|异地|跨省|动态|免费|安全|无害化|资源化|自愿|全程|现场|一次|持证|规范|集中|统一|闭环)"
)
_SUCH = re.compile("等(?![次级])")
_OBJECT = re.compile(
    "^(?:仍然|坚持|持续|把|将|实现|推动|推进|确保|力争|做到|落实|保障|保证|抓好|实行|完成|达到|基本实现)+"
)
_AMONG = re.compile("(?:中|其中)?[，,]?(?:有|其中|力争|确保|近|约|已有|共有)*(?:近|约|超)?")


_MONEY = ("支出", "贷款", "资金", "收入", "财力", "投资")


def share_doing(sentence: Sentence, i: int, left: Name | None, previous: Name | None) -> Name | None:
    """近岸海域水质｜100%｜达到功能区标准: whose share, with what this share does."""
    q, text = sentence.quantities[i], sentence.text
    end = sentence.ceiling(i)
    if not 2 <= end - q.end <= 18 or q.kind not in ("number", "words", "share") or (q.base_value or 0) > 100:
        return None
    following = i + 1 < len(sentence.quantities) and sentence.quantities[i + 1].start == end
    said = text[q.end : end].partition("以及")[0]
    if following:
        cut = max(said.rfind(mark) for mark in "、和及与")
        if cut < 2:
            return None
        said = said[:cut]
    if _NO_DEED.match(said) is not None or _SUCH.search(said) is not None or unclosed_quotes(said, 0, len(said)):
        return None
    first, kind = tag(said)[0]
    led = said[0] == "“" or first in words.VP or _HOW.match(said) is not None
    if not led and (kind[:1] not in "vd" or kind == "vn"):
        return None
    deed = _LED.sub("", clean_vp(_LED.sub("", said)).removeprefix("为"))
    subject = _subject(sentence, i, left, previous)
    if len(deed) < 2 or len(subject) < 2 or _RATE.search(subject) is not None or subject in words.STRONG_SET:
        return None
    sentence.behind[i] = q.end, q.end + len(said)
    share = "比重" if subject.endswith(_MONEY) else "比例"
    return Name(subject + deed + share, -1, -1, first, "right", subject)


def _subject(sentence: Sentence, i: int, left: Name | None, previous: Name | None) -> str:
    """What the share is of: the words before it, else what the figure before was told of; "" for nothing."""
    text, q = sentence.text, sentence.quantities[i]
    if i - 1 in sentence.behind and previous is not None and previous.name.endswith(("比例", "比重")):
        told = sentence.behind[i - 1][1]
        if sentence.floors[i] == sentence.quantities[i - 1].end < told == q.start - 1:
            return previous.base  # 行政审批事项100%网上申报、100%｜网上审批
    written = "" if left is None else _OBJECT.sub("", left.name)
    if written or previous is None or not i or sentence.quantities[i - 1].base_unit == "%":
        return "" if "按" in text[sentence.floors[i] : q.start] else written
    begin = max(sentence.floors[i], sentence.clause_start(q.start))
    return previous.base if _AMONG.fullmatch(text, begin, q.start) is not None else ""


_UNCOUNTED = frozenset(
    ["元", "美元", "%", "倍", "百分点", "亩", "公顷", "公里", "米", "平方米", "平方公里", "吨", "年", ""]
)
_SOME = re.compile("(?:其中)?[，,]?(?:已?有|已|近|约|超|力争|确保)*")
_FIRST_OF_ALL = re.compile("为?(?:全[国省市区]|国际|国内|世界|全球|行业)(?:领先|首创|首批|首个|率先|推广|第一|一流)")
_GOING_ON = re.compile("(?:正在?|在|抓紧|加快|有序|全面|加速|扎实|持续|稳步)*(?:推进|进行|办理|实施|中)|完成|居|列|排")


def those_doing(sentence: Sentence, i: int) -> Name | None:
    """改革成果31项，｜14项｜在全省复制推广: some of what was counted before in the same unit, with what they do."""
    q, text = sentence.quantities[i], sentence.text
    if not i or q.base_unit in _UNCOUNTED or q.kind != "number":
        return None
    begin = max(sentence.floors[i], sentence.clause_start(q.start))
    end = sentence.ceiling(i)
    if end - q.end < 2 or _SOME.fullmatch(text, begin, q.start) is None:
        return None
    units = ("家", "户") if q.base_unit in ("家", "户") else (q.base_unit,)
    j = i - 1
    while j >= 0 and (sentence.quantities[j].base_unit not in units or sentence.limits[j]):
        j -= 1
    whole = sentence.names[j] if j >= 0 else None
    if whole is None or len(whole.base) < 2 or not {"；", "。"}.isdisjoint(text[sentence.quantities[j].end : q.start]):
        return None
    said = text[q.end : min(end, q.end + 30)]
    deed = clean_vp(said).removeprefix("为")
    if _FIRST_OF_ALL.match(said) is None and noun_end(tag(said)) != (0, True):
        return None
    thing = whole.base if whole.rule in ("right_predicate", "verb") else whole.name.removeprefix(whole.action)
    thing = thing if len(thing) > 2 else whole.base
    if i + 1 < len(sentence.quantities) and sentence.quantities[i + 1].start == end:
        return whole._replace(name=thing, rule="carried") if whole.rule == "right_predicate" else None
    if not 2 <= len(deed) <= 22 or _GOING_ON.match(deed) is not None:
        return whole._replace(rule="carried") if j < i - 1 else None
    name = thing + deed if len(deed) <= 2 else deed + "的" + thing
    return Name(name, -1, -1, tag(deed)[0][0], "right_predicate", thing)
