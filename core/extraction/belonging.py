"""Names that mean nothing alone (覆盖率, 总投资, 竣工) and what they belong to."""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.leading import DONE
from core.extraction.lists import without_measure
from core.extraction.phrases import clean_vp, overlapped, strip_start, tag
from core.extraction.sentences import Name, Sentence
from core.extraction.things import of_both
from core.extraction.topics import EFFECTS, clause_topic, from_before, said_of_whole

_STARTED = frozenset({"开工", "新建", "筹建", "筹集", "建设", "实施", "续建", "收集", "排查"})
# 某某工业园区累计盘活…，入驻项目总投资: whose it is stands at the sentence's beginning
_BODY = re.compile(
    "[\\s\\u3000]*([\\u4e00-\\u9fff]{2,10}(?:园区|开发区|集聚区|基地|产业园|中心))(?=[累已共现年建入新])"
)
_HEAD = re.compile("([^，。；、：]{2,12}(?:产业|行业|集群|工业|农业|服务业|制造业|经济|园区))[，,：]")
_EFFORT = (
    "加大",
    "加快",
    "加强",
    "力度",
    "格局",
    "形势",
    "局面",
    "环境",
    "活力",
    "成效",
    "秩序",
)  # nothing has a measure of its own
_MONEY_TAIL = re.compile(r"(?:总产值|产值|营业收入|主营业务收入|销售收入|营收|增加值)$")
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
_BUILT_PLACE = re.compile(
    "(?:新改扩建|新建改建|改建新建|改扩建|新改建|新建|新增|新办|建成|改造|扩建|增设|开办)*((?:公办|民办|普惠性?|义务教育|示范)*(?:幼儿园|中小学校?|小学|中学|高中|学校|养老院|养老机构|养老服务中心|医院))"
)
_PLACES_FOR = re.compile("[学床托]位")
EMPTY = re.compile(
    r"^(?:(?:规模|总量|总额)(?:扩大|翻番)|增长|下降|增幅|涨幅|降幅|增速|速度|年均|同比|比上年|较上年|其中|分别|且|并|全市|全省|全国|全县|全区|.?)$"
)


def relative_to(sentence: Sentence, i: int, left: Name, previous: Name | None) -> Name | None:
    """总投资, 覆盖率, 占工业总产值的比重 and the like belong to what was named before."""
    if left.name in ("强度", "深度", "密度", "浓度", "均价", "售价") and previous is not None and previous.base:
        base = re.sub("(?:总量|总额)$", "", previous.base)
        return Name(base + left.name, left.start, left.end, left.action, "relative", base)
    if left.name in ("出口", "进口", "出口额", "货值") and previous is not None and previous.base and i:
        if (
            sentence.text[sentence.quantities[i - 1].end] == "、"
            and "口" not in previous.base
            and "贸" not in previous.base
        ):
            base = without_measure(previous.base)  # 猕猴桃综合产值增长8.5%、出口增长53.6%
            return Name(base + left.name, left.start, left.end, left.action, "relative", base)
        return None
    body = _BODY.match(sentence.text, sentence.start) if left.name.startswith(("入驻", "进驻", "园区内")) else None
    if body is not None and body.end() < left.start and "。" not in body.group():
        return Name(body.group(1) + left.name, -1, -1, left.action, "relative", body.group(1) + left.base)
    share = left.name.startswith("占") and 3 <= len(left.name) <= 22 and left.name not in ("占地面积", "占地")
    contributed = (
        left.name.endswith(("贡献率", "拉动率"))
        and left.start > 0
        and sentence.text[left.start - 1] == "对"
        and len(left.name) <= 14
    )
    if (
        not share
        and not contributed
        and (len(left.name) > 9 or words.RELATIVE.match(left.name) is None or _stands_alone(sentence, left.name))
    ):
        return None
    if (
        previous is None
        or not previous.name
        or any(c in "；;" for c in sentence.text[sentence.quantities[i - 1].end : sentence.quantities[i].start])
    ):
        previous = _raised(sentence, i, left) or _headed(sentence, i) or _sound(from_before(sentence, i), left.name)
        if previous is None or not previous.name or previous.name.endswith(_EFFORT):
            return None
        if said_of_whole(sentence, i, left.start) and previous.rule == "before" and len(left.name) >= 4:
            return None  # 组建担保集团，全市新增贷款
    elif not share and (nearer := _nearer(sentence, i)) is not None:
        if not nearer.name:
            return None
        previous = nearer
    base = previous.base or previous.name
    if base.endswith(left.name) or base in words.UP_WORDS or base in words.DOWN_WORDS:
        return None
    base = of_both(sentence, i, base) if left.name.endswith(("率", "度")) else base
    place = _PLACES_FOR.search(left.name)
    if place is not None and not any(
        c in base for c in ("园校学教班" if place.group()[0] in "学托" else "院机构所中心养老医")
    ):
        return None  # 城镇新增就业3.05万人，新增学位2.76万个
    if place is not None and place.end() == len(left.name) and len(left.name) == 4:
        # 新改扩建公办幼儿园24所，新增学位｜9330个: 新增公办幼儿园学位; built places alone give places no name
        kind = _BUILT_PLACE.fullmatch(base)
        if kind is None:
            return None
        return Name(left.name[:2] + kind.group(1) + left.name[2:], -1, -1, left.action, "relative", left.name)
    if contributed:
        return Name(base + "对" + left.name, left.start, left.end, left.action, "relative", base)
    if base.endswith("率") and left.name.endswith("率"):
        if not share and sentence.floors[i] == sentence.clause_start(sentence.quantities[i].start) and len(base) > 8:
            return None  # a rate of its own in a clause of its own
        base = without_measure(base)
        if base.endswith("率"):
            return None
    if previous.rule == "relative" and not share:
        base = previous.base
    elif not share and words.MEASURE_TAIL.search(base) and len(base) >= 4 and not _keeps(base, left.name):
        base = without_measure(base)
    tail = left.name.rstrip("从由") if share else left.name  # 占全国份额从｜14%提升到15.5%
    if share and not tail.endswith(("比重", "比例", "份额")):
        tail += "比重"
    if tail.startswith(base):
        base = ""
    if tail in ("总数", "总量", "总数量", "数量", "总户数", "总规模"):
        base = GAINED.sub("", base)
    if not share and (at := base.rfind(tail[:2])) >= 2 and tail.endswith("率"):
        base = base[:at]  # 空气质量优良天数346天、优良率
    whole = overlapped(base, tail) if len(base) > 4 else base + tail  # 隐患整治｜整治率
    return Name(whole, left.start, left.end, left.action, "relative", base)


_COURTING = re.compile("招商|招引|招大引强|引资")
_HONOURED = re.compile("(?:获评|入选|获批|被评为|认定为|命名为)(?:了)?([^，。；、]{4,18})[，,]$")


def _raised(sentence: Sentence, i: int, left: Name) -> Name | None:
    """招引龙头企业，…，到位资金｜135亿元: money that courting brought; 甲、乙获评国家级美丽海湾，数量: as many of them."""
    text, start = sentence.text, sentence.clause_start(sentence.quantities[i].start)
    if left.name == "到位资金" and (found := _COURTING.search(text, sentence.start, start)) is not None:
        return Name("招商引资", found.start(), found.end(), "", "before", "招商引资")
    if left.name == "数量" and (honoured := _HONOURED.search(text, sentence.start, start)) is not None:
        return Name(honoured.group(1), honoured.start(1), honoured.end(1), "", "before", honoured.group(1))
    return None


# Of everybody at once, whatever the clause before is about.
_OF_ALL = frozenset(["新增贷款", "信贷规模", "新增信贷", "争取资金", "贷款投放"])
_SLACK = re.compile(
    "(?:(?:[，、]?(?:做大做强|做强做优做大|做强做大|增量提质|提质增效|提质扩面|增量扩面|精准扩面|扩面增效|转型升级|创新升级|全面实施|高质量发展|健康发展"
    "|(?:全球|核心|综合)?竞争力|质效|效能|经济效益|效益|多项经济指标|制度保障|方面|多点开花|持续恢复))|(?<=[业户体])(?:巩固|创新|壮大|恢复)"
    "|(?<=[^的]{3})“[^”]*、[^”]*、[^”]*”|连续[一二三四五六七八九十两]+年.*|稳中有?|仍)$"
)
_AT_WORK = re.compile(
    "^(?:重点|转型|大力|做优|提质|集聚|创新)(?:发展|培育|打造)(?=...)|^(?:壮大|打造|培育|做强)(?=...)"
)
_UNSOUND = re.compile(
    "^(?:以|在|短短|多|仍|更|从|对|向|把|将|使|让|争取|充分|覆盖范围|坚持|综合)|(?:^产业|^企业|^项目|时间内|领域|专班|模式|环节|成本|成果|重点企业|竞争力|作用|机制|[一二三]产)$|更好|有所|特别是"
)


def _sound(topic: Name | None, tail: str) -> Name | None:
    """Of what the clause before says, the thing that may have a 产值, 投资, 覆盖率; None where it is no thing."""
    if topic is None or tail in _OF_ALL:
        return None
    base = _AT_WORK.sub("", _SLACK.sub("", topic.base))
    if len(base) < 2 or _UNSOUND.search(base) is not None:
        return None
    if len(base) > 24 and "、" in base and "等" not in base:
        return None  # cut off in the middle of a long list
    return topic if base == topic.base else topic._replace(name=base, base=base)


# 净增高新技术企业120家，总数｜550家: of all that there are, not of those gained.
GAINED = re.compile(
    "^(?:(?:\\d+|[一二三四五])年|全年|累计)?(?:净增加?|新增|新设立?|新登记|新引进|新招引|新认定|新培育|新接入|新注册|新建成?|新获批|新组建)(?:培育|引进|认定)?(?=..)"
)


def _keeps(base: str, tail: str) -> bool:
    """固定资产投资总量, 社会消费品零售总额增速: the measure stays before these; 总额 and 总量 take each other's place."""
    if tail.endswith(("增速", "增幅", "涨幅", "降幅", "排名", "位次")):
        return True
    if tail in ("占比", "比重", "比例", "完成率", "占比例"):
        return base.endswith(("投资", "支出", "收入", "贷款", "增加值", "产值", "税收", "外资", "进出口", "出口"))
    return tail in ("总量", "总额", "规模", "总规模", "体量") and not base.endswith(("额", "量", "数", "值", "规模"))


def _nearer(sentence: Sentence, i: int) -> Name | None:
    """粮食生产喜获丰收，产量…: the subject of a clause between the quantities; nameless where it is a whole list.

    Without such a clause, what the sentence names at its head (汽车零部件产业集群，…): None where there is neither.
    """
    text = sentence.text
    end = sentence.clause_start(sentence.quantities[i].start)
    floor = sentence.quantities[i - 1].end if i else sentence.start
    while end - 1 > floor and text[end - 1] in "，,":
        start = sentence.clause_start(end - 1)
        if start < floor:
            break
        found = clause_topic(sentence, start, end - 1)
        if found is not None and found.rule == "subject":
            if "、" in found.name or "和" in found.name[1:-1] or words.MEASURE_TAIL.search(found.name) is not None:
                return found._replace(name="", base="")
            noun = re.sub("(?:生产|工作)$", "", found.name) if len(found.name) > 3 else found.name
            return found._replace(name=noun, base=noun, rule="before")
        end = start
    return _headed(sentence, i)


def _headed(sentence: Sentence, i: int) -> Name | None:
    """汽车零部件产业集群，重点发展…，产值突破｜330亿元: what the sentence names at its head and then speaks of."""
    text = sentence.text
    start = sentence.start
    while start < sentence.end and text[start] in " \u3000\n“":
        start += 1
    match = _HEAD.match(text, start, sentence.quantities[i].start)
    if match is None or sentence.counts(sentence.start, match.end()):
        return None
    noun = match.group(1)
    if any(kind in ("v", "d", "p") for _, kind in tag(noun)) or strip_start(text, start, match.end(1)) != start:
        return None
    return Name(noun, match.start(1), match.end(1), "", "before", noun)


def _stands_alone(sentence: Sentence, name: str) -> bool:
    """An indicator's own name needs nothing in front; a sum of investment does."""
    if name in ("失业率", "资产总额", "进出口总额"):
        return True
    return name in sentence.known and not name.endswith(("投资额", "金额", "到位资金"))


def parallel(sentence: Sentence, i: int, left: Name, previous: Name | None) -> Name | None:
    """装备制造营收突破1000亿元，轻工纺织突破｜600亿元: the measure is said of the first only."""
    if previous is None or previous.rule not in ("left", "carried", "shared") or not i:
        return None
    q, before = sentence.quantities[i], sentence.quantities[i - 1]
    match = _MONEY_TAIL.search(previous.name)
    if (
        match is None
        or (q.base_unit, q.bound, q.kind) != (before.base_unit, before.bound, before.kind)
        or q.base_unit != "元"
        or left.action != previous.action
        or not 2 <= len(left.name) <= 16
        or left.name in sentence.indicators
        or words.MEASURE_TAIL.search(left.name) is not None
        or left.name.endswith(("投资", "资金", "贷款", "债券", "融资", "金额"))
        or sentence.text[before.end : before.end + 1] not in "，、；"
    ):
        return None
    if any(kind == "v" for _, kind in tag(left.name)):
        return None
    return Name(left.name + match.group(), -1, -1, left.action, "carried", left.name)


_DEEDS = re.compile(
    "(?:废止|修订|修改|清退|查封|封停|处罚|保留|养护|交办|督办|落实|解决|采纳|获批|创建|装修|改造|移送|入刑|释放|重新|对接|答复|回复|协调|处理)+"
)


_NO_THING = re.compile(f"^(?:{_DEEDS.pattern})|失效|使用|试点")


def deeds(sentence: Sentence, i: int, name: str, previous: Name | None) -> bool:
    """收集意见建议1135条，已落实解决｜1109条: another deed, counted in the unit of the figure just before."""
    if not i or previous is None or _DEEDS.fullmatch(name) is None or not 4 <= len(previous.base) <= 14:
        return False
    q, before = sentence.quantities[i], sentence.quantities[i - 1]
    gap = sentence.text[before.end : q.start]
    if q.base_unit != before.base_unit or q.base_unit in ("元", "%", "", "人次") or len(gap) > 10:
        return False
    return gap[:1] in ("，", "、") and _NO_THING.search(previous.base) is None


def same_again(left: Name, previous: Name) -> Name:
    """新开工保障性住房9843套，竣工8158套: another verb for what was just counted."""
    thing = previous.base.removeprefix(previous.action) or previous.base
    while thing[:2] in _STARTED and len(thing) > 4:
        thing = thing[2:]  # 开工扩产项目500个、竣工｜300个
    if thing[-2:] in ("开工", "竣工", "投产", "签约", "封顶", "建成") and len(thing) > 4:
        thing = thing[:-2].removesuffix("新").removesuffix("基本")  # 制造业项目开工207个、竣工｜124个
    if left.name in EFFECTS or left.name in ("投资", "总投资", "投入"):
        return Name(thing + left.name, -1, -1, left.name, "verb", thing)
    thing = thing.removesuffix("建设") if len(thing) > 6 else thing
    return Name(left.name + thing, -1, -1, left.name, "verb", thing)


def degree(sentence: Sentence, i: int, left: Name | None, previous: Name | None) -> Name | None:
    """电子政务外网实现100%接入, 水质100%达标: how far something is done is a rate."""
    q = sentence.quantities[i]
    match = DONE.match(sentence.text, q.end, min(sentence.end, q.end + 8))
    if match is None:
        return None
    subject = left if left is not None and left.name and not EMPTY.match(left.name) else previous
    if subject is None or not subject.name:
        subject = from_before(sentence, i)
    if subject is None or not subject.name:
        return None
    name = subject.name.removesuffix("得到").removesuffix("实现").removesuffix("全部")
    return Name(name + match.group(1) + "率", -1, -1, match.group(1), "right", name)


def doers(sentence: Sentence, i: int, left: Name | None) -> Name | None:
    """帮助1.1万人创业, 14万人喝上放心水: people counted by what they do."""
    q = sentence.quantities[i]
    unit = q.base_unit
    if unit not in ("人", "名", "户", "人次") or (i and sentence.quantities[i - 1].end == q.start):
        return None
    helped = left is not None and left.name in _HELPED
    existing = sentence.text[q.start - 2 : q.start] in ("还有", "尚有", "仍有")  # 目前城镇还有几千万人｜居住在棚户区
    if left is not None and left.name and not helped and not existing and not EMPTY.match(left.name):
        return None
    start, end = q.end, sentence.ceiling(i)
    segment = sentence.text[start:end]
    if (i + 1 < len(sentence.quantities) and end == sentence.quantities[i + 1].start) or not 2 <= len(segment) <= 22:
        return None
    tail = clean_vp(clean_vp(segment).removeprefix("实现")) if len(segment) > 3 else segment
    first = tag(tail)[:1]
    doing = helped or (bool(first) and (first[0][1][:1] in "vp" or first[0][0] in ("喝上", "用上", "住上", "吃上")))
    if not first or not doing or first[0][0] in _NOT_DONE or len(tail) < 2:
        return None
    name = (left.name if helped and left is not None else "") + tail + ("户数" if unit == "户" else "人数")
    return Name(name, -1, -1, first[0][0], "right_predicate", name)
