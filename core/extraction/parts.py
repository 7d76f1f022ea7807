"""Parts of what was just counted (其中): a class of it takes its verb and qualifiers, a kind of it its measure."""

from __future__ import annotations

import re

from core.extraction.sentences import Name, Sentence

_CLASS = "(?:(?:超|过|总?投资|营收|产值|年产值)*(?:(?:[\\d.]+|[一二三五十百千两]+)(?:万?亿|千万|百万|万)?|亿|千万)(?:元|美元|级)?(?:以上|以下|级|及以上)?的?)"
_THRESHOLD = re.compile(f"{_CLASS}(?=[\\u4e00-\\u9fff“])")
_KIND = re.compile("(项目|企业|集群|园区|人才|主体|院士|团队|平台|基地|机构|公路|铁路|用地|学校|医院)$")
_VERB = re.compile(
    "(?:(?:新|累计|共|拟)?(?:签约|引进|招引|落地|开工|竣工|增|登记|注册|培育|谋划|储备|实施|入库|投产|净增|建成|建设|建|改造|引育|招录|认定|设立))+"
)
_MEASURE = re.compile(
    "(?:(?:通车|营业|运营)?总?里程|保有量|(?:发电)?装机(?:容量)?|总产值|产值|总量|总数|总人数|产量|吞吐量|用户数)$"
)
_LENT = re.compile("^[二三四五](?=百亿|十亿|千万)")
_SHARE = re.compile("^[^占]{2,8}(?:占比|比重|比例)$")
_PLACE = re.compile("(?:农村|城镇|城市|城区|全市|区外|省外|市外|境外)$")


def among(sentence: Sentence, i: int, name: Name) -> Name:
    """招引落地10亿元以上制造业项目73个，其中50亿元以上项目｜11个: 招引落地50亿元以上制造业项目."""
    if not i or name.rule not in ("left", "right"):
        return name
    text = sentence.text
    start = sentence.clause_start(sentence.quantities[i].start)
    if not text.startswith("其中", start):
        return name
    j = i - 1
    while j >= 0 and (sentence.quantities[j].end > start or sentence.limits[j]):
        j -= 1
    if j < 0 or (whole := sentence.names[j]) is None or not whole.name or start - sentence.quantities[j].end > 24:
        return name
    q, before = sentence.quantities[i], sentence.quantities[j]
    made = ""
    if _SHARE.fullmatch(name.name) is not None and q.base_unit == "%" and name.name not in sentence.known:
        made = "" if before.base_unit in ("%", "百分点") else whole.name + name.name
    elif q.base_unit == before.base_unit and name.name not in sentence.known:
        lent = _LENT.match(name.name) is not None and name.name not in text[start : q.start]
        noun = name.name[1:] if lent else name.name  # 五十亿级项目8个、百亿级项目｜7个
        if j in sentence.themes:
            made = sentence.themes[j] + noun if _KIND.search(noun) is not None else ""
        else:
            made = _of_class(whole, noun) or _measured(whole, noun)
    if not made or made == name.name:
        return name
    return name._replace(name=made, start=-1, rule="carried")


def _of_class(whole: Name, noun: str) -> str:
    kind = _KIND.search(noun)
    if kind is None or not whole.name.endswith(kind.group(1)):
        return ""
    verb = _VERB.match(whole.name)
    led = verb.group() if verb is not None and len(whole.name) - verb.end() >= 2 else ""
    if noun.startswith(led) and led:
        led = ""
    limit = _THRESHOLD.match(noun)
    if limit is None or noun != limit.group() + kind.group(1):
        return led + noun
    return led + limit.group() + _THRESHOLD.sub("", whole.name[len(led) :], count=1)


def _measured(whole: Name, noun: str) -> str:
    measure = _MEASURE.search(whole.name)
    if measure is None or _MEASURE.search(noun) is not None or len(noun) > 8:
        return ""
    led = "新增" if whole.name.startswith("新增") and not noun.startswith("新增") else ""
    if _PLACE.fullmatch(noun) is not None:
        return noun + whole.name
    if noun.endswith("级") and len(noun) <= 4:
        return "" if "级" in whole.name else noun + whole.name.removeprefix("新增")
    return led + noun + measure.group()
