"""The backups of a project: what each holds, and the way back to it; also what to do about a damaged project.

Restoring never overwrites: the present file is renamed and stays beside the project.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core import backups
from core.backups import Backup
from core.errors import DuiduError
from core.log import words
from core.messages import text
from core.recovering import Recovered, recover
from gui.dialogs import buttons
from gui.jobs import Jobs
from gui.pages import as_rows
from gui.theme import Theme
from gui.wording import when_text

COLUMNS = ("at", "why", "reports", "reviewed", "last", "size")


class Backups(QDialog):
    """Lists, makes and restores backups; with `error`, the project could not be opened, and more is offered.

    `release` is called before a project is replaced: whoever has it open lets it go. `ready` says which project is to
    be opened afterwards, also when restoring failed and it is the same as before.
    """

    ready = Signal(object)  # path
    restored = Signal(str)  # the name under which the former file is kept

    def __init__(
        self,
        project: Path,
        jobs: Jobs,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        error: str = "",
        release: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self.project, self._jobs, self._theme, self._release = project, jobs, theme, release
        self.shown: list[Backup] = []
        self.setWindowTitle(text("backups.title"))
        self.resize(880, 460)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        title = QLabel(error or text("backups.of", name=project.name))
        title.setWordWrap(True)
        title.setProperty("kind", "error" if error else "title")
        column.addWidget(title)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setProperty("kind", "muted")
        column.addWidget(self.told)
        self.list = self._table()
        column.addWidget(self.list, 1)
        self.outcome = QPlainTextEdit()
        self.outcome.setReadOnly(True)
        self.outcome.setAccessibleName(text("backups.outcome"))
        self.outcome.hide()
        column.addWidget(self.outcome, 1)
        box = buttons(self)
        self.restore_button = self._button("restore", self.restore, box, primary=True)
        self.recover_button = self._button("recover", self.recover, box)
        self.recover_button.setVisible(bool(error))
        self.make_button = self._button("make", self.make, box)
        self.make_button.setVisible(not error)
        self._button("folder", self._folder, box)
        column.addWidget(box)
        close = box.button(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)
        close.setDefault(False)
        self.look()

    def look(self) -> None:
        """Read the list anew."""
        self.shown = backups.listed(self.project)
        key = "backups.kept" if self.shown else "backups.none"
        self.told.setText(text(key, folder=str(backups.folder(self.project))))
        self.list.setRowCount(len(self.shown))
        for row, backup in enumerate(self.shown):
            for column, name in enumerate(COLUMNS):
                item = QTableWidgetItem(_said(backup, name))
                item.setToolTip(item.text())
                if name in ("reports", "size"):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.list.setItem(row, column, item)
        if self.shown:
            self.list.selectRow(0)
        self._enable()

    def make(self) -> None:
        """Back up now, in a process of its own."""
        self.make_button.setEnabled(False)
        self._jobs.run(text("backups.making"), backups.make, [(self.project, "hand")], self._made)

    def restore(self) -> None:
        """Ask, then put the selected backup in the project's place."""
        row = self.list.currentRow()
        if not 0 <= row < len(self.shown):
            return
        backup = self.shown[row]
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(text("backups.title"))
        box.setText(text("backups.sure", at=_said(backup, "at")))
        box.setInformativeText(text("backups.aside", name=self.project.name))
        go = box.addButton(text("backups.restore"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(text("dialog.cancel"), QMessageBox.ButtonRole.RejectRole)
        go.clicked.connect(lambda: self._restore(backup))
        box.open()

    def recover(self) -> None:
        """Save what can be read of a damaged file, in a process of its own."""
        self.recover_button.setEnabled(False)
        self.told.setText(text("backups.recovering"))
        self._jobs.run(text("backups.recovering"), recover, [(self.project,)], self._recovered, alone=True)

    def _restore(self, backup: Backup) -> None:
        try:
            self._release()
        except DuiduError as error:
            self._refused(error)
            return
        try:
            aside = backups.restore(backup.path, self.project)
        except DuiduError as error:
            self._refused(error)
            self.ready.emit(self.project)
            return
        self.ready.emit(self.project)
        if aside is not None:
            self.restored.emit(aside.name)
        self.accept()

    def _refused(self, error: DuiduError) -> None:
        self.told.setText(str(error))
        self.told.setProperty("kind", "error")
        self.told.style().polish(self.told)

    def _made(self, _number: int, result: object) -> None:
        self.make_button.setEnabled(True)
        self.look()
        if isinstance(result, BaseException):
            self.told.setText(str(result))
        elif result is None:
            self.told.setText(text("backups.nothing_new"))

    def _recovered(self, _number: int, result: object) -> None:
        if not isinstance(result, Recovered):
            self.recover_button.setEnabled(True)
            self.told.setText(str(result))
            return
        self.told.setText("")
        self.outcome.setPlainText("\n".join(result.lines()))
        self.outcome.show()
        self.recover_button.setEnabled(True)
        self.recover_button.setText(text("backups.open_recovered"))
        self.recover_button.clicked.disconnect()
        self.recover_button.clicked.connect(lambda: self._open(result.path))
        self.recover_button.setFocus()

    def _open(self, path: Path) -> None:
        self.ready.emit(path)
        self.accept()

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, len(COLUMNS))
        table.setHorizontalHeaderLabels([text(f"backups.{name}") for name in COLUMNS])
        table.setAccessibleName(text("backups.title"))
        as_rows(table)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        table.setWordWrap(False)
        table.setAlternatingRowColors(True)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(COLUMNS.index("last"), QHeaderView.ResizeMode.Stretch)
        table.itemSelectionChanged.connect(self._enable)
        table.cellActivated.connect(lambda *_: self.restore())
        return table

    def _button(
        self, name: str, callback: Callable[[], object], box: QDialogButtonBox, *, primary: bool = False
    ) -> QPushButton:
        button = QPushButton(text(f"backups.{name}"))
        button.setAutoDefault(False)
        if primary:
            button.setProperty("kind", "primary")
        button.clicked.connect(lambda _checked=False: callback())
        box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return button

    def _enable(self) -> None:
        self.restore_button.setEnabled(0 <= self.list.currentRow() < len(self.shown))

    def _folder(self) -> None:
        place = backups.folder(self.project)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(place if place.is_dir() else self.project.parent)))


def _said(backup: Backup, name: str) -> str:
    """One cell of the list."""
    match name:
        case "at":
            return when_text(backup.at.isoformat())
        case "why":
            return text(f"backups.why_{backup.why}")
        case "reports":
            return f"{backup.reports:,}"
        case "reviewed":
            return text("backups.of_facts", reviewed=f"{backup.reviewed:,}", facts=f"{backup.facts:,}")
        case "last":
            if not backup.label:
                return ""
            key, values = json.loads(backup.label)
            return f"{words((key, values))}  {backup.analyst} {when_text(backup.last)}"
    size = backup.size / 1024
    return f"{size:,.0f} kB" if size < 1024 else f"{size / 1024:,.1f} MB"
