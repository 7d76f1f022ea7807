"""The commands around the dataset as they are typed: export with filters and presets, verify, annotations, open."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.edits import Accept, MakeTag, Tag
from core.exporting import FORMATS
from core.facts import State
from core.store import Store
from tests.core.exports import GDP, golden

ROOT = Path(__file__).resolve().parents[2]


def duidu(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in English."""
    command = [sys.executable, "-m", "core.cli", "--lang", "en", *map(str, words)]
    env = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env=env, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p.duidu"
    with Store.create(path) as store:
        golden(store)
        first = store.facts(1)[0]
        store.do(Accept((first.id,)))
        store.do(MakeTag("要", "#aa0000"))
        store.do(Tag((first.id,), store.tags()[0].id))
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_export_with_filters_columns_and_headings(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    done = duidu("export", project, "--format", "csv", "--output", out)
    assert (done.returncode, len(rows(out))) == (0, 1)
    assert "3 unreviewed proposals were left out" in done.stderr
    for options, expected in (
        (("--state", "all"), 4),
        (("--state", "all", "--tag", "要"), 1),
        (("--state", "all", "--indicator", GDP), 2),
        (("--state", "all", "--region", "锦州市", "--year", "2020"), 2),
        (("--state", "proposed", "--year", "2020-2021"), 3),
    ):
        assert duidu("export", project, "--format", "csv", "--output", out, *options).returncode == 0
        assert len(rows(out)) == expected
    duidu("export", project, "--format", "csv", "--output", out, "--columns", "quantity,id", "--headers", "zh", "--bom")
    assert out.read_bytes().startswith("\ufeff原文数量,编号".encode())
    assert (tmp_path / "a.csv.manifest.json").exists()
    assert (tmp_path / "a.csv.methods.md").exists()


def test_a_preset_is_kept_and_options_go_first(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    done = duidu(
        "export", project, "--format", "csv", "--state", "all", "--columns", "id,state", "--output", out,
        "--save-preset", "mine",
    )  # fmt: skip
    assert done.returncode == 0
    out.unlink()
    assert duidu("export", project, "--preset", "mine", "--output", out).returncode == 0
    assert [list(row) for row in rows(out)] == [["id", "state"]] * 4
    assert duidu("export", project, "--preset", "mine", "--state", "accepted", "--output", out).returncode == 0
    assert len(rows(out)) == 1
    done = duidu("export", project, "--preset", "other", "--output", out)
    assert done.returncode == 5
    assert "mine" in done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--format", "doc"), "panel-csv"),
        ((), "panel-csv"),  # a mistake in the command itself
        (("--format", "csv", "--year", "now"), "now"),
        (("--format", "csv", "--tag", "没有"), "没有"),
        (("--format", "csv", "--indicator", "地区生产总植"), GDP),
        (("--format", "csv", "--columns", "x"), "x"),
    ],
)
def test_what_cannot_be_exported_is_told_in_a_line(
    options: tuple[str, ...], told: str, project: Path, tmp_path: Path
) -> None:
    done = duidu("export", project, "--output", tmp_path / "a", *options)
    assert done.returncode == (5 if options else 2)
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "a").exists()


def test_the_help_lists_every_format() -> None:
    said = duidu("export", "--help").stdout
    assert all(f"  {name} " in said for name in FORMATS)


def test_verify_tells_what_changed_and_its_exit_code(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    duidu("export", project, "--format", "xlsx", "--state", "all", "--output", out)
    done = duidu("verify", out, project)
    assert (done.returncode, "4 facts and 2 reports" in done.stdout) == (0, True)
    with Store.open(project) as store:
        second = store.facts(1)[1]
        store.do(Accept((second.id,)))
    done = duidu("verify", out, project)
    assert done.returncode == 1
    assert f"#{second.id}" in done.stdout
    assert duidu("verify", project, project).returncode == 3


def test_annotations_come_back_and_the_rest_is_listed(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    duidu("export", project, "--format", "jsonl", "--state", "all", "--output", out)
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    found[1]["state"] = "rejected"
    found[2]["start"] += 1
    out.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
    done = duidu("annotations", project, out, "--list", tmp_path / "left.csv")
    assert done.returncode == 0
    assert "3 annotations matched, 1 fact changed; 1 did not match" in done.stderr
    (left,) = rows(tmp_path / "left.csv")
    assert (left["line"], left["report"]) == ("3", "乙.txt")
    with Store.open(project) as store:
        assert store.facts(1)[1].state == State.REJECTED
        store.undo()
        assert store.facts(1)[1].state == State.PROPOSED
    done = duidu("annotations", project, out)
    assert done.stdout.startswith("line,report,")
    assert duidu("annotations", project, project).returncode == 3
