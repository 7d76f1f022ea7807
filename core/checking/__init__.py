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
    return sorted(found, key=lambda f: (-f.weight, f.document, f.fact))


def run(path: Path | str, tuned: Mapping[str, float] | None = None, off: tuple[str, ...] = ()) -> list[Finding]:
    """Check a whole project file, read-only; for a process of its own."""
    lexicon = Lexicon.load()
    with Store.open(path, readonly=True) as store:
        return check(read(store, lexicon), lexicon, tuned, off)


def reason(finding: Finding) -> str:
    """Why a fact is likely wrong, in the language in use."""
    return text(f"check_reason.{finding.reason}", **finding.values)
