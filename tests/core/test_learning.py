from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from core.documents import Document, Metadata, Part, Section, Structure
from core.edits import Accept, Correct, Improve, Reject, Reopen, Revert, Several, Switch
from core.facts import Fact, Measure, State
from core.learning import Better, Rule, following, learned, returning
from core.spans import Span
from core.store import Store

ONE = "完成桥梁3座，完成隧道5座，完成水闸7座，高标准农田500亩，第9号令。"
TWO = "今年完成公路8条，高标准农田600亩，第9号令。"


def facts(words: str, *rows: tuple[str, str, str]) -> tuple[Fact, ...]:
    made = []
    for quantity, name, unit in rows:
        at = words.index(quantity)
        value = Decimal("".join(c for c in quantity if c.isdigit()))
        made.append(
            Fact(at, at + len(quantity), quantity, value, unit, value, unit, indicator=name, confidence=0.8,
                 doubts=(("indicator", 0.82),), period_start=2020, period_end=2020)
        )  # fmt: skip
    return tuple(made)


def report(words: str, name: str, year: int, part: Part = Part.REVIEW) -> Document:
    document = Document.plain(words, name)
    section = Section(0, len(words), 1, Span(0, 0), part)
    whole = Structure((Span(0, len(words)),), (Span(0, len(words)),), (section,))
    return Document(name, document.sha256, "utf-8", words, words, document.offsets, whole, Metadata(year=year))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "a.duidu") as store:
        store.merge_seconds = 0
        rows = (("3座", "完成桥梁", "座"), ("5座", "完成隧道", "座"), ("7座", "完成水闸", "座"),
                ("500亩", "高标准农田", "亩"), ("9号", "第", "号"))  # fmt: skip
        store.add(report(ONE, "甲", 2021), facts(ONE, *rows))
        store.add(
            report(TWO, "乙", 2022),
            facts(TWO, ("8条", "完成公路", "条"), ("600亩", "高标准农田", "亩"), ("9号", "第", "号")),
        )
        yield store


def of(store: Store, quantity: str, document: int = 1) -> Fact:
    return next(fact for fact in store.facts(document) if fact.quantity == quantity)


def of_kind(store: Store, kind: str) -> Rule:
    (rule,) = (rule for rule in learned(store).rules if rule.kind == kind)
    return rule


def ahead(store: Store) -> dict[str, Better]:
    many = store.many([better.fact for better in learned(store).better])
    return {many[better.fact].quantity: better for better in learned(store).better}


def test_a_corrected_name_becomes_a_rule_for_the_same_wording_elsewhere(store: Store) -> None:
    store.do(Correct((of(store, "500亩").id,), {"indicator": "高标准农田", "canonical": "高标准农田"}))
    rule = of_kind(store, "name")
    assert (rule.kind, rule.conditions, rule.fields) == (
        "name",
        {"indicator": "高标准农田"},
        {"canonical": "高标准农田"},
    )
    assert (rule.seen, rule.against, rule.on) == (1, 0, True)
    assert ahead(store)["600亩"].fields == {"canonical": "高标准农田", "confidence": pytest.approx(0.946)}


def test_improved_proposals_stay_proposals_with_the_original_and_one_undo(store: Store) -> None:
    store.do(Correct((of(store, "500亩").id,), {"canonical": "高标准农田"}))
    before = of(store, "600亩", 2)
    store.do(Improve(tuple((b.fact, b.fields) for b in learned(store).better)))
    now = of(store, "600亩", 2)
    assert (now.state, now.canonical, now.machine) == (State.PROPOSED, "高标准农田", {"canonical": ""})
    assert learned(store).better == ()
    store.undo()
    assert of(store, "600亩", 2) == before
    store.redo()
    store.do(Accept((now.id,)))
    # What the machine had proposed is not what was accepted.
    assert of(store, "600亩", 2).state is State.CORRECTED
    store.do(Reopen((now.id,)))
    assert (of(store, "600亩", 2).state, of(store, "600亩", 2).canonical) == (State.PROPOSED, "")


def test_going_back_on_the_acceptance_of_an_improved_proposal_leaves_it_a_proposal(store: Store) -> None:
    store.do(Correct((of(store, "500亩").id,), {"canonical": "高标准农田"}))
    store.do(Improve(tuple((b.fact, b.fields) for b in learned(store).better)))
    fact = of(store, "600亩", 2).id
    store.do(Accept((fact,)))
    store.do(Revert((max(entry.act for entry in store.history()),)))
    assert (store.fact(fact).state, store.fact(fact).canonical) == (State.PROPOSED, "高标准农田")


def test_nothing_that_a_person_decided_on_is_touched(store: Store) -> None:
    other = of(store, "600亩", 2)
    store.do(Accept((other.id,)))
    store.do(Correct((of(store, "500亩").id,), {"canonical": "高标准农田"}))
    result = learned(store)
    assert result.better == ()
    assert not [rule for rule in result.rules if rule.kind == "name"]  # accepted elsewhere as it was
    store.do(Improve(((other.id, {"canonical": "x"}),)))
    assert store.fact(other.id).canonical == ""


def test_a_name_with_words_from_elsewhere_waits_for_a_second_decision(store: Store) -> None:
    store.do(Correct((of(store, "3座").id,), {"indicator": "环城高速公路桥梁"}))
    assert not [rule for rule in learned(store).rules if rule.kind == "name"]
    store.do(Correct((of(store, "5座").id,), {"indicator": "环城高速公路桥梁"}))
    assert not [rule for rule in learned(store).rules if rule.kind == "name"]  # of another wording
    assert "8条" not in ahead(store)


def test_a_beginning_taken_off_two_names_is_taken_off_others(store: Store) -> None:
    store.do(Correct((of(store, "3座").id,), {"indicator": "桥梁"}))
    assert "7座" not in ahead(store)
    store.do(Correct((of(store, "5座").id,), {"indicator": "隧道"}))
    assert ahead(store)["7座"].fields["indicator"] == "水闸"
    assert ahead(store)["8条"].fields["indicator"] == "公路"


def test_a_rejected_pattern_is_offered_and_never_done_by_itself(store: Store) -> None:
    store.do(Reject((of(store, "9号").id,)))
    assert not ahead(store)  # one decision on a short wording
    store.do(Reject((of(store, "500亩").id,)))
    assert ahead(store)["600亩"].rejected
    assert ahead(store)["600亩"].fields == {}


def test_time_is_counted_from_the_year_of_each_report(store: Store) -> None:
    for quantity in ("3座", "5座"):
        store.do(Correct((of(store, quantity).id,), {"period_start": 2016}))
    rule = next(rule for rule in learned(store).rules if rule.kind == "time")
    assert rule.conditions["period_start"] == -1
    assert (rule.fields, rule.on) == ({"period_start": -5}, True)
    assert ahead(store)["7座"].fields == {"period_start": 2016}
    assert "8条" not in ahead(store)  # 2020 is two years before that report's year


def test_a_kind_is_learned_for_the_same_name_and_unit(store: Store) -> None:
    store.do(Correct((of(store, "500亩").id,), {"measure": Measure.CHANGE, "direction": "up"}))
    assert ahead(store)["600亩"].fields == {"measure": "change", "direction": "up"}


def test_undo_takes_the_rule_away_and_a_switch_is_kept_and_undone(store: Store) -> None:
    store.do(Correct((of(store, "500亩").id,), {"canonical": "高标准农田"}))
    rule = of_kind(store, "name")
    store.do(Improve(tuple((b.fact, b.fields) for b in learned(store).better)))
    # Switched off, what it did to proposals is taken back in the same act.
    back = learned(store, switched={rule.name: False}).better
    assert [(b.fields["canonical"], b.fields["confidence"]) for b in back] == [("", 0.8)]
    store.do(Several((Switch(((rule.name, False),)), Improve(tuple((b.fact, b.fields) for b in back))), "act.learn"))
    assert not of_kind(store, "name").on
    assert of(store, "600亩", 2).machine is None
    store.undo()
    assert of_kind(store, "name").on
    store.undo()
    store.undo()
    assert learned(store).rules == ()


def test_rules_hold_for_reports_that_come_later(store: Store) -> None:
    store.do(Correct((of(store, "500亩").id,), {"canonical": "高标准农田"}))
    words = "高标准农田700亩。"
    (document,) = store.add(report(words, "丙", 2023), facts(words, ("700亩", "高标准农田", "亩"))).documents
    (better,) = learned(store, (document,)).better
    assert better.fields["canonical"] == "高标准农田"


def written(store: Store, words: str, name: str, year: int, *rows: tuple[str, str, str]) -> list[Fact]:
    (document,) = store.add(report(words, name, year), facts(words, *rows)).documents
    return store.facts(document)


def test_the_same_words_in_next_years_report_need_no_second_decision(store: Store) -> None:
    (fact,) = written(store, "全年GDP增长3%，比全市高2个百分点。", "丁", 2023, ("2个百分点", "GDP", "百分点"))
    store.do(Correct((fact.id,), {"indicator": "GDP增速高于全市"}))
    assert of_kind(store, "wording").on
    assert not [rule for rule in learned(store).rules if rule.kind == "name"]  # GDP elsewhere is GDP
    again = written(store, "全区GDP增长8.5%、比全市高2.5个百分点。", "戊", 2024, ("2.5个百分点", "GDP", "百分点"))
    other = written(store, "GDP每年提高1个百分点。", "己", 2024, ("1个百分点", "GDP", "百分点"))
    better = {each.fact: each for each in learned(store).better}
    assert better[again[0].id].fields["indicator"] == "GDP增速高于全市"
    assert other[0].id not in better


def test_a_piece_of_names_is_replaced_where_the_report_does_not_say_it_itself(store: Store) -> None:
    rows = (("4%", "第一产业占比", "%"), ("40%", "第二产业占比", "%"), ("56%", "第三产业占比", "%"))
    made = written(store, "一二三产业比重为4%、40%和56%。出口占比7%。", "丁", 2023, *rows, ("7%", "出口占比", "%"))
    for fact in made[:2]:
        store.do(Correct((fact.id,), {"indicator": fact.indicator.replace("占比", "比重")}))
    assert of_kind(store, "swap_end").fields == {"new": "比重"}
    assert ahead(store)["56%"].fields["indicator"] == "第三产业比重"
    again = written(store, "出口占比9%。", "戊", 2024, ("9%", "出口占比", "%"))
    assert again[0].id not in {each.fact for each in learned(store).better}


def test_what_was_accepted_in_the_same_words_is_surer_and_that_can_be_switched_off(store: Store) -> None:
    (fact,) = written(store, "其中出口额增长3%。", "丁", 2023, ("3%", "出口额", "%"))
    store.do(Accept((fact.id,)))
    (again,) = written(store, "其中出口额增长9%。", "戊", 2024, ("9%", "出口额", "%"))
    (better,) = learned(store).better
    assert (better.fact, better.fields) == (again.id, {"confidence": pytest.approx(0.961)})
    store.do(Improve(((better.fact, better.fields),)))
    assert learned(store).better == ()
    rule = of_kind(store, "known")
    (back,) = learned(store, switched={rule.name: False}).better
    assert back.fields == {"confidence": pytest.approx(0.8)}


def test_an_end_is_added_after_the_same_words_once_two_names_had_it(store: Store) -> None:
    words = "GDP增长3%，比全市高2个百分点，投资增长4%，比全市高5个百分点，消费增长6%，比全市高7个百分点。"
    rows = [(f"{n}个百分点", name, "百分点") for n, name in ((2, "GDP"), (5, "投资"), (7, "消费"))]
    made = written(store, words, "丁", 2023, *rows)
    for fact in made[:2]:
        store.do(Correct((fact.id,), {"indicator": fact.indicator + "增速高于全市"}))
    assert ahead(store)["7个百分点"].fields["indicator"] == "消费增速高于全市"


OUTPUT = "园区考核，完成产值332亿元，增长10%，产值占比7%。产值8亿元。"
PARK = (("332亿元", "考核产值", "元"), ("10%", "考核产值", "%"), ("7%", "产值占比", "%"), ("8亿元", "考核产值", "元"))


def test_what_follows_in_the_sentence_under_the_same_name_is_changed_along(store: Store) -> None:
    made = written(store, OUTPUT, "丁", 2023, *PARK)
    store.do(Correct((made[0].id,), {"indicator": "园区产值", "period_start": 2022, "period_end": 2022}))
    better = following(store, made[0].id)
    assert [(each.fact, each.fields.get("indicator"), each.fields["period_end"]) for each in better] == [
        (made[1].id, "园区产值", 2022),
        (made[2].id, None, 2022),
    ]
    store.do(Improve(tuple((each.fact, each.fields) for each in better)))
    now = store.fact(made[1].id)
    assert (now.state, now.indicator, now.machine["indicator"]) == (State.PROPOSED, "园区产值", "考核产值")
    # The rules of the project say the same, so nothing of it is taken back; switched off, all of it is.
    assert made[1].id not in {each.fact for each in learned(store).better if "indicator" in each.fields}
    back = learned(store, switched={of_kind(store, "along").name: False}).better
    assert next(each.fields["indicator"] for each in back if each.fact == made[1].id) == "考核产值"
    store.do(Switch(((of_kind(store, "along").name, False),)))
    assert following(store, made[0].id) == ()


def test_what_went_along_goes_back_with_the_correction(store: Store) -> None:
    made = written(store, OUTPUT, "丁", 2023, *PARK)
    first, second, third, last = (fact.id for fact in made)
    store.do(Correct((first,), {"indicator": "园区产值", "period_start": 2022, "period_end": 2022}))
    assert returning(store, first) == ()
    store.do(Improve(tuple((each.fact, each.fields) for each in following(store, first))))
    store.do(Correct((first,), {"indicator": "考核产值"}))
    assert [(each.fact, each.fields) for each in returning(store, first)] == [(second, {"indicator": "考核产值"})]
    store.do(Accept((second,)))  # a person stands behind it now
    store.do(Reopen((first,)))
    years = {"period_start": made[0].period_start, "period_end": made[0].period_end}
    assert [(each.fact, each.fields) for each in returning(store, first)] == [(third, years)]
    store.do(Improve(tuple((each.fact, each.fields) for each in returning(store, first))))
    assert store.fact(third).machine is None
    assert store.fact(last) == made[3]


def test_of_a_list_of_shares_each_has_its_own_name(store: Store) -> None:
    words = "存贷款余额分别增长11%、15%。"
    made = written(store, words, "丁", 2023, ("11%", "存贷款余额", "%"), ("15%", "存贷款余额", "%"))
    store.do(Correct((made[0].id,), {"indicator": "存款余额"}))
    assert following(store, made[0].id) == ()


def test_figures_after_words_that_two_rejections_share_are_offered_to_be_rejected(store: Store) -> None:
    words = "编号为第3号桥，编号为第4号楼，编号为第5号井。"
    made = written(store, words, "丁", 2023, *((f"{n}号", name, "号") for n, name in ((3, "桥"), (4, "楼"), (5, "井"))))
    store.do(Reject((made[0].id,)))
    assert made[2].id not in {each.fact for each in learned(store).better}
    store.do(Reject((made[1].id,)))
    assert next(each for each in learned(store).better if each.fact == made[2].id).rejected
    store.do(Accept((made[2].id,)))
    assert not of_kind(store, "reject_after").on
