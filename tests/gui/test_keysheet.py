from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from core.settings import Settings
from gui.actions import TABLE, Actions
from gui.keysheet import ACTION, KeyPress, KeySheet
from gui.theme import Theme


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def actions(qapp: Any) -> Actions:
    return Actions(Theme("light"))


@pytest.fixture
def sheet(actions: Actions, settings: Settings, qtbot: Any) -> KeySheet:
    sheet = KeySheet(actions, settings)
    qtbot.addWidget(sheet)
    sheet.show()
    return sheet


def rows(sheet: KeySheet, *, shown: bool = False) -> dict[str, tuple[str, str]]:
    found = {}
    for number in range(sheet.list.topLevelItemCount()):
        group = sheet.list.topLevelItem(number)
        for place in range(group.childCount()):
            item = group.child(place)
            if item.data(0, ACTION) and not (shown and (item.isHidden() or group.isHidden())):
                found[item.data(0, ACTION)] = (item.text(0), item.text(1))
    return found


def test_every_action_stands_on_it_with_its_keys(sheet: KeySheet) -> None:
    found = rows(sheet)
    assert set(found) == {row.id for row in TABLE}
    assert found["fact.accept"] == ("采纳", "A")
    assert found["edit.redo"][1].split() == ["Ctrl+Shift+Z", "Ctrl+Y"]
    titles = [sheet.list.topLevelItem(n).text(0) for n in range(sheet.list.topLevelItemCount())]
    assert not any("&" in title for title in titles)


@pytest.mark.parametrize(
    ("typed", "action"), [("采纳", "fact.accept"), ("ctrl+e", "project.export"), ("dcsjj", "project.export")]
)
def test_an_action_is_found_by_name_key_or_initials(sheet: KeySheet, typed: str, action: str) -> None:
    sheet.search.setText(typed)
    assert action in rows(sheet, shown=True)
    assert len(rows(sheet, shown=True)) < 8


def test_what_is_not_there_is_said(sheet: KeySheet) -> None:
    sheet.search.setText("没有这样的事")
    assert rows(sheet, shown=True) == {}
    assert sheet.none.isVisibleTo(sheet)


def test_a_key_is_changed_kept_and_given_back(sheet: KeySheet, actions: Actions, settings: Settings) -> None:
    sheet.change("fact.accept", ("Space",))
    assert actions.keys("fact.accept") == ("Space",)
    assert settings.get("keys") == {"fact.accept": ["Space"]}
    assert rows(sheet)["fact.accept"][1] == QKeySequence("Space").toString(QKeySequence.SequenceFormat.NativeText)
    sheet.to_default("fact.accept")
    assert actions.keys("fact.accept") == ("A",)
    assert settings.get("keys") == {}


def test_a_key_belongs_to_one_action(sheet: KeySheet, actions: Actions) -> None:
    sheet.change("fact.note", ("A",))
    assert actions.keys("fact.note") == ("A",)
    assert actions.keys("fact.accept") == ()
    sheet.to_default("fact.accept")
    assert actions.keys("fact.accept") == ("A",)
    assert actions.keys("fact.note") == ()
    sheet.to_default()
    assert actions.keys("fact.note") == ("N",)


def test_new_keys_are_pressed_and_clashes_named(actions: Actions, qtbot: Any) -> None:
    asked = KeyPress(actions, "fact.note")
    qtbot.addWidget(asked)
    asked.show()
    got: list[tuple[str, ...]] = []
    asked.chosen.connect(got.append)
    QTest.keyClick(asked.keys, Qt.Key.Key_A)
    qtbot.waitUntil(asked.use.isEnabled)
    assert "采纳" in asked.clash.text()
    asked.use.click()
    assert got == [("A",)]


def test_an_action_may_have_no_key(sheet: KeySheet, actions: Actions, settings: Settings) -> None:
    sheet.change("fact.note", ())
    assert actions.keys("fact.note") == ()
    assert settings.get("keys") == {"fact.note": []}
