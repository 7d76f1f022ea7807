"""What lists say once for all their members: 城镇和农村居民人均可支配收入 names 城镇…居民人均可支配收入, 95%、80%以上
says 95%…以上.

Pieces are proposed only where they are exact. Of a name: it is what stands at its place followed by the end of another
name that was shared in the same list, and that end has a place of its own there. Of a quantity: it has its bound from
the one at the end of its list, which has the word for it behind its number and unit.
"""

from __future__ import annotations

from decimal import Decimal

from core.facts import Bound, Fact
from core.numbers import parse
from core.spans import Span

SHARED = "shared"  # the rule by which a list of subjects shares the end of the last one's name
BOUNDS = (Bound.GE, Bound.LE, Bound.APPROX)
BETWEEN = ("、", "和", "及", "与", "，", "以及")
LONGEST = 4  # characters of a word such as 以上, 左右


def pieced(facts: list[Fact], text: str) -> list[Fact]:
    """The facts of a text, in text order, with the further pieces that they share with the end of their list."""
    shared = [place for place, fact in enumerate(facts) if _shared(fact)]
    ends = sorted({core for place in shared if (core := facts[place].core) is not None})
    named = facts.copy()
    for place in shared:
        named[place] = _pieced(facts[place], text, ends)
    for place, fact in enumerate(named):
        if fact.bound in BOUNDS and text.startswith(BETWEEN, fact.end):
            named[place] = _bounded(fact, named, place, text)
    return named


def _bounded(fact: Fact, facts: list[Fact], place: int, text: str) -> Fact:
    """The quantity with the word at the end of its list that bounds it, if it does not have one of its own."""
    own = parse(fact.span.of(text))
    if own is None or own.bound is not Bound.EQ:
        return fact
    end = fact.end
    for other in facts[place + 1 :]:
        if text[end : other.start] not in BETWEEN or other.bound is not fact.bound:
            return fact
        end = other.end
        whole = parse(other.span.of(text))
        if whole is not None and whole.bound is fact.bound:
            word = _word(other, whole.base_value, text)
            return fact if word is None else fact.with_(pieces=(word,))
    return fact


def _word(fact: Fact, value: Decimal | None, text: str) -> Span | None:
    """Where the word stands that bounds a quantity, behind its number and unit; None where it is not there."""
    for length in range(1, min(LONGEST, fact.end - fact.start - 1) + 1):
        before = parse(text[fact.start : fact.end - length])
        if before is not None and before.bound is Bound.EQ and before.base_value == value:
            return Span(fact.end - length, fact.end)
    return None


def _shared(fact: Fact) -> bool:
    if fact.indicator_start is not None:
        for field, rule, _ in fact.why:
            if field == "indicator":
                return rule == SHARED
    return False


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
