"""Why a proposal is as it is, in the analyst's language: rule and words from `Fact.why`, texts from resources/i18n."""

from __future__ import annotations

from core.facts import Fact
from core.messages import catalogue, text

FIELDS = ("measure", "indicator", "period", "status", "basis")


def reason(fact: Fact, field: str) -> str:
    """One sentence on how a field of a proposal came about; "" where nothing is known."""
    for name, rule, words in fact.why:
        if name == field and rule:
            key = f"why_{field}.{rule}"
            if key in catalogue():
                return text(key, words=words)
    return ""


def reasons(fact: Fact) -> list[tuple[str, str]]:
    """All fields that can be explained, with their sentence."""
    told = ((field, reason(fact, field)) for field in FIELDS)
    return [(field, sentence) for field, sentence in told if sentence]
