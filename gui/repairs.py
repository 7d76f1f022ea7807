"""The list of what was mended in a report: each repair with its place, and the ways to refuse it or to write it anew.

Uncertain repairs stand first. The report is read again in a process of its own; it then takes the place of the one
before as one act, which can be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.documents import Document, Repair
from core.edits import Touched
from core.errors import DuiduError
from core.importing import UNSURE
from core.messages import text
from core.rereading import Key, decisions, key, read_again, take_over
from gui.desk import Desk
from gui.jobs import Job, Jobs
from gui.pages import Page
from gui.theme import Theme
from gui.timers import pause

COLUMNS = ("kind", "before", "after", "sure", "where")
WIDTHS = (210, 150, 150, 110)
AROUND = 12  # characters shown on either side of a repair
LONG = 60  # characters of a repair that are shown; a report that stands twice in its file is one repair
SETTLE = 80  # ms after a change before the list is made anew
SHOWN = {"\n": "⏎", "\r": "⏎", "\t": "⇥", " ": "␣", "\u3000": "␣", "\u00a0": "␣"}
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


def visible(words: str) -> str:
    """Characters as they can be seen: blanks and line ends as signs, others without a face by their number."""
    cut = words if len(words) <= LONG else words[:LONG] + "…"
    return "".join(SHOWN.get(c, c if c.isprintable() else f"[{ord(c):04X}]") for c in cut)


class RepairsModel(QAbstractTableModel):
    """The repairs of one report; writing into the column `after` asks for a repair written anew."""

    written = Signal(object, str)  # repair, the analyst's characters

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.rows: list[Repair] = []
        self.frozen = False

    def use(self, document: Document | None, kind: str) -> None:
        """The repairs of a report, all or of one kind; those that need a look first."""
        self.beginResetModel()
        self._text = document.text if document is not None else ""
        found = document.repairs if document is not None else ()
        chosen = (repair for repair in found if kind in ("", repair.kind))
        self.rows = sorted(chosen, key=lambda repair: (repair.decided, repair.confidence >= UNSURE))
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return text(f"repairs.{COLUMNS[section]}")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and COLUMNS[index.column()] == "after" and not self.frozen:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        repair, column = self.rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.EditRole and column == "after":
            return repair.after
        if role == Qt.ItemDataRole.DecorationRole and column == "sure" and unsure(repair):
            return self._theme.icon("warning", "ui.warning")
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        match column:
            case "kind":
                return text(f"repair.{repair.kind}")
            case "before":
                return visible(repair.before) or text("repairs.lost")
            case "after":
                return visible(repair.after) or text("repairs.gone")
            case "sure":
                return standing(repair)
        start, end = repair.text
        return (
            f"{visible(self._text[max(start - AROUND, 0) : start])}【{visible(self._text[start:end])}】"
            f"{visible(self._text[end : end + AROUND])}"
        )

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        repair = self.rows[index.row()]
        if role != Qt.ItemDataRole.EditRole or value == repair.after:
            return False
        self.written.emit(repair, str(value))
        return False  # it stands there once the report has been read again


def unsure(repair: Repair) -> bool:
    """True for a repair that a person should look at."""
    return repair.confidence < UNSURE and not repair.decided


def standing(repair: Repair) -> str:
    """How sure a repair is, or what the analyst said of it."""
    if repair.decided:
        return text("repairs.refused" if repair.before == repair.after else "repairs.written")
    return text("repairs.percent", n=round(100 * repair.confidence))


class Repairs(Page):
    """The panel; `show_report` says whose repairs it lists."""

    chosen = Signal(int, object)  # report, span of the reading text
    left = Signal()  # Esc: the keyboard goes back to the report

    def __init__(self, desk: Desk, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(text("repairs.title"))
        self._desk, self._jobs = desk, jobs
        self._document: int | None = None
        self._job: Job | None = None
        self._stale = True
        self.model = RepairsModel(theme, self)
        self.model.written.connect(lambda repair, words: self._decide({key(repair): words}))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        self.table = self._table()
        self.table.installEventFilter(self)
        column.addWidget(self.table, 1)
        self.front = self.table
        self._settle = pause(self, SETTLE, self.look)
        desk.changed.connect(self._changed)

    def _bar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 5, 8, 5)
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(text("repairs.kind"))
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kinds.activated.connect(lambda _index: self._list())
        row.addWidget(self.kinds)
        self.told = QLabel()
        self.told.setProperty("kind", "muted")
        row.addWidget(self.told, 1)
        self.refuse_button = self._button("refuse", self.refuse)
        self.write_button = self._button("write", self.write)
        self.restore_button = self._button("restore", self.restore)
        for button in (self.refuse_button, self.write_button, self.restore_button):
            row.addWidget(button)
        return bar

    def _button(self, name: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text(f"repairs.{name}"))
        button.setToolTip(text(f"repairs.{name}_tip"))
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(text("repairs.title"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for number, width in enumerate(WIDTHS):
            table.setColumnWidth(number, width)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        return table

    # What others call

    def show_report(self, document: int | None) -> None:
        """List the repairs of this report."""
        if document != self._document:
            self._document, self._stale = document, True
            if self.isVisible():
                self._settle.start()

    def look(self) -> None:
        """Make the list anew, staying at the same place."""
        self._settle.stop()
        self._stale = False
        document = self._whole()
        found: dict[str, int] = {}
        for repair in document.repairs if document is not None else ():
            found[repair.kind] = found.get(repair.kind, 0) + 1
        kept = self.kinds.currentData() or ""
        self.kinds.clear()
        self.kinds.addItem(text("repairs.all", n=sum(found.values())), "")
        for kind, n in sorted(found.items(), key=lambda item: -item[1]):
            self.kinds.addItem(text("import_summary.repair", kind=text(f"repair.{kind}"), n=n), kind)
        self.kinds.setCurrentIndex(max(self.kinds.findData(kept), 0))
        self._list()

    def refuse(self) -> None:
        """Leave the original as it is at the selected places."""
        self._decide({key(repair): None for repair in self.selected()})

    def restore(self) -> None:
        """Mend the selected places again as the machine proposed."""
        self._decide({}, frozenset(key(repair) for repair in self.selected()))

    def write(self) -> None:
        """Begin to write the selected repair anew."""
        rows = self.selected()
        if rows:
            index = self.model.index(self.model.rows.index(rows[0]), COLUMNS.index("after"))
            self.table.setCurrentIndex(index)
            self.table.edit(index)

    def selected(self) -> list[Repair]:
        """The repairs that are selected in the list."""
        return [self.model.rows[index.row()] for index in self.table.selectionModel().selectedRows()]

    # Qt's events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        self._stale = True
        super().hideEvent(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        # Qt's tables take letters for a search in the first column.
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.modifiers():
            return False
        for keys, button, act in (
            ((Qt.Key.Key_X, Qt.Key.Key_Delete), self.refuse_button, self.refuse),
            ((Qt.Key.Key_E, Qt.Key.Key_Return, Qt.Key.Key_Enter), self.write_button, self.write),
            ((Qt.Key.Key_O,), self.restore_button, self.restore),
        ):
            if event.key() in keys:
                if button.isEnabled():
                    act()
                return True
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False

    # Inside

    def _whole(self) -> Document | None:
        if self._document is None or self._document not in {row.id for row in self._desk.documents()}:
            return None
        return self._desk.document(self._document)

    def _list(self) -> None:
        at = self.selected()[:1]
        self.model.use(self._whole(), self.kinds.currentData() or "")
        waiting = sum(map(unsure, self.model.rows))
        if self._job is not None:
            self.told.setText(text("repairs.reading"))
        elif not self.model.rows:
            self.told.setText(text("repairs.none"))
        else:
            self.told.setText(text("repairs.waiting", n=waiting) if waiting else text("repairs.fine"))
        row = next((n for n, r in enumerate(self.model.rows) if at and r.original == at[0].original), None)
        if row is not None:
            self.table.selectRow(row)
        self._enable()

    def _selected(self) -> None:
        self._enable()
        rows = self.selected()
        if len(rows) == 1 and self._document is not None and self._job is None:
            self.chosen.emit(self._document, rows[0].text)

    def _enable(self) -> None:
        rows = self.selected()
        free = self._job is None and not self._desk.store.readonly
        self.model.frozen = not free
        self.refuse_button.setEnabled(free and any(not r.decided or r.before != r.after for r in rows))
        self.write_button.setEnabled(free and len(rows) == 1)
        self.restore_button.setEnabled(free and any(r.decided for r in rows))

    def _decide(self, said: dict[Key, str | None], taken_back: frozenset[Key] = frozenset()) -> None:
        document, whole = self._document, self._whole()
        if document is None or whole is None or self._job is not None or not (said or taken_back):
            return
        wanted = {k: v for k, v in decisions(whole).items() if k not in taken_back} | said

        def done(_number: int, result: object) -> None:
            self._job = None
            if isinstance(result, BaseException):
                words = str(result) if isinstance(result, DuiduError) else text("repairs.failed")
                self._desk.notice(words, "error")
            else:
                self._put(document, *result)
            self.look()

        def ended(job: Job) -> None:
            if job.cancelled:
                self._job = None
                self.look()

        self._job = self._jobs.run(text("repairs.reading"), read_again, [(whole, wanted)], done, ended)
        self.told.setText(text("repairs.reading"))
        self._enable()

    def _put(self, document: int, again: Document, facts: Any) -> None:
        try:
            touched = take_over(self._desk.store, document, again, facts)
        except DuiduError as error:
            self._desk.notice(str(error), "error")
            return
        if touched.focus is not None:
            self._document = touched.focus[0]
        self._desk.touch(touched)

    def _changed(self, touched: Touched) -> None:
        if touched.kind == "open" or self._document in touched.documents:
            self._stale = True
            if self.isVisible():
                self._settle.start()
