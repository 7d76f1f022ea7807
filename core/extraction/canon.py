"""Which canonical indicator of the vocabulary a name stands for."""

from __future__ import annotations

import re
from functools import lru_cache

from core.lexicon import Indicator, Lexicon

# After the synonym these still mean the indicator itself.
_SAME = re.compile(
    r"^(?:总额|总量|额|量|数|总数|数量|保有量|个数|均值浓度|日均值|年均值|浓度值|值|浓度|改善|每立方米|人数|人次|户数|面积|规模|实际|到位|金额|新登记|新增|登记|在册|存量|平均值|均值|速度|总产|户|年|增长|增速|增幅|涨幅|"
    r"总值|完成|预期|的?宏观调控|调控|目标|任务|工程|项目|建设|总体|水平|达|比率|比例|占比|率|平均|全年|年均|累计|总计|（[^）]*）|\([^)]*\)|[”“]|的)*$"
)
# In front of a synonym these make it a part of the whole: 金砖国家进出口, 国有企业税收.
_FOREIGN = re.compile(
    r"(?:占(?:全[省市区国县州盟])?|产业|服务业|领域|(?<!国)国家|企业|园区|开发区|合作区|自贸区|综保区|高新区|经开区|产业园|口岸|跨境|农产品|机电|高新|先进|战略|海洋|数字|文化产业|东盟|欧盟|一带一路|沿线|港澳|产品|民营|国有|外资|行业|制造业|城市更新|对[^外]{1,6})$"
)
_RD_SHARE = re.compile(
    r"(?:研发|研究与(?:试验)?发展|R&D|科研).{0,12}(?:占|相当于).{0,8}(?:生产总值|GDP)|^(?:全社会)?(?:研发|R&D).{0,8}(?:比重|占比|强度)$",
    re.IGNORECASE,
)
_ANYWHERE = "*"  # among an indicator's excluded words: its names may stand anywhere in a longer name

_lexicons: dict[int, Lexicon] = {}


def canonical(lexicon: Lexicon, name: str, unit: str, measure: str) -> str:
    """The canonical name for an indicator's name with a unit; "" when it is none of the vocabulary."""
    if not name:
        return ""
    key = id(lexicon)
    if key not in _lexicons:
        if len(_lexicons) > 8:  # an analyst's vocabulary changes now and then; old ones are dropped
            _lexicons.clear()
            _match.cache_clear()
        _lexicons[key] = lexicon
    return _match(key, name, "unsaid" if unit in _UNSAID else lexicon.dimension(unit), measure)


_UNSAID = frozenset({"", "万", "亿", "千", "百万", "千万"})  # 经营主体突破11万: the unit is understood


@lru_cache(maxsize=20000)
def _match(lexicon_key: int, name: str, dimension: str, measure: str) -> str:
    lexicon = _lexicons[lexicon_key]
    if dimension in ("ratio", "point") and _RD_SHARE.search(name) is not None:
        return "研发经费投入强度"
    best, length = "", 0
    for at, word in lexicon.names_in(name):
        indicator = next((i for i in lexicon.sharing[word] if _fits(i, dimension, measure)), None)
        if indicator is None or len(word) < length or _FOREIGN.search(name[:at]) is not None:
            continue
        if any(excluded in name for excluded in indicator.exclude if excluded != _ANYWHERE):
            continue
        if _ANYWHERE in indicator.exclude or _SAME.match(name[at + len(word) :]) is not None:
            best, length = indicator.name, len(word)
    return best


def _fits(indicator: Indicator, dimension: str, measure: str) -> bool:
    """Whether a figure of this dimension can be one of the indicator; a change or rank has its own unit."""
    if measure != "level":
        return True
    wanted = indicator.dimension.split("/")
    if dimension == "unsaid":
        return not {"people", "count", "money", ""}.isdisjoint(wanted)
    return not wanted[0] or dimension in wanted
