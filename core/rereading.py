"""A report read again after the analyst refused repairs of its text or wrote them anew.

The report as it is read now takes the place of the one before, as one act that can be undone. Decided facts keep id,
decision, values, tags and note and move with their characters; what nobody has decided on is proposed anew.
"""

from __future__ import annotations

import contextlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from core.documents import Document, Repair
from core.edits import Change, Touched
from core.errors import EditError
from core.facts import EDITABLE, Fact
from core.plans import Plan, short
from core.rows import encode, fact_row
from core.spans import Span, united, without
from core.versions import PLACES, decided

if TYPE_CHECKING:
    from core.store import Store
    from core.tables import Present

Key = tuple[str, int, int]  # a repair by kind and place in the original
# Tables whose rows stand by a report, with how its rows are asked for.
TIED = (
    ("absence", "SELECT id, NULL, NULL FROM absence WHERE document = ?"),
    ("passage", 'SELECT id, start, "end" FROM passage WHERE document = ?'),
)


def key(repair: Repair) -> Key:
    """What names a repair from one reading to the next."""
    return (repair.kind, *repair.original)


def decisions(document: Document) -> dict[Key, str | None]:
    """What the analyst has said of the repairs so far."""
    return {key(repair): repair.after for repair in document.repairs if repair.decided}


def read_again(document: Document, wanted: Mapping[Key, str | None]) -> tuple[Document, tuple[Fact, ...]]:
    """The report with these decisions on its repairs, and what is proposed for it. Pure; runs in a process.

    What is known of the report (region, year and the like) stays, also what a person corrected.
    """
    from core.extraction import extract
    from core.repairing import repair
    from core.structure import structure

    text, offsets, repairs = repair(document.original, wanted)
    parts = structure(text, document.metadata.year)
    again = replace(document, text=text, offsets=offsets, structure=parts, repairs=repairs)
    return again, extract(again)


def take_over(store: Store, older: int, again: Document, facts: Iterable[Fact], label: str = "act.repairs") -> Touched:
    """Put the report as it is read now in the place of `older`; `label` names the act in the catalogue.

    EditError("decided_there") when a decided fact would be left without characters: its decision is to be taken back
    first.
    """
    facts = tuple(facts)

    def planned(rows: Present) -> Plan:
        row, old = rows.record("document", older), rows.document(older)
        bridge = Bridge(old, again)
        everything = rows.facts(older)
        kept = [fact for fact in everything if decided(fact)]
        moves = {fact.id: _fields(fact, bridge, again.text) for fact in kept}
        # A proposal that is made again stays the one it was, with its id: addresses in exports go on leading to it.
        same, rest = _same([fact for fact in everything if not decided(fact)], facts, bridge, again.text)
        draft = replace(again, sha256=f"{old.sha256[:40]}-{token_hex(8)}")
        fresh = _unclaimed(rest, kept, moves)
        moving = [*kept, *(now for _, now in same)]
        new = rows.take_in(draft, fresh, row["source"], older=older, moving=moving)
        # The bytes of the file stand for the report that is in the project, so that they are not taken in again.
        changes = [
            Change(
                "document", older, {"removed": 0, "sha256": old.sha256},
                {"removed": 1, "sha256": f"{draft.sha256}~"},
            ),
            Change(
                "document", new, {"removed": 1, "sha256": draft.sha256, "machine": None},
                {"removed": 0, "sha256": old.sha256, "machine": row["machine"]},
            ),
        ]  # fmt: skip
        for fact in kept:
            moved = {"document": new, **moves[fact.id]}
            names = [name for name, value in moved.items() if getattr(fact, name) != value]
            changes.append(
                Change("fact", fact.id, {n: encode(n, getattr(fact, n)) for n in names},
                       {n: encode(n, moved[n]) for n in names})
            )  # fmt: skip
        for fact, now in same:
            first, last = fact_row(fact), fact_row(now.with_(document=new))
            names = [name for name in last if last[name] != first[name]]
            changes.append(Change("fact", fact.id, {n: first[n] for n in names}, {n: last[n] for n in names}))
        changes += _tied(rows, older, new, bridge)
        return Plan((label, {"report": short(row["title"] or row["name"])}), tuple(changes), (new, None))

    return store.carry_out(planned)


class Bridge:
    """Leads from places in the old text to places in the new one.

    The two differ where a repair was decided on; between such places they are the same, which is checked: where a
    later step mended something else in consequence, the stretch is compared character by character.
    """

    def __init__(self, old: Document, new: Document) -> None:
        said, says = decisions(old), decisions(new)
        changed = {k for k in said.keys() | says.keys() if said.get(k) != says.get(k) or (k in said) != (k in says)}
        before = {key(r): r.text for r in old.repairs if key(r) in changed}
        after = {key(r): r.text for r in new.repairs if key(r) in changed}
        anchors = sorted((before[k], after[k]) for k in before.keys() & after.keys())
        self._blocks: list[tuple[Span, Span, bool]] = []  # old, new, the same characters
        a = b = 0
        for here, there in [*anchors, (Span(len(old.text), len(old.text)), Span(len(new.text), len(new.text)))]:
            if here.start < a or there.start < b:
                continue  # a repair within another
            self._between(old.text, new.text, Span(a, here.start), Span(b, there.start))
            if here.end > here.start or there.end > there.start:
                self._blocks.append((here, there, here.of(old.text) == there.of(new.text)))
            a, b = here.end, there.end
        self._starts = [block[0].start for block in self._blocks]

    def span(self, start: int, end: int) -> Span:
        """The place in the new text; inside changed characters the whole of them."""
        first = self._edge(start, last=False)
        return Span(first, max(first, self._edge(end, last=True)))

    def _between(self, old: str, new: str, here: Span, there: Span) -> None:
        if here.of(old) == there.of(new):
            if here.end > here.start:
                self._blocks.append((here, there, True))
            return
        for tag, a, b, c, d in SequenceMatcher(None, here.of(old), there.of(new), autojunk=False).get_opcodes():
            self._blocks.append((Span(a, b).shifted(here.start), Span(c, d).shifted(there.start), tag == "equal"))

    def _edge(self, place: int, *, last: bool) -> int:
        # The end of a span belongs to the character before it.
        index = max(bisect_right(self._starts, place - 1 if last else place) - 1, 0)
        if not self._blocks:
            return 0
        here, there, same = self._blocks[index]
        if same:
            return there.start + min(max(place - here.start, 0), there.end - there.start)
        return there.end if last else there.start


def _same(
    old: list[Fact], facts: tuple[Fact, ...], bridge: Bridge, text: str
) -> tuple[list[tuple[Fact, Fact]], tuple[Fact, ...]]:
    """Undecided proposals with what they are now, where they are proposed again just so; and the other new ones."""
    left: dict[tuple[Any, ...], list[Fact]] = defaultdict(list)
    for fact in reversed(facts):
        left[_said(fact)].append(fact)
    found = []
    for fact in old:
        with contextlib.suppress(EditError):  # its characters are not there any more
            there = left.get(_said(fact.with_(**_fields(fact, bridge, text))))
            if there:
                found.append((fact, there.pop().with_(id=fact.id)))
    return found, tuple(fact for group in left.values() for fact in group)


def _said(fact: Fact) -> tuple[Any, ...]:
    return tuple(getattr(fact, name) for name in EDITABLE)


def _fields(fact: Fact, bridge: Bridge, text: str) -> dict[str, Any]:
    """The places of a decided fact in the new text, those of the machine's original too, and the words there."""
    span = bridge.span(fact.start, fact.end)
    if span.end == span.start:
        raise EditError("decided_there", what=short(fact.quantity))
    new: dict[str, Any] = {"start": span.start, "end": span.end, "quantity": span.of(text)}
    if fact.indicator_start is not None and fact.indicator_end is not None:
        new["indicator_start"], new["indicator_end"] = bridge.span(fact.indicator_start, fact.indicator_end)
    new["pieces"] = without(_moved(fact.pieces, fact, bridge), span)
    core = Span(new["indicator_start"], new["indicator_end"]) if "indicator_start" in new else Span(0, 0)
    new["indicator_pieces"] = without(_moved(fact.indicator_pieces, fact, bridge), core)
    if fact.machine:
        machine = dict(fact.machine)
        for name in PLACES[4:]:
            if name in machine:
                machine[name] = united(bridge.span(*piece) for piece in machine[name])
        for first, last in (PLACES[:2], PLACES[2:4]):
            # Where only one end was corrected, the other is the fact's own.
            start, end = machine.get(first, getattr(fact, first)), machine.get(last, getattr(fact, last))
            if start is not None and end is not None:
                moved = dict(zip((first, last), bridge.span(start, end), strict=True))
                machine |= {name: moved[name] for name in (first, last) if name in machine}
        new["machine"] = machine
    return new


def _moved(pieces: tuple[Span, ...], fact: Fact, bridge: Bridge) -> tuple[Span, ...]:
    """The further pieces of a decided fact in the new text; EditError where one would be left without characters."""
    moved = tuple(bridge.span(*piece) for piece in pieces)
    if any(span.end == span.start for span in moved):
        raise EditError("decided_there", what=short(fact.quantity))
    return moved


def _unclaimed(facts: tuple[Fact, ...], kept: list[Fact], moves: dict[int, dict[str, Any]]) -> list[Fact]:
    """The new proposals without those that a decided fact stands for already."""
    claims: dict[tuple[int, int], set[str]] = defaultdict(set)
    for fact in kept:
        new = moves[fact.id]
        machine = {**new, "indicator": fact.indicator, **(new.get("machine") or {})}
        for place in ((new["start"], new["end"]), (machine["start"], machine["end"])):
            claims[place] |= {fact.indicator, str(machine["indicator"])}
    at: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        at[fact.start, fact.end].append(fact)
    # Several facts may share one quantity (甲、乙均增长5%): then the indicator tells which one is meant.
    return [
        fact
        for place, group in at.items()
        for fact in group
        if place not in claims or (len(group) > 1 and fact.indicator not in claims[place])
    ]


def _tied(rows: Present, older: int, new: int, bridge: Bridge) -> list[Change]:
    """What stands by the report beside its facts goes over, too."""
    changes = []
    for table, asked in TIED:
        for row, start, end in rows.select(asked, (older,)):
            before: dict[str, Any] = {"document": older}
            after: dict[str, Any] = {"document": new}
            if start is not None and end is not None:
                span = bridge.span(start, end)
                before |= {"start": start, "end": end}
                after |= {"start": span.start, "end": span.end}
            changes.append(Change(table, row, before, after))
    return changes
