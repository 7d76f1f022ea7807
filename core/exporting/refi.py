"""REFI-QDA project (https://www.qdasoftware.org, urn:QDA-XML:project:1.0), for NVivo, MAXQDA, ATLAS.ti, QualCoder.

Each quantity is a selection coded with its measure and its canonical indicator. A selection has no place for values, so
each fact is also a case whose variables hold them and which refers to the selection; the selection's description
repeats them for programs that drop that tie. What consists of several pieces is a selection for each, and the case
refers to them all. Offsets count code points, the end excluded, as QualCoder writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from core import __version__
from core.exporting.annotations import (
    COLOURS,
    INDICATOR,
    LABELS,
    Read,
    Stretch,
    guid,
    json_details,
    plain,
    stretches,
    wanted,
)
from core.exporting.zips import Zip
from core.facts import Fact

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.datasets import Dataset, Report

SPACE = "urn:QDA-XML:project:1.0"
__all__ = ["read", "wanted", "write"]
FLOATS = ("value", "base_value", "base_value_high")
INTEGERS = ("period_start", "period_end")
TEXTS = (
    "unit",
    "base_unit",
    "bound",
    "direction",
    "basis",
    "status",
    "state",
    "indicator",
    "action",
    "note",
    "analyst",
)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0


def write(path: Path, dataset: Dataset, options: Options) -> tuple[str, ...]:
    """Write the zip: project.qde and Sources/GUID.txt."""
    del options
    codes: dict[str, str] = {}
    cases: list[str] = []
    sources: list[str] = []
    with Zip(path) as package:
        for report in dataset.reports():
            key = guid(dataset, "source", report.listing.sha256)
            package.add(f"Sources/{key}.txt", plain(report.document.text))
            sources.append(_source(report, key, dataset, codes))
            cases.extend(_case(fact, report, dataset) for fact in report.facts)
        package.add("project.qde", _project(dataset, codes, cases, sources))
    return ()


def _attribute(words: str) -> str:
    return quoteattr(_ILLEGAL.sub(" ", words))


def _text(words: str) -> str:
    return escape(_ILLEGAL.sub(" ", words))


def _project(dataset: Dataset, codes: dict[str, str], cases: list[str], sources: list[str]) -> str:
    def code(name: str, colour: str, inner: str = "", codable: bool = True) -> str:
        head = f"<Code guid={quoteattr(guid(dataset, 'code', name))} name={_attribute(name)}"
        return f'{head} isCodable="{str(codable).lower()}" color="{colour}">{inner}</Code>'

    book = "".join(code(label, COLOURS[label]) for label in LABELS if label != INDICATOR)
    names = "".join(code(name, COLOURS[INDICATOR]) for name in codes)
    book += code(INDICATOR, COLOURS[INDICATOR], names)
    variables = "".join(
        f'<Variable guid="{guid(dataset, "variable", name)}" name="{name}" typeOfVariable="{kind}"/>'
        for kind, group in (("Float", FLOATS), ("Integer", INTEGERS), ("Text", TEXTS))
        for name in group
    )
    cased = f"<Cases>{''.join(cases)}</Cases>" if cases else ""
    sourced = f"<Sources>{''.join(sources)}</Sources>" if sources else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="{SPACE}" name={_attribute(dataset.project["title"])}'
        f' origin="Duidu {__version__}"><CodeBook><Codes>{book}</Codes></CodeBook>'
        f"<Variables>{variables}</Variables>{cased}{sourced}</Project>\n"
    )


def _source(report: Report, key: str, dataset: Dataset, codes: dict[str, str]) -> str:
    text = plain(report.document.text)
    name = report.listing.title or report.listing.name
    selections = "".join(
        _selection(s, number, text, report, dataset, codes) for s in stretches(report) for number in range(len(s.spans))
    )
    return f'<TextSource guid="{key}" name={_attribute(name)} plainTextPath="internal://{key}.txt">{selections}</TextSource>'


def _selection(
    stretch: Stretch, number: int, text: str, report: Report, dataset: Dataset, codes: dict[str, str]
) -> str:
    """A piece of a stretch, counted from 0; the description stands with the first."""
    span = stretch.spans[number]
    own = guid(dataset, "selection", report.listing.sha256, _piece(stretch.key, number))
    wanted = [stretch.label]
    described = ""
    if stretch.fact is not None:
        if stretch.fact.canonical:
            codes[stretch.fact.canonical] = stretch.fact.canonical
            wanted.append(stretch.fact.canonical)
        if not number:
            described = f"<Description>{_text(json_details(stretch.fact, dataset.tags))}</Description>"
    coded = "".join(
        f'<Coding guid="{guid(dataset, "coding", own, code)}">'
        f'<CodeRef targetGUID="{guid(dataset, "code", code)}"/></Coding>'
        for code in wanted
    )
    return (
        f'<PlainTextSelection guid="{own}" name={_attribute(span.of(text))}'
        f' startPosition="{span.start}" endPosition="{span.end}">{described}{coded}</PlainTextSelection>'
    )


def _case(fact: Fact, report: Report, dataset: Dataset) -> str:
    coded = f'<CodeRef targetGUID="{guid(dataset, "code", fact.canonical or fact.measure.value)}"/>'
    pieces = (_piece(f"f{fact.id}", number) for number in range(len(fact.spans)))
    selections = "".join(
        f'<SelectionRef targetGUID="{guid(dataset, "selection", report.listing.sha256, key)}"/>' for key in pieces
    )
    return (
        f'<Case guid="{guid(dataset, "case", fact.id)}" name={_attribute(f"{fact.id} {fact.quantity}")}>{coded}'
        + "".join(_values(fact, dataset))
        + f"{selections}</Case>"
    )


def _piece(key: str, number: int) -> str:
    return f"{key}/{number}" if number else key


def _values(fact: Fact, dataset: Dataset) -> Iterator[str]:
    for kind, names in (("Float", FLOATS), ("Integer", INTEGERS), ("Text", TEXTS)):
        for name in names:
            value = getattr(fact, name)
            if value is None or value == "":
                continue
            words = format(value, "f") if isinstance(value, Decimal) else str(value)
            reference = f'<VariableRef targetGUID="{guid(dataset, "variable", name)}"/>'
            yield f"<VariableValue>{reference}<{kind}Value>{_text(words)}</{kind}Value></VariableValue>"


def read(path: Path, options: Options) -> Read:
    """Read it back; a selection whose name differs from its place counts as lost."""
    del options
    with ZipFile(path) as package, package.open("project.qde") as file:
        for _, found in ET.iterparse(file):  # noqa: S314 - a package that we wrote; nothing in it is followed
            if found.tag == f"{{{SPACE}}}Case":
                found.clear()
            if found.tag != f"{{{SPACE}}}TextSource":
                continue
            text = package.read("Sources/" + found.attrib["plainTextPath"].removeprefix("internal://")).decode()
            places = []
            for selection in found.iter(f"{{{SPACE}}}PlainTextSelection"):
                start, end = int(selection.attrib["startPosition"]), int(selection.attrib["endPosition"])
                if _ILLEGAL.sub(" ", text[start:end]) == selection.attrib["name"]:
                    places.append((start, end))
            yield text, places
            found.clear()
