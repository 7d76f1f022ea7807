"""How panes follow one another: to the same indicator, the same part, or line by line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from core.comparing import alignment, counterpart, nearest
from core.facts import Fact, Status
from core.messages import text
from gui.desk import Desk
from gui.pane import Pane
from gui.timers import pause

TIES = ("none", "indicator", "part", "scroll")
REST = 60  # ms: "by part" follows when the wheel rests, not at every notch


class Ties(QObject):
    """`panes` is the list that the desk keeps of them, `active` gives the one that the others follow."""

    def __init__(self, desk: Desk, panes: list[Pane], active: Callable[[], Pane | None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._panes, self._active = desk, panes, active
        self.kind = "indicator"
        self._points: dict[tuple[int, int], list[tuple[int, int]]] = {}  # places aligned by hand, by pair of reports
        self._leading = False  # a pane scrolls because another one did
        self._later = pause(self, REST, self.follow_part)

    # Places aligned by hand

    def align(self) -> None:
        """Take the places now at the upper edges as matching, for scrolling together."""
        shown = [p for p in self._panes if p.document is not None]
        for one in shown:
            for other in shown:
                if one is not other and one.document is not None and other.document is not None:
                    key = (one.document, other.document)
                    self._points.setdefault(key, []).append((one.reader.top(), other.reader.top()))
        self._desk.notice(text("tie.aligned") if len(shown) > 1 else text("tie.one_pane"))

    def clear(self) -> None:
        """Forget the places aligned by hand."""
        self._points.clear()
        self._desk.notice(text("tie.cleared"))

    def rows(self) -> list[list[Any]]:
        """The places aligned by hand, for the layout: a pair of reports, pairs of places."""
        return [[*pair, points] for pair, points in self._points.items()]

    def restore(self, kind: str, rows: list[list[Any]]) -> None:
        """Bring back what was kept; a kind that is not known leaves the tie as it is."""
        if kind in TIES:
            self.kind = kind
        self._points = {(a, b): [(x, y) for x, y in points] for a, b, points in rows}

    # Following

    def follow_fact(self, home: Pane, fact: Fact, *, scroll: bool = True) -> None:
        """All other panes to their fact of the same indicator."""
        if name := fact.canonical or fact.indicator:
            for pane in self._others(home):
                self._lead(pane, home, fact, name, scroll=scroll)

    def take_along(self, pane: Pane, home: Pane, fact: Fact) -> None:
        """One pane, into which a report has come."""
        if self.kind == "indicator" and home is not pane and (name := fact.canonical or fact.indicator):
            self._lead(pane, home, fact, name)

    def follow_part(self) -> None:
        """All other panes to the part that the active one is in."""
        home = self._active()
        if self.kind != "part" or home is None or home.document is None:
            return
        here = self._desk.document(home.document)
        section = here.structure.section_at(home.reader.top() + 1)
        if section is None:
            return
        self._leading = True
        for pane in self._others(home):
            assert pane.document is not None
            other = self._desk.document(pane.document)
            found = counterpart(section, here, other)
            if found is None:
                pane.say(text("tie.no_part", name=text(f"part.{section.part.value}")))
            else:
                pane.say("")
                if other.structure.section_at(pane.reader.top() + 1) != found:
                    pane.reader.go_to(found.start, 0.0)
        self._leading = False

    def scrolled(self, home: Pane) -> None:
        """A pane was scrolled: where they are tied so, the others go along."""
        if self._leading or home is not self._active() or home.document is None:
            return
        if self.kind == "part":
            self._later.start()
        if self.kind != "scroll":
            return
        self._leading = True
        here = home.reader.top()
        for pane in self._others(home):
            assert pane.document is not None
            points = self._points.get((home.document, pane.document), ())
            way = alignment(self._desk.document(home.document), self._desk.document(pane.document), points)
            pane.reader.go_to(round(way.across(here)), 0.0)
        self._leading = False

    def _lead(self, pane: Pane, home: Pane, fact: Fact, name: str, *, scroll: bool = True) -> None:
        """A pane to its fact that is nearest to the selected one, or a word that it has none."""
        assert pane.document is not None
        if pane.document == home.document:
            # The same report twice: this year's target beside last year's result, never the fact itself.
            found = nearest(fact, (f for f in self._desk.facts(pane.document) if f.status != fact.status))
        else:
            found = nearest(fact, self._desk.facts(pane.document))
        if found is None:
            if fact.canonical:  # a name that one report alone has is missing everywhere else: no news
                pane.say(text("tie.no_such", name=name))
            return
        pane.reader.set_current(found.id, scroll=scroll, echo=True)
        kind = found.measure is not fact.measure or (found.status is Status.TARGET) is not (
            fact.status is Status.TARGET
        )
        if kind:
            pane.say(text("tie.other_kind", name=name, kind=text(f"tie.{_kind(found)}")))

    def _others(self, home: Pane) -> list[Pane]:
        return [p for p in self._panes if p is not home and p.document is not None]


def _kind(fact: Fact) -> str:
    """A fact's kind as a key of the catalogue: level_target, change_actual and so on."""
    return f"{fact.measure.value}_{'target' if fact.status is Status.TARGET else 'actual'}"
