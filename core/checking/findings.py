"""What rules are and what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from core.checking.claims import Book, Claim
from core.figures import short

Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Finding:
    """One likely error: the fact to look at, the facts that it was held against, and the words of the reason.

    `reason` is a message key without its group, `values` fills it; `weight` puts the graver ones first.
    """

    rule: str
    fact: int
    document: int
    others: tuple[int, ...]
    reason: str
    values: dict[str, str] = field(default_factory=dict)
    weight: float = 0.0
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold of a rule: name, default, the least and the most that make sense, decimals."""

    name: str
    default: float
    low: float
    high: float
    decimals: int = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its thresholds; `across` True when it needs all regions at once."""

    id: str
    find: Callable[[Book, Values], Iterator[Finding]]
    limits: tuple[Limit, ...] = ()
    across: bool = False
    on: bool = True


def finding(
    rule: str, claim: Claim, others: Iterable[Claim] = (), reason: str = "", weight: float = 0.0, **values: Any
) -> Finding:
    """A finding; its subject holds the ids and values, so that a corrected fact counts anew."""
    against = tuple(others)
    parts = (f"{c.fact}:{c.amount!r}:{c.row.period_end}:{c.row.measure}:{c.row.status}" for c in (claim, *against))
    subject = sha256("|".join(parts).encode()).hexdigest()[:24]
    said = {key: _said(value) for key, value in values.items()}
    return Finding(
        rule, claim.fact, claim.row.document, tuple(c.fact for c in against), reason or rule,
        {"name": claim.name, "value": claim.quantity, "year": str(claim.row.period_end or ""), **said}, weight, subject,
    )  # fmt: skip


def _said(value: Any) -> str:
    if isinstance(value, float):
        return short(round(value) if abs(value) >= 100 else round(value, 1))
    return str(value)


def main(items: Iterable[Claim], year: int) -> list[Claim]:
    """The claims of a year, those of the report that reviews it first; later mentions only where there is none."""
    ranked = sorted(items, key=lambda c: (c.report != year + 1, not c.own, c.loose, c.row.start))
    own = [c for c in ranked if c.report == year + 1]
    return own or ranked


def like(amount: float, others: Iterable[Claim]) -> str:
    """An amount in the unit in which another claim is written."""
    other = next(iter(others))
    written = float(other.row.value or 0)
    times = abs(other.amount / written) if written else 1.0
    return f"{short(amount / times)}{other.row.unit}"
