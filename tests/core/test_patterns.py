from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.patterns import Pattern

PIECES = st.sampled_from(
    ["增长", "亿元", "%", "5", r"\d", r"\d+", r"\d{2}", r"(\.\d+)?", r"\w+", ".", ".*", ".{0,3}", "[一二]", "[^,。]+",
     "(增长|下降)", "(增)+", r"(\d)\1", "长??", "^", "$", r"\b", "(?=亿)", "(?i:a)", r"\s*", "[^\\d]",
     "a|%", "(?:增|长%)"]
)  # fmt: skip
TEXTS = st.text(alphabet="增长下降亿元5.3%一二,。a\n ", max_size=60)


@given(st.lists(PIECES, min_size=1, max_size=5), TEXTS)
def test_finds_what_re_finds(pieces: list[str], text: str) -> None:
    pattern = "".join(pieces)
    try:
        plain = re.compile(pattern)
    except re.error:
        return
    wanted = [match.span() for match in plain.finditer(text) if match.end() > match.start()]
    assert list(Pattern(pattern).spans(text)) == wanted


@pytest.mark.parametrize(
    ("pattern", "around"),
    [
        (r"\d+(\.\d+)?%", True),
        (r"\d{4}年", True),
        (r"\w+产业", True),
        ("增长.*%", False),
        (r"\d+", False),
        ("^.年", False),
    ],
)
def test_which_patterns_are_tried_around_a_word_only(pattern: str, around: bool) -> None:
    assert (Pattern(pattern)._within is not None) is around


def test_a_match_longer_than_what_is_looked_at_from_one_word_is_found_from_the_next() -> None:
    text = "年" * 7 + "1年" + "12年年年"
    for pattern in (r"\d{1,2}年{2,3}", r"年?\d年", r"\d+年+"):
        assert list(Pattern(pattern).spans(text)) == [m.span() for m in re.finditer(pattern, text)]
