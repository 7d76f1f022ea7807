"""A file or a text as the document that the desk opens: loaded, repaired, structured, described.

Pure and picklable: it runs in a spawned process that never loads Qt.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from core.documents import Document
from core.loading import Source, load
from core.metadata import metadata
from core.repairing import Decisions, repair
from core.structure import structure
from core.structure.years import evidence

if TYPE_CHECKING:
    from core.loading.tables import Columns


def read(path: Path, columns: Columns | None = None) -> Document:
    """The one report in a file, or at a path inside an archive or a table; ReadingError says what is wrong."""
    return document(load(Path(path), columns))


def read_text(original: str, name: str = "", decisions: Decisions | None = None) -> Document:
    """A text that came without a file: pasted, or read again after the analyst refused or changed repairs."""
    return document(
        Source(name, sha256(original.encode("utf-8", "surrogatepass")).hexdigest(), "utf-8", original), decisions
    )


def document(source: Source, decisions: Decisions | None = None) -> Document:
    """All steps after loading."""
    text, offsets, repairs = repair(source.original, decisions)
    parts = structure(text)
    about = metadata(text, parts, source.name)
    if about.year is not None and about.year != evidence(text).year:
        # The file's name knew the year better than the text, and the year fixes the time frame of the parts.
        parts = structure(text, about.year)
    if not about.title and (title := source.hints.get("title", "")):
        about = replace(about, title=title)
    return Document(source.name, source.sha256, source.encoding, source.original, text, offsets, parts, about, repairs)
