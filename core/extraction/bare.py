"""Names made of nothing but general words (帮扶项目, 惠及学生, 审批时间): the clause before says of what.

Where no rule for a kind of owner knows one, what the clause before works on or speaks of is put in front.
"""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.phrases import overlapped, tag, topic, unclosed_quotes
from core.extraction.sentences import Name, Sentence
from core.extraction.works import ADV, VAGUE, VERB

_THINGS = "|".join(sorted(words.WORDS["bare_things"], key=lambda word: -len(word)))
_WORDS = "|".join(sorted(words.WORDS["bare_words"], key=lambda word: -len(word)))
_LAST = frozenset(word[-1] for word in words.WORDS["bare_things"])
_BARE = re.compile(f"((?:{_WORDS})*?)((?:{_WORDS})*(?:{_THINGS}))")
# Come from outside: no work that a clause before does has them.
_COMING = re.compile("引进|招引|签约|落地|新开工|新竣工|新增|集中开工|谋划|储备|在建")
# What came of what the clause before counts.
_EFFECT = re.compile("(?:累计|共)*(?:资助|支持|惠及|受益|减轻|发放|兑付|解决|帮扶|扶持|服务|新增泊位)")
_CAMPAIGN = re.compile("(?:制度|工程|行动|计划|改革|试点|整治|治理|”)$")
_PLAIN = re.compile("^(?:力争|拟|可|已|共|累计|完成|实现|开展|举办|提供|推出|实施|规划布局|组织)+(?=..)")
_WORKED_ON = re.compile(
    rf"[\s\u3000①-⑳]*(?:[一二三四五六七八九]是)?(?:坚决|有力|有效|先后|圆满|精心|精准|依法|努力|正式|携手|创新|强力|{ADV[3:-2]})*"
    rf"(?:{VERB}|出台|扩大|取消|加大|强化|做实|做好|提速|加强|成立|发放|统筹|升级|承办|筹办|争创|推出|办好|完成){{1,2}}了?([^，；。：]{{3,60}})"
)
_ASIDE = re.compile(
    "(?:按|以|为|通过|在|对|向|虽然|尽管|面对|根据|依托|围绕|坚持|突出|紧盯|聚焦|立足|发挥|结合|贯彻|抢抓|随着|经|由)"
)
# Of a subject: that it goes on, is there or serves.
_GOING_ON = re.compile(
    "(?:正式|全面|持续|不断|深入|扎实|顺利|成功|稳步|有序|进一步|加快|基本|已|建成|大幅|显著|明显|成效)*(?:上线|深化|推进|实施|完善|铺开|提升|开园|投用|启用|运行|运营|开放|落实|落地|建立|设立|启动|推开|扩面|见效|成势|起势|提速|深入|覆盖|实现|明显|显著).{0,6}"
)
_SLACK = re.compile(
    "(?:的?(?:力度|进度|步伐|工作|水平|功能设施|规模|应用|建设|体系|发展|行动|活动|平台建设|大会|成效))+$"
)
_NO_OWNER = re.compile(
    "^(?:项目|一批|我|当前|政策|不失|各|联合)|(?:机制|环境|秩序|活力|动能|优势|格局|要素|能力|作用|保障|服务|管理|方案|成果|改革|质量|转型升级|布局|任务|目标|责任|意识|生态|流程|方式|效率|效能|理念|投资|力"
    "|出台|加大|前期|立项|专班|链接|不断.*|持续.*)$"
)


def belonging(sentence: Sentence, i: int, name: Name) -> Name:
    """扎实开展扶贫“双到”工作，完成帮扶项目｜6个: a name of general words alone with what the clause before is about."""
    if name.rule not in ("left", "right", "right_predicate") or not 2 <= len(name.name) <= 10:
        return name
    if name.name[-1] not in _LAST or name.name in sentence.known or sentence.limits[i]:
        return name
    bare = _BARE.fullmatch(name.name)
    if bare is None:
        return name
    start = sentence.quantities[i].start
    at = sentence.clause_start(start)
    if sentence.text[start - 1] == "等" or _COMING.search(sentence.text, at, start) is not None:
        return name
    if i and sentence.floors[i] != at:
        return _shared(sentence, i, name)
    if name.rule == "left" and _led(sentence.text[at : max(at, start - len(name.name) - 4)]):
        return name
    passed = False
    for _ in range(3):
        if at - 1 <= sentence.start or sentence.text[at - 1] not in "，,":
            break
        begin = sentence.clause_start(at - 1)
        if sentence.counts(begin, at):
            owner = _brought(sentence, i, name, begin) if not passed else ""
            passed = True
        else:
            owner = _owner(sentence.text, begin, at - 1)
            if passed and _CAMPAIGN.search(owner) is None:
                owner = ""
        if owner and owner not in name.name and name.name not in owner:
            return _of(sentence, i, name, owner)
        at = begin
    return name


def _of(sentence: Sentence, i: int, name: Name, owner: str) -> Name:
    """The name with its owner in front; what comes of it again belongs to the owner too."""
    sentence.themes[i] = owner
    whole = overlapped(owner, _PLAIN.sub("", name.name))
    return name._replace(
        name=whole, start=-1, rule="topic", base=owner if _EFFECT.match(name.name) is not None else whole
    )


def _brought(sentence: Sentence, i: int, name: Name, begin: int) -> str:
    """安排惠企资金39.8亿元，资助项目｜9196个: what the clause just before counted, where the name says what came of it."""
    before = sentence.names[i - 1]
    if before is None or sentence.quantities[i - 1].start < begin or _EFFECT.match(name.name) is None:
        return ""
    said = before.base
    if (
        not 3 <= len(said) <= 14
        or "、" in said
        or _BARE.fullmatch(said) is not None
        or before.rule not in ("left", "right")
    ):
        return ""
    return said


def _led(before: str) -> bool:
    """True where a subject of its own stands before the name: 全国有8400多万人｜受益."""
    return any(kind[:1] in "nj" for _, kind in tag(before))


def _shared(sentence: Sentence, i: int, name: Name) -> Name:
    """提供120项个人服务和170项｜企业服务: a further member of a list takes the owner of the one before."""
    before = sentence.names[i - 1]
    if i - 1 not in sentence.themes or before is None or before.rule != "topic":
        return name
    if sentence.text[sentence.quantities[i].start - 1] not in "、和及与" and name.rule != "left":
        return name
    return _of(sentence, i, name, sentence.themes[i - 1])


def _owner(text: str, start: int, end: int) -> str:
    """What a clause works on or speaks of; "" where it sets a tone only."""
    if _ASIDE.match(text, start, end) is not None:
        return ""
    match = _WORKED_ON.fullmatch(text, start, end)
    if match is not None:
        said = match.group(1)
        if "等" in said:
            kind = said[said.rindex("等") + 1 :].removeprefix("系列")
            said = kind if len(kind) >= 4 else ""
    else:
        at, said = topic(text, start, end, end)
        if _GOING_ON.fullmatch(text, at + len(said), end) is None or text[start:at].strip():
            return ""
    owner = _SLACK.sub("", said)
    if (
        not 3 <= len(owner) <= 18
        or "、" in owner
        or any(mark.isdigit() for mark in owner)
        or VAGUE.search(owner) is not None
        or _NO_OWNER.search(owner) is not None
        or _BARE.fullmatch(owner) is not None
        or unclosed_quotes(owner, 0, len(owner))
    ):
        return ""
    return owner
