"""Small projects for the tests of exports."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from core.documents import Document, Metadata, Structure
from core.facts import Basis, Bound, Direction, Fact, Measure, Status
from core.spans import Span
from core.store import Store

FILES = Path(__file__).resolve().parents[1] / "files" / "exports"
GDP, INVESTMENT = "地区生产总值", "固定资产投资"
PLAIN = "地区生产总值增长7%，固定资产投资45.35亿元。"
ASTRAL = "𠮷县" + PLAIN
# Where the four stretches stand: code points, UTF-16 units, UTF-8 bytes; in the plain text and after 𠮷县.
GOLDEN = {
    GDP: ((0, 6), (0, 6), (0, 18), (2, 8), (3, 9), (7, 25)),
    "7%": ((8, 10), (8, 10), (24, 26), (10, 12), (11, 13), (31, 33)),
    INVESTMENT: ((11, 17), (11, 17), (29, 47), (13, 19), (14, 20), (36, 54)),
    "45.35亿元": ((17, 24), (17, 24), (47, 58), (19, 26), (20, 27), (54, 65)),
}


def fact(
    text: str, quantity: str, value: str, unit: str, base: str, base_unit: str, name: str = "", **more: object
) -> Fact:
    """A proposal for the first place of `quantity`, its indicator for the first place of `name`."""
    start = text.index(quantity)
    core = (text.index(name), text.index(name) + len(name)) if name and name in text else (None, None)
    return Fact(
        start, start + len(quantity), quantity, Decimal(value), unit, Decimal(base), base_unit, indicator=name,
        canonical=name, indicator_start=core[0], indicator_end=core[1], confidence=0.9,
    ).with_(**more)  # fmt: skip


def report(text: str, name: str, year: int, region: str = "辽宁省/锦州市", code: str = "210700") -> Document:
    about = Metadata(title=f"{year}年政府工作报告", region=region, region_code=code, level="prefecture", year=year)
    lines = Structure((Span(0, len(text)),), (Span(0, len(text)),))
    return replace(Document.plain(text, name), metadata=about, structure=lines)


def golden(store: Store) -> None:
    """Two reports: the plain text, and the same after a character outside the basic plane."""
    for name, text, year in (("甲.txt", PLAIN, 2021), ("乙.txt", ASTRAL, 2022)):
        store.add(
            report(text, name, year),
            (
                fact(text, "7%", "7", "%", "7", "%", GDP, measure=Measure.CHANGE, direction=Direction.UP,
                     basis=Basis.YOY, period_start=year - 1, period_end=year - 1),
                fact(text, "45.35亿元", "45.35", "亿元", "4535000000", "元", INVESTMENT, period_start=year - 1,
                     period_end=year - 1),
            ),
        )  # fmt: skip


def targets(store: Store) -> None:
    """Levels, growth and targets with every wording, over two regions and three years."""
    text = "总值105亿元，增长5.5%，目标增长6%以上，总值1120000万元，下降3%，目标6-7%，收入控制在20亿元以内。"
    growth = {"measure": Measure.CHANGE, "direction": Direction.UP, "basis": Basis.YOY}
    down = {**growth, "direction": Direction.DOWN}

    def at(year: int) -> dict[str, int]:
        return {"period_start": year, "period_end": year}

    first = (
        fact(text, "105亿元", "105", "亿元", "10500000000", "元", canonical=GDP, **at(2020)),
        fact(text, "5.5%", "5.5", "%", "5.5", "%", canonical=GDP, **growth, **at(2020)),
        fact(
            text, "6%以上", "6", "%", "6", "%", canonical=GDP, bound=Bound.GE, status=Status.TARGET, **growth,
            **at(2021),
        ),
        fact(
            text, "20亿元以内", "20", "亿元", "2000000000", "元", canonical="一般公共预算收入", bound=Bound.LE,
            status=Status.TARGET, **at(2021),
        ),
    )  # fmt: skip
    second = (
        fact(text, "1120000万元", "1120000", "万元", "11200000000", "元", canonical=GDP, **at(2021)),
        fact(text, "3%", "3", "%", "3", "%", canonical=GDP, **down, **at(2021)),
        fact(
            text, "6-7%", "6", "%", "6", "%", canonical=GDP, bound=Bound.RANGE, base_value_high=Decimal(7),
            status=Status.TARGET, **growth, **at(2022),
        ),
    )  # fmt: skip
    store.add(report(text, "北镇2021.txt", 2021, "辽宁省/锦州市/北镇市", "210782"), first)
    store.add(report(text + "\n", "北镇2022.txt", 2022, "辽宁省/锦州市/北镇市", "210782"), second)
    store.add(report(text + "\n\n", "苏州2021.txt", 2021, "江苏省/苏州市", "320500"), (first[0].with_(base_unit="人"),))
