"""Datasets out of a project: tables of facts and of the panel, packages, annotations; each leads back to the text.

One file a format; core.exporting.formats lists them. A table's writer has `write(path, columns, rows, options)`, any
other `write(path, dataset, options)`; both return notices. The same project gives the same bytes: rows in the project's
order, no clock, no random names inside. A file appears under its name only when it is complete; an earlier one stays
whole until then. With it goes a manifest and a text for the methods section of a paper, inside the file or beside it.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from glob import escape
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from core import migrations
from core.errors import EditError, ExportError
from core.exporting.columns import COLUMNS, Column, Row
from core.exporting.datasets import Dataset
from core.exporting.formats import FORMATS, Format
from core.exporting.manifest import beside, manifest, paper, whole
from core.exporting.selecting import STATES, Selection, keeping
from core.facts import State
from core.loading import LIMIT
from core.loading.exports import MANIFEST, METHODS
from core.paths import LEFT, sweep
from core.processes import tell
from core.store import Query, Store

# How far an export is when the facts have passed once: what is left is closing the file, or making the panel.
READING, COUNTING = 0.9, 0.5
COPY = "copy.duidu"  # what an export reads from
Chosen = str | Query | Selection | Iterable[State]


@dataclass(frozen=True, slots=True)
class Options:
    """How to write. `bom`: a byte order mark, so that Excel opens CSV as UTF-8; `made`: the date inside the file.

    `headers`: "en" for the columns' keys, "zh" for Chinese headings. `dataset` and `manifest` serve formats that carry
    more than rows: sources, a codebook, the manifest itself, which is complete when the rows have passed. What has to
    wait on the disk lies in `folder`, which whoever ends the process clears away; "" for the system's.
    """

    bom: bool = False
    made: str = ""
    headers: str = "en"
    form: Format = FORMATS["csv"]
    dataset: Dataset | None = None
    manifest: Callable[[], dict[str, Any]] = dict
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written. `left_out` counts the facts not chosen, by state; `notices` are in the language in use.

    `waiting` counts the proposals left out for nothing but their state.
    `beside` are further files: manifest, methods text and what a format brings along.
    """

    path: Path
    format: str
    rows: int
    documents: int
    left_out: dict[str, int] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    beside: tuple[Path, ...] = ()
    waiting: int = 0


def export(
    chosen: Chosen,
    kind: str,
    path: Path | str,
    store: Store,
    *,
    bom: bool = False,
    columns: Sequence[str] = (),
    headers: str = "en",
    progress: Callable[[int, int], object] | None = None,
    mark: str = "",
    folder: str = "",
) -> Summary:
    """Write facts to `path` as one of FORMATS: those in some states (a key of STATES, or states), or of a query.

    `columns` names those of a table (patterns such as gdp* too, an indicator's name for all its columns of the panel).
    `progress` is called with the number of reports done and of all; `mark` names the draft (`draft`), for whoever may
    have to end this, and `folder` takes what has to wait on the disk. ExportError says what is wrong with the target.
    """
    path = Path(path)
    form = FORMATS.get(kind)
    if form is None:
        raise EditError("bad_value", field="format", value=kind)
    if form.missing:
        raise ExportError("export_needs", name=form.id, command=f"pip install '{form.extra}'")
    if headers not in ("en", "zh"):
        raise EditError("bad_value", field="headers", value=headers)
    dataset = Dataset(store, chosen, progress)
    _spare(aimed(path), dataset)
    table = Table(dataset, form, columns)
    writer = import_module(f"core.exporting.{form.module}")
    notices: list[str] = []

    def account() -> dict[str, Any]:
        return manifest(
            dataset, form, columns=table.columns, wanted=columns, headers=headers, bom=bom, rows=table.count,
            panels=dataset.panels,
        )  # fmt: skip

    options = Options(bom, store.changed_at, headers, form, dataset, account, folder)

    def write(draft: Path) -> None:
        if form.table:
            assert table.columns is not None
            notices.extend(writer.write(draft, table.columns, table, options))
        else:
            notices.extend(writer.write(draft, dataset, options))
        if form.kind == "annotations":
            from core.exporting.annotations import check

            notices.extend(check(draft, writer, dataset, options))

    replacing(path, write, mark)
    made = _companions(path, writer, account, options)
    reports = sum(1 for _, count in dataset.sources if count)
    rows = table.count if form.table else dataset.total
    return Summary(path, kind, rows, reports, dict(dataset.left_out), (*table.notices, *notices), made, dataset.waiting)


def _companions(path: Path, writer: Any, account: Callable[[], dict[str, Any]], options: Options) -> tuple[Path, ...]:
    """The files that lie beside: what the format brings along, and the manifest with the file's own sum."""
    texts: dict[Path, str] = {}
    if hasattr(writer, "companions"):
        texts = {path.with_name(path.name + end): words for end, words in writer.companions(options).items()}
    if not options.form.inside:
        found = account()
        with path.open("rb") as file:
            whole_sum = sha256()
            while piece := file.read(1 << 20):
                whole_sum.update(piece)
        found = {"file": {"sha256": whole_sum.hexdigest(), "bytes": path.stat().st_size}, **found}
        texts[beside(path)] = whole(found)
        texts[path.with_name(path.name + METHODS)] = paper(found)
    for target, words in texts.items():
        replacing(target, partial(_put, words=words))
    return tuple(texts)


def _put(draft: Path, words: str) -> None:
    draft.write_text(words, encoding="utf-8", newline="\n")


def run(
    project: Path | str,
    chosen: Chosen,
    kind: str,
    path: Path | str,
    bom: bool = False,
    columns: Sequence[str] = (),
    headers: str = "en",
    workplace: tuple[str, str] | None = None,
    progress: Callable[[float], object] = tell,
) -> Summary:
    """Export a project that may be open elsewhere; works on a copy, so that no edit ever waits. For jobs: picklable.

    `progress` is told how far it is, 0 to 1. `workplace` is a folder for the copy and a mark for the draft; whoever
    ends this process clears both away.
    """
    share = READING if FORMATS[kind].table == "facts" else COUNTING
    _sweep()
    with ExitStack() as stack:
        folder = workplace[0] if workplace else stack.enter_context(tempfile.TemporaryDirectory(prefix="duidu-"))
        copy = Path(folder) / COPY
        with Store.open(project, readonly=True) as store:
            store.snapshot(copy)
        with Store.open(copy, readonly=True) as store:
            return export(
                chosen, kind, path, store, bom=bom, columns=columns, headers=headers, folder=folder,
                mark=workplace[1] if workplace else "",
                progress=lambda done, total: progress(share * done / max(total, 1)),
            )  # fmt: skip


def _sweep() -> None:
    """Take away copies of projects that exports left which were killed: they hold all that the project holds."""
    for folder in Path(tempfile.gettempdir()).glob("duidu-*"):
        with suppress(OSError):
            found, mine = (folder / COPY).lstat(), not hasattr(os, "getuid") or folder.lstat().st_uid == os.getuid()
            if mine and time.time() - found.st_mtime > LEFT:
                shutil.rmtree(folder, ignore_errors=True)


def draft(path: Path, mark: str) -> Path:
    """Where a file is written before it takes its place; of a link, beside the file that it leads to."""
    if path.is_symlink():
        path = path.resolve()
    return path.with_name(f".{path.name}.{mark}.part")


class Table:
    """The rows of a table as they pass, with the columns asked for; `columns` is None for what is no table."""

    def __init__(self, dataset: Dataset, form: Format, wanted: Sequence[str] = ()) -> None:
        from core.exporting import panel

        self.count = 0
        self.panels = None
        self.columns: list[Column] | None = None
        self._rows: Iterable[Row] = ()
        self.notices: tuple[str, ...] = ()
        if form.table == "facts":
            self.columns, self._rows = list(COLUMNS), dataset.rows()
        elif form.table == "panel":
            self.panels = panel.Panels(dataset)
            self.columns, self._rows = self.panels.wide
            self.notices = panel.notices(self.panels)
        if self.columns is not None and wanted:
            self.columns = picked(self.columns, wanted, {i.name: i.id for i in dataset.lexicon.indicators})

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def picked(columns: Sequence[Column], wanted: Sequence[str], ids: dict[str, str] | None = None) -> list[Column]:
    """The columns asked for, in the order of asking: keys, Chinese headings, patterns with * and ?, or indicators."""
    found: dict[str, Column] = {}
    for name in wanted:
        key = (ids or {}).get(name, name)
        fit = [c for c in columns if fnmatchcase(c.key, key) or c.heading("zh") == name]
        if not fit:
            fit = [c for c in columns if c.key.startswith(f"{key}_")]
        elif key in (ids or {}).values():
            fit += [c for c in columns if c.key.startswith(f"{key}_") and c not in fit]
        if not fit:
            raise EditError("no_column", name=name)
        found.update((column.key, column) for column in fit)
    return list(found.values())


def aimed(path: Path) -> Path:
    """The file that is meant, at the end of links; ExportError where no file may be written.

    That is in the place of a project or another database, or of anything but a file: put over /dev/stdout, a file would
    stay there for every other program.
    """
    values = {"name": path.name, "folder": str(path.absolute().parent)}
    if not path.name:  # . or /
        raise ExportError("export_is_folder", **values | {"name": str(path)})
    try:
        draft(path.with_name(path.name + MANIFEST), "0" * 8).exists()  # the longest name that goes with it
    except OSError:
        raise ExportError("export_name_long", **values) from None
    if path.is_symlink():
        path = path.resolve()
    if not path.absolute().parent.is_dir():
        raise ExportError("export_folder", **values)
    if path.is_dir():
        raise ExportError("export_is_folder", **values)
    if path.exists() and not path.is_file():
        raise ExportError("export_no_file", **values)
    if migrations.database(path):
        raise ExportError("export_over_project", **values)
    return path


def replacing(path: Path, write: Callable[[Path], None], mark: str = "") -> None:
    """Let `write` fill a file beside the target, which then takes its place; ExportError when that can't be done."""
    values = {"name": path.name, "folder": str(path.absolute().parent)}
    path = aimed(path)
    sweep(path.parent, f".{escape(path.name)}.*.part")
    made = draft(path, mark or secrets.token_hex(4))
    try:
        write(made)
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        try:
            os.replace(made, path)
        except PermissionError:  # on Windows a file that is open in Excel can't be replaced
            raise ExportError("export_in_use", **values) from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ExportError("export_full", **values) from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise ExportError("export_forbidden", **values) from None
        raise ExportError("export_failed", reason=error.strerror or str(error), **values) from None
    finally:
        made.unlink(missing_ok=True)


def _spare(path: Path, dataset: Dataset) -> None:
    """ExportError where the target is the file of one of the project's reports."""
    with suppress(OSError):
        if not path.is_file() or path.stat().st_size > LIMIT:
            return
        if sha256(path.read_bytes()).hexdigest() in {listing.sha256 for listing in dataset.store.documents()}:
            raise ExportError("export_over_report", name=path.name)


__all__ = [
    "COLUMNS", "FORMATS", "STATES", "Column", "Dataset", "Format", "Options", "Selection", "Summary", "Table", "aimed",
    "draft", "export", "keeping", "picked", "replacing", "run",
]  # fmt: skip
