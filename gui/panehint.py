"""What an empty pane says: what to do, with a button for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from core.messages import text
from gui.theme import Theme


class Hint(QScrollArea):
    """Scrolled where six panes leave it little room."""

    choosing = Signal()  # a report of the project is to be chosen
    importing = Signal()  # reports are to be taken in

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("pane_hint")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setMinimumHeight(48)
        hint = QWidget()
        hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(hint)
        column.setContentsMargins(10, 16, 10, 16)
        column.setSpacing(10)
        column.addStretch(2)
        sign = QLabel()
        sign.setPixmap(theme.icon("report", "ui.faint").pixmap(40, 40))
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.title.setWordWrap(True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = QLabel()
        self.words.setProperty("kind", "muted")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        # Short words: with six panes on a small screen a button has room for ten letters.
        self.choose = QPushButton(text("pane.hint_choose"))
        self.choose.setAccessibleName(text("pane.choose"))
        self.choose.clicked.connect(self.choosing)
        self.import_button = QPushButton(text("pane.hint_import"))
        self.import_button.setAccessibleName(text("action.project_import_files").rstrip("…"))
        self.import_button.setProperty("kind", "primary")
        self.import_button.clicked.connect(self.importing)
        for widget in (sign, self.title, self.words):
            column.addWidget(widget)
        for button in (self.choose, self.import_button):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.setWidget(hint)

    def tell(self, *, any_reports: bool, reading: bool) -> None:
        """Say whether there are reports to choose from, or some are being read now."""
        state = "reading" if reading else "empty" if any_reports else "no_reports"
        self.title.setText(text(f"pane.{state}"))
        self.words.setText(text(f"pane.{state}_hint"))
        self.choose.setVisible(any_reports)
        self.import_button.setVisible(not any_reports and not reading)
