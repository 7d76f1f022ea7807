"""Units and classifiers with dimension and scale, from resources/lexicon/units.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from core.paths import resource


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or classifier. `scale` is how much of the dimension's base unit one of it is (亩: 666.67 平方米).

    `guard` holds the characters that, standing next, make it part of another word (家 before 庭).
    """

    name: str
    dimension: str
    scale: float
    guard: str = ""


def rows(name: str) -> list[list[str]]:
    """The rows of a table in resources/lexicon; lines with # are notes."""
    lines = resource("lexicon", name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def builtin_units() -> Mapping[str, Unit]:
    """All units of resources/lexicon/units.tsv by name."""
    found = {}
    for name, dimension, scale, *guard in rows("units.tsv"):
        found[name] = Unit(name, dimension, float(scale), guard[0] if guard else "")
    return found
