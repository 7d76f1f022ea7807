"""Long acts in other processes: the desk reads on, refuses acts in words, and knows afterwards what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from core.edits import Accept, Annotate, Reject, Revert
from core.settings import Settings
from core.store import Query, Store
from gui import errands, wayback
from gui.desk import Desk, Notice
from gui.errands import Errands
from gui.history import History
from gui.intake import Intake, Waiting
from gui.jobs import Jobs
from gui.splitting import Splitting
from gui.theme import Theme
from gui.together import Together
from tests.gui.projects import project

WAIT = 60_000  # ms


@pytest.fixture
def desk(tmp_path: Path, qapp: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("DUIDU_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(errands, "LONG", 5)
    monkeypatch.setattr(wayback, "LONG", 5)
    desk = Desk(project(tmp_path))
    desk.store.merge_seconds = 0
    jobs = Jobs(desk)
    Errands(desk, jobs, desk)
    desk.jobs = jobs
    desk.told = []
    desk.noticed.connect(desk.told.append)
    yield desk
    jobs.close()
    desk.store.close()


def words(desk: Any) -> list[str]:
    return [notice.text for notice in desk.told]


def test_a_long_act_is_done_elsewhere_and_undone_elsewhere(desk: Any, qtbot: Any) -> None:
    ids = tuple(desk.store.find(Query()))
    seen: list[Any] = []
    desk.changed.connect(seen.append)
    with qtbot.waitSignal(desk.returned, timeout=WAIT):
        assert desk.do(Accept(ids)) is None
        assert desk.store.lent
        assert desk.facts(1)  # reading goes on
        assert desk.do(Reject(ids[:1])) is None
        assert "正在完成一项较大的操作" in words(desk)[-1]
        assert desk.undo() is None
    assert desk.counts() == {1: {"accepted": 9}, 2: {"accepted": 9}}
    assert all(fact.state == "accepted" for fact in desk.facts(1))
    assert seen[-1].facts == frozenset(ids)
    notice = desk.told[-1]
    assert notice.text == desk.store.undo_label()
    with qtbot.waitSignal(desk.returned, timeout=WAIT):
        notice.callback()
    assert desk.counts() == {1: {"proposed": 9}, 2: {"proposed": 9}}
    assert desk.told[-1].action == "重做"
    with qtbot.waitSignal(desk.returned, timeout=WAIT):
        desk.told[-1].callback()
    assert desk.counts()[2] == {"accepted": 9}
    act = desk.store.select("SELECT max(id) FROM batch")[0][0]
    with qtbot.waitSignal(desk.returned, timeout=WAIT):
        assert desk.do(Revert((act,))) is None
    assert desk.counts()[2] == {"proposed": 9}


def test_a_short_act_is_done_here(desk: Any) -> None:
    fact = desk.store.find(Query())[0]
    assert desk.do(Annotate((fact,), "短")) is not None
    assert desk.undo() is not None
    assert not desk.store.lent


def test_cancelling_leaves_everything_as_it_was(desk: Any, qtbot: Any) -> None:
    before = list(desk.store.history())
    with qtbot.waitSignal(desk.returned, timeout=WAIT):
        desk.do(Accept(tuple(desk.store.find(Query()))))
        desk.jobs.cancel(desk.jobs.jobs[0])
    assert words(desk)[-1] == "已取消，项目和开始之前一样。"
    assert list(desk.store.history()) == before
    assert desk.do(Accept((desk.store.find(Query())[0],))) is not None


def test_turning_to_another_project_cancels_and_says_so(desk: Any, qtbot: Any, tmp_path: Path) -> None:
    old = desk.store.path
    desk.do(Accept(tuple(desk.store.find(Query()))))
    other = Store.create(tmp_path / "other.duidu")
    desk.jobs.cancel(desk.jobs.jobs[0])
    desk.use(other)
    qtbot.waitUntil(lambda: bool(desk.told), timeout=WAIT)
    assert "取消" in words(desk)[-1]  # which of the two words depends on how quickly the process goes
    with Store.open(old) as store:
        assert store.counts() == {1: {"proposed": 9}, 2: {"proposed": 9}}


def test_a_process_that_is_ended_after_it_was_done_is_not_asked_again(desk: Any, qtbot: Any) -> None:
    ids = tuple(desk.store.find(Query()))
    with qtbot.waitSignal(desk.returned, timeout=WAIT):
        desk.errands._begin("x", _done_and_gone, (ids,), lambda _told: None)
    assert desk.counts() == {1: {"accepted": 9}, 2: {"accepted": 9}}
    assert len(desk.store.select("SELECT 1 FROM batch WHERE label LIKE '%accept%'")) == 1
    assert words(desk)[-1] == desk.store.undo_label()


def _done_and_gone(store: Store, ids: tuple[int, ...]) -> None:
    import os

    store.do(Accept(ids))
    os._exit(1)


class _Deadly:
    """Facts of which the first look ends the process."""

    def __iter__(self) -> Iterator[Any]:
        import os

        os._exit(1)


def changed_files(desk: Any) -> list[Waiting]:
    """Changed versions of both reports; reading the second one's facts ends the process."""
    found = []
    for number, listing in enumerate(desk.documents()):
        old = desk.document(listing.id)
        text = old.text.replace("6.53亿元", "6.58亿元")
        new = replace(old, text=text, original=text, sha256=f"{number:064}", name=f"新{number}.txt")
        facts: Any = _Deadly() if number else ()
        found.append(Waiting(Path(new.name), listing.id, listing.title, new, facts, ""))
    return found


@pytest.mark.parametrize(("answer", "documents"), [("replace", 2), ("beside", 3)])
def test_of_several_files_those_done_and_those_not_done_are_told(
    desk: Any, qtbot: Any, answer: str, documents: int
) -> None:
    together = Together(desk, desk.jobs, lambda _page: None, None)
    with qtbot.waitSignal(desk.returned, timeout=WAIT):
        together.take(changed_files(desk), answer)
    assert len(desk.documents()) == documents
    notice = desk.told[-1]
    assert notice.kind == "warning"
    assert "1" in notice.text
    assert "新1.txt" in notice.text
    assert "新0.txt" not in notice.text
    assert "Process" not in notice.text
    again: list[Any] = []
    together.take = lambda waiting, answer: again.append((waiting, answer))
    notice.callback()
    assert [[each.path.name for each in waiting] for waiting, _ in again] == [["新1.txt"]]
    assert again[0][1] == answer


@pytest.mark.parametrize("answer", ["replace", "beside"])
def test_an_error_of_the_project_ends_what_is_done_file_by_file(
    desk: Any, qtbot: Any, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = Together(desk, desk.jobs, lambda _page: None, None)
    files = [replace(each, facts=()) for each in changed_files(desk)]
    desk.store.readonly = True
    together.take(files, answer)
    desk.store.readonly = False
    assert len(desk.told) == 1
    assert len(desk.documents()) == 2


def test_files_that_do_not_come_in_are_not_counted(desk: Any, qtbot: Any) -> None:
    together = Together(desk, desk.jobs, lambda _page: None, None)
    files = [replace(each, facts=()) for each in changed_files(desk)]
    files[1] = replace(files[1], document=desk.document(1))
    with qtbot.waitSignal(desk.returned, timeout=WAIT):
        together.take(files, "beside")
    assert len(desk.documents()) == 3
    assert "导入 1 份，1 份没有导入" in words(desk)[-1]
    assert any("已有内容相同的报告" in said for said in words(desk))


def test_an_error_there_is_told_here(desk: Any, qtbot: Any) -> None:
    with qtbot.waitSignal(desk.returned, timeout=WAIT):
        desk.do(Accept(tuple(range(1, 9))))
    assert desk.told[-1].kind == "error"
    assert "找不到这条数据" in words(desk)[-1]


def test_copies_are_merged_elsewhere(desk: Any, qtbot: Any, tmp_path: Path) -> None:
    copy = tmp_path / "王.duidu"
    desk.store.snapshot(copy)
    with Store.open(copy) as other:
        other.analyst = "王"
        other.do(Accept((other.find(Query())[0],)))
    together = Together(desk, desk.jobs, lambda _page: None, None)
    with qtbot.waitSignal(desk.returned, timeout=WAIT):
        together.merge([copy])
    assert "改动 1 处" in words(desk)[-1]
    assert desk.counts()[1]["accepted"] == 1
    waited: list[int] = []
    together.merge([copy])
    desk.when_free(lambda: waited.append(1))
    assert not waited
    qtbot.waitUntil(lambda: bool(waited), timeout=WAIT)
    assert "没有新的内容" in words(desk)[-1]


def test_what_waits_for_one_project_never_comes_to_another(desk: Any, qtbot: Any, tmp_path: Path) -> None:
    file = tmp_path / "县.txt"
    file.write_text("2021年政府工作报告\n去年，地区生产总值增长5%。", encoding="utf-8")
    window = QWidget()
    qtbot.addWidget(window)
    intake = Intake(desk, desk.jobs, Settings(tmp_path / "settings.json"), window)
    reading: list[bool] = []
    intake.reading.connect(reading.append)
    desk.store.lent = True  # as while another process writes
    intake.take_in([file])
    qtbot.waitUntil(lambda: not desk.jobs.jobs and reading[-1:] == [True], timeout=WAIT)
    other = Store.create(tmp_path / "other.duidu")
    for job in desk.jobs.jobs:
        desk.jobs.cancel(job)
    desk.use(other)
    desk.returned.emit()  # as when a long act on the other project has ended
    assert desk.documents() == []
    assert reading[-1] is False


def test_what_could_not_be_begun_is_told_and_the_project_stays_writable(
    desk: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr("gui.jobs.processes.pool", refused)
    with qtbot.waitSignal(desk.returned, timeout=WAIT):
        assert desk.do(Accept(tuple(desk.store.find(Query())))) is None
    assert "no more processes" in words(desk)[-1]
    assert not desk.store.lent
    assert desk.jobs.jobs == ()
    assert desk.do(Accept((desk.store.find(Query())[0],))) is not None


def test_what_is_imported_meanwhile_waits(desk: Any, qtbot: Any, tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text("2024年政府工作报告\n地区生产总值增长5%。\n", encoding="utf-8")
    intake = Intake(desk, desk.jobs, Settings(), None)
    summaries: list[Any] = []
    intake.imported.connect(summaries.append)
    desk.store.lent = True
    intake.take_in([report])
    qtbot.waitUntil(lambda: not desk.jobs.jobs, timeout=WAIT)
    qtbot.waitUntil(lambda: not desk.jobs.jobs, timeout=WAIT)
    assert not summaries
    assert len(desk.documents()) == 2
    desk.store.lent = False
    desk.returned.emit()
    qtbot.waitUntil(lambda: bool(summaries), timeout=WAIT)
    assert len(summaries) == 1
    assert len(desk.documents()) == 3


def test_questions_are_answered_from_elsewhere(desk: Any, qtbot: Any) -> None:
    answers: list[Any] = []
    desk.ask("问", Store.counts, done=answers.append)
    assert answers == []
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT)
    assert answers == [desk.counts()]


def test_a_split_that_is_stopped_leaves_no_file(desk: Any, qtbot: Any, tmp_path: Path) -> None:
    dialog = Splitting(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.names.setText("李敏，王强")
    go = dialog.box.button(QDialogButtonBox.StandardButton.Ok)
    dialog.go()
    assert not go.isEnabled()
    dialog.reject()
    qtbot.waitUntil(go.isEnabled, timeout=WAIT)
    assert "没有写出任何文件" in dialog.trouble.text()
    assert not list(tmp_path.glob("*-*.duidu*"))
    assert not list(tmp_path.glob(".*"))
    assert dialog.isVisible()
    dialog.go()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)
    assert {p.name for p in tmp_path.glob("*-*.duidu")} == {"project-李敏.duidu", "project-王强.duidu"}
    assert "李敏" in words(desk)[-1]


def test_what_going_back_would_leave_is_looked_up_elsewhere(desk: Any, qtbot: Any) -> None:
    ids = tuple(desk.store.find(Query()))
    with qtbot.waitSignal(desk.returned, timeout=WAIT):
        desk.do(Accept(ids))
    panel = History(desk, Theme("light"))
    qtbot.addWidget(panel)
    panel.show()
    panel.look()
    panel.table.selectRow(0)
    with qtbot.waitSignal(desk.returned, timeout=WAIT):
        panel.revert_steps()
        assert not desk.store.lent  # first it is looked up
    assert desk.counts() == {1: {"proposed": 9}, 2: {"proposed": 9}}


def test_a_project_that_can_only_be_read_is_left_alone(desk: Any, qtbot: Any) -> None:
    desk.store.readonly = True
    desk.write("x", _done_and_gone, (), done=print)
    assert desk.told[-1].kind == "error"
    assert isinstance(desk.told[-1], Notice)
    desk.store.readonly = False
