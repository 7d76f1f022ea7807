"""Kill the program at random moments under a stream of acts: what it said it had done must be there.

DUIDU_KILLS sets how many times (the released figure was taken with 1,000); each round works on the same project, so
that damage would add up.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core.store import Query, Store

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("DUIDU_KILLS", "12"))

# Runs in its own process. After each act that has returned it prints what must be true from then on; before an act it
# prints nothing, so an act cut off in the middle may count or not, but never half.
WORKER = r"""
import random, sys
from decimal import Decimal
from core.documents import Document
from core.edits import Accept, Annotate, Correct, MakeTag, Reject, Revert, Tag
from core.errors import EditError
from core.facts import Fact
from core.store import Query, Store

path, seed = sys.argv[1], int(sys.argv[2])
chance = random.Random(seed)
store = Store.open(path)
store.merge_seconds = 0
say = lambda *words: (sys.stdout.write(" ".join(map(str, words)) + "\n"), sys.stdout.flush())
row = lambda fact: (fact.id, fact.state, fact.value, fact.note or "-", len(fact.tags))
LATE = (
    "SELECT id FROM batch WHERE state = 'done' AND NOT EXISTS"
    " (SELECT 1 FROM change WHERE batch = id AND \"table\" = 'document') ORDER BY id DESC LIMIT 30"
)
say("ready")
turn = 0
while True:
    turn += 1
    ids = store.find(Query())
    kind = "import"
    if ids:
        kind = chance.choice(["note", "note", "state", "value", "tag", "import", "undo", "bulk", "back", "back"])
    if kind == "import":
        name = f"{seed}-{turn}"
        text = f"{name}\n" + "增长5%。\n" * 50
        at = [i for i in range(len(text)) if text.startswith("5%", i)]
        document = Document.plain(text, name)
        store.add(document, [Fact(i, i + 2, "5%", Decimal(5), "%", Decimal(5), "%") for i in at])
        say("import", document.sha256, len(at))
    elif kind == "undo":
        if store.undo() is not None:
            say("undo")
            store.redo()
            say("redo")
    elif kind == "bulk":
        chosen = tuple(chance.sample(ids, min(40, len(ids))))
        note = f"{seed}.{turn}"
        store.do(Annotate(chosen, note))
        say("bulk", note, *chosen)
    elif kind == "back":
        late = [number for number, in store.select(LATE)]
        if not late:
            continue
        try:
            touched = store.do(Revert(tuple(chance.sample(late, min(len(late), chance.randint(1, 3))))))
        except EditError:
            continue
        if touched.facts:
            say("back", *(word for fact in store.many(touched.facts).values() for word in row(fact)))
    else:
        fact = chance.choice(ids)
        if kind == "note":
            store.do(Annotate((fact,), f"{seed}.{turn}"))
        elif kind == "value":
            store.do(Correct((fact,), {"value": Decimal(turn) / 7 * 7 + Decimal("0.5")}))
        elif kind == "state":
            store.do(chance.choice([Accept, Reject])((fact,)))
        else:
            if not store.tags():
                store.do(MakeTag("tag", "#112233"))
            store.do(Tag((fact,), store.tags()[0].id, chance.random() < 0.7))
        say("fact", *row(store.fact(fact)))
store.close()
"""


def _run(project: Path, seed: int, seconds: float) -> list[str]:
    """What the process acknowledged before SIGKILL reached it."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(project), str(seed)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", cwd=ROOT,
    )  # fmt: skip
    assert worker.stdout is not None
    assert worker.stderr is not None
    assert worker.stdout.readline() == "ready\n", worker.stderr.read()
    timer = threading.Timer(seconds, worker.kill)
    timer.start()
    said = [line for line in worker.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    timer.join()
    problem = worker.stderr.read()
    worker.stdout.close()
    worker.stderr.close()
    assert worker.wait() == -9, problem
    return [line.rstrip("\n") for line in said]


def _expected(said: list[str]) -> tuple[dict[int, tuple[str, ...]], dict[int, str], dict[str, int]]:
    """The last word on each fact: its whole row, or the note of a later bulk act; and the reports."""
    facts: dict[int, tuple[str, ...]] = {}
    notes: dict[int, str] = {}
    reports: dict[str, int] = {}
    for line in said:
        match line.split(" "):
            case ["fact", key, *row]:
                facts[int(key)] = tuple(row)
                notes.pop(int(key), None)
            case ["back", *rows]:
                for key, *row in zip(*[iter(rows)] * 5, strict=True):
                    facts[int(key)] = tuple(row)
                    notes.pop(int(key), None)
            case ["bulk", note, *keys]:
                notes.update((int(key), note) for key in keys)
            case ["import", sha256, count]:
                reports[sha256] = int(count)
    return facts, notes, reports


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_what_was_acknowledged_is_there_after_a_kill(tmp_path: Path) -> None:
    project = tmp_path / "p.duidu"
    Store.create(project).close()
    chance = random.Random(2)
    acknowledged = 0
    for seed in range(KILLS):
        said = _run(project, seed, chance.uniform(0.02, 0.5))
        acknowledged += len(said)
        with Store.open(project) as store:  # neither a lock nor a journal stands in the way
            assert store._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            facts, notes, reports = _expected(said)
            assert _settled(store, facts, notes, reports), (seed, said[-3:])
            there = {listing.sha256: sum(listing.counts.values()) for listing in store.documents()}
            assert all(count == 50 for count in there.values())  # no report is half there
    assert acknowledged > KILLS


def _settled(store: Store, facts: dict[int, tuple[str, ...]], notes: dict[int, str], reports: dict[str, int]) -> bool:
    """What was acknowledged is there; or one step away, if death came between an act (or an undo) and its word."""
    if _holds(store, facts, notes, reports):
        return True
    store.undo()
    if _holds(store, facts, notes, reports):
        return True
    store.redo()
    store.redo()
    return _holds(store, facts, notes, reports)


def _holds(store: Store, facts: dict[int, tuple[str, ...]], notes: dict[int, str], reports: dict[str, int]) -> bool:
    there = {listing.sha256: sum(listing.counts.values()) for listing in store.documents()}
    if not reports.items() <= there.items():
        return False
    found = store.many({*facts, *notes})
    for key, (state, value, note, tags) in facts.items():
        fact = found.get(key)
        if fact is None or (fact.state.value, str(fact.value), str(len(fact.tags))) != (state, value, tags):
            return False
        if (fact.note or "-") != notes.get(key, note):
            return False
    return all(key in found and found[key].note == note for key, note in notes.items())


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_copy_of_the_files_at_any_moment_opens(tmp_path: Path) -> None:
    """A power cut, as far as files can tell: project and journal copied in the middle of a stream of acts."""
    project = tmp_path / "p.duidu"
    Store.create(project).close()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(project), "99"],
        stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT,
    )  # fmt: skip
    assert worker.stdout is not None
    try:
        for number in range(10):
            for _ in range(5):
                worker.stdout.readline()
            folder = tmp_path / str(number)
            folder.mkdir()
            os.kill(worker.pid, 19)  # SIGSTOP: both files as they stand at one moment
            try:
                for path in (project, project.with_name("p.duidu-journal")):
                    if path.exists():
                        (folder / path.name).write_bytes(path.read_bytes())
            finally:
                os.kill(worker.pid, 18)
            with Store.open(folder / "p.duidu") as copy:
                assert copy._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert len(copy.find(Query())) % 50 == 0
    finally:
        worker.kill()
        worker.stdout.close()
        worker.wait()
