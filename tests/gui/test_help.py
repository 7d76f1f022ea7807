"""The help inside the program, the first steps, and what the program says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt, QUrl
from PySide6.QtGui import QTextDocument, QTextTable
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from core import __version__, manual
from core.edits import Accept
from core.importing import prepare
from core.messages import catalogue, set_language
from core.paths import seeds
from core.store import Store
from gui.about import About
from gui.actions import MENUS, TABLE, Actions
from gui.desk import Desk
from gui.help import Help, _flat, keys
from gui.theme import Theme
from gui.welcome import STEPS, Welcome


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp: Any) -> Theme:
    return Theme(request.param)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_action_is_documented(language: str) -> None:
    words = {page.name: page.words for page in manual.pages(language, keys)}["keys"]
    in_menus = {name for _, items in MENUS for name in _flat(items)}
    missing = []
    for row in TABLE:
        told = catalogue()[f"action.{row.name}"][language].replace("&", "")
        if row.id not in in_menus or f"| {told} |" not in words or any(f"`{key}`" not in words for key in row.keys):
            missing.append(row.id)
    assert missing == []


def test_the_sheet_in_the_help_has_the_keys_in_use(theme: Theme, qtbot: Any) -> None:
    actions = Actions(theme, {"fact.accept": ["Ctrl+Alt+Y"]})
    assert "`Ctrl+Alt+Y`" in keys("zh", actions)
    assert "`Ctrl+Alt+Y`" not in keys("zh")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_open_by_list_link_and_search(theme: Theme, qtbot: Any, language: str) -> None:
    set_language(language)
    shown = Help(theme)
    qtbot.addWidget(shown)
    shown.show()
    for page in shown.pages:
        shown.open_page(page.name)
        assert shown.view.toPlainText().strip()
    shown.open_page("commands")
    tables = [frame for frame in shown.view.document().rootFrame().childFrames() if isinstance(frame, QTextTable)]
    assert len(tables) > 5
    shown._follow(QUrl("trouble.md"))
    assert shown.list.currentItem().text() == next(p.title for p in shown.pages if p.name == "trouble")
    shown.open_page("no such page")
    assert shown._shown == "trouble"
    shown.words.setText("encode region")
    assert shown.list.count() == 1
    assert shown._shown == "tutorial"
    assert shown.view.extraSelections()
    shown.words.setText("no such words")
    assert shown.list.count() == 1
    shown.words.clear()
    assert shown.list.count() > len(shown.pages)  # with the heads of groups
    for control in (shown.words, shown.list, shown.view):
        assert control.accessibleName()


def test_pictures_fit_the_page(theme: Theme, qtbot: Any) -> None:
    shown = Help(theme)
    qtbot.addWidget(shown)
    shown.resize(500, 400)
    shown.show()
    pictures = sorted((manual.pictures() / "pictures").glob("*.png"))
    if not pictures:
        pytest.skip("make shots makes the pictures")
    kind = QTextDocument.ResourceType.ImageResource.value
    image = shown.view.loadResource(kind, QUrl(f"pictures/{pictures[0].name}"))
    assert 0 < image.width() <= shown.view.viewport().width()


def desk(folder: Path) -> Desk:
    store = Store.create(folder / "p.duidu")
    report = min(seeds().glob("*北镇*"))
    store.add(*prepare(report), source=report.name)
    return Desk(store)


def test_the_first_steps_go_on_by_doing_them(theme: Theme, qtbot: Any, tmp_path: Path) -> None:
    here, actions, window = desk(tmp_path), Actions(theme), QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    welcome = Welcome(here, actions, window)
    welcome.show()
    seen = [welcome.title.text()]
    fact = here.facts(here.documents()[0].id)[0]
    here.do(Accept((fact.id,)))  # a later step done early changes nothing
    assert welcome.step == 0
    here.select(fact.document, fact.id, origin="pane")
    seen.append(welcome.title.text())
    here.do(Accept((here.facts(fact.document)[1].id,)))
    seen.append(welcome.title.text())
    assert len(set(seen)) == len(STEPS)
    assert actions.shown("project.export") in welcome.words.text()
    with qtbot.waitSignal(welcome.done):
        actions["project.export"].trigger()
    here.store.close()


def test_the_first_steps_can_be_skipped_and_stay_inside_the_window(theme: Theme, qtbot: Any, tmp_path: Path) -> None:
    here, window = desk(tmp_path), QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    welcome = Welcome(here, Actions(theme), window)
    window.show()
    welcome.show()
    for size in ((700, 480), (1200, 800)):
        window.resize(*size)
        assert window.rect().contains(welcome.geometry())
    shape = welcome.words.fontMetrics().boundingRect(
        QRect(0, 0, welcome.words.width(), 10_000), Qt.TextFlag.TextWordWrap, welcome.words.text()
    )
    assert welcome.words.height() >= shape.height()
    with qtbot.waitSignal(welcome.done):
        welcome.skip.click()
    here.store.close()


def test_the_first_steps_end_where_another_project_begins(theme: Theme, qtbot: Any, tmp_path: Path) -> None:
    here, window = desk(tmp_path), QWidget()
    qtbot.addWidget(window)
    welcome = Welcome(here, Actions(theme), window)
    window.show()
    welcome.show()
    with qtbot.waitSignal(welcome.done):
        here.use(Store.create(tmp_path / "own.duidu"))
    assert not welcome.isVisible()
    here.store.close()


def test_about_leads_to_the_licences(theme: Theme, qtbot: Any) -> None:
    about = About(theme)
    qtbot.addWidget(about)
    about.show()
    assert any(__version__ in label.text() for label in about.findChildren(QLabel))
    button = next(b for b in about.findChildren(QPushButton) if b.text() == catalogue()["help.licences"]["zh"])
    with qtbot.waitSignal(about.licences_asked):
        button.click()


def test_the_desk_has_one_help_and_one_first_start(qtbot: Any, tmp_path: Path) -> None:
    from gui.app import build

    here = desk(tmp_path)
    app = build(here.store)
    app.window.show()
    app.actions["help.open"].trigger()
    app.actions["help.open"].trigger()
    assert len([each for each in app.window.findChildren(Help) if each.isVisible()]) == 1
    app.actions["help.about"].trigger()
    about = app.window.findChildren(About)[0]
    about.licences_asked.emit()
    about.accept()
    assert app.window.findChildren(Help)[0]._shown == "licences"
    assert app.settings.get("help.welcome")
    app.actions["help.welcome"].trigger()
    app.window.findChildren(Welcome)[0].skip.click()
    assert not app.settings.get("help.welcome")
    app.close()
    QTest.qWait(0)
