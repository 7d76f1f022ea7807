"""Pull the plug: every write, truncation and fsync of a working program is recorded, and the disk is put together as it
may look at any moment after a power cut.

What was synced is there; of what was written since the last fsync of its file, any sectors may be there and any not, in
any order. The project opened from such a disk must be sound and hold every act that had been acknowledged by then.
DUIDU_CUTS sets how many moments are tried (the released figure was taken with 1,000).
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.store import Store
from tests.journeys.test_kill import ROOT, WORKER, _expected, _settled

CUTS = int(os.environ.get("DUIDU_CUTS", "25"))
TRACES = max(1, CUTS // 100)
SECTOR = 512
CALLS = "openat,close,write,pwrite64,ftruncate,fsync,fdatasync,unlink"
LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")


@dataclass
class File:
    """A file as the disk surely holds it, and what was done to it since."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[tuple[str, int, bytes]] = field(default_factory=list)

    def sync(self) -> None:
        for op in self.pending:
            _apply(self.synced, op)
        self.pending.clear()

    def cut(self, chance: random.Random) -> bytes:
        """One of the many ways it may look now; often everything or nothing was written just in time."""
        state = bytearray(self.synced)
        share = chance.choice([0.0, 1.0, chance.random()])
        for name, at, data in self.pending:
            if name == "size":
                if chance.random() < share:
                    _apply(state, (name, at, data))
                continue
            for begin in range(0, len(data), SECTOR):
                if chance.random() < share:
                    _apply(state, ("write", at + begin, data[begin : begin + SECTOR]))
        return bytes(state)


def _apply(state: bytearray, op: tuple[str, int, bytes]) -> None:
    name, at, data = op
    if name == "size":
        del state[at:]
        state.extend(bytes(at - len(state)))
    else:
        state.extend(bytes(max(0, at + len(data) - len(state))))
        state[at : at + len(data)] = data


def _record(project: Path, seed: int, acts: int) -> list[tuple[str, str, int, bytes]]:
    """What the program did to its files and what it acknowledged, in order: (call, file, place, bytes)."""
    acks, log = project.with_suffix(".acks"), project.with_suffix(".log")
    journal = project.with_name(project.name + "-journal")
    with acks.open("wb") as out:
        worker = subprocess.Popen(
            ["strace", "-f", "-qq", "-xx", "-s", "10000000", "-e", f"trace={CALLS}", "-P", str(project), "-P",
             str(journal), "-P", str(acks), "-o", str(log), sys.executable, "-c", WORKER, str(project), str(seed)],
            stdout=out, stderr=subprocess.PIPE, cwd=ROOT, start_new_session=True,
        )  # fmt: skip
    assert worker.stderr is not None
    end = time.monotonic() + 120
    while acks.read_bytes().count(b"\n") < acts and worker.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    os.killpg(worker.pid, 9)
    worker.wait()
    problem = worker.stderr.read()
    worker.stderr.close()
    if b"ptrace" in problem or b"PTRACE" in problem:
        pytest.skip("programs may not be watched here")
    assert acks.read_bytes().count(b"\n") >= acts, problem
    return list(_events(log, {str(project): "project", str(journal): "journal", str(acks): "acks"}))


def _events(log: Path, names: dict[str, str]) -> Iterator[tuple[str, str, int, bytes]]:
    handles, ends = {1: "acks"}, {"acks": 0}
    for line in log.read_text().splitlines():
        found = LINE.match(line)
        if found is None or int(found[3]) < 0:
            continue
        call, given, result = found[1], found[2], int(found[3])
        texts = [bytes.fromhex(piece.replace("\\x", "")) for piece in re.findall(r'"([^"]*)"', given)]
        if call == "openat":
            handles[result] = names.get(texts[0].decode(), "")
            continue
        if call == "unlink":
            yield "unlink", names.get(texts[0].decode(), ""), 0, b""
            continue
        number = int(given.split(",")[0])
        name = handles.get(number, "")
        if call == "close":
            handles.pop(number, None)
        elif call == "pwrite64":
            yield "write", name, int(given.rsplit(",", 1)[1]), texts[0][:result]
        elif call == "write":
            yield "write", name, ends.get(name, 0), texts[0][:result]
            ends[name] = ends.get(name, 0) + result
        elif call == "ftruncate":
            yield "size", name, int(given.rsplit(",", 1)[1]), b""
        else:
            yield "sync", name, 0, b""


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace records what the program does to its files")
def test_acknowledged_acts_survive_a_power_cut(tmp_path: Path) -> None:
    chance = random.Random(int(os.environ.get("DUIDU_SEED", "7")))
    tried = lost = 0
    for seed in range(TRACES):
        folder = tmp_path / str(seed)
        folder.mkdir()
        project = folder / "p.duidu"
        Store.create(project).close()
        begin = project.read_bytes()
        events = _record(project, seed + chance.randrange(1 << 20), 40)
        assert {"project", "journal", "acks"} <= {event[1] for event in events}
        cuts = sorted(chance.sample(range(1, len(events)), min(CUTS // TRACES, len(events) - 1)))
        files = {"project": File(bytearray(begin)), "journal": File()}
        said, at = b"", 0
        for cut in cuts:
            for call, name, place, data in events[at:cut]:
                if name == "acks":
                    said += data
                elif name in files:
                    if call == "sync":
                        files[name].sync()
                    else:
                        files[name].pending.append(("size" if call == "unlink" else call, place, data))
            at = cut
            disk = folder / "after" / "p.duidu"
            shutil.rmtree(disk.parent, ignore_errors=True)
            disk.parent.mkdir()
            disk.write_bytes(files["project"].cut(chance))
            disk.with_name("p.duidu-journal").write_bytes(files["journal"].cut(chance))
            tried += 1
            lines = [line for line in said.decode().split("\n")[:-1] if line != "ready"]
            with Store.open(disk) as store:
                assert store._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                if not _settled(store, *_expected(lines)):
                    lost += 1
    print(f"{tried} power cuts, acknowledged acts lost in {lost}")
    assert tried >= CUTS * 0.9
    assert lost == 0
