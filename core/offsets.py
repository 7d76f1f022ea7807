"""The way from the reading text back to the original text.

Three coordinate systems, three names: *original* (the decoded source), *text* (what is read, extracted
and stored) and *Qt position* (UTF-16, known to the reader widget alone). An OffsetMap joins the first two.
"""

from __future__ import annotations

import itertools
import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from core.spans import Span


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Two rising tuples of run boundaries, one in each text; both begin with 0 and end with the length.

    Between neighbouring boundaries lies a run. A run of equal length on both sides maps character by
    character; any other run is one changed unit, and a span that touches it expands to the whole of it.
    A changed unit that happens to have the same length on both sides (two repairs in a row may undo each
    other's growth) is told by its first boundary, which then stands twice.
    """

    text_at: tuple[int, ...]
    original_at: tuple[int, ...]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text that was not changed."""
        return cls((0, length), (0, length)) if length else cls((0,), (0,))

    @classmethod
    def from_edits(cls, original_length: int, edits: Iterable[tuple[int, int, int]]) -> OffsetMap:
        """From `(start, end, new_length)` in original code points, rising and without overlap."""
        text_at, original_at, here, moved = [0], [0], 0, 0
        for start, end, length in edits:
            if start < here or end < start:
                raise ValueError("edits must rise and not overlap")
            for original, text in ((start, start + moved), (end, start + moved + length)):
                if (text, original) != (text_at[-1], original_at[-1]):
                    text_at.append(text)
                    original_at.append(original)
            moved += length - (end - start)
            here = end
        if (original_length + moved, original_length) != (text_at[-1], original_at[-1]):
            text_at.append(original_length + moved)
            original_at.append(original_length)
        return cls(tuple(text_at), tuple(original_at))

    @property
    def is_identity(self) -> bool:
        """True when both texts have the same length in every run."""
        return self.text_at == self.original_at

    def to_original(self, span: Span) -> Span:
        """Where the characters of a span of the reading text stand in the original."""
        return _across(self.text_at, self.original_at, span)

    def to_text(self, span: Span) -> Span:
        """Where the characters of a span of the original stand in the reading text."""
        return _across(self.original_at, self.text_at, span)

    def then(self, later: OffsetMap) -> OffsetMap:
        """This map followed by `later`, whose original is this map's text (two repairs in a row)."""
        # Only boundaries that both maps have can stay: elsewhere one of the two is inside a unit or linear.
        middles = sorted(set(self.text_at) | set(later.original_at))
        # In the text, in the original, and from where to where in the text between, which may have more there.
        pairs: list[tuple[int, int, int, int]] = [(0, 0, 0, 0)]
        for middle in middles:
            for side in (0, 1):
                text = _edge(later.original_at, later.text_at, middle, side)
                original = _edge(self.text_at, self.original_at, middle, side)
                if text is None or original is None:
                    continue
                if (text, original) == pairs[-1][:2]:
                    pairs[-1] = (text, original, pairs[-1][2], middle)
                elif text >= pairs[-1][0] and original >= pairs[-1][1]:
                    pairs.append((text, original, middle, middle))
        end = (later.text_at[-1], self.original_at[-1])
        if pairs[-1][:2] != end:
            pairs.append((*end, self.text_at[-1], self.text_at[-1]))
        joined = [pairs[0]]
        for before, after in itertools.pairwise(pairs):
            length, at = after[0] - before[0], before[3]
            if (
                length > 1
                and length == after[1] - before[1]
                and not (
                    after[2] - at == length
                    and _plain(self.text_at, self.original_at, at, length)
                    and _plain(later.original_at, later.text_at, at, length)
                )
            ):
                joined.append(before)
            joined.append(after)
        return OffsetMap(tuple(p[0] for p in joined), tuple(p[1] for p in joined))

    def dumps(self) -> bytes:
        """A compact form for the project file: zlib of JSON differences."""
        return zlib.compress(
            json.dumps([_steps(self.text_at), _steps(self.original_at)], separators=(",", ":")).encode()
        )

    @classmethod
    def loads(cls, data: bytes) -> OffsetMap:
        """The inverse of `dumps`."""
        text, original = json.loads(zlib.decompress(data))
        return cls(_sums(text), _sums(original))


def _across(here: tuple[int, ...], there: tuple[int, ...], span: Span) -> Span:
    """Carry a span over: the start from the run it opens in, the end from the run it closes in."""
    if not 0 <= span.start <= span.end <= here[-1]:
        raise ValueError(f"{span} lies outside 0..{here[-1]}")
    if len(here) == 1:
        return Span(0, there[-1])
    # After a deletion two boundaries are equal here; a start belongs to the last of them, an end to the first.
    run = min(bisect_right(here, span.start) - 1, len(here) - 2)
    equal = _equal(here, there, run)
    start = there[run + 1] if span.start == here[run + 1] else there[run] + (span.start - here[run] if equal else 0)
    if span.start == span.end:
        return Span(start, start)
    run = max(bisect_left(here, span.end) - 1, 0)
    equal = _equal(here, there, run)
    end = there[run] + span.end - here[run] if equal else there[run + 1]
    return Span(start, max(start, end))


def _edge(here: tuple[int, ...], there: tuple[int, ...], at: int, side: int) -> int | None:
    """The position across from `at`, or None inside a changed unit; side 0 and 1 tell deletions' two ends apart."""
    left = bisect_left(here, at)
    if left < len(here) and here[left] == at:
        return there[left if side == 0 else bisect_right(here, at) - 1]
    run = left - 1
    return there[run] + at - here[run] if _equal(here, there, run) else None


def _equal(here: tuple[int, ...], there: tuple[int, ...], run: int) -> bool:
    """Whether a run maps character by character."""
    if here[run + 1] - here[run] != there[run + 1] - there[run]:
        return False
    return run == 0 or (here[run - 1], there[run - 1]) != (here[run], there[run])


def _plain(here: tuple[int, ...], there: tuple[int, ...], at: int, length: int) -> bool:
    """Whether one run that maps character by character holds the `length` characters from `at`."""
    run = bisect_right(here, at) - 1
    return run + 1 < len(here) and at + length <= here[run + 1] and _equal(here, there, run)


def _steps(values: tuple[int, ...]) -> list[int]:
    return [b - a for a, b in zip((0, *values), values, strict=False)]


def _sums(steps: list[int]) -> tuple[int, ...]:
    total, out = 0, []
    for step in steps:
        total += step
        out.append(total)
    return tuple(out)
