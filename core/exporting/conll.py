"""CoNLL columns for training: one character a line with its BIO tag, an empty line after a sentence.

White space has no line, and of overlapping stretches the first, at one place the longest, is kept. Reading back
compares the marked words, since there are no offsets.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.exporting.annotations import Read, Stretch, plain, stretches
from core.messages import text as words

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.datasets import Dataset, Report

HEADER = "# one character a line, tab, BIO tag; white space left out; empty line = end of sentence; UTF-8\n"
BETWEEN = "\x1f"


def write(path: Path, dataset: Dataset, options: Options) -> tuple[str, ...]:
    """Write the file; a notice tells how many overlapping stretches were left out."""
    del options
    lost = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEADER)
        for report in dataset.reports():
            lost += len(stretches(report)) - len(kept(report))
            file.write(f"# doc_id = {report.listing.name}\n# sha256 = {report.listing.sha256}\n")
            file.writelines(_lines(report))
    return (words("export.overlaps", count=lost),) if lost else ()


def kept(report: Report) -> list[Stretch]:
    """The stretches that don't overlap an earlier one."""
    found: list[Stretch] = []
    for stretch in sorted(stretches(report), key=lambda s: (s.start, -s.end, s.key)):
        if not found or stretch.start >= found[-1].end:
            found.append(stretch)
    return found


def _lines(report: Report) -> Iterator[str]:
    text = plain(report.document.text)
    tags: dict[int, str] = {}
    for stretch in kept(report):
        # The first character that has a line begins the stretch.
        places = [p for p in range(stretch.start, stretch.end) if not text[p].isspace()]
        tags.update((place, f"I-{stretch.label}") for place in places)
        if places:
            tags[places[0]] = f"B-{stretch.label}"
    ends = {span.end for span in report.document.structure.sentences}
    open_ = False
    for place, character in enumerate(text):
        tag = tags.get(place, "O")
        if open_ and (place in ends or character == "\n") and not tag.startswith("I-"):
            yield "\n"
            open_ = False
        if not character.isspace():
            yield f"{character}\t{tag}\n"
            open_ = True
    if open_:
        yield "\n"


def read(path: Path, options: Options) -> Read:
    """Read it back as the marked words one after the other, each with its place in that text."""
    del options
    quotes: list[str] | None = None
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            if line.startswith("# doc_id = "):
                if quotes is not None:
                    yield _joined(quotes)
                quotes = []
            character, tab, tag = line.rstrip("\n").partition("\t")
            if not tab or tag == "O":
                continue
            assert quotes is not None
            if tag.startswith("B-"):
                quotes.append("")
            quotes[-1] += character
    if quotes is not None:
        yield _joined(quotes)


def _joined(quotes: list[str]) -> tuple[str, list[tuple[int, int]]]:
    places, at = [], 0
    for quote in quotes:
        places.append((at, at + len(quote)))
        at += len(quote) + 1
    return BETWEEN.join(quotes), places


def wanted(report: Report) -> tuple[str, list[tuple[int, int]]]:
    """What `read` has to give for a report."""
    text = plain(report.document.text)
    quotes = ["".join(text[s.start : s.end].split()) for s in kept(report)]
    return _joined([quote for quote in quotes if quote])
