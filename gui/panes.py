"""The panes side by side: one to six reports in columns, rows or a grid, tied to one another as the analyst likes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from core.edits import Touched
from core.messages import text
from gui.actions import Actions
from gui.answers import Answers
from gui.desk import Desk, Selection
from gui.pane import Look, Pane
from gui.theme import Theme
from gui.ties import Ties

MOST = 6
ARRANGEMENTS = ("columns", "rows", "grid")
RESTART = "restart"  # origin of what is selected again where it was


class Panes(QWidget):
    """All panes; it alone places them and ties them."""

    active_changed = Signal(object)  # Pane
    added = Signal(object)  # Pane
    kept = Signal()  # the layout changed
    moved = Signal()  # a report was scrolled
    shown = Signal()  # a pane shows another report or none

    def __init__(
        self,
        desk: Desk,
        actions: Actions,
        theme: Theme,
        look: Look | None = None,
        parent: QWidget | None = None,
        *,
        answers: Answers | None = None,
    ) -> None:
        super().__init__(parent)
        self._answers = answers
        self._desk, self._actions, self._theme = desk, actions, theme
        self.look = look or Look()
        self.panes: list[Pane] = []
        self.active: Pane | None = None
        self.arrangement = "columns"
        self.ties = Ties(desk, self.panes, lambda: self.active, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._root: QSplitter | None = None
        self.setAccessibleName(text("pane.all"))
        desk.changed.connect(self._changed)
        desk.selected.connect(self._selected)
        self.add()

    # Panes

    def add(self, document: int | None = None) -> Pane | None:
        """One more pane after the active one; None when there are six."""
        if len(self.panes) >= MOST:
            self._desk.notice(text("pane.most", n=MOST), "warning")
            return None
        pane = self._insert()
        self._arrange()
        self.added.emit(pane)
        if document is not None:
            pane.show_report(document)
        self.activate(pane)
        self.kept.emit()
        return pane

    def _insert(self) -> Pane:
        """Another pane after the active one, which has no place in the window yet."""
        pane = Pane(self._desk, self._actions, self._theme, self.look, answers=self._answers)
        if self.panes and self.panes[0].waiting:
            pane.waiting = True
            pane.refresh_head()
        pane.entered.connect(self.activate)
        pane.asked_close.connect(self.close_pane)
        pane.scrolled.connect(self._scrolled)
        pane.kept.connect(self.kept)
        pane.shown.connect(self._take_along)
        where = self.panes.index(self.active) + 1 if self.active in self.panes else len(self.panes)
        self.panes.insert(where, pane)
        return pane

    def close_pane(self, pane: Pane | None = None) -> None:
        """Close a pane (the active one); the last is emptied instead."""
        pane = pane or self.active
        if pane is None:
            return
        if len(self.panes) == 1:
            pane.show_report(None)
            self.kept.emit()
            return
        where = self.panes.index(pane)
        self.panes.remove(pane)
        pane.setParent(None)
        pane.deleteLater()
        self._arrange()
        self.activate(self.panes[min(where, len(self.panes) - 1)])
        self.panes[min(where, len(self.panes) - 1)].reader.setFocus()
        self.kept.emit()

    def activate(self, pane: Pane) -> None:
        """Make a pane the one that keys act on."""
        if self.active is pane:
            return
        self.active = pane
        for each in self.panes:
            each.set_active(each is pane and len(self.panes) > 1)
        self.active_changed.emit(pane)

    def step(self, by: int) -> None:
        """The keyboard to the next or the previous pane."""
        if self.active in self.panes:
            pane = self.panes[(self.panes.index(self.active) + by) % len(self.panes)]
            self.activate(pane)
            (pane.reader if pane.document is not None else pane.chooser).setFocus()

    def arrange(self, arrangement: str) -> None:
        """Columns, rows or a grid."""
        self.arrangement = arrangement
        self._arrange()
        self.kept.emit()

    def set_waiting(self, waiting: bool) -> None:
        """Say whether reports are being read, which come into empty panes."""
        for pane in self.panes:
            if pane.waiting != waiting:
                pane.waiting = waiting
                pane.refresh_head()

    def set_look(self, look: Look) -> None:
        """New settings of size, font and spacing for all panes."""
        self.look = look
        for pane in self.panes:
            pane.set_look(look)

    def open_reports(self, documents: list[int]) -> None:
        """Show these reports side by side, in as many panes as they need."""
        wanted = documents[:MOST]
        while len(self.panes) < len(wanted):
            self.add()
        for pane, document in zip(self.panes, wanted, strict=False):
            if pane.document != document:
                pane.show_report(document)
        if wanted:
            self.activate(self.panes[0])
        self.kept.emit()

    def pane_of(self, document: int) -> Pane | None:
        """A pane that shows the report, the active one first."""
        if self.active is not None and self.active.document == document:
            return self.active
        return next((p for p in self.panes if p.document == document), None)

    def go(self, document: int, position: int) -> Pane:
        """Bring a place into view, in the pane that shows the report, else in the active one."""
        pane = self._shown(document)
        pane.reader.go_to(position)
        self.activate(pane)
        return pane

    def _shown(self, document: int) -> Pane:
        pane = self.pane_of(document)
        if pane is None:
            pane = self.active or self.panes[0]
            pane.show_report(document)
            self.kept.emit()
        return pane

    def _arrange(self) -> None:
        root = QSplitter(Qt.Orientation.Vertical if self.arrangement != "columns" else Qt.Orientation.Horizontal)
        root.setObjectName("panes")
        if self.arrangement == "grid" and len(self.panes) > 2:
            wide = 2 if len(self.panes) <= 4 else 3
            for first in range(0, len(self.panes), wide):
                row = QSplitter(Qt.Orientation.Horizontal)
                row.setObjectName("panes")
                self._fill(row, self.panes[first : first + wide])
                root.addWidget(row)
            self._even(root)
        else:
            if self.arrangement == "grid":
                root.setOrientation(Qt.Orientation.Horizontal)
            self._fill(root, self.panes)
        self._column.addWidget(root)
        if self._root is not None:
            self._root.setParent(None)
            self._root.deleteLater()
        self._root = root
        for pane in self.panes:
            pane.show()
            pane.set_active(pane is self.active and len(self.panes) > 1)

    def _fill(self, splitter: QSplitter, panes: list[Pane]) -> None:
        for pane in panes:
            splitter.addWidget(pane)
        self._even(splitter)

    def _even(self, splitter: QSplitter) -> None:
        splitter.setHandleWidth(6)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([1000] * splitter.count())
        splitter.splitterMoved.connect(lambda *_: self.kept.emit())

    # Following the desk

    def _changed(self, touched: Touched) -> None:
        listings = self._desk.documents()
        known = {row.id for row in listings}
        for pane in self.panes:
            if touched.kind == "open":
                pane.show_report(None)
            elif pane.document is not None and pane.document not in known:
                # Read anew it comes as another: the one that came with it takes its place, at the same passage.
                other = min(touched.documents & known, default=None) if len(touched.documents) == 2 else None
                place = pane.reader.top()
                pane.show_report(other)
                if other is not None:
                    pane.reader.go_to(min(place, len(self._desk.document(other).text)), 0.0)
                    self.kept.emit()
            elif pane.concerned(touched):
                pane.refresh(touched.facts)
            else:
                pane.refresh_head(listings)
            if touched.passages or touched.tags:
                pane.show_passages()

    def _selected(self, selection: Selection) -> None:
        if selection.document is None:
            for pane in self.panes:
                pane.reader.set_current(None)
                pane.mark_current()
                pane.say("")
            return
        home = self._shown(selection.document)
        back = selection.origin == RESTART  # every pane already stands where it stood
        for pane in self.panes:
            pane.say("")
            if pane is home or pane.document == selection.document:
                pane.reader.set_current(selection.fact, scroll=pane is home and not back)
            else:
                pane.reader.set_current(None)
        if selection.fact is not None and self.ties.kind == "indicator":
            self.ties.follow_fact(home, self._desk.fact(selection.fact), scroll=not back)
        elif self.ties.kind == "part" and not back:
            self.activate(home)
            self.ties.follow_part()
        for pane in self.panes:
            pane.mark_current()
        self.activate(home)
        home.announce(selection.fact)

    # Ties

    def set_tie(self, tie: str) -> None:
        """Tie the panes: none, indicator, part or scroll."""
        self.ties.kind = tie
        for pane in self.panes:
            pane.say("")
        if tie == "indicator" and self._desk.selection.fact is not None:
            self._selected(self._desk.selection)
        elif tie == "part":
            self.ties.follow_part()
        elif tie == "scroll" and self.active is not None:
            self.ties.scrolled(self.active)
        self.kept.emit()

    def _take_along(self, pane: Pane) -> None:
        """A report that comes into a tied pane goes at once to what is selected."""
        self.shown.emit()
        selection = self._desk.selection
        if selection.fact is None or selection.document is None or pane.document is None:
            return
        home = self.pane_of(selection.document)
        if home is not None:
            self.ties.take_along(pane, home, self._desk.fact(selection.fact))

    def _scrolled(self, pane: Pane) -> None:
        self.moved.emit()
        self.ties.scrolled(pane)

    # The layout

    def layout_row(self) -> dict[str, Any]:
        """What the next start needs."""
        return {
            "panes": [pane.layout_row() for pane in self.panes],
            "arrangement": self.arrangement,
            "tie": self.ties.kind,
            "active": self.panes.index(self.active) if self.active in self.panes else 0,
            "sizes": self._root.sizes() if self._root is not None else [],
            "aligned": self.ties.rows(),
            "fact": self._desk.selection.fact,
        }

    def restore(self, row: dict[str, Any]) -> None:
        """Bring the panes back."""
        known = {listing.id for listing in self._desk.documents()}
        if row.get("arrangement") in ARRANGEMENTS:
            self.arrangement = row["arrangement"]
        rows = row.get("panes", [])[:MOST]
        # Placed once and before they show reports: each time the texts would be laid out anew.
        for pane in [self._insert() for _ in range(len(rows) - len(self.panes))]:
            self.added.emit(pane)
        self._arrange()
        for pane, saved in zip(self.panes, rows, strict=False):
            pane.restore(saved, known)
        sizes = row.get("sizes", [])
        if self._root is not None and len(sizes) == self._root.count() and sum(sizes):
            self._root.setSizes(sizes)
        self.ties.restore(row.get("tie", ""), row.get("aligned", []))
        if self.panes:
            self.activate(self.panes[min(int(row.get("active") or 0), len(self.panes) - 1)])
        self._come_back(row.get("fact"))

    def _come_back(self, wanted: object) -> None:
        """Select the fact that was selected, where it is still to be seen."""
        fact = self._desk.store.many([wanted]).get(wanted) if isinstance(wanted, int) else None
        if fact is not None and self.pane_of(fact.document) is not None:
            self._desk.select(fact.document, fact.id, origin=RESTART)
