"""What is docked around the reports: the card of a fact, and below it lists that are made when they are first shown."""

from __future__ import annotations

import contextlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from core.lexicon import Lexicon
from core.messages import text
from core.settings import Settings
from core.spans import Span
from core.store import Query
from gui.actions import Actions
from gui.answers import Answers
from gui.desk import Desk
from gui.factcard import FactCard
from gui.jobs import Jobs
from gui.middle import Middle
from gui.panes import Panes
from gui.theme import Theme
from gui.window import Window

if TYPE_CHECKING:
    from gui.facttable import FactTable
    from gui.history import History
    from gui.passages import Passages
    from gui.repairs import Repairs
    from gui.searching import SearchAll

LISTS = {  # name of the dock → attribute of Docks
    "table": "table",
    "search_all": "search",
    "passages": "passages",
    "history": "history",
    "repairs": "repairs",
}
HEIGHT = 270  # pixels of a list: filters, heads and six rows
CARD = 376  # pixels: its labels, the longest row of choices and a scroll bar; the rest belongs to the reports


class Docks(QObject):
    """The card is always there; a list costs nothing until its dock is seen or it is asked for here.

    The table alone takes 0.1 s to make, and none of them is there at the first start.
    """

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        settings: Settings,
        theme: Theme,
        actions: Actions,
        answers: Mapping[str, Answers],
        panes: Panes,
        middle: Middle,
        window: Window,
    ) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._settings, self._theme = desk, jobs, settings, theme
        self._actions, self._answers = actions, answers
        self._panes, self._middle, self._window = panes, middle, window
        self._table: FactTable | None = None
        self._search: SearchAll | None = None
        self._passages: Passages | None = None
        self._history: History | None = None
        self._repairs: Repairs | None = None
        self.card = FactCard(desk, Lexicon.load(), theme, actions)
        self.card.left.connect(middle.to_reader)
        self.card.setMinimumWidth(CARD)
        card = window.dock("card", self.card, Qt.DockWidgetArea.RightDockWidgetArea, shown=True)
        window.painted.connect(
            lambda: None if window.arranged else window.resizeDocks([card], [CARD], Qt.Orientation.Horizontal)
        )
        for name, made in LISTS.items():
            dock = window.dock(name, QWidget(), Qt.DockWidgetArea.BottomDockWidgetArea, shown=False)
            dock.visibilityChanged.connect(lambda seen, made=made: getattr(self, made) if seen else None)
            if name != "table":
                window.tabifyDockWidget(window.docks["table"], dock)
        panes.kept.connect(self._tell_table)
        panes.kept.connect(self._tell_repairs)
        panes.active_changed.connect(lambda _pane: self._tell_repairs())

    # Lists

    @property
    def table(self) -> FactTable:
        """The table of facts."""
        if self._table is None:
            from gui.facttable import FactTable

            answers = self._answers["table"]
            self._table = FactTable(self._desk, Lexicon.load(), self._theme, self._actions, answers=answers)
            with contextlib.suppress(ValueError):  # edited by hand
                self._table.restore_layout(b64decode(self._settings.get("table.columns")))
            self._tell_table()
            self._put("table", self._table)
            self._heighten("table")
        return self._table

    @property
    def search(self) -> SearchAll:
        """The search in all reports."""
        if self._search is None:
            from gui.searching import SearchAll

            self._search = SearchAll(self._desk, self._theme, self._answers["words"])
            self._search.chosen.connect(self._show_hit)
            self._search.beside.connect(self._show_beside)
            self._put("search_all", self._search)
        return self._search

    @property
    def passages(self) -> Passages:
        """The tagged and noted passages."""
        if self._passages is None:
            from gui.passages import Passages

            self._passages = Passages(self._desk)
            self._passages.chosen.connect(self._panes.go)
            self._put("passages", self._passages)
            self._heighten("passages")
        return self._passages

    @property
    def history(self) -> History:
        """What was done, act by act."""
        if self._history is None:
            from gui.history import History

            self._history = History(self._desk, self._theme)
            self._put("history", self._history)
            self._heighten("history")
        return self._history

    @property
    def repairs(self) -> Repairs:
        """What was mended in the report at hand."""
        if self._repairs is None:
            from gui.repairs import Repairs

            self._repairs = Repairs(self._desk, self._jobs, self._theme)
            self._repairs.chosen.connect(self._middle.mark)
            self._tell_repairs()
            self._put("repairs", self._repairs)
            self._heighten("repairs")
        return self._repairs

    def _put(self, name: str, made: FactTable | SearchAll | Passages | History | Repairs) -> None:
        made.left.connect(self._middle.to_reader)
        self._window.docks[name].setWidget(made)

    def _heighten(self, name: str) -> None:
        """A list that is too low to be read has room for some rows, once its dock is laid out."""
        window, dock = self._window, self._window.docks[name]
        if dock.height() < HEIGHT:
            QTimer.singleShot(0, dock, lambda: window.resizeDocks([dock], [HEIGHT], Qt.Orientation.Vertical))

    # What others call

    def edit(self, field: str = "") -> None:
        """The keyboard into a field of the card, which is shown when it was hidden."""
        if self._chosen() is not None:
            self._actions["view.card"].setChecked(True)
            self.card.edit(field)

    def show_life(self) -> None:
        """The life of the selected fact."""
        if (fact := self._chosen()) is not None:
            self._bring("history")
            self.history.show_fact(fact)

    def find_all(self) -> None:
        """Look in all reports for the words selected in one."""
        pane = self._panes.active
        words = pane.chosen_words() if pane is not None else ""
        self._bring("search_all")
        self._heighten("search_all")
        self.search.begin(words)

    def find_facts(self) -> None:
        """Look for facts in the table."""
        self._bring("table")
        self.table.find()

    def write_note(self, document: int, span: Span | None) -> None:
        """Let a note be typed on a stretch of a report, or on the whole of it."""
        self._bring("passages")
        self.passages.write_note(document, span)

    def rows(self) -> tuple[int, ...]:
        """The facts selected in the table while the keyboard is there."""
        focus = QApplication.focusWidget()
        if self._table is None or focus is None or not self._table.isAncestorOf(focus):
            return ()
        return self._table.chosen()

    def query(self) -> Query | None:
        """What the table asks for; None before it was made."""
        return self._table.query() if self._table is not None else None

    def narrowed(self) -> Query | None:
        """What the table that is seen asks for; None where that is everything."""
        if self._table is None or not self._table.isVisible():
            return None
        query = self._table.query()
        return None if replace(query, sort="reading", descending=False) == Query() else query

    def keep_layout(self) -> None:
        """Write down the columns of the table."""
        if self._table is not None:
            self._settings.set("table.columns", b64encode(self._table.layout_state()).decode())

    def hush(self) -> None:
        """Look for nothing any more."""
        if self._search is not None:
            self._search.stop()

    # Inside

    def _chosen(self) -> int | None:
        """The selected fact; a hint where none is."""
        if self._desk.selection.fact is None:
            self._desk.notice(text("review.choose_first"), "warning")
        return self._desk.selection.fact

    def _bring(self, name: str) -> None:
        self._actions[f"view.{name}"].setChecked(True)
        self._window.docks[name].raise_()

    def _tell_table(self) -> None:
        if self._table is not None:
            self._table.show_reports(p.document for p in self._panes.panes if p.document is not None)

    def _tell_repairs(self) -> None:
        if self._repairs is not None:
            self._repairs.show_report(self._panes.active.document if self._panes.active is not None else None)

    def _show_hit(self, document: int, hit: Span, hits: tuple[Span, ...]) -> None:
        """A hit of the search in all reports: its report in a pane, all its hits marked."""
        pane = self._panes.go(document, hit.start)
        pane.mark_hits(self.search.line.text(), hits, hits.index(hit), pattern=self.search.pattern.isChecked())

    def _show_beside(self, document: int, hit: Span, hits: tuple[Span, ...]) -> None:
        """A hit in a pane of its own, unless its report is shown already."""
        if self._panes.pane_of(document) is None:
            self._panes.add(document)
        self._show_hit(document, hit, hits)
