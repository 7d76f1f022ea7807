"""The table of the matrix with its keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from core.messages import text
from gui.matrixmodel import MatrixModel

COLUMN, NAMES = 136, 156  # widths of columns and of the row names
WIDER = 160  # for values with a word before them
HEAD = 44  # height of the column names, two lines for long indicators


class MatrixTable(QTableView):
    """Keys: Enter opens, A accepts, X rejects, N records as not mentioned, Ctrl+↑↓ walks the work, Ctrl+←→ turns."""

    accepted, rejected, noted, copied = Signal(), Signal(), Signal(), Signal()
    stepped, turned = Signal(int), Signal(int)

    def __init__(self, model: MatrixModel) -> None:
        super().__init__()
        self.setObjectName("matrix_table")
        self.setAccessibleName(text("matrix.table"))
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setDefaultSectionSize(COLUMN)
        across.setFixedHeight(HEAD)
        across.setHighlightSections(True)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap))
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setFixedWidth(NAMES)
        down.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        # Qt takes the ground that a style sheet draws for one that shows what is behind, and scrolling would draw all
        # cells anew instead of moving them (13 ms of the processor a frame instead of 2). So the ground is drawn here.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().brush(QPalette.ColorRole.Base))
        painter.end()
        super().paintEvent(event)

    def keep_in_sight(self) -> None:
        """Scroll to the current cell, which other widths of columns have moved away."""
        self.updateGeometries()  # Qt would reckon with the old widths until it draws again
        self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), event.modifiers() == Qt.KeyboardModifier.ControlModifier
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if control and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif control and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.turned.emit(1 if key == Qt.Key.Key_Right else -1)
        elif control and key == Qt.Key.Key_C:
            self.copied.emit()
        elif plain and key == Qt.Key.Key_A:
            self.accepted.emit()
        elif plain and key in (Qt.Key.Key_X, Qt.Key.Key_Delete):
            self.rejected.emit()
        elif plain and key == Qt.Key.Key_N:
            self.noted.emit()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(900, 360)
