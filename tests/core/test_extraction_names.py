"""Names of facts, drawn as pictures: the figures in brackets, and what each of them must be called.

`名称 + 第二个名称` stands for one figure that is said of two subjects.
"""

from __future__ import annotations

import re

import pytest

from core.documents import Part
from core.facts import Fact
from tests.core.test_extraction import facts, one


def named(picture: str, part: Part = Part.REVIEW) -> list[Fact]:
    """The facts of a picture; exactly what stands in ［］ must be found."""
    found = list(facts(re.sub("[［］]", "", picture), part))
    marked = re.findall("［(.*?)］", picture)
    assert list(dict.fromkeys((f.start, f.quantity) for f in found))
    assert [q for q, _ in ((f.quantity, f.start) for f in {f.start: f for f in found}.values())] == marked
    return found


@pytest.mark.parametrize(
    ("picture", "names"),
    [
        # a rank or growth said of each thing just named
        ("外送煤［7560万吨］、外送电［812亿度］，均居全区［第2位］。", "外送煤 外送电 外送煤全区位次 外送电全区位次"),
        ("城镇和农村居民人均可支配收入分别达到［3.62万元］和［1.56万元］，均比上年增长［13.8%］。",
         "城镇居民人均可支配收入 农村居民人均可支配收入 城镇居民人均可支配收入 农村居民人均可支配收入"),
        ("新增高新技术企业、科技型中小企业各［360家］。", "新增高新技术企业 新增科技型中小企业"),
        # as many growths as there were subjects
        ("农村居民人均纯收入和城镇居民人均可支配收入分别达到［2253元］和［6280元］，年均增长［4.7%］和［5.7%］。",
         "农村居民人均纯收入 城镇居民人均可支配收入 农村居民人均纯收入 城镇居民人均可支配收入"),
        # two measures, two figures
        ("粮食播种面积和产量稳定在［426万亩］、［183万吨］。", "粮食播种面积 粮食产量"),
        # sectors and levels of a list
        ("一、二、三产分别增长［4.1%］、［7.3%］和［5%］。", "一产增加值 二产增加值 三产增加值"),
        ("国家级、省级专精特新企业分别达到［24家］、［305家］。", "国家级专精特新企业 省级专精特新企业"),
        ("新增自治区级龙头企业［4家］、市级［11家］。", "新增自治区级龙头企业 市级龙头企业"),
        ("国内游客和旅游收入分别增长［44.2%］、［32.7%］。", "国内游客 旅游收入"),
        ("光伏及储能、汽车及零部件、电动工具产值分别达［160亿元］、［100亿元］、［50亿元］。",
         "光伏及储能产值 汽车及零部件产值 电动工具产值"),
        # what leads to a rank is not its name, and 居 may begin a word of it
        ("区域创新能力居全国［第二］。", "区域创新能力全国位次"),
        ("城乡居民养老保险保障水平列全省［第一］。", "城乡居民养老保险保障水平全省位次"),
        ("集装箱吞吐量达［1315万标箱］，稳居世界［第一］。", "集装箱吞吐量 集装箱吞吐量世界位次"),
        # between subject and figure
        ("地区生产总值突破“五百亿”、达［513.35亿元］。", "地区生产总值"),
        ("PM2.5平均浓度从每立方米［30.8微克］降到［24微克］。", "PM2.5平均浓度 PM2.5平均浓度"),
        ("本区生产总值［突破610亿元］，同比（下同）增长［7.1%］。", "生产总值 生产总值"),
        ("资本充足率从上年的［8.4%］提升到去年底的［13.3%］。", "资本充足率 资本充足率"),
        # another place, the same measure
        ("城镇人均居住面积增加到［8.7平方米］，农村增加到［22平方米］。", "城镇人均居住面积 农村人均居住面积"),
        # done again to the same thing
        ("新建高标准农田［4.8万亩］、改造提升［5万亩］。", "高标准农田 改造高标准农田"),
        # people by what they do, money by what it is for
        ("［14万人］喝上放心水。", "喝上放心水人数"),
        ("帮助［1.1万人］创业。", "帮助创业人数"),
        ("投资［3700万元］，集中改造的［11条］背街巷道全部完工。", "集中改造背街巷道投资 集中改造的背街巷道"),
        ("投资［3500万元］的管网改造、［3800万元］的街巷改造全面完成。", "管网改造投资 街巷改造投资"),
        # the measure said once for parallel clauses
        ("力争装备制造营收达到［1000亿元］，轻工纺织达到［600亿元］。", "装备制造营收 轻工纺织营收"),
        ("推进［10个］省级和［20个］市级城市更新试点项目建设。", "省级城市更新试点项目建设 市级城市更新试点项目建设"),
        ("做到群众诉求［100%］响应、可办事项［100%］办结。", "群众诉求响应率 可办事项办结率"),
        ("开工扩产项目［500个］、竣工［300个］。", "开工扩产项目 竣工扩产项目"),
        ("饮用水入户工程全面完工，惠及居民［5400户］。", "饮用水入户工程惠及居民"),
        ("显示、零部件两大产业分别实现产值［148亿元］、［113亿元］。", "显示产值 零部件两大产业产值"),
        ("［9位］科学家增选为两院院士。", "增选为两院院士的科学家"),
        ("旅游人数［5590.68万人次］、总收入［413.68亿元］。", "旅游人数 旅游总收入"),
        # words that begin like a link or an ending
        ("新增出口实绩企业［52家］。", "新增出口实绩企业"),
        ("创建示范带［10条］，和美乡村覆盖率达到［40%］。", "创建示范带 和美乡村覆盖率"),
        ("引进和培育爱农业、善经营的农创客［1000名］。", "爱农业、善经营的农创客"),
        ("力争瞪羚企业实现“零”的突破、国家高新技术企业达到［90家］。", "国家高新技术企业"),
        ("办理提案［443件］，办复率、满意率均［100%］。", "办理提案 办理提案办复率 办理提案满意率"),
        # the second of two things done
        ("推进招投标分离改革、收回财政资金［41.2亿元］。", "收回财政资金"),
        # a list of numbers before one noun
        ("［9家］、［8家］、［11家］企业入围百强。", "入围百强的企业 入围百强的企业 入围百强的企业"),
        # a clause that sets the tone lends nothing
        ("社会治安形势明显好转，刑事案件下降［10.2%］。", "刑事案件"),
        ("民营经济服务体系更加健全，经营主体［突破62万户］。", "经营主体"),
        # most clauses before lend nothing to a noun that stands for itself
        ("启动运营知识产权交易服务中心，有效发明专利达［5.5万件］。", "发明专利"),
        ("联农带农力量不断增强，出栏肉牛［14.8万头］。", "出栏肉牛"),
        ("做好中央环保督察整改，［65件］信访案件，［24件］反馈意见全部办结。", "中央环保督察信访案件 反馈意见办结"),
        ("稳妥推进美丽乡村建设，确保新城社区三期等［7个］在建项目，年底前全部实现搬迁入住。", "美丽乡村建设在建项目"),
        # a relative noun belongs to the nearest subject, not to the figure before
        ("建成高标准农田［10.5万亩］，粮食生产喜获丰收，产量达［64.3万吨］。", "高标准农田 粮食产量"),
        ("入境游客增长［39%］，数字消费、绿色消费蓬勃发展，服务消费增长［5%］。", "入境游客 服务消费"),
        ("生产安全事故死亡率控制在［0.6人/百亿元以下］，彩化率达［24.2%］。", "生产安全事故死亡率 彩化率"),
        # the words between two quantities name the first
        ("实现［510多项］“不见面”审批、［200多项］“秒批”。", "“不见面”审批 “秒批”"),
        ("引进“三类500强”企业项目［47个］、上市企业项目［5个］。", "“三类500强”企业项目 上市企业项目"),
        ("建设筹集保障性住房［747套］（间）、供应分配［751套］（间）。", "建设筹集保障性住房 供应分配保障性住房"),
        # verbs that may stand before the thing they say something of
        ("精准实施“格桑花行动”，新增［2家］上市企业。", "上市企业"),
        ("推动［1000家］规上工业企业开展数字化转型、［超600家］企业实施技术改造。",
         "开展数字化转型的规上工业企业 实施技术改造的企业"),
        ("盘活［16个］停建、闲置和低效运营的资产项目。", "盘活停建、闲置和低效运营的资产项目"),
        # how big it is, said before it
        ("总规模［超50亿元］的信息技术创新产业基金落地运营。", "信息技术创新产业基金总规模"),
        # done to the thing before
        ("开工建设重大工程项目［400个］，建成投产［50个］。", "开工建设重大工程项目 建成投产重大工程项目"),
        ("制造业项目开工［207个］、竣工［124个］。", "制造业项目开工 竣工制造业项目"),
        # shared endings
        ("铁矿石、煤炭接卸能力分别达［1.26亿吨］、［2600万吨］。", "铁矿石接卸能力 煤炭接卸能力"),
        ("刑事、治安警情分别下降［16.04%］、［22.58%］。", "刑事警情 治安警情"),
        ("新增规上工业企业［1007家］、百亿级企业［1家］，总数分别达［6886家］、［14家］。",
         "新增规上工业企业 百亿级企业 规上工业企业总数 百亿级企业总数"),
        ("培育［3个］万亿级和［7个］千亿级产业集群。", "万亿级产业集群 千亿级产业集群"),
        ("新增五星级饭店［1家］、四星级［3家］。", "新增五星级饭店 四星级饭店"),
        ("新建保障性住房和实施旧住房综合改造［11万套］。", "新建保障性住房和实施旧住房综合改造"),
        # what stands beside a name and is none of it
        ("数字与时尚产业增加值增长［44.1%］。", "数字与时尚产业增加值"),
        ("失业率从上半年［5.5%］降到［5.3%］。", "失业率 失业率"),
        ("在线观看人数最高达［500万人次］。", "在线观看人数"),
        ("经济总量连续迈上［4万亿］、［5万亿］两个台阶。", "经济总量 经济总量"),
        ("和田地区矿业权出让收益［60.37亿元］。", "和田地区矿业权出让收益"),
        ("上市企业增至［191家］，每平方公里［超过1家］。", "上市企业 每平方公里上市企业"),
        # a measure keeps what it is of
        ("固定资产投资［突破千亿］，总额达［629亿元］。", "固定资产投资 固定资产投资总额"),
        ("进出口总额由［500亿元］增加到［1800亿元］，总量［突破1900亿元］。", "进出口总额 进出口总额 进出口总量"),
        ("人均收入增加到［39502元］，规模扩大了［5.4倍］。", "人均收入 人均收入"),
        ("新能源汽车、光伏产品、家电出口分别增长［10%］、［12%］、［13%］。", "新能源汽车出口 光伏产品出口 家电出口"),
        ("对东盟、欧盟国家进出口总额分别增长［10.4%］、［12.1%］。", "东盟进出口总额 欧盟国家进出口总额"),
        ("万元GDP能耗、建设用地、二氧化碳排放量分别下降［1%］、［3%］、［4%］。",
         "万元GDP能耗 万元GDP建设用地 二氧化碳排放量"),
        ("GDP一季度累计增长［4.7%］、二季度累计增长［6.3%］。", "GDP GDP"),
        ("地区生产总值连续迈上［4个］万亿元台阶、达［14.2万亿元］。", "地区生产总值 地区生产总值"),
        ("帮扶［249.2万］相对贫困人口实现脱贫。", "帮扶相对贫困人口"),
        ("精准扶贫工作按期完成，［96户］、［183人］实现全部脱贫。", "脱贫户数 脱贫人数"),
        # in what a place was won
        ("湘阴居全省县域金融生态评估［首位］。", "湘阴全省县域金融生态评估位次"),
        ("深圳在全国文明城市年度测评中位居省会、副省级城市［第二］。", "深圳全国文明城市年度测评位次"),
        # how much of a whole
        ("民营经济增加值占地区生产总值的［40.5%］。", "民营经济增加值占地区生产总值比重"),
        ("［80%以上］村屯实现24小时供水。", "实现24小时供水的村屯占比"),
        ("服务业增加值增长［4.1%］，对GDP增长的贡献率达［65.5%］。", "服务业增加值 服务业增加值对GDP增长的贡献率"),
    ],
)  # fmt: skip
def test_names(picture: str, names: str) -> None:
    assert [f.indicator for f in named(picture)] == names.split()


@pytest.mark.parametrize(
    ("text", "quantity", "canonical"),
    [
        ("基本医疗保险参保人数478.7万。", "478.7万", "基本医疗保险参保人数"),
        ("农村贫困人口减少1109万。", "1109万", "贫困人口脱贫"),
        ("新增减税降费及退税缓费10.5亿元。", "10.5亿元", "减税降费"),
        ("为市场主体减负15.9亿元。", "15.9亿元", "减税降费"),
        ("外商直接投资实际金额330亿美元。", "330亿美元", "实际利用外资"),
        ("一般公共预算收入剔除虚增因素后完成10.4亿元。", "10.4亿元", "一般公共预算收入"),
        ("旅游总消费增长62.6%。", "62.6%", "旅游收入"),
        ("农村户用厕所无害化改造7万户。", "7万户", "户厕改造"),
        # parts and other things have it not
        ("高技术产业实际使用外资增长11.7%。", "11.7%", ""),
        ("国考断面水质优良率100%。", "100%", ""),
        ("民营经济增加值占地区生产总值比重提高0.5个百分点。", "0.5个百分点", ""),
        ("新型农业经营主体突破8000家。", "突破8000家", ""),
        ("脱贫人口人均纯收入增长13.7%。", "13.7%", ""),
    ],
)
def test_canonical(text: str, quantity: str, canonical: str) -> None:
    assert one(text, quantity).canonical == canonical


@pytest.mark.parametrize(
    ("text", "quantity", "want"),
    [
        ("主要预期目标是：固定资产投资3%。", "3%", {"measure": "change", "direction": "up"}),
        ("人均GDP高出全市平均水平68%。", "68%", {"measure": "change", "direction": "up", "basis": "other"}),
        ("消费价格涨5.9%，高出预期目标1.9个点。", "1.9个点", {"measure": "change", "base_unit": "百分点"}),
        ("投资、消费增速分别快于全国3.4个、1个百分点。", "3.4个", {"measure": "change", "base_unit": "百分点"}),
        ("为市场主体减负15.9亿元。", "15.9亿元", {"measure": "level", "base_value": "1590000000.0"}),
        ("粮食单产236公斤／亩。", "236公斤／亩", {"unit": "公斤/亩"}),
    ],
)
def test_readings(text: str, quantity: str, want: dict[str, str]) -> None:
    fact = one(text, quantity)
    for field, value in want.items():
        assert str(getattr(fact, field)) == value, field


@pytest.mark.parametrize(
    "text",
    ["发展首位产业，提升首位度。", "建设4E级机场。", "五三数字产业园开园。", "G5成绵高速推进。", "实施三年清零行动。"],
)
def test_parts_of_names_are_no_facts(text: str) -> None:
    assert facts(text) == ()


@pytest.mark.parametrize(
    ("picture", "statuses"),
    [
        # 初步预计 at the head of a paragraph holds for the main figures listed straight after it
        ("初步预计，生产总值增长［10%］。固定资产投资［2140亿元］。出口总额［2455亿美元］。", "e e e"),
        ("初步预计，生产总值增长［10%］。发展质量提升。出口总额［2455亿美元］。", "e a"),
        # said in the middle, it holds for its sentence
        ("经济运行平稳，预计全市生产总值增长［8%］。社会消费品零售总额增长［12%］。", "e a"),
        # behind a subject it is said of that subject
        ("粮食总产预计［超116亿斤］，瓜菜产量稳定在［1000万吨］。", "e a"),
        ("预计（下同）全年生产总值增长［7%］。全力抓项目。固定资产投资增长［5%］。", "e e"),
    ],
)
def test_how_far_an_estimate_reaches(picture: str, statuses: str) -> None:
    found = [f.status.value[0] for f in named(picture)]
    assert [found[0], found[-1]] == [statuses.split()[0], statuses.split()[-1]]


@pytest.mark.parametrize(
    ("text", "part", "quantity", "period", "basis"),
    [
        ("去年经济增长8.8%。", Part.REVIEW_TERM, "8.8%", (2020, 2020), "yoy"),
        ("粮食产量跃上500亿斤。", Part.REVIEW_TERM, "500亿斤", (2020, 2020), ""),
        ("比重达到67.8%，比五年前提高10.5个百分点。", Part.REVIEW, "10.5个百分点", (2016, 2020), "cum"),
        ("今明两年职业技能培训3500万人次。", Part.PLAN, "3500万人次", (2021, 2022), ""),
        ("城镇调查失业率5.5%左右。", Part.PLAN_TERM, "5.5%左右", (2021, 2025), ""),
        (
            "地区生产总值年均增长4.5%，高于“十二五”时期1.2个百分点。",
            Part.REVIEW_TERM,
            "1.2个百分点",
            (2016, 2020),
            "other",
        ),
    ],
)
def test_years(text: str, part: Part, quantity: str, period: tuple[int, int], basis: str) -> None:
    fact = one(text, quantity, part)
    assert (fact.period_start, fact.period_end) == period
    assert fact.basis.value == basis
