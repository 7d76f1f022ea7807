"""The name after a quantity: 新建5处｜农村饮水安全巩固提升工程, and what its predicate adds.

Longer than other modules: where the thing counted ends and its predicate begins is one decision of many small steps.
"""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.examples import deed_before
from core.extraction.leading import BY_AGENT, DONE_TO_ALL, LEVEL, LEVEL_ONLY, NO_AGENT, NO_LINK, THRESHOLD
from core.extraction.phrases import clean_vp, idle, noun_end, tag, unclosed_quotes
from core.extraction.sentences import Name, Sentence
from core.extraction.sites import CONTENT, POLICY, both_deeds, doer, site
from core.extraction.things import stages, without_told
from core.extraction.topics import from_before

# 投入资金超过40亿元的｜基础上, 产能突破4000万｜双（套）, 厂房24万平方米｜主体工程基本完成: not what is counted
_NO_THING = re.compile(
    "(?:高质量|高标准|高效|圆满|如期)(?:完成|推进|实施|建成)|的?(?:基础(?:之)?上|前提下|同时(?=[，,]|$))|[双台套件只辆张个][（(][\u4e00-\u9fff][)）](?=[，。；、\n]|$)|(?:为)?(?:全[国省市]|国际|国内|世界|全球|行业)(?:领先|首创|率先|推广|第一|一流)(?=[，。；、\n]|$)|主体(?:工程|结构|建筑|建设|施工)?(?:基本|全面|顺利|已)*(?:完成|完工|封顶|竣工)"
)
# 扛在2355名“田长”｜肩上, 省定民生实事｜的基础上: where it stands, not what it is
_WHERE_END = re.compile(
    "(?<=..)(?:的?基础(?:之)?上|(?:的?(?:肩|手|头|心)上)|(?<=土地|大地)上|(?<=城市|省份)中|中?(?:仍|尚|还|已|就)?(?<![国私公所占拥没])有|(?<=率)达)$"
)
_WORKED = re.compile("^(?:实施|新建|建设|完成|打造)的(?=..)")
_LINK_END = re.compile(
    r"(?:、|和|(?<![惠涉波普])及|与|以及|或|并|同时|共|总计|合计|，|,|（|\(|\s|其中|另有|用于|等|、新增|等共|每人|每户|给予|其中，|的)+$"
)
_GENERIC = words.WORDS["generic"]
_CUT = words.WORDS["cut"]
_VERBS = _CUT | words.STRONG_SET
_STRONG_SIZES = sorted({len(word) for word in words.STRONG_SET})
_VALUED = re.compile("的|[\u4e00-\u9fff]{0,8}?(?:项目|工程)")  # 26个总投资145亿元｜代建项目
_WORTH = re.compile(r"(?:年度)?(?:计划)?(?:总投资|投资|投资额|年产值|产值|总额)(?:额)?(?:达|超|约|近|共)?")
_ADVERB_END = re.compile(
    r"(?:高质量|高标准|全[省市区县国]首次|首次|全[省市区县]|预计|力争|年底前|年内|月底前|目前|免费|无偿|统一|依法|成功|提前|共同|同时|精准|优先|陆续|顺利|有力|强力|全力|(?:建设)?进展|运作|受聘)$"
)
# 11条小街小巷道路硬化｜以及…, 240万千瓦风电｜和基地化建设: a second member that has its own verb
_ANOTHER = re.compile(
    r"以及.*$|(?:和(?!美|谐)|[及与、并])[^和及与、]{0,6}(?:建设|新建|改造|建成|实施|完成|开展|新增|打造|培育|引进|发放)$"
)
_BECOMES = re.compile(r"[\u4e00-\u9fff]{0,4}(?:到|至|为)(?:了|约|近|超|如今的?|现在的?|目前的?)?")
_EXAMPLES_NEXT = re.compile(
    "(?:以及|和(?![美谐平])|及|与|、)[^和及与等]{2,}等$|(?:以及|和(?![美谐平]))[^和及与、等]{2,}、[^等]{2,}$"
)
_EXAMPLES = re.compile(r"([^、，“]{2,12})、[^，]*等")
_AND_OTHERS = re.compile("(?<=..)(?:和(?![美谐平])|与)[^和与、]{2,6}$")  # 98个中央部门｜和北京、上海等省市
_CLASS = re.compile("^[一二三四五六七八九十百千万亿元]+(?:以上|级)")
_TO_PLACE = re.compile("(?:名列|位列|位居|稳居|跃居|排名|列|居)全")
_FUND = re.compile("[^，。；、]{0,8}?(?:国债|债券|资金|贷款|基金)(?=支持|用于|加强|投向|推动|保障|加快|完成|实施|对)")
_UNIT_TOO = re.compile("[（(][间户段次个处座栋宗人名件][）)](?!以上|左右|以内|以下)(?=[\u4e00-\u9fff]{2})")
_PARTS = frozenset(["下设", "内设", "下辖", "设有"])
_JOINTLY = re.compile("共|共计|总计|合计")
# 支持3个省实验室｜高效运营, 29个县｜率先高质量发展: how well, not what
_WELL = re.compile(
    "(?:率先|高效|健康|规范|稳定|良性|快速|协同|集聚|创新|错位|特色|绿色|加快|高质量|高水平|蓬勃|有序|平稳|可持续)+(?:发展|运营|运行|成长|壮大|推进|崛起)(?:壮大)?|做大做强|做优做强|做强做优|发展壮大|提质增效|提档升级|提质升级|(?:有力|强力|全力|全面|超前)?(?:推进|加快)|取得[^，。；]{0,6}(?:进展|成效|突破|成果|实效)|(?:用好用活|管好用好|建好用好|用足用好|建好管好)"
)
_LEVEL_UP = re.compile("级(?:以上)?的?")
_SIZES = {"公里": "长度", "米": "长度", "亩": "面积", "平方公里": "面积", "平方米": "面积"}
_MODIFIED = re.compile(
    "已(?:建成|开工|签约|遴选|出让|投产|批|确定|入库|落地)的?|新增(?=[\u4e00-\u9fff“]{3})|实施类|(?:纳入|列入|进入|涉及)[^，。；、]{1,12}的|在[^，。；、到]{2,12}的|拟(?:竣工|投产|上市|开工|建)+的?"
)
_HASTE = frozenset(["加快", "加大", "加速", "提速", "抓好", "做好"])
_WITH = re.compile("(?<![可所加予得足难])以(?![上下内外来及后前])")
# 39万户市场主体｜成为经济高质量发展的有力支撑: praise, not what they became
_FINE = re.compile(
    "成为.*(?:支撑|名片|阵地|载体|打卡地|亮点|引擎|龙头|力量|风景|大道|途径|抓手|主力军|生力军|增长[点极])$"
)
_FIRMLY = re.compile("不(?:动摇|放松|松懈|突破|减|一样|容易|出问题)")
_LED = re.compile("^(?:编制|落地|完成了?|推进|实施|建成|一批|年产|日产|日处理|年处理|[（(].*[）)])*")
_MANNER = re.compile("(?:高质量|高标准|高水平|高效|全面|圆满|扎实|如期|提前|顺利|妥善|超额)+(?:完成|推进|实施|建成)?")
_POLICY_END = re.compile("(?:具体|政策|若干|硬|特别)*(?:措施|举措|政策|规定|意见)")
_PLAIN_DEEDS = frozenset(["完成", "完成了", "推进", "实施", "建成"])
# 办好｜10件民生实事, 围绕｜11条重点产业链: what is said of them, not what they are
_TOWARDS = re.compile(
    "^(?:充分|重点|用力|扎实|继续|突出)*(?:办好|抓好|做好|办成|抓实|用好|围绕|聚焦|发挥|紧盯|瞄准|拿出|用力|明确|保证)了?"
)
_VERBAL = re.compile("(?:改造|建设|整治|治理|行动|工程|计划|工作|任务)$")
_CLASS_LED = re.compile("^(?:过|超|上)?[一二三四五六七八九十百千万]+亿(?:级|元)?(?:以上)?")
_CLASS_ONLY = re.compile(_CLASS_LED.pattern + "(?:、.*)?")
_OWN_VERB = re.compile("(?<=..)(?:新引进|新增|新签约|累计|引进)(?=[^，。；、]{2,}$)")
_OTHER_COUNT = re.compile(
    "(?<=..)[、和及]一(?:批|系列)|(?<=..)[、和及](?:\\d+|[一二三四五六七八九十]+)大(?=[\u4e00-\u9fff]{3})"
)
_ABOVE_ALL = re.compile("(?<=..)[、，]?(?:特别是|尤其是|其中包括)")
# 545个重点实施项目: a verb inside the thing's name
_KIND_OF_WORK = re.compile(
    "(?:重点|重大|年度)(?:实施|推进|建设|攻关|培育|招商|支持|储备|保障|开工)(?:项目|工程|企业|片区|任务)(?=[，。；、\n]|$)"
)
_AND_MORE = re.compile("并(?![网入购联轨行])")  # 7项金奖｜并蝉联全场大奖: another deed
_DEED_TAIL = re.compile(
    "(?:升级|提升|提标|综合|更新|修缮|适老化|标准化|节能|绿色化?|雨污分流|正本清源|“[^”]{2,6}”)*(?:改造|整治|治理|建设|修缮)(?:提升|升级)?(?:工程|项目)?$"
)
_HASTENED = re.compile("(?:正?在?加快|加速|有序|稳步|全力|抓紧)(建设|推进|实施)(?=[，。；、\n]|$)")
_BOTH_VERBS = re.compile(
    "([\u4e00-\u9fff]{2})[和与及、]([\u4e00-\u9fff]{2})|((?:新建|改建|扩建|改造|整治|维修|加固|修缮))((?:新建|改建|扩建|改造|整治|维修|加固|修缮))"
)
_TAKING_PART = frozenset(["参保", "就业", "脱贫", "落户", "受益", "上岗", "签约", "参训", "创业", "入住"])
_CLASSED = frozenset(["家", "个", "项", "种", "类"])
_LINKED = re.compile("[和及与\\d]|多[次个]")
_CAUSING = words.WORDS["causing"]
SPENT = re.compile(
    r"^(?:累计|全年|共|总计|市财政|财政|各级财政|区财政)*(?:投入|投资|总投资|完成投资|筹措|统筹|安排|拨付|投入各类|整合)(?:资金|各类资金|财政资金|专项资金)?$"
)
_AMOUNTS = frozenset(["亩", "公顷", "平方米", "平方公里", "公里", "米", "吨", "千瓦", "立方米"])
_COUNTERS = frozenset("家个项所户宗处座条件只名人支位类")
_YEARLY = re.compile("[年日总][^、，]{1,6}(?:量|能力|额|值|营收|产能)")  # 年周转量
_REACHING = re.compile("(?:达到|达|超过|超|约|近|为|突破|增至|增加到)+$")
_ENUMERATED = re.compile(r"[、等]|以及")


def after_quantity(sentence: Sentence, i: int, left: Name | None) -> Name | None:
    """The name after the quantity: 新建5处｜农村饮水安全巩固提升工程, 100多个｜高频事项实现“最多跑一次”."""
    text, q = sentence.text, sentence.quantities[i]
    end = sentence.ceiling(i)
    start = _begins(sentence, i, end)
    if start >= end and (classed := _of_class(sentence, i)) is not None:
        return classed
    if start >= end or (text[start] in "、（(）)”,和及与" and not text.startswith(NO_LINK, start)):
        return None
    if _NO_THING.match(text, start, end) is not None:
        return None
    if q.base_unit == "人" and text[start] == "口" and start == q.end:
        start -= 1  # 带来约7.65万｜人口增量
    elif q.quantity[-1] == "个" and text.startswith(("体工商", "体经营"), start):
        start -= 1  # 900多万｜个体工商户
    followed = i + 1 < len(sentence.quantities) and end == sentence.quantities[i + 1].start
    segment = _cut_short(sentence, i, start, end, followed)
    if THRESHOLD.match(segment) and not (q.base_unit in ("项", "个", "件", "条") and segment.startswith("任务")):
        return None
    if (other := _OTHER_COUNT.search(segment)) is not None:
        segment = segment[: other.start()]  # 25项重点任务｜、10大标志性合作事项取得进展
    if (
        followed
        and _WORTH.fullmatch(segment)
        and _VALUED.match(text, sentence.quantities[i + 1].end, sentence.end) is not None
    ):
        return after_quantity(sentence, i + 1, None)  # 27个总投资94亿元的｜健康医药项目
    if q.base_unit == "元" and (fund := _FUND.match(segment)) is not None:
        segment = segment[: fund.end()]  # 增发1万亿元｜国债支持灾后重建
    length, vp = _counted(sentence, i, segment, left)
    if length < 1:
        return None
    noun = segment[:length].rstrip("的、")
    if noun[-1:] in ("上", "中", "有", "达"):
        noun = _WHERE_END.sub("", noun)
        if noun[-1:] == "中" and noun[-2:] not in ("高中", "初中") and text.startswith("，", start + len(noun)):
            noun = noun[:-1]  # 12项主要指标｜中，8项提前完成
    noun = noun.removeprefix("实施类").removesuffix("之一")
    if noun[2:3] == "的":
        noun = _WORKED.sub("", noun)
    if "、" in noun and q.base_unit in _AMOUNTS and text[q.end] != "的":
        noun = _first_work(noun, followed)
    told = ""
    if q.base_unit in _COUNTERS and not sentence.limits[i]:
        noun, told = without_told(noun)
    if followed and (both := _with_next(sentence, i, noun, start + length, end)) is not None:
        return both
    if vp and len(noun) > 3 and (free := _ADVERB_END.search(noun)) is not None:
        noun = noun[: free.start()]  # 老人免费｜安装…
    if not noun or (len(noun) == 1 and noun not in "村桥人井站馆园校厂塘湖山树路户企店景岛县市区乡镇车船"):
        return None
    if _begins_strong(noun) and all(kind == "v" and word in words.STRONG_SET for word, kind in tag(noun)):
        return None
    owner, action, governed = _owned(sentence, i, noun, left, vp)
    if q.base_unit in ("人", "人次", "名", "户") and not governed and noun in _TAKING_PART:
        noun += "户数" if q.base_unit == "户" else "人数"  # 3.58亿人｜参保
    name = owner + noun
    if governed and left is not None and q.base_unit == "元" and SPENT.match(left.name):
        name = noun + left.name  # 投入176万元新打抗旱井
    if not owner and left is None and (lent := _lent_owner(sentence, i)):
        owner, name = lent, lent + noun
    if followed and not vp and left is not None:
        name += _deed_of_last(sentence, i, noun, left, end)
    rule = "right"
    if vp and not governed:
        rule = "right_predicate"
        name, action = _with_predicate(sentence, i, segment[length:], name, owner + noun, noun, action, followed, told)
    elif not vp and not governed and not owner and (tail := _predicate_of_list(sentence, i)):
        name, rule = tail + ("" if stages(tail) else "的") + noun, "right_predicate"
    of_examples = text[q.start - 1] == "等"
    base = (
        owner.removesuffix("新增") + noun if owner and (not governed or len(owner) >= 5) and not of_examples else noun
    )
    return Name(name, start, start + len(noun), action, rule, base)


def _first_work(noun: str, followed: bool) -> str:
    """73万平方米｜土地整备、罗投公司破产清算: a size is that of the first of several works told behind it."""
    first, *others = noun.split("、")
    if len(first) < 3 or not (followed or min(map(len, others)) >= 5) or "的" in noun or "和" in first:
        return noun
    alike = {first[-1], *(first[k : k + 2] for k in range(len(first) - 1))}
    if not followed and any(part in other for other in others for part in alike):
        return noun  # 17.85公里｜河流治理、中小河流整治工程
    return noun if unclosed_quotes(first, 0, len(first)) or first[-1].isdigit() else first


def _begins(sentence: Sentence, i: int, end: int) -> int:
    """Where a name after the quantity begins; `end` where there can be none."""
    text, q = sentence.text, sentence.quantities[i]
    start = q.end
    if text[start : start + 1] in ("的", "级"):
        start += 1
    elif text[start : start + 1] in ("（", "(") and (aside := _UNIT_TOO.match(text, start, end)) is not None:
        start = aside.end()  # 新建462套（间）｜保障性租赁住房
    if i + 1 < len(sentence.quantities) and _BECOMES.fullmatch(text, q.end, sentence.quantities[i + 1].start):
        return end  # 从60个｜扩围至86个
    while start < end and text[start] in " \u3000":
        start += 1
    return start


def _cut_short(sentence: Sentence, i: int, start: int, end: int, followed: bool) -> str:
    """The words behind a quantity without those that lead to the next one or to another member of a list."""
    q = sentence.quantities[i]
    segment = _ABOVE_ALL.split(sentence.text[start : min(end, start + 44)])[0]  # 47件民生实事｜、特别是5件…
    if followed and (next_one := _EXAMPLES_NEXT.search(segment)) is not None and next_one.start() >= 2:
        segment = segment[: next_one.start()]  # 5个重大专项｜和新能源、绿色低碳等8个重点专项
    if followed and (own := _OWN_VERB.search(segment)) is not None:
        segment = segment[: own.start()]  # 12个共建产业园区｜新引进项目68个
    if (
        followed
        and (at := segment.rfind("、")) >= 2
        and (_next_begins(segment[at + 1 :]) or _measures(segment[at + 1 :]))
    ):
        segment = segment[:at]  # 5支产业基金｜、总数达到14支; 360公里农村公路通行条件、｜改造危桥9座
    if end - start <= 44 and (trail := _LINK_END.search(segment)) is not None:
        segment = segment[: trail.start()]
    if followed and (other := _ANOTHER.search(segment)) is not None and other.start() >= 2:
        segment = segment[: other.start()]
    if (beside := segment.find("以及")) >= 2 or (q.base_unit in ("人", "名") and (beside := segment.find("及其")) >= 2):
        segment = segment[:beside]
    if q.base_unit not in ("人", "名", "位", "户") and (among := _EXAMPLES.match(segment)) is not None:
        segment = _class_of(segment, among) if q.base_unit in _CLASSED else among.group(1)
        if segment == among.group(1):
            segment = _AND_OTHERS.sub("", segment)
    return segment


def _counted(sentence: Sentence, i: int, segment: str, left: Name | None) -> tuple[int, bool]:
    """How many characters of the words behind a quantity are the thing counted, and whether a predicate follows."""
    if not segment:
        return 0, False
    if (work := _KIND_OF_WORK.match(segment)) is not None:
        return work.end(), False
    q = sentence.quantities[i]
    given = sentence.text[max(sentence.start, q.start - 1) : q.start] in ("为", "对", "向", "给", "帮")
    length, vp = noun_end(tag(segment), given)
    if length < 1 and (modified := _MODIFIED.match(segment)) is not None and (left is None or _open(left)):
        rest, vp = noun_end(tag(segment[modified.end() :]), given)
        if rest >= 2:
            return modified.end() + rest, vp  # 7宗已遴选｜项目土地, 639个纳入省调度的｜重点项目
    if length < 1 and "的" in segment[2:22] and left is not None and left.name and governs(left):
        return len(segment), False  # 新增5.96万名享受政府补贴的居家养老服务对象
    if vp and (of := segment.rfind("的")) > length >= 1 and len(segment) - of > 2 and _undecided(segment[:length]):
        return len(segment), False  # 盘活16个停建、闲置和低效运营的资产项目
    return length, vp


def _open(left: Name) -> bool:
    """True for words before a quantity that leave its thing to come."""
    return not left.name or left.name in _HASTE or governs(left)


def _with_next(sentence: Sentence, i: int, noun: str, at: int, end: int) -> Name | None:
    """The name that the next quantity has for both, where the words between (to `at`) are half a name; None else."""
    if LEVEL_ONLY.match(noun) and (beside := after_quantity(sentence, i + 1, None)) is not None:
        same = LEVEL.sub(noun, beside.base, count=1)  # 10个省级和20个市级试点项目
        noun = noun + _CLASS.sub("", beside.base) if same == beside.base else same
        return Name(noun, -1, -1, beside.action, beside.rule, noun)
    if len(noun) <= 4 and _JOINTLY.fullmatch(sentence.text, at, end):
        whole = sentence.quantities[i + 1].end
        if sentence.text[whole : whole + 1] == "的" and (of_it := after_quantity(sentence, i + 1, None)) is not None:
            name = of_it.base + noun  # 3个区域共410户的｜棚户区改造
            return Name(name, -1, -1, "", "right", name)
    if _CLASS_ONLY.fullmatch(noun) and (beside := after_quantity(sentence, i + 1, None)) is not None:
        noun += _CLASS_LED.sub("", beside.base)  # 4个过五千亿、4个过千亿新兴产业
        return Name(noun, -1, -1, beside.action, beside.rule, noun)
    return None


def _owned(sentence: Sentence, i: int, noun: str, left: Name | None, vp: bool) -> tuple[str, str, bool]:
    """What of the words before the quantity belongs to the name behind it, the verb, and whether that governs it."""
    if left is None:
        return "", "", False
    text, q = sentence.text, sentence.quantities[i]
    governed = bool(left.name) and governs(left)
    owner = action = ""
    if left.name and text[q.start - 1] == "的" and len(left.base) <= 16:
        owner = left.base + "的"
        if _POLICY_END.match(noun) and (verb := _content(text, left, q.start - 1 - len(left.base))):
            owner = verb + owner  # 制定出台支持实体经济发展的｜10项措施
    elif governed:
        governed = left.name[-2:] not in _CAUSING and not (vp and left.name[-2:] in ("扶持", "培育"))
        owner, action = _governing(noun, left, governed)
        if not owner and (agent := BY_AGENT.sub("", left.name.removesuffix(action))) != left.name:
            linked = bool(i) and sentence.floors[i] == sentence.quantities[i - 1].end
            owner = "" if linked or text[left.start - 1] == "等" else doer(agent, noun)
        owner = owner or (site(sentence, i, noun) if POLICY.search(noun) is not None else "")
    elif left.name and _possesses(left):
        owner = "" if _beside(text, q.start) else _TOWARDS.sub("", left.name)  # 市冰球队｜金牌, 2019年度｜13个小区
        if left.action in _PLAIN_DEEDS or left.action.endswith(("到", "至")):
            owner = "" if _MANNER.fullmatch(owner) else _LED.sub("", owner)
            if noun.startswith(owner[-2:]) or owner.endswith(noun) or not owner or not "\u4e00" <= noun[:1] <= "\u9fff":
                owner = ""
    elif text[q.start - 1] == "等":
        owner = deed_before(sentence, i)  # 培育引进华西工程科技等90余家｜企业
    else:
        owner = site(sentence, i, noun)
    pair = both_deeds(sentence, i)
    if pair and not (owner.startswith(pair[:2]) and owner.endswith(pair[-2:])):
        owner = pair
    if left.name in _PARTS and (body := from_before(sentence, i)) is not None:
        owner = body.base + left.name  # 成立指挥部，下设｜13个工作组
    return owner, action, governed


def _beside(text: str, at: int) -> bool:
    """True where a list mark stands in front of `at`: 重点民生实事和｜307件民生微实事."""
    return text[at - 1] in "、和与" or (text[at - 1] == "及" and text[at - 2] not in "惠普涉波")


def _content(text: str, left: Name, at: int) -> str:
    """The verb straight before the words in front of a quantity, when it says what a policy does; "" for others."""
    verb = text[max(0, at - 2) : at]
    return verb if verb in CONTENT and text.startswith(left.base, at) else ""


def _governing(noun: str, left: Name, governed: bool) -> tuple[str, str]:
    """Of words that end in a verb: what of them stays in the name (who did it, a verb that says what), and the verb."""
    verb = next((v for v in (left.name[-4:], left.name[-3:], left.name[-2:]) if v in _VERBS), "")
    agent = BY_AGENT.sub("", left.name[: len(left.name) - len(verb)])
    if agent == "新" and verb:
        agent, verb = "", "新" + verb  # 新推出102项｜制度创新成果
    owner = agent if 3 <= len(agent) <= 12 and not NO_AGENT.search(agent) else ""
    if agent == "高标准" and noun.endswith("农田"):
        owner = agent
    both = _BOTH_VERBS.fullmatch(left.name)
    if both is not None and (both.group(3) or (both.group(1) in _VERBS and both.group(2) in _VERBS)):
        owner = left.name  # 改造和新建2.3万所｜乡镇卫生院
    elif governed and ((verb and verb not in _GENERIC) or len(noun) <= 2):
        owner += verb
    return owner, verb or left.action


def _possesses(left: Name) -> bool:
    """True for words before a quantity that say whose the thing behind it is, and are no name of their own."""
    return (
        (
            not left.action
            or left.action.endswith(("到", "至"))
            or (left.action in _PLAIN_DEEDS and left.start > 0 and not _VERBAL.search(left.name))
        )
        and 2 <= len(left.name) <= 14
        and not left.name.endswith(("等", "为"))
        and words.RELATIVE.match(left.name) is None
        and not _ENUMERATED.search(left.name)
        and not (left.name.endswith("投资") and len(left.name) > 3)
    )


def _deed_of_last(sentence: Sentence, i: int, noun: str, left: Name, end: int) -> str:
    """完成100个｜村庄、800公里村内道路改造: what was done, said once behind the last member; "" for nothing."""
    if (left.name[-2:] or left.action) not in _GENERIC or sentence.text[end - 1] not in "、和":
        return ""
    last_one = after_quantity(sentence, i + 1, None)
    deed = None if last_one is None else _DEED_TAIL.search(last_one.base)
    if deed is None or _DEED_TAIL.search(noun) is not None or noun.endswith(("项目", "工程", "入户")):
        return ""
    return deed.group()


def _with_predicate(
    sentence: Sentence, i: int, rest: str, name: str, thing: str, noun: str, action: str, followed: bool, told: str
) -> tuple[str, str]:
    """The name of a thing with what its predicate `rest` adds (实现“最多跑一次”的高频事项), and the verb."""
    tail = "" if _AND_MORE.match(rest) else clean_vp(rest)
    before = sentence.quantities[i].start
    if tail[:1] == "为" and _WITH.search(sentence.text, sentence.clause_start(before), before) is not None:
        tail = ""  # 以虚拟大学园6所香港院校｜为突破口
    if tail and (aside := tail.find("（")) > 1 and "）" not in tail:
        tail = tail[:aside]
    if followed and "、完成" in tail:
        tail = tail[: tail.index("、完成")]
    if followed and (at := tail.rfind("、")) > 1 and _measures(tail[at + 1 :]):
        tail = tail[:at]  # 20个项目｜落地、总投资1370亿元
    if followed and words.RELATIVE.match(tail) is not None:
        tail = ""  # 36个同城重大项目｜完成投资150.1亿元
    if (
        tail in ("分获", "得到", "实现", "获得", "达到", "完成", "超额", "圆满", "顺利")
        or _TO_PLACE.match(tail)
        or tail.startswith(("按照", "根据", "占全", "呈现", "排名", "要", "必须"))
        or _FINE.match(tail) is not None
        or _FIRMLY.match(tail) is not None
        or _WELL.fullmatch(tail) is not None
        or (len(tail) >= 4 and idle(tag(tail)))
        or (followed and tail[-1:] == "的")
    ):
        tail = ""
    if tail in _CUT and followed:
        object_ = after_quantity(sentence, i + 1, None)
        tail = tail + object_.base if object_ is not None else ""
    if (hastened := _HASTENED.match(rest)) is not None and noun in ("项目", "工程", "重大项目", "重点项目"):
        return hastened.group() + "的" + noun, action  # 永昌锦纶等154个｜项目加快建设
    if tail and 2 <= len(tail) <= 26:
        if len(thing) > 2 and thing[-1] == "新" and thing[-2] not in "创更翻革焕有":
            thing = thing[:-1]  # 21个学科新｜进入ESI排名前1%
        if len(tail) <= 2:
            return thing + told + tail, action or tail[:2]
        whole = told + tail + "的" + thing
        if not told and stages(tail):
            whole = tail + thing if thing == noun else thing + tail  # 竣工投产重大项目
        return whole, action or tail[:2]
    return name, action


def _begins_strong(noun: str) -> bool:
    """True when the first characters are a verb of doing, which a word may be that begins there."""
    return not noun or any(noun[:size] in words.STRONG_SET for size in _STRONG_SIZES)


def _of_class(sentence: Sentence, i: int) -> Name | None:
    """26个50亿元级以上产业项目: the class that stands between a count and its thing; 26.3公里的6个电力管沟项目."""
    if i + 1 == len(sentence.quantities):
        return None
    text, q, next_one = sentence.text, sentence.quantities[i], sentence.quantities[i + 1]
    if next_one.start == q.end + 1 and text[q.end] == "的" and q.base_unit in _SIZES:
        if text[sentence.floors[i] : q.start].rstrip("约近超达为共").endswith(("面积", "长度", "里程")):
            return None
        thing = after_quantity(sentence, i + 1, None)
        return None if thing is None else Name(thing.base + _SIZES[q.base_unit], -1, -1, "", "right", thing.base)
    level = _LEVEL_UP.match(text, next_one.end) if next_one.start == q.end else None
    if level is None and next_one.start == q.end and text[q.start - 1] == "等" and text[q.start - 2] not in "高中初":
        thing = after_quantity(sentence, i + 1, None)  # S40宁国至枞阳等4条210公里｜高速公路
        return None if thing is None else thing._replace(name=thing.base, rule="right")
    if level is None:
        return None
    segment = text[level.end() : min(sentence.clause_end(level.end()), level.end() + 30)]
    length, vp = noun_end(tag(segment))
    if length < 2:
        return None
    name = text[next_one.start : level.end()] + segment[:length]
    return Name(name, next_one.start, level.end() + length, "", "right_predicate" if vp else "right", name)


def _lent_owner(sentence: Sentence, i: int) -> str:
    """改造和新建2.3万所乡镇卫生院、1500所｜县医院; 涉及的8项任务17条｜措施: what stands before the first member."""
    before = sentence.names[i - 1] if i else None
    if before is None or before.rule != "right":
        return ""
    if before.start < 0:
        told = sentence.quantities[i - 1].end
        quoted = sentence.text[told] == "“" == sentence.text[sentence.quantities[i].end]
        return before.base if quoted and before.name.endswith("比例") else ""  # 事项84%“全程网办”、911项｜“免证办”
    gap = sentence.text[before.end : sentence.quantities[i].start]
    lent = before.name.removesuffix(sentence.text[before.start : before.end])
    if gap == "" and lent.endswith("的"):
        return lent
    if gap in ("、", "和", "及", "与", "以及") and (
        lent.startswith("每") or _BOTH_VERBS.fullmatch(lent) is not None or DONE_TO_ALL.fullmatch(lent) is not None
    ):
        return lent
    return ""


def _class_of(segment: str, among: re.Match[str]) -> str:
    """868家铸造、水泥等｜涉工业炉窑企业: the class stands behind its examples, else the first of these."""
    first, behind = among.group(1), segment[among.end() :]
    if len(behind) < 4 or _LINKED.search(among.group()) or behind.startswith(("一批", "各", "重大", "重点")):
        return first
    if noun_end(tag(first))[0] < len(first) or noun_end(tag(behind))[0] < 4:
        return first
    return behind


def _next_begins(words_: str) -> bool:
    """True when the words before the next quantity begin with a verb of their own and a noun."""
    tokens = tag(words_)
    return len(tokens) > 1 and tokens[0][1] in ("v", "vn") and tokens[0][0] in _VERBS and tokens[1][1][:1] in ("n", "a")


def _measures(words_: str) -> bool:
    """总数达到: the words before the next quantity are a measure of what was just counted."""
    bare = _REACHING.sub("", words_)
    return words.RELATIVE.match(bare) is not None or _YEARLY.fullmatch(bare) is not None


def _undecided(words_: str) -> bool:
    """True for a list of short qualities (停建、闲置和低效), which need a noun behind them."""
    parts = re.split("[、和及]", words_)
    return len(parts) > 1 and all(len(part) == 2 for part in parts)


def _predicate_of_list(sentence: Sentence, i: int) -> str:
    """近900名医护人员、近千名公安干警奋战在抗疫一线: the predicate behind the last member holds for all."""
    text = sentence.text
    j = i
    while (
        j + 1 < len(sentence.quantities)
        and sentence.ceiling(j) == sentence.quantities[j + 1].start
        and text[sentence.quantities[j + 1].start - 1] in "、和及与"
    ):
        j += 1
    if j == i:
        return ""
    start = sentence.quantities[j].end
    segment = text[start : min(sentence.ceiling(j), start + 44)]
    length, vp = noun_end(tag(segment)) if segment else (0, False)
    if not vp or length < 2:
        return ""
    tail = clean_vp(segment[length:])
    if tail[-1:] == "的" or (len(tail) >= 4 and idle(tag(tail))):
        return ""  # 分别完成年度投资计划的｜151%和117%
    return tail if 2 <= len(tail) <= 16 else ""


_NOUNS = frozenset(["运动员", "总投资", "产投资"])  # they only end as verbs do


def governs(left: Name) -> bool:
    """True when the words before a quantity end in a verb, whose object follows: 新建｜5处…."""
    return (
        left.name in _CUT
        or left.name in words.STRONG_SET
        or (left.name[-2:] in _VERBS and (left.name[-3:] not in _NOUNS or len(left.name) == 3))
        or left.name[-1:] == "了"
    )


def next_close(sentence: Sentence, i: int) -> bool:
    """2条共1000余米主干路: the next quantity follows at once and has the name for both."""
    if i + 1 >= len(sentence.quantities):
        return False
    gap = sentence.text[sentence.quantities[i].end : sentence.quantities[i + 1].start]
    return gap in ("", "共", "约", "共计", "总计") and after_quantity(sentence, i + 1, None) is not None
