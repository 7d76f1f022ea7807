"""Reports on their way in: pasted, from tables with mapped columns, into projects that take none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.loading.formats import SUFFIXES
from core.store import Store
from gui.app import App, build
from gui.importsummary import ImportSummary
from gui.intake import PATTERNS, TABLES, Summary
from gui.mapping import Mapping
from tests.gui.projects import project

WORDS = "江苏省昆山市政府工作报告\n（2021年1月5日）\n各位代表：2020年，地区生产总值增长6%，新建高标准农田7000亩。"


@pytest.fixture
def app(tmp_path: Path, qtbot: Any) -> Iterator[App]:
    app = build(project(tmp_path, reports=1))
    with qtbot.waitExposed(app.window):
        app.window.show()
    yield app
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, (ImportSummary, Mapping)):
            dialog.close()
    app.close()
    QTest.qWait(0)


def summaries(app: App) -> list[Summary]:
    found: list[Summary] = []
    app.intake.imported.connect(found.append)
    return found


def test_every_format_is_offered() -> None:
    assert {f"*{suffix}" for suffix in SUFFIXES} <= set(PATTERNS.split())
    assert {f"*{suffix}" for suffix in TABLES} <= set(PATTERNS.split())


def test_text_on_the_clipboard_becomes_a_report(app: App, qtbot: Any) -> None:
    QGuiApplication.clipboard().setText("短")
    app.actions["project.paste"].trigger()
    assert any("剪贴板" in words for words in app.window.toasts.shown())
    found = summaries(app)
    QGuiApplication.clipboard().setText(WORDS)
    app.actions["project.paste"].trigger()
    qtbot.waitUntil(lambda: bool(found), timeout=60000)
    listing = app.desk.documents()[-1]
    assert (listing.name, listing.region, listing.year) == ("昆山市2021", "江苏省/苏州市/昆山市", 2021)
    assert app.desk.facts(listing.id)


def test_copied_files_are_taken_in(app: App, qtbot: Any, tmp_path: Path) -> None:
    path = tmp_path / "昆山.txt"
    path.write_text(WORDS, encoding="utf-8")
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(copied)
    found = summaries(app)
    app.actions["project.paste"].trigger()
    qtbot.waitUntil(lambda: bool(found), timeout=60000)
    assert app.desk.documents()[-1].name == "昆山.txt"
    # The clipboard owns what was put there; left until the interpreter ends it would be freed twice.
    QGuiApplication.clipboard().clear()


def test_the_columns_of_a_table_are_asked_for(app: App, qtbot: Any, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    words = "各位代表：地区生产总值增长6%，粮食产量达到35万吨。"
    path.write_text(f"甲,乙,丙\n江苏省昆山市,2021,{words}\n", encoding="utf-8")
    found = summaries(app)
    app.intake.take_in([path])

    def asked() -> Mapping | None:
        return next((w for w in QApplication.topLevelWidgets() if isinstance(w, Mapping) and w.isVisible()), None)

    qtbot.waitUntil(lambda: asked() is not None, timeout=60000)
    dialog = asked()
    assert dialog is not None
    assert dialog.columns().text == "丙"
    for field, head in (("region", "甲"), ("year", "乙")):
        dialog.choices[field].setCurrentIndex(dialog.choices[field].findData(head))
    dialog.accept()
    qtbot.waitUntil(lambda: bool(found), timeout=60000)
    listing = app.desk.documents()[-1]
    assert (listing.region, listing.year) == ("江苏省/苏州市/昆山市", 2021)
    assert [arrival.name for arrival in found[0].arrivals] == [listing.name]


def test_a_read_only_project_takes_nothing(tmp_path: Path, qtbot: Any) -> None:
    made = project(tmp_path, reports=1)
    made.close()
    app = build(Store.open(made.path, readonly=True))
    app.window.show()
    app.intake.take_in([tmp_path / "x.txt"])
    assert not app.jobs.jobs
    assert any("只读" in words for words in app.window.toasts.shown())
    app.close()
    QTest.qWait(0)


def test_a_project_under_another_suffix_is_opened_and_not_read(app: App, qtbot: Any, tmp_path: Path) -> None:
    for suffix in (".sqlite", ".DB"):
        path = tmp_path / f"dropped{suffix}"
        Store.create(path).close()
        with qtbot.waitSignal(app.intake.project_given) as given:
            app.intake.take_in([path])
        assert given.args == [path]
