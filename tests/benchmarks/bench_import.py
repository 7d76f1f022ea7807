"""Importing a whole library with `duidu import`, as a user does: the corpus beside the checkout, or the samples."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.paths import seeds
from core.store import Store
from tests.benchmarks.measuring import figure

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


def figures() -> Iterator[dict[str, Any]]:
    source = CORPUS if CORPUS.is_dir() else seeds()
    with tempfile.TemporaryDirectory(prefix="duidu-bench-") as folder:
        project = Path(folder) / "library.duidu"
        began = time.perf_counter()
        # Some files of a library are not taken (a second copy, a changed version); the exit status may tell that.
        subprocess.run(
            [sys.executable, "-m", "core.cli", "import", str(project), str(source)],
            env={**os.environ, "DUIDU_HOME": folder}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        seconds = time.perf_counter() - began
        with Store.open(project, readonly=True) as store:
            reports = store.documents()
        characters = sum(report.characters for report in reports)
        yield figure(
            "import.reports", len(reports) / seconds, "reports/s", reports=len(reports), seconds=round(seconds, 1)
        )
        yield figure("import.characters", characters / seconds, "characters/s", characters=characters)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        yield figure("import.peak_memory", peak, "MB", of="the largest process")
