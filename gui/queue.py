"""The queue of review: which proposals come one after another, and in which order.

A queue is taken down once and walked: what is decided stays in its place, so that "12 of 57" counts upwards. It is
taken down anew when another queue is chosen, when it is walked to its end, and when reports come or go.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from core.edits import Touched
from core.facts import Fact, State
from core.messages import text
from core.querying import Query
from gui.actions import Actions
from gui.answers import Answers, large
from gui.desk import Desk
from gui.panes import Panes
from gui.theme import Theme, dress
from gui.timers import pause

SCOPES = ("report", "part", "project", "indicator", "tag", "table")
ORDERS = ("reading", "doubt")
SOON = 30  # ms; the words follow an act after the act's own repaint
MOST = 20_000  # facts in one queue; whoever has done them takes down the next


class Queue(QObject):
    """`asked` is the table's own query, None while there is no table; `changed` when scope, order or place do."""

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        panes: Panes,
        asked: Callable[[], Query | None],
        parent: QObject | None = None,
        *,
        answers: Answers | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._panes, self._asked, self._answers = desk, panes, asked, answers
        self.busy = False  # a long list is being written down
        self._wanted = 0  # a step to be taken then
        self._wrapping = False
        self._late: set[int] = set()  # facts that changed meanwhile
        self.scope, self.order = "report", "reading"
        self._about: object = None  # what the scope is of: a report, an indicator, tags
        self._name = ""
        self._ids: list[int] = []
        self._place: dict[int, int] = {}
        self._decided: set[int] = set()
        desk.changed.connect(self._changed)
        desk.selected.connect(lambda _selection: self.changed.emit())

    @property
    def plain(self) -> bool:
        """True for the report at hand in reading order, which needs no list."""
        return self.scope == "report" and self.order == "reading"

    def use(self, scope: str = "", order: str = "") -> bool:
        """Choose another queue; False, and a hint, where there is nothing for it."""
        scope, order = scope or self.scope, order or self.order
        about, name, hint = self._subject(scope)
        if hint:
            self._desk.notice(hint, "warning")
            self.changed.emit()
            return False
        self.scope, self.order, self._about, self._name = scope, order, about, name
        self._take()
        return True

    def step(self, by: int) -> bool:
        """Go to the next (1) or the previous (-1) proposal of the queue; False when none is left.

        While a long list is being written down the step is taken as soon as it is there.
        """
        if self.scope == "report" and self._about != self._report():
            self._about = self._report()
            self._take()
        if not self.busy:
            target = self._next(by)
            if target is not None:
                self._go(target)
                return True
            self._take()  # what was skipped, and what came since
            if not self.busy:
                return self._around(by)
            self._wrapping = True
        self._wanted = by
        return True

    def _go(self, target: int) -> None:
        fact = self._desk.fact(target)
        self._desk.select(fact.document, fact.id, origin="key")

    def _around(self, by: int) -> bool:
        target = next(iter(self._ids if by > 0 else reversed(self._ids)), None)
        if target is None:
            return False
        self._desk.notice(text("queue.around"))
        self._go(target)
        return True

    def where(self) -> tuple[int, int] | None:
        """Place of the selected fact in the queue, from 1, and how many there are; None outside of it."""
        place = self._place.get(self._desk.selection.fact or 0)
        return None if place is None else (place + 1, len(self._ids))

    def left(self) -> int:
        """How many of the queue are still undecided."""
        if self.plain:
            counts = self._desk.counts().get(self._report() or 0, {})
            return counts.get(State.PROPOSED.value, 0)
        return len(self._ids) - len(self._decided)

    def words(self) -> str:
        """The queue in a few words: 本报告 · 按原文 · 12 / 57."""
        what = text(f"queue.{self.scope}", name=self._name)
        parts = [what, text(f"queue.{self.order}")]
        if self.busy:
            return " · ".join([*parts, text("queue.listing")])
        if not self.plain and (place := self.where()) is not None:
            parts.append(f"{place[0]:,} / {place[1]:,}")
        parts.append(text("queue.left", n=f"{self.left():,}"))
        return " · ".join(parts)

    def _next(self, by: int) -> int | None:
        here = self._place.get(self._desk.selection.fact or 0)
        start = (-1 if by > 0 else len(self._ids)) if here is None else here
        stop = len(self._ids) if by > 0 else -1
        for index in range(start + by, stop, by):
            if self._ids[index] not in self._decided:
                return self._ids[index]
        return None

    def _take(self) -> None:
        """Write the list down, or have it written where that takes long."""
        self._wanted, self._wrapping, self._late = 0, False, set()
        if self.busy and self._answers is not None:
            self._answers.cancel()
        query = None if self.plain else self._query()
        self.busy = query is not None and self._answers is not None and large(self._desk, query)
        self._put([])
        if query is None:
            return
        if self.busy and self._answers is not None:
            came = array("q")
            self._answers.ask(
                "facts",
                query,
                part=lambda found, _seen: [came.extend(ids) for ids in found],
                end=lambda failed: self._taken(self._desk.store.find(query) if failed else came.tolist()),
            )
        else:
            self._put(self._within(self._desk.store.find(query)))

    def _put(self, ids: list[int]) -> None:
        self._ids = ids
        self._place = {fact: number for number, fact in enumerate(ids)}
        self._decided = set()
        self.changed.emit()

    def _taken(self, ids: list[int]) -> None:
        """The list that took long is there."""
        self.busy = False
        by, wrapping = self._wanted, self._wrapping
        self._wanted, self._wrapping = 0, False
        self._put(ids)
        self._mark(self._late & self._place.keys())
        if by and not (self._around(by) if wrapping else self.step(by)):
            self._desk.notice(text("queue.done"))

    def _query(self) -> Query | None:
        open_ones = (State.PROPOSED.value,)
        base = Query(states=open_ones, sort=self.order, limit=MOST)
        match self.scope, self._about:
            case "report", int(document):
                return replace(base, documents=(document,))
            case "part", (int(document), int(), int()):
                return replace(base, documents=(document,))
            case "indicator", (str(canonical), str(indicator)):
                return replace(base, canonical=canonical) if canonical else replace(base, indicator=indicator)
            case "tag", frozenset() as tags:
                return replace(base, tags=tuple(sorted(tags)))
            case "table", Query() as query:
                return replace(query, states=open_ones, sort=self.order, descending=False, limit=MOST)
            case "project", _:
                return base
        return None

    def _within(self, ids: list[int]) -> list[int]:
        """Those that stand in the part, where the queue is of a part."""
        if self.scope != "part" or not isinstance(self._about, tuple):
            return ids
        _, start, end = self._about
        facts = self._desk.store.many(ids, reasons=False)
        return [fact for fact in ids if start <= facts[fact].start < end]

    def _subject(self, scope: str) -> tuple[object, str, str]:
        """What a scope would be of, its name, and a hint where it lacks something."""
        fact = self._fact()
        match scope:
            case "report":
                return self._report(), "", ""
            case "project":
                return None, "", ""
            case "part":
                return self._part(fact)
            case "indicator" if fact is not None and (fact.canonical or fact.indicator):
                return (fact.canonical, fact.indicator), fact.canonical or fact.indicator, ""
            case "tag" if fact is not None and fact.tags:
                names = [tag.name for tag in self._desk.tags() if tag.id in fact.tags]
                return fact.tags, "、".join(names), ""
            case "table" if (query := self._asked()) is not None:
                return query, "", ""
        return None, "", text(f"queue.no_{scope}")

    def _part(self, fact: Fact | None) -> tuple[object, str, str]:
        document = self._report()
        pane = self._panes.active
        if document is None:
            return None, "", text("queue.no_part")
        report = self._desk.document(document)
        at = fact.start if fact is not None and fact.document == document else (pane.reader.top() if pane else 0)
        parts = [section for section in report.structure.sections if section.start <= at < section.end]
        if not parts:
            return None, "", text("queue.no_part")
        part = parts[-1]
        return (document, part.start, part.end), part.title.of(report.text).strip()[:12], ""

    def _fact(self) -> Fact | None:
        chosen = self._desk.selection.fact
        return None if chosen is None else self._desk.store.many([chosen]).get(chosen)

    def _report(self) -> int | None:
        pane = self._panes.active
        if pane is not None and pane.document is not None:
            return pane.document
        return self._desk.selection.document

    def _changed(self, touched: Touched) -> None:
        if touched.kind == "open":
            self.scope, self.order, self._about, self._name = "report", "reading", None, ""
            self._take()
        elif touched.documents:
            self._take()
        else:
            self._late |= touched.facts if self.busy else set()
            self._mark(touched.facts & self._place.keys())
        self.changed.emit()

    def _mark(self, facts: AbstractSet[int]) -> None:
        """Take down which of these are decided."""
        if facts:
            rows = self._desk.store.many(facts, reasons=False)
            open_ones = {key for key, fact in rows.items() if fact.state is State.PROPOSED}
            self._decided = (self._decided - open_ones) | (facts - open_ones)


class QueueButton(QToolButton):
    """Says which queue is walked and how far; a click or its key offers the others."""

    def __init__(self, queue: Queue, actions: Actions, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue, self._actions = queue, actions
        self.setObjectName("queue")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.addActions([actions[f"queue.{scope}"] for scope in SCOPES])
        menu.addSeparator()
        menu.addActions([actions[f"queue.{order}"] for order in ORDERS])
        self.setMenu(menu)
        self._soon = pause(self, SOON, self.refresh)
        queue.changed.connect(self._soon.start)
        dress(self, theme, "filter", "ui.muted")
        self.refresh()

    def open_menu(self) -> None:
        """Offer the queues above the button."""
        # Not showMenu(), which waits until the menu is closed.
        menu = self.menu()
        menu.popup(self.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def refresh(self) -> None:
        """Say it anew."""
        words = self._queue.words()
        self.setText(words)
        self.setAccessibleName(text("queue.name", words=words))
        self.setToolTip(self._actions["queue.choose"].toolTip())
        self._actions[f"queue.{self._queue.scope}"].setChecked(True)
        self._actions[f"queue.{self._queue.order}"].setChecked(True)
