"""What a quantity measures: the indicator's name, put together from the words around the quantity.

Chinese states a quantity after its name (高标准农田27.63万亩, 地区生产总值实现105亿元) or before it (5处农村饮水安全工程);
names are shared over lists (分别) and left out when they were just said. Works on one sentence at a time.

Longer than most modules: every rule needs what the rules before it have found in the same sentence, so they are the
methods of one class.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from core.extraction import words
from core.extraction.phrases import (
    clean_vp,
    distribute,
    lent_beginning,
    noun_end,
    overlapped,
    split_list,
    strip_end,
    strip_start,
    tag,
    topic,
    unclosed,
    unclosed_quotes,
    without_measure,
)  # fmt: skip
from core.numbers import Quantity


class Name(NamedTuple):
    """An indicator's name, its contiguous core in the text (-1 where there is none), the verb, and the rule."""

    name: str
    start: int
    end: int
    action: str
    rule: str
    base: str  # what a following 总投资, 覆盖率 belongs to


_STOP = frozenset(words.BOUNDARY)
_LINK = re.compile(r"^\s*(?:、|和|及|与|以及|或|或者|并|暨|/|\+|，|,|至)\s*")
_LIST_GAP = re.compile(r"^\s*(?:、|和|及|与|以及|/|，|,|；)\s*(?:达到|达|以及|近|约|超|超过|增长|突破)?$")
_LINK_END = re.compile(
    r"(?:、|和|(?<![惠涉波普])及|与|以及|或|并|同时|共|总计|合计|，|,|（|\(|\s|其中|另有|用于|等|、新增|等共|每人|每户|给予|其中，|的)+$"
)

_GENERIC = words.WORDS["generic"]
_CUT = words.WORDS["cut"]
# Verbs that also stand inside names; they govern only at the beginning.
_FIRST_ONLY = words.WORDS["first_only"]
_HARD_VERB = _CUT - _FIRST_ONLY


class Namer:
    """Names the quantities of one sentence from first to last, remembering what was just named."""

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
        self.also: dict[int, tuple[Name, ...]] = {}  # further subjects of the same figure
        self.limits = [self._is_limit(i) for i in range(len(quantities))]
        self.floors = [self._floor(i) for i in range(len(quantities))]

    # -- the neighbourhood of a quantity --

    def clause_start(self, at: int) -> int:
        text = self.text
        while at > self.start and text[at - 1] not in _STOP:
            at -= 1
        return at

    def clause_end(self, at: int) -> int:
        text = self.text
        while at < self.end and text[at] not in _STOP:
            at += 1
        return at

    def _is_limit(self, i: int) -> bool:
        """5000万元以上(项目): a bound that defines a class, with the class named straight after it."""
        q = self.quantities[i]
        if q.bound.value not in ("ge", "le") or q.kind == "rank":
            return False
        following = self.text[q.end : q.end + 8]
        if not following or following[0] in _STOP or following[0] in "、”）)":
            return False
        return (
            re.match(
                r"(?:的)?(?:工业|产业|重大|重点|制造业|签约|亿元|新|大|招商|投资|市级|省级|在建|开工|储备|规模|农|行政|集体)*(?:项目|企业|村|工程|企|产业|园区|集群|乡镇|镇|经济|主体|合作社|家庭|学校|人群|老年人|老人|纳税)",
                following,
            )
            is not None
        )

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

    def _ceiling(self, i: int) -> int:
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
        gap = self.text[self.quantities[i - 1].end : self.quantities[i].start]
        return len(gap) <= 4 and (not gap or _LIST_GAP.match(gap) is not None)

    # -- naming --

    def name(self, i: int, change: bool) -> Name:
        """The name of quantity i; `change` when it is a change or rank, which never stands before its name."""
        found = self.names[i]
        if found is None:
            found = self._shared(i) or self._topical(i, self._effect(i, self._single(i, change), self._previous(i)))
            if self.quantities[i].base_unit in ("亩", "公顷") and _SOWN.search(found.name):
                found = found._replace(name=found.name + "面积", start=-1)
            if self.quantities[i].base_unit == "%" and not change and _SHARE_OF.search(found.name):
                found = found._replace(
                    name=found.name + "比重", base=found.name[: found.name.rindex("占")] or found.base
                )
            self.names[i] = found
        found = self._accident(i, found)
        if self.quantities[i].kind != "rank":
            return found
        if others := self.also.get(i):
            self.also[i] = tuple(self._ranked(i, other) for other in others)
        return self._ranked(i, found)

    def _previous(self, i: int) -> Name | None:
        for j in range(i - 1, -1, -1):
            if self.names[j] is not None and not self.limits[j]:
                return self.names[j]
        return None

    def _shared(self, i: int) -> Name | None:
        """Names shared out over a list: 城镇和农村居民人均可支配收入分别增长6.16%和8.06%."""
        if self.quantities[i].kind == "ratio":
            return self._parts(i)
        last = i
        apart = "分别" in self.text[self.floors[i] : self.quantities[i].start]
        while (
            last + 1 < len(self.quantities)
            and self.joined(last + 1)
            and (
                apart
                or self.quantities[last + 1].base_unit == self.quantities[i].base_unit
                or (last == i and self._two_amounts(i))
            )
        ):
            last += 1
        count = last - i + 1
        start, end = self.floors[i], self.quantities[i].start
        if count == 1:
            return self._both(i, start, end)
        left = self.text[start:end]
        at = left.rfind("分别")
        apart = at >= 0
        if apart:
            # The subjects may stand before a comma: 城市、农村低保标准，分别提高到…
            if _NOTHING.fullmatch(left[:at]):
                before = self.clause_start(max(self.start, start - 1))
                if any(before <= o.start < start for o in self.quantities[:i]):
                    return self._again(i)
                stop = start - 1
                start = before
            else:
                stop = self.floors[i] + at
            told, action = strip_end(self.text, stop + 2, end)
            measure = _TOLD.fullmatch(self.text, stop + 2, told)
        else:
            stop, action, measure = end, "", None
        if self.quantities[i].kind == "rank":
            stop = self._before_comparison(start, stop, True)
        stop, led = strip_end(self.text, start, stop)
        start = strip_start(self.text, start, stop)
        whole_list = self.text[start:stop]
        if count == 2 and "城乡" in whole_list and not re.search("[、和与及]", whole_list):
            for k, place in enumerate(("城镇", "农村")):
                name = whole_list.replace("城乡", place)
                self.names[i + k] = Name(name, start, stop, action or led, "shared", name)
            return self.names[i]
        items = split_list(self.text, start, stop)
        if len(items) > count >= 2:
            # 光伏及储能、汽车及零部件、电动工具产值: only 、 parts the list
            parts = split_list(self.text, start, stop, "、")
            if len(parts) == count:
                items = parts
        if apart and len(items) == 1 and (spread := self._spread(i, count, self.text[start:stop])) is not None:
            return spread
        if len(items) < count or (not apart and len(items) != count):
            return None
        if not apart and self.quantities[i].kind != "rank" and count < 2:
            return None
        names = distribute([self.text[a:b] for a, b in items], count, self.known)
        if measure is not None:
            names = [name + measure.group(1) for name in names]  # 三大产业分别实现产值148亿元、113亿元、52亿元
        if (
            max(map(len, names)) <= 4
            and not any(n in self.known for n in names)
            and (theme := self._topic_of(i)) is not None
        ) and 3 <= len(theme.name) <= 10:
            names = [theme.name + n for n in names]
        spans = items[-count:]
        for k, name in enumerate(names):
            a, b = spans[k]
            self.names[i + k] = Name(name, a, b, action or led, "shared", name)
        return self.names[i]

    def _two_amounts(self, i: int) -> bool:
        """粮食播种面积和产量稳定在426万亩、183万吨: two measures, two figures, no 分别."""
        q, following = self.quantities[i], self.quantities[i + 1]
        if q.kind != "number" or following.kind != "number" or "%" in (q.base_unit, following.base_unit):
            return False
        stop, _ = strip_end(self.text, self.floors[i], q.start)
        items = split_list(self.text, strip_start(self.text, self.floors[i], stop), stop)
        return len(items) == 2 and all(words.MEASURE_TAIL.search(self.text[a:b]) is not None for a, b in items)

    def _parts(self, i: int) -> Name:
        """三次产业结构调整为3.6:48:48.4: each number is the share of one sector."""
        start = self.floors[i]
        stop, action = strip_end(self.text, start, self.quantities[i].start)
        begin = strip_start(self.text, start, stop)
        written = self.text[begin:stop]
        if i >= 3 and self.quantities[i - 3].kind == "ratio" and not written:
            self.names[i : i + 3] = self.names[i - 3 : i]  # 由4.1:48.3:47.6调整为3.6:48:48.4
            return self.names[i] or Name("", -1, -1, action, "none", "")
        for k, part in enumerate(("第一产业", "第二产业", "第三产业")):
            name = f"{part}占比" if "产" in written else f"{written}（{k + 1}）"
            if i + k < len(self.quantities) and self.quantities[i + k].kind == "ratio":
                self.names[i + k] = Name(name, -1, -1, action, "shared", part)
        return self.names[i] or Name(written, begin, stop, action, "left", written)

    def _spread(self, i: int, count: int, relative: str) -> Name | None:
        """推进甲保险和乙保险，参保人数分别达到…: one measure of as many things as the clause before names."""
        if words.RELATIVE.match(relative) is None:
            return None
        at = self.clause_start(self.quantities[i].start)
        if at <= self.start:
            return None
        start = self.clause_start(at - 1)
        if any(start <= q.start < at for q in self.quantities):
            return None
        begin, noun = topic(self.text, strip_start(self.text, start, at - 1), at - 1)
        items = split_list(self.text, begin, at - 1)
        if len(items) != count or not noun:
            return None
        for k, (a, b) in enumerate(items):
            name = self.text[a:b] + relative
            self.names[i + k] = Name(name, a, b, "", "shared", self.text[a:b])
        return self.names[i]

    def _both(self, i: int, start: int, end: int) -> Name | None:
        """污染地块、重点建设用地安全利用率均达到100%: one figure said of each of two or three subjects."""
        text = self.text
        match = _EACH.search(text, start, end)
        if match is None and self.quantities[i].kind == "rank":
            placed = _before_place(text, start, end)
            match = re.compile("$").search(text, placed, placed)
        if match is None or (i and start == self.quantities[i - 1].end):
            return None
        stop, action = strip_end(text, start, match.start())
        begin = strip_start(text, start, stop)
        items = split_list(text, begin, stop)
        if not 2 <= len(items) <= 3 or _COUNTED.search(text[begin:stop]):
            return None
        written = [text[a:b] for a, b in items]
        every = match.group()[:1] == "各"
        if (not every and words.MEASURE_TAIL.search(written[-1]) is None and written[-1] not in self.indicators) or min(
            map(len, written)
        ) < 2:
            return None
        if not match.group() and (min(map(len, written)) < 4 or self.quantities[i].quantity == "清零"):
            return None
        if every:
            verb = next((v for v in ("新增", "新建", "培育", "建成") if written[0].startswith(v)), "")
            names = [written[0], *(verb + w for w in written[1:])]
            self.also[i] = tuple(Name(name, -1, -1, action, "both", name) for name in names[:-1])
            return Name(names[-1], items[-1][0], items[-1][1], action, "both", names[-1])
        names = distribute(written, len(items))
        if (previous := self._previous(i)) is not None and all(words.RELATIVE.match(w) for w in written):
            names = [previous.base + name for name in names]  # 提案443件，办复率、满意率均｜100%
        self.also[i] = tuple(Name(name, -1, -1, action, "both", name) for name in names[:-1])
        return Name(names[-1], items[-1][0], items[-1][1], action, "both", names[-1])

    def _single(self, i: int, change: bool) -> Name:
        q = self.quantities[i]
        left = self._left(i, change)
        previous = self._previous(i)
        if change:
            return self._changed(i, left, previous)
        if left is not None and left.name in _PLACE_WORDS and previous is not None:
            for place in _PLACE_WORDS:  # 城镇人均居住面积增加到8.7平方米，农村增加到｜22平方米
                if previous.base.startswith(place) and place != left.name and len(previous.base) > len(place) + 2:
                    name = left.name + previous.base[len(place) :]
                    return Name(name, -1, -1, left.action, "carried", name)
        if previous is not None and q.base_unit == "倍" and _TIMES_OF.fullmatch(self.text, self.floors[i], q.start):
            return previous._replace(rule="carried")
        if previous is not None and _OLD.match(self.text[self.floors[i] : q.start]):
            return previous._replace(rule="carried")
        if q.base_unit == "%" and previous is not None and previous.name:
            part = _PART_OF.fullmatch(self.text[self.floors[i] : q.start])
            if part is not None:  # 规上工业增加值2471亿元、占全市｜20.5%
                base = previous.base or previous.name
                return Name(f"{base}占{part.group(1)}比重", -1, -1, "占", "relative", base)
        if q.base_unit == "%" and (rate := self._degree(i, left, previous)) is not None:
            return rate
        right = self._right(i, left)
        if (paid := self._costing(i, left, previous)) is not None:
            return paid
        if right is not None:
            if (
                q.base_unit == "%"
                and right.rule == "right_predicate"
                and not right.name.endswith(("率", "占比", "比重"))
            ):
                return right._replace(name=right.name + "占比")  # 75%的村集体收入超百万元
            return right
        if (doing := self._doing(i, left)) is not None:
            return doing
        if (
            left is not None
            and left.name
            and left.name not in _LONE
            and (len(left.name) > 2 or not self._next_close(i))
        ):
            invested = self._invested(i, left)
            if invested is not None:
                return invested
            bare = left.name.removeprefix("其中").removeprefix("基本")
            alone = bare in _LONE or (bare in _CUT and len(bare) <= 3)
            if alone and previous is not None and previous.base:
                return self._same_again(left, previous)
            if not self._governs(left) or not self._next_close(i):
                return self._relative(i, left, previous) or self._parallel(i, left, previous) or left
        elif left is not None and left.name and (invested := self._invested(i, left)) is not None:
            return invested
        elif (
            left is not None
            and left.name in _LONE
            and previous is not None
            and previous.base
            and not self._next_close(i)
        ):
            return self._same_again(left, previous)
        # Nothing on either side: 3779户7346人, 22例107.2万元, 2条共1000余米主干路.
        if (
            i + 1 < len(self.quantities)
            and self.quantities[i + 1].start - q.end <= 3
            and not self._stops(q.end, self.quantities[i + 1].start)
        ):
            last = i + 1
            while last + 1 < len(self.quantities) and self.joined(last + 1) and self.joined(last):
                last += 1  # 9家、8家、11家企业
            borrowed = self._right(last, None)
            if borrowed is not None and (previous is None or not i or self.floors[i] != self.quantities[i - 1].end):
                if left is not None and left.name and self._governs(left):
                    agent = left.name[:-2]
                    if len(agent) >= 3 and not _NO_AGENT.search(agent):
                        borrowed = borrowed._replace(name=agent + borrowed.name, base=agent + borrowed.base)
                return borrowed._replace(rule="borrowed")
        if previous is not None:
            name = previous.name
            if (
                i
                and self.quantities[i - 1].end == q.start
                and q.base_unit in ("元", "美元")
                and self.quantities[i - 1].base_unit not in ("元", "美元")
            ):
                name += "金额"
            return previous._replace(name=name, rule="carried")
        return self._from_before(i) or Name("", -1, -1, "", "none", "")

    def _costing(self, i: int, left: Name | None, previous: Name | None) -> Name | None:
        """投资3500万元的管网改造、｜3800万元的街巷改造; 投资1.5亿元的80条背街小巷: what the money is for."""
        q = self.quantities[i]
        if q.base_unit != "元" or self.text[q.end : q.end + 1] != "的" or self.limits[i]:
            return None
        spent = left is not None and self.text[self.floors[i] : q.start].rstrip("约近超达为").endswith("投资")
        again = (
            i > 0
            and previous is not None
            and previous.rule == "spent"
            and self.text[self.quantities[i - 1].end] == "的"
            and self.text[q.start - 1] in "、和及"
        )
        if not spent and not again:
            return None
        thing = self._right(i, None)
        if i + 1 < len(self.quantities) and self.quantities[i + 1].start == q.end + 1:
            thing = self._right(i + 1, None)
        if thing is None or len(thing.base) < 2:
            return None
        return Name(thing.base + "投资", -1, -1, "投资", "spent", thing.base)

    def _parallel(self, i: int, left: Name, previous: Name | None) -> Name | None:
        """装备制造营收突破1000亿元，轻工纺织突破｜600亿元: the measure is said of the first only."""
        if previous is None or previous.rule not in ("left", "carried", "shared") or not i:
            return None
        q, before = self.quantities[i], self.quantities[i - 1]
        match = _MONEY_TAIL.search(previous.name)
        if (
            match is None
            or (q.base_unit, q.bound, q.kind) != (before.base_unit, before.bound, before.kind)
            or q.base_unit != "元"
            or left.action != previous.action
            or not 2 <= len(left.name) <= 16
            or left.name in self.indicators
            or words.MEASURE_TAIL.search(left.name) is not None
            or left.name.endswith(("投资", "资金", "贷款", "债券", "融资", "金额"))
            or self.text[before.end : before.end + 1] not in "，、；"
        ):
            return None
        if any(kind == "v" for _, kind in tag(left.name)):
            return None
        return Name(left.name + match.group(), -1, -1, left.action, "carried", left.name)

    def _doing(self, i: int, left: Name | None) -> Name | None:
        """帮助1.1万人创业, 14万人喝上放心水: people counted by what they do."""
        q = self.quantities[i]
        unit = q.base_unit
        if unit not in ("人", "名", "户", "人次") or (i and self.quantities[i - 1].end == q.start):
            return None
        helped = left is not None and left.name in _HELPED
        if left is not None and left.name and not helped and not _EMPTY.match(left.name):
            return None
        start, end = q.end, self._ceiling(i)
        segment = self.text[start:end]
        if (i + 1 < len(self.quantities) and end == self.quantities[i + 1].start) or not 2 <= len(segment) <= 22:
            return None
        tail = clean_vp(segment).removeprefix("实现") if len(segment) > 3 else segment
        first = tag(tail)[:1]
        doing = helped or (bool(first) and (first[0][1][:1] in "vp" or first[0][0] in ("喝上", "用上", "住上", "吃上")))
        if not first or not doing or first[0][0] in _NOT_DONE or len(tail) < 2:
            return None
        name = (left.name if helped and left is not None else "") + tail + ("户数" if unit == "户" else "人数")
        return Name(name, -1, -1, first[0][0], "right_predicate", name)

    def _degree(self, i: int, left: Name | None, previous: Name | None) -> Name | None:
        """电子政务外网实现100%接入, 水质100%达标: how far something is done is a rate."""
        q = self.quantities[i]
        match = _DONE.match(self.text, q.end, min(self.end, q.end + 8))
        if match is None:
            return None
        subject = left if left is not None and left.name and not _EMPTY.match(left.name) else previous
        if subject is None or not subject.name:
            subject = self._from_before(i)
        if subject is None or not subject.name:
            return None
        name = subject.name.removesuffix("得到").removesuffix("实现").removesuffix("全部")
        return Name(name + match.group(1) + "率", -1, -1, match.group(1), "right", name)

    def _same_again(self, left: Name, previous: Name) -> Name:
        """新开工保障性住房9843套，竣工8158套: another verb for what was just counted."""
        thing = previous.base.removeprefix(previous.action) or previous.base
        if thing[:2] in _STARTED and len(thing) > 4:
            thing = thing[2:]  # 开工扩产项目500个、竣工｜300个
        if left.name in _EFFECTS or left.name in ("投资", "总投资", "投入"):
            return Name(thing + left.name, -1, -1, left.name, "verb", thing)
        return Name(left.name + thing, -1, -1, left.name, "verb", thing)

    def _next_close(self, i: int) -> bool:
        """2条共1000余米主干路: the next quantity follows at once and has the name for both."""
        if i + 1 >= len(self.quantities):
            return False
        gap = self.text[self.quantities[i].end : self.quantities[i + 1].start]
        return gap in ("", "共", "约", "共计", "总计") and self._right(i + 1, None) is not None

    def _changed(self, i: int, left: Name | None, previous: Name | None) -> Name:
        """The subject of a change or rank: the words before it, or what the sentence speaks of."""
        if left is not None and (economy := _ECONOMY.fullmatch(left.name)) is not None:
            return left._replace(name=economy.group(1) + "增长", base=economy.group(1) + "增长")
        if i and left is not None and _CITIES.match(left.name) and self.names[i - 1] is not None:
            among = self._left(i - 1)  # 空气质量在全国168个重点城市排名上升｜7位
            if among is not None and among.name:
                return among._replace(name=re.sub("在?全国$", "", among.name), rule="carried")
        if left is not None and not _EMPTY.match(left.name):
            if self._elsewhere(i, left) and previous is not None:
                return previous._replace(rule="carried")
            return self._relative(i, left, previous) or left
        if previous is not None and (between := self._between(i)) is not None:
            return between
        if previous is not None:
            again = self._again(i) or self._of_all(i)
            return (again or previous)._replace(rule="carried")
        return self._from_before(i) or left or Name("", -1, -1, "", "none", "")

    def _elsewhere(self, i: int, left: Name) -> bool:
        """居全省第3、皖北｜第1: a place in the list of ranks, not another subject."""
        return (
            self.quantities[i].kind == "rank"
            and i > 0
            and self.quantities[i - 1].kind == "rank"
            and self.floors[i] == self.quantities[i - 1].end
            and 2 <= len(left.name) <= 4
            and left.name not in self.known
            and words.MEASURE_TAIL.search(left.name) is None
        )

    def _between(self, i: int) -> Name | None:
        """外贸出口额再创新高，增长5%: an indicator that stands alone in a clause after the last quantity."""
        if not i:
            return None
        floor = self.quantities[i - 1].end
        at = self.clause_start(self.quantities[i].start)
        while at - 1 > floor and self.text[at - 1] in "，,":
            start = max(self.clause_start(at - 1), floor)
            if start <= floor:
                return None  # the rest of the clause of the last quantity
            found = self._clause_topic(start, at - 1)
            if found is not None and (found.name in self.known or words.MEASURE_TAIL.search(found.name) is not None):
                return found
            at = start
        return None

    def _of_all(self, i: int) -> Name | None:
        """外送煤7560万吨、外送电812亿度，均居全区第2位: one rank or change said of each thing just named."""
        said = _OF_EACH.match(self.text, self.floors[i], self.quantities[i].start)
        if said is None:
            return None
        subjects: list[Name] = []
        for j in range(i - 1, -1, -1):
            before = self.names[j]
            between = self.text[self.quantities[j].end : self.quantities[j + 1].start]
            if j < i - 1 and (any(mark in between for mark in "；;。") or "其中" in between):
                break
            if subjects and (subjects[-1].rule == "shared") != (before is not None and before.rule == "shared"):
                break  # 城镇和农村居民收入分别达到…, 均增长…: the members of that list only
            if before is None or not before.name or self.limits[j]:
                break
            if all(before.name != s.name for s in subjects):
                if subjects and before.base and subjects[-1].name.startswith(before.base):
                    break  # 粤港澳基地32家、占全区…
                subjects.append(before)
                if len(self.also.get(j, ())):
                    break
        if not 2 <= len(subjects) <= 4:
            return None
        self.also[i] = tuple(s._replace(start=-1, base=s.name) for s in reversed(subjects[1:]))
        return subjects[0]

    def _again(self, i: int) -> Name | None:
        """进出口4743亿美元，其中出口2492亿美元，分别增长69%和67%: as many changes as there were subjects."""
        before = self.text[self.floors[i] : self.quantities[i].start]
        count = 1
        while i + count < len(self.quantities) and self.joined(i + count):
            count += 1
        if "分别" not in before:
            # 收入…分别达到2253元和6280元，平均每年增长｜4.7%和5.7%
            last = self.names[i - 1] if i else None
            if count < 2 or last is None or last.rule != "shared" or i < count or self.joined(i - count):
                return None
        named = [n for n in self.names[:i] if n is not None]
        distinct: list[Name] = []
        for name in reversed(named):
            if all(name.name != d.name for d in distinct):
                distinct.insert(0, name)
        if count < 2 or len(distinct) < count:
            return None
        subjects = distinct[-count:]
        for k in range(1, count):
            self.names[i + k] = subjects[k]._replace(rule="carried")
        return subjects[0]

    def _ranked(self, i: int, name: Name) -> Name:
        """A rank's name says among whom: 花生参保面积全省位次."""
        if not name.name or name.name.endswith(("排名", "位次")):
            return name
        q = self.quantities[i]
        before = self.text[self.clause_start(q.start) : q.start]
        scope = _SCOPE.search(before)
        among = scope.group(1) if scope else ""
        rate = next((word for word in ("增速", "增幅", "降幅") if word in before and word not in name.name), "")
        label = "排名" if "排" in before[-12:] else "位次"
        return Name(
            name.name + rate + ("" if among and among in name.name else among) + label,
            -1,
            -1,
            name.action,
            name.rule,
            name.base or name.name,
        )

    def _invested(self, i: int, left: Name) -> Name | None:
        """累计投入资金5.6亿元,完成…工程: money that says only what it was spent on, before or behind."""
        q = self.quantities[i]
        match = _SPENT.match(left.name)
        if (i and self.floors[i] == self.quantities[i - 1].end) or (left.name == "总投资" and i):
            return None
        if q.base_unit not in ("元", "美元") or match is None:
            return None
        text = self.text
        at = q.end
        if text[at : at + 1] in "，,":
            at += 1
        stop = self.clause_end(at)
        for other in self.quantities[i + 1 :]:
            if other.start < stop:
                stop = other.start
                break
        if text[at : at + 1] in "的、；。" or stop - at < 2:
            return None
        purpose, _ = strip_end(text, at, min(stop, at + 26))
        begin = strip_start(text, at, purpose)
        written = text[begin:purpose]
        counted = next((k for k in range(i + 1, len(self.quantities)) if self.quantities[k].start == stop), -1)
        if counted > 0 and (thing := self._right(counted, None)) is not None and len(thing.base) >= 2:
            verb = written.rstrip("的了")
            if len(verb) <= 8 and all(word[1][:1] in "vda" for word in tag(verb)):
                # 投资3700万元，集中改造的11条背街巷道…
                verb = "" if verb in _GENERIC or not verb else verb
                return Name(verb + thing.base + left.name, -1, -1, left.action, "spent", thing.base)
        if len(written) < 4:
            return None
        tokens = tag(written)
        if tokens and tokens[0][0] in _GENERIC | {"用于", "支持", "加强", "实施", "完成"} and len(tokens) > 1:
            written = written[len(tokens[0][0]) :]
        return Name(written + left.name, -1, -1, left.action, "spent", written)

    def _stops(self, start: int, end: int) -> bool:
        return any(c in _STOP for c in self.text[start:end])

    def _left(self, i: int, change: bool = False) -> Name | None:
        """The name before the quantity: 改造高标准农田｜27.63万亩, 全市地区生产总值实现｜105亿元."""
        text, q = self.text, self.quantities[i]
        start, end = self.floors[i], q.start
        linked = False
        if i and start == self.quantities[i - 1].end and (link := _LINK.match(text[start:end])) is not None:
            start += link.end()
            linked = True
        elif text[start : start + 1] in "、和及与" and not text.startswith(
            ("和美", "和谐", "和平", "与会", "及时"), start
        ):
            start += 1
        if i and start == self.quantities[i - 1].end and (done := _DONE.match(text, start, end)) is not None:
            start = done.end()  # 诉求100%响应、可办事项｜100%办结
            while start < end and text[start] in "、，,":
                start += 1
        if i and start == self.quantities[i - 1].end and (per := _PER_UNIT.match(text, start, end)) is not None:
            start = per.end()
        if i and start == self.quantities[i - 1].end and (step := _THRESHOLD.match(text, start, end)) is not None:
            start = step.end()  # 突破300亿元大关、达｜313.9亿元
            while start < end and text[start] in "、，,":
                start += 1
        if change:
            end = self._before_comparison(start, end, q.kind == "rank")
        elif (adjusted := _ADJUSTED_LEVEL.search(text, start, end)) is not None and adjusted.start() - start >= 4:
            end = adjusted.start()
        stop, action = strip_end(text, start, end)
        begin = strip_start(text, start, stop)
        if stop - begin < 1:
            return Name("", -1, -1, action, "left", "") if action else None
        return self._noun(i, begin, stop, action, linked)

    def _before_comparison(self, start: int, end: int, rank: bool) -> int:
        """Where 比上年, 按可比价格计算, 居全省 begin, which stand between a name and its change or rank."""
        if rank:
            return _before_place(self.text, start, end)
        match = _COMPARISON.search(self.text, start, end)
        if match is None:
            match = _ADJUSTED.match(self.text, start, end) or _ADJUSTED_INSIDE.search(self.text, start, end)
        return end if match is None else match.start()

    def _noun(self, i: int, begin: int, stop: int, action: str, linked: bool) -> Name:
        """Within the words before a quantity, tell agent, verb and noun apart."""
        text = self.text
        written = text[begin:stop]
        agent, verb = "", ""
        noun_at = begin
        if len(written) > 3:
            position, quote = begin, 0
            tokens = tag(written)
            for index, (word, _kind) in enumerate(tokens):
                if word in "“《（(":
                    quote += 1
                elif word in "”》）)":
                    quote = max(0, quote - 1)
                after = position + len(word)
                if (
                    not quote
                    and stop - after >= (2 if index == 0 or word in _PLAIN or (verb and position == noun_at) else 3)
                    and word in _CUT
                    and (word in _HARD_VERB or index == 0 or (verb and position == noun_at))
                ) and (
                    not (
                        index + 1 < len(tokens)
                        and tokens[index + 1][0] in ("的", "率", "额", "量", "数", "金额", "资金", "面积", "任务")
                    )
                    or word in ("完成", "实现")
                ):
                    agent = text[begin:position] if not verb else agent
                    verb = (verb + word) if verb and position == noun_at else word
                    noun_at = after
                    if text[noun_at : noun_at + 1] in ("了", "起", "出", "好") and not text.startswith(_OUT, noun_at):
                        noun_at += 1
                position = after
        noun_start = noun_at
        while (
            noun_start < stop
            and text[noun_start] in "的了着 、，“"
            and (text[noun_start] != "“" or unclosed(text, noun_start, stop))
        ):
            noun_start += 1
        while (
            verb
            and text[noun_start] in "和及并与"
            and stop - noun_start >= 5
            and text[noun_start + 1 : noun_start + 3] in _CUT | words.STRONG_SET
        ):
            verb, noun_start = text[noun_start + 1 : noun_start + 3], noun_start + 3  # 引进和培育｜农创客
        noun = text[noun_start:stop]
        if (ended := _BEFORE_LIST.match(noun)) is not None and len(noun) - ended.end() >= 3:
            noun_start, agent, verb = noun_start + ended.end(), "", ""
            noun = text[noun_start:stop]  # 瞪羚企业实现“零”的突破、｜国家高新技术企业
        if not noun:
            noun, noun_start, agent, verb = written, begin, "", ""
        if not verb and "、" in written and (later := self._later_verb(begin, stop)) is not None:
            return later
        if (listed := _AMONG.match(noun)) is not None and len(noun) - listed.end() >= 3:
            noun_start += listed.end()
            noun = text[noun_start:stop]
        name = base = noun
        whole_start = noun_start
        if verb and len(noun) <= 3 and words.RELATIVE.match(noun) is None:
            base = verb + noun
        if verb:
            agent = agent.rstrip("累计共已全面、，成功先后均都将")
            if verb not in _GENERIC or (len(noun) <= 4 and words.RELATIVE.match(noun) is None):
                name = verb + noun
                if text[noun_start - len(verb) : noun_start] == verb:
                    whole_start = noun_start - len(verb)
            if 2 <= len(agent) <= (20 if words.RELATIVE.match(noun) else 12) and not _NO_AGENT.search(agent):
                name, whole_start = agent + name, -1
                base = agent + base
        if linked and _LEVEL_ONLY.match(written) and (previous := self._previous(i)) is not None:
            same = _LEVEL.sub(written, previous.base, count=1)
            if same != previous.base or previous.base.startswith(written):
                return Name(same, begin, stop, action, "shared", same)  # 自治区级龙头企业4家、市级11家
        if linked and not verb and (previous := self._previous(i)) is not None and words.RELATIVE.match(noun) is None:
            lent = lent_beginning(previous.base, noun)
            if lent:
                name, base, whole_start = lent + noun, lent + noun, -1
            if len(noun) <= 3 and previous.action and previous.action not in _BUILT and not lent and noun not in _LONE:
                name, whole_start = previous.action + noun, -1
        return Name(name, whole_start if whole_start >= 0 else noun_start, stop, verb or action, "left", base)

    def _later_verb(self, begin: int, stop: int) -> Name | None:
        """推进招投标改革、节约财政资金｜41.2亿元: two things done, the figure is of the second."""
        text = self.text
        at = text.rfind("、", begin, stop)
        if at - begin < 4 or stop - at < 5 or unclosed_quotes(text, begin, at):
            return None
        after = tag(text[at + 1 : stop])
        first = tag(text[begin : min(at, begin + 12)])
        led = begin - self.clause_start(begin) >= 2 or (bool(first) and first[0][1][:1] in "vdp")
        if not led or len(after) < 2:
            return None
        word, kind = after[0]
        if kind != "v" or len(word) < 2 or (word not in words.STRONG_SET and word not in _CUT):
            return None
        noun = text[at + 1 + len(word) : stop]
        name = noun if word in _GENERIC and len(noun) > 4 else word + noun
        return Name(
            name, at + 1 if name != noun else at + 1 + len(word), stop, word, "left", noun if len(noun) > 3 else name
        )

    def _topical(self, i: int, name: Name) -> Name:
        """A bare 商家, 颁证率, 信访案件 takes the topic that a clause before it has set."""
        if name.rule not in ("left", "right", "right_predicate"):
            return name
        noun = name.base
        bare = name.name == noun and 1 <= len(noun) <= 4 and noun not in self.known and noun[:2] not in _CUT
        linked = i > 0 and self.floors[i] == self.quantities[i - 1].end
        if linked and bare and i - 1 in self.themes:
            theme = self.themes[i - 1]  # 65件信访案件、24件反馈意见
        elif linked and self.floors[i] != self.clause_start(self.quantities[i].start):
            return name
        elif (theme := self._theme_of(i, noun)) and name.rule == "right_predicate":
            pass
        else:
            topic = self._topic_of(i)
            if topic is None or not 3 <= len(topic.name) <= 18:
                return name
            theme = topic.name
            if topic.rule == "subject" and (name.rule == "right_predicate" or noun in self.indicators):
                return name  # 八大民生工程全面推进，90件民生实事基本完成
            if theme.endswith(_VAGUE) or "、" in theme or "等" in theme:
                return name
            # 推进老旧小区改造，72个小区的改造任务完成: the topic holds what is counted.
            if not bare and (name.rule == "left" or noun[:2] not in theme or theme in name.name):
                return name
        self.themes[i] = theme
        return name._replace(name=overlapped(theme, name.name), start=-1, rule="topic", base=theme + noun)

    def _theme_of(self, i: int, noun: str) -> str:
        """The topic lent to the same noun earlier in the sentence."""
        for j in range(i - 1, -1, -1):
            before = self.names[j]
            if j in self.themes and before is not None and before.base == self.themes[j] + noun:
                return self.themes[j]
        return ""

    def _topic_of(self, i: int) -> Name | None:
        """The clause before that speaks of something and counts nothing."""
        at = self.clause_start(self.quantities[i].start)
        while at > self.start and self.text[at - 1] in "，,":
            start = self.clause_start(at - 1)
            if any(start <= q.start < at for q in self.quantities):
                return None
            found = self._clause_topic(start, at - 1)
            if found is not None:
                return found
            at = start
        return None

    def _clause_topic(self, start: int, end: int) -> Name | None:
        text = self.text
        stop, action = strip_end(text, start, end)
        begin = strip_start(text, start, stop)
        if stop - begin < 2 or _ASIDE.match(text, begin, stop):
            return None
        first = tag(text[begin : min(stop, begin + 12)])
        if first and first[0][1] in ("v", "p", "d") and first[0][0] not in _TOPIC_VERBS:
            return None
        lead = text[start:begin]
        subject = (not first or first[0][0] not in _TOPIC_VERBS) and not any(verb in lead for verb in _TOPIC_VERBS)
        begin, noun = topic(text, begin, stop, end)
        told = subject and (
            bool(action) or begin + len(noun) < end
        )  # a subject with its predicate, not the thing worked on
        return Name(noun, begin, begin + len(noun), action, "subject" if told else "before", noun)

    def _stands_alone(self, name: str) -> bool:
        """An indicator's own name needs nothing in front; a sum of investment does."""
        if name in ("失业率", "资产总额", "进出口总额"):
            return True
        return name in self.known and not name.endswith(("投资额", "金额", "到位资金"))

    def _effect(self, i: int, name: Name, previous: Name | None) -> Name:
        """发放消费券600万元，撬动消费4.4亿元; 改造管网138公里，惠及群众30万户: what was done and what came of it."""
        verb = name.name[:2]
        if verb in _EFFECTS and previous is None and name.rule == "left" and (cause := self._topic_of(i)) is not None:
            previous = cause  # 饮用水入户工程全面完工，惠及居民｜5400户
        if verb not in _EFFECTS or previous is None or not 2 <= len(previous.base) <= 12 or previous.base in name.name:
            return name
        counted = previous.rule not in ("before", "subject")
        between = self.text[self.quantities[i - 1].end : self.quantities[i].start] if i and counted else ""
        if "；" in between or ";" in between or len(between) > 24:
            return name
        return name._replace(name=previous.base + name.name, start=-1, rule="relative")

    def _accident(self, i: int, name: Name) -> Name:
        """死亡人数 says of which accidents only with the sentence around it."""
        if name.name not in _CASUALTIES:
            return name
        before = self.text[self.start : self.quantities[i].start]
        kinds = _ACCIDENTS.findall(before)
        if not kinds:
            return name
        kind = kinds[-1] + ("" if "事故" in name.name else "事故")
        return name._replace(name=kind + name.name, start=-1, base=kind + name.base)

    def _relative(self, i: int, left: Name, previous: Name | None) -> Name | None:
        """总投资, 覆盖率, 占工业总产值的比重 and the like belong to what was named before."""
        share = left.name.startswith("占") and 3 <= len(left.name) <= 22 and left.name not in ("占地面积", "占地")
        contributed = (
            left.name.endswith(("贡献率", "拉动率"))
            and left.start > 0
            and self.text[left.start - 1] == "对"
            and len(left.name) <= 14
        )
        if (
            not share
            and not contributed
            and (len(left.name) > 9 or words.RELATIVE.match(left.name) is None or self._stands_alone(left.name))
        ):
            return None
        if (
            previous is None
            or not previous.name
            or any(c in "；;" for c in self.text[self.quantities[i - 1].end : self.quantities[i].start])
        ):
            previous = self._from_before(i)
            if previous is None or not previous.name:
                return None
        base = previous.base or previous.name
        if base.endswith(left.name):
            return None
        place = _PLACES_FOR.search(left.name)
        if place is not None and not any(
            c in base for c in ("园校学教班" if place.group()[0] in "学托" else "院机构所中心养老医")
        ):
            return None  # 城镇新增就业3.05万人，新增学位2.76万个
        if contributed:
            return Name(base + "对" + left.name, left.start, left.end, left.action, "relative", base)
        if base.endswith("率") and left.name.endswith("率"):
            base = without_measure(base)
            if base.endswith("率"):
                return None
        if previous.rule == "relative" and not share:
            base = previous.base
        elif not share and words.MEASURE_TAIL.search(base) and len(base) >= 4:
            base = without_measure(base)
        tail = left.name
        if share and not tail.endswith(("比重", "比例", "份额")):
            tail += "比重"
        whole = overlapped(base, tail) if len(base) > 4 else base + tail  # 隐患整治｜整治率
        return Name(whole, left.start, left.end, left.action, "relative", base)

    def _right(self, i: int, left: Name | None) -> Name | None:
        """The name after the quantity: 新建5处｜农村饮水安全巩固提升工程, 100多个｜高频事项实现“最多跑一次”."""
        text, q = self.text, self.quantities[i]
        end = self._ceiling(i)
        start = q.end
        if text[start : start + 1] in ("的", "级"):
            start += 1
        if i + 1 < len(self.quantities) and _BECOMES.fullmatch(text, q.end, self.quantities[i + 1].start):
            return None  # 从60个｜扩围至86个
        while start < end and text[start] in " \u3000":
            start += 1
        if start >= end or text[start] in "、（(）)”,和及与":
            return None
        segment = text[start : min(end, start + 44)]
        if text[end - 1 : end] and (trail := _LINK_END.search(segment)) is not None and end - start <= 44:
            segment = segment[: trail.start()]
        followed = i + 1 < len(self.quantities) and end == self.quantities[i + 1].start
        if followed and (other := _ANOTHER.search(segment)) is not None and other.start() >= 2:
            segment = segment[: other.start()]
        if (beside := segment.find("以及")) >= 2:
            segment = segment[:beside]
        if q.base_unit not in ("人", "名", "位", "户") and (among := _EXAMPLES.match(segment)) is not None:
            segment = among.group(1)
        if _THRESHOLD.match(segment):
            return None
        if (
            followed
            and _WORTH.fullmatch(segment)
            and text[self.quantities[i + 1].end : self.quantities[i + 1].end + 1] == "的"
        ):
            return self._right(i + 1, None)  # 27个总投资94亿元的｜健康医药项目
        if not segment:
            return None
        tokens = tag(segment)
        length, vp = noun_end(tokens, text[max(self.start, q.start - 1) : q.start] in ("为", "对", "向", "给", "帮"))
        if length < 1 and "的" in segment[2:22] and left is not None and left.name and self._governs(left):
            length, vp = len(segment), False  # 新增5.96万名享受政府补贴的居家养老服务对象
        if length < 1:
            return None
        noun = segment[:length].rstrip("的、")
        if followed and _LEVEL_ONLY.match(noun) and (beside_it := self._right(i + 1, None)) is not None:
            noun = _LEVEL.sub(noun, beside_it.base, count=1)  # 10个省级和20个市级试点项目
            return Name(noun, -1, -1, beside_it.action, beside_it.rule, noun)
        if vp and len(noun) > 3 and (free := _ADVERB_END.search(noun)) is not None:
            noun = noun[: free.start()]  # 老人免费｜安装…
        if all(kind == "v" and word in words.STRONG_SET for word, kind in tag(noun)):
            return None
        if len(noun) < 1 or (len(noun) == 1 and noun not in "村桥人井站馆园校厂塘湖山树路户企店景岛县市区乡镇车船"):
            return None
        rest = segment[length:]
        governed = left is not None and bool(left.name) and self._governs(left)
        action = ""
        name = noun
        owner = ""
        if left is not None and left.name and text[q.start - 1] == "的" and len(left.base) <= 16:
            owner = left.base + "的"
        elif governed and left is not None:
            action = left.action
            if left.name[-2:] in _CAUSING:
                governed = False
            verb = next(
                (v for v in (left.name[-4:], left.name[-3:], left.name[-2:]) if v in _CUT or v in words.STRONG_SET), ""
            )
            agent = left.name[: len(left.name) - len(verb)].rstrip("累计共已全年")
            action = verb or action
            if 3 <= len(agent) <= 12 and not _NO_AGENT.search(agent):
                owner = agent
            if governed and ((verb and verb not in _GENERIC) or len(noun) <= 2):
                owner += verb
        elif (
            left is not None
            and left.name
            and not left.action
            and 2 <= len(left.name) <= 14
            and not left.name.endswith(("等", "为"))
            and words.RELATIVE.match(left.name) is None
            and not _ENUMERATED.search(left.name)
        ):
            owner = left.name  # 市冰球队｜金牌, 2019年度｜13个小区
        name = owner + noun
        if governed and left is not None and q.base_unit == "元" and _SPENT.match(left.name):
            name = noun + left.name  # 投入176万元新打抗旱井
        rule = "right"
        if vp and (not governed):
            rule = "right_predicate"
            tail = clean_vp(rest)
            if tail in ("得到", "实现", "获得", "达到", "完成"):
                tail = ""
            if tail in _CUT and i + 1 < len(self.quantities) and end == self.quantities[i + 1].start:
                object_ = self._right(i + 1, None)
                tail = tail + object_.base if object_ is not None else ""
            if tail and 2 <= len(tail) <= 26:
                action = action or tail[:2]
                name = owner + noun + tail if len(tail) <= 2 else tail + "的" + owner + noun
        elif not vp and not governed and not owner:
            tail = self._predicate_of_list(i)
            if tail:
                name, rule = tail + "的" + noun, "right_predicate"
        return Name(
            name,
            start,
            start + len(noun),
            action,
            rule,
            owner + noun if owner and (not governed or len(owner) >= 5) else noun,
        )

    def _predicate_of_list(self, i: int) -> str:
        """近900名医护人员、近千名公安干警奋战在抗疫一线: the predicate behind the last member holds for all."""
        text = self.text
        j = i
        while (
            j + 1 < len(self.quantities)
            and self._ceiling(j) == self.quantities[j + 1].start
            and text[self.quantities[j + 1].start - 1] in "、和及与"
        ):
            j += 1
        if j == i:
            return ""
        start = self.quantities[j].end
        segment = text[start : min(self._ceiling(j), start + 44)]
        length, vp = noun_end(tag(segment)) if segment else (0, False)
        if not vp or length < 2:
            return ""
        tail = clean_vp(segment[length:])
        return tail if 2 <= len(tail) <= 16 else ""

    def _governs(self, left: Name) -> bool:
        return (
            left.name in _CUT
            or left.name in words.STRONG_SET
            or (bool(left.name) and left.name[-2:] in _CUT | words.STRONG_SET)
            or left.name[-1:] == "了"
        )

    def _from_before(self, i: int) -> Name | None:
        """The subject of the clause before, when the quantity's own clause names none."""
        text = self.text
        end = self.clause_start(self.quantities[i].start)
        while end > self.start and text[end - 1] in "，,：:":
            start = self.clause_start(end - 1)
            stop, action = strip_end(text, start, end - 1)
            begin = strip_start(text, start, stop)
            if stop - begin >= 2 and not _ASIDE.match(text, begin, stop):
                begin, noun = topic(text, begin, stop, end - 1)
                return Name(noun, begin, begin + len(noun), action, "before", noun)
            end = start
        return None


_COMPARISON = re.compile(
    r"(?:[（(][^）)]{0,12}[）)])?(?:按[^，；。]{0,10}|扣除[^，；。]{0,10}|剔除[^，；。]{0,10}|考虑[^，；。]{0,10}|同口径)?(?:分别|均|也|又|都|还)?(?<![占同环对配性之百])(?:比(?![重例率值])|较(?![大高好])|与|高于|低于|快于|慢于|超出|高出)[^，；。、]{1,18}$"
)
_ADJUSTED = re.compile(
    r"[^\u4e00-\u9fff]*(?:按|扣除|剔除|考虑)[^，；。]{2,14}(?:计算|因素|口径|影响|后|价)?[^，；。]{0,6}$|[（(][^）)]{0,12}[）)]?[，,]?(?:增长|下降)?$"
)
_BUILT = frozenset({"建成", "完成", "实施", "实现", "达到"})
_STARTED = frozenset({"开工", "新建", "筹建", "筹集", "建设", "实施", "续建"})
_MONEY_TAIL = re.compile(r"(?:总产值|产值|营业收入|主营业务收入|销售收入|营收|增加值)$")
_TOLD = re.compile(
    r"(?:实现|完成|达到)?((?:总)?产值|(?:营业|主营业务|销售|总)?收入|营收|投资|利润|税收|增加值|销售额|交易额|产量)"
)
_OUT = ("出口", "出让", "出租", "出资", "出行", "出生", "出入", "出境", "出版", "出货", "好人", "好评")
_BEFORE_LIST = re.compile(r"“零”的突破、(?=[^、]+$)|[^、]*(?:实现|达到|稳居|位居|取得)[^、]{2,}、(?=[^、]+$)")
_PLACE_WORDS = ("农村", "城镇", "城市")
_HELPED = frozenset(
    {"解决", "帮助", "扶持", "带动", "促进", "推动", "支持", "引导", "组织", "吸引", "确保", "让", "使", "实现"}
)
_NOT_DONE = frozenset(
    {
        "增长",
        "下降",
        "增加",
        "减少",
        "分别",
        "是",
        "为",
        "以上",
        "以内",
        "左右",
        "占",
        "达",
        "达到",
        "超过",
        "位居",
        "居",
    }
)
_WORTH = re.compile(r"(?:总投资|投资|投资额|年产值|产值|总额)(?:额)?(?:达|超|约|近|共)?")
# Clauses about these set the tone, not the topic.
_VAGUE = tuple(sorted(words.WORDS["tone"]))
_TIMES_OF = re.compile(
    r"[，,、]?(?:约|已|大约)?(?:是|为|相当于|达到|达)(?:上年|去年|同期|全[国省市]|五年前|(?:19|20)\d\d年|[“\"]?十[一二三四五]?五[”\"]?)[^，；。、]{0,6}的?(?:约|近|超)?"
)
_ECONOMY = re.compile(r"(?:.{0,8}(?:今年|全年|当年|我国|全市|全省|全国))?((?:国民)?经济)")
_PER_UNIT = re.compile(r"每(?:立方米|平方米|平方公里|亩|吨|人|升)[、，]?")
_PLACES_FOR = re.compile("[学床托]位")
_ADVERB_END = re.compile(r"(?:免费|无偿|统一|依法|成功|提前|共同|同时|精准|优先|陆续|顺利)$")
_ADJUSTED_LEVEL = re.compile(r"(?:扣除|剔除)[^，；。]{2,14}(?:因素|影响)后?[^，；。]{0,4}$")
_ADJUSTED_INSIDE = re.compile(r"(?:按|扣除|剔除|考虑)[^，；。]{2,12}(?:计算|因素|口径|影响)[^，；。]{0,6}$")
# 位居全省｜第一: what leads to a place, and the words that may stand in front of that
_PLACE = re.compile(
    r"位居|跃居|稳居|居于|(?<![新定安宜旧移故同隐])居(?![民住家])|位列|名列|列(?!车)|排名|排在|排位|(?<!大|力)排(?![放水污查练涝除])|位次|升至|跃升|进入|并列|蝉联|荣获|荣膺|斩获|夺得|摘得|获得|(?<!收)获(?!得)|保持|(?<!健)在(?![线校建职岗读园册库编外籍])|创(?=全|历)|列入"
)
_PLACE_HEAD = re.compile(
    r"(?:[增涨降]幅|增速|继续|连续[^，。；、]{1,5}?(?:年|季度|个月)?|首次|再次|再|双双|分别|跃升|上升|位次|位|并|均|都|已|也|又|则|还|稳|仍|持续|稳定|跃|上|排名?|成功|在[^，。；、]{2,14}(?:中|里|内|名单)?|[中里])$"
)


def _before_place(text: str, start: int, end: int) -> int:
    """Where the words that lead to a place begin: 空气质量｜继续位居全省第一."""
    found = next(reversed(list(_PLACE.finditer(text, start, end))), None)
    if found is None:
        scope = _SCOPE.search(text, start, end)
        return end if scope is None or scope.start() == start else scope.start()
    if end - found.end() > 14 or "、" in text[found.end() : end]:
        return end
    if found.start() - start < 2:
        return end if found.group()[-1] in "获得" else found.start()  # 获得文明城市测评｜第一名
    at = found.start()
    while at > start and (head := _PLACE_HEAD.search(text, start, at)) is not None and head.start() < at:
        at = head.start()
    return at


_SCOPE = re.compile(
    r"(全[国省市区县州盟旗球]|世界|全国[^，]{0,6}城市|全市各区|[省市]直|我国|国内|中部|西部)[^，；。]{0,8}$"
)
# 芦田肥业、天晟重工等(民营企业捐款): the examples are left out of the name.
_AMONG = re.compile(
    r"^(?:[^等]*[、》”][^等]*|[^等]{5,})(?<![高中初同平均优])等(?![级地于候待腰])(?:领域|方面|行业|环节|地区(?!生产))?|^《[^》]*》"
)
_NO_AGENT = re.compile(
    r"^(?:计划|拟|谋划|柔性|联合|线上|线下|集中|免费|自主|重点|系统|有力|成功|新|再|又|还|共|已)$|(?:为|对|与|向|等|、|的|和|财政|我们|政府)$|^(?:配合|会同|协助|依托|联合|赴|在|向|对|为|通过|围绕|经|按|把|将|由|从|以|与|年|分|共|每)|[、，]|等地"
)


# 11条小街小巷道路硬化｜以及…, 240万千瓦风电｜和基地化建设: a second member that has its own verb
_ANOTHER = re.compile(
    r"以及.*$|(?:和(?!美|谐)|[及与、并])[^和及与、]{0,6}(?:建设|新建|改造|建成|实施|完成|开展|新增|打造|培育|引进|发放)$"
)
_BECOMES = re.compile(r"[\u4e00-\u9fff]{0,4}(?:到|至|为)(?:了|约|近|超)?")
_OF_EACH = re.compile(r"[，,；、]?(?:增速|增幅|总量|排名|同比)?(?:均|都|双双|分别)")
_NOTHING = re.compile(
    r"[，,、]?(?:月人均|年人均|人均|每人每[年月]|预计|全年|力争|确保|实际|将|可|已|同比|均|比上年|较上年|(?:19|20)\d\d年(?:底|末)?|到|累计|年均|\s)*"
)
_EXAMPLES = re.compile(r"([^、，“]{2,12})、[^，]*等")
_THRESHOLD = re.compile(r"(?:新)?(?:大关|台阶|关口|大台阶|门槛|目标|水平|红线|任务|大坎|高位|左右|整数)")
_CAUSING = words.WORDS["causing"]
_OLD = re.compile(r"[，,]?(?:比|较)[^，；。]{1,14}$")
_TOPIC_VERBS = words.WORDS["topic_verbs"]
_ASIDE = re.compile(r"(?:按|扣除|剔除|考虑|以|通过|虽然|尽管|面对|在)|[（(].*[）)]$")
_DONE = re.compile(
    r"的?(响应|闭环|落实|完成|达标|接入|办结|覆盖|到位|整改|完工|兑现|开工|合格|就业|参保|通过|达产|回收|利用|处置|安置|履约|普及|全覆盖)(?=[，。；、\n]|$)"
)
_EFFECTS = frozenset({"惠及", "撬动", "带动", "拉动", "受益", "覆盖"})
_CASUALTIES = frozenset({"死亡人数", "受伤人数", "伤亡人数", "事故起数", "直接经济损失", "死亡"})
_ACCIDENTS = re.compile(r"安全生产|生产安全|道路交通|火灾|交通安全|安全(?=事故)")
_SOWN = re.compile(r"^(?:播种|种植|栽种|复种|扩种)|(?:播种|种植)$")
_CITIES = re.compile(r"^(?:重点|主要|监测|大中|地级|参评)*城市(?:中的?)?(?:排名)?$")
_PART_OF = re.compile(
    r"[，,、]?(?:大约|约|均|已|总量|规模|数量)?占(?:到|据)?((?:全[国省市区县球州旗盟]|世界|同期)[^，；。、]{0,8}?)(?:总[量数额])?的?(?:比重|比例|份额)?的?(?:达到|达|超过|超|约|近|为|上升到|提高到|升至)?"
)
_PLAIN = frozenset({"实现", "完成", "达到"})  # never part of a name
_LEVEL = re.compile(r"(?:国家|世界|自治区|[省市区县州盟部校])级?(?=[\u4e00-\u9fffA-Z“])")
_LEVEL_ONLY = re.compile(r"(?:新增)?(?:国家|世界|自治区|[省市区县州盟部校])级$")
_SHARE_OF = re.compile(
    r"占(?:全[省市区国县州]|地区|[^，。；、]{0,8}?)(?:生产总值|GDP|总额|总量|总数|收入|支出|投资|产值|增加值|总值|进出口|出口|贷款|面积|人口)$"
)
_EACH = re.compile(r"(?:均|都|分别|双双|各(?![类级项种地方个]))(?:[^，；。、]{0,8})$")
_COUNTED = re.compile(r"[两三四五六\d][种个项类大家所座]|等|各")
_SPENT = re.compile(
    r"^(?:累计|全年|共|总计|市财政|财政|各级财政|区财政)*(?:投入|投资|总投资|完成投资|筹措|统筹|安排|拨付|投入各类|整合)(?:资金|各类资金|财政资金|专项资金)?$"
)
_LONE = words.WORDS["lone"]
_EMPTY = re.compile(
    r"^(?:增长|下降|增幅|涨幅|降幅|增速|速度|年均|同比|比上年|较上年|其中|分别|且|并|全市|全省|全国|全县|全区|.?)$"
)
_ENUMERATED = re.compile(r"[、等]|以及")
