from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.annotating import current, plan, take_in
from core.edits import Accept, MakeTag, Reject
from core.errors import ReadingError
from core.exporting import export
from core.facts import Measure, State
from core.marks import likely
from core.store import Store
from tests.core.exports import ASTRAL, fact, golden, report


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "p.duidu") as made:
        golden(made)
        yield made


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def put(path: Path, found: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), encoding="utf-8")
    return path


def states(store: Store) -> list[State]:
    return [fact.state for document in store.documents() for fact in store.facts(document.id)]


def test_an_export_read_back_changes_nothing(store: Store, tmp_path: Path) -> None:
    store.do(Accept((store.facts(1)[0].id,)))
    for kind, matched in (("jsonl", 4), ("labelstudio", 1), ("doccano", 4), ("doccano-relations", 4)):
        export("all", kind, tmp_path / "a", store)
        result = take_in(store, tmp_path / "a")
        assert (result.matched, result.changed, result.unmatched, result.touched) == (matched, 0, (), None)


def test_decisions_in_json_lines_are_one_step_of_undo(store: Store, tmp_path: Path) -> None:
    store.do(MakeTag("要", "#aa0000"))
    export("all", "jsonl", tmp_path / "a.jsonl", store)
    found = rows(tmp_path / "a.jsonl")
    found[0] |= {"state": "accepted", "note": "核对", "tags": ["要"]}
    found[1] |= {"value": 46.35, "base_value": 4635000000, "state": "corrected"}
    found[2]["state"] = "rejected"
    result = take_in(store, put(tmp_path / "a.jsonl", found))
    assert (result.matched, result.changed, result.unmatched) == (4, 3, ())
    assert states(store) == [State.ACCEPTED, State.CORRECTED, State.REJECTED, State.PROPOSED]
    first, second = store.facts(1)
    assert (first.note, len(first.tags)) == ("核对", 1)
    assert (second.value, second.base_value, second.machine) == (
        Decimal("46.35"), Decimal(4635000000), {"value": Decimal("45.35"), "base_value": Decimal(4535000000)},
    )  # fmt: skip
    assert "3" in store.undo_label() or "5" in store.undo_label()
    store.undo()
    assert states(store) == [State.PROPOSED] * 4
    assert store.facts(1)[0].note == ""


def test_what_does_not_match_is_listed_and_left_alone(store: Store, tmp_path: Path) -> None:
    export("all", "jsonl", tmp_path / "a.jsonl", store)
    base = {**rows(tmp_path / "a.jsonl")[0], "state": "accepted"}
    found = [
        {**base, "sha256": "00"},
        {**base, "start": base["start"] + 1},
        {**base, "quantity": "8%"},
        {**base, "start": 0, "end": 6, "quantity": "地区生产总值", "id": None},
        {**base, "measure": "size"},
        {**base, "end": 10_000},
    ]
    for number, row in enumerate(found):
        result = take_in(store, put(tmp_path / f"{number}.jsonl", [row]))
        assert (result.matched, len(result.unmatched), result.touched) == (0, 1, None)
        assert result.unmatched[0].reason
        assert result.unmatched[0].line == 1
    assert states(store) == [State.PROPOSED] * 4
    twice = take_in(store, put(tmp_path / "b.jsonl", [base, {**base, "state": "rejected"}]))
    assert (twice.matched, len(twice.unmatched)) == (0, 2)
    tagged = take_in(store, put(tmp_path / "c.jsonl", [{**base, "tags": ["无此标签"]}]))
    assert "无此标签" in tagged.unmatched[0].reason


def test_two_facts_at_one_place_are_told_apart_by_id_only(tmp_path: Path) -> None:
    with Store.create(tmp_path / "q.duidu") as store:
        text = "第一、二产业均增长5%。"
        both = [fact(text, "5%", "5", "%", "5", "%", name) for name in ("第一", "二产业")]
        store.add(report(text, "a.txt", 2021), both)
        first, _ = store.facts(1)
        export("all", "doccano", tmp_path / "a.jsonl", store)
        result = take_in(store, tmp_path / "a.jsonl", accept=True)
        assert (result.matched, len(result.unmatched)) == (0, 2)
        export("all", "jsonl", tmp_path / "b.jsonl", store)
        found = rows(tmp_path / "b.jsonl")
        next(row for row in found if row["id"] == first.id)["state"] = "accepted"
        assert take_in(store, put(tmp_path / "b.jsonl", found)).changed == 1
        assert store.fact(first.id).state == State.ACCEPTED


def test_label_studio_takes_submitted_annotations_only(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    export("all", "labelstudio", path, store)
    tasks = json.loads(path.read_text(encoding="utf-8"))
    first, second = tasks
    # The first task was submitted with a change; the second was looked at and cancelled.
    first["annotations"] = [{"result": first["predictions"][0]["result"], "was_cancelled": False}]
    for result in first["annotations"][0]["result"]:
        if result.get("from_name") == "value" and result["value"]["number"] == 45.35:
            result["value"]["number"] = 46
    second["annotations"] = [{"result": second["predictions"][0]["result"], "was_cancelled": True}]
    path.write_text(json.dumps(tasks), encoding="utf-8")
    result = take_in(store, path)
    assert (result.matched, result.changed, result.unmatched) == (2, 2, ())
    assert states(store) == [State.ACCEPTED, State.CORRECTED, State.PROPOSED, State.PROPOSED]
    assert store.facts(1)[1].value == 46


def test_a_region_drawn_anew_in_label_studio_goes_to_the_list(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    export("all", "labelstudio", path, store)
    tasks = json.loads(path.read_text(encoding="utf-8"))
    value = {"start": 6, "end": 8, "text": "增长", "labels": ["level"]}
    region = {"id": "Xy1", "type": "labels", "from_name": "label", "to_name": "text", "value": value}
    tasks[0]["annotations"] = [{"result": [region], "was_cancelled": False}]
    path.write_text(json.dumps(tasks), encoding="utf-8")
    result = take_in(store, path)
    (left,) = result.unmatched
    assert (left.report, left.start, left.end, left.quote) == ("甲.txt", 6, 8, "增长")


def test_doccano_counts_utf16_and_does_not_accept_by_itself(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    export("all", "doccano", path, store)
    found = rows(path)
    wide = found[1]
    assert wide["text"] == ASTRAL
    for label in wide["label"]:
        if label[2] == "level":
            label[2] = "change"
    wide["id"] = 7  # as doccano's own export has it
    for name in ("sha256", "report"):
        del wide[name]  # known by its text
    result = take_in(store, put(path, found))
    assert (result.changed, result.unmatched) == (1, ())
    assert store.facts(2)[1].measure == Measure.CHANGE
    assert states(store) == [State.PROPOSED] * 3 + [State.CORRECTED]
    assert take_in(store, path, accept=True).changed == 3
    assert states(store) == [State.ACCEPTED] * 3 + [State.CORRECTED]
    found[0]["label"] = [[0, 6, "人名"]]
    (left,) = take_in(store, put(path, found)).unmatched
    assert left.quote == "地区生产总值"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty_file"),
        (b" \n\n", "empty_file"),
        (b"\xff\xfe\x00", "annotations_unreadable"),
        *((content, "annotations_unreadable")
          for content in (b"{}", b"text", b'{"a": 1}', b'[{"b": 2}]', b"[1]", b"[", b'{"text": 1, "label": 2}')),
        (None, "missing_file"),
    ],
)  # fmt: skip
def test_other_files_are_refused_and_nothing_changes(
    content: bytes | None, key: str, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "x.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReadingError) as told:
        take_in(store, path)
    assert told.value.key == key
    assert "x.json" in str(told.value)
    assert states(store) == [State.PROPOSED] * 4


def test_a_line_that_is_cut_off_is_named_and_nothing_changes(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    export("all", "jsonl", path, store)
    found = rows(path)
    for row in found:
        row["state"] = "accepted"
    path.write_text("\n".join(json.dumps(row) for row in found)[:-9], encoding="utf-8")
    with pytest.raises(ReadingError) as told:
        take_in(store, path)
    assert told.value.key == "annotations_line"
    assert str(len(found)) in str(told.value)
    assert states(store) == [State.PROPOSED] * 4


def test_what_was_decided_meanwhile_is_left_alone(store: Store, tmp_path: Path) -> None:
    export("all", "jsonl", tmp_path / "a.jsonl", store)
    found = rows(tmp_path / "a.jsonl")
    for row in found:
        row["state"] = "accepted"
    looked = plan(store, put(tmp_path / "a.jsonl", found))
    assert (looked.matched, len(looked.changes), looked.unmatched) == (4, 4, ())
    assert states(store) == [State.PROPOSED] * 4  # looking does nothing
    first = store.facts(1)[0]
    store.do(Reject((first.id,)))
    kept = current(looked, store)
    assert (kept.matched, len(kept.changes)) == (3, 3)
    assert [(left.line, left.quote, left.document) for left in kept.unmatched] == [(1, first.quantity, 1)]
    store.do(kept.act)
    assert sorted(states(store)) == sorted([State.REJECTED, *[State.ACCEPTED] * 3])


def test_a_file_of_annotations_is_known_by_its_beginning(store: Store, tmp_path: Path) -> None:
    for kind, name in (("jsonl", "a.jsonl"), ("labelstudio", "b.json"), ("doccano", "c.jsonl")):
        export("all", kind, tmp_path / name, store)
        assert likely(tmp_path / name)
    table = put(tmp_path / "reports.jsonl", [{"text": "地区生产总值增长7%。", "region": "锦州市"}])
    (tmp_path / "d.json").write_text("{", encoding="utf-8")
    (tmp_path / "e.jsonl").write_bytes(b"\xff\xfe")
    for path in (table, tmp_path / "d.json", tmp_path / "e.jsonl", tmp_path / "none.json", tmp_path):
        assert not likely(path)
