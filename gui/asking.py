"""A question above a report of which region or year are not sure: the likely answers as buttons, any other typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from core.describing import SURE, placed, readings
from core.documents import Metadata
from core.edits import Describe, Touched
from core.messages import text
from gui.desk import Desk
from gui.flow import Flow
from gui.theme import Theme, dress

ASKED = ("region", "year")  # the other items are worth no interruption
CHOICES = 4


class Asking(QFrame):
    """Shown while something is in doubt and the analyst has not put it off, or wants to put it right."""

    answered = Signal(int, str)  # report, "region" or "year"
    left = Signal()  # nothing more to ask: the keyboard may go back to the report

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("asking")
        self._desk = desk
        self._document: int | None = None
        self._item = ""
        self._later: set[tuple[int, str]] = set()
        self._wanted: list[str] = []  # what the analyst wants to put right, however sure the program is
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 6, 8)
        column.setSpacing(5)
        head = QHBoxLayout()
        self.question = QLabel()
        self.question.setWordWrap(True)
        head.addWidget(self.question, 1)
        later = QToolButton()
        dress(later, theme, "close", "ui.muted")
        later.setToolTip(text("asking.later"))
        later.setAccessibleName(text("asking.later"))
        later.clicked.connect(self.put_off)
        head.addWidget(later, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._answers = QWidget()
        self._flow = Flow(self._answers)
        column.addWidget(self._answers)
        self.line = QLineEdit(self._answers)  # shown among the answers once there is a question
        self.line.hide()
        self.line.setFixedWidth(230)  # its example is to be read whole
        self.line.returnPressed.connect(lambda: self.answer(self.line.text()))
        self.hide()
        desk.changed.connect(self._changed)

    def show_report(self, document: int | None) -> None:
        """Ask about this report, when there is something to ask."""
        if document != self._document:
            self._wanted.clear()
        self._document = document
        about = self._desk.document(document).metadata if document is not None else None
        self._item = "" if about is None or self._desk.store.readonly else self._open(about)
        self.setVisible(bool(self._item))
        if about is not None and self._item:
            self._ask(about)

    def ask_all(self) -> None:
        """Ask for region and year, whatever is known of them: the machine may be sure and wrong."""
        if self._document is None or self._desk.store.readonly:
            return
        self._wanted = list(ASKED)
        self.show_report(self._document)
        self.line.setFocus()

    def answer(self, words: str) -> None:
        """Take an answer, chosen or typed."""
        document, words = self._document, words.strip()
        if document is None or not words:
            return
        about = self._desk.document(document).metadata
        item = self._item
        if item == "year":
            if not (words.isdecimal() and 1949 <= int(words) <= 2100):
                self._desk.notice(text("asking.no_year", words=words), "warning")
                return
            fields: dict[str, object] = {"year": int(words)}
        else:
            likely = readings(words, about.year)
            if len(likely) > 1 and "/" not in words:
                self._offer(likely[:CHOICES])  # 朝阳区 is in two cities
                return
            fields = dict(placed(words, about.year))
        wanted = item in self._wanted
        if wanted:
            self._wanted.remove(item)
        if wanted and all(getattr(about, name) == value for name, value in fields.items()):
            self.show_report(document)  # it was right
        elif self._desk.do(Describe(document, fields)) is not None:
            self.answered.emit(document, item)
        if self._item:
            self.line.setFocus()
        else:
            self.left.emit()

    def put_off(self) -> None:
        """Not now: a doubt comes again at the next start."""
        if self._document is not None:
            self._later.add((self._document, self._item))
            self._wanted.clear()
            self.show_report(self._document)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_off()
            event.ignore()  # and the keyboard goes back to the report
            return
        super().keyPressEvent(event)

    # Inside

    def _open(self, about: Metadata) -> str:
        if self._wanted:
            return self._wanted[0]
        for item in ASKED:
            finding = about.findings.get(item)
            doubtful = finding is not None and finding.confidence < SURE and finding.source != "analyst"
            if (doubtful or (finding is None and not getattr(about, item))) and (
                self._document,
                item,
            ) not in self._later:
                return item
        return ""

    def _ask(self, about: Metadata) -> None:
        finding = about.findings.get(self._item)
        now = str(getattr(about, self._item) or "")
        choices = list(dict.fromkeys(filter(None, (now, *(finding.choices if finding is not None else ())))))[:CHOICES]
        kind = "_again" if self._wanted else "" if choices else "_none"
        self.question.setText(text(f"asking.{self._item}{kind}"))
        self._offer(choices)
        self.line.clear()
        self.line.setPlaceholderText(text(f"asking.{self._item}_other"))
        self.line.setAccessibleName(text(f"asking.{self._item}_other"))

    def _offer(self, choices: list[str]) -> None:
        while (old := self._flow.takeAt(0)) is not None:
            if (widget := old.widget()) is not None and widget is not self.line:
                widget.hide()
                widget.deleteLater()
        for words in choices:
            button = QPushButton(words.replace("/", " › "))
            button.setProperty("kind", "value")
            button.setAccessibleName(text("asking.choice", words=words))
            button.clicked.connect(lambda _checked=False, words=words: self.answer(words))
            self._flow.addWidget(button)
            button.show()
        self._flow.addWidget(self.line)
        self.line.show()

    def _changed(self, touched: Touched) -> None:
        if self._document in touched.documents and self._document in {row.id for row in self._desk.documents()}:
            self.show_report(self._document)
