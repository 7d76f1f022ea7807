"""Zip archives: what they hold, without unpacking more than a report can be."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from pathlib import PurePosixPath

from core.errors import ReadingError

FILES = 10_000
"""Members that are looked at; more is no collection of reports."""

UNPACKED = 50_000_000
"""Bytes of one member once unpacked."""

ALL = 500_000_000
"""Bytes of all members together."""

RATIO = 200
"""Unpacked to packed: plain Chinese text reaches 4, a page of markup 20; a bomb has 1,000."""

DEPTH = 3
"""Archives inside archives."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError, KeyError)


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, when its directory is sound and promises no bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except _BROKEN:
        raise ReadingError("broken_file", name=name) from None
    if len(infos) > FILES or sum(info.file_size for info in infos) > ALL:
        raise ReadingError("too_much_inside", name=name)
    return archive


def office(data: bytes, name: str) -> str:
    """ "docx" or "xlsx" for such a container, "" for any other archive."""
    with opened(data, name) as archive:
        names = {info.filename for info in archive.infolist()}
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "mimetype" in names or "[Content_Types].xml" in names:
        raise ReadingError("not_supported", name=name)
    return ""


def taken(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """One member's bytes, read up to the limit whatever its header promised."""
    if info.flag_bits & 1:
        raise ReadingError("locked_file", name=name)
    if info.file_size > UNPACKED or info.file_size > RATIO * max(info.compress_size, 5_000):
        raise ReadingError("too_much_inside", name=name)
    try:
        with archive.open(info) as file:
            found = file.read(UNPACKED + 1)
    except _BROKEN as problem:
        raise ReadingError("locked_file" if "password" in str(problem) else "broken_file", name=name) from None
    except RuntimeError:
        raise ReadingError("locked_file", name=name) from None
    if len(found) > UNPACKED:
        raise ReadingError("too_much_inside", name=name)
    return found


def names(data: bytes, name: str, depth: int = 0) -> list[str]:
    """The paths of all reports inside, in the order of their names; tables and archives inside are followed."""
    from core.loading import formats

    found: list[str] = []
    with opened(data, name) as archive:
        for info in sorted(archive.infolist(), key=_shown):
            path = _shown(info)
            base = PurePosixPath(path).name
            if info.is_dir() or base.startswith((".", "~$")) or "__MACOSX" in path:
                continue
            if not base.lower().endswith(formats.SUFFIXES):
                continue
            if base.lower().endswith((".zip", ".csv", ".xlsx", ".jsonl")):
                if depth >= DEPTH:
                    raise ReadingError("too_much_inside", name=name)
                found += (f"{path}/{inner}" for inner in _inside(taken(archive, info, base), base, depth + 1))
            else:
                found.append(path)
            if len(found) > FILES:
                raise ReadingError("too_much_inside", name=name)
    return found


def member(data: bytes, name: str, inner: tuple[str, ...]) -> tuple[bytes, str, tuple[str, ...]]:
    """Bytes and name of a member, and what of the path leads on inside it."""
    parts = "/".join(inner).split("/")
    with opened(data, name) as archive:
        by_path = {_shown(info): info for info in archive.infolist() if not info.is_dir()}
        for length in range(len(parts), 0, -1):
            info = by_path.get("/".join(parts[:length]))
            if info is not None:
                return taken(archive, info, parts[length - 1]), parts[length - 1], tuple(parts[length:])
    raise ReadingError("missing_file", name=parts[-1], path="/".join((name, *parts)))


def _inside(data: bytes, name: str, depth: int) -> list[str]:
    from core.loading import formats, tables

    found = formats.kind(data, name)
    if found == "zip":
        return names(data, name, depth)
    return [str(number) for number in tables.rows(data, name, found, None)] if found in formats.TABLES else []


def _shown(info: zipfile.ZipInfo) -> str:
    """The member's path. Chinese Windows writes GBK names, which the module reads as code page 437."""
    path = info.filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            path = path.encode("cp437").decode("gb18030")
    # A path that climbs out or begins at the root would name a file elsewhere; here it is only a label.
    return "/".join(part for part in path.replace("\\", "/").split("/") if part not in ("", ".", ".."))
