"""Merging copies of a project, by example and by its laws."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.adjudicating import conflicts, settle
from core.documents import Document
from core.edits import (
    Absent,
    Accept,
    Act,
    Add,
    Annotate,
    ChangeTag,
    Correct,
    Describe,
    Dismiss,
    MakeTag,
    Mark,
    Reject,
    Remove,
    Reopen,
    Switch,
    Tag,
    Unmark,
)
from core.errors import EditError, ProjectError
from core.facts import Fact, State
from core.merging import merge, merge_files
from core.resolving import Coding, resolve
from core.store import Store
from core.versions import renew

TEXT = "地区生产总值105亿元，增长10.8%，新增就业1200人，新建公路30公里。"
QUANTITIES = (("105亿元", "105"), ("10.8%", "10.8"), ("1200人", "1200"), ("30公里", "30"))


def fill(store: Store) -> None:
    for name in ("甲", "乙"):
        text = name + TEXT
        facts = [
            Fact(text.index(q), text.index(q) + len(q), q, Decimal(v), q[-1], Decimal(v), q[-1], indicator="某")
            for q, v in QUANTITIES
        ]
        store.add(Document.plain(text, name), facts)
    store.do(MakeTag("核心", "#aa0000"))
    store.do(Mark(1, 1, 3, store.tags()[0].id, note="早"))
    store.do(Mark(2, note="整篇"))


class Desks:
    """A project and copies of it, each with its own analyst."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stack = ExitStack()
        self.stores: dict[str, Store] = {}
        project = Store.create(folder / "base.duidu", title="项目")
        project.merge_seconds = 0
        fill(project)
        self.add("base", project)

    def add(self, name: str, store: Store) -> Store:
        store.merge_seconds = 0
        store.analyst = name
        self.stores[name] = self.stack.enter_context(store)
        return store

    def copy(self, name: str, of: str = "base") -> Store:
        path = self.folder / f"{name}.duidu"
        self.stores[of].snapshot(path)
        return self.add(name, Store.open(path))

    def close(self) -> None:
        self.stack.close()


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    made = Desks(tmp_path)
    yield made
    made.close()


def key(store: Store, quantity: str, document: int = 1) -> int:
    return next(f.id for f in store.facts(document) if f.quantity == quantity)


def shape(store: Store) -> dict[str, Any]:
    """Everything that a merge decides, without the ids of tags and without who was asked last."""
    names = {tag.id: tag.name for tag in store.tags()}
    facts = {
        f.id: (f.with_(tags=frozenset(), document=0), sorted(names[t] for t in f.tags))
        for listing in store.documents()
        for f in store.facts(listing.id)
    }
    about = {d.sha256: (d.title, d.region, d.year) for d in store.documents()}
    tags = sorted((t.name, t.colour, t.description, t.family) for t in store.tags())
    marked = sorted(
        (row[0], row[1] or 0, row[2] or 0, names.get(row[3], ""), *row[4:])
        for row in store.select('SELECT document, start, "end", tag, note, analyst, at FROM passage')
    )
    aside = sorted(store.select("SELECT rule, subject, note FROM dismissal"))
    rules = sorted(store.select("SELECT name, stance FROM rule"))
    absent = sorted(store.select("SELECT document, indicator, year, aspect, note FROM absence"))
    waiting = sorted(
        (c.table, c.key if c.table != "tag" else 0, sorted(c.resolution.conflicts)) for c in conflicts(store)
    )
    return {"facts": facts, "about": about, "tags": tags, "absent": absent, "waiting": waiting, "marked": marked,
            "aside": aside, "rules": rules}  # fmt: skip


def test_what_agrees_is_taken_field_by_field(desks: Desks) -> None:
    left, right = desks.copy("left"), desks.copy("right")
    gdp, rate, jobs = (key(left, q) for q in ("105亿元", "10.8%", "1200人"))
    left.do(Accept((gdp, rate)))
    left.do(Correct((jobs,), {"indicator": "新增就业"}))
    right.do(Accept((gdp,)))
    right.do(Correct((jobs,), {"period_start": 2020, "period_end": 2020}))
    right.do(Annotate((rate,), "看过"))
    base = desks.stores["base"]
    outcome = merge(base, [left, right])
    assert outcome.conflicts == ()
    facts = {f.quantity: f for f in base.facts(1)}
    assert facts["105亿元"].state is State.ACCEPTED
    assert (facts["10.8%"].state, facts["10.8%"].note, facts["10.8%"].analyst) == (State.ACCEPTED, "看过", "left")
    jobs_now = facts["1200人"]
    assert (jobs_now.indicator, jobs_now.period_end, jobs_now.state) == ("新增就业", 2020, State.CORRECTED)
    assert jobs_now.machine == {"indicator": "某", "period_start": None, "period_end": None}
    base.undo()
    assert base.counts() == {1: {"proposed": 4}, 2: {"proposed": 4}}


def test_a_conflict_waits_and_is_settled_as_one_act(desks: Desks) -> None:
    base, left, right = desks.stores["base"], desks.copy("left"), desks.copy("right")
    gdp, rate = key(left, "105亿元"), key(left, "10.8%")
    left.do(Correct((gdp,), {"value": "106"}))
    right.do(Correct((gdp,), {"value": "107", "period_end": 2020}))
    left.do(Accept((rate,)))
    right.do(Reject((rate,)))
    outcome = merge(base, [left, right])
    first, second = outcome.conflicts
    assert (first.key, sorted(first.resolution.conflicts)) == (gdp, ["amount"])
    assert (second.key, sorted(second.resolution.conflicts)) == (rate, ["decision"])
    assert base.fact(gdp).state is State.PROPOSED
    assert base.fact(gdp).value == Decimal(105)
    left_value = next(v for v, who in first.resolution.conflicts["amount"] if who[0].analyst == "left")
    settle(base, first, {"amount": left_value})
    fact = base.fact(gdp)
    assert (fact.value, fact.period_end, fact.state, fact.analyst) == (Decimal(106), 2020, State.CORRECTED, "base")
    assert [c.key for c in conflicts(base)] == [rate]
    base.undo()
    assert len(conflicts(base)) == 2
    base.redo()
    # To decide on the card is to settle, too.
    base.do(Accept((rate,)))
    assert conflicts(base) == []
    before = shape(base)
    assert merge(base, [right, left]).changed == 0
    assert shape(base) == before


def test_an_acceptance_and_a_correction_are_a_conflict(desks: Desks) -> None:
    base, left, right = desks.stores["base"], desks.copy("left"), desks.copy("right")
    gdp = key(left, "105亿元")
    left.do(Accept((gdp,)))
    right.do(Correct((gdp,), {"value": "106"}))
    (conflict,) = merge(base, [left, right]).conflicts
    assert list(conflict.resolution.conflicts) == ["amount"]


def test_work_that_goes_on_in_a_copy_is_no_conflict_with_itself(desks: Desks) -> None:
    base, left = desks.stores["base"], desks.copy("left")
    gdp = key(left, "105亿元")
    left.do(Correct((gdp,), {"value": "106"}))
    merge(base, [left])
    left.do(Correct((gdp,), {"value": "107"}))
    assert merge(base, [left]).conflicts == ()
    assert base.fact(gdp).value == Decimal(107)
    left.do(Reopen((gdp,)))
    merge(base, [left])
    assert base.fact(gdp).state is State.PROPOSED


def test_an_earlier_state_of_a_copy_changes_nothing(desks: Desks, tmp_path: Path) -> None:
    base, left = desks.stores["base"], desks.copy("left")
    gdp = key(left, "105亿元")
    left.do(Correct((gdp,), {"value": "106"}))
    old = desks.copy("old", of="left")
    left.do(Correct((gdp,), {"value": "107"}))
    merge(base, [left])
    assert merge(base, [old]).changed == 0


def test_reports_tags_and_additions_of_copies_come_together(desks: Desks) -> None:
    base, left, right = desks.stores["base"], desks.copy("left"), desks.copy("right")
    for store, colour in ((left, "#00aa00"), (right, "#0000aa")):
        text = "丙" + TEXT
        store.add(Document.plain(text, "丙"), [Fact(1, 3, "地区", None, "", None, "")])
        store.do(MakeTag("疑问", colour))
        at = store.document(2).text.index("新增")
        store.do(Add(Fact(at, at + 2, "", None, "", None, "", document=2, indicator="同")))
        fact = next(f for f in store.facts(2) if f.indicator == "同")
        store.do(Tag((fact.id, store.facts(3)[0].id), next(t.id for t in store.tags() if t.name == "疑问")))
    left.do(Describe(1, {"title": "左"}))
    right.do(Describe(1, {"year": 2020}))
    outcome = merge(base, [left, right])
    assert outcome.conflicts == ()
    assert [(d.name, d.title, d.year) for d in base.documents()] == [
        ("甲", "左", 2020),
        ("乙", "", None),
        ("丙", "", None),
    ]
    assert [t.name for t in base.tags()] == ["核心", "疑问"]
    added = [f for f in base.facts(2) if f.origin == "analyst"]
    assert len(added) == 1
    assert len(added[0].tags) == 1
    assert len(base.facts(3)) == 1
    before = shape(base)
    base.undo()
    assert len(base.documents()) == 2
    base.redo()
    assert shape(base) == before


def test_a_report_taken_out_in_one_copy(desks: Desks) -> None:
    base, left, right = desks.stores["base"], desks.copy("left"), desks.copy("right")
    left.do(Remove((2,)))
    right.do(Accept((key(right, "105亿元"),)))
    merge(base, [left, right])
    assert [d.name for d in base.documents()] == ["甲"]


def test_what_a_copy_takes_back_of_the_common_past(desks: Desks) -> None:
    base = desks.stores["base"]
    gdp = key(base, "105亿元")
    base.do(Accept((gdp,)))
    left, right = desks.copy("left"), desks.copy("right")
    left.undo()
    left.do(Annotate((gdp,), "再看看"))
    right.do(Accept((key(right, "10.8%"),)))
    for order in ([left, right], [right, left]):
        assert merge(base, order).conflicts == ()
        fact = base.fact(gdp)
        assert (fact.state, fact.note) == (State.PROPOSED, "再看看")
        assert base.fact(key(base, "10.8%")).state is State.ACCEPTED
        base.undo()
        assert base.fact(gdp).state is State.ACCEPTED


def test_a_new_version_in_one_copy_and_decisions_in_another(desks: Desks) -> None:
    base, left, right = desks.stores["base"], desks.copy("left"), desks.copy("right")
    gdp = key(base, "105亿元")
    for copy in (left, right):
        copy.do(Accept((gdp,)))
    new = Document.plain(f"前言。\n甲{TEXT}", "新")
    renew(left, 1, new, ())
    for order in ([left, right], [right, left]):
        assert merge(base, order).conflicts == ()
        assert [d.name for d in base.documents()] == ["新", "乙"]
        fact = base.fact(gdp)
        assert (fact.document, fact.state) == (base.documents()[0].id, State.ACCEPTED)
        assert base.text(fact.document)[fact.start : fact.end] == "105亿元"
        assert merge(base, order).changed == 0
        base.undo()


def test_merging_files_leaves_the_copies_alone(desks: Desks, tmp_path: Path) -> None:
    left, right = desks.copy("left"), desks.copy("right")
    left.do(Accept((key(left, "105亿元"),)))
    right.do(Absent(2, "某", 2020, "level"))
    desks.close()
    bytes_ = [(tmp_path / f"{n}.duidu").read_bytes() for n in ("base", "left", "right")]
    paths = [tmp_path / f"{n}.duidu" for n in ("base", "left", "right", "merged")]
    outcome = merge_files(paths[0], paths[1:3], paths[3])
    assert outcome.changed == 2
    assert [p.read_bytes() for p in paths[:3]] == bytes_
    with Store.open(paths[3]) as merged:
        assert merged.counts()[1] == {"accepted": 1, "proposed": 3}
        with pytest.raises(EditError):
            merge(merged, [merged])
    with pytest.raises(ProjectError):
        merge_files(paths[0], paths[1:3], paths[3])


def test_a_merge_that_fails_leaves_no_file(desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desks.copy("left")
    desks.close()
    base, left, merged = (tmp_path / f"{n}.duidu" for n in ("base", "left", "merged"))
    broken = tmp_path / "broken.duidu"
    broken.write_bytes(b"no project")
    with pytest.raises(ProjectError):
        merge_files(base, [left, broken], merged)
    assert not merged.exists()

    def full(*_: object) -> None:
        raise ProjectError("disk_full", name="merged", folder="")

    monkeypatch.setattr("core.merging.merge", full)
    with pytest.raises(ProjectError):
        merge_files(base, [left], merged)
    assert not list(tmp_path.glob("merged*"))


def test_projects_that_were_made_apart(desks: Desks, tmp_path: Path) -> None:
    with Store.create(tmp_path / "other.duidu") as other:
        fill(other)
        other.analyst = "other"
        other.do(Accept((key(other, "105亿元"),)))
        merge(desks.stores["base"], [other])
    assert desks.stores["base"].counts() == {1: {"accepted": 1, "proposed": 3}, 2: {"proposed": 4}}
    assert len(desks.stores["base"].tags()) == 1


def test_tagged_stretches_notes_and_groups_come_along(desks: Desks) -> None:
    base, left, right = desks.stores["base"], desks.copy("left"), desks.copy("right")
    for store, family in ((left, "甲组"), (right, "甲组")):
        store.do(MakeTag("判断", "#00aa00", "对形势的判断", family))
    tag = next(t.id for t in left.tags() if t.name == "判断")
    left.do(Mark(1, 4, 8, tag, note="左"))
    left.do(Mark(1, note="左边的话"))
    left.do(Unmark((next(p.id for p in left.passages(1) if p.note == "早"),)))
    right.do(Mark(1, 4, 8, next(t.id for t in right.tags() if t.name == "判断"), note="右"))
    right.do(Mark(2, 5, 7, right.tags()[0].id))
    for order in ([left, right], [right, left]):
        assert merge(base, order).conflicts == ()
        assert [(t.name, t.family) for t in base.tags()] == [("核心", ""), ("判断", "甲组")]
        found = {(p.document, p.start, p.note) for p in base.passages()}
        assert found == {(1, 4, "右"), (1, None, "左边的话"), (2, 5, ""), (2, None, "整篇")}
        assert merge(base, order).changed == 0
        # What is taken away here afterwards stays away.
        base.do(Unmark(tuple(p.id for p in base.passages(2) if p.start == 5)))
        assert merge(base, order).changed == 0
        base.undo()
        base.undo()
        assert [p.note for p in base.passages()] == ["早", "整篇"]


def test_who_changed_a_stretch_keeps_it_though_another_took_it_away(desks: Desks) -> None:
    base, left, right = desks.stores["base"], desks.copy("left"), desks.copy("right")
    mark = next(p for p in base.passages(1) if p.note == "早")
    left.do(Unmark((mark.id,)))
    right.do(Mark(1, 1, 3, mark.tag, note="改"))
    for order in ([left, right], [right, left]):
        merge(base, order)
        assert [p.note for p in base.passages(1)] == ["改"]
        base.undo()


# Laws

KINDS = ("accept", "reject", "correct", "period", "annotate", "tag", "untag", "add", "describe", "reopen", "absent",
         "make_tag", "colour", "remove", "undo", "redo", "mark", "mark", "note", "unmark", "present", "family",
         "dismiss", "switch", "pieces")  # fmt: skip
acts = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 7), st.integers(0, 2)), max_size=7)


def play(store: Store, moves: list[tuple[str, int, int]]) -> None:
    for kind, which, value in moves:
        if kind in ("undo", "redo"):
            # Not below the common past: that a copy takes back what both had done is tried on its own.
            if kind == "redo" or len(store.select("SELECT 1 FROM batch WHERE state = 'done'")) > 5:
                getattr(store, kind)()
        elif store.documents():
            with suppress(EditError):
                store.do(_act(store, kind, which, value))


def _act(store: Store, kind: str, which: int, value: int) -> Act:
    documents = [d.id for d in store.documents()]
    document = documents[which % len(documents)]
    machine = [f.id for f in store.facts(document) if f.origin == "machine"]
    fact = machine[which % len(machine)]
    tags = [t.id for t in store.tags()]
    made: dict[str, Act] = {
        "accept": Accept((fact,)),
        "reject": Reject((fact,)),
        "reopen": Reopen((fact,)),
        "correct": Correct((fact,), {"value": str(value)}),
        "period": Correct((fact,), {"period_start": 2020 + value, "period_end": 2020 + value}),
        "annotate": Annotate((fact,), "注" * value),
        "tag": Tag((fact,), tags[value % len(tags)]),
        "untag": Tag((fact,), tags[value % len(tags)], on=False),
        "add": Add(Fact(value, value + 2, "", None, "", None, "", document=document, indicator="增")),
        "describe": Describe(document, {"year": 2019 + value}),
        "absent": Absent(document, "某", 2020, "level", note="无" * value),
        "make_tag": MakeTag(f"新{value}", f"#00000{which}"),
        "colour": ChangeTag(tags[0], {"colour": f"#11111{value}"}),
        "remove": Remove((document,)),
        "mark": Mark(document, value, value + 2, tags[which % len(tags)], note="记" * (which % 3)),
        "note": Mark(document, *((None, None) if value else (1, 3)), note="话" * (which % 2 + 1)),
        "present": Absent(document, "某", 2020, "level", on=False),
        "family": ChangeTag(tags[0], {"family": f"组{value}"}),
        "dismiss": Dismiss("r", str(which), fact, note="知" * value, on=value < 2),
        "switch": Switch(((f"rule{which % 2}", value < 2),)),
        "pieces": Correct((fact,), {"pieces": ((0, 1), (value + 22, value + 24))}),
    }
    if kind == "unmark":
        there = [passage.id for passage in store.passages(document)]
        return Unmark((there[which % len(there)],)) if there else made["note"]
    return made[kind]


class Law:
    """A base, three copies with random work in them, and fresh copies of the base to merge into."""

    def __init__(self, *work: list[tuple[str, int, int]]) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.desks = Desks(self.folder)
        self.copies = []
        for number, moves in enumerate(work):
            copy = self.desks.copy("abc"[number])
            play(copy, moves)
            self.copies.append(copy)
        self.count = 0

    def fresh(self, own: list[tuple[str, int, int]] = ()) -> Store:
        self.count += 1
        store = self.desks.copy(f"m{self.count}")
        store.analyst = "m"
        play(store, list(own))
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.desks.close()
        shutil.rmtree(self.folder)


EXAMPLES = int(os.environ.get("DUIDU_EXAMPLES", "25"))
relaxed = settings(
    deadline=None, max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@relaxed
@given(acts, acts, acts)
@example([("accept", 0, 0)], [("correct", 0, 1)], [("correct", 0, 2)])
@example([("add", 0, 0)], [("add", 0, 0), ("tag", 0, 0)], [("make_tag", 1, 1)])
@example([("make_tag", 1, 1)], [("make_tag", 2, 1)], [("colour", 0, 1)])
def test_the_order_of_merging_is_of_no_account(first: list, second: list, third: list) -> None:
    with Law(first, second, third) as law:
        a, b, c = law.copies
        one, other, at_once = law.fresh(), law.fresh(), law.fresh()
        for copy in (a, b, c):
            merge(one, [copy])
        for copy in (c, b, a):
            merge(other, [copy])
        merge(at_once, [b, a, c])
        assert shape(one) == shape(other)
        assert shape(one) == shape(at_once)


@relaxed
@given(acts, acts, acts)
@example([], [], [("accept", 0, 0), ("undo", 0, 0)])
@example([], [("add", 0, 0), ("add", 0, 0)], [("accept", 0, 0), ("add", 0, 0)])
@example([("add", 0, 0), ("add", 0, 0)], [], [("add", 0, 0)])
@example([("add", 0, 0), ("add", 0, 0)], [("add", 0, 0), ("add", 0, 0)], [("add", 0, 0)])
@example([], [], [("accept", 0, 0), ("undo", 0, 0)])
def test_merging_again_changes_nothing_and_undo_takes_it_all_back(first: list, second: list, own: list) -> None:
    with Law(first, second) as law:
        a, b = law.copies
        store = law.fresh(own)
        before = shape(store)
        label = store.undo_label()
        merge(store, [a, b])
        after = shape(store)
        acts_then = store.select("SELECT count(*) FROM batch")
        assert merge(store, [b]).changed == 0
        assert merge(store, [a, b]).changed == 0
        assert shape(store) == after
        assert store.select("SELECT count(*) FROM batch") == acts_then
        if after == before:
            return  # nothing was merged: undo and redo are still about the analyst's own acts
        store.undo()
        assert shape(store) == before
        assert store.undo_label() == label
        store.redo()
        assert shape(store) == after


@relaxed
@given(acts)
@example([("note", 0, 0), ("note", 0, 0)])
def test_the_work_of_one_copy_alone_is_taken_whole(moves: list) -> None:
    with Law(moves) as law:
        store = law.fresh()
        merge(store, law.copies)
        expected = shape(law.copies[0])
        found = shape(store)
        for side in (expected, found):
            side["facts"] = {k: (f.with_(analyst="", decided=""), t) for k, (f, t) in side["facts"].items()}
        assert found == expected


views = st.dictionaries(st.sampled_from(["amount", "decision", "note", "tag:1"]), st.integers(0, 3), max_size=4)
codings = st.lists(
    st.builds(
        Coding, st.sampled_from("abcd"), st.just("某"), st.sampled_from(["1", "2"]),
        st.just({"amount": 0, "who": ["", ""]}), views,
    ),
    max_size=4, unique_by=lambda c: c.copy,
)  # fmt: skip


@given(codings, st.randoms())
def test_what_comes_of_codings_hangs_on_the_set_alone(found: list[Coding], random: Any) -> None:
    mixed = list(found)
    random.shuffle(mixed)
    assert resolve(mixed) == resolve(found)
    assert all(Coding.of(c.row()) == c for c in found)
