"""The reader with what lies under it (gui.sheet, gui.highlights): one widget in three layers, tested as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.documents import Document, Structure
from core.facts import Fact, Measure, State, Status
from core.offsets import OffsetMap
from core.spans import Span
from gui.reader import Reader
from gui.theme import Theme

TEXT = "𠮷林省工作报告\n去年，𠮷林地区生产总值增长5.5%左右，新增就业1200万人。\n今年目标是增长6%。"


def fact(text: str, quantity: str, number: int, core: str = "", **fields: Any) -> Fact:
    start = text.index(quantity)
    made = Fact(start, start + len(quantity), quantity, None, "", None, "", id=number, indicator=core)
    if core:
        at = text.index(core)
        made = made.with_(indicator_start=at, indicator_end=at + len(core))
    return made.with_(**fields)


FACTS = (
    fact(TEXT, "5.5%左右", 1, "地区生产总值", measure=Measure.CHANGE),
    fact(TEXT, "1200万人", 2, "新增就业"),
    fact(TEXT, "6%", 3, measure=Measure.CHANGE, status=Status.TARGET),
)


@pytest.fixture
def theme(qapp: object) -> Theme:
    theme = Theme("light")
    theme.apply()  # the style sheet decides whether scrolling can move the page
    return theme


@pytest.fixture
def reader(qtbot: Any, theme: Theme) -> Reader:
    reader = Reader(theme)
    qtbot.addWidget(reader)
    reader.resize(420, 320)
    with qtbot.waitExposed(reader):
        reader.show()
    return reader


def long(lines: int = 120) -> Document:
    return Document.plain(
        "\n".join(f"第{n}段，完成投资{n}亿元，同比增长5.5%，各项工作稳步推进。" for n in range(lines))
    )


@pytest.mark.parametrize("quantity", ["5.5%左右", "1200万人", "6%"])
def test_a_click_on_a_figure_picks_its_fact(reader: Reader, qtbot: Any, quantity: str) -> None:
    reader.show_report(Document.plain(TEXT), FACTS)
    wanted = next(f for f in FACTS if f.quantity == quantity)
    box, _ = reader._geometry(wanted.start, wanted.end)[0]
    with qtbot.waitSignal(reader.picked) as picked:
        QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert picked.args == [wanted.id]


def test_a_click_beside_figures_picks_nothing(reader: Reader, qtbot: Any) -> None:
    reader.show_report(Document.plain(TEXT), FACTS)
    start = TEXT.index("去年")
    box, _ = reader._geometry(start, start + 1)[0]
    with qtbot.waitSignal(reader.picked) as picked:
        QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert picked.args == [None]


def test_a_second_click_goes_to_the_fact_below(reader: Reader, qtbot: Any) -> None:
    text = "投资5000万元以上项目"
    below, above = fact(text, "5000万元以上", 1), fact(text, "5000万元", 2)
    reader.show_report(Document.plain(text), (above, below))
    box, _ = reader._geometry(above.start, above.start + 2)[0]
    seen = []
    reader.picked.connect(lambda picked: (seen.append(picked), reader.set_current(picked)))
    for _ in range(3):
        QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert seen == [2, 1, 2]


def test_the_selection_is_in_code_points_without_blanks(reader: Reader) -> None:
    text = "𠮷林  1200万人  。"
    reader.show_report(Document.plain(text), ())
    cursor = reader.textCursor()
    cursor.setPosition(3)
    cursor.setPosition(13, QTextCursor.MoveMode.KeepAnchor)
    reader.setTextCursor(cursor)
    span = reader.selected()
    assert span is not None
    assert span.of(text) == "1200万人"
    reader.clear_selection()
    assert reader.selected() is None


@pytest.mark.parametrize("text", ["\ufeff甲\r\n乙\r丙\u2028丁\u00a0戊\u2029己", "甲\r\n\r\n𠮷\r\n5%", "\n\n甲\n"])
def test_what_qt_would_change_keeps_its_place_and_is_copied_as_it_is(reader: Reader, text: str) -> None:
    reader.show_report(Document.plain(text), ())
    units = len(text.encode("utf-16-le")) // 2
    assert reader.document().characterCount() == units + 1
    reader.selectAll()
    # Only a byte order mark stays behind: it is no character of the report, and Qt drops it from every string.
    assert reader.createMimeDataFromSelection().text() == text.removeprefix("\ufeff")


def shifted() -> Document:
    """Seven characters of the original read as four: a reading in brackets taken out, one Traditional word."""
    original = "增（zēng）長5.5%，新增就業1200萬人。"
    text = "增长5.5%，新增就业1200万人。"
    return replace(
        Document.plain(text), original=original, offsets=OffsetMap.from_edits(len(original), [(1, 7, 0)]),
        structure=Structure((Span(0, len(text)),)),
    )  # fmt: skip


def test_facts_stand_right_in_the_original(reader: Reader, qtbot: Any) -> None:
    document = shifted()
    assert len(document.offsets.text_at) > 1
    reader.show_report(document, (fact(document.text, "1200万人", 7),), original=True)
    start = document.original.index("1200萬人")
    box, _ = reader._geometry(start, start + 2)[0]
    with qtbot.waitSignal(reader.picked) as picked:
        QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert picked.args == [7]
    cursor = reader.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + 6, QTextCursor.MoveMode.KeepAnchor)
    reader.setTextCursor(cursor)
    span = reader.selected()
    assert span is not None
    assert span.of(document.text) == "1200万人"


def test_the_current_fact_is_brought_into_view(reader: Reader) -> None:
    document = long()
    last = fact(document.text, "完成投资119亿元", 1)
    reader.show_report(document, (last,))
    assert reader.verticalScrollBar().value() == 0
    assert reader.set_current(1)
    box, _ = reader._geometry(last.start, last.end)[0]
    top = reader.verticalScrollBar().value()
    assert top <= box.top()
    assert box.bottom() <= top + reader.viewport().height()
    assert not reader.set_current(99)
    assert reader.current is None


def test_a_fact_in_view_does_not_make_the_page_jump(reader: Reader) -> None:
    document = long()
    facts = (fact(document.text, "完成投资1亿元", 1), fact(document.text, "完成投资2亿元", 2))
    reader.show_report(document, facts)
    reader.set_current(1)
    place = reader.verticalScrollBar().value()
    reader.set_current(2)
    assert reader.verticalScrollBar().value() == place


def test_zoom_and_width_keep_the_place(reader: Reader, qtbot: Any) -> None:
    document = long()
    reader.show_report(document, ())
    wanted = document.text.index("第60段")
    reader.go_to(wanted, 0.0)
    before = reader.top()
    reader.set_look(18)
    assert abs(reader.top() - before) < 40
    reader.resize(300, 320)
    qtbot.waitUntil(lambda: reader.viewport().width() <= 300)
    assert abs(reader.top() - before) < 80


def test_scrolling_paints_only_what_came_into_view(reader: Reader, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.show_report(long(), ())
    reader.viewport().repaint()  # so that nothing is left to be painted
    painted: list[QRectF] = []
    monkeypatch.setattr(reader, "_paint", lambda _painter, exposed: painted.append(exposed))
    for _ in range(3):
        before = len(painted)
        reader.verticalScrollBar().setValue(reader.verticalScrollBar().value() + 9)
        qtbot.waitUntil(lambda before=before: len(painted) > before)
    assert max(r.height() for r in painted) < 40


def test_a_changed_fact_repaints_its_own_place(reader: Reader, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    document = long()
    facts = tuple(fact(document.text, f"完成投资{n}亿元", n + 1) for n in range(6))
    reader.show_report(document, facts)
    reader.viewport().repaint()
    painted: list[QRectF] = []
    monkeypatch.setattr(reader, "_paint", lambda _painter, exposed: painted.append(exposed))
    accepted = facts[1].with_(state=State.ACCEPTED)
    reader.set_facts((facts[0], accepted, *facts[2:]), [accepted])
    qtbot.waitUntil(lambda: bool(painted))
    assert max(r.height() for r in painted) < 60


def picture(reader: Reader, state: State, status: Status = Status.ACTUAL) -> bytes:
    reader.show_report(Document.plain(TEXT), (FACTS[1].with_(state=state, status=status),))
    reader.clearFocus()
    image = reader.viewport().grab().toImage()
    return bytes(image.constBits())


def test_every_state_and_status_looks_different(reader: Reader) -> None:
    assert len({picture(reader, state) for state in State}) == len(State)
    assert len({picture(reader, State.ACCEPTED, status) for status in Status}) == len(Status)


@pytest.mark.parametrize("names", [("light", "dark", "contrast", "light"), ("dark", "light", "dark")])
def test_the_paper_follows_the_theme_while_the_report_is_open(qtbot: Any, names: tuple[str, ...]) -> None:
    theme = Theme(names[0])
    theme.apply()
    window = QWidget()
    qtbot.addWidget(window)
    reader = Reader(theme, window)
    reader.show_report(Document.plain(TEXT), FACTS)
    window.resize(400, 300)
    reader.resize(400, 300)
    with qtbot.waitExposed(window):
        window.show()
    for name in names[1:]:
        theme.use(name)
        paper = theme.colour("ui.paper").name()
        assert reader.viewport().palette().base().color().name() == paper
        assert reader.viewport().grab().toImage().pixelColor(2, 290).name() == paper
    theme.use("light")


def test_highlights_are_there_from_the_first_paint(qtbot: Any, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    # As in a pane: the reader lies behind a hint until it has a report, and is laid out when it comes to the front.
    pages, reader = QStackedWidget(), Reader(theme)
    pages.addWidget(QWidget())
    pages.addWidget(reader)
    qtbot.addWidget(pages)
    pages.resize(466, 687)
    with qtbot.waitExposed(pages):
        pages.show()
    paints: list[list[int]] = []
    draw = reader._paint
    monkeypatch.setattr(reader, "_paint", lambda *given: (paints.append([]), draw(*given)))
    monkeypatch.setattr(reader, "_paint_run", lambda _painter, run: paints[-1].append(run.facts[-1]))
    document = long(600)
    pages.setCurrentIndex(1)
    reader.show_report(document, tuple(fact(document.text, f"完成投资{n}亿元", n + 1) for n in range(600)))
    qtbot.waitUntil(lambda: bool(paints))
    assert 1 in paints[0]
    assert len(paints[0]) < 40


def test_hits_are_marked_and_shown(reader: Reader) -> None:
    document = long()
    reader.show_report(document, ())
    start = document.text.index("第100段")
    reader.set_hits([Span(start, start + 5)], 0)
    assert reader.fraction_shown(start) > 0.5
    assert reader.verticalScrollBar().value() > 0


def test_the_outline_of_a_text_of_one_paragraph_is_laid_out(reader: Reader, qtbot: Any) -> None:
    text = "全年增长5.5%，" * 2000
    facts = tuple(Fact(4 + 9 * n, 8 + 9 * n, "5.5%", None, "", None, "", id=n + 1) for n in range(2000))
    assert text[4:8] == "5.5%"
    reader.show_report(Document.plain(text), facts)
    reader.set_current(1500)
    box, _ = reader._geometry(facts[1499].start, facts[1499].end)[0]
    assert reader.verticalScrollBar().value() <= box.top()


def test_it_is_named_and_readable_for_screen_readers(reader: Reader) -> None:
    reader.setAccessibleName("报告正文：吉林省")
    reader.show_report(Document.plain(TEXT), FACTS)
    interface = QAccessible.queryAccessibleInterface(reader)
    assert interface.text(QAccessible.Text.Name) == "报告正文：吉林省"
    assert interface.textInterface() is not None
    assert interface.textInterface().characterCount() > 0


def test_an_empty_report_is_shown(reader: Reader) -> None:
    reader.show_report(Document.plain(""), ())
    assert reader.top() == 0
    assert reader.fact_under(QPoint(5, 5)) == ()
    reader.show_report(None)
    assert reader.selected() is None


def drag(reader: Reader, x: float, y: float, to: float) -> None:
    view = reader.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    QTest.mouseMove(view, QPoint(round((x + to) / 2), round(y)))
    QTest.mouseMove(view, QPoint(round(to), round(y)))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(round(to), round(y)))


def test_an_end_is_dragged_to_another_character(reader: Reader, qtbot: Any) -> None:
    reader.show_report(Document.plain(TEXT), FACTS)
    reader.set_current(2)
    box, _ = reader._geometry(FACTS[1].start, FACTS[1].end)[-1]
    shorter, _ = reader._geometry(FACTS[1].start, FACTS[1].end - 1)[-1]
    with qtbot.waitSignal(reader.stretched) as stretched:
        drag(reader, box.right(), box.center().y(), shorter.right())
    span, core, _ = stretched.args
    assert (span.of(TEXT), core) == ("1200万", False)


def test_the_indicator_is_dragged_too(reader: Reader, qtbot: Any) -> None:
    reader.show_report(Document.plain(TEXT), FACTS)
    reader.set_current(1)
    start = TEXT.index("地区生产总值")
    box, _ = reader._geometry(start, start + 2)[0]
    with qtbot.waitSignal(reader.stretched) as stretched:
        drag(reader, box.left(), box.center().y(), box.right())
    span, core, _ = stretched.args
    assert (span.of(TEXT), core) == ("生产总值", True)


def test_a_drag_never_empties_a_fact_and_a_press_is_a_click(reader: Reader, qtbot: Any) -> None:
    reader.show_report(Document.plain(TEXT), FACTS)
    reader.set_current(2)
    box, _ = reader._geometry(FACTS[1].start, FACTS[1].end)[-1]
    with qtbot.waitSignal(reader.stretched) as stretched:
        drag(reader, box.right(), box.center().y(), box.left() - 60)
    assert stretched.args[0].of(TEXT) == "1"
    with qtbot.waitSignal(reader.picked) as picked, qtbot.assertNotEmitted(reader.stretched):
        QTest.mouseClick(
            reader.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(box.right() - 1, box.center().y()).toPoint()
        )
    assert picked.args == [2]
