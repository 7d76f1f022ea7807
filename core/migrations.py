"""The tables of the project file, one migration a released change, and how such a file is opened.

The file is SQLite with `application_id` APPLICATION and `user_version` counting the migrations applied; sqlite-utils
runs them and keeps its own record. It is imported only when there is something to migrate: it costs 0.13 s.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ProjectError

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION = 0x44554944  # "DUID"
HEADER = b"SQLite format 3\x00"
PAGE = 4096  # bytes; what SQLite makes by default since 2016
BUSY_SECONDS = 2.0  # how long another program (a backup, a database browser) may hold the file before we say so


def _first(database: Database) -> None:
    """Reports, facts, tags, and the log of all that was done."""
    for statement in SCHEMA.split(";\n\n"):
        if statement.strip():
            database.execute(statement)


SCHEMA = """
CREATE TABLE project ( -- about the project itself: title, made (when), key (of all copies), part (of a split)
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE document ( -- a report without its texts
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    position INTEGER NOT NULL, -- order in the project
    name TEXT NOT NULL, -- of the file
    source TEXT NOT NULL, -- path it was read from
    sha256 TEXT NOT NULL UNIQUE, -- of the file's bytes
    encoding TEXT NOT NULL,
    characters INTEGER NOT NULL, -- length of the reading text in code points
    repairs INTEGER NOT NULL, -- how many places were mended
    title TEXT NOT NULL,
    region TEXT NOT NULL, -- full path: 辽宁省/锦州市/北镇市
    region_code TEXT NOT NULL, -- GB/T 2260, valid in the report's year
    level TEXT NOT NULL, -- nation, province, prefecture, county, township
    year INTEGER, -- whose plan the report sets out
    date TEXT NOT NULL, -- ISO 8601
    session TEXT NOT NULL,
    speaker TEXT NOT NULL,
    findings TEXT, -- JSON: column -> [by which evidence, how sure, [other choices]]
    machine TEXT, -- JSON: what the machine had found, only for what a person changed
    removed INTEGER NOT NULL DEFAULT 0, -- 1: taken out of the project; kept, so that undo brings it back
                                        -- 2: not given to this copy of the project when the work was split
    version INTEGER NOT NULL DEFAULT 1, -- counts up when a changed report takes the place of an earlier one
    supersedes INTEGER REFERENCES document(id) -- the version before, which is removed; its undecided facts stay there
) STRICT;

CREATE INDEX document_order ON document (position);

CREATE TABLE content ( -- the texts of a report; places in them count code points from 0, the end excluded
    document INTEGER PRIMARY KEY REFERENCES document(id),
    text TEXT NOT NULL, -- the reading text, which facts point into
    original TEXT, -- as the file has it; NULL when it is the same
    offsets BLOB, -- zlib of JSON: run boundaries in both texts as differences; NULL when all places are the same
    structure TEXT NOT NULL, -- JSON: paragraphs and sentences as gap and length in turn, sections
    repairs BLOB, -- zlib of JSON: [kind, original start, end, text start, end, words where they differ, how sure]
    reasons BLOB -- zlib of JSON: fact id -> [[field, rule, words]]
) STRICT;

CREATE TABLE fact ( -- a quantity that a report asserts about an indicator
    seq INTEGER PRIMARY KEY, -- keeps the facts of a report together on the disk: ids are random
    id INTEGER NOT NULL UNIQUE, -- below 2^49; of a proposal the same in every copy of the project
    document INTEGER NOT NULL REFERENCES document(id),
    start INTEGER NOT NULL, -- place in the reading text
    "end" INTEGER NOT NULL,
    quantity TEXT NOT NULL, -- as in the text: 近900名
    value TEXT, -- exact decimal, as written: 28.6
    unit TEXT NOT NULL, -- as written: 亿元
    base_value TEXT, -- exact decimal after 百/千/万/亿: 2860000000
    base_value_high TEXT, -- of ranges
    base_unit TEXT NOT NULL, -- 元
    bound TEXT NOT NULL, -- eq, ge (以上), le (以内), approx (左右), range
    measure TEXT NOT NULL, -- level, change, rank
    direction TEXT NOT NULL, -- of a change: up, down, flat
    basis TEXT NOT NULL, -- of a change: yoy, avg (年均), cum, other
    status TEXT NOT NULL, -- actual, estimate (预计), target
    period_start INTEGER, -- years, both included
    period_end INTEGER,
    indicator TEXT NOT NULL, -- full name
    indicator_start INTEGER, -- place of its core in the reading text
    indicator_end INTEGER,
    canonical TEXT NOT NULL, -- standard name, '' for other indicators
    action TEXT NOT NULL, -- verb: 新建
    pieces TEXT NOT NULL DEFAULT '', -- where the quantity goes on elsewhere: 12-14;20-22, places in the reading text
    indicator_pieces TEXT NOT NULL DEFAULT '', -- where the core of the indicator's name goes on elsewhere
    confidence REAL NOT NULL, -- 0 to 1, that the whole proposal is right
    doubts TEXT, -- JSON: field -> confidence, the doubtful ones
    why TEXT, -- JSON: reasons, of facts added or proposed later; see content.reasons
    state TEXT NOT NULL, -- proposed, accepted, corrected, rejected, added
    origin TEXT NOT NULL, -- machine, analyst
    machine TEXT, -- JSON: what the machine had proposed, only for what a person changed
    note TEXT NOT NULL,
    analyst TEXT NOT NULL, -- who decided last
    decided TEXT NOT NULL, -- when, ISO 8601 in UTC
    number REAL GENERATED ALWAYS AS (CAST(base_value AS REAL)) VIRTUAL, -- for sorting and sums
    number_high REAL GENERATED ALWAYS AS (CAST(base_value_high AS REAL)) VIRTUAL
) STRICT;

CREATE INDEX fact_reading ON fact (document, start, "end", id);

CREATE INDEX fact_state ON fact (document, state);

CREATE INDEX fact_canonical ON fact (canonical, document) WHERE canonical <> '';

CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    colour TEXT NOT NULL, -- #rrggbb
    description TEXT NOT NULL,
    position INTEGER NOT NULL,
    family TEXT NOT NULL DEFAULT '' -- the group it belongs to, '' for none
) STRICT;

CREATE TABLE fact_tag (
    fact INTEGER NOT NULL REFERENCES fact(id),
    tag INTEGER NOT NULL REFERENCES tag(id),
    PRIMARY KEY (fact, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX fact_tag_uses ON fact_tag (tag);

CREATE TABLE passage ( -- a tag or a note on a stretch of text, or on a whole report
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document(id),
    start INTEGER, -- place in the reading text; NULL for the whole report
    "end" INTEGER,
    tag INTEGER REFERENCES tag(id), -- NULL for a mere note
    note TEXT NOT NULL,
    analyst TEXT NOT NULL,
    at TEXT NOT NULL -- ISO 8601 in UTC
) STRICT;

CREATE INDEX passage_place ON passage (document, start);

CREATE INDEX passage_tag ON passage (tag) WHERE tag IS NOT NULL;

CREATE TABLE absence ( -- a finding: a report says nothing of an indicator for a year
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document(id),
    indicator TEXT NOT NULL, -- standard name
    year INTEGER NOT NULL,
    aspect TEXT NOT NULL, -- level, growth, target
    note TEXT NOT NULL,
    analyst TEXT NOT NULL,
    at TEXT NOT NULL, -- ISO 8601 in UTC
    UNIQUE (document, indicator, year, aspect)
) STRICT;

CREATE TABLE dismissal ( -- a check's finding that a person set aside
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    subject TEXT NOT NULL, -- names the finding; changes with the values, so that a corrected fact is checked afresh
    fact INTEGER NOT NULL, -- where it stands
    note TEXT NOT NULL,
    analyst TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (rule, subject)
) STRICT;

CREATE TABLE coding ( -- what each copy of a project had decided when it was merged; for conflicts and for agreement
    id INTEGER PRIMARY KEY,
    "table" TEXT NOT NULL, -- fact, document, tag
    "row" INTEGER NOT NULL, -- its id
    copy TEXT NOT NULL, -- names the copy; '' for this project itself
    analyst TEXT NOT NULL, -- who decided there last
    at TEXT NOT NULL,
    base TEXT, -- JSON: area -> values, as they were before the copies parted; NULL for no row
    decision TEXT NOT NULL, -- JSON: area -> values, what the copy says
    seen TEXT NOT NULL, -- JSON: which other codings were settled by this one
    UNIQUE ("table", "row", copy)
) STRICT;

CREATE TABLE rule ( -- what a person said of a rule that was learned from decisions; the others hold by their evidence
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE, -- JSON: kind, and what it is about
    stance TEXT NOT NULL, -- on, off
    analyst TEXT NOT NULL,
    at TEXT NOT NULL -- ISO 8601 in UTC
) STRICT;

CREATE TABLE batch ( -- an act; acts are never deleted
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    label TEXT NOT NULL, -- JSON: [key of the words in resources/i18n, values]
    words TEXT NOT NULL, -- the label in the language that it was done in
    at TEXT NOT NULL, -- ISO 8601 in UTC
    analyst TEXT NOT NULL,
    state TEXT NOT NULL, -- done, undone (can be redone), dropped (undone, and something else was done since)
    document INTEGER, -- where to look
    fact INTEGER,
    state_at TEXT, -- when the state last changed, and by whom
    state_analyst TEXT
) STRICT;

CREATE INDEX batch_undone ON batch (id) WHERE state = 'undone';

CREATE TABLE change ( -- a row that an act changed
    batch INTEGER NOT NULL REFERENCES batch(id),
    seq INTEGER NOT NULL,
    "table" TEXT NOT NULL,
    "key" INTEGER NOT NULL, -- the row's id; of fact_tag the fact
    before TEXT, -- JSON of the columns that differ; NULL for no row
    after TEXT,
    PRIMARY KEY (batch, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX change_row ON change ("key", "table");

CREATE VIEW facts AS -- every fact of the reports in the project, rejected ones too: look at state
SELECT f.id, d.id AS document, d.name AS report, d.title, d.region, d.region_code, d.level, d.year AS report_year,
    f.period_start, f.period_end, f.indicator, f.canonical, f.action, f.quantity, f.value, f.unit,
    f.number, f.number_high, f.base_value, f.base_value_high, f.base_unit, f.bound, f.measure, f.direction, f.basis,
    f.status, f.state, f.origin, f.confidence, f.machine, f.note,
    (SELECT group_concat(name, '; ') FROM (SELECT t.name FROM fact_tag x JOIN tag t ON t.id = x.tag
        WHERE x.fact = f.id ORDER BY t.position, t.id)) AS tags,
    f.analyst, f.decided, f.start AS text_start, f."end" AS text_end, d.sha256, f.pieces, f.indicator_pieces
FROM fact f JOIN document d ON d.id = f.document WHERE d.removed = 0;

CREATE VIEW panel AS -- what a person stands behind, by region, year and standard indicator; a decrease is negative
SELECT d.region, d.region_code, f.period_start, f.period_end AS year, f.canonical AS indicator, f.measure, f.direction,
    f.basis, f.status, f.bound,
    CASE f.direction WHEN 'down' THEN -f.number ELSE f.number END AS value,
    CASE f.direction WHEN 'down' THEN -f.number_high ELSE f.number_high END AS value_high,
    f.base_unit AS unit, f.state, d.name AS report, d.year AS report_year, f.id AS fact
FROM fact f JOIN document d ON d.id = f.document
WHERE d.removed = 0 AND f.canonical <> '' AND f.state IN ('accepted', 'corrected', 'added');

CREATE VIEW history AS -- every change of every act: `what` is the table, `id` the row, `kind` alike in all languages
SELECT b.id AS act, b.at, b.analyst, b.words AS label, substr(json_extract(b.label, '$[0]'), 5) AS kind,
    b.state, b.state_at, b.state_analyst, c."table" AS what, c."key" AS id, c.before, c.after
FROM batch b LEFT JOIN change c ON c.batch = b.id
"""

MIGRATIONS: tuple[Callable[[Database], None], ...] = (_first,)
VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an open file to VERSION; each migration is wholly applied or not at all."""
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    steps = Migrations("duidu")
    for number, step in enumerate(MIGRATIONS, start=1):
        steps(name=f"{number:03}{step.__name__}")(_numbered(step, number))
    database = Database(connection)
    steps.apply(database)


def _numbered(step: Callable[[Database], None], number: int) -> Callable[[Database], None]:
    def run(database: Database) -> None:
        step(database)
        # Inside the same transaction: version and tables can't part ways.
        database.execute(f"PRAGMA user_version = {number}")

    return run


def connect(path: Path, *, readonly: bool = False, durable: bool = True) -> sqlite3.Connection:
    """A connection that commits only when told to; the file must exist."""
    place = path.absolute().as_uri()
    if not place.startswith("file:///"):
        place = place.replace("file://", "file:////", 1)  # SQLite wants a Windows share without an authority
    mode = "ro" if readonly else "rw"
    # Other threads: only a backup, which SQLite keeps in step with what the desk writes through the same connection.
    connection = sqlite3.connect(
        f"{place}?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    if readonly:
        connection.execute("PRAGMA query_only = ON")
    elif durable:
        # The rollback journal leaves the file complete between two acts: it may be copied while it is open.
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA synchronous = FULL")
    return connection


def copy(
    source: sqlite3.Connection,
    target: Path,
    *,
    pages: int = -1,
    progress: Callable[[int, int, int], object] | None = None,
) -> None:
    """A complete copy of an open project in the new file `target`, on the disk when this returns.

    With `pages` it is made in steps of so many pages, between which others may write; `progress` gets SQLite's status,
    the pages that remain, and how many there are.
    """
    connection = sqlite3.connect(target)
    try:
        # Nobody needs a way back to an empty file; one fsync at the end takes the place of SQLite's own.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        source.backup(connection, pages=pages, progress=progress, sleep=0.005)
    finally:
        connection.close()
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def sound(connection: sqlite3.Connection) -> bool:
    """True when every page of the file and every row on it can be read."""
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def identify(path: Path) -> None:
    """Tell a project from anything else by its first 100 bytes; ProjectError when it is not one."""
    name = path.name
    try:
        if path.exists() and not path.is_file():  # a folder, or a pipe that would keep us waiting for ever
            raise ProjectError("not_a_project", name=name)
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        raise ProjectError("project_missing", name=name, folder=str(path.absolute().parent)) from None
    except PermissionError:
        raise ProjectError("project_forbidden", name=name) from None
    except OSError as error:
        raise ProjectError("project_io", name=name, reason=error.strerror or str(error)) from None
    if not head.strip(b"\0"):  # emptied by a failed copy or a power cut: nobody made such a file on purpose
        raise ProjectError("damaged", name=name, folder=str(path.absolute().parent))
    if len(head) < 100 or not head.startswith(HEADER) or int.from_bytes(head[68:72], "big") != APPLICATION:
        raise ProjectError("not_a_project", name=name)


def database(path: Path) -> bool:
    """True for a file of SQLite, a project or any other; False for what is not there or cannot be read."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(HEADER)) == HEADER
    except OSError:
        return False


def version(connection: sqlite3.Connection) -> int:
    """How many migrations the file has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def lacking() -> list[str]:
    """What this machine's SQLite cannot do of all that projects need, by SQLite's own names."""
    missing = []
    connection = sqlite3.connect(":memory:")
    try:
        for feature, statement in (
            ("STRICT", "CREATE TABLE strict_table (a INTEGER) STRICT"),
            ("FTS5", "CREATE VIRTUAL TABLE full_text USING fts5(a)"),
            ("JSON", "SELECT json_extract('{}', '$')"),
        ):
            try:
                connection.execute(statement)
            except sqlite3.Error:
                missing.append(feature)
    finally:
        connection.close()
    return missing


def told(error: sqlite3.Error, path: Path) -> ProjectError:
    """What SQLite reports, as an error that a person can act on."""
    code = getattr(error, "sqlite_errorname", "") or ""
    values: dict[str, Any] = {"name": path.name, "folder": str(path.absolute().parent)}
    for prefix, key in (
        ("SQLITE_FULL", "disk_full"),
        ("SQLITE_BUSY", "project_busy"),
        ("SQLITE_LOCKED", "project_busy"),
        ("SQLITE_READONLY", "project_readonly"),
        ("SQLITE_CORRUPT", "damaged"),
        ("SQLITE_NOTADB", "damaged"),
    ):
        if code.startswith(prefix):
            return ProjectError(key, **values)
    return ProjectError("project_io", reason=str(error), **values)
