"""Which column of a table holds what: asked before a table with one report a row is imported."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.loading.tables import Columns
from core.messages import text
from gui.dialogs import buttons

FIELDS = ("text", "title", "region", "year", "date", "speaker")
CELL = 60  # characters of a cell that are shown; a report has 15,000


class Mapping(QDialog):
    """A choice for each item, filled in by the likely column, above the first rows of the table."""

    def __init__(
        self, name: str, heads: list[str], rows: list[list[str]], guess: Columns, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(text("mapping.title"))
        self.resize(760, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        told = QLabel(text("mapping.told", name=name))
        told.setWordWrap(True)
        column.addWidget(told)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.choices: dict[str, QComboBox] = {}
        for field in FIELDS:
            choice = QComboBox()
            name = text("mapping.title_column" if field == "title" else f"mapping.{field}")
            choice.setAccessibleName(name)
            if field != "text":
                choice.addItem(text("mapping.none"), "")
            for head in heads:
                choice.addItem(head, head)
            choice.setCurrentIndex(max(choice.findData(getattr(guess, field)), 0))
            form.addRow(name, choice)
            self.choices[field] = choice
        column.addLayout(form)
        table = QTableWidget(len(rows), len(heads))
        table.setHorizontalHeaderLabels(heads)
        table.setAccessibleName(text("mapping.rows"))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row[: len(heads)]):
                words = " ".join(cell[: 4 * CELL].split())
                item = QTableWidgetItem(words[:CELL] + "…" * (len(cell) > CELL))
                item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
                table.setItem(i, j, item)
        table.horizontalHeader().setMaximumSectionSize(320)
        table.resizeColumnsToContents()
        column.addWidget(table, 1)
        box = buttons(self, "mapping.go")
        box.accepted.connect(self.accept)
        column.addWidget(box)
        self.choices["text"].setFocus()

    def columns(self) -> Columns:
        """The columns as they are chosen now."""
        return Columns(**{field: str(choice.currentData() or "") for field, choice in self.choices.items()})
