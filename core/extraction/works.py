"""What a clause works on or speaks of, and of which kind it is: a place, an event, a campaign, a trade."""

from __future__ import annotations

import re

from core.extraction.sentences import Sentence

DONE = (
    "新|累计|共|已|可|拟|力争|争取|完成|实施|实现|建成|建设|推进|推出|启动|开工|续建|竣工|签约|落地|引进|招引|集聚|集中|孵化|培育|引育|入驻|谋划|储备|达成|吸引"
    "|释放|收回|盘活|腾退|新增|资助|支持|惠及|安排|兑付|拨付|发放|解决|办理|整改|排查|发现|消除|化解|形成|提出|落实|参与|参加|参展|接入|通达|开通|打造|创建|开展|覆盖|服务"
)
ADV = (
    "(?:加快|大力|持续|全面|深入|积极|扎实|着力|有序|稳步|协同|统筹|高标准|高质量|高水平|高效|进一步|不断|纵深|强力|全力|继续|认真|精心|重点|切实|稳妥|充分|主动|聚力|深度"
    "|常态化|成功|率先|启动|组织|系统|努力|要|将)*"
)
VERB = (
    "(?:推进|推动|实施|完善|优化|打造|建设|发展|培育|做强|做优|做大|深化|开展|落实|抓好|举办|承办|运营|健全|创新|探索|启动|巩固|促进|加快|布局|谋划"
    "|用好|深耕|拓展|壮大|规范|推广|组建|创建|构建|搭建|聚焦|参加|主办|建立|设立|召开|推行|实行|改造|治理|整治|打好|开发)"
)
OBJECT = re.compile(rf"[\s\u3000]*{ADV}(?:{VERB}){{1,2}}了?([^，、；。：等（）]{{3,22}})")
_SITE = "片区|园区|产业园|新区|开发区|高新区|经开区|自贸区|综保区|新城|科学城|科技城|机场|景区|市场|平台|街区|小镇|基地|产业带|博览园|节点"
EVENT = "(?:展销|博览|交易|洽谈|推介|展览|招商|运动|投洽|交流|阜洽|进博|高交|文博|东博|大)会|论坛|峰会|(?:文化|艺术|美食|旅游|购物|创业)[节周]|马拉松|(?:比|大|联|锦标|公开)赛"
EVENT_END = re.compile(f"(?:{EVENT})")
_CAMPAIGN = "工程|行动|计划|活动|改革|试点|体系|攻坚战|保卫战|大会战|整治|治理|攻坚|大走访|城市更新|挖潜|大起底|修复|整备|(?:对口|深度|山海|东西部)合作|协作|走廊|综合交通枢纽|先导区"
_TRADE = "产业|产业链|产业集群|经济"
_SUBJECT = re.compile(
    rf"[\s\u3000]*([^，、；。：等（）]{{2,18}}?(?:{_SITE}|{EVENT}|{_CAMPAIGN}))(?:建设|工作|发展)?(?:深入|扎实|全面|加快|持续|稳步|有序|纵深|顺利|成功|圆满|不断|进一步|深化|蓬勃|强势)+[^，；。]{{2,12}}"
)
_ALONE = re.compile(rf"[\s\u3000]*([^，、；。：等（）]{{3,24}}(?:{EVENT}))")
_TAIL = re.compile(
    "(?:市场化运营机制|高质量发展|转型升级|提质增效|功能设施|(?:航线)?布局|规划建设|建设发展|建设|工作|发展|培育|运营)+$"
)
_KIND = re.compile(f"(?:({_SITE})|({EVENT})|({_CAMPAIGN})|({_TRADE}))$")
VAGUE = re.compile(
    "^(?:支持|鼓励|共建|各项|重点|重要|相关|这|该|其|具有|贯彻|召开|举办|实施|以|与|和|对|向|为|围绕|引进|推进|推动|构建|打造|现代化?|招商|供给侧|全面|深化|综合)|招商引资$|[对向把将为使让]|营商$"
)


def owner_before(sentence: Sentence, i: int) -> tuple[str, str]:
    """What a clause before quantity i works on or speaks of, and its kind; "" where there is none."""
    text = sentence.text
    at = sentence.clause_start(sentence.quantities[i].start)
    for back in range(2):
        if at - 1 <= sentence.start or text[at - 1] not in "，,":
            break
        start = sentence.clause_start(at - 1)
        if any(start <= q.start < at for q in sentence.quantities):
            break
        owner = _owner(text, start, at - 1)
        kind = _KIND.search(owner) if owner else None
        if kind is not None:
            sort = next(
                name for name, found in zip(("site", "event", "campaign", "trade"), kind.groups(), strict=True) if found
            )
            if not back or sort in ("event", "campaign"):
                return owner, sort
        at = start
    return "", ""


def _owner(text: str, start: int, end: int) -> str:
    if (alone := _ALONE.fullmatch(text, start, end)) is not None and not OBJECT.match(text, start, end):
        return "" if VAGUE.search(alone.group(1)) is not None else alone.group(1)
    match = OBJECT.fullmatch(text, start, end)
    if match is not None:
        noun = _TAIL.sub("", match.group(1))
        return "" if len(noun) < 3 or VAGUE.search(noun) is not None else noun
    match = _SUBJECT.fullmatch(text, start, end)
    return match.group(1) if match is not None and VAGUE.search(match.group(1)) is None else ""
