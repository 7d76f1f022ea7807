"""The matrix on a synthetic project of 4,000 reports and 150 indicators (1.2 million facts)."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.lexicon import Indicator, Lexicon, Synonym, builtin_units
from core.store import Store
from tests.benchmarks.measuring import figure, resident_megabytes, spread

REGIONS, YEARS, INDICATORS = 400, 10, 150


def lexicon() -> Lexicon:
    """150 indicators of money."""
    names = [f"指标{n:03}" for n in range(INDICATORS)]
    return Lexicon(
        tuple(
            Indicator(f"i{n}", name, "", "", "money", 1, "both", "", (Synonym(name),)) for n, name in enumerate(names)
        ),
        builtin_units(),
    )


def project(folder: Path, regions: int = REGIONS, years: int = YEARS, indicators: int = INDICATORS) -> Path:
    """Every report states each indicator's level and growth of the year past, half of them accepted."""
    path = folder / "big.duidu"
    with Store.create(path) as store:
        run = store._connection.execute  # in bulk, in the file's own terms: acts would take a quarter of an hour
        run("PRAGMA synchronous = OFF")
        run("BEGIN")
        run(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)"
            " INSERT INTO document (id, position, name, source, sha256, encoding, characters, repairs, title, region,"
            " region_code, level, year, date, session, speaker) SELECT i + 1, i, 'r' || i, '', 's' || i, 'utf-8', 9, 0,"
            " 't' || i, '某省/某市/' || printf('县%04d', i / ?2), printf('%06d', 100000 + i / ?2), 'county',"
            " 2012 + i % ?2, '', '', '' FROM n",
            (regions * years, years),
        )
        run(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)"
            ' INSERT INTO fact (id, document, start, "end", quantity, value, unit, base_value, base_unit, bound,'
            " measure, direction, basis, status, period_start, period_end, indicator, canonical, action, confidence,"
            " state, origin, note, analyst, decided)"
            " SELECT d.id * 1000 + n.i, d.id, n.i, n.i + 1, 'q', CASE n.i % 2 WHEN 0 THEN '105.3' ELSE '5.5' END,"
            " CASE n.i % 2 WHEN 0 THEN '亿元' ELSE '%' END, CASE n.i % 2 WHEN 0 THEN '10530000000' ELSE '5.5' END,"
            " CASE n.i % 2 WHEN 0 THEN '元' ELSE '%' END, 'eq', CASE n.i % 2 WHEN 0 THEN 'level' ELSE 'change' END,"
            " CASE n.i % 2 WHEN 0 THEN '' ELSE 'up' END, CASE n.i % 2 WHEN 0 THEN '' ELSE 'yoy' END, 'actual',"
            " d.year - 1, d.year - 1, printf('指标%03d', n.i / 2), printf('指标%03d', n.i / 2), '', 0.9,"
            " CASE WHEN (d.id + n.i) % 2 THEN 'accepted' ELSE 'proposed' END, 'machine', '', '', ''"
            " FROM document d JOIN n",
            (indicators * 2,),
        )
        run(
            "INSERT INTO content (document, text, structure) SELECT id, printf('%400s', 'q'),"
            """ '{"paragraphs":[],"sentences":[],"sections":[]}' FROM document"""
        )
        run("COMMIT")
    return path


def figures() -> Iterator[dict[str, Any]]:
    """First paint, scrolling, changing the chooser, an edit, a work list."""
    from PySide6.QtWidgets import QApplication

    from core.edits import Accept
    from core.messages import text
    from gui.desk import Desk
    from gui.matrix import Matrix
    from gui.theme import Theme

    application = QApplication.instance() or QApplication(sys.argv[:1])
    theme = Theme("light")
    theme.apply()
    with tempfile.TemporaryDirectory() as folder:
        path = project(Path(folder))
        store = Store.open(path)
        desk = Desk(store)
        store.documents()  # the desk has them in memory long before
        text("matrix.title")  # and its texts
        before = resident_megabytes()
        for rows, columns in (
            ("region", "year"),
            ("region", "indicator"),
            ("indicator", "region"),
            ("year", "indicator"),
        ):
            began, spent = time.perf_counter(), time.process_time()
            matrix = Matrix(desk, theme, lexicon(), lambda _documents: None)
            matrix.arrange(rows, columns)
            matrix.resize(1400, 800)
            matrix.show()
            application.processEvents()
            wall, spent = (time.perf_counter() - began) * 1000, (time.process_time() - spent) * 1000
            name = f"matrix, {rows} by {columns}"
            yield figure(f"{name}: first paint", wall, "ms", processor=round(spent))
            bar = matrix.table.verticalScrollBar()
            times = []
            for step in range(0, min(bar.maximum(), 300), 3):
                began = time.perf_counter()
                bar.setValue(step)
                application.processEvents()
                times.append((time.perf_counter() - began) * 1000)
            if times:
                yield figure(f"{name}: a frame of scrolling", spread(times)["median"], "ms", **spread(times))
            if columns == "year":
                fact = store.facts(1)[1].id
                began = time.perf_counter()
                desk.do(Accept((fact,)))
                application.processEvents()
                yield figure(
                    "matrix: accept a fact, with the table following", (time.perf_counter() - began) * 1000, "ms"
                )
            matrix.close()
            matrix.deleteLater()
            application.processEvents()
        yield figure("matrix: memory for the cells looked at", resident_megabytes() - before, "MB")
        store.close()
