"""What an export would hold, before it is made: counts and the first rows as they will stand in the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from core.exporting import Table
from core.exporting.datasets import Dataset
from core.exporting.formats import FORMATS
from core.exporting.selecting import Selection
from core.facts import State
from core.store import Query, Store

ROWS = 6


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Headings, whether each column is of numbers, the first rows as text; facts, reports and rows in all.

    `headings` is empty for formats that are no tables; `rows_in_all` is then the number of facts.
    """

    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    facts: int
    reports: int
    rows_in_all: int


def glimpse(
    store: Store,
    chosen: str | Query | Selection | Iterable[State],
    kind: str,
    columns: Sequence[str] = (),
    headers: str = "en",
) -> Glimpse:
    """Look at an export of a project; errors as in `export`."""
    dataset = Dataset(store, chosen)
    dataset.count()
    table = Table(dataset, FORMATS[kind], columns)
    shown = table.columns or []
    first = [tuple(_words(row[column.key]) for column in shown) for row in islice(table, ROWS)]
    count = len(table.panels.wide[1]) if table.panels is not None else dataset.total
    return Glimpse(
        tuple(column.heading(headers) for column in shown),
        tuple(column.kind != "text" for column in shown),
        tuple(first),
        dataset.total,
        sum(1 for _, number in dataset.sources if number),
        count,
    )


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return "; ".join(value) if isinstance(value, tuple) else str(value)
