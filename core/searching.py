"""Finding words in a report: as typed, or as a regular expression, whatever their width, case or script.

Every character is folded to one character, so that places found in the folded text are places in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from core.spans import Span

MOST = 5000  # hits in one report; more than anybody reads, and a bound for what is painted


class _Folds(dict[int, int]):
    """Code point → folded code point, made when first met; for str.translate."""

    def __missing__(self, code: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        # ㎡ or ½ fold to several characters and would shift everything after them.
        self[code] = ord(folded) if len(folded) == 1 else code
        return self[code]


_FOLDS = _Folds()


@lru_cache(maxsize=16)
def folded(text: str) -> str:
    """The text in half width and lower case, every character at its old place."""
    return text.translate(_FOLDS)


def find(text: str, query: str, *, pattern: bool = False) -> list[Span]:
    """Where `query` stands in `text`, rising, at most MOST; `pattern`: as a regular expression (re.error)."""
    if not query:
        return []
    if pattern:
        found = (Span(*m.span()) for m in re.finditer(query, text) if m.end() > m.start())
        return [span for _, span in zip(range(MOST), found, strict=False)]
    hits = _places(folded(text), query.translate(_FOLDS))
    if not hits and not query.isascii():
        # The reading text is Simplified; what was typed or pasted need not be. The converter costs 20 ms to load,
        # so it is asked only when the words as typed are nowhere.
        from core.repairing.script import simplified

        plain = simplified(query)
        if plain != query:
            hits = _places(folded(text), plain.translate(_FOLDS))
    return hits


def _places(where: str, wanted: str) -> list[Span]:
    hits: list[Span] = []
    at = where.find(wanted)
    while at >= 0 and len(hits) < MOST:
        hits.append(Span(at, at + len(wanted)))
        at = where.find(wanted, at + len(wanted))
    return hits
