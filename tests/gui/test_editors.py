from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip

from core.facts import Basis, Bound, Direction, Fact, Measure, Status
from gui.editors import (
    ActionEditor,
    CanonicalEditor,
    Editor,
    IndicatorEditor,
    NoteEditor,
    PeriodEditor,
    ValueEditor,
)
from gui.lines import Line
from gui.segments import Segments
from gui.suggesting import Vocabulary
from tests.gui.projects import facts, report, vocabulary

DOCUMENT = report()
FACTS = facts(DOCUMENT)
GDP, BUDGET, GROWTH = FACTS[:3]


@pytest.fixture
def shown(qtbot: Any) -> Iterator[Callable[[Editor, Fact], list[dict[str, Any]]]]:
    """Show an editor with a fact; returns the list that its edits go to."""
    held: list[Editor] = []  # until it is closed: one that nobody held could be collected while its list is painted

    def show(editor: Editor, fact: Fact) -> list[dict[str, Any]]:
        qtbot.addWidget(editor)
        held.append(editor)
        made: list[dict[str, Any]] = []
        editor.committed.connect(made.append)
        editor.load(fact, DOCUMENT)
        with qtbot.waitExposed(editor):
            editor.show()
        editor.begin()
        return made

    yield show
    held.clear()


def near() -> tuple[Fact, ...]:
    return FACTS


def retype(editor: Any, typed: str) -> None:
    editor.line.selectAll()
    QTest.keyClick(editor.line, Qt.Key.Key_Delete)
    editor.line.insert(typed)
    editor.line.setModified(True)
    editor.line.textEdited.emit(typed)


def test_value_unit_and_bound_are_typed_together(shown: Any) -> None:
    editor = ValueEditor(near)
    made = shown(editor, GDP)
    assert editor.line.text() == "105亿元"
    retype(editor, "120亿元以上")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert made == [{"value": Decimal(120), "base_value": Decimal(12000000000), "bound": Bound.GE}]


def test_escape_puts_the_old_value_back(shown: Any) -> None:
    editor = ValueEditor(near)
    made = shown(editor, GDP)
    given_up: list[bool] = []
    editor.cancelled.connect(lambda: given_up.append(True))
    retype(editor, "120亿元")
    editor.line.completer().popup().hide()
    QTest.keyClick(editor.line, Qt.Key.Key_Escape)
    assert (editor.line.text(), made, given_up) == ("105亿元", [], [True])


def test_what_cannot_be_read_changes_nothing_and_says_how_to_write_it(shown: Any) -> None:
    editor = ValueEditor(near)
    made = shown(editor, GDP)
    said: list[str] = []
    editor.trouble.connect(said.append)
    retype(editor, "很多")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert made == []
    assert "28.6亿元" in said[-1]
    assert editor.line.text() == "很多"
    editor.load(BUDGET, DOCUMENT)
    assert said[-1] == ""
    assert editor.line.text() == "6.53亿元"


def test_enter_without_a_change_is_no_act(shown: Any) -> None:
    editor = ValueEditor(near)
    made = shown(editor, GDP)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert made == []


def test_the_unit_alone_can_be_typed_over(shown: Any) -> None:
    editor = ValueEditor(near)
    made = shown(editor, GDP)
    editor.select_unit()
    assert editor.line.selectedText() == "亿元"
    editor.line.insert("万元")
    editor.line.setModified(True)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert made == [{"unit": "万元", "base_value": Decimal(1050000)}]


def test_an_indicator_brings_its_standard_name_and_its_place(shown: Any) -> None:
    editor = IndicatorEditor(Vocabulary(vocabulary()), near, list)
    made = shown(editor, GDP)
    retype(editor, "一般公共预算收入")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    start = DOCUMENT.text.index("一般公共预算收入")
    assert made == [
        {
            "indicator": "一般公共预算收入",
            "indicator_start": start,
            "indicator_end": start + 8,
            "canonical": "一般公共预算收入",
        }
    ]


def test_an_unknown_name_keeps_the_standard_one(shown: Any) -> None:
    editor = IndicatorEditor(Vocabulary(vocabulary()), near, list)
    made = shown(editor, GDP)
    retype(editor, "全市地区生产总值")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert "canonical" not in made[0]


def test_an_indicator_may_not_be_empty(shown: Any) -> None:
    editor = IndicatorEditor(Vocabulary(vocabulary()), near, list)
    made = shown(editor, GDP)
    said: list[str] = []
    editor.trouble.connect(said.append)
    retype(editor, "")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert made == []
    assert said[-1]


def test_initials_offer_names_and_a_click_takes_one(shown: Any) -> None:
    editor = IndicatorEditor(Vocabulary(vocabulary()), near, list)
    made = shown(editor, GDP)
    retype(editor, "gdzc")
    rows = editor.line.completer().model()
    assert [rows.index(n, 0).data() for n in range(rows.rowCount())] == ["固定资产投资"]
    editor.line.completer().activated[QModelIndex].emit(rows.index(0, 0))
    assert made[0]["indicator"] == "固定资产投资"
    assert made[0]["canonical"] == "固定资产投资"


def test_a_standard_indicator_is_one_of_the_vocabulary_or_none(shown: Any) -> None:
    editor = CanonicalEditor(Vocabulary(vocabulary()))
    made = shown(editor, GDP)
    retype(editor, "没有的")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert made == []
    retype(editor, "GDP")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert made == []  # a synonym of what is there already
    retype(editor, "")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert made == [{"canonical": ""}]


def test_an_own_indicator_is_made_by_choosing_it(shown: Any) -> None:
    editor = CanonicalEditor(Vocabulary(vocabulary(), lambda: ["数字经济核心产业增加值"]))
    made = shown(editor, GDP)
    retype(editor, "海洋生产总值")
    rows = editor.line.completer().model()
    last = rows.index(rows.rowCount() - 1, 0)
    assert last.data() == "海洋生产总值"
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert made == []  # typed alone it may be a slip
    editor.line.completer().activated[QModelIndex].emit(last)
    assert made == [{"canonical": "海洋生产总值"}]
    retype(editor, "数字经济核心产业增加值")  # one that the project has already needs no making
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert made[1:] == [{"canonical": "数字经济核心产业增加值"}]


def test_a_period_is_typed_or_taken_from_the_likely_ones(shown: Any) -> None:
    editor = PeriodEditor(near)
    made = shown(editor, GDP)
    assert editor.line.text() == "2020"
    retype(editor, "十三五")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert made == [{"period_start": 2016}]  # 2020 is its end already
    editor._offer()
    chips = [b for b in editor.chips.findChildren(QPushButton) if not b.isHidden()]
    assert any(chip.text() == "2021" for chip in chips)
    next(chip for chip in chips if chip.text() == "2021").click()
    assert made[-1] == {"period_start": 2021, "period_end": 2021}


def test_the_arrows_lead_to_the_likely_periods(shown: Any) -> None:
    editor = PeriodEditor(near)
    made = shown(editor, GDP)
    editor.begin()
    first, second = editor._chips()[:2]
    QTest.keyClick(editor.line, Qt.Key.Key_Down)
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Left)
    QTest.keyClick(first, Qt.Key.Key_Up)
    assert editor.line.hasFocus()
    QTest.keyClick(editor.line, Qt.Key.Key_Down)
    wanted = first.text()
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert editor.line.text() == wanted
    assert len(made) == 1


def test_the_verb_may_be_empty(shown: Any) -> None:
    editor = ActionEditor(near)
    made = shown(editor, GDP.with_(action="实现"))
    retype(editor, "")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert made == [{"action": ""}]


def test_arrows_move_between_choices_and_space_chooses(shown: Any, qtbot: Any) -> None:
    editor = Segments("status", list(Status))
    made = shown(editor, GDP)
    assert editor.group.checkedButton().text() == "预计"
    first = editor.buttons[1]
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert made == []
    QTest.keyClick(editor.buttons[2], Qt.Key.Key_Space)
    assert made == [{"status": Status.TARGET}]


def test_a_digit_chooses_at_once(shown: Any) -> None:
    editor = Segments("status", list(Status))
    made = shown(editor, GDP)
    QTest.keyClick(editor.buttons[0], Qt.Key.Key_9)  # there are only three
    assert made == []
    QTest.keyClick(editor.buttons[0], Qt.Key.Key_3)
    assert made == [{"status": Status.TARGET}]
    assert "3" in editor.buttons[2].toolTip()


def test_the_chosen_part_of_a_choice_is_where_tab_stops(shown: Any) -> None:
    editor = Segments("bound", list(Bound))
    shown(editor, GDP)
    stops = [b.text() for b in editor.buttons if b.focusPolicy() == Qt.FocusPolicy.StrongFocus]
    assert stops == ["等于"]


def test_a_level_turned_into_a_change_gets_direction_and_basis(shown: Any) -> None:
    editor = Segments("measure", list(Measure))
    made = shown(editor, GDP)
    editor.buttons[1].click()
    assert made == [{"measure": Measure.CHANGE, "direction": Direction.UP, "basis": Basis.YOY}]


def test_a_note_is_saved_by_enter_and_may_have_lines(shown: Any) -> None:
    editor = NoteEditor()
    made = shown(editor, GDP)
    editor.box.setPlainText("核对")
    QTest.keyClick(editor.box, Qt.Key.Key_End)
    QTest.keyClick(editor.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    editor.box.insertPlainText("公报")
    QTest.keyClick(editor.box, Qt.Key.Key_Return)
    assert made == [{"note": "核对\n公报"}]


def test_every_editor_has_a_name_for_the_screen_reader(qtbot: Any) -> None:
    known = Vocabulary(vocabulary())
    for editor in (ValueEditor(near), IndicatorEditor(known, near, list), CanonicalEditor(known), PeriodEditor(near)):
        qtbot.addWidget(editor)
        assert editor.line.accessibleName()
    choice = Segments("bound", list(Bound))
    qtbot.addWidget(choice)
    assert all(button.accessibleName() and button.toolTip() for button in choice.buttons)


LONG = "深圳国际生物医药产业高峰论坛、国际智能工业大会、世界汽车标准创新大会等展会"


def test_a_name_too_long_for_its_line_shows_both_its_ends(qtbot: Any) -> None:
    line = Line()
    qtbot.addWidget(line)
    line.resize(200, 30)
    line.setText("地区生产总值")
    assert line.shown() == "地区生产总值"
    line.setText(LONG)
    assert "…" in line.shown()
    assert (line.shown()[0], line.shown()[-1]) == (LONG[0], LONG[-1])
    whole = line.grab().toImage()
    line.setText(LONG.replace("高峰", "高层"))  # what is cut out is not painted
    assert line.grab().toImage() == whole
    line.setText(LONG.replace("展会", "会展"))  # the end is
    assert line.grab().toImage() != whole


def test_the_whole_of_a_cut_name_is_in_its_tool_tip(qtbot: Any) -> None:
    line = Line()
    qtbot.addWidget(line)
    line.resize(200, 30)
    line.setText(LONG)
    line.setToolTip("what to type here")
    with qtbot.waitExposed(line):
        line.show()
    line.clearFocus()
    QApplication.sendEvent(line, QHelpEvent(QEvent.Type.ToolTip, line.rect().center(), line.mapToGlobal(QPoint(9, 9))))
    assert LONG in QToolTip.text()
    QToolTip.hideText()
