"""What stands by a report beside its facts, when the report comes again changed: tagged stretches, notes, findings.

A stretch whose sentences are unchanged moves exactly; a tag or note on the whole report goes along. That a report does
not mention something moves only where the new text has no sentence that the earlier one did not have: otherwise a
person has to look. The rest stays with the earlier version and is listed (core.versions.leftovers).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.aligning import Alignment
from core.edits import Change, Touched
from core.errors import EditError
from core.plans import Plan, short
from core.spans import Span

if TYPE_CHECKING:
    from core.store import Store
    from core.tables import Present

RULE = "version"  # dismissals of this rule are what a person chose to leave in the earlier version
ASKED = {
    "passage": 'SELECT id, start, "end", tag, note, NULL, NULL, NULL FROM passage WHERE document = ? ORDER BY 2, 1',
    "absence": "SELECT id, NULL, NULL, NULL, note, indicator, year, aspect FROM absence WHERE document = ? ORDER BY 1",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """A tagged stretch, a note or a finding of a report; `span` is None for the whole report."""

    table: str  # passage, absence
    key: int
    span: Span | None
    tag: int | None
    note: str
    indicator: str | None
    year: int | None
    aspect: str | None

    @property
    def subject(self) -> str:
        """Names it where somebody chose to leave it."""
        return f"{self.table} {self.key}"


def standing(source: Store | Present, document: int) -> list[Beside]:
    """What stands by a report, also by one that is no longer in the project."""
    return [
        Beside(table, key, None if start is None else Span(start, end), *rest)
        for table, asked in ASKED.items()
        for key, start, end, *rest in source.select(asked, (document,))
    ]


def moved(rows: Present, older: int, alignment: Alignment, newer: int = 0) -> list[Change]:
    """The changes that take over what surely holds of the new version, `newer`, too."""
    changes = []
    for each in standing(rows, older):
        if each.span is not None:
            shift = alignment.shift([each.span])
            if shift is not None:
                changes.append(_onto(each, older, newer, each.span.shifted(shift)))
        elif each.table == "passage" or not alignment.fresh:
            changes.append(_onto(each, older, newer, None))
    return changes


def _onto(each: Beside, older: int, newer: int, span: Span | None) -> Change:
    before: dict[str, Any] = {"document": older}
    after: dict[str, Any] = {"document": newer}
    if each.span is not None and span is not None:
        before |= {"start": each.span.start, "end": each.span.end}
        after |= {"start": span.start, "end": span.end}
    return Change(each.table, each.key, before, after)


def occurrences(words: str, text: str, within: Span) -> list[Span]:
    """Where these very words stand inside a stretch of a text: places to choose from, none is taken by itself."""
    found, at = [], within.start
    while words and (at := text.find(words, at, within.end)) >= 0:
        found.append(Span(at, at + len(words)))
        at += len(words)
    return found


def settle(store: Store, each: Beside, document: int, span: Span | None) -> Touched:
    """Take it over to the place `span` of the new version, which a person has pointed at, or to the report as a whole.

    Where the same stands there already, what waited is taken away. EditError when it is gone by now.
    """

    def planned(rows: Present) -> Plan:
        row = rows.known(each.table, id=each.key)
        if row is None:
            raise EditError("unknown_passage")
        older = row["document"]
        names = ("indicator", "year", "aspect") if each.table == "absence" else ("tag", "note")
        there = [b for b in standing(rows, document) if b.table == each.table and b.span == span]
        label = ("act.carry_one", {"what": short(each.indicator or each.note or rows.text(document)[:20])})
        if any(all(getattr(b, name) == getattr(each, name) for name in names) for b in there):
            before = {name: value for name, value in row.items() if name != "id"}
            return Plan(label, (Change(each.table, each.key, before, None),), (document, None))
        return Plan(label, (_onto(each, older, document, span),), (document, None))

    return store.carry_out(planned)


def leave(store: Store, each: Beside, document: int) -> Touched:
    """Leave it with the earlier version; it is not asked about again. `document` is the version after."""

    def planned(rows: Present) -> Plan:
        row = {"rule": RULE, "subject": each.subject, "fact": 0, "note": "", "analyst": rows.analyst, "at": rows.now()}
        label = ("act.leave_one", {"what": short(each.indicator or each.note or "…")})
        return Plan(label, (Change("dismissal", rows.fresh("dismissal"), None, row),), (document, None))

    return store.carry_out(planned)
