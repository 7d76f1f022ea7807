"""Annotations read back into a project: from our JSON Lines of facts, from Label Studio and from doccano.

A mark counts only where report, place and quote agree exactly with the project, and where one fact stands there; all
else goes to a list with the reason. The whole file becomes one act, one step of undo.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.edits import Accept, Act, Annotate, Correct, Reject, Reopen, Several, Tag, Touched
from core.errors import EditError
from core.exporting.annotations import plain
from core.facts import Fact, State
from core.marks import Mark, marks
from core.messages import text
from core.rows import checked
from core.spans import Span, united

if TYPE_CHECKING:
    from core.documents import Document
    from core.store import Store


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A mark that was left alone, and why (a key of the group “annotations”)."""

    line: int
    report: str
    start: int
    end: int
    quote: str
    reason: str
    document: int = 0  # the report's id; 0 where it is not in the project

    def row(self) -> dict[str, Any]:
        """Plain values for a list."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Change:
    """What a mark asks for: the fact as it stood when the file was held against the project, and the acts."""

    line: int
    report: str
    fact: Fact
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file comes to before anything is done. `matched` marks were understood, those that change nothing too."""

    matched: int
    changes: tuple[Change, ...]
    unmatched: tuple[Unmatched, ...]

    @property
    def act(self) -> Several:
        """All that is asked for as one act."""
        return Several(tuple(act for change in self.changes for act in change.acts))


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a file. `matched` marks were understood, `changed` facts became different."""

    matched: int
    changed: int
    unmatched: tuple[Unmatched, ...]
    touched: Touched | None = None


def take_in(store: Store, path: Path, *, accept: bool = False) -> Result:
    """Read a file of annotations and carry it out as one act; ReadingError for a file that is none of the three."""
    found = plan(store, path, accept)
    touched = store.do(found.act) if found.changes else None
    return Result(found.matched, len(found.changes), found.unmatched, touched)


def current(found: Plan, store: Store) -> Plan:
    """The same plan without what was decided since it was made, which joins the list of what was left alone."""
    now = store.many([change.fact.id for change in found.changes], reasons=False)
    moved = [change for change in found.changes if now.get(change.fact.id) != change.fact]
    if not moved:
        return found
    gone = tuple(
        Unmatched(
            change.line, change.report, change.fact.start, change.fact.end, change.fact.quantity,
            text("annotations.meanwhile"), change.fact.document,
        )
        for change in moved
    )  # fmt: skip
    kept = tuple(change for change in found.changes if change not in moved)
    left = sorted((*found.unmatched, *gone), key=lambda each: each.line)
    return Plan(found.matched - len(moved), kept, tuple(left))


def plan(store: Store, path: Path, accept: bool = False) -> Plan:
    """Hold a file against the project without doing anything; ReadingError for a file that is none of the three."""
    tags = {tag.name: tag.id for tag in store.tags()}
    reports = _Reports(store)
    changes: list[Change] = []
    left: list[Unmatched] = []
    said: dict[int, list[Mark]] = defaultdict(list)
    facts: dict[int, Fact] = {}
    for mark in marks(path, accept=accept):
        found = reports.fact(mark)
        if isinstance(found, str):
            left.append(_left(mark, reports, text(f"annotations.{found}")))
        else:
            said[found.id].append(mark)
            facts[found.id] = found
    matched = 0
    for key, wanted in said.items():
        first = wanted[0]
        if any(
            (m.state, m.fields, m.note, m.tags, m.pieces)
            != (first.state, first.fields, first.note, first.tags, first.pieces)
            for m in wanted
        ):
            left.extend(_left(mark, reports, text("annotations.twice")) for mark in wanted)
            continue
        try:
            mine = tuple(_acts(facts[key], first, tags, reports))
        except EditError as error:
            left.append(_left(first, reports, _why(error)))
            continue
        matched += 1
        if mine:
            changes.append(Change(first.line, reports.name(first), facts[key], mine))
    return Plan(matched, tuple(changes), tuple(sorted(left, key=lambda each: each.line)))


def _acts(fact: Fact, mark: Mark, tags: dict[str, int], reports: _Reports) -> Iterator[Act]:
    """What has to be done for a fact to become what the mark says; EditError for a value that does not fit."""
    fields = {}
    for name, value in mark.fields.items():
        typed = checked(name, value)
        if typed != getattr(fact, name):
            fields[name] = typed
    for name, quoted in mark.pieces:
        spans = united(reports.piece(fact.document, each) for each in quoted)
        if spans != getattr(fact, name):
            fields[name] = spans
    wanted = [tags[name] if name in tags else _no_tag(name) for name in mark.tags] if mark.tags is not None else None
    if fields and mark.state != State.REJECTED:
        yield Correct((fact.id,), fields)
    elif mark.state == State.REJECTED and fact.state != State.REJECTED:
        yield Reject((fact.id,))
    elif mark.state is not None and mark.state.kept and not fact.state.kept:
        yield Accept((fact.id,))
    elif mark.state == State.PROPOSED and fact.state != State.PROPOSED and fact.origin == "machine":
        yield Reopen((fact.id,))
    if mark.note is not None and mark.note != fact.note:
        yield Annotate((fact.id,), mark.note)
    if wanted is not None:
        for tag in sorted(set(wanted) - fact.tags):
            yield Tag((fact.id,), tag)
        for tag in sorted(fact.tags - set(wanted)):
            yield Tag((fact.id,), tag, on=False)


def _no_tag(name: str) -> int:
    raise EditError("filter_tag", name=name, hint="")


def _why(error: EditError) -> str:
    if error.key == "filter_tag":
        return text("annotations.tag", label=error.values["name"])
    if error.key == "bad_span":
        return text("annotations.place")
    return text("annotations.value", field=error.values.get("field", "?"))


def _left(mark: Mark, reports: _Reports, reason: str) -> Unmatched:
    document = reports.document(mark) or 0
    return Unmatched(mark.line, reports.name(mark), mark.start, mark.end, mark.quote, reason, document)


class _Reports:
    """The reports of a project, found by sum or text, and the facts at a place."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._listings = store.documents()
        self._by_sum = {listing.sha256: listing for listing in self._listings}
        self._by_text: dict[str, int] | None = None
        self._read: tuple[int, Document | None, dict[tuple[int, int], list[Fact]]] = (0, None, {})

    def name(self, mark: Mark) -> str:
        """The report's name; "" when it is not known."""
        document = self.document(mark)
        return next((listing.name for listing in self._listings if listing.id == document), "")

    def document(self, mark: Mark) -> int | None:
        """The report's id, by its sum or by its text; None when it is not in the project."""
        return self._by_sum[mark.sha256].id if mark.sha256 in self._by_sum else self._like(mark.text)

    def fact(self, mark: Mark) -> Fact | str:
        """The one fact that the mark is about, or the reason why there is none."""
        key = self.document(mark)
        if key is None:
            return "text"
        if self._read[0] != key:
            places: dict[tuple[int, int], list[Fact]] = defaultdict(list)
            for fact in self._store.facts(key, reasons=False):
                places[fact.start, fact.end].append(fact)
            self._read = (key, self._store.document(key), places)
        _, document, places = self._read
        assert document is not None
        words = document.text
        if mark.text is not None and mark.text not in (words, plain(words)):
            return "text"
        if not 0 <= mark.start < mark.end <= len(words) or plain(words)[mark.start : mark.end] != plain(mark.quote):
            return "place"
        there = places.get((mark.start, mark.end), [])
        if mark.fact is not None:
            there = [fact for fact in there if fact.id == mark.fact] or there
        if not there:
            return "fact"
        return there[0] if len(there) == 1 else "several"

    def piece(self, document: int, quoted: str) -> Span:
        """The place of `12-14 以上`; EditError unless just these words stand there."""
        place, _, quote = quoted.partition(" ")
        first, _, last = place.partition("-")
        if not (first.isdecimal() and last.isdecimal()):
            raise EditError("bad_span", start=first, end=last)
        span = Span(int(first), int(last))
        words = self._store.text(document)
        if not 0 <= span.start < span.end <= len(words) or plain(span.of(words)) != plain(quote):
            raise EditError("bad_span", start=span.start, end=span.end)
        return span

    def _like(self, words: str | None) -> int | None:
        if words is None:
            return None
        if self._by_text is None:
            self._by_text = {plain(self._store.document(each.id).text): each.id for each in self._listings}
        return self._by_text.get(plain(words))
