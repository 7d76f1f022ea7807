"""Examples of a class (华西工程科技等90余家企业): what they leave of the words around them."""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.phrases import strip_start, tag, unclosed_quotes
from core.extraction.sentences import Name, Sentence

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


# Things that say nothing alone, also with what becomes of them: 公园开工, 新改扩建项目, 项目前期工作.
_NOTHING_ALONE = re.compile(
    "(?:续建|在建|新建|新?改扩建|新开工|储备)?(?:项目|工程|公园)"
    "(?:建设|前期工作|(?:新|全部|集中|相继|陆续)?(?:开工|动工|完工|竣工|投产|落地|建成|续建|实施|开放))?"
)
_STAGE = re.compile(
    "新开工|新建|新?改扩建|开工建设|开工|动工|完工|竣工|投产|建成投用|建成|续建|扩建|改造|储备|谋划|引进|签约"
)
_AGENT = re.compile(
    "[^、“]{2,8}?(?:重点|全面|加快)?(?:推进|实施|启动|完成|开展|引进|建成|新建)了?(?=..)|重点(?:推进|实施|启动|完成)了?"
)
_HOW = frozenset(["了", "好", "紧盯", "聚焦", "抓好", "提速", "高品质", "高标准", "高水平", "高质量"])
_BARE = frozenset(["项目", "工程", "公园"])
_FEW = 20
_WIDE = 22  # characters of examples that a name bears; of more, the first alone


def with_examples(sentence: Sentence, i: int, name: Name) -> Name:
    """建成零碳公园、雪竹径公园二期等10个｜公园: a thing that says nothing alone is named with its examples."""
    text = sentence.text
    end = sentence.quantities[i].start - 1
    if text[end : end + 1] != "等" or len(name.name) > 12 or not name.rule.startswith("right"):
        return name
    thing = name.name
    if not text.startswith(thing, sentence.quantities[i].end):
        if name.rule == "right_predicate" and _STAGE.match(thing) is not None:
            return name  # 建成投用项目
        thing = _STAGE.sub("", thing, count=1) if _STAGE.match(thing) is not None else thing
    if _NOTHING_ALONE.fullmatch(thing) is None or text[end - 1] in "高中初同平":
        return name
    if thing not in _BARE and (sentence.quantities[i].base_value or 0) > _FEW:
        return name  # 100个项目竣工: of so many the examples say little
    begin = max(sentence.clause_start(end), sentence.floors[i])
    if i and begin == sentence.quantities[i - 1].end and text[begin] not in "、，,":
        return name
    start = strip_start(text, begin, end)
    deed = ""
    for word, kind in tag(text[start:end]):
        if word not in _VERBS and word not in _HOW and kind != "d":
            break
        if (thing in _BARE or thing != name.name) and _STAGE.fullmatch(word) is not None:
            deed += word
        start += len(word)
    if (agent := _AGENT.match(text, start, end)) is not None:
        start = agent.end()
    examples = text[start:end]
    if len(examples) > _WIDE:
        examples = examples.partition("、")[0]
    if (
        not 3 <= len(examples) <= _WIDE
        or text[start] in "、和及与的"
        or unclosed_quotes(text, start, start + len(examples))
    ):
        return name
    return name._replace(name=f"{deed}{examples}等{thing}", start=-1)
