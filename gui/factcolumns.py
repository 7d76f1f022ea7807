"""The columns of the table of facts: what each says of a fact, how it sorts, what it edits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from core.facts import Fact, Measure
from core.store import TagRow
from gui.wording import choice_text, confidence_text, grouped, listed, period_text, state_text, value_text, when_text


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as the columns see it."""

    fact: Fact
    report: str
    tags: tuple[TagRow, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `text` makes the cell from a row, `sort` names its order in a Query, `edit` the field it edits."""

    key: str
    title: str  # message key
    text: Callable[[Shown], str]
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    sort: str = ""
    edit: str = ""
    width: int = 90
    hidden: bool = False


RIGHT = Qt.AlignmentFlag.AlignRight

COLUMNS: tuple[Column, ...] = (
    Column("state", "table.state", lambda r: state_text(r.fact.state), sort="state", width=76),
    Column("report", "table.report", lambda r: r.report, sort="document", width=118),
    Column("indicator", "table.indicator", lambda r: r.fact.indicator, sort="indicator", edit="indicator", width=206),
    Column("value", "table.value", lambda r: value_text(r.fact), RIGHT, sort="base_value", edit="value", width=126),
    Column("measure", "table.measure", lambda r: _measure(r.fact), sort="measure", edit="measure", width=108),
    Column("status", "table.status", lambda r: choice_text(r.fact.status), sort="status", edit="status", width=66),
    Column(
        "period",
        "table.period",
        lambda r: period_text(r.fact.period_start, r.fact.period_end),
        sort="period_start",
        edit="period",
        width=86,
    ),
    Column("confidence", "table.confidence", lambda r: _confidence(r.fact), sort="confidence", width=106),
    Column("tags", "table.tags", lambda r: listed([tag.name for tag in r.tags]), sort="tags", width=120),
    Column("note", "table.note", lambda r: r.fact.note, sort="note", edit="note", width=160),
    Column("canonical", "table.canonical", lambda r: r.fact.canonical, sort="canonical", edit="canonical", width=170),
    Column("base_value", "table.base_value", lambda r: grouped(r.fact.base_value), RIGHT, "base_value", "", 130, True),
    Column("base_unit", "table.base_unit", lambda r: r.fact.base_unit, sort="base_unit", width=60, hidden=True),
    Column("analyst", "table.analyst", lambda r: r.fact.analyst, sort="analyst", width=90),
    Column("decided", "table.decided", lambda r: when_text(r.fact.decided), sort="decided", width=130),
)
PLACE = {column.key: number for number, column in enumerate(COLUMNS)}


def _measure(fact: Fact) -> str:
    if fact.measure is Measure.CHANGE and fact.direction:
        basis = f" · {choice_text(fact.basis)}" if fact.basis else ""
        return choice_text(fact.direction) + basis
    return choice_text(fact.measure)


def _confidence(fact: Fact) -> str:
    if fact.origin != "machine":
        return ""
    return f"{confidence_text(fact.confidence)} {round(fact.confidence * 100)}%"
