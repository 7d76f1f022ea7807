"""doccano JSON Lines (https://doccano.github.io/doccano/): labels of stretches, or stretches with relations.

Offsets count UTF-16 units, as doccano does unless a project counts grapheme clusters; the file can't say which. A
stretch has no place for values: fact ids go along in the relations format, the rest stays behind.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.exporting.annotations import Read, Utf16, about, plain, stretches

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.datasets import Dataset, Report


def write(path: Path, dataset: Dataset, options: Options) -> tuple[str, ...]:
    """Write the file, one report a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for report in dataset.reports():
            row = _relations(report) if options.form.id == "doccano-relations" else _labels(report)
            file.write(json.dumps({**row, **about(report)}, ensure_ascii=False) + "\n")
    return ()


def _labels(report: Report) -> dict[str, Any]:
    text = plain(report.document.text)
    units = Utf16(text)
    return {"text": text, "label": [[units.to(s.start), units.to(s.end), s.label] for s in stretches(report)]}


def _relations(report: Report) -> dict[str, Any]:
    text = plain(report.document.text)
    units = Utf16(text)
    found = stretches(report)
    # Facts keep their ids; names get small ones, which no fact has.
    keys = {s.key: s.fact.id if s.fact else number for number, s in enumerate(found, start=1)}
    entities = [
        {"id": keys[s.key], "label": s.label, "start_offset": units.to(s.start), "end_offset": units.to(s.end)}
        for s in found
    ]
    joined = [(keys[s.key], keys[s.indicator]) for s in found if s.indicator]
    relations = [{"id": n, "from_id": a, "to_id": b, "type": "of"} for n, (a, b) in enumerate(joined, start=1)]
    return {"text": text, "entities": entities, "relations": relations, "Comments": []}


def read(path: Path, options: Options) -> Read:
    """Read it back, in code points."""
    del options
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            row = json.loads(line)
            units = Utf16(row["text"])
            places = [(a, b) for a, b, _ in row.get("label", ())]
            places += [(e["start_offset"], e["end_offset"]) for e in row.get("entities", ())]
            yield row["text"], [(units.back(a), units.back(b)) for a, b in places]
