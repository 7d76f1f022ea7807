"""Edits of a text, applied pass after pass with one map back to where they began."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from core.documents import Repair
from core.offsets import OffsetMap
from core.spans import Span

Decisions = Mapping[tuple[str, int, int], str | None]
"""What the analyst said about a repair, by kind and place in the original: None refuses it, a text replaces it."""


class Change(NamedTuple):
    """Replace `start`..`end` of a pass's text by `after`; `shown` False changes the text without a record."""

    start: int
    end: int
    after: str
    kind: str
    confidence: float = 1.0
    shown: bool = True
    decided: bool = False  # by the analyst


Pass = Callable[[str], Iterable[Change]]


# Control, zero-width and private-use characters, line ends but the usual one, radicals and compatibility forms, letters
# with tone marks, full-width digits: a sound text has hardly any.
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u0100-\u01ffāáǎàéěèíìóòúùüńňḿếề\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2e80-\u2fdf\ue000-\uf8ff\uf900-\ufaff\ufeff\ufff9-\ufffb０-９．％\U000f0000-\U0010fffd]"
)


@lru_cache(maxsize=2)  # the text before and after a pass that changed it
def odd(text: str) -> frozenset[str]:
    """The characters of a text that no sound one has; most passes see from them that there is nothing to do."""
    return frozenset(_ODD.findall(text))


@dataclass(slots=True)
class Mending:
    """A text on its way from original to reading text.

    Each pass gets the text as the passes before it left it and gives back changes, rising and without overlap.
    Refused ones change nothing; a replaced one takes the analyst's characters.
    """

    original: str
    decisions: Decisions = field(default_factory=dict)
    text: str = ""
    offsets: OffsetMap = field(init=False)
    _steps: list[tuple[OffsetMap, list[tuple[Change, Span, Span]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.original
        self.offsets = OffsetMap.identity(len(self.original))

    def run(self, step: Pass) -> None:
        """Apply one pass."""
        pieces: list[str] = []
        edits: list[tuple[int, int, int]] = []
        records: list[tuple[Change, Span, Span]] = []
        here = moved = 0
        for proposed in step(self.text):
            change = proposed
            start, end, after, kind, _, shown, _ = change
            if start < here:  # a pass never edits the same characters twice; the first change stands
                continue
            source = self.offsets.to_original(Span(start, end))
            if self.decisions and (kind, *source) in self.decisions:
                decided = self.decisions[kind, *source]
                # A refused one is kept on record with the characters as they stand, so that it can be taken up again.
                after = self.text[start:end] if decided is None else decided
                change, shown = change._replace(after=after, confidence=1.0, decided=True), True
            pieces += (self.text[here:start], after)
            if len(after) != end - start:
                edits.append((start, end, len(after)))
            if shown:
                at = start + moved
                records.append((change, source, Span(at, at + len(after))))
            moved += len(after) - (end - start)
            here = end
        if not pieces:
            return
        pieces.append(self.text[here:])
        step_map = OffsetMap.from_edits(len(self.text), edits) if edits else OffsetMap.identity(len(self.text))
        self.text = "".join(pieces)
        if edits:
            self.offsets = self.offsets.then(step_map)
        self._steps.append((step_map, records))

    def repairs(self) -> tuple[Repair, ...]:
        """The records, in the order of the original, with places in the finished text."""
        found = []
        for number, (_, records) in enumerate(self._steps):
            later = [step for step, _ in self._steps[number + 1 :] if not step.is_identity]
            for change, source, place in records:
                span = place
                for step in later:
                    span = step.to_text(span)
                # What stands there in the end: later passes may have mended inside a line made Simplified.
                after = span.of(self.text) if later else change.after
                before = source.of(self.original)
                found.append(Repair(change.kind, source, span, before, after, change.confidence, change.decided))
        found.sort(key=lambda repair: (repair.original, repair.text))
        return tuple(found)
