from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import ProjectError
from core.locking import Lock, user

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys, time
from pathlib import Path
from core.locking import Lock
lock = Lock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_the_lock_goes_with_its_holder(tmp_path: Path) -> None:
    project = tmp_path / "p.duidu"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(project)], cwd=ROOT, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(ProjectError) as told:
            Lock(project)
        assert told.value.key == "locked"
        assert user() in str(told.value)
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    Lock(project).release()


def test_released_twice_and_taken_again(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "p.duidu")
    lock.release()
    lock.release()
    assert list(tmp_path.iterdir()) == []
    Lock(tmp_path / "p.duidu").release()


def test_a_lock_deleted_by_hand_is_made_anew(tmp_path: Path) -> None:
    first = Lock(tmp_path / "p.duidu")
    (tmp_path / "p.duidu.lock").unlink()
    second = Lock(tmp_path / "p.duidu")  # nobody can tell any more; the project's own locks still hold
    first.release()
    with pytest.raises(ProjectError):
        Lock(tmp_path / "p.duidu")
    second.release()


def test_words_of_others_in_the_lock_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "p.duidu.lock").write_bytes(b"\xff{nothing")
    lock = Lock(tmp_path / "p.duidu")
    lock.release()


def test_on_a_full_disk_the_lock_holds_without_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        lock = Lock(tmp_path / "p.duidu")
    with pytest.raises(ProjectError) as told:
        Lock(tmp_path / "p.duidu")
    assert told.value.key == "locked"
    lock.release()
    assert list(tmp_path.iterdir()) == []
