"""Reports that come in: at the first start, dropped, imported; where they are shown and what is said of them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from core.messages import language, text
from core.paths import seeds
from core.settings import Settings
from gui.desk import Desk
from gui.dialogs import show, show_aside
from gui.intake import Intake, Summary
from gui.middle import Middle
from gui.opening import Dialogs
from gui.panes import Panes
from gui.theme import Theme
from gui.window import Window


class Arrivals(QObject):
    """Follows what `intake` takes in; nobody who reads or reviews meanwhile loses the keyboard to it."""

    def __init__(
        self,
        desk: Desk,
        settings: Settings,
        theme: Theme,
        intake: Intake,
        panes: Panes,
        middle: Middle,
        dialogs: Dialogs,
        window: Window,
    ) -> None:
        super().__init__(window)
        self._desk, self._settings, self._theme = desk, settings, theme
        self._intake, self._panes, self._middle = intake, panes, middle
        self._dialogs, self._window = dialogs, window
        intake.arrived.connect(self._show_arrived)
        intake.imported.connect(self._tell_import)
        intake.reading.connect(panes.set_waiting)
        window.dropped.connect(self.drop)

    def fill(self, *, first: bool, every: bool = False) -> None:
        """Reports into empty panes: two side by side the `first` time, and wherever all panes would be empty.

        `every` fills each: the layout was kept while the samples were still being read.
        """
        if first:
            while len(self._panes.panes) < 2:
                self._panes.add()
        shown = {pane.document for pane in self._panes.panes}
        if first or every or shown == {None}:
            fresh = [listing.id for listing in self._desk.documents() if listing.id not in shown]
            for pane, document in zip([p for p in self._panes.panes if p.document is None], fresh, strict=False):
                pane.show_report(document)
        if first:
            self._panes.activate(self._panes.panes[0])
            self._panes.panes[0].reader.setFocus()

    def add_pane(self) -> None:
        """One more pane, with a report that none shows yet."""
        pane = self._panes.add()
        if pane is not None:
            shown = {p.document for p in self._panes.panes}
            fresh = [row.id for row in self._desk.documents() if row.id not in shown]
            if fresh:
                pane.show_report(fresh[0])
            pane.reader.setFocus()

    def read_samples(self) -> None:
        """Take the sample reports in, as far as that was not done yet."""
        # In the order of their index: the first two are whole reports that repay reading side by side.
        rows = (seeds() / "index.tsv").read_text(encoding="utf-8").splitlines()[1:]
        paths = [seeds() / row.split("\t", 1)[0] for row in rows if row]
        # A start that was cut short is taken up again: what is there, or was taken out meanwhile, is not read anew.
        there = {row[0] for row in self._desk.store.select("SELECT sha256 FROM document")}
        paths = [path for path in paths if sha256(path.read_bytes()).hexdigest() not in there]
        if paths:
            self._intake.take_in(paths, ours=True)
        else:
            self._settings.reset("project.samples")
            self._panes.set_waiting(False)

    def drop(self, paths: list[Path]) -> None:
        """Files on the window: a file of annotations is held against the project, all else is taken in."""
        from core.marks import likely

        if len(paths) == 1 and likely(paths[0]):
            self._dialogs.read_back(paths[0])
        else:
            self._intake.take_in(paths)

    def _show_arrived(self, document: int) -> None:
        """A new report goes into a pane that is still empty."""
        empty = next((p for p in self._panes.panes if p.document is None), None)
        if empty is not None:
            # With nothing to read the keyboard waits anywhere: it goes to the first report that is there, unless
            # somebody is writing meanwhile.
            writing = isinstance(self._window.focusWidget(), QLineEdit)
            if not writing and all(p.document is None for p in self._panes.panes):
                self._panes.activate(empty)
            empty.show_report(document)
            if self._settings.get("project.samples") and (facts := self._desk.facts(document)):
                empty.reader.go_to(facts[0].start)  # the first steps speak of figures that must be in sight
            if empty is self._panes.active:
                empty.reader.setFocus()

    def _tell_import(self, summary: Summary) -> None:
        samples = bool(self._settings.get("project.samples"))
        if samples and not summary.cancelled:
            self._settings.reset("project.samples")
        added, failed = len(summary.added), len(summary.failed)
        words = [text("app.imported", n=added)] if added or not (failed or summary.known or summary.versions) else []
        if failed:
            words = [text("app.imported_some", n=added, failed=failed)]
        if summary.cancelled:
            words = [text("app.cancelled", n=added)]
        if summary.known:
            words.append(text("app.already", n=len(summary.known)))
        if not words and not summary.looks:
            return  # the dialog of changed versions says it all
        if summary.looks:
            words.append(text("app.to_look_at", n=summary.looks))
        joined = ("；" if language() == "zh" else "; ").join(words)
        if failed or summary.looks:
            self._desk.notice(joined, "warning", text("app.details"), lambda: self._details(summary))
            if not samples:
                self._details(summary, aside=True)
        elif summary.arrivals:
            self._desk.notice(joined, action=text("app.details"), callback=lambda: self._details(summary))
        else:
            self._desk.notice(joined)

    def _details(self, summary: Summary, *, aside: bool = False) -> None:
        """The table of an import; `aside` without taking the keyboard from whoever is reviewing meanwhile."""
        from gui.importsummary import ImportSummary

        dialog = ImportSummary(self._theme, summary, self._window)
        dialog.chosen.connect(self._middle.show_report)
        if aside:
            show_aside(dialog)
        else:
            show(dialog)
