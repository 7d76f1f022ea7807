"""The tables of the project file, one migration a released change, and how such a file is opened.

The file is SQLite with `application_id` APPLICATION and `user_version` counting the migrations applied; sqlite-utils
runs them and keeps its own record. It is imported only when there is something to migrate: it costs 0.13 s.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ProjectError

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION = 0x44554944  # "DUID"
HEADER = b"SQLite format 3\x00"
BUSY_SECONDS = 2.0  # how long another program (a backup, a database browser) may hold the file before we say so


def _first(database: Database) -> None:
    """Reports, facts, tags, and the log of all that was done."""
    for statement in SCHEMA.split(";\n\n"):
        if statement.strip():
            database.execute(statement)


SCHEMA = """
CREATE TABLE project (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    encoding TEXT NOT NULL,
    characters INTEGER NOT NULL,
    repairs INTEGER NOT NULL,
    title TEXT NOT NULL,
    region TEXT NOT NULL,
    region_code TEXT NOT NULL,
    level TEXT NOT NULL,
    year INTEGER,
    date TEXT NOT NULL,
    session TEXT NOT NULL,
    speaker TEXT NOT NULL,
    findings TEXT,
    machine TEXT,
    removed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE content (
    document INTEGER PRIMARY KEY REFERENCES document(id),
    text TEXT NOT NULL,
    original TEXT,
    offsets BLOB,
    structure TEXT NOT NULL,
    repairs TEXT,
    reasons BLOB
) STRICT;

CREATE TABLE fact (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quantity TEXT NOT NULL,
    value TEXT,
    unit TEXT NOT NULL,
    base_value TEXT,
    base_value_high TEXT,
    base_unit TEXT NOT NULL,
    bound TEXT NOT NULL,
    measure TEXT NOT NULL,
    direction TEXT NOT NULL,
    basis TEXT NOT NULL,
    status TEXT NOT NULL,
    period_start INTEGER,
    period_end INTEGER,
    indicator TEXT NOT NULL,
    indicator_start INTEGER,
    indicator_end INTEGER,
    canonical TEXT NOT NULL,
    action TEXT NOT NULL,
    confidence REAL NOT NULL,
    doubts TEXT,
    why TEXT,
    state TEXT NOT NULL,
    origin TEXT NOT NULL,
    machine TEXT,
    note TEXT NOT NULL,
    analyst TEXT NOT NULL,
    decided TEXT NOT NULL,
    number REAL GENERATED ALWAYS AS (CAST(base_value AS REAL)) VIRTUAL,
    number_high REAL GENERATED ALWAYS AS (CAST(base_value_high AS REAL)) VIRTUAL
) STRICT;

CREATE INDEX fact_reading ON fact (document, start);

CREATE INDEX fact_state ON fact (document, state);

CREATE INDEX fact_canonical ON fact (canonical, document, period_end) WHERE canonical <> '';

CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    colour TEXT NOT NULL,
    description TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE fact_tag (
    fact INTEGER NOT NULL REFERENCES fact(id),
    tag INTEGER NOT NULL REFERENCES tag(id),
    PRIMARY KEY (fact, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX fact_tag_uses ON fact_tag (tag);

CREATE TABLE absence (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document(id),
    indicator TEXT NOT NULL,
    year INTEGER NOT NULL,
    aspect TEXT NOT NULL,
    note TEXT NOT NULL,
    analyst TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (document, indicator, year, aspect)
) STRICT;

CREATE TABLE dismissal (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    subject TEXT NOT NULL,
    fact INTEGER NOT NULL,
    note TEXT NOT NULL,
    analyst TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (rule, subject)
) STRICT;

CREATE TABLE batch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    label TEXT NOT NULL,
    at TEXT NOT NULL,
    analyst TEXT NOT NULL,
    state TEXT NOT NULL,
    document INTEGER,
    fact INTEGER,
    state_at TEXT,
    state_analyst TEXT
) STRICT;

CREATE INDEX batch_undone ON batch (id) WHERE state = 'undone';

CREATE TABLE change (
    batch INTEGER NOT NULL REFERENCES batch(id),
    seq INTEGER NOT NULL,
    "table" TEXT NOT NULL,
    "key" INTEGER NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (batch, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX change_row ON change ("key", "table");

CREATE VIEW facts AS
SELECT f.id, d.id AS document, d.name AS report, d.title, d.region, d.region_code, d.level, d.year AS report_year,
    f.period_start, f.period_end, f.indicator, f.canonical, f.action, f.quantity, f.value, f.unit,
    f.number, f.number_high, f.base_value, f.base_value_high, f.base_unit, f.bound, f.measure, f.direction, f.basis,
    f.status, f.state, f.origin, f.confidence, f.machine, f.note,
    (SELECT group_concat(name, '; ') FROM (SELECT t.name FROM fact_tag x JOIN tag t ON t.id = x.tag
        WHERE x.fact = f.id ORDER BY t.position, t.id)) AS tags,
    f.analyst, f.decided, f.start AS text_start, f."end" AS text_end, d.sha256
FROM fact f JOIN document d ON d.id = f.document WHERE d.removed = 0;

CREATE VIEW panel AS
SELECT d.region, d.region_code, f.period_start, f.period_end AS year, f.canonical AS indicator, f.measure, f.direction,
    f.basis, f.status, f.bound,
    CASE f.direction WHEN 'down' THEN -f.number ELSE f.number END AS value, f.number_high AS value_high,
    f.base_unit AS unit, f.state, d.name AS report, d.year AS report_year, f.id AS fact
FROM fact f JOIN document d ON d.id = f.document
WHERE d.removed = 0 AND f.canonical <> '' AND f.state IN ('accepted', 'corrected', 'added');

CREATE VIEW history AS
SELECT b.id AS act, b.at, b.analyst, b.label, b.state, b.state_at, b.state_analyst, c."table" AS what, c."key" AS id,
    c.before, c.after
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
    connection = sqlite3.connect(f"{place}?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    connection.execute("PRAGMA foreign_keys = ON")
    if readonly:
        connection.execute("PRAGMA query_only = ON")
    elif durable:
        # The rollback journal leaves the file complete between two acts: it may be copied while it is open.
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA synchronous = FULL")
    return connection


def identify(path: Path) -> None:
    """Tell a project from anything else by its first 100 bytes; ProjectError when it is not one."""
    name = path.name
    try:
        if path.is_dir():
            raise ProjectError("not_a_project", name=name)
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        raise ProjectError("project_missing", name=name, folder=str(path.absolute().parent)) from None
    except PermissionError:
        raise ProjectError("project_forbidden", name=name) from None
    except OSError as error:
        raise ProjectError("project_io", name=name, reason=error.strerror or str(error)) from None
    if len(head) < 100 or not head.startswith(HEADER) or int.from_bytes(head[68:72], "big") != APPLICATION:
        raise ProjectError("not_a_project", name=name)


def version(connection: sqlite3.Connection) -> int:
    """How many migrations the file has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


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
