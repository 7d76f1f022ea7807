"""Divisions by code and name, in the year of the report."""

from __future__ import annotations

import pytest

from core import regions


def paths(words: str, year: int | None = None) -> list[str]:
    return [regions.path(chain[-1], year) for chain in regions.chains(words, year)]


@pytest.mark.parametrize(
    ("words", "year", "path", "code"),
    [
        ("锦州市凌河区", 2021, "辽宁省/锦州市/凌河区", "210703"),
        ("北镇市", 2021, "辽宁省/锦州市/北镇市", "210782"),
        ("米易县", 2010, "四川省/攀枝花市/米易县", "510421"),
        ("易县", 2010, "河北省/保定市/易县", "130633"),
        ("高唐县", 2010, "山东省/聊城市/高唐县", "371526"),
        ("徐水县", 2014, "河北省/保定市/徐水县", "130625"),
        ("徐水区", 2016, "河北省/保定市/徐水区", "130609"),
        ("天门市", 2024, "湖北省/天门市", "429006"),
        ("呼伦贝尔市海拉尔区", 2013, "内蒙古自治区/呼伦贝尔市/海拉尔区", "150702"),
        ("恩施土家族苗族自治州", 2024, "湖北省/恩施土家族苗族自治州", "422800"),
        ("上海市浦东新区", 2009, "上海市/浦东新区", "310115"),
    ],
)
def test_a_name_is_read_as_the_division_of_the_year(words: str, year: int, path: str, code: str) -> None:
    chains = regions.chains(words, year)
    assert [(regions.path(chain[-1], year), chain[-1].code) for chain in chains] == [(path, code)]


def test_districts_of_the_same_name_stay_several_until_the_city_is_named() -> None:
    assert paths("朝阳区", 2020) == ["北京市/朝阳区", "吉林省/长春市/朝阳区"]
    assert paths("长春市朝阳区", 2020) == ["吉林省/长春市/朝阳区"]
    assert len(paths("鼓楼区", 2020)) == 4
    assert paths("徐州市鼓楼区", 2020) == ["江苏省/徐州市/鼓楼区"]


def test_a_longer_name_hides_the_shorter_one_inside_it() -> None:
    assert [m.divisions[0].name for m in regions.mentions("攀枝花市米易县和保定市易县")] == [
        "攀枝花市",
        "米易县",
        "保定市",
        "易县",
    ]


def test_a_name_is_only_in_force_between_its_years() -> None:
    assert regions.named("420600", 2005).name == "襄樊市"
    assert regions.named("420600", 2015).name == "襄阳市"
    assert regions.named("999999") is None


def test_every_code_has_its_province_and_every_row_its_years() -> None:
    table = regions.table()
    for code, spells in table.by_code.items():
        assert len(code) == 6
        assert code[:2] + "0000" in table.by_code, code
        assert all(spell.first <= spell.last for spell in spells), code


def test_today_there_are_34_provinces_and_333_prefectures() -> None:
    current = [s for spells in regions.table().by_code.values() for s in spells if s.last == regions.IN_FORCE]
    assert sum(s.level == "province" for s in current) == 34
    assert sum(s.level == "prefecture" for s in current) == 333


@pytest.mark.parametrize(
    ("name", "short"),
    [("北镇市", "北镇"), ("恩施土家族苗族自治州", "恩施"), ("易县", "易县"), ("广西壮族自治区", "广西")],
)
def test_short_names(name: str, short: str) -> None:
    assert regions.short(name) == short
