"""What a file is held against the project for: the dialog that annotations and exports are checked in.

A file is chosen or dropped; another process compares; what it finds stands in a list whose rows lead to the sentence
while the dialog stays open beside the desk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.errors import DuiduError
from core.exporting import replacing
from core.exporting.csv import lines
from core.messages import catalogue, text
from core.settings import Settings
from core.spans import Span
from gui.desk import Desk
from gui.dialogs import buttons, widen_files
from gui.pages import as_list, local_files

SHOWN = 2_000  # rows; more are counted and saved, not listed: nobody reads them one by one
EDGE = 16  # pixels
Go = Callable[[int, int | None, Span | None], object]  # report, fact, place


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: its kind (what the filter goes by), its cells, and where it leads; report 0 for nowhere."""

    kind: str
    cells: tuple[str, ...]
    document: int = 0
    fact: int | None = None
    span: Span | None = None


class FileCheck(QDialog):
    """`name` is the group of its texts (title, intro, choose, working); `columns` keys of the group "filecheck".

    A subclass says in `_look` how the file is compared and in `_show` what came of it.
    """

    def __init__(
        self, name: str, columns: Sequence[str], desk: Desk, settings: Settings, go: Go, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name, self.desk, self._settings, self._go = name, desk, settings, go
        self._columns = tuple(columns)
        self.rows: list[Row] = []
        self._stop: Callable[[], object] | None = None
        self._turn = 0
        self.setWindowTitle(text(f"{name}.title"))
        self.setAcceptDrops(True)
        self.resize(880, 560)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 14, EDGE, 12)
        column.setSpacing(10)
        intro = QLabel(text(f"{name}.intro"))
        intro.setWordWrap(True)
        intro.setProperty("kind", "muted")
        column.addWidget(intro)
        column.addLayout(self._file_row())
        self.options = QHBoxLayout()
        column.addLayout(self.options)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setProperty("kind", "title")
        self.told.hide()
        column.addWidget(self.told)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._said(text(f"{name}.drop")))
        self._pages.addWidget(self._busy())
        self._pages.addWidget(self._found())
        column.addLayout(self._pages, 1)
        column.addWidget(self._foot())
        desk.changed.connect(self._project_changed)
        self._enable()

    # -- what others call -----------------------------------------------------------------------------------------

    def take(self, path: Path) -> None:
        """Compare a file with the project; a comparison under way is given up."""
        self.cancel()
        self._settings.set("folder.import", str(path.absolute().parent))
        self.path.setText(str(path))
        self._turn += 1
        turn = self._turn
        self._fill([], "")
        self.working.setText(text(f"{self.name}.working", name=path.name))
        self._pages.setCurrentIndex(1)
        self.cancelling.setFocus()

        def done(found: Any) -> None:
            if turn != self._turn:
                return  # another file was chosen meanwhile
            self._stop = None
            self._pages.setCurrentIndex(2)
            if found is None:
                self._fill([], text("filecheck.cancelled"))
            elif isinstance(found, DuiduError):
                self._fill([], str(found))
            elif isinstance(found, BaseException):
                reason = f"{type(found).__name__}: {found}"
                self._fill([], text("filecheck.failed", name=path.name, reason=reason))
            else:
                self._show(found)
                if self.list.rowCount():
                    self.list.setFocus()

        stop = self.desk.ask(text(f"{self.name}.working", name=path.name), *self._look(path), done=done, alone=True)
        if self._pages.currentIndex() == 1:  # a desk without processes has answered already
            self._stop = stop

    def cancel(self) -> None:
        """Give up the comparison under way."""
        if self._stop is not None:
            stop, self._stop = self._stop, None
            stop()

    def again(self) -> None:
        """Compare the same file anew."""
        if self.path.text():
            self.take(Path(self.path.text()))

    def go(self, *_: object) -> None:
        """To the sentence of the current row; the keyboard stays in the list."""
        item = self.list.item(self.list.currentRow(), 0)
        row = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(row, Row) and row.document:
            self._go(row.document, row.fact, row.span)

    def save(self, path: Path) -> None:
        """Write the whole list as CSV; ExportError says what is wrong with the place."""
        heads = [text(f"filecheck.{column}") for column in self._columns]
        rows = (dict(zip(heads, row.cells, strict=True)) for row in self.rows)

        def write(draft: Path) -> None:
            with draft.open("w", encoding="utf-8-sig", newline="") as file:
                file.writelines(lines(heads, rows))

        replacing(path, write)

    # -- for the subclasses ---------------------------------------------------------------------------------------

    def _look(self, path: Path) -> tuple[Any, ...]:
        """A function of core that another process calls with the project, and what it is given besides."""
        raise AssertionError(f"each dialog compares in its own way: {path}")

    def _show(self, found: Any) -> None:
        """What came of it."""
        raise AssertionError(f"each dialog shows its own findings: {found}")

    def _fill(self, rows: list[Row], told: str) -> None:
        """Show these rows under this sentence."""
        self.rows = rows
        self.told.setText(told)
        self.told.setVisible(bool(told))
        counts = Counter(row.kind for row in rows)
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.addItem(text("filecheck.all", n=len(rows)), "")
        for kind, count in counts.items():
            self.filter.addItem(f"{kind}　{count}", kind)
        self.filter.blockSignals(False)
        self.filter.setVisible(len(counts) > 1)
        self._list()

    # -- inside ---------------------------------------------------------------------------------------------------

    def _file_row(self) -> QHBoxLayout:
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.path.setAccessibleName(text(f"{self.name}.file"))
        self.path.setPlaceholderText(text(f"{self.name}.file"))
        self.choose = QPushButton(text("filecheck.choose"))
        self.choose.setAutoDefault(False)  # Enter in the list goes to the sentence
        self.choose.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self.choose)
        return row

    def _said(self, words: str) -> QWidget:
        page = QLabel(words)
        page.setObjectName("drop_here")
        page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        page.setWordWrap(True)
        page.setProperty("kind", "muted")
        return page

    def _busy(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        self.working = QLabel()
        self.working.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(text("filecheck.busy"))
        self.cancelling = QPushButton(text("dialog.cancel"))
        self.cancelling.setAutoDefault(False)
        self.cancelling.clicked.connect(self.cancel)
        column.addWidget(self.working)
        column.addWidget(bar)
        column.addWidget(self.cancelling, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)
        return page

    def _found(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        self.filter = QComboBox()
        self.filter.setAccessibleName(text("filecheck.filter"))
        self.filter.currentIndexChanged.connect(lambda _index: self._list())
        column.addWidget(self.filter, 0, Qt.AlignmentFlag.AlignLeft)
        self.list = QTableWidget(0, len(self._columns))
        self.list.setHorizontalHeaderLabels([text(f"filecheck.{name}") for name in self._columns])
        self.list.setAccessibleName(text("filecheck.list"))
        as_list(self.list)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.horizontalHeader().setStretchLastSection(True)
        self.list.itemActivated.connect(self.go)
        self.list.currentItemChanged.connect(lambda *_: self._enable())
        column.addWidget(self.list, 1)
        return page

    def _foot(self) -> QDialogButtonBox:
        box = buttons(self)
        self.going = box.addButton(text("filecheck.go"), QDialogButtonBox.ButtonRole.ActionRole)
        self.going.setToolTip(text("filecheck.go_tip"))
        self.going.clicked.connect(self.go)
        self.saving = box.addButton(text("filecheck.save"), QDialogButtonBox.ButtonRole.ActionRole)
        self.saving.clicked.connect(self._ask_save)
        self.repeat = box.addButton(text("filecheck.again"), QDialogButtonBox.ButtonRole.ActionRole)
        self.repeat.clicked.connect(self.again)
        self.foot = box
        for button in box.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        return box

    def _list(self) -> None:
        kind = self.filter.currentData()
        shown = [row for row in self.rows if not kind or row.kind == kind][:SHOWN]
        self.list.setRowCount(len(shown))
        for number, row in enumerate(shown):
            for place, words in enumerate(row.cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                if place == 0:
                    item.setData(Qt.ItemDataRole.UserRole, row)
                self.list.setItem(number, place, item)
        for place in range(len(self._columns) - 1):
            self.list.resizeColumnToContents(place)
            self.list.setColumnWidth(place, min(self.list.columnWidth(place) + 12, 300))
        if shown:
            self.list.setCurrentCell(0, 0)
        self.list.setVisible(bool(shown))
        self._enable()

    def _enable(self) -> None:
        item = self.list.item(self.list.currentRow(), 0)
        row = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        self.going.setEnabled(isinstance(row, Row) and bool(row.document))
        self.saving.setEnabled(bool(self.rows))
        self.repeat.setEnabled(bool(self.path.text()) and self._pages.currentIndex() == 2)

    def _ask(self) -> None:
        kept = self._settings.get("folder.import")
        folder = kept if kept and Path(kept).is_dir() else str(self.desk.store.path.parent)
        widen_files()
        chosen, _ = QFileDialog.getOpenFileName(self, text(f"{self.name}.title"), folder, text(f"{self.name}.filter"))
        if chosen:
            self.take(Path(chosen))

    def _ask_save(self) -> None:
        path = Path(self.path.text())
        start = path.with_name(text("filecheck.saved_as", name=path.stem))
        widen_files()
        chosen, _ = QFileDialog.getSaveFileName(self, text("filecheck.save"), str(start), "CSV (*.csv)")
        if chosen:
            try:
                self.save(Path(chosen))
            except DuiduError as error:
                self.desk.notice(str(error), "error")

    def _project_changed(self, touched: Any) -> None:
        if touched.kind == "open":  # what is listed is of a project that is no longer on the desk
            self.reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := local_files(event):
            event.acceptProposedAction()
            self.take(paths[0])

    def done(self, result: int) -> None:
        """Nothing is compared any more once the dialog is closed."""
        self._turn += 1
        self.cancel()
        super().done(result)


def field_name(name: str) -> str:
    """What a field of a fact is called."""
    for group in ("field", "column", "export_column"):
        if f"{group}.{name}" in catalogue():
            return text(f"{group}.{name}")
    return name
