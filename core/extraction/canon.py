"""Which canonical indicator of the vocabulary a name stands for."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

from core.facts import Fact
from core.lexicon import Indicator, Lexicon

# After the synonym these still mean the indicator itself: nouns of amount, and what a name that was cut late drags along.
_SAME = re.compile(
    r"^(?:总额|总量|额|量|数|总数|数量|保有量|个数|均值浓度|日均值|年均值|浓度值|值|浓度|改善|每立方米|人数|人次|户数|面积|规模|总规模|实际|到位|金额|新登记|新增|登记|在册|存量|平均值|均值|速度|总产|户|年|增长|增速|增幅|涨幅|"
    r"总值|完成|预期|预计|预定|降低率|下降率|[省市]下达|上级下达|高速|全[省市国区县州]最[优低高好]|的?宏观调控|调控|目标|任务|计划|工程|项目|建设|总体|水平|达|比率|比例|占比|率|平均|全年|年均|累计|总计|全部|实现|如期|稳定|参保|新参保|扩面|覆盖|备案|认定|新设|新建[及和]改造|建成面积|化解(?!率)|改善幅度|（[^）]*）|\([^)]*\)|[”“]|的)*"
    r"(?:(?:连续|连跨|连跃|首次|历史性|成功|有望|已|将|则|可|均|仍|尚|正|微|又|一举|逐季|从上半|一季度|上半年|由原定|扭负为正|均?超|跃|远|较|增速快|快)[^、占企项“]{0,12}|连|一跃|加快|[按设一五十实]|[二两三四五六七八九十]项(?:主要)?(?:经济)?(?:指标)?|比去年[多少]|20[0-9]{2}年?起?|超“[千百万]亿元”|[较在]?“十[一二三四五]五”(?:期间|时期|末)?(?:改善)?|由[^、，]{0,4}前[0-9.]+%|由负转正|由降转增|出现[^、，]{0,8}、?跌?|是?在[^、，]{2,16}(?:情况下|的?基础))?$"
)
# In front of a synonym these make it a part of the whole: 金砖国家进出口, 国有企业税收, 亩均税收, 消费券带动社会消费品零售总额.
_FOREIGN = re.compile(
    r"(?:占(?:全[省市区国县州盟])?|产业|服务业|金融业|建筑业|房地产业|旅游业|领域|(?<!国)国家|企业|园区|开发区|合作区|自贸区|综保区|高新区|经开区|产业园|产业园区|口岸|跨境|农产品|机电|高新|先进|战略|海洋|数字|文化产业|东盟|欧盟|一带一路|沿线|港澳|产品|民营|国有|"
    r"外资|行业|制造业|城市更新|对[^外]{1,6}|亩均|地均|单位面积|每(?:平方公里|公顷|亩)[^，]{0,6}|片区|重点区域|产业带|带动(?:全市)?|拉动(?:全市)?|撬动|带来|游客人均|集群|产业链|低收入(?:农户)?|脱贫(?:地区|县)|经济|国有单位|外商投资)(?:全年|年度)?$"
)
# Indicators whose names are so short that any noun in front makes another one (锂电池出口, 营利性服务业增加值, 医疗支出):
# only words for a place, a time, an act or the whole may stand there.
_WHOLE = re.compile(
    r"(?:\W|\d|全[市省区国县州盟疆球]|我[国省市区县州]|本[国省市区县]|[一-龥]{2,5}(?:省|市|区|县|州|盟|旗|镇|街道)|辖区|区本级|本级|区级|市级|县级|年|度|月|日|季|上半|前三|第|时期|期间|期末|当|截至|末|初|[一二三四五六七八九十两]|"
    r"实现|完成|达到|达|预计|预期|累计|共|新增|净增|增加|增长|推动|促进|力争|力促|提出|确保|总|货物|商品|外贸|对外|国内外|来源于|来自|于|的|全口径|同口径|自然口径|工商|地方|各项|各类|全社会|公共|财政|一般|预算|稳定|保持|引导|其中|全域|境内外|海内外|中外|境内|省内外|入[省市县区州盟]|接待|到|在)*"
)
_SHARE = re.compile("(?<![长增速幅跌涨成标])率|占比|比重|比例|比率")
_AFTER_LIST = re.compile("[、和及]")
_RD_SHARE = re.compile(
    r"(?:研发|研究与(?:试验|开发|实验)?(?:发展)?|R&D|科研).{0,12}(?:占|相当于|与).{0,8}(?:生产总值|GDP)|^(?:全社会)?(?:研发|R&D)(?!.*占全).{0,8}(?:比重|占比|强度)$",
    re.IGNORECASE,
)
_OF_EXAMPLES = re.compile("等(?:项目|工程)")  # 龙联花园棚改等项目: of several kinds
_TYPED = re.compile("[\uff01-\uff5e \u3000_\\[\\]]")
_RESEARCH = re.compile("[研&＆]")
# 减、降、退、缓企业税费; 减轻企业税收和社保缴费负担
_TAX_CUT = re.compile(
    r"(?:减|降|免|缓|退)[^补贴口率亏]{0,10}(?:税费|税收|税金|税负|社保费?)(?:、[^，]{2,8})*(?:[^，、]{0,6}负担)?等?$|(?:减税|缓税|退税)(?:降费|缓费|让利)$"
)
_ANYWHERE = "*"  # among an indicator's excluded words: its names may stand anywhere in a longer name
_ALONE = "^"  # the same place: in front of its names only what means the whole, see _WHOLE
# Letters as they are typed in Chinese text: ＧＤＰ, PM_2.5, 万元 GDP 能耗.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code not in (0xFF08, 0xFF09)} | dict.fromkeys(
    map(ord, " \u3000_[]")
)

_lexicons: dict[int, Lexicon] = {}


def canonical(lexicon: Lexicon, name: str, unit: str, measure: str) -> str:
    """The canonical name for an indicator's name with a unit; "" when it is none of the vocabulary."""
    if not name or _OF_EXAMPLES.search(name) is not None:
        return ""
    key = id(lexicon)
    if key not in _lexicons:
        if len(_lexicons) > 8:  # an analyst's vocabulary changes now and then; old ones are dropped
            _lexicons.clear()
            _match.cache_clear()
        _lexicons[key] = lexicon
    return _match(key, name, _unsaid(unit) or lexicon.dimension(unit.split("（", maxsplit=1)[0]), measure)


def _unsaid(unit: str) -> str:
    """What takes the place of a dimension where the unit is understood: 经营主体突破11万, 城乡居民收入比降至2.2."""
    return "bare" if not unit else "unsaid" if unit in _UNSAID else ""


_UNSAID = frozenset({"万", "亿", "千", "百万", "千万", "百亿", "千亿", "万亿"})


@lru_cache(maxsize=20000)
def _match(lexicon_key: int, name: str, dimension: str, measure: str) -> str:
    lexicon = _lexicons[lexicon_key]
    if _TYPED.search(name) is not None:
        name = name.translate(_PLAIN)
    if dimension in ("ratio", "point") and _RESEARCH.search(name) is not None and _RD_SHARE.search(name) is not None:
        return "" if excluded(lexicon, "研发经费投入强度", name) else "研发经费投入强度"
    if dimension == "money" and ("税" in name or "社保" in name) and _TAX_CUT.search(name) is not None:
        return "" if excluded(lexicon, "减税降费", name) else "减税降费"
    best = _best(lexicon, name, dimension, measure)
    if not best and "“" in name:  # 新增“规上”工业企业
        inner: set[int] = set()  # places amid a quoted word
        plain: list[str] = []
        quoted = -1
        for letter in name:
            if letter in "“”":
                quoted = 0 if letter == "“" else -1
                continue
            if quoted >= 0:
                quoted += 1
                if quoted > 1:
                    inner.add(len(plain))
            plain.append(letter)
        best = _best(lexicon, "".join(plain), dimension, measure, inner)
    return best


def _best(lexicon: Lexicon, name: str, dimension: str, measure: str, inner: AbstractSet[int] = frozenset()) -> str:
    """The indicator of the longest name in `name`; one that begins at a place in `inner`, amid a quoted word
    (“飞地经济”总量), is none."""
    best, length = "", 0
    for at, word in lexicon.names_in(name):
        if at in inner:
            continue
        indicator = next((i for i in lexicon.sharing[word] if _fits(i, dimension, measure)), None)
        if indicator is None or len(word) < length or (at and _FOREIGN.search(name[:at]) is not None):
            continue
        if excluded(lexicon, indicator.name, name):
            continue
        if _SHARE.search(name[at + len(word) :]) is not None and "ratio" not in indicator.dimension:
            continue  # 政府债务率, 民间投资占比: a rate of it is another indicator
        if _ALONE in indicator.exclude and _WHOLE.fullmatch(_AFTER_LIST.split(name[:at])[-1]) is None:
            continue
        if _ANYWHERE in indicator.exclude or _SAME.match(name[at + len(word) :]) is not None:
            best, length = indicator.name, len(word)
    return best


# What a name leaves to the words around its figure: (the name, the units it is counted in, the words before the
# figure in its sentence, the words behind it, the indicator).
_IN_CONTEXT: tuple[tuple[re.Pattern[str], frozenset[str], re.Pattern[str], re.Pattern[str], str], ...] = (
    (  # 新增50万个就业岗位
        re.compile("^就业岗位$"),
        frozenset({"个", "人"}),
        re.compile("(?:新增|净增)[^，,。；;农]*$"),
        re.compile(""),
        "城镇新增就业",
    ),
    (  # 新增登记就业10万人
        re.compile("^(?:新增登记就业|全年就业新增|就业新增)$"),
        frozenset({"个", "人", "名"}),
        re.compile(""),
        re.compile(""),
        "城镇新增就业",
    ),
    (  # 5G基础设施建设提速，建成基站1000个
        re.compile("^(?:建成|新建|新增|累计|改造|开通|的)*基站$"),
        frozenset({"个", "座", "站"}),
        re.compile("5G[^。；;]*$"),
        re.compile(""),
        "5G基站数",
    ),
    (  # 实施城镇居民社会养老保险试点，1334万人参保
        re.compile("^(?:[^，、医失工]*养老保险[^，、医失工代缴]{0,8})?(?:新增|净增|累计)*参[保合](?:总?人数|人员|人口)?$"),
        frozenset({"人", "名", "人次"}),
        re.compile("养老保险[^保。；;]*(?:参保[^保。；;]*)?$"),
        re.compile(""),
        "基本养老保险参保人数",
    ),
    (
        re.compile("^(?:新增|净增|累计)*参[保合](?:总?人数|人员|人口|农民)?$"),
        frozenset({"人", "名", "人次"}),
        re.compile("(?:基本医疗保险|居民医疗保险|职工医疗保险|基本医保|合作医疗)[^保。；;]*$"),
        re.compile(""),
        "基本医疗保险参保人数",
    ),
    (  # 推进老旧小区改造，…85个小区的外配套改造工程开工建设，6789户居民因改造受益
        re.compile(
            "^(?!.*[管网气电梯水危适障农租保征城供阀])(?:.*(?:小区|居民|住户|群众|家庭)[^，]*(?:改造|受益|居住环境)"
            "|.*改造[^，]*(?:小区|居民|住户)|.*(?:受益|惠及|改善)(?:[^，]*(?:小区|居民|住户|群众|家庭|居住)|$))"
        ),
        frozenset({"个", "户", "人", "名", "平方米", "栋", "幢"}),
        re.compile("(?:老旧(?:住宅|居民)?小区[^，,。；;、电管气水]{0,6}改造|改造[^，,。；;、]{0,6}老旧(?:住宅|居民)?小区)[^。；;]*$"),
        re.compile(""),
        "老旧小区改造",
    ),
    (  # 新开工老旧小区改造项目45个，涉及居民1.8万户、建筑面积160万平方米
        re.compile("^(?:居民|住户|群众|家庭|楼栋|楼房|房屋|(?:居民|住宅|总)?建筑面积|面积)$"),
        frozenset({"个", "户", "人", "平方米", "栋", "幢"}),
        re.compile("(?:老旧(?:住宅|居民)?小区[^。；;电管气水]{0,8}改造|改造[^，,。；;、]{0,6}老旧(?:住宅|居民)?小区)[^。；;]{0,24}(?:涉及|惠及|覆盖|受益)[^。；;]{0,16}$"),
        re.compile(""),
        "老旧小区改造",
    ),
    (  # 96户、183人实现全部脱贫; 1749户贫困户7214名贫困人口全部脱贫
        re.compile("^(?!.*(?:干部|务工|就业|增收|收入|监测|学生))"),
        frozenset({"户", "人", "名", "口"}),
        re.compile("^(?!.*(?:对口|协作|协助|帮助|配合|助力|助推))"),
        re.compile("^(?:、[\\d.]+[万余多]*[人名口户])?[^，,。；;、县村]{0,20}(?<!预)脱贫(?![地人劳户群监县攻后任])"),
        "贫困人口脱贫",
    ),
    (  # 改造厨房1.14万户、厕所2.29万户
        re.compile("^(?:(?:新建|改造|农村|改建|完成|无害化|标准化|及|和)*(?:厕所|卫厕|旱厕)(?:改造)?)$"),
        frozenset({"户"}),
        re.compile(""),
        re.compile(""),
        "户厕改造",
    ),
    (  # 地级及以上城市细颗粒物（PM2.5）平均浓度下降9.1%
        re.compile("^(?:[年月日]?平?均)?浓度(?:均值)?$"),
        frozenset({"%", "微克", "微克/立方米", "微克每立方米", "百分点"}),
        re.compile("(?:PM[ _]?2[.．]?5|细颗粒物)[^，,。；;、]*$", re.IGNORECASE),
        re.compile(""),
        "PM2.5浓度",
    ),
    (  # 粮食种植面积、单产实现“双增”，总产超298万吨
        re.compile("^(?:年|总)*产量?$"),
        frozenset({"吨", "斤", "公斤", "千克"}),
        re.compile("粮食[^。；;棉油菜糖果茶肉药渔]*$"),
        re.compile(""),
        "粮食产量",
    ),
    (  # 粮食总产量在上年大幅度增长的基础上，又增产291亿斤
        re.compile("^[又再续]?增产$"),
        frozenset({"吨", "斤", "公斤", "千克", "%"}),
        re.compile("粮食[^。；;棉油菜糖果茶肉药渔]*$"),
        re.compile(""),
        "粮食产量",
    ),
    (  # 由于已经连续三年增长速度在百分之十一以上: the growth of nothing in particular is that of the economy
        re.compile("^(?:连续[一二三四五]年)?增长速度$"),
        frozenset({"%"}),
        re.compile(""),
        re.compile(""),
        "地区生产总值",
    ),
    (  # 国民经济保持较快增长，增速达9.8%
        re.compile("^国民经济$"),
        frozenset({"%"}),
        re.compile("(?:增速|增长|增幅)[^，。；;]*$"),
        re.compile(""),
        "地区生产总值",
    ),
    (  # 城镇职工、城乡居民基本养老保险参保人数分别达到12万人和28万人
        re.compile("^(?:城镇|企业)?职工参保(?:总?人数)?$"),
        frozenset({"人"}),
        re.compile("养老保险参保[^。；;]*$"),
        re.compile(""),
        "基本养老保险参保人数",
    ),
    (  # 外商直接投资保持增长势头，实际到位400多亿美元
        re.compile("^(?:实际)?(?:到位|实到)(?:金额|资金)?$"),
        frozenset({"元", "美元"}),
        re.compile("(?:外商直接投资|外资)[^。；;]*$"),
        re.compile(""),
        "实际利用外资",
    ),
    (
        re.compile("^(?:实际)?(?:到位|实到)(?:金额|资金)?$"),
        frozenset({"元"}),
        re.compile("(?:内资|省外|市外|区外|域外)[^。；;]*$"),
        re.compile(""),
        "引进内资",
    ),
    (  # 到位内资210亿元、外资1.5亿美元
        re.compile("^外资$"),
        frozenset({"元", "美元"}),
        re.compile("(?:到位|利用|引进)[^。；;]*内资[^。；;]*$"),
        re.compile(""),
        "实际利用外资",
    ),
    (  # 国内游客人次、总花费分别增长5.6%、7.5%
        re.compile("^(?:出游)?总花费$"),
        frozenset({"元", "%"}),
        re.compile("(?:游客|旅游)[^。；;]*$"),
        re.compile(""),
        "旅游收入",
    ),
    (  # 农村生活垃圾收运处置体系覆盖率、无害化处理率均达100%
        re.compile("^(?:无害化|集中|有效)*[处治]理率$"),
        frozenset({"%", "百分点"}),
        re.compile("垃圾[^。；;水厨污]*$"),
        re.compile(""),
        "垃圾处理率",
    ),
    (
        re.compile("^(?:集中|有效|收集)*[处治]理率$"),
        frozenset({"%", "百分点"}),
        re.compile("污水[^。；;垃工]*$"),
        re.compile(""),
        "污水处理率",
    ),
    (  # 全年GDP增长3.5%，在全市六个大区中排名第一；总量达到4702亿元
        re.compile("^(?:经济)?总量$"),
        frozenset({"元"}),
        re.compile("(?:GDP|生产总值)[^。额税投企社业贷]*$"),
        re.compile(""),
        "地区生产总值",
    ),
    (  # 落实减税降费政策，为市场主体减负15.9亿元; what is saved on rents and loans too is more than taxes and fees
        re.compile("^(?!.*(?:群众|农民|居民|患者)).*(?:减负|减轻[^，]{0,6}(?:企业|主体|个人)[^，]{0,4}负担)(?:降本)?$"),
        frozenset({"元"}),
        re.compile("(?:减税|降费|缓税|退税|税费|税收优惠|增值税|营改增|社保费|社会保险费|行政事业性收费)[^。；;]*$"),
        re.compile(""),
        "减税降费",
    ),
    (  # 全年为企业新增减负超过2.5万亿元。要坚决把减税降费政策落到企业
        re.compile("^[^群农居患]*减负$"),
        frozenset({"元"}),
        re.compile(""),
        re.compile("^。?[^。；;]*(?:减税|降费|税费)"),
        "减税降费",
    ),
    (  # 居民消费价格上涨5.9%，…但12月价格涨幅已回落至2.5%
        re.compile("^(?:[0-9]+月)?(?:价格|物价)(?:涨幅|总水平)?$"),
        frozenset({"%"}),
        re.compile("居民消费价格[^。；;]*$"),
        re.compile(""),
        "居民消费价格指数",
    ),
)  # fmt: skip
_NEEDS_CONTEXT = re.compile(
    "就业|基站|参[保合]|改造|受益|惠及|改善|厕|价格|物价|贫|浓度|产量?$|^外资$|国民经济|居民|住户|群众|家庭|楼|房屋|面积|增长速度$|到位|实到|花费|[处治]理率|总量|减负|减轻"
)


def in_context(name: str, unit: str, measure: str, before: str, after: str) -> str:
    """The canonical name for a figure whose name alone does not tell it, from the words of its sentence.

    `before` and `after` are the words of the sentence on both sides of the figure; "" when they tell nothing.
    """
    if measure == "rank" or (_NEEDS_CONTEXT.search(name) is None and "脱贫" not in after[:24]):
        return ""
    for names, units, left, right, indicator in _IN_CONTEXT:
        if (
            unit in units
            and names.search(name) is not None
            and right.search(after) is not None
            and left.search(before) is not None
        ):
            return indicator
    return ""


# 总量居全省第3位, 改善幅度全省第一, 规上工业总量: said of the indicator told just before.
_OF_PREVIOUS = re.compile(
    r"^(?P<stem>.*?)(?P<word>总量|总额|总数|存量|规模|金额|增速|增幅|涨幅|降幅|改善幅度|提升幅度)(?:[及和、]?(?:增速|增幅|贡献率)|提)?(?:位居)?"
    r"(?:(?:全[国省市区县州盟]|世界|全球|国内|中部|城市|各区|行政区)*(?:各[市区县]+(?:（[^）]*）)?)?(?:位次|排名))?$"
)
_PLACE = re.compile("^(?:世界|全球|全[国省市区州盟])?(?:位次|排名)$")  # 世界排名由第十位上升到第五位
_RISEN = re.compile("^(?:(?:上|跃|提|晋)?升|前移|提高|下降|跌)(?:到|至)")
_AMOUNTS = frozenset({"总量", "总额", "总数", "存量", "规模", "金额"})
# 建成高标准农田169.8万亩、超额完成国家下达的100万亩年度任务: what was asked for of the indicator told just before.
_TASK = re.compile("^(?=.*(?:任务|[省市预]定|下达))(?:超额|完成|国家|省|市|上级|下达|定|的|年度|目标|任务|预)+$")
_FULFILLED = re.compile("^[，,、 ]*(?:超额|提前)?(?:完成|超)[^，,、]*$")


def of_previous(name: str, unit: str, measure: str, between: str, previous: Fact) -> str:
    """The canonical name of the fact told just before, where `name` tells only its amount, growth or rank; else "".

    `between` are the words between the two figures.
    """
    if not previous.canonical:
        return ""
    if measure != "rank" and unit == previous.base_unit and _TASK.match(name) and _FULFILLED.match(between):
        return previous.canonical
    match = _OF_PREVIOUS.match(name)
    told = re.split("[，,、（]", between.rstrip("，,、（ "))[-1].strip()
    if measure == "rank" and _PLACE.match(name) and (told.startswith(name[:2]) or _RISEN.match(told)):
        return previous.canonical
    if match is None or not told.startswith((match["word"], match["stem"] + match["word"])):
        return ""
    stem = match["stem"]
    if stem and (len(stem) < 2 or not (previous.indicator.startswith(stem) or previous.indicator.endswith(stem))):
        return ""
    if measure == "level" and (match["word"] not in _AMOUNTS or unit in ("%", "倍") or unit != previous.base_unit):
        return ""
    return previous.canonical


def excluded(lexicon: Lexicon, canonical: str, name: str) -> bool:
    """Whether a word in `name` makes it another indicator than `canonical` (中央财政支出, 农村污水处理率)."""
    indicator = lexicon.by_name.get(canonical)
    if indicator is None:
        return True
    return "完成率" in name or any(word in name for word in indicator.exclude if word not in (_ANYWHERE, _ALONE))


def _fits(indicator: Indicator, dimension: str, measure: str) -> bool:
    """Whether a figure of this dimension can be one of the indicator; a rank and most changes have their own unit."""
    if measure == "rank" or dimension == "multiple":
        return True  # 居民人均可支配收入是五年前的｜1.8倍
    wanted = indicator.dimension.split("/")
    if measure == "change" and dimension != "time":
        return True
    if dimension in ("unsaid", "bare"):
        return not {"people", "count", "", "money" if dimension == "unsaid" else ""}.isdisjoint(wanted)
    return not wanted[0] or dimension in wanted
