"""Merging, settling, comparing, new versions and proposing again in the desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core import versions
from core.edits import Absent, Accept, Correct, Describe, MakeTag, Mark, Reject
from core.facts import State
from core.merging import merge
from core.proposing import compare
from core.store import Store
from core.versions import leftovers
from gui.adjudication import Adjudication
from gui.agreement import AgreementPage
from gui.carrying import Carrying
from gui.desk import Desk, Notice
from gui.intake import Waiting
from gui.jobs import Jobs
from gui.reproposing import ChangedFiles, Reproposing
from gui.splitting import Splitting
from gui.theme import Theme
from gui.together import Together
from tests.gui.projects import facts, project, report


@pytest.fixture
def desk(tmp_path: Path, qapp: Any) -> Iterator[Desk]:
    made = Desk(project(tmp_path))
    made.store.merge_seconds = 0
    yield made
    made.store.close()


def copies(desk: Desk, tmp_path: Path) -> list[Path]:
    """Two copies: both accept the first, they differ on the second and third, and on the first report's title."""
    paths = []
    first, second, third, *_ = (f.id for f in desk.store.facts(1))
    for name, value, act in (("王", "6.5", Accept), ("李", "6.6", Reject)):
        path = tmp_path / f"{name}.duidu"
        desk.store.snapshot(path)
        with Store.open(path) as copy:
            copy.analyst = name
            copy.do(Accept((first,)))
            copy.do(Correct((second,), {"value": value}))
            copy.do(act((third,)))
            copy.do(Describe(1, {"title": f"{name}的标题"}))
        paths.append(path)
    return paths


@pytest.fixture
def merged(desk: Desk, tmp_path: Path) -> Desk:
    opened = [Store.open(path, readonly=True) for path in copies(desk, tmp_path)]
    merge(desk.store, opened)
    for copy in opened:
        copy.close()
    return desk


@pytest.fixture
def page(merged: Desk, qtbot: Any) -> Adjudication:
    page = Adjudication(merged, Theme("light"), lambda document, fact: asked.append((document, fact)))
    asked: list[tuple[int, int]] = []
    page.asked = asked  # what the third way was asked for
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    qtbot.waitUntil(lambda: page.list.count() > 0)
    return page


def test_differences_are_listed_with_both_decisions_and_the_sentence(page: Adjudication) -> None:
    assert page.list.count() == 3
    page.list.setCurrentRow(1)
    assert "6.53亿元" in page.list.currentItem().text()
    assert "一般公共预算收入" in page.evidence.text()
    said = [
        {c.table.item(r, 0).text(): c.table.item(r, 1).text() for r in range(c.table.rowCount())} for c in page.columns
    ]
    values = [side["≠ 数值"] for side in said]
    assert {v.split("亿元")[0] for v in values} == {"6.5", "6.6"}
    assert said[0]["取舍"] == "采纳"
    assert [c.chooser.currentText()[0] for c in page.columns] == sorted("王李")


def test_a_key_takes_a_side_and_undo_brings_the_difference_back(page: Adjudication, merged: Desk, qtbot: Any) -> None:
    page.list.setCurrentRow(1)
    fact = page.current().key
    right = page.columns[1].chooser.currentText()[0]
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Right)
    assert str(merged.fact(fact).value) == {"王": "6.5", "李": "6.6"}[right]
    assert merged.fact(fact).state is State.CORRECTED
    assert page.list.count() == 2
    merged.undo()
    qtbot.waitUntil(lambda: page.list.count() == 3)
    page.list.setCurrentRow(1)
    QTest.keyClick(page.list, Qt.Key.Key_Left)
    assert str(merged.fact(fact).value) == {"王": "6.6", "李": "6.5"}[right]


def test_the_list_changes_only_where_the_differences_do(page: Adjudication, merged: Desk, qtbot: Any) -> None:
    def shown() -> list[str]:
        return [page.list.item(row).text() for row in range(page.list.count())]

    rows, items = shown(), [page.list.item(row) for row in range(3)]
    page.list.setCurrentRow(1)
    page.take(0)
    assert shown() == [rows[0], rows[2]]
    assert page.current().key == page.found[1].key
    assert [page.list.item(row) for row in range(2)] == [items[0], items[2]]  # these are not made anew
    merged.undo()
    qtbot.waitUntil(lambda: shown() == rows)
    page.list.setCurrentRow(0)
    page.take(0)  # the title of the report, which stands in every row
    qtbot.waitUntil(lambda: len(shown()) == 2 and all(merged.documents()[0].title in row for row in shown()))


def test_a_third_way(page: Adjudication, merged: Desk, qtbot: Any) -> None:
    page.list.setCurrentRow(2)
    fact = page.current().key
    QTest.keyClick(page, Qt.Key.Key_E)
    assert page.asked == [(1, fact)]
    merged.do(Correct((fact,), {"value": "11"}))
    qtbot.waitUntil(lambda: page.list.count() == 2)
    # About a report there is no card: neither side means as it was.
    page.list.setCurrentRow(0)
    assert page.current().table == "document"
    before = merged.documents()[0].title
    QTest.keyClick(page, Qt.Key.Key_E)
    assert merged.documents()[0].title == before
    qtbot.waitUntil(lambda: page.list.count() == 1)
    page.list.setCurrentRow(0)
    page.columns[0].button.click()
    assert page._stack.currentIndex() == 1


def test_agreement_lists_disagreements_that_lead_to_the_text(merged: Desk, qtbot: Any) -> None:
    opened: list[list[int]] = []
    page = AgreementPage(merged, opened.append)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.figures.rowCount() > 0)
    rows = {page.figures.item(r, 0).text(): page.figures.item(r, 2).text() for r in range(page.figures.rowCount())}
    assert rows["数值"] == "100.0%"  # base values agree: only the number as written was corrected
    assert rows["找到"] == "66.7%"
    assert page.list.rowCount() == 1
    assert page.list.item(0, 3).text() == "李：否　王：是"
    page.list.cellClicked.emit(0, 0)
    assert opened == [[1]]
    assert merged.selection.fact == page.shown[0].unit.fact
    page.group.setCurrentIndex(1)
    assert "李 · 王" in page.group.currentText()
    assert page.list.rowCount() == 1


def changed(desk: Desk) -> Any:
    old = desk.document(1)
    new = report("辽宁省/锦州市/北镇市", 2021)
    text = new.text.replace("6.53亿元", "6.58亿元")
    return replace(new, text=text, original=text, sha256="ab" * 32, name="新.txt", metadata=old.metadata)


def test_a_changed_file_is_offered_and_waiting_decisions_are_carried(desk: Desk, qtbot: Any) -> None:
    gdp, tax, *_ = desk.facts(1)
    desk.do(Accept((gdp.id, tax.id)))
    new = changed(desk)
    older = versions.earlier(desk.store, new)
    assert older is not None
    proposals = tuple(
        f.with_(quantity="6.58亿元") if f.quantity == "6.53亿元" else f
        for f in facts(report("辽宁省/锦州市/北镇市", 2021))
    )
    waiting = [Waiting(Path("新.txt"), older.id, older.title, new, proposals, "")]
    notices: list[Notice] = []
    desk.noticed.connect(notices.append)
    shown: list[str] = []
    together = Together(desk, Jobs(), shown.append, None)
    dialog = ChangedFiles([("新.txt", older.title)], lambda answer: together.take(waiting, answer))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.accept()
    assert [d.version for d in desk.documents()] == [2, 1]
    # All in one sentence with the figure that changed: both wait.
    assert "2 条待核" in notices[-1].text
    notices[-1].callback()
    assert shown == ["carrying"]
    opened: list[list[int]] = []
    page = Carrying(desk, Theme("light"), opened.append)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.list.count() == 2)
    page.list.setCurrentRow(1)
    assert "6.53亿元" in page.old.text()
    assert "6.58亿元" in page.new.text()
    page.carry()  # nothing is chosen: nothing moves
    assert page.list.count() == 2
    row = next(r for r in range(page.targets.count()) if "6.58" in page.targets.item(r).text())
    page.targets.setCurrentRow(row)
    page.go()
    assert opened == [[desk.documents()[0].id]]
    QTest.keyClick(page.targets, Qt.Key.Key_Return)
    assert page.list.count() == 1
    assert desk.fact(tax.id).quantity == "6.58亿元"
    QTest.keyClick(page.list, Qt.Key.Key_D)
    assert page.list.count() == 0
    assert leftovers(desk.store) == []


def test_marks_and_what_is_not_mentioned_wait_beside_decisions(desk: Desk, qtbot: Any) -> None:
    desk.do(MakeTag("判断", "#aa0000"))
    start = desk.document(1).text.index("一般公共预算收入")
    desk.do(Mark(1, start, start + 8, desk.tags()[0].id, note="看"))
    desk.do(Absent(1, "出生率", 2020, "level"))
    _, carried = versions.renew(desk.store, 1, changed(desk), ())
    assert carried.beside == 2
    page = Carrying(desk, Theme("light"), lambda _documents: None)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.list.count() == 2)
    assert [page.list.item(row).text().split("\n")[0] for row in range(2)] == ["判断", "出生率　2020　水平"]
    page.carry()  # nothing is chosen: nothing moves
    assert page.list.count() == 2
    assert page.targets.item(0).text() == "“一般公共预算收入”"
    page.targets.setCurrentRow(0)
    QTest.keyClick(page.targets, Qt.Key.Key_Return)
    assert page.list.count() == 1
    assert [(p.start, p.note) for p in desk.store.passages()] == [(start, "看")]
    assert "6.58亿元" in page.new.text()  # what is new in the text is to be read before it is said again
    assert page.targets.item(0).text() == "新版本也没有提到"
    QTest.keyClick(page.list, Qt.Key.Key_D)
    assert page.list.count() == 0
    desk.undo()
    qtbot.waitUntil(lambda: page.list.count() == 1)
    page.targets.setCurrentRow(0)
    page.buttons["carry"].click()
    assert leftovers(desk.store) == []


def test_merging_in_the_desk_tells_what_came_of_it(desk: Desk, qtbot: Any, tmp_path: Path) -> None:
    paths = copies(desk, tmp_path)
    notices: list[Notice] = []
    desk.noticed.connect(notices.append)
    shown: list[str] = []
    together = Together(desk, Jobs(), shown.append, None)
    together.merge(paths)
    assert "3 处待裁定" in notices[-1].text
    notices[-1].callback()
    assert shown == ["adjudication"]
    together.merge(paths[:1])
    assert "3 处待裁定" in notices[-1].text
    together.merge([desk.store.path])
    assert notices[-1].kind == "error"


def test_proposing_again_is_shown_before_it_is_done(desk: Desk, qtbot: Any) -> None:
    present = desk.store.facts(1)
    fresh = [f.with_(indicator="新名") if n == 0 else f for n, f in enumerate(facts(desk.document(1))[:-1])]
    found = compare(desk.documents()[0].sha256, present, fresh)
    done: list[Any] = []
    dialog = Reproposing(desk, found, done.append)
    qtbot.addWidget(dialog)
    dialog.show()
    assert [dialog.list.item(r, 0).text() for r in range(dialog.list.rowCount())] == ["变动", "撤下"]
    assert dialog.list.item(0, 4).text() == "指标 新名"
    dialog.filter.setCurrentIndex(3)
    assert dialog.list.rowCount() == 1
    dialog.accept()
    assert done == [found]


def test_files_for_analysts(desk: Desk, qtbot: Any, tmp_path: Path) -> None:
    dialog = Splitting(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.names.setText("李敏")
    dialog.go()
    assert dialog.trouble.text()
    dialog.names.setText("李敏，王强")
    dialog.go()
    assert {p.name for p in tmp_path.glob("project-*.duidu")} == {"project-李敏.duidu", "project-王强.duidu"}
