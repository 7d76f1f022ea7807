"""Reading the rows of a damaged SQLite file around the damage: by their keys, from one that can be read to the next."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core import migrations

Row = dict[str, Any]
NEEDED = ("project", "document", "content", "fact", "batch", "change")  # without one of these it is no project
TYPES: dict[str, tuple[type, ...]] = {"TEXT": (bytes,), "BLOB": (bytes,), "INTEGER": (int,), "REAL": (int, float)}
INTERIOR = 5  # the first byte of a page that leads to others
FURTHEST = 1 << 62  # keys are 64 bits


def opened(work: Path, fresh: Path) -> sqlite3.Connection:
    """A connection to the copy; where the list of its tables is unreadable, it gets that of a new project.

    The tables of every project are made in the same order in an empty file, so their roots lie on the same pages, and
    so does the list.
    """
    for graft in (False, True):
        if graft:
            _graft(work, fresh.read_bytes())
        connection = migrations.connect(work, durable=False)
        connection.text_factory = bytes
        try:
            connection.execute("PRAGMA cell_size_check = ON")
            connection.execute("SELECT id FROM document LIMIT 1").fetchone()
            connection.execute("SELECT seq FROM fact LIMIT 1").fetchone()
        except sqlite3.Error:
            if graft or not _unreadable(connection):
                return connection
            connection.close()
        else:
            return connection
    raise AssertionError


def _graft(work: Path, fresh: bytes) -> None:
    """Write the pages of the list of tables over those of the copy, which grows where it was cut off before them."""
    size = migrations.PAGE
    first = fresh[:size]
    head = first[100:]  # https://www.sqlite.org/fileformat2.html#b_tree_pages
    pages = []
    if head[0] == INTERIOR:
        cells = int.from_bytes(head[3:5], "big")
        places = [int.from_bytes(head[12 + 2 * n : 14 + 2 * n], "big") for n in range(cells)]
        pages = [int.from_bytes(first[at : at + 4], "big") for at in places] + [int.from_bytes(head[8:12], "big")]
    with work.open("rb+") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write(fresh[(page - 1) * size : page * size])
        count = max(file.seek(0, os.SEEK_END) // size, 1)
        file.seek(0)
        # Page count as it is, no free pages; the change counter equals the version-valid-for number.
        file.write(first[:28] + count.to_bytes(4, "big") + bytes(8) + first[40:])


def _unreadable(connection: sqlite3.Connection) -> bool:
    """True when not even the list of tables can be read."""
    try:
        names = {row[0] for row in connection.execute("SELECT CAST(name AS BLOB) FROM sqlite_master")}
    except sqlite3.Error:
        return True
    return not {name.encode() for name in NEEDED} <= names


def keys(new: sqlite3.Connection) -> dict[str, str]:
    """Our tables and the column each is read by, the first of its primary key."""
    ours = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 1) <> '_' AND name NOT LIKE 'sqlite%'"
    )
    return {
        table: next(row[1] for row in new.execute(f'PRAGMA table_info("{table}")') if row[5] == 1)
        for (table,) in new.execute(ours).fetchall()
    }


def walk(damaged: sqlite3.Connection, table: str, key: str, columns: list[str]) -> Iterator[tuple[Any, ...] | None]:
    """Rows in the order of their key; None where pages could not be read."""
    names = ", ".join(f'"{name}"' for name in columns)
    at, last = columns.index(key), None
    while True:
        where = "" if last is None else f'WHERE "{key}" > ?'
        try:
            for row in damaged.execute(
                f'SELECT {names} FROM "{table}" NOT INDEXED {where} ORDER BY "{key}"', () if last is None else (last,)
            ):
                last = row[at]
                yield row
        except sqlite3.Error:
            yield None
            if key == "name" or (last := _beyond(damaged, table, key, last or 0)) is None:
                return
        else:
            return


def _beyond(damaged: sqlite3.Connection, table: str, key: str, last: int) -> int | None:
    """One less than the next key that can be read after the damage behind `last`; None when there is none."""

    def next_from(step: int) -> int | None:
        try:
            row = damaged.execute(
                f'SELECT "{key}" FROM "{table}" NOT INDEXED WHERE "{key}" > ? ORDER BY "{key}" LIMIT 1', (last + step,)
            ).fetchone()
        except sqlite3.Error:
            return None
        return row[0] if row else FURTHEST

    high = 1
    while (reached := next_from(high)) is None:
        high *= 2
        if last + high > FURTHEST:
            return None
    low = high // 2
    while high - low > 1:  # not further than needed
        middle = (low + high) // 2
        nearer = next_from(middle)
        if nearer is None:
            low = middle
        else:
            high, reached = middle, nearer
    return None if reached == FURTHEST else reached - 1


def checked(values: Row, kinds: dict[str, tuple[str, bool]]) -> Row | None:
    """A row with texts decoded; None when a value is not of its column's type: it was not written by us."""
    for name, value in values.items():
        kind, needed = kinds[name]
        fits = isinstance(value, TYPES[kind])
        if value is None:
            if needed:
                return None
        elif not fits:
            return None
        elif kind == "TEXT":
            try:
                values[name] = value.decode("utf-8")
            except UnicodeDecodeError:
                return None
    return values
