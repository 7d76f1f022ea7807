"""From the panel to charts: five kinds, and the data behind each."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from core.axes import Axis, axis_of, years_of
from core.charts import Chart, Line, Mark, Plot, Wish
from core.figures import Figure, Scale, apart, short
from core.messages import language, text
from core.panel import Panel

KINDS = ("years", "multiples", "ranking", "target", "distribution")
MOST = {"years": 8, "multiples": 24, "ranking": 60, "target": 40}  # regions that stay readable
# The wording of a value as a shape: 以上, 以内, 左右, a range, none.
SHAPES = {"eq": "dot", "ge": "ge", "approx": "approx", "le": "le", "range": "range"}
COLUMNS = (
    "region",
    "code",
    "year",
    "indicator",
    "role",
    "value",
    "high",
    "unit",
    "wording",
    "status",
    "state",
    "report",
    "fact",
)


def draw(panel: Panel, kind: str, wish: Wish) -> Chart:
    """The chart of a kind in KINDS."""
    chart = _drawn(panel, kind, wish)
    if any(mark.proposed for plot in chart.plots for mark in plot.marks):
        joined = "　".join(filter(None, (chart.note, text("chart.proposed_note"))))
        return replace(chart, note=joined)
    return chart


def _drawn(panel: Panel, kind: str, wish: Wish) -> Chart:
    maker = {
        "years": _years, "multiples": _multiples, "ranking": _ranking, "target": _target, "distribution": _distribution,
    }[kind]  # fmt: skip
    return maker(_Source(panel, wish))


def table(chart: Chart) -> str:
    """The data of a chart as CSV, one row a value; a decrease is negative, `fact` is the id in the project."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([text(f"chart_column.{name}") for name in COLUMNS])
    writer.writerows(chart.rows)
    return out.getvalue()


class _Source:
    """The values of one indicator, on the scale on which they are shown."""

    def __init__(self, panel: Panel, wish: Wish) -> None:
        self.panel, self.wish = panel, wish
        self.growth = wish.measure == "growth"
        name = panel.indicators[wish.indicator]
        known = panel.lexicon.by_name.get(name)
        english = known.english if known is not None else ""
        self.name = english[0].upper() + english[1:] if english and language() == "en" else name
        self.scale = Scale("%", 1.0) if self.growth else panel.scale(wish.indicator)
        wanted, level = frozenset(wish.regions), wish.level
        self.cells = {
            (r, y): cell for r, y, cell in panel.series(wish.indicator)
            if (r in wanted if wanted else not level or panel.regions[r].level == level)
        }  # fmt: skip
        self.rows: list[tuple[Any, ...]] = []

    def got(self, region: int, year: int) -> Figure | None:
        """What was achieved."""
        cell = self.cells.get((region, year))
        return None if cell is None else self._fits(cell.growth if self.growth else cell.level)

    def goal(self, region: int, year: int) -> Figure | None:
        """What was aimed at."""
        cell = self.cells.get((region, year))
        return None if cell is None else self._fits(cell.aim if self.growth else cell.target)

    def _fits(self, figure: Figure | None) -> Figure | None:
        """Only values in the indicator's own unit: 美元 cannot stand on a scale of 元."""
        if figure is None or self.growth:
            return figure
        units = self.panel.lexicon.units
        label = self.scale.label
        odd = (figure.unit in units and figure.unit not in label) or apart(figure.unit, label)
        return None if odd or (figure.unit == "ratio") != (label in ("%", "‰")) else figure

    def value(self, figure: Figure) -> float:
        """On the scale that is shown."""
        return figure.value / self.scale.factor

    def mark(
        self,
        figure: Figure,
        region: int,
        year: int,
        series: int,
        place: tuple[float, float],
        *,
        aimed: bool = False,
        shape: str = "",
    ) -> Mark:
        """A mark at a place; its row goes to the data."""
        role = text("chart.role_target" if aimed else "chart.role_actual")
        said = self.said(figure)
        name = self.panel.regions[region].name
        tip = text("chart.tip", region=name, year=year, role=role, value=said, state=text(f"state.{figure.state}"))
        value = self.value(figure)
        self.rows.append((
            self.panel.regions[region].path, self.panel.regions[region].code, year,
            self.panel.indicators[self.wish.indicator], role, _plain(value),
            "" if figure.high is None else _plain(figure.high / self.scale.factor),
            self.scale.label, text(f"bound.{figure.bound}") if figure.bound != "eq" else "",
            text(f"status.{figure.status}"), text(f"state.{figure.state}"), figure.document, figure.fact,
        ))  # fmt: skip
        drawn = shape or ("ring" if aimed else "dot")
        return Mark(*place, series, drawn, tip, figure.document, figure.fact, said, figure.state == "proposed", name)

    def said(self, figure: Figure) -> str:
        """Value, unit and wording in words: 6%以上."""
        number = short(self.value(figure))
        if self.growth and figure.value > 0:
            number = f"+{number}"
        if figure.high is not None:
            number += f"–{short(figure.high / self.scale.factor)}"
        unit = self.scale.label if self.scale.label in ("%", "‰") or language() == "zh" else f" {self.scale.label}"
        if figure.bound in ("ge", "le", "approx"):
            return text(f"chart.bound_{figure.bound}", value=number + unit)
        return number + unit

    def years(self, regions: Iterable[int]) -> list[int]:
        """The years in which any of the regions has a value."""
        wanted = set(regions)
        return sorted({y for r, y in self.cells if r in wanted and self.got(r, y) is not None})

    def regions(self, kind: str, *, found: Iterable[int] = ()) -> list[int]:
        """The regions that were chosen, or those with most values; as many as stay readable."""
        chosen = list(self.wish.regions)
        if not chosen:
            counts: dict[int, int] = {}
            for region in found or (r for r, y in self.cells if self.got(r, y) is not None):
                counts[region] = counts.get(region, 0) + 1
            chosen = sorted(counts, key=lambda r: (-counts[r], r))
            chosen = sorted(chosen[: MOST.get(kind, len(chosen))])
        return chosen[: MOST.get(kind, len(chosen))]

    def year(self, *, aimed: bool = False) -> int | None:
        """The year that was chosen, or the one with most values."""
        if self.wish.year is not None:
            return self.wish.year
        ask = self.goal if aimed else self.got
        counts: dict[int, int] = {}
        for region, year in self.cells:
            if ask(region, year) is not None:
                counts[year] = counts.get(year, 0) + 1
        return max(counts, key=lambda y: (counts[y], y), default=None)

    def heading(self) -> str:
        """Indicator and measure: 地区生产总值 增速."""
        return text("chart.growth_of", name=self.name) if self.growth else self.name

    def unit(self, year: int | None = None) -> str:
        """What stands under the title."""
        unit = text("chart.unit", unit=self.scale.label)
        return unit if year is None else text("chart.year_unit", year=year, unit=unit)


def _years(source: _Source) -> Chart:
    """The indicator over the years, a line a region."""
    regions = source.regions("years")
    marks, lines = [], []
    for series, region in enumerate(regions):
        points = []
        for year in source.years([region]):
            figure = source.got(region, year)
            if figure is not None:
                marks.append(
                    source.mark(figure, region, year, series, (year, source.value(figure)), shape=_wording(figure))
                )
                points.append((float(year), source.value(figure)))
        # A line over a gap of years would claim what no report says.
        lines += [Line(series, part) for part in _runs(points)]
    names = tuple(source.panel.regions[r].name for r in regions)
    plot = Plot(
        years_of([m.x for m in marks]),
        axis_of([m.y for m in marks], zero=not source.growth),
        tuple(marks),
        tuple(lines),
    )
    return Chart("years", source.heading(), source.unit(), (plot,), names, _legend(marks), tuple(source.rows))


def _multiples(source: _Source) -> Chart:
    """The same, a small field for each region, on one scale."""
    regions = source.regions("multiples")
    fields = []
    for region in regions:
        marks, points = [], []
        for year in source.years([region]):
            figure = source.got(region, year)
            if figure is not None:
                marks.append(source.mark(figure, region, year, 0, (year, source.value(figure)), shape=_wording(figure)))
                points.append((float(year), source.value(figure)))
        fields.append((region, marks, tuple(Line(0, part) for part in _runs(points))))
    every = [m for _, marks, _ in fields for m in marks]
    x, y = years_of([m.x for m in every], few=True), axis_of([m.y for m in every], zero=not source.growth, count=3)
    plots = tuple(Plot(x, y, tuple(marks), lines, source.panel.regions[region].name) for region, marks, lines in fields)
    return Chart("multiples", source.heading(), source.unit(), plots, (), _legend(every), tuple(source.rows))


def _ranking(source: _Source) -> Chart:
    """The regions of one year in order."""
    year = source.year()
    found = [] if year is None else [
        (source.value(f), r, f) for r in range(len(source.panel.regions)) if (f := source.got(r, year)) is not None
    ]  # fmt: skip
    found.sort(key=lambda item: (-item[0], item[1]))
    found = found[: MOST["ranking"]]
    marks = [source.mark(f, r, year or 0, 0, (value, n), shape="bar") for n, (value, r, f) in enumerate(found)]
    names = tuple((float(n), f"{n + 1}  {source.panel.regions[r].name}") for n, (_, r, _) in enumerate(found))
    plot = Plot(axis_of([m.x for m in marks], zero=True), Axis(-0.6, len(found) - 0.4, names, names=True), tuple(marks))
    return Chart("ranking", source.heading(), source.unit(year), (plot,), (), (), tuple(source.rows))


def _target(source: _Source) -> Chart:
    """What was aimed at and what came of it, a line a region."""
    year = source.year(aimed=True)
    pairs = []
    for region in range(len(source.panel.regions)) if year is not None else ():
        goal, got = source.goal(region, year or 0), source.got(region, year or 0)
        if goal is not None:
            pairs.append((region, goal, got))
    # Furthest above the target first; where no outcome is known yet, at the end.
    pairs.sort(key=lambda p: (p[2] is None, -(source.value(p[2]) - source.value(p[1])) if p[2] else 0, p[0]))
    pairs = pairs[: MOST["target"]]
    marks, lines, names = [], [], []
    for n, (region, goal, got) in enumerate(pairs):
        marks.append(source.mark(goal, region, year or 0, 0, (source.value(goal), n), aimed=True))
        if got is not None:
            marks.append(source.mark(got, region, year or 0, 1, (source.value(got), n)))
            lines.append(Line(1, ((source.value(goal), float(n)), (source.value(got), float(n))), faint=True))
        names.append((float(n), source.panel.regions[region].name))
    axis = axis_of([m.x for m in marks], zero=False)
    room = 0.02 * (axis.high - axis.low)  # a mark at the edge would cover the region's name
    plot = Plot(
        Axis(axis.low - room, axis.high + room, axis.ticks), Axis(-0.6, len(pairs) - 0.4, tuple(names), names=True),
        tuple(marks), tuple(lines),
    )  # fmt: skip
    legend = (("ring", text("chart.role_target")), ("dot", text("chart.role_actual")))
    title = text("chart.target_title", name=source.heading())
    return Chart(
        "target",
        title,
        source.unit(year),
        (plot,),
        (text("chart.role_target"), text("chart.role_actual")),
        legend,
        tuple(source.rows),
    )


def _distribution(source: _Source) -> Chart:
    """How the targets of one year spread over the regions, each a mark whose shape is its wording."""
    year = source.year(aimed=True)
    found = [] if year is None else [
        (source.value(f), r, f) for r in range(len(source.panel.regions)) if (f := source.goal(r, year)) is not None
    ]  # fmt: skip
    # The same wording stands together in a column of equal targets.
    found.sort(
        key=lambda item: (item[0], tuple(SHAPES).index(item[2].bound) if item[2].bound in SHAPES else 9, item[1])
    )
    axis = axis_of([value for value, _, _ in found], zero=False, count=8)
    bins = max(1.0, len(axis.ticks) * 5.0)
    width = (axis.high - axis.low) / bins or 1.0
    heights: dict[int, int] = {}
    marks = []
    for value, region, figure in found:
        place = math.floor((value - axis.low) / width + 1e-9)
        heights[place] = heights.get(place, 0) + 1
        marks.append(
            source.mark(figure, region, year or 0, 0, (value, heights[place]), aimed=True, shape=_wording(figure))
        )
    top = max(heights.values(), default=1)
    counts = axis_of([0, max(top, 4)], zero=True, whole=True)
    room = 0.04 * (axis.high - axis.low)
    across = Axis(axis.low - room, axis.high + 3 * room, axis.ticks)
    plot = Plot(across, Axis(0, counts.high + 0.3, counts.ticks, text("chart.regions")), tuple(marks))
    middle = found[len(found) // 2][0] if found else None
    note = "" if middle is None else text("chart.middle", count=len(found), value=short(middle) + source.scale.label)
    title = text("chart.distribution_title", name=source.heading())
    return Chart(
        "distribution", title, source.unit(year), (plot,), (), _legend(marks, always=True), tuple(source.rows), note
    )


def _wording(figure: Figure) -> str:
    return SHAPES.get(figure.bound, "dot")


def _legend(marks: Sequence[Mark], *, always: bool = False) -> tuple[tuple[str, str], ...]:
    """The shapes that occur, in words; a chart of plain dots needs none."""
    used = [shape for shape in ("dot", "ge", "approx", "le", "range") if any(m.shape == shape for m in marks)]
    if not always and used in ([], ["dot"]):
        return ()
    return tuple((shape, text(f"chart.shape_{shape}")) for shape in used)


def _runs(points: Sequence[tuple[float, float]]) -> list[tuple[tuple[float, float], ...]]:
    """The points cut where a year is missing."""
    runs: list[list[tuple[float, float]]] = []
    for point in points:
        if runs and point[0] - runs[-1][-1][0] <= 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return [tuple(run) for run in runs if len(run) > 1]


def _plain(number: float) -> str:
    """As many digits as the fact has, without the noise of floats."""
    return f"{number:.10g}"
