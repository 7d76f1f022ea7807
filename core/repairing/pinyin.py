"""Readings in parentheses after a character, as mirror sites insert them: 現(xiàn)在."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.repairing.changes import Change

# One syllable with its tone mark; ɡ (U+0261) is what some converters write for g. A reading always carries a
# mark on a vowel or, for the neutral tone, is one of few: (de), (le), (men) and the like.
MARKED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿếềê\u0101\u0113"
SYLLABLE = rf"[a-zɡü]{{0,3}}[{MARKED}][a-zɡü]{{0,3}}[{MARKED}]?[a-zɡ]{{0,2}}"
NEUTRAL = "de|le|men|zi|ma|ba|ne|me|tou|zhe|shang|ge|guo|li|a|ya|la|shi|mian|bian|fu|qi|xia|you|dao|er|huo|jia|chou|sha|liang|nao|shu|kuai|pu|jin|hang|lao|gu|bo|ta|da|lu|yu"
READING = re.compile(rf"(?<=[\u3400-\u9fff])[(（](?:{SYLLABLE}|(?:{NEUTRAL})(?=[)）][\u3400-\u9fff]))[)）]")


def pinyin(text: str) -> Iterator[Change]:
    """Take the readings out. A single one in a text may be the author's own; three are the site's."""
    if "(" not in text and "（" not in text:
        return
    found = list(READING.finditer(text))
    if len(found) < 3:
        return
    for match in found:
        yield Change(match.start(), match.end(), "", "pinyin")
