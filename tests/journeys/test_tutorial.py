"""The tutorial as it is written, in both languages: its commands, then Excel, pandas, R and Stata on what they made.

Each of the programs is asked where it is there; where it is not, its test is skipped and says so. Stata is sold, so
its file is opened with pandas and the words of the snippet are held against what the file has.
"""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from core import manual
from core.paths import seeds

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(600)


class Walked:
    """The tutorial in one language, and the folder in which its commands ran."""

    def __init__(self, language: str, folder: Path) -> None:
        self.words = {page.name: page.words for page in manual.pages(language)}["tutorial"]
        self.folder = folder

    def snippet(self, kind: str) -> str:
        (found,) = re.findall(rf"```{kind}\n(.*?)```", self.words, re.DOTALL)
        return str(found)

    def run(self, *words: str, **more: str) -> str:
        done = subprocess.run(
            words, cwd=self.folder, env={**os.environ, **more}, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module", params=("zh", "en"))
def walked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Walked:
    folder = tmp_path_factory.mktemp("tutorial")
    shutil.copytree(seeds(), folder / "seeds")
    found = Walked(request.param, folder)
    lines = [line for block in re.findall(r"```sh\n(.*?)```", found.words, re.DOTALL) for line in block.splitlines()]
    assert lines[0].split()[1] == "import"
    assert lines[-1].split()[1] == "verify"  # nothing has changed since: it says so with 0
    for line in lines:
        command, *words = shlex.split(line)
        assert command == "duidu"
        found.run(sys.executable, "-m", "core.cli", *words, PYTHONPATH=str(ROOT))
    return found


def test_pandas(walked: Walked) -> None:
    pytest.importorskip("pandas", reason="pandas is not here; it comes with the development tools")
    told = walked.run(sys.executable, "-W", "error", "-c", walked.snippet("python"))
    assert "2020" in told
    assert "辽宁省锦州市北镇市_2021.txt" in told  # the report behind a cell
    assert "Empty DataFrame" not in told


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not here (Debian: apt install r-base-core)")
def test_r(walked: Walked) -> None:
    script = walked.folder / "tutorial.R"
    script.write_text(walked.snippet("r"), encoding="utf-8")
    told = walked.run("Rscript", "--vanilla", script.name, LC_ALL="C.UTF-8")
    assert re.search(r"^\s+2020 ", told, re.MULTILINE)
    assert re.search(r"北镇市\s+\S*\d", told)
    assert "地区生产总值实现105亿元" in told


def test_the_workbook_has_the_sentence_behind_each_cell(walked: Walked) -> None:
    sheet = openpyxl.load_workbook(walked.folder / "panel.xlsx")["panel"]
    heads = [cell.value for cell in sheet[1]]
    (row,) = [
        row for row in sheet.iter_rows(min_row=2) if str(row[0].value).endswith("北镇市") and row[2].value == 2020
    ]
    cell = row[heads.index("gross_domestic_product_regional")]
    assert cell.coordinate.startswith("F")  # as the tutorial says
    assert cell.value == 105
    assert "地区生产总值实现105亿元" in cell.comment.text
    assert cell.hyperlink.target.startswith("duidu://fact/")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here (apt install libreoffice-calc)")
def test_the_formula_in_a_spreadsheet_program(walked: Walked, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(walked.folder / "panel.xlsx")
    book.create_sheet("answer", 0)["A1"] = walked.snippet("excel").strip()
    book.active = 0
    book.save(tmp_path / "asked.xlsx")
    walked.run(
        "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "csv",
        "--outdir", str(tmp_path), str(tmp_path / "asked.xlsx"), HOME=str(tmp_path),
    )  # fmt: skip
    with (tmp_path / "asked.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file)) == ["105"]


def test_stata(walked: Walked) -> None:
    """The file is one that Stata 14 reads, and has what the snippet names; Stata itself is not run."""
    pandas = pytest.importorskip("pandas", reason="pandas is not here; it comes with the development tools")
    name = walked.folder / "panel.dta"
    assert b"<release>118</release>" in name.read_bytes()[:100]
    snippet = walked.snippet("stata")
    assert f'use "{name.name}"' in snippet
    with pandas.read_stata(name, iterator=True, convert_categoricals=False) as reader:
        labels = reader.variable_labels()
        panel = reader.read()
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,31}", column) for column in panel.columns)
    listed, condition = re.search(r"^list (.+) if !missing\((\w+)\)$", snippet, re.MULTILINE).groups()
    assert {*listed.split(), condition} <= set(panel.columns)
    assert panel[condition].notna().any()
    (looked,) = re.findall(r"^lookfor (\S+)$", snippet, re.MULTILINE)
    assert any(looked in label for label in labels.values())
    # encode makes numbers of words; xtset wants whole years and no year of a region twice.
    assert pandas.api.types.is_object_dtype(panel["region"]) or pandas.api.types.is_string_dtype(panel["region"])
    assert (panel["year"] == panel["year"].astype(int)).all()
    assert not panel.duplicated(["region", "year"]).any()
