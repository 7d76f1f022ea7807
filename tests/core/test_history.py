from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from core.edits import Accept, Add, Annotate, Correct, Describe, MakeTag, Reject, Revert, Tag
from core.facts import State
from core.history import Wanted, analysts, details, lines, origin, steps, stretch
from core.store import Store
from tests.core.test_store import fact, proposals, report


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "p.duidu") as made:
        made.merge_seconds = 0
        made.analyst = "甲"
        for name in ("甲.txt", "乙.txt"):
            document = report(name)
            made.add(document, proposals(document))
        yield made


def ids(store: Store, document: int = 1) -> list[int]:
    return [f.id for f in store.facts(document)]


def test_acts_are_listed_by_fact_report_person_and_day(store: Store) -> None:
    first, other = ids(store)[0], ids(store, 2)[0]
    store.do(Accept((first, other)))
    store.analyst = "乙"
    store.do(Annotate((other,), "x"))
    store.do(Describe(2, {"year": 2020}))
    labels = [step.label for step in steps(store)]
    assert labels[-2:] == ["导入“乙.txt”", "导入“甲.txt”"]
    assert [s.act for s in steps(store, Wanted(fact=first))] == [3]
    assert [s.act for s in steps(store, Wanted(document=2))] == [5, 4, 3, 2]
    assert [s.act for s in steps(store, Wanted(document=1))] == [3, 1]
    assert [s.act for s in steps(store, Wanted(analyst="乙"))] == [5, 4]
    assert analysts(store) == ["乙", "甲"]
    at = steps(store)[2].at
    assert [s.act for s in steps(store, Wanted(since=at))] == [5, 4, 3]
    assert [s.act for s in steps(store, Wanted(until=at))] == [2, 1]
    assert [s.act for s in steps(store, before=4, limit=2)] == [3, 2]
    assert steps(store)[2].changes == 2


def test_old_and_new_values_are_told(store: Store) -> None:
    first = ids(store)[0]
    store.do(Correct((first,), {"value": Decimal("106.5"), "period_start": 2020}))
    found = {d.column: (d.before, d.after) for d in details(store, 3)}
    assert found["value"] == (Decimal(105), Decimal("106.5"))
    assert found["period_start"] == (None, 2020)
    assert found["state"] == (State.PROPOSED, State.CORRECTED)
    assert set(found) == {"value", "period_start", "state"}
    assert details(store, 3)[0].name == "105亿元 地区生产总值"
    store.do(MakeTag("存疑", "#aa0000"))
    store.do(Tag((first,), store.tags()[0].id))
    assert [(d.name, d.column) for d in details(store, 4)] == [("存疑", "")]
    assert [(d.column, d.before, d.after) for d in details(store, 5)] == [("tags", None, "存疑")]
    store.do(Describe(1, {"region": "辽宁省"}))
    assert [(d.column, d.before, d.after) for d in details(store, 6)] == [("region", "", "辽宁省")]
    assert [d.column for d in details(store, 1)] == ["removed"]


def test_the_life_of_a_fact_begins_with_the_proposal(store: Store) -> None:
    first = ids(store)[0]
    store.do(Correct((first,), {"indicator": "GDP"}))
    began = origin(store, first)
    assert (began.act, began.machine, began.analyst) == (1, True, "甲")
    assert began.values["indicator"] == "地区生产总值"
    store.do(Add(fact(6, "105亿", document=1)))
    (new,) = [f.id for f in store.facts(1) if f.origin == "analyst"]
    assert (origin(store, new).act, origin(store, new).machine) == (4, False)


def test_a_stretch_of_work_ends_with_a_pause(store: Store) -> None:
    for n in range(4):
        store.do(Annotate((ids(store)[n],), "x"))
    store.analyst = "乙"
    store.do(Reject((ids(store)[0],)))
    for act, at in ((3, "2026-03-01T08:00"), (4, "2026-03-01T08:20"), (5, "2026-03-01T09:00"), (6, "2026-03-01T09:29")):
        store._connection.execute("UPDATE batch SET at = ? WHERE id = ?", (f"{at}:00.000Z", act))
    assert stretch(store, 3) == [3, 4]
    assert stretch(store, 6) == [5, 6]
    assert stretch(store, 7) == [7]
    store.do(Revert((5, 6)))
    assert store.fact(ids(store)[2]).note == ""
    assert steps(store)[0].label == "退回 2 步"
    assert any(row["label"] == "退回 2 步" for row in lines(store))
