"""What money is spent on, wherever the purpose stands."""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.following import SPENT, after_quantity
from core.extraction.phrases import strip_end, strip_start, tag
from core.extraction.sentences import Name, Sentence

_GENERIC = words.WORDS["generic"]


_SIZE = re.compile(
    "总投资额?|总?规模|总额|总金额|总面积|建筑面积|占地面积|总长度?|总装机(?:容量)?|年?产能|首期规模|注册资本"
)


_SUCH = re.compile("、[^，。；]{2,30}等([^，。；、]{4,16}(?:工程|项目|建设|改造|设施))$")
_DONE_TO = re.compile("(?:完成)?((?:升级|提升|更新)?(?:改造|建设|整治|扩建|修缮|维修|治理)(?:提升|升级)?)的")


def costing(sentence: Sentence, i: int, left: Name | None, previous: Name | None) -> Name | None:
    """投资3500万元的管网改造、｜3800万元的街巷改造; 投资1.5亿元的80条背街小巷: what the money is for."""
    q = sentence.quantities[i]
    if sentence.text[q.end : q.end + 1] != "的" or sentence.limits[i]:
        return None
    if left is not None and _SIZE.fullmatch(left.name) is not None:
        thing = after_quantity(sentence, i, None)  # 总规模超50亿元的｜产业基金
        if thing is not None and len(thing.base) >= 2:
            return Name(thing.base + left.name, -1, -1, "", "spent", thing.base)
    if q.base_unit != "元":
        return None
    spent = left is not None and sentence.text[sentence.floors[i] : q.start].rstrip("约近超达为").endswith("投资")
    again = (
        i > 0
        and previous is not None
        and previous.rule == "spent"
        and sentence.text[sentence.quantities[i - 1].end] == "的"
        and sentence.text[q.start - 1] in "、和及"
    )
    if not spent and not again:
        return None
    thing = after_quantity(sentence, i, None)
    if (i + 1 < len(sentence.quantities) and sentence.quantities[i + 1].start == q.end + 1) or (
        i + 1 < len(sentence.quantities) and thing is not None and thing.base in ("日处理", "年产", "日产", "年处理")
    ):
        thing = after_quantity(sentence, i + 1, None)
    if thing is None or len(thing.base) < 2:
        return None
    base = re.sub("^(?:实施|新建|建设)的|、(?:总)?投资.*$", "", thing.base)
    if (done := _DONE_TO.match(thing.name)) is not None and thing.rule == "right_predicate":
        base += done.group(1)  # 80条背街小巷完成｜改造提升
    elif i + 1 < len(sentence.quantities) and thing.end == sentence.quantities[i + 1].start and base == thing.base:
        counted = after_quantity(sentence, i + 1, None)  # 实验中学、八一路｜3座过街天桥
        base += counted.base if counted is not None else ""
    thing = thing._replace(base=base)
    return Name(thing.base + "投资", -1, -1, "投资", "spent", thing.base)


def spent_on(sentence: Sentence, i: int, left: Name) -> Name | None:
    """累计投入资金5.6亿元,完成…工程: money that says only what it was spent on, before or behind."""
    q = sentence.quantities[i]
    match = SPENT.match(left.name)
    if (i and sentence.floors[i] == sentence.quantities[i - 1].end) or (left.name == "总投资" and i):
        return None
    if q.base_unit not in ("元", "美元") or match is None:
        return None
    text = sentence.text
    at = q.end
    if text[at : at + 1] in "，,":
        at += 1
    stop = sentence.clause_end(at)
    for other in sentence.quantities[i + 1 :]:
        if other.start < stop:
            stop = other.start
            break
    if text[at : at + 1] in "的、；。" or stop - at < 2:
        return None
    purpose, _ = strip_end(text, at, min(stop, at + 26))
    begin = strip_start(text, at, purpose)
    written = text[begin:purpose]
    whole = text[at : sentence.clause_end(at)]
    if (such := _SUCH.search(whole)) is not None and stop == sentence.clause_end(at):
        return Name(such.group(1) + left.name, -1, -1, left.action, "spent", such.group(1))  # 完成甲、乙等城乡建设工程
    counted = next((k for k in range(i + 1, len(sentence.quantities)) if sentence.quantities[k].start == stop), -1)
    if counted > 0 and (thing := after_quantity(sentence, counted, None)) is not None and len(thing.base) >= 2:
        verb = written.rstrip("的了")
        if verb.endswith("等"):
            return Name(thing.base + left.name, -1, -1, left.action, "spent", thing.base)  # 建成西出口等31条公路
        if len(verb) <= 8 and all(word[1][:1] in "vda" for word in tag(verb)):
            # 投资3700万元，集中改造的11条背街巷道…
            verb = "" if verb in _GENERIC or not verb else verb
            return Name(verb + thing.base + left.name, -1, -1, left.action, "spent", thing.base)
        if text[stop - 1] in "的了":
            return Name(
                thing.base + left.name, -1, -1, left.action, "spent", thing.base
            )  # 完成了代表票决的｜10件民生实事
    if len(written) < 4 or words.RELATIVE.match(written) is not None:
        return None
    tokens = tag(written)
    if tokens and tokens[0][0] in _GENERIC | {"用于", "支持", "加强", "实施", "完成"} and len(tokens) > 1:
        written = written[len(tokens[0][0]) :].lstrip("了")
    return Name(written + left.name, -1, -1, left.action, "spent", written)
