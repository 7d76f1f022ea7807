"""Tags and notes on free stretches of text and on whole reports: the list of them, and the menu that makes them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.edits import Mark, Several, Touched, Unmark
from core.messages import text
from core.spans import Span
from core.tables import Passage, TagRow
from gui.choosing import names as names_of
from gui.desk import Desk
from gui.look import swatch
from gui.timers import pause

WORDS = 60  # characters of a stretch in the list
ROW = 28  # pixels; Chinese letters stand closer than the eye likes in what Qt reckons
SOON = 30  # ms; the list follows an act after the act's own repaint
PLACE = Qt.ItemDataRole.UserRole


class Passages(QWidget):
    """Every mark under its report; a click goes there, Delete takes it away, the line at the foot changes its note."""

    chosen = Signal(int, int)  # report, place in the reading text
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: tuple[int, Span | None] | None = None  # what the note being typed is about
        self.setObjectName("passages")
        self.setAccessibleName(text("passages.title"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.empty = QLabel(text("passages.empty"))
        self.empty.setWordWrap(True)
        self.empty.setProperty("kind", "muted")
        self.empty.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self.empty)
        self.list = QTreeWidget()
        self.list.setColumnCount(3)
        self.list.setHeaderLabels([text(f"passages.{name}") for name in ("words", "tag", "note")])
        self.list.setAccessibleName(text("passages.title"))
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setColumnWidth(0, 460)
        self.list.setColumnWidth(1, 140)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self.list.currentItemChanged.connect(lambda *_: self._show_note())
        self.list.installEventFilter(self)
        column.addWidget(self.list, 1)
        column.addLayout(self._foot())
        self._soon = pause(self, SOON, self.fill)
        desk.changed.connect(self._changed)
        self.fill()

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(8)
        self.note = QLineEdit()
        self.note.setPlaceholderText(text("passages.note_hint"))
        self.note.setAccessibleName(text("passages.note"))
        self.note.editingFinished.connect(self._annotate)
        self.off = QPushButton(text("passages.off"))
        self.off.setAutoDefault(False)
        self.off.clicked.connect(self.take_away)
        row.addWidget(self.note, 1)
        row.addWidget(self.off)
        return row

    def fill(self) -> None:
        """Write the list anew, keeping the place."""
        here = self._current()
        tags = {tag.id: tag for tag in self._desk.tags()}
        names = names_of(self._desk.documents())
        heads: dict[int, QTreeWidgetItem] = {}
        self.list.blockSignals(True)
        self.list.clear()
        passages = self._desk.store.passages()
        for passage in passages:
            if passage.document not in heads:
                heads[passage.document] = head = QTreeWidgetItem(self.list, [names[passage.document]])
                head.setFirstColumnSpanned(True)
                head.setSizeHint(0, QSize(0, ROW))
                head.setExpanded(True)
            item = self._row(passage, tags)
            heads[passage.document].addChild(item)
            if here is not None and passage.id == here.id:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self.empty.setVisible(not passages)
        self._show_note()

    def take_away(self) -> None:
        """Take the chosen marks away; a toast offers the way back."""
        ids = tuple(p.id for item in self.list.selectedItems() if (p := item.data(0, PLACE)) is not None)
        if ids and self._desk.do(Unmark(ids)) is not None:
            said = text("passages.gone", n=len(ids))
            self._desk.notice(said, "done", text("tags.undo"), self._desk.undo)

    def write_note(self, document: int, span: Span | None) -> None:
        """Let the analyst type a note on a stretch that carries none yet."""
        self._waiting = (document, span)
        self.note.clear()
        self.note.setEnabled(True)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, passage: Passage, tags: dict[int, TagRow]) -> QTreeWidgetItem:
        if passage.start is None or passage.end is None:
            words = text("passages.whole")
        else:
            words = self._desk.store.text(passage.document)[passage.start : passage.end].replace("\n", " ")
        tag = tags.get(passage.tag or 0)
        shown = words if len(words) <= WORDS else words[:WORDS] + "…"
        item = QTreeWidgetItem([shown, tag.name if tag else "", passage.note])
        item.setData(0, PLACE, passage)
        item.setSizeHint(0, QSize(0, ROW))
        item.setToolTip(0, words[:500])
        if tag is not None:
            item.setIcon(1, swatch(tag.colour))
        return item

    def _current(self) -> Passage | None:
        item = self.list.currentItem()
        return None if item is None else item.data(0, PLACE)

    def _show_note(self) -> None:
        passage = self._current()
        if self._waiting is None:
            self.note.setText(passage.note if passage else "")
        self.note.setEnabled(passage is not None or self._waiting is not None)
        self.off.setEnabled(passage is not None)

    def _annotate(self) -> None:
        note, waiting, passage = self.note.text().strip(), self._waiting, self._current()
        self._waiting = None
        if waiting is not None:
            document, span = waiting
            if note:
                self._desk.do(Mark(document, *((span.start, span.end) if span else (None, None)), note=note))
            self.left.emit()
        elif passage is not None and note != passage.note:
            new = Mark(passage.document, passage.start, passage.end, passage.tag, note)
            if passage.tag is None:
                self._desk.do(Several((Unmark((passage.id,)), *((new,) if note else ())), "act.passage_note"))
            else:
                self._desk.do(new)

    def _go(self, item: QTreeWidgetItem) -> None:
        passage = item.data(0, PLACE)
        if passage is not None:
            self.chosen.emit(passage.document, passage.start or 0)

    def _changed(self, touched: Touched) -> None:
        if touched.passages or touched.tags or touched.documents or touched.kind == "open":
            self._soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Delete:
                self.take_away()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)


def mark_menu(
    desk: Desk,
    document: int,
    span: Span | None,
    write: Callable[[int, Span | None], object],
    parent: QWidget,
    place: QPoint,
) -> QMenu:
    """A menu of all tags for a stretch or a whole report, those that it carries ticked; then a note of its own."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    ends = (span.start, span.end) if span is not None else (None, None)
    there = {p.tag: p.id for p in desk.store.passages(document) if (p.start, p.end) == ends and p.tag is not None}
    menu.addSection(text("passages.mark_text" if span is not None else "passages.mark_report"))

    def turn(tag: int) -> None:
        desk.do(Unmark((there[tag],)) if tag in there else Mark(document, *ends, tag=tag))

    family = ""
    for number, tag in enumerate(sorted(desk.tags(), key=lambda t: t.family), start=1):
        if tag.family != family:
            family = tag.family
            menu.addSection(family)
        label = f"&{number} {tag.name}" if number <= 9 else tag.name
        action = menu.addAction(swatch(tag.colour, ticked=tag.id in there), label)
        action.setCheckable(True)
        action.setChecked(tag.id in there)
        action.setToolTip(tag.description)
        action.triggered.connect(lambda _=False, t=tag.id: turn(t))
    menu.addSeparator()
    menu.addAction(text("passages.write")).triggered.connect(lambda: write(document, span))
    menu.popup(place)
    return menu
