from __future__ import annotations

import csv
import errno
import json
import os
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from core.documents import Document, Metadata, Part, Section, Structure
from core.edits import Accept, Add, Annotate, Correct, MakeTag, Reject, Tag
from core.errors import EditError, ExportError
from core.exporting import COLUMNS, FORMATS, Selection, export, run
from core.exporting.columns import EXTRACTED, extracted
from core.exporting.csv import cell
from core.facts import EDITABLE, Fact, Measure, State
from core.offsets import OffsetMap
from core.spans import Span
from core.store import Query, Store

ORIGINAL = "目標\n地區生產總值增長5%以上，𠮷縣投資28.6億元。\n"
TEXT = "目标\n地区生产总值增长5%以上，𠮷县投资28.6亿元。\n"


def document() -> Document:
    # A reading text that is one character longer before the facts: places in both texts differ from there on.
    return Document(
        name="乙.txt",
        sha256="ab" * 32,
        encoding="gb18030",
        original=ORIGINAL,
        text="*" + TEXT,
        offsets=OffsetMap.from_edits(len(ORIGINAL), [(0, 0, 1)]),
        structure=Structure(
            (Span(0, 3), Span(4, len(TEXT))),
            (Span(0, 3), Span(4, len(TEXT))),
            (Section(0, len(TEXT) + 1, 1, Span(1, 3), Part.PLAN, 2021, 2021),),
        ),
        metadata=Metadata(title="报告", region="辽宁省/锦州市", region_code="210700", year=2021),
    )


def fact(quantity: str, value: str, unit: str, base: str, base_unit: str, **more: object) -> Fact:
    start = ("*" + TEXT).index(quantity)
    return Fact(start, start + len(quantity), quantity, Decimal(value), unit, Decimal(base), base_unit, **more)


def growth(**more: object) -> Fact:
    place = {"indicator": "地区生产总值", "indicator_start": 4, "indicator_end": 10}
    return fact("5%以上", "5", "%", "5", "%", **place, **more)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "项目.duidu") as made:
        made.analyst = "=张三"
        facts = (
            growth(confidence=0.93),
            fact("28.6亿元", "28.6", "亿元", "2860000000", "元", indicator="投资"),
        )
        made.add(document(), facts)
        yield made


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_row_leads_back_to_the_original_and_keeps_what_the_machine_had(store: Store, tmp_path: Path) -> None:
    first, second = store.facts(1)
    store.do(Correct((first.id,), {"value": "6", "measure": "change"}))
    store.do(MakeTag("疑", "#aa0000"))
    store.do(MakeTag("要; 问", "#aa0000"))
    for tag in store.tags():
        store.do(Tag((first.id,), tag.id))
    store.do(Annotate((first.id,), "核对"))
    export("all", "jsonl", tmp_path / "a.jsonl", store)
    row, other = lines(tmp_path / "a.jsonl")
    assert tuple(row) == tuple(column.key for column in COLUMNS)
    assert ORIGINAL[row["start_original"] : row["end_original"]] == "5%以上"
    assert ("*" + TEXT)[row["start"] : row["end"]] == "5%以上"
    assert (row["value"], row["machine_value"], row["measure"], row["machine_measure"]) == (6, 5, "change", "level")
    assert (row["state"], row["note"], row["tags"], row["analyst"]) == ("corrected", "核对", ["疑", "要; 问"], "=张三")
    assert (row["sentence"], row["section"]) == ("地区生产总值增长5%以上，𠮷县投资28.6亿元。", "目标")
    assert (row["region"], row["region_code"], row["report_year"]) == ("辽宁省/锦州市", "210700", 2021)
    assert other["base_value"] == 2860000000
    assert other["machine_base_value"] == 2860000000
    assert other["state"] == "proposed"
    assert second.state == State.PROPOSED


def test_which_facts_are_written(store: Store, tmp_path: Path) -> None:
    first, second = store.facts(1)
    target = tmp_path / "a.jsonl"

    def quantities(chosen: object) -> list[object]:
        summary = export(chosen, "jsonl", target, store)
        found = [row["quantity"] for row in lines(target)]
        assert summary.rows == len(found)
        return found

    assert quantities("accepted") == []
    store.do(Accept((second.id,)))
    store.do(Reject((first.id,)))
    store.do(Add(Fact(1, 3, "目标", None, "", None, "", document=1)))
    assert quantities("accepted") == ["目标", "28.6亿元"]
    assert quantities("reviewed") == ["目标", "5%以上", "28.6亿元"]
    assert quantities([State.REJECTED]) == ["5%以上"]
    assert quantities(Query(text="投资")) == ["28.6亿元"]
    added = export("all", "jsonl", target, store)
    assert added.left_out == {}
    assert lines(target)[0]["origin"] == "analyst"
    assert all(lines(target)[0][f"machine_{name}"] is None for name in EDITABLE)
    with pytest.raises(EditError):
        export("some", "csv", target, store)
    with pytest.raises(EditError):
        export("all", "doc", target, store)


def test_the_same_project_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    store.do(Accept((store.facts(1)[0].id,)))
    for kind in (name for name, form in FORMATS.items() if not form.missing):
        export("all", kind, tmp_path / f"a.{kind}", store)
        run(store.path, "all", kind, tmp_path / f"b.{kind}")  # from a copy, while the project is open
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


FORMULAS = ('=cmd|" /C calc"!A0', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "－1")


def test_text_never_runs_as_a_formula_in_csv(store: Store, tmp_path: Path) -> None:
    first = store.facts(1)[0]
    for words in FORMULAS:
        store.merge_seconds = 0
        store.do(Annotate((first.id,), words))
        store.do(Correct((first.id,), {"value": "-5"}))
        export("all", "csv", tmp_path / "a.csv", store)
        with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
            row = next(csv.DictReader(file))
        assert row["note"] == "'" + words
        assert row["analyst"] == "'=张三"
        assert row["value"] == "-5"  # a number stays a number
    assert cell("增长5%") == "增长5%"
    for quantity in ("-23.1%", "-1,234.5万吨", "+3℃", "-5"):
        assert cell(quantity) == quantity
    for words in ("-2+3", "-1%=", "-5 ", "-5\n", "-A1", "+1+cmd|' /C calc'!A0", "-5万(A1)"):
        assert cell(words) == f"'{words}"


def test_csv_for_excel_begins_with_a_mark(store: Store, tmp_path: Path) -> None:
    export("all", "csv", tmp_path / "a.csv", store)
    export("all", "csv", tmp_path / "b.csv", store, bom=True)
    assert (tmp_path / "b.csv").read_bytes() == b"\xef\xbb\xbf" + (tmp_path / "a.csv").read_bytes()


def test_the_workbook_opens_with_header_filters_numbers_and_no_formula(store: Store, tmp_path: Path) -> None:
    first = store.facts(1)[0]
    store.do(Annotate((first.id,), "=1+1"))
    export("all", "xlsx", tmp_path / "a.xlsx", store)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    keys = [c.value for c in sheet[1]]
    assert keys == [column.key for column in COLUMNS]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    cells = dict(zip(keys, sheet[2], strict=True))
    assert (cells["note"].value, cells["note"].data_type) == ("=1+1", "s")
    assert (cells["value"].value, cells["value"].data_type) == (5, "n")
    assert cells["id"].value == first.id
    assert sheet[3][keys.index("base_value")].value == 2860000000
    assert sheet[3][keys.index("base_value_high")].value is None


def said(path: Path) -> dict[str, object]:
    sheet = openpyxl.load_workbook(path)["methods"]
    return dict(sheet.iter_rows(min_row=2, max_col=2, values_only=True))


def test_the_methods_sheet_says_in_plain_words_what_was_chosen(store: Store, tmp_path: Path) -> None:
    chosen = Selection(("accepted", "proposed"), years=((2018, 2022), (2024, 2024)))
    export(chosen, "xlsx", tmp_path / "a.xlsx", store)
    rows = said(tmp_path / "a.xlsx")
    assert rows["selection.states"] == "accepted; proposed"
    assert rows["selection.years"] == "2018–2022; 2024–2024"
    assert isinstance(rows["counts.states.proposed"], int)
    assert not any(mark in str(value) for value in rows.values() for mark in "{}[]")
    export(Query(text="增长", year=2021), "xlsx", tmp_path / "b.xlsx", store)
    rows = said(tmp_path / "b.xlsx")
    assert "text: 增长; " in rows["selection.query"]
    assert "year: 2021" in rows["selection.query"]


def test_long_cells_are_cut_in_excel_only_and_told(store: Store, tmp_path: Path) -> None:
    first = store.facts(1)[0]
    note = "𠮷" * 20_000
    store.do(Annotate((first.id,), note))
    summary = export("all", "xlsx", tmp_path / "a.xlsx", store)
    assert len(summary.notices) == 1
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    found = sheet[2][[c.value for c in sheet[1]].index("note")].value
    assert found.endswith("…")
    assert found[:-1] == note[: len(found) - 1]
    export("all", "jsonl", tmp_path / "a.jsonl", store)
    assert lines(tmp_path / "a.jsonl")[0]["note"] == note


def test_an_empty_dataset_has_its_header(store: Store, tmp_path: Path) -> None:
    summary = export("accepted", "xlsx", tmp_path / "a.xlsx", store)
    assert (summary.rows, summary.left_out) == (0, {"proposed": 2})
    assert zipfile.is_zipfile(tmp_path / "a.xlsx")
    export("accepted", "csv", tmp_path / "a.csv", store)
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").startswith("id,report,")


def test_a_bad_target_is_told_and_the_earlier_file_stays(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ExportError) as told:
        export("all", "csv", tmp_path / "no" / "a.csv", store)
    assert told.value.key == "export_folder"
    (tmp_path / "dir.csv").mkdir()
    with pytest.raises(ExportError) as told:
        export("all", "csv", tmp_path / "dir.csv", store)
    assert told.value.key == "export_is_folder"
    with pytest.raises(ExportError) as told:
        export("all", "csv", tmp_path / f"{'长' * 75}.csv", store)
    assert told.value.key == "export_name_long"
    for place in (Path(), Path("/")):
        with pytest.raises(ExportError) as told:
            export("all", "csv", place, store)
        assert told.value.key == "export_is_folder"
    target = tmp_path / "a.csv"
    target.write_text("before")

    def in_use(*_: object) -> None:
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr(os, "replace", in_use)
    with pytest.raises(ExportError) as told:
        export("all", "csv", target, store)
    assert told.value.key == "export_in_use"
    assert str(told.value)
    assert target.read_text() == "before"
    assert not list(tmp_path.glob(".*.part"))


def test_projects_reports_and_devices_are_never_replaced(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "other.duidu"
    Store.create(other).close()
    for project in (store.path, other):
        before = project.read_bytes()
        with pytest.raises(ExportError) as told:
            export("all", "csv", project, store)
        assert told.value.key == "export_over_project"
        assert project.read_bytes() == before
    report = tmp_path / "report.txt"
    report.write_text("目标\n地区生产总值增长5%以上。", encoding="utf-8")
    store.add(replace(document(), name="report.txt", sha256=sha256(report.read_bytes()).hexdigest()), ())
    with pytest.raises(ExportError) as told:
        export("all", "csv", report, store)
    assert told.value.key == "export_over_report"
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_only_files_are_replaced_and_links_stay_links(store: Store, tmp_path: Path) -> None:
    pipe, real, link = tmp_path / "pipe", tmp_path / "real.csv", tmp_path / "link.csv"
    os.mkfifo(pipe)
    with pytest.raises(ExportError) as told:
        export("all", "csv", pipe, store)
    assert told.value.key == "export_no_file"
    assert pipe.is_fifo()
    link.symlink_to(real)
    export("all", "csv", link, store)
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("id,report,")


def test_copies_that_killed_exports_left_are_taken_away(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "system"
    for name, age in (("duidu-old", 90_000), ("duidu-young", 3_600), ("other", 90_000)):
        (place / name).mkdir(parents=True)
        copy = place / name / "copy.duidu"
        copy.write_bytes(b"copy")
        os.utime(copy, (time.time() - age,) * 2)
    (place / "duidu-sockets").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    run(store.path, "all", "csv", tmp_path / "a.csv")
    assert {folder.name for folder in place.iterdir()} == {"duidu-young", "other", "duidu-sockets"}


def test_proposals_left_out_are_counted_within_the_selection(store: Store, tmp_path: Path) -> None:
    def waiting(**more: tuple[str, ...]) -> int:
        return export(Selection(**more), "csv", tmp_path / "a.csv", store).waiting

    proposed = sum(fact.state == State.PROPOSED for row in store.documents() for fact in store.facts(row.id))
    assert waiting() == proposed > 0
    name = next(f.indicator for row in store.documents() for f in store.facts(row.id) if f.state == State.PROPOSED)
    among = [f for row in store.documents() for f in store.facts(row.id) if name in (f.indicator, f.canonical)]
    assert waiting(indicators=(name,)) == sum(fact.state == State.PROPOSED for fact in among)
    assert waiting(states=("all",)) == waiting(states=("proposed",)) == waiting(states=()) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.exporting import jsonl

    real = jsonl.write
    monkeypatch.setattr(jsonl, "write", lambda _path, *rest: real(Path("/dev/full"), *rest))
    with pytest.raises(ExportError) as told:
        export("all", "jsonl", tmp_path / "a.jsonl", store)
    assert told.value.key == "export_full"
    assert not (tmp_path / "a.jsonl").exists()


def test_a_disk_that_is_full_for_a_workbook_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_book: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(xlsxwriter.Workbook, "_store_workbook", full)
    with pytest.raises(ExportError) as told:
        export("all", "xlsx", tmp_path / "a.xlsx", store)
    assert told.value.key == "export_full"
    assert not list(tmp_path.glob("*.xlsx")) + list(tmp_path.glob(".*.part"))
    waiting = tmp_path / "waiting"
    waiting.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(waiting))
    for folder in ("", str(waiting)):
        with pytest.raises(ExportError):
            export("all", "xlsx", tmp_path / "a.xlsx", store, folder=folder)
        assert not list(waiting.iterdir())


def test_a_proposal_is_printed_with_the_fields_and_places_of_the_fact_model() -> None:
    found = growth(measure=Measure.LEVEL)
    row = extracted(document(), found)
    assert tuple(row) == EXTRACTED
    assert ORIGINAL[row["start"] : row["end"]] == "5%以上"
    assert ORIGINAL[row["indicator_start"] : row["indicator_end"]] == "地區生產總值"
    assert row["section"] == "目标"
