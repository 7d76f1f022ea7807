"""UIMA CAS JSON 0.4.0: one file a report with its own type system. Offsets count UTF-16 units.

Types: duidu.Fact with all fields of a fact as features and a reference to its duidu.Indicator; duidu.Report.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from core.exporting.annotations import Read, Utf16, about, details, plain, stretches
from core.exporting.zips import Names, Zip

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.datasets import Dataset, Report

FACT, INDICATOR, REPORT = "duidu.Fact", "duidu.Indicator", "duidu.Report"
NUMBERS = ("value", "base_value", "base_value_high", "confidence")
INTEGERS = ("id", "period_start", "period_end")
WORDS = (
    "quantity", "unit", "base_unit", "bound", "measure", "direction", "basis", "status", "indicator", "canonical",
    "action", "state", "origin", "note", "analyst", "decided", "tags",
)  # fmt: skip
REPORT_WORDS = ("report", "title", "region", "region_code", "sha256")


def write(path: Path, dataset: Dataset, options: Options) -> tuple[str, ...]:
    """Write the zip: NAME.json for each report."""
    names = Names()
    with Zip(path) as package:
        for report in dataset.reports():
            name = names.fresh(report.listing.name)
            package.add(f"{name}.json", json.dumps(_cas(report, dataset), ensure_ascii=False) + "\n")
        package.account(options.manifest())
    return ()


def _types() -> dict[str, Any]:
    def feature(name: str, kind: str) -> dict[str, Any]:
        return {"%NAME": name, "%RANGE": kind}

    def made(name: str, parent: str, features: dict[str, str]) -> dict[str, Any]:
        return {"%NAME": name, "%SUPER_TYPE": parent, **{key: feature(key, kind) for key, kind in features.items()}}

    fact = dict.fromkeys(WORDS, "uima.cas.String") | dict.fromkeys(NUMBERS, "uima.cas.Double")
    fact |= {
        "id": "uima.cas.Long",
        "period_start": "uima.cas.Integer",
        "period_end": "uima.cas.Integer",
        "name": INDICATOR,
    }
    report = dict.fromkeys(REPORT_WORDS, "uima.cas.String") | {"year": "uima.cas.Integer"}
    return {
        FACT: made(FACT, "uima.tcas.Annotation", fact),
        INDICATOR: made(INDICATOR, "uima.tcas.Annotation", {}),
        REPORT: made(REPORT, "uima.tcas.Annotation", report),
    }


def _cas(report: Report, dataset: Dataset) -> dict[str, Any]:
    text = plain(report.document.text)
    units = Utf16(text)
    found = stretches(report)
    keys = {stretch.key: number for number, stretch in enumerate(found, start=3)}
    whole = {k: v for k, v in about(report).items() if v not in (None, "")}
    structures: list[dict[str, Any]] = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text/plain",
         "sofaString": text},
        {"%ID": 2, "%TYPE": REPORT, "@sofa": 1, "begin": 0, "end": units.to(len(text)), **whole},
    ]  # fmt: skip
    for stretch in found:
        row: dict[str, Any] = {
            "%ID": keys[stretch.key], "%TYPE": FACT if stretch.fact else INDICATOR, "@sofa": 1,
            "begin": units.to(stretch.start), "end": units.to(stretch.end),
        }  # fmt: skip
        if stretch.fact is not None:
            known = details(stretch.fact, dataset.tags)
            known["tags"] = "; ".join(known.get("tags", ()))
            row |= {name: float(known[name]) for name in NUMBERS if name in known}
            row |= {name: known[name] for name in (*INTEGERS, *WORDS) if known.get(name) not in (None, "")}
            if stretch.indicator:
                row["@name"] = keys[stretch.indicator]
        structures.append(row)
    return {
        "%TYPES": _types(),
        "%FEATURE_STRUCTURES": structures,
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [row["%ID"] for row in structures[1:]]}},
    }


def read(path: Path, options: Options) -> Read:
    """Read it back, in code points; a quantity that differs from its place counts as lost."""
    del options
    with ZipFile(path) as package:
        for name in package.namelist():
            if name in ("manifest.json", "METHODS.md"):
                continue
            structures = json.loads(package.read(name))["%FEATURE_STRUCTURES"]
            text = structures[0]["sofaString"]
            units = Utf16(text)
            yield text, [(units.back(row["begin"]), units.back(row["end"])) for row in structures[2:]]
