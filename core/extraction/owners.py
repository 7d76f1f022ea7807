"""Whose a bare noun is (重点项目, 入驻企业, 制度创新成果): the thing that a clause before it works on or speaks of."""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.parts import among
from core.extraction.phrases import overlapped, tag
from core.extraction.sentences import Name, Sentence

# Nouns that say nothing alone, by what may own them.
_WORKS = "项目|子项目|工程|标志性工程|任务|改革任务|专项工作|措施|举措|政策|政策措施|事项|改革事项|成果|制度性成果|制度创新成果|创新成果|案例|指标|示范片区|示范区|示范点|示范村|试点|点位"
_MEMBERS = "企业|机构|会员|用户|国家|国家和地区|城市|展商|客商|商户|商家|团队|专家|观众"
_MENDED = "土地|用地|产业用地|产业空间|资金|奖补资金|扶持资金|补贴资金|问题|隐患|诉求|线索|案件"
_DONE = (
    "新|累计|共|已|可|拟|力争|争取|完成|实施|实现|建成|建设|推进|推出|启动|开工|续建|竣工|签约|落地|引进|招引|集聚|集中|孵化|培育|引育|入驻|谋划|储备|达成|吸引"
    "|释放|收回|盘活|腾退|新增|资助|支持|惠及|安排|兑付|拨付|发放|解决|办理|整改|排查|发现|消除|化解|形成|提出|落实|参与|参加|参展|接入|通达|开通|打造|创建|开展|覆盖|服务"
)
_BARE = re.compile(
    f"((?:{_DONE})*)((?:重点|重大|各类|各项|优质|主要|具体|相关|示范|典型|标志性|突出|意向|合作|投资|产业|现场)*(?:({_WORKS})|({_MEMBERS})|({_MENDED})))"
)
_PLAIN = re.compile("^(?:争取|力争|拟|可|已|共|累计|新?(?:实现|完成|推出|实施|建成|推进|启动|打造|形成|提出|开展))+")
_COURTING = re.compile("引进|签约|招引|落地|达成|签订|集中开工")
_COURTED = ("引进", "签约", "招引", "落地", "达成", "入驻", "开工", "竣工", "储备", "谋划")

_ADV = (
    "(?:加快|大力|持续|全面|深入|积极|扎实|着力|有序|稳步|协同|统筹|高标准|高质量|高水平|高效|进一步|不断|纵深|强力|全力|继续|认真|精心|重点|切实|稳妥|充分|主动|聚力|深度"
    "|常态化|成功|率先|启动|组织|系统|努力|要|将)*"
)
_VERB = (
    "(?:推进|推动|实施|完善|优化|打造|建设|发展|培育|做强|做优|做大|深化|开展|落实|抓好|举办|承办|运营|健全|创新|探索|启动|巩固|促进|加快|布局|谋划"
    "|用好|深耕|拓展|壮大|规范|推广|组建|创建|构建|搭建|聚焦|参加|主办|建立|设立|召开|推行|实行|改造|治理|整治|打好|开发)"
)
_OBJECT = re.compile(rf"[\s\u3000]*{_ADV}(?:{_VERB}){{1,2}}了?([^，、；。：等（）]{{3,22}})")
_SITE = "片区|园区|产业园|新区|开发区|高新区|经开区|自贸区|综保区|新城|科学城|科技城|机场|景区|市场|平台|街区|小镇|基地|产业带|博览园|节点"
_EVENT = "(?:展销|博览|交易|洽谈|推介|展览|招商|运动|投洽|交流|阜洽|进博|高交|文博|东博|大)会|论坛|峰会|(?:文化|艺术|美食|旅游|购物|创业)[节周]|马拉松|(?:比|大|联|锦标|公开)赛"
_EVENT_END = re.compile(f"(?:{_EVENT})")
_CAMPAIGN = "工程|行动|计划|活动|改革|试点|体系|攻坚战|保卫战|大会战|整治|治理|攻坚|大走访|城市更新|挖潜|大起底|修复|整备|(?:对口|深度|山海|东西部)合作|协作|走廊|综合交通枢纽|先导区"
_TRADE = "产业|产业链|产业集群|经济"
_SUBJECT = re.compile(
    rf"[\s\u3000]*([^，、；。：等（）]{{2,18}}?(?:{_SITE}|{_EVENT}|{_CAMPAIGN}))(?:建设|工作|发展)?(?:深入|扎实|全面|加快|持续|稳步|有序|纵深|顺利|成功|圆满|不断|进一步|深化|蓬勃|强势)+[^，；。]{{2,12}}"
)
_ALONE = re.compile(rf"[\s\u3000]*([^，、；。：等（）]{{3,24}}(?:{_EVENT}))")
_TAIL = re.compile(
    "(?:市场化运营机制|高质量发展|转型升级|提质增效|功能设施|(?:航线)?布局|规划建设|建设发展|建设|工作|发展|培育|运营)+$"
)
_KIND = re.compile(f"(?:({_SITE})|({_EVENT})|({_CAMPAIGN})|({_TRADE}))$")
_VAGUE = re.compile(
    "^(?:支持|鼓励|共建|各项|重点|重要|相关|这|该|其|具有|贯彻|召开|举办|实施|以|与|和|对|向|为|围绕|引进|推进|推动|构建|打造|现代化?|招商|供给侧|全面|深化|综合)|招商引资$|[对向把将为使让]|营商$"
)


_AT_EVENT = re.compile(
    "参会|参展|参赛|参与报道|参与人[数次]|观众|媒体|嘉宾|客商|采购商|采购团|意向|签约|成交|现场|订单|展商|线上|线下|观展|逛展|到场|洽谈|吸引|集中|达成|展位|展览面积|协议|交易额|用户$"
)
_HELD_EVENT = re.compile(
    rf"[\s\u3000]*(?:\d\d?\.)?(?:在|{_ADV}(?:创新)?(?:举办|承办|召开|主办|组织(?:参加)?|参加|举行|开展)了?)?([^，、；。：等（）\d]{{0,4}}\d{{0,4}}年?[^，、；。：等（）\d]{{2,20}}?(?:{_EVENT}))(?:圆满|成功|顺利|举办|召开|落幕|闭幕|在[^，；。]*|成果[^，；。]*|上)?"
)


_MAY_LACK = frozenset(["left", "right", "right_predicate", "verb", "relative"])


def whose(sentence: Sentence, i: int, name: Name) -> Name:
    """The name with what it is a part of, the first that there is: a whole, a thing worked on, an event, a trade."""
    if name.rule not in _MAY_LACK or (name.name in sentence.known and name.rule != "relative"):
        return name
    found = among(sentence, i, name)
    if len(name.name) <= 11 or name.rule == "verb":
        found = part_of(sentence, i, found)
        found = reaching(sentence, i, deed_of(sentence, i, qualified(sentence, i, owned(sentence, i, found))))
    return sector(sentence, i, at_event(sentence, i, found))


def at_event(sentence: Sentence, i: int, name: Name) -> Name:
    """成功举办西丽湖论坛，线下参会总人数｜1200人，参与报道的媒体｜100家: who came and what was sold or signed there."""
    if name.rule not in ("left", "right", "right_predicate", "verb") or _AT_EVENT.search(name.name) is None:
        return name
    if _EVENT_END.search(name.name) is not None:
        return name
    text = sentence.text
    at = sentence.clause_start(sentence.quantities[i].start)
    while at - 1 > sentence.start and text[at - 1] in "，,":
        start = sentence.clause_start(at - 1)
        held = _HELD_EVENT.fullmatch(text, start, at - 1)
        if held is not None:
            event = held.group(1)
            if event in name.name or _VAGUE.search(event) is not None:
                return name
            return name._replace(name=event + name.name, start=-1, rule="topic", base=event + name.base)
        at = start
    return name


_COMMON = words.WORDS["common"]
_ACT = re.compile(
    f"(?:{_DONE}|处置|供应|投放|更新|修复|清理|发放|认定|扩招|完成|修建|新建|提升|改造|征收|收储|拆除|建成|培训)*"
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
    match = _OBJECT.fullmatch(text, start, at - 1)
    if match is None or any(start <= q.start < at for q in sentence.quantities):
        return name
    said = match.group(1)
    for size in (4, 3, 2):
        noun, led = name.name[-size:], name.name[:-size]
        place = said.find(noun)
        if size <= len(name.name) and 2 <= place <= 10 and noun not in _COMMON and _ACT.fullmatch(led) is not None:
            kind = said[:place]
            if (
                _VAGUE.search(kind) is not None
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
    rf"[\s\u3000]*{_ADV}(?:率先|首创|创新)*(?:{_VERB}|推出|首创|发放|落实|扩围实施|兑现|提供|组织|实施好){{1,2}}了?([^，；。：（）]{{3,26}})"
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
        cause = "" if _TONE.search(cause) is not None or _VAGUE.search(cause) is not None or "、" in cause else cause
    if len(cause) < 3 or name.name in cause:
        return name
    sentence.themes[i] = cause
    return name._replace(name=overlapped(cause, name.name), start=-1, rule="relative", base=cause)


_TONE = re.compile("(?:力度|水平|能力|质量|效能|步伐|成效|格局|优势|动能|活力|基础|作用|潜力|需求|消费|就业|创业)$")
_PLACES_IN = re.compile(
    "(?:规划|设置|提供|可提供|新增|增加|可新增)?(?:养老|托育)?(?:床位|学位|停车位|车位|泊位|病床|托位)"
)
_BUILT = re.compile(
    rf"[\s\u3000]*{_ADV}(?:{_VERB}|建成|开工|新建|改造|改扩建|扩建|启用|投用|运营){{1,2}}了?([^，、；。：等（）]{{2,20}}(?:中心|医院|学校|中学|小学|幼儿园|养老院|福利院|停车场|园|院区|校区|综合体)(?:[一二三四]期)?)(?:建设|改扩建|投用)?"
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
    if sentence.text[sentence.quantities[i].end] not in "，,；。、\n" or name.name[-2:] in (
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


def owned(sentence: Sentence, i: int, name: Name) -> Name:
    """完善多式联运集疏运体系，新开工12个｜重点项目: a noun that says nothing alone takes its owner from before."""
    if name.rule == "verb" and i and i - 1 in sentence.themes:
        return _done_again(sentence, i, name)
    if name.rule not in ("left", "right") or len(name.name) > 11 or sentence.limits[i]:
        return name
    bare = _BARE.fullmatch(name.name)
    if bare is None or (i and sentence.limits[i - 1] and sentence.floors[i] != sentence.quantities[i - 1].end):
        return name
    owner, kind = owner_before(sentence, i)
    if not owner and (title := _issued(sentence, i, bare)):
        owner, kind = title, "campaign"
    start = sentence.quantities[i].start
    clause = sentence.text[sentence.clause_start(start) : start]
    if not owner:
        owner, kind = _shared_owner(sentence, i, bare.group(2))
    if not owner or bare.group(2) in owner or not _fits(bare, kind, clause):
        return name
    sentence.themes[i] = owner
    thing = _PLAIN.sub("", bare.group(1)) + bare.group(2)
    return name._replace(name=overlapped(owner, thing), start=-1, rule="topic", base=overlapped(owner, name.base))


_ISSUED = re.compile(
    "(?:出台|印发|编制|制定|发布|实施|修订)(?:实施|发布|印发|出台|了)?(?:[^，；。《]{0,20}《([^》]{4,40}?)(?:（[^》]{4,16}）)?》|([^，；。《》、]{4,24}?(?:措施|政策|方案|计划|规划|意见|办法)))[，,]$"
)
_IN_ORDER_TO = re.compile("若干|一系列|系列|一批|一揽子|^贯彻(?:落实)?")


def _issued(sentence: Sentence, i: int, bare: re.Match[str]) -> str:
    """出台《流域综合治理和统筹发展规划》，实施重点项目｜50个: the document that a clause before puts in force; "" else."""
    at = sentence.clause_start(sentence.quantities[i].start)
    match = _ISSUED.search(sentence.text, max(sentence.start, at - 70), at)
    if match is None or bare.group(4) is not None or bare.group(2).endswith("成果"):
        return ""
    return _IN_ORDER_TO.sub("", match.group(1) or match.group(2))


def _shared_owner(sentence: Sentence, i: int, noun: str) -> tuple[str, str]:
    """新开工甲、乙等12个重点项目，续建39个｜重点项目: the owner of the same noun just before; "" where there is none."""
    if not i or i - 1 not in sentence.themes or (before := sentence.names[i - 1]) is None:
        return "", ""
    gap = sentence.text[sentence.quantities[i - 1].end : sentence.quantities[i].start]
    return (sentence.themes[i - 1], "shared") if before.base.endswith(noun) and "；" not in gap else ("", "")


def _done_again(sentence: Sentence, i: int, name: Name) -> Name:
    """发展新材料产业，新引进项目30个、新开工｜15个: the owner stands first, and the verb of the one before goes."""
    owner = sentence.themes[i - 1]
    verb, found, noun = name.name.partition(owner)
    if not found or not verb:
        return name
    bare = _BARE.fullmatch(noun)
    sentence.themes[i] = owner
    return name._replace(name=owner + verb + (bare.group(2) if bare is not None else noun))


def _fits(bare: re.Match[str], kind: str, clause: str) -> bool:
    done, works, members = bare.group(1), bare.group(3), bare.group(4)
    if works is None and members is None:
        return kind == "campaign"
    if members is not None:
        return kind in ("site", "event", "trade")
    if kind == "event":
        return members is not None or _COURTING.search(clause) is not None
    if works == "项目" and any(verb in done for verb in (_COURTED if bare.group(2) == works else _COURTED[:4])):
        return kind in ("site", "event", "trade")
    return True


# What a trade as a whole has: 产值, 全产业链营收, 产业集群规模.
_OUTPUT = re.compile(
    "(?:争取|力争|实现|形成|带动|预计|全年|完成)*((?:全产业链|产业链|产业集群|集群|产业|行业)?(?:年?总?(?:产值|营收|规模|营业收入|销售收入)|增加值|企业(?:数量|总数|总量)))"
)
_MEASURES = ("产值", "规模", "营收", "收入", "加值", "数量", "总数", "总量")
_NAMED_TRADE = "((?!是|把|以|积极|全力|着力|持续|聚焦|紧盯|具有|加力|提速|加速|构建|打造|抢占|推动|推进|大力|发展|做|加快|实施|支持|坚持|培育|围绕|大湾区|(?:主导|支柱|下游|重大|优势|特色|新兴|重点|未来|各|全|现代|战略性新兴|传统|这|该|其|相关)产业|(?:工业|实体|县域|区域|民营|非公|集体|国民|矿业)经济)[\u4e00-\u9fffA-Z]{2,12}?(?:产业|经济)(?!园|基地|带|项目|空间|链|集聚|政策|基金|投资|转移|工人|用地|发展|结构|社会|、|和|与|及))"
_TRADE_WORKED = re.compile(rf"[\s\u3000]*{_ADV}(?:加力|提速|加速)?(?:{_VERB}){{1,2}}了?{_NAMED_TRADE}")
_TRADE_SPOKEN = re.compile(
    rf"[\s\u3000]*{_NAMED_TRADE}(?:集群|产业链)?(?=[，：]|聚焦|瞄准|重点|突出|围绕|发展|加快|持续|实现|以|推动|依托|坚持|抢占|深化|深度|要|抓|不断|蓬勃|强势|稳步|快速|全链|加速)"
)


_NO_TRADE = re.compile("(?:等企业|企业(?:做大做强|壮大|发)?|项目|建设|招引|提质|三产|发展|集散地)$")


def sector(sentence: Sentence, i: int, name: Name) -> Name:
    """做强新材料产业，加快建设二期，实现产业集群规模｜1300亿元: the trade that the sentence, or the one before, is about."""
    if name.name[-2:] not in _MEASURES or name.rule not in ("left", "relative"):
        return name
    own = name.rule == "left"
    if not own and _NO_TRADE.search(name.base) is None:
        return name
    if (output := _OUTPUT.fullmatch(name.name if own else name.name.removeprefix(name.base))) is None:
        return name
    if sentence.limits[i]:
        return name
    if i and sentence.floors[i] == sentence.quantities[i - 1].end:
        trade = sentence.trades.get(i - 1, "")  # 行业产值突破400亿元、企业数量突破｜1500家
    else:
        trade = _trade_before(sentence, i, own)
    if not trade:
        return name
    sentence.trades[i] = trade
    base = overlapped(trade, output.group(1))
    return name._replace(name=base, start=-1, rule="topic", base=trade)


def _trade_before(sentence: Sentence, i: int, beyond: bool) -> str:
    """What a part of the sentence begins with, else what a clause nearest to quantity i works on; else, if `beyond`,
    what one of the two sentences before begins with."""
    text = sentence.text
    at = sentence.clause_start(sentence.quantities[i].start)
    start, nearest = at, ""
    while start > sentence.start and text[start - 1] in "，,":
        start = sentence.clause_start(start - 1)
        if not nearest and (match := _TRADE_WORKED.match(text, start, at)) is not None:
            nearest = match.group(1)
    if start != at and (match := _TRADE_SPOKEN.match(text, start, at)) is not None:
        return match.group(1)
    if nearest or not beyond or text[start - 1 : start] in ("；", ";"):
        return nearest
    for _ in range(2):  # 新医药产业聚焦…。产值达到｜780亿元
        if start < 1 or text[start - 1] != "。":
            return ""
        start = max(text.rfind("。", 0, start - 1), text.rfind("\n", 0, start - 1)) + 1
        if (match := _TRADE_SPOKEN.match(text, start)) is not None:
            return match.group(1)
    return ""


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
    if (alone := _ALONE.fullmatch(text, start, end)) is not None and not _OBJECT.match(text, start, end):
        return "" if _VAGUE.search(alone.group(1)) is not None else alone.group(1)
    match = _OBJECT.fullmatch(text, start, end)
    if match is not None:
        noun = _TAIL.sub("", match.group(1))
        return "" if len(noun) < 3 or _VAGUE.search(noun) is not None else noun
    match = _SUBJECT.fullmatch(text, start, end)
    return match.group(1) if match is not None and _VAGUE.search(match.group(1)) is None else ""
