"""Working together and coming again: splitting and merging, proposing again, files that are changed versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from core import lending, proposing, rereading
from core.errors import DuiduError
from core.messages import text
from core.proposing import Difference
from gui.desk import Desk
from gui.dialogs import show, widen_files
from gui.jobs import Job, Jobs

if TYPE_CHECKING:
    from gui.intake import Waiting

NAMED = 5  # files named in a message; more are three dots


class Together(QObject):
    """Acts that begin in a dialog or a file; `show_page` brings one of the pages to the front."""

    def __init__(self, desk: Desk, jobs: Jobs, show_page: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._show, self._window = desk, jobs, show_page, parent

    # Splitting and merging

    def split(self) -> None:
        """Ask who gets what."""
        from gui.splitting import Splitting

        show(Splitting(self._desk, self._window))

    def ask_merge(self) -> None:
        """Ask for copies and merge them."""
        widen_files()
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, text("merging.choose"), str(self._desk.store.path.parent), text("app.projects_open")
        )
        if chosen:
            self.merge([Path(path) for path in chosen])

    def merge(self, paths: list[Path]) -> None:
        """Take over what copies of the project say; what they differ in is offered for settling."""
        label = text("merging.working", n=len(paths))
        self._desk.write(label, lending.merge, paths, done=lambda told: self._merged(*told))

    def _merged(self, changed: int, waiting: int) -> None:
        if waiting:
            words = text("merging.waiting", changed=changed, n=waiting)
            self._desk.notice(words, "warning", text("merging.settle"), lambda: self._show("adjudication"))
        elif changed:
            self._desk.notice(
                text("merging.done", changed=changed), action=text("action.edit_undo"), callback=self._desk.undo
            )
        else:
            self._desk.notice(text("merging.nothing"))

    # Proposing again

    def propose_again(self) -> None:
        """Extract anew in processes, then show what would change."""
        found: dict[int, list[Difference]] = {}
        path = str(self._desk.store.path)
        documents = [listing.id for listing in self._desk.documents()]

        def arrived(number: int, result: object) -> None:
            if isinstance(result, tuple):
                found[number] = proposing.differences(self._desk.store, documents[number], result)
            elif isinstance(result, BaseException):
                self._desk.notice(str(result), "error")

        def finished(job: Job) -> None:
            if job.cancelled or len(found) < len(documents):
                return
            self._preview([difference for number in sorted(found) for difference in found[number]])

        tasks = [(path, document) for document in documents]
        self._jobs.run(text("reproposing.working"), proposing.fresh, tasks, arrived, finished, awaited=True)

    def _preview(self, found: list[Difference]) -> None:
        if not found:
            self._desk.notice(text("reproposing.same"))
            return
        from gui.reproposing import Reproposing

        show(Reproposing(self._desk, found, self._apply, self._window))

    def _apply(self, found: list[Difference]) -> None:
        def done(_told: object) -> None:
            words = self._desk.store.undo_label()
            self._desk.notice(words, action=text("action.edit_undo"), callback=self._desk.undo)

        self._desk.write(text("reproposing.working"), lending.propose, found, done=done)

    def reframe(self, document: int, item: str) -> None:
        """The year of a report was answered: what nobody has decided on is proposed anew for it."""
        if item != "year":
            return
        whole = self._desk.document(document)

        def done(_number: int, result: object) -> None:
            self._desk.when_free(lambda: take(result))

        def take(result: Any) -> None:
            try:
                if isinstance(result, BaseException):
                    raise result
                self._desk.touch(rereading.take_over(self._desk.store, document, *result, label="act.reframe"))
            except DuiduError as error:
                self._desk.notice(str(error), "error")

        self._jobs.run(text("repairs.reading"), rereading.read_again, [(whole, rereading.decisions(whole))], done)

    # Changed versions

    def offer(self, waiting: list[Waiting]) -> None:
        """Files of an import that are changed versions of reports: ask what is to become of them."""
        from gui.reproposing import ChangedFiles

        pairs = [(each.path.name, each.name) for each in waiting]
        show(ChangedFiles(pairs, lambda answer: self.take(waiting, answer), self._window))

    def take(self, waiting: list[Waiting], answer: str) -> None:
        """Let the files take the places of the earlier versions ("replace"), or come in beside them ("beside")."""
        self._desk.when_free(lambda: self._take(waiting, answer))

    def _take(self, waiting: list[Waiting], answer: str) -> None:
        def cut(reason: str) -> None:
            self._cut(waiting, answer, reason)

        count = len(waiting)
        if answer == "replace":
            files = [(each.older, each.document, each.facts, each.source) for each in waiting]
            label = text("newversion.working", n=count)
            self._desk.write(label, lending.renew, files, done=lambda told: self._renewed(count, *told), cut=cut)
        else:
            added = [(each.document, each.facts, each.source) for each in waiting]
            label = text("newversion.adding", n=count)
            self._desk.write(label, lending.take_in, added, done=lambda errors: self._added(count, errors), cut=cut)

    def _cut(self, waiting: list[Waiting], answer: str, reason: str) -> None:
        """The work ended after some of the files: which, and a way to do the rest."""
        there = {listing.sha256 for listing in self._desk.documents()}
        rest = [each for each in waiting if each.document.sha256 not in there]
        done = len(waiting) - len(rest)
        if not rest:
            self._desk.notice(text("newversion.all_done", n=done))
            return
        names = text("together.and").join(each.path.name for each in rest[:NAMED])
        names += "…" if len(rest) > NAMED else ""
        words = text("newversion.cut", n=done, names=names, reason=reason.rstrip("。."))
        self._desk.notice(words, "warning", text("newversion.rest"), lambda: self.take(rest, answer))

    def _added(self, count: int, errors: list[DuiduError]) -> None:
        self._tell(errors)
        if errors:
            words = text("app.imported_some", n=count - len(errors), failed=len(errors))
            self._desk.notice(words, "warning")
        else:
            self._desk.notice(text("app.imported", n=count))

    def _renewed(self, count: int, moved: int, left: int, errors: list[DuiduError]) -> None:
        self._tell(errors)
        if count == len(errors):
            return
        words = text("newversion.done", n=count - len(errors), moved=moved, left=left)
        if left:
            self._desk.notice(words, "warning", text("newversion.look"), lambda: self._show("carrying"))
        else:
            self._desk.notice(words, action=text("action.edit_undo"), callback=self._desk.undo)

    def _tell(self, errors: list[DuiduError]) -> None:
        for error in errors:
            self._desk.notice(str(error), "error")
