"""Which other proposals a decision holds for, too: the same wording of the indicator, the same frame of time.

A rule is only offered where it is the decision's reason that is alike, never because two facts look similar:
an indicator's name by its wording, a status or period by part of the report, a kind by wording and unit,
a rejection by wording and unit. Values are never carried over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.documents import Document
from core.facts import Fact, State
from core.store import Store

NAMES = ("indicator", "canonical")
KINDS = ("measure", "direction", "basis")
TIMES = ("status", "period_start", "period_end")


@dataclass(frozen=True, slots=True)
class Rule:
    """What alike facts have in common (`conditions`: field → value) and what is done to them.

    `act` is "accept", "reject" or "correct"; `fields` what a correction sets. `section` limits the rule to one
    section of one report (start and end in the reading text), because time frames hold there and not elsewhere.
    """

    act: str
    conditions: dict[str, Any]
    fields: dict[str, Any]
    section: tuple[int, int, int] | None = None  # report, start, end

    def holds(self, fact: Fact) -> bool:
        """True for an undecided proposal that the rule is about."""
        if fact.state is not State.PROPOSED:
            return False
        if self.section is not None:
            document, start, end = self.section
            if fact.document != document or not start <= fact.start < end:
                return False
        return all(getattr(fact, name) == value for name, value in self.conditions.items())


def after_correction(before: Fact, fields: dict[str, Any], document: Document) -> Rule | None:
    """What correcting `before` says about others; None where a correction is this fact's alone (a value, a place)."""
    named = {name: fields[name] for name in NAMES if name in fields}
    if named:
        return Rule("correct", {"indicator": before.indicator}, named) if before.indicator else None
    if kinds := {name: fields[name] for name in KINDS if name in fields}:
        # 高标准农田 500亩 is an amount everywhere or nowhere; a percentage of the same name may be a change.
        conditions = {"indicator": before.indicator, "base_unit": before.base_unit, "measure": before.measure}
        conditions |= {name: getattr(before, name) for name in kinds}
        return Rule("correct", conditions, kinds) if before.indicator else None
    if times := {name: fields[name] for name in TIMES if name in fields}:
        section = document.structure.section_at(before.start)
        if section is None:
            return None
        place = (before.document, section.start, section.end)
        return Rule("correct", {name: getattr(before, name) for name in times}, times, place)
    if "action" in fields and before.action:
        return Rule("correct", {"indicator": before.indicator, "action": before.action}, {"action": fields["action"]})
    return None


def after_rejection(fact: Fact) -> Rule | None:
    """What rejecting a fact says about others: the same words with the same unit are no facts either."""
    if not fact.indicator:
        return None
    return Rule("reject", {"indicator": fact.indicator, "base_unit": fact.base_unit}, {})


def of_indicator(fact: Fact) -> Rule | None:
    """All proposals of a fact's indicator: the standard one where it has one, else the same wording."""
    if fact.canonical:
        return Rule("accept", {"canonical": fact.canonical}, {})
    return Rule("accept", {"indicator": fact.indicator}, {}) if fact.indicator else None


def find(store: Store, rule: Rule, documents: tuple[int, ...] = ()) -> list[int]:
    """Ids of the proposals that a rule is about, in reading order; of some reports only where they are given."""
    where, values = ["d.removed = 0", "f.state = 'proposed'"], []
    for name, value in rule.conditions.items():
        where.append(f'f."{name}" IS ?')
        values.append(str(value) if isinstance(value, str) else value)
    if rule.section is not None:
        where.append("f.document = ? AND f.start >= ? AND f.start < ?")
        values += rule.section
    elif documents:
        where.append(f"f.document IN ({', '.join('?' * len(documents))})")
        values += documents
    statement = (
        "SELECT f.id FROM fact f JOIN document d ON d.id = f.document WHERE "  # noqa: S608 -- names are our own
        + " AND ".join(where)
        + ' ORDER BY d.position, f.start, f."end", f.id'
    )
    return [row[0] for row in store.select(statement, values)]
