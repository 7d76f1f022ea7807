from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem

from core.edits import Accept, Reject
from core.errors import ReadingError
from core.facts import State
from core.querying import Query
from core.store import Store
from gui.desk import Desk, Notice
from gui.settling import DecidingPage, SettlingPage
from tests.gui.projects import project


@pytest.fixture
def desk(tmp_path: Path, qapp: Any) -> Iterator[Desk]:
    desk = Desk(project(tmp_path, reports=1))
    yield desk
    desk.store.close()


class Counting(SettlingPage):
    """Counts how often it looks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("history", desk, 30)
        self.looks = 0

    def look(self) -> None:
        self._stale = False
        self.looks += 1


def proposals(store: Store) -> list[int]:
    return store.find(Query(states=(State.PROPOSED.value,)))


class Waiting(DecidingPage[int]):
    """Proposals, one after another."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("adjudication", desk, 30, proposals)
        self.list, self.shown = QListWidget(), QLabel()
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self._frame(self.list, "adjudication.none")

    def _key(self, item: int) -> tuple[str, int]:
        return "fact", item

    def _fill(self) -> None:
        self.list.clear()
        for item in self.found:
            QListWidgetItem(str(item), self.list)

    def _show(self) -> None:
        self.shown.setText(str(self.current() or ""))

    def settle(self) -> None:
        item = self.current()
        assert item is not None
        self._settled(item)
        self._desk.do(Accept((item,)))


def test_several_acts_in_a_row_are_one_look_and_none_while_it_is_hidden(desk: Desk, qtbot: Any) -> None:
    page = Counting(desk)
    qtbot.addWidget(page)
    ids = proposals(desk.store)
    desk.do(Accept((ids[0],)))
    assert page.looks == 0
    page.show()
    qtbot.waitUntil(lambda: page.looks == 1)
    for fact in ids[1:4]:
        desk.do(Accept((fact,)))
    qtbot.waitUntil(lambda: page.looks == 2)
    page.hide()
    desk.do(Accept((ids[4],)))
    assert not page._settle.isActive()
    page.show()
    qtbot.waitUntil(lambda: page.looks == 3)


def test_the_next_one_is_at_hand_at_once(desk: Desk, qtbot: Any) -> None:
    page = Waiting(desk)
    qtbot.addWidget(page)
    page.look()
    ids = proposals(desk.store)
    assert (page.found, page.current()) == (ids, ids[0])
    page.list.setCurrentRow(3)
    page.settle()
    assert page.current() == ids[4]
    desk.do(Reject((ids[0],)))  # what is at hand stays so when the list is read anew
    page.look()
    assert page.current() == ids[4]
    for _ in page.found[:]:
        page.settle()
    assert page.current() is None
    assert page._stack.currentIndex() == 1


def test_an_answer_that_something_was_done_since_counts_no_more(
    desk: Desk, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Waiting(desk)
    qtbot.addWidget(page)
    answers: list[Callable[[Any], object]] = []

    def ask(_label: str, _question: object, *, done: Callable[[Any], object]) -> Callable[[], None]:
        answers.append(done)
        return lambda: None

    monkeypatch.setattr(desk, "ask", ask)
    page.look()
    page.look()
    answers[0]([1, 2, 3])
    assert page.found == []
    told: list[Notice] = []
    desk.noticed.connect(told.append)
    answers[1](ReadingError("empty_file", name="x"))
    assert told[0].kind == "error"
    page.look()
    answers[2]([7])
    assert page.current() == 7
