"""The canonical name of a fact: local variants, names in quotation marks, and what the sentence adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.extraction import canon, context, extract
from core.lexicon import Lexicon
from core.panel import Panel
from core.reading import read_text
from core.store import Store


def found(text: str, year: int = 2024) -> dict[str, str]:
    """The canonical name by quantity."""
    return {f.quantity: f.canonical for f in extract(read_text(text, f"某市_{year}.txt"))}


@pytest.mark.parametrize(
    ("name", "unit", "measure", "canonical"),
    [
        ("三产业增加值", "%", "change", "服务业增加值"),
        ("公共预算支出", "元", "level", "一般公共预算支出"),
        ("使用外资", "美元", "level", "实际利用外资"),
        ("省外产业项目新增实际投资", "元", "level", "引进内资"),
        ("居民消费价格总水平上涨幅度", "%", "change", "居民消费价格指数"),
        ("粮食产量连", "斤", "level", "粮食产量"),
        ("高标准农田新建及改造任务", "亩", "level", "高标准农田"),
        ("旅游营业收入", "元", "level", "旅游收入"),
        ("高新技术企业备案数", "家", "level", "高新技术企业数"),
        ("研究与试验发展经费支出与国内生产总值之", "%", "level", "研发经费投入强度"),
        ("技术合同交易", "元", "level", "技术合同成交额"),
        ("PM2.5改善幅度", "", "rank", "PM2.5浓度"),
        ("能源消耗强度", "%", "change", "单位GDP能耗"),
        ("城镇居民最低生活保障", "元", "change", "城乡低保标准"),
        ("社会养老保险覆盖", "人", "level", "基本养老保险参保人数"),
        ("新型农村合作医疗制度覆盖", "人", "level", "基本医疗保险参保人数"),
        ("改造老旧院落", "个", "level", "老旧小区改造"),
        ("为企业减税", "元", "level", "减税降费"),
        ("政府隐性债务化解目标", "元", "level", "政府债务化解"),
        ("城市生活污水集中收集处理率", "%", "level", "污水处理率"),
        ("生活垃圾无害化率", "%", "level", "垃圾处理率"),
        ("农作物秸秆资源化利用率", "%", "level", "秸秆综合利用率"),
        ("农村厕所", "户", "level", "户厕改造"),
        ("企业和个体工商户总量", "户", "level", "市场主体数"),
        ("经济总量", "万亿", "level", "地区生产总值"),
        ("空气质量优良天数", "%", "level", "空气质量优良天数比率"),
        ("农村生活污水治理率", "%", "level", "污水处理率"),
        ("行政村农村生活污水有效治理率", "%", "level", "污水处理率"),
        ("农村生活垃圾治理率", "%", "level", "垃圾处理率"),
        ("城镇累计新就业", "人", "level", "城镇新增就业"),
        ("接待游客总花费", "元", "level", "旅游收入"),
        ("全国财政收入", "元", "level", "一般公共预算收入"),
        ("扩大有效投资", "元", "level", "固定资产投资"),
        ("固定资产投资出现明显下滑、跌", "千亿", "level", "固定资产投资"),
        ("地方一般公共预算收入在更大规模减税降费的情况下", "%", "change", "一般公共预算收入"),
        ("万元生产总值综合能耗在“十一五”期间", "%", "change", "单位GDP能耗"),
        # Another thing: a part, another population, a rate of it.
        ("城市生活污水集中收集率", "%", "level", ""),
        ("生活垃圾回收利用率", "%", "level", "生活垃圾回收利用率"),
        ("空气质量优良天数", "天", "level", "空气质量优良天数"),
        ("空气质量优良天数", "天", "change", "空气质量优良天数"),
        ("来源于深圳辖区的一般公共预算收入", "元", "level", ""),
        ("辖区公共财政收入", "元", "level", "财政总收入"),
        ("旧住房综合改造", "平方米", "level", ""),
        ("老旧小区供热管网改造", "个", "level", ""),
        ("固定资产投资完成率", "", "rank", ""),
        ("全社会研发投入占全市比重", "%", "level", ""),
        ("六大重点片区固定资产投资", "元", "level", ""),
        ("淮安方特接待游客", "人次", "level", ""),
        ("低保人数", "%", "change", ""),
        ("开展棚改试点的街道", "个", "level", ""),
        ("为企业减负", "元", "level", ""),
        ("老旧住宅区安全隐患整治", "个", "level", ""),
        ("农民工的养老参保人数", "人", "level", ""),
        ("信访积案化解率", "%", "level", ""),
        ("物价上涨幅度", "%", "change", ""),
    ],
)
def test_local_variants_of_a_name(name: str, unit: str, measure: str, canonical: str) -> None:
    assert canon.canonical(Lexicon.load(), name, unit, measure) == canonical


@pytest.mark.parametrize(
    ("name", "unit", "canonical"),
    [
        ("新增“规上”工业企业", "家", "规模以上工业企业数"),
        ("新增“国高”企业", "家", "高新技术企业数"),
        ("“减免退补”各类税费", "元", "减税降费"),
        ("“飞地经济”总量", "元", ""),  # 经济总量 begins amid the quoted word
        ("“新三样”出口", "元", ""),
    ],
)
def test_quotation_marks_hide_no_name(name: str, unit: str, canonical: str) -> None:
    assert canon.canonical(Lexicon.load(), name, unit, "level") == canonical


@pytest.mark.parametrize(
    ("text", "quantity", "canonical"),
    [
        ("坚持鼓励创业带动就业，新增50万个就业岗位。", "50万个", "城镇新增就业"),
        ("举办招聘会30场，提供就业岗位2万个。", "2万个", ""),
        ("5G基础设施建设提速，建成基站1000个。", "1000个", "5G基站数"),
        ("通信条件改善，建成基站1000个。", "1000个", ""),
        ("2147个县实施城镇居民社会养老保险试点，1334万人参保。", "1334万人", "基本养老保险参保人数"),
        ("城乡居民社会养老保险全面实施，新增参保人数10467人。", "10467人", "基本养老保险参保人数"),
        ("小城镇社会保险稳妥推进，参保人数58.7万人。", "58.7万人", ""),
        (
            "全力推进老旧小区改造，2019年度13个小区的改造任务全部完工，85个小区的外配套改造工程开工建设。",
            "85个",
            "老旧小区改造",
        ),
        ("改造老旧小区40个，改善1.9万户群众居住环境。", "1.9万户", "老旧小区改造"),
        ("完成老旧小区改造100个以上，完成200个小区二次供水设施提标改造。", "200个", ""),
        ("完成老旧小区改造35个，筹集保障性租赁住房3000套。", "3000套", "保障性住房"),
        ("改造厨房1.14万户、厕所2.29万户。", "2.29万户", "户厕改造"),
        ("改造提升公厕103座。", "103座", ""),
        ("地级及以上城市细颗粒物（PM2.5）平均浓度下降9.1%。", "9.1%", "PM2.5浓度"),
        ("粮食种植面积、单产实现“双增”，总产超298万吨。", "超298万吨", "粮食产量"),
        ("粮食、油料丰收，油料总产25万吨。", "25万吨", ""),
        ("外商直接投资保持增长势头，实际到位400多亿美元。", "400多亿美元", "实际利用外资"),
        ("国内游客人次、总花费增长5.6%、7.5%。", "7.5%", "旅游收入"),
        ("推进农村生活污水治理，因村施策选择治理模式，力争年底前治理率超75%。", "超75%", "污水处理率"),
        ("生活垃圾收运处置体系覆盖率、无害化处理率分别达98%、100%。", "100%", "垃圾处理率"),
        ("全年GDP同比增长3.5%，在全市排名第一；总量达到4702亿元。", "4702亿元", "地区生产总值"),
        ("全面落实减税降费等惠企政策，为市场主体减负15.9亿元。", "15.9亿元", "减税降费"),
        ("在房租、金融等方面加大支持，为市场主体减负50亿元。", "50亿元", ""),
        ("居民消费价格上涨5.9%，高出预期目标1.9个点，但12月价格涨幅已回落至2.5%。", "2.5%", "居民消费价格指数"),
    ],
)
def test_the_sentence_says_what_a_short_name_means(text: str, quantity: str, canonical: str) -> None:
    assert found(text)[quantity] == canonical


def test_a_programme_counted_in_several_units_keeps_them_apart() -> None:
    text = "改造老旧小区40个、120万平方米，改善1.9万户群众居住环境。"
    made = [f for f in extract(read_text(text, "某市_2024.txt")) if f.canonical == "老旧小区改造"]
    assert {f.base_unit for f in made} == {"个", "平方米", "户"}


def test_people_lifted_out_of_poverty_are_told_behind_the_figure() -> None:
    after = "贫困户7214名贫困人口全部脱贫，"
    assert context.in_sentence("贫困村贫困户", "户", "level", "完成帮扶项目852个，24个贫困村", after) == "贫困人口脱贫"
    for name, before, behind in (
        ("扶贫干部", "派出", "驻扎在脱贫攻坚一线"),
        ("广西田林县剩余", "全面完成对口帮扶任务，广西田林县剩余", "全部脱贫摘帽"),
        ("脱贫劳动力就业", "", "脱贫劳动力全部就业"),
    ):
        assert context.in_sentence(name, "人", "level", before, behind) == ""


@pytest.mark.parametrize(
    ("text", "quantity", "canonical"),
    [
        ("外贸进出口总额增长11.3%，总量及贡献率排全区第1位。", "第1位", "进出口总额"),
        ("PM2.5年均浓度36微克/立方米、改善幅度全省第二。", "第二", "PM2.5浓度"),
        ("规上工业增加值增长9.2%，总量居全区第二。", "第二", "规模以上工业增加值"),
        ("粮食播种面积858万亩、产量319.4万吨，分别居全省第1位、第2位。", "第2位", "粮食产量"),
        ("社会消费品零售总额增长7.3%，放心消费指数列全省第一。", "第一", ""),
        ("建成高标准农田169.8万亩、超额完成国家下达的100万亩年度任务。", "100万亩", "高标准农田"),
        ("新增各类市场主体20万户、存量突破100万户。", "突破100万户", "市场主体数"),
        ("外贸进出口总额由3252亿美元增加到6208亿美元，世界排名由第十位上升到第五位。", "第五位", "进出口总额"),
        ("粮食产量74.2万吨，产量增幅排全区第2位。", "第2位", "粮食产量"),
        ("固定资产投资384.3亿元，增长10.2%，完成率居全市第一。", "第一", ""),
        ("固定资产投资1096亿元，增长23.5%，总量超过全市1/5。", "1/5", ""),  # its share, not its amount
    ],
)
def test_an_amount_or_rank_told_behind_a_figure_is_of_the_same_indicator(
    text: str, quantity: str, canonical: str
) -> None:
    assert found(text)[quantity] == canonical


def test_hidden_debt_cleared_to_nothing_is_debt_resolved() -> None:
    assert canon.canonical(Lexicon.load(), "政府隐性债务", "个", "level") == "政府债务化解"
    assert canon.canonical(Lexicon.load(), "财政部化债试点再融资债券资金", "元", "level") == ""


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("农村居民家庭人均可支配收入", "农村居民人均可支配收入"),  # 是五年前的｜1.8倍
        ("市场主体总量", "市场主体数"),
        ("特困人员基本生活标准不低于当地最低生活保障标准", ""),
    ],
)
def test_a_multiple_may_be_of_any_indicator(name: str, canonical: str) -> None:
    assert canon.canonical(Lexicon.load(), name, "倍", "level") == canonical


def test_two_figures_of_town_and_country_are_told_apart() -> None:
    apart = "城乡居民人均可支配收入分别达6.9万元、3.4万元，增长4.2%、5.3%。"
    assert list(found(apart).values()) == ["城镇居民人均可支配收入", "农村居民人均可支配收入"] * 2
    times = "城市和农村居民家庭人均可支配收入分别达到23623元和10222元，是五年前的1.8倍和1.6倍。"
    assert list(found(times).values()) == ["城镇居民人均可支配收入", "农村居民人均可支配收入"] * 2
    shared = extract(read_text("城乡居民人均可支配收入分别增长7.5%；城镇新增就业1万人。", "某市_2024.txt"))
    assert [f.canonical for f in shared[:2]] == ["城镇居民人均可支配收入", "农村居民人均可支配收入"]
    listed = "城乡居民人均可支配收入分别增长4.8%、7.3%；25件实事完成。"
    assert list(found(listed).values())[:2] == ["城镇居民人均可支配收入", "农村居民人均可支配收入"]
    ranked = "城乡居民人均可支配收入均居全省第2，分别增长3.9%、6.9%。"
    assert list(found(ranked).values())[1:] == ["城镇居民人均可支配收入", "农村居民人均可支配收入"]
    raised = "城镇和农村居民人均可支配收入分别由25600元、11200元增加到36800元、17600元。"
    assert list(found(raised).values()) == ["城镇居民人均可支配收入", "农村居民人均可支配收入"] * 2
    assert list(found("城乡居民收入比降至2.2。").values()) == [""]
    assert list(found("城乡居民人均可支配收入增长6%。").values()) == ["全体居民人均可支配收入"]


def test_the_revenue_of_the_nation_is_one_series_under_its_present_name() -> None:
    facts = extract(read_text("全国财政收入突破20万亿元，增长10.7%。", "全国_2022.txt"))
    assert {f.canonical for f in facts} == {"一般公共预算收入"}
    assert set(found("财政收入突破20亿元，增长10.7%。").values()) == {"地方财政收入"}


def test_sewage_of_town_and_country_stand_in_one_cell_and_say_so(tmp_path: Path) -> None:
    text = "# 政府工作报告\n\n## 一、2023年工作回顾\n\n城镇污水处理率达到95%，农村生活污水治理率达到46%。"
    document = read_text(text, "甲市_2024.txt")
    store = Store.create(tmp_path / "sewage.duidu")
    store.add(document, extract(document))
    panel = Panel(store)
    cells = [
        panel.cell(r, y, panel.indicators.index("污水处理率")) for r in range(len(panel.regions)) for y in panel.years
    ]
    (level,) = [cell.level for cell in cells if cell.level is not None]
    assert level.conflicting
    assert len(level.facts) == 2
    store.close()


@pytest.mark.parametrize(
    ("text", "quantity", "canonical"),
    [
        ("地区生产总值增长6.6%，比全国、全省分别高1.4、0.6个百分点。", "0.6个百分点", "地区生产总值"),
        ("一般公共预算收入137亿元，剔除不可比因素增长9.4%。", "9.4%", "一般公共预算收入"),
        ("全社会固定资产投资额85亿元，与上年计划持平。", "持平", "固定资产投资"),
        ("每平方公里GDP产出和税收分别为6.46亿元、0.96亿元。", "0.96亿元", ""),
    ],
)
def test_a_further_figure_is_of_the_indicator_just_told(text: str, quantity: str, canonical: str) -> None:
    assert found(text)[quantity] == canonical


@pytest.mark.parametrize("sectors", ["三次产业", "一二三产", "一、二、三产业", "第一、第二、第三产业增加值"])
def test_the_three_sectors_have_a_growth_each(sectors: str) -> None:
    assert list(found(f"地区生产总值增长6%左右，其中{sectors}分别增长2%、5.5%和6.5%。").values()) == [
        "地区生产总值",
        "第一产业增加值",
        "第二产业增加值",
        "服务业增加值",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "城镇居民人均可支配收入15781元，农村居民人均纯收入4761元，实际增长8.4%和8%。",
            ["城镇居民人均可支配收入", "农村居民人均可支配收入"] * 2,
        ),
        ("全市旅游人数5590.68万人次、总收入413.68亿元，增长70%、78%。", ["旅游人次", "旅游收入"] * 2),
    ],
)
def test_two_amounts_and_then_a_growth_for_each(text: str, names: list[str]) -> None:
    assert list(found(text).values()) == names


def test_one_rank_of_four_subjects() -> None:
    text = "固定资产投资、基础设施投资、建筑安装工程投资、存贷款余额增速均排全区第1位。"
    assert [f.canonical for f in extract(read_text(text, "某市_2024.txt"))] == [
        "固定资产投资",
        "基础设施投资",
        "",
        "存贷款余额",
    ]


@pytest.mark.parametrize(
    ("text", "quantity", "canonical"),
    [
        ("国民经济保持较快增长，增速达9.8%。", "9.8%", "地区生产总值"),
        ("引进区外境内资金120亿元，增长12%。", "120亿元", "引进内资"),
        ("内联引资到位资金15亿元。", "15亿元", "引进内资"),
        ("利用市外资金项目实际到位资金60亿元。", "60亿元", "引进内资"),
        ("招商引资到位资金60亿元。", "60亿元", "招商引资到位资金"),
        ("利用省外资金项目128个，到位资金210亿元。", "210亿元", "引进内资"),
        ("引进区外合作项目86个，到位资金52亿元。", "52亿元", "引进内资"),
        ("争取到位中省预算内资金12亿元。", "12亿元", ""),
        ("高技术产业实际使用外资增长11.7%。", "11.7%", ""),
        ("实际使用内外资分别增长10%、6.4%。", "10%", "引进内资"),
        ("实际使用内外资分别增长10%、6.4%。", "6.4%", "实际利用外资"),
        ("实现旅游经济总收入56亿元。", "56亿元", "旅游收入"),
        ("到位内资210亿元、外资1.5亿美元。", "1.5亿美元", "实际利用外资"),
        ("外贸进出口总额105亿元、出口78亿元。", "78亿元", "出口总额"),
        ("城市低保和农村低保标准分别达到每人每月650元、每人每年5400元。", "650元", "城乡低保标准"),
        ("稳定粮食面积和产量，播种面积86万亩以上、产量35万吨以上。", "86万亩以上", "粮食播种面积"),
        ("高标准农田累计建成56万亩。", "56万亩", "高标准农田"),
        ("年接待游客突破300万人次，综合收入突破20亿元。", "突破20亿元", "旅游收入"),
        ("全市外贸进出口、出口分别完成56亿元和42亿元。", "42亿元", "出口总额"),
        ("单位GDP能耗累计下降16.5%，超额完成省定15%的目标任务。", "15%", "单位GDP能耗"),
        ("2.3万户、8.6万人稳定脱贫。", "2.3万户", "贫困人口脱贫"),
        ("外贸自营进出口3.6亿元。", "3.6亿元", "进出口总额"),
        ("接待海内外游客860万人次。", "860万人次", "旅游人次"),
        ("共接待国内外游客320万人（次）。", "320万人（次）", "旅游人次"),
        ("实现旅游社会总收入18亿元。", "18亿元", "旅游收入"),
        ("每千人拥有市场主体120户。", "120户", ""),
        ("偿还政府债务本金8.5亿元。", "8.5亿元", "政府债务化解"),
        ("完成农村“厕所革命”改造8600户。", "8600户", "户厕改造"),
        ("新开工老旧小区改造项目45个，涉及居民1.8万户、建筑面积160万平方米。", "160万平方米", "老旧小区改造"),
        ("城市污水、生活垃圾处理率分别达到90%和100%。", "90%", "污水处理率"),
        ("城镇职工、城乡居民基本养老保险参保人数分别达到12万人和28万人。", "12万人", "基本养老保险参保人数"),
        ("粮食总产量在上年大幅度增长的基础上，又增产291亿斤。", "291亿斤", "粮食产量"),
        ("城乡低保标准分别提高到每月650元和每年5200元。", "650元", "城乡低保标准"),
    ],
)
def test_wordings_of_other_years_and_places(text: str, quantity: str, canonical: str) -> None:
    assert found(text)[quantity] == canonical
    assert len(extract(read_text(text, "某市_2024.txt"))) == len(found(text))
