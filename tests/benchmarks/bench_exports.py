"""Exports of a synthetic project of 400 reports and 120,000 facts: seconds, megabytes written, memory at its highest.

`DUIDU_BENCH_REGIONS=400` makes it 4,000 reports and 1.2 million facts; the indicators are not those of the vocabulary.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.exporting import FORMATS, export
from core.exporting.verifying import verify
from core.store import Store
from tests.benchmarks.bench_matrix import project
from tests.benchmarks.measuring import figure, peak_megabytes

REGIONS = int(os.environ.get("DUIDU_BENCH_REGIONS", "40"))
KINDS = ("csv", "xlsx", "jsonl", "parquet", "dta", "panel-csv", "panel-xlsx", "datapackage", "sdmx", "doccano")


def figures() -> Iterator[dict[str, Any]]:
    """One figure a format, and one for holding an export against its project."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Store.open(project(folder, regions=REGIONS), readonly=True) as store:
            for kind in KINDS:
                if FORMATS[kind].missing:
                    continue
                target = folder / f"a-{kind}"
                began = time.perf_counter()
                summary = export("all", kind, target, store)
                spent = time.perf_counter() - began
                yield figure(
                    f"export {kind}", spent, "s", rows=summary.rows, reports=summary.documents,
                    megabytes=round(target.stat().st_size / 1e6, 1), peak_mb=round(peak_megabytes()),
                )  # fmt: skip
                if kind != "csv":
                    target.unlink()
            began = time.perf_counter()
            changed = verify(folder / "a-csv", store)
            yield figure("verify csv", time.perf_counter() - began, "s", changed=len(changed))
