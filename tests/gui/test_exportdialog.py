from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit, QPushButton, QRadioButton

from core.edits import Accept, Correct, Reject
from core.exporting import FORMATS, draft
from core.querying import Query
from core.settings import Settings
from gui import exportdialog
from gui.desk import Desk
from gui.exportdialog import ExportDialog
from gui.jobs import Jobs
from gui.theme import Theme
from tests.gui.projects import project


@pytest.fixture
def desk(tmp_path: Path, qapp: Any) -> Iterator[Desk]:
    desk = Desk(project(tmp_path))
    ids = [fact.id for fact in desk.facts(desk.documents()[0].id)]
    desk.do(Accept(tuple(ids[:4])))
    desk.do(Reject((ids[4],)))
    desk.do(Correct((ids[5],), {"indicator": "转移农村劳动力"}))
    yield desk
    desk.store.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def dialog(desk: Desk, jobs: Jobs, settings: Settings, qtbot: Any) -> ExportDialog:
    dialog = ExportDialog(desk, jobs, settings, Theme("light"))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def choose(dialog: ExportDialog, value: str) -> None:
    if dialog.formats.findData(value) >= 0:
        dialog.formats.setCurrentIndex(dialog.formats.findData(value))
    else:
        next(button for button in dialog.states.buttons() if button.property("value") == value).setChecked(True)


def test_it_says_what_will_be_written(dialog: ExportDialog) -> None:
    assert dialog.kind() == "xlsx"
    assert dialog.chosen() == "accepted"
    assert "5 行" in dialog.summary.text()
    assert "拒绝 1" in dialog.summary.text()
    assert "提案 12" in dialog.summary.text()
    choose(dialog, "reviewed")
    assert "6 行" in dialog.summary.text()
    choose(dialog, "all")
    assert "18 行" in dialog.summary.text()
    assert "2 份报告" in dialog.summary.text()


def test_nothing_overlaps_where_there_is_little_room(dialog: ExportDialog, qtbot: Any) -> None:
    dialog.resize(1, 1)
    kinds = (QLineEdit, QComboBox, QPushButton, QRadioButton, QCheckBox)
    fields = [each for kind in kinds for each in dialog.findChildren(kind) if each.isVisible()]
    # Laid out anew: the widest field has given up the room that the dialog had before.
    qtbot.waitUntil(lambda: all(dialog.rect().contains(f.mapTo(dialog, f.rect().bottomRight())) for f in fields))
    places = [QRect(each.mapTo(dialog, QPoint(0, 0)), each.size()) for each in fields]
    hidden = {id(child) for each in fields for child in each.findChildren(QLineEdit)}  # the line inside a box
    for n, (one, place) in enumerate(zip(fields, places, strict=True)):
        assert dialog.rect().contains(place), one.accessibleName()
        for other, where in zip(fields[n + 1 :], places[n + 1 :], strict=True):
            if id(one) not in hidden and id(other) not in hidden:
                assert not place.intersects(where), (one.accessibleName(), other.accessibleName())


def test_the_first_rows_are_shown_as_they_will_be(dialog: ExportDialog) -> None:
    titles = [dialog.preview.horizontalHeaderItem(n).text() for n in range(dialog.preview.columnCount())]
    assert dialog.preview.rowCount() == 5
    assert dialog.preview.item(0, titles.index("indicator")).text() == "地区生产总值"
    assert dialog.preview.item(4, titles.index("machine_indicator")).text() == "农村劳动力"


def test_the_name_follows_the_format_until_it_is_typed(dialog: ExportDialog, tmp_path: Path) -> None:
    assert dialog.path.text().endswith("project.xlsx")
    choose(dialog, "csv")
    assert dialog.path.text().endswith("project.csv")
    dialog.path.setText(str(tmp_path / "mine.csv"))
    dialog.path.textEdited.emit(dialog.path.text())
    choose(dialog, "jsonl")
    assert dialog.path.text() == str(tmp_path / "mine.jsonl")


@pytest.mark.skipif(os.name == "nt", reason="~ is not known there")
def test_the_home_folder_is_written_short(
    desk: Desk, jobs: Jobs, settings: Settings, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    dialog = ExportDialog(desk, jobs, settings, Theme("light"))
    qtbot.addWidget(dialog)
    assert dialog.path.text() == "~/project.xlsx"
    choose(dialog, "csv")
    assert dialog.path.text() == "~/project.csv"
    choose(dialog, "all")
    dialog.start()
    qtbot.waitUntil((tmp_path / "project.csv").exists, timeout=60_000)


def test_every_format_is_offered_with_what_it_is_for(dialog: ExportDialog) -> None:
    for form in FORMATS.values():
        row = dialog.formats.findData(form.id)
        assert row >= 0
        enabled = dialog.formats.model().item(row).isEnabled()
        assert enabled is not bool(form.missing)
        if enabled:
            dialog.formats.setCurrentIndex(row)
            assert dialog.hint.text()
            assert dialog.path.text().endswith(form.suffix)
            assert dialog.preview.isVisibleTo(dialog) is bool(form.table)
            assert dialog.bom.isVisibleTo(dialog) is (form.module == "csv")


def test_a_panel_is_written_too(dialog: ExportDialog, desk: Desk, tmp_path: Path, qtbot: Any) -> None:
    choose(dialog, "panel-csv")
    dialog.headings.setChecked(True)
    dialog.path.setText(str(tmp_path / "panel.csv"))
    dialog.path.textEdited.emit(dialog.path.text())
    with qtbot.waitSignal(desk.noticed, timeout=60000) as told:
        dialog.start()
    assert told.args[0].kind == "done", told.args[0].text
    assert "地区" in (tmp_path / "panel.csv").read_text(encoding="utf-8-sig").splitlines()[0]


def test_a_file_that_is_there_is_named_and_a_missing_folder_stops(dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "old.xlsx").write_text("old")
    for name, enabled in (("old.xlsx", True), ("none/new.xlsx", False), ("", False)):
        dialog.path.setText(str(tmp_path / name) if name else "")
        dialog.path.textEdited.emit(dialog.path.text())
        assert dialog.go.isEnabled() is enabled, name
    dialog.path.setText(str(tmp_path / "old.xlsx"))
    dialog.path.textEdited.emit(dialog.path.text())
    assert "old.xlsx" in dialog.replaced.text()


def test_it_writes_in_a_process_and_tells_the_end(
    dialog: ExportDialog, desk: Desk, settings: Settings, tmp_path: Path, qtbot: Any
) -> None:
    choose(dialog, "csv")
    target = tmp_path / "out.csv"
    dialog.path.setText(str(target))
    dialog.path.textEdited.emit(dialog.path.text())
    with qtbot.waitSignal(desk.noticed, timeout=60000) as told:
        dialog.start()
    notice = told.args[0]
    assert notice.kind == "done", notice.text
    assert "5 行" in notice.text
    assert notice.action == "打开文件夹"
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["state"] for row in rows] == ["accepted"] * 4 + ["corrected"]
    assert rows[4]["indicator"] == "转移农村劳动力"
    assert settings.get("export.format") == "csv"
    assert settings.get("folder.export") == str(tmp_path)


def test_a_cancelled_export_leaves_nothing_behind(
    dialog: ExportDialog, jobs: Jobs, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    target = tmp_path / "out" / "a.csv"
    target.parent.mkdir()
    dialog.path.setText(str(target))
    dialog.start()
    (job,) = jobs.jobs
    assert list((tmp_path / "temporary").iterdir())  # where the copy of the project goes
    mark = job.tasks[0][-1][1]
    draft(target, mark).write_text("half a file", encoding="utf-8")
    jobs.cancel(job)
    qtbot.waitUntil(lambda: not list((tmp_path / "temporary").iterdir()), timeout=30_000)
    assert list(target.parent.iterdir()) == []


def test_more_rows_than_a_sheet_holds_are_told_before(dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog.formats.setCurrentIndex(dialog.formats.findData("xlsx"))
    before = dialog.summary.text()
    monkeypatch.setattr(exportdialog, "MOST_ROWS", 1)
    dialog._renew()
    assert len(dialog.summary.text()) > len(before)
    assert "CSV" in dialog.summary.text()
    dialog.formats.setCurrentIndex(dialog.formats.findData("csv"))
    assert "Parquet" not in dialog.summary.text()


def test_a_target_that_cannot_be_written_is_told(dialog: ExportDialog, desk: Desk, tmp_path: Path, qtbot: Any) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    dialog.path.setText(str(folder / "out.xlsx"))
    dialog.path.textEdited.emit(dialog.path.text())
    folder.rmdir()
    with qtbot.waitSignal(desk.noticed, timeout=60000) as told:
        dialog.start()
    assert told.args[0].kind == "error"
    assert "gone" in told.args[0].text


def test_the_facts_of_the_table_can_be_exported_alone(
    desk: Desk, jobs: Jobs, settings: Settings, tmp_path: Path, qtbot: Any
) -> None:
    dialog = ExportDialog(desk, jobs, settings, Theme("light"), shown=Query(text="地区生产总值"))
    qtbot.addWidget(dialog)
    choose(dialog, "shown")
    assert "4 行" in dialog.summary.text()
    assert dialog.preview.rowCount() == 4


def test_nothing_to_export_says_so(tmp_path: Path, jobs: Jobs, settings: Settings, qtbot: Any) -> None:
    (tmp_path / "fresh").mkdir()
    desk = Desk(project(tmp_path / "fresh"))
    dialog = ExportDialog(desk, jobs, settings, Theme("light"))
    qtbot.addWidget(dialog)
    assert "还没有采纳的数据" in dialog.summary.text()
    assert not dialog.go.isEnabled()
    choose(dialog, "all")
    assert dialog.go.isEnabled()
    desk.store.close()


def test_every_control_has_a_name(dialog: ExportDialog) -> None:
    for widget in (*dialog.findChildren(QAbstractButton), *dialog.findChildren(QLineEdit)):
        named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
        assert named or widget.parent() is dialog.preview, widget


def test_filters_and_columns_are_seen_before_and_written(dialog: ExportDialog, tmp_path: Path, qtbot: Any) -> None:
    choose(dialog, "csv")
    choose(dialog, "all")
    whole = dialog.preview.rowCount()
    fact = dialog.desk.facts(dialog.desk.documents()[0].id)[0]
    dialog.filter.indicators.setText(fact.canonical or fact.indicator)
    dialog.filter.columns.setText("quantity、id")
    qtbot.waitUntil(lambda: dialog.preview.columnCount() == 2, timeout=20_000)
    assert [dialog.preview.horizontalHeaderItem(n).text() for n in (0, 1)] == ["quantity", "id"]
    assert 0 < dialog.preview.rowCount() <= whole
    dialog.headings.setChecked(True)
    qtbot.waitUntil(lambda: dialog.preview.horizontalHeaderItem(0).text() == "原文数量", timeout=20_000)
    dialog.filter.years.setText("now")
    qtbot.waitUntil(lambda: not dialog.go.isEnabled(), timeout=20_000)
    assert "now" in dialog.summary.text()
    dialog.filter.years.clear()
    qtbot.waitUntil(dialog.go.isEnabled, timeout=20_000)
    target = tmp_path / "a.csv"
    dialog.path.setText(str(target))
    dialog.start()
    qtbot.waitUntil(target.exists, timeout=20_000)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["原文数量", "编号"]
    assert str(fact.id) in {row["编号"] for row in rows}


def test_the_panel_is_seen_before(dialog: ExportDialog, qtbot: Any) -> None:
    choose(dialog, "all")
    choose(dialog, "panel-csv")
    qtbot.waitUntil(lambda: dialog.preview.horizontalHeaderItem(2).text() == "year", timeout=20_000)
    dialog.reject()


def test_a_preset_is_kept_and_called_back(
    dialog: ExportDialog, settings: Settings, monkeypatch: Any, qtbot: Any
) -> None:
    choose(dialog, "jsonl")
    choose(dialog, "all")
    dialog.filter.columns.setText("id")
    dialog.filter.years.setText("2018-2022、2024")
    monkeypatch.setattr(dialog.filter, "ask", lambda: "我的")
    dialog.filter.save.click()
    dialog.filter.columns.clear()
    dialog.filter.years.clear()
    choose(dialog, "csv")
    choose(dialog, "accepted")
    assert dialog.filter.presets.currentText() == "我的"
    dialog.filter.presets.activated.emit(1)
    assert dialog.kind() == "jsonl"
    assert dialog.preset().selection.states == ("all",)
    assert dialog.preset().selection.years == ((2018, 2022), (2024, 2024))
    assert dialog.preset().columns == ("id",)
    dialog.filter.drop.click()
    assert settings.get("export.presets") == {}
    dialog.reject()
