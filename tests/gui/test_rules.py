from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QListWidgetItem

from core.edits import Correct, Reject
from core.facts import State
from core.messages import set_language
from gui.desk import Desk
from gui.jobs import Jobs
from gui.rules import RULE, Rules
from gui.theme import Theme
from tests.gui.projects import nth


def opened(desk: Desk, jobs: Jobs, qtbot: Any) -> Rules:
    dialog = Rules(desk, jobs, Theme("light"))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not jobs.jobs, timeout=20_000)
    return dialog


def row(dialog: Rules, words: str) -> QListWidgetItem:
    """The rule whose sentence holds these words."""
    (found,) = (item for n in range(dialog.rules.count()) if words in (item := dialog.rules.item(n)).text())
    return found


def test_without_decisions_the_empty_list_says_what_will_stand_there(desk: Desk, jobs: Jobs, qtbot: Any) -> None:
    dialog = opened(desk, jobs, qtbot)
    assert dialog.none.isVisible()
    assert any(label.text() == "还没有规则" for label in dialog.none.findChildren(QLabel))
    assert not dialog.split.isVisible()  # no empty lists, nothing to apply
    assert not dialog.go.isVisible()


def test_a_corrected_name_is_shown_in_words_previewed_and_used_as_one_act(desk: Desk, jobs: Jobs, qtbot: Any) -> None:
    desk.do(Correct((nth(desk, 5).id,), {"indicator": "劳动力"}))
    dialog = opened(desk, jobs, qtbot)
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert dialog.head.text() == "按启用的规则，会改变 2 条待审的提案"
    assert dialog.rules.item(1).text() == "指标“农村劳动力”改为“劳动力”\n来自 1 次决定，会改变 2 条"
    assert dialog.model.said(0) == "约900名  农村劳动力 → 劳动力"
    dialog.model.toggle(dialog.model.index(1))
    assert dialog.go.text() == "应用到 1 条提案"
    dialog.go.click()
    assert [nth(desk, 5, report).indicator for report in range(3)] == ["劳动力", "劳动力", "农村劳动力"]
    assert nth(desk, 5, 1).state is State.PROPOSED
    assert desk.store.undo_label() == "应用学到的规则"
    desk.undo()
    assert nth(desk, 5, 1).indicator == "农村劳动力"


def test_a_rule_can_be_switched_off_and_takes_its_changes_back(desk: Desk, jobs: Jobs, qtbot: Any) -> None:
    desk.do(Correct((nth(desk, 5).id,), {"indicator": "劳动力"}))
    opened(desk, jobs, qtbot).go.click()
    dialog = opened(desk, jobs, qtbot)
    assert not dialog.go.isEnabled()
    row(dialog, "指标“农村劳动力”改为").setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: not jobs.jobs, timeout=20_000)
    assert dialog.model.said(0) == "约900名  劳动力 → 农村劳动力"
    dialog.go.click()
    assert nth(desk, 5, 1).machine is None
    dialog = opened(desk, jobs, qtbot)
    assert row(dialog, "指标“农村劳动力”改为").checkState() == Qt.CheckState.Unchecked


def test_a_switch_recounts_at_once_and_says_the_difference(desk: Desk, jobs: Jobs, qtbot: Any) -> None:
    desk.do(Correct((nth(desk, 5).id,), {"indicator": "劳动力"}))
    dialog = opened(desk, jobs, qtbot)
    rule = row(dialog, "指标“农村劳动力”改为")
    place = dialog.rules.row(rule)
    rule.setCheckState(Qt.CheckState.Unchecked)
    # Before anything is worked out anew: what the rule alone would have changed is gone, and that it is being counted.
    assert dialog.model.rowCount() == 0
    assert dialog.count.text() == "正在重新计算…"
    assert not dialog.go.isEnabled()
    qtbot.waitUntil(lambda: not jobs.jobs, timeout=20_000)
    assert dialog.head.text() == "按启用的规则，会改变 0 条待审的提案（比原来少 2 条）"
    assert dialog.go.isEnabled()
    assert dialog.rules.row(row(dialog, "指标“农村劳动力”改为")) == place
    row(dialog, "指标“农村劳动力”改为").setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: not jobs.jobs, timeout=20_000)
    assert dialog.head.text() == "按启用的规则，会改变 2 条待审的提案"
    assert dialog.model.rowCount() == 2


def test_a_rule_is_switched_at_its_tick_and_shown_whole(desk: Desk, jobs: Jobs, qtbot: Any) -> None:
    desk.do(Correct((nth(desk, 5).id,), {"indicator": "劳动力"}))
    dialog = opened(desk, jobs, qtbot)
    item, view = row(dialog, "指标“农村劳动力”改为"), dialog.rules
    place = view.visualItemRect(item)
    assert place.height() >= 2 * view.fontMetrics().height()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())  # beside the tick: chosen only
    assert (item.checkState(), view.currentItem()) == (Qt.CheckState.Checked, item)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.topLeft() + QPoint(16, 14))
    assert item.checkState() == Qt.CheckState.Unchecked
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert item.checkState() == Qt.CheckState.Checked
    qtbot.waitUntil(lambda: not jobs.jobs, timeout=20_000)


def test_what_was_unticked_stays_so_through_a_switch(desk: Desk, jobs: Jobs, qtbot: Any) -> None:
    desk.do(Correct((nth(desk, 5).id,), {"indicator": "劳动力"}))
    dialog = opened(desk, jobs, qtbot)
    dialog.model.toggle(dialog.model.index(1))
    for state in (Qt.CheckState.Unchecked, Qt.CheckState.Checked):
        row(dialog, "指标“农村劳动力”改为").setCheckState(state)
        qtbot.waitUntil(lambda: not jobs.jobs, timeout=20_000)
    assert dialog.go.text() == "应用到 1 条提案"


def test_what_was_rejected_is_offered_to_be_rejected_elsewhere(desk: Desk, jobs: Jobs, qtbot: Any) -> None:
    desk.do(Reject((nth(desk, 5).id,)))
    dialog = opened(desk, jobs, qtbot)
    assert dialog.rules.item(1).text().startswith("“农村劳动力”（单位：名）不是数据")
    assert dialog.model.said(0) == "拒绝：农村劳动力 约900名"
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    dialog.go.click()
    assert [nth(desk, 5, report).state for report in (1, 2)] == [State.PROPOSED, State.REJECTED]


def test_rules_read_in_english_too(desk: Desk, jobs: Jobs, qtbot: Any) -> None:
    set_language("en")
    try:
        for report in (0, 1):
            desk.do(Correct((nth(desk, 1, report).id,), {"period_start": 2016}))
        dialog = opened(desk, jobs, qtbot)
        lines = [dialog.rules.item(n).text() for n in range(1, dialog.rules.count())]
        assert any("the year before the report's becomes 5 years before" in line for line in lines)
    finally:
        set_language("zh")


def test_the_first_row_shows_all(desk: Desk, jobs: Jobs, qtbot: Any) -> None:
    desk.do(Correct((nth(desk, 5).id,), {"indicator": "劳动力"}))
    desk.do(Correct((nth(desk, 4).id,), {"action": "建成"}))
    dialog = opened(desk, jobs, qtbot)
    assert dialog.rules.item(0).data(RULE) is None
    assert dialog.model.rowCount() == 4
    dialog.rules.setCurrentRow(2)
    assert dialog.model.rowCount() == 2
