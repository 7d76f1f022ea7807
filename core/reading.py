"""A file or a text as the document that the desk opens: loaded, repaired, structured, described.

Pure and picklable: it runs in a spawned process that never loads Qt.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from core.documents import Document, Metadata, Structure
from core.loading import Source, load
from core.repairing import Decisions, repair

try:
    from core.metadata import metadata
    from core.structure import structure
except ImportError:  # the two rooms to the left are still being furnished

    def structure(text: str, year: int | None = None) -> Structure:
        """No structure."""
        return Structure()

    def metadata(text: str, structure: Structure, name: str = "") -> Metadata:
        """No metadata."""
        return Metadata()


def read(path: Path) -> Document:
    """The one report in a file; ReadingError says what is wrong."""
    return document(load(Path(path)))


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
    if about.year is not None:
        # The year fixes the time frame of the parts, and the parts had to be there to find it.
        parts = structure(text, about.year)
    if not about.title and (title := source.hints.get("title", "")):
        about = replace(about, title=title)
    return Document(source.name, source.sha256, source.encoding, source.original, text, offsets, parts, about, repairs)
