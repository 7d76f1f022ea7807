from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import backups, migrations
from core.edits import Accept, Annotate
from core.errors import ProjectError
from core.exporting import export
from core.store import Store
from tests.core.test_store import proposals, report

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "p.duidu") as made:
        made.analyst = "甲"
        document = report()
        made.add(document, proposals(document))
        yield made


def note(store: Store, words: str) -> None:
    store.merge_seconds = 0
    store.do(Annotate((store.facts(1)[0].id,), words))


def test_a_backup_says_what_it_holds(store: Store) -> None:
    store.do(Accept((store.facts(1)[0].id,)))
    made = backups.make(store.path, "open")
    assert made is not None
    assert (made.reports, made.facts, made.reviewed, made.analyst) == (1, 6, 1, "甲")
    assert "act.accept_one" in made.label
    assert backups.listed(store.path) == [made]
    with Store.open(made.path, readonly=True) as copy:
        assert copy.facts(1) == store.facts(1)
    made.path.with_suffix(".json").unlink()
    assert [b.facts for b in backups.listed(store.path)] == [6]  # asked of the copy itself


def test_nothing_new_needs_no_backup(store: Store) -> None:
    assert backups.make(store.path, "open") is not None
    assert backups.make(store.path, "hour") is None
    note(store, "1")
    assert backups.make(store.path, "hour", unless_within=3600) is None
    assert backups.make(store.path, "hour") is not None
    store.undo()
    assert backups.make(store.path, "hand") is not None
    assert len(backups.listed(store.path)) == 3


def test_opening_reads_the_file_through_once_a_day(store: Store) -> None:
    backups.make(store.path, "open", now=NOW - timedelta(days=2))
    assert backups.make(store.path, "hour", now=NOW) is None
    assert backups.make(store.path, "open", now=NOW) is not None
    assert backups.make(store.path, "open", now=NOW + timedelta(hours=1)) is None


def test_old_backups_are_thinned(store: Store) -> None:
    for days in (400, 399, 30, 29, 10, 9.9, 0.5, 0.4):
        note(store, str(days))
        backups.make(store.path, "hour", now=NOW - timedelta(days=days))
    backups.make(store.path, "hour", now=NOW)
    note(store, "now")
    backups.make(store.path, "hour", now=NOW)
    ages = [round((NOW - b.at).total_seconds() / 86400, 1) for b in backups.listed(store.path)]
    assert ages == [0, 0.4, 0.5, 9.9, 29, 399]
    assert len(list(backups.folder(store.path).iterdir())) == 2 * len(ages)  # no notes, no drafts left behind


@given(st.lists(st.integers(0, 3 * 365 * 24), min_size=1, max_size=80, unique=True))
def test_thinning_keeps_the_last_and_is_stable(hours: list[int]) -> None:
    moments = [NOW - timedelta(hours=h) for h in hours]
    kept = set(moments) - backups.superfluous(moments, NOW)
    assert max(moments) in kept
    assert all(m in kept for m in moments if NOW - m < timedelta(days=1))
    assert backups.superfluous(sorted(kept), NOW) == set()
    assert len([m for m in kept if timedelta(days=1) <= NOW - m]) <= 15 + 54 + 5


def test_the_budget_drops_the_oldest(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "BUDGET", 1)
    for number in range(5):
        note(store, str(number))
        backups.make(store.path, "hour", now=NOW + timedelta(minutes=number))
    assert [b.at.minute for b in backups.listed(store.path)] == [4, 3, 2]


def test_restoring_sets_the_present_file_aside(store: Store) -> None:
    made = backups.make(store.path, "open")
    assert made is not None
    note(store, "later")
    with pytest.raises(ProjectError) as told:
        backups.restore(made.path, store.path)
    assert told.value.key == "locked"  # still open
    store.close()
    later = store.path.read_bytes()
    journal = store.path.with_name("p.duidu-journal")
    journal.write_bytes(b"")
    aside = backups.restore(made.path, store.path)
    assert aside is not None
    assert "恢复前" in aside.name
    assert aside.read_bytes() == later
    assert not journal.exists()
    with Store.open(store.path) as restored:
        assert [f.note for f in restored.facts(1)] == [""] * 6
    second = backups.restore(made.path, store.path)
    assert second not in (None, aside)


def test_a_project_that_is_gone_comes_back(store: Store) -> None:
    made = backups.make(store.path, "open")
    assert made is not None
    store.close()
    store.path.unlink()
    assert backups.restore(made.path, store.path) is None
    Store.open(store.path).close()


def test_a_restore_that_fails_leaves_all_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made = backups.make(store.path, "open")
    assert made is not None
    store.close()
    before = store.path.read_bytes()
    names = sorted(p.name for p in store.path.parent.iterdir())
    for failing, code in (("copyfile", errno.ENOSPC), ("first", errno.EACCES), ("second", errno.EIO)):
        with monkeypatch.context() as patch:
            rename, seen = os.rename, []

            def fail(*_: Any, code: int = code) -> None:
                raise OSError(code, os.strerror(code))

            def renamed(a: Any, b: Any, failing: str = failing, seen: list[Any] = seen, rename: Any = rename) -> None:
                seen.append(a)
                if len(seen) == (1 if failing == "first" else 2):
                    raise OSError(errno.EIO, "medium")
                rename(a, b)

            if failing == "copyfile":
                patch.setattr(shutil, "copyfile", fail)
            else:
                patch.setattr(os, "rename", renamed)
            with pytest.raises(ProjectError) as told:
                backups.restore(made.path, store.path)
            assert told.value.key in ("backup_space", "backup_failed")
        assert store.path.read_bytes() == before
        assert sorted(p.name for p in store.path.parent.iterdir()) == names


def test_a_damaged_backup_is_refused(store: Store) -> None:
    made = backups.make(store.path, "open")
    assert made is not None
    store.close()
    data = bytearray(made.path.read_bytes())
    data[len(data) // 2 :] = os.urandom(len(data) - len(data) // 2)
    made.path.write_bytes(data)
    before = store.path.read_bytes()
    with pytest.raises(ProjectError) as told:
        backups.restore(made.path, store.path)
    assert told.value.key == "damaged"
    assert store.path.read_bytes() == before


def test_a_damaged_project_does_not_push_out_good_backups(store: Store) -> None:
    assert backups.make(store.path, "open") is not None
    note(store, "1")
    store.close()
    data = bytearray(store.path.read_bytes())
    for number in range(10, len(data) // 4096):
        data[number * 4096 : number * 4096 + 64] = b"\xff" * 64
    store.path.write_bytes(data)
    with pytest.raises(ProjectError) as told:
        backups.make(store.path, "hour")
    assert told.value.key == "damaged"
    assert len(backups.listed(store.path)) == 1
    assert len(list(backups.folder(store.path).iterdir())) == 2


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize("where", ["before", "copying", "note", "folder"])
def test_failures_are_told_and_leave_nothing_behind(store: Store, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    if where == "before":
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(1, 1, 0))
    elif where == "copying":
        monkeypatch.setattr(os, "fsync", fail)
    elif where == "note":
        monkeypatch.setattr(backups, "_write", fail)
    else:
        monkeypatch.setattr(Path, "mkdir", fail)
    with pytest.raises(ProjectError) as told:
        backups.make(store.path, "open")
    assert told.value.key == "backup_space"
    place = backups.folder(store.path)
    assert not place.exists() or list(place.iterdir()) == []
    note(store, "the project goes on")


def test_writing_all_the_time_puts_it_off(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "STEP", 2)
    copy, turn = migrations.copy, 0

    def busy(source: Any, target: Path, *, pages: int, progress: Any) -> None:
        def writing(*state: int) -> None:
            nonlocal turn
            turn += 1
            note(store, str(turn))  # between two steps, from the desk's own connection: it does not wait
            progress(*state)

        copy(source, target, pages=pages, progress=writing)

    monkeypatch.setattr(migrations, "copy", busy)
    with pytest.raises(ProjectError) as told:
        backups.make(store.path, "hour")
    assert told.value.key == "project_busy"
    assert store.facts(1)[0].note == str(turn)
    assert list(backups.folder(store.path).iterdir()) == []


def test_a_migration_is_preceded_by_a_backup(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.close()
    monkeypatch.setattr(
        migrations,
        "MIGRATIONS",
        (*migrations.MIGRATIONS, lambda database: database.execute("ALTER TABLE tag ADD COLUMN parent INTEGER")),
    )
    for step in migrations.MIGRATIONS[-1:]:
        step.__name__ = "_more"
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    Store.open(store.path).close()
    (made,) = backups.listed(store.path)
    assert (made.why, made.facts) == ("migration", 6)
    with contextlib.closing(migrations.connect(made.path, readonly=True)) as connection:
        assert migrations.version(connection) == migrations.VERSION - 1


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs a file system of its own")
def test_a_disk_that_is_really_full(store: Store, tmp_path: Path) -> None:
    """A file system of 400 kB: acts and backups fail in words, what was there stays, reading goes on."""
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(small)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        project = small / "p.duidu"
        store.snapshot(project)
        with Store.open(project) as full:
            full.merge_seconds = 0
            facts = [f.id for f in full.facts(1)]
            done, told = 0, ""
            while not told:
                try:
                    full.do(Annotate((facts[0],), f"{done + 1}" * 500))
                    done += 1
                except ProjectError as error:
                    told = error.key
            assert told == "disk_full"
            assert done > 5
            assert full.fact(facts[0]).note == f"{done}" * 500
            assert len(full.document(1).text) > 0
            with pytest.raises(ProjectError):
                full.snapshot(small / "copy.duidu")
        with Store.open(project) as again:
            assert again.fact(facts[0]).note == f"{done}" * 500
        assert sorted(p.name for p in small.iterdir()) == ["p.duidu"]
    finally:
        subprocess.run(["umount", small], check=False)


def test_the_command_lists_backups(store: Store) -> None:
    from click.testing import CliRunner

    from core.cli import cli

    nothing = CliRunner().invoke(cli, ["backups", str(store.path)])
    assert "还没有备份" in nothing.output
    assert "{" not in nothing.output
    done = CliRunner().invoke(cli, ["backups", str(store.path), "--make"])
    assert done.exit_code == 0
    assert '"why":"hand"' in done.output.replace(" ", "")


def test_a_backup_alongside_holds_every_act_done_meanwhile(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the connection that writes, a copy in small steps never begins anew and nobody waits for it."""
    monkeypatch.setattr("core.store.STEP", 1)
    facts = [f.id for f in store.facts(1)]
    found: list[Any] = []
    worker = threading.Thread(target=lambda: found.append(store.back_up("hour")))
    store.merge_seconds = 0
    worker.start()
    done = 0
    while worker.is_alive():
        store.do(Annotate((facts[done % 6],), str(done)))
        done += 1
    worker.join()
    assert done > 5
    (made,) = found
    with Store.open(made.path, readonly=True) as copy:
        assert copy._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        notes = {int(f.note) for f in copy.facts(1) if f.note}
        acts = copy.select("SELECT count(*) FROM batch WHERE label LIKE '%annotate%'")[0][0]
        assert max(notes, default=-1) == acts - 1  # a moment of the project, not a mixture


def test_closing_ends_a_backup_alongside(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.store.STEP", 1)
    monkeypatch.setattr("core.store.BREATH", 0.05)
    told: list[str] = []

    def work() -> None:
        try:
            store.back_up("hour")
        except ProjectError as error:
            told.append(error.key)

    worker = threading.Thread(target=work)
    worker.start()
    time.sleep(0.1)
    store.close()
    worker.join()
    assert told == ["project_busy"]
    assert list(backups.folder(store.path).iterdir()) == []


def test_links_that_lead_in_a_circle_have_no_backups(tmp_path: Path) -> None:
    one, two = tmp_path / "one.duidu", tmp_path / "two.duidu"
    one.symlink_to(two)
    two.symlink_to(one)
    assert backups.listed(one) == []


def test_drafts_that_killed_programs_left_are_taken_away(store: Store, tmp_path: Path) -> None:
    place = backups.folder(store.path)
    place.mkdir(parents=True)
    copy = tmp_path / "copy [1].duidu"
    left = {
        "backup": place / ".0123456789ab.new",
        "copy": copy.with_name(f".{copy.name}.01234567.new"),
        "export": tmp_path / ".a.csv.01234567.part",
    }
    young = tmp_path / ".a.csv.89abcdef.part"
    for path in (*left.values(), young):
        path.write_bytes(b"half")
        age = 3600 if path == young else 90_000
        os.utime(path, (time.time() - age,) * 2)
    assert backups.make(store.path, "hand") is not None
    store.snapshot(copy)
    export("all", "csv", tmp_path / "a.csv", store)
    assert not [name for name, path in left.items() if path.exists()]
    assert young.exists()
