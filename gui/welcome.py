"""The first start explains itself: three steps in a corner of the desk, each done by doing it, all skippable."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from core.edits import Touched
from core.messages import text
from gui.actions import Actions
from gui.desk import Desk

STEPS = ("read", "decide", "export")
WIDTH = 340  # pixels; as wide as the card beside it at most
GAP = 18  # pixels from the corner


class Welcome(QFrame):
    """Lies over the desk and takes no key from it; `done` tells that it is not to come again."""

    done = Signal()

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.actions_table = actions
        self.step = 0
        self.setObjectName("welcome")
        self.setAccessibleName(text("welcome.title"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        self.progress = QProgressBar()
        self.progress.setRange(0, len(STEPS))
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.words = QLabel()
        self.words.setWordWrap(True)
        for part in (self.progress, self.title, self.words):
            column.addWidget(part)
        row = QHBoxLayout()
        self.skip = QPushButton(text("welcome.skip"))
        self.next = QPushButton(text("welcome.next"))
        # The keyboard stays in the report; Tab still reaches these.
        for button in (self.skip, self.next):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAutoDefault(False)
        self.skip.clicked.connect(self.finish)
        self.next.clicked.connect(self.go_on)
        row.addWidget(self.skip)
        row.addStretch(1)
        row.addWidget(self.next)
        column.addLayout(row)
        desk.selected.connect(lambda chosen: self._did("read") if chosen.fact and chosen.origin != "start" else None)
        desk.changed.connect(self._changed)
        actions["project.export"].triggered.connect(lambda: self._did("export"))
        parent.installEventFilter(self)
        self._show()

    def go_on(self) -> None:
        """The next step; after the last one the end."""
        self.step += 1
        if self.step >= len(STEPS):
            self.finish()
        else:
            self._show()

    def finish(self) -> None:
        """Go, and do not come again by itself."""
        if self.parent() is not None:
            self.parent().removeEventFilter(self)
        self.hide()
        self.done.emit()
        self.deleteLater()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()  # only now the style sheet's letters are known, and with them the height

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _changed(self, touched: Touched) -> None:
        if touched.kind == "open":
            self.finish()  # the steps are about the samples; whoever has a project of their own is beyond them
        elif touched.facts and not touched.documents:
            self._did("decide")

    def _did(self, step: str) -> None:
        if self.step < len(STEPS) and STEPS[self.step] == step:
            self.go_on()

    def _show(self) -> None:
        name = STEPS[self.step]
        shown = {
            action.replace(".", "_"): self.actions_table.shown(action)
            for action in ("fact.next_unreviewed", "fact.accept", "fact.reject", "fact.correct", "edit.undo",
                           "project.export", "project.import_files", "help.open")
        }  # fmt: skip
        self.progress.setValue(self.step + 1)
        self.title.setText(text(f"welcome.{name}_title", step=self.step + 1, steps=len(STEPS)))
        self.words.setText(text(f"welcome.{name}", **shown))
        self.setAccessibleDescription(f"{self.title.text()} {self.words.text()}")
        self.next.setText(text("welcome.end" if self.step + 1 == len(STEPS) else "welcome.next"))
        # A label that wraps asks for the height of a width of its own choosing: it is given that of the width it has.
        self.words.ensurePolished()
        margins, edge = self.layout().contentsMargins(), 2 * self.frameWidth() + 2
        room = WIDTH - margins.left() - margins.right() - edge
        letters = self.words.fontMetrics()
        shape = letters.boundingRect(QRect(0, 0, room, 10_000), Qt.TextFlag.TextWordWrap, self.words.text())
        self.words.setFixedHeight(shape.height() + letters.descent())
        self.layout().activate()
        self.resize(WIDTH, self.layout().sizeHint().height())
        self._place()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.move(GAP, max(GAP, parent.height() - self.height() - GAP * 3))
            self.raise_()
