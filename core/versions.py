"""A report that comes again changed: which decisions move into the new text, and which a person has to look at.

A fact moves only when its sentence stands in both texts character for character and both agree on where: a sentence
that occurs more than once must occur equally often and in the same order. All else goes to a list with both texts side
by side; nothing moves by likeness. Likeness is used for one question alone, which is put to a person: whether a file is
a changed version of a report that is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core import besides
from core.aligning import Alignment, pairs, sentences
from core.besides import RULE, Beside
from core.documents import Document
from core.edits import Change, Touched
from core.errors import EditError
from core.facts import Fact, State
from core.planning import unpack_machine
from core.plans import Plan, short
from core.rows import METADATA_COLUMNS, dumps, encode, fact_row, pack_findings, unpack_findings
from core.spans import Span

if TYPE_CHECKING:
    from core.store import Store
    from core.tables import Listing, Present

GRAM = 6  # characters; shorter pieces are shared by any two reports, longer ones are broken by each misread character
ALIKE = (
    0.5  # share of common pieces: versions of one report have 0.7 to 1, reports of one region in two years under 0.2
)
PLACES = ("start", "end", "indicator_start", "indicator_end", "pieces", "indicator_pieces")

__all__ = ["RULE", "carry", "decided", "earlier", "leftovers", "likeness", "pairs", "renew", "sentences", "settle"]


@dataclass(frozen=True, slots=True)
class Move:
    """A fact whose sentence is unchanged: it goes on by `shift` code points."""

    fact: Fact
    shift: int

    def fields(self) -> dict[str, Any]:
        """The places in the new text, those of the machine's original too."""
        new: dict[str, Any] = {name: _on(getattr(self.fact, name), self.shift) for name in PLACES}
        if self.fact.machine:
            new["machine"] = {
                name: _on(value, self.shift) if name in PLACES else value for name, value in self.fact.machine.items()
            }
        return new


@dataclass(frozen=True, slots=True)
class Leftover:
    """A decided fact whose sentence is not in the new text: `old` is the sentence, `new` what stands in its place.

    `new` is the stretch of the new text between the nearest unchanged sentences before and after; it may be empty.
    """

    fact: Fact
    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class Carried:
    """What becomes of the decisions on a report when a new version takes its place."""

    moves: tuple[Move, ...]
    left: tuple[Leftover, ...]
    beside: int = 0  # tagged stretches, notes and findings that stay behind, too


def _on(place: Any, shift: int) -> Any:
    """A place (None for none) or stretches, further on."""
    if isinstance(place, tuple):
        return tuple(span.shifted(shift) for span in place)
    return None if place is None else place + shift


def decided(fact: Fact) -> bool:
    """True when a person has done anything to the fact."""
    return fact.state is not State.PROPOSED or fact.origin == "analyst" or bool(fact.tags or fact.note or fact.machine)


def carry(old: Document, new: Document, facts: Iterable[Fact]) -> Carried:
    """Where each of the facts goes when `new` takes the place of `old`."""
    return _carry(Alignment(old, new), facts)


def _carry(alignment: Alignment, facts: Iterable[Fact]) -> Carried:
    moves, left = [], []
    for fact in facts:
        shift = alignment.shift((*fact.spans, *fact.core_spans))
        if shift is not None:
            moves.append(Move(fact, shift))
        else:
            left.append(Leftover(fact, *alignment.around(fact.span)))
    return Carried(tuple(moves), tuple(left))


def likeness(one: str, other: str) -> float:
    """The share of pieces of GRAM characters that two texts have in common, 0 to 1; of the shorter one's."""
    first, second = ({t[i : i + GRAM] for i in range(len(t) - GRAM + 1)} for t in (one, other))
    return len(first & second) / max(min(len(first), len(second)), 1)


def earlier(store: Store, document: Document) -> Listing | None:
    """The report of which `document` is a changed version: the same region and year and much the same text.

    None when there is none, and for a file that is there already.
    """
    about = document.metadata
    listings = store.documents()
    if any(listing.sha256 == document.sha256 for listing in listings):
        return None
    best, found = ALIKE, None
    for listing in listings:
        if listing.year != about.year or listing.region != about.region:
            continue
        if not about.region and listing.name != document.name:
            continue  # of neither is it known where it comes from
        share = likeness(store.text(listing.id), document.text)
        if share >= best:
            best, found = share, listing
    return found


def renew(
    store: Store, older: int, document: Document, facts: Iterable[Fact], source: str = ""
) -> tuple[Touched, Carried]:
    """Let `document` take the place of the report `older`, as one act that can be undone.

    Decided facts whose sentence is unchanged move, with id, history, tags and the machine's original; a new proposal
    for the same place gives way to them. Undecided proposals stay behind with the earlier version, which is taken out
    of the project; decided ones that could not move stay there, too, and are listed by `leftovers`. What a person had
    corrected of region, year and the like is kept.
    """
    facts = tuple(facts)
    results: list[Carried] = []

    def planned(rows: Present) -> Plan:
        known = rows.known("document", sha256=document.sha256)
        if known is not None:
            raise EditError("already_there", name=known["name"])
        row = rows.record("document", older)
        everything = rows.facts(older)
        alignment = Alignment(rows.document(older), document)
        carried = _carry(alignment, [f for f in everything if decided(f)])
        tied = besides.moved(rows, older, alignment)
        carried = replace(carried, beside=len(besides.standing(rows, older)) - len(tied))
        results.append(carried)
        moving = [move.fact for move in carried.moves]
        key = rows.take_in(document, _unclaimed(facts, carried.moves), source, older=older, moving=moving)
        changes = [
            Change("document", older, {"removed": 0}, {"removed": 1}),
            Change("document", key, {"removed": 1}, {"removed": 0}),
            *_described(row, rows.record_of("document", key)),
            *(_moved(move, key) for move in carried.moves),
            *(replace(change, after={**(change.after or {}), "document": key}) for change in tied),
        ]
        label = ("act.new_version", {"report": short(row["title"] or row["name"]), "moved": len(carried.moves),
                                     "left": len(carried.left) + carried.beside})  # fmt: skip
        return Plan(label, tuple(changes), (key, None))

    touched = store.carry_out(planned)
    return touched, results[0]


def _unclaimed(facts: tuple[Fact, ...], moves: tuple[Move, ...]) -> list[Fact]:
    """The new proposals without those that a moved fact stands for already."""
    claims: dict[tuple[int, int], list[str]] = defaultdict(list)
    for move in moves:
        original = {**{n: getattr(move.fact, n) for n in ("start", "end", "indicator")}, **(move.fact.machine or {})}
        for place in {(original["start"], original["end"]), (move.fact.start, move.fact.end)}:
            claims[place[0] + move.shift, place[1] + move.shift].append(original["indicator"])
    here: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        here[fact.start, fact.end].append(fact)
    kept = []
    for place, group in here.items():
        # Several facts may share one quantity (甲、乙均增长5%): then the indicator tells which one is meant.
        claimed = claims.get(place, [])
        rest = [f for f in group if f.indicator not in claimed]
        kept += [] if claimed and len(group) == 1 else rest
    return sorted(kept, key=lambda f: (f.start, f.end))


def _moved(move: Move, document: int) -> Change:
    fact = move.fact
    new = {"document": document, **move.fields()}
    # Reasons of a proposal lie with its report's text: the new one has been given them.
    changed = {name: value for name, value in new.items() if getattr(fact, name) != value}
    before = {name: encode(name, getattr(fact, name)) for name in changed}
    return Change("fact", fact.id, before, {name: encode(name, value) for name, value in changed.items()})


def _described(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """What a person had corrected of the earlier version, said of the new one."""
    machine = unpack_machine(old["machine"])
    corrected = {name: old[name] for name in METADATA_COLUMNS if name in machine and old[name] != new[name]}
    if not corrected:
        return []
    findings, first = unpack_findings(new["findings"]), unpack_findings(old["findings"])
    findings |= {name: first[name] for name in corrected if name in first}
    after = {**corrected, "findings": pack_findings(findings), "machine": dumps({n: new[n] for n in corrected})}
    return [Change("document", new["id"], {name: new[name] for name in after}, after)]


# What could not move


@dataclass(frozen=True, slots=True)
class Left:
    """What waits in an earlier version, with the report in its place: a decided fact, or what stands beside facts.

    `old` is its sentence there; `new` the stretch of the new text where it should be looked for.
    """

    fact: Fact | None
    document: int  # the version that is in the project now
    old: str
    new: Span
    beside: Beside | None = None


def leftovers(store: Store) -> list[Left]:
    """All that no new version took over and nobody has settled since, by report and place."""
    rows = store.select("SELECT id, supersedes, removed FROM document WHERE supersedes IS NOT NULL ORDER BY id")
    follows = {older: key for key, older, _ in rows}
    gone = {key for key, _, removed in rows if removed}
    settled = {row[0] for row in store.select("SELECT subject FROM dismissal WHERE rule = ?", (RULE,))}
    found: list[Left] = []
    for older in sorted(follows):
        now = follows[older]
        while now in gone and now in follows:
            now = follows[now]
        if now in gone:
            continue
        facts = store.facts(older, reasons=False)
        waiting = [f for f in facts if decided(f) and str(f.id) not in settled]
        tied = [each for each in besides.standing(store, older) if each.subject not in settled]
        if not waiting and not tied:
            continue
        before = earlier_text(store, older)
        alignment = Alignment(before, store.document(now))
        places: list[tuple[Span | None, int | None, Fact | None, Beside | None]]
        places = [(fact.span, alignment.shift((*fact.spans, *fact.core_spans)), fact, None) for fact in waiting]
        places += [
            (each.span, None if each.span is None else alignment.shift([each.span]), None, each) for each in tied
        ]
        for span, shift, fact, beside in places:
            if span is None:
                found.append(Left(fact, now, "", Span(0, 0), beside))
                continue
            sentence, there = alignment.around(span)
            if shift is not None:  # its sentence is back in a version after the next
                there = sentence.shifted(shift)
            found.append(Left(fact, now, sentence.of(before.text), there, beside))
    return found


def earlier_text(store: Store, document: int) -> Document:
    """An earlier version with its structure, though it is no longer in the project."""
    from core.rows import unpack_structure

    row = store.select(
        "SELECT d.name, d.sha256, d.encoding, c.text, c.structure FROM document d JOIN content c ON c.document = d.id"
        " WHERE d.id = ?",
        (document,),
    )[0]
    plain = Document.plain(row[3], row[0])
    return Document(row[0], row[1], row[2], row[3], row[3], plain.offsets, unpack_structure(row[4]))


def settle(store: Store, fact: int, onto: int) -> Touched:
    """Take a waiting decision over to the proposal `onto` in the new text, which a person has pointed at.

    The fact keeps id, decision, values, tags and note; it takes the place, the quantity's words and the name's place
    of the proposal, which gives way. EditError unless one waits and the other is undecided.
    """

    def planned(rows: Present) -> Plan:
        both = rows.many((fact, onto))
        if fact not in both or onto not in both:
            raise EditError("unknown_fact")
        mine, target = both[fact], both[onto]
        if decided(target) or target.document == mine.document:
            raise EditError("not_undecided", what=short(target.quantity))
        new: dict[str, Any] = {"document": target.document, "quantity": target.quantity}
        new |= {name: getattr(target, name) for name in PLACES}
        if mine.origin == "machine":
            # The machine's original is now what it proposes in this version; what differs from it stands as corrected.
            merged = mine.with_(**new)
            machine = {
                name: getattr(target, name)
                for name in (*SAID, "quantity", *PLACES)
                if getattr(target, name) != getattr(merged, name)
            }
            new["machine"] = machine or None
            if mine.state.kept:
                new["state"] = State.CORRECTED if machine else State.ACCEPTED
        changed = {name: value for name, value in new.items() if getattr(mine, name) != value}
        row = fact_row(target)
        del row["id"]
        changes = (
            Change("fact", onto, row, None),
            Change(
                "fact", fact, {n: encode(n, getattr(mine, n)) for n in changed},
                {n: encode(n, v) for n, v in changed.items()},
            ),
        )  # fmt: skip
        return Plan(("act.carry_one", {"what": short(mine.quantity)}), changes, (target.document, fact))

    return store.carry_out(planned)


SAID = (
    "value", "unit", "base_value", "base_value_high", "base_unit", "bound", "measure", "direction", "basis", "status",
    "period_start", "period_end", "indicator", "canonical", "action",
)  # fmt: skip
