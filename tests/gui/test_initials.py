from __future__ import annotations

import pytest

from gui.initials import initials, matches


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dqsczz", "地区生产总值"), ("czjm", "城镇居民人均可支配收入"), ("rjkzp", "城镇居民人均可支配收入"),
        ("gyzjz", "规模以上工业增加值"), ("slfgl", "森林覆盖率"), ("jgzhlyl", "秸秆综合利用率"), ("zdxm", "重点项目"),
        ("5gjz", "5G基站数"), ("pm2.5", "PM2.5浓度"), ("zzl", "增长率"), ("czl", "长治率"),
    ],
)  # fmt: skip
def test_names_are_found_by_their_initials(typed: str, name: str) -> None:
    assert matches(typed, initials(name))


def test_other_letters_are_not() -> None:
    assert not matches("xyz", initials("地区生产总值"))
    assert not matches("", initials("地区生产总值"))
    assert not matches("dqsczzz", initials("地区生产总值"))
