"""Card and table of facts: a fact shown, a decision shown and durable, a table of 1.5 million facts."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.measuring import figure, timed
from tests.gui.projects import project, vocabulary

MANY = 1_500_000


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
    from gui.desk import Desk
    from gui.factmodel import PLACE
    from gui.facttable import FactTable
    from gui.theme import Theme

    project(folder, reports=4).close()
    _multiply(folder / "project.duidu")
    desk = Desk(Store.open(folder / "project.duidu"))
    theme = Theme("light")
    theme.apply()
    table = FactTable(desk, vocabulary(), theme)
    table.resize(1200, 420)
    yield _figure("table: 1.5 million facts, first shown", _timed(lambda: (table.show(), app.processEvents())))
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
    by_value = _timed(lambda: (header.setSortIndicator(PLACE["value"], order), app.processEvents()))
    yield _figure("table: sort by value", by_value)
    table.close()
    desk.store.close()


def _multiply(path: Path) -> None:
    """Copy the facts of a project over and over; the copies stand where the originals do."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    every = [row[1] for row in connection.execute("PRAGMA table_xinfo(fact)") if row[6] == 0]
    names = ", ".join(f'"{name}"' for name in every if name not in ("id", "seq"))
    count = connection.execute("SELECT count(*) FROM fact").fetchone()[0]
    while count < MANY:
        more = min(count, MANY - count)
        connection.execute(
            f"INSERT INTO fact (id, {names}) SELECT (SELECT max(id) FROM fact) + row_number() OVER (), {names}"
            " FROM fact LIMIT ?",
            (more,),
        )
        count += more
    connection.commit()
    connection.close()
