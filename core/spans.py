"""Half-open ranges of code points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """`start` up to but without `end`, in code points, 0-based."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """True when at least one code point lies in both."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True when `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        """The same length, `by` code points further on."""
        return Span(self.start + by, self.end + by)


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Rising stretches that cover the same code points: what overlaps or touches becomes one, empty ones go.

    >>> united([Span(5, 7), Span(1, 3), Span(3, 4), Span(9, 9)])
    (Span(start=1, end=4), Span(start=5, end=7))
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if found and start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, end))
        else:
            found.append(Span(start, end))
    return tuple(found)


def without(spans: Iterable[Span], taken: Span) -> tuple[Span, ...]:
    """What is left of stretches, rising, when `taken` is cut out of them."""
    left = []
    for start, end in united(spans):
        left += [Span(start, min(end, taken.start)), Span(max(start, taken.end), end)]
    return united(left)


def written(spans: Iterable[Span]) -> str:
    """Stretches as they are written down: `12-14;20-22`, empty for none."""
    return ";".join(f"{start}-{end}" for start, end in spans)


def read_spans(words: str) -> tuple[Span, ...]:
    """The inverse of `written`; ValueError for anything else."""
    pairs = (part.split("-") for part in words.split(";")) if words else ()
    return tuple(Span(int(start), int(end)) for start, end in pairs)
