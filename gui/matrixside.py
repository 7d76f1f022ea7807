"""Beside the matrix: what the current cell rests on, sentence by sentence, and the list of what is still to be done."""

from __future__ import annotations

from collections import Counter
from time import perf_counter

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.edits import Absent, Accept, Reject
from core.messages import text
from core.panel import WORK, Place, recorded
from gui.choosing import names
from gui.desk import Desk
from gui.look import state_icon
from gui.matrixcells import SIGN, MatrixCells
from gui.matrixmodel import AXES, MatrixModel, state_word
from gui.theme import SPACE, Theme
from gui.wording import period_text, state_text, value_text

SLICE = 0.008  # seconds in one go while the work list is filled, so that scrolling stays smooth
PAUSE = 250  # ms that the search for work waits after scrolling
LISTED = 500  # items shown; the number counts all
PLACE = Qt.ItemDataRole.UserRole
LEGEND = ("proposed", "accepted", "corrected", "conflict", "unreviewed", "missing", "absent", "nothing")
AROUND = 26  # characters of the sentence before and after the quantity in the list


class MatrixSide(QFrame):
    """Follows the cell that the table is at; acts on its facts."""

    opened = Signal()
    asked = Signal(object)  # a place to go to

    def __init__(self, desk: Desk, theme: Theme, model: MatrixModel, cells: MatrixCells) -> None:
        super().__init__()
        self.setObjectName("matrix_side")
        self._desk, self._theme, self._model = desk, theme, model
        self._index = QModelIndex()
        self._places: list[Place] = []
        self._at = 0
        self._found: dict[str, list[Place]] = {state: [] for state in WORK}  # of each kind, the first LISTED
        self._counts: Counter[str] = Counter()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE + 4, SPACE, SPACE, SPACE)
        column.setSpacing(6)
        self.title = QLabel(text("matrix.no_cell"))
        self.title.setWordWrap(True)
        self.title.setProperty("kind", "title")
        self.value = QLabel()
        self.value.setWordWrap(True)
        self.facts = QListWidget()
        self.facts.setAccessibleName(text("matrix.evidence"))
        self.facts.setWordWrap(True)
        self.facts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.facts.itemActivated.connect(lambda _item: self.opened.emit())
        column.addWidget(self.title)
        column.addWidget(self.value)
        column.addWidget(self.facts, 3)
        column.addLayout(self._acts())
        line = QFrame()
        line.setObjectName("card_line")
        column.addWidget(line)
        column.addLayout(self._work_bar())
        self.list = QListWidget()
        self.list.setAccessibleName(text("matrix.work"))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda item: self.asked.emit(item.data(PLACE)))
        self.list.itemActivated.connect(lambda item: self.asked.emit(item.data(PLACE)))
        column.addWidget(self.count)
        column.addWidget(self.list, 2)
        self.legend = _Legend(cells)
        column.addWidget(self.legend)
        self.setMinimumWidth(260)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._slice)
        self.show_cell(QModelIndex())

    def _acts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(6)
        self.buttons: dict[str, QPushButton] = {}
        for name, done in (
            ("accept", self.accept), ("reject", self.reject), ("absent", self.toggle_absent),
            ("open", self.opened.emit),
        ):  # fmt: skip
            button = QPushButton(text(f"matrix.{name}"))
            button.setProperty("act", True)
            button.setToolTip(text(f"matrix.{name}_tip"))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, done=done: done())
            self.buttons[name] = button
            number = len(self.buttons) - 1
            grid.addWidget(button, number // 3, number % 3, 1, 1 if name != "open" else 3)
        return grid

    def _work_bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        label = QLabel(text("matrix.work"))
        label.setProperty("kind", "title")
        self.kind = QComboBox()
        self.kind.setProperty("filter", True)
        self.kind.setAccessibleName(text("matrix.work_kind"))
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # numbers come in while it is seen
        for state in ("conflict", "missing", "unreviewed", "proposed"):
            assert state in WORK
            self.kind.addItem(state_word(state), state)
        self.kind.currentIndexChanged.connect(lambda _n: self._list())
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        row.addWidget(label)
        row.addWidget(self.kind, 1)
        for sign, by, name in (("↑", -1, "work_previous"), ("↓", 1, "work_next")):
            button = QToolButton()
            button.setText(sign)
            button.setToolTip(text(f"matrix.{name}"))
            button.setAccessibleName(text(f"matrix.{name}"))
            button.clicked.connect(lambda _checked=False, by=by: self.step(by))
            row.addWidget(button)
        return row

    # -- the cell -------------------------------------------------------------------------------------------------

    def show_cell(self, index: QModelIndex) -> None:
        """Show what a cell rests on."""
        self._index = QModelIndex(index)
        self.facts.clear()
        if not index.isValid():
            self.title.setText(text("matrix.no_cell"))
            self.value.clear()
            for button in self.buttons.values():
                button.setEnabled(False)
            return
        model = self._model
        region, year, indicator = model.place(index.row(), index.column())
        state = model.state(index)
        self.title.setText(f"{model.name('region', region)} · {year} · {model.name('indicator', indicator)}")
        self.value.setText(text("matrix.state", state=state_word(state), means=text(f"cell_tip.{state}")))
        cell = model.cell(index)
        found = self._desk.store.many(fact for _, fact in cell.facts)
        named = names(self._desk.documents())
        for document, key in cell.facts:
            fact = found.get(key)
            if fact is None or document not in named:
                continue
            said = " · ".join(filter(None, (
                value_text(fact), state_text(fact.state),
                # The cell's own year stands in the title already.
                period_text(fact.period_start, fact.period_end) * (fact.period_start != fact.period_end),
                named[document].replace(" ", "\u00a0"),
            )))  # fmt: skip
            item = QListWidgetItem(
                state_icon(self._theme, fact.state), f"{said}\n{self._quoted(document, fact.start, fact.end)}"
            )
            item.setData(PLACE, (document, key))
            self.facts.addItem(item)
        self.buttons["open"].setEnabled(bool(cell.facts or model.panel.reports(region, year, model.view)))
        self.buttons["accept"].setEnabled(bool(cell.facts) and not self._desk.store.readonly)
        self.buttons["reject"].setEnabled(bool(cell.facts) and not self._desk.store.readonly)
        self.buttons["absent"].setEnabled(state in ("missing", "unreviewed", "absent"))
        self.buttons["absent"].setText(text("matrix.absent_off" if state == "absent" else "matrix.absent"))

    def chosen(self) -> tuple[tuple[int, int], ...]:
        """The fact chosen in the list, as (document, fact); empty when none is."""
        item = self.facts.currentItem()
        return (item.data(PLACE),) if item is not None else ()

    def accept(self) -> None:
        """Accept the chosen fact, or what the cell shows."""
        if self._index.isValid():
            ids = [fact for _, fact in self.chosen()]
            shown = self._model.cell(self._index).figures(self._model.view)
            ids = ids or [figure.fact for figure in shown if figure is not None]
            if ids:
                self._desk.do(Accept(tuple(dict.fromkeys(ids))))

    def reject(self) -> None:
        """Reject the chosen fact; with a single one it needs no choosing."""
        if self._index.isValid():
            facts = self._model.cell(self._index).facts
            ids = [fact for _, fact in self.chosen()] or ([facts[0][1]] if len(facts) == 1 else [])
            if ids:
                self._desk.do(Reject(tuple(ids)))

    def toggle_absent(self) -> None:
        """Record that the reports do not mention it, or take that back."""
        model = self._model
        if not self._index.isValid():
            return
        state = model.state(self._index)
        if state not in ("missing", "unreviewed", "absent"):
            return
        region, year, indicator = model.place(self._index.row(), self._index.column())
        name = model.panel.indicators[indicator]
        for document in model.panel.reports(region, year, model.view):
            for aspect in recorded(model.view):
                self._desk.do(Absent(document, name, year, aspect, on=state != "absent"))

    def _quoted(self, document: int, start: int, end: int) -> str:
        """The words around a quantity, within its sentence."""
        report = self._desk.document(document)
        sentence = report.structure.sentence_at(start)
        low = max(sentence.start if sentence.end > sentence.start else 0, start - AROUND)
        high = min(sentence.end if sentence.end > sentence.start else len(report.text), end + AROUND)
        quote = report.text[low:high].replace("\n", " ").strip()
        return f"{'…' if low > sentence.start else ''}{quote}{'…' if high < sentence.end else ''}"

    # -- the work list --------------------------------------------------------------------------------------------

    def look_for_work(self) -> None:
        """Fill the list anew, a slice at a time, so that the window stays free."""
        self._places = self._model.places()
        self._at = 0
        self._found = {state: [] for state in WORK}
        self._counts.clear()
        self._timer.start()
        self._list()

    def check_work(self) -> None:
        """Take out what is done; an act elsewhere may have made new work, so the list is made anew when it ends."""
        wanted = self.kind.currentData()
        for row in reversed(range(self.list.count())):
            place = self.list.item(row).data(PLACE)
            state = self._model.panel.state(*place, self._model.view)
            if state != wanted:
                self.list.takeItem(row)
                self._found[wanted].remove(place)
                self._counts[wanted] -= 1
                self._note(place, state)
        self._tell()

    def pause(self) -> None:
        """Let scrolling have the processor; the search goes on when it rests."""
        if self._timer.isActive():
            self._timer.start(PAUSE)

    def stop(self) -> None:
        """Stop looking; for a hidden matrix."""
        self._timer.stop()

    def step(self, by: int) -> None:
        """Go to the next or previous item, round and round."""
        if self.list.count():
            row = (self.list.currentRow() + by) % self.list.count() if self.list.currentRow() >= 0 else 0
            self.list.setCurrentRow(row)
            self.asked.emit(self.list.item(row).data(PLACE))

    def _slice(self) -> None:
        model, wanted = self._model, self.kind.currentData()
        self._timer.setInterval(0)
        before = dict(self._counts)
        until = perf_counter() + SLICE
        while self._at < len(self._places) and perf_counter() < until:
            place = self._places[self._at]
            self._at += 1
            state = model.panel.state(*place, model.view)
            if self._note(place, state) and state == wanted:
                self._add(place)
        if self._counts != before:
            self._number()
        if self._at >= len(self._places):
            self._timer.stop()
        self._tell()

    def _note(self, place: Place, state: str) -> bool:
        """Count a place that wants work; True when it is kept for the list."""
        if state not in self._found:
            return False
        self._counts[state] += 1
        if len(self._found[state]) < LISTED:
            self._found[state].append(place)
            return True
        return False

    def _add(self, place: Place) -> None:
        at = dict(zip(AXES, place, strict=True))
        model = self._model
        item = QListWidgetItem(" · ".join(model.name(axis, at[axis]) for axis in (model.rows, model.columns)))
        item.setData(PLACE, place)
        self.list.addItem(item)

    def _list(self) -> None:
        """The places of the chosen kind."""
        self.list.clear()
        for place in self._found[self.kind.currentData()]:
            self._add(place)
        self._number()
        self._tell()

    def _number(self) -> None:
        """How many there are of each kind, in the choice itself: 缺 12."""
        for row in range(self.kind.count()):
            state = self.kind.itemData(row)
            words = f"{state_word(state)}　{self._counts[state]}" if self._counts[state] else state_word(state)
            self.kind.setItemText(row, words)

    def _tell(self) -> None:
        none = not self._counts[self.kind.currentData()]
        self.count.setText(text("matrix.work_more") if self._timer.isActive() else text("matrix.work_none") * none)
        # An empty list would take the room of the sentences above.
        self.count.setVisible(bool(self.count.text()))
        self.list.setVisible(not none)

    def repaint_all(self) -> None:
        """After a change of theme."""
        self.show_cell(self._index)
        self.legend.update()


class _Legend(QWidget):
    """The eight states with their signs."""

    def __init__(self, cells: MatrixCells) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        for number, state in enumerate(LEGEND):
            box = QHBoxLayout()
            box.setSpacing(5)
            box.addWidget(_Sign(cells, state))
            label = QLabel(state_word(state))
            label.setProperty("kind", "muted")
            label.setToolTip(text(f"cell_tip.{state}"))
            box.addWidget(label, 1)
            grid.addLayout(box, number // 2, number % 2)


class _Sign(QWidget):
    """One sign, as it stands in the cells."""

    def __init__(self, cells: MatrixCells, state: str) -> None:
        super().__init__()
        self._cells, self._state = cells, state
        self.setFixedSize(QSize(SIGN + 2, SIGN + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._state == "nothing":
            self._cells.hatch(painter, self.rect())
        self._cells.sign(painter, QRectF(1, 1, SIGN, SIGN), self._state)
