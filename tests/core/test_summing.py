"""A project in brief."""

from __future__ import annotations

import json
from pathlib import Path

from core.edits import Accept, MakeTag, Reject, Remove
from core.store import Store
from core.summing import info
from tests.core.exports import golden


def test_a_project_tells_its_reports_facts_people_and_last_act(tmp_path: Path) -> None:
    with Store.create(tmp_path / "p.duidu", title="两地") as store:
        empty = info(store)
        assert (empty["project"], empty["reports"], empty["years"], empty["last"]) == ("两地", 0, "", {})
        golden(store)
        store.merge_seconds = 0
        store.analyst = "张三"
        first, second = store.facts(1)[:2]
        store.do(Accept((first.id,)))
        store.do(Reject((second.id,)))
        store.do(MakeTag("存疑", "#aa0000"))
        store.undo()
        found = json.loads(json.dumps(info(store), ensure_ascii=False))
        every = [fact for row in store.documents() for fact in store.facts(row.id)]
        assert found["facts"]["all"] == len(every)
        assert (found["facts"]["accepted"], found["facts"]["rejected"]) == (1, 1)
        assert found["analysts"] == [{"analyst": "张三", "decisions": 2}]
        assert found["last"]["analyst"] == "张三"
        assert found["last"]["act"] == store.undo_label()
        assert next((row["name"], row["reviewed"]) for row in found["documents"]) == (store.documents()[0].name, 2)
        store.do(Remove((1,)))
        assert info(store)["reports"] == found["reports"] - 1
        assert info(store)["analysts"] == []
