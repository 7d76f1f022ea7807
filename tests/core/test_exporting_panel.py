from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from core.edits import Absent, Accept, Reject
from core.errors import EditError
from core.exporting import Dataset, Selection, export
from core.exporting.panel import Panels
from core.exporting.sdmx import measured
from core.facts import Fact
from core.figures import apart
from core.lexicon import Lexicon
from core.store import Store
from tests.core.exports import GDP, report, targets

NORTH, SUZHOU = "辽宁省/锦州市/北镇市", "江苏省/苏州市"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "p.duidu") as made:
        targets(made)
        yield made


def key() -> str:
    return Lexicon.load().by_name[GDP].id


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found(store: Store, chosen: object = "all") -> dict[tuple[str, int, str], tuple[object, ...]]:
    panels = Panels(Dataset(store, chosen))
    return {
        (each.indicator, each.year, each.aspect): (each.value, each.low, each.high, each.unit)
        for each in panels.observations
        if each.fact is not None
    }


def test_values_are_exact_on_one_scale_and_targets_keep_their_bounds(store: Store) -> None:
    cells = found(store)
    assert cells[GDP, 2020, "level"] == (Decimal(105), Decimal(105), Decimal(105), "亿元")
    assert cells[GDP, 2021, "level"][0] == Decimal(112)  # 1120000万元
    assert cells[GDP, 2020, "growth"][0] == Decimal("5.5")
    assert cells[GDP, 2021, "growth"] == (Decimal(-3), Decimal(-3), Decimal(-3), "%")
    assert cells[GDP, 2021, "aim"] == (Decimal(6), Decimal(6), None, "%")
    assert cells[GDP, 2022, "aim"] == (Decimal(6), Decimal(6), Decimal(7), "%")
    assert cells["一般公共预算收入", 2021, "target"] == (Decimal(20), None, Decimal(20), "亿元")


def test_a_figure_in_another_unit_is_left_out_and_told(store: Store, tmp_path: Path) -> None:
    summary = export("all", "panel-csv", tmp_path / "a.csv", store)
    assert {row["region"] for row in table(tmp_path / "a.csv")} == {NORTH}
    assert any("1" in notice for notice in summary.notices)


def test_buildings_are_no_homes_and_projects_no_flats(tmp_path: Path) -> None:
    words = "政府工作报告\n一、2020年工作回顾\n{year}年，新增保障性住房{quantity}。"
    with Store.create(tmp_path / "homes.duidu") as store:
        for year, quantity in ((2019, "500套"), (2020, "700套"), (2021, "4栋"), (2022, "20个")):
            found = report(words.format(year=year, quantity=quantity), f"北镇{year + 1}.txt", year + 1)
            start = found.text.index(quantity)
            number, unit = Decimal(quantity[:-1]), quantity[-1]
            given = Fact(
                start, start + len(quantity), quantity, number, unit, number, unit, period_start=year, period_end=year,
                indicator="保障性住房", canonical="保障性住房",
            )  # fmt: skip
            store.add(found, (given,))
        cells = Panels(Dataset(store, "all")).observations
        assert {(each.year, each.value, each.unit) for each in cells if each.fact} == {
            (2019, Decimal(500), "套"), (2020, Decimal(700), "套"),
        }  # fmt: skip
        panel = Panels(Dataset(store, "all")).panel
        units = {y: cell.level.unit for _, y, cell in panel.series(0) if cell.level is not None}
        assert units == {2019: "套", 2020: "套", 2021: "栋", 2022: "count"}
        assert not apart("套", panel.scale(0).label)
        assert apart("count", panel.scale(0).label)


def test_one_row_a_region_and_year_with_the_fact_behind_each_value(store: Store, tmp_path: Path) -> None:
    export("all", "panel-csv", tmp_path / "a.csv", store)
    rows = {row["year"]: row for row in table(tmp_path / "a.csv")}
    gdp = key()
    assert list(rows) == ["2020", "2021", "2022"]
    assert (rows["2020"][gdp], rows["2020"][f"{gdp}_growth"]) == ("105", "5.5")
    row = rows["2021"]
    assert (row[f"{gdp}_target_growth_low"], row[f"{gdp}_target_growth_high"]) == ("6", "")
    assert row[f"{gdp}_target_growth_qualifier"] == "ge"
    assert (rows["2022"][f"{gdp}_target_growth_low"], rows["2022"][f"{gdp}_target_growth_high"]) == ("6", "7")
    assert store.fact(int(row[f"{gdp}_target_growth_fact"])).quantity == "6%以上"
    assert (row["report_targets"], row["report_results"]) == ("北镇2021.txt", "北镇2022.txt")
    assert f"{gdp}_qualifier" not in row  # all are =


def test_only_chosen_facts_make_cells(store: Store, tmp_path: Path) -> None:
    facts = store.facts(1)
    store.do(Accept((facts[0].id,)))
    export("accepted", "panel-csv", tmp_path / "a.csv", store)
    (row,) = table(tmp_path / "a.csv")
    assert (row["year"], row[key()], row[f"{key()}_state"]) == ("2020", "105", "accepted")
    assert f"{key()}_growth" not in row
    manifest = json.loads((tmp_path / "a.csv.manifest.json").read_text())
    assert (manifest["counts"]["cells"], manifest["counts"]["cells_machine_only"]) == (1, 0)
    export("all", "panel-csv", tmp_path / "b.csv", store)
    manifest = json.loads((tmp_path / "b.csv.manifest.json").read_text())
    assert (manifest["counts"]["cells"], manifest["counts"]["cells_machine_only"]) == (7, 6)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(("all",), years=((2021, 2021),)), 4),
        (Selection(("all",), years=((2020, 2020), (2022, 2024))), 4),
        (Selection(("all",), indicators=("一般公共预算收入",)), 1),
        (Selection(("all",), indicators=("general_public_budget_revenue",)), 1),
        (Selection(("all",), regions=("锦州市",)), 7),
        (Selection(("all",), regions=("辽宁省/锦州市",)), 7),
        (Selection(("all",), regions=("32",)), 1),
        (Selection(("proposed",), regions=("苏州市", "北镇市")), 8),
        (Selection(("accepted",)), 0),
    ],
)
def test_filters(selection: Selection, expected: int, store: Store, tmp_path: Path) -> None:
    assert export(selection, "csv", tmp_path / "a.csv", store).rows == expected


@pytest.mark.parametrize(
    ("selection", "error"),
    [
        (Selection(tags=("无",)), "filter_tag"),
        (Selection(indicators=("地区生产总植",)), "filter_indicator"),
        (Selection(regions=("锦洲市",)), "filter_region"),
    ],
)
def test_a_filter_for_what_is_not_there_is_told_with_what_is_near(
    selection: Selection, error: str, store: Store
) -> None:
    with pytest.raises(EditError) as told:
        Dataset(store, selection)
    assert told.value.key == error
    if error != "filter_tag":
        assert GDP in str(told.value) or "锦州市" in str(told.value)


def test_columns_are_chosen_in_order_and_headed_in_chinese(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    export("all", "csv", target, store, columns=("quantity", "id", "machine_v*"), headers="zh")
    assert target.read_text(encoding="utf-8").splitlines()[0] == "原文数量,编号,机器：数值"
    export("all", "panel-csv", target, store, columns=("year", GDP), headers="zh")
    head = target.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert head[:2] == ["年份", f"{GDP}（亿元）"]
    assert f"{GDP}·增速目标·下限（%）" in head
    assert not any("一般公共预算收入" in each for each in head)
    with pytest.raises(EditError) as told:
        export("all", "csv", target, store, columns=("nothing",))
    assert told.value.key == "no_column"


def test_the_workbook_explains_itself_and_leads_back(store: Store, tmp_path: Path) -> None:
    export("all", "panel-xlsx", tmp_path / "a.xlsx", store)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["panel", "codebook", "sources", "methods", "manifest"]
    assert book["manifest"].sheet_state == "hidden"
    sheet = book["panel"]
    head = [cell.value for cell in sheet[1]]
    cell = sheet.cell(2, head.index(key()) + 1)
    fact = store.facts(1)[0]
    assert cell.value == 105
    assert cell.hyperlink.target.startswith(f"duidu://fact/{fact.id}?project=")
    assert "总值105亿元" in cell.comment.text
    assert "北镇2021.txt" in cell.comment.text
    codebook = {row[0]: row for row in book["codebook"].iter_rows(min_row=2, values_only=True)}
    assert set(codebook) == set(head)
    assert all(row[1] and row[3] and row[4] for row in codebook.values())
    assert "ge = 以上" in codebook[f"{key()}_target_growth_qualifier"][5]
    assert [row[0] for row in book["sources"].iter_rows(min_row=2, values_only=True)] == [
        "北镇2021.txt", "北镇2022.txt", "苏州2021.txt",
    ]  # fmt: skip


def test_every_column_of_facts_has_a_heading_and_a_line_in_the_codebook() -> None:
    from core.exporting import COLUMNS

    for column in COLUMNS:
        assert column.heading("zh") != column.key
        assert column.heading("en") == column.key
        assert column.told("zh")
        assert column.told("en")


def test_sdmx_measures_units_by_code_and_power() -> None:
    assert measured("亿元") == ("CNY", 8)
    assert measured("万亿元") == ("CNY", 12)
    assert measured("万人") == ("PS", 4)
    assert measured("%") == ("PT", 0)
    assert measured("万亩") == ("亩", 4)
    assert measured("百分点") == ("百分点", 0)


def test_sdmx_tells_observed_estimated_proposed_and_missing(store: Store, tmp_path: Path) -> None:
    first = store.facts(1)[0]
    store.do(Accept((first.id,)))
    store.do(Absent(1, GDP, 2019, "level"))
    export("all", "sdmx", tmp_path / "a.csv", store)
    rows = table(tmp_path / "a.csv")
    status = {(r["TIME_PERIOD"], r["TRANSFORMATION"], r["VALUE_TYPE"]): r for r in rows if r["INDICATOR"] == key()}
    assert status["2020", "N", "RESULT"]["OBS_STATUS"] == "A"
    assert status["2021", "N", "RESULT"]["OBS_STATUS"] == "V"
    gone = status["2019", "N", "RESULT"]
    assert (gone["OBS_STATUS"], gone["OBS_VALUE"], gone["COMMENT_OBS"]) == ("O", "", "not mentioned")
    assert gone["DECISION"] == "absent"
    # The report for 2021 still has proposals: what it lacks may yet be found there.
    assert {r["OBS_STATUS"] for r in rows if r["COMMENT_OBS"] == "not reviewed"} <= {"L"}
    assert {r["REF_AREA"] for r in rows} == {"210782"}


def test_what_is_not_mentioned_stands_in_the_panel_its_codebook_and_the_account(store: Store, tmp_path: Path) -> None:
    store.do(Absent(1, GDP, 2019, "level"))
    export("all", "panel-csv", tmp_path / "a.csv", store)
    told = {row["year"]: row for row in table(tmp_path / "a.csv")}
    assert (told["2019"][key()], told["2019"][f"{key()}_state"]) == ("", "absent")
    assert told["2020"][f"{key()}_state"] == "proposed"
    account = json.loads((tmp_path / "a.csv.manifest.json").read_text(encoding="utf-8"))
    assert account["counts"]["cells_not_mentioned"] == 1
    assert "absent" in account["methods"]["en"]
    export("all", "panel-xlsx", tmp_path / "a.xlsx", store)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    codes = {row[0]: row[5] for row in book["codebook"].iter_rows(min_row=2, values_only=True)}
    assert "absent = 报告未提及（人工记录）" in codes[f"{key()}_state"]
    for kind in ("sdmx", "datapackage"):
        export("all", kind, tmp_path / "b", store)
    with ZipFile(tmp_path / "b") as package:
        assert json.loads(package.read("manifest.json"))["counts"]["cells_not_mentioned"] == 1


def test_a_target_recorded_as_not_mentioned_is_so_for_its_growth_too(store: Store, tmp_path: Path) -> None:
    aims = [f for d in store.documents() for f in store.facts(d.id) if f.status == "target" and f.canonical == GDP]
    report = store.documents()[0]
    store.do(Reject(tuple(f.id for f in aims if f.document == report.id)))
    store.do(Absent(report.id, GDP, report.year or 0, "target"))
    panels = Panels(Dataset(store, "all"))
    told = {(e.indicator, e.year, e.aspect): e.missing for e in panels.observations if e.fact is None}
    assert told[GDP, report.year, "aim"] == "NA_absent"


def test_the_package_ties_its_tables_and_labels_what_is_missing(store: Store, tmp_path: Path) -> None:
    store.do(Reject((store.facts(2)[1].id,)))  # no growth in 2021
    store.do(Accept(tuple(f.id for f in store.facts(2) if f.state == "proposed")))
    store.do(Absent(1, GDP, 2019, "level"))
    export("all", "datapackage", tmp_path / "a.zip", store)
    with ZipFile(tmp_path / "a.zip") as package:
        about = json.loads(package.read("datapackage.json"))
        tables = {
            each["name"]: list(csv.DictReader(StringIO(package.read(each["path"]).decode(), newline="")))
            for each in about["resources"]
        }
        assert package.read("METHODS.md")
        assert json.loads(package.read("manifest.json"))["format"] == "datapackage"
    ids = {row["id"] for row in tables["facts"]}
    assert {row["fact"] for row in tables["panel"]} - {""} <= ids
    sums = {row["sha256"] for row in tables["documents"]}
    assert {row["sha256"] for row in tables["panel"]} - {""} <= sums
    missing = {(r["year"], r["aspect"]): r["value"] for r in tables["panel"] if r["indicator"] == GDP and not r["fact"]}
    assert missing == {("2019", "level"): "NA_absent", ("2021", "growth"): "NA_none"}
    schema = next(each["schema"] for each in about["resources"] if each["name"] == "panel")
    assert {each["value"] for each in schema["missingValues"]} == {"", "NA_absent", "NA_todo", "NA_none"}
    codes = {(row["list"], row["code"]) for row in tables["codes"]}
    assert {("panel_state", row["state"]) for row in tables["panel"] if row["state"]} <= codes


@pytest.mark.parametrize(
    "chosen",
    [
        Selection(states=("all",), indicators=(GDP,)),
        Selection(states=("proposed",), regions=("锦州市",)),
        Selection(states=("all",), indicators=("一般公共预算收入",), regions=("锦州市",), years=((2021, 2021),)),
        Selection(states=("accepted",), indicators=(GDP,)),
    ],
)
def test_facts_found_by_the_indexes_are_those_found_by_reading_all(store: Store, chosen: Selection) -> None:
    store.do(Accept((store.facts(1)[0].id,)))
    quick, slow = Dataset(store, chosen), Dataset(store, chosen)
    slow._among = None
    assert [(listing.id, [f.id for f in kept]) for listing, kept in quick.facts()] == [
        (listing.id, [f.id for f in kept]) for listing, kept in slow.facts()
    ]
    assert (quick.states, quick.left_out, quick.marks) == (slow.states, slow.left_out, slow.marks)
