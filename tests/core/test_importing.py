from __future__ import annotations

import os
import zipfile
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from core import importing
from core.errors import DuiduError, ReadingError
from core.exporting import FORMATS, export
from core.importing import files, prepared, take_in
from core.loading.exports import exported
from core.store import Store

REPORT = """政府工作报告
——2021年1月5日在某市第三届人民代表大会第四次会议上
一、2020年工作回顾
地区生产总值{n}亿元，增长5.5%。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    (made / "sub").mkdir(parents=True)
    (made / "b.txt").write_text(REPORT.format(n=105), encoding="utf-8")
    (made / "a.txt").write_text(REPORT.format(n=106), encoding="gb18030")
    (made / "sub" / "c.txt").write_text(REPORT.format(n=107), encoding="utf-16")
    (made / "empty.txt").touch()
    (made / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(5000))
    (made / ".hidden").write_text("x")
    (made / "old.duidu").write_text("x")
    return made


def test_folders_are_walked_in_order_and_named_files_kept(folder: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    names = [p.name for p in files([missing, folder, folder / "b.txt"])]
    assert names == ["missing.txt", "a.txt", "b.txt", "empty.txt", "picture.jpg", "c.txt"]


def test_good_files_come_in_and_bad_ones_are_named(folder: Path, tmp_path: Path) -> None:
    with Store.create(tmp_path / "p.duidu") as store:
        outcomes = list(take_in(store, files([folder, tmp_path / "missing.txt"]), workers=2))
        assert [o.path.name for o in outcomes if o.touched] == ["a.txt", "b.txt", "c.txt"]
        bad = {o.path.name: o.error for o in outcomes if o.error}
        assert set(bad) == {"empty.txt", "picture.jpg", "missing.txt"}
        assert all(name in str(error) for name, error in bad.items())
        assert [listing.name for listing in store.documents()] == ["a.txt", "b.txt", "c.txt"]
        assert "105亿元" in {f.quantity for f in store.facts(2)}
        # Again, under another name: known by its content, and the project stays as it is.
        (folder / "sub" / "copy.txt").write_bytes((folder / "b.txt").read_bytes())
        again = list(take_in(store, files([folder / "a.txt", folder / "sub"]), workers=1))
        assert [o.known for o in again] == ["a.txt", "c.txt", "b.txt"]
        assert len(store.documents()) == 3


def test_a_damaged_or_locked_workbook_costs_the_others_nothing(tmp_path: Path) -> None:
    held = b"<workbook>" + bytes(range(256)) * 4 + b"</workbook>"
    for name, kind in (("damaged.xlsx", zipfile.ZIP_DEFLATED), ("locked.xlsx", zipfile.ZIP_STORED)):
        with zipfile.ZipFile(tmp_path / name, "w", kind) as package:
            package.writestr("xl/workbook.xml", held)
    damaged = bytearray((tmp_path / "damaged.xlsx").read_bytes())
    begin = damaged.index(b"xl/workbook.xml") + len("xl/workbook.xml")
    damaged[begin : begin + 12] = bytes(b ^ 0xFF for b in damaged[begin : begin + 12])
    (tmp_path / "damaged.xlsx").write_bytes(damaged)
    locked = bytearray((tmp_path / "locked.xlsx").read_bytes())
    locked[6] |= 1  # the flag of a password: in the member's head and in the directory
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.xlsx").write_bytes(locked)
    (tmp_path / "report.txt").write_text(REPORT.format(n=105), encoding="utf-8")

    assert not exported(tmp_path / "damaged.xlsx")
    assert not exported(tmp_path / "locked.xlsx")
    with Store.create(tmp_path / "p.duidu") as store:
        found = [path for path in files([tmp_path]) if path.suffix != ".duidu"]
        outcomes = {o.path.name: o for o in take_in(store, found, workers=1)}
    assert set(outcomes) == {"damaged.xlsx", "locked.xlsx", "report.txt"}
    assert outcomes["report.txt"].touched
    for name in ("damaged.xlsx", "locked.xlsx"):
        assert name in str(outcomes[name].error)


def test_twins_in_one_go_come_in_once(folder: Path, tmp_path: Path) -> None:
    (folder / "twin.txt").write_bytes((folder / "b.txt").read_bytes())
    with Store.create(tmp_path / "p.duidu") as store:
        outcomes = list(take_in(store, [folder / "b.txt", folder / "twin.txt"]))
        assert [bool(o.touched) for o in outcomes] == [True, False]
        assert outcomes[1].known == "b.txt"


def test_a_file_that_ends_its_process_is_named_and_the_others_come_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Stands for running out of memory: the kernel ends the process, whatever the code would have done.
    monkeypatch.setattr(importing, "_attempt", _Ending("b.txt"))
    found = dict(prepared([folder / "a.txt", folder / "b.txt", folder / "sub" / "c.txt"], workers=2))
    assert {p.name: isinstance(f, DuiduError) for p, f in found.items()} == {
        "a.txt": False,
        "b.txt": True,
        "c.txt": False,
    }
    error = found[folder / "b.txt"]
    assert isinstance(error, ReadingError)
    assert "b.txt" in str(error)


class _Ending:
    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, path: Path) -> object:
        if path.name == self.name:
            os._exit(1)
        return path.name


def test_archives_and_tables_stand_for_the_reports_in_them(tmp_path: Path) -> None:
    import zipfile

    report = next(Path("seeds").resolve().glob("*北镇*.txt"))
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.write(report, "a.txt")
        other = next(Path("seeds").resolve().glob("*凌河*.txt"))
        row = other.read_text(encoding="utf-8").replace("\n", " ").replace(",", "，")
        archive.writestr("b.csv", f"地区,年份,正文\n凌河区,2022,{row}\n")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04")
    found = files([tmp_path])
    assert [str(path.relative_to(tmp_path)) for path in found] == ["broken.zip", "two.zip/a.txt", "two.zip/b.csv/1"]
    store = Store.create(tmp_path / "p.duidu")
    outcomes = list(take_in(store, found))
    assert [outcome.error.key if outcome.error else "" for outcome in outcomes] == ["broken_file", "", ""]
    assert all(outcome.known for outcome in take_in(store, found[1:]))
    store.close()


def test_a_table_is_read_by_the_columns_that_were_chosen(tmp_path: Path) -> None:
    from core.importing import concerns, mended, prepare, preview, survey

    path = tmp_path / "报告.csv"
    body = "各位代表：地区生产总值增长6%，新建高标准农田7000亩。" * 3
    path.write_text(f"编号,甲,乙,丙\n1,江苏省昆山市,2021,{body}\n2,四川省米易县,2019,{body}另。\n", encoding="utf-8")
    heads, rows, guess = preview(path)
    assert (heads, len(rows), guess.text) == (["编号", "甲", "乙", "丙"], 2, "丙")
    columns = type(guess)("丙", region="甲", year="乙")
    fresh, there = survey([path], {path: columns}, {})
    assert [p.name for p in fresh] == ["1", "2"]
    assert not there
    document, facts = prepare(fresh[1], columns)
    assert (document.metadata.region_code, document.metadata.year) == ("510421", 2019)
    assert facts
    assert concerns(document, ())[-1] == "no_facts"
    assert mended(document) == {}


def test_what_is_known_is_told_before_it_is_read(tmp_path: Path) -> None:
    from hashlib import sha256

    from core.importing import survey

    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    (tmp_path / "b.txt").write_text("乙", encoding="utf-8")
    known = {sha256("乙".encode()).hexdigest(): "旧名.txt"}
    assert survey([tmp_path], {}, known) == ([tmp_path / "a.txt"], [(tmp_path / "b.txt", "旧名.txt")])


def test_an_index_beside_the_reports_is_no_table_of_reports(tmp_path: Path) -> None:
    from core.importing import prepare

    index = tmp_path / "INDEX.tsv"
    rows = "1\ta.txt\t江苏省/苏州市/昆山市\n2\tb.txt\t四川省/攀枝花市/米易县\n"
    index.write_text(f"id\tpath\tplace\n{rows}", encoding="utf-8")
    assert files([tmp_path]) == []
    assert files([index]) == [index]
    with pytest.raises(ReadingError, match="没有找到报告"):
        prepare(index)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "报告.txt"
    os.mkfifo(pipe)
    told: list[Any] = []

    def tried() -> None:
        told.append(importing.survey([pipe], {}, {}))
        with Store.create(tmp_path / "p.duidu") as store:
            told.extend(take_in(store, [pipe]))
        os.rename(pipe, tmp_path / "q.duidu")
        try:
            Store.open(tmp_path / "q.duidu")
        except DuiduError as error:
            told.append(error.key)

    thread = Thread(target=tried, daemon=True)
    thread.start()
    thread.join(60)
    assert told[0] == ([pipe], [])
    assert told[1].error.key == "binary_file"
    assert told[2] == "not_a_project"


@pytest.mark.parametrize("kind", [name for name, form in FORMATS.items() if not form.missing])
def test_datasets_of_ours_are_never_taken_for_reports(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT.format(n=105), encoding="utf-8")
    with Store.create(tmp_path / "p.duidu") as store:
        list(take_in(store, [folder / "a.txt"]))
        made = export("all", kind, folder / f"data{FORMATS[kind].suffix}", store, headers="zh")
        assert files([folder]) == [folder / "a.txt"]
        for path in (made.path, *made.beside):
            (outcome,) = take_in(store, files([path]))
            assert outcome.error is not None
            assert outcome.error.key == "own_export"
        assert len(store.documents()) == 1


@pytest.mark.parametrize(("kind", "headers"), [("csv", "en"), ("csv", "zh"), ("jsonl", "en"), ("panel-csv", "en")])
def test_tables_of_ours_are_known_without_their_manifest(kind: str, headers: str, tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(REPORT.format(n=105), encoding="utf-8")
    with Store.create(tmp_path / "p.duidu") as store:
        list(take_in(store, [report]))
        made = export("all", kind, tmp_path / f"data{FORMATS[kind].suffix}", store, headers=headers)
    for path in made.beside:
        path.unlink()
    assert exported(made.path)
    assert not exported(report)
