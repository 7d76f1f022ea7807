"""The project file: an act from call to disk, opening, listing, size; with the samples and with many reports.

DUIDU_BENCH_REPORTS sets how many reports the large project has (1,000; the released figures were taken with 5,000).
The reports are the samples under other regions and years, or those of the folder DUIDU_BENCH_CORPUS (the first 40 that
hold at least 250 facts each, 300 on the average: 5,000 reports are 1,500,000 facts).
"""

from __future__ import annotations

import os
import random
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.edits import Accept, Annotate
from core.importing import files, prepare
from core.paths import seeds
from core.store import Query, Store
from tests.benchmarks.measuring import figure, spread, timed

REPORTS = int(os.environ.get("DUIDU_BENCH_REPORTS", "1000"))
DENSE = 250  # facts


def figures() -> Iterator[dict[str, Any]]:
    read = _reports()
    with tempfile.TemporaryDirectory(prefix="duidu-bench-") as folder, _home(folder):
        for count in (len(read), REPORTS):
            path = Path(folder) / f"{count}.duidu"
            size = 0
            with Store.create(path) as store:
                began = timed(lambda store=store, count=count: _fill(store, read, count), 1)[0]
                size = sum(len(document.text.encode()) for document, _ in read) * count // len(read)
            yield figure("project.import", count / began * 1000, "reports/s", reports=count)
            yield figure("project.size", path.stat().st_size / size, "times the text", reports=count)
            yield figure(
                "project.open", spread(timed(lambda path=path: Store.open(path).close()))["median"], "ms", reports=count
            )
            with Store.open(path) as store:
                yield figure("project.reports", timed(store.documents, 1)[0], "ms", reports=count)
                ids = store.find(Query())
                plain = spread(_commits(Path(folder) / f"plain-{count}.sqlite"))  # on the disk as busy as it is now
                times = spread(_acts(store, random.Random(1).sample(ids, 100)))
                yield figure(
                    "project.act", times["median"], "ms", p95=times["p95"], reports=count, facts=len(ids),
                    baseline=plain["median"], ratio=round(times["median"] / plain["median"], 2),
                    baseline_p95=plain["p95"],
                )  # fmt: skip
                yield figure(
                    "project.find",
                    timed(lambda store=store: store.find(Query(states=("proposed",))))[0],
                    "ms",
                    facts=len(ids),
                )
                yield _backup(store, ids, len(ids))
                several = tuple(ids[:1000])
                yield figure(
                    "project.bulk",
                    timed(lambda store=store, several=several: store.do(Accept(several)), 1)[0],
                    "ms",
                    facts=len(several),
                )


@contextmanager
def _home(folder: str) -> Iterator[None]:
    """Backups go into the folder, not among the user's own."""
    before = os.environ.get("DUIDU_HOME")
    os.environ["DUIDU_HOME"] = folder
    try:
        yield
    finally:
        del os.environ["DUIDU_HOME"]
        if before is not None:
            os.environ["DUIDU_HOME"] = before


def _reports() -> list[Any]:
    folder = os.environ.get("DUIDU_BENCH_CORPUS")
    if not folder:
        return [prepare(path) for path in files([seeds()]) if path.suffix == ".txt"]
    found = []
    for path in files([Path(folder)]):
        document, facts = prepare(path)
        if len(facts) >= DENSE:
            found.append((document, facts))
        if len(found) == 40:
            break
    return found


def _fill(store: Store, read: list[Any], count: int) -> None:
    for number in range(count):
        document, facts = read[number % len(read)]
        about = replace(document.metadata, region=f"地区{number // 10}", year=2010 + number % 10)
        key = sha256(str(number).encode()).hexdigest()
        store.add(replace(document, sha256=key, name=f"{number}.txt", metadata=about), facts)


def _acts(store: Store, ids: list[int]) -> list[float]:
    """Milliseconds from the call to the disk, with what the desk asks for after every act."""
    out = []
    for number, fact in enumerate(ids):

        def act(number: int = number, fact: int = fact) -> None:
            store.do(Annotate((fact,), str(number)))
            store.counts()
            store.undo_label()

        out += timed(act, 1)
    return out


def _backup(store: Store, ids: list[int], facts: int) -> dict[str, Any]:
    """How long a backup takes alongside the work, and what an act costs meanwhile."""
    times: list[float] = []
    worker = threading.Thread(target=store.back_up, args=("hand",))
    began = time.perf_counter()
    worker.start()
    while worker.is_alive():
        turn = len(times)
        times += timed(lambda turn=turn: store.do(Annotate((ids[turn],), f"backup {turn}")), 1)
        time.sleep(0.1)
    took = (time.perf_counter() - began) * 1000
    measured = spread(times)
    return figure(
        "project.backup", took, "ms", facts=facts, act=measured["median"], act_max=round(max(times), 2), acts=len(times)
    )


def _commits(path: Path) -> list[float]:
    """The least a durable commit costs on this disk: one row with the same journal and the same care."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE t (a)")
    times = timed(lambda: connection.execute("INSERT INTO t VALUES (1)"), 100)
    connection.close()
    return times
