"""Which other proposals a decision holds for, too: the same wording of the indicator, the same frame of time.

A rule is only offered where it is the decision's reason that is alike, never because two facts look similar:
an indicator's name by its wording, a status or period by part of the report, a kind by wording and unit,
a rejection by wording and unit. What a name lacked at its beginning or end, the names behind it in the same sentence
often lack too. Values are never carried over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from core import wordings
from core.documents import Document
from core.edits import Act, Correct, Several
from core.extraction.canon import canonical
from core.facts import Fact, State
from core.lexicon import Lexicon
from core.store import Store
from core.wordings import Edit

NAMES = ("indicator", "canonical")
KINDS = ("measure", "direction", "basis")
TIMES = ("status", "period_start", "period_end")


@dataclass(frozen=True, slots=True)
class Rule:
    """What alike facts have in common (`conditions`: field → value) and what is done to them.

    `act` is "accept", "reject" or "correct"; `fields` what a correction sets. `section` limits the rule to one
    section of one report (start and end in the reading text), because time frames hold there and not elsewhere.
    `edit` is what was done to a name; within `sentence` (report, start, end) it is done to other names as well.
    """

    act: str
    conditions: dict[str, Any]
    fields: dict[str, Any]
    section: tuple[int, int, int] | None = None  # report, start, end
    edit: Edit | None = None
    sentence: tuple[int, int, int] | None = None

    def outcome(self, fact: Fact) -> dict[str, Any]:
        """The fields that a correction by this rule sets in one fact."""
        if self.edit is None or self._same(fact):
            return self.fields
        name = self.edit.of(fact.indicator)
        found = canonical(Lexicon.load(), name, fact.base_unit, fact.measure.value)
        return {"indicator": name} if found == fact.canonical else {"indicator": name, "canonical": found}

    def holds(self, fact: Fact) -> bool:
        """True for an undecided proposal that the rule is about."""
        if fact.state is not State.PROPOSED:
            return False
        return self._same(fact) or self._edits(fact)

    def _edits(self, fact: Fact) -> bool:
        if self.edit is None or self.sentence is None:
            return False
        document, start, end = self.sentence
        here = fact.document == document and start <= fact.start < end
        return here and self.edit.of(fact.indicator) != fact.indicator

    def _same(self, fact: Fact) -> bool:
        if self.section is not None:
            document, start, end = self.section
            if fact.document != document or not start <= fact.start < end:
                return False
        return all(getattr(fact, name) == value for name, value in self.conditions.items())


def after_correction(before: Fact, fields: dict[str, Any], document: Document) -> Rule | None:
    """What correcting `before` says about others; None where a correction is this fact's alone (a value, a place)."""
    named = {name: fields[name] for name in NAMES if name in fields}
    if named and before.indicator:
        edit = wordings.edit(before.indicator, named.get("indicator", before.indicator))
        if edit is None:
            return Rule("correct", {"indicator": before.indicator}, named)
        around = document.structure.sentence_at(before.start)
        # What a name lacked stood before it, so names before it lack nothing; a wrong piece may stand anywhere.
        place = (before.document, around.start if edit.old else before.start, around.end)
        return Rule("correct", {"indicator": before.indicator}, named, edit=edit, sentence=place)
    if named:
        return None
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


def in_sentence(rule: Rule, fact: Fact, document: Document) -> Rule:
    """A rule of a section for the sentence of a fact alone: a frame of time is often wrong there only."""
    around = document.structure.sentence_at(fact.start)
    return replace(rule, section=(fact.document, around.start, around.end))


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
    every = _ids(store, where, values)
    if rule.sentence is not None:
        # Few: one sentence. A name that has to be changed and not only be equal is told by the rule itself.
        near = _ids(store, ["d.removed = 0", "f.state = 'proposed'", "f.document = ? AND f.start >= ? AND f.start < ?"],
                    list(rule.sentence))  # fmt: skip
        facts = store.many(near)
        more = [key for key in near if key not in set(every) and rule.holds(facts[key])]
        every = more + every
    return every


def act(store: Store, rule: Rule, facts: tuple[int, ...]) -> Act:
    """The one act that corrects these as the rule says."""
    if rule.edit is None:
        return Correct(facts, rule.fields)
    groups: dict[str, tuple[dict[str, Any], list[int]]] = {}
    for key, fact in store.many(facts).items():
        fields = rule.outcome(fact)
        groups.setdefault(str(sorted(fields.items())), (fields, []))[1].append(key)
    acts = tuple(Correct(tuple(ids), fields) for fields, ids in groups.values())
    return acts[0] if len(acts) == 1 else Several(acts, "act.alike")


def _ids(store: Store, where: list[str], values: list[Any]) -> list[int]:
    statement = (
        "SELECT f.id FROM fact f JOIN document d ON d.id = f.document WHERE "  # noqa: S608 -- names are our own
        + " AND ".join(where)
        + ' ORDER BY d.position, f.start, f."end", f.id'
    )
    return [row[0] for row in store.select(statement, values)]
