from __future__ import annotations

import re

import pytest

from core.searching import MOST, Sought, find, fold


def words(text: str, query: str, **how: bool) -> list[str]:
    return [span.of(text) for span in find(text, query, **how)]


def test_one_character_is_found() -> None:
    assert words("全县各县", "县") == ["县", "县"]


def test_full_width_finds_half_width_and_the_other_way() -> None:
    assert words("增长５．５％，占5.5%", "5.5%") == ["５．５％", "5.5%"]
    assert words("占5.5%", "５．５％") == ["5.5%"]


def test_case_does_not_matter() -> None:
    assert words("单位GDP能耗", "gdp") == ["GDP"]
    assert words("单位gdp能耗", "ＧＤＰ") == ["gdp"]


def test_traditional_finds_simplified() -> None:
    assert words("地区生产总值", "生產總值") == ["生产总值"]


def test_what_folds_to_several_characters_shifts_nothing() -> None:
    text = "面积３㎡，½，ﬁ，İ，𠮷，增长5%"
    assert words(text, "𠮷，增") == ["𠮷，增"]
    assert words(text, "５％") == ["5%"]
    assert len(fold(text)) == len(text)


def test_folding_keeps_every_place() -> None:
    text = "".join(map(chr, (*range(0x20, 0xD800), *range(0xE000, 0x11000))))
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_hits_never_overlap_and_have_an_end() -> None:
    assert find("同同同同", "同同") == [(0, 2), (2, 4)]
    assert len(find("县" * (MOST + 10), "县")) == MOST


@pytest.mark.parametrize(
    ("query", "pattern"), [("县", False), ("5%", False), ("增長", False), (r"\d%", True), ("", False), ("（", True)]
)
def test_counting_agrees_with_finding(query: str, pattern: bool) -> None:
    text = "县域增长５%，全县增长5%，增长7%，县（区）"
    sought = Sought(query, pattern=pattern)
    assert sought.count(fold(text)) == len(sought.hits(text))
    assert sought.count("县" * (MOST + 1)) <= MOST


def test_pattern() -> None:
    assert words("增长7%和10.8%", r"\d+(\.\d+)?%", pattern=True) == ["7%", "10.8%"]
    with pytest.raises(re.error):
        find("增长", "(", pattern=True)


def test_a_pattern_finds_every_width_and_case() -> None:
    assert words("增长７％和7%", r"增长\d％|\d%", pattern=True) == ["增长７％", "7%"]
    assert words("单位GDP能耗", "gd[pq]", pattern=True) == ["GDP"]
    assert words("单位ＧＤＰ能耗", r"[A-Z]+", pattern=True) == ["ＧＤＰ"]
    # What is plain in full width stays plain: it opens no group and stands for nothing else.
    assert words("全县（含市区）", "（含.+）", pattern=True) == ["（含市区）"]
    assert words("是否？是", "否？", pattern=True) == ["否？"]
    assert words("一二（三）", r"[（）]", pattern=True) == ["（", "）"]


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        (r"增长\d+(\.\d+)?%", ("增长", "%")),
        ("第[一二三]产业", ("第", "产业")),
        ("(增长|下降)5", ("5",)),
        ("(增长)+", ("增长",)),
        ("增长|下降", ()),
        ("(?:增长)?5%", ("5%",)),
        ("(?i)gdp", ()),
        ("GDP", ()),
        ("(?=增长)", ()),
    ],
)
def test_what_every_match_holds_is_known(pattern: str, literals: tuple[str, ...]) -> None:
    assert Sought(pattern, pattern=True).literals == literals


def test_nothing_typed_finds_nothing() -> None:
    assert find("增长", "") == []
    assert find("增长", "^", pattern=True) == []
    assert Sought("").count("增长") == 0
