"""What the program is, its version and the licences of all its parts."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, Signal, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core import __version__
from core.messages import text
from gui.dialogs import buttons
from gui.theme import Theme, program_icon


class About(QDialog):
    """`licences_asked` wants the page of the help that lists every part with its licence."""

    licences_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(text("action.help_about"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(12)
        row = QHBoxLayout()
        picture = QLabel()
        picture.setPixmap(program_icon().pixmap(64, 64))
        picture.setAccessibleName(text("app.name"))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QLabel(text("app.about", version=__version__))
        words.setWordWrap(True)
        words.setMinimumWidth(360)
        row.addWidget(picture)
        row.addSpacing(12)
        row.addWidget(words, 1)
        column.addLayout(row)
        self.system = QLabel(f"Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}")
        self.system.setProperty("kind", "muted")
        self.system.setWordWrap(True)
        self.system.setFont(theme.font(9))
        self.system.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.system)
        box = buttons(self)
        licences = QPushButton(text("help.licences"))
        licences.setAutoDefault(False)
        licences.clicked.connect(self.licences_asked)
        licences.clicked.connect(self.accept)
        box.addButton(licences, QDialogButtonBox.ButtonRole.ActionRole)
        column.addWidget(box)
