"""What stands around a figure and what a correction did to a name: by these a decision is known to hold elsewhere.

Two places have the same wording when the words right before the figure agree, whatever the numbers in them: next
year's report says 比全市高 2.5 个百分点 again. A corrected name differs at its beginning or at its end, and often
others of the same sentence lack the same piece: “菜篮子”工程 stands once before 大棚, 温室 and 仓储库.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LENGTH = 8  # characters before a figure that make a wording: fewer are chance, more tie it to one report
ENOUGH = 4  # fewer stand at the beginning of a sentence, where the words behind the figure tell more
FAR = 1000  # no sentence is longer
KEPT = 2  # characters of a name that have to stay the same for a change to be one of its beginning or end
_NUMBER = re.compile(r"\d[\d,，.．]*|[〇零一二三四五六七八九十百千万亿]{2,}")
_SPACE = re.compile(r"\s+")
_ALIKE = str.maketrans("、；：,;:", "，，，，，，")
_STOP = re.compile(r"[。！？!?\n]")


def wording(text: str, start: int, end: int) -> str:
    """The words before the figure at `start`, numbers as #; with those behind `end` where a sentence begins there."""
    before = _plain(_STOP.split(text[max(start - 5 * LENGTH, 0) : start])[-1])[-LENGTH:]
    if len(before) >= ENOUGH:
        return before
    return before + "…" + _plain(_STOP.split(text[end : end + 3 * LENGTH])[0])[:LENGTH]


def together(text: str, start: int, end: int) -> bool:
    """Whether two places stand in one sentence."""
    return end - start < FAR and _STOP.search(text, start, end) is None


def sentence(text: str, start: int, end: int) -> str:
    """The words of the sentence around a figure."""
    return _STOP.split(text[max(start - 200, 0) : start])[-1] + text[start:end] + _STOP.split(text[end : end + 200])[0]


def _plain(words: str) -> str:
    return _NUMBER.sub("#", _SPACE.sub("", words)).translate(_ALIKE)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a name at one side ("start" or "end"): `old` becomes `new`; one of them may be empty."""

    side: str
    old: str
    new: str

    def of(self, name: str) -> str:
        """The name with this change; the name itself where it has nothing to change."""
        if self.side == "start":
            changed = self.new + name[len(self.old) :] if name.startswith(self.old) else name
            done = bool(self.new) and name.startswith(self.new)
        else:
            changed = name[: len(name) - len(self.old)] + self.new if name.endswith(self.old) else name
            done = bool(self.new) and name.endswith(self.new)
        return name if done or len(changed) < KEPT or len(name) - len(self.old) < 1 else changed


def edit(before: str, after: str) -> Edit | None:
    """What was done to a name, where it was done at one side and at least KEPT characters stayed."""
    if before == after or not before or not after:
        return None
    least = min(len(before), len(after))
    ahead = next((n for n in range(least) if before[n] != after[n]), least)
    behind = next((n for n in range(least) if before[-1 - n] != after[-1 - n]), least)
    if behind >= KEPT and behind >= ahead:
        return Edit("start", before[: len(before) - behind], after[: len(after) - behind])
    if ahead >= KEPT:
        return Edit("end", before[ahead:], after[ahead:])
    return None
