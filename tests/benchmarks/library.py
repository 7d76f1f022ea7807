"""Large projects for the benchmarks: the reports of the corpus beside the checkout, over and over; else the samples."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from core.documents import Document
from core.errors import DuiduError
from core.importing import files
from core.paths import seeds
from core.reading import read
from core.store import Store

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
LEAST = 3000  # characters; a file that is shorter is no report


def documents() -> list[Document]:
    """The reports of the corpus, read without extraction."""
    paths = files([CORPUS if CORPUS.is_dir() else seeds()])
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        found = pool.map(_read, paths, chunksize=8)
        return [document for document in found if document is not None and len(document.text) > LEAST]


def fill(path: Path, every: list[Document], count: int) -> None:
    """A project of `count` reports without facts."""
    with Store.create(path) as store:
        store._connection.execute("PRAGMA synchronous = OFF")
        for number in range(count):
            document = every[number % len(every)]
            digest = sha256(str(number).encode()).hexdigest()
            store.add(replace(document, sha256=digest, name=f"{number}.txt"), ())


def multiply(path: Path, reports: int, facts: int) -> None:
    """Copy the reports and facts of a small project over and over, until there are so many of each."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    (few,) = connection.execute("SELECT max(id) FROM document").fetchone()

    def columns(table: str, *without: str) -> str:
        rows = connection.execute(f"PRAGMA table_xinfo({table})")
        return ", ".join(f'"{row[1]}"' for row in rows if row[6] == 0 and row[1] not in without)

    rest = columns("fact", "id", "seq")
    there = connection.execute("SELECT count(*) FROM fact").fetchone()[0]
    while there < facts / reports * few:  # as many a report as there are to be
        more = min(there, round(facts / reports * few) - there)
        connection.execute(
            f"INSERT INTO fact (id, {rest}) SELECT (SELECT max(id) FROM fact) + row_number() OVER (), {rest} FROM fact"
            " ORDER BY seq LIMIT ?",
            (more,),
        )
        there += more
    numbers = "WITH RECURSIVE copy (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < ?)"
    turns = reports // few - 1
    about = columns("document", "id", "sha256", "position", "supersedes")
    connection.execute(
        f"{numbers} INSERT INTO document (id, sha256, position, {about})"
        f" SELECT id + n * {few}, sha256 || '-' || n, position + n * {few}, {about} FROM copy, document",
        (turns,),
    )
    parts = columns("content", "document")
    connection.execute(
        f"{numbers} INSERT INTO content (document, {parts}) SELECT document + n * {few}, {parts} FROM copy, content",
        (turns,),
    )
    rest = columns("fact", "id", "seq", "document")
    connection.execute(
        f"{numbers} INSERT INTO fact (id, document, {rest})"
        f" SELECT (SELECT max(id) FROM fact) + row_number() OVER (), document + n * {few}, {rest}"
        f" FROM copy JOIN fact ON document <= {few} ORDER BY n, seq",
        (turns,),
    )
    connection.commit()
    connection.close()
    with path.open("rb+") as file:
        os.fsync(file.fileno())  # else the first act measured writes it all


def _read(path: Path) -> Document | None:
    try:
        return read(path)
    except DuiduError:
        return None  # the corpus holds an index too
