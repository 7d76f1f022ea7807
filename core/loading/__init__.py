"""From a file to its original text: bytes read, format recognised, characters decoded.

`load` takes one report. Nothing here reaches the network, runs anything from a file or unpacks without bound.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from core.errors import ReadingError
from core.loading.texts import decode

__all__ = ["LIMIT", "Source", "decode", "load"]

LIMIT = 50_000_000
"""Bytes. The longest work reports are under 0.2 MB as text; 50 MB is no report but something else."""


@dataclass(frozen=True, slots=True)
class Source:
    """One report as its file gives it: `original` is the decoded text, `sha256` that of the file's bytes.

    `hints` holds what the container said beside the text: "title", "date", "region", "year" and the like.
    """

    name: str
    sha256: str
    encoding: str
    original: str
    hints: dict[str, str] = field(default_factory=dict)


def load(path: Path) -> Source:
    """The one report in a file; ReadingError says what is wrong with it and what to do."""
    path = Path(path)
    return source(contents(path), path.name)


def contents(path: Path) -> bytes:
    """The bytes of a file within the limit."""
    try:
        if path.is_dir():
            raise ReadingError("folder_given", name=path.name)
        size = path.stat().st_size
        if size > LIMIT:
            raise ReadingError("too_large", name=path.name, size=size // 1_000_000, limit=LIMIT // 1_000_000)
        with path.open("rb") as file:
            # The size may lie (pipes, growing files); one byte more than allowed is enough to know.
            found = file.read(LIMIT + 1)
    except FileNotFoundError:
        raise ReadingError("missing_file", name=path.name, path=str(path)) from None
    except PermissionError:
        raise ReadingError("unreadable_file", name=path.name) from None
    except OSError as problem:
        raise ReadingError("read_failed", name=path.name, reason=problem.strerror or str(problem)) from None
    if len(found) > LIMIT:
        raise ReadingError("too_large", name=path.name, size=len(found) // 1_000_000, limit=LIMIT // 1_000_000)
    return found


def source(data: bytes, name: str) -> Source:
    """The one report in a file's bytes."""
    if not data.strip(b" \t\r\n\0"):
        raise ReadingError("empty_file", name=name)
    text, encoding = decode(data, name)
    if not text.strip():
        raise ReadingError("empty_file", name=name)
    return Source(name, sha256(data).hexdigest(), encoding, text)
