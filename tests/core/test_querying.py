from __future__ import annotations

from pathlib import Path

from core.edits import Accept, Annotate, MakeTag, Tag
from core.querying import Query
from tests.gui.projects import project


def test_a_fact_at_hand_meets_the_same_conditions_as_in_the_project_file(tmp_path: Path) -> None:
    store = project(tmp_path, reports=4)
    ids = store.find(Query())
    store.do(MakeTag("甲", "#c8403a"))
    tag = store.tags()[0].id
    store.do(Tag(tuple(ids[:5]), tag))
    store.do(Accept(tuple(ids[3:9])))
    store.do(Annotate((ids[2],), "GDP 与公报 100% 一致"))
    for query in (
        Query(states=("accepted", "rejected")),
        Query(text="收入"),
        Query(text="gdp 公报"),
        Query(text="100%"),
        Query(text="１０％"),
        Query(text="城鎮 收入"),
        Query(text="_"),
        Query(canonical="地区生产总值"),
        Query(tags=(tag,)),
        Query(measure="change", status="target"),
        Query(min_confidence=0.85),
        Query(documents=(store.documents()[1].id,), text="亿元"),
        Query(indicator="地区生产总值"),
        Query(unit="亿元"),
        Query(unit="元"),
        Query(low=6.16, high=900),
        Query(high=3),
        Query(year=2018),
        Query(analyst="李敏"),
        Query(noted=True),
    ):
        facts = store.many(ids)
        assert {i for i in ids if query.holds(facts[i])} == set(store.find(query)), query
    store.close()
