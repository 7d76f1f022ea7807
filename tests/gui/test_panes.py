from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget

from core.edits import Accept, Correct, Remove
from core.facts import Measure, State, Status
from gui.actions import Actions
from gui.choosing import Popup, called, described, names, shortened, sought, told_apart
from gui.desk import Desk
from gui.panes import MOST, Look, Panes
from gui.reviewing import Review
from gui.theme import Theme
from tests.gui.projects import project
from tests.gui.windows import shown_panes


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(project(tmp_path, reports=3))
    yield desk
    desk.store.close()


@pytest.fixture
def panes(desk: Desk, qtbot: Any) -> Panes:
    return shown_panes(desk, qtbot, count=2)


def notices(desk: Desk) -> list[str]:
    told: list[str] = []
    desk.noticed.connect(lambda notice: told.append(notice.text))
    return told


def fact(desk: Desk, document: int, quantity: str) -> Any:
    return next(f for f in desk.facts(document) if f.quantity == quantity)


def test_one_to_six_panes(panes: Panes, desk: Desk, qtbot: Any) -> None:
    told = notices(desk)
    while len(panes.panes) < MOST:
        assert panes.add() is not None
    assert panes.add() is None
    assert len(told) == 1
    for arrangement in ("rows", "grid", "columns"):
        panes.arrange(arrangement)
        qtbot.waitUntil(lambda: all(pane.isVisible() for pane in panes.panes))
    for _ in range(MOST):
        panes.close_pane()
    assert len(panes.panes) == 1
    assert panes.panes[0].document is None


def test_six_panes_fit_beside_each_other(panes: Panes, qtbot: Any) -> None:
    while len(panes.panes) < MOST:
        panes.add()
    # What the card leaves of a small screen.
    qtbot.waitUntil(lambda: panes.minimumSizeHint().width() <= 1280 - 376)
    panes.resize(900, 600)
    qtbot.waitUntil(lambda: all(pane.width() >= 130 and pane.chooser.isVisible() for pane in panes.panes))
    assert panes.width() == 900


def test_in_a_grid_four_panes_share_two_rows(panes: Panes, qtbot: Any) -> None:
    panes.add()
    panes.add()
    panes.arrange("grid")

    def corners() -> set[tuple[int, int]]:
        return {pane.mapTo(panes, pane.rect().topLeft()).toTuple() for pane in panes.panes}

    qtbot.waitUntil(lambda: len({x for x, _ in corners()}) == len({y for _, y in corners()}) == 2)
    assert len(corners()) == 4


def test_a_closed_pane_hands_over_to_its_neighbour(panes: Panes) -> None:
    first, second = panes.panes
    panes.close_pane(first)
    assert panes.active is second


def test_a_narrow_pane_still_tells_the_year(desk: Desk, qtbot: Any) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    letters = button.fontMetrics()
    whole = letters.horizontalAdvance("呼伦贝尔市 2021")
    assert shortened("呼伦贝尔市 2021", letters, whole) == "呼伦贝尔市 2021"
    for room in range(letters.horizontalAdvance("呼…2021"), whole):
        shown = shortened("呼伦贝尔市 2021", letters, room)
        assert shown.endswith("2021")
        assert letters.horizontalAdvance(shown) <= room
    short = shortened("呼伦贝尔市 2021", letters, letters.horizontalAdvance("呼…2021") - 1)
    assert short[0] == "呼"  # …2021 could be any place's
    assert short in ("呼伦21", "呼伦…", "呼…")
    assert shortened("没有年份的报告", letters, whole // 2).endswith("…")


def test_closing_the_list_of_reports_gives_the_keyboard_back(panes: Panes, qtbot: Any) -> None:
    pane = panes.panes[0]
    pane.chooser.setFocus()
    pane.chooser.open_list()
    popup = pane.chooser._popup
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(pane.reader.hasFocus)  # where J goes on at once


def test_reports_of_one_place_and_year_are_told_apart(desk: Desk, qtbot: Any) -> None:
    first, *rest = desk.documents()
    twin = replace(first, id=99, name="另一份.txt")
    every = [first, *rest, twin]
    assert names(every)[first.id] == told_apart(first, every) == f"{called(first)} (1)"
    assert names(every)[99] == told_apart(twin, every) == f"{called(first)} (2)"
    assert names([first, *rest])[first.id] == told_apart(first, [first, *rest]) == called(first)
    holder = QWidget()
    qtbot.addWidget(holder)
    popup = Popup(every, Theme("light"), holder)
    popup.line.setText("另一份")
    assert popup.list.count() == 1
    assert "另一份.txt" in popup.list.item(0).text()
    letters, name = popup.fontMetrics(), names(every)[99]
    assert shortened(name, letters, letters.horizontalAdvance(name) - 1).endswith("…2021 (2)")
    popup.close()


def test_choosing_fits_words_of_region_and_year(desk: Desk) -> None:
    rows = desk.documents()
    assert called(rows[0]) == "北镇市 2021"
    assert "辽宁省 › 锦州市 › 北镇市" in described(rows[0])
    assert [called(r) for r in rows if sought(r, "锦州 2021")] == ["北镇市 2021"]
    assert [r for r in rows if sought(r, "北京")] == []
    assert [called(r) for r in rows if sought(r, "bz 2021")] == ["北镇市 2021"]  # without an input method
    assert [r for r in rows if sought(r, "bj")] == []


def test_the_list_of_reports_is_narrowed_and_chosen_by_keys(panes: Panes, desk: Desk, qtbot: Any) -> None:
    popup = Popup(desk.documents(), Theme("light"), panes)
    popup.show()
    chosen: list[int] = []
    popup.chosen.connect(chosen.append)
    QTest.keyClicks(popup.line, "2021")
    assert popup.list.count() == 3
    QTest.keyClick(popup.line, Qt.Key.Key_Down)
    QTest.keyClick(popup.line, Qt.Key.Key_Return)
    assert chosen == [desk.documents()[1].id]


def test_a_selected_fact_is_framed_in_its_pane_and_in_every_pane_of_the_report(panes: Panes, desk: Desk) -> None:
    first = desk.documents()[0].id
    twin = panes.add()
    assert twin is not None
    twin.show_report(first)
    wanted = fact(desk, first, "7000亩")
    panes.activate(panes.panes[0])
    desk.select(first, wanted.id)
    assert panes.panes[0].reader.current == wanted.id
    assert twin.reader.current == wanted.id


def test_a_report_that_is_not_open_opens_in_the_active_pane(panes: Panes, desk: Desk) -> None:
    third = desk.documents()[2].id
    wanted = desk.facts(third)[0]
    desk.select(third, wanted.id)
    assert panes.active is not None
    assert panes.active.document == third
    assert panes.active.reader.current == wanted.id


def test_panes_tied_by_indicator_go_to_the_nearest_in_kind(panes: Panes, desk: Desk) -> None:
    one, other = (row.id for row in desk.documents()[:2])
    desk.select(one, fact(desk, one, "6%以上").id)
    assert panes.panes[1].reader.current == fact(desk, other, "6%以上").id
    desk.select(one, fact(desk, one, "105亿元").id)
    assert panes.panes[1].reader.current == fact(desk, other, "105亿元").id


def test_a_name_of_ones_own_is_not_missed_elsewhere(panes: Panes, desk: Desk) -> None:
    one = desk.documents()[0].id
    own = next(f for f in desk.facts(one) if not f.canonical)
    desk.do(Correct((own.id,), {"indicator": "只此一家的指标"}))
    desk.select(one, own.id)
    assert panes.panes[1].reader.current is None
    assert not panes.panes[1]._note.isVisible()


def test_a_pane_says_when_it_has_no_such_indicator(panes: Panes, desk: Desk) -> None:
    one, other = (row.id for row in desk.documents()[:2])
    from core.edits import Reject

    target, level = fact(desk, other, "6%以上"), fact(desk, other, "105亿元")
    desk.do(Reject((level.id,)))
    desk.select(one, fact(desk, one, "105亿元").id)
    second = panes.panes[1]
    assert second.reader.current == target.id
    assert "目标变化" in second._note.text()
    desk.do(Reject((target.id,)))
    desk.select(one, fact(desk, one, "6%以上").id)
    assert second.reader.current is None
    assert second._note.isVisible()
    assert "地区生产总值" in second._note.text()


def test_the_same_report_twice_shows_the_result_beside_the_target(panes: Panes, desk: Desk) -> None:
    first = desk.documents()[0].id
    panes.panes[1].show_report(first)
    panes.set_tie("indicator")
    desk.select(first, fact(desk, first, "6%以上").id)
    found = desk.fact(panes.panes[1].reader.current or 0)
    assert found.canonical == "地区生产总值"
    assert (found.status, found.measure) == (Status.ESTIMATE, Measure.LEVEL)


def test_panes_tied_by_scrolling_run_together(panes: Panes, qtbot: Any) -> None:
    panes.resize(700, 160)
    panes.set_tie("scroll")
    one, other = panes.panes
    bar = one.reader.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and other.reader.verticalScrollBar().maximum() > 0)
    bar.setValue(bar.maximum() // 2)
    assert other.reader.verticalScrollBar().value() > 0
    panes.set_tie("none")
    place = other.reader.verticalScrollBar().value()
    bar.setValue(0)
    assert other.reader.verticalScrollBar().value() == place


def test_panes_tied_by_part_go_to_the_same_part(panes: Panes, desk: Desk, qtbot: Any) -> None:
    panes.resize(700, 150)
    panes.set_tie("part")
    one, other = panes.panes
    plan = desk.document(one.document or 0).structure.sections[1]
    one.reader.go_to(plan.start, 0.0)

    def follows() -> None:
        there = desk.document(other.document or 0).structure.section_at(other.reader.top() + 1)
        assert there is not None
        assert there.part == plan.part

    qtbot.waitUntil(follows)


def test_an_act_shows_in_the_pane_at_once(panes: Panes, desk: Desk) -> None:
    first = desk.documents()[0].id
    before = panes.panes[0].head.done.text()
    chosen = desk.facts(first)[0]
    desk.do(Accept((chosen.id,)))
    assert panes.panes[0].reader._facts[chosen.id].state is State.ACCEPTED
    assert (before, panes.panes[0].head.done.text()) == ("0/9", "1/9")


def test_a_report_taken_out_leaves_a_hint_and_undo_brings_it_back(panes: Panes, desk: Desk) -> None:
    first = desk.documents()[0].id
    desk.do(Remove((first,)))
    assert panes.panes[0].document is None
    assert panes.panes[0].hint.choose.isVisible()
    desk.undo()
    assert first in {row.id for row in desk.documents()}


def test_the_layout_comes_back(panes: Panes, desk: Desk, qtbot: Any) -> None:
    panes.arrange("rows")
    panes.set_tie("scroll")
    panes.panes[0].zoom(1)
    panes.panes[0].set_outline(True)
    panes.add(desk.documents()[2].id)
    row = panes.layout_row()
    theme = Theme("light")
    again = Panes(desk, Actions(theme), theme, Look())
    qtbot.addWidget(again)
    again.restore(row)
    assert [p.document for p in again.panes] == [p.document for p in panes.panes]
    assert (again.arrangement, again.ties.kind) == ("rows", "scroll")
    assert again.panes[0].reader.points == panes.panes[0].reader.points > Look().points
    assert again.panes[0].head.outline.isChecked()
    row["panes"][0]["document"] = 999
    again.restore(row)
    assert again.panes[0].document is None


def test_the_outline_leaves_the_text_most_of_a_narrow_pane(panes: Panes, qtbot: Any) -> None:
    panes.resize(1200, 500)
    pane = panes.panes[0]
    pane.set_outline(True)
    qtbot.waitUntil(lambda: pane.outline.width() > 150)
    panes.resize(640, 500)
    qtbot.waitUntil(lambda: pane.outline.width() <= 0.42 * pane.width())
    assert pane.reader.width() > pane.outline.width()
    pane.set_outline(False)
    pane.set_outline(True)
    qtbot.waitUntil(lambda: pane.outline.width() <= 0.42 * pane.width())


def test_reading_goes_on_where_it_ended(panes: Panes, desk: Desk, qtbot: Any) -> None:
    panes.resize(700, 200)
    bar = panes.panes[0].reader.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum() // 2)
    row = panes.layout_row()
    place = row["panes"][0]["top"]
    assert place > 0
    theme = Theme("light")
    again = Panes(desk, Actions(theme), theme, Look())
    qtbot.addWidget(again)
    again.resize(700, 200)
    again.restore(row)
    assert again.layout_row()["panes"][0]["top"] == place  # also when it ends before it was seen
    with qtbot.waitExposed(again):
        again.show()
    reader = again.panes[0].reader
    qtbot.waitUntil(lambda: reader.verticalScrollBar().value() > 0)
    assert reader.top() == place


def test_a_report_that_comes_into_a_tied_pane_goes_to_what_is_selected(panes: Panes, desk: Desk) -> None:
    documents = [row.id for row in desk.documents()]
    panes.set_tie("indicator")
    chosen = fact(desk, documents[0], "105亿元")
    desk.select(documents[0], chosen.id, origin="key")
    panes.panes[1].show_report(None)
    panes.panes[1].show_report(documents[2])
    assert panes.panes[1].reader.current is not None
    assert desk.fact(panes.panes[1].reader.current).canonical == chosen.canonical


def test_who_closes_the_search_goes_on_from_what_was_found(panes: Panes, desk: Desk, review: Review) -> None:
    pane = panes.panes[0]
    facts = desk.facts(pane.document)
    text = desk.document(pane.document).text
    fact = facts[3]
    pane.open_find()
    pane.find.line.setText(text[fact.start - 4 : fact.end])
    pane.find.search()
    QTest.keyClick(pane.find.line, Qt.Key.Key_Escape)
    assert desk.selection.fact == fact.id
    desk.select(pane.document, None)
    before = text[fact.start - 4 : fact.start]
    pane.open_find()
    pane.find.line.setText(before)
    pane.find.search()
    QTest.keyClick(pane.find.line, Qt.Key.Key_Escape)
    chosen = pane.reader.selected()
    assert chosen is not None
    assert chosen.of(text) == before
    review.step(1)
    assert desk.selection.fact == next(f.id for f in facts if f.start >= chosen.start)


def test_finding_counts_goes_round_and_closes(panes: Panes, qtbot: Any) -> None:
    pane = panes.panes[0]
    pane.open_find()
    pane.find.line.setText("增长")
    pane.find.search()
    assert pane.find.count.text() == "1 / 4"
    QTest.keyClick(pane.find.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert pane.find.count.text() == "4 / 4"
    QTest.keyClick(pane.find.line, Qt.Key.Key_Return)
    assert pane.find.count.text() == "1 / 4"
    assert len(pane.reader._hits) == 4
    QTest.keyClick(pane.find.line, Qt.Key.Key_Escape)
    assert not pane.find.isVisible()
    assert pane.reader._hits == ()


def test_a_wrong_pattern_is_said_and_nothing_breaks(panes: Panes) -> None:
    pane = panes.panes[0]
    pane.open_find()
    pane.find.pattern.setChecked(True)
    pane.find.line.setText("(")
    pane.find.search()
    assert pane.find.count.text() == "表达式有误"


def test_the_outline_counts_what_waits_and_leads_there(panes: Panes, desk: Desk) -> None:
    pane = panes.panes[0]
    pane.set_outline(True)
    items = [pane.outline.topLevelItem(n) for n in range(pane.outline.topLevelItemCount())]
    assert [item.text(1) for item in items] == ["6", "3"]
    with_signal: list[int] = []
    pane.outline.chosen.connect(with_signal.append)
    pane.outline.itemActivated.emit(items[1], 0)
    assert with_signal == [desk.document(pane.document or 0).structure.sections[1].start]


def test_every_button_has_a_name_and_a_tip(panes: Panes) -> None:
    for button in panes.findChildren(QToolButton):
        if button.isVisible():
            assert button.accessibleName(), button.objectName()
            assert button.toolTip(), button.accessibleName()


def test_zoom_has_limits_and_a_way_back(panes: Panes) -> None:
    pane = panes.panes[0]
    for _ in range(30):
        pane.zoom(1)
    assert pane.reader.points == 32
    for _ in range(30):
        pane.zoom(-1)
    assert pane.reader.points == 9
    pane.zoom(0)
    assert pane.reader.points == Look().points


# Review


@pytest.fixture
def review(desk: Desk, panes: Panes) -> Review:
    return Review(desk, panes)


def test_walking_goes_in_text_order_and_round(review: Review, desk: Desk) -> None:
    told = notices(desk)
    first = desk.documents()[0].id
    facts = desk.facts(first)
    seen = []
    for _ in facts:
        review.step(1)
        seen.append(desk.selection.fact)
    assert seen == [f.id for f in facts]
    assert told == []
    review.step(1)
    assert desk.selection.fact == facts[0].id
    assert len(told) == 1
    review.step(-1)
    assert desk.selection.fact == facts[-1].id


def test_accepting_goes_on_to_the_next_that_waits(review: Review, desk: Desk) -> None:
    first = desk.documents()[0].id
    facts = desk.facts(first)
    desk.do(Accept((facts[1].id,)))
    review.step(1, unreviewed=True)
    review.accept()
    assert desk.fact(facts[0].id).state is State.ACCEPTED
    assert desk.selection.fact == facts[2].id
    review.advance = False
    review.reject()
    assert desk.fact(facts[2].id).state is State.REJECTED
    assert desk.selection.fact == facts[2].id
    review.reopen()
    assert desk.fact(facts[2].id).state is State.PROPOSED


def test_a_finished_report_offers_the_next(review: Review, desk: Desk, panes: Panes) -> None:
    offered: list[Any] = []
    desk.noticed.connect(offered.append)
    first = desk.documents()[0].id
    desk.do(Accept(tuple(f.id for f in desk.facts(first))))
    review.step(1, unreviewed=True)
    assert "昆山市" in offered[-1].action
    offered[-1].callback()
    assert desk.selection.document == desk.documents()[1].id
    for row in desk.documents():
        desk.do(Accept(tuple(f.id for f in desk.facts(row.id))))
    review.step(1, unreviewed=True)
    assert offered[-1].action == ""


def test_a_whole_paragraph_is_accepted_as_one_act(review: Review, desk: Desk) -> None:
    first = desk.documents()[0].id
    facts = desk.facts(first)
    desk.select(first, facts[0].id)
    review.accept_paragraph()
    assert [f.state for f in desk.facts(first)].count(State.ACCEPTED) == 3
    desk.undo()
    assert {f.state for f in desk.facts(first)} == {State.PROPOSED}


def test_selected_text_becomes_a_fact(review: Review, desk: Desk, panes: Panes) -> None:
    reader = panes.panes[0].reader
    document = desk.document(panes.panes[0].document or 0)
    start = document.text.index("2-3个")
    cursor = reader.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + 4, cursor.MoveMode.KeepAnchor)
    reader.setTextCursor(cursor)
    review.add()
    added = desk.fact(desk.selection.fact or 0)
    assert (added.quantity, added.state, added.document) == ("2-3个", State.ADDED, panes.panes[0].document)
    assert reader.current == added.id
    assert reader.selected() is None
    desk.undo()
    assert added.id not in reader._facts


def test_stops_that_the_hand_took_along_are_no_part_of_a_fact(review: Review, desk: Desk, panes: Panes) -> None:
    reader = panes.panes[0].reader
    document = desk.document(panes.panes[0].document or 0)
    found = re.search(r"[，。；][^，。；]{2,12}[，。；]", document.text)
    assert found is not None
    cursor = reader.textCursor()
    cursor.setPosition(found.start())
    cursor.setPosition(found.end(), cursor.MoveMode.KeepAnchor)
    reader.setTextCursor(cursor)
    review.add()
    added = desk.fact(desk.selection.fact or 0)
    assert added.quantity == found[0][1:-1]
    assert document.text[added.start : added.end] == added.quantity


def test_without_a_selection_adding_says_what_to_do(review: Review, desk: Desk) -> None:
    told = notices(desk)
    review.add()
    review.accept()
    assert len(told) == 2


def test_the_ends_of_a_fact_move_and_the_value_follows(review: Review, desk: Desk) -> None:
    first = desk.documents()[0].id
    chosen = fact(desk, first, "7000亩")
    desk.select(first, chosen.id)
    review.extend("start", 1)
    moved = desk.fact(chosen.id)
    assert (moved.quantity, moved.value) == ("000亩", 0)
    assert moved.state is State.CORRECTED
    review.extend("start", -1)
    assert desk.fact(chosen.id).value == 7000
    review.extend("end", -5)  # nothing would be left: nothing is done
    assert desk.fact(chosen.id).quantity == "7000亩"


def test_the_indicator_is_moved_and_set_from_the_selection(review: Review, desk: Desk, panes: Panes) -> None:
    first = desk.documents()[0].id
    chosen = fact(desk, first, "7000亩")
    desk.select(first, chosen.id)
    review.extend("start", 2, core=True)
    assert desk.fact(chosen.id).indicator == "准农田"
    text = desk.document(first).text
    start = text.index("新建高标准农田")
    cursor = panes.panes[0].reader.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + 7, cursor.MoveMode.KeepAnchor)
    panes.panes[0].reader.setTextCursor(cursor)
    review.core_from_selection()
    assert desk.fact(chosen.id).indicator == "新建高标准农田"
