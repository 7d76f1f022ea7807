"""What a trade as a whole has (产值, 全产业链营收, 产业集群规模): the trade that the sentence, or the one before, is about."""

from __future__ import annotations

import re

from core.extraction.phrases import overlapped
from core.extraction.sentences import Name, Sentence
from core.extraction.works import ADV, VERB

# What a trade as a whole has: 产值, 全产业链营收, 产业集群规模.
_OUTPUT = re.compile(
    "(?:争取|力争|实现|形成|带动|预计|全年|完成)*((?:全产业链|产业链|产业集群|集群|产业|行业)?(?:年?总?(?:产值|营收|规模|营业收入|销售收入)|增加值|企业(?:数量|总数|总量)))"
)
_MEASURES = ("产值", "规模", "营收", "收入", "加值", "数量", "总数", "总量")
_NAMED_TRADE = "((?!是|把|以|积极|全力|着力|持续|聚焦|紧盯|具有|加力|提速|加速|构建|打造|抢占|推动|推进|大力|发展|做|加快|实施|支持|坚持|培育|围绕|大湾区|(?:主导|支柱|下游|重大|优势|特色|新兴|重点|未来|各|全|现代|战略性新兴|传统|这|该|其|相关)产业|(?:工业|实体|县域|区域|民营|非公|集体|国民|矿业)经济)[\u4e00-\u9fffA-Z]{2,12}?(?:产业|经济)(?!园|基地|带|项目|空间|链|集聚|政策|基金|投资|转移|工人|用地|发展|结构|社会|、|和|与|及))"
_TRADE_WORKED = re.compile(rf"[\s\u3000]*{ADV}(?:加力|提速|加速)?(?:{VERB}){{1,2}}了?{_NAMED_TRADE}")
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
