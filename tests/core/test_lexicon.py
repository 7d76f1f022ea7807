"""The vocabulary of indicators and units."""

from __future__ import annotations

from core.lexicon import Indicator, Lexicon, Synonym, Unit

FIXED = [
    "地区生产总值", "一般公共预算收入", "税收收入", "地方财政收入", "一般公共预算支出", "固定资产投资",
    "社会消费品零售总额", "规模以上工业增加值", "规模以上工业总产值", "服务业增加值", "进出口总额", "出口总额",
    "实际利用外资", "引进内资", "全体居民人均可支配收入", "城镇居民人均可支配收入", "农村居民人均可支配收入",
    "居民消费价格指数", "城镇新增就业", "城镇登记失业率", "城镇调查失业率", "粮食产量", "粮食播种面积",
    "高标准农田", "旅游收入", "旅游人次", "市场主体数", "高新技术企业数", "规模以上工业企业数", "研发经费投入强度",
    "技术合同成交额", "常住人口城镇化率", "森林覆盖率", "空气质量优良天数比率", "PM2.5浓度", "单位GDP能耗",
    "城乡低保标准", "基本养老保险参保人数", "基本医疗保险参保人数", "棚户区改造", "老旧小区改造", "减税降费",
    "政府债务化解", "贫困人口脱贫", "5G基站数", "污水处理率", "垃圾处理率", "秸秆综合利用率", "户厕改造",
]  # fmt: skip


def test_the_fixed_names_are_there_and_more() -> None:
    lexicon = Lexicon.load()
    assert set(FIXED) <= set(lexicon.by_name)
    assert len(lexicon.indicators) >= 150


def test_every_indicator_is_complete() -> None:
    lexicon = Lexicon.load()
    assert len({i.id for i in lexicon.indicators}) == len(lexicon.indicators)
    dimensions = {unit.dimension for unit in lexicon.units.values()} | {""}
    for indicator in lexicon.indicators:
        assert indicator.english
        assert indicator.polarity in (-1, 0, 1)
        assert indicator.measure in ("level", "change", "both")
        assert set(indicator.dimension.split("/")) <= dimensions, indicator.name
        for synonym in indicator.synonyms:
            assert synonym.first is None or synonym.last is None or synonym.first <= synonym.last


def test_synonyms_know_their_years() -> None:
    product = Lexicon.load().by_name["地区生产总值"]
    years = {s.name: (s.first, s.last) for s in product.synonyms}
    assert years["国内生产总值"][0] is not None
    assert (years["国内生产总值"][0] or 0) < (years["地区生产总值"][0] or 0)


def test_completion() -> None:
    lexicon = Lexicon.load()
    assert lexicon.complete("地区生")[0] == "地区生产总值"
    assert lexicon.complete("gdp")[0] == "地区生产总值"  # before the indicators that have GDP inside their names
    assert "社会消费品零售总额" in lexicon.complete("社零")
    assert lexicon.complete("没有这个指标") == []


def test_units_compare() -> None:
    lexicon = Lexicon.load()
    assert lexicon.dimension("元") == lexicon.dimension("亿元") == lexicon.dimension("万美元") == "money"
    assert lexicon.dimension("亩") == lexicon.dimension("公顷") == "area"
    assert round(lexicon.units["公顷"].scale / lexicon.units["亩"].scale) == 15
    assert lexicon.dimension("微克/立方米") == "mass"
    assert lexicon.dimension("没有") == ""


def test_an_analysts_entries_lie_over_the_built_in_ones() -> None:
    mine = Indicator("mine", "地区生产总值", "mine", "x", "money", 1, "both", synonyms=(Synonym("本地总产出"),))
    lexicon = Lexicon.load().extended([mine], [Unit("筐", "count", 1)])
    assert lexicon.by_name["地区生产总值"].english == "mine"
    assert lexicon.units["筐"].dimension == "count"
    assert Lexicon.load().by_name["地区生产总值"].english != "mine"
