from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox

from core import backups
from core.edits import Accept, Annotate
from core.settings import Settings
from core.store import Store
from gui.backups import COLUMNS, Backups
from gui.desk import Desk, Notice
from gui.jobs import Jobs
from gui.safety import Safety, size
from gui.theme import Theme
from tests.gui.projects import project


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = project(tmp_path)
    made.merge_seconds = 0
    yield made
    made.close()


def opened(path: Path, jobs: Jobs, qtbot: Any, **more: Any) -> Backups:
    dialog = Backups(path, jobs, Theme("light"), **more)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def press(dialog: Backups, qtbot: Any, name: str) -> None:
    (box,) = dialog.findChildren(QMessageBox)
    next(b for b in box.buttons() if b.text() == name).click()
    qtbot.waitUntil(lambda: not dialog.findChildren(QMessageBox))


def test_the_list_says_what_each_backup_holds(store: Store, jobs: Jobs, qtbot: Any) -> None:
    backups.make(store.path, "open")
    store.do(Accept(tuple(f.id for f in store.facts(1)[:3])))
    dialog = opened(store.path, jobs, qtbot)
    dialog.make()
    qtbot.waitUntil(lambda: dialog.list.rowCount() == 2, timeout=30000)
    first = [dialog.list.item(0, column).text() for column in range(len(COLUMNS))]
    assert first[1:4] == ["手动", "2", "3 / 18 条"]
    assert first[4].startswith("采纳 3 条  李敏")
    assert dialog.list.item(1, 3).text() == "0 / 18 条"
    dialog.make()
    qtbot.waitUntil(lambda: "没有改动" in dialog.told.text(), timeout=30000)


def test_restoring_asks_and_keeps_the_present_file(store: Store, jobs: Jobs, qtbot: Any) -> None:
    backups.make(store.path, "open")
    store.do(Accept((store.facts(1)[0].id,)))
    dialog = opened(store.path, jobs, qtbot, release=store.close)
    ready: list[Path] = []
    names: list[str] = []
    dialog.ready.connect(ready.append)
    dialog.restored.connect(names.append)
    dialog.restore()
    press(dialog, qtbot, "取消")
    assert ready == []
    dialog.restore()
    press(dialog, qtbot, "恢复到这一份")
    assert ready == [store.path]
    with Store.open(store.path) as now, Store.open(store.path.with_name(names[0])) as before:
        assert now.counts()[1] == {"proposed": 9}
        assert before.counts()[1] == {"accepted": 1, "proposed": 8}


def test_a_restore_that_fails_says_why_and_the_project_is_opened_again(store: Store, jobs: Jobs, qtbot: Any) -> None:
    made = backups.make(store.path, "open")
    assert made is not None
    dialog = opened(store.path, jobs, qtbot, release=store.close)
    made.path.write_bytes(b"nothing")
    ready: list[Path] = []
    dialog.ready.connect(ready.append)
    dialog.restore()
    press(dialog, qtbot, "恢复到这一份")
    assert ready == [store.path]
    assert dialog.isVisible()
    assert made.path.name in dialog.told.text()
    Store.open(store.path).close()


def test_a_damaged_project_is_recovered(store: Store, jobs: Jobs, qtbot: Any) -> None:
    path = store.path
    store.close()
    data = path.read_bytes()
    path.write_bytes(os.urandom(4096) + data[4096:])
    dialog = opened(path, jobs, qtbot, error="损坏")
    assert not dialog.restore_button.isEnabled()
    ready: list[Path] = []
    dialog.ready.connect(ready.append)
    dialog.recover()
    qtbot.waitUntil(dialog.outcome.isVisible, timeout=60000)
    assert "没有缺失" in dialog.outcome.toPlainText()
    dialog.recover_button.click()
    with Store.open(ready[0]) as saved:
        assert sum(sum(c.values()) for c in saved.counts().values()) == 18


@pytest.fixture
def desk(store: Store, qapp: Any) -> Desk:
    return Desk(store)


@pytest.fixture
def safety(desk: Desk, jobs: Jobs, tmp_path: Path, qtbot: Any) -> Iterator[Safety]:
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    qtbot.addWidget(window)
    made = Safety(desk, jobs, Settings(tmp_path / "s.json"), window)
    yield made
    for timer in (made._first, made._again, made._hourly):
        timer.stop()


def test_a_backup_follows_opening(safety: Safety, desk: Desk, qtbot: Any) -> None:
    safety._first.setInterval(1)
    safety.begin()
    qtbot.waitUntil(lambda: len(backups.listed(desk.store.path)) == 1, timeout=30000)
    assert backups.listed(desk.store.path)[0].why == "open"
    assert safety._hourly.isActive()


@pytest.mark.parametrize("limit", [0, 8 << 20], ids=["in a process", "at once"])
def test_an_act_on_many_facts_is_preceded_by_a_backup(
    safety: Safety, desk: Desk, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr("gui.safety.AT_ONCE", limit)
    monkeypatch.setattr("gui.safety.MANY", 9)
    ids = tuple(f.id for f in desk.facts(1))
    desk.do(Accept(ids[:3]))
    assert backups.listed(desk.store.path) == []
    desk.do(Accept(ids))
    (made,) = backups.listed(desk.store.path)
    assert (made.why, made.reviewed) == ("bulk", 3)
    assert desk.store.counts()[1] == {"accepted": 9}
    desk.do(Annotate(ids, "x"))
    assert len(backups.listed(desk.store.path)) == (1 if limit == 0 else 2)


def test_troubles_are_told_once(safety: Safety, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Notice] = []
    desk.noticed.connect(told.append)
    monkeypatch.setattr("gui.safety.MANY", 1)
    monkeypatch.setattr(backups, "ROOM", 1 << 60)
    for fact in desk.facts(1)[:3]:
        desk.do(Accept((fact.id,)))
    assert [n.kind for n in told] == ["warning"]
    assert "空间不足" in told[0].text
    assert desk.store.counts()[1]["accepted"] == 3


def test_damage_found_while_copying_is_told_with_a_way_on(safety: Safety, desk: Desk) -> None:
    from core.errors import ProjectError

    told: list[Notice] = []
    asked: list[str] = []
    desk.noticed.connect(told.append)
    safety.asked.connect(asked.append)
    safety._made(desk.store.path, ProjectError("damaged", name="p.duidu", folder="x"))
    assert told[0].callback is not None
    told[0].callback()
    assert "已损坏" in asked[0]
    safety._made(desk.store.path, ProjectError("project_busy", name="p.duidu"))
    assert safety._again.isActive()


def test_cloud_folders_are_warned_of_until_it_is_understood(tmp_path: Path, jobs: Jobs, qtbot: Any) -> None:
    from PySide6.QtWidgets import QWidget

    place = tmp_path / "我的坚果云"
    place.mkdir()
    with Store.create(place / "p.duidu") as store:
        desk, window = Desk(store), QWidget()
        qtbot.addWidget(window)
        told: list[Notice] = []
        desk.noticed.connect(told.append)
        safety = Safety(desk, jobs, Settings(tmp_path / "s.json"), window)
        safety._warn()
        assert "坚果云" in told[0].text
        assert told[0].callback is not None
        told[0].callback()
        safety._warn()
        assert len(told) == 1


def test_what_counts_as_many() -> None:
    from core.edits import Remove, Revert, Several

    assert size(Accept((1, 2))) == 2
    assert min(size(Remove((1,))), size(Several(())), size(Revert((1, 2)))) >= 50
    assert size(Revert((1,), (3,))) == 1


def test_a_project_that_was_moved_away_goes_on_elsewhere(tmp_path: Path, qtbot: Any, monkeypatch: Any) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QFileDialog

    from gui.app import build

    app = build(project(tmp_path))
    told: list[Notice] = []
    app.desk.noticed.connect(told.append)
    app.desk.do(Accept((app.desk.facts(1)[0].id,)))
    app.desk.store.path.unlink()
    assert app.desk.do(Accept((app.desk.facts(1)[1].id,))) is None
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "新.duidu"), ""))
    assert told[-1].callback is not None
    told[-1].callback()
    assert app.desk.store.path.name == "新.duidu"
    assert app.desk.store.counts()[1] == {"accepted": 1, "proposed": 8}
    assert app.desk.do(Accept((app.desk.facts(1)[1].id,))) is not None
    app.close()
    QTest.qWait(0)


def test_nothing_is_restored_while_another_process_writes(tmp_path: Path, qtbot: Any) -> None:
    from PySide6.QtTest import QTest

    from gui.app import build

    app = build(project(tmp_path))
    backups.make(app.desk.store.path, "open")
    app.actions["project.backups"].trigger()
    (dialog,) = app.window.findChildren(Backups)
    app.desk.store.lent = True
    before = sorted(path.name for path in tmp_path.iterdir())
    dialog._restore(dialog.shown[0])
    assert "还有工作没有做完" in dialog.told.text()
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    app.desk.store.lent = False
    assert app.desk.do(Accept((app.desk.facts(1)[0].id,))) is not None
    app.close()
    QTest.qWait(0)


def test_opening_a_damaged_project_leads_to_its_backups(tmp_path: Path, qtbot: Any) -> None:
    from PySide6.QtTest import QTest

    from gui.app import build

    with Store.create(tmp_path / "b.duidu") as other:
        other.merge_seconds = 0
    backups.make(other.path, "open")
    data = bytearray(other.path.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 : page * 4096 + 100] = b"\xff" * 100
    other.path.write_bytes(data)
    app = build(project(tmp_path))
    told: list[Notice] = []
    app.desk.noticed.connect(told.append)
    app.projects.open(other.path)
    assert told[-1].callback is not None
    told[-1].callback()
    (dialog,) = app.window.findChildren(Backups)
    assert len(dialog.shown) == 1
    dialog._restore(dialog.shown[0])
    assert app.desk.store.path == other.path
    app.close()
    QTest.qWait(0)


def test_a_locked_project_can_be_opened_for_reading(tmp_path: Path, qtbot: Any) -> None:
    from PySide6.QtTest import QTest

    from gui.app import build

    app = build(project(tmp_path))
    told: list[Notice] = []
    app.desk.noticed.connect(told.append)
    with Store.create(tmp_path / "b.duidu") as other:
        app.projects.open(other.path)
        assert told[-1].callback is not None
        told[-1].callback()
        assert app.desk.store.path == other.path
        assert app.desk.store.readonly
    app.close()
    QTest.qWait(0)
