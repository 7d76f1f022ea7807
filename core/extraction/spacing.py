"""Stray spaces inside Chinese text and numerals, left by page layout and copying, taken out and put back.

Rules read the squeezed text; facts point into the text as it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from core.documents import Document, Metadata, Section, Structure
from core.facts import Fact
from core.spans import Span

_HAN = "\u4e00-\u9fff，。、；：“”（）％‰《》"
# Between two characters that are both Chinese or digits a space says nothing; between Latin words it does.
_STRAY = re.compile(
    rf"(?<=[{_HAN}]) {{1,2}}(?=[{_HAN}\d])|(?<=\d) {{1,2}}(?=[{_HAN}.．％%])|(?<=[\d.．]) (?=\d(?:\s|[{_HAN}.．％%]))"
)


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text without stray spaces, with what the frames need of its document; `removed` are positions in the original."""

    text: str
    structure: Structure
    metadata: Metadata
    removed: tuple[tuple[int, int], ...] = ()  # (position in the squeezed text, characters removed before it), rising

    def short(self, at: int) -> int:
        """The place in the squeezed text of a place in the document's text."""
        index = bisect_right(self.removed, at, key=lambda gap: gap[0] + gap[1]) - 1
        return at if index < 0 else at - self.removed[index][1]

    def original(self, at: int) -> int:
        """The place in the document's text of a place in the squeezed text."""
        index = bisect_left(self.removed, (at + 1, 0)) - 1
        return at if index < 0 else at + self.removed[index][1]


def _blanks(text: str) -> Iterator[int]:
    """Where such a gap may begin: the first blank of each run; blanks are rare, so they are looked for first."""
    at = text.find(" ")
    while at >= 0:
        yield at
        following = text.find(" ", at + 1)
        while following == at + 1:
            at, following = following, text.find(" ", following + 1)
        at = following


def squeeze(document: Document) -> Squeezed:
    """The document's text without stray spaces."""
    text = document.text
    found = (_STRAY.match(text, blank) for blank in _blanks(text))
    gaps = [match.span() for match in found if match is not None]
    if not gaps:
        return Squeezed(text, document.structure, document.metadata)
    lengths = list(accumulate(b - a for a, b in gaps))
    starts = [a for a, _ in gaps]
    pieces, last = [], 0
    for a, b in gaps:
        pieces.append(text[last:a])
        last = b
    pieces.append(text[last:])
    removed = tuple((b - total, total) for (_, b), total in zip(gaps, lengths, strict=True))

    def short(at: int) -> int:
        index = bisect_left(starts, at)
        return at if not index else at - lengths[index - 1]

    sections = tuple(_moved(s, short) for s in document.structure.sections)
    return Squeezed("".join(pieces), Structure(sections=sections), document.metadata, removed)


def _moved(section: Section, short: Callable[[int], int]) -> Section:
    title = Span(short(section.title.start), short(section.title.end))
    return replace(section, start=short(section.start), end=short(section.end), title=title)


def restored(facts: list[Fact], squeezed: Squeezed, document: Document) -> list[Fact]:
    """The facts with their places in the document's own text."""
    if not squeezed.removed:
        return facts
    first = squeezed.removed[0][0]
    return [_restored(fact, squeezed, document.text) if fact.end > first else fact for fact in facts]


def _restored(fact: Fact, squeezed: Squeezed, text: str) -> Fact:
    start, end = squeezed.original(fact.start), squeezed.original(fact.end - 1) + 1
    changes: dict[str, object] = {"start": start, "end": end, "quantity": text[start:end]}
    if fact.indicator_start is not None and fact.indicator_end is not None:
        changes["indicator_start"] = squeezed.original(fact.indicator_start)
        changes["indicator_end"] = squeezed.original(fact.indicator_end - 1) + 1
    for name in ("pieces", "indicator_pieces"):
        if found := getattr(fact, name):
            changes[name] = tuple(Span(squeezed.original(a), squeezed.original(b - 1) + 1) for a, b in found)
    return fact.with_(**changes)
