"""Finding words in reports: as typed, or as a regular expression, whatever their width, case or script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from core.patterns import Pattern
from core.spans import Span

MOST = 5000  # hits in one report; more than anybody reads, and a bound for what is painted
_WIDE = 0xFEE0  # from ! to ！, for every printable ASCII character


class Sought:
    """What is looked for, made ready once for many reports; `re.error` for a wrong pattern.

    Words and patterns are compared in one width and one case, character by character (5% finds ５％, gdp finds GDP),
    so that places are those of the text itself. A Traditional word that a report does not have as typed is looked for
    in Simplified characters, as reading texts have them. `literals` are words without which a pattern can't match.
    """

    def __init__(self, query: str, *, pattern: bool = False) -> None:
        self.query, self.pattern = query, pattern
        self.literals: tuple[str, ...] = ()
        self._found: Pattern | None = None
        self._words: tuple[str, ...] = ()
        self._plain = False
        if pattern:
            re.compile(query)  # what is wrong with it is told as it was typed
            self._found = Pattern(*_folded(query)) if query else None
            self.literals = self._found.literals if self._found is not None else ()
        elif query:
            # Chinese characters alone have one width and no case: the text is searched as it is.
            self._plain = all(fold(c) == c and not c.isascii() for c in query)
            self._words = tuple(dict.fromkeys((fold(query), fold(_simplified(query)))))

    def hits(self, text: str) -> list[Span]:
        """Where it stands in a text, rising, without overlap, at most MOST."""
        folded = text if self._plain else fold(text)
        if self._found is not None:
            return [Span(*ends) for ends in islice(self._found.spans(folded), MOST)]
        for word in self._words:
            if found := list(islice(_places(word, folded), MOST)):
                return found
        return []

    def count(self, folded: str) -> int:
        """How many hits a folded text has, at most MOST; far cheaper than the hits themselves."""
        if self._found is not None:
            if not all(word in folded for word in self.literals):
                return 0
            return sum(1 for _ in islice(self._found.spans(folded), MOST))
        for word in self._words:
            if found := folded.count(word):
                return min(found, MOST)
        return 0


def find(text: str, query: str, *, pattern: bool = False) -> list[Span]:
    """Where `query` stands in one text (see Sought.hits)."""
    return Sought(query, pattern=pattern).hits(text)


def forms(word: str) -> tuple[str, ...]:
    """A word as typed, in half width, and in Simplified characters: what it may be called in a field of a fact."""
    half = "".join(chr(ord(c) - _WIDE) if "！" <= c <= "～" else c for c in word)
    return tuple(dict.fromkeys((word, half, _simplified(half))))


def fold(text: str) -> str:
    """The text in half width and lower case, as many characters long as before."""
    folds = _folds()
    # One replacement for each character that occurs takes 0.2 ms a report; str.translate looks every one up: 2 ms.
    for character in set(text) & folds.keys():
        text = text.replace(character, folds[character])
    return text


@lru_cache(maxsize=1)
def _folds() -> dict[str, str]:
    found = {}
    for code in range(0x250):  # Latin with its accents; beyond it no report of ours has two cases
        found[chr(code)] = chr(code).lower()
    for code in range(0x370, 0x530):  # Greek and Cyrillic: Δ, Ω and the like stand in tables
        found[chr(code)] = chr(code).lower()
    for code in range(0xFF01, 0xFF5F):
        found[chr(code)] = chr(code - _WIDE).lower()
    found |= {"\u3000": " ", "\u00a0": " "}
    return {character: plain for character, plain in found.items() if plain != character and len(plain) == 1}


def _places(word: str, text: str) -> Iterator[Span]:
    at = text.find(word)
    while at >= 0:
        yield Span(at, at + len(word))
        at = text.find(word, at + len(word))


def _folded(pattern: str) -> tuple[str, int]:
    """A pattern for folded texts, and its flags: half width, in any case where it has capitals."""
    found, capitals, escaped = "", False, False
    for character in pattern:
        half = fold(character) if not character.isascii() else character
        # （ is a plain character in what was typed; its half width would open a group.
        found += half if half == character else f"{'' if escaped else chr(92)}{half}" if not half.isalnum() else half
        capitals = capitals or (character.isascii() and character.isupper() and not escaped)
        escaped = character == "\\" and not escaped
    return found, re.IGNORECASE if capitals else 0


@lru_cache(maxsize=64)
def _simplified(query: str) -> str:
    # The converter takes 0.15 s to load. GB 2312 has no Traditional characters: what it can write needs none.
    try:
        query.encode("gb2312")
    except UnicodeEncodeError:
        pass
    else:
        return query
    from core.repairing.script import simplified

    return simplified(query)
