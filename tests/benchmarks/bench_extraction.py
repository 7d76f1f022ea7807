"""Extraction: characters a second beside plain jieba on the same text, start-up, a very long line, accuracy."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.documents import Document
from core.extraction import extract
from core.reading import read
from tests.benchmarks import accuracy

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"  # used where it is at hand; the seeds otherwise
START = (
    "import time; t = time.process_time(); from core.extraction import extract; from core.documents import Document; "
    "extract(Document.plain('地区生产总值实现105亿元。')); print(time.process_time() - t)"
)


def documents(limit: int = 60) -> list[Document]:
    """Reports to measure on, evenly taken."""
    files = sorted(CORPUS.glob("*.txt")) or sorted((ROOT / "seeds").glob("*.txt"))
    return [read(path) for path in files[:: max(1, len(files) // limit)]]


def seconds(work: Any) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def figures() -> Iterator[dict[str, object]]:
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    reports = documents()
    characters = sum(len(document.text) for document in reports)
    extract(reports[0])
    # A copy of each text, so that nothing is remembered from the first pass.
    ours = seconds(lambda: [extract(replace(document)) for document in reports])
    theirs = seconds(lambda: [jieba.lcut(document.text) for document in reports])
    yield {
        "figure": "extraction.speed", "value": round(characters / ours), "unit": "characters/s",
        "baseline": round(characters / theirs), "baseline_of": "jieba.lcut", "ratio": round(ours / theirs, 2),
    }  # fmt: skip
    line = "全市新建高标准农田27.63万亩、改造老旧小区72个，同比增长10.8%，" * 9000
    for size in (75_000, 300_000):
        document = Document.plain(line[:size])
        spent = seconds(lambda document=document: extract(document))
        yield {"figure": f"extraction.line_{size}", "value": round(spent, 2), "unit": "s"}
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True, cwd=ROOT)
    yield {"figure": "extraction.start", "value": round(float(done.stdout), 3), "unit": "s"}
    for half in ("dev", "held"):
        score = accuracy.Score()
        for name, document, gold in accuracy.excerpts(half):
            score.add(gold, accuracy.rows(document), name)
        for name, value in score.figures().items():
            if name in accuracy.SHOWN:
                yield {"figure": f"accuracy.{half}.{name}", "value": round(value, 3), "unit": "share"}
