"""An act done by another process: the holder reads on, writes nothing meanwhile, and takes note of it afterwards.

DUIDU_KILLS sets how many times either process is killed in the middle (the released figure was taken with 500 each).
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from core import lending, processes
from core.backups import listed
from core.edits import Accept, Annotate, Reject
from core.errors import ProjectError
from core.lending import Done, Lent
from core.messages import set_language
from core.store import Query, Store
from tests.core.test_store import proposals, report

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("DUIDU_KILLS", "6"))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("DUIDU_HOME", str(tmp_path / "home"))
    with Store.create(tmp_path / "p.duidu") as store:
        store.merge_seconds = 0
        for name in ("甲.txt", "乙.txt"):
            document = report(name, 60)
            store.add(document, proposals(document))
        yield store


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    yield
    set_language("zh")


def lent(store: Store, *, backup: bool = False) -> Lent:
    return Lent(store.path, store.identity, "李敏", "en", backup)


def elsewhere(store: Store, work: lending.Work, *given: object, backup: bool = False) -> Done:
    store.lent = True
    try:
        with processes.pool(1) as pool:
            found = pool.submit(lending.write, lent(store, backup=backup), work, *given).result()
    finally:
        store.lent = False
    assert isinstance(found, Done)
    return found


def test_an_act_of_another_process_is_taken_note_of(store: Store) -> None:
    ids = tuple(store.find(Query()))
    assert store.counts()[1] == {"proposed": 120}
    done = elsewhere(store, lending.act, Accept(ids), backup=True)
    touched = store.adopt(done.touched[0], done.counts)
    assert touched.facts == frozenset(ids)
    assert touched.label == store.undo_label()  # in the language of the one who reads it
    assert "采纳" in touched.label
    assert store.counts() == {1: {"accepted": 120}, 2: {"accepted": 120}}
    assert store.fact(ids[0]).analyst == "李敏"
    assert [backup.why for backup in listed(store.path)] == ["bulk"]
    assert store.weight(back=True) == 240
    done = elsewhere(store, partial(lending.step, back=True))
    assert store.adopt(done.touched[0], done.counts).kind == "undo"
    assert store.counts() == {1: {"proposed": 120}, 2: {"proposed": 120}}


def test_nothing_is_written_here_meanwhile(store: Store) -> None:
    store.lent = True
    with pytest.raises(ProjectError) as error:
        store.do(Reject((store.find(Query())[0],)))
    assert error.value.key == "lent"
    store.lent = False
    store.do(Reject((store.find(Query())[0],)))


def test_another_file_in_its_place_is_not_written_to(store: Store, tmp_path: Path) -> None:
    given = lent(store)
    store.snapshot(tmp_path / "other.duidu")
    before = (tmp_path / "other.duidu").read_bytes()
    (tmp_path / "other.duidu").replace(store.path)
    with pytest.raises(ProjectError) as error:
        lending.write(given, lending.act, Accept(tuple(store.find(Query()))))
    assert error.value.key == "project_replaced"
    assert store.path.read_bytes() == before


# One process holds the project and reads; the other writes for it and stops wherever it is told to.
HOLDER = r"""
import sys
from pathlib import Path
from core import lending, processes
from core.backups import listed
from core.edits import Annotate
from core.lending import Lent
from core.store import Query, Store

if __name__ == "__main__":
    store = Store.open(sys.argv[1])
    ids = tuple(store.find(Query()))
    pool = processes.pool(1)
    future = pool.submit(int, "1")
    future.result()  # the process is up
    store.lent = True
    lent = Lent(store.path, store.identity, "x", "zh", False)
    future = pool.submit(lending.write, lent, lending.act, Annotate(ids, sys.argv[2]))
    print("begun", next(iter(pool._processes)), flush=True)
    try:
        future.result()
        print("done", flush=True)
    except Exception as error:
        print("failed", type(error).__name__, flush=True)
    store.lent = False
    print("reads", len(store.find(Query(text=sys.argv[2]))), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("whom", ["worker", "holder"])
def test_whoever_is_killed_the_act_is_done_or_not_begun(store: Store, tmp_path: Path, whom: str) -> None:
    path, every = store.path, len(store.find(Query()))
    store.close()
    script = tmp_path / "holder.py"
    script.write_text(HOLDER, encoding="utf-8")
    chance = random.Random(3)
    for turn in range(KILLS):
        note = f"{whom}{turn}"
        holder = subprocess.Popen(
            [sys.executable, str(script), str(path), note], stdout=subprocess.PIPE, encoding="utf-8",
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert holder.stdout is not None
        worker = int(holder.stdout.readline().split()[1])
        time.sleep(chance.uniform(0, 0.3))  # any moment will do: what follows holds at each
        with contextlib.suppress(ProcessLookupError):  # it was quicker
            os.kill(worker if whom == "worker" else holder.pid, signal.SIGKILL)
        said = holder.stdout.read().split()
        holder.wait()
        holder.stdout.close()
        with Store.open(path) as opened:
            assert opened._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            found = opened.find(Query())
            noted = [f for f in opened.many(found).values() if f.note == note]
            assert len(noted) in (0, every)
            if whom == "worker":
                assert said[-1] in ("0", str(every))  # the holder reads on, whatever became of the other
            opened.do(Annotate((found[0],), "und weiter"))
