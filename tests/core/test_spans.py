from core.spans import Span


def test_a_span_is_half_open() -> None:
    text = "增长7%以上"
    assert Span(2, 4).of(text) == "7%"
    assert Span(0, 2).overlaps(Span(1, 3))
    assert not Span(0, 2).overlaps(Span(2, 4))
    assert Span(0, 4).contains(Span(2, 4))
    assert not Span(0, 3).contains(Span(2, 4))
    assert Span(0, 2).shifted(3) == (3, 5)
