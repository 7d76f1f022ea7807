"""Two versions of a text sentence by sentence: which are surely the same, and how far places in them have moved.

A sentence is the same when it stands in both character for character and both agree on where: one that occurs more than
once must occur equally often and in the same order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from core.documents import Document
from core.spans import Span


class Alignment:
    """The unchanged sentences of an earlier and a later text."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old, self.new = old, new
        self._before, self._after = sentences(old), sentences(new)
        self._same = pairs([s.of(old.text) for s in self._before], [s.of(new.text) for s in self._after])
        self._starts = [s.start for s in self._before]

    @property
    def fresh(self) -> tuple[Span, ...]:
        """The sentences of the later text that the earlier one does not have."""
        kept = set(self._same.values())
        found = (s for number, s in enumerate(self._after) if number not in kept)
        return tuple(s for s in found if s.of(self.new.text).strip())

    def shift(self, stretches: Iterable[Span]) -> int | None:
        """By how much stretches of the earlier text have moved together; None unless all their sentences are there."""
        spans = sorted(stretches)
        touched = {_at(self._starts, place) for span in spans for place in (span.start, span.end - 1)}
        if any(n < 0 for n in touched) or spans[-1].end > self._before[max(touched)].end:
            return None
        # Between two sentences that moved alike, nothing may have come in.
        touched = set(range(min(touched), max(touched) + 1)) if len(spans) == 1 else touched
        shifts = {
            self._after[self._same[n]].start - self._before[n].start if n in self._same else None for n in touched
        }
        return shifts.pop() if len(shifts) == 1 else None

    def around(self, span: Span) -> tuple[Span, Span]:
        """The earlier sentence of a place, and what stands in the later text between its unchanged neighbours."""
        number = _at(self._starts, span.start)
        sentence = self._before[number] if number >= 0 else span
        return sentence, _gap(number, len(self._before), self._same, self._after, len(self.new.text))


def sentences(document: Document) -> tuple[Span, ...]:
    """The sentences of a report; its lines where its structure is not known."""
    if document.structure.sentences:
        return document.structure.sentences
    spans, at = [], 0
    for line in document.text.splitlines(keepends=True):
        spans.append(Span(at, at + len(line)))
        at += len(line)
    return tuple(spans)


def pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Number of a sentence in the old text → in the new one, for those that are surely the same.

    The same words, occurring equally often in both, paired in order; of what has changed places against the rest, the
    smaller part is left out (longest rising run). O(n log n).
    """
    counts, fresh = Counter(old), Counter(new)
    where: dict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(new):
        where[words].append(number)
    turn: Counter[str] = Counter()
    met: list[tuple[int, int]] = []
    for number, words in enumerate(old):
        if words.strip() and counts[words] == fresh[words]:
            met.append((number, where[words][turn[words]]))
            turn[words] += 1
    return dict(_rising(met))


def _rising(met: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs in which the second numbers rise, too."""
    tails: list[int] = []  # second number at the end of the best run of each length
    ends: list[int] = []
    before: list[int] = []
    for index, (_, second) in enumerate(met):
        length = bisect_left(tails, second)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(second)
            ends.append(index)
        else:
            tails[length], ends[length] = second, index
    run = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(met[index])
        index = before[index]
    return run[::-1]


def _at(starts: list[int], place: int) -> int:
    """The number of the sentence that a place lies in."""
    index = bisect_left(starts, place)
    return index if index < len(starts) and starts[index] == place else index - 1


def _gap(number: int, count: int, same: dict[int, int], after: tuple[Span, ...], length: int) -> Span:
    """What stands in the new text between the nearest unchanged neighbours of an old sentence."""
    previous = next((after[same[n]].end for n in range(number - 1, -1, -1) if n in same), 0)
    following = next((after[same[n]].start for n in range(number + 1, count) if n in same), length)
    return Span(previous, max(previous, following))
