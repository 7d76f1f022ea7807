from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from core import messages
from core.edits import Absent, Accept, Correct, Describe, MakeTag, Reject, Remove, Tag
from core.errors import EditError, ReadingError
from core.exporting import FORMATS, Selection, export, presets, run
from core.exporting.presets import Preset
from core.exporting.selecting import described, recalled, years
from core.exporting.verifying import account, verify
from core.settings import Settings
from core.store import Query, Store
from tests.core.exports import GDP, golden, report

KINDS = [name for name, form in FORMATS.items() if not form.missing]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "p.duidu") as made:
        golden(made)
        made.merge_seconds = 0
        yield made


def kinds(path: Path, store: Store) -> list[str]:
    return [difference.kind for difference in verify(path, store)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_can_be_held_against_its_project(kind: str, store: Store, tmp_path: Path) -> None:
    path = tmp_path / f"a{FORMATS[kind].suffix}"
    export("all", kind, path, store)
    assert verify(path, store) == ()
    first = store.facts(1)[0]
    store.do(Correct((first.id,), {"value": "8"}))
    (found,) = verify(path, store)
    assert (found.kind, found.fact) == ("fact_changed", first.id)
    assert "甲.txt" in found.words
    assert "7%" in found.words
    assert "value" in found.words


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_project_gives_the_same_bytes_in_every_language(kind: str, store: Store, tmp_path: Path) -> None:
    store.do(Accept((store.facts(1)[0].id,)))
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    first = export("all", kind, tmp_path / "a" / "x", store)
    messages.set_language("en")
    second = run(store.path, "all", kind, tmp_path / "b" / "y")
    for one, other in zip((first.path, *first.beside), (second.path, *second.beside), strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_what_came_and_went_is_named(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    one, two = store.facts(1)
    three, four = store.facts(2)
    store.do(Accept((one.id, three.id)))
    export("accepted", "csv", path, store)
    assert kinds(path, store) == []
    store.do(Accept((two.id,)))
    store.do(Reject((three.id,)))
    assert kinds(path, store) == ["fact_new", "fact_gone"]
    store.undo()
    store.undo()
    assert kinds(path, store) == []
    store.add(report("又一份。", "丙.txt", 2023), ())
    store.do(Describe(1, {"region": "辽宁省/阜新市"}))
    assert sorted(kinds(path, store)) == ["metadata", "report_new"]
    store.undo()
    store.do(Absent(1, GDP, 2019, "level"))
    assert sorted(kinds(path, store)) == ["absences", "report_new"]
    store.undo()
    store.do(Remove((2,)))
    assert sorted(kinds(path, store)) == ["fact_gone", "report_gone", "report_new"]
    assert four.id not in {d.fact for d in verify(path, store)}


def test_a_file_changed_by_hand_is_seen(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    export("all", "csv", path, store)
    path.write_text(path.read_text(encoding="utf-8").replace("45.35", "46.35"), encoding="utf-8")
    assert kinds(path, store) == ["file"]


def test_another_project_is_told(store: Store, tmp_path: Path) -> None:
    export("all", "csv", tmp_path / "a.csv", store)
    with Store.create(tmp_path / "other.duidu") as other:
        golden(other)
        assert kinds(tmp_path / "a.csv", other) == ["project"]


def test_a_missing_or_broken_manifest_is_told(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with pytest.raises(ReadingError):
        verify(path, store)
    export("all", "csv", path, store)
    beside = tmp_path / "a.csv.manifest.json"
    beside.write_text("{")
    with pytest.raises(ReadingError) as told:
        verify(path, store)
    assert told.value.key == "bad_manifest"
    beside.unlink()
    with pytest.raises(ReadingError) as told:
        verify(path, store)
    assert told.value.key == "no_manifest"
    assert "a.csv.manifest.json" in str(told.value)


def test_the_manifest_counts_and_the_methods_text_says_so(store: Store, tmp_path: Path) -> None:
    first, second = store.facts(1)
    store.do(Accept((first.id,)))
    store.do(Reject((second.id,)))
    export(Selection(("accepted", "proposed"), years=((2020, 2021),)), "csv", tmp_path / "a.csv", store)
    found = account(tmp_path / "a.csv")
    assert found["counts"]["states"] == {"accepted": 1, "proposed": 2}
    assert found["counts"]["left_out"] == {"rejected": 1}
    assert found["counts"]["machine_only"] == 2
    assert [s["sha256"] for s in found["sources"]] == [d.sha256 for d in store.documents()]
    assert found["selection"] == {"states": ["accepted", "proposed"], "years": [[2020, 2021]]}
    text = (tmp_path / "a.csv.methods.md").read_text(encoding="utf-8")
    assert found["methods"]["zh"] in text
    for words in ("3 条数据", "66.7%", "2020–2021", "make up 66.7%", "Selection: state:"):
        assert words in text


def test_tags_count_as_changes_and_a_tag_that_is_gone_is_told(store: Store, tmp_path: Path) -> None:
    store.do(MakeTag("要", "#aa0000"))
    tag = store.tags()[0].id
    first, second = store.facts(1)
    store.do(Tag((first.id,), tag))
    export(Selection(("all",), tags=("要",)), "csv", tmp_path / "a.csv", store)
    assert kinds(tmp_path / "a.csv", store) == []
    store.do(Tag((second.id,), tag))
    assert kinds(tmp_path / "a.csv", store) == ["fact_new"]
    store.do(Tag((first.id, second.id), tag, on=False))
    from core.edits import DropTag

    store.do(DropTag(tag))
    assert kinds(tmp_path / "a.csv", store) == ["selection"]


@pytest.mark.parametrize(
    "chosen",
    [
        Selection(),
        Selection(("all",), ("甲",), (GDP,), ("21",), ((2020, 2022),)),
        Query(text="a", states=("accepted",)),
    ],
)
def test_a_selection_goes_through_the_manifest_and_back(chosen: Selection | Query) -> None:
    assert recalled(json.loads(json.dumps(described(chosen)))) == chosen


def test_years_as_they_are_typed() -> None:
    assert years("2021") == (2021, 2021)
    assert years("2018-2022") == (2018, 2022)
    for wrong in ("", "x", "2022-2018", "2018-"):
        with pytest.raises(EditError):
            years(wrong)


def test_presets_are_kept(tmp_path: Path) -> None:
    preset = Preset("panel-csv", Selection(("all",), years=((2020, 2021),)), ("year", GDP), "zh", bom=True)
    presets.save(Settings(), "我的", preset)
    assert presets.names(Settings()) == ["我的"]
    assert presets.load(Settings(), "我的") == preset
    with pytest.raises(EditError) as told:
        presets.load(Settings(), "别的")
    assert "我的" in str(told.value)
    presets.drop(Settings(), "我的")
    assert presets.names(Settings()) == []


def retouched(path: Path, member: str, old: bytes, new: bytes) -> None:
    """Change one member of a zip by hand."""
    with ZipFile(path) as before:
        parts = [(each, before.read(each)) for each in before.infolist()]
    assert any(each.filename == member and old in data for each, data in parts)
    with ZipFile(path, "w") as after:
        for each, data in parts:
            after.writestr(each.filename, data.replace(old, new) if each.filename == member else data)


def test_a_zip_changed_by_hand_is_told(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    export("all", "datapackage", path, store)
    retouched(path, "facts.csv", b"7%", b"8%")
    (found,) = verify(path, store)
    assert found.kind == "content"
    assert "facts.csv" in found.words


@pytest.mark.parametrize(
    ("kind", "member"),
    [("datapackage", "facts.csv"), ("datapackage", "manifest.json"), ("xlsx", "xl/worksheets/sheet1.xml")],
)
def test_a_damaged_file_is_told(kind: str, member: str, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    export("all", kind, path, store)
    with ZipFile(path) as package:
        held = package.getinfo(member)
    middle = held.header_offset + 30 + len(member) + held.compress_size // 2
    raw = bytearray(path.read_bytes())
    raw[middle : middle + 8] = bytes(byte ^ 0xFF for byte in raw[middle : middle + 8])
    path.write_bytes(raw)
    with pytest.raises(ReadingError) as told:
        verify(path, store)
    assert told.value.key == "bad_export"
    assert "a.zip" in str(told.value)


def test_a_changed_cell_of_a_workbook_is_named_and_saving_it_again_is_no_change(store: Store, tmp_path: Path) -> None:
    for kind, sheet in (("xlsx", "facts"), ("panel-xlsx", "panel")):
        path = tmp_path / f"{kind}.xlsx"
        export(Selection(("all",), years=((1990, 2030),)), kind, path, store, headers="zh")
        book = openpyxl.load_workbook(path)
        book[sheet].column_dimensions["A"].width = 40
        book.save(path)
        assert verify(path, store) == ()
        cell = next(c for c in book[sheet][2] if isinstance(c.value, int | float))
        cell.value += 1
        book.save(path)
        (found,) = verify(path, store)
        assert found.kind == "content"
        assert f"{sheet}!{cell.coordinate}" in found.words


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.update(facts={"x": "y"}),
        lambda found: found.update(facts={"1": 5}),
        lambda found: found.update(sources="none"),
        lambda found: found.update(selection={"colour": ["red"]}),
        lambda found: found.update(file="sum"),
        lambda found: found.pop("counts"),
        lambda found: found.pop("project"),
    ],
)
def test_a_manifest_changed_by_hand_is_told(
    change: Callable[[dict[str, Any]], object], store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    export("all", "csv", path, store)
    manifest = tmp_path / "a.csv.manifest.json"
    found = json.loads(manifest.read_text(encoding="utf-8"))
    change(found)
    manifest.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(ReadingError) as told:
        verify(path, store)
    assert told.value.key == "bad_manifest"
