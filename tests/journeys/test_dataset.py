"""From the sample reports to a corrected dataset, on the command line and in the project file."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from core.edits import Accept, Annotate, Correct, MakeTag, Reject, Tag
from core.paths import seeds
from core.store import Query, Store

ROOT = Path(__file__).resolve().parents[2]


def duidu(*words: str | Path, home: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "core.cli", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "DUIDU_HOME": str(home)},
        check=check,
    )


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five samples in a project."""
    folder = tmp_path_factory.mktemp("samples")
    project = folder / "samples.duidu"
    done = duidu("import", project, seeds(), home=folder)
    assert "5" in done.stderr
    return project


def exported(project: Path, state: str, tmp_path: Path) -> list[dict[str, str]]:
    target = tmp_path / f"{state}.csv"
    duidu("export", project, "--format", "csv", "--state", state, "--output", target, home=tmp_path)
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_is_reviewed_is_what_is_exported(imported: Path, tmp_path: Path) -> None:
    project = tmp_path / "work.duidu"
    with Store.open(imported, readonly=True) as store:
        store.snapshot(project)

    with Store.open(project) as store:
        store.analyst = "李研究员"
        report = next(d for d in store.documents() if "北镇" in d.region)
        facts = store.facts(report.id)
        assert len(facts) > 100
        accepted, corrected, rejected, tagged = facts[:4]
        store.do(Accept((accepted.id, tagged.id)))
        store.do(Correct((corrected.id,), {"indicator": "设施蔬菜小区数量", "period_start": 2019}))
        store.do(Reject((rejected.id,)))
        store.do(MakeTag("重点", "#aa3322"))
        store.do(Tag((tagged.id,), store.tags()[0].id))
        store.do(Annotate((tagged.id,), "与统计公报核对过"))
        store.do(Reject((accepted.id,)))
    with Store.open(project) as store:  # the way back survives the restart
        assert store.undo() is not None
        assert store.fact(accepted.id).state == "accepted"
        wanted = len(store.find(Query()))

    rows = exported(project, "accepted", tmp_path)
    assert len(rows) == 3
    by_state = {row["state"]: row for row in rows}
    assert set(by_state) == {"accepted", "corrected"}
    changed = by_state["corrected"]
    assert (changed["indicator"], changed["machine_indicator"]) == ("设施蔬菜小区数量", corrected.indicator)
    assert (changed["period_start"], changed["machine_period_start"]) == ("2019", str(corrected.period_start))
    assert changed["analyst"] == "李研究员"
    noted = next(row for row in rows if row["note"])
    assert (noted["tags"], noted["note"]) == ("重点", "与统计公报核对过")
    assert len(exported(project, "reviewed", tmp_path)) == 4
    assert len(exported(project, "all", tmp_path)) == wanted


def test_every_cell_leads_back_to_the_source(imported: Path, tmp_path: Path) -> None:
    with Store.open(imported, readonly=True) as store:
        originals = {d.sha256: store.document(d.id).original for d in store.documents()}
    for row in exported(imported, "all", tmp_path):
        original = originals[row["sha256"]][int(row["start_original"]) : int(row["end_original"])]
        digits = [c for c in row["quantity"] if c.isdigit()]
        assert [c for c in original if c.isdigit()] == digits or not digits
        assert row["quantity"] in row["sentence"]


def test_bad_files_are_named_and_the_good_ones_taken(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "空.txt").write_bytes(b"")
    (folder / "图片.txt").write_bytes(os.urandom(4096))
    (folder / "好.txt").write_text("2021年工作回顾\n预计地区生产总值实现105亿元，同比增长7%以上。\n", encoding="utf-8")
    project = tmp_path / "p.duidu"
    done = duidu("import", project, folder, home=tmp_path, check=False)
    assert done.returncode != 0
    assert "空.txt" in done.stderr
    assert "图片.txt" in done.stderr
    assert "Traceback" not in done.stderr
    with Store.open(project, readonly=True) as store:
        assert [d.name for d in store.documents()] == ["好.txt"]
    again = duidu("import", project, folder / "好.txt", home=tmp_path, check=False)
    with Store.open(project, readonly=True) as store:
        assert len(store.documents()) == 1
    assert "Traceback" not in again.stderr


def test_extract_prints_the_fields_of_the_fact_model(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text(
        "——2021年1月5日在北镇市第三届人民代表大会第四次会议上\n一、2020年工作回顾\n地区生产总值实现105亿元，同比增长7%以上。\n",
        "utf-8",
    )
    done = duidu("extract", report, "--format", "jsonl", home=tmp_path)
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert [name for name in first if name != "file"] == [
        "start", "end", "quantity", "value", "unit", "base_value", "base_value_high", "base_unit", "bound", "measure",
        "direction", "basis", "status", "period_start", "period_end", "indicator", "indicator_start", "indicator_end",
        "canonical", "action", "confidence", "sentence", "section",
    ]  # fmt: skip
    assert (first["quantity"], Decimal(str(first["base_value"])), first["base_unit"]) == ("105亿元", 10500000000, "元")
    assert (second["quantity"], second["bound"], second["measure"], second["direction"]) == (
        "7%以上",
        "ge",
        "change",
        "up",
    )
    assert {first["canonical"], second["canonical"]} == {"地区生产总值"}
    assert report.read_text("utf-8")[second["start"] : second["end"]] == "7%以上"
