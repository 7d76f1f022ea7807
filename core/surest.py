"""Which proposals may be accepted together without a look at each: above a level, with nothing that speaks against.

What speaks against a sure proposal is seen in the report itself: another figure for the same thing, or a neighbour in
its sentence that had to be corrected or rejected. Such ones are left for the review.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.documents import Structure
from core.facts import Fact, State
from core.store import Store

LEVEL = 0.96  # counted in `make bench` (review): at most one in 200 accepted facts is wrong
LOOKED = 20  # facts of one act that somebody looks at one by one


def safe_level(store: Store, share: float = 0.005) -> float | None:
    """The lowest confidence from which on at most this share of what was decided had to be changed; None for none.

    Counted on the machine's facts decided so far, those of acts on more than LOOKED facts left out: what was accepted
    without a look proves nothing. Half a wrong one is added, so that little evidence proves little.
    """
    steps = Counter[int]()
    wrong = Counter[int]()
    for confidence, state, count in store.select(
        "SELECT CAST(f.confidence * 100 AS INTEGER), f.state, count(*) FROM document d CROSS JOIN fact f"
        " ON f.document = d.id WHERE d.removed = 0 AND f.state IN ('accepted', 'corrected', 'rejected')"
        " AND f.origin = 'machine' AND EXISTS (SELECT 1 FROM change c WHERE c.\"key\" = f.id AND c.\"table\" = 'fact'"
        " AND (SELECT count(*) FROM (SELECT 1 FROM change o WHERE o.batch = c.batch LIMIT ?)) <= ?) GROUP BY 1, 2",
        (LOOKED + 1, LOOKED),
    ):
        steps[confidence] += count
        wrong[confidence] += count if state != "accepted" else 0
    found, seen, bad = None, 0, 0
    for step in sorted(steps, reverse=True):
        seen, bad = seen + steps[step], bad + wrong[step]
        if (bad + 0.5) / (seen + 1) <= share:
            found = step / 100
    return found


def sure(facts: Sequence[Fact], structure: Structure, level: float) -> list[Fact]:
    """The proposals of one report that are at least as sure as `level` and that nothing speaks against."""
    every = [fact for fact in facts if fact.state is not State.REJECTED]
    mended = {
        structure.sentence_at(fact.start).start
        for fact in facts
        if fact.state is State.REJECTED or (fact.state is State.CORRECTED and fact.origin == "machine")
    }
    values: dict[tuple[object, ...], set[object]] = {}
    for fact in every:
        values.setdefault(_about(fact), set()).add(fact.base_value)
    return [
        fact
        for fact in every
        if fact.state is State.PROPOSED
        and fact.confidence >= level
        and len(values[_about(fact)]) == 1
        and structure.sentence_at(fact.start).start not in mended
    ]


def _about(fact: Fact) -> tuple[object, ...]:
    """What a fact tells of: two figures for it cannot both be right."""
    return (fact.canonical or fact.indicator, fact.measure, fact.basis, fact.base_unit, fact.status, fact.period_start,
            fact.period_end)  # fmt: skip
