"""`make bench`: one JSON line a figure. `make bench ONLY="import desk"` runs some only.

Each module `bench_*.py` here has `figures()`, which yields dictionaries with "figure", "value", "unit" and,
where one exists, "baseline" (measured in the same run) with "ratio". Every module runs in a process of its own,
so that memory and start-up are its own.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NOISE = "This plugin does not support propagateSizeHints()"  # Qt, offscreen, at every window


def main(names: list[str]) -> int:
    failed = 0
    known = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    if unknown := set(names) - set(known):
        print(f"There is no benchmark {', '.join(sorted(unknown))}. Choose from: {', '.join(known)}.", file=sys.stderr)
        return 2
    for name in names or known:
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONHASHSEED": "0"}
        command = [sys.executable, "-m", "tests.benchmarks", "--one", name]
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as done:
            for line in done.stderr or ():
                if line.strip() != NOISE:
                    sys.stderr.write(line)
        if done.returncode:
            print(json.dumps({"figure": name, "failed": done.returncode}), flush=True)
            failed = 1
    return failed


def one(name: str) -> None:
    for figure in importlib.import_module(f"tests.benchmarks.bench_{name}").figures():
        print(json.dumps(figure, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2])
    else:
        sys.exit(main(sys.argv[1:]))
