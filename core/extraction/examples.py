"""Examples of a class (华西工程科技等90余家企业): what they leave of the words around them."""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.phrases import strip_start, tag
from core.extraction.sentences import Sentence

_VERBS = words.WORDS["cut"] | words.STRONG_SET | words.WORDS["lone"] | {"新"}
_BEHIND = re.compile("(?<=..)(?<![高初中同平均优劣一二三])等(?![级地于候待腰])(?:一批)?([^等、，]{2,8})$")
_CLASSES = frozenset(
    [
        "项目",
        "企业",
        "高校",
        "道路",
        "学校",
        "公园",
        "首店",
        "桥梁",
        "街巷",
        "重点项目",
        "重大项目",
        "产业项目",
        "龙头企业",
    ]
)
# What comes into being or through its stages: these verbs say something of the class, 实施 and 开展 do not.
_COMING = re.compile(
    "(?:新增|新建|开工|竣工|投产|签约|引进|招引|落地|建成|改造|[聚集]集|储备|淘汰|投用|培育|扩建|改建)$"
)


def class_of(noun: str, verb: str) -> tuple[str, int] | None:
    """The verb, and where the class stands behind its examples: 竣工健腾药业等｜项目, 康复大学等｜高校."""
    match = _BEHIND.search(noun)
    if match is None or match.group(1) not in _CLASSES:
        return None
    if verb:
        return None if _COMING.search(verb) is None else (verb, match.start(1))
    deed = _deed(noun)
    return (deed, match.start(1)) if deed and match.start() - len(deed) >= 2 else None


def deed_before(sentence: Sentence, i: int) -> str:
    """The verbs before the examples of a class: 新建、改扩建海岸小学等8所｜学校; "" where they say nothing of it."""
    end = sentence.quantities[i].start
    start = strip_start(sentence.text, max(sentence.clause_start(end), sentence.floors[i]), end)
    written = sentence.text[start : min(end - 1, start + 16)]
    deed = _deed(written)
    return deed if len(deed) < len(written) else ""


def _deed(written: str) -> str:
    """The verbs that the words begin with, when they tell of coming into being; "" otherwise."""
    position, deed = 0, ""
    for word, _ in tag(written):
        if word == "、" and deed:
            position += 1
            continue
        if word not in _VERBS or len(word) > 4:
            break
        position += len(word)
        deed = written[:position]
    return deed if len(deed) >= 2 and _COMING.search(deed) is not None else ""
