"""What the annotation formats share: the stretches that stand for a report's facts, units of counting, the check.

A fact gives a stretch for its quantity, labelled with its measure (level, change, rank), and one for the core of its
indicator's name, labelled "indicator", once however many facts share it. Either may have further pieces: formats that
know no stretch in several pieces take the first extent and say so (`drops`). Places count code points of the reading
text; a format that counts otherwise converts with Utf16. After writing, `check` reads the file back: it must give the
same texts, and at the same places the same words.
"""

from __future__ import annotations

import uuid
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ExportError
from core.exporting.jsonl import number
from core.facts import EDITABLE, Fact, Measure
from core.messages import text as words
from core.rows import PIECES, dumps
from core.spans import Span, written

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.datasets import Dataset, Report

INDICATOR = "indicator"
LABELS = (*(measure.value for measure in Measure), INDICATOR)
COLOURS = {"level": "#4477AA", "change": "#228833", "rank": "#AA3377", INDICATOR: "#CCBB44"}  # Paul Tol's bright set
Read = Iterator[tuple[str, list[tuple[int, int]]]]  # a report's text and its stretches, in code points


@dataclass(frozen=True, slots=True)
class Stretch:
    """A labelled stretch of a report's text: a fact's quantity, or the name of an indicator (`fact` None).

    `key` is unique in the report; `indicator` is the key of the stretch with the name of the fact's indicator.
    """

    start: int
    end: int
    label: str
    key: str
    fact: Fact | None = None
    indicator: str = ""
    pieces: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """All its pieces in text order."""
        return tuple(sorted((Span(self.start, self.end), *self.pieces)))


def plain(text: str) -> str:
    """The reading text as other programs will see it: a carriage return, which many drop or merge, as a space."""
    return text.replace("\r", " ")


def stretches(report: Report) -> list[Stretch]:
    """The stretches of a report in text order."""
    found: dict[str, Stretch] = {}
    for fact in report.facts:
        name = ""
        if (core := fact.core) is not None:
            name = f"i{written((core, *fact.indicator_pieces))}"
            found.setdefault(name, Stretch(*core, INDICATOR, name, pieces=fact.indicator_pieces))
        key = f"f{fact.id}"
        found[key] = Stretch(fact.start, fact.end, fact.measure.value, key, fact, name, fact.pieces)
    return sorted(found.values(), key=lambda s: (s.start, s.end, s.label == INDICATOR, s.key))


def details(fact: Fact, tags: dict[int, str]) -> dict[str, Any]:
    """All that is known of a fact apart from its places, empty fields left out; numbers as JSON knows them."""
    row: dict[str, Any] = {"id": fact.id, "state": fact.state.value, "origin": fact.origin}
    for name in EDITABLE:
        value = getattr(fact, name)
        if name in PIECES:
            if value:
                row[name] = [list(span) for span in value]
        elif name not in ("start", "end", "indicator_start", "indicator_end") and value not in (None, ""):
            row[name] = number(value) if isinstance(value, Decimal) else str(value) if isinstance(value, str) else value
    if fact.origin == "machine":
        row["confidence"] = round(fact.confidence, 4)
    if names := [tags[tag] for tag in tags if tag in fact.tags]:
        row["tags"] = names
    row |= {name: getattr(fact, name) for name in ("note", "analyst", "decided") if getattr(fact, name)}
    return row


def about(report: Report) -> dict[str, Any]:
    """Which report it is, as plain values."""
    listing = report.listing
    return {
        "report": listing.name,
        "title": listing.title,
        "region": listing.region,
        "region_code": listing.region_code,
        "year": listing.year,
        "sha256": listing.sha256,
    }


def json_details(fact: Fact, tags: dict[int, str]) -> str:
    """`details` as one line of JSON."""
    return dumps(details(fact, tags))


def guid(dataset: Dataset, *parts: object) -> str:
    """An identifier in the form of a UUID that is always the same for the same thing of the same project."""
    return _guid("/".join(map(str, (dataset.project["key"], *parts))))


@lru_cache(4096)  # codes and variables come again with every fact
def _guid(words: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"duidu:{words}"))


def _wanted(report: Report) -> tuple[str, list[tuple[int, int]]]:
    return plain(report.document.text), [(s.start, s.end) for s in stretches(report)]


def wanted(report: Report) -> tuple[str, list[tuple[int, int]]]:
    """What reading back has to give for a format that knows stretches in several pieces: each piece."""
    return plain(report.document.text), [(a, b) for s in stretches(report) for a, b in s.spans]


class Utf16:
    """Between code points and UTF-16 units of one text."""

    def __init__(self, text: str) -> None:
        self._wide = [place for place, character in enumerate(text) if ord(character) > 0xFFFF]
        self._units = [place + turn for turn, place in enumerate(self._wide)]

    def to(self, place: int) -> int:
        """UTF-16 units before a code point."""
        return place + bisect_left(self._wide, place)

    def back(self, place: int) -> int:
        """Code points before a UTF-16 unit; a place inside a pair of surrogates belongs to the next character."""
        return place - bisect_left(self._units, place)


def check(path: Path, writer: Any, dataset: Dataset, options: Options) -> tuple[str, ...]:
    """Read a file back and compare, and tell what it had no place for; ExportError where text or a quote differs."""
    lost = 0
    pairs = zip_longest(dataset.reports(), writer.read(path, options))
    for place, (report, found) in enumerate(pairs, start=1):
        values = {"name": options.form.id, "number": place, "report": report.listing.name if report else "?"}
        if report is None or found is None:
            raise ExportError("export_check", **values)
        lost += sum(1 for fact in report.facts if fact.pieces or fact.indicator_pieces)
        text, places_wanted = (writer.wanted if hasattr(writer, "wanted") else _wanted)(report)
        read, places = found
        if (
            read != text
            or sorted(places) != sorted(places_wanted)
            or any(not read[a:b] or read[a:b] != text[a:b] for a, b in places)
        ):
            raise ExportError("export_check", **values)
    return (words("export.pieces", count=lost),) if lost and "pieces" in options.form.drops else ()
