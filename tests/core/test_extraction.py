"""Facts in a document. Marks are drawn as a picture: 增长［5.5%左右］ is what must be found, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.documents import Document, Metadata, Part, Section, Structure
from core.extraction import extract, propose
from core.extraction.reasons import reasons
from core.facts import Fact
from core.messages import catalogue
from core.spans import Span

SPANS = {
    Part.REVIEW: (2020, 2020),
    Part.REVIEW_TERM: (2016, 2020),
    Part.PLAN: (2021, 2021),
    Part.PLAN_TERM: (2021, 2025),
}


def document(text: str, part: Part = Part.REVIEW, year: int | None = 2021) -> Document:
    """A report of one part, for the year 2021."""
    start, end = SPANS.get(part, (None, None))
    section = Section(0, len(text), 1, Span(0, 0), part, start, end)
    return replace(Document.plain(text), structure=Structure(sections=(section,)), metadata=Metadata(year=year))


def facts(text: str, part: Part = Part.REVIEW) -> tuple[Fact, ...]:
    found = extract(document(text, part))
    for fact in found:
        assert text[fact.start : fact.end] == fact.quantity
        if fact.indicator_start is not None:
            assert text[fact.indicator_start : fact.indicator_end]
    return found


@pytest.mark.parametrize(
    "picture",
    [
        "全年接待游客［209.46万人次］，旅游总收入实现［16.16亿元］。",
        "建档立卡贫困户［3779户］［7346人］全部脱贫。",
        "［近900名］医护人员、［近千名］公安干警奋战在抗疫一线。",
        "登记失业率稳控在［2.5%以内］，新增就业［5000人以上］。",
        "5G基站［突破2400个］，PM2.5平均浓度下降到［28微克/立方米］。",
        "完成“8+3”产业项目［11个］，打造“15分钟健身圈”。",
        "打好三大攻坚战，建设四个北镇，203国道、第三幼儿园、一期工程完工，12345热线办件［1.2万件］。",
        "2020年3月，第三届人民代表大会第四次会议通过文件［12个］。",
        "地区生产总值增长［6%—6.5%］，引进项目［2-3个］。",
        "排名全省［第3］，位居全国［前十］，居全市［首位］。",
        "市第二儿童医院、长沙机场第三跑道建成。",
        "出台《促进就业30条》，落实“新36条”。",
        "审批时限压缩至［90个工作日内］，24小时自助服务全覆盖。",
        "一是抓项目。二是促消费。1.完成改造。2.新建公园［3个］。",
        "总量［翻一番］，［三分之一］的村达标，比重［超过五成］。",
    ],
)
def test_what_is_a_fact(picture: str) -> None:
    text = re.sub("[［］]", "", picture)
    found = facts(text)
    drawn = text
    for fact in sorted(found, key=lambda f: -f.start):
        drawn = f"{drawn[: fact.start]}［{fact.quantity}］{drawn[fact.end :]}"
    assert drawn == picture


def one(text: str, quantity: str, part: Part = Part.REVIEW) -> Fact:
    (fact,) = [f for f in facts(text, part) if f.quantity == quantity]
    return fact


@pytest.mark.parametrize(
    ("text", "quantity", "want"),
    [
        ("固定资产投资增长10%。", "10%", {"measure": "change", "direction": "up", "basis": "yoy"}),
        ("规上工业增加值同比下降4.7%。", "4.7%", {"measure": "change", "direction": "down", "basis": "yoy"}),
        ("PM2.5平均浓度改善8.5%。", "8.5%", {"measure": "change", "direction": "down"}),
        ("投资超目标任务26.2个百分点。", "26.2个百分点", {"measure": "change", "basis": "other"}),
        ("较上年同期前进11位、7位。", "7位", {"measure": "change", "direction": "up"}),
        ("地区生产总值跨越千亿台阶。", "千亿", {"measure": "level", "bound": "ge"}),
        ("总额约占全国的1/3。", "1/3", {"bound": "approx"}),
        ("累计完成工业投资超1000亿元，占全市总量1/5以上。", "1/5以上", {"measure": "level", "base_unit": "%"}),
        ("12月居民消费价格涨幅已回落至2.5%。", "2.5%", {"measure": "change", "direction": "up"}),
        ("人口自然增长率4.5‰。", "4.5‰", {"measure": "level"}),
        ("地区生产总值372亿元，同比增长（下同）13%。", "13%", {"measure": "change", "direction": "up"}),
        ("规模以上工业增加值增速完成9.7%。", "9.7%", {"measure": "change", "direction": "up"}),
        ("覆盖率提高到98%。", "98%", {"measure": "level", "direction": ""}),
        ("覆盖率提高2.3个百分点。", "2.3个百分点", {"measure": "change", "direction": "up"}),
        ("审批时限压减60%。", "60%", {"measure": "change", "direction": "down"}),
        ("群众综合投诉率下降30%。", "30%", {"measure": "change", "direction": "down"}),
        ("接待游客增长2.4倍。", "2.4倍", {"measure": "change", "direction": "up"}),
        ("新增市场主体2.5万户。", "2.5万户", {"measure": "level", "canonical": "市场主体数"}),
        ("净增规上工业企业35户。", "35户", {"measure": "change", "direction": "up"}),
        ("招商考核排名全省第3。", "第3", {"measure": "rank", "base_unit": "rank"}),
        ("考核排名前移5位。", "5位", {"measure": "change", "direction": "up"}),
        ("地区生产总值与去年同期持平。", "持平", {"measure": "change", "direction": "flat", "basis": "yoy"}),
        ("保持8%的增速。", "8%", {"measure": "change", "direction": "up"}),
        ("农民人均增收1200元。", "1200元", {"measure": "change", "direction": "up"}),
        ("高于全省平均水平2个百分点。", "2个百分点", {"measure": "change", "basis": "other"}),
        ("PM2.5平均浓度下降7.2%。", "7.2%", {"measure": "change", "direction": "down", "canonical": "PM2.5浓度"}),
        ("居民消费价格涨幅控制在3%左右。", "3%左右", {"measure": "change", "bound": "approx"}),
    ],
)
def test_measure(text: str, quantity: str, want: dict[str, Any]) -> None:
    fact = one(text, quantity)
    for field, value in want.items():
        assert str(getattr(fact, field)) == value, field


@pytest.mark.parametrize(
    ("text", "part", "quantity", "period", "status"),
    [
        ("新建公园3个。", Part.REVIEW, "3个", (2020, 2020), "actual"),
        ("新建公园3个。", Part.PLAN, "3个", (2021, 2021), "target"),
        ("预计年末，全市地区生产总值实现105亿元；税收收入增长5%。", Part.REVIEW, "5%", (2020, 2020), "estimate"),
        ("改造高标准农田27.63万亩。", Part.REVIEW_TERM, "27.63万亩", (2016, 2020), "actual"),
        ("优良天数占比达到80.1%。", Part.REVIEW_TERM, "80.1%", (2020, 2020), "actual"),
        ("旅游收入年均增长10%。", Part.REVIEW_TERM, "10%", (2016, 2020), "actual"),
        ("到2025年，城镇化率达到65%。", Part.PLAN_TERM, "65%", (2025, 2025), "target"),
        ("地区生产总值年均增长7%。", Part.PLAN_TERM, "7%", (2021, 2025), "target"),
        ("2019年度13个小区的改造任务全部完工。", Part.REVIEW, "13个", (2020, 2020), "actual"),
        ("2020年度改造任务完成81%。", Part.REVIEW, "81%", (2020, 2020), "actual"),
        ("到2022年，建成充电桩500个。", Part.REVIEW, "500个", (2021, 2022), "target"),
        ("我国60岁以上人口已达2.5亿人。", Part.PLAN, "2.5亿人", (2020, 2020), "actual"),
        ("目前城镇还有3000万人居住在棚户区。", Part.PLAN, "3000万人", (2020, 2020), "actual"),
        ("新建已立项的项目3个。", Part.PLAN, "3个", (2021, 2021), "target"),
        ("预计2020年地区生产总值达12.8万亿元。", Part.REVIEW, "12.8万亿元", (2020, 2020), "estimate"),
        ("占比预计达到19%以上，新增2个国家级平台。", Part.REVIEW, "2个", (2020, 2020), "actual"),
        ("去年完成投资5亿元，今年计划完成8亿元。", Part.PLAN, "5亿元", (2020, 2020), "actual"),
        ("去年完成投资5亿元，今年计划完成8亿元。", Part.PLAN, "8亿元", (2021, 2021), "target"),
        ("过去五年，累计投入28.6亿元。", Part.REVIEW_TERM, "28.6亿元", (2016, 2020), "actual"),
        ("“十三五”期间，新建学校12所。", Part.REVIEW, "12所", (2016, 2020), "actual"),
    ],
)
def test_frame(text: str, part: Part, quantity: str, period: tuple[int, int], status: str) -> None:
    fact = one(text, quantity, part)
    assert (fact.period_start, fact.period_end) == period
    assert fact.status.value == status


def test_a_stock_belongs_to_the_end_of_a_span() -> None:
    found = facts(
        "高速公路通车里程超过5000公里，筹集各类安居工程房源约2.6万套，拥有院士13名，经营主体突破62万户。",
        Part.REVIEW_TERM,
    )
    assert [(f.period_start, f.period_end) for f in found] == [(2020, 2020), (2016, 2020), (2020, 2020), (2020, 2020)]


def test_a_paragraphs_opening_moves_the_frame() -> None:
    text = "过去五年，新建学校12所。\n各位代表，2020年，我们攻坚克难。\n新建公园3个。\n"
    found = facts(text, Part.REVIEW_TERM)
    assert [(f.period_start, f.period_end) for f in found] == [(2016, 2020), (2020, 2020)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "城镇和农村居民人均可支配收入年均分别增长6.16%和8.06%。",
            ["城镇居民人均可支配收入", "农村居民人均可支配收入"],
        ),
        ("事故起数、死亡人数分别下降18%、31.9%。", ["事故起数", "死亡人数"]),
        ("卫生厕所及无害化卫生厕所普及率分别达到85.23%、67.46%。", ["卫生厕所普及率", "无害化卫生厕所普及率"]),
        ("生猪、牛羊、家禽饲养量分别达到158万头、38万头(只)、4227万只。", ["生猪饲养量", "牛羊饲养量", "家禽饲养量"]),
        ("污染地块、重点建设用地安全利用率均达到100%。", ["污染地块安全利用率", "重点建设用地安全利用率"]),
        ("城乡居民人均可支配收入分别增长5%、6.5%。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("万元GDP能耗、水耗分别下降4.3%、11.4%。", ["万元GDP能耗", "万元GDP水耗"]),
        ("贫困户3779户7346人全部脱贫。", ["贫困户", "贫困户"]),
        ("规上工业总产值达到240亿元，同比增长21%。", ["规上工业总产值", "规上工业总产值"]),
        ("签约项目43个、总投资143.3亿元。", ["签约项目", "签约项目总投资"]),
        ("新开工保障性住房9843套，竣工8158套。", ["新开工保障性住房", "竣工保障性住房"]),
        (
            "高新技术产品产值1321亿元，占工业总产值的比重达45.9%。",
            ["高新技术产品产值", "高新技术产品产值占工业总产值的比重"],
        ),
        ("创建乡村振兴示范县区3个、示范乡镇17个。", ["乡村振兴示范县区", "乡村振兴示范乡镇"]),
        ("新建5处农村饮水安全巩固提升工程。", ["农村饮水安全巩固提升工程"]),
        ("100多个高频事项实现“最多跑一次”。", ["实现“最多跑一次”的高频事项"]),
        ("为276名贫困家庭学生资助减免费用103万元。", ["资助减免费用的贫困家庭学生", None]),
        ("企业从1832户增加到3382户。", ["企业", "企业"]),
        ("国家外汇储备达1656亿美元，比1995年底增加920亿美元。", ["国家外汇储备", "国家外汇储备"]),
        ("花生参保面积18万亩，居全省首位。", ["花生参保面积", "花生参保面积全省位次"]),
        ("芦田肥业、天晟重工等民营企业捐款达150万元。", ["民营企业捐款"]),
    ],
)
def test_names(text: str, names: list[str | None]) -> None:
    found = [f.indicator for f in facts(text)]
    assert len(found) == len(names)
    for got, want in zip(found, names, strict=True):
        assert want is None or got == want


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("全社会固定资产投资额实现45.35亿元。", "固定资产投资"),
        ("国内生产总值增长8%。", "地区生产总值"),
        ("出口创汇实现0.9亿元。", "出口总额"),
        ("城乡低保月均标准提高到678元。", "城乡低保标准"),
        ("研究与试验发展经费支出占地区生产总值比重达到2.5%。", "研发经费投入强度"),
        ("引进省外资金20亿元。", "引进内资"),
        ("粮食总产量50亿斤以上。", "粮食产量"),
        ("惠及市场主体4.6万户。", ""),
        ("对金砖国家进出口增长14.4%。", ""),
        ("新建5Ｇ基站200个。", "5G基站数"),
        ("PM_2.5平均浓度下降7.2%。", "PM2.5浓度"),
        ("固定资产投资总规模500亿元。", "固定资产投资"),
        ("全社会研究与开发经费支出相当于全市生产总值的比例达到2.6%。", "研发经费投入强度"),
        ("全社会研发经费投入增长10%以上。", "研发经费支出"),
        ("到2005年进出口总额达到30亿美元。", "进出口总额"),
        ("低收入农户人均可支配收入增长15%。", ""),
        ("规上工业亩均税收40万元。", ""),
        ("每平方公里产出GDP17.33亿元。", ""),
        ("锂电池出口20亿元。", ""),
        ("一般贸易进出口增长8%。", ""),
        ("租赁和商务服务业增加值增长9%。", ""),
        ("农村生活污水治理率达到60%。", "污水处理率"),
        ("重大项目带动固定资产投资300亿元。", ""),
        ("重点监测景区接待游客20万人次。", ""),
        ("隐性债务率下降25%。", ""),
        ("海洋研发支出占GDP比重提升至2.8%。", ""),
        ("综保区完成进出口额1121亿元。", ""),
        ("为企业减免税费、社保、医保等超100亿元。", "减税降费"),
        ("全年减、降、退、缓企业税费25.3亿元。", "减税降费"),
        ("办理出口退税25.3亿元。", ""),
        ("企业总数达14.6万户。", ""),
        ("民间投资占比提高2个百分点。", ""),
    ],
)
def test_canonical(text: str, canonical: str) -> None:
    assert facts(text)[0].canonical == canonical


def test_a_bound_behind_a_list_holds_for_all() -> None:
    text = "覆盖率、合格率、满意率分别达到95%、85%、80%以上。"
    assert [f.bound.value for f in facts(text)] == ["ge", "ge", "ge"]


def test_the_value_before_is_dated_before() -> None:
    old, new = facts("规上工业企业从45个增加到117个。")
    assert ((old.period_start, old.period_end), new.period_start) == ((2019, 2019), 2020)
    old, new = facts("集装箱航线由2015年的40条增至2020年的60条。")
    assert (old.period_start, new.period_end) == (2015, 2020)


@pytest.mark.parametrize(
    ("sentence", "old", "new"),
    [
        ("城镇、农村低保补助水平分别从每月333元、147元提高到374元、172元。", 2019, 2020),
        ("城乡居民人均可支配收入从2016年的46503元和16935元分别提高到58794元和23184元。", 2016, 2020),
        ("三次产业结构由8.7∶41.2∶50.1调整为7.4∶39.6∶53。", 2019, 2020),
    ],
)
def test_several_values_before_are_dated_before(sentence: str, old: int, new: int) -> None:
    years = [fact.period_end for fact in facts(sentence)]
    half = len(years) // 2
    assert half
    assert years == [old] * half + [new] * half


def test_what_is_added_to_a_total_is_no_value_before() -> None:
    assert [fact.period_end for fact in facts("国家级高新技术企业新增84家、总数达到1080家。")] == [2020, 2020]


def test_a_ratio_is_a_share_each() -> None:
    found = facts("三次产业结构由4.1:48.3:47.6调整为3.6:48:48.4。")
    assert [(f.quantity, f.indicator, f.base_unit) for f in found[3:]] == [
        ("3.6", "第一产业占比", "%"),
        ("48", "第二产业占比", "%"),
        ("48.4", "第三产业占比", "%"),
    ]


def test_how_far_something_is_done_is_a_rate() -> None:
    found = facts("国控断面水质100%达标，电子政务外网实现100%接入，38项民生实事得到100%落实。")
    assert [f.indicator for f in found] == ["国控断面水质达标率", "电子政务外网接入率", "民生实事", "民生实事落实率"]


def test_stray_spaces() -> None:
    text = "雏 鹰 瞪 羚 企 业 增 长 48.8 %。国内生产总值达到7 4 7 7 2 亿元。总额增长1 0 ．3 ％。"
    found = facts(text)
    assert [f.quantity for f in found] == ["48.8 %", "7 4 7 7 2 亿元", "1 0 ．3 ％"]
    assert found[0].measure.value == "change"
    assert found[1].base_value == 7_477_200_000_000
    assert found[2].value == Decimal("10.3")


def test_facts_come_in_order_and_are_pure() -> None:
    text = "新建公园3个，改造小区5个。\n投资2亿元。"
    assert [f.start for f in facts(text)] == sorted(f.start for f in facts(text))
    assert extract(document(text)) == extract(document(text))


def test_every_rule_has_its_reason() -> None:
    text = (
        "预计年末，地区生产总值实现105亿元，与去年同期持平；事故起数、死亡人数分别下降18%、31.9%。花生参保面积居全省首位。"
        "过去五年年均增长8%。比2015年增长50%。审批时限压减60%。净增企业3户。总量翻一番。"
    )
    for fact in facts(text):
        for field, rule, _words in fact.why:
            if rule:
                assert f"why_{field}.{rule}" in catalogue(), (field, rule)
        assert ("indicator", reasons(fact)[1][1]) in reasons(fact)


def test_confidence_names_its_doubts() -> None:
    sure = one("一般公共预算收入实现6.53亿元。", "6.53亿元")
    assert sure.confidence > 0.95
    doubtful = one("深入推进改革，3个试点。", "3个")
    assert doubtful.confidence < sure.confidence
    assert "indicator" in dict(doubtful.doubts)
    undated = extract(document("新建公园3个。", Part.OTHER, year=None))[0]
    assert "period" in dict(undated.doubts)


def test_propose_reads_the_selection() -> None:
    text = "全市新建改造农村公路约207.8公里，桥梁三座。"
    at = text.index("约207.8公里")
    fact = propose(document(text), Span(at, at + len("约207.8公里")))
    assert (fact.quantity, fact.base_value is not None, fact.base_unit) == ("约207.8公里", True, "公里")
    assert fact.indicator.endswith("农村公路")
    at = text.index("三座")
    fact = propose(document(text), Span(at, at + 2))
    assert (fact.quantity, fact.base_value, fact.base_unit) == ("三座", 3, "座")
    assert "桥梁" in fact.indicator


def test_propose_without_a_number() -> None:
    text = "营商环境持续改善。"
    fact = propose(document(text), Span(0, 4))
    assert (fact.quantity, fact.value) == ("营商环境", None)


def test_long_lines_are_read_whole() -> None:
    text = "全市新建高标准农田27.63万亩、改造老旧小区72个，" * 3000
    assert len(extract(document(text))) == 6000


@settings(max_examples=200)
@given(
    st.text(
        "增长达到、，。；和的为第前0123456789.%万亿元个家户年五 新建改造全市分别均居首位预计各投资人（）“”\n一二三十",
        max_size=80,
    )
)
@example("一建0%")
@example("其2家预中")
@example("1.4亿、覆盖10.5亿")
def test_never_fails(text: str) -> None:
    for fact in extract(document(text)):
        assert text[fact.start : fact.end] == fact.quantity
        assert 0 <= fact.confidence <= 1


@pytest.mark.parametrize(
    ("words", "measure", "direction", "bound"),
    [
        ("高于全省平均水平", "level", "", "ge"),
        ("低于控制目标", "level", "", "le"),
        ("快于全国", "change", "up", "ge"),
        ("慢于全省", "change", "up", "le"),
        ("与经济增长同步", "change", "up", "eq"),
        ("总体保持稳定", "change", "flat", "eq"),
        ("稳步增长", "change", "up", "eq"),
        ("持续下降", "change", "down", "eq"),
        ("位居全省前列", "rank", "", "eq"),
        ("得到各界好评", "level", "", "eq"),
    ],
)
def test_propose_says_of_words_what_kind_they_are_and_never_a_number(
    words: str, measure: str, direction: str, bound: str
) -> None:
    text = f"居民收入增长{words}。" if "同步" in words else f"综合能耗{words}。"
    at = text.index(words)
    fact = propose(document(text), Span(at, at + len(words)))
    assert (fact.quantity, fact.value, fact.base_value, fact.unit) == (words, None, None, "")
    assert (fact.measure, fact.direction, fact.bound) == (measure, direction, bound)
