"""The command line as a user runs it: in a process, with pipes, exit codes and files."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core import __version__
from core.cli import cli
from core.exporting.columns import EXTRACTED
from core.messages import catalogue

ROOT = Path(__file__).resolve().parents[2]
REPORT = """政府工作报告
——2021年1月5日在北镇市第三届人民代表大会第四次会议上
一、2020年工作回顾
地区生产总值實現105亿元，增长5.5%。
"""
NO_UTF8 = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}  # a system that speaks none must not matter


def duidu(*arguments: object, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "core.cli", *map(str, arguments)],
        input=stdin, capture_output=True, encoding="utf-8", check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), **NO_UTF8, **environment},
    )  # fmt: skip


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_bytes(REPORT.encode("gb18030"))
    return path


def test_extract_prints_the_fields_of_the_fact_model(report: Path, tmp_path: Path) -> None:
    done = duidu("extract", report, "--format", "jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(tuple(row) == EXTRACTED for row in rows)
    found = {row["quantity"]: row for row in rows}
    assert REPORT[found["105亿元"]["start"] : found["105亿元"]["end"]] == "105亿元"
    assert found["105亿元"]["base_value"] == 10_500_000_000
    table = duidu("extract", report, "--format", "csv")
    assert [row["quantity"] for row in csv.DictReader(io.StringIO(table.stdout))] == [row["quantity"] for row in rows]
    assert duidu("extract", report, "--output", tmp_path / "a.jsonl").stdout == ""
    assert (tmp_path / "a.jsonl").read_text(encoding="utf-8") == done.stdout


def test_bad_files_are_told_in_a_line_and_the_good_ones_printed(report: Path, tmp_path: Path) -> None:
    (tmp_path / "空.txt").touch()
    (tmp_path / "图.bin").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    done = duidu("extract", tmp_path / "空.txt", tmp_path / "图.bin", tmp_path / "没有.txt", report)
    assert done.returncode == 3
    assert "105亿元" in done.stdout
    complaints = done.stderr.splitlines()
    assert len(complaints) == 3
    for name, line in zip(("空.txt", "图.bin", "没有.txt"), complaints, strict=True):
        assert name in line
    assert "Traceback" not in done.stderr


def test_from_import_to_dataset(report: Path, tmp_path: Path) -> None:
    project = tmp_path / "项目.duidu"
    (tmp_path / "空.txt").touch()
    done = duidu("import", project, report, tmp_path / "空.txt")
    assert done.returncode == 3
    assert "空.txt" in done.stdout
    assert "[2/2]" in done.stderr
    again = duidu("--lang", "en", "import", project, report)
    assert again.returncode == 0
    assert "1 already there" in again.stdout
    done = duidu("export", project, "--format", "csv", "--output", tmp_path / "a.csv")
    assert done.returncode == 0
    assert "--state all" in done.stderr  # nothing reviewed yet
    for kind in ("csv", "xlsx", "jsonl"):
        done = duidu("export", project, "--format", kind, "--output", tmp_path / f"b.{kind}", "--state", "all")
        assert (done.returncode, done.stdout) == (0, "")
    rows = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"105亿元", "5.5%"} <= {row["quantity"] for row in rows}
    history = [json.loads(line) for line in duidu("history", project, "--format", "jsonl").stdout.splitlines()]
    assert [(row["act"], row["state"], row["report"]) for row in history] == [(1, "done", "报告.txt")]


def test_datasets_go_into_pipes_and_never_over_what_they_are_made_from(report: Path, tmp_path: Path) -> None:
    project = tmp_path / "p.duidu"
    assert duidu("import", project, report).returncode == 0
    piped = duidu("--lang", "en", "export", project, "--format", "csv", "--state", "all", "--output", "-")
    assert piped.returncode == 0
    duidu("export", project, "--format", "csv", "--state", "all", "--output", tmp_path / "a.csv")
    assert piped.stdout == (tmp_path / "a.csv").read_text(encoding="utf-8")
    assert duidu("extract", report, "--output", "-").stdout == duidu("extract", report).stdout
    before = project.read_bytes(), report.read_bytes()
    assert duidu("export", project, "--format", "csv", "--output", project).returncode == 6
    assert duidu("export", project, "--format", "csv", "--output", report).returncode == 6
    assert duidu("extract", report, "--output", report).returncode == 6
    assert duidu("extract", report, "--output", project).returncode == 6
    assert (project.read_bytes(), report.read_bytes()) == before
    assert duidu("annotations", project, tmp_path / "a.csv", "--list", project).returncode == 6
    assert project.read_bytes() == before[0]
    named = duidu("--lang", "en", "export", project, "--format", "csv", "--output", tmp_path / "a.xlsx")
    assert named.returncode == 0
    assert ".csv" in named.stderr
    for given, words in ((("--format", "csv", "--state", "x"), "proposed"), ((), "--format")):
        told = duidu("--lang", "en", "export", project, *given, "--output", tmp_path / "b.csv")
        assert told.returncode != 0
        assert words in told.stderr


def test_an_import_of_nothing_leaves_no_project(tmp_path: Path) -> None:
    (tmp_path / "空.txt").touch()
    (tmp_path / "folder").mkdir()
    done = duidu("--lang", "en", "import", tmp_path / "a.duidu", tmp_path / "空.txt")
    assert done.returncode == 3
    assert "was not made" in done.stdout
    assert duidu("import", tmp_path / "a.duidu", tmp_path / "folder").returncode == 1
    assert {p.name for p in tmp_path.iterdir()} <= {"空.txt", "folder", "home"}


def test_errors_have_the_exit_code_of_their_kind(report: Path, tmp_path: Path) -> None:
    project = tmp_path / "a.duidu"
    for arguments, code in (
        (("info", tmp_path / "no.txt"), 3),
        (("history", tmp_path / "no.duidu"), 4),
        (("export", report, "--format", "csv", "--output", tmp_path / "a.csv"), 4),
        (("import", tmp_path / "no" / "a.duidu", report), 4),
        (("extract",), 2),
        (("nothing",), 2),
    ):
        done = duidu(*arguments)
        assert done.returncode == code, done.stderr
        assert done.stderr
        assert "Traceback" not in done.stderr
    duidu("import", project, report)
    assert duidu("export", project, "--format", "csv", "--output", tmp_path / "no" / "a.csv").returncode == 6


def test_info_and_text(report: Path) -> None:
    found = json.loads(duidu("info", report, "--format", "json").stdout)
    assert (found["year"], found["encoding"].lower()) == (2021, "gb18030")
    assert {"region", "region_code", "level", "date", "session", "speaker", "title", "parts", "repairs"} <= found.keys()
    assert "2021" in duidu("info", report).stdout
    assert duidu("text", report, "--original").stdout == REPORT
    assert "实现105亿元" in duidu("text", report).stdout


def test_info_of_a_project(report: Path, tmp_path: Path) -> None:
    project = tmp_path / "p.duidu"
    duidu("import", project, report)
    told = duidu("info", project, "--format", "json")
    found = json.loads(told.stdout)
    assert (told.returncode, found["reports"], found["documents"][0]["name"]) == (0, 1, report.name)
    assert found["facts"]["proposed"] == found["facts"]["all"] > 0
    assert f"documents (name, region, year, facts, reviewed):\n  {report.name}" in duidu("info", project).stdout
    half = tmp_path / "half.duidu"
    half.write_bytes(project.read_bytes()[:50])
    assert duidu("info", half).returncode == 4
    assert duidu("info", tmp_path / "gone.duidu").returncode == 4


def test_number_answers_line_by_line() -> None:
    done = duidu("number", stdin="投资28.6亿元\n\n没有\n")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["text"] for row in rows] == ["投资28.6亿元", "", "没有"]
    (quantity,) = rows[0]["quantities"]
    assert tuple(quantity) == (
        "start", "end", "quantity", "value", "unit", "base_value", "base_value_high", "base_unit", "bound",
    )  # fmt: skip
    assert (quantity["value"], quantity["base_value"]) == (28.6, 2_860_000_000)


def test_a_reader_that_leaves_early_is_no_error(report: Path) -> None:
    report.write_text(REPORT + "新增就业1200人。\n" * 3000, encoding="utf-8")
    done = subprocess.run(
        f"{sys.executable} -m core.cli text {report} | head -c 10",
        shell=True, cwd=ROOT, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert (len(done.stdout), done.stderr) == (10, b"")
    code = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{sys.executable} -m core.cli text {report} | head -c 10"],
        cwd=ROOT, capture_output=True, check=False, timeout=120,
    ).returncode  # fmt: skip
    assert code == 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "given",
    [
        ("number", "more"), (), ("extract", "--format", "xml", "a"), ("export", "--bom=3"), ("export", "--format"),
        ("history", "p", "--fact", "a"), ("split", "p", "--into", "b", "--double", "x"), ("info", "--nosuch"),
        ("text",), ("nosuch",),
    ],
)  # fmt: skip
def test_wrong_arguments_are_told_in_one_language(given: tuple[str, ...], language: str) -> None:
    done = duidu("--lang", language, *given)
    assert (done.returncode, done.stdout) == (2, "")
    (said,) = done.stderr.splitlines()
    if language == "zh":
        plain = said.replace("duidu", "").partition("全部说明")[0]
        words = {*cli.commands, *given, "jsonl", "csv", "FILE"}
        assert not [word for word in re.findall(r"(?<![-\w])[A-Za-z]{2,}(?![-\w])", plain) if word not in words]
    else:
        assert not re.search("[一-鿿]", said)


def test_a_fact_that_is_not_there_has_no_history(report: Path, tmp_path: Path) -> None:
    project = tmp_path / "p.duidu"
    duidu("import", project, report)
    rows = duidu("export", project, "--format", "jsonl", "--state", "all", "--output", "-").stdout
    assert duidu("history", project, "--fact", json.loads(rows.splitlines()[0])["id"]).returncode == 0
    assert duidu("history", project, "--fact", 1).returncode == 5


def test_version_and_help_in_both_languages() -> None:
    assert __version__ in duidu("--version").stdout
    assert "报告" in duidu("--help").stdout
    assert "报告" not in duidu("--lang", "en", "--help").stdout
    for name, command in cli.commands.items():
        assert set(catalogue()[f"cli.{name}"]) == {"zh", "en"}
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert set(catalogue()[f"cli.option_{parameter.name}"]) == {"zh", "en"}
    assert "--state" in duidu("--lang", "en", "export", "--help", LC_ALL="en_US.UTF-8").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupted_import_says_so_once_and_keeps_what_was_done(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:03}.txt").write_text(REPORT + f"新增就业{number}人。\n" * 20, encoding="utf-8")
    project = tmp_path / "p.duidu"
    # What a shell begins in the background ignores Ctrl-C, and hands that down as far as here.
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(
        [sys.executable, "-m", "core.cli", "import", str(project), str(folder)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
    )  # fmt: skip
    signal.signal(signal.SIGINT, kept)
    assert running.stderr is not None
    first = [running.stderr.readline() for _ in range(3)]
    os.killpg(running.pid, signal.SIGINT)  # what Ctrl-C does: the program and all its processes
    _, rest = running.communicate(timeout=120)
    told = (*first, *rest.splitlines())
    assert running.returncode == 130
    assert "Traceback" not in rest
    done = duidu("history", project).stdout.splitlines()
    said = sum("条提案" in line for line in told)
    assert said <= len(done) < 400
    assert len(done) - said <= 1


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks into /proc")
def test_processes_end_with_the_program(tmp_path: Path) -> None:
    code = (
        "import os, time; from core.processes import pool\n"
        "if __name__ == '__main__':\n"
        "    p = pool(1); print(p.submit(os.getpid).result(), flush=True); time.sleep(60)\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, str(script)], env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
    )
    assert running.stdout is not None
    worker = int(running.stdout.readline())
    running.kill()
    running.wait()
    running.stdout.close()
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            if "zombie" in Path(f"/proc/{worker}/status").read_text():
                return
        except OSError:  # it is gone, perhaps since it was opened
            return
        time.sleep(0.05)
    pytest.fail("the process is still there")
