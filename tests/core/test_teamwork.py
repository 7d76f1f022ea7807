"""The commands for working together, as they are typed."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.cli import cli
from core.edits import Accept, Correct
from core.errors import EditError
from core.messages import set_language
from core.store import Store

REPORT = """政府工作报告
——2021年1月5日在北镇市第三届人民代表大会第四次会议上
一、2020年工作回顾
地区生产总值实现105亿元，增长5.5%。
城镇居民人均可支配收入达到23456元，增长6.1%。
全年新增就业1200人，城镇登记失业率控制在4%以内。
新建高标准农田7000亩，改造老旧小区30个。
"""
CHANGED = REPORT.replace("23456", "23465").replace("一、", "各位代表：现在报告工作。\n一、")


def run(*arguments: object) -> Result:
    set_language("en")
    try:
        done = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    finally:
        set_language("zh")
    return done


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p.duidu"
    for number, region in enumerate(("北镇市", "凌海市", "黑山县")):
        file = tmp_path / f"{number}.txt"
        file.write_text(REPORT.replace("北镇市", region).replace("105", f"10{number}"), encoding="utf-8")
        assert run("import", path, file).exit_code == 0
    return path


def test_a_changed_version_is_told_and_taken_when_asked(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.txt"
    file.write_text(CHANGED.replace("105", "100"), encoding="utf-8")
    with Store.open(project) as store:
        facts = {f.quantity: f.id for f in store.facts(1)}
        store.do(Accept((facts["1200人"],)))
        store.do(Correct((facts["23456元"],), {"indicator": "收入"}))
    told = run("import", project, file)
    assert "a changed version of" in told.output
    assert "--new-version" in told.output
    done = run("import", project, file, "--new-version")
    assert "1 decision moved, 1 to check" in done.output
    with Store.open(project, readonly=True) as store:
        assert len(store.documents()) == 3
    assert "already in the project" in run("import", project, file).output
    again = tmp_path / "again.txt"
    again.write_text(CHANGED + "完。\n", encoding="utf-8")
    run("import", project, again, "--beside")
    with Store.open(project, readonly=True) as store:
        assert len(store.documents()) == 4


def test_propose_again_lists_first_and_does_it_when_told(project: Path) -> None:
    with Store.open(project) as store:
        key = next(f.id for f in store.facts(1) if f.quantity == "1200人")
    plain = sqlite3.connect(project)
    plain.execute("UPDATE fact SET indicator = '旧规则的名称' WHERE id = ?", (key,))
    plain.commit()
    plain.close()
    shown = run("propose-again", project, "--format", "jsonl")
    (row,) = [json.loads(line) for line in shown.stdout.splitlines()]
    assert (row["kind"], row["fact"], row["fields"]["indicator"][0]) == ("changed", key, "旧规则的名称")
    assert "1 changed" in shown.stderr
    shown = run("propose-again", project)
    assert "indicator: 旧规则的名称 → " in shown.stdout
    assert "None" not in shown.stdout
    assert "指标: 旧规则的名称 → " in run("--lang", "zh", "propose-again", project).stdout
    run("propose-again", project, "--apply")
    with Store.open(project) as store:
        assert store.fact(key).indicator != "旧规则的名称"
        store.undo()
        assert store.fact(key).indicator == "旧规则的名称"


def test_split_merge_and_agreement(project: Path, tmp_path: Path) -> None:
    a, b = tmp_path / "甲.duidu", tmp_path / "乙.duidu"
    done = run("split", project, "--into", a, b, "--double", "1")
    assert done.exit_code == 0
    assert done.stdout.count("coded twice") == 6
    for path, name, value in ((a, "甲", "1"), (b, "乙", "2")):
        with Store.open(path) as store:
            store.analyst = name
            first, second, *_ = (f.id for f in store.facts(1))
            store.do(Accept((first,)))
            store.do(Correct((second,), {"value": value, "base_value": value}))
    merged = tmp_path / "m.duidu"
    done = run("merge", project, a, b, "--output", merged)
    assert "Value" in done.stdout
    assert "甲: 1" in done.stdout
    (line,) = done.stdout.splitlines()
    with Store.open(merged, readonly=True) as store:
        fact = store.fact(second)
        report, words, *_ = line.split("\t")
        assert report == store.documents()[0].name
        assert words == f"{fact.start}–{fact.end} {fact.quantity} {fact.indicator}"
    assert "1 place where copies differ" in done.stderr
    found = json.loads(run("agreement", merged, "--format", "json").stdout)
    assert found["analysts"] == ["乙", "甲"]
    assert found["units"] == 2
    assert [d["field"] for d in found["disagreements"]] == ["value"]
    lines = [line.split("\t") for line in run("agreement", merged).stdout.splitlines()]
    assert lines[1] == ["Field", "Units", "Agreement", "Krippendorff's alpha"]
    assert any("50.0%" in line for line in lines)
    assert "nothing to compare" in run("agreement", project).stdout
    with pytest.raises(EditError):
        run("merge", project, project)
