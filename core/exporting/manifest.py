"""What goes with an export: the manifest, a machine's account of what was written from what, and the methods text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import __version__
from core.exporting.columns import coded
from core.exporting.selecting import described
from core.facts import State
from core.loading.exports import MANIFEST
from core.messages import LANGUAGES, catalogue, fill
from core.migrations import VERSION
from core.rows import dumps

if TYPE_CHECKING:
    from core.exporting.columns import Column
    from core.exporting.datasets import Dataset
    from core.exporting.formats import Format
    from core.exporting.panel import Panels

FORMAT = 1  # the version of the manifest itself


def manifest(
    dataset: Dataset,
    form: Format,
    *,
    columns: Sequence[Column] | None = None,
    wanted: Sequence[str] = (),
    headers: str = "en",
    bom: bool = False,
    rows: int = 0,
    panels: Panels | None = None,
) -> dict[str, Any]:
    """The manifest as plain values. No clock and no path: the same project gives the same manifest.

    `facts` holds a mark of every fact (core.exporting.datasets.mark), by which `duidu verify` sees what has changed.
    """
    dataset.count()
    found: dict[str, Any] = {
        "manifest": FORMAT,
        "program": f"Duidu {__version__}",
        "schema": VERSION,
        "project": {**dataset.project, "changed": dataset.store.changed_at},
        "format": form.id,
        "offsets": form.unit or ("code points" if form.table == "facts" or form.id == "datapackage" else None),
        "drops": list(form.drops),
        "selection": described(dataset.chosen),
        "headers": headers,
        "bom": bom,
        "columns": list(wanted),
        "counts": {
            "reports": sum(1 for _, count in dataset.sources if count),
            "reports_in_project": len(dataset.sources),
            "facts": dataset.total,
            "rows": rows,
            "columns": None if columns is None else len(columns),
            "states": dict(sorted(dataset.states.items())),
            "left_out": dict(sorted(dataset.left_out.items())),
            "machine_only": dataset.machine_only,
        },
    }
    if not form.inside and (told := codebook(form, columns, headers)):
        found["codebook"] = told  # a workbook and a data package have their own
    if panels is not None:
        found["counts"]["cells"] = panels.cells
        found["counts"]["cells_machine_only"] = panels.machine
        found["counts"]["cells_conflicting"] = panels.conflicts
        found["counts"]["cells_not_mentioned"] = panels.absent
    found["methods"] = {language: methods(found, language) for language in LANGUAGES}
    found["sources"] = [
        {
            "name": listing.name,
            "title": listing.title,
            "region": listing.region,
            "region_code": listing.region_code,
            "year": listing.year,
            "date": listing.date,
            "characters": listing.characters,
            "sha256": listing.sha256,
            "facts": count,
        }
        for listing, count in dataset.sources
    ]
    found["absences"] = sha256(dumps(dataset.absences).encode()).hexdigest()
    found["facts"] = {str(key): value for key, value in dataset.marks.items()}
    return found


def codebook(form: Format, columns: Sequence[Column] | None, headers: str) -> list[dict[str, Any]]:
    """What each column of a table holds, in both languages, with its codes; empty for what is no table."""
    if form.id == "sdmx":
        names = [key for key in catalogue() if key.startswith("sdmx_about.")]
        return [{"column": key.partition(".")[2], **catalogue()[key]} for key in names]
    found: list[dict[str, Any]] = []
    for column in columns or ():
        row: dict[str, Any] = {"column": column.heading(headers), "key": column.key, "type": column.kind}
        row |= {language: column.told(language) for language in LANGUAGES}
        if codes := coded(column.codes):
            row["codes"] = dict(codes)
        found.append(row)
    return found


def methods(found: dict[str, Any], language: str) -> str:
    """Sentences ready for the methods section of a paper: what the data are, who decided, what is only proposed."""

    def say(key: str, **values: object) -> str:
        return fill(catalogue()[f"methods.{key}"][language], values)

    counts, states = found["counts"], found["counts"]["states"]
    parts = [
        say("source", reports=counts["reports"], program=found["program"], title=found["project"]["title"]),
        say("review", **{state.value: states.get(state.value, 0) for state in State}, facts=counts["facts"]),
    ]
    if counts["machine_only"]:
        share = 100 * counts["machine_only"] / max(counts["facts"], 1)
        parts.append(say("machine_only", count=counts["machine_only"], share=f"{share:.1f}"))
    else:
        parts.append(say("all_reviewed"))
    if "cells" in counts:
        parts.append(say("panel", cells=counts["cells"], machine=counts["cells_machine_only"]))
        if counts["cells_conflicting"]:
            parts.append(say("conflicts", count=counts["cells_conflicting"]))
        if counts["cells_not_mentioned"]:
            parts.append(say("absent", count=counts["cells_not_mentioned"]))
    parts.append(say("selection", words=_words(found["selection"], language)))
    left = sum(counts["left_out"].values())
    if left:
        parts.append(say("left_out", count=left))
    parts.append(say("evidence", schema=found["schema"], changed=found["project"]["changed"] or "—"))
    return ("" if language == "zh" else " ").join(parts)


def _words(selection: dict[str, Any], language: str) -> str:
    """The filters in words."""
    names = catalogue()
    comma, colon = ("、", "：") if language == "zh" else (", ", ": ")
    if "query" in selection:
        return names["methods.query"][language]
    said = []
    for name, values in selection.items():
        shown = [
            (str(v[0]) if v[0] == v[1] else f"{v[0]}–{v[1]}") if name == "years"
            else names.get(f"state_group.{v}", names.get(f"state.{v}", {})).get(language, v) if name == "states"
            else str(v)
            for v in values
        ]  # fmt: skip
        said.append(names[f"filter.{name}"][language] + colon + comma.join(shown))
    return ("；" if language == "zh" else "; ").join(said) or names["methods.everything"][language]


def whole(found: dict[str, Any]) -> str:
    """The manifest as text; the long list of marks on one line."""
    head = {key: value for key, value in found.items() if key != "facts"}
    text = json.dumps(head, ensure_ascii=False, indent=1)
    return text[:-2] + ',\n "facts": ' + json.dumps(found["facts"], separators=(",", ":")) + "\n}\n"


def paper(found: dict[str, Any]) -> str:
    """The methods text in both languages, as a small Markdown file."""
    return f"{found['methods']['zh']}\n\n{found['methods']['en']}\n"


def beside(path: Path) -> Path:
    """Where the manifest of a file lies."""
    return path.with_name(path.name + MANIFEST)
