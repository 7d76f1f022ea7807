"""Bounds that define a class: what they are about, and the class as the name of what is counted."""

from __future__ import annotations

import pytest

from core.extraction import extract
from core.reading import read_text


def names(text: str) -> list[tuple[str, str]]:
    return [(f.quantity, f.indicator) for f in extract(read_text(text, "某市_2024.txt"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新开工亿元以上项目332个。", [("亿元以上", "新开工项目投资规模"), ("332个", "新开工亿元以上项目")]),
        (
            "年销售收入超10亿元的龙头企业达100家以上。",
            [("超10亿元", "龙头企业年销售收入"), ("100家以上", "年销售收入超10亿元的龙头企业")],
        ),
        (
            "引进和培育年产值超500亿元的领军企业3家以上。",
            [("超500亿元", "领军企业年产值"), ("3家以上", "年产值超500亿元的领军企业")],
        ),
        ("产值超10亿元企业数量翻了一番。", [("超10亿元", "企业产值"), ("翻了一番", "产值超10亿元企业数量")]),
        ("投资5亿元以上重大项目168个。", [("5亿元以上", "重大项目投资"), ("168个", "投资5亿元以上重大项目")]),
    ],
)
def test_a_bound_is_named_by_what_it_is_about_and_the_class_by_its_bound(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert names(text) == expected


def test_the_bound_of_a_class_has_no_standard_name() -> None:
    facts = extract(read_text("引进投资超10亿元重大项目14个，合同外资千万美元以上项目20个以上。", "某市_2024.txt"))
    assert [f.canonical for f in facts if f.base_unit in ("元", "美元")] == ["", ""]
