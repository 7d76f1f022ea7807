from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import __version__
from core.edits import Accept, Reject
from core.errors import ExportError
from core.exporting import FORMATS, export
from core.exporting.annotations import Utf16
from core.store import Store
from tests.core.exports import ASTRAL, FILES, GOLDEN, PLAIN, fact, golden, report

KINDS = [name for name, form in FORMATS.items() if form.kind == "annotations"]
WRITABLE = [name for name in KINDS if not FORMATS[name].missing]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "项目.duidu") as made:
        golden(made)
        yield made


def written(kind: str, store: Store, folder: Path, chosen: str = "all") -> Path:
    path = folder / f"a{FORMATS[kind].suffix}"
    export(chosen, kind, path, store)
    return path


def members(path: Path, end: str) -> dict[str, bytes]:
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist() if name.endswith(end)}


def w3c(path: Path) -> list[set[tuple[int, int]]]:
    pages = [json.loads(page) for page in members(path, ".jsonld").values()]
    selectors = [[item["target"]["selector"][0] for item in page["items"]] for page in pages]
    return [{(s["start"], s["end"]) for s in each} for each in selectors]


def brat(path: Path) -> list[set[tuple[int, int]]]:
    found = []
    for data in members(path, ".ann").values():
        lines = [line.split("\t")[1].split() for line in data.decode().splitlines() if line.startswith("T")]
        found.append({(int(a), int(b)) for _, a, b in lines})
    return found


def labelstudio(path: Path) -> list[set[tuple[int, int]]]:
    return [
        {(r["value"]["start"], r["value"]["end"]) for p in task["predictions"] for r in p["result"] if "value" in r}
        for task in json.loads(path.read_text())
    ]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def doccano(path: Path) -> list[set[tuple[int, int]]]:
    return [{(a, b) for a, b, _ in row["label"]} for row in rows(path)]


def relations(path: Path) -> list[set[tuple[int, int]]]:
    return [{(e["start_offset"], e["end_offset"]) for e in row["entities"]} for row in rows(path)]


def spacy(path: Path) -> list[set[tuple[int, int]]]:
    return [{(s["start"], s["end"]) for s in row["spans"]} for row in rows(path)]


def cas(path: Path) -> list[set[tuple[int, int]]]:
    found = [json.loads(data) for name, data in members(path, ".json").items() if name != "manifest.json"]
    return [
        {(r["begin"], r["end"]) for r in each["%FEATURE_STRUCTURES"] if r["%TYPE"] in ("duidu.Fact", "duidu.Indicator")}
        for each in found
    ]


def refi(path: Path) -> list[set[tuple[int, int]]]:
    (data,) = members(path, ".qde").values()
    space = "{urn:QDA-XML:project:1.0}"
    return [
        {
            (int(s.get("startPosition", -1)), int(s.get("endPosition", -1)))
            for s in source.iter(f"{space}PlainTextSelection")
        }
        for source in ET.fromstring(data).iter(f"{space}TextSource")
    ]


OFFSETS: dict[str, Callable[[Path], list[set[tuple[int, int]]]]] = {
    "w3c": w3c, "brat": brat, "labelstudio": labelstudio, "doccano": doccano, "doccano-relations": relations,
    "spacy": spacy, "cas": cas, "refi": refi,
}  # fmt: skip


def test_every_format_of_annotations_says_what_it_counts_and_is_tested() -> None:
    assert all(FORMATS[kind].unit in ("code points", "UTF-16", "lines") for kind in KINDS)
    assert set(KINDS) == {*OFFSETS, "conll", "docbin"}


@pytest.mark.parametrize("kind", OFFSETS)
def test_places_are_those_of_the_golden_table(kind: str, store: Store, tmp_path: Path) -> None:
    column = {"code points": (0, 3), "UTF-16": (1, 4)}[FORMATS[kind].unit]
    plain, astral = OFFSETS[kind](written(kind, store, tmp_path))
    assert plain == {places[column[0]] for places in GOLDEN.values()}
    assert astral == {places[column[1]] for places in GOLDEN.values()}


def test_the_golden_table_itself() -> None:
    for quote, (point, unit, byte, point_, unit_, byte_) in GOLDEN.items():
        for text, places in ((PLAIN, (point, unit, byte)), (ASTRAL, (point_, unit_, byte_))):
            assert text[slice(*places[0])] == quote
            wide = text.encode("utf-16-le")
            assert wide[2 * places[1][0] : 2 * places[1][1]].decode("utf-16-le") == quote
            assert text.encode()[slice(*places[2])].decode() == quote


def test_conll_marks_character_by_character(store: Store, tmp_path: Path) -> None:
    lines = written("conll", store, tmp_path).read_text(encoding="utf-8").splitlines()
    found = [line.split("\t") for line in lines if "\t" in line]
    assert "".join(c for c, _ in found) == PLAIN + ASTRAL
    assert [t for c, t in found[: len(PLAIN)] if c in "7%"] == ["B-change", "I-change"]
    assert found[len(PLAIN)] == ["𠮷", "O"]
    assert found[len(PLAIN) + 2] == ["地", "B-indicator"]


# These depend on nothing but reports and proposals; manifests hold the project's key and the time of its last change.
@pytest.mark.parametrize(
    "kind", ["labelstudio", "doccano", "doccano-relations", "spacy", "conll", "csv", "jsonl", "sdmx"]
)
def test_the_file_is_the_one_kept(kind: str, store: Store, tmp_path: Path) -> None:
    path = written(kind, store, tmp_path)
    text = path.read_bytes().decode().replace(__version__, "VERSION")
    kept = FILES / f"{kind}{FORMATS[kind].suffix}"
    if os.environ.get("DUIDU_KEEP"):  # after a change that is meant: run once with this set, and read the difference
        kept.write_bytes(text.encode())
    assert text == kept.read_bytes().decode()


def test_brat_is_the_one_kept(store: Store, tmp_path: Path) -> None:
    with ZipFile(written("brat", store, tmp_path)) as package:
        found = {name: package.read(name) for name in ("annotation.conf", "乙.ann", "乙.txt")}
    for name, data in found.items():
        if os.environ.get("DUIDU_KEEP"):
            (FILES / name).write_bytes(data)
        assert data == (FILES / name).read_bytes()


@pytest.mark.parametrize("kind", WRITABLE)
def test_what_does_not_read_back_is_not_written(
    kind: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = import_module(f"core.exporting.{FORMATS[kind].module}")
    real = writer.read

    def shifted(path: Path, options: object) -> Iterator[tuple[str, list[tuple[int, int]]]]:
        for text, places in real(path, options):
            yield text, [(start + 1, end + 1) for start, end in places]

    monkeypatch.setattr(writer, "read", shifted)
    with pytest.raises(ExportError) as told:
        export("all", kind, tmp_path / "b", store)
    assert told.value.key == "export_check"
    assert not list(tmp_path.glob("b*"))
    assert not list(tmp_path.glob(".b*"))


@pytest.mark.parametrize("kind", WRITABLE)
def test_difficult_texts_are_written_and_read_back(kind: str, tmp_path: Path) -> None:
    text = "𠮷\r\n增长\n7%，“<&>\"' \x0b占\t3.5\n亿元\r𝟙𝟙𝟙 5%左右\n\n"
    with Store.create(tmp_path / "p.duidu") as store:
        facts = [
            fact(text, "7%", "7", "%", "7", "%", "增长"),
            fact(text, "3.5\n亿元", "3.5", "亿元", "3", "元", "“<&>\"'"),
            fact(text, "5%左右", "5", "%", "5", "%", "增长"),  # shares the name
            fact(text, "5%", "5", "%", "5", "%"),  # overlaps
        ]
        store.add(report(text, 'a/b:c".txt', 2021), facts)
        store.add(report("没有数据。", "空.txt", 2021), ())
        store.add(report(text + "！", "a/b;c.txt", 2021), facts)
        summary = export("all", kind, tmp_path / f"a{FORMATS[kind].suffix}", store)
    assert (summary.rows, summary.documents) == (8, 2)


@pytest.mark.parametrize("kind", WRITABLE)
def test_no_fact_gives_an_empty_file(kind: str, store: Store, tmp_path: Path) -> None:
    summary = export("accepted", kind, tmp_path / "a", store)
    assert (summary.rows, summary.documents) == (0, 0)
    assert (tmp_path / "a").exists()


def test_decisions_are_annotations_and_proposals_predictions(store: Store, tmp_path: Path) -> None:
    first, second = store.facts(1)
    store.do(Accept((first.id,)))
    store.do(Reject((second.id,)))
    task, other = json.loads(written("labelstudio", store, tmp_path).read_text())
    results = task["annotations"][0]["result"]
    assert not task["predictions"]
    assert not other["annotations"]
    states = {r["id"]: r["value"]["choices"] for r in results if r.get("from_name") == "state"}
    assert states == {f"f{first.id}": ["accepted"], f"f{second.id}": ["rejected"]}
    assert {r["type"] for r in results} == {"labels", "number", "textarea", "choices", "relation"}
    config = ET.fromstring((tmp_path / "a.json.labels.xml").read_text())
    names = {each.get("name") for each in config.iter() if each.get("toName")}
    assert {r["from_name"] for r in results if "from_name" in r} <= names


@given(st.text(st.sampled_from("a中𠮷𝟙\n"), max_size=30))
def test_utf16_there_and_back(text: str) -> None:
    units = Utf16(text)
    for place in range(len(text) + 1):
        assert units.to(place) == len(text[:place].encode("utf-16-le")) // 2
        assert units.back(units.to(place)) == place
