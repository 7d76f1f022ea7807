from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.facts import State
from gui.bulk import AcceptSure
from gui.desk import Desk
from gui.theme import Theme
from tests.gui.projects import project


@pytest.fixture
def desk(tmp_path: Path, qapp: Any) -> Iterator[Desk]:
    desk = Desk(project(tmp_path, reports=2))
    yield desk
    desk.store.close()


def test_what_is_sure_is_accepted_in_one_act_after_a_look(desk: Desk, qtbot: Any) -> None:
    dialog = AcceptSure(desk, Theme("light"), 1)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.level.currentData() == 0.96
    assert dialog.model.rowCount() == 7  # two of the nine are doubtful
    dialog.model.toggle(dialog.model.index(0))
    dialog.do()
    states = [fact.state for fact in desk.facts(1)]
    assert states.count(State.ACCEPTED) == 6
    assert {fact.state for fact in desk.facts(2)} == {State.PROPOSED}
    desk.undo()
    assert {fact.state for fact in desk.facts(1)} == {State.PROPOSED}
