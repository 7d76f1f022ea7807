"""Names whose second half is shared: 城镇和农村居民人均可支配收入 names 城镇…居民人均可支配收入 in two pieces.

Proposed only where it is exact: the name is what stands at its place followed by the end of another name that was
shared in the same list, and that end has a place of its own there.
"""

from __future__ import annotations

from core.facts import Fact
from core.spans import Span

SHARED = "shared"  # the rule by which a list of subjects shares the end of the last one's name


def pieced(facts: list[Fact], text: str) -> list[Fact]:
    """The facts of a text, in text order, with the further pieces of the names that share their end."""
    cores = {fact.core for fact in facts if _shared(fact)}
    ends = sorted(core for core in cores if core is not None)
    return [_pieced(fact, text, ends) if _shared(fact) else fact for fact in facts]


def _shared(fact: Fact) -> bool:
    return fact.core is not None and any(line[:2] == ("indicator", SHARED) for line in fact.why)


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
