"""Proposals in their sentences, each with a tick: the list in which several are looked over before one act."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from core.alike import Rule
from core.facts import Fact
from core.messages import text
from gui.desk import Desk
from gui.theme import Theme
from gui.wording import confidence_text, period_text, value_text

BEFORE, AFTER = 26, 30  # characters of the sentence on either side of the quantity
TICK = 18  # pixels
Index = QModelIndex | QPersistentModelIndex


class Likes(QAbstractListModel):
    """Ids with a tick each; facts are fetched when they are seen."""

    ticked = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self._ids: list[int] = []
        self._off: set[int] = set()
        self._facts: dict[int, Fact] = {}

    def fill(self, ids: list[int]) -> None:
        """Show these, all ticked but those that were unticked before."""
        self.beginResetModel()
        self._ids = ids
        self._facts.clear()
        self.endResetModel()

    def fact(self, row: int) -> Fact:
        """The fact in a row."""
        key = self._ids[row]
        if key not in self._facts:
            first = max(row - 20, 0)
            self._facts |= self.desk.store.many(self._ids[first : row + 40])
        return self._facts[key]

    def said(self, row: int) -> str:
        """What a row says of its fact, above the words of the report."""
        fact = self.fact(row)
        return f"{fact.indicator}  {value_text(fact)}  {period_text(fact.period_start, fact.period_end)}"

    def chosen(self) -> tuple[int, ...]:
        """What is ticked, in reading order."""
        return tuple(key for key in self._ids if key not in self._off)

    def toggle(self, index: QModelIndex) -> None:
        """Tick or untick one."""
        if index.isValid():
            self._off ^= {self._ids[index.row()]}
            self.dataChanged.emit(index, index)
            self.ticked.emit()

    def tick_all(self, on: bool) -> None:
        """Tick all or none."""
        self._off = set() if on else set(self._ids)
        if self._ids:
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))
        self.ticked.emit()

    def tick_buttons(self) -> list[QPushButton]:
        """A button that ticks all, and one that ticks none."""
        made = []
        for key, on in (("alike.tick_all", True), ("alike.tick_none", False)):
            button = QPushButton(text(key))
            button.setProperty("link", True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, on=on: self.tick_all(on))
            made.append(button)
        return made

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        fact = self.fact(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{fact.indicator} {value_text(fact)}"
            case Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Unchecked if fact.id in self._off else Qt.CheckState.Checked
        return None


class Changed(Likes):
    """Names that the same change is offered for: what each was and what it becomes."""

    def __init__(self, desk: Desk, rule: Rule, parent: QObject) -> None:
        super().__init__(desk, parent)
        self._rule = rule

    def said(self, row: int) -> str:
        fact = self.fact(row)
        name = self._rule.outcome(fact).get("indicator", fact.indicator)
        return f"{text('alike.renamed', old=fact.indicator, new=name)}  {value_text(fact)}"


class LikesView(QListView):
    """The space bar ticks what is selected, a double click goes to the report."""

    entered_key = Signal()  # Enter: it is to be done

    def __init__(self, model: Likes, desk: Desk, theme: Theme, name: str) -> None:
        super().__init__()
        self._model, self._desk = model, desk
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(Sentences(desk, theme, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(model.toggle)
        self.doubleClicked.connect(self._go_there)

    def _go_there(self, index: QModelIndex) -> None:
        self._model.toggle(index)  # the two clicks have toggled it once more than was meant
        fact = self._model.fact(index.row())
        self._desk.select(fact.document, fact.id, "alike")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            for index in self.selectionModel().selectedIndexes() or [self.currentIndex()]:
                self._model.toggle(index)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_key.emit()
        else:
            super().keyPressEvent(event)


class Sentences(QStyledItemDelegate):
    """Two lines: what it is and where; the words around the quantity, which is marked."""

    def __init__(self, desk: Desk, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._theme = desk, theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, option.fontMetrics.height() * 2 + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, Likes):
            return
        fact, style = model.fact(index.row()), option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        painter.save()
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        self._tick(painter, option, ticked=ticked)
        ink = option.palette.color(QPalette.ColorRole.Text)
        quiet = self._theme.colour("ui.muted")
        left, right = option.rect.left() + TICK + 18, option.rect.right() - 10
        height = option.fontMetrics.height()
        top, below = option.rect.top() + 5, option.rect.top() + 5 + height + 2
        bold = QFont(option.font)
        bold.setBold(True)
        document = self._desk.document(fact.document)
        place = f"{document.metadata.region.rsplit('/', 1)[-1]} {document.metadata.year or ''}".strip()
        aside = f"{place or document.name} · {confidence_text(fact.confidence)}"
        room = option.fontMetrics.horizontalAdvance(aside) + 12
        painter.setFont(bold)
        painter.setPen(ink if ticked else quiet)
        name = model.said(index.row())
        whole = QRectF(left, top, right - left - room, height)
        painter.drawText(whole, _elided(painter, name, whole.width()))
        painter.setFont(option.font)
        painter.setPen(quiet)
        painter.drawText(QRectF(right - room, top, room, height), Qt.AlignmentFlag.AlignRight, aside)
        self._words(painter, fact, document.text, QRectF(left, below, right - left, height))
        painter.restore()

    def _words(self, painter: QPainter, fact: Fact, words: str, place: QRectF) -> None:
        metrics = painter.fontMetrics()
        start = words.rfind("\n", 0, fact.start) + 1
        stop = words.find("\n", fact.end)
        start = max(start, fact.start - BEFORE)
        before = words[start : fact.start].lstrip()
        before = ("…" if words[start - 1 : start].strip() else "") + before
        after = words[fact.end : min(fact.end + AFTER, stop if stop >= 0 else len(words))]
        x = place.left()
        painter.setPen(self._theme.colour("ui.muted"))
        painter.drawText(QRectF(x, place.top(), place.width(), place.height()), before)
        x += metrics.horizontalAdvance(before)
        wide = metrics.horizontalAdvance(fact.quantity)
        mark = QRectF(x - 1, place.top(), wide + 2, place.height())
        painter.fillRect(mark, self._theme.measure(fact.measure))
        painter.setPen(self._theme.colour("ui.text"))
        painter.drawText(mark.adjusted(1, 0, 6, 0), fact.quantity)
        x += wide + 2
        painter.setPen(self._theme.colour("ui.muted"))
        rest = QRectF(x, place.top(), max(place.right() - x, 0), place.height())
        painter.drawText(rest, _elided(painter, after, rest.width()))

    def _tick(self, painter: QPainter, option: QStyleOptionViewItem, *, ticked: bool) -> None:
        icon = self._theme.icon("ticked" if ticked else "unticked", "ui.accent" if ticked else "ui.muted")
        icon.paint(painter, option.rect.left() + 8, option.rect.top() + 5, TICK, TICK)


def _elided(painter: QPainter, words: str, room: float) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room))
