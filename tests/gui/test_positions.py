from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gui.positions import Positions


@given(st.text(alphabet="国𠮷a\n😀", max_size=40))
def test_positions_go_there_and_back(text: str) -> None:
    positions = Positions(text)
    for point in range(len(text) + 1):
        unit = len(text[:point].encode("utf-16-le")) // 2
        assert positions.to_qt(point) == unit
        assert positions.to_text(unit) == point


def test_inside_a_pair_the_character_itself_is_meant() -> None:
    assert Positions("𠮷林").to_text(1) == 0
