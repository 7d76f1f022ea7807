from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton

from core.edits import MakeTag, Tag
from gui.desk import Desk
from gui.look import swatch
from gui.tagging import COLOURS, TagSet, TagStrip, fill_menu, next_colour, put, put_number
from gui.theme import Theme
from tests.gui.projects import project


@pytest.fixture
def desk(tmp_path: Path, qapp: Any) -> Iterator[Desk]:
    desk = Desk(project(tmp_path, reports=1))
    yield desk
    desk.store.close()


@pytest.fixture
def dialog(desk: Desk, qtbot: Any) -> TagSet:
    dialog = TagSet(desk, Theme("light"))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def make(dialog: TagSet, *names: str) -> None:
    for name in names:
        dialog.name.setText(name)
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)


def names(desk: Desk) -> list[str]:
    return [tag.name for tag in desk.tags()]


def test_tags_are_made_with_colours_of_their_own(dialog: TagSet, desk: Desk) -> None:
    assert dialog.empty.isVisibleTo(dialog)
    make(dialog, "核心指标", "待核实", "民生")
    assert names(desk) == ["核心指标", "待核实", "民生"]
    assert len({tag.colour for tag in desk.tags()}) == 3
    assert not dialog.empty.isVisibleTo(dialog)
    assert dialog.list.count() == 3


def test_two_tags_may_not_have_one_name(dialog: TagSet, desk: Desk) -> None:
    told: list[str] = []
    desk.noticed.connect(lambda notice: told.append(notice.text))
    make(dialog, "甲", "甲", " ", "乙")
    assert names(desk) == ["甲", "乙"]
    dialog.list.item(1).setText("甲")
    assert names(desk) == ["甲", "乙"]
    assert len(told) == 2
    assert dialog.list.item(1).text() == "乙"


def test_rename_recolour_describe_move_delete_and_undo(dialog: TagSet, desk: Desk) -> None:
    make(dialog, "甲", "乙", "丙")
    dialog.list.setCurrentRow(0)
    dialog.list.item(0).setText("重点")
    assert names(desk)[0] == "重点"
    dialog.recolour("#123456")
    assert desk.tags()[0].colour == "#123456"
    dialog.description.setText("年度考核的指标")
    dialog.description.editingFinished.emit()
    assert desk.tags()[0].description == "年度考核的指标"
    dialog.move(1)
    assert names(desk) == ["乙", "重点", "丙"]
    dialog.move(1)
    assert names(desk) == ["乙", "丙", "重点"]
    desk.undo()
    assert names(desk) == ["乙", "重点", "丙"]
    dialog.list.setCurrentRow(2)
    QTest.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(desk) == ["乙", "丙", "重点"]
    dialog.list.setCurrentRow(0)
    dialog.drop()
    assert names(desk) == ["丙", "重点"]
    desk.undo()
    assert names(desk) == ["乙", "丙", "重点"]


def test_a_deleted_tag_comes_back_on_its_facts(dialog: TagSet, desk: Desk) -> None:
    make(dialog, "甲")
    fact = desk.facts(desk.documents()[0].id)[0]
    put(desk, (fact,), desk.tags()[0].id)
    offered: list[Any] = []
    desk.noticed.connect(offered.append)
    dialog.list.setCurrentRow(0)
    dialog.drop()
    assert not desk.fact(fact.id).tags
    assert "1 条" in offered[0].text
    offered[0].callback()
    assert desk.fact(fact.id).tags == {desk.tags()[0].id}


def test_one_tag_becomes_part_of_another_and_back(dialog: TagSet, desk: Desk) -> None:
    make(dialog, "甲", "乙")
    one, two = (tag.id for tag in desk.tags())
    ids = [fact.id for fact in desk.facts(desk.documents()[0].id)[:3]]
    desk.do(Tag(tuple(ids[:2]), one))
    desk.do(Tag(tuple(ids[1:]), two))
    dialog.list.setCurrentRow(0)
    dialog.merge(two)
    assert names(desk) == ["乙"]
    assert [desk.fact(i).tags for i in ids] == [{two}] * 3
    desk.undo()
    assert names(desk) == ["甲", "乙"]
    assert [desk.fact(i).tags for i in ids] == [{one}, {one, two}, {two}]
    desk.redo()
    assert [desk.fact(i).tags for i in ids] == [{two}] * 3


def test_a_number_key_puts_a_tag_on_and_takes_it_off(desk: Desk) -> None:
    desk.do(MakeTag("甲", "#c8403a"))
    desk.do(MakeTag("乙", "#2f7fc2"))
    facts = desk.facts(desk.documents()[0].id)[:2]
    second = desk.tags()[1].id
    put_number(desk, facts, 2)
    assert all(second in desk.fact(f.id).tags for f in facts)
    put_number(desk, [desk.fact(f.id) for f in facts], 2)
    assert not any(desk.fact(f.id).tags for f in facts)
    put_number(desk, facts, 3)
    put_number(desk, (), 1)
    assert not any(desk.fact(f.id).tags for f in facts)


def test_where_some_have_it_all_get_it(desk: Desk) -> None:
    desk.do(MakeTag("甲", "#c8403a"))
    tag = desk.tags()[0].id
    ids = [f.id for f in desk.facts(desk.documents()[0].id)[:3]]
    desk.do(Tag((ids[0],), tag))
    put(desk, desk.store.many(ids).values(), tag)
    assert all(tag in desk.fact(i).tags for i in ids)


def test_the_strip_shows_the_tags_of_a_fact(desk: Desk, qtbot: Any) -> None:
    desk.do(MakeTag("甲", "#c8403a"))
    tag = desk.tags()[0].id
    strip = TagStrip(desk, Theme("light"))
    qtbot.addWidget(strip)
    fact = desk.facts(desk.documents()[0].id)[0]
    strip.load(fact)
    strip.toggle_number(1)
    strip.load(desk.fact(fact.id))
    chip = next(b for b in strip.findChildren(QPushButton) if "甲" in b.text())
    assert chip.accessibleName() == "去掉标签“甲”"
    chip.click()
    assert tag not in desk.fact(fact.id).tags


def test_the_menu_ticks_what_all_have(desk: Desk, qtbot: Any) -> None:
    desk.do(MakeTag("甲", "#c8403a"))
    desk.do(MakeTag("乙", "#2f7fc2"))
    ids = [f.id for f in desk.facts(desk.documents()[0].id)[:2]]
    desk.do(Tag(tuple(ids), desk.tags()[0].id))
    desk.do(Tag((ids[0],), desk.tags()[1].id))
    menu = QMenu()
    qtbot.addWidget(menu)
    fill_menu(menu, desk, desk.store.many(ids).values(), Theme("light"), menu)
    ticks = {a.text().split("\t")[0]: a.isChecked() for a in menu.actions() if a.isCheckable()}
    assert ticks == {"甲": True, "乙": False}
    seen = [a.icon().pixmap(16, 16).toImage() for a in menu.actions()[:2]]
    plain = [swatch(tag.colour).pixmap(16, 16).toImage() for tag in desk.tags()]
    assert [one == other for one, other in zip(seen, plain, strict=True)] == [False, True]  # the tick is to be seen
    menu.actions()[1].trigger()
    assert all(desk.tags()[1].id in desk.fact(i).tags for i in ids)


def test_colours_are_used_before_they_come_again() -> None:
    used: list[str] = []
    for _ in COLOURS:
        used.append(next_colour(used))
    assert sorted(used) == sorted(COLOURS.values())
    assert next_colour(used) == next(iter(COLOURS.values()))


def test_every_control_has_a_name(dialog: TagSet) -> None:
    for button in dialog.findChildren(QAbstractButton):
        assert button.accessibleName() or button.text() or button.parent() is dialog.name, button
