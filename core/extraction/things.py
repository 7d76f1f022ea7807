"""The thing counted: without the measure told of each (国省考断面｜水质优良率), by the stage it reached."""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.phrases import tag
from core.extraction.sentences import Sentence

# What is done to a project from its signing to its use, and to what is found wrong.
_STAGES = words.WORDS["lone"] | words.WORDS["stages"]
# 23个国省考断面｜水质达标率100%, 55家企业｜产值增长50%: told of each of the things counted
_OF_EACH = re.compile(
    "(?<=..)(?:的?(?:(?:基本)?生活|供水|医疗|养老|服务|办学|建设|数字化|信息化)(?:保障|服务)?水平|办理效率"
    "|(?:按河长计算|年均|地表水)*(?:水质|空气质量)(?:年?均值)?(?:(?:优良水体|优良|达标|优)(?:率|比例)?)?"
    "|(?:按河长计算)?(?:水体优良|优良水体|优良|达标|优[ⅢI]+类?)(?:率|比例)"
    "|(?:年度|计划|完成|追加)*(?:总)?投资(?:完成率)?|(?:营业|主营业务|销售)收入|(?:年|总)?产值|营收)$"
)
_YEARS_ON = re.compile("(?:连续[\\d两三四五六七八九十]+年|全部|均)$")


def without_told(noun: str) -> tuple[str, str]:
    """The things counted, and the measure told of each of them: 国省考断面, 水质达标率; "" for none."""
    bare = _YEARS_ON.sub("", noun)
    each = _OF_EACH.search(bare)
    if each is None or (bare[each.start() - 1] == "、" and not each.group().endswith("投资")):
        return noun, ""
    return bare[: each.start()].rstrip("、"), each.group().removeprefix("的")


def stages(name: str) -> bool:
    """建成投产, 关停取缔: nothing but what was done, to a thing named before."""
    return 4 <= len(name) <= 6 and all(word in _STAGES for word, _ in tag(name))


_MOTIONS = re.compile("提案$|建议$|议案$")
_DEALT = re.compile("^(?:按期|按时|共|全年)*办(?:理|结|复)")


def of_both(sentence: Sentence, i: int, base: str) -> str:
    """办结人大建议232件、政协提案312件，满意率均为｜100%: the two things that a rate behind them is told of."""
    last = i - 1
    if last < 1 or sentence.names[last] is None or sentence.names[last - 1] is None:
        return base
    first, second = sentence.names[last - 1], sentence.names[last]
    q, before = sentence.quantities[last], sentence.quantities[last - 1]
    gap = sentence.text[q.end : sentence.quantities[i].start]
    if (
        first is None
        or second is None
        or second.base != base
        or q.base_unit != before.base_unit
        or gap[:1] not in "，,"
    ):
        return base
    if sentence.text[before.end] not in "、和及，" or not 4 <= len(first.base) <= 14 or len(base) > 14:
        return base
    every = "均" in gap or "都" in gap
    if not every and (_MOTIONS.search(first.base) is None or _MOTIONS.search(base) is None):
        return base
    return f"{_DEALT.sub('', first.base)}、{base}"
