"""The names of bounds that define a class: 投资5000万元以上｜的项目 is about how large the projects are."""

from __future__ import annotations

import re

from core.extraction.phrases import tag
from core.extraction.sentences import Name, Sentence

# What of a company the bound is about stands before it: 年产值｜超500亿元的领军企业.
_OF_COMPANY = re.compile(
    "((?:认缴)?注册资本|实缴资本|年?(?:工业)?总?产值|年?(?:主营业务|营业|销售)?收入|年?销售额|年?营收|年?纳税额?|年?税收|估值|市值|总?投资额?)"
    "(?:已?达到?|突破|超过?|过|在)?$"
)
_BODIES = ("企业", "公司", "集群", "园区", "项目", "村", "合作社", "楼宇", "主体")
_NUMBER = re.compile("(?:数量|总数|数)$")
_TOLD = re.compile("(?:投资|产值|收入|营收|规模|资金|额|税收)$")


# 超百亿元｜企业5家, 10亿元｜项目10宗
_SIZED = re.compile("[\u4e00-\u9fff]{0,4}(?:企业|项目|园区|集群|楼宇|产业链|强镇|镇|村|街区|合作社)")


def of_class(sentence: Sentence, i: int, name: Name) -> Name:
    """`name`, the class a bound in money defines, with what the bound is about (技改项目投资规模)."""
    if sentence.quantities[i].base_unit != "元" or not name.name or _TOLD.search(name.name) is not None:
        return name
    start = sentence.quantities[i].start
    measured = _OF_COMPANY.search(sentence.text, max(sentence.start, start - 12), start)
    if measured is not None:
        noun = _NUMBER.sub("", name.name.removeprefix(measured.group(1)))
        if not noun.endswith(_BODIES) or measured.group(1)[-2:] in noun:
            return name
        return name._replace(name=noun + measured.group(1), start=-1)
    if name.name.endswith(("项目", "工程")):
        return name._replace(name=name.name + "投资规模", start=-1)
    return name


def of_size(sentence: Sentence, i: int, name: Name) -> Name:
    """10亿级项目｜55个: the figure just before is the size that names the class; 400亿级｜1个 is of the class just told."""
    before = sentence.quantities[i - 1]
    text = sentence.text
    if name.rule not in ("left", "carried"):
        return name
    size = text[before.start : before.end]
    if text[before.start - 1 : before.start] in ("超", "过") and before.start > sentence.start:
        size = text[before.start - 1] + size
    if text[before.end] == "级" and name.start in (before.end, -1):
        if len(name.name) > 1:
            return name._replace(name=size + name.name, start=-1, base=size + name.name)
        told = sentence.previous(i)
        if told is None or "级" not in told.name[1:-1]:
            return name
        whole = size + told.name[told.name.index("级") :]
        return name._replace(name=whole, start=-1, base=whole)
    if name.rule != "left" or _SIZED.fullmatch(name.name) is None:
        return name
    if not text.startswith(name.name, before.end) or size in name.name or tag(name.name)[0][1] == "v":
        return name
    return name._replace(name=size + name.name, start=-1, base=size + name.name)
