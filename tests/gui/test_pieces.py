"""Facts in several pieces: in the reader, by keys and mouse, in the card, and as a screen reader hears them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.documents import Document, Structure
from core.edits import Correct
from core.facts import Bound, Fact
from core.pieces import met, moved_piece, with_piece, without_piece
from core.spans import Span
from core.store import Store
from gui.actions import Actions
from gui.desk import Desk
from gui.factcard import FactCard
from gui.panes import Panes
from gui.reader import Reader
from gui.reviewing import Review
from gui.theme import Theme
from gui.wording import told
from tests.gui.projects import fact as made
from tests.gui.projects import vocabulary
from tests.gui.windows import shown_panes

TEXT = "三项指标分别达到95%、85%、80%以上。城镇和农村居民人均可支配收入均增长6%。\n粮食产量20万吨。"


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    document = Document.plain(TEXT, "甲.txt")
    lines = tuple(Span(a, b) for a, b in ((0, TEXT.index("\n")), (TEXT.index("\n") + 1, len(TEXT))))
    document = replace(document, structure=Structure(lines, lines))
    store = Store.create(tmp_path / "p.duidu")
    store.analyst = "王"
    facts = [
        made(document, "95%", "三项指标"), made(document, "80%以上", "三项指标"),
        made(document, "6%", "居民人均可支配收入"), made(document, "20万吨", "粮食产量"),
    ]  # fmt: skip
    store.add(document, facts)
    desk = Desk(store)
    yield desk
    desk.store.close()


@pytest.fixture
def panes(desk: Desk, qtbot: Any) -> Panes:
    return shown_panes(desk, qtbot, height=500)


@pytest.fixture
def review(desk: Desk, panes: Panes) -> Review:
    review = Review(desk, panes, panes)
    reader = panes.panes[0].reader
    reader.stretched.connect(review.stretch)
    reader.pieced.connect(lambda span, core: review.add_piece(core, span))
    reader.unpieced.connect(review.drop_piece)
    return review


def chosen(desk: Desk, quantity: str) -> Fact:
    document = desk.documents()[0].id
    fact = next(f for f in desk.facts(document) if f.quantity == quantity)
    desk.select(document, fact.id)
    return fact


def select(reader: Reader, span: Span) -> None:
    cursor = reader.textCursor()
    cursor.setPosition(span.start)
    cursor.setPosition(span.end, cursor.MoveMode.KeepAnchor)
    reader.setTextCursor(cursor)


def middle(reader: Reader, span: Span) -> QPoint:
    return reader._geometry(*span)[0][0].center().toPoint()


def drag(reader: Reader, span: Span, keys: Qt.KeyboardModifier) -> None:
    boxes = [box for box, _ in reader._geometry(*span)]
    start, end = boxes[0], boxes[-1]
    here, there = (
        QPoint(round(x), round(b.center().y())) for x, b in ((start.left() + 1, start), (end.right() - 1, end))
    )
    view = reader.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, keys, here)
    QTest.mouseMove(view, (here + there) / 2)
    QTest.mouseMove(view, there)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, keys, there)


# What follows from a piece


def test_the_value_is_read_from_all_pieces_unless_a_person_wrote_another(desk: Desk) -> None:
    fact = chosen(desk, "95%")
    fields = with_piece(fact, at("以上"), TEXT, core=False)
    assert (fields["bound"], fields["pieces"], fields["quantity"]) == (Bound.GE, (at("以上"),), "95%")
    typed = fact.with_(value=94, base_value=94)
    assert "value" not in with_piece(typed, at("以上"), TEXT, core=False)
    back = without_piece(fact.with_(**fields), at("以上"), TEXT, core=False)
    assert (back["bound"], back["pieces"]) == (Bound.EQ, ())


def test_a_name_follows_its_pieces_but_a_fuller_one_stays(desk: Desk) -> None:
    fact = chosen(desk, "6%")
    fields = with_piece(fact, at("城镇"), TEXT, core=True)
    assert fields["indicator"] == "城镇居民人均可支配收入"
    assert (fields["indicator_start"], fields["indicator_pieces"]) == (at("居民人均").start, (at("城镇"),))
    fuller = fact.with_(indicator="全市城镇常住居民人均可支配收入", indicator_start=at("人均可支配").start)
    assert "indicator" not in with_piece(fuller, at("城镇"), TEXT, core=True)
    bare = fact.with_(indicator_start=None, indicator_end=None, indicator="")
    assert with_piece(bare, at("城镇"), TEXT, core=True)["indicator"] == "城镇"


def test_a_piece_that_touches_the_first_extent_becomes_part_of_it(desk: Desk) -> None:
    fact = chosen(desk, "95%")
    fields = with_piece(fact, Span(fact.start - 2, fact.start), TEXT, core=False)
    assert (fields["quantity"], fields["pieces"]) == ("达到95%", ())


def test_the_last_extent_is_never_given_up(desk: Desk) -> None:
    fact = chosen(desk, "95%")
    assert without_piece(fact, fact.span, TEXT, core=False) == {}
    assert met(fact, fact.span) is None
    several = fact.with_(pieces=(at("以上"),))
    assert without_piece(several, fact.span, TEXT, core=False)["start"] == at("以上").start
    assert met(several, at("以上")) == (at("以上"), False)
    assert moved_piece(several, at("以上"), at("80%以上"), TEXT, core=False)["pieces"] == (at("80%以上"),)


# By keys


def test_a_piece_is_added_and_removed_by_keys(review: Review, panes: Panes, desk: Desk) -> None:
    fact, reader = chosen(desk, "95%"), panes.panes[0].reader
    select(reader, at("以上"))
    review.add_piece(False)
    now = desk.fact(fact.id)
    assert (now.pieces, now.bound) == ((at("以上"),), Bound.GE)
    assert not reader.textCursor().hasSelection()
    review.drop_piece()  # nothing selected: the last one
    assert desk.fact(fact.id).pieces == ()
    assert desk.fact(fact.id).bound == Bound.EQ
    desk.undo()
    select(reader, at("以"))
    review.drop_piece()
    assert desk.fact(fact.id).pieces == ()


def test_keys_move_the_ends_of_the_piece_in_which_words_are_selected(review: Review, panes: Panes, desk: Desk) -> None:
    fact, reader = chosen(desk, "95%"), panes.panes[0].reader
    desk.do(Correct((fact.id,), {"pieces": (at("以上"),)}))
    select(reader, at("上"))
    review.extend("end", -1)
    assert desk.fact(fact.id).pieces == (at("以"),)
    assert desk.fact(fact.id).span == fact.span
    select(reader, at("以"))
    review.extend("end", 1)
    assert desk.fact(fact.id).pieces == (at("以上"),)
    reader.clear_selection()
    review.extend("start", -1)
    assert desk.fact(fact.id).quantity == "到95%"


def test_without_words_or_pieces_there_is_a_hint_and_no_act(review: Review, desk: Desk) -> None:
    fact = chosen(desk, "95%")
    notices: list[str] = []
    desk.noticed.connect(lambda notice: notices.append(notice.text))
    review.add_piece(False)
    review.drop_piece()
    assert len(notices) == 2
    assert desk.fact(fact.id) == fact


def test_words_that_belong_to_the_fact_already_are_said_to(review: Review, panes: Panes, desk: Desk) -> None:
    fact = chosen(desk, "95%")
    notices: list[str] = []
    desk.noticed.connect(lambda notice: notices.append(notice.text))
    select(panes.panes[0].reader, at("95"))
    review.add_piece(False)
    assert notices == ["选中的文字已在这条数据里"]
    assert desk.fact(fact.id) == fact


def test_the_actions_have_keys_that_nothing_else_has() -> None:
    actions = Actions(Theme("light"))
    for name in ("fact.piece", "fact.core_piece", "fact.drop_piece"):
        assert actions.keys(name)
        assert not any(actions.clashes(name, key) for key in actions.keys(name))


# By mouse


def test_ctrl_and_a_drag_add_a_piece_and_ctrl_and_a_click_take_it_off(review: Review, panes: Panes, desk: Desk) -> None:
    fact, reader = chosen(desk, "95%"), panes.panes[0].reader
    drag(reader, at("以上"), Qt.KeyboardModifier.ControlModifier)
    assert desk.fact(fact.id).pieces == (at("以上"),)
    assert desk.selection.fact == fact.id
    view = reader.viewport()
    QTest.mouseClick(
        view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, middle(reader, at("上。")) - QPoint(4, 0)
    )
    assert desk.fact(fact.id).pieces == ()


def test_with_shift_too_it_is_a_piece_of_the_indicator(review: Review, panes: Panes, desk: Desk) -> None:
    fact, reader = chosen(desk, "6%"), panes.panes[0].reader
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    drag(reader, at("城镇"), keys)
    now = desk.fact(fact.id)
    assert (now.indicator, now.indicator_pieces) == ("城镇居民人均可支配收入", (at("城镇"),))


def test_a_piece_is_drawn_out_by_its_end(review: Review, panes: Panes, desk: Desk) -> None:
    fact, reader = chosen(desk, "95%"), panes.panes[0].reader
    desk.do(Correct((fact.id,), {"pieces": (at("以上"),)}))
    (box, _), (wider, _) = reader._geometry(*at("以上"))[0], reader._geometry(*at("以上。"))[0]
    view, y = reader.viewport(), round(box.center().y())
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(round(box.right()), y))
    QTest.mouseMove(view, QPoint(round(box.right()) + 6, y))
    QTest.mouseMove(view, QPoint(round(wider.right()), y))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(round(wider.right()), y))
    assert desk.fact(fact.id).pieces == (at("以上。"),)
    assert desk.fact(fact.id).span == fact.span


# As it is seen and heard


def test_every_piece_is_highlighted_clicked_and_joined(review: Review, panes: Panes, desk: Desk) -> None:
    fact, reader = chosen(desk, "95%"), panes.panes[0].reader
    before = picture(reader)
    desk.do(Correct((fact.id,), {"pieces": (at("三项"),)}))
    after = picture(reader)
    between = reader._geometry(at("指标").start, at("指标").end)[0][0]
    y = round(between.bottom() + 3.5)
    line = [x for x in range(round(between.left()), round(between.right())) if before.pixel(x, y) != after.pixel(x, y)]
    assert line  # the dotted line from piece to piece
    assert reader.fact_under(middle(reader, at("项"))) == (fact.id,)
    desk.select(fact.document, None)
    QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=middle(reader, at("项")))
    assert desk.selection.fact == fact.id


def test_a_piece_in_another_paragraph_is_shown_too(review: Review, panes: Panes, desk: Desk) -> None:
    fact, reader = chosen(desk, "95%"), panes.panes[0].reader
    desk.do(Correct((fact.id,), {"pieces": (at("20万"),)}))
    other = next(f for f in desk.facts(fact.document) if f.quantity == "20万吨")
    assert set(reader.fact_under(middle(reader, at("20万")))) == {fact.id, other.id}
    desk.undo()
    assert set(reader.fact_under(middle(reader, at("20万")))) == {other.id}


def picture(reader: Reader) -> QImage:
    return reader.viewport().grab().toImage()


def test_a_screen_reader_hears_the_pieces(desk: Desk, qtbot: Any) -> None:
    fact = chosen(desk, "95%")
    several = fact.with_(pieces=(at("以上"),))
    assert "95% … 以上" in told(several, TEXT)
    assert told(fact, TEXT) == told(fact)
    card = FactCard(desk, vocabulary(), Theme("light"))
    qtbot.addWidget(card)
    card.resize(360, 800)
    with qtbot.waitExposed(card):
        card.show()
    assert not card.face.pieces.isVisibleTo(card)
    desk.do(Correct((fact.id,), {"pieces": (at("以上"),)}))
    spoken = QAccessible.queryAccessibleInterface(card).text(QAccessible.Text.Description)
    assert "2 个片段组成：95% … 以上" in spoken


def test_the_card_shows_the_pieces_and_takes_them_off(desk: Desk, qtbot: Any) -> None:
    fact = chosen(desk, "6%")
    card = FactCard(desk, vocabulary(), Theme("light"))
    qtbot.addWidget(card)
    card.resize(360, 800)
    with qtbot.waitExposed(card):
        card.show()
    desk.do(Correct((fact.id,), with_piece(fact, at("城镇"), TEXT, core=True)))
    strip = card.face.pieces
    qtbot.waitUntil(lambda: len([b for b in strip.findChildren(QPushButton) if b.isVisibleTo(card)]) == 2)
    chips = [b for b in strip.findChildren(QPushButton) if b.isVisibleTo(card)]
    assert [chip.text() for chip in chips] == ["城镇  ×", "居民人均可支配收入  ×"]
    assert all(chip.accessibleName() for chip in chips)
    assert card.face.evidence.text().count("background-color") == 3
    chips[0].click()
    assert desk.fact(fact.id).indicator_pieces == ()
    assert not card.face.pieces.isVisibleTo(card)


def test_a_name_that_is_typed_keeps_the_pieces_that_it_still_names(desk: Desk, qtbot: Any) -> None:
    from gui.suggesting import core_fields

    fact = chosen(desk, "6%")
    desk.do(Correct((fact.id,), with_piece(fact, at("城镇"), TEXT, core=True)))
    fact = desk.fact(fact.id)
    document = desk.document(fact.document)
    assert core_fields("全市城镇居民人均可支配收入", fact, document)["indicator_pieces"] == (at("城镇"),)
    assert core_fields("粮食产量", fact, document)["indicator_pieces"] == ()
