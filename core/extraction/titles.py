"""Names that are the titles of what was issued or done: policies of so many articles, deeds done so many times."""

from __future__ import annotations

import re

from core.extraction.following import after_quantity, governs
from core.extraction.phrases import strip_start, tag
from core.extraction.sentences import Name, Sentence

_POLICIES = re.compile(
    "等?(?:一?系列|一揽子|若干|具体)?(政策措施|政策举措|政策|措施|举措)(?![\u4e00-\u9fff]{0,4}[包\\d])"
)
_ISSUED = re.compile(
    "^(?:在全[国省市]率先|率先|精准|及时|一揽子|创新|延续|研究|先后|相继|又|新|集中|第一时间)*"
    "(?:制定出台|制定实施|出台实施|推动出台|印发实施|贯彻落实|出台|实施|推出|制定|印发|落实|提出|发布)(?:了)?"
)


def policies(sentence: Sentence, i: int) -> Name | None:
    """稳定经贸发展33条、金融支持实体经济｜24条等政策措施: titles of policies, verbs and all."""
    text, quantities, last = sentence.text, sentence.quantities, i
    if quantities[i].base_unit != "条":
        return None
    while (
        last + 1 < len(quantities) and quantities[last + 1].base_unit == "条" and text[quantities[last].end] in "、和"
    ):
        last += 1
    kind = _POLICIES.match(text, quantities[last].end)
    floor = sentence.floors[i]
    if kind is None:
        return None
    if i and floor == quantities[i - 1].end and (quantities[i - 1].base_unit != "条" or text[floor] not in "、和"):
        return None  # 涉及的8项任务｜17条措施
    title = text[strip_start(text, floor, quantities[i].start) : quantities[i].start]
    if "“" not in title:
        title = title[title.rfind("、") + 1 :]
    title = _ISSUED.sub("", title).strip("、")
    if title.startswith("“") and title.endswith("”"):
        title = title[1:-1]
    if title.endswith(("出台", "推出", "制定", "提出", "的", "了", "共")) or not 2 <= len(title) <= 24:
        return None
    return Name(title + kind.group(1), -1, -1, "", "left", title + kind.group(1))


_AT_TIMES = re.compile("(?:先后|连续|累计|年内|多次|全年|已|共|再|又|也)+$")
_PLACES = re.compile("(?:到|赴|前往)[^，；。]*?等地")


def times(sentence: Sentence, i: int, left: Name | None) -> Name | None:
    """先后4次｜降低存款准备金率, 长江十年禁渔连续4次｜获评全国优秀: how often something was done, and by whom."""
    q = sentence.quantities[i]
    if q.base_unit != "次" or (left is not None and left.name and governs(left)):
        return None
    end = sentence.ceiling(i)
    tail = _PLACES.sub("", sentence.text[q.end : min(end, q.end + 32)])
    tokens = tag(tail)
    if not tokens or len(tokens[0][0]) > 4 or not (tokens[0][1] in ("v", "vd") or tokens[0][0] in "到赴获"):
        return None
    if i + 1 < len(sentence.quantities) and end == sentence.quantities[i + 1].start:
        if "、" in tail:
            tail = tail[: tail.rindex("、")]
        else:
            counted = after_quantity(sentence, i + 1, None)
            if counted is None or len(tokens) > 2:
                return None
            tail += counted.base
    elif len(tokens) < 2:
        return None
    who = "" if left is None else _AT_TIMES.sub("", left.name)
    if sentence.text[q.start - 1] in "、和" or len(who) > 14:
        who = ""
    return Name(who + tail + "次数", -1, -1, tokens[0][0], "right", who + tail)


_HONOUR = re.compile("(?:入选|入围|获评|荣获|获得?|新?当选|被评为|被授予|上榜|跻身)(?![批准得])")
_BEGINS = re.compile("(?:^|[，,、；;。：:\\s）)])(?:其中|另有|有|共)*$")


def honoured(sentence: Sentence, i: int) -> Name | None:
    """5人入选中国好人、2人｜获评省道德模范: people, each group counted by its own honour."""
    text, q = sentence.text, sentence.quantities[i]
    if q.base_unit not in ("人", "名") or text[q.end : q.end + 1] not in ("入", "获", "荣", "当", "被", "上", "跻"):
        return None
    match = _HONOUR.match(text, q.end, sentence.end)
    if match is None or _BEGINS.search(text[max(sentence.start, q.start - 4) : q.start]) is None:
        return None
    end = sentence.clause_end(q.end)
    if i + 1 < len(sentence.quantities):
        end = min(end, sentence.quantities[i + 1].start)
    deed = text[q.end : end].rstrip("、和及")
    if not 4 <= len(deed) <= 30 or deed.endswith(("的", "了", "前")):
        return None
    name = deed + "人数"
    return Name(name, -1, -1, match.group(), "right_predicate", name)
