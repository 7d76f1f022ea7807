"""What a counted thing is part of, said straight before its count: 开展社会管理领域｜18项专项工作, 获得亚残运会｜3枚金牌."""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.phrases import strip_end, strip_start, tag
from core.extraction.sentences import Sentence

_VERBS = words.WORDS["cut"] | words.STRONG_SET | words.WORDS["causing"]
_HARD = (_VERBS | {"执行", "利用", "入选"}) - words.WORDS["first_only"] - words.WORDS["nominal"] - {"审批"}
# Verbs whose object's name is a name of its own: 促进民营经济高质量发展｜195项任务清单
CONTENT = frozenset(
    [
        "支持",
        "促进",
        "优化",
        "规范",
        "加强",
        "保障",
        "服务",
        "提升",
        "深化",
        "巩固",
        "扩大",
        "防范",
        "化解",
        "放宽",
        "便利",
        "推动",
    ]
)
POLICY = re.compile("(?:措施|举措|政策|任务|清单|方案|规定|意见|办法|条例|“?[一二三四五六七八九十\\d]+条”?)$")
_ENACTED = (_VERBS - {"试点"}) | frozenset(
    ["攻坚", "承接", "抓好", "建好", "上线", "确定", "颁布", "修订", "梳理", "新获", "攻克"]
)
_ENDING = _VERBS | {"执行", "实行", "推行", "入选", "代替", "返投", "纳规"}
_LED = frozenset("了好起出把将对为")
# 全省, 首批, 第二批, 现有: how many of how many, not of what
_WHICH = re.compile(
    "^(?:全[国省市区县州盟旗球域]|[我本该][国省市区县州盟旗]|各[市区县地级类]*|省内|市内|区内|县内|境内|国内)+|(?:剩余|其余|现有|已有|原有|在内|共|累计|全部|所有|分别|至少|均|各|年度|首批|第?[一二三四五六七八九十两]+[批轮期]|新一轮|首期|全[国省市区]|等?[\\d一二三四五六七八九十两百]+大?[类批轮个]?)+$"
)
_NOT_OF = re.compile(
    "[、，：；（(]|[和及与或暨的等为在到至于被由从比每占使让]$|^(?:高[标质水品起效]|按|以(?!色)|通过|围绕|依托|借助|利用|用|在|从|向|与|和|由|被|经|把|年|\\d+\\.|每\\d|一个|单[个项])|(?:时速|年产|日产|能力|注册资本|首台|一批|若干|不同|相关|有关|方面|共享|使用|规划|区域|方向)$"
)
# What may stand between it and the count: how the thing came about, not for whom or compared to what.
_CAME = re.compile(
    "(?:已|共|又|再|也|累计|成功|全年|今年|首次|率先|先后|新|全部|基本|至少|分别|各|预计|将|可|拟|力争)*(?:新增|实现|完成|有|现有|拥有|获|获得|荣获|获批|实行|形成|推出|取得|新获|设立|建成|落实|达成|集聚|培育|打造|引进|建设|发展|提升)?了?(?:约|近|超|超过|达)?"
)


def site(sentence: Sentence, i: int, noun: str) -> str:
    """The noun phrase between the verb and the count, which the thing behind belongs to; "" where there is none."""
    text, q = sentence.text, sentence.quantities[i]
    if q.base_unit in ("元", "美元", "百分点", "倍", "") or not ("\u4e00" <= noun[:1] <= "\u9fff" or noun[:1] == "“"):
        return ""
    start = sentence.floors[i]
    stop, _ = strip_end(text, start, q.start)
    begin = strip_start(text, start, stop)
    if text.startswith("在全", begin):
        begin += 3  # 在全市率先上线某系统
    if not 3 <= stop - begin <= 30:
        return ""
    if i and start == sentence.quantities[i - 1].end:  # 31项改革成果纳入广东自贸区｜60条创新经验
        said = _behind_verb(text[begin:stop])
        return said if said != text[begin:stop] and text[start] not in "、，和及" and whole(said) else ""
    if text[q.start - 1] in "、和及与等的" or _CAME.fullmatch(text, stop, q.start) is None:
        return ""
    tokens = list(tag(text[begin:stop]))
    led = 0
    while len(tokens) > led + 1 and (
        tokens[led][0] in _ENACTED or tokens[led][0] in _LED or tokens[led][1] in ("d", "ad", "vd")
    ):
        if led and tokens[led][0] in CONTENT and POLICY.search(noun) is not None:
            said = "".join(word for word, _ in tokens[led:])
            return said if 5 <= len(said) <= 22 and "、" not in said else ""
        led += 1
    if tokens and tokens[-1][0] in ("实行", "推行"):
        tokens.pop()
    written = "".join(word for word, _ in tokens[led:])
    if _FIELDS.fullmatch(written) is not None and tokens[led][1][:1] == "n":
        return written  # 攻坚消防、燃气等领域｜49个突出问题
    said = _WHICH.sub("", written)
    if not whole(said):
        said = _behind_verb(said)
    return said if 3 <= len(said) <= 18 and said not in noun and not noun.startswith(said[-2:]) and whole(said) else ""


_FIELDS = re.compile("[^等]{3,16}等(?:重点)?(?:领域|行业|环节)|[^等\\d]{3,16}等方面")
_PLACE = re.compile("..(?:片区|园区|新区|流域|地区|保护区|开发区|高新区|自贸片?区|试验区|示范区|街道)$")


def _behind_verb(said: str) -> str:
    """改革成果纳入广东自贸区｜60条创新经验: the place behind the last verb; the words as they are where there is none."""
    if _PLACE.search(said) is None:
        return said
    at = 0
    for word, _ in tag(said):
        if len(word) > 1 and word in _VERBS:
            at = said.index(word) + len(word)
    return said[at:]


_EACH = re.compile(
    "(每(?:一?个|[区县市镇村家])[^，；。、\\d]{0,12}?)(?:至少|逐步|重点|分别|聚焦|都|均|要|各|再|力争|规划|新增?|培育|打造)*"
)


def doer(written: str, noun: str) -> str:
    """Who did it, said before the verb: 每个县区打造｜1个省级重点专科, 某某改革试点形成｜24项制度性成果; "" for nobody."""
    if (each := _EACH.fullmatch(written)) is not None:
        return "" if "一批" in written else each.group(1)
    said = _WHICH.sub("", written)
    return said if 3 <= len(said) <= 18 and said not in noun and whole(said) else ""


_TWO_DEEDS = re.compile("(新?[\u4e00-\u9fff]{1,2}[和及与、])([\u4e00-\u9fff]{2})了?$")


def both_deeds(sentence: Sentence, i: int) -> str:
    """新签和升级｜6个自贸协定, 取消和下放｜246项行政审批事项: two verbs for one thing; "" for one or none."""
    text, end = sentence.text, sentence.quantities[i].start
    if i and sentence.floors[i] == sentence.quantities[i - 1].end:
        return ""
    pair = _TWO_DEEDS.search(text, max(sentence.floors[i], end - 7), end)
    if pair is None or pair.group(2) not in _VERBS:
        return ""
    first = pair.group(1)[:-1]
    if first not in _VERBS and first[-2:] not in _VERBS and (first[0] != "新" or tag(first)[-1][1] != "v"):
        return ""
    return pair.group().removesuffix("了")


def whole(said: str) -> bool:
    """True for words that are a noun phrase of their own, with no verb that governs and no measure."""
    if not said or _NOT_OF.search(said) is not None:
        return False
    tokens = tag(said)
    if tokens[-1][1][:1] not in "nvjsfblrxzw" or tokens[-1][0] in _ENDING or tokens[0][0] in _VERBS:
        return False
    if words.RELATIVE.match(said) is not None or words.MEASURE_TAIL.search(said) is not None:
        return False
    return not any(kind in ("p", "d", "u") or (kind == "v" and word in _HARD) for word, kind in tokens[:-1])
