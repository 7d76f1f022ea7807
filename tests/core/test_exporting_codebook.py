from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from core.documents import Document
from core.edits import Add, MakeTag, Mark, Tag
from core.exporting import export
from core.extraction import propose
from core.facts import Fact, State
from core.spans import Span
from core.store import Store

TEXT = "地区生产总值105亿元，与去年持平，高于全省平均。"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "a.duidu") as store:
        store.analyst = "李敏"
        fact = Fact(6, 11, "105亿元", Decimal(105), "亿元", Decimal(10500000000), "元", indicator="地区生产总值")
        store.add(Document.plain(TEXT, "甲.txt"), (fact,))
        store.do(MakeTag("判断", "#c8403a", "对形势的判断", "主题"))
        tag = store.tags()[0].id
        store.do(Tag((store.facts(1)[0].id,), tag))
        store.do(Mark(1, 12, 17, tag, "与哪一年比"))
        store.do(Mark(1, tag=tag))
        yield store


def test_a_data_package_has_the_tag_set_and_what_carries_a_tag(store: Store, tmp_path: Path) -> None:
    export("all", "datapackage", tmp_path / "a.zip", store)
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        tables = {
            name: list(csv.DictReader(io.StringIO(package.read(f"{name}.csv").decode("utf-8-sig"))))
            for name in ("tags", "passages")
        }
        described = {r["name"] for r in json.loads(package.read("datapackage.json"))["resources"]}
    assert {"tags", "passages"} <= described
    (tag,) = tables["tags"]
    assert (tag["tag"], tag["group"], tag["description"]) == ("判断", "主题", "对形势的判断")
    assert (tag["facts"], tag["passages"], tag["reports"]) == ("1", "1", "1")
    whole, stretch = tables["passages"]
    assert (whole["start"], whole["words"], whole["tag"]) == ("", "", "判断")
    assert (stretch["start"], stretch["end"], stretch["words"]) == ("12", "17", TEXT[12:17])
    assert stretch["note"] == "与哪一年比"


def test_a_workbook_has_them_as_sheets(store: Store, tmp_path: Path) -> None:
    export("all", "xlsx", tmp_path / "a.xlsx", store)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [cell.value for cell in book["tags"][2]] == ["判断", "主题", "对形势的判断", "#c8403a", 1, 1, 1]
    assert book["passages"].max_row == 3


@pytest.mark.parametrize("words", ["与去年持平", "高于全省平均"])
def test_a_fact_without_a_number_is_recorded_and_exported(store: Store, tmp_path: Path, words: str) -> None:
    start = TEXT.index(words)
    fact = propose(store.document(1), Span(start, start + len(words))).with_(document=1)
    (key,) = store.do(Add(fact.with_(value=None, base_value=None, indicator="地区生产总值"))).facts
    kept = store.fact(key)
    assert (kept.quantity, kept.value, kept.state) == (words, None, State.ADDED)
    export("reviewed", "csv", tmp_path / "a.csv", store)
    (row,) = csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig")))
    assert (row["quantity"], row["value"], row["state"]) == (words, "", "added")


def test_every_column_of_a_data_package_is_described_in_its_own_sense(store: Store, tmp_path: Path) -> None:
    export("all", "datapackage", tmp_path / "a.zip", store)
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        found = {r["name"]: r for r in json.loads(package.read("datapackage.json"))["resources"]}
        codes = list(csv.DictReader(io.StringIO(package.read("codes.csv").decode())))
    fields = {(name, f["name"]): f for name, r in found.items() for f in r["schema"]["fields"]}
    assert all(field.get("description") for field in fields.values())
    assert "one unit" in fields["panel", "value"]["description"]  # of the facts it is the number as written
    assert "as written" in fields["facts", "value"]["description"]
    values = {c["value"] for c in fields["panel", "state"]["categories"]}
    assert {"accepted", "conflict", "absent"} <= values
    assert all(row["code"] for row in codes)
    assert [name for name, r in found.items() if "licenses" in r] == ["indicators", "units", "codes"]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "dta", "panel-csv", "sdmx"])
@pytest.mark.parametrize("headers", ["en", "zh"])
def test_the_manifest_of_a_table_says_what_each_column_holds(
    kind: str, headers: str, store: Store, tmp_path: Path
) -> None:
    export("all", kind, tmp_path / "a", store, headers=headers)
    told = json.loads((tmp_path / "a.manifest.json").read_text(encoding="utf-8"))["codebook"]
    assert all(row["zh"] and row["en"] for row in told)
    if kind in ("csv", "panel-csv", "sdmx"):
        with (tmp_path / "a").open(encoding="utf-8", newline="") as file:
            assert [row["column"] for row in told] == next(csv.reader(file))
    if kind == "csv":
        (bound,) = (row for row in told if row["key"] == "bound")
        assert set(bound["codes"]) == {"eq", "ge", "le", "approx", "range"}
    export("all", "w3c", tmp_path / "w.zip", store)
    with zipfile.ZipFile(tmp_path / "w.zip") as package:
        assert "codebook" not in json.loads(package.read("manifest.json"))
