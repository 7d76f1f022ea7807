"""The start of the program, from the command to the window, and what it says where it cannot open one."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from core.errors import DuiduError, ProjectError
from core.messages import text
from core.settings import Settings
from core.store import Store
from gui import __main__ as entry
from gui.starting import Opener, _ask, _built, _catch, _store, is_report
from gui.theme import Theme
from tests.gui.projects import project

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, patience: float = 120, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run(
        [sys.executable, *arguments],
        env={**kept, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_it_says_so_and_ends() -> None:
    done = run("-m", "gui")
    assert done.returncode == 2
    assert "DISPLAY" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="made of a script")
def test_after_a_double_click_the_desktop_shows_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = tmp_path / "shown"
    script = tmp_path / "xmessage"
    script.write_text(f'#!/bin/sh\nprintf "%s" "$2" > "{shown}"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/nowhere")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(entry, "lacking", lambda: "缺少系统库")
    monkeypatch.setattr(sys, "argv", ["duidu"])
    assert entry.main() == 2
    assert shown.read_text(encoding="utf-8") == "缺少系统库"
    shown.unlink()
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert entry.main() == 2  # without a screen there is nothing to show it on
    assert not shown.exists()


def test_missing_libraries_are_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "_there", lambda name: name != "libEGL.so.1")
    monkeypatch.setattr(sys, "platform", "linux")
    assert "libEGL.so.1" in entry.lacking()
    assert "apt install" in entry.lacking()
    monkeypatch.setattr(entry, "_there", lambda _name: True)
    assert entry.lacking() == ""


def test_the_entry_imports_no_qt() -> None:
    # Processes of a pool import it again under another name; Qt must not come along.
    done = run("-c", "import gui.__main__, sys; print('PySide6' in sys.modules)")
    assert done.stdout.strip() == "False"


def test_the_start_imports_nothing_heavy() -> None:
    heavy = "{'opencc', 'jieba', 'rjieba', 'sqlite_utils', 'xlsxwriter', 'docx', 'lxml'}"
    code = f"import gui.starting, sys; print(sorted({heavy} & set(sys.modules)))"
    done = run("-c", code, QT_QPA_PLATFORM="offscreen")
    assert done.stdout.strip() == "[]", done.stderr


STARTED = """
import os, signal, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from gui import starting

if __name__ == "__main__":
    kill_at = int(sys.argv[1])

    def look():
        app = next(o for o in QApplication.topLevelWidgets() if o.objectName() == "" and hasattr(o, "panes"))
        shown = [p.document for p in app.panes.panes]
        there = len(app._desk.documents())
        if there >= kill_at >= 0:
            app.laid_out.emit()  # the worst moment: what stands now is the layout that is kept
            os.kill(os.getpid(), signal.SIGKILL)
        if all(shown) and not app.status._jobs.jobs and kill_at < 0:
            print(there, len(shown), len(set(shown)))
            app.close()

    timer = QTimer()
    timer.timeout.connect(look)
    QApplication(sys.argv)
    timer.start(10 if kill_at >= 0 else 100)
    sys.exit(starting.start(["duidu"]))
"""


def started(folder: Path, kill_at: int = -1) -> subprocess.CompletedProcess[str]:
    """Start the desk; end it by force once so many reports are there, or in good order when all is read."""
    program = folder / "program.py"
    program.write_text(STARTED)
    home = {"DUIDU_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    # Whoever reads stands back for everything else on the machine: on a busy one the samples take minutes.
    return run(str(program), str(kill_at), patience=420, **home)


@pytest.mark.timeout(900)
def test_the_first_start_reads_the_samples_and_the_next_comes_back(tmp_path: Path) -> None:
    for _ in range(2):
        done = started(tmp_path)
        assert (done.stdout.split(), done.returncode) == (["5", "2", "2"], 0), done.stderr
    assert len(list((tmp_path / "home").glob("*.duidu"))) == 1
    # Reading the samples says nothing of where the analyst keeps reports.
    assert not Settings(tmp_path / "home" / "config" / "settings.json").get("folder.import")


@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_first_start_that_was_killed_goes_on(tmp_path: Path) -> None:
    for killed in (0, 0, 1, 3):
        assert started(tmp_path, killed).returncode == -signal.SIGKILL
    done = started(tmp_path)
    assert (done.stdout.split(), done.returncode) == (["5", "2", "2"], 0), done.stderr
    assert len(list((tmp_path / "home").glob("*.duidu"))) == 1


def pressing(key: str) -> list[str]:
    """Press the button with this text in the next message box; gives what the box said."""
    said: list[str] = []

    def press() -> None:
        box = next((w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()), None)
        if box is None:
            QTimer.singleShot(20, press)
            return
        said.append(box.informativeText())
        next(b for b in box.buttons() if b.text() == text(key)).click()

    QTimer.singleShot(20, press)
    return said


def test_a_locked_project_can_be_read(tmp_path: Path, qapp: Any) -> None:
    store = project(tmp_path)
    said = pressing("app.start_read")
    opened, samples = _store([str(store.path)], Settings())
    assert opened is not None
    assert opened.readonly
    assert not samples
    assert "没有回应" in said[0]
    assert str(os.getpid()) in said[0]
    opened.close()
    store.close()


def test_a_locked_project_is_tried_again(tmp_path: Path, qapp: Any) -> None:
    store = project(tmp_path)
    pressing("app.start_again")
    QTimer.singleShot(0, store.close)  # while the question is shown
    opened, _ = _store([str(store.path)], Settings())
    assert opened is not None
    assert not opened.readonly
    opened.close()


def test_a_project_that_cannot_be_opened_leads_to_a_new_one_or_out(tmp_path: Path, qapp: Any) -> None:
    wrong = tmp_path / "wrong.duidu"
    wrong.write_text("nothing", encoding="utf-8")
    pressing("app.start_new")
    opened, _ = _store([str(wrong)], Settings())
    assert opened is not None
    assert opened.documents() == []
    opened.close()
    pressing("app.start_quit")
    assert _ask(wrong, OSError("no")) is None
    assert wrong.read_text(encoding="utf-8") == "nothing"


def test_a_data_folder_that_takes_no_file_is_told_and_another_place_asked_for(
    tmp_path: Path, qapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DUIDU_HOME", str(tmp_path / "file" / "home"))
    said = pressing("app.start_quit")
    assert _store([], Settings(tmp_path / "settings.json")) == (None, False)
    assert "不能写入" in said[0]
    assert "Errno" not in said[0]
    chosen = iter([("", ""), (str(tmp_path / "新"), "")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: next(chosen))

    def press_twice() -> None:
        pressing("app.start_new")

    pressing("app.start_new")
    QTimer.singleShot(100, press_twice)
    opened, _ = _store([], Settings(tmp_path / "settings.json"))
    assert opened is not None
    assert opened.path == tmp_path / "新.duidu"
    opened.close()


def test_a_project_found_damaged_while_it_is_read_leads_on(tmp_path: Path, qapp: Any) -> None:
    store = project(tmp_path)
    path = store.path
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE document RENAME TO lost")
    theme = Theme("light")
    said = pressing("app.start_new")
    try:
        broken = Store.open(path)
    except ProjectError:
        pytest.skip("found at opening already")
    app = _built(broken, Settings(), theme, samples=False)
    assert app is not None
    assert app.desk.store.path != path
    assert said
    app.close()


def test_the_last_project_is_opened_again(tmp_path: Path, qapp: Any) -> None:
    store = project(tmp_path)
    path = store.path
    store.close()
    settings = Settings()
    settings.set("project.last", str(path))
    opened, samples = _store([], settings)
    assert opened is not None
    assert (opened.path, samples) == (path, False)
    opened.close()
    path.unlink()
    said = pressing("app.start_new")
    fresh, samples = _store([], settings)  # the last one is gone: that is told, another takes its place only if asked
    assert path.name in said[0]
    assert fresh is not None
    assert not samples
    assert fresh.path.parent == Path(os.environ["DUIDU_HOME"])
    fresh.close()


def test_a_first_start_that_was_killed_before_it_made_the_project_begins_anew(tmp_path: Path, qapp: Any) -> None:
    settings = Settings()
    for name in ("project.samples", "project.last"):
        settings.set(name, str(tmp_path / "示例.duidu"))
    fresh, samples = _store([], settings)
    assert fresh is not None
    assert samples
    fresh.close()


def test_a_mishap_is_told_once_and_written_down(
    tmp_path: Path, qapp: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from gui.desk import Desk

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    desk = Desk(project(tmp_path))
    told: list[str] = []
    desk.noticed.connect(lambda notice: told.append(notice.text))
    _catch(desk)
    for _ in range(3):
        try:
            int("a broken view")
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    assert len(told) == 1
    assert "a broken view" in told[0]
    (report,) = (Path(os.environ["DUIDU_HOME"]) / "logs").glob("report-*.txt")
    written = report.read_text(encoding="utf-8")
    assert "ValueError" in written
    assert "test_starting.py" in written
    assert "a broken view" not in written  # a message may quote a report
    assert "a broken view" in capsys.readouterr().err
    desk.store.close()


def test_a_report_is_told_from_a_project(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text("地区生产总值实现105亿元。", encoding="utf-8")
    store = project(tmp_path, reports=0)
    store.close()
    nameless = tmp_path / "without an ending"
    nameless.write_bytes(store.path.read_bytes())
    broken = tmp_path / "broken.duidu"
    broken.write_text("no project")
    told = [is_report(path) for path in (report, store.path, nameless, broken, tmp_path, tmp_path / "nothing")]
    assert told == [True, False, False, False, False, False]


@pytest.mark.skipif(sys.platform == "win32", reason="ended by a signal")
def test_a_report_opened_with_the_program_goes_into_the_last_project(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    Store.create(home / "mine.duidu").close()
    (home / "config").mkdir()
    (home / "config" / "settings.json").write_text(f'{{"project.last": "{home / "mine.duidu"}"}}')
    report = tmp_path / "报告.txt"
    report.write_text("一、2020年工作回顾\n预计年末，地区生产总值实现105亿元。\n", encoding="utf-8")
    environment = {**os.environ, "DUIDU_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    desk = subprocess.Popen([sys.executable, "-m", "gui", str(report)], env=environment, cwd=tmp_path)
    try:
        ends = time.monotonic() + 240
        names: list[str] = []
        while not names and time.monotonic() < ends:
            time.sleep(0.3)
            with contextlib.suppress(DuiduError), Store.open(home / "mine.duidu", readonly=True) as store:
                names = [listing.name for listing in store.documents()]
        assert names == ["报告.txt"]
    finally:
        desk.terminate()
        desk.wait(30)


def test_a_file_opened_by_the_system_is_taken_in(tmp_path: Path, qtbot: Any) -> None:
    from gui.app import build

    app = build(Store.create(tmp_path / "here.duidu"))
    opener = Opener(app)
    other = project(tmp_path, reports=1)
    other.close()
    event = QFileOpenEvent(QUrl.fromLocalFile(str(other.path)))
    assert event.type() == QEvent.Type.FileOpen
    assert opener.eventFilter(app, event)
    assert app.desk.store.path == other.path
    app.close()
