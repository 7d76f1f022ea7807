"""Small tools for the benchmarks: timing, memory, and figures as dictionaries."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


def timed(work: Callable[[], object], repeats: int = 5) -> list[float]:
    """Wall milliseconds of each of `repeats` runs."""
    out = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        out.append((time.perf_counter() - began) * 1000)
    return out


def spread(times: Iterable[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum."""
    ordered = sorted(times)
    return {
        "median": round(statistics.median(ordered), 2),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 2),
        "max": round(ordered[-1], 2),
        "runs": len(ordered),
    }


def figure(name: str, value: float, unit: str, **more: Any) -> dict[str, Any]:
    """One line of the output."""
    return {"figure": name, "value": round(value, 3), "unit": unit, **more}


def resident_megabytes(pid: int | str = "self") -> float:
    """Memory of a process without what it shares (PSS), in MB; from /proc, so on Linux only."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no Pss in smaps_rollup")


def processor_milliseconds(pid: int) -> float:
    """Processor time of a process so far, to 10 ms; 0 where there is no /proc."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def peak_megabytes(pid: int | str = "self") -> float:
    """The highest resident memory so far, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmHWM in status")
