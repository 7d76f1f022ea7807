from __future__ import annotations

import contextlib
import os
import random
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.edits import Accept, Add, Annotate, Correct, MakeTag, Reject, Tag
from core.errors import ProjectError
from core.facts import Fact, State
from core.importing import prepare
from core.paths import seeds
from core.recovering import recover
from core.store import Query, Store

PAGE = 4096


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of two sample reports with decisions of every kind; never written to again."""
    path = tmp_path_factory.mktemp("whole") / "p.duidu"
    with Store.create(path, title="样本") as store:
        store.merge_seconds = 0
        for file in sorted(seeds().glob("*.txt"))[:2]:
            store.add(*prepare(file), str(file))
        store.analyst = "甲"
        ids = store.find(Query())
        store.do(Accept(tuple(ids[::3])))
        store.do(Reject(tuple(ids[1::7])))
        for number, fact in enumerate(ids[::5]):
            store.do(Annotate((fact,), f"备注{number}"))
            store.do(Correct((fact,), {"value": Decimal(number)}))
        store.do(MakeTag("存疑", "#aa0000"))
        store.do(Tag(tuple(ids[:20]), store.tags()[0].id))
        store.do(Add(Fact(0, 2, "", Decimal(1), "个", Decimal(1), "个", document=1, indicator="补")))
    return path


@pytest.fixture
def damaged(whole: Path, tmp_path: Path) -> Path:
    path = tmp_path / "p.duidu"
    path.write_bytes(whole.read_bytes())
    return path


def spoil(path: Path, pages: list[int], seed: int = 0) -> None:
    data = bytearray(path.read_bytes())
    for page in pages:
        data[page * PAGE : (page + 1) * PAGE] = random.Random(seed + page).randbytes(PAGE)
    path.write_bytes(data)


def told(result: Any) -> str:
    return "\n".join(result.lines())


def same(one: Path, other: Path) -> None:
    with Store.open(one, readonly=True) as a, Store.open(other, readonly=True) as b:
        assert [d.sha256 for d in a.documents()] == [d.sha256 for d in b.documents()]
        for listing in a.documents():
            assert a.document(listing.id) == b.document(listing.id)
            assert a.facts(listing.id) == b.facts(listing.id)
        assert list(a.history()) == list(b.history())
        assert a.tags() == b.tags()
        assert a.title == b.title


def test_a_sound_file_comes_out_whole(whole: Path, tmp_path: Path) -> None:
    result = recover(whole, tmp_path / "new.duidu")
    assert result.whole
    assert "没有缺失" in told(result)
    same(whole, result.path)


@pytest.mark.parametrize("keep", [0, 100], ids=["first page", "after the header"])
def test_an_unreadable_first_page_loses_nothing(whole: Path, damaged: Path, keep: int) -> None:
    data = damaged.read_bytes()
    damaged.write_bytes(data[:keep] + os.urandom(PAGE - keep) + data[PAGE:])
    with pytest.raises(ProjectError):
        Store.open(damaged)
    before = damaged.read_bytes()
    result = recover(damaged)
    assert result.whole
    same(whole, result.path)
    assert damaged.read_bytes() == before
    assert sorted(p.name for p in damaged.parent.iterdir() if p.is_file()) == ["p.duidu", "p（抢救）.duidu"]


def pages_of(path: Path, table: str) -> list[int]:
    """The leaf pages of a table or index, from 0."""
    import sqlite3

    connection = sqlite3.connect(path)
    try:
        rows = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno", (table,)
        ).fetchall()
    except sqlite3.OperationalError:
        pytest.skip("this SQLite does not tell which pages a table has")
    finally:
        connection.close()
    return [row[0] - 1 for row in rows]


def schema(path: Path) -> list[int]:
    """The pages of the list of tables, counted from 0; the first one leads to the others."""
    data = path.read_bytes()
    head = data[100:PAGE]
    assert head[0] == 5  # an interior page
    cells = [int.from_bytes(head[12 + 2 * n : 14 + 2 * n], "big") for n in range(int.from_bytes(head[3:5], "big"))]
    pages = [int.from_bytes(data[cell : cell + 4], "big") for cell in cells]
    return [0, *(page - 1 for page in [*pages, int.from_bytes(head[8:12], "big")])]


def test_the_list_of_tables_may_be_lost_wholly_or_in_part(whole: Path, damaged: Path, tmp_path: Path) -> None:
    pages = schema(whole)
    assert len(pages) > 2
    for lost in (*([page] for page in pages[1:]), pages):
        damaged.write_bytes(whole.read_bytes())
        spoil(damaged, lost)
        found = recover(damaged, tmp_path / "out.duidu")
        assert found.whole, lost
        same(whole, found.path)
        found.path.unlink()


def test_a_file_cut_off_before_the_end_of_the_list_of_tables_gives_what_is_there(
    whole: Path, damaged: Path, tmp_path: Path
) -> None:
    damaged.write_bytes(whole.read_bytes()[: max(schema(whole)) * PAGE])
    found = recover(damaged, tmp_path / "out.duidu")
    assert found.reports == 2  # their texts are read again from their files


def test_reports_whose_list_is_lost_are_there_with_their_facts(whole: Path, damaged: Path, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(whole)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'document'").fetchone()
    spoil(damaged, [root - 1])
    found = recover(damaged, tmp_path / "out.duidu")
    assert len(found.nameless) == found.reports == 2
    with Store.open(found.path, readonly=True) as store, Store.open(whole, readonly=True) as before:
        assert len(store.documents()) == 2
        assert store.find(Query()) == before.find(Query())


def test_an_emptied_file_is_said_to_hold_nothing(tmp_path: Path) -> None:
    (tmp_path / "p.duidu").touch()
    with pytest.raises(ProjectError) as error:
        recover(tmp_path / "p.duidu")
    assert error.value.key == "nothing_left"


def test_lost_facts_are_made_again_from_log_and_text(whole: Path, damaged: Path) -> None:
    pages = pages_of(whole, "fact")
    spoil(damaged, pages[2:4])
    with pytest.raises(ProjectError) as error:
        Store.open(damaged)
    assert error.value.key == "damaged"
    result = recover(damaged)
    assert result.rebuilt > 5
    assert not result.lost_facts
    with Store.open(whole, readonly=True) as a, Store.open(result.path) as b:
        for listing in a.documents():
            old = {f.id: f.with_(why=()) for f in a.facts(listing.id)}
            assert {f.id: f.with_(why=()) for f in b.facts(listing.id)} == old
        b.do(Accept((b.find(Query())[0],)))


def test_lost_facts_are_counted_where_nothing_else_tells_of_them(whole: Path, damaged: Path, tmp_path: Path) -> None:
    for table in ("fact_reading", "content"):
        spoil(damaged, pages_of(whole, table))
    spoil(damaged, pages_of(whole, "fact")[2:5])
    with Store.open(whole, readonly=True) as store:
        every = len(store.find(Query()))
    result = recover(damaged)
    saved = result.facts
    assert saved + sum(result.lost_facts.values()) == every
    assert "条数据" in told(result)


def test_a_lost_text_is_read_again_from_its_file(whole: Path, damaged: Path) -> None:
    spoil(damaged, pages_of(whole, "content"))
    result = recover(damaged)
    assert len(result.read_again) == 2
    with Store.open(whole, readonly=True) as a, Store.open(result.path, readonly=True) as b:
        for listing in a.documents():
            assert a.document(listing.id).text == b.document(listing.id).text
            assert [f.state for f in a.facts(listing.id)] == [f.state for f in b.facts(listing.id)]


def test_a_report_whose_file_is_gone_comes_back_with_its_decisions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "r.txt"
    source.write_bytes(min(seeds().glob("*.txt")).read_bytes())
    path = tmp_path / "p.duidu"
    document, facts = prepare(source)
    with Store.create(path) as store:
        store.add(document, facts, str(source))
        store.do(Accept((facts_of(store)[0].id,)))
    source.unlink()
    spoil(path, pages_of(path, "content"))
    result = recover(path)
    assert str(source) in told(result)
    with Store.open(result.path) as store:
        assert store.documents() == []
        store.add(document, facts, str(source))
        assert facts_of(store)[0].state is State.ACCEPTED
        assert store.document(1).text == document.text


def facts_of(store: Store) -> list[Fact]:
    return store.facts(store.documents()[0].id)


def test_cut_off_and_random_damage_always_give_something_or_say_so(whole: Path, damaged: Path, tmp_path: Path) -> None:
    data = whole.read_bytes()
    chance = random.Random(5)
    count = len(data) // PAGE
    found = []
    for turn in range(8):
        if turn < 2:
            damaged.write_bytes(data[: len(data) * (turn + 2) // 4])
        else:
            damaged.write_bytes(data)
            spoil(damaged, [chance.randrange(count) for _ in range(3)], turn)
        target = tmp_path / f"{turn}.duidu"
        try:
            result = recover(damaged, target)
        except ProjectError:
            assert not target.exists()
            continue
        assert told(result)
        with Store.open(target) as store:  # what was saved is sound and can be worked with
            for listing in store.documents():
                store.document(listing.id)
                store.facts(listing.id)
            found.append(len(store.find(Query())))
    assert len(found) >= 6


def test_what_is_not_a_project_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "letter.duidu"
    other.write_bytes(os.urandom(50_000))
    with pytest.raises(ProjectError) as error:
        recover(other)
    assert error.value.key == "not_a_project"
    with pytest.raises(ProjectError):
        recover(tmp_path / "none.duidu")
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["letter.duidu"]


def test_an_existing_file_is_never_overwritten(damaged: Path) -> None:
    first, second = recover(damaged), recover(damaged)
    assert first.path != second.path
    with pytest.raises(ProjectError) as error:
        recover(damaged, first.path)
    assert error.value.key == "project_exists"


def test_the_command_says_what_is_missing(damaged: Path, whole: Path, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from core.cli import cli

    done = CliRunner().invoke(cli, ["recover", str(damaged), "--output", str(tmp_path / "n.duidu")])
    assert done.exit_code == 0
    assert "没有缺失" in done.output
    spoil(damaged, pages_of(whole, "fact_tag"))
    done = CliRunner().invoke(cli, ["--lang", "en", "recover", str(damaged)])
    assert done.exit_code == 1
    assert "Tags on some facts could not be read." in done.output


def test_a_sound_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """Recovering it would lose what this version does not know of, without a word."""
    path = tmp_path / "newer.duidu"
    Store.create(path).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(ProjectError) as error:
        recover(path)
    assert error.value.key == "newer"
    assert [p.name for p in tmp_path.iterdir()] == ["newer.duidu"]


def test_a_head_with_nothing_behind_it_is_said_to_hold_nothing(tmp_path: Path) -> None:
    path = tmp_path / "p.duidu"
    Store.create(path).close()
    head = path.read_bytes()[:200]
    path.write_bytes(head)
    with pytest.raises(ProjectError) as error:
        recover(path)
    assert error.value.key == "nothing_left"
    assert path.read_bytes() == head
    (tmp_path / "folder.duidu").mkdir()
    with pytest.raises(ProjectError) as error:
        recover(tmp_path / "folder.duidu")
    assert error.value.key == "not_a_project"
