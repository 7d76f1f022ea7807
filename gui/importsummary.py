"""What an import came to, a row a file: taken in, what was mended in it, what needs a look, or why it was refused."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
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

from core.messages import language, text
from gui.dialogs import buttons
from gui.intake import Arrival, Summary
from gui.pages import as_rows
from gui.theme import Theme

HEADS = ("file", "outcome", "mended", "look")
KINDS = 3  # kinds of repair that are named in a row; the list of repairs has them all
REPORT = Qt.ItemDataRole.UserRole


class ImportSummary(QDialog):
    """Not asked for, only opened: after an import without trouble a toast is enough.

    Refused files stand first, reports that need a look next. A double click or Enter goes to the report.
    """

    chosen = Signal(int)  # a report to be shown

    def __init__(self, theme: Theme, summary: Summary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(text("import_summary.title"))
        self.resize(980, 460)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        facts = sum(arrival.facts for arrival in summary.arrivals)
        key = "import_summary.some_failed" if summary.failed else "import_summary.all_good"
        self.told = QLabel(text(key, count=len(summary.added), facts=facts, failed=len(summary.failed)))
        self.told.setWordWrap(True)
        self.told.setProperty("kind", "title")
        column.addWidget(self.told)
        if summary.known:
            also = QLabel(text("import_summary.known", count=len(summary.known)))
            also.setProperty("kind", "muted")
            column.addWidget(also)
        self.list = QTableWidget(0, len(HEADS))
        self.list.setHorizontalHeaderLabels([text(f"import_summary.{head}") for head in HEADS])
        self.list.setAccessibleName(text("import_summary.title"))
        as_rows(self.list)
        # What went wrong and what to do is one or two sentences: they are read whole, not cut.
        self.list.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.setStyleSheet("QTableView::item { padding: 5px 6px; }")  # so that wrapped lines stay apart
        header = self.list.horizontalHeader()
        for number, width in enumerate((290, 170, 260)):
            self.list.setColumnWidth(number, width)
        header.setStretchLastSection(True)
        error, look = theme.icon("error", "ui.error"), theme.icon("warning", "ui.warning")
        for path, why in summary.failed:
            self._line(path.name, str(why), hint=str(path)).setIcon(error)
        for arrival in sorted(summary.arrivals, key=lambda a: not a.looks):
            item = self._line(
                arrival.name, text("import_summary.in", facts=arrival.facts), _mended(arrival), _looks(arrival),
                report=arrival.document,
            )  # fmt: skip
            if arrival.looks:
                item.setIcon(look)
        for name in summary.known:
            self._line(name, text("import_summary.there", name=name))
        self.list.itemActivated.connect(self._go)
        column.addWidget(self.list, 1)
        box = buttons(self)
        copy = QPushButton(text("import_summary.copy"))
        copy.setAutoDefault(False)
        copy.clicked.connect(self.copy)
        box.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        column.addWidget(box)

    def _line(self, *words: str, hint: str = "", report: int | None = None) -> QTableWidgetItem:
        row = self.list.rowCount()
        self.list.insertRow(row)
        for column in range(len(HEADS)):
            item = QTableWidgetItem(words[column] if column < len(words) else "")
            item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            item.setToolTip(hint or item.text())
            item.setData(REPORT, report)
            self.list.setItem(row, column, item)
        if not any(words[2:]):
            self.list.setSpan(row, 1, 1, len(HEADS) - 1)  # a refusal has a sentence to say
        first = self.list.item(row, 0)
        assert first is not None
        return first

    def _go(self, item: QTableWidgetItem) -> None:
        report = item.data(REPORT)
        if report is not None:
            self.chosen.emit(report)
            self.accept()

    def copy(self) -> None:
        """The list as text, to send to whoever can mend the files."""
        lines = []
        for row in range(self.list.rowCount()):
            items = [self.list.item(row, column) for column in range(len(HEADS))]
            words = [item.text() if item is not None else "" for item in items]
            if items[0] is not None and items[0].data(REPORT) is None and items[0].toolTip():
                words[0] = items[0].toolTip()  # the whole path of a file that was refused
            lines.append("\t".join(words).rstrip("\t"))
        QGuiApplication.clipboard().setText("\n".join(lines))


def _mended(arrival: Arrival) -> str:
    named = [text("import_summary.repair", kind=text(f"repair.{kind}"), n=n) for kind, n in arrival.repairs.items()]
    more = len(named) - KINDS
    if more > 0:
        named = [*named[:KINDS], text("import_summary.more", n=more)]
    return _joined(named)


def _looks(arrival: Arrival) -> str:
    return _joined([text(f"look.{key}") for key in arrival.looks])


def _joined(words: list[str]) -> str:
    return ("；" if language() == "zh" else "; ").join(words)
