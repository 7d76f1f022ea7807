"""Card and table of facts: a fact shown, a decision shown and durable, a table of 1.5 million facts."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.library import multiply
from tests.benchmarks.measuring import figure, timed
from tests.gui.projects import project, vocabulary

MANY = 1_500_000
REPORTS = 4_000


def figures() -> Iterator[dict[str, Any]]:
    """One line a figure, in milliseconds."""
    from PySide6.QtWidgets import QApplication

    from core.messages import set_language

    app = QApplication.instance() or QApplication([])
    set_language("zh")
    with tempfile.TemporaryDirectory() as folder:
        yield from _card(app, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        yield from _table(app, Path(folder))


def _figure(name: str, milliseconds: float) -> dict[str, Any]:
    return figure(name, milliseconds, "ms")


def _timed(work: Callable[[], object]) -> float:
    return timed(work, repeats=1)[0]


def _card(app: Any, folder: Path) -> Iterator[dict[str, Any]]:
    from core.edits import Accept, Correct
    from core.facts import Status
    from gui.desk import Desk
    from gui.factcard import FactCard
    from gui.theme import Theme

    desk = Desk(project(folder, reports=12))
    theme = Theme("light")
    theme.apply()
    card = FactCard(desk, vocabulary(), theme)
    card.resize(360, 820)
    card.show()
    app.processEvents()
    facts = [fact for listing in desk.documents() for fact in desk.facts(listing.id)]

    def each(work: Callable[[Any], object]) -> list[float]:
        return [_timed(lambda f=fact: (work(f), app.processEvents())) for fact in facts]

    shown = each(lambda f: desk.select(f.document, f.id))
    yield _figure("card: fact selected to painted, median", median(shown))
    yield _figure("card: fact selected to painted, 95th percentile", sorted(shown)[int(len(shown) * 0.95)])
    desk.select(facts[0].document, facts[0].id)
    decided = each(lambda f: (desk.select(f.document, f.id), desk.do(Accept((f.id,)))))
    yield _figure("card: selected, accepted, durable and painted, median", median(decided))
    corrected = each(lambda f: desk.do(Correct((f.id,), {"status": Status.TARGET, "indicator": "改过的指标"})))
    yield _figure("card: corrected to durable, median", median(corrected))
    card.close()
    desk.store.close()


def _table(app: Any, folder: Path) -> Iterator[dict[str, Any]]:
    from PySide6.QtCore import Qt

    from core.edits import Accept
    from core.store import Store
    from gui.answers import Answers
    from gui.desk import Desk
    from gui.factcolumns import PLACE
    from gui.facttable import FactTable
    from gui.theme import Theme

    project(folder, reports=4).close()
    multiply(folder / "project.duidu", REPORTS, MANY)
    desk = Desk(Store.open(folder / "project.duidu"))
    theme = Theme("light")
    theme.apply()
    answers = Answers(lambda: desk.store.path)
    table = FactTable(desk, vocabulary(), theme, answers=answers)
    table.resize(1200, 420)

    def asked(name: str, work: Callable[[], object]) -> Iterator[dict[str, Any]]:
        """From the question until its first rows and all of them are shown; the longest time the window was busy."""
        began, first, held = time.perf_counter(), 0.0, _timed(work)
        while table.model.busy:
            held = max(held, _timed(app.processEvents))
            if not first and table.model._begun and table.model.rowCount():
                first = (time.perf_counter() - began) * 1000
            time.sleep(0.0005)  # the window sleeps until something comes
        held = max(held, _timed(app.processEvents))
        took = (time.perf_counter() - began) * 1000
        rows = table.model.rowCount()
        yield figure(f"table: {name}", took, "ms", first=round(first or took, 1), window=round(held, 1), rows=rows)

    yield from asked("1.5 million facts, first shown", table.show)
    bar = table.view.verticalScrollBar()
    steps = [bar.maximum() * n // 40 for n in range(40)]
    jumps = [_timed(lambda s=step: (bar.setValue(s), app.processEvents())) for step in steps]
    yield _figure("table: jump anywhere, median", median(jumps))
    pages = [_timed(lambda n=n: (bar.setValue(1000 + 12 * n), app.processEvents())) for n in range(60)]
    yield _figure("table: a page further, 95th percentile", sorted(pages)[57])
    far = table.model.ids(1_400_000, 1_400_000)[0]
    document = desk.fact(far).document
    followed = _timed(lambda: (desk.select(document, far, "pane"), app.processEvents()))
    yield _figure("table: follow a selection elsewhere", followed)
    yield _figure("table: a decision shown and durable", _timed(lambda: (desk.do(Accept((far,))), app.processEvents())))
    yield _figure("table: select all", _timed(lambda: (table.view.selectAll(), app.processEvents())))
    table.view.clearSelection()
    header = table.view.horizontalHeader()
    order = Qt.SortOrder.DescendingOrder
    yield from asked("sort by value", lambda: header.setSortIndicator(PLACE["value"], order))
    yield from asked("sort by indicator", lambda: header.setSortIndicator(PLACE["indicator"], order))
    header.setSortIndicator(-1, order)

    def typed(line: Any, words: str) -> Callable[[], object]:
        def work() -> None:
            table.filters.clear()
            line.setText(words)
            table.filters.changed.emit()

        return work

    lines = table.filters.lines
    for name, line, words in (
        ("words", table.filters.search, "收入"),
        ("words that are nowhere", table.filters.search, "没有"),
        ("value", lines["value"], "5-10"),
        ("unit", lines["unit"], "%"),
        ("year", lines["year"], "2020"),
    ):
        yield from asked(f"find by {name}", typed(line, words))
    for box, value in (("state", ("accepted",)), ("noted", 1), ("status", "target"), ("indicator", "地区生产总值")):
        table.filters.clear()
        entries = table.filters.boxes[box]
        at = next(number for number in range(entries.count()) if entries.itemData(number) == value)
        yield from asked(f"find by {box}", lambda entries=entries, at=at: entries.setCurrentIndex(at))
    table.close()
    answers.close()
    desk.store.close()
