from __future__ import annotations

from typing import Any

from core.edits import Correct
from gui.desk import Desk
from gui.jobs import Jobs
from gui.teaching import Teacher
from tests.gui.projects import facts, nth, report


def test_a_report_that_arrives_is_improved_and_told(desk: Desk, jobs: Jobs, qtbot: Any) -> None:
    heard: list[Any] = []
    desk.noticed.connect(heard.append)
    teacher = Teacher(desk, jobs, lambda: None)
    desk.do(Correct((nth(desk, 5).id,), {"indicator": "劳动力"}))
    new = report("福建省/厦门市", 2022)
    touched = desk.store.add(new, facts(new))
    desk.touch(touched)
    heard.clear()
    teacher.use(list(touched.documents))
    qtbot.waitUntil(lambda: not jobs.jobs, timeout=20_000)
    assert [nth(desk, 5, number).indicator for number in (1, 3)] == ["农村劳动力", "劳动力"]
    assert heard[-1].text == "新报告中 1 条提案已按规则改进"


def test_a_report_that_is_turned_to_for_the_first_time_is_improved_once(desk: Desk, jobs: Jobs, qtbot: Any) -> None:
    heard: list[Any] = []
    desk.noticed.connect(heard.append)
    teacher = Teacher(desk, jobs, lambda: None)
    first, second, _ = (row.id for row in desk.documents())
    desk.select(second, None, "test")
    assert not jobs.jobs  # nothing decided yet
    desk.do(Correct((nth(desk, 5).id,), {"indicator": "劳动力"}))
    desk.select(first, None, "test")
    assert not jobs.jobs  # its review has begun
    heard.clear()
    desk.select(second, None, "test")
    qtbot.waitUntil(lambda: not jobs.jobs and bool(heard), timeout=20_000)
    assert [nth(desk, 5, number).indicator for number in (1, 2)] == ["劳动力", "农村劳动力"]
    assert heard[-1].text == "本报告 1 条提案已按学到的规则改进"
    desk.undo()
    desk.select(first, None, "test")
    desk.select(second, None, "test")
    assert not jobs.jobs  # taken back, it is not done again
    del teacher
