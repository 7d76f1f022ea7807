"""What can be saved of a damaged project file: read row by row around the damage into a new file beside it.

The damaged file is never written to; all work is done on a copy. Rows are read by their keys, and where a page cannot
be read the next key that can is searched for. What is lost is then made good from what is left, in this order:
a report's text from the file it came from (only when its SHA-256 is the same), a fact from the log of acts
(additions) or from the machine's proposal for the same place, with every logged decision done to it again.
The rest is told by name.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from core import migrations
from core.documents import Document, Structure
from core.errors import DuiduError, ProjectError
from core.facts import Fact
from core.messages import catalogue, text
from core.rows import (
    FACT_COLUMNS,
    content_row,
    document_from,
    document_row,
    fact_from,
    fact_id,
    fact_row,
    pack_structure,
    unpack_reasons,
)
from core.salvaging import NEEDED, Row, checked, keys, opened, walk
from core.store import Store

BROKEN = (ValueError, TypeError, LookupError, ArithmeticError, zlib.error)


@dataclass(slots=True)
class Recovered:
    """What was saved, in a new project at `path`; `whole` when nothing is missing."""

    path: Path
    reports: int = 0
    facts: int = 0
    acts: int = 0
    read_again: list[str] = field(default_factory=list)  # reports whose text came from their file
    nameless: list[str] = field(default_factory=list)  # reports whose name and metadata are lost
    lost_reports: list[str] = field(default_factory=list)  # with the path of the file to import again
    rebuilt: int = 0  # facts made again from the log and the proposals
    lost_facts: dict[str, int] = field(default_factory=dict)  # report -> how many, where that is known
    lost_reasons: list[str] = field(default_factory=list)  # reports whose reasons or repairs are lost
    gaps: list[str] = field(default_factory=list)  # tables in which pages could not be read

    @property
    def whole(self) -> bool:
        """True when everything that was in the file is in the new one."""
        return not (self.lost_reports or self.lost_facts or self.lost_reasons or self.nameless or self.gaps)

    def lines(self) -> Iterator[str]:
        """What a person has to know, a sentence a line."""
        yield text("recover.done", name=self.path.name, reports=self.reports, facts=self.facts, acts=self.acts)
        if self.whole:
            yield text("recover.whole")
        for name in self.lost_reports:
            yield text("recover.lost_report", name=name)
        for name in self.nameless:
            yield text("recover.nameless", name=name)
        for name in self.read_again:
            yield text("recover.read_again", name=name)
        if self.rebuilt:
            yield text("recover.rebuilt", count=self.rebuilt)
        for name, count in self.lost_facts.items():
            yield text("recover.lost_facts", name=name, count=count)
        for name in self.lost_reasons:
            yield text("recover.lost_reasons", name=name)
        for table in self.gaps:
            key = f"recover.gap_{table}"
            yield text(key if key in catalogue() else "recover.gap_other")


def recover(project: Path, target: Path | None = None) -> Recovered:
    """Save what can be read of a damaged project into a new one; the damaged file stays as it is.

    ProjectError: project_missing, project_exists (the target), not_a_project, newer, nothing_left,
    disk_full and the like.
    """
    project = Path(project)
    if project.is_dir():
        raise ProjectError("not_a_project", name=project.name)
    if not project.is_file():
        raise ProjectError("project_missing", name=project.name, folder=str(project.absolute().parent))
    _refuse_newer(project)
    target = Path(target) if target else _free(project)
    if target.exists():
        raise ProjectError("project_exists", name=target.name)
    try:
        with tempfile.TemporaryDirectory(prefix=".recover-", dir=target.absolute().parent) as folder:
            work = Path(folder) / "damaged.duidu"
            shutil.copyfile(project, work)
            journal = project.with_name(project.name + "-journal")
            if journal.exists():
                shutil.copyfile(journal, work.with_name(work.name + "-journal"))
            fresh = Path(folder) / "fresh.duidu"
            Store.create(fresh, title=project.stem).close()
            found = Recovered(target)
            with contextlib.closing(opened(work, fresh)) as damaged:
                _fill(damaged, fresh, found)
            if not found.reports and not found.lost_reports:
                if project.read_bytes().strip(b"\0"):
                    migrations.identify(project)  # it may not be a project at all
                raise ProjectError("nothing_left", name=project.name)
            os.replace(fresh, target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProjectError("recover_failed", name=project.name, folder=str(target.parent), reason=reason) from error
    except sqlite3.Error as error:
        raise migrations.told(error, target) from error
    return found


def _refuse_newer(project: Path) -> None:
    """A sound file of a newer version holds what this one does not know of, and would lose without a word."""
    try:
        with contextlib.closing(migrations.connect(project, readonly=True)) as connection:
            found, sound = migrations.version(connection), migrations.sound(connection)
    except sqlite3.Error:
        return
    if sound and found > migrations.VERSION:
        raise ProjectError("newer", name=project.name, found=found, known=migrations.VERSION)


def _free(project: Path) -> Path:
    stem, turn = text("recover.name", name=project.stem), 1
    target = project.with_name(stem + project.suffix)
    while target.exists():
        turn += 1
        target = project.with_name(f"{stem} {turn}{project.suffix}")
    return target


def _fill(damaged: sqlite3.Connection, fresh: Path, found: Recovered) -> None:
    with contextlib.closing(migrations.connect(fresh, durable=False)) as new:
        new.execute("PRAGMA foreign_keys = OFF")
        new.execute("BEGIN")
        columns = keys(new)
        rows = {table: _rows(damaged, new, table, key, found) for table, key in columns.items()}
        _put(new, "project", (row for row in rows["project"]), replace=True)
        done = _log(new, rows["batch"], rows["change"], found)
        documents = _reports(new, rows["document"], rows["content"], done, found)
        _facts(new, documents, rows["fact"], _known(damaged, rows["content"]), done, found)
        for table in columns.keys() - NEEDED:
            _put(new, table, rows[table])
        _tidy(new)
        note = json.dumps({"at": datetime.now(UTC).isoformat(timespec="seconds"), "whole": found.whole})
        new.execute("INSERT OR REPLACE INTO project (name, value) VALUES ('recovered', ?)", (note,))
        new.execute("COMMIT")
        shown = "SELECT count(*) FROM document WHERE removed = 0"
        (found.reports,) = new.execute(shown).fetchone()
        (found.facts,) = new.execute("SELECT count(*) FROM fact").fetchone()
        (found.acts,) = new.execute("SELECT count(*) FROM batch").fetchone()


def _tidy(new: sqlite3.Connection) -> None:
    """Drop the rows that lean on what is lost."""
    while broken := new.execute("PRAGMA foreign_key_check").fetchall():
        for table, number, _, _ in broken:
            if number is not None:
                new.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (number,))
            else:  # the one table of this kind without row numbers that leans on others and is not in the log
                new.execute(
                    "DELETE FROM fact_tag WHERE fact NOT IN (SELECT id FROM fact) OR tag NOT IN (SELECT id FROM tag)"
                )
                new.execute("DELETE FROM change WHERE batch NOT IN (SELECT id FROM batch)")


def _rows(damaged: sqlite3.Connection, new: sqlite3.Connection, table: str, key: str, found: Recovered) -> list[Row]:
    """Every row of a table that can be read and whose values are of the declared types."""
    kinds = {r[1]: (r[2], bool(r[3])) for r in new.execute(f"PRAGMA table_info({table})")}
    try:
        there = [r[1].decode() for r in damaged.execute(f"PRAGMA table_info({table})")]
    except (sqlite3.Error, UnicodeDecodeError):
        there = list(kinds)
    columns = [name for name in kinds if name in there]
    good, gap = [], False
    for values in walk(damaged, table, key, columns):
        row = None if values is None else checked(dict(zip(columns, values, strict=True)), kinds)
        if row is None:
            gap = True
        else:
            good.append(row)
    if gap:
        found.gaps.append(table)
    return good


def _put(new: sqlite3.Connection, table: str, rows: Iterable[Row], *, replace: bool = False) -> None:
    """Write rows; those that repeat a key are left out, for of two versions the first read is the indexed one."""
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        verb = "REPLACE" if replace else "IGNORE"
        new.execute(f'INSERT OR {verb} INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))


# Making good


def _log(new: sqlite3.Connection, batches: list[Row], changes: list[Row], found: Recovered) -> list[Row]:
    """The acts with their changes; those changes of standing acts that can be done again, in order."""
    _put(new, "batch", batches)
    states = {row["id"]: row["state"] for row in batches}
    known = [row for row in changes if row["batch"] in states]
    if len(known) < len(changes) and "batch" not in found.gaps:
        found.gaps.append("batch")
    _put(new, "change", known)
    return [row for row in known if states[row["batch"]] == "done"]


def _reports(
    new: sqlite3.Connection, documents: list[Row], contents: list[Row], done: list[Row], found: Recovered
) -> dict[int, tuple[str, Document | None]]:
    """Reports with their texts; id -> its name, and the report where it has a text."""
    texts = {row["document"]: row for row in contents}
    names = {row["id"]: row for row in documents}
    result: dict[int, tuple[str, Document | None]] = {}
    for key in texts.keys() - names.keys():
        names[key] = _nameless(key, texts[key]["text"], done)
        found.nameless.append(names[key]["title"] or names[key]["name"])
    for key, row in sorted(names.items()):
        title = row["title"] or row["name"]
        content, document = _content(row, texts.get(key), found)
        if content is None or document is None:
            again = _read_again(row)
            if again is not None:
                found.read_again.append(title)
                content, document = {"document": key, **content_row(again, ())}, again
            else:
                found.lost_reports.append(f"{title} ({row['source'] or row['name']})")
                row = {**row, "removed": 1}  # noqa: PLW2901 - comes back with its decisions when its text does
        _put(new, "document", [row])
        if content is not None:
            _put(new, "content", [content])
        result[key] = title, document
    return result


def _nameless(key: int, words: str, done: list[Row]) -> Row:
    """A report of which only the text is left: named after its first line, told by it, and by what the log says."""
    from core.metadata import metadata
    from core.structure import structure

    plain = Document.plain(words, words.strip().split("\n", 1)[0][:60])
    row: Row = document_row(replace(plain, metadata=metadata(words, structure(words))), "")
    row |= {"id": key, "position": key, "machine": None, "removed": 0}
    for change in done:
        if (change["table"], change["key"]) == ("document", key) and change["after"]:
            row.update({n: v for n, v in json.loads(change["after"]).items() if n in row})
    return row


def _content(row: Row, content: Row | None, found: Recovered) -> tuple[Row | None, Document | None]:
    """A report's texts as they can be used; lesser parts that make no sense are left out."""
    if content is None:
        return None, None
    spare = {"repairs": None, "structure": pack_structure(Structure())}
    reasons = content["reasons"]
    try:
        unpack_reasons(reasons)
    except BROKEN:
        content = {**content, "reasons": None}
        found.lost_reasons.append(row["title"] or row["name"])
    for less in ({}, {"repairs": None}, spare):
        tried = {**content, **less}
        try:
            document = document_from({**row, **tried, "mended": tried["repairs"]})
        except BROKEN:
            continue
        if less and row["title"] not in found.lost_reasons:
            found.lost_reasons.append(row["title"] or row["name"])
        return tried, document
    return None, None


def _read_again(row: Row) -> Document | None:
    """The report from the file it came from, if that is still the same to the byte."""
    path = Path(row["source"])
    try:
        if not path.is_file() or sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            return None
        from core.reading import read

        return read(path)
    except (OSError, DuiduError):
        return None


def _facts(
    new: sqlite3.Connection,
    documents: dict[int, tuple[str, Document | None]],
    rows: list[Row],
    missing: dict[int, set[int]],
    done: list[Row],
    found: Recovered,
) -> None:
    good = set()
    for row in rows:
        if row["document"] not in documents:
            continue
        try:
            fact_from(tuple(row[name] for name in FACT_COLUMNS), frozenset(), None)
        except BROKEN:
            missing.setdefault(row["document"], set()).add(row["id"])
            continue
        _put(new, "fact", [row])
        good.add(row["id"])
    for row in done:  # additions stand whole in the log
        if row["table"] == "fact" and row["before"] is None and row["after"] and row["key"] not in good:
            with contextlib.suppress(*BROKEN):
                missing.setdefault(json.loads(row["after"])["document"], set()).add(row["key"])
    for key, ids in missing.items():
        lost = ids - good
        name, document = documents.get(key, ("?", None))
        if lost:
            made = _rebuilt(key, document, lost, done)
            for row in made:
                _put(new, "fact", [row])
            found.rebuilt += len(made)
            if len(made) < len(lost):
                found.lost_facts[name] = len(lost) - len(made)
    # Facts are numbered as they come in: a hole in the numbers is a fact of which nothing else is known.
    highest = max((row["seq"] for row in rows), default=0)
    unknown = max(highest - len(good) - found.rebuilt - sum(found.lost_facts.values()), 0)
    if "fact" in found.gaps and unknown:
        found.lost_facts["?"] = found.lost_facts.get("?", 0) + unknown
    elif "fact" in found.gaps and missing and not found.lost_facts:
        found.gaps.remove("fact")  # all that were lost are there again


def _known(damaged: sqlite3.Connection, contents: list[Row]) -> dict[int, set[int]]:
    """Report -> ids of the facts it had, from other pages than their own: an index, and the reasons of proposals."""
    found: dict[int, set[int]] = {}
    with contextlib.suppress(sqlite3.Error):
        for document, fact in damaged.execute("SELECT document, id FROM fact INDEXED BY fact_reading"):
            found.setdefault(document, set()).add(fact)
    for row in contents:
        with contextlib.suppress(*BROKEN):
            found.setdefault(row["document"], set()).update(unpack_reasons(row["reasons"]))
    return found


def _rebuilt(key: int, document: Document | None, lost: set[int], done: list[Row]) -> list[Row]:
    """Lost facts as they were: the addition or the proposal, with every logged decision done again."""
    rows: dict[int, Row] = {}
    if document is not None:
        from core.extraction import extract

        taken: set[int] = set()
        for fact in extract(document):
            number = _number(document.sha256, fact, taken)
            taken.add(number)
            if number in lost:
                rows[number] = fact_row(fact.with_(id=number, document=key))
    for change in done:
        if change["table"] != "fact" or change["key"] not in lost:
            continue
        after = json.loads(change["after"]) if change["after"] else None
        if change["before"] is None and after is not None:
            rows[change["key"]] = {**after, "id": change["key"]}
        elif after is not None and change["key"] in rows:
            rows[change["key"]].update(after)
    return list(rows.values())


def _number(source: str, fact: Fact, taken: set[int]) -> int:
    turn = 0
    while (number := fact_id(source, fact.start, fact.end, fact.quantity, turn)) in taken:
        turn += 1
    return number
