"""Rows changed in memory before they become one act: what merging writes into, and reads back, before it is planned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from core.edits import Change
from core.rows import FACT_LIST

if TYPE_CHECKING:
    from core.tables import Present

Row = dict[str, Any]
# In the order in which rows may be put in.
KEYED = ("document", "tag", "fact", "passage", "absence", "dismissal", "rule", "coding")


class Draft:
    """The project as it stands, with changes laid over it; `changes` tells them as one act's."""

    def __init__(self, rows: Present) -> None:
        self.rows = rows
        self._first: dict[tuple[str, int], Row | None] = {}
        self._now: dict[tuple[str, int], Row | None] = {}
        self._tags_first: dict[int, frozenset[int]] = {}
        self._tags: dict[int, set[int]] = {}

    def get(self, table: str, key: int) -> Row | None:
        """A row without its id, as it stands now; None where there is none."""
        place = (table, key)
        if place not in self._now:
            self._load(table, [key])
        row = self._now[place]
        return None if row is None else dict(row)

    def load(self, table: str, keys: Iterable[int]) -> None:
        """Read many rows at once, which costs a hundredth of reading each."""
        self._load(table, [key for key in keys if (table, key) not in self._now])

    def put(self, table: str, key: int, row: Row | None) -> None:
        """Set a row, or take it out."""
        self.get(table, key)
        self._now[table, key] = None if row is None else dict(row)

    def make(self, table: str, key: int, row: Row) -> None:
        """Put a row under an id that is known to be free, which spares looking for it."""
        self._first.setdefault((table, key), None)
        self._now[table, key] = dict(row)

    def laid(self, table: str) -> dict[int, Row]:
        """The rows of a table that were read or put so far, by id."""
        return {key: row for (name, key), row in self._now.items() if name == table and row is not None}

    def has(self, table: str, key: int) -> bool:
        """True when the row was read or put so far."""
        return self._now.get((table, key)) is not None

    def every(self, table: str, condition: str = "1") -> dict[int, Row]:
        """The rows of a table that meet a condition (our own words), with what was put since."""
        # Statements are put together from our own words only.
        self.load(table, [row[0] for row in self.rows.select(f"SELECT id FROM {table} WHERE {condition}")])
        return self.laid(table)

    def tags(self, fact: int) -> set[int]:
        """The tags of a fact."""
        if fact not in self._tags:
            self._load_tags([fact])
        return self._tags[fact]

    def changes(self) -> tuple[Change, ...]:
        """Everything that is different now, in an order that keeps every reference whole, backwards too."""
        put, taken, rest = [], [], []
        for table in KEYED:
            for (name, key), row in sorted(self._now.items()):
                first = self._first[name, key]
                if name != table or row == first:
                    continue
                if first is None:
                    put.append(Change(table, key, None, row))
                elif row is None:
                    taken.append(Change(table, key, first, None))
                else:
                    names = [n for n in row if row[n] != first[n]]
                    rest.append(Change(table, key, {n: first[n] for n in names}, {n: row[n] for n in names}))
        off, on = [], []
        for fact, tags in sorted(self._tags.items()):
            old = self._tags_first[fact]
            off += [Change("fact_tag", fact, {"tag": tag}, None) for tag in sorted(old - tags)]
            on += [Change("fact_tag", fact, None, {"tag": tag}) for tag in sorted(tags - old)]
        return (*put, *rest, *off, *on, *reversed(taken))

    def _load(self, table: str, keys: list[int]) -> None:
        for row in rows_of(self.rows, table, keys):
            key = row.pop("id")
            self._first[table, key] = self._now[table, key] = row
        for key in keys:
            if (table, key) not in self._now:
                self._first[table, key] = self._now[table, key] = None
        if table == "fact":
            self._load_tags([key for key in keys if key not in self._tags])

    def _load_tags(self, facts: list[int]) -> None:
        for fact in facts:
            self._tags[fact] = set()
        for fact, tag in tags_of(self.rows, facts):
            self._tags[fact].add(tag)
        for fact in facts:
            self._tags_first[fact] = frozenset(self._tags[fact])


def rows_of(source: Any, table: str, keys: Iterable[int]) -> list[Row]:
    """Rows by id as dictionaries; `source` is anything with `select` (a store, the project as it stands)."""
    from core.rows import dumps

    names = FACT_LIST if table == "fact" else ", ".join(f'"{row[1]}"' for row in described(source, table))
    found = source.select(
        f"SELECT {names} FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (dumps([*keys]),)
    )
    heads = [name.strip().strip('"') for name in names.split(",")]
    return [dict(zip(heads, row, strict=True)) for row in found]


def described(source: Any, table: str) -> list[tuple[Any, ...]]:
    """The columns of a table as SQLite tells them: number, name, type, …"""
    return list(source.select("SELECT cid, name, type FROM pragma_table_info(?) ORDER BY cid", (table,)))


def tags_of(source: Any, facts: Iterable[int]) -> list[tuple[int, int]]:
    """Fact and tag, of these facts."""
    from core.rows import dumps

    return list(
        source.select(
            "SELECT fact, tag FROM fact_tag WHERE fact IN (SELECT value FROM json_each(?))", (dumps([*facts]),)
        )
    )
