"""Checks: rules that find likely errors among the facts of a project, each with its reason.

`check(claims by region)` is pure; `run(path)` does it for a project file in another process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from core.checking.claims import Book, Claim, read
from core.checking.findings import Finding, Limit, Rule
from core.checking.rules import RULES
from core.lexicon import Lexicon
from core.messages import text
from core.processes import tell
from core.store import Store

__all__ = ["RULES", "Book", "Claim", "Finding", "Limit", "Rule", "check", "limits", "read", "reason", "run"]


def limits(rule: Rule, tuned: Mapping[str, float] | None = None) -> dict[str, float]:
    """The thresholds of a rule: its own, or those that were tuned, as {"rule.name": value}."""
    tuned = tuned or {}
    return {limit.name: float(tuned.get(f"{rule.id}.{limit.name}", limit.default)) for limit in rule.limits}


def check(
    claims: Mapping[str, Iterable[Claim]],
    lexicon: Lexicon,
    tuned: Mapping[str, float] | None = None,
    off: Iterable[str] = (),
    *,
    across: bool = True,
) -> list[Finding]:
    """All findings in the claims of each region, the gravest first; `across` False leaves out what compares regions."""
    skipped = frozenset(off)
    rules = [rule for rule in RULES if rule.id not in skipped]
    found: list[Finding] = []
    for region in claims.values():
        book = Book(region, lexicon)
        for rule in rules:
            if not rule.across:
                found += rule.find(book, limits(rule, tuned))
    if across:
        book = Book((claim for region in claims.values() for claim in region), lexicon)
        for rule in rules:
            if rule.across:
                found += rule.find(book, limits(rule, tuned))
    # A growth in the wrong direction is said once.
    turned = {f.fact for f in found if f.rule == "direction"}
    found = [f for f in found if f.rule != "growth" or f.fact not in turned]
    return _ordered(found)


def run(
    path: Path | str,
    tuned: Mapping[str, float] | None = None,
    off: tuple[str, ...] = (),
    only: tuple[str, ...] | None = None,
) -> list[Finding]:
    """Check a whole project file, read-only, or `only` some regions by themselves; for a process of its own.

    Region by region, so that 4,000 reports need not be in memory at once; what is compared across regions is kept
    without its words.
    """
    lexicon = Lexicon.load()
    found: list[Finding] = []
    compared: list[Claim] = []
    with Store.open(path, readonly=True) as store:
        regions = dict.fromkeys(d.region or d.title or d.name for d in store.documents())
        if only is not None:
            regions = dict.fromkeys(only)
        for number, region in enumerate(regions):
            tell(number / len(regions))
            claims = read(store, lexicon, (region,))
            found += check(claims, lexicon, tuned, off, across=False)
            compared += (c._replace(before="", after="") for c in claims.get(region, ()) if c.comparable)
    if only is not None:
        return _ordered(found)
    found += check({"": compared}, lexicon, tuned, (*off, *(rule.id for rule in RULES if not rule.across)))
    return _ordered(found)


def reason(finding: Finding) -> str:
    """Why a fact is likely wrong, in the language in use."""
    return text(f"check_reason.{finding.reason}", **finding.values)


def _ordered(found: Iterable[Finding]) -> list[Finding]:
    """The gravest first."""
    return sorted(found, key=lambda f: (-f.weight, f.document, f.fact))
