"""One sentence and its quantities: where the words of each begin and end, and what has been named so far.

The rules for names are functions over a `Sentence`: each may need what the rules before it have found there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container
from typing import NamedTuple

from core.extraction import words
from core.facts import Bound
from core.numbers import Quantity


class Name(NamedTuple):
    """An indicator's name, its contiguous core in the text (-1 where there is none), the verb, and the rule."""

    name: str
    start: int
    end: int
    action: str
    rule: str
    base: str  # what a following 总投资, 覆盖率 belongs to


# Members under names of their own: each look-up on its class takes ten times as long in Python 3.11.
_GE, _LE = Bound.GE, Bound.LE
_COUNTERS = frozenset("家个项所户宗处座条件只")  # 超600家企业 counts them; 5000万元以上, 300人以上 define a class
_CLASS = re.compile(
    r"(?:的)?(?:工业|产业|重大|重点|制造业|签约|亿元|新|大|招商|投资|市级|省级|在建|开工|储备|技改|技术改造|竣工|投产|优质|外资|招商引资|签约落地|新引进|续建|新建|规模|农|行政|集体)*(?:项目|企业|村|工程|企|产业|园区|集群|乡镇|镇|经济|主体|合作社|家庭|学校|人群|老年人|老人|纳税)"
)
# 年产值超500亿元｜的领军企业｜3家, 年加工10万吨以上｜稻米加工企业｜2个: what the bound defines is counted straight behind it.
_COUNTED_CLASS = re.compile(
    "(?:的[\u4e00-\u9fffA-Za-z“”]{0,14}?(?:项目|企业|集群|园区|基地|村|镇|街道|公司|平台|产业|楼宇|单位|机构|商户|合作社)"
    "|[\u4e00-\u9fff“”]{2,10}?(?:企业|项目|园区|集群|基地|平台|楼宇|乡镇|行政村|自然村|品牌))"
    "(?:数量|总数|累计)?(?:净增|新增|达到|已达|达|突破|超过|增至|增加到|共|有|已有|为)?(?:约|近|超)?"
)
_STOP = frozenset(words.BOUNDARY)
_CLAUSES = re.compile(f"[{words.BOUNDARY}]")
_LIST_GAP = re.compile(r"^\s*(?:、|和|及|与|以及|/|，|,)\s*(?:达到|达|以及|近|约|超|超过|增长|突破)?$")


class Sentence:
    """The quantities of one sentence, what surrounds each, and the names found so far."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        quantities: list[Quantity],
        known: Container[str] = frozenset(),
        names: Container[str] = frozenset(),
    ) -> None:
        self.text = text
        self.known = known  # names of indicators; they need nothing in front of them
        self.indicators = names  # all names of indicators
        self.start = start
        self.end = end
        self.quantities = quantities
        self.names: list[Name | None] = [None] * len(quantities)
        self.themes: dict[int, str] = {}  # topics lent to bare names
        self.behind: dict[int, tuple[int, int]] = {}  # where what is counted stands behind its quantity
        self.trades: dict[int, str] = {}  # trades lent to what they have: 产值, 企业数量
        self.also: dict[int, tuple[Name, ...]] = {}  # further subjects of the same figure
        self._starts = [q.start for q in quantities]
        self._clauses = [start, *[match.end() for match in _CLAUSES.finditer(text, start, end)]]
        self.limits = [(q.bound is _GE or q.bound is _LE) and self._is_limit(i) for i, q in enumerate(quantities)]
        self.floors = [self._floor(i) if i else self.clause_start(q.start) for i, q in enumerate(quantities)]

    def clause_start(self, at: int) -> int:
        """Where the clause that holds the place before `at` begins."""
        return self._clauses[bisect_right(self._clauses, at) - 1] if at > self.start else at

    def clause_end(self, at: int) -> int:
        """Where the clause that holds `at` ends, in front of its mark."""
        following = bisect_right(self._clauses, at)
        return self._clauses[following] - 1 if following < len(self._clauses) else max(at, self.end)

    def _is_limit(self, i: int) -> bool:
        """5000万元以上(项目): whether a bound defines a class, with the class named straight after it."""
        q = self.quantities[i]
        if q.kind == "rank" or q.base_unit in _COUNTERS:
            return False
        following = self.text[q.end : q.end + 8]
        if not following or following[0] in _STOP or following[0] in "、”）)":
            return False
        if _CLASS.match(following) is not None:
            return True
        if i + 1 == len(self.quantities) or q.base_unit in ("%", "百分点", "倍", "年", "人", "名", "户"):
            return False
        counted = self.quantities[i + 1]
        return counted.base_unit in _COUNTERS and _COUNTED_CLASS.fullmatch(self.text, q.end, counted.start) is not None

    def _floor(self, i: int) -> int:
        """Where the text that belongs to quantity i begins: its clause, or the end of the previous quantity."""
        q = self.quantities[i]
        start = self.clause_start(q.start)
        for j in range(i - 1, -1, -1):
            if self.quantities[j].end <= start:
                break
            if self.limits[j]:
                continue
            return self.quantities[j].end
        return start

    def ceiling(self, i: int) -> int:
        q = self.quantities[i]
        end = self.clause_end(q.end)
        for j in range(i + 1, len(self.quantities)):
            if self.quantities[j].start >= end:
                break
            if self.limits[j]:
                continue
            return self.quantities[j].start
        return end

    def joined(self, i: int) -> bool:
        """True when only a list mark stands between this quantity and the one before."""
        if not i:
            return False
        start, end = self.quantities[i - 1].end, self.quantities[i].start
        return start >= end or (end - start <= 4 and _LIST_GAP.match(self.text[start:end]) is not None)

    def previous(self, i: int) -> Name | None:
        for j in range(i - 1, -1, -1):
            if self.names[j] is not None and not self.limits[j]:
                return self.names[j]
        return None

    def counts(self, start: int, end: int) -> bool:
        """True when a quantity begins between the two places."""
        return bisect_left(self._starts, start) < bisect_left(self._starts, end)

    def stops(self, start: int, end: int) -> bool:
        return not _STOP.isdisjoint(self.text[start:end])
