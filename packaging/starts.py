"""How long the built program takes from being started to a painted window, in milliseconds, as JSON lines.

    python packaging/starts.py dist/duidu/duidu [--cold]

On the screen that is in force (a virtual one, best). `--cold` drops the system's cache of files before each start,
which needs root.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
LINE = "window painted"  # what the log says with DUIDU_VERBOSE


def once(program: str, home: str, *, cold: bool) -> float:
    """One start: milliseconds from the call to the log's line about the painted window."""
    if cold:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3", encoding="ascii")
    environment = {**os.environ, "DUIDU_HOME": home, "DUIDU_VERBOSE": "1"}
    begun = time.perf_counter()
    with subprocess.Popen([program], env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if LINE in line:
                took = (time.perf_counter() - begun) * 1000
                time.sleep(0.5)
                process.terminate()
                return took
    raise SystemExit("the program ended without a window")


def main() -> None:
    program, cold = sys.argv[1], "--cold" in sys.argv
    with tempfile.TemporaryDirectory() as home:
        once(program, home, cold=False)  # the first start of all makes a project
        time.sleep(20)  # which the samples go into
        took = [once(program, home, cold=cold) for _ in range(RUNS)]
    print(json.dumps({"start": "cold" if cold else "warm", "median_ms": round(statistics.median(took)),
                      "least_ms": round(min(took)), "runs": RUNS}))  # fmt: skip


if __name__ == "__main__":
    main()
