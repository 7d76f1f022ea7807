"""Where region or year are not sure, the analyst is asked, with the likely answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.describing import placed
from core.importing import concerns, prepare_text
from core.store import Store
from gui.app import App, build

DOUBTFUL = "朝阳区政府工作报告\n各位代表：2019年，地区生产总值增长6%。"


@pytest.fixture
def app(tmp_path: Path, qtbot: Any) -> Iterator[App]:
    store = Store.create(tmp_path / "p.duidu")
    document, facts = prepare_text(DOUBTFUL, "x")
    assert {"unsure_region", "unsure_year"} <= set(concerns(document, facts))
    store.add(document, facts)
    app = build(store)
    with qtbot.waitExposed(app.window):
        app.window.show()
    yield app
    app.close()
    QTest.qWait(0)


def answers(app: App) -> list[str]:
    asking = app.panes.panes[0].asking
    return [b.text() for b in asking.findChildren(QPushButton) if b.isVisible()]


def test_region_and_year_are_asked_one_after_the_other(app: App, qtbot: Any) -> None:
    asking = app.panes.panes[0].asking
    assert asking.isVisible()
    assert answers(app) == ["北京市 › 朝阳区", "吉林省 › 长春市 › 朝阳区"]
    asking.answer("吉林省/长春市/朝阳区")
    listing = app.desk.documents()[0]
    assert (listing.region, listing.region_code, listing.level) == ("吉林省/长春市/朝阳区", "220104", "county")
    assert "2020" in answers(app)
    asking.answer("2020")  # what was found is confirmed: nobody is asked again
    assert not asking.isVisible()
    qtbot.waitUntil(lambda: not app.jobs.jobs, timeout=30000)
    about = app.desk.document(app.desk.documents()[0].id).metadata
    assert (about.year, about.findings["year"].source, about.region_code) == (2020, "analyst", "220104")
    assert not app.panes.panes[0].asking.isVisible()
    while app.desk.undo() is not None:
        if app.desk.documents() and app.desk.documents()[0].region_code == "110105":
            break
    assert app.panes.panes[0].asking.isVisible()


def test_another_year_gives_proposals_for_that_year(app: App, qtbot: Any) -> None:
    asking = app.panes.panes[0].asking
    asking.put_off()
    asking.answer("九几年")
    assert any("不是年份" in words for words in app.window.toasts.shown())
    asking.answer("2019")
    qtbot.waitUntil(lambda: not app.jobs.jobs, timeout=30000)
    assert app.desk.documents()[0].year == 2019


def test_region_and_year_of_which_the_program_is_sure_are_put_right(app: App, qtbot: Any) -> None:
    pane = app.panes.panes[0]
    asking = pane.asking
    asking.answer("吉林省/长春市/朝阳区")
    asking.answer("2020")
    qtbot.waitUntil(lambda: not app.jobs.jobs, timeout=30000)
    assert not asking.isVisible()
    assert pane.reader.hasFocus()
    app.actions["pane.describe"].trigger()
    assert asking.isVisible()
    assert asking.line.hasFocus()
    assert answers(app)[0] == "吉林省 › 长春市 › 朝阳区"  # what is known is one of the answers
    asking.answer("江苏昆山")
    assert app.desk.documents()[0].region == "江苏省/苏州市/昆山市"
    steps = app.desk.store.undo_label()
    asking.answer("2020")  # it was right: nothing to do
    assert app.desk.store.undo_label() == steps
    assert not asking.isVisible()
    assert pane.reader.hasFocus()
    app.actions["pane.describe"].trigger()
    QTest.keyClick(asking.line, Qt.Key.Key_Escape)
    assert not asking.isVisible()


def test_a_name_that_two_places_share_is_asked_back(app: App) -> None:
    asking = app.panes.panes[0].asking
    asking.answer("朝阳区")
    assert app.desk.documents()[0].region == "北京市/朝阳区"  # nothing was said yet
    assert len(answers(app)) == 2


def test_a_place_is_told_by_its_path_or_its_name() -> None:
    assert placed("江苏昆山", 2020)["region"] == "江苏省/苏州市/昆山市"
    assert placed("四川省/攀枝花市/米易县", 2020)["region_code"] == "510421"
    assert placed("阿瓦隆", 2020) == {"region": "阿瓦隆", "region_code": "", "level": ""}
