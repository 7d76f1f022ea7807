"""The desk: the one place where acts are done, selection is kept and changes are told."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from core.documents import Document
from core.edits import Act, Touched
from core.errors import DuiduError
from core.facts import Fact
from core.messages import text
from core.store import Listing, Store, TagRow

if TYPE_CHECKING:
    from core.lending import Work
    from gui.errands import Errands

MANY = 500  # changed facts; reading so many again takes longer than reading the reports shown
UNWRITABLE = ("project_gone", "project_replaced", "project_io", "project_readonly", "disk_full", "readonly")
KEPT_DOCUMENTS = 16  # texts held in memory; six panes can show six, the rest serves going back and forth


@dataclass(frozen=True, slots=True)
class Selection:
    """The fact that the analyst is at; `origin` names the view that chose it, so that it need not scroll itself."""

    document: int | None = None
    fact: int | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A toast: what happened, and at most one thing to do about it."""

    text: str
    kind: str = "done"  # "done", "warning", "error"
    action: str = ""
    callback: Callable[[], object] | None = None


class Desk(QObject):
    """Holds the open project; every view calls it and listens to it, none knows another."""

    changed = Signal(object)  # Touched
    selected = Signal(object)  # Selection
    noticed = Signal(object)  # Notice
    acted = Signal(object)  # the act just done by a person, after `changed`
    returned = Signal()  # another process that wrote for us has ended: acts can be done again

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.before: Callable[[Act], object] | None = None  # called before each act, as for a backup
        self.elsewhere: Callable[[], object] | None = None  # goes on with a copy where this file cannot be written
        self.errands: Errands | None = None  # does in other processes what would hold the window up
        self.selection = Selection()
        self._documents: OrderedDict[int, Document] = OrderedDict()
        self._joined: tuple[Any, ...] | None = None  # where the store stood after an act that followed from another
        self._parted: tuple[Any, ...] | None = None  # and after both had been taken back
        self._facts: dict[int, tuple[Fact, ...]] = {}

    def use(self, store: Store) -> None:
        """Turn to another project; every view reloads."""
        self.store.close()
        self.store = store
        self._documents.clear()
        self._facts.clear()
        self.selection = Selection()
        self.changed.emit(Touched(kind="open", tags=True, documents=frozenset(d.id for d in store.documents())))
        self.selected.emit(self.selection)

    def documents(self) -> list[Listing]:
        """The project's reports, in its order."""
        return self.store.documents()

    def document(self, document: int) -> Document:
        """A report with its texts."""
        if document not in self._documents:
            self._documents[document] = self.store.document(document)
            while len(self._documents) > KEPT_DOCUMENTS:
                dropped, _ = self._documents.popitem(last=False)
                self._facts.pop(dropped, None)
        self._documents.move_to_end(document)
        return self._documents[document]

    def facts(self, document: int) -> tuple[Fact, ...]:
        """The facts of a report in text order."""
        if document not in self._facts:
            self._facts[document] = tuple(self.store.facts(document))
        return self._facts[document]

    def fact(self, fact: int) -> Fact:
        """One fact as it stands now."""
        return self.store.fact(fact)

    def tags(self) -> list[TagRow]:
        """The project's tag set."""
        return self.store.tags()

    def counts(self) -> dict[int, dict[str, int]]:
        """Report → state → number of facts."""
        return self.store.counts()

    def select(self, document: int | None, fact: int | None, origin: str = "") -> None:
        """Go to a fact (or to a report without one); every view follows."""
        self.selection = Selection(document, fact, origin)
        self.selected.emit(self.selection)

    def do(self, act: Act) -> Touched | None:
        """Do an act: durable when this returns. None, and a notice, when it could not be done.

        An act on very many facts is done by another process: then this returns None at once, and the rest follows.
        """
        if self.errands is not None and self.errands.act(act):
            return None
        if self.before is not None:
            self.before(act)
        touched = self._told(lambda: self.store.do(act))
        if touched is not None:
            self.acted.emit(act)
        return touched

    def undo(self) -> Touched | None:
        """Take the last act back, also across restarts; a very large one as in `do`."""
        if self.errands is not None and self.errands.step(back=True):
            return None
        return self._told(self.store.undo)

    def redo(self) -> Touched | None:
        """Do again what was undone."""
        if self.errands is not None and self.errands.step(back=False):
            return None
        return self._told(self.store.redo)

    def join(self) -> None:
        """Say that the act just done followed by itself from the one before: a person takes both back at once."""
        self._joined = self.store.mark

    def undo_joined(self) -> Touched | None:
        """As `undo`, and where what is taken back had followed from another act, that one, too."""
        joined, self._parted = self._joined == self.store.mark, None
        touched = self.undo()
        if joined and touched is not None:
            touched = self.undo() or touched
            self._parted = self.store.mark
        return touched

    def redo_joined(self) -> Touched | None:
        """As `redo`; both acts where `undo_joined` took two back."""
        both = self._parted == self.store.mark
        touched = self.redo()
        if both and touched is not None:
            touched = self.redo() or touched
            self.join()
        return touched

    def write(
        self, label: str, work: Work, *given: Any, done: Callable[[Any], object],
        cut: Callable[[str], object] | None = None,
    ) -> None:  # fmt: skip
        """Have long work (core.lending) done on the project; `done` gets what it tells, once all views know of it.

        `cut` is called instead, with the reason, when work of several acts ended after some of them.
        """
        if self.errands is not None:
            self.errands.write(label, work, *given, done=done, cut=cut)
            return
        try:
            made, told = work(self.store, *given)
        except DuiduError as error:
            self.notice(str(error), "error")
            return
        for touched in made:
            self.touch(touched)
        done(told)

    def ask(
        self, label: str, look: Callable[..., Any], *given: Any, done: Callable[[Any], object], alone: bool = False
    ) -> Callable[[], object]:
        """Have a long question answered: `done` gets `look(store, *given)`, the error, or None when it was cancelled.

        What comes back stops it; `alone` for work that has to end at once then.
        """
        if self.errands is not None:
            return self.errands.read(label, look, *given, done=done, alone=alone)
        try:
            found = look(self.store, *given)
        except DuiduError as error:
            found = error
        done(found)
        return lambda: None

    def when_free(self, work: Callable[[], object]) -> None:
        """Do this now, or when the process that writes for us has ended; never to another project than this one."""
        store = self.store
        if not store.lent:
            work()
            return
        self.returned.connect(lambda: work() if self.store is store else None, Qt.ConnectionType.SingleShotConnection)

    def touch(self, touched: Touched) -> None:
        """Tell the views what changed in the store (also after an import)."""
        for document in touched.documents:
            self._facts.pop(document, None)
            self._documents.pop(document, None)
        self._refresh(touched.facts)
        self.changed.emit(touched)
        there = {listing.id for listing in self.store.documents()} if touched.documents else set()
        if (
            touched.kind in ("undo", "redo")
            and touched.focus
            and (not touched.documents or touched.focus[0] in there or touched.focus[0] not in touched.documents)
        ):
            self.select(*touched.focus, origin=touched.kind)
        elif self.selection.document in touched.documents and touched.kind != "open":
            self._follow(there)

    def _follow(self, there: set[int]) -> None:
        """The selected fact's report was taken out, or read anew and comes as another one (`there`: the reports)."""
        here = self.selection
        kept = self.store.many([here.fact]).get(here.fact) if here.fact is not None else None
        if kept is not None and kept.document in there:
            if kept.document != here.document:
                self.select(kept.document, kept.id, origin="moved")
        elif here.fact is not None or here.document not in there:
            self.select(None, None, origin="moved")

    def notice(
        self, text: str, kind: str = "done", action: str = "", callback: Callable[[], object] | None = None
    ) -> None:
        """Show a toast. One that offers to undo takes back what was done last as it is shown, and nothing else."""
        if callback == self.undo:
            callback = partial(self._undo_if, self.store.mark)
        self.noticed.emit(Notice(text, kind, action, callback))

    def _undo_if(self, mark: tuple[Any, ...]) -> None:
        if self.store.mark == mark:
            self.undo()
        else:
            self.notice(text("desk.acted_since"), "warning")

    def trouble(self, error: DuiduError) -> None:
        """Say what went wrong; where this file cannot be written, offer to go on with a copy."""
        if error.key in UNWRITABLE and self.elsewhere is not None:
            self.notice(str(error), "error", text("action.project_save_as"), self.elsewhere)
        else:
            self.notice(str(error), "error")

    def _told(self, work: Callable[[], Touched | None]) -> Touched | None:
        try:
            touched = work()
        except DuiduError as error:
            self.trouble(error)
            return None
        if touched is not None:
            self.touch(touched)
        return touched

    def _refresh(self, ids: frozenset[int]) -> None:
        """Replace just the changed facts in the cached reports: an edit's cost must not grow with the report."""
        if len(ids) > MANY:
            self._facts.clear()
            return
        fresh = self.store.many(ids)
        for document in {fact.document for fact in fresh.values()} & self._facts.keys():
            mine = {i: f for i, f in fresh.items() if f.document == document}
            facts = self._facts[document]
            # Most acts leave every fact where it is; sorting 5,000 anew would cost 4 ms of each.
            moved = any((f.start, f.end) != (mine[f.id].start, mine[f.id].end) for f in facts if f.id in mine)
            kept = [mine.pop(fact.id, fact) for fact in facts]
            if mine or moved:
                kept = sorted((*kept, *mine.values()), key=lambda f: (f.start, f.end, f.id))
            self._facts[document] = tuple(kept)
        gone = ids - fresh.keys()
        if gone:
            for document, facts in self._facts.items():
                if any(f.id in gone for f in facts):
                    self._facts[document] = tuple(f for f in facts if f.id not in gone)
