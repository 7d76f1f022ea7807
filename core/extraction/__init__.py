"""From a document to its proposed facts: a pure function of the document and the vocabulary.

numbers → which of them are facts (filters) → level, change or rank (changes) → name (subjects) → years and status
(frames) → canonical indicator (canon) → confidence. One pass over the text, sentence by sentence.
"""

from __future__ import annotations

from core.extraction.extracting import extract, propose

__all__ = ["extract", "propose"]
