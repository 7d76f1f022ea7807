"""The whole desk, as app puts it together: by its menus, keys and dropped files."""

from __future__ import annotations

import gc
import weakref
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)

from core.edits import Accept, MakeTag
from core.errors import ReadingError
from core.facts import Measure, State
from core.messages import language, text
from core.settings import Settings
from core.store import Store
from gui import layouts
from gui.app import App, build
from gui.choosing import called
from gui.desk import Notice
from gui.dialogs import show_aside
from gui.factcolumns import PLACE
from gui.intake import Summary
from gui.tagging import TagSet
from gui.theme import Theme
from tests.gui.projects import project
from tests.gui.windows import on_screen


@pytest.fixture
def app(tmp_path: Path, qtbot: Any) -> Iterator[App]:
    app = build(project(tmp_path))
    with on_screen(app, qtbot):
        yield app


def press(app: App, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or app.window, key, modifier)


def test_it_is_never_larger_than_the_screen(app: App) -> None:
    room = app.window.screen().availableSize()
    app.window.resize(room.width() + 100, room.height() + 100)
    app.window.appear()
    assert app.window.isMaximized()
    app.window.showNormal()
    assert app.window.width() <= room.width()
    app.window.hide()
    app.window.resize(app.window.minimumSizeHint().boundedTo(room))
    app.window.appear()
    assert not app.window.isMaximized()


def test_it_opens_two_reports_with_the_keyboard_in_the_first(app: App) -> None:
    assert [pane.document for pane in app.panes.panes] == [row.id for row in app.desk.documents()]
    assert QApplication.focusWidget() is app.panes.panes[0].reader


def test_a_review_by_keys_alone(app: App) -> None:
    first = app.desk.documents()[0].id
    facts = app.desk.facts(first)
    for key in (Qt.Key.Key_J, Qt.Key.Key_A, Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_A):
        press(app, key)
    states = [f.state for f in app.desk.facts(first)[:4]]
    assert states == [State.ACCEPTED, State.ACCEPTED, State.REJECTED, State.ACCEPTED]
    assert app.desk.selection.fact == facts[4].id
    press(app, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert app.desk.facts(first)[3].state is State.PROPOSED
    assert app.desk.selection.fact == facts[3].id  # undo leads to where something changed
    press(app, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert app.desk.facts(first)[3].state is State.ACCEPTED


def test_a_field_is_corrected_and_the_keyboard_comes_back(app: App, qtbot: Any) -> None:
    press(app, Qt.Key.Key_J)
    press(app, Qt.Key.Key_I)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert app.docks.card.isAncestorOf(line)
    line.setText("县区生产总值")
    line.setModified(True)
    press(app, Qt.Key.Key_Return)
    assert app.desk.fact(app.desk.selection.fact or 0).indicator == "县区生产总值"
    qtbot.waitUntil(lambda: QApplication.focusWidget() is app.panes.panes[0].reader)


def test_after_the_menu_of_tags_the_keyboard_is_in_the_report(app: App, qtbot: Any) -> None:
    app.desk.do(MakeTag("待核对", "#b45309"))
    press(app, Qt.Key.Key_J)
    press(app, Qt.Key.Key_T)
    menu = next(m for m in app.docks.card.findChildren(QMenu) if m.isVisible())
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is app.panes.active.reader)
    press(app, Qt.Key.Key_N)
    assert isinstance(QApplication.focusWidget(), QPlainTextEdit)


def test_the_first_tag_is_for_the_fact_it_was_asked_for(app: App) -> None:
    press(app, Qt.Key.Key_J)
    fact = app.desk.selection.fact
    press(app, Qt.Key.Key_T)
    (dialog,) = app.window.findChildren(TagSet)
    for name in ("重点", "存疑"):
        dialog.name.setText(name)
        dialog.make()
    dialog.close()
    first = next(tag.id for tag in app.desk.tags() if tag.name == "重点")
    assert app.desk.fact(fact).tags == {first}


def test_the_first_tag_is_made_where_it_is_asked_for(app: App) -> None:
    press(app, Qt.Key.Key_J)
    press(app, Qt.Key.Key_T)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TagSet)
    dialog.reject()


def test_letters_typed_into_a_note_decide_nothing(app: App) -> None:
    press(app, Qt.Key.Key_J)
    press(app, Qt.Key.Key_N)
    note = QApplication.focusWidget()
    assert isinstance(note, QPlainTextEdit)
    QTest.keyClicks(note, "axj")
    assert note.toPlainText() == "axj"
    assert app.desk.fact(app.desk.selection.fact or 0).state is State.PROPOSED


def test_every_menu_is_filled_and_nothing_in_it_is_a_key(app: App) -> None:
    menus = [action.menu() for action in app.window.menuBar().actions()]
    assert len(menus) == 6
    for menu in menus:
        assert isinstance(menu, QMenu)
        for action in menu.actions():
            assert action.isSeparator() or action.text()
            assert "." not in action.text() or action.text().endswith("…")


def test_undo_is_named_in_the_menu(app: App) -> None:
    press(app, Qt.Key.Key_J)
    press(app, Qt.Key.Key_A)
    app.window.menuBar().actions()[1].menu().aboutToShow.emit()
    assert app.actions["edit.undo"].text() == f"撤销 {app.desk.store.undo_label()}"


def test_title_and_status_line_say_where_and_how_far(app: App, qtbot: Any) -> None:
    assert app.desk.store.title in app.window.windowTitle()
    assert str(app.desk.store.path) in app.status.place.toolTip()
    facts = app.desk.facts(app.desk.documents()[0].id)
    app.desk.do(Accept(tuple(f.id for f in facts)))
    qtbot.waitUntil(lambda: "9 / 18" in app.status._review.text())


def test_every_control_has_a_name(app: App, qtbot: Any) -> None:
    """What a screen reader would say: a label, a placeholder is not enough."""
    app.actions["view.table"].setChecked(True)
    app.actions["view.legend"].setChecked(True)
    press(app, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: app.docks.table.view.isVisible() and app.docks.table.model.rowCount() > 0)
    nameless = []
    for widget in app.window.findChildren(QWidget):
        if isinstance(widget, (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)) and widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            own = widget.objectName().startswith("qt_")
            if not own and not interface.text(QAccessible.Text.Name).strip():
                nameless.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    assert nameless == []


def test_tab_reaches_reader_card_and_tool_bar(app: App) -> None:
    press(app, Qt.Key.Key_J)
    seen: set[str] = set()
    for _ in range(80):
        app.window.focusNextChild()
        widget = QApplication.focusWidget()
        for name, part in (("card", app.docks.card), ("panes", app.panes)):
            if widget is not None and part.isAncestorOf(widget):
                seen.add(name)
    assert seen == {"card", "panes"}


def test_six_panes_in_rows_fit_on_a_small_screen(app: App) -> None:
    while len(app.panes.panes) < 6:
        app.panes.add()
    app.panes.arrange("rows")
    assert app.window.minimumSizeHint().height() <= 738  # 768 lines less a title bar
    assert app.window.minimumSizeHint().width() <= 1366


def test_looking_for_facts_brings_the_table_to_the_front(app: App, qtbot: Any) -> None:
    app.actions["view.table"].setChecked(True)
    app.actions["edit.find_all"].trigger()
    qtbot.waitUntil(lambda: app.docks.table.visibleRegion().isEmpty())  # the list of hits lies over it
    app.actions["edit.find_facts"].trigger()
    qtbot.waitUntil(lambda: not app.docks.table.visibleRegion().isEmpty())
    assert app.docks.table.isAncestorOf(QApplication.focusWidget())


def test_a_closed_panel_gives_the_keyboard_back_to_the_report(app: App) -> None:
    for name in ("search_all", "table", "card"):
        app.actions[f"view.{name}"].setChecked(True)
    app.actions["edit.find_all"].trigger()
    assert app.window.docks["search_all"].isAncestorOf(QApplication.focusWidget())
    app.actions["view.search_all"].setChecked(False)
    assert QApplication.focusWidget() is app.panes.active.reader


def test_escape_and_a_button_lead_out_of_every_page(app: App, qtbot: Any) -> None:
    back = next(b for b in app.window.findChildren(QToolButton) if b.text() == text("action.view_reader"))
    for way in (lambda: QTest.keyClick(app.window, Qt.Key.Key_Escape), back.click):
        app.actions["view.carrying"].trigger()
        app.window.toasts.clear()
        qtbot.waitUntil(back.isVisible)
        way()
        assert app.middle.shown() is None
        qtbot.waitUntil(lambda: not back.isVisible())
        assert QApplication.focusWidget() is app.panes.active.reader


def test_the_legend_shows_every_sign(app: App) -> None:
    app.actions["view.legend"].trigger()
    assert app.window.legend.isVisible()
    app.window.legend.close_button.click()
    assert not app.window.legend.isVisible()


def test_the_strip_lists_the_indicator_of_all_panes(app: App) -> None:
    first, second = (row.id for row in app.desk.documents())
    app.desk.select(first, app.desk.facts(first)[0].id)
    press(app, Qt.Key.Key_G)
    values = [b for b in app.strip.findChildren(QAbstractButton) if b.property("kind") == "value"]
    assert [b.text().split()[0] for b in values] == ["105亿元", "6%以上", "105亿元", "6%以上"]
    values[3].click()
    assert app.desk.selection.document == second
    press(app, Qt.Key.Key_G)
    assert not app.strip.isVisible()


def test_themes_are_changed_and_kept(app: App) -> None:
    app.actions["view.dark"].trigger()
    assert app.theme.name == "dark"
    assert Settings().get("theme") == "dark"
    app.actions["view.system"].trigger()
    assert Settings().get("theme") == ""
    app.theme.use("light")


def test_the_language_turns_at_once_and_everything_stays(app: App, qtbot: Any) -> None:
    second = app.desk.documents()[1].id
    app.panes.panes[0].show_report(second)
    app.actions["view.english"].trigger()
    qtbot.waitUntil(lambda: language() == "en" and app.window.isActiveWindow())
    assert app.window.isVisible()
    assert app.actions["fact.accept"].text() == "Accept"
    assert app.panes.panes[0].document == second
    press(app, Qt.Key.Key_J)
    app.actions["fact.next_unreviewed"].trigger()
    assert app.desk.selection.fact is not None
    app.actions["view.chinese"].trigger()
    qtbot.waitUntil(lambda: language() == "zh" and app.window.isActiveWindow())


def test_the_layout_is_kept_between_starts(app: App, qtbot: Any) -> None:
    app.actions["pane.add"].trigger()
    app.actions["pane.grid"].trigger()
    app.actions["view.table"].trigger()
    app.docks.table.view.horizontalHeader().setSectionHidden(PLACE["note"], True)
    app.keep_layout()
    row = layouts.load(app.desk.store.path)
    assert len(row["panes"]["panes"]) == 3
    path = app.desk.store.path
    app.close()
    again = build(Store.open(path))
    with qtbot.waitExposed(again.window):
        again.window.show()
    assert [p.document for p in again.panes.panes] == [p["document"] for p in row["panes"]["panes"]]
    assert again.actions["pane.grid"].isChecked()
    assert again.actions["view.table"].isChecked()
    assert again.docks.table.view.horizontalHeader().isSectionHidden(PLACE["note"])
    assert not again.docks.table.view.horizontalHeader().isSectionHidden(PLACE["value"])
    again.close()


def test_the_desk_comes_back_to_the_fact_where_it_was_left(app: App, qtbot: Any) -> None:
    app.actions["view.table"].setChecked(True)
    panes = app.panes
    document = panes.panes[1].document
    for pane in panes.panes:
        for _ in range(6):
            pane.zoom(1)  # so that the short reports are longer than their panes
    bar = panes.panes[1].reader.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    fact = app.desk.facts(document)[-1]
    app.desk.select(document, fact.id, origin="pane")
    bar.setValue(bar.value() // 2)  # looked at what stands before
    path = app.desk.store.path
    qtbot.waitUntil(lambda: layouts.load(path).get("panes", {}).get("fact") == fact.id)  # also if it is killed now
    tops = [pane.reader.top() for pane in panes.panes]
    app.close()
    again = build(Store.open(path))
    with qtbot.waitExposed(again.window):
        again.window.show()
    assert (again.desk.selection.document, again.desk.selection.fact) == (document, fact.id)
    assert again.panes.active is again.panes.panes[1]
    assert again.docks.card.fact is not None
    assert again.docks.card.fact.id == fact.id
    assert again.docks.table.chosen() == (fact.id,)
    qtbot.waitUntil(lambda: [pane.reader.top() for pane in again.panes.panes] == tops)
    again.desk.do(Accept((fact.id,)))
    again.close()


def test_a_fact_that_is_gone_is_not_come_back_to(app: App, qtbot: Any) -> None:
    document = app.panes.panes[0].document
    fact = app.desk.facts(document)[0]
    app.desk.select(document, fact.id, origin="pane")
    app.keep_layout()
    path = app.desk.store.path
    row = layouts.load(path)
    app.close()
    for wanted in (fact.id + 9999, "x", None):
        row["panes"]["fact"] = wanted
        layouts.save(path, row)
        again = build(Store.open(path))
        assert again.desk.selection.fact is None
        again.close()


def test_every_field_of_the_card_is_seen_above_the_table_on_a_small_screen(app: App, qtbot: Any) -> None:
    app.window.resize(1366, 728)  # 768 lines without a title bar and a task bar
    app.actions["view.table"].setChecked(True)
    document = app.desk.documents()[0].id
    fact = next(f for f in app.desk.facts(document) if f.measure is Measure.CHANGE)
    app.desk.select(document, fact.id, origin="pane")
    card = app.docks.card
    for row in card.face.rows.values():
        editor = row.editor
        qtbot.waitUntil(lambda editor=editor: editor.visibleRegion().boundingRect() == editor.rect())
    assert card.viewport().height() > card.face.rows["action"].editor.geometry().bottom()


def test_undo_takes_away_offers_that_have_lost_their_meaning(app: App) -> None:
    document = app.desk.documents()[0].id
    app.desk.do(Accept((app.desk.facts(document)[0].id,)))
    app.desk.notice("还有 3 条相同的提案", action="一并改正…", callback=lambda: None)
    app.desk.notice("磁盘已满", "error", "另存…", lambda: None)
    app.actions["edit.undo"].trigger()
    shown = app.window.toasts.shown()
    assert "还有 3 条相同的提案" not in shown
    assert "磁盘已满" in shown
    assert len(shown) == 2  # and what was undone


def test_escape_puts_away_what_came_by_itself(app: App, qtbot: Any) -> None:
    app.panes.panes[0].reader.setFocus()
    dialog = QDialog(app.window)
    show_aside(dialog)
    qtbot.waitExposed(dialog)
    app.window.activateWindow()
    app.desk.notice("已导入 1 份报告")
    press(app, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not app.window.findChildren(QDialog))
    assert not app.window.toasts.shown()


def test_a_damaged_layout_is_passed_over(app: App) -> None:
    path = app.desk.store.path
    app.keep_layout()
    for damaged in ("", "[1, 2]", '{"panes": '):
        layouts._file(path).write_text(damaged, encoding="utf-8")
        assert layouts.load(path) == {}


def drop(app: App, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    app.window.dropEvent(event)


def test_dropped_files_are_imported_and_bad_ones_named(app: App, qtbot: Any, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "江苏省苏州市_2022.txt").write_text(
        "苏州市政府工作报告\n2021年，全市地区生产总值增长8.7%，城镇新增就业17万人。", encoding="utf-8"
    )
    (folder / "空.txt").write_bytes(b"")
    summaries: list[Summary] = []
    app.intake.imported.connect(summaries.append)
    drop(app, folder)
    qtbot.waitUntil(lambda: bool(summaries), timeout=60000)
    (summary,) = summaries
    assert len(summary.added) == 1
    assert [(path.name, type(error)) for path, error in summary.failed] == [("空.txt", ReadingError)]
    assert len(app.desk.documents()) == 3
    assert app.desk.facts(summary.added[0])
    assert any("1 份没有导入" in words for words in app.window.toasts.shown())
    summaries.clear()
    drop(app, folder / "江苏省苏州市_2022.txt")
    qtbot.waitUntil(lambda: bool(summaries), timeout=60000)
    assert summaries[0].known == ["江苏省苏州市_2022.txt"]
    assert len(app.desk.documents()) == 3


def test_another_project_is_opened_and_an_unfit_one_is_refused(app: App, tmp_path: Path) -> None:
    here = app.desk.store.path
    wrong = tmp_path / "wrong.duidu"
    wrong.write_text("not a project", encoding="utf-8")
    app.projects.open(wrong)
    assert app.desk.store.path == here
    assert app.window.toasts.shown()
    other = tmp_path / "other"
    other.mkdir()
    made = project(other, reports=1)
    made.close()
    app.projects.open(made.path)
    assert app.desk.store.path == made.path
    assert [p.document for p in app.panes.panes] == [app.desk.documents()[0].id, None]
    assert str(here) in [str(p) for p in app.projects.recent()]


def test_a_report_taken_out_comes_back_by_undo(app: App) -> None:
    listing = app.desk.documents()[0]
    app.actions["project.remove_report"].trigger()
    assert called(listing) not in [called(row) for row in app.desk.documents()]
    app.desk.undo()
    assert listing.id in {row.id for row in app.desk.documents()}


def test_an_empty_project_teaches(tmp_path: Path, qtbot: Any) -> None:
    app = build(Store.create(tmp_path / "empty.duidu"))
    with qtbot.waitExposed(app.window):
        app.window.show()
    assert app.panes.panes[0].hint.words.text() == text("pane.no_reports_hint")
    app.actions["fact.next_unreviewed"].trigger()
    app.actions["fact.accept"].trigger()
    app.actions["fact.add"].trigger()
    app.actions["edit.undo"].trigger()
    app.actions["edit.find"].trigger()
    assert app.window.toasts.shown()
    app.close()


def test_a_pane_that_waits_for_its_report_says_so(tmp_path: Path, qtbot: Any) -> None:
    app = build(Store.create(tmp_path / "first.duidu"), samples=True)
    pane = app.panes.panes[0]
    said: list[tuple[str, bool]] = []
    app.intake.reading.connect(lambda on: said.append((pane.hint.title.text(), on)))
    app.window.show()
    # Before they are read, the pane that has none yet does not say that the project has none.
    assert pane.hint.title.text() == text("pane.reading")
    assert not pane.hint.import_button.isVisibleTo(pane)
    second = app.panes.panes[1]  # where the keyboard happens to wait while there is nothing to read
    app.panes.activate(second)
    next(b for b in second.findChildren(QAbstractButton) if b.isVisible()).setFocus()
    qtbot.waitUntil(lambda: bool(said) and not said[-1][1], timeout=120_000)
    assert pane.document is not None
    assert app.panes.active is pane
    assert app.window.focusWidget() is pane.reader
    for other in app.panes.panes:
        assert not other.waiting
    # The first steps speak of figures, so the first one is in sight.
    reader, figure = pane.reader, app.desk.facts(pane.document)[0]
    qtbot.waitUntil(lambda: reader._in_view(reader.place(figure.span), reader.viewport().height()))
    app.close()


def test_an_import_that_brings_nothing_ends_the_waiting(tmp_path: Path, qtbot: Any) -> None:
    app = build(Store.create(tmp_path / "none.duidu"))
    app.window.show()
    pane = app.panes.panes[0]
    with qtbot.waitSignals([app.intake.reading, app.intake.reading], timeout=60_000):
        app.intake.take_in([tmp_path / "gone.txt"])
    qtbot.waitUntil(lambda: not pane.waiting, timeout=60_000)
    assert pane.hint.title.text() == text("pane.no_reports")
    assert pane.hint.import_button.isVisibleTo(pane)
    app.close()


def test_every_action_can_be_tried_without_a_fact(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """No action may fail for want of a selection; whoever is asked for a file gives none."""
    skip = {"project.show", "project.quit", "view.english", "view.full"}  # these leave the window
    for ask in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, ask, lambda *_a, **_k: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: "")
    monkeypatch.setattr(QDialog, "exec", lambda _self: QDialog.DialogCode.Rejected)
    from gui.actions import TABLE

    for row in TABLE:
        if row.id not in skip:
            app.actions[row.id].trigger()
            for dialog in QApplication.topLevelWidgets():
                if dialog is not app.window and dialog.isVisible():
                    dialog.close()
    app.theme.use("light")


def test_a_desk_that_is_closed_leaves_nothing(tmp_path: Path, qtbot: Any) -> None:
    """Neither a widget nor the window with all that it knew: each change of language builds a new desk."""
    theme = Theme("light")  # outlives the desks

    def alive() -> Counter[str]:
        QTest.qWait(0)
        gc.collect()
        return Counter(type(widget).__name__ for widget in QApplication.allWidgets())

    before = alive()
    windows = []
    for name, other in (("one", "en"), ("two", "zh")):
        (tmp_path / name).mkdir()
        app = build(project(tmp_path / name), theme=theme)
        with on_screen(app, qtbot):
            windows.append(weakref.ref(app.window))
            app.use_language(other)
            qtbot.waitUntil(lambda app=app: app.window is not windows[-1]() and app.window.isVisible())
            windows.append(weakref.ref(app.window))
        del app
        assert not alive() - before

    def gone() -> bool:
        gc.collect()
        return not any(window() is not None for window in windows)

    qtbot.waitUntil(gone)


def test_toasts_go_by_themselves_errors_stay(app: App) -> None:
    toasts = app.window.toasts
    toasts.clear()
    for number in range(5):
        app.desk.noticed.emit(Notice(f"第{number}件", "error" if number == 4 else "done"))
    assert toasts.shown() == ["第2件", "第3件", "第4件"]
    app.desk.noticed.emit(Notice("第3件"))
    assert toasts.shown() == ["第2件", "第3件", "第4件"]
    last = toasts._shown[-1]
    assert not last._timer.isActive()
    assert toasts._shown[0]._timer.isActive()
    press(app, Qt.Key.Key_Escape)
    assert toasts.shown() == []


def test_a_toast_leads_to_its_act(app: App) -> None:
    done: list[int] = []
    app.window.toasts.clear()
    app.desk.noticed.emit(Notice("完成", action="撤销", callback=lambda: done.append(1)))
    buttons = app.window.toasts._shown[0].findChildren(QAbstractButton)
    next(b for b in buttons if b.text() == "撤销").click()
    assert done == [1]
    assert app.window.toasts.shown() == []


def test_the_context_menu_offers_what_can_be_done(app: App) -> None:
    first = app.desk.documents()[0].id
    chosen = app.desk.facts(first)[2]
    app.acting.open_menu(chosen.id, QPoint(20, 20))
    menu = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible())
    assert app.actions["fact.accept"] in menu.actions()
    assert app.desk.selection.fact == chosen.id
    menu.close()


def test_over_plain_text_the_context_menu_decides_on_nothing(app: App, qtbot: Any) -> None:
    first = app.desk.documents()[0].id
    app.desk.select(first, app.desk.facts(first)[2].id)
    app.acting.open_menu(None, QPoint(20, 20))
    menu = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible())
    assert app.actions["fact.accept"] not in menu.actions()
    assert app.actions["edit.find"] in menu.actions()
    menu.close()


def test_words_are_found_in_all_reports_and_a_hit_opens(app: App, qtbot: Any) -> None:
    press(app, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is app.docks.search.line
    app.docks.search.line.setText("城鎮")
    qtbot.waitUntil(lambda: not app.docks.search.running, timeout=60_000)
    model = app.docks.search.model
    rows = [model.index(n, 0) for n in range(model.rowCount())]
    assert [model.rowCount(row) for row in rows] == [2, 2]
    assert model.data(model.index(1, 1, rows[1])) == "城镇"
    assert str(model.data(model.index(1, 2, rows[1]))).startswith("登记失业率")
    app.docks.search.list.activated.emit(model.index(1, 1, rows[1]))
    second = app.desk.documents()[1].id
    pane = app.panes.pane_of(second)
    assert pane is not None
    assert pane.find.count.text() == "2 / 2"
    app.docks.search.line.setText("没有这样的词")
    app.docks.search.search()
    qtbot.waitUntil(lambda: not app.docks.search.running, timeout=60_000)
    assert app.docks.search.model.rowCount() == 0
    app.docks.search.pattern.setChecked(True)
    app.docks.search.line.setText("(")
    app.docks.search.search()
    assert app.docks.search.count.text() == "表达式有误"
    press(app, Qt.Key.Key_Escape)


def test_a_page_that_was_looked_at_does_not_push_the_window_apart(app: App) -> None:
    width = app.window.width()
    for page in ("view.matrix", "view.checks", "view.charts"):
        app.actions[page].trigger()
        QTest.qWait(50)
        app.actions[page].trigger()
        QTest.qWait(50)
    assert app.window.width() == width


def test_a_dock_asked_for_comes_before_the_one_that_shares_its_place(app: App, qtbot: Any) -> None:
    table, history = app.window.docks["table"], app.window.docks["history"]
    app.actions["view.table"].setChecked(True)
    qtbot.waitUntil(lambda: not table.visibleRegion().isEmpty())
    for name, front, back in (
        ("history", history, table), ("table", table, history), ("history", history, table)
    ):  # fmt: skip
        app.actions[f"view.{name}"].trigger()
        qtbot.waitUntil(lambda front=front: not front.visibleRegion().isEmpty())
        assert back.visibleRegion().isEmpty()
        assert app.actions[f"view.{name}"].isChecked()
    app.actions["view.history"].trigger()
    qtbot.waitUntil(lambda: history.isHidden() and not table.visibleRegion().isEmpty())


def test_reports_opened_from_a_page_have_the_keyboard(app: App) -> None:
    app.actions["view.matrix"].trigger()
    QTest.qWait(50)
    documents = [listing.id for listing in app.desk.documents()][:3]
    app.middle.open_reports(documents)
    assert len(app.panes.panes) >= len(documents)
    QTest.qWait(50)  # what Qt puts off is done
    assert app.panes.active is not None
    assert app.window.focusWidget() is app.panes.active.reader
