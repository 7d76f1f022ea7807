"""A file or a text as the document that the desk opens: loaded, repaired, structured, described.

Pure and picklable: it runs in a spawned process that never loads Qt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from core.documents import Document, Finding
from core.loading import Source, load
from core.metadata import metadata
from core.repairing import Decisions, repair
from core.structure import structure
from core.structure.years import evidence

if TYPE_CHECKING:
    from core.loading.tables import Columns

_DAY = re.compile(r"((?:19|20)\d\d)[-/.年](1[0-2]|0?[1-9])[-/.月](3[01]|[12]\d|0?[1-9])(?!\d)")


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
    about = metadata(text, parts, _named(source))
    if about.year is not None and about.year != evidence(text).year:
        # The file's name knew the year better than the text, and the year fixes the time frame of the parts.
        parts = structure(text, about.year)
    if not about.title and (title := source.hints.get("title", "")):
        about = replace(about, title=title)
    if not about.date and (date := _DAY.search(source.hints.get("date", ""))):
        # A page tells when it was published, which is days to weeks after the meeting: worth a question.
        day = "-".join(part.zfill(2) for part in date.groups())
        about = replace(about, date=day, findings={**about.findings, "date": Finding("text", 0.4)})
    return Document(source.name, source.sha256, source.encoding, source.original, text, offsets, parts, about, repairs)


def _named(source: Source) -> str:
    """The name, with what a table says of region and year before it where the name is silent on them."""
    said = [source.hints.get("region", "").replace("/", ""), source.hints.get("year", "")]
    return "_".join([*(words for words in said if words and words not in source.name), source.name])
