from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from core import migrations
from core.documents import Document, Finding, Metadata, Part, Repair, Section, Structure
from core.edits import Accept, Add, Annotate, Correct, Describe, MakeTag, Reject, Remove, Tag
from core.errors import EditError, ProjectError
from core.facts import Bound, Direction, Fact, Measure, State
from core.messages import set_language
from core.offsets import OffsetMap
from core.spans import Span
from core.store import Query, Store

LINE = "地区生产总值105亿元，增长10.8%。\n"


def fact(start: int, quantity: str, **more: object) -> Fact:
    values: dict[str, object] = {
        "value": Decimal(105),
        "unit": "亿元",
        "base_value": Decimal(10500000000),
        "base_unit": "元",
    }
    return Fact(start=start, end=start + len(quantity), quantity=quantity, **{**values, "confidence": 0.9, **more})


def report(name: str = "甲.txt", lines: int = 3) -> Document:
    return Document.plain(f"{name}\n" + LINE * lines, name)


def proposals(document: Document) -> tuple[Fact, ...]:
    found = []
    at = document.text.index(LINE)
    while at >= 0:
        found.append(
            fact(
                at + 6, "105亿元", indicator="地区生产总值", canonical="地区生产总值", why=(("unit", "table", "亿元"),)
            )
        )
        found.append(
            fact(
                at + 14, "10.8%", value=Decimal("10.8"), unit="%", base_value=Decimal("10.8"), base_unit="%",
                measure=Measure.CHANGE, direction=Direction.UP, confidence=0.6, doubts=(("period", 0.5),),
                indicator="地区生产总值", canonical="地区生产总值", period_start=2020, period_end=2020,
            )
        )  # fmt: skip
        at = document.text.find(LINE, at + 1)
    return tuple(found)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "项目.duidu") as made:
        document = report()
        made.add(document, proposals(document), "/reports/甲.txt")
        made.merge_seconds = 0
        yield made


def test_a_report_comes_back_as_it_was(tmp_path: Path) -> None:
    document = Document(
        name="乙.txt",
        sha256="ab" * 32,
        encoding="gb18030",
        original="國𠮷\n增長5%",
        text="国𠮷\n增长 5%",
        offsets=OffsetMap.from_edits(7, [(5, 5, 1)]),
        structure=Structure(
            (Span(0, 2), Span(3, 8)), (Span(0, 2), Span(3, 8)), (Section(0, 8, 1, Span(0, 2), Part.PLAN, 2021, None),)
        ),
        metadata=Metadata("报告", "辽宁省/锦州市", "210700", "prefecture", 2021, "2021-01-05", "第一次会议", "张三",
                          {"year": Finding("title", 0.9, ("2020", "2021"))}),
        repairs=(Repair("traditional", Span(0, 1), Span(0, 1), "國", "国", 0.99),),
    )  # fmt: skip
    with Store.create(tmp_path / "a.duidu") as store:
        touched = store.add(document, (), "x/乙.txt")
        (key,) = touched.documents
        assert store.document(key) == document
        (listing,) = store.documents()
        assert (listing.name, listing.year, listing.repairs, listing.characters) == ("乙.txt", 2021, 1, 8)


def test_facts_come_back_as_they_were(store: Store) -> None:
    found = store.facts(1)
    given = proposals(store.document(1))
    assert [f.with_(id=0, document=0) for f in found] == [*given]
    assert all(0 < f.id < 2**49 for f in found)


def test_ids_are_the_same_in_every_copy(store: Store, tmp_path: Path) -> None:
    document = report()
    with Store.create(tmp_path / "b.duidu") as other:
        other.add(report("丙.txt"), proposals(report("丙.txt")))
        other.add(document, proposals(document))
        assert [f.id for f in other.facts(2)] == [f.id for f in store.facts(1)]


def test_facts_that_share_a_quantity_have_ids_of_their_own(tmp_path: Path) -> None:
    document = report()
    first = proposals(document)[0]
    with Store.create(tmp_path / "b.duidu") as store:
        store.add(document, (first, first.with_(indicator="税收收入"), first.with_(indicator="其他")))
        assert len({f.id for f in store.facts(1)}) == 3


def test_acts_survive_reopening_and_so_does_undo(store: Store) -> None:
    ids = [f.id for f in store.facts(1)]
    store.analyst = "张三"
    store.do(Accept((ids[0],)))
    store.do(Correct((ids[1],), {"value": "11", "bound": "ge"}))
    store.do(Annotate((ids[1],), "核对过"))
    store.close()
    with Store.open(store.path) as again:
        assert again.fact(ids[0]).state == State.ACCEPTED
        changed = again.fact(ids[1])
        assert (changed.value, changed.bound, changed.state, changed.note) == (
            Decimal(11),
            Bound.GE,
            State.CORRECTED,
            "核对过",
        )
        assert changed.machine == {"value": Decimal("10.8"), "bound": Bound.EQ}
        assert changed.analyst == "张三"
        assert again.counts() == {1: {"accepted": 1, "corrected": 1, "proposed": 4}}
        for _ in range(4):
            again.undo()
        assert again.documents() == []
        assert again.undo() is None
        for _ in range(4):
            again.redo()
        assert again.redo() is None
        assert again.fact(ids[1]) == changed


def test_undo_tells_where_to_look(store: Store) -> None:
    key = store.facts(1)[2].id
    done = store.do(Reject((key,)))
    undone = store.undo()
    assert undone is not None
    assert (done.focus, undone.focus, undone.kind) == ((1, key), (1, key), "undo")
    assert undone.facts == frozenset({key})
    added = store.do(Add(fact(7, "甲", document=1)))
    assert added.focus is not None
    undone = store.undo()
    assert undone is not None
    assert undone.focus == (1, None)


def test_labels_are_words_in_either_language(store: Store) -> None:
    keys = tuple(f.id for f in store.facts(1))
    store.do(Accept(keys))
    assert store.undo_label() == "采纳 6 条"
    set_language("en")
    try:
        assert store.undo_label() == "Accept 6 facts"
    finally:
        set_language("zh")


def test_edits_of_one_field_in_quick_succession_are_one_step(store: Store) -> None:
    key = store.facts(1)[0].id
    store.merge_seconds = 60
    before = store.fact(key)
    for note in ("核", "核对", "核对过"):
        store.do(Annotate((key,), note))
    store.undo()
    assert store.fact(key) == before
    store.redo()
    assert store.fact(key).note == "核对过"
    store.do(Annotate((key,), "后来"))  # after a redo a new step begins
    store.undo()
    assert store.fact(key).note == "核对过"


def test_a_new_act_drops_what_was_undone_but_history_keeps_it(store: Store) -> None:
    first, second = (f.id for f in store.facts(1)[:2])
    store.do(Accept((first,)))
    store.undo()
    store.do(Reject((second,)))
    assert store.redo() is None
    assert [e.state for e in store.history()] == ["done", "dropped", "done"]
    assert next(e.after for e in store.history(first))["state"] == "accepted"


def test_an_act_that_changes_nothing_leaves_no_trace(store: Store) -> None:
    key = store.facts(1)[0].id
    store.do(Accept((key,)))
    label = store.undo_label()
    store.do(Accept((key,)))
    store.do(Correct((key,), {"unit": "亿元"}))
    assert store.undo_label() == label
    assert len(list(store.history())) == 2


def test_the_same_report_is_taken_in_once(store: Store) -> None:
    document = report()
    with pytest.raises(EditError) as told:
        store.add(document, proposals(document))
    assert told.value.key == "already_there"
    key = store.facts(1)[0].id
    store.do(Accept((key,)))
    store.do(Remove((1,)))
    assert store.documents() == []
    assert store.find(Query()) == []
    store.add(document, proposals(document))
    assert store.fact(key).state == State.ACCEPTED  # it comes back with every decision


def test_describing_a_report_keeps_what_the_machine_found(store: Store) -> None:
    store.do(Describe(1, {"year": 2021, "region": "辽宁省/锦州市"}))
    found = store.document(1).metadata
    assert (found.year, found.region, found.findings["year"].source) == (2021, "辽宁省/锦州市", "analyst")
    assert store.documents()[0].year == 2021
    store.undo()
    assert store.document(1) == report()
    with pytest.raises(EditError):
        store.do(Describe(1, {"year": "2021"}))


def test_queries(store: Store) -> None:
    other = report("丁.txt", 1)
    store.add(other, proposals(other))
    facts = store.facts(1) + store.facts(2)
    assert store.find(Query()) == [f.id for f in facts]
    assert store.find(Query(documents=(2,))) == [f.id for f in store.facts(2)]
    assert len(store.find(Query(text="10.8%"))) == 4  # not a pattern
    assert store.find(Query(text="１０．８％")) == store.find(Query(text="10.8%"))
    assert store.find(Query(text="地區生產總值")) == store.find(Query(text="地区生产总值")) != []
    assert store.find(Query(text="_")) == []
    assert len(store.find(Query(measure="change", canonical=("地区生产总值",)))) == 4
    assert len(store.find(Query(min_confidence=0.8))) == 4
    assert store.fact(store.find(Query(sort="doubt"))[0]).confidence == 0.6
    assert store.fact(store.find(Query(sort="base_value", descending=True))[0]).unit == "亿元"
    store.do(MakeTag("疑", "#aa0000"))
    (tag,) = store.tags()
    store.do(Tag((facts[3].id, facts[1].id), tag.id))
    assert store.find(Query(tags=(tag.id,))) == [facts[1].id, facts[3].id]
    assert store.tags()[0].uses == 2
    store.do(Reject((facts[0].id,)))
    assert store.find(Query(states=(State.REJECTED,))) == [facts[0].id]
    from core.querying import SORTS

    for sort in SORTS:
        assert sorted(store.find(Query(sort=sort, descending=True))) == sorted(f.id for f in facts)


def test_facts_without_what_is_sorted_by_stand_last_either_way(store: Store) -> None:
    from core.answering import Library

    first, *_, last = store.facts(1)
    store.do(Correct((first.id,), {"value": None, "base_value": None, "unit": "", "base_unit": ""}))
    store.do(Annotate((last.id,), "核对"))
    library = Library(store.path)
    for down in (False, True):
        assert store.find(Query(sort="base_value", descending=down))[-1] == first.id
        assert store.find(Query(sort="note", descending=down))[0] == last.id
        for sort in ("base_value", "note", "tags", "indicator", "reading"):
            asked = [fact for piece in library.facts(Query(sort=sort, descending=down)) for fact in piece]
            assert asked == store.find(Query(sort=sort, descending=down)), sort
    library.close()


def test_the_views_open_to_other_programs(store: Store) -> None:
    key = store.facts(1)[1].id
    store.do(Correct((key,), {"direction": "down", "base_value": Decimal("1.5")}))
    store.close()
    with sqlite3.connect(store.path) as plain:
        assert plain.execute("SELECT region, value, unit FROM panel").fetchall() == [("", -1.5, "%")]
        assert plain.execute("SELECT report, quantity, number, state FROM facts WHERE id = ?", (key,)).fetchone() == (
            "甲.txt", "10.8%", 1.5, "corrected",
        )  # fmt: skip
        assert plain.execute("SELECT count(*) FROM history WHERE what = 'fact'").fetchone() == (1,)
        assert plain.execute("PRAGMA application_id").fetchone() == (migrations.APPLICATION,)
    plain.close()


def test_a_copy_made_between_two_acts_is_complete(store: Store, tmp_path: Path) -> None:
    key = store.facts(1)[0].id
    store.do(Accept((key,)))
    shutil.copy(store.path, tmp_path / "copy.duidu")
    with Store.open(tmp_path / "copy.duidu") as copy:
        assert copy.fact(key).state == State.ACCEPTED
    store.snapshot(tmp_path / "snapshot.duidu")
    with Store.open(tmp_path / "snapshot.duidu") as copy:
        assert copy.facts(1) == store.facts(1)


# What can go wrong with the file


def refused(path: Path, *, readonly: bool = False) -> str:
    with pytest.raises(ProjectError) as told:
        Store.open(path, readonly=readonly)
    assert path.name in str(told.value)
    return told.value.key


def test_one_writer_at_a_time(store: Store) -> None:
    assert refused(store.path) == "locked"
    with Store.open(store.path, readonly=True) as reader:
        assert len(reader.facts(1)) == 6
        with pytest.raises(ProjectError) as told:
            reader.do(Accept((reader.facts(1)[0].id,)))
        assert told.value.key == "readonly"
        store.do(Accept((store.facts(1)[0].id,)))  # a reader does not hinder the writer
        assert reader.facts(1)[0].state == State.ACCEPTED
        assert reader.counts() == store.counts() == {1: {"accepted": 1, "proposed": 5}}
        other = report("丁.txt", 1)
        store.add(other, proposals(other))
        assert [listing.name for listing in reader.documents()] == ["甲.txt", "丁.txt"]
    (link := store.path.with_name("link.duidu")).symlink_to(store.path)
    with pytest.raises(ProjectError) as told:
        Store.open(link)
    assert told.value.key == "locked"
    store.close()
    assert not store.path.with_name(store.path.name + ".lock").exists()
    Store.open(store.path).close()


def test_a_crashed_holder_leaves_no_lock(store: Store) -> None:
    store.close()
    code = f"import os; from core.store import Store; s = Store.open({str(store.path)!r}); os._exit(9)"
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False)
    assert store.path.with_name(store.path.name + ".lock").exists()
    Store.open(store.path).close()


def test_what_is_not_a_project_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.duidu") == "project_missing"
    (tmp_path / "text.duidu").write_text("政府工作报告" * 100, encoding="utf-8")
    (tmp_path / "folder.duidu").mkdir()
    with sqlite3.connect(tmp_path / "other.duidu") as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    before = (tmp_path / "other.duidu").read_bytes()
    for name in ("text", "folder", "other"):
        assert refused(tmp_path / f"{name}.duidu") == "not_a_project"
    assert (tmp_path / "other.duidu").read_bytes() == before


@pytest.mark.parametrize("size", [0, 50, 8192])
def test_a_project_that_was_emptied_leads_to_its_backups(tmp_path: Path, size: int) -> None:
    (tmp_path / "p.duidu").write_bytes(bytes(size))  # what a power cut or a full disk leaves of a copy
    assert refused(tmp_path / "p.duidu") == "damaged"
    assert (tmp_path / "p.duidu").read_bytes() == bytes(size)


def test_creating_never_overwrites_and_wants_a_folder(store: Store, tmp_path: Path) -> None:
    before = store.path.read_bytes()
    with pytest.raises(ProjectError) as told:
        Store.create(store.path)
    assert told.value.key == "project_exists"
    assert store.path.read_bytes() == before
    with pytest.raises(ProjectError) as told:
        Store.create(tmp_path / "no" / "a.duidu")
    assert told.value.key == "project_folder"
    assert {p.name for p in tmp_path.iterdir()} <= {"项目.duidu", "项目.duidu.lock", "项目.duidu-journal"}
    store.close()
    assert {p.name for p in tmp_path.iterdir()} == {"项目.duidu"}


def test_a_newer_project_is_refused(store: Store) -> None:
    store.close()
    with sqlite3.connect(store.path) as plain:
        plain.execute("PRAGMA user_version = 999")
    plain.close()
    before = store.path.read_bytes()
    assert refused(store.path) == "newer"
    assert store.path.read_bytes() == before


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_cut_off_file_is_damaged(store: Store, keep: float) -> None:
    store.close()
    data = store.path.read_bytes()
    store.path.write_bytes(data[: int(len(data) * keep) // 4096 * 4096])
    assert refused(store.path) == "damaged"


def test_overwritten_pages_are_damaged(store: Store) -> None:
    store.close()
    data = bytearray(store.path.read_bytes())
    data[4096 : 4096 * 20] = os.urandom(4096 * 19)
    store.path.write_bytes(data)
    assert refused(store.path) == "damaged"
    assert refused(store.path, readonly=True) == "damaged"
    assert store.path.read_bytes() == data


@pytest.mark.parametrize(
    "change",
    [
        "content SET structure = '{'", "content SET offsets = x'00'", "content SET reasons = x'00'",
        "content SET repairs = x'00'", "fact SET state = 'seen'", "fact SET value = 'much'", "fact SET machine = '{'",
    ],
)  # fmt: skip
def test_columns_that_make_no_sense_are_damage(store: Store, change: str) -> None:
    store.close()
    with sqlite3.connect(store.path) as plain:
        plain.execute("UPDATE " + change)
    plain.close()
    with Store.open(store.path) as again, pytest.raises(ProjectError) as told:
        _ = again.document(1), again.facts(1)
    assert told.value.key == "damaged"


def test_a_deleted_or_moved_file_is_told_before_an_edit_is_lost(store: Store, tmp_path: Path) -> None:
    key = store.facts(1)[0].id
    moved = store.path.rename(tmp_path / "moved.duidu")
    with pytest.raises(ProjectError) as told:
        store.do(Accept((key,)))
    assert told.value.key == "project_gone"
    assert store.fact(key).state == State.PROPOSED  # the desk goes on reading
    moved.rename(store.path)
    store.do(Accept((key,)))
    assert store.fact(key).state == State.ACCEPTED


def test_a_full_disk_is_told_and_nothing_is_half_done(store: Store) -> None:
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    before, history = store.facts(1), list(store.history())
    big = report("大.txt", 3000)
    with pytest.raises(ProjectError) as told:
        store.add(big, proposals(big))
    assert told.value.key == "disk_full"
    assert (store.facts(1), list(store.history()), len(store.documents())) == (before, history, 1)
    store._connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    store.do(Accept((before[0].id,)))
    assert store.counts()[1]["accepted"] == 1


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="everything is allowed to root")
def test_a_readonly_folder(store: Store, tmp_path: Path) -> None:
    store.close()
    tmp_path.chmod(0o500)
    try:
        assert refused(store.path) == "project_readonly"
        with Store.open(store.path, readonly=True) as reader:
            assert len(reader.documents()) == 1
    finally:
        tmp_path.chmod(0o700)


def test_another_program_that_holds_the_file_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store._connection.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(store.path)
    other.execute("BEGIN EXCLUSIVE")
    key = 1
    with pytest.raises(ProjectError) as told:
        store.do(Accept((key,)))
    assert told.value.key == "project_busy"
    other.rollback()
    other.close()
    assert len(store.facts(1)) == 6


def test_a_file_put_in_its_place_is_told(store: Store) -> None:
    key = store.facts(1)[0].id
    whole = store.path.read_bytes()
    store.path.unlink()
    store.path.write_bytes(whole)
    with pytest.raises(ProjectError) as told:
        store.do(Accept((key,)))
    assert told.value.key == "project_replaced"
    assert "另存" in str(told.value)


def test_a_folder_that_vanishes_is_told(store: Store, tmp_path: Path) -> None:
    key = store.facts(1)[0].id
    shutil.rmtree(tmp_path, ignore_errors=True)
    with pytest.raises(ProjectError) as told:
        store.do(Accept((key,)))
    assert told.value.key == "project_gone"
    tmp_path.mkdir(exist_ok=True)
    store.snapshot(tmp_path / "saved.duidu")  # what was done is not lost as long as the program runs
    with Store.open(tmp_path / "saved.duidu") as saved:
        assert saved.facts(1) == store.facts(1)


LIMITED = """
import resource, sys
from core.documents import Document
from core.edits import Annotate
from core.errors import ProjectError
from core.store import Store

store = Store.open(sys.argv[1])
before = store.facts(1)
size = store.path.stat().st_size
# Writing beyond this size fails in the middle of an act: the kernel's own error, as on a failing medium.
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20_000, resource.RLIM_INFINITY))
try:
    store.do(Annotate(tuple(f.id for f in before), "x" * 100_000))
except ProjectError as error:
    print(error.key, bool(str(error)))
assert store.facts(1) == before
assert len(list(store.history())) == 1
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.do(Annotate((before[0].id,), "afterwards"))
assert store._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
store.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
def test_a_medium_that_fails_is_told_and_nothing_is_half_done(store: Store) -> None:
    store.close()
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(store.path)],
        cwd=Path(__file__).parents[2], capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.stdout in ("project_io True\n", "disk_full True\n"), done.stderr
    assert done.returncode == 0, done.stderr
    with Store.open(store.path) as again:
        assert again.facts(1)[0].note == "afterwards"


def test_words_that_no_file_can_hold_are_mended(store: Store) -> None:
    key = store.facts(1)[0].id
    store.do(Annotate((key,), "甲\ud800乙"))  # half a character, as a paste can bring it
    store.do(Correct((key,), {"indicator": "\udfff"}))
    store.do(MakeTag("\ud800", "#000000"))
    store.do(Describe(1, {"speaker": "\ud800"}))
    assert (store.fact(key).note, store.fact(key).indicator) == ("甲?乙", "?")
    with pytest.raises(EditError):
        store.do(Describe(1, {"year": 10**20}))


def test_a_wrong_act_changes_nothing(store: Store) -> None:
    first = store.facts(1)[0]
    before = list(store.history())
    wrong = [
        Accept((1,)), Accept(()), Correct((first.id,), {"bound": "often"}), Correct((first.id,), {"id": 3}),
        Correct((first.id,), {"value": "NaN"}), Correct((first.id,), {"start": 5, "end": 4}),
        Correct((first.id,), {"indicator_start": 0}), Correct((first.id,), {"end": 10**6}),
        Tag((first.id,), 99), MakeTag(" ", "#000000"), Remove((7,)), Add(fact(0, "甲", document=9)),
        Add(fact(10**6, "甲", document=1)),
    ]  # fmt: skip
    for act in wrong:
        with pytest.raises(EditError) as told:
            store.do(act)
        assert str(told.value)
    assert list(store.history()) == before
    assert store.fact(first.id) == first


def test_a_reader_mends_what_a_crash_left_half_written(store: Store, tmp_path: Path) -> None:
    keys = [f.id for f in store.facts(1)]
    store.do(Accept((keys[0],)))
    before = store.facts(1)
    store._connection.execute("PRAGMA cache_size = 5")  # so that the half-done act reaches the file
    store._connection.execute("BEGIN IMMEDIATE")
    store._connection.execute("UPDATE fact SET note = 'half'")
    store._connection.execute("INSERT INTO project VALUES ('filler', hex(zeroblob(200000)))")
    for name in (store.path.name, store.path.name + "-journal"):
        shutil.copy(store.path.with_name(name), tmp_path / name.replace("项目", "crashed"))
    store._connection.execute("ROLLBACK")
    assert (tmp_path / "crashed.duidu-journal").stat().st_size > 512
    assert (tmp_path / "crashed.duidu").read_bytes() != store.path.read_bytes()
    with Store.open(tmp_path / "crashed.duidu", readonly=True) as reader:
        assert reader.facts(1) == before


@pytest.mark.skipif(sys.platform == "win32", reason="names may be longer there")
def test_a_name_too_long_for_the_journal_beside_it_can_be_read_only(tmp_path: Path) -> None:
    path = tmp_path / "p.duidu"
    Store.create(path).close()
    for letter, count in (("a", 242), ("长", 81)):  # 249 and 250 bytes: the lock fits beside it, the journal does not
        long = tmp_path / (letter * count + ".duidu")
        shutil.copy(path, long)
        assert refused(long) == "project_name_long"
        with Store.open(long, readonly=True) as store:
            assert store.documents() == []
        assert not list(tmp_path.glob("*.lock"))
    with pytest.raises(ProjectError) as error:
        Store.create(tmp_path / ("b" * 246 + ".duidu"))
    assert error.value.key == "project_name_long"
