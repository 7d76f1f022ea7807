"""Axes of charts: round ticks around the values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.figures import short


@dataclass(frozen=True, slots=True)
class Axis:
    """The range of an axis and what is written along it."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    title: str = ""
    names: bool = False  # the ticks are names of things, not numbers


def steps(low: float, high: float, count: int = 5, *, whole: bool = False) -> list[float]:
    """Round values around `low`..`high`, about `count` of them: 1, 2, 2.5 or 5 times a power of ten."""
    span = high - low or abs(high) or 1.0
    raw = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    if whole:
        step = max(1.0, round(step))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [n * step for n in range(first, last + 1)]


def axis_of(values: Sequence[float], *, zero: bool, count: int = 5, whole: bool = False) -> Axis:
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - 0.5 * (abs(low) or 1), high + 0.5 * (abs(high) or 1)
    ticks = steps(low, high, count, whole=whole)
    return Axis(ticks[0], ticks[-1], tuple((tick, short(tick)) for tick in ticks))


def years_of(values: Sequence[float], *, few: bool = False) -> Axis:
    years = sorted({int(v) for v in values}) or [2000]
    low, high = years[0], years[-1]
    every = max(1, math.ceil((high - low) / (2 if few else 12)))
    ticks = [y for y in range(low, high + 1) if (high - y) % every == 0]
    return Axis(low - 0.3, high + 0.3, tuple((float(y), str(y)) for y in ticks))
