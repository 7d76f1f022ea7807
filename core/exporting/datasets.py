"""The facts chosen from a project with their reports: read as often as a format needs, counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from core.documents import Document
from core.exporting.columns import Row, row_of
from core.exporting.selecting import candidates, keeping, waiting
from core.facts import EDITABLE, Fact, State
from core.lexicon import Lexicon
from core.links import address
from core.rows import dumps, encode

if TYPE_CHECKING:
    from core.exporting.panel import Panels
    from core.store import Listing, Store

Progress = Callable[[int, int], object]
MARK = 12  # hexadecimal digits of a fact's mark: with a million facts one in 280 million changes would go unseen


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its chosen facts in text order."""

    listing: Listing
    document: Document
    facts: tuple[Fact, ...]


class Dataset:
    """What is exported. The counts are complete when all facts have passed once; asking for them makes them pass."""

    def __init__(self, store: Store, chosen: Any, progress: Progress | None = None) -> None:
        self.store, self.chosen = store, chosen
        self.keep = keeping(chosen, store)
        self._waits = waiting(chosen, store)
        self._among = candidates(chosen, store)
        self.tags = {tag.id: tag.name for tag in store.tags()}
        self.lexicon = Lexicon.load()
        self.panels: Panels | None = None  # the chosen facts as a panel, where a format asked for one
        self._progress = progress
        self._counted = False
        self._start()

    def _start(self) -> None:
        self.states: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.waiting = 0  # proposals left out for nothing but their state
        self.sources: list[tuple[Listing, int]] = []  # reports with their number of chosen facts
        self.marks: dict[int, str] = {}

    def facts(self) -> Iterator[tuple[Listing, list[Fact]]]:
        """The chosen facts report by report, in the project's order; every report, also one without any."""
        count = not self._counted
        if count:
            self._start()
        listings = self.store.documents()
        counts = self.store.counts() if count else {}
        for number, listing in enumerate(listings, start=1):
            among = self._candidates(listing.id)
            kept = [fact for fact in among if self.keep(fact)]
            if count:
                self.waiting += sum(map(self._waits, among))
                self.left_out.update(counts.get(listing.id, {}))
                self.left_out.subtract(fact.state.value for fact in kept)
                self.states.update(fact.state.value for fact in kept)
                self.sources.append((listing, len(kept)))
                self.marks.update((fact.id, mark(fact, self.tags)) for fact in kept)
            yield listing, kept
            if count and self._progress is not None:
                self._progress(number, len(listings))
        if count:
            self.left_out = +self.left_out  # states of which nothing was left out are not named
        self._counted = True

    def _candidates(self, document: int) -> list[Fact]:
        """The facts of a report that may be chosen, in text order."""
        if self._among is None:
            return self.store.facts(document, reasons=False)
        found = self.store.many(self._among.get(document, ()), reasons=False).values()
        return sorted(found, key=lambda fact: (fact.start, fact.end, fact.id))

    def reports(self) -> Iterator[Report]:
        """The reports that have chosen facts, with their texts."""
        for listing, kept in self.facts():
            if kept:
                yield Report(listing, self.store.document(listing.id), tuple(kept))

    def rows(self) -> Iterator[Row]:
        """One row a fact."""
        for report in self.reports():
            for fact in report.facts:
                yield row_of(fact, report.document, report.listing, self.tags)

    def count(self) -> None:
        """Let the facts pass, unless they did."""
        if not self._counted:
            for _ in self.facts():
                pass

    @cached_property
    def project(self) -> dict[str, str]:
        """The project's own title and key."""
        rows = dict(self.store.select("SELECT name, value FROM project"))
        return {"title": str(rows.get("title", "")), "key": str(rows.get("key", ""))}

    @cached_property
    def absences(self) -> list[tuple[int, str, int, str]]:
        """What was recorded as not mentioned: report, indicator, year, aspect."""
        return [
            (row[0], row[1], row[2], row[3])
            for row in self.store.select(
                "SELECT a.document, a.indicator, a.year, a.aspect FROM absence a JOIN document d ON d.id = a.document"
                " WHERE d.removed = 0 ORDER BY d.position, a.indicator, a.year, a.aspect"
            )
        ]

    def link(self, fact: int) -> str:
        """The address that opens the desk at a fact."""
        return address(fact, self.project["key"])

    @property
    def total(self) -> int:
        """Facts chosen."""
        return sum(self.states.values())

    @property
    def machine_only(self) -> int:
        """Facts that nobody has confirmed."""
        return self.states[State.PROPOSED.value]


def mark(fact: Fact, tags: dict[int, str]) -> str:
    """A short sum of all that an export tells of a fact, to see later whether it has changed."""
    row: list[Any] = [encode(name, getattr(fact, name)) for name in EDITABLE]
    row += [str(fact.state), fact.note, fact.analyst, fact.decided, [tags[tag] for tag in tags if tag in fact.tags]]
    return sha256(dumps(row).encode()).hexdigest()[:MARK]
