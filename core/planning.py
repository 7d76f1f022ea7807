"""From an act to the rows it changes: `plan(act, rows)` reads what is there and writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from core import edits, labelling, reverting
from core.describing import SURE
from core.documents import Finding
from core.edits import Act, Change
from core.errors import EditError
from core.facts import EDITABLE, Fact, State
from core.plans import Plan, Rows, noted, short
from core.rows import (
    METADATA_COLUMNS,
    PIECES,
    YEARS,
    checked,
    dumps,
    encode,
    fact_row,
    pack_findings,
    printable,
    unpack_findings,
)
from core.spans import Span, without


def plan(act: Act, rows: Rows) -> Plan:
    """The row changes that carry out `act`; EditError when it cannot be done."""
    match act:
        case edits.Accept(facts):
            return _each("accept", facts, rows, lambda fact: _decide(fact, _accepted(fact), rows))
        case edits.Reject(facts):
            return _each("reject", facts, rows, lambda fact: _decide(fact, State.REJECTED, rows))
        case edits.Reopen(facts):
            return _each("reopen", facts, rows, lambda fact: _reopen(fact, rows))
        case edits.Correct(facts, fields):
            return _correct(facts, fields, rows)
        case edits.Annotate(facts, note):
            merge = ("note", facts[0], "note") if len(facts) == 1 else None
            return _each("annotate", facts, rows, lambda fact: _update(fact, {"note": noted(note)}), merge)
        case edits.Add(fact):
            return _add(fact, rows)
        case edits.Tag(facts, tag, on):
            return _tag(facts, tag, on, rows)
        case edits.MakeTag(name, colour, description, family):
            return labelling.make(name, colour, description, family, rows)
        case edits.ChangeTag(tag, fields):
            return labelling.change(tag, fields, rows)
        case edits.DropTag(tag):
            return labelling.drop(tag, rows)
        case edits.MergeTag(tag, into):
            return labelling.merge(tag, into, rows)
        case edits.Mark():
            return labelling.mark(act, rows)
        case edits.Unmark(passages):
            return labelling.unmark(passages, rows)
        case edits.Describe(document, fields):
            return _describe(document, fields, rows)
        case edits.Remove(documents):
            return _remove(documents, rows)
        case edits.Absent():
            return _absent(act, rows)
        case edits.Dismiss():
            return _dismiss(act, rows)
        case edits.Several(acts, label):
            return _several(acts, label, rows)
        case edits.Improve(facts):
            return _improve(facts, rows)
        case edits.Switch(rules):
            return _switch(rules, rows)
        case edits.Revert():
            return reverting.back(act, rows)


def _several(acts: tuple[Act, ...], label: str, rows: Rows) -> Plan:
    plans = [plan(act, rows) for act in acts]
    changes = tuple(change for made in plans for change in made.changes)
    focus = next((made.focus for made in plans if made.changes and made.focus), None)
    return Plan((label, {"count": len(acts)}), changes, focus)


def _found(ids: tuple[int, ...], rows: Rows) -> list[Fact]:
    found = rows.many(ids)
    if not ids or len(found) != len(set(ids)):
        raise EditError("unknown_fact")
    return [found[i] for i in dict.fromkeys(ids)]


def _each(
    name: str,
    ids: tuple[int, ...],
    rows: Rows,
    change: Callable[[Fact], Change | None],
    merge: tuple[str, int, str] | None = None,
) -> Plan:
    """One change a fact; facts that are already so are left alone."""
    facts = _found(ids, rows)
    pairs = [(fact, made) for fact in facts if (made := change(fact)) is not None]
    return _fact_plan(name, [fact for fact, _ in pairs] or facts, [made for _, made in pairs], merge)


def _fact_plan(
    name: str, facts: list[Fact], changes: list[Change], merge: tuple[str, int, str] | None = None, **values: Any
) -> Plan:
    if len(facts) == 1:
        label = (f"act.{name}_one", {"what": short(facts[0].quantity), **values})
    else:
        label = (f"act.{name}_many", {"count": len(facts), **values})
    return Plan(label, tuple(changes), (facts[0].document, facts[0].id), merge)


def _update(fact: Fact, fields: dict[str, Any]) -> Change | None:
    """The columns of a fact that differ from `fields`; None when none does."""
    new = {name: value for name, value in fields.items() if getattr(fact, name) != value}
    if not new:
        return None
    before = {name: encode(name, getattr(fact, name)) for name in new}
    return Change("fact", fact.id, before, {name: encode(name, value) for name, value in new.items()})


def _accepted(fact: Fact) -> State:
    if fact.origin == "analyst":
        return State.ADDED
    return State.CORRECTED if fact.machine else State.ACCEPTED


def _decide(fact: Fact, state: State, rows: Rows) -> Change | None:
    if fact.state == state:
        return None
    return _update(fact, {"state": state, "analyst": rows.analyst, "decided": rows.now()})


def _reopen(fact: Fact, rows: Rows) -> Change | None:
    if fact.origin == "analyst":
        return _decide(fact, State.ADDED, rows)
    return _update(
        fact, {**(fact.machine or {}), "machine": None, "state": State.PROPOSED, "analyst": "", "decided": ""}
    )


def _correct(ids: tuple[int, ...], fields: dict[str, Any], rows: Rows) -> Plan:
    values = {name: checked(name, value) for name, value in fields.items()}
    facts = _found(ids, rows)
    changes, touched = [], []
    for fact in facts:
        new = {name: value for name, value in values.items() if getattr(fact, name) != value}
        if not new:
            continue
        new = _extent(fact, new, rows)
        if not new:
            continue
        if fact.origin == "machine":
            machine = dict(fact.machine or {})
            for name, value in new.items():
                machine.setdefault(name, getattr(fact, name))
                if machine[name] == value:
                    del machine[name]
            # Put back to what the machine had, by a person: that is acceptance, not a correction.
            new["machine"], new["state"] = machine or None, State.CORRECTED if machine else State.ACCEPTED
        else:
            new["state"] = State.ADDED
        new |= {"analyst": rows.analyst, "decided": rows.now()}
        if made := _update(fact, new):
            changes.append(made)
            touched.append(fact)
    merge = ("fact", ids[0], next(iter(values))) if len(ids) == 1 and len(values) == 1 else None
    return _fact_plan("correct", touched or facts, changes, merge)


def _improve(wanted: tuple[tuple[int, dict[str, Any]], ...], rows: Rows) -> Plan:
    """Proposals with other fields; what a person has decided on is left alone, whatever is asked."""
    found = rows.many([key for key, _ in wanted])
    changes, touched = [], []
    for key, fields in wanted:
        fact = found.get(key)
        if fact is None or fact.state is not State.PROPOSED or fact.origin != "machine":
            continue
        new = {name: checked(name, value) for name, value in fields.items() if name != "confidence"}
        new = {name: value for name, value in new.items() if getattr(fact, name) != value}
        new = _extent(fact, new, rows)
        machine = dict(fact.machine or {})
        for name, value in new.items():
            machine.setdefault(name, getattr(fact, name))
            if machine[name] == value:
                del machine[name]
        if "confidence" in fields:
            new["confidence"] = min(max(float(fields["confidence"]), 0.0), 1.0)
        if made := _update(fact, {**new, "machine": machine or None}):
            changes.append(made)
            touched.append(fact)
    return _fact_plan("improve", touched, changes) if touched else Plan(("act.improve_many", {"count": 0}), ())


def _switch(rules: tuple[tuple[str, bool], ...], rows: Rows) -> Plan:
    changes: list[Change] = []
    for name, on in rules:
        who = {"stance": "on" if on else "off", "analyst": rows.analyst, "at": rows.now()}
        old = rows.known("rule", name=name)
        if old is None:
            changes.append(Change("rule", rows.fresh("rule"), None, {"name": name, **who}))
        elif old["stance"] != who["stance"]:
            changes.append(Change("rule", old["id"], {column: old[column] for column in who}, who))
    return Plan(("act.switch", {"count": len(rules)}), tuple(changes))


def _extent(fact: Fact, new: dict[str, Any], rows: Rows) -> dict[str, Any]:
    """Check places against the text; a moved quantity takes the words it now covers unless they are given."""
    if "start" in new or "end" in new:
        text = rows.text(fact.document)
        start, end = new.get("start", fact.start), new.get("end", fact.end)
        if not 0 <= start < end <= len(text):
            raise EditError("bad_span", start=start, end=end)
        new.setdefault("quantity", text[start:end])
    if "indicator_start" in new or "indicator_end" in new:
        merged = fact.with_(**new)
        _check_core(merged.indicator_start, merged.indicator_end, rows.text(fact.document))
    if any(name in new for name in (*PIECES, "start", "end", "indicator_start", "indicator_end")):
        new |= _apart(fact.with_(**new), rows)
        new = {name: value for name, value in new.items() if getattr(fact, name) != value}
    return new


def _apart(fact: Fact, rows: Rows) -> dict[str, tuple[Span, ...]]:
    """The further pieces of a fact without what its first extents cover; EditError for one outside the text."""
    if not fact.pieces and not fact.indicator_pieces:
        return dict.fromkeys(PIECES, ())
    length = len(rows.text(fact.document))
    for span in (*fact.pieces, *fact.indicator_pieces):
        if not 0 <= span.start < span.end <= length:
            raise EditError("bad_span", start=span.start, end=span.end)
    core = fact.core
    return {
        "pieces": without(fact.pieces, fact.span),
        "indicator_pieces": without(fact.indicator_pieces, core) if core is not None else (),
    }


def _check_core(start: int | None, end: int | None, text: str) -> None:
    if (start is None) != (end is None) or (
        start is not None and end is not None and not 0 <= start < end <= len(text)
    ):
        raise EditError("bad_span", start=start, end=end)


def _add(fact: Fact, rows: Rows) -> Plan:
    rows.record("document", fact.document)
    text = rows.text(fact.document)
    if not 0 <= fact.start < fact.end <= len(text):
        raise EditError("bad_span", start=fact.start, end=fact.end)
    _check_core(fact.indicator_start, fact.indicator_end, text)
    fields = {name: checked(name, getattr(fact, name)) for name in EDITABLE}
    fields["quantity"] = fields["quantity"] or text[fact.start : fact.end]
    fields |= _apart(fact.with_(**fields), rows)
    new = fact.with_(
        **fields, id=rows.fresh("fact"), state=State.ADDED, origin="analyst", machine=None,
        analyst=rows.analyst, decided=rows.now(),
    )  # fmt: skip
    row = fact_row(new)
    del row["id"]
    changes = [Change("fact", new.id, None, row)]
    for tag in sorted(new.tags):
        rows.record("tag", tag)
        changes.append(Change("fact_tag", new.id, None, {"tag": tag}))
    return _fact_plan("add", [new], changes)


def _tag(ids: tuple[int, ...], tag: int, on: bool, rows: Rows) -> Plan:
    name = rows.record("tag", tag)["name"]
    facts = _found(ids, rows)
    wanted = [fact for fact in facts if (tag in fact.tags) != on]
    row = {"tag": tag}
    changes = [Change("fact_tag", f.id, None, row) if on else Change("fact_tag", f.id, row, None) for f in wanted]
    return _fact_plan("tag" if on else "untag", wanted or facts, changes, tag=short(name))


def _describe(document: int, fields: dict[str, Any], rows: Rows) -> Plan:
    row = rows.record("document", document)
    findings = unpack_findings(row["findings"])
    machine = unpack_machine(row["machine"])
    new: dict[str, Any] = {}
    confirmed = False
    for name, given in fields.items():
        if name not in METADATA_COLUMNS:
            raise EditError("bad_field", field=name)
        good = isinstance(given, str)
        if name == "year":
            good = given is None or (type(given) is int and YEARS[0] <= given <= YEARS[1])
        if not good:
            raise EditError("bad_value", field=name, value=given)
        value = printable(given) if isinstance(given, str) else given
        same, sure = row[name] == value, name in findings and findings[name].confidence >= SURE
        if same and (sure or name not in findings):
            continue
        choices = findings[name].choices if name in findings else ()
        findings[name] = Finding("analyst", 1.0, choices)
        confirmed = True
        if not same:
            new[name] = value
            machine.setdefault(name, row[name])
    if new:
        new["machine"] = dumps(machine)
    if confirmed:  # what was in doubt and is so is an answer, too
        new["findings"] = pack_findings(findings)
    change = Change("document", document, {name: row[name] for name in new}, new)
    merge = ("document", document, next(iter(fields))) if len(fields) == 1 else None
    label = ("act.describe", {"report": short(row["title"] or row["name"])})
    return Plan(label, (change,) if new else (), (document, None), merge)


def unpack_machine(data: str | None) -> dict[str, Any]:
    """What the machine had found of a report before a person corrected it."""
    return dict(json.loads(data)) if data else {}


def _remove(documents: tuple[int, ...], rows: Rows) -> Plan:
    named = [rows.record("document", document) for document in dict.fromkeys(documents)]
    if not named:
        raise EditError("unknown_document")
    changes = tuple(Change("document", row["id"], {"removed": 0}, {"removed": 1}) for row in named)
    label: tuple[str, dict[str, Any]]
    if len(named) == 1:
        label = ("act.remove_one", {"report": short(named[0]["title"] or named[0]["name"])})
    else:
        label = ("act.remove_many", {"count": len(named)})
    return Plan(label, changes)


def _absent(act: edits.Absent, rows: Rows) -> Plan:
    rows.record("document", act.document)
    row = {"document": act.document, "indicator": act.indicator, "year": act.year, "aspect": act.aspect}
    changes = _record("absence", row, act.note, act.on, rows)
    label = ("act.absent" if act.on else "act.absent_off", {"what": short(act.indicator)})
    return Plan(label, changes, (act.document, None))


def _dismiss(act: edits.Dismiss, rows: Rows) -> Plan:
    fact = _found((act.fact,), rows)[0]
    old = rows.known("dismissal", rule=act.rule, subject=act.subject)
    row = {"rule": act.rule, "subject": act.subject, "fact": old["fact"] if old else act.fact}
    changes = _record("dismissal", row, act.note, act.on, rows)
    label = ("act.dismiss" if act.on else "act.dismiss_off", {"what": short(fact.quantity)})
    return Plan(label, changes, (fact.document, fact.id))


def _record(table: str, row: dict[str, Any], note: str, on: bool, rows: Rows) -> tuple[Change, ...]:
    """Put a finding there, take it away, or change its note; nothing where it is so already."""
    old = rows.known(table, **row)
    who = {"note": noted(note), "analyst": rows.analyst, "at": rows.now()}
    if old is None:
        return (Change(table, rows.fresh(table), None, {**row, **who}),) if on else ()
    key = old.pop("id")
    if not on:
        return (Change(table, key, old, None),)
    return (Change(table, key, {name: old[name] for name in who}, who),) if old["note"] != note else ()
