"""Asks who gets which share of the reports, and writes a file for each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.errors import DuiduError
from core.messages import text
from core.splitting import split
from gui.desk import Desk
from gui.dialogs import buttons


class Splitting(QDialog):
    """Names of analysts, the share coded twice, a folder; a file for each is written there."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle(text("splitting.title"))
        self.resize(560, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        what = QLabel(text("splitting.what"))
        what.setWordWrap(True)
        column.addWidget(what)
        form = QFormLayout()
        self.names = QLineEdit()
        self.names.setPlaceholderText(text("splitting.names_hint"))
        self.double = QDoubleSpinBox()
        self.double.setRange(0, 100)
        self.double.setDecimals(0)
        self.double.setSuffix(" %")
        self.double.setValue(20)
        self.seed = QSpinBox()
        self.seed.setMaximum(1_000_000)
        self.folder = QLineEdit(str(desk.store.path.parent))
        choose = QPushButton(text("splitting.choose"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        for name, field in (("names", self.names), ("double", self.double), ("seed", self.seed)):
            field.setAccessibleName(text(f"splitting.{name}"))
            form.addRow(text(f"splitting.{name}"), field)
        self.folder.setAccessibleName(text("splitting.folder"))
        form.addRow(text("splitting.folder"), row)
        column.addLayout(form)
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setProperty("kind", "error")
        self.trouble.hide()
        column.addWidget(self.trouble)
        self.box = buttons(self, "splitting.go")
        self.box.accepted.connect(self.go)
        column.addWidget(self.box)

    def go(self) -> None:
        """Write the files, or say why not."""
        names = [n.strip() for n in self.names.text().replace("，", ",").replace("、", ",").split(",") if n.strip()]
        if len(names) < 2:
            self._tell(text("splitting.two_names"))
            return
        folder = Path(self.folder.text())
        try:
            shares = split(
                self._desk.store,
                [folder / f"{self._desk.store.path.stem}-{name}.duidu" for name in names],
                double=self.double.value() / 100,
                seed=self.seed.value(),
            )
        except DuiduError as error:
            self._tell(str(error))
            return
        words = "；".join(
            text("together.share", name=s.path.name, reports=len(s.documents), double=len(s.double)) for s in shares
        )
        self._desk.notice(words)
        self.accept()

    def _tell(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.show()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, text("splitting.folder"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)
