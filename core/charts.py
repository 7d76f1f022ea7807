"""Charts without Qt: what is to be drawn, in data coordinates, each mark leading to its fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.axes import Axis


@dataclass(frozen=True, slots=True)
class Mark:
    """One value. `series` picks colour and name; `shape` is dot, ring (a target), bar, ge, le, approx or range."""

    x: float
    y: float
    series: int
    shape: str
    tip: str
    document: int
    fact: int
    label: str = ""
    proposed: bool = False  # nobody has confirmed it yet
    name: str = ""  # the region


@dataclass(frozen=True, slots=True)
class Line:
    """Marks joined, in data coordinates."""

    series: int
    points: tuple[tuple[float, float], ...]
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """One field with two axes; small multiples have many."""

    x: Axis
    y: Axis
    marks: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole chart. `series` are the names of the colours, `legend` says the shapes that need explaining."""

    kind: str
    title: str
    subtitle: str
    plots: tuple[Plot, ...]
    series: tuple[str, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()  # shape, words
    rows: tuple[tuple[Any, ...], ...] = ()
    note: str = ""

    @property
    def empty(self) -> bool:
        """True when there is nothing to draw."""
        return not any(plot.marks for plot in self.plots)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be charted: indices into the panel, a measure ("level" or "growth"), a year for one-year charts.

    Without `regions` all of one administrative `level` are meant ("" for any): a county beside the nation says little.
    """

    indicator: int
    measure: str = "level"
    regions: tuple[int, ...] = ()
    year: int | None = None
    level: str = ""
