"""A small project with two reports and facts set by hand, so that tests of the views need no extraction."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.documents import Document, Metadata, Part, Section, Structure
from core.facts import Basis, Bound, Direction, Fact, Measure, Status
from core.spans import Span
from core.store import Store

if TYPE_CHECKING:
    from gui.desk import Desk

PARAGRAPHS = (
    "2020年工作回顾",
    "预计年末，全市地区生产总值实现105亿元，与去年同期持平；一般公共预算收入实现6.53亿元，同比增长10.8%。",
    "城镇居民人均可支配收入年均增长6.16%，新建高标准农田7000亩，转移农村劳动力近900名。",
    "2021年工作安排",
    "地区生产总值增长6%以上，固定资产投资增长10%左右，城镇登记失业率控制在4%以内，培训医护人员2-3个批次。",
)


def report(region: str = "辽宁省/锦州市/北镇市", year: int = 2021) -> Document:
    """A report of five paragraphs in two parts."""
    text = f"{region}（{year}）\n" + "\n".join(PARAGRAPHS)
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    review, plan = text.index("2020年工作回顾"), text.index("2021年工作安排")
    sections = (
        Section(review, plan, 1, Span(review, review + 8), Part.REVIEW, year - 1, year - 1),
        Section(plan, len(text), 1, Span(plan, plan + 8), Part.PLAN, year, year),
    )
    document = Document.plain(text, f"{region.rsplit('/', 1)[-1]}{year}.txt")
    about = Metadata(title=f"{region.rsplit('/', 1)[-1]}政府工作报告", region=region, year=year)
    return replace(document, structure=Structure(tuple(spans), tuple(spans), sections), metadata=about)


def fact(document: Document, quantity: str, indicator: str, **fields: Any) -> Fact:
    """A proposal for the first place where `quantity` stands."""
    from core.numbers import parse

    start = document.text.index(quantity)
    read = parse(quantity)
    assert read is not None
    core = document.text.find(indicator)
    made = Fact(
        start, start + len(quantity), quantity, read.value, read.unit, read.base_value, read.base_unit,
        read.base_value_high, read.bound, indicator=indicator, confidence=0.97,
        indicator_start=core if core >= 0 else None, indicator_end=core + len(indicator) if core >= 0 else None,
    )  # fmt: skip
    return made.with_(**fields)


def facts(document: Document) -> tuple[Fact, ...]:
    """Nine facts of every kind, two of them doubtful."""
    year = document.metadata.year or 2021
    past = {"period_start": year - 1, "period_end": year - 1}
    ahead = {"period_start": year, "period_end": year, "status": Status.TARGET}
    up = {"measure": Measure.CHANGE, "direction": Direction.UP, "basis": Basis.YOY}
    return (
        fact(document, "105亿元", "地区生产总值", canonical="地区生产总值", status=Status.ESTIMATE, **past),
        fact(document, "6.53亿元", "一般公共预算收入", canonical="一般公共预算收入", action="实现", **past),
        fact(document, "10.8%", "一般公共预算收入", canonical="一般公共预算收入", action="增长", **past, **up),
        fact(
            document, "6.16%", "城镇居民人均可支配收入", canonical="城镇居民人均可支配收入", confidence=0.62,
            doubts=(("period", 0.55), ("basis", 0.8)), why=(("period", "section", "2020年工作回顾"),),
            **{**up, "basis": Basis.AVG}, period_start=year - 5, period_end=year - 1,
        ),
        fact(document, "7000亩", "高标准农田", canonical="高标准农田", action="新建", **past),
        fact(document, "近900名", "农村劳动力", action="转移", confidence=0.8, doubts=(("indicator", 0.8),), **past),
        fact(document, "6%以上", "地区生产总值", canonical="地区生产总值", **ahead, **up),
        fact(document, "10%左右", "固定资产投资", canonical="固定资产投资", bound=Bound.APPROX, **ahead, **up),
        fact(document, "4%以内", "城镇登记失业率", canonical="城镇登记失业率", value=Decimal(4), **ahead),
    )  # fmt: skip


def project(folder: Path, reports: int = 2) -> Store:
    """A new project with some reports in it; `analyst` is 李敏."""
    store = Store.create(folder / "project.duidu")
    store.analyst = "李敏"
    places = ("辽宁省/锦州市/北镇市", "江苏省/苏州市/昆山市", "四川省/成都市", "浙江省/宁波市/慈溪市")
    for number in range(reports):
        document = report(places[number % len(places)], 2021 - number // len(places))
        store.add(document, facts(document))
    return store


def nth(desk: Desk, number: int, report: int = 0) -> Fact:
    """A fact of a report, both by their turn."""
    return desk.facts(desk.documents()[report].id)[number]


def vocabulary() -> Any:
    """A few standard indicators with a synonym each."""
    from core.lexicon import Indicator, Lexicon, Synonym, builtin_units

    names = {
        "地区生产总值": ("GDP", "国内生产总值"),
        "一般公共预算收入": ("财政收入",),
        "城镇居民人均可支配收入": ("城镇居民收入",),
        "农村居民人均可支配收入": ("农民人均纯收入",),
        "固定资产投资": ("固投",),
        "城镇登记失业率": (),
        "高标准农田": (),
    }
    return Lexicon(
        tuple(
            Indicator(f"i{number}", name, "", "", "", 0, "both", "", (Synonym(name), *map(Synonym, others)))
            for number, (name, others) in enumerate(names.items())
        ),
        builtin_units(),
    )
