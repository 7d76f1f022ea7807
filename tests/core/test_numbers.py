"""Numerals and quantities."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import line_quantities, parse, quantities
from core.numerals import chinese_value

FILES = Path(__file__).resolve().parent.parent / "files"
LEFT_OUT = {"百分之15Ｋ", "五分之一"}  # reasons in tests/files/numerals.md


def cases() -> list[dict[str, object]]:
    lines = (FILES / "numerals.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_numerals_standing_alone() -> None:
    wrong = set()
    for case in cases():
        found = line_quantities(str(case["text"]))
        want = float(str(case["value"]))
        good = (
            len(found) == 1
            and found[0].base_value is not None
            and abs(float(found[0].base_value) - want) <= 1e-6 * max(1, abs(want))
            and (found[0].base_unit in ("%", "百分点")) == (case["unit"] == "%")
        )
        if not good:
            wrong.add(case["text"])
    assert wrong == LEFT_OUT
    assert len(wrong) / len(cases()) < 0.05


@pytest.mark.parametrize(
    ("text", "quantity", "base", "unit", "bound"),
    [
        ("近900名医护人员", "近900名", 900, "名", "approx"),
        ("1500余名党员", "1500余名", 1500, "名", "ge"),
        ("实现105亿元", "105亿元", 10_500_000_000, "元", "eq"),
        ("稳控在2.5%以内", "2.5%以内", Decimal("2.5"), "%", "le"),
        ("建成5G基站突破2400个", "突破2400个", 2400, "个", "ge"),
        ("风电240万千瓦", "240万千瓦", 2_400_000, "千瓦", "eq"),
        ("近千名干警", "近千名", 1000, "名", "approx"),
        ("活动百余场", "百余场", 100, "场", "ge"),
        ("两万余人受益", "两万余人", 20000, "人", "ge"),
        ("改造七千亩", "七千亩", 7000, "亩", "eq"),
        ("惠及20多万居民", "20多万", 200_000, "人", "ge"),
        ("37.8万农民变股东", "37.8万", 378_000, "人", "eq"),
        ("牛羊38万头(只)", "38万头(只)", 380_000, "头(只)", "eq"),
        ("浓度30微克/立方米以下", "30微克/立方米以下", 30, "微克/立方米", "le"),
        ("新增4万多亿元", "4万多亿元", 4_000_000_000_000, "元", "ge"),
        ("惠及3千多万人", "3千多万人", 30_000_000, "人", "ge"),
        ("减轻企业税负5700多亿元", "5700多亿元", 570_000_000_000, "元", "ge"),
        ("改造40家乡镇卫生院", "40家", 40, "家", "eq"),
        ("增加到2万5千公里、", "2万5千公里", 25_000, "公里", "eq"),
        ("投入2亿3000多万元。", "2亿3000多万元", 230_000_000, "元", "ge"),
        ("增加到1亿3千多万。", "1亿3千多万", 130_000_000, "", "ge"),
        ("浓度降至28.5微克每立方米", "28.5微克每立方米", Decimal("28.5"), "微克/立方米", "eq"),
        ("总量跨上千亿台阶", "千亿", 100_000_000_000, "元", "ge"),
        ("占四分之一以上", "四分之一以上", 25, "%", "ge"),
        ("约占全国的1/4", "1/4", 25, "%", "eq"),
        ("超过五成", "超过五成", 50, "%", "ge"),
        ("达到百分之五点五", "百分之五点五", Decimal("5.5"), "%", "eq"),
        ("死亡率千分之二", "千分之二", Decimal("0.2"), "%", "eq"),
        ("提高2.3个百分点", "2.3个百分点", Decimal("2.3"), "百分点", "eq"),
        ("人口自然增长率4.5‰", "4.5‰", Decimal("4.5"), "‰", "eq"),
        ("总量翻一番", "翻一番", 100, "%", "eq"),
        ("压缩至90个工作日内", "90个工作日内", 90, "工作日", "le"),
        ("投资1,234.5万元", "1,234.5万元", 12_345_000, "元", "eq"),
        ("排名全省第3。", "第3", 3, "rank", "eq"),
        ("位居全国前十。", "前十", 10, "rank", "le"),
        ("居全省首位", "首位", 1, "rank", "eq"),
        ("利润下降-2.3%", "-2.3%", Decimal("-2.3"), "%", "eq"),
        ("工业投资增长19·5％", "19·5％", Decimal("19.5"), "%", "eq"),
    ],
)
def test_one_quantity(text: str, quantity: str, base: object, unit: str, bound: str) -> None:
    (found,) = quantities(text)
    assert found.quantity == quantity
    assert text[found.start : found.end] == quantity
    assert found.base_value == base
    assert found.base_unit == unit
    assert found.bound.value == bound


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("引进2-3个", 2, 3, "个"),
        ("增长4.5%—5%", Decimal("4.5"), 5, "%"),
        ("增长6%至6.5%", 6, Decimal("6.5"), "%"),
        ("建设3~5万亩", 30_000, 50_000, "亩"),
        ("百分之八至九", 8, 9, "%"),
    ],
)
def test_range(text: str, low: object, high: object, unit: str) -> None:
    (found,) = quantities(text)
    assert (found.base_value, found.base_value_high, found.base_unit) == (low, high, unit)
    assert found.bound.value == "range"


@pytest.mark.parametrize(
    "text",
    [
        "2020年", "2016-2020年", "2021年1月5日", "5G网络", "PM2.5防治", "203国道", "G102线", "三中全会",
        "第三幼儿园", "一期工程", "三大攻坚战", "百日攻坚", "千方百计", "一批项目", "一系列", "第四次会议",
        "12345热线", "保持平稳", "支持平台经济", "市第二儿童医院", "7×24小时", "统一部署", "二氧化硫", "放在第一位",
        "7月1日", "第26届",
    ],
)  # fmt: skip
def test_no_quantity(text: str) -> None:
    assert [q.quantity for q in quantities(text)] == []


def test_from_to_is_two_quantities() -> None:
    assert [q.quantity for q in quantities("从45个增加到117个")] == ["45个", "117个"]


@pytest.mark.parametrize(
    ("typed", "base", "unit"),
    [("28.6亿元", 2_860_000_000, "元"), (" 1.5万人 ", 15_000, "人"), ("三成以上", 30, "%"), ("12k", 12_000, "")],
)
def test_typed(typed: str, base: object, unit: str) -> None:
    found = parse(typed)
    assert found is not None
    assert (found.base_value, found.base_unit) == (base, unit)


@pytest.mark.parametrize("typed", ["", "   ", "三十家企业和五个园区", "增长", "1..2"])
def test_not_one_quantity(typed: str) -> None:
    assert parse(typed) is None


def _chinese(number: int) -> str:
    """A plain speller of whole numbers below a hundred million, to check the reader against."""
    digits = "零一二三四五六七八九"

    def below(value: int) -> str:
        out, zero = "", False
        for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = value // place % 10
            if digit:
                out += ("零" if zero and out else "") + digits[digit] + name
                zero = False
            else:
                zero = True
        return out

    high, low = divmod(number, 10_000)
    if not high:
        return below(low) or "零"
    return below(high) + "万" + (("零" if low < 1000 else "") + below(low) if low else "")


@given(st.integers(0, 99_999_999))
def test_chinese_numerals_come_back(number: int) -> None:
    assert chinese_value(_chinese(number)) == number


@given(st.text("0123456789一二三十百千万亿零点个元%.、-至第前年月日余多近超以上", max_size=40))
def test_never_fails_and_never_overlaps(text: str) -> None:
    last = 0
    for q in quantities(text):
        assert last <= q.start < q.end <= len(text)
        assert text[q.start : q.end] == q.quantity
        last = q.end
    parse(text)
