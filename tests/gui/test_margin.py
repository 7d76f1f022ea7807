"""The minimap beside a report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.documents import Document
from core.edits import Correct
from core.extraction import propose
from core.spans import Span
from core.store import Store
from gui.actions import Actions
from gui.desk import Desk
from gui.panes import Look, Panes
from gui.theme import Theme


def test_every_piece_of_a_fact_is_marked(tmp_path: Path, qtbot: Any) -> None:
    text = "粮食产量达到20万吨\n" + "全面深化改革开放。\n" * 60 + "比上年以上"
    document = Document.plain(text, "甲.txt")
    store = Store.create(tmp_path / "p.duidu")
    at = text.index("20万吨")
    store.add(document, [propose(document, Span(at, at + 4))])
    desk, theme = Desk(store), Theme("light")
    theme.apply()
    panes = Panes(desk, Actions(theme), theme, Look())
    qtbot.addWidget(panes)
    panes.resize(800, 500)
    (pane,) = panes.panes
    pane.show_report(desk.documents()[0].id)
    with qtbot.waitExposed(panes):
        panes.show()
    qtbot.waitUntil(lambda: len(pane.margin._facts) == 1)

    (fact,) = desk.facts(pane.document)
    desk.do(Correct((fact.id,), {"pieces": (Span(len(text) - 2, len(text)),)}))
    qtbot.waitUntil(lambda: len(pane.margin._facts) == 2)
    (first, _), (second, _) = pane.margin._facts
    assert first < 0.2
    assert second > 0.9
    store.close()
