"""Matrix, checks and charts in the window: one at a time, each leading back to the reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QListWidget, QTableView, QWidget

from gui.app import App, build
from gui.middle import PAGES
from tests.gui.projects import project
from tests.gui.windows import on_screen

KEYS = {"matrix": Qt.Key.Key_F9, "checks": Qt.Key.Key_F10, "charts": Qt.Key.Key_F12}


@pytest.fixture
def app(tmp_path: Path, qtbot: Any) -> Iterator[App]:
    app = build(project(tmp_path))
    with on_screen(app, qtbot):
        yield app


def press(app: App, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or app.window, key)


def test_none_is_made_before_it_is_shown(app: App) -> None:
    assert app.middle.pages == {}


def test_keys_lead_to_the_pages(app: App) -> None:
    for name, key in KEYS.items():
        press(app, key)
        assert app.middle.shown() == name


def test_one_page_at_a_time_and_back(app: App) -> None:
    for name in PAGES:
        app.actions[f"view.{name}"].trigger()
        assert app.middle.shown() == name
        assert app.middle.pages[name].isVisible()
        assert app.middle.pages[name].isAncestorOf(QApplication.focusWidget())
        assert not app.actions["view.card"].isChecked()
    app.actions[f"view.{PAGES[-1]}"].trigger()
    assert app.middle.shown() is None
    assert app.panes.isVisible()
    assert app.actions["view.card"].isChecked()  # what made room comes back


def test_enter_in_the_matrix_leads_to_the_sentence(app: App) -> None:
    press(app, KEYS["matrix"])
    matrix = app.middle.pages["matrix"]
    matrix.show_view("level")
    panel = matrix.model.panel
    place = (0, 2020, panel.indicators.index("地区生产总值"))
    matrix.table.setCurrentIndex(matrix.model.find(place))
    figure = panel.cell(*place).level
    assert figure is not None
    press(app, Qt.Key.Key_Return)
    assert app.middle.shown() is None
    assert app.desk.selection.fact == figure.fact
    assert app.panes.active is not None
    assert app.panes.active.document == figure.document


def test_matrix_and_charts_open_at_what_is_selected(app: App) -> None:
    document = app.desk.documents()[0].id
    fact = next(f for f in app.desk.facts(document) if f.canonical == "固定资产投资")
    app.desk.select(document, fact.id)
    press(app, KEYS["matrix"])
    matrix = app.middle.pages["matrix"]
    assert fact.id in {n for _, n in matrix.model.cell(matrix.table.currentIndex()).facts}
    press(app, KEYS["charts"])
    assert app.middle.pages["charts"].indicator.currentData() == "固定资产投资"


def test_an_indicator_goes_from_the_matrix_to_a_chart(app: App) -> None:
    press(app, KEYS["matrix"])
    app.middle.pages["matrix"].chart.click()
    assert app.middle.shown() == "charts"
    assert "地区生产总值" in app.middle.pages["charts"].chart.title


def test_every_control_has_a_name(app: App) -> None:
    for name in PAGES:
        page = app.middle.page(name)
        for kind in (QComboBox, QLineEdit, QTableView, QListWidget):
            for widget in page.findChildren(kind):
                if (
                    widget.parent() is None
                    or widget.objectName().startswith("qt_")
                    or widget.window() is not page.window()
                ):
                    continue
                if isinstance(widget.parent(), QComboBox | QListWidget | QTableView):
                    continue
                assert widget.accessibleName(), (name, widget)
        for button in page.findChildren(QAbstractButton):
            if not isinstance(button.parent(), QTableView | QLineEdit):
                assert button.accessibleName() or button.text(), (name, button)


def test_tab_reaches_everything_on_a_page_and_nothing_without_a_name(app: App) -> None:
    for name in PAGES:
        app.actions[f"view.{name}"].trigger()
        QTest.qWait(0)
        page = app.middle.pages[name]
        seen: list[QWidget] = []
        while (focus := QApplication.focusWidget()) not in seen:
            assert focus is not None
            seen.append(focus)
            QTest.keyClick(focus, Qt.Key.Key_Tab)
        for widget in page.findChildren(QComboBox) + page.findChildren(QLineEdit):
            if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert widget in seen, (name, widget.accessibleName())
        for widget in seen:
            assert widget.accessibleName() or getattr(widget, "text", str)(), (name, widget)


def test_the_pages_follow_another_project(app: App, tmp_path: Path) -> None:
    for name in PAGES:
        app.actions[f"view.{name}"].trigger()
    (tmp_path / "other").mkdir()
    app.desk.use(project(tmp_path / "other", 1))
    assert len(app.middle.pages["matrix"].model.panel.regions) == 1
    assert len(app.middle.pages["charts"].panel.regions) == 1
