from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.documents import Document
from core.edits import Accept, Add, Correct, Reject, Remove
from core.extraction.reasons import reason
from core.facts import Bound, Fact, State, Status
from core.messages import set_language
from core.store import Store
from gui.desk import Desk
from gui.evidence import Elided, Evidence
from gui.factcard import FactCard
from gui.theme import Theme
from tests.gui.projects import project, vocabulary


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(project(tmp_path))
    yield desk
    desk.store.close()


@pytest.fixture
def card(desk: Desk, qtbot: Any) -> FactCard:
    card = FactCard(desk, vocabulary(), Theme("light"))
    qtbot.addWidget(card)
    card.resize(360, 800)
    with qtbot.waitExposed(card):
        card.show()
    return card


def first(desk: Desk, number: int = 0) -> Any:
    document = desk.documents()[0].id
    fact = desk.facts(document)[number]
    desk.select(document, fact.id)
    return fact


def type_into(card: FactCard, name: str, typed: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    line = card.face.rows[name].editor.line
    line.setFocus()
    line.setText(typed)
    line.setModified(True)
    QTest.keyClick(line, key)


def test_of_a_heading_no_crumb_is_shown_on_the_card(qtbot: Any) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    where = Elided()
    where.setParent(holder)
    holder.resize(600, 60)
    with qtbot.waitExposed(holder):
        holder.show()
    where.set_text("哈尔滨市 2024", "一、2023年工作回顾")
    letters = where.fontMetrics()
    for words, shown in (
        ("哈尔滨市 2024 · 一、2023年工作回顾", "哈尔滨市 2024 · 一、2023年工作回顾"),
        ("哈尔滨市 2024 · 一、2…", "哈尔滨市 2024"),
        ("哈尔滨市 2024 ", "哈尔滨市 2024"),
    ):
        where.resize(letters.horizontalAdvance(words) + 2, 20)
        assert where.text() == shown
        assert where.toolTip() == "哈尔滨市 2024 · 一、2023年工作回顾"
    where.resize(letters.horizontalAdvance("哈尔滨市 2024 · 一、2023年…") + 2, 20)
    assert where.text().startswith("哈尔滨市 2024 · 一、2")


def test_a_cut_sentence_keeps_what_stands_before_its_figure(qtbot: Any) -> None:
    words = "甲" * 80 + "深入实施稳增长、强信心、护主体行动，出台政策22条" + "乙" * 200
    start = words.index("22条")
    fact = Fact(start, start + 3, "22条", Decimal(22), "条", Decimal(22), "条")
    evidence = Evidence()
    qtbot.addWidget(evidence)
    evidence.show_fact(fact, Document.plain(words), Theme("light"))
    assert "深入实施" in evidence.text()
    assert "乙" in evidence.text()
    assert evidence.text().count("…") == 2


def test_a_long_sentence_is_shown_whole_at_any_width(qtbot: Any) -> None:
    words = "积极应对疫情影响、需求承压等叠加挑战，深入实施“稳增长、强信心”行动，" * 4 + "出台政策22条。"
    start = words.index("22条")
    fact = Fact(start, start + 3, "22条", Decimal(22), "条", Decimal(22), "条")
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    evidence = Evidence()
    column.addWidget(evidence)
    column.addStretch(1)
    evidence.show_fact(fact, Document.plain(words), Theme("light"))
    with qtbot.waitExposed(holder):
        holder.show()
    for width in (240, 320, 480):
        holder.resize(width, 700)
        qtbot.waitUntil(lambda: evidence.height() == evidence.heightForWidth(evidence.width()))


def test_without_a_selection_it_says_what_to_do(card: FactCard) -> None:
    assert card._pages.currentIndex() == 0


def test_it_shows_the_fact_that_is_selected(card: FactCard, desk: Desk) -> None:
    first(desk)
    assert card._pages.currentIndex() == 1
    assert card.face.rows["indicator"].editor.line.text() == "地区生产总值"
    assert card.face.rows["value"].editor.line.text() == "105亿元"
    assert card.face.rows["period"].editor.line.text() == "2020"
    assert card.face.state.text() == "提案"
    assert "105亿元" in card.face.evidence.text()
    assert "10,500,000,000元" in card.face.rows["value"].base.text()
    assert not card.face.rows["direction"].editor.isVisibleTo(card)


def test_an_edit_is_one_act_and_keeps_the_machines_original(card: FactCard, desk: Desk) -> None:
    fact = first(desk)
    type_into(card, "value", "115亿元")
    now = desk.fact(fact.id)
    assert (now.value, now.base_value, now.state) == (115, Decimal(11500000000), State.CORRECTED)
    row = card.face.rows["value"]
    assert "105亿元" in row.machine.text()
    assert row.restore.isVisibleTo(card)
    assert "李敏" in card.face.decided.text()
    row.restore.setFocus()
    row.restore.click()
    assert row.editor.isAncestorOf(card.focusWidget())
    assert desk.fact(fact.id).value == 105
    assert not row.machine.isVisibleTo(card)
    desk.undo()
    assert desk.fact(fact.id).value == 115


def test_a_choice_is_one_act(card: FactCard, desk: Desk) -> None:
    fact = first(desk)
    card.face.rows["status"].editor.buttons[0].click()
    assert desk.fact(fact.id).status is Status.ACTUAL
    assert "预计" in card.face.rows["status"].machine.text()


def test_bound_and_value_say_the_same(card: FactCard, desk: Desk) -> None:
    fact = first(desk)
    card.face.rows["bound"].editor.buttons[1].click()
    assert desk.fact(fact.id).bound is Bound.GE
    assert card.face.rows["value"].editor.line.text() == "105亿元以上"


def test_a_range_needs_its_two_numbers(card: FactCard, desk: Desk) -> None:
    fact = first(desk)
    card.face.rows["bound"].editor.buttons[4].click()
    assert desk.fact(fact.id).state is State.PROPOSED
    assert card.face.rows["value"].trouble.text()
    type_into(card, "value", "105-110亿元")
    assert desk.fact(fact.id).base_value_high == Decimal(11000000000)
    card.face.rows["bound"].editor.buttons[0].click()
    now = desk.fact(fact.id)
    assert (now.bound, now.base_value_high) == (Bound.EQ, None)


def test_doubt_is_said_in_words_beside_the_field(card: FactCard, desk: Desk) -> None:
    fact = first(desk, 3)
    row = card.face.rows["period"]
    assert row.doubt.isVisibleTo(card)
    assert "存疑" in row.doubt.text()
    assert "2020年工作回顾" in row.doubt.text()
    assert row.sign.isVisibleTo(card)
    desk.do(Accept((fact.id,)))
    assert not row.doubt.isVisibleTo(card)


def test_a_line_says_in_a_sentence_how_it_came_about(card: FactCard, desk: Desk) -> None:
    fact = first(desk).with_(why=(("measure", "change_word", "增长"), ("period", "unheard_of", "去年")))
    row = card.face.rows["measure"]
    row.show_remarks(fact, None, visible=True)
    assert row.label.toolTip() == reason(fact, "measure") != ""
    row = card.face.rows["period"]  # a rule without a sentence: its words alone
    row.show_remarks(fact, None, visible=True)
    assert row.label.toolTip() == "依据：去年"


def test_buttons_follow_the_state(card: FactCard, desk: Desk) -> None:
    fact = first(desk)
    card.face.accept_button.click()
    assert desk.fact(fact.id).state is State.ACCEPTED
    assert not card.face.accept_button.isEnabled()
    card.face.reject_button.click()
    assert desk.fact(fact.id).state is State.REJECTED
    assert not card.face.reject_button.isEnabled()
    card.face.reopen_button.click()
    assert desk.fact(fact.id).state is State.PROPOSED
    assert not card.face.reopen_button.isVisibleTo(card)


def test_a_note_belongs_to_the_fact(card: FactCard, desk: Desk) -> None:
    fact = first(desk)
    card.edit("note")
    card.face.note.box.setPlainText("与公报不一致")
    QTest.keyClick(card.face.note.box, Qt.Key.Key_Return)
    assert desk.fact(fact.id).note == "与公报不一致"


def test_moving_on_saves_what_was_typed(card: FactCard, desk: Desk, qtbot: Any) -> None:
    fact = first(desk)
    card.edit("indicator")
    qtbot.waitUntil(card.face.rows["indicator"].editor.line.hasFocus)
    line = card.face.rows["indicator"].editor.line
    line.setText("全市地区生产总值")
    line.setModified(True)
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert desk.fact(fact.id).indicator == "全市地区生产总值"
    assert desk.fact(fact.id).canonical == "地区生产总值"


def test_the_keyboard_goes_back_after_the_field_it_came_for(card: FactCard, desk: Desk) -> None:
    first(desk)
    back: list[bool] = []
    card.left.connect(lambda: back.append(True))
    card.edit("period")
    type_into(card, "period", "2021")
    assert back == [True]
    type_into(card, "period", "2020")  # the analyst stayed in the card: no sending away
    assert back == [True]
    QTest.keyClick(card.face.rows["period"].editor.line, Qt.Key.Key_Escape)
    assert back == [True, True]


def test_edit_goes_to_the_most_doubtful_field(card: FactCard, desk: Desk, qtbot: Any) -> None:
    first(desk, 3)
    card.edit()
    qtbot.waitUntil(card.face.rows["period"].editor.line.hasFocus)
    first(desk, 0)
    card.edit()
    qtbot.waitUntil(card.face.rows["value"].editor.line.hasFocus)


def test_undo_elsewhere_shows_here(card: FactCard, desk: Desk) -> None:
    fact = first(desk)
    desk.do(Correct((fact.id,), {"indicator": "GDP"}))
    assert card.face.rows["indicator"].editor.line.text() == "GDP"
    desk.undo()
    assert card.face.rows["indicator"].editor.line.text() == "地区生产总值"


def test_a_hidden_card_catches_up_when_shown(card: FactCard, desk: Desk) -> None:
    card.hide()
    fact = first(desk, 1)
    desk.do(Reject((fact.id,)))
    assert card.fact is None
    card.show()
    assert card.fact is not None
    assert card.fact.state is State.REJECTED


def test_the_machines_values_are_shown_in_english_too(desk: Desk, qtbot: Any) -> None:
    set_language("en")
    card = FactCard(desk, vocabulary(), Theme("dark"))
    qtbot.addWidget(card)
    card.show()
    fact = first(desk)
    desk.do(Correct((fact.id,), {"status": Status.TARGET}))
    assert "Machine: Estimate" in card.face.rows["status"].machine.text()


def test_every_control_has_a_name(card: FactCard, desk: Desk) -> None:
    first(desk, 3)
    for kind in (QAbstractButton, QLineEdit, QPlainTextEdit):
        for widget in card.findChildren(kind):
            assert widget.accessibleName() or (isinstance(widget, QPushButton) and widget.text()), widget


def test_every_field_is_reached_by_tab(card: FactCard, desk: Desk, qtbot: Any) -> None:
    first(desk, 3)
    card.activateWindow()
    card.face.rows["indicator"].editor.line.setFocus()
    seen = set()
    for _ in range(40):
        widget = card.focusWidget()
        seen |= {name for name, row in card.face.rows.items() if widget is not None and row.editor.isAncestorOf(widget)}
        seen |= {"note"} if widget is card.face.note.box else set()
        seen |= {"tags"} if widget is card.face.tags.button else set()
        card.focusNextChild()
    assert seen == {*card.face.rows, "note", "tags"}


def test_what_cannot_be_saved_does_not_look_saved(tmp_path: Path, qtbot: Any) -> None:
    project(tmp_path).close()
    desk = Desk(Store.open(tmp_path / "project.duidu", readonly=True))
    card = FactCard(desk, vocabulary(), Theme("light"))
    qtbot.addWidget(card)
    card.show()
    told: list[Any] = []
    desk.noticed.connect(told.append)
    first(desk)
    type_into(card, "value", "115亿元")
    assert told[-1].kind == "error"
    assert card.face.rows["value"].editor.line.text() == "105亿元"
    card.face.rows["status"].editor.buttons[2].click()
    assert card.face.rows["status"].editor.group.checkedButton().text() == "预计"
    desk.store.close()


def test_a_removed_report_takes_its_fact_off_the_card(card: FactCard, desk: Desk) -> None:
    fact = first(desk)
    desk.do(Remove((fact.document,)))
    assert card.fact is None
    assert card._pages.currentIndex() == 0
    desk.undo()
    desk.select(fact.document, fact.id)
    assert card.fact is not None


def test_undo_means_the_last_act_once_nothing_typed_is_left(card: FactCard, desk: Desk) -> None:
    first(desk)
    line = card.face.rows["indicator"].editor.line
    line.setFocus()
    line.insert("某")
    assert line.isUndoAvailable()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert not line.isUndoAvailable()
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(line, event)
    assert not event.isAccepted()


def test_a_fact_without_a_number_can_be_shown_and_given_one(card: FactCard, desk: Desk) -> None:
    seen = first(desk)
    at = desk.document(seen.document).text.index("持平")
    words = Fact(at, at + 2, "持平", None, "", None, "", indicator="地区生产总值", document=seen.document)
    touched = desk.do(Add(words))
    assert touched is not None
    desk.select(seen.document, min(touched.facts))
    assert card.face.rows["value"].editor.line.text() == "持平"
    assert card.face.state.text() == "补充"
    assert not card.face.rows["value"].machine.isVisibleTo(card)
    type_into(card, "value", "0%")
    assert desk.fact(min(touched.facts)).value == 0


def test_the_screen_reader_hears_the_fact(card: FactCard, desk: Desk) -> None:
    first(desk)
    spoken = QAccessible.queryAccessibleInterface(card)
    assert spoken.text(QAccessible.Text.Name) == "数据卡"
    heard = spoken.text(QAccessible.Text.Description)
    assert "地区生产总值 105亿元，2020" in heard
    line = QAccessible.queryAccessibleInterface(card.face.rows["value"].editor.line)
    assert line.text(QAccessible.Text.Name) == "数值"
    assert line.text(QAccessible.Text.Value) == "105亿元"


def worded(desk: Desk, words: str = "转移农村劳动力") -> Fact:
    """A fact that is recorded without a number."""
    document = desk.documents()[0].id
    start = desk.document(document).text.index(words)
    fact = Fact(start, start + len(words), words, None, "", None, "", indicator="农村劳动力", document=document)
    touched = desk.do(Add(fact))
    assert touched is not None
    (key,) = touched.facts
    desk.select(document, key)
    return desk.fact(key)


def test_a_fact_without_a_number_says_so_and_claims_no_equality(card: FactCard, desk: Desk) -> None:
    fact = worded(desk)
    value = card.face.rows["value"]
    assert value.editor.line.text() == fact.quantity
    assert value.base.text() == "原文没有数字，照原话记录；可以补上数字"
    assert card.face.rows["bound"].editor.group.checkedButton() is None
    type_into(card, "value", "900名")
    now = desk.fact(fact.id)
    assert (now.value, now.unit, now.quantity) == (900, "名", fact.quantity)
    assert card.face.rows["bound"].editor.group.checkedButton() is not None
    assert not value.base.isVisibleTo(card)


def test_a_number_that_the_text_does_not_give_is_taken_out_by_emptying_the_field(card: FactCard, desk: Desk) -> None:
    fact = first(desk)
    type_into(card, "value", "")
    now = desk.fact(fact.id)
    assert (now.value, now.unit, now.base_value, now.quantity) == (None, "", None, fact.quantity)
    assert card.face.rows["value"].editor.line.text() == fact.quantity
    desk.undo()
    assert desk.fact(fact.id).value == fact.value


def test_no_change_is_said_in_the_word_that_reports_use(card: FactCard, desk: Desk) -> None:
    fact = worded(desk)
    type_into(card, "value", "持平")
    now = desk.fact(fact.id)
    assert (now.value, now.measure, now.direction, now.basis) == (0, "change", "flat", "yoy")
    assert card.face.rows["value"].editor.line.text() == "持平"
