"""Questions about a whole project, answered in a process of their own: words in all reports, facts in their order.

One question at a time. Answers come in parts as they are found; a newer question ends the one before at once. Reading
holds up no act: the project file is read in pieces of a few milliseconds, between which the desk writes.
"""

from __future__ import annotations

import gc
import re
import time
from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.concordance import Concordance, Mark, marks
from core.errors import DuiduError
from core.querying import Query
from core.searching import Sought, fold
from core.spans import Span
from core.store import Store

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

PART = 0.015  # seconds between two parts of an answer
HELD = 0.005  # seconds that the project file may be held for reading at once: an act has to wait as long
SLOW = 0.020  # seconds; where a pattern takes longer in one report its hits come along, so that nobody asks again
SAVED = 500  # reports after which fresh texts are written down

Found = tuple[int, int, tuple[Span, ...]]  # report, number of hits, the hits where they took long to find


class Library:
    """An open project and its folded texts, read as questions need them."""

    def __init__(self, path: Path) -> None:
        self.store = Store.open(path, readonly=True)
        self._texts: Concordance | None = None

    def close(self) -> None:
        """Let the project go."""
        self.store.close()

    def marks(self) -> list[Mark]:
        """The reports in the project's order."""
        return marks(self.store.select("SELECT id, sha256 FROM document WHERE removed = 0 ORDER BY position, id"))

    def texts(self) -> Concordance:
        """The folded texts, read from the cache when they are first asked for."""
        if self._texts is None:
            key = self.store.select("SELECT value FROM project WHERE name = 'key'")
            name = str(key[0][0]) if key else str(self.store.path.resolve())
            self._texts = Concordance(name, lambda document: fold(self.store.text(document)))
        return self._texts

    def prepare(self) -> Iterator[tuple[int, int]]:
        """Make the texts that are not there yet; how many are made, and of how many."""
        texts, every = self.texts(), self.marks()
        missing = texts.missing(every)
        for number, mark in enumerate(missing, start=1):
            texts.text(mark)
            if number % SAVED == 0 or number == len(missing):
                texts.save(every)
            yield number, len(missing)

    def words(self, query: str, *, pattern: bool = False) -> Iterator[Found | None]:
        """Reports that hold the words, in order; None for each that does not."""
        sought, texts, every = Sought(query, pattern=pattern), self.texts(), self.marks()
        for mark in every:
            folded, began = texts.text(mark), time.perf_counter()
            count = sought.count(folded)
            slow = pattern and count and time.perf_counter() - began > SLOW
            yield (mark[0], count, tuple(sought.hits(folded)) if slow else ()) if count else None
        texts.save(every)

    def facts(self, query: Query) -> Iterator[array[int]]:
        """Fact ids, piece by piece in the query's order; one piece, after empty ones, where they have to be sorted."""
        straight = query.sort == "reading" and not query.descending
        keys: list[Any] = []
        ids = array("q")
        wanted = query.documents or tuple(number for number, _ in self.marks())
        at, many, left = 0, 1, query.limit
        while at < len(wanted):
            began = time.perf_counter()
            rows = self.store.select(*replace(query, documents=wanted[at : at + many], limit=0).piece())
            took = time.perf_counter() - began
            at += many
            many = max(1, min(200, round(many * HELD / max(took, HELD / 4))))
            if straight:
                piece = array("q", [row[0] for row in rows])
                if query.limit:
                    piece, left = piece[:left], left - len(piece)
                yield piece
                if query.limit and left <= 0:
                    return
            else:
                ids.extend([row[0] for row in rows])
                keys.extend([row[1] for row in rows if len(row) > 1])
                yield array("q")
        if not straight:
            yield from _ordered(ids, keys, query)


def _ordered(ids: array[int], keys: list[Any], query: Query) -> Iterator[array[int]]:
    """Ids by their keys as core.querying sorts: numbers, words, nothing last; what is alike in reading order."""
    if query.sort == "reading":
        ids.reverse()
        yield ids[: query.limit] if query.limit else ids
        return
    none = [place for place, key in enumerate(keys) if key is None]
    some: Any = range(len(keys)) if not none else [place for place, key in enumerate(keys) if key is not None]
    some = sorted(some, key=keys.__getitem__, reverse=query.descending)
    places = [*some, *none]
    yield array("q", [ids[place] for place in (places[: query.limit] if query.limit else places)])


def serve(connection: Connection, path: str) -> None:
    """Answer the questions that come through a connection until it closes.

    A question is (number, kind, *what): "words" (query, pattern), "within" (text, pattern), "facts" (Query),
    "prepare" (), "stop" (). Each is taken with (number, "taken", None); parts are (number, kind, part), the end
    (number, "done", None), and (number, "failed", words) where it can't be answered.
    """
    gc.set_threshold(200_000)  # a million rows are no garbage, and going through them takes as long as sorting them
    library: Library | None = None
    question: tuple[Any, ...] | None = None
    while True:
        try:
            question = question or connection.recv()
            number, kind, *what = question
            connection.send((number, "taken", None))
            question = None
            try:
                library = library or Library(Path(path))
                question = _answer(connection, library, number, kind, what)
            except (DuiduError, re.error, RecursionError) as error:
                connection.send((number, "failed", str(error)))
        except (EOFError, OSError):  # the desk has gone, or asks no more
            break
    if library is not None:
        library.close()


def _answer(
    connection: Connection, library: Library, number: int, kind: str, what: list[Any]
) -> tuple[Any, ...] | None:
    """Answer one question; the next, where it came before the end."""
    if kind == "stop":
        return None
    parts: Iterator[Any]
    if kind == "words":
        parts = library.words(what[0], pattern=what[1])
    elif kind == "within":  # one text, for the sake of a pattern that may take for ever
        parts = iter(Sought(what[1], pattern=True).hits(what[0]))
    elif kind == "facts":
        parts = library.facts(what[0])
    else:
        parts = library.prepare()
    held: list[Any] = []
    seen, told = 0, time.perf_counter()
    for part in parts:
        seen += 1
        if kind == "prepare":
            held = [part]
        elif part:
            held.append(part)
        # A look at the clock and at the connection costs 1 µs, a look into a report 10 µs.
        if (here := time.perf_counter()) - told > PART:
            connection.send((number, kind, (held, seen)))
            held, told = [], here
            if connection.poll():
                newer: tuple[Any, ...] = connection.recv()
                return newer
    connection.send((number, kind, (held, seen)))
    connection.send((number, "done", None))
    return None
