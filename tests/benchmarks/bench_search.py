"""Words in all reports, as the desk finds them: 400 and 4,000 reports, from the question to the last hit shown.

`processor` is what the searching process itself took, which is what counts on a busy machine.
Also the first search of all, for which the folded texts are made; what they take on the disk; the longest time for
which the window was busy; and the plain scan of all texts in memory that nothing can be faster than.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.library import CORPUS, documents, fill
from tests.benchmarks.measuring import figure, processor_milliseconds, resident_megabytes, spread

SIZES = (400, 4000)
WORDS = ("县", "就业", "5.5%", "GDP", "高质量发展", "經濟", "龘")
PATTERNS = (r"增长\d+(\.\d+)?%", "第[一二三]产业", r"\d+(\.\d+)?%")
REPEATS = 5


def figures() -> Iterator[dict[str, Any]]:
    """One dictionary a figure."""
    from PySide6.QtWidgets import QApplication

    if not CORPUS.is_dir():
        yield {"figure": "search", "skipped": "the corpus beside the checkout is not here"}
        return
    application = QApplication.instance() or QApplication([])
    every = documents()
    with tempfile.TemporaryDirectory(prefix="duidu-bench-") as folder:
        os.environ["DUIDU_HOME"] = folder
        for count in SIZES:
            path = Path(folder) / f"{count}.duidu"
            fill(path, every, count)
            texts = [every[number % len(every)].text for number in range(count)]
            yield from _searched(application, path, texts)


def _searched(application: Any, path: Path, texts: list[str]) -> Iterator[dict[str, Any]]:
    from core.paths import user_cache
    from core.store import Store
    from gui.answers import Answers
    from gui.desk import Desk
    from gui.searching import SearchAll
    from gui.theme import Theme

    desk = Desk(Store.open(path))
    theme = Theme("light")
    theme.apply()
    answers = Answers(lambda: desk.store.path)
    search = SearchAll(desk, theme, answers)
    search.resize(1200, 400)
    about = {"reports": len(texts), "characters": sum(map(len, texts))}
    held = 0.0

    def wait() -> float:
        """Milliseconds until the first hits are shown; afterwards all are there."""
        nonlocal held
        began, first = time.perf_counter(), 0.0
        while search.running or answers.busy:
            turn = time.perf_counter()
            application.processEvents()
            held = max(held, (time.perf_counter() - turn) * 1000)
            if not first and search.model.reports:
                first = (time.perf_counter() - began) * 1000
            time.sleep(0.0005)  # the window sleeps until something comes
        return first

    began = time.perf_counter()
    search.show()
    wait()
    yield figure("search.prepare", (time.perf_counter() - began) * 1000, "ms", **about)
    size = sum(each.stat().st_size for each in (user_cache() / "search").glob("*") if each.stat().st_size)
    yield figure("search.cache", size / 1e6, "MB", project=round(path.stat().st_size / 1e6, 1), **about)
    for pattern, words in ((False, WORDS), (True, PATTERNS)):
        search.pattern.blockSignals(True)
        search.pattern.setChecked(pattern)
        search.pattern.blockSignals(False)
        for word in words:
            times, firsts = [], []
            held = spent = 0.0
            for turn in range(REPEATS + 1):
                if turn == 1:  # the converter from Traditional is loaded by the first
                    spent = processor_milliseconds(answers._process.pid)
                search.line.setText(word)
                began = time.perf_counter()
                search.search()
                firsts.append(wait())
                times.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            sum(text.count(word) for text in texts)
            scan = (time.perf_counter() - began) * 1000
            spent = processor_milliseconds(answers._process.pid) - spent
            measured = spread(times[1:])
            yield figure(
                f"search.{'pattern' if pattern else 'words'}.{word}",
                measured["median"],
                "ms",
                p95=measured["p95"],
                processor=round(spent / REPEATS, 1),
                first=round(sorted(firsts)[REPEATS // 2], 1),
                window=round(held, 1),
                hits=search.model.hits,
                **({} if pattern else {"baseline": round(scan, 2), "ratio": round(measured["median"] / scan, 2)}),
                **about,
            )
    if answers._process is not None and Path("/proc/self").exists():
        yield figure("search.process_memory", resident_megabytes(answers._process.pid), "MB", **about)
    began = time.perf_counter()
    answers.close()
    search._prepare()
    wait()
    yield figure("search.again", (time.perf_counter() - began) * 1000, "ms", **about)
    search.stop()
    answers.close()
    search.close()
    desk.store.close()
