"""Where copies of a project say different things: two columns of decisions, the evidence between, a key for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.adjudicating import Conflict, conflicts, settle
from core.errors import DuiduError, EditError
from core.messages import text
from core.resolving import AREAS, CONTENT, DECISION, TAG, Coding, View, told
from gui.desk import Desk
from gui.evidence import Evidence
from gui.settling import DecidingPage
from gui.theme import SPACE, Theme
from gui.wording import when_text

SETTLE = 60  # ms: several changes in a row are looked at once
LIST = 300  # pixels
ORDER = (DECISION, *CONTENT, "note")
PLACES = ("core",)
SHOWN_ALWAYS = {"fact": (DECISION, "amount", "indicator", "period")}


class Column(QFrame):
    """What one person says of all that matters; what is in conflict stands out by a sign and bold letters."""

    def __init__(self, theme: Theme, name: str, key: str, take: Callable[[], object]) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self.chooser = QComboBox()
        self.chooser.setObjectName("person")  # with nobody else to choose it still says who it is in plain letters
        self.chooser.setAccessibleName(name)
        self.chooser.setToolTip(text("adjudication.chooser_tip"))
        column.addWidget(self.chooser)
        self.table = QTableWidget(0, 2)
        self.table.setAccessibleName(name)
        self.table.horizontalHeader().hide()
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        column.addWidget(self.table, 1)
        self.button = QPushButton()
        self.button.setProperty("act", True)
        self.button.setAutoDefault(False)
        self.button.setText(text("adjudication.take", pressed=key))
        self.button.setAccessibleName(f"{name} {key}")
        self.button.clicked.connect(take)
        column.addWidget(self.button)

    def show_areas(self, rows: list[tuple[str, str, bool]]) -> None:
        """Label, value, whether it is in conflict."""
        self.table.setRowCount(len(rows))
        bold = QFont(self.font())
        bold.setBold(True)
        for number, (label, value, differs) in enumerate(rows):
            for place, words in enumerate((f"≠ {label}" if differs else label, value)):
                item = QTableWidgetItem(words)
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                if differs:
                    item.setFont(bold)
                    item.setForeground(self._theme.colour("ui.warning"))
                elif place == 0:
                    item.setForeground(self._theme.colour("ui.muted"))
                self.table.setItem(number, place, item)


class Adjudication(DecidingPage[Conflict]):
    """The list of differences, and the one at hand with the decisions beside it.

    `correct` is called with a fact when neither side is right and the analyst wants to say a third thing.
    """

    def __init__(
        self, desk: Desk, theme: Theme, correct: Callable[[int, int], object], parent: QWidget | None = None
    ) -> None:
        super().__init__("adjudication", desk, SETTLE, conflicts, parent)
        self._theme, self._correct = theme, correct
        self._listed: list[tuple[Any, ...]] = []  # what the rows of the list are about
        self._names: dict[int, str] = {}
        self._at: tuple[str, int] | None = None  # whose people are in the choosers
        self._frame(self._body(), "adjudication.none")
        self.front = self.list
        theme.changed.connect(self._show)

    # -- what others call -----------------------------------------------------------------------------------------

    def _key(self, item: Conflict) -> tuple[str, int]:
        return item.table, item.key

    def _fill(self) -> None:
        """Take out and put in only what differs: a list of thousands written anew takes a quarter of a second."""
        names = {listing.id: listing.title or listing.name for listing in self._desk.documents()}
        wanted: list[tuple[Any, ...]] = [(c.table, c.key, *c.resolution.conflicts) for c in self.found]
        kept = set(wanted)
        there = set(self._listed)
        if names != self._names or [m for m in self._listed if m in kept] != [m for m in wanted if m in there]:
            self.list.clear()
            self._names, self._listed = names, []
        for row in reversed(range(len(self._listed))):
            if self._listed[row] not in kept:
                self.list.takeItem(row)
                del self._listed[row]
        there = set(self._listed)
        fresh = [c.key for c, mark in zip(self.found, wanted, strict=True) if c.table == "fact" and mark not in there]
        facts = self._desk.store.many(fresh, reasons=False)
        for row, (conflict, mark) in enumerate(zip(self.found, wanted, strict=True)):
            if mark in there:
                continue
            areas = text("together.and").join(
                text(f"area.{area.partition(':')[0]}") for area in conflict.resolution.conflicts
            )
            fact = facts.get(conflict.key) if conflict.table == "fact" else None
            where = names.get(fact.document if fact else conflict.key, "") if conflict.table != "tag" else ""
            what = fact.quantity if fact else text(f"adjudication.{conflict.table}")
            self.list.insertItem(row, f"{what}　{areas}\n{where}")
            self._listed.insert(row, mark)

    def take(self, side: int) -> None:
        """Decide for the left (0) or the right (1) column."""
        conflict = self.current()
        if conflict is None:
            return
        coding = self._coding(conflict, side)
        said = {**(coding.base or {}), **coding.says}
        self._decide(conflict, {area: said.get(area, False) for area in conflict.resolution.conflicts})

    def third(self) -> None:
        """Neither: the fact is corrected on its card; what is no fact stays as it was."""
        conflict = self.current()
        if conflict is None:
            return
        if conflict.table == "fact":
            self._correct(self._desk.fact(conflict.key).document, conflict.key)
        else:
            stands = conflict.resolution.view
            self._decide(conflict, {area: stands[area] for area in conflict.resolution.conflicts})

    # -- inside ---------------------------------------------------------------------------------------------------

    def _body(self) -> QWidget:
        body = QSplitter(Qt.Orientation.Horizontal)
        body.setChildrenCollapsible(False)
        self.list = _List(self._press)
        self.list.setAccessibleName(text("adjudication.list"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setLayoutMode(QListWidget.LayoutMode.Batched)  # thousands of rows take no time at once
        self.list.currentRowChanged.connect(lambda _row: self._choose())
        body.addWidget(self.list)
        right = QWidget()
        row = QHBoxLayout(right)
        row.setContentsMargins(0, 0, 0, 0)
        self.columns = (
            Column(self._theme, text("adjudication.left"), "←", lambda: self.take(0)),
            Column(self._theme, text("adjudication.right"), "→", lambda: self.take(1)),
        )
        for column in self.columns:
            column.chooser.activated.connect(lambda _index: self._show())
        middle = QWidget()
        between = QVBoxLayout(middle)
        self.where = QLabel()
        self.where.setWordWrap(True)
        self.where.setProperty("kind", "head")
        self.evidence = Evidence()
        self.evidence.clicked.connect(self._go)
        self.stands = QLabel()
        self.stands.setWordWrap(True)
        self.stands.setProperty("kind", "muted")
        self.other = QPushButton(text("adjudication.third"))
        self.other.setProperty("act", True)
        self.other.setAutoDefault(False)
        self.other.clicked.connect(self.third)
        between.addWidget(self.where)
        between.addWidget(self.evidence)
        between.addSpacing(SPACE)
        between.addWidget(self.stands)
        between.addStretch(1)
        between.addWidget(self.other)
        row.addWidget(self.columns[0], 3)
        row.addWidget(middle, 4)
        row.addWidget(self.columns[1], 3)
        body.addWidget(right)
        body.setSizes([LIST, 3 * LIST])
        body.setStretchFactor(1, 1)
        return body

    def _choose(self) -> None:
        """Another difference: its people in the choosers, the first two shown."""
        conflict = self.current()
        if conflict is None:
            return
        self._at = self._key(conflict)
        speakers = [c for c in conflict.codings if any(a in c.says for a in conflict.resolution.conflicts)]
        for side, column in enumerate(self.columns):
            column.chooser.clear()
            for coding in speakers:
                who = coding.analyst or text("adjudication.nameless")
                column.chooser.addItem(f"{who}　{when_text(coding.at)}", coding)
            column.chooser.setCurrentIndex(min(side, len(speakers) - 1))
            column.chooser.setEnabled(len(speakers) > 2)
        self._show()

    def _coding(self, conflict: Conflict, side: int) -> Coding:
        found = self.columns[side].chooser.currentData()
        return found if isinstance(found, Coding) else conflict.codings[min(side, len(conflict.codings) - 1)]

    def _show(self) -> None:
        conflict = self.current()
        if conflict is None:
            return
        if self._key(conflict) != self._at:
            self._choose()
            return
        differing = conflict.resolution.conflicts
        areas = [*ORDER, *(a for a in AREAS.get(conflict.table, {}) if a not in ORDER)]
        every = {a for c in conflict.codings for a in c.says} | set(SHOWN_ALWAYS.get(conflict.table, ()))
        every -= set(PLACES) - differing.keys()  # numbers of characters tell a person nothing where they agree
        areas = [a for a in (*areas, *sorted(every - set(areas))) if a in every]
        for side, column in enumerate(self.columns):
            coding = self._coding(conflict, side)
            said = {**(coding.base or {}), **coding.says}
            rows = [(self._label(a), told(a, said[a]) if a in said else "", a in differing) for a in areas]
            column.show_areas(rows)
        self._show_middle(conflict)

    def _show_middle(self, conflict: Conflict) -> None:
        names = {listing.id: listing.title or listing.name for listing in self._desk.documents()}
        fact = self._desk.store.many((conflict.key,)).get(conflict.key) if conflict.table == "fact" else None
        self.evidence.setVisible(fact is not None)
        key = "third" if conflict.table == "fact" else "leave"
        self.other.setText(text(f"adjudication.{key}"))
        self.other.setToolTip(text(f"adjudication.{key}_tip"))
        if fact is not None and fact.document in names:
            self.where.setText(names[fact.document])
            self.evidence.show_fact(fact, self._desk.document(fact.document), self._theme)
        else:
            self.where.setText(names.get(conflict.key, "") if conflict.table == "document" else "")
        areas = text("together.and").join(self._label(area) for area in conflict.resolution.conflicts)
        self.stands.setText(text("adjudication.stands", areas=areas))

    def _label(self, area: str) -> str:
        if area.startswith(TAG):
            tags = {tag.id: tag.name for tag in self._desk.tags()}
            return f"{text('area.tag')} {tags.get(int(area.removeprefix(TAG)), '')}"
        return text(f"area.{area}")

    def _decide(self, conflict: Conflict, chosen: View) -> None:
        try:
            touched = settle(self._desk.store, conflict, chosen)
        except (DuiduError, EditError) as error:
            self._desk.notice(str(error), "error")
            return
        self._settled(conflict)
        self._desk.touch(touched)

    def _go(self) -> None:
        conflict = self.current()
        if conflict is not None and conflict.table == "fact":
            fact = self._desk.fact(conflict.key)
            self._desk.select(fact.document, fact.id, origin="adjudication")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._press(event):
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent) -> bool:
        """One key each for left, right and a third way; True when it was one of them."""
        plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        keys = {Qt.Key.Key_Left: lambda: self.take(0), Qt.Key.Key_Right: lambda: self.take(1), Qt.Key.Key_E: self.third}
        act = keys.get(Qt.Key(event.key())) if event.modifiers() in plain else None
        # A key held down must not decide on one difference after another.
        if act is not None and not event.isAutoRepeat():
            act()
        return act is not None


class _List(QListWidget):
    """A list that would take arrows and letters for itself."""

    def __init__(self, press: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self._press = press

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._press(event):
            super().keyPressEvent(event)
