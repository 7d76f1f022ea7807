"""What the table of facts asks for, and the SQL that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.facts import Fact
from core.rows import FACT_COLUMNS, dumps
from core.searching import forms

# Columns that sort by another one: exact decimals are TEXT, and so would sort by their first digit.
SORTS = {
    "reading": 'd.position, d.id, f.start, f."end"',
    "doubt": "f.confidence",
    "value": "CAST(f.value AS REAL)",
    "base_value": "f.number",
    "base_value_high": "f.number_high",
    "document": "d.position",
    "report": "d.name",
    "region": "d.region",
    "year": "d.year",
    "tags": "(SELECT min(t.position) FROM fact_tag x JOIN tag t ON t.id = x.tag WHERE x.fact = f.id)",
    **{
        name: f"nullif(f.\"{name}\", '')"  # no note is nothing, and not the first of all notes
        for name in FACT_COLUMNS
        if name not in ("value", "base_value", "base_value_high", "document")
    },
}


# Reading order comes straight from the indices, without sorting a million rows, when the outer loop goes through the
# reports; CROSS JOIN is SQLite's word for that.
REPORTS_FIRST = "document d CROSS JOIN fact f ON f.document = d.id"


@dataclass(frozen=True, slots=True)
class Query:
    """Which facts, in which order. Empty conditions hold for all; several conditions must all hold.

    Each word of `text` is looked for in indicator, canonical name, quantity, action and note, a Traditional one in
    Simplified characters too, full width in half width. `sort` is "reading" (by report and
    place), "doubt" (least certain first) or a column; facts that sort alike stand in reading order, those
    without what is sorted by (facts without a number by value) last, either way.
    """

    documents: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    text: str = ""
    canonical: tuple[str, ...] | str = ()
    tags: tuple[int, ...] = ()  # any of them
    measure: tuple[str, ...] | str = ()
    status: tuple[str, ...] | str = ()
    min_confidence: float = 0.0
    indicator: str = ""  # the name exactly as it is
    unit: str = ""  # as written or after 万/亿
    low: float | None = None  # value after 万/亿, both ends included; of a range either end may fall in
    high: float | None = None
    year: int | None = None  # lies in the period
    analyst: str = ""  # who decided last
    noted: bool = False  # has a note
    sort: str = "reading"
    descending: bool = False
    limit: int = 0  # at most so many; 0 for all

    def sql(self) -> tuple[str, list[Any]]:
        """The statement that lists fact ids in order, and its values; KeyError for an unknown sort."""
        where, values = self._conditions()
        down = " DESC" if self.descending else ""
        # What has nothing to sort by stands last either way: facts without a number, without a period.
        empty = "" if self.sort == "reading" else " NULLS LAST"
        order = ", ".join(part.strip() + down + empty for part in _parts(SORTS[self.sort]))
        order += f", {SORTS['reading']}, f.id" if self.sort != "reading" else f", f.id{down}"
        return (
            f"SELECT f.id FROM {REPORTS_FIRST} WHERE {where} ORDER BY {order}"
            + (f" LIMIT {int(self.limit)}" if self.limit else ""),
            values,
        )

    def piece(self) -> tuple[str, list[Any]]:
        """The statement that lists fact ids in reading order, each with what it is to be sorted by."""
        where, values = self._conditions()
        key = "" if self.sort == "reading" else f", {SORTS[self.sort]}"
        return f"SELECT f.id{key} FROM {REPORTS_FIRST} WHERE {where} ORDER BY {SORTS['reading']}, f.id", values

    def holds(self, fact: Fact) -> bool:
        """True when a fact meets the conditions; the same as the SQL, for one fact at hand."""

        def among(value: Any, wanted: Any) -> bool:
            return not wanted or (value == wanted if isinstance(wanted, str) else value in wanted)

        said = f"{fact.indicator}\n{fact.canonical}\n{fact.quantity}\n{fact.action}\n{fact.note}".lower()
        return (
            among(fact.document, self.documents)
            and among(fact.state.value, self.states)
            and among(fact.canonical, self.canonical)
            and among(fact.measure.value, self.measure)
            and among(fact.status.value, self.status)
            and (not self.tags or bool(fact.tags & set(self.tags)))
            and all(any(form.lower() in said for form in forms(word)) for word in self.text.split())
            and fact.confidence >= self.min_confidence
            and among(fact.indicator, self.indicator)
            and (not self.unit or self.unit in (fact.unit, fact.base_unit))
            and self._within(fact)
            and (self.year is None or _covers(fact, self.year))
            and among(fact.analyst, self.analyst)
            and (not self.noted or bool(fact.note))
        )

    @property
    def conditional(self) -> bool:
        """True when a decision, tag or correction can move a fact in or out."""
        return self != Query(documents=self.documents, sort=self.sort, descending=self.descending)

    def _within(self, fact: Fact) -> bool:
        high = fact.base_value if fact.base_value_high is None else fact.base_value_high
        return (self.low is None or (high is not None and float(high) >= self.low)) and (
            self.high is None or (fact.base_value is not None and float(fact.base_value) <= self.high)
        )

    def _conditions(self) -> tuple[str, list[Any]]:
        where: list[str] = ["d.removed = 0"]
        values: list[Any] = []
        for column, wanted in (
            ("f.document", self.documents),
            ("f.state", self.states),
            ("f.canonical", self.canonical),
            ("f.measure", self.measure),
            ("f.status", self.status),
        ):
            items = (wanted,) if isinstance(wanted, str) and wanted else tuple(wanted)
            if items:
                where.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(dumps([str(item) if isinstance(item, str) else item for item in items]))
        if self.tags:
            where.append("f.id IN (SELECT fact FROM fact_tag WHERE tag IN (SELECT value FROM json_each(?)))")
            values.append(dumps(list(self.tags)))
        for word in self.text.split():
            columns = ("indicator", "canonical", "quantity", "action", "note")
            called = forms(word)
            where.append("(" + " OR ".join(f"f.{name} LIKE ? ESCAPE '!'" for name in columns * len(called)) + ")")
            for form in called:
                pattern = "%" + form.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
                values += [pattern] * len(columns)
        if self.min_confidence > 0:
            where.append("f.confidence >= ?")
            values.append(self.min_confidence)
        for condition, given in (
            ("f.indicator = ?", self.indicator or None),
            ("(f.base_unit = ? OR f.unit = ?)", self.unit or None),
            ("coalesce(f.number_high, f.number) >= ?", self.low),
            ("f.number <= ?", self.high),
            ("? BETWEEN f.period_start AND f.period_end", self.year),
            ("f.analyst = ?", self.analyst or None),
        ):
            if given is not None:
                where.append(condition)
                values += [given] * condition.count("?")
        if self.noted:
            where.append("f.note <> ''")
        return " AND ".join(where), values


def _covers(fact: Fact, year: int) -> bool:
    return (
        fact.period_start is not None and fact.period_end is not None and fact.period_start <= year <= fact.period_end
    )


def _parts(order: str) -> list[str]:
    return [order] if "(" in order else order.split(",")
