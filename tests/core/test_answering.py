"""Questions about a whole project: words by the folded texts, facts in pieces; the cache that may be lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from core import processes
from core.answering import Library, serve
from core.concordance import STALE, Concordance
from core.edits import Accept, Annotate, Reject
from core.paths import user_cache
from core.querying import SORTS, Query
from core.rereading import read_again, take_over
from core.store import Store
from tests.gui.projects import project, report


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with project(tmp_path, reports=5) as opened:
        yield opened


def found(library: Library, query: str, *, pattern: bool = False) -> dict[int, int]:
    return {row[0]: row[1] for row in library.words(query, pattern=pattern) if row}


def scanned(store: Store, query: str, *, pattern: bool = False) -> dict[int, int]:
    from core.searching import find

    hits = {row.id: len(find(store.text(row.id), query, pattern=pattern)) for row in store.documents()}
    return {document: count for document, count in hits.items() if count}


@pytest.mark.parametrize(
    ("query", "pattern"),
    [("市", False), ("生產總值", False), ("６％", False), (r"增长\d+%", True), ("[（(]", True), ("没有", False)],
)
def test_words_are_found_where_a_scan_finds_them(store: Store, query: str, pattern: bool) -> None:
    library = Library(store.path)
    assert found(library, query, pattern=pattern) == scanned(store, query, pattern=pattern)
    library.close()
    again = Library(store.path)  # from the cache
    assert not again.texts().missing(again.marks())
    assert found(again, query, pattern=pattern) == scanned(store, query, pattern=pattern)
    again.close()


def test_the_project_file_is_left_alone(store: Store) -> None:
    before = store.path.read_bytes()
    library = Library(store.path)
    found(library, "增长")
    library.close()
    assert store.path.read_bytes() == before
    assert list((user_cache() / "search").glob("*.texts"))


def test_reports_that_come_and_go_are_followed(store: Store, tmp_path: Path) -> None:
    library = Library(store.path)
    before = found(library, "市")
    new = report("广东省/深圳市/南山区", 2099)
    store.add(new, ())
    assert found(library, "南山区") == scanned(store, "南山区") != {}
    store.undo()
    assert found(library, "市") == before
    library.close()


def test_a_report_read_anew_is_searched_as_it_is_read_now(store: Store) -> None:
    library = Library(store.path)
    found(library, "市")
    document = store.documents()[0].id
    whole = store.document(document)
    again = replace(whole, text=whole.text.replace("高标准农田", "高标准粮田"))
    again, facts = replace(again, original=again.text), ()
    take_over(store, document, again, facts)
    assert found(library, "粮田") == scanned(store, "粮田") != {}
    store.undo()
    assert found(library, "粮田") == {}
    library.close()
    assert read_again  # what the desk calls before


def broken(folder: Path) -> list[Any]:
    index, texts = next(folder.glob("*.json")), next(folder.glob("*.texts"))
    whole = json.loads(index.read_text(encoding="utf-8"))
    first = next(iter(whole["rows"]))

    def bits() -> None:
        data = bytearray(texts.read_bytes())
        data[10] ^= 0xFF
        texts.write_bytes(data)

    def short() -> None:
        texts.write_bytes(texts.read_bytes()[:100])

    def rows(row: object) -> None:
        index.write_text(json.dumps({**whole, "rows": {**whole["rows"], first: row}}), encoding="utf-8")

    return [
        bits, short, texts.unlink, index.unlink,
        lambda: index.write_text("{", encoding="utf-8"),
        lambda: index.write_text("[]", encoding="utf-8"),
        lambda: index.write_text(json.dumps({**whole, "format": 99}), encoding="utf-8"),
        lambda: index.write_text(json.dumps({**whole, "file": 7}), encoding="utf-8"),
        lambda: rows([0, 10**12, 0]), lambda: rows([-5, 10, 0]), lambda: rows("x"), lambda: rows(None),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(12))
def test_a_broken_cache_is_made_anew_without_a_word(store: Store, number: int) -> None:
    library = Library(store.path)
    wanted = found(library, "增长")
    library.close()
    broken(user_cache() / "search")[number]()
    again = Library(store.path)
    assert found(again, "增长") == wanted == scanned(store, "增长")
    again.close()
    third = Library(store.path)
    assert not third.texts().missing(third.marks())  # it is whole again
    third.close()


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(store: Store) -> None:
    user_cache().mkdir(parents=True)
    (user_cache() / "search").write_text("a file where the folder should be")
    library = Library(store.path)
    assert found(library, "增长") == scanned(store, "增长")
    library.close()


def test_what_is_no_longer_used_is_dropped(tmp_path: Path) -> None:
    texts = {(number, "x"): str(number) * 1000 for number in range(20)}
    concordance = Concordance("one", lambda number: texts[number, "x"])
    for mark in texts:
        concordance.text(mark)
    concordance.save(list(texts))
    few = [(1, "x"), (21, "x")]
    texts[21, "x"] = "new"
    later = Concordance("one", lambda number: texts[number, "x"])
    for mark in few:
        later.text(mark)
    later.save(few)
    (file,) = (user_cache() / "search").glob("*.texts")
    assert file.stat().st_size < 3000
    assert not Concordance("one", lambda _: "").missing(few)


def test_texts_beyond_what_is_held_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.concordance.KEPT", 10)
    made: list[int] = []
    first = Concordance("two", lambda number: made.append(number) or "全县各县" * 5)
    every = [(number, "y") for number in range(4)]
    for mark in every:
        assert first.text(mark) == "全县各县" * 5
    first.save(every)
    second = Concordance("two", lambda number: made.append(number) or "全县各县" * 5)
    assert [second.text(mark) for mark in every] == ["全县各县" * 5] * 4
    assert made == [0, 1, 2, 3]
    assert STALE > 0


def queries() -> list[Query]:
    conditions: list[dict[str, Any]] = [
        {}, {"text": "收入"}, {"states": ("accepted",)}, {"low": 5.0, "high": 200.0}, {"unit": "%"},
        {"year": 2020}, {"noted": True}, {"tags": (1,)}, {"limit": 7},
    ]  # fmt: skip
    orders: list[dict[str, Any]] = [{"sort": sort, "descending": down} for sort in SORTS for down in (False, True)]
    return [Query(**each) for each in conditions] + [Query(**each) for each in orders]


@pytest.mark.parametrize("query", queries(), ids=repr)
def test_pieces_put_together_are_what_the_store_finds(store: Store, query: Query) -> None:
    ids = store.find(Query())
    store.do(Accept((ids[3],)))
    store.do(Reject((ids[8],)))
    store.do(Annotate((ids[5],), "看看"))
    library = Library(store.path)
    pieces = [fact for piece in library.facts(query) for fact in piece]
    library.close()
    assert pieces == store.find(query)


def told(connection: Connection, number: int) -> tuple[list[Any], str]:
    """The parts of an answer and how it ended."""
    parts: list[Any] = []
    while connection.poll(120):
        mine, kind, what = connection.recv()
        if mine == number and kind in ("done", "failed"):
            return parts, what or kind
        if mine == number and kind != "taken":
            parts += what[0]
    raise AssertionError("no answer")


def test_a_process_answers_one_question_after_another(store: Store) -> None:
    process, connection = processes.talk(serve, str(store.path))
    with connection:
        connection.send((1, "words", "增长", False))
        connection.send((2, "words", "市", False))  # may overtake the first
        parts, end = told(connection, 2)
        assert {row[0]: row[1] for row in parts} == scanned(store, "市")
        assert end == "done"
        connection.send((3, "words", "(", True))
        assert told(connection, 3)[1] not in ("", "done")
        connection.send((4, "facts", Query(sort="indicator")))
        assert [fact for piece in told(connection, 4)[0] for fact in piece] == store.find(Query(sort="indicator"))
        connection.send((5, "prepare"))
        assert told(connection, 5)[1] == "done"
    process.join(60)
    assert process.exitcode == 0


def test_acts_go_on_while_facts_are_listed(store: Store) -> None:
    library = Library(store.path)
    pieces = library.facts(Query(sort="indicator"))
    next(pieces)
    store.do(Accept((store.find(Query())[0],)))  # would wait, and fail, if the file were held
    assert sum(len(piece) for piece in pieces) == len(store.find(Query()))
    library.close()
