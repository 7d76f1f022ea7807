"""A second start for a project that a desk has open."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest

from core.settings import Settings
from core.store import Store
from gui import calling
from gui.app import App, build
from gui.calling import Bell, call
from gui.starting import handed_over
from gui.theme import Theme
from tests.gui.projects import project

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60_000  # ms; a second process has to start


@pytest.fixture
def app(tmp_path: Path, qapp: Any) -> Iterator[App]:
    with project(tmp_path) as store:
        path = store.path
    made = build(Store.open(path), Settings(tmp_path / "settings.json"), theme=Theme("light"))
    made.window.show()
    yield made
    made.close()
    made.window.deleteLater()
    QTest.qWait(0)


def start(path: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """The program once more, in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "gui", str(path), *arguments], cwd=ROOT, env=dict(os.environ))


def hung_up(desk: Connection) -> bool:
    try:
        return desk.poll()
    except OSError:  # so a named pipe of Windows says it
        return True


def test_a_second_start_ends_and_the_desk_shows_the_fact(app: App, qtbot: Any) -> None:
    store = app.desk.store
    fact = store.facts(store.documents()[-1].id)[-1]
    app.actions["view.matrix"].setChecked(True)
    app.window.showMinimized()
    second = start(store.path, "--fact", str(fact.id))
    try:
        qtbot.waitUntil(lambda: app.desk.selection.fact == fact.id, timeout=PATIENCE)
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE)
    finally:
        second.kill()
        second.wait()
    assert second.returncode == 0
    assert not app.window.isMinimized()
    assert not app.actions["view.matrix"].isChecked()


def test_reports_given_to_a_second_start_are_read_here(
    app: App, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[list[Path]] = []
    monkeypatch.setattr(app.intake, "take_in", taken.append)
    called: list[bool] = []
    report = tmp_path / "a.txt"

    class Caller(calling.Thread):
        def run(self) -> None:
            called.append(call(app.desk.store.path, reports=[report]))

    caller = Caller()
    caller.start()
    qtbot.waitUntil(lambda: bool(called), timeout=PATIENCE)
    caller.join()
    assert called == [True]
    assert taken == [[report]]


def test_nobody_listens_once_the_desk_is_closed(app: App) -> None:
    path = app.desk.store.path
    app.bell.take_down()
    assert not call(path)


def test_a_desk_that_does_not_answer_holds_nobody_up(
    tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.duidu"
    with Store.create(path):
        pass
    monkeypatch.setattr(calling, "ANSWER", 0.2)
    answers: list[bool] = []

    def starts() -> None:
        # The system lets two knock; from the third on it keeps them waiting at the door.
        answers.extend(call(path) for _ in range(4))

    with calling.Listener(calling._address(path)):  # nobody takes the calls, as in a desk that is stopped
        caller = calling.Thread(target=starts, daemon=True)
        caller.start()
        qtbot.waitUntil(lambda: len(answers) == 4, timeout=PATIENCE)
    assert answers == [False] * 4


def test_what_a_killed_desk_left_behind_does_not_matter(tmp_path: Path, qapp: Any) -> None:
    path = tmp_path / "p.duidu"
    with Store.create(path) as store:
        if sys.platform != "win32":
            Path(calling._address(path)).touch()
            assert not call(path)
        bell = Bell()
        bell.hang(store)
        assert bell._thread is not None
        bell.take_down()


def test_words_that_are_no_call_are_passed_over(app: App, qtbot: Any) -> None:
    before = app.desk.selection
    for words in (b"", b"{}", b"\xff\xfe", json.dumps({"fact": 1}).encode()):
        with calling.Client(calling._address(app.desk.store.path)) as desk:
            desk.send_bytes(words)
            qtbot.waitUntil(lambda desk=desk: hung_up(desk), timeout=PATIENCE)
            with pytest.raises(EOFError):
                desk.recv_bytes()
    assert app.desk.selection == before


def test_without_a_desk_the_start_goes_on(tmp_path: Path) -> None:
    with Store.create(tmp_path / "p.duidu"):
        pass
    settings = Settings(tmp_path / "settings.json")
    assert not handed_over([str(tmp_path / "p.duidu")], [], settings)
    assert not handed_over([], [], settings)
    assert not handed_over(["duidu://fact/x"], [], settings)


def test_a_desk_that_only_reads_does_not_listen(tmp_path: Path, qapp: Any) -> None:
    path = tmp_path / "p.duidu"
    with Store.create(path):
        pass
    bell = Bell()
    with Store.open(path, readonly=True) as store:
        bell.hang(store)
    assert not call(path)
