"""Proposing again with a better extractor: what would be new, changed and gone, and the act that does it.

What a person has decided is never touched: a fact that was accepted, corrected, rejected, added, tagged or noted, or
that copies of the project disagree about, stays as it is, and a new proposal for its place is passed over.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from core.documents import Document
from core.edits import Change, Touched
from core.facts import EDITABLE, Fact
from core.plans import Plan
from core.processes import pool, uninterrupted
from core.rows import dumps, fact_id, fact_row
from core.versions import decided

if TYPE_CHECKING:
    from core.store import Store
    from core.tables import Present

AHEAD = 4  # reports in work for each process
WORTH_A_PROCESS = 6  # starting one costs 0.3 s, extracting from a report 0.05 s


@dataclass(frozen=True, slots=True)
class Difference:
    """One proposal before and after; `before` None is new, `after` None is gone. Both carry the id of the fact."""

    document: int
    before: Fact | None
    after: Fact | None

    @property
    def kind(self) -> str:
        """new, changed, gone; rated where only the confidence is another."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        return "changed" if self.fields() else "rated"

    def fields(self) -> tuple[str, ...]:
        """The fields that are different."""
        if self.before is None or self.after is None:
            return ()
        return tuple(name for name in EDITABLE if getattr(self.before, name) != getattr(self.after, name))


def compare(
    source: str, facts: Iterable[Fact], proposals: Iterable[Fact], held: frozenset[int] = frozenset()
) -> list[Difference]:
    """What proposing again changes in a report: `facts` as they stand, `proposals` fresh, `source` its SHA-256.

    Old and new are the same proposal when they have the same place and quantity; where several facts share one, the
    indicator tells them apart. `held` are facts that must not be touched for another reason than a decision.
    """
    standing: dict[tuple[int, int, str], list[Fact]] = defaultdict(list)
    taken: set[tuple[int, int]] = set()
    ids = set()
    document = 0
    for fact in facts:
        first = {**{n: getattr(fact, n) for n in ("start", "end", "quantity")}, **(fact.machine or {})}
        standing[first["start"], first["end"], first["quantity"]].append(fact)
        ids.add(fact.id)
        document = fact.document
        if fact.origin == "analyst" or fact.machine:
            taken.add((fact.start, fact.end))
    fresh: dict[tuple[int, int, str], list[Fact]] = defaultdict(list)
    for fact in proposals:
        fresh[fact.start, fact.end, fact.quantity].append(fact)
    found: list[Difference] = []
    for place in sorted(standing.keys() | fresh.keys()):
        here = [f for f in standing.get(place, ()) if f.origin == "machine"]
        for old, new in _paired(here, fresh.get(place, [])):
            if old is not None and (decided(old) or old.id in held):
                continue
            if old is None and new is not None:
                if place[:2] in taken:
                    continue
                key = _free(source, place, ids)
                ids.add(key)
                found.append(Difference(document, None, new.with_(id=key, document=document)))
            elif new is None:
                found.append(Difference(document, old, None))
            elif old is not None and _said(old) != _said(new):
                found.append(Difference(document, old, new.with_(id=old.id, document=document)))
    return found


def _paired(old: list[Fact], new: list[Fact]) -> Iterator[tuple[Fact | None, Fact | None]]:
    left = list(new)
    rest = []
    for fact in old:
        name = (fact.machine or {}).get("indicator", fact.indicator)
        match = next((f for f in left if f.indicator == name), None)
        if match is None:
            rest.append(fact)
        else:
            left.remove(match)
            yield fact, match
    # One of each that goes by another name now is the same proposal under a better name.
    for number in range(max(len(rest), len(left))):
        yield (rest[number] if number < len(rest) else None), (left[number] if number < len(left) else None)


def _free(source: str, place: tuple[int, int, str], ids: set[int]) -> int:
    turn = 0
    while (key := fact_id(source, *place, turn)) in ids:
        turn += 1
    return key


def _said(fact: Fact) -> tuple[Any, ...]:
    return (*(getattr(fact, name) for name in EDITABLE), round(fact.confidence, 6), fact.doubts)


def extracted(document: Document) -> tuple[Fact, ...]:
    """The proposals of the present extractor; runs in a process of its own."""
    from core.extraction import extract

    return extract(document)


def fresh(path: str, document: int) -> tuple[Fact, ...]:
    """The proposals for a report of the project at `path`; runs in a process of its own."""
    from core.store import Store

    with Store.open(path, readonly=True) as store:
        return extracted(store.document(document))


def again(
    store: Store, documents: Iterable[int] | None = None, told: Callable[[int, int], object] | None = None
) -> list[Difference]:
    """What proposing again would change in these reports (all of them by default); nothing is written.

    `told(done, all)` is called after each report.
    """
    listings = [row for row in store.documents() if documents is None or row.id in set(documents)]
    found: list[Difference] = []
    for number, (key, fresh) in enumerate(_fresh(store, [row.id for row in listings]), start=1):
        found += differences(store, key, fresh)
        if told is not None:
            told(number, len(listings))
    return found


def differences(store: Store, document: int, fresh: Iterable[Fact]) -> list[Difference]:
    """What fresh proposals change in one report."""
    rows = store.select('SELECT "row" FROM coding WHERE "table" = ?', ("fact",))
    sha256 = store.select("SELECT sha256 FROM document WHERE id = ?", (document,))[0][0]
    found = compare(sha256, store.facts(document), fresh, frozenset(row[0] for row in rows))
    return [Difference(document, d.before, d.after and d.after.with_(document=document)) for d in found]


def _fresh(store: Store, documents: list[int]) -> Iterator[tuple[int, tuple[Fact, ...]]]:
    workers = min(os.cpu_count() or 1, len(documents))
    if workers <= 1 or len(documents) < WORTH_A_PROCESS:
        yield from ((key, extracted(store.document(key))) for key in documents)
        return
    waiting = iter(documents)
    with pool(workers) as processes:
        work: list[tuple[int, Future[tuple[Fact, ...]]]] = []
        while True:
            for key in islice(waiting, workers * AHEAD - len(work)):
                with uninterrupted():
                    work.append((key, processes.submit(extracted, store.document(key))))
            if not work:
                return
            key, future = work.pop(0)
            yield key, future.result()


def count(found: Iterable[Difference]) -> dict[str, int]:
    """How many are new, changed, gone, rated."""
    counts = {"new": 0, "changed": 0, "gone": 0, "rated": 0}
    for difference in found:
        counts[difference.kind] += 1
    return counts


def apply(store: Store, found: Iterable[Difference]) -> Touched:
    """Carry the differences out as one act; those whose fact a person has decided about meanwhile are passed over."""
    found = list(found)

    def planned(rows: Present) -> Plan:
        now = rows.many(d.before.id for d in found if d.before is not None)
        # By report: a fact's neighbours lie together on the disk, and statements of one shape go together.
        changes, done = [], []
        for difference in found:
            change = _change(difference, now)
            if change is not None:
                changes.append(change)
                done.append(difference)
        counts = count(done)
        focus = (done[0].document, done[0].after.id if done[0].after else None) if done else None
        return Plan(("act.propose_again", counts), tuple(changes), focus)

    return store.carry_out(planned)


def _change(difference: Difference, now: dict[int, Fact]) -> Change | None:
    before, after = difference.before, difference.after
    if before is None:
        assert after is not None
        row = _row(after)
        return Change("fact", row.pop("id"), None, row)
    stands = now.get(before.id)
    if stands is None or decided(stands) or _said(stands) != _said(before):
        return None
    old = fact_row(stands)
    if after is None:
        del old["id"]
        # Its reasons lie with the report's text and are found again when this is undone.
        return Change("fact", before.id, old, None)
    new = _row(after)
    changed = [name for name in new if new[name] != old[name]]
    return Change("fact", before.id, {n: old[n] for n in changed}, {n: new[n] for n in changed})


def _row(fact: Fact) -> dict[str, Any]:
    # The reasons of a report's first proposals are packed with its text and stay there; these bring their own.
    return {**fact_row(fact), "why": dumps(fact.why) if fact.why else None}
