"""Uses what was learned: on reports that arrive, and on those that an analyst first turns to."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from core import learning
from core.edits import Improve
from core.facts import State
from core.learning import Learned
from core.messages import text
from gui.desk import Desk, Selection
from gui.jobs import Jobs
from gui.rulewords import surer


class Teacher(QObject):
    """Uses the rules of the project on reports that arrive, and on those that an analyst first turns to.

    So their proposals are better from the beginning, also where all reports were imported before the first decision.
    """

    def __init__(self, desk: Desk, jobs: Jobs, show: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._show = desk, jobs, show
        self._begun: set[tuple[Any, int]] = set()
        self._last: int | None = None
        desk.selected.connect(self._turned)

    def _turned(self, selection: Selection) -> None:
        document, last = selection.document, self._last
        self._last = document
        if document is None or document == last or (self._desk.store.path, document) in self._begun:
            return
        counts = self._desk.counts()
        if counts.get(document, {}).keys() != {State.PROPOSED.value}:
            self._begun.add((self._desk.store.path, document))
        elif any(states.keys() - {State.PROPOSED.value} for states in counts.values()):
            self.use([document], "learn.used_here")

    def use(self, documents: list[int], says: str = "learn.used") -> None:
        """Improve the proposals of these reports as one act; a toast tells of it and leads to the rules."""
        self._begun |= {(self._desk.store.path, document) for document in documents}
        decided = any({"accepted", "corrected", "rejected"} & counts.keys() for counts in self._desk.counts().values())
        if documents and decided:
            path = self._desk.store.path
            task = (path, tuple(documents))
            self._jobs.run(
                text("learn.looking"), learning.in_file, [task], lambda _n, found: self._take(path, found, says)
            )

    def _take(self, path: Any, found: object, says: str) -> None:
        if not isinstance(found, Learned) or not found.better or path != self._desk.store.path:
            return
        if says == "learn.used_here" and all(surer(better) for better in found.better):
            return  # not worth a step of undo between two acts of the analyst
        fields = tuple((b.fact, b.fields) for b in found.better if not b.rejected)
        if fields:
            self._desk.when_free(lambda: self._desk.do(Improve(fields)))
        rejected, only = sum(b.rejected for b in found.better), sum(map(surer, found.better))
        words = [text(says, n=len(fields) - only)] if len(fields) > only else []
        words += [text("learn.confirmed", n=only)] if only else []
        words += [text("learn.doubted", n=rejected)] if rejected else []
        self._desk.notice(text("learn.comma").join(words), "done", text("learn.look"), self._show)
