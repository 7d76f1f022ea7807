"""SDMX-CSV 2.0: one observation of the panel a row, with SDMX's concept names.

REF_AREA is the GB/T 2260 code (the name where a region has none), TRANSFORMATION N or GY (CL_TRANSFORMATION), UNIT_MULT
the power of ten. VALUE_TYPE tells targets from results. OBS_STATUS after SDMX's cross-domain code list CL_OBS_STATUS:

- A (normal value): decided by a person; E (estimated value): an estimate of the report that a person confirmed;
- V (unvalidated value): a proposal of the machine that nobody has looked at;
- U (low reliability): sources contradict one another and nobody has decided;
- L (missing value; data exist but were not collected): the report is there, but not reviewed to the end;
- O (missing value): the report was reviewed and says nothing, whether or not somebody recorded that. Not M, which would
  claim that the figure cannot exist: it may well stand elsewhere. DECISION and COMMENT_OBS tell the two apart.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.exporting.columns import sentence
from core.exporting.csv import cell
from core.exporting.panel import MISSING, REASONS, Observation, Panels, notices
from core.facts import State, Status
from core.figures import PREFIXES

if TYPE_CHECKING:
    from core.documents import Document
    from core.exporting import Options
    from core.exporting.datasets import Dataset

FLOW = "DUIDU:GOVERNMENT_WORK_REPORTS(1.0)"
HEADER = (
    "STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "REF_AREA", "INDICATOR", "TRANSFORMATION", "VALUE_TYPE",
    "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS", "LOWER_BOUND", "UPPER_BOUND", "QUALIFIER",
    "DECISION", "REF_AREA_NAME", "INDICATOR_NAME", "COMMENT_OBS", "SOURCE", "FACT",
)  # fmt: skip
UNITS = {"元": "CNY", "%": "PT", "人": "PS", "美元": "USD", "欧元": "EUR", "港元": "HKD"}
NO_VALUE = {MISSING["absent"]: "not mentioned", MISSING["unreviewed"]: "not reviewed", MISSING["missing"]: "not found"}
POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def write(path: Path, dataset: Dataset, options: Options) -> tuple[str, ...]:
    """Write the file; notices tell of contradictions and of units that don't fit."""
    panels = Panels(dataset)
    with path.open("w", encoding="utf-8-sig" if options.bom else "utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(lines(panels))
    return notices(panels)


def lines(panels: Panels) -> Iterator[list[str]]:
    """The observations in the columns of HEADER."""
    texts: dict[int, Document] = {}
    for each in panels.observations:
        comment, source = NO_VALUE.get(each.missing, ""), ""
        status = "L" if each.missing == MISSING["unreviewed"] else "O"
        if each.fact is not None:
            if each.fact.document not in texts:
                if len(texts) > 8:
                    texts.clear()
                texts[each.fact.document] = panels.dataset.store.document(each.fact.document)
            document = texts[each.fact.document]
            comment, source, status = sentence(document, each.fact), document.name, _status(each)
        unit, power = measured(each.unit)
        yield [
            cell(value)
            for value in (
                "dataflow", FLOW, "I", "A", each.region.code or each.region.path, panels.identity(each.indicator),
                "N" if each.aspect in ("level", "target") else "GY",
                "TARGET" if each.aspect in ("target", "aim") else "RESULT",
                each.year, each.value, unit, power, status, each.low, each.high,
                each.fact.bound.value if each.fact else None, each.state or REASONS[each.missing],
                each.region.path, each.indicator, comment, source, each.fact.id if each.fact else None,
            )
        ]  # fmt: skip


def measured(unit: str) -> tuple[str, int]:
    """亿元 → (CNY, 8), 万亩 → (亩, 4), % → (PT, 0)."""
    power, bare = 0, unit
    while len(bare) > 1 and bare[0] in PREFIXES and bare != "百分点":
        power += POWERS[bare[0]]
        bare = bare[1:]
    return UNITS.get(bare, bare), power


def _status(each: Observation) -> str:
    assert each.fact is not None
    if each.state == "conflict":
        return "U"
    if each.fact.state == State.PROPOSED:
        return "V"
    return "E" if each.fact.status == Status.ESTIMATE else "A"
