"""From a file to its original text: bytes read, format recognised, characters decoded.

`load` takes one report. An archive or a table holds several; `members` lists them as paths that go on inside the
file (`reports.zip/2021/县.txt`, `reports.xlsx/3` for the third row), and `load` takes such a path like any other.
Nothing here reaches the network, runs anything from a file or unpacks without bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ReadingError
from core.loading import formats
from core.loading.exports import exported
from core.loading.texts import decode

if TYPE_CHECKING:
    from core.loading.tables import Columns

__all__ = ["LIMIT", "Source", "contents", "decode", "load", "members", "source", "table"]

LIMIT = 50_000_000
"""Bytes. The longest work reports are under 0.2 MB as text; 50 MB is no report but something else."""

CHARACTERS = 5_000_000
"""The longest text that is taken as one report, in code points; the longest known has 60,000."""


@dataclass(frozen=True, slots=True)
class Source:
    """One report as its file gives it: `original` is the decoded text, `sha256` that of the file's bytes.

    For a member of an archive the hash is that of the member, for a row of a table that of its text. `encoding` names
    the character encoding or, where the format fixes it, the format. `hints` holds what the container said beside the
    text: "title", "date", "region", "year", "speaker".
    """

    name: str
    sha256: str
    encoding: str
    original: str
    hints: dict[str, str] = field(default_factory=dict)


def load(path: Path, columns: Columns | None = None) -> Source:
    """The one report in a file, or at a path inside one; ReadingError says what is wrong and what to do.

    `columns` says which columns of a table hold what; without it they are told by their headings.
    """
    holder, inner = _located(Path(path))
    if exported(holder):
        raise ReadingError("own_export", name=holder.name)
    data, name = contents(holder), holder.name
    while inner:
        kind = formats.kind(data, name)
        if kind == "zip":
            from core.loading import archives

            data, name, inner = archives.member(data, name, inner)
        elif kind in formats.TABLES:
            from core.loading import tables

            return _from_row(tables.row(data, name, kind, inner[0], columns), name)
        else:
            raise ReadingError("missing_file", name=path.name, path=str(path))
    return source(data, name, columns)


def members(path: Path, columns: Columns | None = None) -> list[Path]:
    """The paths of all reports in a file: itself, or those inside an archive or a table."""
    holder, inner = _located(Path(path))
    if inner:
        return [path]
    data = contents(holder)
    kind = formats.kind(data, holder.name)
    if kind == "zip":
        from core.loading import archives

        return [holder / name for name in archives.names(data, holder.name)]
    if kind in formats.TABLES:
        from core.loading import tables

        return [holder / str(number) for number in tables.rows(data, holder.name, kind, columns)]
    return [holder]


def table(path: Path) -> tuple[list[str], list[list[str]], Columns]:
    """Headings, up to five rows and the likely columns of a table, for the person who maps them."""
    from core.loading import tables

    data = contents(Path(path))
    return tables.preview(data, path.name, formats.kind(data, path.name))


def contents(path: Path, limit: int = LIMIT) -> bytes:
    """The bytes of a file of at most `limit` bytes."""
    try:
        if path.is_dir():
            raise ReadingError("folder_given", name=path.name)
        if path.exists() and not path.is_file():
            # A device or a pipe could keep us waiting for ever.
            raise ReadingError("binary_file", name=path.name)
        size = path.stat().st_size
        if size > limit:
            raise ReadingError("too_large", name=path.name, size=size // 1_000_000, limit=limit // 1_000_000)
        with path.open("rb") as file:
            # The size may lie (growing files); one byte more than allowed is enough to know.
            found = file.read(limit + 1)
    except FileNotFoundError:
        raise ReadingError("missing_file", name=path.name, path=str(path)) from None
    except PermissionError:
        raise ReadingError("unreadable_file", name=path.name) from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise ReadingError("read_failed", name=path.name, reason=reason) from None
    if len(found) > limit:
        raise ReadingError("too_large", name=path.name, size=len(found) // 1_000_000, limit=limit // 1_000_000)
    return found


def source(data: bytes, name: str, columns: Columns | None = None) -> Source:
    """The one report in a file's bytes."""
    if not data.strip(b" \t\r\n\0"):
        raise ReadingError("empty_file", name=name)
    kind = formats.kind(data, name)
    if kind == "zip":
        from core.loading import archives

        return _only(archives.names(data, name), name, lambda one: source(*archives.member(data, name, (one,))[:2]))
    if kind in formats.TABLES:
        from core.loading import tables

        numbers = list(map(str, tables.rows(data, name, kind, columns)))
        return _only(numbers, name, lambda one: _from_row(tables.row(data, name, kind, one, columns), name))
    text, encoding, hints = formats.extracted(data, name, kind)
    if not text.strip():
        raise ReadingError("empty_file", name=name)
    if len(text) > CHARACTERS:
        raise ReadingError("too_long", name=name, count=len(text) // 10_000, limit=CHARACTERS // 10_000)
    return Source(name, sha256(data).hexdigest(), encoding, text, hints)


def _only(names: list[str], name: str, take: Callable[[str], Source]) -> Source:
    if len(names) != 1:
        raise ReadingError("several_reports" if names else "no_reports", name=name, count=len(names))
    return take(names[0])


def _from_row(row: tuple[str, str, dict[str, str]], name: str) -> Source:
    text, label, hints = row
    if not text.strip():
        raise ReadingError("empty_file", name=label)
    encoded = text.encode("utf-8", "surrogatepass")
    return Source(label, sha256(encoded).hexdigest(), Path(name).suffix.lstrip(".").lower() or "table", text, hints)


def _located(path: Path) -> tuple[Path, tuple[str, ...]]:
    """The file on disk and the names that lead on inside it."""
    try:
        for holder in (path, *path.parents):
            if holder.is_file() or holder.is_dir():
                inner = path.parts[len(holder.parts) :]
                return (holder, inner) if holder.is_file() else (path, ())
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise ReadingError("read_failed", name=path.name, reason=reason) from None
    return path, ()
