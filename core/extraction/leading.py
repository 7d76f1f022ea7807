"""The name before a quantity: 改造高标准农田｜27.63万亩, 全市地区生产总值实现｜105亿元.

Longer than other modules: agent, verb and noun in front of a figure are told apart in one pass over its words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.extraction import words
from core.extraction.examples import class_of
from core.extraction.lists import lent_beginning
from core.extraction.phrases import strip_end, strip_start, tag, unclosed, unclosed_quotes
from core.extraction.sentences import Name, Sentence

# Words that only look as if they began with a link.
NO_LINK = ("和美", "和谐", "和平", "和田", "和县", "和龙", "和顺", "和静", "与会", "及时", "至善")
_LINK = re.compile(r"^\s*(?:、|和|及|与|以及|或|或者|并|暨|/|\+|，|,|至)\s*")
_GENERIC = words.WORDS["generic"]
_CUT = words.WORDS["cut"]
_VERBS = _CUT | words.STRONG_SET
# Verbs that also stand inside names; they govern only at the beginning.
_FIRST_ONLY = words.WORDS["first_only"]
_HARD_VERB = _CUT - _FIRST_ONLY
_GOVERNING = re.compile("|".join(sorted(_CUT, key=lambda word: (-len(word), word))))
_COMPARISON = re.compile(
    r"(?:[（(][^）)]{0,12}[）)])?(?:按[^，；。]{0,10}|扣除[^，；。]{0,10}|剔除[^，；。]{0,10}|考虑[^，；。]{0,10}|同口径)?(?:分别|均|也|又|都|还)?(?<![占同环对配性之百])(?:比(?![重例率值])|较(?![大高好])|与(?=[上去前]年|同期|全[国省市]|(?:19|20)\d\d|年初|经济|“)|高于|低于|快于|慢于|超出|高出)[^，；。、]{1,18}$"
)
_ADJUSTED = re.compile(
    r"[^\u4e00-\u9fff]*(?:按|扣除|剔除|考虑)[^，；。]{2,14}(?:计算|因素|口径|影响|后|价)?[^，；。]{0,6}$|[（(][^）)]{0,12}[）)]?[，,]?(?:增长|下降)?$"
)
_BUILT = frozenset({"建成", "完成", "实施", "实现", "达到"})
_OUT = (
    "到位",
    "到岗",
    "到期",
    "到账",
    "到家",
    "出口",
    "出让",
    "出租",
    "出资",
    "出行",
    "出生",
    "出入",
    "出境",
    "出版",
    "出货",
    "好人",
    "好评",
)
_BEFORE_LIST = re.compile(
    r"“零”的突破、(?=[^、]+$)|[^、]*(?:全覆盖|清零|双提升|双下降|零突破)、|[^、]*(?:实现|达到|稳居|位居|取得)[^、]{2,}、(?=[^、]+$)"
)
_CONVERTED = re.compile("按|折合|约合|折算|相当于|合")
_UNIT_ASIDE = re.compile("[（(][^）)]{1,3}[）)][、，,]?")
_BASED = re.compile("的?基础(?:之)?上[，,]?(?:又|再|还|分别)*")
_WITHIN = re.compile("[仅只]用[^，；。、就]{1,8}就(?=..)")
_DONE_AND = re.compile(
    "(?:集中)?(?:落地|开工|签约|投产|竣工|建成|入库|动工|复工)(?:建设)?、(?=总投资|年产值|带动|总建筑面积)"
)
_PER_UNIT = re.compile(r"每(?:立方米|平方米|平方公里|亩|吨|人|升)[、，]?")
_ADJUSTED_LEVEL = re.compile(r"(?:扣除|剔除)[^，；。]{2,14}(?:因素|影响)后?[^，；。]{0,4}$")
_ADJUSTED_INSIDE = re.compile(r"(?:按|扣除|剔除|考虑)[^，；。]{2,12}(?:计算|因素|口径|影响)[^，；。]{0,6}$")
# 位居全省｜第一: what leads to a place, and the words that may stand in front of that
_PLACE = re.compile(
    r"位居|跃居|稳居|居于|(?<![新定安宜旧移故同隐])居(?![民住家])|位列|名列|列(?!车)|排名|排在|排位|(?<!大|力)排(?![放水污查练涝除])|位次|升至|跃升|进入|并列|蝉联|荣获|荣膺|斩获|夺得|摘得|获得|(?<!收)获(?!得)|保持|(?<!健)在(?![线校建职岗读园册库编外籍])|创(?=全|历)|列入"
)
_PLACE_HEAD = re.compile(
    r"(?:[增涨降]幅|增速|继续|连续[^，。；、]{1,5}?(?:年|季度|个月)?|首次|再次|再|双双|分别|跃升|上升|位次|位|并|均|都|已|也|又|则|还|稳|仍|持续|稳定|跃|上|排名?|成功|在[^，。；、]{2,14}(?:中|里|内|名单)?|[中里])$"
)
_AMONG_PLACES = re.compile("、[^、]{0,8}(?:城市|地区|省份|[省市区县]|园区)$")
SCOPE = re.compile(
    r"(全[国省市区县州盟旗球]|世界|全国[^，]{0,6}城市|全市各区|[省市]直|我国|国内|中部|西部)[^，；。]{0,8}$"
)
# 芦田肥业、天晟重工等(民营企业捐款): the examples are left out of the name.
_MANNERS = frozenset(["高标准", "高质量", "高水平", "高品质", "高起点", "高规格"])
_PLACES_OF = frozenset(["道路", "公园", "学校", "街道", "景区", "桥梁", "水库", "医院", "小区", "街巷"])
_AMONG = re.compile(
    r"^(?:[^等]*[、》”][^等]*|[^等]{5,})(?<![高中初同平均优])等(?![级地于候待腰])(?:领域|方面|行业|环节|地区(?!生产))?|^《[^》]*》"
)
NO_AGENT = re.compile(
    r"^(?:最后|扩面|(?:高标准|高质量|高水平|高品质|高起点)+|计划|拟|谋划|柔性|联合|线上|线下|集中|免费|自主|重点|系统|有力|成功|新|再|又|还|共|已)$|(?:为|对|与|向|等|、|的|和|财政|我们|政府|方面|领域|规划)$|^(?:配合|会同|协助|依托|根据|依据|借助|利用|针对|聚焦|紧盯|结合|瞄准|发挥|妥善|联合|赴|在|向|对(?!外)|为|通过|围绕|经|按|把|将|由|从|以|与|年|分|共|每(?!平方公里|亩|万人))|[、，]|等地"
)
# Between who did it and the verb: 市重点项目预计｜完成投资
BY_AGENT = re.compile(
    "(?:累计|合计|一次性|(?:[或和、]?(?:参与|牵头|主导))+|预计|共计|总计|全面|全年|成功|先后|首次|共|已|均|都|将|、|，)+$"
)
_OF_MANY = re.compile(
    "(?![在为对与向从以按])(?:[^，。；“《]*[^、]等)?[^，。；、等]{0,8}(?:项目|工程|产业|行业|企业|园区|片区|基地|领域|建设)|[\u4e00-\u9fff]{2,5}(?:、[\u4e00-\u9fff]{2,5}){1,4}"
)
_GIVEN = frozenset(["提供", "实施", "开展", "发放", "配备", "安排"])  # to whom is part of the name
_BEARABLE_AGENT = 18
_OF_EACH = re.compile("每(?:[百千万](?=.)|个|[县区])[^，。；、]{0,9}")  # 每千人口｜拥有托位数
THRESHOLD = re.compile(
    r"(?:新|[两三四]个|[百千万]?亿元?级?(?=大?台阶|大关|关口))?(?:大关|台阶|关口|大台阶|门槛|目标|水平|红线|任务|大坎|高位|左右|整数)"
)
DONE = re.compile(
    r"的?(纳管|公开|备案|建档|联网|硬化|配备|响应|闭环|落实|完成|达标|接入|办结|覆盖|到位|整改|完工|兑现|开工|合格|就业|参保|通过|达产|回收|利用|处置|安置|履约|普及|全覆盖)(?=[，。；、\n]|$)"
)
# 消费促进月, 就业保障中心: a verb inside a noun
_COMPOUND = frozenset(
    [
        "中心",
        "条例",
        "办法",
        "机制",
        "基金",
        "计划",
        "行动",
        "工程",
        "平台",
        "站",
        "月",
        "周",
        "季",
        "制度",
        "体系",
        "政策",
    ]
)
_NOUN_ENDS = frozenset(("的", "率", "额", "量", "数", "金额", "资金", "面积", "任务", "（", "(", "区", "房", "性"))
_AMOUNTS = ("投资", "收入", "产值", "产量", "发电量", "额", "利润", "税收", "营收", "增加值", "规模")
_PLAIN = frozenset({"实现", "完成", "达到"})  # never part of a name
LEVEL = re.compile(
    r"(?:国家|世界|自治区|[省市区县州盟部校]|[一二三四五六七八九十百千万]+亿(?=级)|[一二三四五]星(?=级))级?(?=[\u4e00-\u9fffA-Z“])"
)
LEVEL_ONLY = re.compile(
    r"(?:新增)?(?:国家|世界|自治区|[省市区县州盟部校]|[一二三四五六七八九十百千万]+亿|[一二三四五]星)级$"
)
# 新增森林、绿地; 新建、改扩建幼儿园、中小学: said once for the whole list
DONE_TO_ALL = re.compile(
    "新增|出栏|存栏|新(?:建成|改扩?建|开工|签约|引进|招引|培育|打造|认定|设立|获批|入库|竣工|投产|投用|推出|创建)(?:改造|建设)?|全新运营|"
    "新建(?:(?:和|及|、)?(?:改造提升|提升改造|改扩?建|扩建|改造|提升))?|改扩建|升级改造|改造提升|提升改造|更新改造|改造|续建|扩建"
)
_FLOWS = frozenset(["新增", "出栏", "存栏"])
_DONE_BEHIND = re.compile("(?:易地)?(?:搬迁|安置|改造|整治|治理|维修|修缮|建设|提升)")
_STANDING = ("总数", "总量", "保有量", "面积")
_PAIR = re.compile("(?:新建改建|新建改造|改造提升|新建提升|建设改造|维修改造|改建新建|新改扩?建)(?=..)")
_LONE = words.WORDS["lone"]
_MEASURED = re.compile(words.MEASURE_TAIL.pattern + "|(?:资金|债券|消费)$")
_BEARABLE = 30  # characters of a measure with those of whom it is


def before_quantity(sentence: Sentence, i: int, change: bool = False) -> Name | None:
    """The name before the quantity: 改造高标准农田｜27.63万亩, 全市地区生产总值实现｜105亿元."""
    text, q = sentence.text, sentence.quantities[i]
    start, end = sentence.floors[i], q.start
    linked = False
    named, told = sentence.behind.get(i - 1, (-1, -1)) if i and start == sentence.quantities[i - 1].end else (-1, -1)
    if start <= named < told < end and (text[told] in "、，,和及与" or _DONE_AND.match(text, told, end) is not None):
        # 510项“不见面”审批、｜200项“秒批”: the words between name the first
        start = text.index("、", told) if text[told] not in "、，,和及与" else told
    begun = bool(i) and start in (sentence.quantities[i - 1].end, told)
    if text[start : start + 1] in "（(" and _CONVERTED.match(text, start + 1, end) is not None:
        return Name("", -1, -1, "", "left", "")  # 33000元（按现行汇率折算约｜4000美元）
    if begun and (link := _LINK.match(text[start:end])) is not None and not text.startswith(NO_LINK, start):
        start += link.end()
        linked = True
    elif text[start : start + 1] in "、和及与" and not text.startswith(NO_LINK, start):
        start += 1
    if i and start == sentence.quantities[i - 1].end and (done := DONE.match(text, start, end)) is not None:
        start = done.end()  # 诉求100%响应、可办事项｜100%办结
        while start < end and text[start] in "、，,":
            start += 1
    if begun and text[start : start + 1] in "的基" and (based := _BASED.match(text, start, end)) is not None:
        start = based.end()  # 在2012年增加3.5个百分点的基础上又提高｜5.3个百分点
    if i and start == sentence.quantities[i - 1].end and (per := _PER_UNIT.match(text, start, end)) is not None:
        start = per.end()
    if i and start == sentence.quantities[i - 1].end and (step := THRESHOLD.match(text, start, end)) is not None:
        start = step.end()  # 突破300亿元大关、达｜313.9亿元
        while start < end and text[start] in "、，,":
            start += 1
    if (aside := _UNIT_ASIDE.match(text, start, end)) is not None and start == sentence.quantities[i - 1].end:
        start = aside.end()  # 公共住房9.7万套（间）、供应分配｜4.2万套
    if change:
        end = before_comparison(sentence, start, end, q.kind == "rank")
    elif (adjusted := _ADJUSTED_LEVEL.search(text, start, end)) is not None and adjusted.start() - start >= 4:
        end = adjusted.start()
    stop, action = strip_end(text, start, end)
    begin = strip_start(text, start, stop)
    if (within := _WITHIN.match(text, begin, stop)) is not None:
        begin = within.end()  # 仅用1个月时间就签约项目｜273个
    if text[start:stop] in ("", "把", "将") and "增长预期目标" in text[start:end]:
        return Name("经济增长预期目标", -1, -1, action, "left", "经济增长预期目标")  # 把增长预期目标定在｜7.5%
    if stop - begin < 1:
        return Name("", -1, -1, action, "left", "") if action else None
    return _noun(sentence, i, begin, stop, action, linked)


def before_comparison(sentence: Sentence, start: int, end: int, rank: bool) -> int:
    """Where 比上年, 按可比价格计算, 居全省 begin, which stand between a name and its change or rank."""
    if rank:
        return before_place(sentence.text, start, end)
    match = _COMPARISON.search(sentence.text, start, end)
    if match is None:
        match = _ADJUSTED.match(sentence.text, start, end) or _ADJUSTED_INSIDE.search(sentence.text, start, end)
    return end if match is None else match.start()


def _noun(sentence: Sentence, i: int, begin: int, stop: int, action: str, linked: bool) -> Name:
    """Within the words before a quantity, tell agent, verb and noun apart."""
    text = sentence.text
    written = text[begin:stop]
    agent, verb, noun_at = "", "", begin
    if len(written) > 3 and _GOVERNING.search(written) is not None:
        found = _deed(text, begin, stop)
        if found is None:
            return Name(written, begin, stop, tag(written)[0][0], "left", written)  # 新建保障房和实施旧住房改造｜11万套
        agent, verb, noun_at = found
    verb, noun_start = _noun_start(text, verb, noun_at, stop)
    noun = text[noun_start:stop]
    if (ended := _BEFORE_LIST.match(noun)) is not None and len(noun) - ended.end() >= 3:
        noun_start, agent, verb = noun_start + ended.end(), "", ""
        noun = text[noun_start:stop]  # 瞪羚企业实现“零”的突破、｜国家高新技术企业
    if not noun:
        noun, noun_start, agent, verb = written, begin, "", ""
    if agent in _MANNERS:
        agent = ""
    if agent == "新" and text.startswith(verb, begin + 1) and words.RELATIVE.match(noun) is None:
        agent, verb = "", "新" + verb  # 新｜签约引进项目
    if "等" in noun[2:-2] and (of := class_of(noun, verb)) is not None:
        deed, at = of  # 新增｜康复大学等高校, 竣工健腾药业等项目
        if not verb and not agent:
            whole = deed + noun[at:]
            return Name(whole, -1, -1, deed, "left", whole if len(noun) - at <= 3 else noun[at:])
        verb, noun_start = deed, noun_start + at
        noun = text[noun_start:stop]
    if not verb and "、" in written and (later := _later_verb(sentence, begin, stop)) is not None:
        return later
    if (
        (listed := _AMONG.match(noun)) is not None
        and not noun.startswith(("打击", "严厉打击", "严打"))
        and not unclosed_quotes(noun, 0, listed.end())
        and (len(noun) - listed.end() >= 3 or noun[listed.end() :] in _PLACES_OF)
        and not (
            len(noun) <= _BEARABLE
            and _MEASURED.search(noun) is not None  # 大仟里等商业综合体营业额
            and not (verb and verb + noun[listed.end() :] in sentence.indicators)  # 争取甲、乙等上级资金
        )
    ):
        noun_start += listed.end()
        noun = text[noun_start:stop]
    name = base = noun
    whole_start = noun_start
    counted = bool(i) and begin == sentence.quantities[i - 1].end  # 59个｜年度重大项目完成投资
    if verb:
        relative = words.RELATIVE.match(noun) is not None
        if len(noun) <= 3 and not relative:
            base = verb + noun
        agent = BY_AGENT.sub("", agent)
        amount = verb in _PLAIN and noun.endswith(_AMOUNTS)  # 完成工业投资
        if (
            verb not in _GENERIC
            or noun.startswith(("改建", "改造", "扩建", "改扩建"))
            or (len(noun) <= 4 and not relative and not amount)
        ):
            name = verb + noun
            if text[noun_start - len(verb) : noun_start] == verb:
                whole_start = noun_start - len(verb)
        given = (
            verb in _GIVEN and text[begin - 1] in "为给向对" and len(agent) <= _BEARABLE_AGENT and "我们" not in agent
        )
        if _acts(agent, relative and not counted) or (given and len(agent) >= 3):
            name, whole_start = agent + name, -1
            base = agent + base
    made = Name(name, whole_start if whole_start >= 0 else noun_start, stop, verb or action, "left", base)
    if counted and (whole := _of_counted(sentence, i, name)):
        return made._replace(name=whole, start=-1, base=whole)
    if linked and (previous := sentence.previous(i)) is not None:
        return _continued(sentence, i, made, previous, written, noun, begin, noun_start, action, bool(verb))
    return made


def _of_counted(sentence: Sentence, i: int, name: str) -> str:
    """政府工作报告确定的214项重点工作｜完成率: a measure of the thing just counted, with all of its name; "" else."""
    before = sentence.names[i - 1]
    if before is None or before.start < 0 or before.rule != "right":
        return ""
    thing = sentence.text[before.start : before.end]
    if (
        len(thing) < 2
        or not name.startswith(thing)
        or not before.base.endswith(thing)
        or before.base == thing
        or "、" in name
    ):
        return ""
    return before.base + name[len(thing) :]


def _acts(agent: str, relative: bool) -> bool:
    """Whether the words before a verb say who did it; a measure is also of many: 交通、能源、水利完成｜投资."""
    if relative and 3 <= len(agent) <= 30 and _OF_MANY.fullmatch(agent) is not None:
        return True
    if agent[:1] == "每" and len(agent) <= 14 and _OF_EACH.fullmatch(agent) is not None:
        return True
    return 2 <= len(agent) <= (20 if relative else 12) and NO_AGENT.search(agent) is None


def _deed(text: str, begin: int, stop: int) -> tuple[str, str, int] | None:
    """Who did it, the verb, and where the thing begins; None where two deeds are told of one thing."""
    agent, verb = "", ""
    position = noun_at = begin
    quote = 0
    tokens = tag(text[begin:stop])
    led = _manners(tokens)
    for index, (word, _kind) in enumerate(tokens):
        if word in "“《（(":
            quote += 1
        elif word in "”》）)":
            quote = max(0, quote - 1)
        after = position + len(word)
        if (
            not quote
            and word in _CUT
            and stop - after >= (2 if index == 0 or word in _PLAIN or (verb and position == noun_at) else 3)
            and (word in _HARD_VERB or index in (0, led) or (verb and position == noun_at))
            and (word in ("完成", "实现") or not _modifying(text, tokens, index, after))
        ):
            if text[position - 1] in "和及" and position - begin >= 6 and tokens[0][0] in _VERBS:
                return None
            agent = text[begin:position] if not verb else agent
            verb = (verb + word) if verb and position == noun_at else word
            noun_at = after
            if text[noun_at : noun_at + 1] in ("了", "起", "出", "好", "到") and not text.startswith(_OUT, noun_at):
                noun_at += 1
        position = after
    return agent, verb, noun_at


def _manners(tokens: Sequence[tuple[str, str]]) -> int:
    """How many words at the beginning only say how well: 高标准｜改造提升…; -1 where there is none."""
    led = 0
    while led + 1 < len(tokens) and tokens[led][0] in _MANNERS:
        led += 1
    return led or -1


def _modifying(text: str, tokens: Sequence[tuple[str, str]], index: int, after: int) -> bool:
    """True for a verb that is part of a noun: 投资额, 建设的, 改造面积."""
    if tokens[index][0] == "投资" and text[after : after + 1].isdigit():
        return True
    if index + 1 == len(tokens):
        return False
    following = tokens[index + 1][0]
    if (tokens[index][0], following) == ("投资", "引导"):
        return True
    return following in _NOUN_ENDS or (index > 0 and following in _COMPOUND and tokens[index - 1][1][:1] in "nvj")


def _noun_start(text: str, verb: str, at: int, stop: int) -> tuple[str, int]:
    """The verb that counts and where the noun behind it begins, after particles and a second verb."""
    while at < stop and text[at] in "的了着 、，“" and (text[at] != "“" or unclosed(text, at, stop)):
        at += 1
    while verb and text[at] in "和及并与" and stop - at >= 5 and text[at + 1 : at + 3] in _VERBS:
        verb, at = text[at + 1 : at + 3], at + 3  # 引进和培育｜农创客
    return verb, at


def _continued(
    sentence: Sentence,
    i: int,
    made: Name,
    previous: Name,
    written: str,
    noun: str,
    begin: int,
    noun_start: int,
    action: str,
    governed: bool,
) -> Name:
    """A further member of a list, with what it shares with the one before and does not repeat."""
    if LEVEL_ONLY.match(written):
        same = LEVEL.sub(written, previous.base, count=1)
        if same != previous.base or previous.base.startswith(written):
            return Name(same, begin, made.end, action, "shared", same)  # 自治区级龙头企业4家、市级11家
    if governed or (words.RELATIVE.match(noun) is not None and noun[-3:] != previous.base[-3:]):
        return made
    lent = "" if "进出口" in previous.base else lent_beginning(previous.base, noun)  # 外贸进出口105亿元、出口｜78亿元
    if lent:
        made = made._replace(name=lent + noun, start=noun_start, base=lent + noun)
        deed = DONE_TO_ALL.match(previous.name)  # 新增市级以上示范合作社30家、示范家庭农场｜50家
        if deed is not None and not lent.startswith(deed.group()) and _adds(sentence, i, made.name, deed.group()):
            return made._replace(name=deed.group() + made.name)
    if not lent and (pair := _PAIR.match(previous.name)) is not None and tag(noun)[0][1][:1] in "nasbf":
        return made._replace(name=pair.group() + noun, start=noun_start)  # 新建改建高速公路、农村公路
    if not lent and (deed := DONE_TO_ALL.match(previous.name)) is not None and _adds(sentence, i, noun, deed.group()):
        return made._replace(name=deed.group() + noun, start=noun_start)  # 新增森林6.7万亩、绿地｜1044公顷
    if (
        len(noun) <= 3
        and previous.action
        and previous.action not in _BUILT | words.UP_WORDS | words.DOWN_WORDS
        and not lent
        and noun not in _LONE | words.STRONG_SET
        and not previous.action.endswith(("在", "到", "至", "为", "达"))
    ):
        return made._replace(name=previous.action + noun, start=noun_start)
    return made


def _adds(sentence: Sentence, i: int, noun: str, deed: str) -> bool:
    """True for a further member of a list of what was added or built, told by the verb at its first."""
    q, before = sentence.quantities[i], sentence.quantities[i - 1]
    return (
        sentence.floors[i] == before.end
        and sentence.text[before.end] in "、和及"
        and q.base_unit not in ("%", "百分点", "元")
        and not noun.startswith(("新", "净", "累计", "总"))
        and tag(noun)[0][1] not in ("v", "d", "p")
        and _DONE_BEHIND.match(sentence.text, q.end) is None
        and (deed in _FLOWS or (tag(noun)[0][0] not in _VERBS and not noun.endswith(_STANDING)))
    )


def _later_verb(sentence: Sentence, begin: int, stop: int) -> Name | None:
    """推进招投标改革、节约财政资金｜41.2亿元: two things done, the figure is of the second."""
    text = sentence.text
    at = text.rfind("、", begin, stop)
    if at - begin < 4 or stop - at < 5 or unclosed_quotes(text, begin, at):
        return None
    after = tag(text[at + 1 : stop])
    first = tag(text[begin : min(at, begin + 12)])
    led = begin - sentence.clause_start(begin) >= 2 or (bool(first) and first[0][1][:1] in "vdp")
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


def before_place(text: str, start: int, end: int) -> int:
    """Where the words that lead to a place begin: 空气质量｜继续位居全省第一."""
    found = next(reversed(list(_PLACE.finditer(text, start, end))), None)
    if found is None:
        scope = SCOPE.search(text, start, end)
        return end if scope is None or scope.start() == start else scope.start()
    if end - found.end() > 14 or ("、" in text[found.end() : end] and not _AMONG_PLACES.search(text, found.end(), end)):
        return end
    if found.start() - start < 2:
        return end if found.group()[-1] in "获得" else found.start()  # 获得文明城市测评｜第一名
    at = found.start()
    while at > start and (head := _PLACE_HEAD.search(text, start, at)) is not None and head.start() < at:
        at = head.start()
    return at
