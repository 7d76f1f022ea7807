"""Extraction: time beside plain jieba on the same texts in the same run, start-up, a very long line, accuracy.

Measured over every report of the corpus where it is at hand, over the sample reports otherwise.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.documents import Document
from core.errors import ReadingError
from core.extraction import extract
from core.loading import Source, load
from core.processes import collect_seldom
from core.reading import document
from core.repairing.likelihood import reports
from tests.benchmarks import accuracy

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"  # used where it is at hand; the samples otherwise
START = (
    "import time; t = time.process_time(); from core.extraction import extract; from core.documents import Document; "
    "extract(Document.plain('地区生产总值实现105亿元。')); print(time.process_time() - t)"
)


def sources() -> Iterator[Source]:
    """The texts to measure on, one at a time, so that memory does not grow with their number."""
    files = [path for path in sorted(CORPUS.glob("*")) if path.suffix in (".txt", ".docx")]
    for path in files or sorted((ROOT / "seeds").glob("*.txt")):
        try:
            yield load(path)
        except ReadingError:
            continue  # a file of the corpus that is no report


def seconds(work: Any) -> tuple[float, Any]:
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def speed() -> Iterator[dict[str, object]]:
    """Characters a second of extraction alone and of the whole line from the text to its facts."""
    import jieba

    collect_seldom()  # as the processes do that prepare reports; jieba gains by it as well
    jieba.setLogLevel(60)
    jieba.initialize()
    extract(Document.plain("地区生产总值实现105亿元。"))
    reports()  # the counts by which damage is weighed, read once a process
    characters = number = 0
    prepared = found = theirs = 0.0
    for source in sources():
        spent, report = seconds(lambda source=source: document(source))
        prepared += spent
        found += seconds(lambda report=report: extract(report))[0]
        theirs += seconds(lambda report=report: jieba.lcut(report.text))[0]
        characters += len(report.text)
        number += 1
    for name, ours in (("extraction", found), ("whole_line", prepared + found)):
        yield {
            "figure": f"{name}.speed", "value": round(characters / ours), "unit": "characters/s",
            "baseline": round(characters / theirs), "baseline_of": "jieba.lcut", "ratio": round(ours / theirs, 2),
            "reports": number, "characters": characters,
        }  # fmt: skip


def figures() -> Iterator[dict[str, object]]:
    yield from speed()
    line = "全市新建高标准农田27.63万亩、改造老旧小区72个，同比增长10.8%，" * 9000
    for size in (75_000, 300_000):
        report = Document.plain(line[:size])
        spent, _ = seconds(lambda report=report: extract(report))
        yield {"figure": f"extraction.line_{size}", "value": round(spent, 2), "unit": "s"}
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True, cwd=ROOT)
    yield {"figure": "extraction.start", "value": round(float(done.stdout), 3), "unit": "s"}
    for half in ("dev", "held"):
        score = accuracy.Score()
        for name, report, gold in accuracy.excerpts(half):
            score.add(gold, accuracy.rows(report), name)
        for name, value in score.figures().items():
            if name in accuracy.SHOWN:
                yield {"figure": f"accuracy.{half}.{name}", "value": round(value, 3), "unit": "share"}
    for half in ("learn", "unseen"):
        for name, value in accuracy.names(half)[0].items():
            if name in ("indicator", "canonical"):
                yield {"figure": f"accuracy.names_{half}.{name}", "value": round(value, 3), "unit": "share"}
