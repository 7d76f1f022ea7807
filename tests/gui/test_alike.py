from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton, QWidget

from core.edits import Accept, Correct, Reject, Revert
from core.facts import State
from gui.alike import Offers, Same, rule_for, told
from gui.desk import Desk, Notice
from gui.likes import Likes
from gui.theme import Theme
from gui.toasts import Toasts
from tests.gui.projects import project


@pytest.fixture
def desk(tmp_path: Path, qapp: Any) -> Iterator[Desk]:
    desk = Desk(project(tmp_path, reports=3))
    yield desk
    desk.store.close()


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def notices(desk: Desk) -> list[Any]:
    heard: list[Any] = []
    desk.noticed.connect(heard.append)
    return heard


def fact(desk: Desk, number: int) -> Any:
    return desk.facts(desk.documents()[0].id)[number]


def same(desk: Desk, number: int, qtbot: Any) -> Same:
    chosen = desk.fact(fact(desk, number).id)
    rule = rule_for(chosen, desk)
    assert rule is not None
    dialog = Same(desk, Theme("light"), rule, chosen)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_correction_is_offered_for_its_likes(desk: Desk, window: QWidget, notices: list[Any]) -> None:
    offers = Offers(desk, Theme("light"), window)
    desk.do(Correct((fact(desk, 5).id,), {"indicator": "转移劳动力"}))
    assert [n.text for n in notices] == ["还有 2 条相同的提案"]
    assert notices[0].action == "一并改正…"
    notices[0].callback()
    dialog = window.findChild(Same)
    assert dialog.model.rowCount() == 2
    dialog.do()
    assert [desk.facts(d.id)[5].indicator for d in desk.documents()] == ["转移劳动力"] * 3
    desk.undo()
    assert [desk.facts(d.id)[5].indicator for d in desk.documents()[1:]] == ["农村劳动力"] * 2
    assert offers.parent() is window


def test_a_rejection_is_offered_and_an_acceptance_is_not(desk: Desk, window: QWidget, notices: list[Any]) -> None:
    Offers(desk, Theme("light"), window)
    desk.do(Accept((fact(desk, 0).id,)))
    desk.do(Correct((fact(desk, 1).id,), {"value": 7}))
    assert notices == []
    desk.do(Reject((fact(desk, 4).id,)))
    assert notices[0].action == "一并拒绝…"
    desk.do(Reject((fact(desk, 6).id, fact(desk, 7).id)))  # many at once: the analyst has just looked at them
    assert len(notices) == 1


def test_only_what_is_ticked_is_decided(desk: Desk, qtbot: Any) -> None:
    dialog = same(desk, 0, qtbot)
    assert dialog.model.rowCount() == 6
    assert dialog.go.text() == "采纳 6 条"
    dialog.view.setCurrentIndex(dialog.model.index(1))
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    assert dialog.go.text() == "采纳 5 条"
    left_out = dialog.model.fact(1).id
    QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    assert desk.fact(left_out).state is State.PROPOSED
    accepted = [f for d in desk.documents() for f in desk.facts(d.id) if f.state is State.ACCEPTED]
    assert len(accepted) == 5
    desk.undo()
    assert not any(f.state is State.ACCEPTED for d in desk.documents() for f in desk.facts(d.id))


def test_it_can_be_kept_to_one_report_and_to_what_is_sure(desk: Desk, qtbot: Any) -> None:
    dialog = same(desk, 3, qtbot)
    assert dialog.model.rowCount() == 3
    dialog.scope.setCurrentIndex(1)
    assert dialog.model.rowCount() == 1
    dialog.level.setCurrentIndex(dialog.level.findData(0.85))
    assert dialog.model.rowCount() == 0
    assert not dialog.go.isEnabled()


def test_none_or_all_are_ticked_at_once(desk: Desk, qtbot: Any) -> None:
    dialog = same(desk, 0, qtbot)
    dialog.model.tick_all(False)
    assert not dialog.go.isEnabled()
    dialog.model.tick_all(True)
    assert len(dialog.model.chosen()) == 6


def test_it_says_what_will_change(desk: Desk, qtbot: Any) -> None:
    chosen = fact(desk, 1)
    desk.do(Correct((chosen.id,), {"period_start": 2016, "period_end": 2019}))
    now = desk.fact(chosen.id)
    rule = rule_for(now, desk)
    assert rule is not None
    assert told(rule, now) == "时期：2020 改为 2016–2019"
    dialog = same(desk, 1, qtbot)
    assert dialog.model.rowCount() == 4
    dialog.scope.setCurrentIndex(dialog.scope.findData("sentence"))  # a frame of time may be wrong there only
    assert dialog.model.rowCount() < 4


def test_the_list_is_a_sound_model_and_is_drawn(desk: Desk, qtbot: Any) -> None:
    dialog = same(desk, 0, qtbot)
    tester = QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert isinstance(dialog.model, Likes)
    dialog.grab()
    assert "地区生产总值" in dialog.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    del tester


def test_by_key_it_is_opened_for_the_selected_fact(desk: Desk, window: QWidget, notices: list[Any]) -> None:
    offers = Offers(desk, Theme("light"), window)
    offers.open()
    desk.select(desk.documents()[0].id, fact(desk, 0).id)
    offers.open()
    assert window.findChild(Same) is not None
    lone = fact(desk, 5)
    desk.do(Reject(tuple(desk.facts(d.id)[5].id for d in desk.documents())))
    desk.select(lone.document, lone.id)
    offers.open()
    assert notices[-1].kind == "warning"


def test_what_follows_in_the_sentence_changes_along_and_a_toast_takes_it_back(
    desk: Desk, window: QWidget, notices: list[Any]
) -> None:
    offers = Offers(desk, Theme("light"), window)
    first, second = fact(desk, 1), fact(desk, 2)  # 一般公共预算收入实现6.53亿元，同比增长10.8%
    desk.do(Correct((first.id,), {"period_start": 2019, "period_end": 2019}))
    assert [(desk.fact(second.id).period_start, desk.fact(second.id).state)] == [(2019, State.PROPOSED)]
    said = next(notice for notice in notices if notice.text.startswith("同句中其后"))
    said.callback()
    assert desk.fact(second.id).period_start == second.period_start
    assert desk.fact(first.id).period_start == 2019
    del offers


def test_undo_takes_a_correction_back_with_what_went_along(desk: Desk, window: QWidget) -> None:
    offers = Offers(desk, Theme("light"), window)
    first, second = fact(desk, 1), fact(desk, 2)
    desk.do(Accept((fact(desk, 0).id,)))
    desk.do(Correct((first.id,), {"period_start": 2019, "period_end": 2019}))
    for _ in range(2):
        desk.undo_joined()
        assert desk.selection.fact == first.id
        assert desk.fact(first.id).state is State.PROPOSED
        assert desk.fact(second.id).period_start == second.period_start
        desk.redo_joined()
        assert desk.fact(first.id).period_start == desk.fact(second.id).period_start == 2019
    desk.undo_joined()
    desk.undo_joined()  # from here on one by one
    assert desk.fact(fact(desk, 0).id).state is State.PROPOSED
    assert desk.redo_joined() is not None
    assert desk.fact(first.id).state is State.PROPOSED
    del offers


def test_what_went_along_goes_back_with_the_correction(desk: Desk, window: QWidget, notices: list[Any]) -> None:
    offers = Offers(desk, Theme("light"), window)
    first, second = fact(desk, 1), fact(desk, 2)
    old = {"period_start": first.period_start, "period_end": first.period_end}
    desk.do(Correct((first.id,), {"period_start": 2019, "period_end": 2019}))
    desk.do(Correct((first.id,), old))
    assert notices[-1].text == "同句中随之改变的 1 条提案也已还原"
    assert desk.fact(second.id).machine is None
    desk.do(Correct((first.id,), {"period_start": 2019, "period_end": 2019}))
    acts = desk.store.select("SELECT id FROM batch ORDER BY id DESC LIMIT 2")
    assert desk.fact(second.id).period_start == 2019
    desk.do(Revert((acts[1][0],)))
    assert desk.fact(second.id).period_start == second.period_start
    del offers


def test_a_toast_takes_back_its_own_act_and_no_later_one(desk: Desk, notices: list[Any]) -> None:
    desk.do(Accept((fact(desk, 0).id,)))
    desk.notice("已采纳", action="撤销", callback=desk.undo)
    desk.do(Reject((fact(desk, 4).id,)))
    notices[-1].callback()
    assert (fact(desk, 0).state, fact(desk, 4).state) == (State.ACCEPTED, State.REJECTED)
    assert notices[-1].text.startswith("之后又有别的操作")
    desk.undo()
    desk.do(Accept((fact(desk, 5).id,)))
    desk.notice("已采纳", action="撤销", callback=desk.undo)
    notices[-1].callback()
    assert fact(desk, 5).state is State.PROPOSED


def test_the_same_words_about_another_fact_are_another_toast(window: QWidget, qtbot: Any) -> None:
    toasts, done = Toasts(window, Theme("light")), []
    window.show()
    for number in (1, 2):
        toasts.show(
            Notice("还有 2 条相同的提案", action="一并改正…", callback=lambda number=number: done.append(number))
        )
    assert toasts.shown() == ["还有 2 条相同的提案"]
    (button,) = (each for each in window.findChildren(QPushButton) if each.text() == "一并改正…" and each.isVisible())
    button.click()
    assert done == [2]
    toasts.clear()
