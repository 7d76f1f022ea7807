"""brat standoff (https://brat.nlplab.org/standoff.html): NAME.txt and NAME.ann for each report, and the configuration.

Offsets count code points, as brat's server does (its web page counts UTF-16 and is off by one after a character such as
𠮷). A stretch in several pieces is a discontinuous one. Values and the other fields stand as JSON in a note, those with
a closed list of values also as attributes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from core.exporting.annotations import COLOURS, LABELS, Read, json_details, plain, stretches
from core.exporting.zips import Names, Zip
from core.facts import Basis, Bound, Direction, State, Status

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.datasets import Dataset, Report

ATTRIBUTES = {"state": State, "status": Status, "bound": Bound, "direction": Direction, "basis": Basis}


def write(path: Path, dataset: Dataset, options: Options) -> tuple[str, ...]:
    """Write the zip; unpack it into a folder of brat's data."""
    names = Names()
    with Zip(path) as package:
        package.add("annotation.conf", _configuration())
        package.add("visual.conf", _colours())
        for report in dataset.reports():
            name = names.fresh(report.listing.name)
            package.add(f"{name}.txt", plain(report.document.text))
            package.add(f"{name}.ann", _standoff(report, dataset))
        package.account(options.manifest())
    return ()


def _standoff(report: Report, dataset: Dataset) -> str:
    text = plain(report.document.text)
    found = stretches(report)
    numbers = {stretch.key: number for number, stretch in enumerate(found, start=1)}
    lines: list[str] = []
    relations: list[str] = []
    attributes: list[str] = []
    notes: list[str] = []
    for stretch in found:
        own = f"T{numbers[stretch.key]}"
        words = " ".join(span.of(text) for span in stretch.spans).replace("\n", " ").replace("\t", " ")
        places = ";".join(f"{a} {b}" for span in stretch.spans for a, b in _parts(text, *span))
        lines.append(f"{own}\t{stretch.label.capitalize()} {places}\t{words}")
        if stretch.fact is None:
            continue
        if stretch.indicator:
            relations.append(f"R{len(relations) + 1}\tOf Arg1:{own} Arg2:T{numbers[stretch.indicator]}")
        for name in ATTRIBUTES:
            if value := getattr(stretch.fact, name).value:
                attributes.append(f"A{len(attributes) + 1}\t{name.capitalize()} {own} {value}")
        notes.append(f"#{len(notes) + 1}\tAnnotatorNotes {own}\t{json_details(stretch.fact, dataset.tags)}")
    return "".join(line + "\n" for line in (*lines, *relations, *attributes, *notes))


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A stretch that goes over a line's end is given in parts, as brat demands: `8 10;11 14`."""
    parts, at = [], start
    for line in text[start:end].split("\n"):
        if line:
            parts.append((at, at + len(line)))
        at += len(line) + 1
    return parts


def wanted(report: Report) -> tuple[str, list[tuple[int, int]]]:
    """What `read` has to give for a report: every part of every piece."""
    text = plain(report.document.text)
    return text, [part for stretch in stretches(report) for span in stretch.spans for part in _parts(text, *span)]


def _configuration() -> str:
    attributes = "".join(
        f"{name.capitalize()}\tArg:<FACT>, Value:{'|'.join(v.value for v in kind if v.value)}\n"
        for name, kind in ATTRIBUTES.items()
    )
    facts = [label.capitalize() for label in LABELS[:-1]]
    return (
        "[entities]\n!FACT\n" + "".join(f"\t{name}\n" for name in facts) + "Indicator\n\n[relations]\n"
        "Of\tArg1:<FACT>, Arg2:Indicator\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n"
        f"[events]\n\n[attributes]\n{attributes}"
    )


def _colours() -> str:
    drawn = "".join(f"{label.capitalize()}\tbgColor:{COLOURS[label]}, fgColor:white\n" for label in LABELS)
    return f"[labels]\n\n[drawing]\n{drawn}"


def read(path: Path, options: Options) -> Read:
    """Read it back; a quote that differs from its place counts as lost."""
    del options
    with ZipFile(path) as package:
        for name in package.namelist():
            if not name.endswith(".txt"):
                continue
            text = package.read(name).decode()
            places = []
            for line in package.read(f"{name[: -len('.txt')]}.ann").decode().split("\n"):
                if line.startswith("T"):
                    _, place, words = line.split("\t")
                    pairs = (part.split() for part in place.partition(" ")[2].split(";"))
                    spans = [(int(start), int(end)) for start, end in pairs]
                    # Blanks apart: one stands between any two parts.
                    if "".join("".join(text[a:b] for a, b in spans).split()) == "".join(words.split()):
                        places += spans
            yield text, places
