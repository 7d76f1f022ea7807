"""What an import came to: how many reports, and for every file that was not taken in the reason and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.messages import text
from gui.dialogs import buttons
from gui.theme import Theme


class ImportSummary(QDialog):
    """Not asked for, only opened: after an import without trouble a toast is enough."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        added: int,
        facts: int,
        known: Iterable[str] = (),
        failed: Iterable[tuple[Path, Exception]] = (),
    ) -> None:
        super().__init__(parent)
        self.known, self.failed = list(known), list(failed)
        self.setWindowTitle(text("import_summary.title"))
        self.resize(640, 420)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        key = "import_summary.some_failed" if self.failed else "import_summary.all_good"
        self.told = QLabel(text(key, count=added, facts=facts, failed=len(self.failed)))
        self.told.setWordWrap(True)
        self.told.setProperty("kind", "title")
        column.addWidget(self.told)
        if self.known:
            also = QLabel(text("import_summary.known", count=len(self.known)))
            also.setProperty("kind", "muted")
            column.addWidget(also)
        self.list = QTableWidget(0, 2)
        self.list.setHorizontalHeaderLabels([text("import_summary.file"), text("import_summary.outcome")])
        self.list.setAccessibleName(text("import_summary.title"))
        self.list.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.list.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.list.setTabKeyNavigation(False)
        self.list.setShowGrid(False)
        self.list.verticalHeader().hide()
        # What went wrong and what to do is one or two sentences: they are read whole, not cut.
        self.list.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.list.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        sign = theme.icon("error", "ui.error")
        for path, error in self.failed:
            self._line(path.name, str(error), str(path)).setIcon(sign)
        for name in self.known:
            self._line(name, text("import_summary.there", name=name), name)
        column.addWidget(self.list, 1)
        box = buttons(self)
        copy = QPushButton(text("import_summary.copy"))
        copy.setAutoDefault(False)
        copy.clicked.connect(self.copy)
        box.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        column.addWidget(box)

    def _line(self, name: str, outcome: str, hint: str) -> QTableWidgetItem:
        row = self.list.rowCount()
        self.list.insertRow(row)
        first, second = QTableWidgetItem(name), QTableWidgetItem(outcome)
        first.setToolTip(hint)
        for column, item in enumerate((first, second)):
            item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self.list.setItem(row, column, item)
        return first

    def copy(self) -> None:
        """The list as text, to send to whoever can mend the files."""
        lines = [f"{path}\t{error}" for path, error in self.failed]
        lines += [f"{name}\t{text('import_summary.there', name=name)}" for name in self.known]
        QGuiApplication.clipboard().setText("\n".join(lines))
