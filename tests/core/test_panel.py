from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from core.documents import Document, Metadata
from core.edits import Absent, Accept, Correct, Reject
from core.facts import Basis, Bound, Direction, Fact, Measure, State, Status
from core.figures import agree, factor, short
from core.lexicon import Indicator, Lexicon, Synonym, builtin_units
from core.panel import Panel, work
from core.store import Store

GDP, INCOME, LAND = "地区生产总值", "一般公共预算收入", "高标准农田"


def lexicon() -> Lexicon:
    kinds = ((GDP, "money"), (INCOME, "money"), (LAND, "area"))
    return Lexicon(
        tuple(
            Indicator(f"i{n}", name, "", "", dimension, 1, "both", "", (Synonym(name),))
            for n, (name, dimension) in enumerate(kinds)
        ),
        builtin_units(),
    )


def level(quantity: str, year: int, name: str = GDP, **more: object) -> Fact:
    digits = "".join(c for c in quantity if c.isdigit() or c == ".")
    unit = quantity[len(digits) :]
    times, base = factor(unit, {})
    return Fact(
        0, len(quantity), quantity, Decimal(digits), unit, Decimal(digits) * Decimal(times), base,
        indicator=name, canonical=name, period_start=year, period_end=year, confidence=0.9,
    ).with_(**more)  # fmt: skip


def growth(percent: str, year: int, name: str = GDP, **more: object) -> Fact:
    return level(
        f"{percent}%", year, name, measure=Measure.CHANGE, direction=Direction.UP, basis=Basis.YOY
    ).with_(**more)  # fmt: skip


def aim(percent: str, year: int, name: str = GDP, **more: object) -> Fact:
    return growth(percent, year, name, status=Status.TARGET, **more)


def put(store: Store, region: str, code: str, year: int, *facts: Fact) -> int:
    text = f"{region}{year}\n"
    placed = []
    for fact in facts:
        placed.append(fact.with_(start=len(text), end=len(text) + len(fact.quantity)))
        text += fact.quantity + "。"
    about = Metadata(title=f"{region}报告", region=region, region_code=code, year=year)
    store.add(replace(Document.plain(text, f"{region[-3:]}{year}.txt"), metadata=about), placed)
    return next(d.id for d in store.documents() if d.region == region and d.year == year)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "p.duidu") as made:
        put(
            made, "辽宁省/锦州市/北镇市", "210782", 2021,
            level("105亿元", 2020), growth("5.5", 2020), level("6.53亿元", 2020, INCOME),
            aim("6", 2021, bound=Bound.GE),
        )  # fmt: skip
        put(made, "辽宁省/锦州市/北镇市", "210782", 2022, level("1120000万元", 2021), growth("6.2", 2021))
        put(made, "江苏省/苏州市", "320500", 2021, level("2.02万亿元", 2020), level("20170.5亿元", 2020))
        yield made


def at(panel: Panel, region: str, year: int, name: str = GDP) -> tuple[int, int, int]:
    return next(n for n, r in enumerate(panel.regions) if r.name == region), year, panel.indicators.index(name)


def test_the_axes_come_from_reports_and_facts(store: Store) -> None:
    panel = Panel(store, lexicon())
    assert [r.name for r in panel.regions] == ["北镇市", "苏州市"]  # in the order of the codes
    assert panel.years == (2020, 2021, 2022)
    assert panel.indicators == (GDP, INCOME)


def test_values_stand_on_one_scale_with_growth_beside_level(store: Store) -> None:
    panel = Panel(store, lexicon())
    place = at(panel, "北镇市", 2021)
    cell = panel.cell(*place)
    assert cell.level is not None
    assert cell.growth is not None
    assert (panel.scale(place[2]).shown(cell.level.value), panel.scale(place[2]).label) == ("112", "亿元")
    assert cell.growth.value == pytest.approx(6.2)
    assert panel.state(*place, "both") == "proposed"


def test_a_rounded_value_is_no_conflict_a_different_one_is(store: Store) -> None:
    panel = Panel(store, lexicon())
    assert panel.state(*at(panel, "苏州市", 2020), "level") == "proposed"
    document = put(store, "江苏省/苏州市", "320500", 2022, level("2.3万亿元", 2020))
    panel.use(store)
    place = at(panel, "苏州市", 2020)
    assert panel.state(*place, "level") == "conflict"
    right = [fact for _, fact in panel.cell(*place).facts if store.fact(fact).document != document]
    panel.refresh(store.do(Accept((right[0],))))
    assert panel.state(*place, "level") == "accepted"
    figure = panel.cell(*place).level
    assert figure is not None
    assert figure.fact == right[0]
    assert len(figure.facts) == 3


def test_of_from_and_to_the_latter_is_shown(store: Store) -> None:
    put(
        store,
        "辽宁省/锦州市/义县",
        "210727",
        2021,
        level("3725亿元", 2020, action="从"),
        level("4754亿元", 2020, action="从"),
    )
    panel = Panel(store, lexicon())
    place = at(panel, "义县", 2020)
    figure = panel.cell(*place).level
    assert figure is not None
    assert figure.value == 4754e8
    assert len(figure.facts) == 2
    assert panel.state(*place, "level") == "proposed"


def test_a_narrower_amount_is_no_second_value(store: Store) -> None:
    put(
        store, "辽宁省/锦州市/义县", "210727", 2021,
        level("3亿元", 2020, INCOME, indicator="开发区一般公共预算收入", confidence=0.99), level("9亿元", 2020, INCOME),
    )  # fmt: skip
    panel = Panel(store, lexicon())
    place = at(panel, "义县", 2020, INCOME)
    figure = panel.cell(*place).level
    assert figure is not None
    assert (figure.value, len(figure.facts)) == (9e8, 2)
    assert panel.state(*place, "level") == "proposed"


def test_the_projects_own_indicators_and_units_come_after_the_vocabularys(store: Store) -> None:
    put(
        store, "辽宁省/锦州市/义县", "210727", 2021,
        level("3万标箱", 2020, "集装箱吞吐量"), level("34600标箱", 2019, "集装箱吞吐量"),
    )  # fmt: skip
    panel = Panel(store, lexicon())
    assert panel.indicators[-1] == "集装箱吞吐量"
    place = at(panel, "义县", 2019, "集装箱吞吐量")
    figure = panel.cell(*place).level
    assert figure is not None
    assert panel.scale(place[2]).label in ("标箱", "万标箱")
    assert figure.value == 34600
    later = panel.cell(place[0], 2020, place[2]).level
    assert later is not None
    assert later.value == 30000


def test_what_was_added_is_not_the_amount(store: Store) -> None:
    put(
        store,
        "辽宁省/锦州市/义县",
        "210727",
        2021,
        level("8.9万亩", 2020, LAND, action="新增"),
        level("120.5万亩", 2020, LAND),
    )
    panel = Panel(store, lexicon())
    place = at(panel, "义县", 2020, LAND)
    figure = panel.cell(*place).level
    assert figure is not None
    assert panel.scale(place[2]).shown(figure.value) == "120.5"
    assert panel.state(*place, "level") == "proposed"


def test_a_target_stands_beside_what_came_of_it(store: Store) -> None:
    panel = Panel(store, lexicon())
    cell = panel.cell(*at(panel, "北镇市", 2021))
    goal, got = cell.figures("target")
    assert goal is not None
    assert got is not None
    assert (goal.value, goal.bound, got.value, cell.met) == (6, "ge", 6.2, True)


def test_why_a_cell_is_empty(store: Store) -> None:
    panel = Panel(store, lexicon())
    here = at(panel, "北镇市", 2021, INCOME)
    document = panel.reports(here[0], 2021, "level")[0]
    assert panel.state(*here, "level") == "unreviewed"
    panel.refresh(store.do(Accept(tuple(f.id for f in store.facts(document)))))
    assert panel.state(*here, "level") == "missing"
    panel.refresh(store.do(Absent(document, INCOME, 2021, "level")))
    assert panel.state(*here, "level") == "absent"
    assert panel.state(*at(panel, "北镇市", 2022), "level") == "nothing"
    touched = store.undo()
    assert touched is not None
    assert touched.findings
    panel.refresh(touched)
    assert panel.state(*here, "level") == "missing"


def test_a_rejected_fact_leaves_and_a_corrected_one_moves(store: Store) -> None:
    panel = Panel(store, lexicon())
    place = at(panel, "北镇市", 2020)
    figure = panel.cell(*place).level
    assert figure is not None
    panel.refresh(store.do(Correct((figure.fact,), {"base_value": Decimal(10600000000), "value": Decimal(106)})))
    changed = panel.cell(*place).level
    assert changed is not None
    assert (changed.value, changed.state) == (10600000000, State.CORRECTED)
    panel.refresh(store.do(Reject((figure.fact,))))
    assert panel.cell(*place).level is None


def test_a_new_indicator_gives_new_axes(store: Store) -> None:
    panel = Panel(store, lexicon())
    fact = store.facts(store.documents()[0].id)[2]
    touched = store.do(Correct((fact.id,), {"canonical": LAND}))
    assert panel.moves(touched)
    panel.refresh(touched)
    assert LAND in panel.indicators


def test_the_work_list_walks_and_stops(store: Store) -> None:
    panel = Panel(store, lexicon())
    places = [(r, y, i) for r in range(2) for y in panel.years for i in range(2)]
    found = list(work(panel, places, "level", ("unreviewed",)))
    assert {panel.indicators[place[2]] for _, place, _ in found} == {INCOME}
    assert next(work(panel, places, "level", ("proposed",), start=1))[0] > 0


def test_decreases_are_negative_and_averages_stay_out(store: Store) -> None:
    put(
        store, "辽宁省/锦州市/义县", "210727", 2021,
        growth("3.1", 2020, direction=Direction.DOWN), growth("9", 2020, INCOME, basis=Basis.AVG),
    )  # fmt: skip
    panel = Panel(store, lexicon())
    down = panel.cell(*at(panel, "义县", 2020)).growth
    assert down is not None
    assert down.value == pytest.approx(-3.1)
    assert panel.cell(*at(panel, "义县", 2020, INCOME)).growth is None


def test_series_give_all_regions_of_one_indicator(store: Store) -> None:
    panel = Panel(store, lexicon())
    assert [(r, y) for r, y, _ in panel.series(0)] == [(0, 2020), (0, 2021), (1, 2020)]


@pytest.mark.parametrize(
    ("number", "said"),
    [(105.0, "105"), (6.53, "6.53"), (0.0421, "0.0421"), (20170.5, "20,170.5"), (4300, "4,300"), (0, "0"), (-3, "-3")],
)
def test_numbers_are_short(number: float, said: str) -> None:
    assert short(number) == said


def test_what_agrees() -> None:
    assert agree((20200, 100, False), (20170.5, 0.1, False))
    assert not agree((20300, 100, False), (20170.5, 0.1, False))
    assert agree((12000, 1000, True), (12900, 1, False))


def test_same_name_of_two_regions_is_told_apart(store: Store) -> None:
    put(store, "江苏省/南京市/鼓楼区", "320106", 2021, level("5亿元", 2020))
    put(store, "福建省/福州市/鼓楼区", "350102", 2021, level("6亿元", 2020))
    names = [r.name for r in Panel(store, lexicon()).regions]
    assert {"南京市鼓楼区", "福州市鼓楼区"} <= set(names)


def test_a_series_is_whole_when_the_memory_is_full(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from core import panel as module

    panel = Panel(store, lexicon())
    whole = [list(panel.series(number)) for number in range(len(panel.indicators))]
    monkeypatch.setattr(module, "KEPT_CELLS", 0)
    monkeypatch.setattr(module, "SERIES", 1)
    panel = Panel(store, lexicon())
    assert [list(panel.series(number)) for number in range(len(panel.indicators))] == whole
