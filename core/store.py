"""The project: one SQLite file that holds reports, facts, tags and the log of every act.

One class, one connection, one thread. Every method that changes something returns after the change is on the disk
(rollback journal, synchronous=FULL); between two acts the file alone is complete and may be copied while open.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from core import migrations
from core.documents import Document
from core.edits import Act, Change, Touched
from core.errors import EditError, ProjectError
from core.facts import Fact
from core.history import Entry, Label, Log, now, touched
from core.locking import Lock, user
from core.planning import Plan, plan, short
from core.querying import Query
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

__all__ = ["Listing", "Query", "Store", "TagRow"]

MERGE_SECONDS = 1.0  # edits of one field of one fact this close together are one step of undo
CHECKED_BYTES = 32 << 20  # files up to this size are checked wholly at opening; it takes about 1 ms a megabyte
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


LISTING = "id, name, title, region, region_code, level, year, date, characters, sha256, encoding, repairs, source"


class Store:
    """An open project. Errors are ProjectError (the file) and EditError (the act); after either nothing has changed.

    Reads answer from the connection, except the small rows of reports and their counts, which are kept in memory:
    the desk asks for them after every act, and with 5,000 reports and 1.5 million facts counting takes 0.2 s.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: Lock | None) -> None:
        self.path = path
        self.readonly = lock is None
        self.analyst = user()
        self.merge_seconds = MERGE_SECONDS
        self._connection = connection
        self._lock = lock
        self._log = Log(connection)
        self._last: tuple[object, int, float] | None = None
        self._listings: dict[int, Listing] | None = None
        self._reasons: OrderedDict[int, dict[int, Reason]] = OrderedDict()
        stat = path.stat()
        self._file = (stat.st_dev, stat.st_ino)

    # Opening and closing

    @classmethod
    def create(cls, path: Path | str, *, title: str = "") -> Self:
        """A new, empty project; never over an existing file. It appears under its name only when it is complete."""
        path = Path(path)
        folder = path.absolute().parent
        if not folder.is_dir():
            raise ProjectError("project_folder", name=path.name, folder=str(folder))
        if path.exists():
            raise ProjectError("project_exists", name=path.name)
        draft = folder / f".{path.name}.{secrets.token_hex(4)}.new"
        try:
            draft.touch(exist_ok=False)
            with contextlib.closing(migrations.connect(draft)) as connection:
                migrations.migrate(connection)
                connection.execute(f"PRAGMA application_id = {migrations.APPLICATION}")
                rows = {"title": title or path.stem, "made": now(), "key": secrets.token_hex(16)}
                connection.executemany("INSERT INTO project (name, value) VALUES (?, ?)", rows.items())
            try:
                os.link(draft, path)  # unlike rename, refuses to replace
            except FileExistsError:
                raise ProjectError("project_exists", name=path.name) from None
            except OSError:  # a medium without hard links
                os.rename(draft, path)
        except PermissionError:
            raise ProjectError("project_readonly", name=path.name, folder=str(folder)) from None
        except OSError as error:
            raise _os_error(error, path) from None
        except sqlite3.Error as error:
            raise migrations.told(error, path) from None
        finally:
            draft.unlink(missing_ok=True)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path | str, *, readonly: bool = False) -> Self:
        """An existing project; an older one is brought up to date after a copy of it was set aside."""
        path = Path(path)
        migrations.identify(path)
        if not readonly and not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)):
            raise ProjectError("project_readonly", name=path.name, folder=str(path.absolute().parent))
        lock = None if readonly else Lock(path)
        connection = None
        try:
            connection = _connected(path, readonly)
            found = migrations.version(connection)
            if found > migrations.VERSION:
                raise ProjectError("newer", name=path.name, found=found, known=migrations.VERSION)  # noqa: TRY301 -- the lock must go
            _check(connection, path)
            if found < migrations.VERSION:
                if readonly:
                    raise ProjectError("older", name=path.name)  # noqa: TRY301 -- the lock must go
                shutil.copy2(path, path.with_name(f"{path.name}.v{found}.backup"))
                migrations.migrate(connection)
            return cls(path, connection, lock)
        except BaseException as error:
            if connection is not None:
                connection.close()
            if lock is not None:
                lock.release()
            if isinstance(error, sqlite3.Error):
                raise migrations.told(error, path) from None
            if isinstance(error, OSError):
                raise _os_error(error, path) from None
            raise

    def close(self) -> None:
        """Let the file go; closing twice is harmless."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def title(self) -> str:
        """The project's name."""
        return str(self._rows("SELECT value FROM project WHERE name = 'title'")[0][0])

    # Reading

    def documents(self) -> list[Listing]:
        """The reports in the project's order, without texts; removed ones are left out."""
        return list(self._listed().values())

    def document(self, document: int) -> Document:
        """A report with both texts, structure, metadata and repairs."""
        cursor = self._run(
            "SELECT d.*, c.text, c.original, c.offsets, c.structure, c.repairs AS mended"
            " FROM document d JOIN content c ON c.document = d.id WHERE d.id = ? AND d.removed = 0",
            (document,),
        )
        row = cursor.fetchone()
        if row is None:
            raise EditError("unknown_document")
        return document_from(dict(zip((c[0] for c in cursor.description), row, strict=True)))

    def facts(self, document: int) -> list[Fact]:
        """The facts of a report in text order."""
        return self._facts('document = ? ORDER BY start, "end", id', (document,))

    def fact(self, fact: int) -> Fact:
        """One fact; EditError when there is none."""
        found = self._facts("id = ?", (fact,))
        if not found:
            raise EditError("unknown_fact")
        return found[0]

    def many(self, ids: Iterable[int]) -> dict[int, Fact]:
        """Those of the facts that exist, by id."""
        return {fact.id: fact for fact in self._facts(*_among(ids))}

    def find(self, query: Query) -> list[int]:
        """The ids of the facts that a query asks for, in its order."""
        statement, values = query.sql()
        return [row[0] for row in self._run(statement, values)]

    def counts(self) -> dict[int, dict[str, int]]:
        """Report → state → number of facts; states without facts are left out."""
        return {listing.id: dict(listing.counts) for listing in self._listed().values()}

    def tags(self) -> list[TagRow]:
        """The tag set in its order."""
        rows = self._rows(
            "SELECT t.id, t.name, t.colour, t.description, t.position,"
            " (SELECT count(*) FROM fact_tag x JOIN fact f ON f.id = x.fact JOIN document d ON d.id = f.document"
            " WHERE x.tag = t.id AND d.removed = 0) FROM tag t ORDER BY t.position, t.id"
        )
        return [TagRow(*row) for row in rows]

    def history(self, fact: int | None = None) -> Iterator[Entry]:
        """Every change that was made, in order; or the life of one fact."""
        yield from self._log.entries("" if fact is None else "fact", fact)

    # Changing

    def add(self, document: Document, facts: Iterable[Fact], source: str = "") -> Touched:
        """Take in a report with its proposals, as one act.

        A report whose bytes are there already raises EditError("already_there"); one that was removed comes back
        as it was, with every decision. The new facts are not named in the result: its `documents` stands for them.
        """
        with self._transaction():
            known = self._run("SELECT id, name, removed FROM document WHERE sha256 = ?", (document.sha256,)).fetchone()
            if known and not known[2]:
                raise EditError("already_there", name=known[1])
            key = known[0] if known else self._insert(document, tuple(facts), source)
            label: Label = ("act.import", {"report": short(document.metadata.title or document.name)})
            changes = (Change("document", key, {"removed": 1}, {"removed": 0}),)
            self._log.record(label, changes, self.analyst, now(), (key, None))
        return self._changed(Plan(label, changes, (key, None)), "do")

    def do(self, act: Act) -> Touched:
        """Carry out an act; it is on the disk when this returns. An act that changes nothing leaves no trace."""
        with self._transaction():
            made = plan(act, _Rows(self))
            if made.changes:
                at, here = now(), time.monotonic()
                mark = (made.merge, self.analyst)
                last = self._last if made.merge and self._last and self._last[0] == mark else None
                if last and here - last[2] < self.merge_seconds:
                    batch = last[1]
                    self._log.extend(batch, made.label, made.changes, at)
                else:
                    batch = self._log.record(made.label, made.changes, self.analyst, at, made.focus)
        if made.changes:
            self._last = (mark, batch, here)
        return self._changed(made, "do")

    def undo(self) -> Touched | None:
        """Take back the last act that stands, however long ago it was; None when there is none."""
        return self._step(back=True)

    def redo(self) -> Touched | None:
        """Do again what was undone last; None when nothing is, or when something else was done since."""
        return self._step(back=False)

    def undo_label(self) -> str:
        """What `undo` would take back, in words; "" for nothing."""
        return self._log.label(back=True)

    def redo_label(self) -> str:
        """What `redo` would do again, in words; "" for nothing."""
        return self._log.label(back=False)

    def snapshot(self, path: Path | str) -> None:
        """A complete copy of the project in a new file, for long reads and for keeping."""
        path = Path(path)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
        try:
            with contextlib.closing(sqlite3.connect(draft)) as copy:
                self._connection.backup(copy)
            os.replace(draft, path)
        except OSError as error:
            raise _os_error(error, path) from None
        except sqlite3.Error as error:
            raise migrations.told(error, path) from None
        finally:
            draft.unlink(missing_ok=True)

    # Below the surface

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing, and on the disk at the end."""
        if self.readonly:
            raise ProjectError("readonly")
        self._stand()
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute("COMMIT")
        except BaseException as error:
            self._last = None
            with contextlib.suppress(sqlite3.Error):  # SQLite rolls back by itself when the disk is full
                self._connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise migrations.told(error, self.path) from error
            raise

    def _stand(self) -> None:
        """A file moved or deleted under us would take edits into nowhere: POSIX lets us write to it all the same."""
        try:
            stat = self.path.stat()
        except OSError:
            stat = None
        if stat is None or (stat.st_dev, stat.st_ino) != self._file:
            raise ProjectError("project_gone", name=self.path.name, folder=str(self.path.absolute().parent))

    def _step(self, *, back: bool) -> Touched | None:
        with self._transaction():
            found = self._log.step(back=back, analyst=self.analyst)
        self._last = None
        if found is not None:
            self._refresh(found)
        return found

    def _changed(self, made: Plan, kind: str) -> Touched:
        from core.history import words

        result = touched(made.changes, words(made.label), made.focus, kind)
        self._refresh(result)
        return result

    def _refresh(self, result: Touched) -> None:
        """Bring the rows kept in memory up to date, only for the reports concerned."""
        if self._listings is None:
            return
        if result.documents:
            self._listings = None
        elif result.facts:
            where, values = _among(result.facts)
            rows = self._rows(f"SELECT DISTINCT document FROM fact WHERE {where}", values)
            documents = {row[0] for row in rows}
            if result.focus:  # an addition taken back is not in the table any more
                documents.add(result.focus[0])
            counts = self._count(documents)
            for document in documents & self._listings.keys():
                self._listings[document] = replace(self._listings[document], counts=counts.get(document, {}))

    def _listed(self) -> dict[int, Listing]:
        if self._listings is None:
            counts = self._count(None)
            rows = self._rows(f"SELECT {LISTING} FROM document WHERE removed = 0 ORDER BY position, id")
            self._listings = {row[0]: Listing(*row, counts=counts.get(row[0], {})) for row in rows}
        return self._listings

    def _count(self, documents: set[int] | None) -> dict[int, dict[str, int]]:
        found: dict[int, dict[str, int]] = {}
        where, values = (
            ("1", [])
            if documents is None
            else ("document IN (SELECT value FROM json_each(?))", [dumps(list(documents))])
        )
        for document, state, count in self._run(
            f"SELECT document, state, count(*) FROM fact WHERE {where} GROUP BY document, state", values
        ):
            found.setdefault(document, {})[state] = count
        return found

    def _insert(self, document: Document, facts: tuple[Fact, ...], source: str) -> int:
        row = {**document_row(document, source), "removed": 1}
        names, marks = ", ".join(row), ", ?" * len(row)
        key = self._run(
            f"INSERT INTO document (position, {names}) VALUES ((SELECT coalesce(max(position), 0) + 1 FROM document){marks})",
            tuple(row.values()),
        ).lastrowid
        assert key is not None
        facts = tuple(fact.with_(document=key) for fact in self._numbered(document.sha256, facts))
        content = content_row(document, facts)
        names, marks = ", ".join(content), ", ?" * len(content)
        self._run(f"INSERT INTO content (document, {names}) VALUES (?{marks})", (key, *content.values()))
        self._connection.executemany(
            f"INSERT INTO fact ({FACT_LIST}) VALUES ({', '.join('?' * len(FACT_COLUMNS))})",
            (tuple(fact_row(fact).values()) for fact in facts),
        )
        return key

    def _numbered(self, source: str, facts: tuple[Fact, ...]) -> Iterator[Fact]:
        """Facts with their lasting ids; two that share a quantity, or by chance an id, take the next turn."""
        seen: set[int] = set()
        first = [fact_id(source, fact.start, fact.end, fact.quantity) for fact in facts]
        where, values = _among(first)
        seen |= {row[0] for row in self._run(f"SELECT id FROM fact WHERE {where}", values)}
        for fact, key in zip(facts, first, strict=True):
            turn = 0
            while key in seen or (turn and self._run("SELECT 1 FROM fact WHERE id = ?", (key,)).fetchone()):
                turn += 1
                key = fact_id(source, fact.start, fact.end, fact.quantity, turn)
            seen.add(key)
            yield fact.with_(id=key)

    def _facts(self, where: str, values: Iterable[Any], *, reasons: bool = True) -> list[Fact]:
        """`where` may end in an order; it is always one of our own phrases."""
        values = list(values)
        rows = self._rows(f"SELECT {FACT_LIST} FROM fact WHERE {where}", values)
        condition = where.partition(" ORDER BY ")[0]
        tags: dict[int, set[int]] = {}
        for fact, tag in self._run(
            f"SELECT fact, tag FROM fact_tag WHERE fact IN (SELECT id FROM fact WHERE {condition})", values
        ):
            tags.setdefault(fact, set()).add(tag)
        return [
            fact_from(row, frozenset(tags.get(row[0], ())), self._reason(row[1]).get(row[0]) if reasons else None)
            for row in rows
        ]

    def _reason(self, document: int) -> dict[int, Reason]:
        if document not in self._reasons:
            row = self._run("SELECT reasons FROM content WHERE document = ?", (document,)).fetchone()
            self._reasons[document] = unpack_reasons(row[0] if row else None)
            while len(self._reasons) > KEPT_REASONS:
                self._reasons.popitem(last=False)
        self._reasons.move_to_end(document)
        return self._reasons[document]

    def _run(self, statement: str, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        try:
            return self._connection.execute(statement, tuple(values))
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                raise  # the transaction rolls back and tells
            raise migrations.told(error, self.path) from error

    def _rows(self, statement: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        return self._run(statement, values).fetchall()


class _Rows:
    """What planning asks, answered inside the act's own transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.analyst = store.analyst
        self._now = now()

    def many(self, ids: Iterable[int]) -> dict[int, Fact]:
        found = self._store._facts(*_among(ids), reasons=False)
        return {fact.id: fact for fact in found}

    def text(self, document: int) -> str:
        return str(self._store._rows("SELECT text FROM content WHERE document = ?", (document,))[0][0])

    def record(self, table: str, key: int) -> dict[str, Any]:
        gone = " AND removed = 0" if table == "document" else ""
        cursor = self._store._run(f"SELECT * FROM {table} WHERE id = ?{gone}", (key,))
        row = cursor.fetchone()
        if row is None:
            raise EditError(f"unknown_{table}")
        return dict(zip((c[0] for c in cursor.description), row, strict=True))

    def tag_names(self) -> dict[str, int]:
        return dict(self._store._rows("SELECT name, id FROM tag"))

    def tagged(self, tag: int) -> list[int]:
        return [row[0] for row in self._store._rows("SELECT fact FROM fact_tag WHERE tag = ? ORDER BY fact", (tag,))]

    def fresh(self, table: str) -> int:
        """A free id. Random, so that copies of a project that are worked on apart can be joined again."""
        while True:
            key = secrets.randbits(ID_BITS if table == "fact" else 31) or 1
            if not self._store._run(f"SELECT 1 FROM {table} WHERE id = ?", (key,)).fetchone():
                return key

    def now(self) -> str:
        return self._now


def _among(ids: Iterable[int]) -> tuple[str, list[Any]]:
    ids = list(ids)
    if len(ids) == 1:
        return "id = ?", [ids[0]]
    return "id IN (SELECT value FROM json_each(?))", [json.dumps(ids)]


def _connected(path: Path, readonly: bool) -> sqlite3.Connection:
    """A connection that has proved to be able to read."""
    connection = migrations.connect(path, readonly=readonly)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        if not readonly or not path.with_name(path.name + "-journal").exists():
            raise
        # A crash left an act half written. Rolling it back needs one writing connection, even for a mere reader.
        with contextlib.closing(migrations.connect(path, durable=False)) as mender:
            mender.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection = migrations.connect(path, readonly=True)
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    if path.stat().st_size <= CHECKED_BYTES:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise ProjectError("damaged", name=path.name, folder=str(path.absolute().parent))


def _os_error(error: OSError, path: Path) -> ProjectError:
    import errno

    values = {"name": path.name, "folder": str(path.absolute().parent)}
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ProjectError("disk_full", **values)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ProjectError("project_readonly", **values)
    return ProjectError("project_io", reason=error.strerror or str(error), **values)
