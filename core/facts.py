"""The typed numeric fact: what a report asserts about one indicator."""

from __future__ import annotations

from dataclasses import dataclass, fields, make_dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any

from core.spans import Span


class Bound(StrEnum):
    """How the value limits the quantity: 105 (eq), 以上 (ge), 以内 (le), 左右 (approx), 2-3 (range)."""

    EQ = "eq"
    GE = "ge"
    LE = "le"
    APPROX = "approx"
    RANGE = "range"


class Measure(StrEnum):
    """An amount or ratio (level), an increase or decrease (change), a place in an order (rank)."""

    LEVEL = "level"
    CHANGE = "change"
    RANK = "rank"


class Direction(StrEnum):
    """Of a change; NONE for levels and ranks."""

    NONE = ""
    UP = "up"
    DOWN = "down"
    FLAT = "flat"


class Basis(StrEnum):
    """What a change is measured against: last year, per year on average, the whole period, other."""

    NONE = ""
    YOY = "yoy"
    AVG = "avg"
    CUM = "cum"
    OTHER = "other"


class Status(StrEnum):
    """Observed, estimated for the period just ending, or aimed at."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    TARGET = "target"


class State(StrEnum):
    """What a person has decided about a fact. A machine proposal stays PROPOSED until then."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    ADDED = "added"

    @property
    def kept(self) -> bool:
        """True when a person stands behind the fact."""
        return self in (State.ACCEPTED, State.CORRECTED, State.ADDED)


@dataclass(frozen=True, slots=True)
class Fact:
    """One quantity asserted about one indicator, with where it stands and what was decided about it.

    `start`..`end` covers `quantity` in the reading text, in code points. `value` and `unit` are as written
    (28.6, 亿元), `base_value` and `base_unit` after 百/千/万/亿 (2860000000, 元); percent stays percent.
    `base_value_high` is set for ranges only. Years are inclusive. `indicator_start`..`indicator_end` is the
    contiguous core of the indicator's name in the reading text, None where the name is put together. Either may go on
    elsewhere: `pieces` and `indicator_pieces` are its further stretches (95%、85%、80%以上: 95% and 以上), rising,
    never empty, overlapping neither one another nor the first extent, which stays what all else goes by.
    `confidence` is the calibrated chance that the whole proposal is right; `doubts` the fields (with their own
    confidence) below 0.95; `why` the rule and the words that decided, as (field, rule, words).
    """

    start: int
    end: int
    quantity: str
    value: Decimal | None
    unit: str
    base_value: Decimal | None
    base_unit: str
    base_value_high: Decimal | None = None
    bound: Bound = Bound.EQ
    measure: Measure = Measure.LEVEL
    direction: Direction = Direction.NONE
    basis: Basis = Basis.NONE
    status: Status = Status.ACTUAL
    period_start: int | None = None
    period_end: int | None = None
    indicator: str = ""
    indicator_start: int | None = None
    indicator_end: int | None = None
    canonical: str = ""
    action: str = ""
    confidence: float = 0.0
    doubts: tuple[tuple[str, float], ...] = ()
    why: tuple[tuple[str, str, str], ...] = ()
    pieces: tuple[Span, ...] = ()
    indicator_pieces: tuple[Span, ...] = ()
    # Given by the store:
    id: int = 0
    document: int = 0
    state: State = State.PROPOSED
    machine: dict[str, Any] | None = None  # the machine's original of every field that a person changed
    note: str = ""
    tags: frozenset[int] = frozenset()
    analyst: str = ""  # who decided last; "" for an undecided proposal
    decided: str = ""  # when, ISO 8601 in UTC
    origin: str = "machine"  # who put it forward: "machine" or "analyst"

    @property
    def span(self) -> Span:
        """Where the quantity stands in the reading text."""
        return Span(self.start, self.end)

    @property
    def core(self) -> Span | None:
        """Where the core of the indicator's name stands; None where the name is put together."""
        if self.indicator_start is None or self.indicator_end is None:
            return None
        return Span(self.indicator_start, self.indicator_end)

    @property
    def spans(self) -> tuple[Span, ...]:
        """All stretches of the quantity in text order, `span` among them."""
        return tuple(sorted((self.span, *self.pieces))) if self.pieces else (self.span,)

    @property
    def core_spans(self) -> tuple[Span, ...]:
        """All stretches of the indicator's name in text order; none where the name is put together."""
        core = self.core
        return () if core is None else tuple(sorted((core, *self.indicator_pieces)))

    def with_(self, **changes: Any) -> Fact:
        """The same fact with some fields replaced; TypeError for one that it does not have."""
        if not changes.keys() <= _NAMES:
            raise TypeError(f"a fact has no {', '.join(sorted(changes.keys() - _NAMES))}")
        fact = _Open(*_values(self))
        for name, value in changes.items():
            setattr(fact, name, value)
        fact.__class__ = Fact
        changed: Fact = fact
        return changed


_NAMES = frozenset(f.name for f in fields(Fact))
_values = attrgetter(*(f.name for f in fields(Fact)))
# The same fields not yet frozen: a frozen dataclass sets each of its fields by a call, which for these forty took a
# twelfth of the time of extraction.
_Open: Any = make_dataclass(
    "_Open", [(f.name, Any, dataclass_field(default=f.default)) for f in fields(Fact)], slots=True
)


def made(*values: Any) -> Fact:
    """A fact from the values of its first fields, as `Fact(…)` makes it, in a fifth of the time."""
    fact = _Open(*values)
    fact.__class__ = Fact
    closed: Fact = fact
    return closed


# What an analyst can correct, in the order in which the card shows it.
EDITABLE = (
    "start", "end", "quantity", "value", "unit", "base_value", "base_value_high", "base_unit", "bound", "measure",
    "direction", "basis", "status", "period_start", "period_end", "indicator", "indicator_start", "indicator_end",
    "canonical", "action", "pieces", "indicator_pieces",
)  # fmt: skip
