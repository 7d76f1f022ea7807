from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from core.edits import Correct
from core.settings import Settings
from core.store import Store
from gui.checks import Checks
from gui.checksmodel import COLUMNS
from gui.desk import Desk
from gui.jobs import Jobs
from gui.rulesheet import RuleSheet
from gui.theme import Theme
from tests.core.test_panel import INCOME, growth, level, lexicon, put

HERE = ("辽宁省/锦州市/北镇市", "210782")


@pytest.fixture
def desk(tmp_path: Path, qapp: Any) -> Iterator[Desk]:
    store = Store.create(tmp_path / "p.duidu")
    put(store, *HERE, 2020, level("100亿元", 2019, INCOME))
    put(store, *HERE, 2021, level("105亿元", 2020, INCOME), growth("25", 2020, INCOME), level("90亿元", 2024, INCOME))
    yield Desk(store)
    store.close()


@pytest.fixture
def opened() -> list[list[int]]:
    return []


@pytest.fixture
def checks(desk: Desk, qtbot: Any, opened: list[list[int]], tmp_path: Path) -> Checks:
    made = Checks(desk, Theme("light"), lexicon(), opened.append, settings=Settings(tmp_path / "s.json"))
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() > 0)
    return made


def rules(checks: Checks) -> list[str]:
    return [checks.model.finding(row).rule for row in range(checks.model.rowCount())]


def test_the_list_keeps_qts_rules_and_gives_reasons(checks: Checks) -> None:
    tester = QAbstractItemModelTester(checks.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert rules(checks) == ["period", "growth"]
    assert "算得 5%" in checks.model.index(1, COLUMNS.index("why")).data()
    del tester


def test_enter_opens_the_reports_concerned(checks: Checks, desk: Desk, opened: list[list[int]], qtbot: Any) -> None:
    checks.table.selectRow(1)
    qtbot.keyClick(checks.table, Qt.Key.Key_Return)
    by_year = {d.year: d.id for d in desk.documents()}
    assert opened == [[by_year[2021], by_year[2020]]]
    assert desk.selection.fact == checks.model.finding(1).fact


def test_set_aside_with_a_note_and_taken_up_again(checks: Checks, desk: Desk) -> None:
    checks.table.selectRow(0)
    checks.dismiss("预测")
    assert rules(checks) == ["growth"]
    checks.aside.setChecked(True)
    assert "预测" in checks.model.index(0, COLUMNS.index("why")).data()
    checks.table.selectRow(0)
    checks.dismiss()
    assert checks.model.open_count() == 2
    desk.undo()
    assert checks.model.open_count() == 1


def test_a_correction_takes_the_hint_away(checks: Checks, desk: Desk, qtbot: Any) -> None:
    hint = next(checks.model.finding(r) for r in range(2) if checks.model.finding(r).rule == "growth")
    desk.do(Correct((hint.fact,), {"value": Decimal(5), "base_value": Decimal(5)}))
    qtbot.waitUntil(lambda: rules(checks) == ["period"])


def test_rules_are_switched_and_tuned(checks: Checks, qtbot: Any) -> None:
    settings = checks._settings
    assert settings is not None
    sheet = RuleSheet(settings, checks)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(sheet)
    sheet.changed.connect(checks.look)
    sheet.boxes["growth.points"].setValue(30)
    sheet.switches["period"].setChecked(False)
    sheet.accept()
    assert rules(checks) == []
    sheet._reset()
    assert settings.get("checks.limits") == {}
    checks.look()
    assert len(rules(checks)) == 2


def test_only_one_rule_is_shown(checks: Checks) -> None:
    checks.rules.setCurrentIndex(checks.rules.findData("growth"))
    assert rules(checks) == ["growth"]


def test_large_projects_are_checked_in_a_process(desk: Desk, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.checks.AT_ONCE", 0)
    jobs = Jobs()
    made = Checks(desk, Theme("dark"), lexicon(), lambda _documents: None, jobs)
    qtbot.addWidget(made)
    made.look()
    qtbot.waitUntil(lambda: made.model.rowCount() > 0, timeout=30000)
    jobs.close()


def test_a_large_region_is_checked_anew_in_a_process(desk: Desk, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = Jobs()
    made = Checks(desk, Theme("dark"), lexicon(), lambda _documents: None, jobs)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: rules(made) == ["period", "growth"], timeout=30000)
    monkeypatch.setattr("gui.checks.AT_ONCE", 0)
    wrong = next(made.model.finding(row).fact for row in range(2) if made.model.finding(row).rule == "period")
    desk.do(Correct((wrong,), {"period_start": 2020, "period_end": 2020}))
    qtbot.waitUntil(lambda: "period" not in rules(made), timeout=60000)
    jobs.close()


def test_checks_that_were_cancelled_can_be_begun_again(desk: Desk, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.checks.AT_ONCE", 0)
    jobs = Jobs()
    made = Checks(desk, Theme("dark"), lexicon(), lambda _documents: None, jobs)
    qtbot.addWidget(made)
    made.look()
    jobs.cancel(jobs.jobs[0])
    assert made._stack.currentIndex() == 3  # not checked yet
    made.look()
    qtbot.waitUntil(lambda: made.model.rowCount() > 0, timeout=60000)
    jobs.close()
