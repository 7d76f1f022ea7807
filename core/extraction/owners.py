"""Whose a bare noun is (重点项目, 入驻企业, 制度创新成果): the thing that a clause before it works on or speaks of."""

from __future__ import annotations

import re

from core.extraction.bare import belonging
from core.extraction.outcomes import at_event, deed_of, part_of, qualified, reaching
from core.extraction.parts import among
from core.extraction.phrases import overlapped
from core.extraction.sentences import Name, Sentence
from core.extraction.trades import sector
from core.extraction.works import DONE, owner_before

# Nouns that say nothing alone, by what may own them.
_WORKS = "项目|子项目|工程|标志性工程|任务|改革任务|专项工作|措施|举措|政策|政策措施|事项|改革事项|成果|制度性成果|制度创新成果|创新成果|案例|指标|示范片区|示范区|示范点|示范村|试点|点位"
_MEMBERS = "企业|机构|会员|用户|国家|国家和地区|城市|展商|客商|商户|商家|团队|专家|观众"
_MENDED = "土地|用地|产业用地|产业空间|资金|奖补资金|扶持资金|补贴资金|问题|隐患|诉求|线索|案件"
_BARE = re.compile(
    f"((?:{DONE})*)((?:重点|重大|各类|各项|优质|主要|具体|相关|示范|典型|标志性|突出|意向|合作|投资|产业|现场)*(?:({_WORKS})|({_MEMBERS})|({_MENDED})))"
)
_PLAIN = re.compile("^(?:争取|力争|拟|可|已|共|累计|新?(?:实现|完成|推出|实施|建成|推进|启动|打造|形成|提出|开展))+")
_COURTING = re.compile("引进|签约|招引|落地|达成|签订|集中开工")
_COURTED = ("引进", "签约", "招引", "落地", "达成", "入驻", "开工", "竣工", "储备", "谋划")
_MAY_LACK = frozenset(["left", "right", "right_predicate", "verb", "relative"])


def whose(sentence: Sentence, i: int, name: Name) -> Name:
    """The name with what it is a part of, the first that there is: a whole, a thing worked on, an event, a trade."""
    if name.rule not in _MAY_LACK or (name.name in sentence.known and name.rule != "relative"):
        return name
    found = among(sentence, i, name)
    if len(name.name) <= 11 or name.rule == "verb":
        found = part_of(sentence, i, found)
        found = reaching(sentence, i, deed_of(sentence, i, qualified(sentence, i, owned(sentence, i, found))))
    return belonging(sentence, i, sector(sentence, i, at_event(sentence, i, found)))


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
