"""From files and folders to reports in a project: which files there are, and reading them in processes of their own."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from core.documents import Document
from core.edits import Touched
from core.errors import DuiduError, EditError, ProjectError, ReadingError
from core.facts import Fact
from core.loading import LIMIT
from core.loading.exports import exported
from core.processes import pool as spawned
from core.processes import uninterrupted
from core.versions import earlier, renew

if TYPE_CHECKING:
    from core.loading.tables import Columns
    from core.store import Store
    from core.tables import Listing

Prepared = tuple[Document, tuple[Fact, ...]]

AHEAD = 4  # files in work for each process: keeps all cores busy without holding a whole library in memory
WORTH_A_PROCESS = 3  # starting one costs 0.3 s, about as much as reading this many reports
CONTAINERS = (".zip", ".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson")
UNSURE = 0.95  # repairs below this confidence are put before the analyst; guessed characters have at most 0.9
OURS = (".duidu", ".lock", ".backup", "-journal", ".part", ".new")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: taken in (`touched`), known already (`known` its name there), or refused (`error`).

    `version_of` names the report that it is a changed version of; without `touched` it was passed over for that reason,
    with it, it took its place: `moved` decisions went along, `left` wait for a person.
    """

    path: Path
    touched: Touched | None = None
    facts: int = 0
    known: str = ""
    error: DuiduError | None = None
    version_of: str = ""
    moved: int = 0
    left: int = 0
    repairs: int = 0  # what was mended in it
    looks: tuple[str, ...] = ()  # what needs a look, as `concerns` tells


def files(paths: Iterable[Path | str], columns: Mapping[Path, Columns] | None = None) -> list[Path]:
    """Every file that is named, and every file in the folders that are; each once, folders in the order of names.

    Hidden files, our own projects and exports are passed over in folders; a named file that is missing stays in the
    list, so that reading it tells; a table in a folder that holds no report is passed over. An archive or a table
    stands for the reports in it, each with a path that goes on inside.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if not path.is_dir():
            found.update(dict.fromkeys(_inside(path, (columns or {}).get(path))))
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith(".") and not name.endswith(OURS) and not exported(Path(folder, name)):
                    found.update(dict.fromkeys(_inside(Path(folder, name), beside=True)))
    return list(found)


def _inside(path: Path, columns: Columns | None = None, *, beside: bool = False) -> list[Path]:
    """What a file holds; `beside` for one that merely lies in a folder with others."""
    if not path.name.lower().endswith(CONTAINERS) or exported(path):
        return [path]
    from core.loading import members

    try:
        inside = members(path, columns)
    except ReadingError:
        return [path]  # reading it will tell
    # A table without reports that lies beside them is their index or somebody's notes, no failure.
    return inside or ([] if beside else [path])


def survey(
    paths: Iterable[Path], columns: Mapping[Path, Columns], known: Mapping[str, str]
) -> tuple[list[Path], list[tuple[Path, str]]]:
    """`(fresh, there)`: the files to read, and those whose bytes are in the project with the name they have there.

    `known` leads from hashes to names. To walk folders, open archives and hash may take seconds: runs in a process.
    """
    fresh, there = [], []
    for path in files(paths, columns):
        name = known.get(_digest(path))
        if name is None:
            fresh.append(path)
        else:
            there.append((path, name))
    return fresh, there


def preview(path: Path) -> tuple[list[str], list[list[str]], Columns]:
    """Headings, some rows and the likely columns of a table, for the person who maps them; runs in a process."""
    from core.loading import table

    return table(path)


def prepare(path: Path, columns: Columns | None = None) -> Prepared:
    """The report in a file and what the machine proposes for it. Pure; runs in a spawned process without Qt."""
    from core.extraction import extract
    from core.reading import read

    document = read(Path(path), columns)
    return document, extract(document)


def prepare_text(words: str, name: str) -> Prepared:
    """A pasted report; its title or its region and year become its name."""
    from core.extraction import extract
    from core.reading import read_text

    document = read_text(words)
    about = document.metadata
    place = about.region.rpartition("/")[2]
    document = replace(document, name=f"{place}{about.year or ''}" if place else about.title or name)
    return document, extract(document)


def mended(document: Document) -> dict[str, int]:
    """How often what was mended, by kind, the most frequent first."""
    return dict(Counter(repair.kind for repair in document.repairs).most_common())


def concerns(document: Document, facts: Iterable[Fact]) -> tuple[str, ...]:
    """What of a report that came in needs a person's look: keys of the catalogue under [look.…]."""
    from core.describing import SURE

    about, found = document.metadata, []
    for name, value in (("region", about.region), ("year", about.year)):
        finding = about.findings.get(name)
        if not value:
            found.append(f"no_{name}")
        elif finding is not None and finding.confidence < SURE:
            found.append(f"unsure_{name}")
    if any(repair.confidence < UNSURE for repair in document.repairs):
        found.append("repairs")
    if not any(True for _ in facts):
        found.append("no_facts")
    return tuple(found)


def prepared(paths: Iterable[Path], *, workers: int | None = None) -> Iterator[tuple[Path, Prepared | DuiduError]]:
    """`prepare` for many files on all cores, in their order; an error stands in the place of its file."""
    paths = list(paths)
    workers = min(workers or os.cpu_count() or 1, len(paths))
    if workers <= 1 or len(paths) < WORTH_A_PROCESS:
        yield from ((file, _attempt(file)) for file in paths)
        return
    pool = spawned(workers)
    path: Path | None
    queue: deque[tuple[Path, Future[Prepared | DuiduError]]] = deque()
    waiting = iter(paths)
    try:
        while True:
            while len(queue) < workers * AHEAD and (path := next(waiting, None)) is not None:
                with uninterrupted():
                    queue.append((path, pool.submit(_attempt, path)))
            if not queue:
                return
            path, future = queue.popleft()
            try:
                found = future.result()
            except BrokenProcessPool:
                # One file brought its process down (out of memory, say) and all the others with it: alone, it is named.
                found = _alone(path)
                pool.shutdown(cancel_futures=True)
                pool = spawned(workers)
                with uninterrupted():
                    queue = deque((other, pool.submit(_attempt, other)) for other, _ in queue)
            yield path, found
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def take_in(
    store: Store, paths: Iterable[Path], *, workers: int | None = None, changed: str = "ask"
) -> Iterator[Outcome]:
    """Read files and add them to a project, each as an act of its own; a bad one never stops the others.

    A report whose bytes are there already is not even read. A changed version of one that is there (core.versions) is
    passed over and told when `changed` is "ask", takes its place with "replace", and comes in as a report of its own
    with "beside". ProjectError (a full disk) ends it: it would only recur.
    """
    there = {listing.sha256: listing.name for listing in store.documents()}
    known: dict[Path, str] = {}
    fresh = []
    paths = list(paths)
    for path in paths:
        if (name := there.get(_digest(path))) is not None:
            known[path] = name
        else:
            fresh.append(path)
    results = prepared(fresh, workers=workers)
    for path in paths:
        if path in known:
            yield Outcome(path, known=known[path])
            continue
        _, found = next(results)
        if isinstance(found, DuiduError):
            yield Outcome(path, error=found)
            continue
        document, facts = found
        older = earlier(store, document) if changed != "beside" else None
        if older is not None:
            yield _newer(store, path, older, found, changed)
            continue
        try:
            touched = store.add(document, facts, str(path.absolute()))
        except EditError as error:
            if error.key != "already_there":
                yield Outcome(path, error=error)
                continue
            yield Outcome(path, known=str(error.values["name"]))
        except ProjectError:
            raise
        else:
            looks = concerns(document, facts)
            yield Outcome(path, touched=touched, facts=len(facts), repairs=len(document.repairs), looks=looks)


def _newer(store: Store, path: Path, older: Listing, found: Prepared, changed: str) -> Outcome:
    """What becomes of a changed version of a report that is there."""
    name = older.title or older.name
    if changed == "ask":
        return Outcome(path, version_of=name)
    document, facts = found
    try:
        touched, carried = renew(store, older.id, document, facts, str(path.absolute()))
    except EditError as error:
        return Outcome(path, error=error)
    return Outcome(
        path, touched, len(facts), version_of=name, moved=len(carried.moves), left=len(carried.left) + carried.beside
    )


def _attempt(path: Path) -> Prepared | DuiduError:
    try:
        return prepare(path)
    except DuiduError as error:
        return error
    except Exception as error:  # noqa: BLE001 -- whatever one file brings about must not cost the others
        return ReadingError("file_failed", name=path.name, reason=f"{type(error).__name__}: {error}")


def _alone(path: Path) -> Prepared | DuiduError:
    with spawned(1) as pool:
        try:
            with uninterrupted():
                future = pool.submit(_attempt, path)
            return future.result()
        except BrokenProcessPool:
            return ReadingError("process_ended", name=path.name)


def _digest(path: Path) -> str:
    try:
        # A pipe would keep us waiting for ever; what is too large is refused without reading it.
        if not path.is_file() or path.stat().st_size > LIMIT:
            return ""
        with path.open("rb") as file:
            whole = sha256()
            while chunk := file.read(1 << 20):
                whole.update(chunk)
            return whole.hexdigest()
    except OSError:
        return ""  # reading it will tell
