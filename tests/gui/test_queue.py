from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.edits import Accept, MakeTag, Tag
from core.facts import State
from core.messages import text
from gui.app import App, build
from tests.gui.projects import project
from tests.gui.windows import on_screen


@pytest.fixture
def app(tmp_path: Path, qtbot: Any) -> Iterator[App]:
    app = build(project(tmp_path, reports=3))
    with on_screen(app, qtbot):
        yield app


def press(app: App, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or app.window, key)


def test_the_report_in_reading_order_is_where_one_begins(app: App, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: app.queue_button.text() == "本报告 · 按原文 · 余 9")
    assert app.actions["queue.report"].isChecked()
    press(app, Qt.Key.Key_J, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: app.queue_button.text() == "本报告 · 按原文 · 余 8")


def test_doubtful_ones_of_all_reports_come_first(app: App, qtbot: Any) -> None:
    app.actions["queue.project"].trigger()
    app.actions["queue.doubt"].trigger()
    seen = []
    for _ in range(4):
        press(app, Qt.Key.Key_J)
        seen.append(app.desk.fact(app.desk.selection.fact or 0).confidence)
    assert seen == [0.62, 0.62, 0.62, 0.8]
    qtbot.waitUntil(lambda: app.queue_button.text() == "整个项目 · 先审存疑 · 4 / 27 · 余 27")
    press(app, Qt.Key.Key_A)  # accepts and goes on
    qtbot.waitUntil(lambda: app.queue_button.text() == "整个项目 · 先审存疑 · 5 / 27 · 余 26")
    press(app, Qt.Key.Key_K)
    assert app.queue.where() == (3, 27)  # what is decided is stepped over
    app.desk.undo()
    assert app.queue.left() == 27


def test_the_queue_of_an_indicator_goes_through_the_reports(app: App) -> None:
    press(app, Qt.Key.Key_J)
    app.actions["queue.indicator"].trigger()
    places = []
    for _ in range(6):
        press(app, Qt.Key.Key_A)
        places.append((app.desk.selection.document, app.desk.fact(app.desk.selection.fact or 0).canonical))
    assert {name for _, name in places[:5]} == {"地区生产总值"}
    assert len({document for document, _ in places}) == 3
    assert app.queue.left() == 0


def test_part_tag_and_table_have_queues(app: App) -> None:
    first = app.desk.documents()[0].id
    facts = app.desk.facts(first)
    app.actions["queue.tag"].trigger()
    assert app.queue.plain  # nothing is selected: a hint, and the queue stays
    app.desk.do(MakeTag("存疑", "#c8403a"))
    app.desk.do(Tag((facts[2].id, facts[7].id), app.desk.tags()[0].id))
    app.desk.select(first, facts[7].id)
    app.actions["queue.part"].trigger()
    assert app.queue.left() == 3
    app.actions["queue.tag"].trigger()
    assert app.queue.left() == 2
    app.actions["view.table"].setChecked(True)
    QTest.qWait(20)
    app.docks.table.filters.search.setText("亿元")
    app.docks.table.filters.changed.emit()
    app.actions["queue.table"].trigger()
    assert app.queue.left() == 6
    app.desk.do(Accept(tuple(f.id for f in facts)))
    assert app.queue.left() == 4
    assert app.desk.facts(first)[0].state is State.ACCEPTED


def test_a_long_list_is_written_down_by_another_process(app: App, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.answers.LARGE", 0)
    app.actions["queue.project"].trigger()
    app.actions["queue.doubt"].trigger()
    assert app.queue.busy
    assert app.queue.words().endswith(text("queue.listing"))
    press(app, Qt.Key.Key_J)  # is done as soon as the list is there
    qtbot.waitUntil(lambda: app.queue.where() == (1, 27), timeout=60_000)
    assert app.desk.fact(app.desk.selection.fact or 0).confidence == 0.62
    press(app, Qt.Key.Key_K)  # nothing before the first: the list is written anew, and on it goes from its end
    qtbot.waitUntil(lambda: app.queue.where() == (27, 27), timeout=60_000)


def test_what_is_decided_while_the_list_is_written_is_not_offered(
    app: App, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.answers.LARGE", 0)
    app.actions["queue.project"].trigger()
    assert app.queue.busy
    app.desk.do(Accept((app.desk.facts(app.desk.documents()[0].id)[0].id,)))
    qtbot.waitUntil(lambda: not app.queue.busy, timeout=60_000)
    assert app.queue.left() == 26
