"""Going back on acts of the history: what it would come to is looked at first, and asked where something stays."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from core.edits import Revert
from core.errors import DuiduError, ProjectError
from core.history import Detail
from core.lending import Foreseen, foresee, weight
from core.messages import text
from core.plans import Left
from gui.desk import Desk
from gui.errands import LONG
from gui.historymodel import column_text

NAMED = 8  # places that a question names


class WayBack(QObject):
    """What somebody changed since stays, and is told before anything happens."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window

    def go(self, act: Revert, *, ask: bool = False) -> None:
        """Go back; `ask` before in any case."""
        if not act.batches:
            self._desk.notice(text("history.choose"), "warning")
            return
        store = self._desk.store
        if store.lent:
            self._desk.notice(str(ProjectError("lent")), "warning")
        elif weight(store, act) < LONG:
            try:
                self._foreseen(act, foresee(store, act), ask=ask)
            except DuiduError as error:
                self._desk.notice(str(error), "warning")
        else:
            done = partial(self._foreseen, act, ask=ask)
            self._desk.ask(text("history.looking"), foresee, act, done=done)

    def _foreseen(self, act: Revert, found: object, *, ask: bool) -> None:
        if isinstance(found, BaseException):
            self._desk.notice(str(found), "warning")
        if not isinstance(found, Foreseen):
            return
        if not found.rows:
            self._desk.notice(text("history.changed_since" if found.left else "history.is_so"), "warning")
            return
        if not (found.left or ask):
            self._done(act)
            return
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(text("history.go_back_title"))
        box.setText(text("history.go_back", steps=len(act.batches), rows=found.rows))
        if found.left:
            named = "\n".join(self._named(found.left))
            box.setInformativeText(text("history.stays", count=len(found.left), what=named))
        go = box.addButton(text("history.do_go_back"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(text("dialog.cancel"), QMessageBox.ButtonRole.RejectRole)
        go.clicked.connect(lambda: self._done(act))
        box.open()

    def _done(self, act: Revert) -> None:
        touched = self._desk.do(act)
        if touched is not None:
            self._desk.notice(touched.label, action=text("action.edit_undo"), callback=self._desk.undo)
            if touched.focus is not None:
                self._desk.select(*touched.focus, origin="history")

    def _named(self, left: tuple[Left, ...]) -> list[str]:
        """What stays, a line each: the fact and the value that was changed later."""
        named = left[:NAMED]
        facts = self._desk.store.many([place.key for place in named if place.table in ("fact", "fact_tag")])
        lines = []
        for place in named:
            fact = facts.get(place.key)
            name = f"{fact.quantity} {fact.canonical or fact.indicator}".strip() if fact else ""
            detail = Detail(place.table, place.key, None, name, place.column, None, None)
            lines.append(f"· {name} {column_text(detail)}".rstrip())
        if len(left) > NAMED:
            lines.append(text("history.and_more", count=len(left) - NAMED))
        return lines
