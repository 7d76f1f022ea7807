"""A fact in several pieces: as a value, in the project file, through undo, versions, merging and back."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.annotating import take_in
from core.documents import Document
from core.edits import Add, Correct, Reopen, Revert
from core.errors import EditError
from core.exporting import FORMATS, export
from core.extraction import extract, propose
from core.facts import Fact, State
from core.marking import Marks, runs
from core.merging import merge
from core.pieces import with_piece
from core.reading import read_text
from core.rereading import take_over
from core.rows import checked, decode, encode, fact_row
from core.spans import Span, read_spans, united, without, written
from core.store import Store
from core.versions import carry, renew

TEXT = "城镇和农村居民人均可支配收入分别增长6.16%和8.06%。\n三项指标分别达到95%、85%、80%以上。\n粮食产量20万吨。\n"


def fact_of(words: str, **fields: object) -> Fact:
    at = TEXT.index(words)
    return replace(Fact(at, at + len(words), words, Decimal(1), "%", Decimal(1), "%"), **fields)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def store(tmp_path: Path):
    with Store.create(tmp_path / "p.duidu") as made:
        made.analyst = "王"
        made.add(Document.plain(TEXT, "a.txt"), [fact_of("6.16%"), fact_of("95%"), fact_of("20万吨")])
        yield made


def facts(store: Store) -> list[Fact]:
    return store.facts(store.documents()[0].id)


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: Span(min(p), max(p))), max_size=6)


@given(SPANS, st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_stretches_cover_what_they_are_to_cover_and_nothing_twice(spans, taken):
    taken = Span(min(taken), max(taken))
    covered = {place for s in spans for place in range(s.start, s.end)}
    for found, wanted in ((united(spans), covered), (without(spans, taken), covered - set(range(*taken)))):
        assert {place for s in found for place in range(s.start, s.end)} == wanted
        assert all(a.end < b.start or (found is not united and a.end <= b.start) for a, b in pairwise(found))
        assert all(s.end > s.start for s in found)
        assert read_spans(written(found)) == found


def test_pieces_come_in_order_whatever_order_they_are_said_in():
    assert checked("pieces", [(9, 12), (1, 3), (2, 5)]) == (Span(1, 5), Span(9, 12))
    assert checked("pieces", "9-12;1-3") == (Span(1, 3), Span(9, 12))
    assert checked("pieces", ()) == checked("pieces", "") == ()
    for bad in ("x", [(3, 3)], [(4, 2)], [(-1, 2)], [(1, 2, 3)], 5, ["ab"], [(1.5, 2)]):
        with pytest.raises(EditError):
            checked("pieces", bad)
    assert decode("pieces", encode("pieces", (Span(1, 2), Span(5, 9)))) == (Span(1, 2), Span(5, 9))


def test_all_stretches_are_told_in_text_order():
    fact = fact_of("8.06%", pieces=(Span(2, 3),), indicator_start=9, indicator_end=14, indicator_pieces=(Span(3, 5),))
    assert fact.spans == (Span(2, 3), at("8.06%"))
    assert fact.core_spans == (Span(3, 5), Span(9, 14))
    assert fact_of("8.06%").spans == (at("8.06%"),)
    assert fact_of("8.06%").core_spans == ()


def test_a_piece_is_a_correction_that_can_be_undone_taken_back_and_reverted(store: Store):
    fact = facts(store)[1]
    touched = store.do(Correct((fact.id,), {"pieces": (at("以上"),)}))
    now = store.fact(fact.id)
    assert (now.pieces, now.state, now.machine) == ((at("以上"),), State.CORRECTED, {"pieces": ()})
    assert touched.facts == {fact.id}
    store.undo()
    assert store.fact(fact.id) == fact
    store.redo()
    assert store.fact(fact.id).pieces == (at("以上"),)
    store.do(Reopen((fact.id,)))
    assert store.fact(fact.id).pieces == ()
    store.undo()
    act = store.select("SELECT max(id) FROM batch WHERE state = 'done'")[0][0]
    store.do(Revert((act,)))
    assert store.fact(fact.id).pieces == ()
    assert store.fact(fact.id).machine is None


def test_the_first_extent_takes_what_it_comes_to_cover(store: Store):
    fact = facts(store)[1]
    store.do(Correct((fact.id,), {"pieces": (at("以上"), at("85%"))}))
    store.do(Correct((fact.id,), {"end": at("85%").end}))
    assert store.fact(fact.id).pieces == (at("以上"),)
    store.do(Correct((fact.id,), {"pieces": (Span(fact.start, fact.end + 6),)}))
    assert all(not span.overlaps(store.fact(fact.id).span) for span in store.fact(fact.id).pieces)


def test_going_back_on_an_extent_leaves_no_piece_inside_it(store: Store):
    fact = facts(store)[1]
    store.do(Correct((fact.id,), {"start": fact.start, "end": fact.end + 4}))  # 95%、85%
    wide = store.select("SELECT max(id) FROM batch")[0][0]
    store.do(Correct((fact.id,), {"end": fact.end}))
    narrow = store.select("SELECT max(id) FROM batch")[0][0]
    assert wide != narrow or store.fact(fact.id).end == fact.end  # within a second both are one act
    store.do(Correct((fact.id,), {"pieces": (at("85%"),)}))
    store.do(Revert((narrow,)))
    now = store.fact(fact.id)
    assert all(not span.overlaps(now.span) for span in now.pieces)


def test_an_indicator_without_a_place_has_no_pieces(store: Store):
    fact = facts(store)[0]
    core = at("居民人均可支配收入")
    store.do(Correct((fact.id,), {"indicator_start": core.start, "indicator_end": core.end,
                                  "indicator_pieces": (at("城镇"),)}))  # fmt: skip
    assert store.fact(fact.id).core_spans == (at("城镇"), core)
    store.do(Correct((fact.id,), {"indicator_start": None, "indicator_end": None}))
    assert store.fact(fact.id).indicator_pieces == ()


def test_a_piece_outside_the_text_is_refused_and_changes_nothing(store: Store):
    fact = facts(store)[0]
    with pytest.raises(EditError):
        store.do(Correct((fact.id,), {"pieces": (Span(3, 10_000),)}))
    assert store.fact(fact.id) == fact
    with pytest.raises(EditError):
        store.do(Add(fact_of("80%", document=fact.document, pieces=(Span(3, 10_000),))))


def test_an_added_fact_keeps_its_pieces_in_the_file(store: Store):
    document = store.documents()[0].id
    touched = store.do(Add(fact_of("80%", document=document, pieces=(at("以上"), at("80%")))))
    (key,) = touched.facts
    path = store.path
    store.close()
    with Store.open(path) as again:
        assert again.fact(key).pieces == (at("以上"),)
        assert again.select("SELECT pieces FROM facts WHERE id = ?", (key,)) == [(written([at("以上")]),)]


def test_marks_stand_at_every_piece():
    fact = fact_of("95%", id=7, pieces=(at("以上"), at("分别达到")))
    assert [(r.start, r.end, r.facts) for r in runs([fact])] == [(*s, (7,)) for s in fact.spans]
    other = fact_of("20万吨", id=8)
    lines = [Span(m, TEXT.index("\n", m)) for m in (0, TEXT.index("三项"), TEXT.index("粮食"))]
    far = fact_of("6.16%", id=9, pieces=(at("20万"),))
    marks = Marks(lines, [far, fact, other])
    assert marks.at(at("以上").start) == (7,)
    assert marks.at(at("20万").start) == (8, 9)  # a further piece lies under a first extent
    assert marks.at(at("万吨").end - 1) == (8,)
    marks.use([far.with_(pieces=()), fact, other], [far, far.with_(pieces=())])
    assert marks.at(at("20万").start) == (8,)


def test_pieces_move_into_a_new_version_only_where_all_their_sentences_are_unchanged(store: Store):
    document, before = store.documents()[0].id, facts(store)
    store.do(Correct((before[1].id,), {"pieces": (at("以上"),)}))
    store.do(Correct((before[0].id,), {"pieces": (at("20万"),)}))
    new = Document.plain("新的一句。\n" + TEXT.replace("粮食产量20万吨", "粮食产量21万吨"), "a.txt")
    carried = carry(store.document(document), new, facts(store)[:2])
    assert [m.fact.id for m in carried.moves] == [before[1].id]
    assert [x.fact.id for x in carried.left] == [before[0].id]
    renew(store, document, new, ())
    moved = store.fact(before[1].id)
    assert [s.of(new.text) for s in moved.spans] == ["95%", "以上"]
    assert store.undo() is not None
    assert store.fact(before[1].id).pieces == (at("以上"),)


def test_pieces_move_with_their_characters_when_a_report_is_read_again(store: Store):
    document = store.documents()[0].id
    first = facts(store)[1]
    store.do(Correct((first.id,), {"pieces": (at("以上"),)}))
    take_over(store, document, replace(store.document(document)), ())
    (now,) = store.facts(store.documents()[0].id)
    assert [s.of(TEXT) for s in now.spans] == ["95%", "以上"]


def test_copies_that_give_different_pieces_are_in_conflict_and_the_same_ones_agree(tmp_path: Path, store: Store):
    copies = [tmp_path / "b.duidu", tmp_path / "c.duidu"]
    for copy in copies:
        store.snapshot(copy)
    one, other = facts(store)[0].id, facts(store)[1].id
    for name, copy, piece in (("李", copies[0], "以上"), ("张", copies[1], "以")):
        with Store.open(copy) as opened:
            opened.analyst = name
            opened.do(Correct((other,), {"pieces": (at(piece),)}))
            core = at("居民人均可支配收入")
            fields = {"indicator_start": core.start, "indicator_end": core.end, "indicator_pieces": (at("城镇"),)}
            opened.do(Correct((one,), fields))
    with Store.open(copies[0], readonly=True) as b, Store.open(copies[1], readonly=True) as c:
        merged = merge(store, [b, c])
    assert store.fact(one).core_spans == (at("城镇"), at("居民人均可支配收入"))
    assert len(merged.conflicts) == 1
    assert store.fact(other).pieces == ()


def test_rows_hold_pieces_as_plain_text():
    row = fact_row(fact_of("95%", pieces=(Span(30, 32), Span(40, 41)), machine={"pieces": (Span(1, 2),)}))
    assert row["pieces"] == "30-32;40-41"
    assert row["machine"] == '{"pieces":"1-2"}'


# Out of the project and back


@pytest.fixture
def pieced(store: Store) -> Store:
    first, second, _ = facts(store)
    core = at("居民人均可支配收入")
    named = {"indicator_start": core.start, "indicator_end": core.end, "indicator_pieces": (at("城镇"),)}
    store.do(Correct((first.id,), {"indicator": "城镇居民人均可支配收入", **named}))
    store.do(Correct((second.id,), {"pieces": (at("以上"), at("三项指标"))}))
    return store


def test_tables_tell_each_piece_with_its_place_and_its_words(pieced: Store, tmp_path: Path):
    export("all", "jsonl", tmp_path / "a.jsonl", pieced)
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows[1]["pieces"] == [f"{at(w).start}-{at(w).end} {w}" for w in ("三项指标", "以上")]
    assert rows[1]["machine_pieces"] == []
    assert rows[0]["indicator_pieces"] == [f"{at('城镇').start}-{at('城镇').end} 城镇"]
    export("all", "csv", tmp_path / "a.csv", pieced)
    assert f"{at('以上').start}-{at('以上').end} 以上" in (tmp_path / "a.csv").read_text(encoding="utf-8")


def test_w3c_has_a_target_for_each_piece(pieced: Store, tmp_path: Path):
    export("all", "w3c", tmp_path / "a.zip", pieced)
    with ZipFile(tmp_path / "a.zip") as package:
        (page,) = [json.loads(package.read(n)) for n in package.namelist() if n.endswith(".jsonld")]
    quotes = [
        [t["selector"][1]["exact"] for t in (i["target"] if isinstance(i["target"], list) else [i["target"]])]
        for i in page["items"]
    ]
    assert ["三项指标", "95%", "以上"] in quotes
    assert ["城镇", "居民人均可支配收入"] in quotes
    assert ["20万吨"] in quotes


def test_brat_has_discontinuous_stretches(pieced: Store, tmp_path: Path):
    export("all", "brat", tmp_path / "a.zip", pieced)
    with ZipFile(tmp_path / "a.zip") as package:
        lines = package.read("a.ann").decode().splitlines()
    places = ";".join(f"{a} {b}" for a, b in sorted(map(at, ("三项指标", "95%", "以上"))))
    assert f"\tLevel {places}\t三项指标 95% 以上" in "\n".join(lines)


def test_a_qualitative_project_has_a_selection_for_each_piece(pieced: Store, tmp_path: Path):
    export("all", "refi", tmp_path / "a.qdpx", pieced)
    with ZipFile(tmp_path / "a.qdpx") as package:
        root = ET.fromstring(package.read("project.qde"))
    space = "{urn:QDA-XML:project:1.0}"
    names = {s.get("guid"): s.get("name") for s in root.iter(f"{space}PlainTextSelection")}
    cases = [[names[r.get("targetGUID")] for r in c.iter(f"{space}SelectionRef")] for c in root.iter(f"{space}Case")]
    assert sorted(["三项指标", "95%", "以上"]) in map(sorted, cases)


@pytest.mark.parametrize("kind", [k for k, f in FORMATS.items() if f.kind == "annotations" and not f.missing])
def test_formats_that_know_no_pieces_say_how_many_they_left_out(kind: str, pieced: Store, tmp_path: Path):
    notices = export("all", kind, tmp_path / "a", pieced).notices
    told = [notice for notice in notices if "片段" in notice]
    assert bool(told) == ("pieces" in FORMATS[kind].drops)
    assert all(notice.startswith("有 2 条") for notice in told)


def test_pieces_are_read_back_where_their_words_stand(pieced: Store, tmp_path: Path):
    path = tmp_path / "a.jsonl"
    export("all", "jsonl", path, pieced)
    wanted = [(f.pieces, f.indicator_pieces) for f in facts(pieced)]
    while pieced.undo_label():
        if all(not f.pieces and not f.indicator_pieces for f in facts(pieced)):
            break
        pieced.undo()
    assert take_in(pieced, path).unmatched == ()
    assert [(f.pieces, f.indicator_pieces) for f in facts(pieced)][1] == wanted[1]
    row = json.loads(path.read_text(encoding="utf-8").splitlines()[1])
    row["pieces"] = ["3-5 胡说"]
    path.write_text(json.dumps(row), encoding="utf-8")
    result = take_in(pieced, path)
    assert len(result.unmatched) == 1
    assert facts(pieced)[1].pieces == wanted[1][0]


# As proposed


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "城镇和农村居民人均可支配收入年均分别增长6.16%和8.06%。",
            [["城镇", "居民人均可支配收入"], ["农村居民人均可支配收入"]],
        ),
        ("城市和县城污水处理率分别达到95%、90%。", [["城市", "污水处理率"], ["县城污水处理率"]]),
        (
            "城镇 和农村 居民人均可支配收入分别增长6%和8%。",
            [["城镇", "居民人均可支配收入"], ["农村 居民人均可支配收入"]],
        ),
        ("服务窗口和进驻部门分别增加到48个、34个。", [["服务窗口"], ["进驻部门"]]),
        ("粮食产量20万吨，油料产量3万吨。", [["粮食产量"], ["油料产量"]]),
    ],
)
def test_names_that_share_their_end_are_proposed_in_pieces(sentence: str, names: list[list[str]]):
    document = read_text(f"各位代表：\n{sentence}\n", "a.txt")
    found = extract(document)
    assert [[span.of(document.text) for span in fact.core_spans] for fact in found] == names
    for fact in found:
        assert "".join("".join(span.of(document.text) for span in fact.core_spans).split()) == fact.indicator


@pytest.mark.parametrize(
    ("sentence", "number", "unit", "value"),
    [
        ("全年粮食、油料产量分别达到12、3万吨。", "12", "万吨", (Decimal(12), "万吨", Decimal(120000), "吨", "eq")),
        ("合格率分别达到95、90%以上。", "95", "%以上", (Decimal(95), "%", Decimal(95), "%", "ge")),
    ],
)
def test_a_unit_behind_a_list_is_taken_in_as_a_piece(sentence: str, number: str, unit: str, value: tuple):
    document = read_text(f"各位代表：\n{sentence}\n", "a.txt")
    first, second = (Span(i, i + len(w)) for w in (number, unit) if (i := document.text.index(w)) >= 0)
    fact = propose(document, first)
    whole = fact.with_(**with_piece(fact, second, document.text, core=False))
    assert (whole.value, whole.unit, whole.base_value, whole.base_unit, whole.bound) == value
    assert [span.of(document.text) for span in whole.spans] == [number, unit]


@pytest.mark.parametrize(
    ("sentence", "spans"),
    [
        ("三项指标分别达到95%、85%、80%以上。", [["95%", "以上"], ["85%", "以上"], ["80%以上"]]),
        ("城市和县城污水处理率分别达到95%和90%以上。", [["95%", "以上"], ["90%以上"]]),
        ("工业、投资、消费分别增长5%、6%、7%左右。", [["5%", "左右"], ["6%", "左右"], ["7%左右"]]),
        ("失业率、涨幅分别控制在4%以内、3%左右。", [["4%以内"], ["3%左右"]]),
        ("粮食、油料产量分别达到20万吨、3万吨。", [["20万吨"], ["3万吨"]]),
    ],
)
def test_quantities_that_are_bounded_at_the_end_of_their_list_are_proposed_in_pieces(
    sentence: str, spans: list[list[str]]
):
    document = read_text(f"各位代表：\n{sentence}\n", "a.txt")
    assert [[span.of(document.text) for span in fact.spans] for fact in extract(document)] == spans
