"""GBK as the search for shifted bytes needs it: characters by first byte, second byte, counted form; and readings."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from core.paths import resource
from core.repairing.likelihood import reports
from core.repairing.script import simplified

_COMMON = 56


class Code(NamedTuple):
    lead: int
    trail: int
    character: str
    read: str  # as the likelihood counts it


@dataclass(frozen=True, slots=True)
class Codes:
    """GBK by first byte, second byte and counted character; characters that no report contains are left out."""

    by_lead: dict[int, list[Code]]
    by_trail: dict[int, list[Code]]
    by_read: dict[str, list[Code]]
    by_character: dict[str, list[Code]]
    at: dict[int, Code]
    defined: frozenset[int]
    folded: dict[str, list[tuple[int, int]]]  # NFKC form → bytes of the characters that it may have been


@cache
def codes() -> Codes:
    counted = frozenset(reports().characters)
    pairs = [(a, b) for a in range(0x81, 0xFF) for b in range(0x40, 0xFF) if b != 0x7F]
    decoded = [bytes(pair).decode("gbk", "ignore") for pair in pairs]
    defined = frozenset(a << 8 | b for (a, b), c in zip(pairs, decoded, strict=True) if len(c) == 1)
    characters = [c if len(c) == 1 else "\0" for c in decoded]
    easy = simplified("".join(characters))
    found = Codes({}, {}, {}, {}, {}, defined, {})
    for (a, b), character, simple in zip(pairs, characters, easy, strict=True):
        if character == "\0":
            continue
        folded = unicodedata.normalize("NFKC", character)
        if folded != character:
            found.folded.setdefault(folded, []).append((a, b))
        counted_as = read(simple)
        if not counted.issuperset(counted_as):
            continue
        code = Code(a, b, character, counted_as)
        found.by_lead.setdefault(a, []).append(code)
        found.by_trail.setdefault(b, []).append(code)
        found.by_read.setdefault(counted_as, []).append(code)
        found.by_character.setdefault(character, []).append(code)
        found.at[a << 8 | b] = code
    likelihood = reports()
    weights = dict(zip(counted, likelihood.scores("", counted), strict=True))
    for table in (found.by_lead, found.by_trail):
        for options in table.values():
            # Rare characters are never the likeliest: half the candidates do for twice the speed.
            options.sort(key=lambda code: weights.get(code.read[:1], 0.0), reverse=True)
            del options[_COMMON:]
    return found


@cache
def vanishing() -> frozenset[int]:
    """Bytes that begin at least one undefined pair."""
    defined = codes().defined
    return frozenset(a for a in range(0x80, 0xFF) if any(a << 8 | b not in defined for b in range(0x81, 0xFF)))


@cache
def openings() -> dict[int, list[Code]]:
    """By first byte: the characters whose second byte may begin an undefined pair."""
    may = vanishing()
    return {lead: [c for c in codes if c.trail in may] for lead, codes in codes().by_lead.items()}


@cache
def readings() -> dict[str, str]:
    """Reading with tone mark → the characters of GBK that have it."""
    path = resource("repairing") / "readings.tsv"
    return dict(line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())


def read(character: str) -> str:
    """A character in the form that was counted."""
    if character.isascii():
        return "0" if character.isdigit() else character if character > " " or character == "\n" else ""
    folded = unicodedata.normalize("NFKC", simplified(character))
    if len(folded) == 1 and folded.isalpha():
        return folded
    return "".join("0" if c.isdigit() and c.isdecimal() else c for c in folded if not c.isspace())
