"""What has to be looked at before a project file is used: that it can be read, is sound, and is of this schema."""

from __future__ import annotations

import contextlib
import errno
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from glob import escape
from pathlib import Path
from typing import Any

from core import backups, migrations
from core.errors import DuiduError, ProjectError
from core.paths import sweep

CHECKED_BYTES = 32 << 20  # files up to this size are checked wholly at opening; it takes about 1 ms a megabyte

Identity = tuple[int, int]  # device and number of a file, which a rename leaves and a replacement changes


def identity(path: Path) -> Identity:
    """Which file it is, whatever it is called now; OSError when there is none."""
    stat = path.stat()
    return stat.st_dev, stat.st_ino


def connected(path: Path, readonly: bool) -> sqlite3.Connection:
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


def ready(connection: sqlite3.Connection, path: Path, readonly: bool) -> None:
    """Refuse what is newer or damaged, bring up to date what is older."""
    found = migrations.version(connection)
    if found > migrations.VERSION:
        raise ProjectError("newer", name=path.name, found=found, known=migrations.VERSION)
    if path.stat().st_size <= CHECKED_BYTES and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise ProjectError("damaged", name=path.name, folder=str(path.absolute().parent))
    if found < migrations.VERSION:
        if readonly:
            raise ProjectError("older", name=path.name)
        shutil.copy2(path, path.with_name(f"{path.name}.v{found}.backup"))
        with contextlib.suppress(DuiduError):  # the copy beside the file is there already
            backups.make(path, "migration")
        migrations.migrate(connection)


def nameable(path: Path) -> None:
    """Refuse a name that leaves no room for SQLite's journal beside it: the first act would fail."""
    try:
        path.with_name(path.name + "-journal").exists()
    except OSError as error:
        raise told(error, path) from None


def drafted(path: Path) -> Path:
    """A name beside it under which a file can be made before it takes its place."""
    sweep(path.parent, f".{escape(path.name)}.*.new")
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")


@contextlib.contextmanager
def telling(path: Path) -> Iterator[None]:
    """SQLite's errors as errors that a person can act on."""
    try:
        yield
    except sqlite3.Error as error:
        raise migrations.told(error, path) from error


def told(error: OSError | sqlite3.Error, path: Path) -> ProjectError:
    """What went wrong with the file, as an error that a person can act on."""
    if isinstance(error, sqlite3.Error):
        return migrations.told(error, path)
    values: dict[str, Any] = {"name": path.name, "folder": str(path.absolute().parent)}
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ProjectError("disk_full", **values)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ProjectError("project_readonly", **values)
    if error.errno == errno.ENAMETOOLONG:
        return ProjectError("project_name_long", **values)
    return ProjectError("project_io", reason=error.strerror or str(error), **values)
