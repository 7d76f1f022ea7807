"""Which canonical indicator of the vocabulary a name stands for."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

from core.lexicon import Indicator, Lexicon

# After the synonym these still mean the indicator itself: nouns of amount, and what a name that was cut late drags along.
_SAME = re.compile(
    r"^(?:总额|总量|额|量|数|总数|数量|保有量|个数|均值浓度|日均值|年均值|浓度值|值|浓度|改善|每立方米|人数|人次|户数|面积|规模|总规模|实际|到位|金额|到位资金|新登记|新增|登记|在册|存量|平均值|均值|速度|总产|户|年|增长|增速|增幅|涨幅|"
    r"总值|完成|预期|预计|预定|降低率|下降率|[省市]下达|上级下达|高速|全[省市国区县州]最[优低高好]|的?宏观调控|调控|目标|任务|计划|工程|项目|建设|总体|水平|达|比率|比例|占比|率|平均|全年|年均|累计|总计|全部|实现|如期|稳定|参保|新参保|扩面|覆盖|备案|认定|新设|新建[及和]改造|建成面积|基本建成|建成|新?开工|竣工|完工|化解(?!率)|改善幅度|（[^）]*）|\([^)]*\)|[”“]|的)*"
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
# Names in more wordings than can be listed, each with what a letter of it must be, the dimensions and the indicator;
# asked only where the vocabulary has no name: 引进省外亿元以上项目到位资金, 实际到位外商投资额, 旅游经济总收入.
_WORDED: tuple[tuple[str, re.Pattern[str], frozenset[str], str], ...] = tuple(
    (letter, re.compile(pattern), frozenset(dimensions.split()), indicator)
    for letter, pattern, dimensions, indicator in (
        (
            "资",
            "(?!.*(?:签约|合同|协议|计划|预算|占|率|比))(?=.*(?:引进|利用|到位|实际))(?=.*(?:资金|投资)).*(?<!特)(?:[省市区县州域盟]外|内资)",
            "money",
            "引进内资",
        ),
        (
            "外",
            "(?!.*(?:签约|合同|协议|项目|企业|产业|制造业|内外资|占|率|比))(?=.*(?:实际|到位|到账|利用|使用|吸收|直接)).*(?:外资|外商(?:直接)?投资|境外资金)",
            "money",
            "实际利用外资",
        ),
        (
            "游",
            "^(?:全年|全[市省区县州]|实现|累计|完成|年)*(?:国内)?旅游[^，、外境乡均人增门]{0,6}(?:收入|消费额|花费)(?:总额|额)?$",
            "money",
            "旅游收入",
        ),
        ("游", "^[^，、外境乡均增门]{0,6}游客(?:综合|总|旅游)?(?:收入|花费|消费)$", "money", "旅游收入"),
        (
            "游",
            "^(?:全年|全[市省区县州]|实现|累计|共|年)*(?:接待|旅游)(?:各类|国内外?|中外|海内外|省内外|境内外)*(?:接待)?(?:游客|旅游|旅客)?(?:总)?(?:人次|人数|量|数量)?$",
            "people",
            "旅游人次",
        ),
        ("算", "^[^，、占每]{0,8}一般(?:公共)?(?:财政)?预算[^，、支占出]{0,6}收入(?:总额|总量)?$", "money", "一般公共预算收入"),
        ("城", "^[^，、农占]{0,4}城[镇市][^，、农占]{0,4}居民[^，、占]{0,6}收入(?:水平)?$", "money", "城镇居民人均可支配收入"),
        ("农", "^[^，、城占]{0,4}农(?:村|牧|民)[^，、城占]{0,8}(?:纯收入|可支配收入)(?:水平)?$", "money", "农村居民人均可支配收入"),
        ("粮", "^[^，、占]{0,6}粮食[^，、占单积能饲加商优]{0,6}(?:总产|产量|总产量)$", "mass", "粮食产量"),
        ("粮", "^[^，、占]{0,6}粮食[^，、占]{0,4}(?:播种|种植|复种)[^，、占]{0,2}(?:面积)?$", "area", "粮食播种面积"),
        ("城", "^[^，、户占]{0,8}城[镇市]化[^，、占]{0,2}(?:率|水平)$", "ratio point", "常住人口城镇化率"),
        (
            "气",
            "^[^，、水占]{0,8}(?:空|大)气[^，、水]{0,12}(?:优良|优于二级|好于二级|达到二级|二级以上|达标)[^，、水]{0,8}(?:率|比例|比重|占比)$",
            "ratio point",
            "空气质量优良天数比率",
        ),
        ("P", "^[^，、]{0,12}PM2[.．]5[^，、增]{0,8}$", "mass ratio point", "PM2.5浓度"),
        (
            "能",
            "^[^，、工业建]{0,6}(?:单位|万元|亿元)[^，、工业建]{0,4}(?:生产总值|GDP)[^，、水碳氧]{0,4}(?:能耗|能源消[耗费]|耗能)[^，、碳]{0,4}$",
            "ratio point coal",
            "单位GDP能耗",
        ),
        ("保", "^[^，、特占]{0,8}(?:低保|最低生活保障)[^，、金资户占人]{0,8}(?:标准|水平)$", "money", "城乡低保标准"),
        ("保", "^[^，、医考]{0,8}养老保险[^，、医费率考]{0,6}参保[^，、医费率考]{0,4}$", "people", "基本养老保险参保人数"),
        ("保", "^[^，、养]{0,8}医(?:疗保险|保)[^，、养费率]{0,6}参保[^，、养费率]{0,4}$", "people", "基本医疗保险参保人数"),
        ("污", "^[^，、工占]{0,14}污水[^，、占]{0,8}(?:处理|治理)率$", "ratio point", "污水处理率"),
        ("垃", "^[^，、厨医建占]{0,14}垃圾[^，、占]{0,8}(?:处理|治理|处置)率$", "ratio point", "垃圾处理率"),
        ("秸", "^[^，、占]{0,6}秸秆[^，、占]{0,8}利用率$", "ratio point", "秸秆综合利用率"),
    )
)  # fmt: skip
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
    if not best:
        best = _worded(lexicon, name, dimension, measure)
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


def _worded(lexicon: Lexicon, name: str, dimension: str, measure: str) -> str:
    """The indicator whose pattern the name is of, "" for none."""
    for letter, pattern, dimensions, indicator in _WORDED:
        if (
            letter in name
            and (dimension in dimensions if measure == "level" else dimension != "time")
            and pattern.match(name) is not None
        ):
            return "" if excluded(lexicon, indicator, name) else indicator
    return ""


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
