"""What annotation files say: the marks in JSON Lines of ours, in Label Studio's and in doccano's files.

- JSON Lines: state, fields, further pieces (each with its quote), note and tags as they stand in the row. `start` and
  `end` count code points of the reading text; the report is known by its SHA-256.
- Label Studio: what stands in a submitted annotation is accepted, or corrected where its label or fields differ.
  Predictions and cancelled annotations say nothing; nor does a mark's absence.
- doccano: a label with another measure is a correction. The file does not tell who has looked at what, so that an
  unchanged label is accepted only when `accept` says so.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.errors import ReadingError
from core.exporting.annotations import INDICATOR, Utf16
from core.exporting.labelstudio import CHOICES, NUMBERS, WORDS
from core.facts import EDITABLE, State
from core.loading import contents
from core.rows import PIECES

SUFFIXES = (".json", ".jsonl", ".ndjson")
BEGINNING = 1 << 20  # characters that tell a file of annotations from others
PLACES = ("start", "end", "quantity", "indicator_start", "indicator_end")  # what matching goes by; never taken over
FIELDS = tuple(name for name in EDITABLE if name not in (*PLACES, *PIECES))


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a file: the report (by sum or text), the place in code points, the quote and what it says.

    `fields` are those of a fact, None for “nothing said”; `state`, `note`, `tags` likewise. `line` counts from 1.
    """

    line: int
    sha256: str
    text: str | None
    start: int
    end: int
    quote: str
    fact: int | None = None
    state: State | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    note: str | None = None
    tags: tuple[str, ...] | None = None
    pieces: tuple[tuple[str, tuple[str, ...]], ...] = ()  # of "pieces" and "indicator_pieces": `12-14 以上`


_LIMIT = 1_000_000_000  # a list of tasks with the texts of some two thousand reports


def marks(path: Path, *, accept: bool = False) -> Iterator[Mark]:
    """The marks of a file; ReadingError when it is none that we know."""
    try:
        words = contents(path, _LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReadingError("annotations_unreadable", name=path.name) from None
    line = 0
    try:
        if words.lstrip().startswith("["):
            yield from _label_studio(json.loads(words))
            return
        known = False
        for line, row in enumerate(words.split("\n"), start=1):
            if not row.strip():
                continue
            known = True
            yield from _line(line, json.loads(row), accept)
    except (ValueError, KeyError, TypeError, AttributeError):
        if line > 1:  # as far as here it was one of ours
            raise ReadingError("annotations_line", name=path.name, line=line) from None
        raise ReadingError("annotations_unreadable", name=path.name) from None
    if not known:
        raise ReadingError("empty_file", name=path.name)


def likely(path: Path) -> bool:
    """True for a file that looks like one of the three by its beginning; a table of reports does not."""
    if path.suffix.casefold() not in SUFFIXES or not path.is_file():
        return False
    try:
        with path.open(encoding="utf-8-sig") as file:
            words = file.read(BEGINNING)
    except (OSError, UnicodeDecodeError):
        return False
    if words.lstrip().startswith("["):
        # A list of tasks may be one line of many megabytes: its first keys tell.
        return '"data"' in words and ('"annotations"' in words or '"predictions"' in words)
    try:
        row = json.loads(words.lstrip().split("\n", 1)[0])
    except ValueError:
        return False
    if not isinstance(row, dict):
        return False
    marked = any(isinstance(row.get(name), list) for name in ("label", "labels", "entities"))
    return marked or {"sha256", "start", "end", "quantity"} <= row.keys()


def _line(line: int, row: dict[str, Any], accept: bool) -> Iterator[Mark]:
    if "label" in row or "labels" in row or "entities" in row:
        yield from _doccano(line, row, accept)
        return
    fields = {name: row[name] for name in FIELDS if name in row}
    tags = row.get("tags")
    state = State(row["state"]) if row.get("state") else None
    yield Mark(
        line, str(row["sha256"]), None, int(row["start"]), int(row["end"]), str(row["quantity"]), row.get("id"), state,
        fields, row.get("note"), tuple(tags) if tags is not None else None,
        tuple((name, tuple(map(str, row[name]))) for name in PIECES if row.get(name) is not None),
    )  # fmt: skip


def _doccano(line: int, row: dict[str, Any], accept: bool) -> Iterator[Mark]:
    words = row["text"]
    units = Utf16(words)
    # doccano's own exports call the list "label" or "labels"; relations go by entities.
    found = [(None, *each) for each in (row.get("label") or row.get("labels") or ())]
    found += [(e.get("id"), e["start_offset"], e["end_offset"], e["label"]) for e in row.get("entities", ())]
    for key, first, last, label in found:
        if label == INDICATOR:
            continue
        start, end = units.back(first), units.back(last)
        state = State.ACCEPTED if accept else None
        yield Mark(line, row.get("sha256", ""), words, start, end, words[start:end], key, state, _measure(label))


def _label_studio(tasks: list[dict[str, Any]]) -> Iterator[Mark]:
    for line, task in enumerate(tasks, start=1):
        words, sha = task["data"]["text"], task["data"].get("sha256", "")
        # Several people's annotations of one task must agree; `take_in` sees to that.
        for part in task.get("annotations", ()):
            if part.get("was_cancelled"):
                continue
            regions: dict[str, dict[str, Any]] = defaultdict(dict)
            for result in part["result"]:
                if result["type"] == "relation":
                    continue
                region = regions[result["id"]]
                region["at"] = result["value"]
                region[result["from_name"]] = result["value"]
            for key, region in regions.items():
                label = region["label"]["labels"][0] if "label" in region else ""
                if label == INDICATOR:
                    continue
                at = region["label"] if "label" in region else region["at"]
                start, end = int(at["start"]), int(at["end"])
                fields, state, note = _fields(region)
                fields |= _measure(label) if label else {}
                number = int(key[1:]) if key.startswith("f") and key[1:].isdecimal() else None
                quote = at.get("text", words[start:end])
                yield Mark(line, sha, words, start, end, quote, number, state, fields, note)


def _fields(region: dict[str, Any]) -> tuple[dict[str, Any], State, str | None]:
    """Fields, state and note of a region; fields without a result say nothing."""
    found: dict[str, Any] = {}
    for name in NUMBERS:
        if name in region:
            value = region[name]["number"]
            found[name] = Decimal(str(value)) if name not in ("period_start", "period_end") else value
    for name in WORDS:
        if name in region:
            found[name] = "".join(region[name]["text"])
    for name in CHOICES:
        if name in region:
            found[name] = region[name]["choices"][0]
    state = State(found.pop("state", State.ACCEPTED.value))
    # A submitted annotation is a person's word, also where the region still says “proposed”.
    return found, State.ACCEPTED if state == State.PROPOSED else state, found.pop("note", None)


def _measure(label: str) -> dict[str, Any]:
    """The measure that a label stands for; a label of another set is refused later as a value that does not fit."""
    return {"measure": label}
