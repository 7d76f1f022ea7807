"""JSON Lines for spaCy and Prodigy: one report a line with its spans. Offsets count code points."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.exporting.annotations import Read, about, details, plain, stretches

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.datasets import Dataset


def write(path: Path, dataset: Dataset, options: Options) -> tuple[str, ...]:
    """Write the file. The fields of a fact go along on its span; both programs leave them alone."""
    del options
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for report in dataset.reports():
            spans: list[dict[str, Any]] = []
            for each in stretches(report):
                spans.append({"start": each.start, "end": each.end, "label": each.label})
                if each.fact is not None:
                    spans[-1]["fact"] = details(each.fact, dataset.tags)
            row = {
                "text": plain(report.document.text),
                "spans": spans,
                "meta": about(report),
                "_view_id": "spans_manual",
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return ()


def read(path: Path, options: Options) -> Read:
    """Read it back."""
    del options
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            row = json.loads(line)
            yield row["text"], [(span["start"], span["end"]) for span in row["spans"]]
