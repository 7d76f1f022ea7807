"""Asks who gets which share of the reports, and writes a file for each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
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

from core.messages import text
from core.splitting import Share, clear, split
from gui.desk import Desk
from gui.dialogs import buttons, inset, widen_files


class Splitting(QDialog):
    """Names of analysts, the share coded twice, a folder; a file for each is written there."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._working = False
        self._stop: Callable[[], object] = lambda: None
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
        self.double.setSuffix("%")
        self.double.setValue(20)
        self.seed = QSpinBox()
        self.seed.setMaximum(1_000_000)
        self.seed.setToolTip(text("splitting.seed_tip"))
        inset(self.double, self.seed)
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
        self._fit()

    def _fit(self) -> None:
        """High enough for the wrapped words at this width, which Qt does not see to by itself."""
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height()))

    def go(self) -> None:
        """Write the files, or say why not."""
        names = [n.strip() for n in self.names.text().replace("，", ",").replace("、", ",").split(",") if n.strip()]
        if len(names) < 2:
            self._tell(text("splitting.two_names"))
            return
        folder = Path(self.folder.text())
        paths = [folder / f"{self._desk.store.path.stem}-{name}.duidu" for name in names]
        look = partial(split, double=self.double.value() / 100, seed=self.seed.value())
        self._enable(on=False)
        self._working = True
        self._stop = self._desk.ask(
            text("splitting.working"), look, paths, done=lambda answer: self._written(paths, answer), alone=True
        )

    def reject(self) -> None:
        """Cancel stops the writing first; a second time it closes."""
        if self._working:
            self._stop()
        else:
            super().reject()

    def _written(self, paths: list[Path], answer: object) -> None:
        self._working = False
        self._enable(on=True)
        if answer is None:
            clear(paths)
            self._tell(text("splitting.stopped"))
            return
        if isinstance(answer, BaseException):
            self._tell(str(answer))
            return
        assert isinstance(answer, list)
        shares: list[Share] = answer
        words = text("together.next").join(
            text("together.share", name=s.path.name, reports=len(s.documents), double=len(s.double)) for s in shares
        )
        self._desk.notice(words)
        self.accept()

    def _enable(self, *, on: bool) -> None:
        button = self.box.button(QDialogButtonBox.StandardButton.Ok)
        button.setEnabled(on)
        button.setText(text("splitting.go" if on else "splitting.working"))
        self.trouble.setVisible(False)

    def _tell(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.show()
        self._fit()

    def _choose(self) -> None:
        widen_files()
        chosen = QFileDialog.getExistingDirectory(self, text("splitting.folder"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)
