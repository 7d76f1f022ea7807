"""Which canonical indicator of the vocabulary a name stands for."""

from __future__ import annotations

import re
from functools import lru_cache

from core.extraction import words
from core.lexicon import Indicator, Lexicon

# After the synonym these still mean the indicator itself.
_SAME = re.compile(
    r"^(?:总额|总量|额|量|数|总数|数量|人数|人次|户数|面积|规模|实际|到位|金额|新登记|新增|登记|在册|存量|平均值|均值|速度|总产|户|年|增长|增速|增幅|涨幅|总值|完成|预期|目标|任务|工程|项目|建设|总体|水平|达|比率|比例|占比|率|平均|全年|年均|累计|总计|（[^）]*）|\([^)]*\)|[”“]|的)*$"
)


@lru_cache(maxsize=20000)
def _match(lexicon_key: int, name: str, dimension: str, unit: str, measure: str) -> str:
    lexicon = _LEXICONS[lexicon_key]
    if (share := _RD_SHARE.search(name)) is not None and dimension in ("ratio", "point"):
        return "研发经费投入强度"
    best: Indicator | None = None
    length = 0
    for at, word in lexicon.names_in(name):
        indicator = lexicon.by_synonym[word]
        if not _fits(indicator, dimension, unit, measure):
            alternatives = [
                i for i in lexicon.indicators if i is not indicator and any(s.name.upper() == word for s in i.synonyms)
            ]
            indicator = next((i for i in alternatives if _fits(i, dimension, unit, measure)), indicator)
            if not _fits(indicator, dimension, unit, measure):
                continue
        if any(e != "*" and e in name for e in indicator.exclude):
            continue
        rest = name[at + len(word) :]
        if "*" not in indicator.exclude and not _SAME.match(rest):
            continue
        if len(word) >= length:
            best, length = indicator, len(word)
    return best.name if best is not None else ""


_RD_SHARE = re.compile(
    r"(?:研发|研究与(?:试验)?发展|R&D|科研).{0,12}(?:占|相当于).{0,8}(?:生产总值|GDP)", re.IGNORECASE
)
_LEXICONS: dict[int, Lexicon] = {}


def _fits(indicator: Indicator, dimension: str, unit: str, measure: str) -> bool:
    if measure == "rank":
        return True
    if measure == "change":
        return True
    wanted = indicator.dimension.split("/")
    return not wanted[0] or dimension in wanted


def canonical(lexicon: Lexicon, name: str, unit: str, measure: str) -> str:
    """The canonical name for an indicator's name with a unit; "" when it is none of the vocabulary."""
    if not name:
        return ""
    key = id(lexicon)
    if key not in _LEXICONS:
        if len(_LEXICONS) > 8:  # an analyst's vocabulary changes now and then; old ones are dropped
            _LEXICONS.clear()
            _match.cache_clear()
        _LEXICONS[key] = lexicon
    return _match(key, name, lexicon.dimension(unit), unit, measure)


__all__ = ["canonical", "words"]
