from __future__ import annotations

import pytest

from core.wordings import Edit, edit, sentence, wording


def at(words: str) -> tuple[str, int, int]:
    """The figure stands in brackets: 增长［5%］左右."""
    start, end = words.index("［"), words.index("］")
    return words.replace("［", "").replace("］", ""), start, end - 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("全年GDP增长3.5%，比全市高［0.2个百分点］。", "长#%，比全市高"),
        ("全年GDP增长 11%、比全市高［1.2个百分点］。", "长#%，比全市高"),
        ("完成。［30个］项目开工，", "…项目开工，"),
        ("［30个］", "…"),
        ("建成\n［30个］项目", "…项目"),
    ],
)
def test_numbers_spaces_and_signs_do_not_make_another_wording(words: str, expected: str) -> None:
    assert wording(*at(words)) == expected


def test_a_sentence_ends_at_its_full_stop() -> None:
    assert sentence(*at("一。全区增长［5%］，为近年最高。二")) == "全区增长5%，为近年最高"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("大棚", "“菜篮子”工程大棚", Edit("start", "", "“菜篮子”工程")),
        ("完成问题整改", "问题整改", Edit("start", "完成", "")),
        ("第一产业占比", "第一产业比重", Edit("end", "占比", "比重")),
        ("GDP", "GDP增速高于全市", Edit("end", "", "增速高于全市")),
        ("大区排名", "排名", Edit("start", "大区", "")),
        ("居民", "学校", None),
        ("民", "居民", None),
        ("居民", "居民", None),
    ],
)
def test_what_was_done_to_a_name(before: str, after: str, expected: Edit | None) -> None:
    made = edit(before, after)
    assert made == expected
    assert made is None or made.of(before) == after


def test_an_edit_leaves_names_alone_that_it_does_not_fit() -> None:
    assert Edit("start", "", "全市").of("全市居民") == "全市居民"
    assert Edit("end", "占比", "比重").of("出口额") == "出口额"
    assert Edit("start", "完成", "").of("完成") == "完成"
