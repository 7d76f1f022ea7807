"""The help on the project file: every query in it runs on a real project, as other programs would run it."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from core.edits import Absent, Accept, Add, Correct, MakeTag, Reject, Tag
from core.facts import Fact, Status
from core.importing import prepare
from core.paths import resource, seeds
from core.store import Query, Store

HELP = {
    language: resource("help", f"project-file{language}.md").read_text(encoding="utf-8") for language in ("", ".en")
}
QUERIES = re.findall(r"### (.+?)\n\n```sql\n(.+?)```", HELP[".en"], re.DOTALL)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("help") / "p.sqlite"
    with Store.create(path) as store:
        store.merge_seconds = 0
        for file in sorted(seeds().glob("*.txt")):
            with contextlib.suppress(Exception):
                store.add(*prepare(file), str(file))
        ids = store.find(Query())
        store.do(Accept(tuple(ids)))
        store.do(Reject(tuple(ids[::9])))
        store.do(Correct((ids[1],), {"value": Decimal("1.5")}))
        store.do(MakeTag("存疑", "#aa0000"))
        store.do(Tag((ids[1],), store.tags()[0].id))
        for status in (Status.TARGET, Status.ACTUAL):
            one = Fact(0, 1, "", Decimal(9), "%", Decimal(9), "%", period_start=2020, period_end=2020, status=status)
            store.do(Add(one.with_(document=1, canonical="地区生产总值", indicator="地区生产总值")))
        store.do(Absent(1, "出生率", 2020, "level"))
    return path


def test_both_languages_have_the_same_queries() -> None:
    found = [re.findall(r"```sql\n(.+?)```", words, re.DOTALL) for words in HELP.values()]
    assert found[0] == found[1]
    assert len(QUERIES) >= 10


@pytest.mark.parametrize(("title", "query"), QUERIES, ids=[title for title, _ in QUERIES])
def test_the_documented_queries_run(project: Path, title: str, query: str) -> None:
    with contextlib.closing(sqlite3.connect(f"{project.as_uri()}?mode=ro", uri=True)) as plain:
        rows = plain.execute(query).fetchall()
        assert rows, title


def test_the_history_tells_its_steps_in_words(project: Path) -> None:
    with contextlib.closing(sqlite3.connect(project)) as plain:
        said = dict(plain.execute("SELECT kind, label FROM history"))
    assert said["make_tag"] == "新建标签“存疑”"
    assert not any("[" in words or words.startswith("act.") for words in said.values())


def test_the_views_cannot_be_written_through(project: Path) -> None:
    with contextlib.closing(sqlite3.connect(project)) as plain:
        for view in ("facts", "panel", "history"):
            with pytest.raises(sqlite3.OperationalError):
                plain.execute(f"DELETE FROM {view}")


def test_every_table_and_view_is_documented_and_every_column_explained(project: Path) -> None:
    with contextlib.closing(sqlite3.connect(project)) as plain:
        names = {
            row[0]
            for row in plain.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND substr(name, 1, 1) <> '_'"
                " AND name NOT LIKE 'sqlite%'"
            )
        }
    for words in HELP.values():
        assert set(re.findall(r"^\| (\w+) \|", words, re.MULTILINE)) >= names


@pytest.mark.parametrize("suffix", [".duidu", ".sqlite", ".db"])
def test_a_project_opens_under_other_names(project: Path, tmp_path: Path, suffix: str) -> None:
    copy = tmp_path / f"p{suffix}"
    copy.write_bytes(project.read_bytes())
    with Store.open(copy) as store:
        assert store.documents()
