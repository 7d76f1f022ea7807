"""What is done to the selected rows of the table of facts: one at a time in its order, or many as one act."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton

from core.edits import Accept, Correct, Reject, Reopen
from core.facts import State
from core.messages import text
from gui.bulk import CorrectMany
from gui.desk import Desk
from gui.factmodel import FactModel
from gui.factview import COPY, FactView
from gui.tagging import fill_menu, put_number
from gui.theme import Theme

AHEAD = 500  # rows looked through for the next open one


class RowActs(QFrame):
    """A bar under the table while several rows are selected; the keys and the menu of the table lead here, too."""

    def __init__(self, desk: Desk, model: FactModel, view: FactView, theme: Theme) -> None:
        super().__init__()
        self.desk, self.model, self.view, self.theme = desk, model, view, theme
        self.setObjectName("many_bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 8, 5)
        row.setSpacing(6)
        self.chosen_label = QLabel()
        row.addWidget(self.chosen_label)
        self.accept_many = self._act(row, "accept_many", self._accept)
        self.reject_many = self._act(row, "reject_many", self._reject)
        self.tag_many = self._act(row, "tag", self._tag_menu)
        self.correct_many = self._act(row, "correct_indicator", self._correct_indicator)
        row.addStretch(1)
        self.hide()
        view.decided.connect(self.by_key)
        view.customContextMenuRequested.connect(self.menu)
        view.selectionModel().selectionChanged.connect(lambda *_: self.show_count())

    def chosen(self) -> tuple[int, ...]:
        """The facts of the selected rows, in the order of the table."""
        found: list[int] = []
        for part in sorted(self.view.selectionModel().selection(), key=lambda r: r.top()):
            found += self.model.ids(part.top(), part.bottom())
        return tuple(found)

    def put_tag(self, number: int) -> None:
        """Put the tag with key 1–9 on the selected rows, or take it off."""
        put_number(self.desk, self.desk.store.many(self.chosen()).values(), number)

    def paint_icons(self) -> None:
        """Take the icons of the theme in use."""
        self.accept_many.setIcon(self.theme.icon("accept", "state.accepted"))
        self.reject_many.setIcon(self.theme.icon("reject", "state.rejected"))
        self.tag_many.setIcon(self.theme.icon("tag"))
        self.correct_many.setIcon(self.theme.icon("edit"))

    def show_count(self) -> None:
        """Stand there while more than one row is selected."""
        count = sum(r.bottom() - r.top() + 1 for r in self.view.selectionModel().selection())
        self.setVisible(count > 1)
        if count > 1:
            self.chosen_label.setText(text("table.chosen", count=count))
            self.accept_many.setText(text("table.accept", count=count))
            self.reject_many.setText(text("table.reject", count=count))

    def _decide(self, act: type[Accept | Reject]) -> None:
        """Decide on the row that the keyboard is at, and go on to the next one that is open."""
        row = self.view.currentIndex().row()
        fact = self.model.fact(row).id
        if self.desk.do(act((fact,))) is None:
            return
        first = row + 1 if self.model.row(fact) == row else row  # a filter may have let the row go
        for following in range(first, min(first + AHEAD, self.model.rowCount())):
            if self.model.fact(following).state is State.PROPOSED:
                self.view.selectRow(following)
                return

    def _accept(self) -> None:
        if chosen := self.chosen():
            self.desk.do(Accept(chosen))

    def _reject(self) -> None:
        if chosen := self.chosen():
            self.desk.do(Reject(chosen))

    def _reopen(self) -> None:
        if chosen := self.chosen():
            self.desk.do(Reopen(chosen))

    def by_key(self, action: str) -> None:
        """Carry out an action that was pressed in the table."""
        verb = action.removeprefix("fact.")
        if action == COPY:
            self.copy()
        elif not self.view.several():
            self._decide(Accept if verb == "accept" else Reject)
        elif verb.startswith("tag_"):
            self.put_tag(int(verb.removeprefix("tag_")))
        else:
            {"accept": self._accept, "reject": self._reject, "reopen": self._reopen, "tag": self._tag_menu,
             "correct_indicator": self._correct_indicator}[verb]()  # fmt: skip

    def _tag_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, self.desk, self.desk.store.many(self.chosen()).values(), self.theme, self.window())
        menu.popup(self.tag_many.mapToGlobal(QPoint(0, 0)))

    def _correct_indicator(self) -> None:
        if chosen := self.chosen():
            first = self.desk.fact(chosen[0])
            dialog = CorrectMany(self.desk, self.model.vocabulary, first, len(chosen), self.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(lambda: self.desk.do(Correct(chosen, dialog.fields())) if dialog.fields() else None)
            dialog.open()

    def copy(self) -> None:
        """The selected rows as text, with the titles of the columns."""
        header = self.view.horizontalHeader()
        order = [header.logicalIndex(n) for n in range(header.count())]
        columns = [n for n in order if not header.isSectionHidden(n)]
        rows = [r for part in self.view.selectionModel().selection() for r in range(part.top(), part.bottom() + 1)]
        if rows:
            QGuiApplication.clipboard().setText(self.model.tsv(sorted(rows), columns))
            self.desk.notice(text("table.copied", count=len(rows)))

    def menu(self, at: QPoint) -> None:
        """What can be done with the selected rows, at a place in the table."""
        chosen = self.chosen()
        if not chosen:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        count = len(chosen)
        menu.addAction(self.theme.icon("accept", "state.accepted"), text("table.accept", count=count), self._accept)
        menu.addAction(self.theme.icon("reject", "state.rejected"), text("table.reject", count=count), self._reject)
        menu.addAction(self.theme.icon("reopen"), text("table.reopen"), self._reopen)
        menu.addSeparator()
        tags = menu.addMenu(self.theme.icon("tag"), text("table.tag"))
        fill_menu(tags, self.desk, self.desk.store.many(chosen).values(), self.theme, self.window())
        menu.addAction(text("table.correct_indicator"), self._correct_indicator)
        menu.addSeparator()
        menu.addAction(text("table.copy"), self.copy)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def _act(self, row: QHBoxLayout, name: str, slot: Any) -> QPushButton:
        button = QPushButton(text(f"table.{name}") if name in ("tag", "correct_indicator") else "")
        button.setProperty("act", True)
        button.clicked.connect(slot)
        row.addWidget(button)
        return button
