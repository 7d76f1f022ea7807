"""A Frictionless Data Package (v2, https://datapackage.org): a zip of CSV tables with their schema.

`panel` (one observation a row, missing values labelled), `facts`, `documents`, and tables of codes: `indicators`,
`units`, `codes`; the analyst's `tags` and tagged `passages` where there are any. Foreign keys lead from observation to
fact, from fact to report and indicator. Offsets count code points of the reading text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.exporting import codebook
from core.exporting.columns import COLUMNS, Column, coded
from core.exporting.csv import lines
from core.exporting.panel import MISSING, REASONS, Panels, notices
from core.exporting.zips import Zip
from core.messages import catalogue

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.datasets import Dataset

TYPES = {"text": "string", "integer": "integer", "number": "number"}
PANEL = (
    Column("region"), Column("region_code"), Column("year", "integer"), Column("indicator"), Column("aspect"),
    Column("value", "number"), Column("low", "number"), Column("high", "number"), Column("qualifier"), Column("unit"),
    Column("state"), Column("fact", "integer"), Column("sha256"),
)  # fmt: skip
DOCUMENTS = (
    Column("sha256"), Column("name"), Column("title"), Column("region"), Column("region_code"), Column("level"),
    Column("year", "integer"), Column("date"), Column("characters", "integer"), Column("encoding"),
    Column("repairs", "integer"), Column("facts", "integer"),
)  # fmt: skip
INDICATORS = (Column("name"), Column("id"), Column("english"), Column("group"), Column("unit"))
UNITS = (Column("unit"), Column("dimension"), Column("scale", "number"))
CODES = (Column("list"), Column("code"), Column("zh"), Column("en"))
LISTS = ("state", "panel_state", "bound", "measure", "direction", "basis", "status", "aspect")
CODED = {"aspect": "aspect", "qualifier": "bound", "state": "panel_state"}  # columns of the panel with codes
# The codes and names of the program's own vocabulary; the licence of the facts is for those who made them.
LICENCE = {"name": "Apache-2.0", "title": "Apache License 2.0", "path": "https://www.apache.org/licenses/LICENSE-2.0"}
LICENSED = ("indicators", "units", "codes")
LABELS = (
    {"value": "", "label": "not applicable"},
    {"value": MISSING["absent"], "label": "not mentioned: recorded by an analyst"},
    {"value": MISSING["unreviewed"], "label": "not reviewed yet"},
    {"value": MISSING["missing"], "label": "nothing found in the reviewed report"},
)


def write(path: Path, dataset: Dataset, options: Options) -> tuple[str, ...]:
    """Write the zip; notices tell of contradictions and of units that don't fit."""
    panels = Panels(dataset)
    names = {name: panels.identity(name) for name in panels.panel.indicators}
    tables: dict[str, tuple[Sequence[Column], Iterable[dict[str, Any]]]] = {
        "panel": (PANEL, _observations(panels)),
        "facts": (COLUMNS, dataset.rows()),
        "documents": (DOCUMENTS, _documents(dataset)),
        "indicators": (INDICATORS, _indicators(panels, names)),
        "units": (UNITS, _units(panels)),
        "codes": (CODES, _codes()),
    }
    if dataset.tags:
        tables["tags"] = (codebook.TAGS, codebook.tags(dataset.store))
    if dataset.store.passages():
        tables["passages"] = (codebook.PASSAGES, codebook.passages(dataset.store))
    with Zip(path) as package:
        resources = []
        for name, (columns, rows) in tables.items():
            package.stream(f"{name}.csv", lines([c.key for c in columns], rows))
            resources.append(_resource(name, columns))
        found = options.manifest()
        package.add("datapackage.json", json.dumps(_descriptor(found, resources), ensure_ascii=False, indent=1) + "\n")
        package.account(found)
    return notices(panels)


def _descriptor(found: dict[str, Any], resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "duidu-dataset",
        "title": found["project"]["title"],
        "description": found["methods"]["en"] + "\n\n" + found["methods"]["zh"],
        "version": found["project"]["changed"] or "0",
        "keywords": ["government work report", "政府工作报告"],
        "contributors": [{"title": found["program"], "roles": ["DataCurator"]}],
        "sources": [{"title": s["title"] or s["name"], "path": s["name"]} for s in found["sources"] if s["facts"]],
        "resources": resources,
    }


def _resource(name: str, columns: Sequence[Column]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(name, column) for column in columns]}
    if name == "panel":
        schema |= {
            "primaryKey": ["region", "year", "indicator", "aspect"],
            "missingValues": list(LABELS),
            "foreignKeys": [
                _key("fact", "facts", "id"), _key("sha256", "documents", "sha256"),
                _key("indicator", "indicators", "name"),
            ],
        }  # fmt: skip
    elif name == "facts":
        schema |= {"primaryKey": ["id"], "missingValues": [""], "foreignKeys": [_key("sha256", "documents", "sha256")]}
    elif name == "passages":
        schema |= {"missingValues": [""], "foreignKeys": [_key("sha256", "documents", "sha256")]}
    else:
        keys = {
            "tags": ["tag"],
            "documents": ["sha256"],
            "indicators": ["name"],
            "units": ["unit"],
            "codes": ["list", "code"],
        }
        schema |= {"primaryKey": keys[name], "missingValues": [""]}
    licences = {"licenses": [LICENCE]} if name in LICENSED else {}
    return {
        "name": name, "type": "table", "path": f"{name}.csv", "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "dialect": {"lineTerminator": "\r\n"}, **licences, "schema": schema,
    }  # fmt: skip


def _field(table: str, column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column.key, "type": TYPES[column.kind]}
    if (title := column.heading("zh")) != column.key:
        found["title"] = title
    own = catalogue().get(f"package_about.{table}_{column.key}")
    if told := own["en"] if own else column.told("en"):
        found["description"] = told
    group = CODED.get(column.key, "") if table == "panel" else column.codes
    if group:
        found["categories"] = [{"value": code, "label": f"{words['zh']} {words['en']}"} for code, words in coded(group)]
    return found


def _key(field: str, resource: str, other: str) -> dict[str, Any]:
    return {"fields": [field], "reference": {"resource": resource, "fields": [other]}}


def _observations(panels: Panels) -> Iterator[dict[str, Any]]:
    sources = {listing.id: listing.sha256 for listing in panels.dataset.store.documents()}
    for each in panels.observations:
        yield {
            "region": each.region.path,
            "region_code": each.region.code,
            "year": each.year,
            "indicator": each.indicator,
            "aspect": each.aspect,
            "value": each.missing or each.value,
            "low": each.low,
            "high": each.high,
            "qualifier": each.fact.bound.value if each.fact else None,
            "unit": each.unit,
            "state": each.state or REASONS[each.missing],
            "fact": each.fact.id if each.fact else None,
            "sha256": sources[each.fact.document] if each.fact else None,
        }


def _documents(dataset: Dataset) -> Iterator[dict[str, Any]]:
    for listing, count in dataset.sources:
        yield {**{c.key: getattr(listing, c.key, None) for c in DOCUMENTS}, "facts": count}


def _indicators(panels: Panels, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    for number, name in enumerate(panels.panel.indicators):
        known = panels.dataset.lexicon.by_name.get(name)
        yield {
            "name": name,
            "id": names[name],
            "english": known.english if known else None,
            "group": known.group if known else None,
            "unit": panels.panel.scale(number).label,
        }


def _units(panels: Panels) -> Iterator[dict[str, Any]]:
    for unit in panels.panel.lexicon.units.values():
        yield {"unit": unit.name, "dimension": unit.dimension, "scale": unit.scale}


def _codes() -> Iterator[dict[str, Any]]:
    for name in LISTS:
        for code, words in coded(name):
            yield {"list": name, "code": code, "zh": words["zh"], "en": words["en"]}
