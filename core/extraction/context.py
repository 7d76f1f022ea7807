"""The indicator of a name that does not tell it alone: from the words around its figure, or the figure before."""

from __future__ import annotations

import re

from core.facts import Fact

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
        re.compile("^(?:播种)?(?:年|总)*产量?$"),
        frozenset({"吨", "斤", "公斤", "千克"}),
        re.compile("粮食[^。；;棉油菜糖果茶肉药渔]*$"),
        re.compile(""),
        "粮食产量",
    ),
    (  # 稳定粮食面积和产量，播种面积86万亩以上
        re.compile("^(?:播种|种植)(?:面积)*$"),
        frozenset({"亩", "公顷"}),
        re.compile("粮食[^。；;棉油菜糖果茶药]*$"),
        re.compile(""),
        "粮食播种面积",
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
        re.compile("^(?:外商直接投资合同)?(?:实际)?(?:到位|实到)(?:金额|资金)?$"),
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
    "就业|基站|参[保合]|改造|受益|惠及|改善|厕|价格|物价|贫|浓度|产量?$|^播种|^种植|^外资$|国民经济|居民|住户|群众|家庭|楼|房屋|面积|增长速度$|到位|实到|花费|[处治]理率|总量|减负|减轻"
)


def in_sentence(name: str, unit: str, measure: str, before: str, after: str) -> str:
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
