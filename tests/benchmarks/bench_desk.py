"""The desk's speed: start, opening a report, scrolling four panes, from key to fact shown, from edit to shown, memory.

Frames are painted for real (offscreen, software rendering) and include Qt's own work: each figure is the time until
the event loop has nothing left to do and every changed widget has been painted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

REPEATS = 9
FRAMES = 150
SENTENCE = (
    "全年地区生产总值增长5.5%左右，城镇新增就业1200人，一般公共预算收入完成6.53亿元，推动高质量发展取得新的成效。"
)


def figures() -> Iterator[dict[str, Any]]:
    """One dictionary a figure."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUIDU_HOME"] = folder
        yield from _desk(Path(folder))  # first: the large project made for the start would count as its memory
        yield from _started(Path(folder))


def _figure(name: str, values: list[float], unit: str = "ms", **more: Any) -> dict[str, Any]:
    return {"figure": f"desk.{name}", "value": round(statistics.median(values), 2), "unit": unit,
            "p95": round(sorted(values)[int(len(values) * 0.95)], 2), **more}  # fmt: skip


def _report(characters: int, facts: int) -> tuple[Any, tuple[Any, ...]]:
    """A report of this size with headings, paragraphs and evenly spread facts."""
    from core.documents import Document, Part, Section, Structure
    from core.facts import Fact, Measure, State, Status
    from core.offsets import OffsetMap
    from core.spans import Span

    paragraph = SENTENCE * 4
    lines, sections, at = [], [], 0
    while at < characters:
        if len(lines) % 9 == 0:
            title = f"第{len(lines) // 9 + 1}部分 扎实推进各项工作"
            sections.append((at, len(title)))
            lines.append(title)
        else:
            lines.append(paragraph)
        at += len(lines[-1]) + 1
    text = "\n".join(lines)
    ends = [*(s for s, _ in sections[1:]), len(text)]
    structure = Structure(
        _spans(lines),
        (),
        tuple(Section(s, e, 1, Span(s, s + n), Part.REVIEW) for (s, n), e in zip(sections, ends, strict=True)),
    )
    document = Document(
        "bench.txt", f"{characters}-{facts}", "utf-8", text, text, OffsetMap.identity(len(text)), structure
    )
    places, step = [], max(len(text) // facts, 8)
    for number in range(facts):
        start = text.find("1200人", number * step)
        if start < 0 or (places and start <= places[-1].start):
            start = min(number * step, len(text) - 5)
        places.append(
            Fact(
                start, start + 5, text[start : start + 5], Decimal(1200), "人", Decimal(1200), "人",
                indicator="城镇新增就业", canonical="城镇新增就业", measure=list(Measure)[number % 3],
                status=list(Status)[number % 3], state=State.PROPOSED, confidence=0.9,
            )
        )  # fmt: skip
    return document, tuple(places)


def _spans(lines: list[str]) -> tuple[Any, ...]:
    from core.spans import Span

    found, at = [], 0
    for line in lines:
        found.append(Span(at, at + len(line)))
        at += len(line) + 1
    return tuple(found)


def _desk(folder: Path) -> Iterator[dict[str, Any]]:
    from PySide6.QtCore import QEvent
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from core.edits import Accept
    from core.store import Store
    from gui.app import build

    application = QApplication.instance() or QApplication([])
    store = Store.create(folder / "bench.duidu")
    sizes = ((15_000, 360), (30_000, 600), (300_000, 5_000))
    for characters, facts in sizes:
        store.add(*_report(characters, facts))
    extra = _report(15_001, 361)
    store.add(*extra)
    app = build(store)
    app.window.resize(1840, 1000)
    app.window.show()

    def settle() -> None:
        for _ in range(4):
            application.processEvents()

    spent: list[float] = []  # what the processor took; says more than the clock on a busy machine

    def timed(act: Callable[[], object]) -> float:
        started, begun = time.perf_counter(), time.process_time()
        act()
        settle()
        spent.append((time.process_time() - begun) * 1000)
        return (time.perf_counter() - started) * 1000

    def told(name: str, values: list[float]) -> dict[str, Any]:
        own = statistics.median(spent[-len(values) :])
        return _figure(name, values, processor=round(own, 2))

    settle()
    ids = [row.id for row in store.documents()]
    pane = app.panes.panes[0]
    for (characters, facts), document in zip(sizes, ids, strict=False):
        values = []
        for _ in range(REPEATS if characters < 100_000 else 3):
            pane.show_report(None)
            settle()
            app.desk._documents.clear()
            app.desk._facts.clear()
            values.append(timed(lambda d=document: pane.show_report(d)))
            # What the program's own loop does between two events: the text shown before goes away.
            application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        yield told(f"open_{characters}_characters_{facts}_facts", values)

    while len(app.panes.panes) < 4:
        app.panes.add()
    for each, document in zip(app.panes.panes, [ids[0], ids[1], ids[0], ids[1]], strict=True):
        each.show_report(document)
    QTest.qWait(200)
    bars = [p.reader.verticalScrollBar() for p in app.panes.panes]

    def scroll(by: int) -> None:
        for bar in bars:
            bar.setValue(bar.value() + by)

    yield told("scroll_frame_four_panes", [timed(lambda n=n: scroll(7 if n < 100 else -9)) for n in range(FRAMES)])

    def repaint() -> None:
        for each in app.panes.panes:
            each.reader.viewport().update()

    yield told("repaint_four_panes", [timed(repaint) for _ in range(20)])

    app.panes.set_tie("none")
    for (_, facts), document in zip(sizes, ids, strict=False):
        first = app.panes.panes[0]
        first.show_report(document)
        app.panes.activate(first)
        app.desk.select(document, app.desk.facts(document)[0].id)
        first.reader.setFocus()
        QTest.qWait(150)
        step, accept = app.actions["fact.next_unreviewed"], app.actions["fact.accept"]
        yield told(f"next_fact_shown_{facts}_facts", [timed(step.trigger) for _ in range(40)])
        app.review.advance = False
        values = []
        for fact in app.desk.facts(document)[60:100]:
            app.desk.select(document, fact.id)
            settle()
            values.append(timed(accept.trigger))
        shown = told(f"edit_committed_and_shown_{facts}_facts", values)
        app.review.advance = True
        # The disk's part of it: what is left is ours.
        alone = []
        for fact in app.desk.facts(document)[110:140]:
            started = time.perf_counter()
            touched = store.do(Accept((fact.id,)))
            alone.append((time.perf_counter() - started) * 1000)
            app.desk.touch(touched)
        yield _figure(f"edit_committed_alone_{facts}_facts", alone)
        yield shown
        QTest.qWait(100)
    yield from _during_an_import(app, ids[1], timed, told)
    app.panes.set_tie("indicator")
    yield told("next_fact_tied_four_panes", [timed(app.actions["fact.next_unreviewed"].trigger) for _ in range(20)])
    status = Path("/proc/self/status")
    if status.exists():
        kept = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        yield {"figure": "desk.memory_of_this_benchmark", "value": round(int(kept.split()[1]) / 1024, 1), "unit": "MB"}
    app.close()


def _during_an_import(
    app: Any, document: int, timed: Callable[[Callable[[], object]], float], told: Callable[..., dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The same acts while the program's own processes read reports."""
    from PySide6.QtTest import QTest

    from core import importing

    seeds = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
    back: list[int] = []
    job = app.jobs.run("", importing.prepare, [(seed,) for seed in seeds] * 200, lambda number, _: back.append(number))
    while len(back) < 2:
        QTest.qWait(20)
    bar = app.panes.panes[0].reader.verticalScrollBar()
    app.panes.panes[0].show_report(document)
    app.desk.select(document, app.desk.facts(document)[0].id)
    QTest.qWait(150)
    scrolled = [timed(lambda n=n: bar.setValue(bar.value() + (7 if n < 100 else -9))) for n in range(FRAMES)]
    yield told("scroll_frame_during_an_import", scrolled)
    app.review.advance = False
    values = []
    for fact in app.desk.facts(document)[150:190]:
        app.desk.select(document, fact.id)
        QTest.qWait(1)
        values.append(timed(app.actions["fact.accept"].trigger))
    yield told("edit_committed_and_shown_during_an_import", values)
    app.review.advance = True
    app.jobs.cancel(job)


def _started(folder: Path) -> Iterator[dict[str, Any]]:
    """From the start of the process until the window is painted, with 400 reports and the panes of an earlier run."""
    program = (
        "import sys, time; began = time.perf_counter()\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from pathlib import Path\n"
        "application = QApplication([])\n"
        "from gui import app\n"
        "from core.store import Store\n"
        "made = app.build(Store.open(Path(sys.argv[1])))\n"
        "made.window.resize(1360, 860); made.window.show()\n"
        "[application.processEvents() for _ in range(3)]\n"
        "print(time.perf_counter() - began, time.process_time())\n"
        "heavy = {'opencc', 'jieba', 'rjieba', 'sqlite_utils', 'xlsxwriter'} & set(sys.modules)\n"
        "print(' '.join(sorted(heavy)))\n"
        "while len(made.panes.panes) < 4: made.panes.add()\n"
        "for pane, row in zip(made.panes.panes, made.desk.documents()): pane.show_report(row.id)\n"
        "[application.processEvents() for _ in range(9)]\n"
        "status = Path('/proc/self/status')\n"
        "kept = status.read_text().split('VmRSS:')[1].split()[0] if status.exists() else 0\n"
        "print(int(kept) / 1024)\n"
        "made.close()\n"
    )
    from core.store import Store
    from tests.benchmarks.library import multiply

    with Store.create(folder / "start.duidu") as store:
        store.add(*_report(15_000, 360))
    multiply(folder / "start.duidu", 400, 400 * 360)
    # As installed: the modules are compiled, which a checkout may be told not to keep.
    compiled = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
    values, own, memory, heavy = [], [], [], ""
    for number in range(6):
        done = subprocess.run(
            [sys.executable, "-c", program, str(folder / "start.duidu")],
            capture_output=True,
            text=True,
            check=True,
            env=compiled,
        )
        seconds, heavy, kept = done.stdout.splitlines()
        wall, processor = map(float, seconds.split())
        if number:  # the first fills the file cache and compiles
            values.append(wall * 1000)
            own.append(processor * 1000)
            memory.append(float(kept))
    # On a busy machine the processor's time says more than the clock.
    yield _figure("start_to_painted", values, processor=round(statistics.median(own), 1), heavy=heavy)
    if max(memory):
        yield _figure("memory_400_reports_four_panes", memory, "MB")
