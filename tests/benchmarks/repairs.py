"""What repairing does to every report of a folder: `python -m tests.benchmarks.repairs FOLDER [KIND]`.

Prints one JSON line a kind of change with its count, the reports it occurs in and three samples; then speed, and the
figures on the damaged cases beside the folder where there are any. With KIND it prints every change of that kind.
"""

from __future__ import annotations

import difflib
import json
import re
import resource
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from core.errors import ReadingError
from core.loading import load
from core.repairing import repair
from core.repairing.pinyin import READING
from core.repairing.script import simplified


def main(folder: Path, only: str = "") -> None:
    counts: Counter[str] = Counter()
    reports: defaultdict[str, set[str]] = defaultdict(set)
    samples: defaultdict[str, list[str]] = defaultdict(list)
    took: list[float] = []
    characters = refused = 0
    for path in sorted(p for p in folder.iterdir() if p.suffix in (".txt", ".docx", ".html", ".pdf", ".md")):
        try:
            original = load(path).original
        except ReadingError as error:
            refused += 1
            print(json.dumps({"refused": path.name, "why": error.key}, ensure_ascii=False))
            continue
        begun = time.perf_counter()
        repairs = repair(original)[2]
        took.append(time.perf_counter() - begun)
        characters += len(original)
        for one in repairs:
            counts[one.kind] += 1
            reports[one.kind].add(path.name)
            around = original[max(0, one.original.start - 8) : one.original.start]
            shown = f"{around}[{one.before[:40]}→{one.after[:40]}]{original[one.original.end : one.original.end + 8]}"
            samples[one.kind].append(f"{path.name}: {shown}")
    for kind, number in counts.most_common():
        every = samples[kind]
        picked = every if kind == only else every[:: max(1, len(every) // 3)][:3]
        print(
            json.dumps(
                {"kind": kind, "changes": number, "reports": len(reports[kind]), "samples": picked}, ensure_ascii=False
            )
        )
    took.sort()
    print(
        json.dumps(
            {
                "reports": len(took),
                "refused": refused,
                "untouched": len(took) - len(set().union(*reports.values())),
                "characters_a_second": round(characters / max(1e-9, sum(took))),
                "median_ms": round(took[len(took) // 2] * 1e3, 1) if took else None,
                "slowest_ms": round(took[-1] * 1e3) if took else None,
                "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            }
        )
    )
    for damaged in sorted((folder.parent / "cases" / "damage").glob("*.damaged.txt")):
        clean = damaged.with_name(damaged.name.replace("damaged", "clean"))
        print(json.dumps({"case": damaged.name, **judged(load(damaged).original, load(clean).original)}))


def judged(damaged: str, clean: str) -> dict[str, float]:
    """Characters in damaged runs and how many are wrong after repairing; and undamaged characters changed.

    Compared in NFKC without white space. What differs before repairing, once readings are out and the text is
    Simplified, is a damaged run.
    """
    before = _squeezed(simplified(READING.sub("", damaged)))
    after, true = _squeezed(repair(damaged)[0]), _squeezed(clean)
    runs = [(a, b) for kind, _, _, a, b in _moves(before, true) if kind != "equal"]
    inside = {at for a, b in runs for at in range(a - 1, b + 1)}
    changes = [(a, b, c, d) for kind, a, b, c, d in _moves(after, true) if kind != "equal"]
    total = sum(max(b - a, d - c) for kind, a, b, c, d in _moves(before, true) if kind != "equal")
    wrong = sum(max(b - a, d - c) for a, b, c, d in changes)
    outside = sum(max(b - a, d - c) for a, b, c, d in changes if not inside & set(range(c, max(d, c + 1))))
    return {
        "in_runs": total,
        "wrong": wrong,
        "right_percent": round(100 - 100 * wrong / max(1, total), 2),
        "outside": outside,
    }


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _moves(a: str, b: str) -> list[tuple[str, int, int, int, int]]:
    return difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
