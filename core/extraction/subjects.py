"""What a quantity measures: the indicator's name, put together from the words around the quantity.

Chinese states a quantity after its name (高标准农田27.63万亩, 地区生产总值实现105亿元) or before it (5处农村饮水安全工程);
names are shared over lists (分别) and left out when they were just said. Works on one sentence at a time.

Longer than other modules: the order in which the rules are asked is told in one place.
"""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.belonging import EMPTY, GAINED, deeds, degree, doers, parallel, relative_to, same_again
from core.extraction.contests import contested
from core.extraction.examples import with_examples
from core.extraction.following import after_quantity, governs, next_close
from core.extraction.leading import NO_AGENT, SCOPE, before_quantity
from core.extraction.limits import of_class, of_size
from core.extraction.mending import mended
from core.extraction.outcomes import HELD, PRODUCED, heads, output
from core.extraction.owners import whose
from core.extraction.phrases import tag
from core.extraction.sentences import Name, Sentence
from core.extraction.shares import share_doing, those_doing
from core.extraction.sharing import among, as_many, of_all, shared
from core.extraction.spending import costing, granted, spent_on
from core.extraction.things import stages
from core.extraction.titles import honoured, policies, times
from core.extraction.topics import accident, effect, from_before, standing_between, topical

_CUT = words.WORDS["cut"]
# 在全国文明城市测评中位居, 居全省县域金融评估｜首位: in what
_CONTEST = re.compile(
    "(?:在|居)([^，；。、在]{2,16}(?:测评|考核|评估|评价|考评|竞赛|比赛|大赛|评比|赛区))(?:中|里)?(?:$|[^，；。]{0,16}$)"
)
_PLANNED = re.compile(
    "(?:完成了?((?:全?年度?|全年|年初|省定|市定|上级|自治区)?(?:[\\u4e00-\\u9fff]{0,4}?)(?:计划|目标任务|任务(?:总?量)?|目标))的|任务完成)(?:约|近|超)?$"
)
_DEED = re.compile("(?:搬迁安置|易地搬迁|搬迁|改造|整治|治理|维修|修缮|安置|建设)(?=[，。；、\\n]|$)")
_OF_THE_SAME = frozenset(["增产", "减产", "增收", "增量", "减量", "并", "并首次", "有望"])
_STOCK = re.compile("[，,、](?:总数|总量|累计|目前|现有|共有|已有|拥有|已|共|达到|达|超过|突破|近|约|至|增|总)+")
_EACH_UNIT = re.compile("每(?:平方公里|万人|千人|百人|百户|亩|个?[市区县镇村])")
_PLACE_WORDS = ("农村", "城镇", "城市")
_TIMES_OF = re.compile(
    r"[，,、]?(?:约|已|大约)?(?:是|为|相当于|达到|达)(?:上年|去年|同期|上一?个五年|年度任务|年度目标|年度计划|前[一二三四五六七八九十两]+年|全[国省市]|五年前|(?:19|20)\d\d年|[“\"]?(?:十[一二三四五]?|[六七八九])五[”\"]?)[^，；。、]{0,6}的?(?:约|近|超)?"
)
_ECONOMY = re.compile(r"(?:.{0,8}(?:今年|全年|当年|我国|全市|全省|全国))?((?:国民)?经济)")
_OLD = re.compile(r"[，,]?(?:比|较(?![好快大高多为]))[^，；。]{1,14}$")
_SOWN = re.compile(r"^(?:播种|种植|栽种|复种|扩种)|(?:播种|种植)$")
_SCOPE_END = re.compile("(?:保持)?在?全[国省]$")
_CITIES = re.compile(
    r"((?:重点|主要|监测|大中|地级|参评)*城市)(?:中的?)?(?:(?:排|位|上升|前移|提升|前进|居|列|由|从)[^，；。]{0,12})?$"
)
_PART_OF = re.compile(
    r"[，,、]?(?:大约|约|均|已|总量|规模|数量)?占(?:到|据)?((?:全[国省市区县球州旗盟]|世界|同期)[^，；。、]{0,8}?)(?:总[量数额])?的?(?:比重|比例|份额)?的?(?:达到|达|超过|超|约|近|为|从|由|上升到|提高到|升至)?"
)
_SHARE_TOLD = re.compile("(?<=...)占[^占]{2,16}比重$")
_SHARE_OF = re.compile(
    r"(?<=..)(?<![侵强霸抢乱])占(?!地(?![区方])|[比用道有压率补])(?:(?!比重|比例|份额|占比|率$|分之)[^占、]){2,14}$"
)
_FIRST = re.compile("(?:首个|唯一|第[一二两三四]个)[^，；。]{0,8}$")
_WORKED = frozenset(["改造", "整治", "修缮", "拆除", "治理", "维修", "加固", "安置", "整改"])
_GOING_ON = re.compile("悉数|均|顺利|改用|序时|按序时|正在|全部|有序|加快|已|[，。；]")
_AMONG_ALL = re.compile("(?:大关)?的?(?:省份|城市|地级市|地区|县|区|省|市)")
_DAILY = re.compile("(?:日均?|年)(?:供水|供气|供热|供电|发电|用水|用电|处理)(?:污水|垃圾)?$")
_LONE = words.WORDS["lone"]
_NOT_COUNTED = frozenset(["元", "美元", "人", "名", "人次", "%", "百分点", "倍", "亩", "公顷", "吨"])
_STAGE_PAIR = re.compile("[及和、与](?:基本)?")
_NO_NAME = words.WORDS["no_name"]


def _holds(name: str, contest: str) -> bool:
    return contest[:4] in name or contest[-6:] in name


class Namer(Sentence):
    """Names the quantities of one sentence from first to last, remembering what was just named."""

    def name(self, i: int, change: bool) -> Name:
        """The name of quantity i; `change` when it is a change or rank, which never stands before its name."""
        found = self.names[i]
        if found is None:
            found = policies(self, i) or shared(self, i)
            if found is None:
                own = self._noted(i, self._single(i, change))
                found = topical(self, i, effect(self, i, own, self.previous(i)))
            found = with_examples(self, i, whose(self, i, found))
            if self.quantities[i].base_unit in ("亩", "公顷") and _SOWN.search(found.name):
                found = found._replace(name=found.name + "面积", start=-1)
            if found.rule == "left" and self.quantities[i].base_unit in ("人", "名") and HELD.fullmatch(found.name):
                found = found._replace(name=found.name + "人数", start=-1)  # 刑拘｜1384人
            if found.rule == "left" and found.name[:2] == "生产" and self.quantities[i].base_unit in PRODUCED:
                found = output(found)  # 生产原油｜239万吨
            if found.rule == "left" and _DAILY.fullmatch(found.name):
                found = self._daily(i, found)
            if self.quantities[i].base_unit == "%" and not change:
                found = self._completed(i, found)
            if self.quantities[i].base_unit == "%" and not change and _SHARE_OF.search(found.name):
                found = found._replace(
                    name=found.name + "比重", base=found.name[: found.name.rindex("占")] or found.base
                )
            if self.limits[i]:
                found = of_class(self, i, found)
            if (
                i
                and self.floors[i] == self.quantities[i - 1].end
                and (self.text[self.floors[i] - 1] in "亿元" or self.text[self.floors[i]] == "级")
            ):
                found = of_size(self, i, found)
            if self.quantities[i].kind == "rank":
                found = contested(self, i, found)
            before = self.text[max(self.start, found.start - 2) : max(found.start, 0)]
            if (whole := mended(found.name, before)) != found.name:
                found = found._replace(name=whole, base=mended(found.base), start=-1)
            self.names[i] = found
        found = accident(self, i, found)
        if self.quantities[i].kind != "rank":
            return self._moved(i, found) if change and self.quantities[i].base_unit == "位" else found
        if others := self.also.get(i):
            self.also[i] = tuple(self._ranked(i, other) for other in others)
        return self._ranked(i, found)

    def _noted(self, i: int, found: Name) -> Name:
        """Keep in mind where a name stands behind its quantity: what follows it there belongs to the next."""
        if found.rule.startswith("right") and found.start >= 0:
            self.behind[i] = found.start, found.end
        return found

    def _single(self, i: int, change: bool) -> Name:
        """The name of a quantity that shares none: each step is asked in turn, the first that knows it is believed."""
        left = before_quantity(self, i, change)
        previous = self.previous(i)
        if left is not None and left.name in _NO_NAME:
            left = left._replace(name="", base="")  # 一次性增加｜6万亿元…, 先后｜4次…
        if left is not None and left.name in _OF_THE_SAME and previous is not None:
            return previous._replace(rule="carried")  # 粮食总产116亿斤，增产｜3亿斤
        if change:
            if left is not None and previous is not None and words.AGAIN.fullmatch(left.name) is not None:
                return previous._replace(rule="carried")
            return self._changed(i, left, previous)
        return (
            honoured(self, i)
            or times(self, i, left)
            or self._of_same(i, left, previous)
            or (self._share(i, left, previous) if self.quantities[i].base_unit == "%" else None)
            or self._worked_on(i, left, previous)
            or self._behind(i, left, previous)
            or self._before(i, left, previous)
            or self._lent_by_next(i, left, previous)
            or self._carried(i, left, previous)
        )

    def _share(self, i: int, left: Name | None, previous: Name | None) -> Name | None:
        """How far something is done (接入率), or the share of a thing that does what is told behind it."""
        return degree(self, i, left, previous) or share_doing(self, i, left, previous)

    def _of_same(self, i: int, left: Name | None, previous: Name | None) -> Name | None:
        """A further figure of the thing just named: of another place, for each unit, against before, as a part."""
        q = self.quantities[i]
        if previous is not None:
            if left is not None and left.name in _PLACE_WORDS:
                for place in _PLACE_WORDS:  # 城镇人均居住面积增加到8.7平方米，农村增加到｜22平方米
                    if previous.base.startswith(place) and place != left.name and len(previous.base) > len(place) + 2:
                        name = left.name + previous.base[len(place) :]
                        return Name(name, -1, -1, left.action, "carried", name)
            if left is not None and left.end <= q.start and _EACH_UNIT.fullmatch(left.name):
                return Name(left.name + previous.base, -1, -1, "", "relative", previous.base)  # 每平方公里超过｜1家
            if q.base_unit == "倍" and _TIMES_OF.fullmatch(self.text, self.floors[i], q.start):
                return as_many(self, i) or previous._replace(rule="carried")  # 是五年前的｜1.8倍和1.6倍
            if i > 1 and words.RAISED.fullmatch(self.text, self.floors[i], q.start) and (again := as_many(self, i)):
                return again  # 分别由25600元、11200元增加到｜36800元、17600元
            if _OLD.match(self.text[self.floors[i] : q.start]):
                return previous._replace(rule="carried")
            if q.base_unit == "%" and previous.name:
                part = _PART_OF.fullmatch(self.text[self.floors[i] : q.start])
                if part is not None:  # 规上工业增加值2471亿元、占全市｜20.5%
                    base = _SHARE_TOLD.sub("", previous.base or previous.name)
                    return Name(f"{base}占{part.group(1)}比重", -1, -1, "占", "relative", base)
        if (
            _AMONG_ALL.match(self.text, q.end, self.end)
            and _FIRST.search(self.text, self.floors[i], q.start)
            and (subject := previous or from_before(self, i)) is not None
        ):
            return subject._replace(rule="carried")  # 经济总量居首，是全国首个突破｜10万亿元的省份
        return None

    def _worked_on(self, i: int, left: Name | None, previous: Name | None) -> Name | None:
        """A thing before the quantity with what is done to it behind: 村庄6万余户搬迁安置, 剩余10个序时推进."""
        if left is None:
            return None
        end = self.quantities[i].end
        if len(left.name) >= 3 and not governs(left) and (deed := _DEED.match(self.text, end, self.end)) is not None:
            whole = left.name + deed.group()  # “两不具备”村庄｜6万余户搬迁安置
            return Name(whole, -1, -1, left.action, "left", whole)
        if (
            left.name in ("剩余", "其余")
            and previous is not None
            and previous.base
            and _GOING_ON.match(self.text, end, self.end)
        ):
            rest = left.name + previous.base  # 问题整改109个，剩余10个｜序时推进
            return Name(rest, -1, -1, "", "carried", previous.base)
        return None

    def _behind(self, i: int, left: Name | None, previous: Name | None) -> Name | None:
        """The name behind the quantity: what money is for, what is counted, what people do."""
        if (public := granted(self, i)) is not None:
            return public
        right = after_quantity(self, i, left)
        if (paid := costing(self, i, left, previous)) is not None:
            return paid
        if right is None:
            return doers(self, i, left)
        share = self.quantities[i].base_unit == "%" and right.rule == "right_predicate"
        if share and not right.name.endswith(("率", "占比", "比重")):
            return right._replace(name=right.name + "占比")  # 75%的村集体收入超百万元
        return right

    def _before(self, i: int, left: Name | None, previous: Name | None) -> Name | None:
        """The name before the quantity, put together with what was named before where it is not whole."""
        if left is None or not left.name:
            return None
        if previous is not None and (narrower := among(self, i, left, previous)) is not None:
            return narrower
        close = next_close(self, i) if len(left.name) <= 2 or left.name in _LONE or governs(left) else False
        if left.name not in _LONE and (len(left.name) > 2 or not close):
            invested = spent_on(self, i, left)
            if invested is not None:
                return invested
            bare = left.name.removeprefix("其中").removeprefix("基本")
            alone = bare in _LONE or (bare in _CUT and len(bare) <= 3) or stages(bare) or deeds(self, i, bare, previous)
            alone = alone or self._only_done(i, bare)
            if alone and previous is not None and previous.base:
                return same_again(left, previous)
            if not close:
                return relative_to(self, i, left, previous) or parallel(self, i, left, previous) or left
            return None
        if (invested := spent_on(self, i, left)) is not None:
            return invested
        if left.name in _LONE and previous is not None and previous.base and not close:
            return same_again(left, previous)
        return None

    def _lent_by_next(self, i: int, left: Name | None, previous: Name | None) -> Name | None:
        """Nothing on either side: 3779户7346人, 22例107.2万元, 2条共1000余米主干路."""
        q = self.quantities[i]
        if (
            i + 1 >= len(self.quantities)
            or self.quantities[i + 1].start - q.end > 3
            or self.stops(q.end, self.quantities[i + 1].start)
        ):
            return None
        last = i + 1
        while last + 1 < len(self.quantities) and self.joined(last + 1) and self.joined(last):
            last += 1  # 9家、8家、11家企业
        borrowed = after_quantity(self, last, None) or doers(self, last, None)
        if borrowed is None or (previous is not None and i and self.floors[i] == self.quantities[i - 1].end):
            return None
        if q.base_unit == "户":
            borrowed = borrowed._replace(name=re.sub("人数$", "户数", borrowed.name))
        if left is not None and left.name and governs(left):
            agent = left.name[:-2]
            if len(agent) >= 3 and not NO_AGENT.search(agent):
                borrowed = borrowed._replace(name=agent + borrowed.name, base=agent + borrowed.base)
        return borrowed._replace(rule="borrowed")

    def _carried(self, i: int, left: Name | None, previous: Name | None) -> Name:
        """What was named before, in the sentence or in a clause that counts nothing; a name of none at last."""
        q = self.quantities[i]
        if previous is not None and (between := standing_between(self, i)) is not None:
            return between  # 原油产量继续增长，达到｜1.42亿吨
        if previous is not None and (some := those_doing(self, i)) is not None:
            return some
        if previous is not None:
            name = previous.name
            if (
                i
                and self.quantities[i - 1].end == q.start
                and q.base_unit in ("元", "美元")
                and self.quantities[i - 1].base_unit not in ("元", "美元")
            ):
                name += "金额"
            if i and self.quantities[i - 1].end == q.start and q.base_unit in ("人", "名"):
                name = heads(name, self.quantities[i - 1].base_unit)
            if _STOCK.fullmatch(self.text, self.floors[i], q.start):
                name = GAINED.sub("", name)  # 新增科技服务机构10家，累计达｜116家
                if previous.action[:1] == "新" and len(name) - len(previous.action) > 3:
                    name = name.removeprefix(previous.action)  # 新获批一类新药2个，累计达｜19个
            return previous._replace(name=name, rule="carried")
        before = from_before(self, i)
        if before is not None and left is not None and left.name in _WORKED and left.name not in before.name:
            return before._replace(name=before.name + left.name, start=-1)  # 实施三年行动，累计改造｜3万户
        return before or Name("", -1, -1, "", "none", "")

    def _only_done(self, i: int, verb: str) -> bool:
        """受理复议案件170宗，结案｜135宗: a deed told of as many of the same."""
        if next_close(self, i) or verb in ("出栏", "存栏"):
            return False
        if len(_STAGE_PAIR.split(verb)) > 1 and all(part in _LONE for part in _STAGE_PAIR.split(verb)):
            return True  # 竣工及基本建成
        previous = self.previous(i)
        return (
            i > 0
            and previous is not None
            and self.quantities[i].base_unit == self.quantities[i - 1].base_unit
            and self.quantities[i].base_unit not in _NOT_COUNTED
            and verb in words.STRONG_SET
            and verb not in self.known
            and words.RELATIVE.match(previous.base) is None
            and previous.base != ""
            and (previous.base[-1] == "”" or tag(previous.base)[-1][1][:1] == "n")
        )

    def _changed(self, i: int, left: Name | None, previous: Name | None) -> Name:
        """The subject of a change or rank: the words before it, or what the sentence speaks of."""
        if left is not None and (economy := _ECONOMY.fullmatch(left.name)) is not None:
            return left._replace(name=economy.group(1) + "增长", base=economy.group(1) + "增长")
        if (
            i
            and (self.quantities[i].kind == "rank" or self.quantities[i].base_unit == "位")
            and (cities := _CITIES.match(self.text[self.quantities[i - 1].end : self.quantities[i].start])) is not None
        ):
            among = before_quantity(self, i - 1)  # 空气质量在全国168个重点城市排名上升｜7位
            if among is not None and among.name:
                thing = _SCOPE_END.sub("", among.name)
                wide = "全省" if among.name.endswith("全省") else "全国"
                return among._replace(name=thing + wide + cities.group(1) + "排名", rule="carried", base=thing)
        if (
            left is not None
            and previous is not None
            and previous.rule.startswith("right")
            and previous.start >= 0
            and previous.start <= left.start < left.end <= previous.end
        ):
            return previous._replace(rule="carried")  # 公安4项工作名列全省｜第一
        moved = left is not None and left.name[:2] in ("带动", "促进", "推动") and left.name[2:] in self.known
        if left is not None and moved and self.quantities[i].base_unit == "%":
            return left._replace(name=left.name[2:], base=left.name[2:], start=-1)  # 带动固定资产投资增长｜2.8%
        if left is not None and not EMPTY.match(left.name):
            if self._elsewhere(i, left) and previous is not None:
                return previous._replace(rule="carried")
            return relative_to(self, i, left, previous) or left
        if previous is not None and (between := standing_between(self, i)) is not None:
            return between
        if previous is not None:
            again = as_many(self, i) or of_all(self, i)
            return (again or previous)._replace(rule="carried")
        if (left is None or not left.name) and self.quantities[i].kind == "number":
            right = after_quantity(self, i, None)  # 一次性增加6万亿元｜地方专项债务限额
            if right is not None and len(right.base) >= 4:
                return right
        return from_before(self, i) or left or Name("", -1, -1, "", "none", "")

    def _daily(self, i: int, name: Name) -> Name:
        """净水厂一期正式运行，日供水｜2万吨: whose amount a day it is stands in the clause before."""
        subject = from_before(self, i)
        owner = re.sub("[一二三四五六]期.*$", "", subject.name) if subject is not None else ""
        return name._replace(name=owner + name.name + "量", start=-1, rule="relative")

    def _completed(self, i: int, name: Name) -> Name:
        """城镇新增就业完成年计划的｜106%, 改造任务完成｜81%: how much of what was planned is a rate."""
        first = i
        while first and self.joined(first):
            first -= 1
        match = _PLANNED.search(
            self.text, self.clause_start(self.quantities[first].start), self.quantities[first].start
        )
        if match is None or name.name.endswith(("率", "比例", "比重")):
            return name
        plan = match.group(1) or ""
        thing = re.sub("(?:分别|均)?完成$", "", name.name.removesuffix(plan)) if plan else name.name
        previous = self.previous(i)
        if previous is not None and self.floors[i] == self.quantities[i - 1].end and thing and thing in previous.name:
            thing = previous.name  # 72个小区的改造任务完成｜81%
        if not thing:
            before = self._from_previous(i)
            thing = before.name if before is not None else ""
        return name._replace(name=thing + plan + "完成率", start=-1) if thing else name

    def _from_previous(self, i: int) -> Name | None:
        return self.previous(i) or from_before(self, i)

    def _moved(self, i: int, name: Name) -> Name:
        """位列数字百强市第46位，较上年上升｜9位: a move among the same."""
        before = self.names[i - 1] if i else None
        if name.rule == "left":
            return self._ranked(i, name)  # 营商环境排名上升｜5位
        if before is None or self.quantities[i - 1].kind != "rank" or name.rule != "carried":
            return name
        return before if before.name.endswith("排名") else self._ranked(i - 1, name)

    def _ranked(self, i: int, name: Name) -> Name:
        """A rank's name says among whom: 花生参保面积全省位次."""
        if not name.name or name.name.endswith(("排名", "位次")):
            return name
        q = self.quantities[i]
        before = self.text[self.clause_start(q.start) : q.start]
        scope = SCOPE.search(before)
        among = scope.group(1) if scope else ""
        contest = _CONTEST.search(before)
        where = contest.group(1) if contest is not None and not _holds(name.name, contest.group(1)) else ""
        if where.startswith(among):
            among = ""
        rate = next((word for word in ("增速", "增幅", "降幅") if word in before and word not in name.name), "")
        label = "排名" if "排" in before[-12:] else "位次"
        return Name(
            name.name + where + rate + ("" if among and among in name.name else among) + label,
            -1,
            -1,
            name.action,
            name.rule,
            name.base or name.name,
        )

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
