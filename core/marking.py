"""Which stretches of a report are highlighted, and as what: flat runs made from facts, without Qt.

Facts may overlap (a threshold inside a count); a painter wants runs that do not. The shorter fact lies on top, so
that each can be seen and clicked. A fact in several pieces is marked at each of them. Runs are made a paragraph at a
time when it is first shown and kept until a fact in it changes: an edit costs the same in a report of any length.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.facts import Fact
from core.spans import Span


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch covered by the same facts throughout: `facts` has their ids, the topmost last.

    `first` and `last` tell whether the topmost fact begins and ends here (its frame's ends are drawn there).
    """

    start: int
    end: int
    facts: tuple[int, ...]
    first: bool = True
    last: bool = True


Stretch = tuple[int, int, int, bool]  # start, end, id of the fact, whether it is the first extent


def runs(facts: Iterable[Fact]) -> tuple[Run, ...]:
    """The flat runs of facts with all their pieces, rising; facts of no length are left out.

    >>> from decimal import Decimal
    >>> a = Fact(0, 6, "5000万元", None, "", None, "", id=1)
    >>> b = Fact(2, 4, "00", None, "", None, "", id=2)
    >>> [(r.start, r.end, r.facts) for r in runs([a, b])]
    [(0, 2, (1,)), (2, 4, (1, 2)), (4, 6, (1,))]
    """
    return _runs((*span, fact.id, span == fact.span) for fact in facts for span in fact.spans)


def _runs(stretches: Iterable[Stretch]) -> tuple[Run, ...]:
    found: list[Run] = []
    group: list[Stretch] = []
    reach = -1
    for stretch in sorted(stretches):
        start, end, *_ = stretch
        if end <= start:
            continue
        if group and start >= reach:
            found.extend(_flat(group))
            group = []
        group.append(stretch)
        reach = max(reach, end)
    found.extend(_flat(group))
    return tuple(found)


def _flat(group: Sequence[Stretch]) -> Iterable[Run]:
    """The runs of stretches that overlap one another."""
    if len(group) == 1:
        start, end, fact, _ = group[0]
        return (Run(start, end, (fact,)),)
    edges = sorted({s[0] for s in group} | {s[1] for s in group})
    found = []
    for start, end in pairwise(edges):
        over = [s for s in group if s[0] <= start and end <= s[1]]
        if over:
            # Longest first, so that the shortest lies on top; further pieces lie under first extents.
            over.sort(key=lambda s: (s[3], s[0] - s[1], s[2]))
            top = over[-1]
            ids = tuple(dict.fromkeys(s[2] for s in over))
            found.append(Run(start, end, ids, top[0] == start, top[1] == end))
    return found


class Marks:
    """The marks of one report, kept by paragraph: give it the facts, ask it for the runs in view."""

    def __init__(self, paragraphs: Sequence[Span], facts: Sequence[Fact] = ()) -> None:
        self._paragraphs = paragraphs
        self._starts = [p.start for p in paragraphs]
        self._kept: dict[int, tuple[Run, ...]] = {}
        self.facts: Sequence[Fact] = ()
        self._fact_starts: list[int] = []
        self._further: list[Stretch] = []  # the further pieces of facts, rising; few
        self.use(facts)

    def use(self, facts: Sequence[Fact], changed: Iterable[Fact] | None = None) -> None:
        """Take the facts as they are now, in text order. `changed` (before and after) limits what is forgotten."""
        self.facts = facts
        self._fact_starts = [f.start for f in facts]
        self._further = sorted((*span, f.id, False) for f in facts if f.pieces for span in f.pieces)
        if changed is None:
            self._kept.clear()
            self._longest = max((f.end - f.start for f in facts), default=0)
        else:
            for fact in changed:
                self._longest = max(self._longest, fact.end - fact.start)
                for start, end in fact.spans:
                    for index in range(self.paragraph_at(start), self.paragraph_at(max(start, end - 1)) + 1):
                        self._kept.pop(index, None)

    def paragraph_at(self, position: int) -> int:
        """The index of the paragraph that holds the code point (the one before, between two)."""
        return max(bisect_right(self._starts, position) - 1, 0)

    def within(self, start: int, end: int) -> list[Run]:
        """The runs of every paragraph that `start`..`end` touches."""
        found: list[Run] = []
        if not self._paragraphs:
            return found
        for index in range(self.paragraph_at(start), self.paragraph_at(max(start, end - 1)) + 1):
            runs_here = self._kept.get(index)
            if runs_here is None:
                runs_here = self._kept[index] = self._made(index)
            found.extend(runs_here)
        return found

    def at(self, position: int) -> tuple[int, ...]:
        """The facts that cover a code point, the topmost first."""
        for run in self.within(position, position + 1):
            if run.start <= position < run.end:
                return run.facts[::-1]
        return ()

    def between(self, start: int, end: int) -> list[Fact]:
        """The facts that overlap `start`..`end`, in text order."""
        left = bisect_left(self._fact_starts, start - self._longest)
        right = bisect_left(self._fact_starts, end)
        return [f for f in self.facts[left:right] if f.end > start]

    def _made(self, index: int) -> tuple[Run, ...]:
        # A paragraph's runs reach to the next one's start, so that no fact falls between two paragraphs.
        start = self._starts[index] if index else 0
        end = self._starts[index + 1] if index + 1 < len(self._starts) else 1 << 60
        left, right = bisect_left(self._fact_starts, start), bisect_left(self._fact_starts, end)
        first, last = bisect_left(self._further, (start,)), bisect_left(self._further, (end,))
        return _runs([*((f.start, f.end, f.id, True) for f in self.facts[left:right]), *self._further[first:last]])
