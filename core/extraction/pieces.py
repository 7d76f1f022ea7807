"""Names whose second half is shared: 城镇和农村居民人均可支配收入 names 城镇…居民人均可支配收入 in two pieces.

Proposed only where it is exact: the name is what stands at its place followed by the end of another name that was
shared in the same list, and that end has a place of its own there.
"""

from __future__ import annotations

from itertools import compress

from core.facts import Fact
from core.spans import Span

SHARED = "shared"  # the rule by which a list of subjects shares the end of the last one's name


def pieced(facts: list[Fact], text: str) -> list[Fact]:
    """The facts of a text, in text order, with the further pieces of the names that share their end."""
    shared = [_shared(fact) for fact in facts]
    cores = {fact.core for fact in compress(facts, shared)}
    ends = sorted(core for core in cores if core is not None)
    return [_pieced(fact, text, ends) if part else fact for fact, part in zip(facts, shared, strict=True)]


def _shared(fact: Fact) -> bool:
    return fact.indicator_start is not None and ("indicator", SHARED) in [line[:2] for line in fact.why]


def _pieced(fact: Fact, text: str, cores: list[Span]) -> Fact:
    core = fact.core
    assert core is not None
    head = core.of(text)
    rest = fact.indicator[len(head) :]
    if not rest or not fact.indicator.startswith(head):
        return fact
    # The nearest name behind this one that ends so, before the quantity: the end that the list shares.
    there = next((c for c in cores if core.end <= c.start and c.end <= fact.start and c.of(text).endswith(rest)), None)
    if there is None or any(mark in text[core.end : there.end] for mark in "。！？；\n"):
        return fact
    return fact.with_(indicator_pieces=(Span(there.end - len(rest), there.end),))
