"""Readings in parentheses after a character, as mirror sites insert them: 現(xiàn)在."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.repairing.changes import Change, odd

# One syllable with its tone mark; ɡ (U+0261) is what some converters write for g.
MARKED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿếề"
MARKED_LETTERS = frozenset(MARKED)
SYLLABLE = rf"[a-zɡüê]{{0,3}}[{MARKED}][a-zɡ]{{0,3}}"
READING = re.compile(rf"(?<=[\u3400-\u9fff])[(（]{SYLLABLE}[)）]")

# The neutral tone has no mark: (men), (le). Only where other readings are about; (de) alone may be a word.
_NEUTRAL = re.compile(
    r"(?<=[\u3400-\u9fff])[(（](?:[bpmfdtnlgkhzcsryw]|[zcs]h)?(?:[aeo]|ai|ei|ao|ou|an|en|ang|eng|ong|er|i|ia|ie|iao|iu|"
    r"ian|in|iang|ing|u|ua|uo|uai|ui|uan|un|uang)[)）](?=[\u3400-\u9fff，。、；：,;])"
)


def pinyin(text: str) -> Iterator[Change]:
    """Take the readings out. A single one in a text may be the author's own; three are the site's."""
    if MARKED_LETTERS.isdisjoint(odd(text)):
        return
    found = list(READING.finditer(text))
    if len(found) < 3:
        return
    found += _NEUTRAL.finditer(text)
    found.sort(key=lambda match: match.start())
    for match in found:
        yield Change(match.start(), match.end(), "", "pinyin")
