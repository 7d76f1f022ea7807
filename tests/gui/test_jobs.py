from __future__ import annotations

import math
import os
import time
from typing import Any

import pytest

from core.messages import set_language, text
from gui.jobs import Job, Jobs


def test_results_come_back_and_progress_is_told(jobs: Jobs, qtbot: Any) -> None:
    results: dict[int, object] = {}
    seen: list[int] = []
    ended: list[Job] = []
    jobs.changed.connect(lambda: seen.extend(job.done for job in jobs.jobs))
    jobs.run("平方根", math.sqrt, [(n * n,) for n in range(6)], results.__setitem__, ended.append)
    assert [job.label for job in jobs.jobs] == ["平方根"]
    qtbot.waitUntil(lambda: bool(ended), timeout=20000)
    assert results == {n: float(n) for n in range(6)}
    assert seen == sorted(seen)
    assert jobs.jobs == ()


def test_an_error_is_a_result_and_the_others_go_on(jobs: Jobs, qtbot: Any) -> None:
    results: dict[int, object] = {}
    ended: list[Job] = []
    jobs.run("平方根", math.sqrt, [(4,), (-1,), (9,)], results.__setitem__, ended.append)
    qtbot.waitUntil(lambda: bool(ended), timeout=20000)
    assert isinstance(results.pop(1), ValueError)
    assert results == {0: 2.0, 2: 3.0}


def test_a_cancelled_job_gives_nothing_more(jobs: Jobs, qtbot: Any) -> None:
    results: dict[int, object] = {}
    ended: list[Job] = []
    job = jobs.run("等待", time.sleep, [(0.2,)] * 50, results.__setitem__, ended.append)
    qtbot.waitUntil(lambda: job.done > 0, timeout=20000)
    running = list(job.running)
    jobs.cancel(job)
    assert ended == [job]
    assert job.cancelled
    taken = len(results)
    # What was running when it was cancelled ends before what comes after it.
    qtbot.waitUntil(lambda: all(future.done() for future in running))
    after: list[Job] = []
    jobs.run("später", math.sqrt, [(4,)] * 20, lambda *_: None, after.append)
    qtbot.waitUntil(lambda: bool(after))
    assert len(results) == taken < 50


def test_a_job_alone_is_ended_at_once(jobs: Jobs, qtbot: Any) -> None:
    ended: list[Job] = []
    job = jobs.run("很久", time.sleep, [(60,)], lambda *_: None, ended.append, alone=True)
    processes = list(jobs._own[job.id]._processes.values())
    qtbot.waitUntil(lambda: all(process.is_alive() for process in processes))
    jobs.cancel(job)
    # The pool's own thread reaps the process too; whoever comes second is told "alive" until the first has written down
    # that it is not. So it is asked again rather than once.
    qtbot.waitUntil(lambda: not any(process.is_alive() for process in processes), timeout=20000)
    assert processes
    assert ended == [job]


def test_what_hangs_is_ended_when_it_is_cancelled_and_the_others_go_on(
    jobs: Jobs, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.jobs.GRACE", 50)
    ended: list[Job] = []
    results: dict[int, object] = {}
    # As many as there are processes, as on a drive that answers nobody.
    job = jobs.run("很久", time.sleep, [(3600,)] * 16, lambda *_: None, ended.append)
    jobs.run("平方根", math.sqrt, [(4,), (9,)], results.__setitem__, ended.append)
    jobs.cancel(job)
    qtbot.waitUntil(lambda: len(ended) == 2, timeout=60000)
    assert results == {0: 2.0, 1: 3.0}


def test_a_process_that_dies_takes_only_its_own_file_down(jobs: Jobs, qtbot: Any) -> None:
    results: dict[int, object] = {}
    ended: list[Job] = []
    jobs.run("坏文件", os._exit, [(1,)], results.__setitem__, ended.append)
    qtbot.waitUntil(lambda: bool(ended), timeout=30000)
    assert str(results[0]).startswith("这项工作的进程被终止")  # in words for the person, not Python's
    jobs.run("好文件", math.sqrt, [(4,)], results.__setitem__, ended.append)
    qtbot.waitUntil(lambda: len(ended) == 2, timeout=30000)
    assert results[0] == 2.0


def test_nothing_to_do_ends_at_once(jobs: Jobs) -> None:
    ended: list[Job] = []
    jobs.run("空", math.sqrt, [], lambda *_: None, ended.append)
    assert len(ended) == 1
    assert jobs.jobs == ()


def test_the_processes_load_no_qt(jobs: Jobs, qtbot: Any) -> None:
    results: dict[int, object] = {}
    ended: list[Job] = []
    jobs.run("模块", eval, [("'PySide6' in __import__('sys').modules",)], results.__setitem__, ended.append)
    qtbot.waitUntil(lambda: bool(ended), timeout=20000)
    assert results == {0: False}


def test_a_process_speaks_the_language_in_use(jobs: Jobs, qtbot: Any) -> None:
    said: list[object] = []
    for chosen in ("en", "zh"):
        set_language(chosen)
        jobs.run(chosen, text, [("state.proposed",)], lambda _number, words: said.append(words))
        qtbot.waitUntil(lambda: not jobs.jobs, timeout=20000)
    assert said == ["Proposed", "提案"]
