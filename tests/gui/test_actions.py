from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.messages import LANGUAGES, catalogue, set_language
from gui.actions import MENUS, READING, ROWS, TABLE, Actions
from gui.theme import Theme


def named(items: Any) -> set[str]:
    found: set[str] = set()
    for item in items:
        if isinstance(item, tuple):
            found |= named(item[1])
        elif item is not None:
            found.add(item)
    return found


def test_no_id_twice_and_no_key_twice() -> None:
    assert len(ROWS) == len(TABLE)
    keys = [QKeySequence(key).toString() for row in TABLE for key in row.keys]
    assert "" not in keys
    assert sorted(keys) == sorted(set(keys))


def test_every_action_stands_in_a_menu() -> None:
    inside = set().union(*(named(items) for _, items in MENUS))
    assert inside - {"project.recent"} == set(ROWS)


def test_every_action_is_explained_in_both_languages() -> None:
    texts = catalogue()
    for row in TABLE:
        for kind in ("action", "tip"):
            for language in LANGUAGES:
                assert texts[f"{kind}.{row.name}"][language].strip()


def test_plain_letters_wait_for_a_report_or_table() -> None:
    # A letter that worked everywhere would decide on facts while somebody types a name.
    for row in TABLE:
        for key in row.keys:
            if len(key) == 1 and key.isalnum():
                assert row.scope == READING, row.id


def test_letters_work_where_they_are_attached_and_not_in_a_line(qtbot: Any) -> None:
    theme = Theme("light")
    window = QWidget()
    actions = Actions(theme, parent=window)
    column = QVBoxLayout(window)
    table, line = QWidget(), QLineEdit()
    table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    column.addWidget(table)
    column.addWidget(line)
    actions.attach(table)
    done: list[str] = []
    actions.on("fact.accept", lambda: done.append("accepted"))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_A)
    assert done == []
    assert line.text() == "a"
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_A)
    assert done == ["accepted"]


def test_keys_can_be_changed_and_clashes_are_told(qtbot: Any) -> None:
    theme = Theme("light")
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(theme, {"fact.accept": ("Y",)}, parent=window)
    assert actions.keys("fact.accept") == ("Y",)
    assert "Y" in actions["fact.accept"].toolTip()
    assert actions.clashes("fact.accept", "X") == ["fact.reject"]
    actions.set_keys({})
    assert actions.keys("fact.accept") == ("A",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_menus_speak_the_language(qtbot: Any, language: str) -> None:
    set_language(language)
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(Theme("light"), parent=window)
    assert actions["fact.accept"].text() == {"zh": "采纳", "en": "Accept"}[language]


def test_what_is_switched_on_has_its_tick_in_the_menu(qtbot: Any) -> None:
    actions = Actions(Theme("light"))
    for row in TABLE:
        assert actions[row.id].isIconVisibleInMenu() is not row.checkable, row.id
