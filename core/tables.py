"""Reading and filling the tables of an open project: plain statements in, values out. Transactions are the store's.

Longer than other modules: all statements on the tables stand together, so that a change of the schema is seen whole.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core import migrations
from core.documents import Document
from core.edits import Change
from core.errors import EditError, ProjectError
from core.facts import Fact
from core.log import now
from core.rows import (
    FACT_COLUMNS,
    FACT_LIST,
    ID_BITS,
    Reason,
    content_row,
    document_from,
    document_row,
    dumps,
    fact_from,
    fact_id,
    fact_row,
    unpack_reasons,
)

KEPT_REASONS = 16  # reports whose reasons stay unpacked in memory, as many as the desk keeps texts


@dataclass(frozen=True, slots=True)
class Listing:
    """A report without its texts. `characters` counts the reading text, `repairs` what was mended in it."""

    id: int
    name: str
    title: str
    region: str
    region_code: str
    level: str
    year: int | None
    date: str
    characters: int
    sha256: str
    encoding: str
    repairs: int
    source: str  # the path it was read from
    version: int = 1
    counts: dict[str, int] = field(default_factory=dict)  # state → number of facts


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag of the project's set; `colour` is "#rrggbb", `uses` the number of facts that carry it."""

    id: int
    name: str
    colour: str
    description: str
    position: int
    uses: int
    family: str = ""  # the group it belongs to


@dataclass(frozen=True, slots=True)
class Passage:
    """A tag or a note on a stretch of the reading text, or on a whole report (`start` and `end` None)."""

    id: int
    document: int
    start: int | None
    end: int | None
    tag: int | None
    note: str
    analyst: str
    at: str  # ISO 8601 in UTC


LISTING = (
    "id, name, title, region, region_code, level, year, date, characters, sha256, encoding, repairs, source, version"
)


class Tables:
    """The rows behind a connection. Every SQLite error outside a transaction becomes a ProjectError."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self._path = path
        self._reasons: OrderedDict[int, dict[int, Reason]] = OrderedDict()

    def run(self, statement: str, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        """Execute one statement."""
        try:
            return self.connection.execute(statement, tuple(values))
        except sqlite3.Error as error:
            if self.connection.in_transaction:
                raise  # the transaction rolls back and tells
            raise migrations.told(error, self._path) from error

    def rows(self, statement: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of one statement."""
        return self.run(statement, values).fetchall()

    def record(self, table: str, key: int) -> dict[str, Any]:
        """A row by its id; EditError when there is none."""
        gone = " AND removed = 0" if table == "document" else ""
        found = self._named(f"SELECT * FROM {table} WHERE id = ?{gone}", (key,))
        if found is None:
            raise EditError(f"unknown_{table}")
        return found

    def matching(self, table: str, columns: dict[str, Any]) -> dict[str, Any] | None:
        """The first row with these values in these columns."""
        where = " AND ".join(f'"{name}" = ?' for name in columns)
        return self._named(f"SELECT * FROM {table} WHERE {where}", columns.values())

    def listings(self) -> dict[int, Listing]:
        """The reports in the project's order."""
        counts = self.counts()
        rows = self.rows(f"SELECT {LISTING} FROM document WHERE removed = 0 ORDER BY position, id")
        return {row[0]: Listing(*(*row, counts.get(row[0], {}))) for row in rows}

    def counts(self, documents: Iterable[int] | None = None) -> dict[int, dict[str, int]]:
        """Report → state → number of facts, of all reports or of these."""
        where, values = (
            ("1", []) if documents is None else ("document IN (SELECT value FROM json_each(?))", [dumps([*documents])])
        )
        found: dict[int, dict[str, int]] = {}
        for document, state, count in self.run(
            f"SELECT document, state, count(*) FROM fact WHERE {where} GROUP BY document, state", values
        ):
            found.setdefault(document, {})[state] = count
        return found

    def document(self, document: int) -> Document:
        """A whole report."""
        found = self._named(
            "SELECT d.*, c.text, c.original, c.offsets, c.structure, c.repairs AS mended"
            " FROM document d JOIN content c ON c.document = d.id WHERE d.id = ? AND d.removed = 0",
            (document,),
        )
        if found is None:
            raise EditError("unknown_document")
        with self._reading():
            return document_from(found)

    def text(self, document: int) -> str:
        """The reading text of a report."""
        return str(self.rows("SELECT text FROM content WHERE document = ?", (document,))[0][0])

    def facts(self, where: str, values: Iterable[Any], *, reasons: bool = True) -> list[Fact]:
        """Facts with their tags; `where`, which may end in an order, is always one of our own phrases."""
        values = list(values)
        rows = self.rows(f"SELECT {FACT_LIST} FROM fact WHERE {where}", values)
        chosen = where.partition(" ORDER BY ")[0]
        tags: dict[int, set[int]] = {}
        for fact, tag in self.run(
            f"SELECT fact, tag FROM fact_tag WHERE fact IN (SELECT id FROM fact WHERE {chosen})", values
        ):
            tags.setdefault(fact, set()).add(tag)
        with self._reading():
            return [
                fact_from(row, frozenset(tags.get(row[0], ())), self._reason(row[1]).get(row[0]) if reasons else None)
                for row in rows
            ]

    def tags(self) -> list[TagRow]:
        """The tag set in its order."""
        rows = self.rows(
            "SELECT t.id, t.name, t.colour, t.description, t.position,"
            " (SELECT count(*) FROM fact_tag x JOIN fact f ON f.id = x.fact JOIN document d ON d.id = f.document"
            " WHERE x.tag = t.id AND d.removed = 0), t.family FROM tag t ORDER BY t.position, t.id"
        )
        return [TagRow(*row) for row in rows]

    def passages(self, document: int | None = None) -> list[Passage]:
        """The tagged and noted stretches of the reports in the project, or of one, in reading order."""
        rows = self.rows(
            'SELECT p.id, p.document, p.start, p."end", p.tag, p.note, p.analyst, p.at FROM passage p'
            " JOIN document d ON d.id = p.document WHERE d.removed = 0 AND (?1 IS NULL OR p.document = ?1)"
            " ORDER BY d.position, d.id, p.start, p.id",
            (document,),
        )
        return [Passage(*row) for row in rows]

    def insert(
        self,
        document: Document,
        facts: tuple[Fact, ...],
        source: str,
        *,
        older: int | None = None,
        moving: Iterable[Fact] = (),
        named: bool = False,
    ) -> int:
        """A new report, still marked as removed, with its facts; its id.

        As a new version of the report `older` it takes its place in the order; the reasons of the facts that are going
        to move into it (`moving`) are kept with it. Facts of another copy of the project (`named`) keep their ids.
        """
        row = {**document_row(document, source), "removed": 1, "supersedes": older}
        if older is not None:
            row |= dict(zip(("position", "version"), self._stands(older), strict=True))
        else:
            row["position"] = self.rows("SELECT coalesce(max(position), 0) + 1 FROM document")[0][0]
            row["version"] = 1
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        key = self.run(f"INSERT INTO document ({names}) VALUES ({marks})", row.values()).lastrowid
        assert key is not None
        if named:
            facts = tuple(fact.with_(document=key) for fact in facts)
        else:
            facts = tuple(self._numbered(document.sha256, key, facts))
        content = content_row(document, (*facts, *moving))
        names, marks = ", ".join(content), ", ?" * len(content)
        self.run(f"INSERT INTO content (document, {names}) VALUES (?{marks})", (key, *content.values()))
        self.connection.executemany(
            f"INSERT INTO fact ({FACT_LIST}) VALUES ({', '.join('?' * len(FACT_COLUMNS))})",
            (tuple(fact_row(fact).values()) for fact in facts),
        )
        return key

    def _stands(self, document: int) -> tuple[int, int]:
        """The position of a report, and the number of the version that comes after it."""
        row = self.record("document", document)
        return row["position"], row["version"] + 1

    def complete(self, key: int, document: Document, facts: tuple[Fact, ...]) -> None:
        """Give a report back its text and the proposals that are not there, where damage to the file took them."""
        if self.rows("SELECT 1 FROM content WHERE document = ?", (key,)):
            return
        content = {"document": key, **content_row(document, facts)}
        names, marks = ", ".join(content), ", ".join("?" * len(content))
        self.run(f"INSERT INTO content ({names}) VALUES ({marks})", content.values())
        there = {(f.start, f.end, f.quantity) for f in self.facts("document = ?", (key,), reasons=False)}
        fresh = tuple(f for f in facts if (f.start, f.end, f.quantity) not in there)
        self.connection.executemany(
            f"INSERT INTO fact ({FACT_LIST}) VALUES ({', '.join('?' * len(FACT_COLUMNS))})",
            [tuple(fact_row(fact).values()) for fact in self._numbered(document.sha256, key, fresh)],
        )

    def _numbered(self, source: str, document: int, facts: tuple[Fact, ...]) -> Iterator[Fact]:
        """Facts with their lasting ids; two that share a quantity, or by chance an id, take the next turn."""
        first = [fact_id(source, fact.start, fact.end, fact.quantity) for fact in facts]
        where, values = among(first)
        seen = {row[0] for row in self.run(f"SELECT id FROM fact WHERE {where}", values)}
        for fact, wanted in zip(facts, first, strict=True):
            key, turn = wanted, 0
            while key in seen or (turn and self.run("SELECT 1 FROM fact WHERE id = ?", (key,)).fetchone()):
                turn += 1
                key = fact_id(source, fact.start, fact.end, fact.quantity, turn)
            seen.add(key)
            yield fact.with_(id=key, document=document)

    def _reason(self, document: int) -> dict[int, Reason]:
        if document not in self._reasons:
            row = self.run("SELECT reasons FROM content WHERE document = ?", (document,)).fetchone()
            self._reasons[document] = unpack_reasons(row[0] if row else None)
            while len(self._reasons) > KEPT_REASONS:
                self._reasons.popitem(last=False)
        self._reasons.move_to_end(document)
        return self._reasons[document]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """What stands in a column is not what we write there: somebody else wrote, or the medium fails."""
        try:
            yield
        except (ValueError, TypeError, LookupError, ArithmeticError, zlib.error) as error:
            folder = str(self._path.absolute().parent)
            raise ProjectError("damaged", name=self._path.name, folder=folder) from error

    def _named(self, statement: str, values: Iterable[Any]) -> dict[str, Any] | None:
        cursor = self.run(statement, values)
        row = cursor.fetchone()
        return None if row is None else dict(zip((c[0] for c in cursor.description), row, strict=True))


class Present:
    """The project as it stands, for planning an act inside its own transaction (core.plans.Rows)."""

    def __init__(self, tables: Tables, analyst: str) -> None:
        self._tables = tables
        self.analyst = analyst
        self._now = now()

    def many(self, ids: Iterable[int]) -> dict[int, Fact]:
        """Facts by id, without their reasons."""
        return {fact.id: fact for fact in self._tables.facts(*among(ids), reasons=False)}

    def text(self, document: int) -> str:
        """The reading text of a report."""
        return self._tables.text(document)

    def record(self, table: str, key: int) -> dict[str, Any]:
        """A row by its id."""
        return self._tables.record(table, key)

    def record_of(self, table: str, key: int) -> dict[str, Any]:
        """A row by its id, a report also while it is not in the project."""
        found = self._tables.matching(table, {"id": key})
        if found is None:
            raise EditError(f"unknown_{table}")
        return found

    def tag_names(self) -> dict[str, int]:
        """The id of each tag by its name."""
        return dict(self._tables.rows("SELECT name, id FROM tag"))

    def tagged(self, tag: int) -> list[int]:
        """The facts that carry a tag, also those of removed reports."""
        return [row[0] for row in self._tables.rows("SELECT fact FROM fact_tag WHERE tag = ? ORDER BY fact", (tag,))]

    def known(self, table: str, **columns: Any) -> dict[str, Any] | None:
        """The row that holds these values, None where there is none."""
        return self._tables.matching(table, columns)

    def passages(self, document: int | None = None, tag: int | None = None) -> list[dict[str, Any]]:
        """The rows of tagged stretches of a report or with a tag, also those of removed reports."""
        names = ("id", "document", "start", "end", "tag", "note", "analyst", "at")
        rows = self._tables.rows(
            'SELECT id, document, start, "end", tag, note, analyst, at FROM passage'
            " WHERE (?1 IS NULL OR document = ?1) AND (?2 IS NULL OR tag = ?2) ORDER BY id",
            (document, tag),
        )
        return [dict(zip(names, row, strict=True)) for row in rows]

    def several(self, table: str, keys: Iterable[int]) -> dict[int, dict[str, Any]]:
        """The rows of a table that exist among these, by id."""
        cursor = self._tables.run(
            f"SELECT * FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (dumps([*keys]),)
        )
        names = [column[0] for column in cursor.description]
        return {row["id"]: row for row in (dict(zip(names, values, strict=True)) for values in cursor)}

    def fresh(self, table: str) -> int:
        """A free id. Random, so that copies of a project that are worked on apart can be joined again."""
        while True:
            key = secrets.randbits(ID_BITS if table == "fact" else 31) or 1
            if not self._tables.rows(f"SELECT 1 FROM {table} WHERE id = ?", (key,)):
                return key

    def document(self, document: int) -> Document:
        """A whole report."""
        return self._tables.document(document)

    def facts(self, document: int, *, reasons: bool = True) -> list[Fact]:
        """The facts of a report in text order."""
        return self._tables.facts('document = ? ORDER BY start, "end", id', (document,), reasons=reasons)

    def select(self, statement: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a reading statement."""
        return self._tables.rows(statement, values)

    def take_in(
        self, document: Document, facts: Iterable[Fact], source: str, *, older: int | None = None,
        moving: Iterable[Fact] = (), named: bool = False,
    ) -> int:  # fmt: skip
        """Put a report with its proposals into the tables, marked as removed until a change brings it in; its id."""
        return self._tables.insert(document, tuple(facts), source, older=older, moving=moving, named=named)

    def logged(self, batches: Iterable[int]) -> list[tuple[int, Change]]:
        """What these acts changed, those that stand only, in the order of doing."""
        rows = self._tables.run(
            'SELECT c.batch, c."table", c."key", c.before, c.after FROM change c JOIN batch b ON b.id = c.batch'
            " WHERE b.state = 'done' AND c.batch IN (SELECT value FROM json_each(?)) ORDER BY c.batch, c.seq",
            (dumps([*batches]),),
        )
        return [(batch, Change(table, key, _dict(before), _dict(after))) for batch, table, key, before, after in rows]

    def pairs(self, column: str, key: int) -> list[tuple[int, int]]:
        """The facts with their tags, of one fact or of one tag (`column`)."""
        return [
            (row[0], row[1]) for row in self._tables.rows(f"SELECT fact, tag FROM fact_tag WHERE {column} = ?", (key,))
        ]

    def acted(self, batch: int) -> tuple[str, dict[str, Any]]:
        """The label of an act, as message key and values."""
        found = self._tables.rows("SELECT label FROM batch WHERE id = ?", (batch,))
        key, values = json.loads(found[0][0])
        return key, values

    def now(self) -> str:
        """The moment of the act, one for all its rows."""
        return self._now


def _dict(row: str | None) -> dict[str, Any] | None:
    return None if row is None else dict(json.loads(row))


def among(ids: Iterable[int]) -> tuple[str, list[Any]]:
    """A condition on `id` and its values; any number of ids fits into one statement."""
    ids = list(ids)
    if len(ids) == 1:
        return "id = ?", [ids[0]]
    return "id IN (SELECT value FROM json_each(?))", [json.dumps(ids)]
