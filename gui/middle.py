"""What stands in the middle of the window, the reports or one page instead of them, and the ways to a place there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from core.errors import DuiduError
from core.messages import text
from core.settings import Settings
from core.spans import Span
from gui.actions import Actions
from gui.desk import Desk
from gui.jobs import Jobs
from gui.panes import Panes
from gui.theme import Theme
from gui.window import Window

PAGES = ("matrix", "checks", "charts", "adjudication", "agreement", "carrying")


class Middle(QObject):
    """Shows one page at a time; every way to a report leads out of the page that is shown."""

    editing_asked = Signal()  # the keyboard is wanted in the card

    def __init__(
        self, desk: Desk, jobs: Jobs, settings: Settings, theme: Theme, actions: Actions, panes: Panes, window: Window
    ) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._settings, self._theme = desk, jobs, settings, theme
        self._actions, self._panes, self._window = actions, panes, window
        self.pages: dict[str, Any] = {}  # those that were made
        self._aside: tuple[str, ...] = ()  # docks put away while a page is shown
        for name in PAGES:
            actions[f"view.{name}"].toggled.connect(lambda shown, name=name: self._toggled(name, shown=shown))

    # Pages

    def shown(self) -> str | None:
        """The page that is shown; None for the reports."""
        return next((name for name in PAGES if self._actions[f"view.{name}"].isChecked()), None)

    def page(self, name: str) -> Any:
        """A page, made when it is first asked for: they cost nothing at the start."""
        if name not in self.pages:
            self.pages[name] = self._make(name)
            self._window.add_page(self.pages[name])
        return self.pages[name]

    def leave(self) -> None:
        """Back to the reports."""
        if (name := self.shown()) is not None:
            self._actions[f"view.{name}"].setChecked(False)

    def _toggled(self, name: str, *, shown: bool) -> None:
        if not shown:
            if self.shown() is None:
                self._window.show_page(None)
                for dock in self._aside:
                    self._actions[f"view.{dock}"].setChecked(True)
                self._aside = ()
                self.to_reader()
            return
        for other in PAGES:
            if other != name:
                self._actions[f"view.{other}"].setChecked(False)
        # Pages have their own side for what the card tells, and need the room.
        if not self._aside:
            self._aside = tuple(dock for dock in ("card", "table") if self._actions[f"view.{dock}"].isChecked())
        for dock in self._aside:
            self._actions[f"view.{dock}"].setChecked(False)
        page = self.page(name)
        self._window.show_page(page)
        page.setFocus()
        if name in ("matrix", "charts") and self._desk.selection.fact is not None:
            page.show_fact(self._desk.fact(self._desk.selection.fact))

    def _make(self, name: str) -> Any:
        from core.lexicon import Lexicon

        parts = (self._desk, self._theme, Lexicon.load(), self.open_reports)
        if name == "matrix":
            from gui.matrix import Matrix

            matrix = Matrix(*parts)
            matrix.charted.connect(self._chart)
            return matrix
        if name == "checks":
            from gui.checks import Checks

            return Checks(*parts, self._jobs, self._settings)
        if name == "charts":
            from gui.charts import Charts

            return Charts(*parts)
        if name == "adjudication":
            from gui.adjudication import Adjudication

            return Adjudication(self._desk, self._theme, self._correct)
        if name == "agreement":
            from gui.agreement import AgreementPage

            return AgreementPage(self._desk, self.open_reports)
        from gui.carrying import Carrying

        return Carrying(self._desk, self._theme, self.open_reports)

    def _chart(self, indicator: str) -> None:
        """An indicator of the matrix as a chart."""
        self._actions["view.charts"].setChecked(True)
        self.page("charts").choose(indicator)

    def _correct(self, document: int, fact: int) -> None:
        """To a fact and its card, from a page."""
        self.open_reports([document])
        self._desk.select(document, fact, origin="page")
        self.editing_asked.emit()

    # Ways to a place

    def to_reader(self) -> None:
        """The keyboard into the report at hand."""
        self.leave()
        if self._panes.active is not None:
            self._panes.active.reader.setFocus()

    def open_reports(self, documents: list[int]) -> None:
        """These reports side by side."""
        self.leave()
        self._panes.open_reports(documents)
        if self._panes.active is not None:  # panes that were rearranged have lost the keyboard to the status line
            self._panes.active.reader.setFocus()

    def show_report(self, document: int) -> None:
        """A report into the active pane, unless one shows it."""
        self.leave()
        self._panes.go(document, 0)
        self.to_reader()

    def show_place(self, document: int, fact: int | None, span: Span | None) -> None:
        """A fact, or a place where there is none, in its report."""
        self.leave()
        if fact is not None:
            self._desk.select(document, fact, origin="link")
        elif span is not None:
            self.mark(document, span)
        else:
            self._panes.go(document, 0)

    def mark(self, document: int, span: Span) -> None:
        """A place in a report, marked as a hit is; one without characters by the two beside it."""
        pane = self._panes.go(document, span.start)
        wide = span if span.end > span.start else Span(max(span.start - 1, 0), span.end + 1)
        pane.reader.set_hits((pane.reader.place(wide),), 0)

    def follow_link(self, fact: int) -> None:
        """Show a fact in its report, as from a link in an export."""
        from core.links import standing

        try:
            document, now = standing(self._desk.store, fact)
        except DuiduError as error:
            self._desk.notice(str(error), "warning")
            return
        self.leave()
        if now is None:
            self._panes.go(document, 0)
            self._desk.notice(text("app.link_changed"), "warning")
        self._desk.select(document, now, origin="link")
