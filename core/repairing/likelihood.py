"""How likely a character is after the two before it, in the language of work reports.

Counts of one, two and three characters in a row, from 200 work reports and, weighted down, from the word
frequencies of jieba's dictionary; resources/repairing/README.md says how the file was made. Simplified, NFKC,
without white space; every digit counts as 0 and the start of a line as a line feed.
"""

from __future__ import annotations

import itertools
import lzma
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

from core.paths import resource

_BACKOFF = math.log(0.3)
_DIGIT = re.compile(r"\d")
_GAP = re.compile(r"[^\S\n]+")


class Likelihood:
    """Log probabilities with stupid backoff (Brants et al. 2007): three characters, else two, else one.

    Rows are kept as they stand in the file (prefix → "follower count follower count …") and taken apart when they
    are first asked for: a report needs some hundred of the hundred thousand.
    """

    __slots__ = ("_best", "_floor", "_known", "_rows", "_total")

    def __init__(self, rows: dict[str, str]) -> None:
        self._rows = rows
        self._known: dict[str, dict[str, float]] = {}
        self._best: dict[str, list[str]] = {}
        ones = self._row("")
        total = sum(math.exp(n) for n in ones.values())
        self._total = math.log(total)
        self._floor = math.log(0.2)

    @property
    def characters(self) -> Iterable[str]:
        """All characters that were counted."""
        return self._row("").keys()

    def after(self, before: str, character: str) -> float:
        """Natural logarithm of the probability of `character` after `before` (its last two count)."""
        pair, last = before[-2:], before[-1:]
        penalty = 0.0
        twos = self._row(last)
        if len(pair) == 2:
            seen = self._row(pair[0]).get(last)
            if seen is not None:
                three = self._row(pair).get(character)
                if three is not None:
                    return min(0.0, three - seen)
                penalty = _BACKOFF
        ones = self._row("")
        two = twos.get(character)
        if two is not None and last in ones:
            return penalty + min(0.0, two - ones[last])
        return penalty + _BACKOFF + ones.get(character, self._floor) - self._total

    def scores(self, before: str, characters: Iterable[str]) -> list[float]:
        """`after` for many characters at once, a fifth of its cost each."""
        pair, last = before[-2:], before[-1:]
        seen = self._row(pair[0]).get(last) if len(pair) == 2 else None
        threes = {} if seen is None else self._row(pair)
        three_of, two_of, one_of = threes.get, self._row(last).get, self._row("").get
        penalty = 0.0 if seen is None else _BACKOFF
        above = one_of(last)
        rest, floor = penalty + _BACKOFF - self._total, self._floor
        found = []
        for character in characters:
            if seen is not None and (three := three_of(character)) is not None:
                found.append(min(0.0, three - seen))
            elif above is not None and (two := two_of(character)) is not None:
                found.append(penalty + min(0.0, two - above))
            else:
                found.append(rest + one_of(character, floor))
        return found

    def followers(self, before: str) -> list[str]:
        """The likeliest characters after `before`, at most some 300, in no order."""
        found = set(self._row(before[-2:]) if len(before) > 1 else ())
        found.update(self._first(before[-1:]))
        if len(found) < 200:
            found.update(self._first(""))
        return list(found)

    def _first(self, prefix: str) -> list[str]:
        best = self._best.get(prefix)
        if best is None:
            row = self._row(prefix)
            best = self._best[prefix] = sorted(row, key=row.__getitem__, reverse=True)[:200]
        return best

    def of(self, text: str, before: str = "\n") -> float:
        """Log probability of a text, plain in the sense of `plain`."""
        total = 0.0
        for character in text:
            total += self.after(before, character)
            before = before[-1:] + character
        return total

    def _row(self, prefix: str) -> dict[str, float]:
        row = self._known.get(prefix)
        if row is None:
            parts = self._rows.get(prefix, "").split(" ")
            row = {c: math.log(float(n)) for c, n in zip(parts[::2], parts[1::2], strict=False)}
            self._known[prefix] = row
        return row


def plain(text: str) -> str:
    """The form that is counted; Traditional text has to be made Simplified before."""
    return _DIGIT.sub("0", _GAP.sub("", unicodedata.normalize("NFKC", text)))


@cache
def reports() -> Likelihood:
    """The counts that ship with the program, read once a process."""
    packed = (resource("repairing") / "ngrams.txt.xz").read_bytes()
    lines = lzma.decompress(packed).decode("utf-8").replace("␊", "\r").split("\n")
    # One prefix a line: prefix, TAB, then follower and count in turn, parted by spaces; ␊ stands for a line feed.
    rows = dict(line.replace("\r", "\n").split("\t") for line in lines if line)
    return Likelihood(rows)


def dumped(texts: Iterable[str], words: Iterable[tuple[str, int]], weight: float = 0.1) -> bytes:
    """The file's content from texts in the form of `plain` and from words with their frequencies.

    Pairs that occur once and triples under three times are left out: they would recall single reports.
    """
    one: Counter[str] = Counter()
    two: Counter[str] = Counter()
    three: Counter[str] = Counter()
    for text in texts:
        lines = "\n" + text + "\n"
        one.update(lines)
        two.update(map("".join, itertools.pairwise(lines)))
        three.update(map("".join, zip(lines, lines[1:], lines[2:], strict=False)))
    tables: tuple[dict[str, float], ...] = (
        dict(one),
        {k: n for k, n in two.items() if n > 1},
        {k: n for k, n in three.items() if n > 2},
    )
    for word, frequency in words:
        for length, table in enumerate(tables, 1):
            for at in range(len(word) - length + 1):
                key = word[at : at + length]
                table[key] = table.get(key, 0.0) + frequency * weight
    single, double, triple = tables
    double = {k: n for k, n in double.items() if n >= 0.5}
    # A triple is of use only beside its pair, a pair beside its single characters.
    triple = {k: n for k, n in triple.items() if n >= 2 and k[:2] in double and k[2] in single}
    lines_out: dict[str, list[str]] = {}
    for table in (single, double, triple):
        for key in sorted(table):
            if not (set(key) & {"\t", " ", "␊"}) and "\n" not in key[1:]:
                lines_out.setdefault(key[:-1], []).append(f"{key[-1]} {max(1, round(table[key]))}")
    rows = (f"{prefix}\t{' '.join(found)}".replace("\n", "␊") + "\n" for prefix, found in lines_out.items())
    body = "".join(rows)
    return lzma.compress(body.encode("utf-8"), preset=9)
