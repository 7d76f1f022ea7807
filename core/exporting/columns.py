"""The columns of a dataset of facts, and the rows that fill them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from core.documents import Document
from core.facts import EDITABLE, Fact
from core.messages import catalogue
from core.spans import Span

if TYPE_CHECKING:
    from core.store import Listing, Store

Row = dict[str, Any]  # column key → Decimal, int, float, str or None; tags and pieces: a tuple of words


def coded(group: str) -> list[tuple[str, dict[str, str]]]:
    """The codes of a column with their words: [("eq", {"zh": …, "en": …}), …]; where none holds, a cell is empty."""
    if not group:
        return []
    found = ((key.partition(".")[2], words) for key, words in catalogue().items() if key.startswith(f"{group}."))
    return [(code, words) for code, words in found if code != "none"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, "text", "integer" or "number", its width in Excel's characters, its heading and description.

    `title` is the Chinese heading and `about` what the codebook says, both from the catalogue where they are left empty
    (export_column.KEY, export_about.KEY); `fact` names the column that holds the id of the fact behind the value.
    """

    key: str
    kind: str = "text"
    width: int = 10
    title: str = ""
    about: tuple[str, str] = ("", "")  # Chinese, English
    fact: str = ""
    codes: str = ""  # the group of the catalogue that puts the values into words: state, bound, …

    def heading(self, language: str) -> str:
        """The heading: the key in English, words in Chinese."""
        if language != "zh":
            return self.key
        return self.title or catalogue().get(f"export_column.{self.key}", {}).get("zh", self.key)

    def told(self, language: str) -> str:
        """What the codebook says of it."""
        own = self.about[0 if language == "zh" else 1]
        return own or catalogue().get(f"export_about.{self.key}", {}).get(language, "")


_NUMBERS = frozenset({"value", "base_value", "base_value_high"})
_INTEGERS = frozenset({"start", "end", "period_start", "period_end", "indicator_start", "indicator_end"})
_PIECES = frozenset({"pieces", "indicator_pieces", "machine_pieces", "machine_indicator_pieces"})


def _kind(name: str) -> str:
    return "number" if name in _NUMBERS else "integer" if name in _INTEGERS else "text"


# Offsets count code points from 0, the end excluded: start and end in the reading text, *_original in the source file's
# own decoded text. machine_* hold what the machine proposed, whether or not a person has changed it.
COLUMNS = (
    Column("id", "integer", 17),
    Column("report", width=28),
    Column("title", width=20),
    Column("region", width=24),
    Column("region_code", width=11),
    Column("report_year", "integer", 11),
    Column("indicator", width=28),
    Column("canonical", width=22),
    Column("period_start", "integer", 11),
    Column("period_end", "integer", 11),
    Column("quantity", width=16),
    Column("value", "number", 11),
    Column("unit", width=9),
    Column("base_value", "number", 16),
    Column("base_value_high", "number", 14),
    Column("base_unit"),
    Column("bound", codes="bound"),
    Column("measure", codes="measure"),
    Column("direction", codes="direction"),
    Column("basis", codes="basis"),
    Column("status", codes="status"),
    Column("action"),
    Column("state", width=11, codes="state"),
    Column("origin", width=9),
    Column("confidence", "number", 10),
    Column("tags", width=16),
    Column("note", width=24),
    Column("analyst", width=12),
    Column("decided", width=24),
    Column("sentence", width=60),
    Column("section", width=28),
    Column("start_original", "integer", 13),
    Column("end_original", "integer", 13),
    Column("start", "integer", 9),
    Column("end", "integer", 9),
    Column("indicator_start", "integer", 13),
    Column("indicator_end", "integer", 13),
    Column("pieces", width=13),
    Column("indicator_pieces", width=13),
    *(Column(f"machine_{name}", _kind(name), 16) for name in EDITABLE),
    Column("sha256", width=20),
)

# What `duidu extract` prints: offsets into the original text.
EXTRACTED = (
    "start", "end", "quantity", "value", "unit", "base_value", "base_value_high", "base_unit", "bound", "measure",
    "direction", "basis", "status", "period_start", "period_end", "indicator", "indicator_start", "indicator_end",
    "canonical", "action", "confidence", "sentence", "section",
)  # fmt: skip


def rows(
    store: Store, keep: Callable[[Fact], bool], progress: Callable[[int, int], object] | None = None
) -> Iterator[Row]:
    """The rows of a project in its order: reports as imported, facts as they stand in the text."""
    names = {tag.id: tag.name for tag in store.tags()}
    listings = store.documents()
    for number, listing in enumerate(listings, start=1):
        if kept := [fact for fact in store.facts(listing.id) if keep(fact)]:
            document = store.document(listing.id)
            yield from (row_of(fact, document, listing, names) for fact in kept)
        if progress is not None:
            progress(number, len(listings))


def row_of(fact: Fact, document: Document, listing: Listing, names: dict[int, str]) -> Row:
    """The row of a fact; `names` are the tags in the order of their set."""
    original = document.offsets.to_original(fact.span)
    machine: dict[str, Any] = dict.fromkeys(EDITABLE)
    if fact.origin == "machine":
        machine = {name: (fact.machine or {}).get(name, getattr(fact, name)) for name in EDITABLE}
    row: Row = {name: getattr(fact, name) for name in EDITABLE}
    row |= {
        "id": fact.id,
        "report": listing.name,
        "title": listing.title,
        "region": listing.region,
        "region_code": listing.region_code,
        "report_year": listing.year,
        "state": fact.state,
        "origin": fact.origin,
        "confidence": fact.confidence,
        "tags": tuple(names[tag] for tag in names if tag in fact.tags),
        "note": fact.note,
        "analyst": fact.analyst,
        "decided": fact.decided,
        "sentence": sentence(document, fact),
        "section": section(document, fact),
        "start_original": original.start,
        "end_original": original.end,
        "sha256": document.sha256,
    }
    row |= {f"machine_{name}": value for name, value in machine.items()}
    for name in row.keys() & _PIECES:
        if row[name] is not None:
            row[name] = tuple(quoted(span, document.text) for span in row[name])
    return {column.key: _plain(row[column.key]) for column in COLUMNS}


def quoted(span: Span, text: str) -> str:
    """A piece of a fact with its place and its words: `12-14 以上`, so that it can be found and checked."""
    return f"{span.start}-{span.end} {span.of(text)}"


def _squeezed(text: str) -> str:
    """Without spaces and full-width forms, which say nothing about a quantity."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def extracted(document: Document, fact: Fact) -> Row:
    """A proposal as `duidu extract` prints it: keys of EXTRACTED, offsets into the original text."""
    row: Row = {name: getattr(fact, name, None) for name in EXTRACTED}
    row["start"], row["end"] = document.offsets.to_original(fact.span)
    written = document.original[row["start"] : row["end"]]
    if _squeezed(written) == _squeezed(fact.quantity):
        row["quantity"] = written  # as the source has it where only width and spaces differ: ４３８００亿元
    if fact.indicator_start is not None and fact.indicator_end is not None:
        core = document.offsets.to_original(Span(fact.indicator_start, fact.indicator_end))
        row["indicator_start"], row["indicator_end"] = core
    row["sentence"], row["section"] = sentence(document, fact), section(document, fact)
    return {name: _plain(value) for name, value in row.items()}


class Placed(Protocol):
    """What stands at a place of the reading text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def sentence(document: Document, fact: Placed) -> str:
    """The sentence that holds the fact; the line where no sentences are known."""
    found = document.structure.sentence_at(fact.start)
    if found.start == found.end:
        start = document.text.rfind("\n", 0, fact.start) + 1
        end = document.text.find("\n", fact.end)
        found = Span(start, len(document.text) if end < 0 else end)
    return Span(found.start, max(found.end, fact.end)).of(document.text).strip()


def section(document: Document, fact: Fact) -> str:
    """The heading under which the fact stands, the nearest that has words."""
    title = ""
    for found in document.structure.sections:
        if found.start > fact.start:
            break
        if fact.start < found.end:
            title = found.title.of(document.text).strip() or title
    return title


def _plain(value: Any) -> Any:
    """Enumerations as their words."""
    return str(value) if isinstance(value, str) else value
