"""Rolling backups: complete copies of a project in the user's data folder, thinned as they grow old.

They are made through a connection of their own, in steps between which the desk may write, so that nobody waits for
more than one step. Each copy is read through before it counts. A note beside it (`*.json`) says what it holds, so that
a list of backups opens none of them. Restoring never overwrites: the present file is set aside first.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from core import migrations
from core.errors import ProjectError
from core.locking import Lock
from core.messages import text
from core.paths import sweep, user_data

REASONS = ("open", "hour", "bulk", "migration", "restore", "hand")
STEP = 2048  # pages of 4 kB: 8 MB take about 10 ms, the longest that an act waits for a backup
RESTARTS = 12  # a copy begins anew when somebody writes meanwhile; after so many the next quiet moment is better
ROOM = 100 << 20  # bytes that stay free on the disk of the backups
BUDGET = 20 << 30  # bytes that the backups of one project may take, but the latest three stay in any case
LATEST = 3
_NAME = re.compile(r"(\d{8}T\d{6}\d{3}Z)-([a-z]+)\.duidu")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy and what it holds. `reviewed` counts the facts that a person has decided on.

    `label` is the last act as JSON of message key and values, `last` when it was done and `analyst` by whom;
    `mark` changes with every act: two copies with the same mark hold the same.
    """

    path: Path
    at: datetime
    why: str
    size: int
    reports: int = 0
    facts: int = 0
    reviewed: int = 0
    label: str = ""
    last: str = ""
    analyst: str = ""
    mark: str = ""
    project: str = ""  # path of the project that it was made of


def folder(project: Path) -> Path:
    """Where the backups of a project lie: a folder of its own for every path."""
    place = Path(os.path.realpath(project))  # unlike resolve, takes links that lead in a circle
    key = sha256(os.path.normcase(str(place)).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return user_data() / "backups" / f"{place.stem[:40]}-{key}"


def listed(project: Path) -> list[Backup]:
    """The backups of a project, newest first."""
    found = []
    with contextlib.suppress(OSError):
        for path in folder(project).iterdir():
            if name := _NAME.fullmatch(path.name):
                at = datetime.strptime(name[1], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
                found.append(Backup(path, at, name[2], path.stat().st_size, **_note(path)))
    return sorted(found, key=lambda backup: backup.at, reverse=True)


def make(
    project: Path,
    why: str,
    *,
    unless_within: float = 0,
    now: datetime | None = None,
    copy: Callable[[Path], object] | None = None,
) -> Backup | None:
    """Back a project up; None when it holds nothing new since the last backup, or that is `unless_within` seconds old.

    ProjectError: damaged, backup_space, project_busy (written to all the time: try again later), and what opening
    can raise. Afterwards old backups are thinned. `copy`, when given, makes the copy in a new file.
    """
    assert why in REASONS
    migrations.identify(project)
    now = now or datetime.now(UTC)
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)  # what its name can hold
    earlier = listed(project)
    if earlier and (now - earlier[0].at).total_seconds() < unless_within:
        return None
    place = folder(project)
    target = place / f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z-{why}.duidu"
    draft = place / f".{secrets.token_hex(6)}.new"
    try:
        with contextlib.closing(migrations.connect(project, readonly=True)) as connection:
            mark = _mark(connection)
            # Once a day the file is copied at opening all the same: that reads it through, and so finds damage early.
            checked = bool(earlier) and (why != "open" or now - earlier[0].at < timedelta(days=1))
            if checked and mark and earlier[0].mark == mark:
                return None
            place.mkdir(parents=True, exist_ok=True)
            sweep(place, ".*.new")
            if shutil.disk_usage(place).free < project.stat().st_size + ROOM:
                raise ProjectError("backup_space", name=project.name, folder=str(place))
            if copy is None:
                _copy(connection, draft, project)
        if copy is not None:
            copy(draft)
        # What was copied is read through here, not in the project: that would lock it for as long.
        with contextlib.closing(migrations.connect(draft, readonly=True)) as copied:
            if not migrations.sound(copied):
                raise ProjectError("damaged", name=project.name, folder=str(project.absolute().parent))
            note = {**_contents(copied), "project": str(project.resolve())}
        _write(target.with_suffix(".json"), note)
        os.replace(draft, target)
    except sqlite3.Error as error:
        raise migrations.told(error, project) from error
    except OSError as error:
        raise _told(error, project, place) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    thin(project, now)
    return Backup(target, now, why, target.stat().st_size, **note)


def thin(project: Path, now: datetime | None = None) -> list[Backup]:
    """Delete the backups that are not needed any more; those that were deleted."""
    every = listed(project)
    drop = superfluous([backup.at for backup in every], now or datetime.now(UTC))
    gone = [backup for backup in every if backup.at in drop]
    kept = [backup for backup in every if backup.at not in drop]
    while len(kept) > LATEST and sum(backup.size for backup in kept) > BUDGET:
        gone.append(kept.pop())
    for backup in gone:
        with contextlib.suppress(OSError):
            backup.path.unlink(missing_ok=True)
            backup.path.with_suffix(".json").unlink(missing_ok=True)
    return gone


def superfluous(moments: Sequence[datetime], now: datetime) -> set[datetime]:
    """Which of the moments to let go: all of the last day stay, one a day for two weeks, one a week for a year, then
    one a year; of each the last. The very last one always stays."""
    kept: dict[tuple[object, ...], datetime] = {}
    for moment in sorted(moments):
        age = now - moment
        if age < timedelta(days=1):
            slot: tuple[object, ...] = (moment,)
        elif age < timedelta(days=14):
            slot = ("day", moment.date())
        elif age < timedelta(days=366):
            slot = ("week", *moment.isocalendar()[:2])
        else:
            slot = ("year", moment.year)
        kept[slot] = moment
    return set(moments) - set(kept.values()) - ({max(moments)} if moments else set())


def restore(backup: Path, project: Path, now: datetime | None = None) -> Path | None:
    """Put a backup in the place of a project, which must not be open; where the present file was set aside to.

    ProjectError when the backup is damaged or the project is in use; then everything is as it was.
    """
    migrations.identify(backup)
    with contextlib.closing(migrations.connect(backup, readonly=True)) as connection:
        if not migrations.sound(connection):
            raise ProjectError("damaged", name=backup.name, folder=str(backup.parent))
    draft = project.with_name(f".{project.name}.{secrets.token_hex(4)}.new")
    lock = Lock(project.resolve() if project.exists() else project)
    try:
        shutil.copyfile(backup, draft)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        aside = set_aside(project, now) if project.exists() else None
        try:
            os.rename(draft, project)
        except OSError:
            if aside is not None:
                _back(aside, project)
            raise
    except OSError as error:
        raise _told(error, project, project.absolute().parent) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        lock.release()
    return aside


def set_aside(project: Path, now: datetime | None = None) -> Path:
    """Rename a project so that another can take its place; its new path. What a crash left beside it goes along."""
    at = (now or datetime.now(UTC)).astimezone()
    stem, turn = text("backup.aside", name=project.stem, at=f"{at:%Y-%m-%d %H.%M.%S}"), 1
    aside = project.with_name(stem + project.suffix)
    while aside.exists():
        turn += 1
        aside = project.with_name(f"{stem} {turn}{project.suffix}")
    os.rename(project, aside)
    try:
        # A journal belongs to its file: SQLite would roll it into whatever bears the name.
        if _journal(project).exists():
            os.rename(_journal(project), _journal(aside))
    except OSError:
        os.rename(aside, project)
        raise
    return aside


def _back(aside: Path, project: Path) -> None:
    os.rename(aside, project)
    if _journal(aside).exists():
        os.rename(_journal(aside), _journal(project))


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _copy(connection: sqlite3.Connection, draft: Path, project: Path) -> None:
    before, restarts = 0, 0

    def progress(_status: int, remaining: int, _total: int) -> None:
        nonlocal before, restarts
        if remaining > before > 0:
            restarts += 1
        before = remaining
        if restarts > RESTARTS:
            raise ProjectError("project_busy", name=project.name)

    migrations.copy(connection, draft, pages=STEP, progress=progress)


def _mark(connection: sqlite3.Connection) -> str:
    """Changes with every act, undo and redo, and with the schema; "" where it cannot be told."""
    try:
        row = connection.execute("SELECT max(id), max(at), max(state_at) FROM batch").fetchone()
        extended = connection.execute("SELECT count(*) FROM project").fetchone()
    except sqlite3.OperationalError:  # a schema of old
        return ""
    return json.dumps([migrations.version(connection), *row, *extended])


def _contents(connection: sqlite3.Connection) -> dict[str, Any]:
    found: dict[str, Any] = {"mark": _mark(connection)}
    with contextlib.suppress(sqlite3.OperationalError):
        (found["reports"],) = connection.execute("SELECT count(*) FROM document WHERE removed = 0").fetchone()
        here = "FROM fact WHERE document IN (SELECT id FROM document WHERE removed = 0)"
        (found["facts"],) = connection.execute(f"SELECT count(*) {here}").fetchone()
        (found["reviewed"],) = connection.execute(f"SELECT count(*) {here} AND state <> 'proposed'").fetchone()
        last = connection.execute(
            "SELECT label, at, analyst FROM batch WHERE state = 'done' ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if last:
            found["label"], found["last"], found["analyst"] = last
    return found


def _note(path: Path) -> dict[str, Any]:
    """What stands beside a backup; where that is lost, the backup itself is asked."""
    names = {"reports", "facts", "reviewed", "label", "last", "analyst", "mark", "project"}
    try:
        found = dict(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        try:
            with contextlib.closing(migrations.connect(path, readonly=True)) as connection:
                found = _contents(connection)
        except sqlite3.Error:
            return {}
        with contextlib.suppress(OSError):
            _write(path.with_suffix(".json"), found)
    return {name: value for name, value in found.items() if name in names}


def _write(path: Path, note: dict[str, Any]) -> None:
    path.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")


def _told(error: OSError, project: Path, place: Path) -> ProjectError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ProjectError("backup_space", name=project.name, folder=str(place))
    reason = error.strerror or str(error)
    return ProjectError("backup_failed", name=project.name, folder=str(place), reason=reason)


def rows(backups: Iterable[Backup]) -> list[dict[str, Any]]:
    """Backups as plain rows, for the command line."""
    return [{**asdict(b), "path": str(b.path), "at": b.at.isoformat(timespec="seconds")} for b in backups]
