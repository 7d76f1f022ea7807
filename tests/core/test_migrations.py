from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from core import migrations
from core.documents import Document
from core.edits import Accept
from core.errors import ProjectError
from core.facts import Fact
from core.rows import FACT_COLUMNS
from core.store import Store

FILES = Path(__file__).parents[1] / "files" / "projects"


@pytest.mark.parametrize("path", sorted(FILES.glob("*.duidu")), ids=lambda p: p.stem)
def test_every_released_schema_opens_with_all_that_was_decided(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    with Store.open(copy) as store:
        assert store.title == "样本"
        (listing,) = store.documents()
        assert listing.counts == {"accepted": 1, "proposed": 1}
        accepted, proposed = store.facts(listing.id)
        assert (accepted.quantity, accepted.note, proposed.quantity) == ("105亿元", "核对过", "10.8%")
        assert [store.document(listing.id).text[f.start : f.end] for f in (accepted, proposed)] == ["105亿元", "10.8%"]
        assert store.undo() is not None
        assert store.fact(accepted.id).note == ""


def test_a_new_project_has_the_newest_schema(tmp_path: Path) -> None:
    Store.create(tmp_path / "a.duidu").close()
    with contextlib.closing(migrations.connect(tmp_path / "a.duidu", readonly=True)) as connection:
        assert migrations.version(connection) == migrations.VERSION
        columns = {row[1] for row in connection.execute("PRAGMA table_xinfo(fact)")}
        assert columns == {*FACT_COLUMNS, "seq", "number", "number_high"}
        strict = dict(connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"))
        ours = ("project", "document", "content", "fact", "tag", "fact_tag", "batch", "change")
        assert all(strict[table] for table in ours)


def test_an_older_project_is_copied_aside_and_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.duidu"
    document = Document.plain("增长5%", "a.txt")
    with Store.create(path) as store:
        store.add(document, (Fact(2, 4, "5%", None, "%", None, "%"),))
        store.do(Accept((store.facts(1)[0].id,)))
    before = path.read_bytes()

    def more(database: object) -> None:
        database.execute("ALTER TABLE tag ADD COLUMN parent INTEGER")

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, more))
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    with pytest.raises(ProjectError) as told:
        Store.open(path, readonly=True)
    assert told.value.key == "older"
    with Store.open(path) as store:
        assert store.counts() == {1: {"accepted": 1}}
    assert (tmp_path / f"a.duidu.v{migrations.VERSION - 1}.backup").read_bytes() == before
    with contextlib.closing(migrations.connect(path)) as connection:
        assert migrations.version(connection) == migrations.VERSION


def test_a_migration_that_fails_leaves_the_project_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.duidu"
    Store.create(path).close()
    old = migrations.VERSION

    def broken(database: object) -> None:
        database.execute("ALTER TABLE tag ADD COLUMN parent INTEGER")
        database.execute("DROP TABLE nothing_of_the_kind")

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
        patch.setattr(migrations, "VERSION", old + 1)
        with pytest.raises(ProjectError):
            Store.open(path)
    with Store.open(path) as store:
        assert "parent" not in {row[1] for row in store._connection.execute("PRAGMA table_xinfo(tag)")}


def test_the_documented_queries_run(tmp_path: Path) -> None:
    Store.create(tmp_path / "a.duidu").close()
    with contextlib.closing(sqlite3.connect(tmp_path / "a.duidu")) as plain:
        for view in ("facts", "panel", "history"):
            assert plain.execute(f"SELECT * FROM {view}").fetchall() == []
