"""What the keys and menus do with the fact or the words at hand, in a report or in the table of facts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from core.edits import Accept, Reject, Reopen
from core.messages import text
from gui.actions import Actions
from gui.desk import Desk
from gui.docks import Docks
from gui.panes import Panes
from gui.reviewing import Review
from gui.window import Window

# What can be done with a fact where it stands in its report, and with selected words.
ON_FACT = (
    "fact.accept", "fact.reject", "fact.reopen", "fact.correct", "fact.tag", "fact.note", "fact.same", "fact.history",
)  # fmt: skip
PIECES = ("fact.piece", "fact.core_piece")  # of a fact, so there only beside one
ON_WORDS = ("fact.add", "fact.core_from_selection", *PIECES, "fact.mark", "edit.copy")
ON_REPORT = ("edit.find", "pane.outline", "pane.original")


class Acting(QObject):
    """Several rows of the table are one act while the keyboard is there; else the fact in the report is meant."""

    def __init__(
        self, desk: Desk, actions: Actions, panes: Panes, docks: Docks, review: Review, window: Window
    ) -> None:
        super().__init__(window)
        self._desk, self._actions, self._panes = desk, actions, panes
        self._docks, self._review, self._window = docks, review, window

    def undo(self) -> None:
        """Take the last act back; the toast says which and offers the way back."""
        there = self._desk.store.undo_label()
        touched = self._desk.undo_joined()
        if not there:
            self._desk.notice(text("app.nothing_to_undo"), "warning")
        elif touched is not None:
            words = text("app.undone", label=touched.label)
            self._desk.notice(words, action=text("action.edit_redo"), callback=self.redo)

    def redo(self) -> None:
        """Do again what was taken back."""
        there = self._desk.store.redo_label()
        touched = self._desk.redo_joined()
        if not there:
            self._desk.notice(text("app.nothing_to_redo"), "warning")
        elif touched is not None:
            self._desk.notice(text("app.redone", label=touched.label))

    def decide(self, kind: type[Accept | Reject | Reopen], one: Callable[[], object]) -> None:
        """Decide on all selected rows as one act, or on the selected fact (`one`)."""
        rows = self._docks.rows()
        if len(rows) > 1:
            self._desk.do(kind(rows))
        else:
            one()

    def tag(self, number: int) -> None:
        """Give the tag with this number, or take it."""
        if len(self._docks.rows()) > 1:
            self._docks.table.tag_number(number)
        else:
            self._docks.card.tag(number)

    def mark(self) -> None:
        """Tags and a note for the selected text, or for the report."""
        pane = self._panes.active
        if pane is None or pane.document is None:
            self._desk.notice(text("queue.no_report"), "warning")
            return
        place = pane.reader.mapToGlobal(pane.reader.cursorRect().bottomLeft())
        from gui.passages import mark_menu

        mark_menu(self._desk, pane.document, pane.reader.selected(), self._docks.write_note, self._window, place)

    def open_menu(self, fact: int | None, place: QPoint) -> None:
        """The context menu of a report: what can be done with the fact asked about, or with the selected text.

        Over plain text nothing is offered for the fact that is selected elsewhere: it would be decided unseen.
        """
        pane = self._panes.active
        if pane is None or pane.document is None:
            return
        at = pane.reader.viewport().mapFromGlobal(place)
        about = fact is not None and not pane.reader.within_selection(at)  # over selected words it is about them
        if about and fact != self._desk.selection.fact:
            self._desk.select(pane.document, fact, origin="pane")
        chosen = self._desk.selection.fact is not None
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if about:
            menu.addActions([self._actions[name] for name in ON_FACT])
            menu.addSeparator()
        if pane.reader.selected() is not None:
            menu.addActions([self._actions[name] for name in ON_WORDS if chosen or name not in PIECES])
            menu.addSeparator()
        elif (piece := pane.reader.piece_under(at)) is not None:
            menu.addAction(text("action.fact_drop_piece"), lambda: self._review.drop_piece(piece))
            menu.addSeparator()
        menu.addActions([self._actions[name] for name in ON_REPORT])
        menu.popup(place)
