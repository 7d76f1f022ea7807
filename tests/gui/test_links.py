"""From a row of a dataset back to the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest

from core import links
from core.settings import Settings
from gui import starting
from gui.app import App, build
from gui.theme import Theme
from tests.gui.projects import project


@pytest.fixture
def opened(tmp_path: Path, qapp: Any) -> Iterator[tuple[App, int]]:
    with project(tmp_path) as store:
        path, key = store.path, str(store.select("SELECT value FROM project WHERE name = 'key'")[0][0])
        fact = store.facts(store.documents()[-1].id)[-1]
    settings = Settings(tmp_path / "settings.json")
    settings.set("project.recent", [str(tmp_path / "gone.duidu"), str(path)])
    found, samples, wanted = starting.opened([links.address(fact.id, key)], settings)
    assert found is not None
    assert (found.path, samples, wanted) == (path, False, fact.id)
    app = build(found, settings, theme=Theme("light"))
    app.window.show()
    yield app, fact.id
    app.close()
    QTest.qWait(0)


def test_a_link_shows_its_fact_in_its_report(opened: tuple[App, int]) -> None:
    app, fact = opened
    app.go(fact)
    document = app.desk.store.fact(fact).document
    assert (app.desk.selection.document, app.desk.selection.fact) == (document, fact)
    assert document in [pane.document for pane in app.panes.panes]


def test_a_fact_that_is_gone_is_told(opened: tuple[App, int]) -> None:
    app, _ = opened
    before = app.desk.selection
    told: list[Any] = []
    app.desk.noticed.connect(told.append)
    app.go(1)
    assert app.desk.selection == before
    assert told[0].text
