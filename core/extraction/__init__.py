"""From a document to its proposed facts: a pure function of the document and the vocabulary.

numbers → which of them are facts (filters) → level, change or rank (changes) → name (subjects) → years and status
(frames) → canonical indicator (canon) → confidence. One pass over the text, sentence by sentence.

A name is put together by subjects from the words before the quantity (leading) or after it (following), shared over
lists (sharing), from what was named before (belonging), what money is for (spending), what a clause speaks of (topics).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.extraction.extracting import extract, propose

__all__ = ["extract", "propose"]


def __getattr__(name: str) -> Any:
    # The rules are compiled when they are first used: the card's reasons need none of them.
    if name in __all__:
        from core.extraction import extracting

        return getattr(extracting, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
