"""The project: one SQLite file that holds reports, facts, tags and the log of every act.

One class, one connection, one thread. Every method that changes something returns after the change is on the disk
(rollback journal, synchronous=FULL); between two acts the file alone is complete and may be copied while open.

Longer than other modules: reading and changing share the connection and must agree on when it is durable.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from core import backups, migrations
from core.documents import Document
from core.edits import Act, Change, Touched
from core.errors import EditError, ProjectError
from core.facts import Fact
from core.locking import Lock, user
from core.log import Entry, Log, now, touched, words
from core.opening import Identity, connected, drafted, identity, nameable, ready, telling, told
from core.planning import plan
from core.plans import Plan, short
from core.querying import Query
from core.rows import printable
from core.tables import Listing, Passage, Present, Tables, TagRow, among

__all__ = ["Listing", "Passage", "Query", "Store", "TagRow"]

MERGE_SECONDS = 1.0  # edits of one field of one fact this close together are one step of undo
STEP = 256  # pages of a backup that an act may have to wait for: 1 ms
BREATH = 0.001  # seconds between two such steps
PATIENCE = 60_000  # ms that the commit of a long act waits for those who read
FLUSH = 16  # steps of a backup that are put on the disk at once


class Store:
    """An open project. Errors are ProjectError (the file) and EditError (the act); after either nothing has changed.

    Reads answer from the connection, except the small rows of reports and their counts, which are kept in memory:
    the desk asks for them after every act, and with 5,000 reports and 1.5 million facts counting takes 0.2 s.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: Lock | None, *, readonly: bool = False
    ) -> None:
        self.path = path
        self.readonly = readonly
        self.lent = False  # another process writes for us (core.lending): we go on reading
        self.analyst = user()
        self.merge_seconds = MERGE_SECONDS
        self._connection = connection
        self._tables = Tables(connection, path)
        self._log = Log(connection)
        self._lock = lock
        self._last: tuple[object, int, float] | None = None
        self._listings: dict[int, Listing] | None = None
        self._seen = 0
        self._copying, self._closing = threading.Lock(), False
        self.identity = identity(path)

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
        draft = drafted(path)
        try:
            draft.touch(exist_ok=False)
            with contextlib.closing(migrations.connect(draft, durable=False)) as connection:
                connection.execute("PRAGMA journal_mode = MEMORY")  # a draft needs no way back
                migrations.migrate(connection)
                connection.execute(f"PRAGMA application_id = {migrations.APPLICATION}")
                rows = {"title": title or printable(path.stem), "made": now(), "key": secrets.token_hex(16)}
                connection.executemany("INSERT INTO project (name, value) VALUES (?, ?)", rows.items())
            try:
                os.link(draft, path)  # unlike rename, refuses to replace
            except FileExistsError:
                raise ProjectError("project_exists", name=path.name) from None
            except OSError:  # a medium without hard links
                os.rename(draft, path)
        except (OSError, sqlite3.Error) as error:
            raise told(error, path) from None
        finally:
            with contextlib.suppress(OSError):
                draft.unlink()
        return cls.open(path)

    @classmethod
    def open(cls, path: Path | str, *, readonly: bool = False, lent: Identity | None = None) -> Self:
        """An existing project; an older one is brought up to date after a copy of it was set aside.

        `lent` is for a process that writes on behalf of the one that holds the lock: the holder's `identity`, so that
        it is the same file. SQLite's own locks keep the two apart.
        """
        path = Path(path)
        migrations.identify(path)
        if lent is not None and identity(path) != lent:
            raise ProjectError("project_replaced", name=path.name, folder=str(path.absolute().parent))
        if not readonly and not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)):
            raise ProjectError("project_readonly", name=path.name, folder=str(path.absolute().parent))
        # One file, one lock, whatever links lead to it.
        if not readonly:
            nameable(path)
        lock = None if readonly or lent is not None else Lock(path.resolve())
        connection = None
        try:
            connection = connected(path, readonly)
            ready(connection, path, readonly)
            return cls(path, connection, lock, readonly=readonly)
        except BaseException as error:
            if connection is not None:
                connection.close()
            if lock is not None:
                lock.release()
            if isinstance(error, sqlite3.Error | OSError):
                raise told(error, path) from None
            raise

    def close(self) -> None:
        """Let the file go; closing twice is harmless."""
        self._closing = True
        with self._copying:  # a backup under way ends with its next step
            self._close()

    def _close(self) -> None:
        if self._lock is not None:
            # Takes the empty journal away with it; a connection that is closed already says so.
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("PRAGMA journal_mode = DELETE")
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
        return str(self._tables.rows("SELECT value FROM project WHERE name = 'title'")[0][0])

    @property
    def changed_at(self) -> str:
        """When something was last done, undone or redone, ISO 8601 in UTC; "" for a new project."""
        found = self._tables.rows("SELECT max(at), max(state_at) FROM batch")[0]
        return max((moment for moment in found if moment), default="")

    # Reading

    def documents(self) -> list[Listing]:
        """The reports in the project's order, without texts; removed ones are left out."""
        return list(self._listed().values())

    def document(self, document: int) -> Document:
        """A report with both texts, structure, metadata and repairs."""
        return self._tables.document(document)

    def text(self, document: int) -> str:
        """The reading text of a report alone; for searching in many."""
        return self._tables.text(document)

    def facts(self, document: int, *, reasons: bool = True) -> list[Fact]:
        """The facts of a report in text order; without their reasons (`why`) for those who only count or export."""
        return self._tables.facts('document = ? ORDER BY start, "end", id', (document,), reasons=reasons)

    def fact(self, fact: int) -> Fact:
        """One fact; EditError when there is none."""
        found = self._tables.facts(*among([fact]))
        if not found:
            raise EditError("unknown_fact")
        return found[0]

    def many(self, ids: Iterable[int], *, reasons: bool = True) -> dict[int, Fact]:
        """Those of the facts that exist, by id.

        Facts of many reports at once are read ten times faster without their reasons, which are packed by report.
        """
        return {fact.id: fact for fact in self._tables.facts(*among(ids), reasons=reasons)}

    def find(self, query: Query) -> list[int]:
        """The ids of the facts that a query asks for, in its order."""
        return [row[0] for row in self._tables.run(*query.sql())]

    def counts(self) -> dict[int, dict[str, int]]:
        """Report → state → number of facts; states without facts are left out."""
        return {listing.id: dict(listing.counts) for listing in self._listed().values()}

    def tags(self) -> list[TagRow]:
        """The tag set in its order."""
        return self._tables.tags()

    def passages(self, document: int | None = None) -> list[Passage]:
        """Tagged and noted stretches of text, and tagged reports, in reading order."""
        return self._tables.passages(document)

    def select(self, statement: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement that only reads, for the panel, the checks and the charts, which aggregate."""
        if not statement.lstrip().startswith(("SELECT", "WITH")):
            raise ValueError("only reading statements")
        return self._tables.rows(statement, values)

    def history(self, fact: int | None = None) -> Iterator[Entry]:
        """Every change that was made, in order; or the life of one fact."""
        with telling(self.path):
            yield from self._log.entries(fact)

    # Changing

    def add(self, document: Document, facts: Iterable[Fact], source: str = "") -> Touched:
        """Take in a report with its proposals, as one act.

        A report whose bytes are there already raises EditError("already_there"); one that was removed comes back
        as it was, with every decision. The new facts are not named in the result: its `documents` stands for them.
        """
        with self._transaction():
            known = self._tables.rows("SELECT id, name, removed FROM document WHERE sha256 = ?", (document.sha256,))
            if known and (not known[0][2] or self._superseded(known[0][0])):
                raise EditError("already_there", name=known[0][1])
            key = known[0][0] if known else self._tables.insert(document, tuple(facts), source)
            if known:
                self._tables.complete(key, document, tuple(facts))
            made = Plan(
                ("act.import", {"report": short(printable(document.metadata.title or document.name))}),
                (Change("document", key, {"removed": 1}, {"removed": 0}),),
                (key, None),
            )
            self._log.record(made.label, made.changes, self.analyst, now(), made.focus)
        return self._changed(made)

    def do(self, act: Act) -> Touched:
        """Carry out an act; it is on the disk when this returns. An act that changes nothing leaves no trace."""
        with self._transaction():
            made = plan(act, Present(self._tables, self.analyst))
            mark, here, last = (made.merge, self.analyst), time.monotonic(), self._last
            if made.changes:
                if made.merge and last and last[0] == mark and here - last[2] < self.merge_seconds:
                    batch = last[1]
                    self._log.extend(batch, made.label, made.changes, now())
                else:
                    batch = self._log.record(made.label, made.changes, self.analyst, now(), made.focus)
        if made.changes:
            self._last = (mark, batch, here)
        return self._changed(made)

    def rehearse(self, act: Act) -> Plan:
        """What an act would change, without doing it."""
        with telling(self.path):
            return plan(act, Present(self._tables, self.analyst))

    def carry_out(self, planned: Callable[[Present], Plan]) -> Touched:
        """Carry out what `planned` makes of the project as it stands, as one act; for acts over many reports at once.

        Planning and doing are one transaction: nothing can come between. A plan without changes leaves no trace.
        """
        with self._transaction():
            made = planned(Present(self._tables, self.analyst))
            if made.changes:
                self._log.record(made.label, made.changes, self.analyst, now(), made.focus)
        self._last = None
        return self._changed(made)

    def narrow(self, documents: Iterable[int], name: str) -> None:
        """Leave only these reports in a copy that is given to somebody (core.splitting); `name` is what it is called.

        Not an act: the log has to stay as it was when the copies parted, and a merge must not take the others out.
        """
        with self._transaction():
            self._tables.run(
                "UPDATE document SET removed = 2 WHERE removed = 0 AND id NOT IN (SELECT value FROM json_each(?))",
                (json.dumps([*documents]),),
            )
            self._tables.run("INSERT OR REPLACE INTO project (name, value) VALUES ('part', ?)", (name,))
        self._listings = None

    def undo(self) -> Touched | None:
        """Take back the last act that stands, however long ago it was; None when there is none."""
        return self._step(back=True)

    def redo(self) -> Touched | None:
        """Do again what was undone last; None when nothing is, or when something else was done since."""
        return self._step(back=False)

    def undo_label(self) -> str:
        """What `undo` would take back, in words; "" for nothing."""
        with telling(self.path):
            return self._log.label(back=True)

    def redo_label(self) -> str:
        """What `redo` would do again, in words; "" for nothing."""
        with telling(self.path):
            return self._log.label(back=False)

    @property
    def mark(self) -> tuple[Any, ...]:
        """Changes with every act, undo and redo, whoever did it."""
        return self._tables.rows("SELECT max(id), max(at), max(state_at) FROM batch")[0]

    def weight(self, *, back: bool) -> int:
        """How many rows `undo` (or `redo`) would change."""
        with telling(self.path):
            return self._log.weight(back=back)

    def hold_in_memory(self) -> None:
        """For an act in another process: nothing is written before the commit, so that others read on until then.

        The commit waits for them, too: a copy for an export holds it up for a second or two.
        """
        self._connection.execute("PRAGMA cache_spill = OFF")
        self._connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")

    def adopt(self, result: Touched, counts: dict[int, dict[str, int]]) -> Touched:
        """Take note of an act that another process did for us; `counts` as they are now, its label in our words."""
        self._last = None
        self._seen = self._tables.rows("PRAGMA data_version")[0][0]
        if self._listings is not None:
            # Counting all anew takes 0.2 s with 1.5 million facts: who did the act has done that.
            if result.documents or self._listings.keys() != counts.keys():
                self._listings = None
            else:
                self._listings = {k: replace(row, counts=counts[k]) for k, row in self._listings.items()}
        label = self.redo_label() if result.kind == "undo" else self.undo_label()
        return replace(result, label=label)

    def snapshot(self, path: Path | str) -> None:
        """A complete copy of the project in a new file, for long reads and for keeping."""
        path = Path(path)
        draft = drafted(path)
        try:
            migrations.copy(self._connection, draft)
            os.replace(draft, path)
        except (OSError, sqlite3.Error) as error:
            raise told(error, path) from None
        finally:
            with contextlib.suppress(OSError):
                draft.unlink()

    def back_up(self, why: str) -> backups.Backup | None:
        """Back a large project up from a thread of its own, while acts go on: each waits for one step at most.

        The copy is made through the connection that writes, so that SQLite carries every act over into it; through
        another connection it would begin anew with each (754 MB and an act a second: never done).
        """
        return backups.make(self.path, why, copy=self._copy)

    # Below the surface

    def _copy(self, draft: Path) -> None:
        steps = 0

        def step(*_: int) -> None:
            nonlocal steps
            if self._closing:
                raise ProjectError("project_busy", name=self.path.name)
            steps += 1
            if steps % FLUSH == 0:
                # One flush of all at the end held an act up for 0.3 s: the disk had 750 MB to write before it.
                with draft.open("rb+") as file:
                    os.fsync(file.fileno())
            time.sleep(BREATH)

        with self._copying:
            step()
            migrations.copy(self._connection, draft, pages=STEP, progress=step)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing, and on the disk at the end."""
        if self.readonly:
            raise ProjectError("readonly")
        if self.lent:
            raise ProjectError("lent")
        self._stand()
        with telling(self.path):
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                self._look()
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._last = None
                if self._connection.in_transaction:  # SQLite has rolled back by itself when the disk is full
                    with contextlib.suppress(sqlite3.Error):
                        self._connection.execute("ROLLBACK")
                raise

    def _stand(self) -> None:
        """A file moved or deleted under us would take edits into nowhere: POSIX lets us write to it all the same."""
        try:
            found = identity(self.path)
        except OSError:
            found = None
        if found != self.identity:
            key = "project_gone" if found is None else "project_replaced"
            raise ProjectError(key, name=self.path.name, folder=str(self.path.absolute().parent))

    def _step(self, *, back: bool) -> Touched | None:
        with self._transaction():
            found = self._log.step(back=back, analyst=self.analyst)
        self._last = None
        if found is not None:
            self._refresh(found)
        return found

    def _superseded(self, document: int) -> bool:
        """True for an earlier version of a report that is in the project."""
        return bool(self._tables.rows("SELECT 1 FROM document WHERE supersedes = ? AND removed = 0", (document,)))

    def _changed(self, made: Plan) -> Touched:
        result = touched(made.changes, words(made.label), made.focus, "do")
        self._refresh(result)
        return result

    def _refresh(self, result: Touched) -> None:
        """Bring the rows kept in memory up to date, only for the reports concerned."""
        if self._listings is None:
            return
        if result.documents:
            self._listings = None
        elif result.facts:
            where, values = among(result.facts)
            documents = {
                row[0] for row in self._tables.run(f"SELECT DISTINCT document FROM fact WHERE {where}", values)
            }
            if result.focus:  # an addition taken back is not in the table any more
                documents.add(result.focus[0])
            counts = self._tables.counts(documents)
            for document in documents & self._listings.keys():
                self._listings[document] = replace(self._listings[document], counts=counts.get(document, {}))

    def _look(self) -> None:
        """Forget what is kept in memory when another connection has changed the file: a reader follows its writer."""
        seen = self._tables.rows("PRAGMA data_version")[0][0]
        if seen != self._seen:
            self._seen, self._listings, self._last = seen, None, None

    def _listed(self) -> dict[int, Listing]:
        self._look()
        if self._listings is None:
            self._listings = self._tables.listings()
        return self._listings
