"""What follows when a fact gains, loses or moves one of its pieces: the fields of its correction.

The first extent stays first as long as any of it is left. The value is read from all pieces together where it had
followed from the words before (95% and 以上 give “at least 95%”); a name spelled out from the pieces follows them, too.
What a person has written otherwise is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.facts import Fact
from core.numbers import parse
from core.spans import Span, united

READ = ("value", "unit", "base_value", "base_unit", "base_value_high", "bound")


def words(spans: Iterable[Span], text: str, between: str = "") -> str:
    """The words of stretches one after the other."""
    return between.join(span.of(text) for span in spans)


def with_piece(fact: Fact, span: Span, text: str, *, core: bool) -> dict[str, Any]:
    """The fields when the quantity, or the indicator (`core`), takes in another stretch."""
    return _fields(fact, (*_now(fact, core), span), text, core)


def without_piece(fact: Fact, span: Span, text: str, *, core: bool) -> dict[str, Any]:
    """The fields when the pieces that meet `span` are given up; none when nothing would be left, or nothing goes."""
    now = _now(fact, core)
    left = [piece for piece in now if not piece.overlaps(span)]
    return _fields(fact, left, text, core) if left and len(left) < len(now) else {}


def moved_piece(fact: Fact, old: Span, new: Span, text: str, *, core: bool) -> dict[str, Any]:
    """The fields when one piece reaches from elsewhere, or to elsewhere."""
    first = new if old == _first(fact, core) else None
    return _fields(fact, [new if piece == old else piece for piece in _now(fact, core)], text, core, first)


def met(fact: Fact, span: Span) -> tuple[Span, bool] | None:
    """The piece that a stretch meets, and whether it is one of the indicator; None where giving one up is no question.

    A quantity or an indicator in one piece has none to give up.
    """
    for core in (False, True):
        now = _now(fact, core)
        found = next((piece for piece in now if piece.overlaps(span)), None)
        if found is not None and len(now) > 1:
            return found, core
    return None


def _now(fact: Fact, core: bool) -> tuple[Span, ...]:
    return fact.core_spans if core else fact.spans


def _first(fact: Fact, core: bool) -> Span | None:
    return fact.core if core else fact.span


def _fields(fact: Fact, spans: Iterable[Span], text: str, core: bool, first: Span | None = None) -> dict[str, Any]:
    whole = united(spans)
    first = first or _first(fact, core)
    head = next((span for span in whole if first is not None and span.overlaps(first)), whole[0])
    rest = tuple(span for span in whole if span != head)
    before, after = words(_now(fact, core), text), words(whole, text)
    if core:
        fields: dict[str, Any] = {
            "indicator_start": head.start, "indicator_end": head.end, "indicator_pieces": rest,
        }  # fmt: skip
        if fact.indicator == before or not _spelled(fact.indicator, whole, text):
            fields["indicator"] = after
        return fields
    fields = {"start": head.start, "end": head.end, "quantity": head.of(text), "pieces": rest}
    was, read = parse(before), parse(after)
    if read is not None and (was is None or all(getattr(was, name) == getattr(fact, name) for name in READ)):
        fields |= {name: getattr(read, name) for name in READ}
    return fields


def _spelled(name: str, spans: Iterable[Span], text: str) -> bool:
    """True when a name has all these words one after the other, whatever stands between."""
    at = 0
    for span in spans:
        found = name.find(span.of(text), at)
        if found < 0:
            return False
        at = found + span.end - span.start
    return True
