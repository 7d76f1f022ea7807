"""What all dialogs share."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTreeView,
)

from core.messages import text

Standard = QDialogButtonBox.StandardButton
FILES, PLACES = QSize(940, 580), 170  # of the dialog for files; the width of its list of places


def buttons(dialog: QDialog, go: str = "") -> QDialogButtonBox:
    """The row of buttons at the foot: one that does it, named by the message `go`, and Cancel; without `go` only Close.

    In the program's own words and without the system's icons, so that it looks the same everywhere.
    """
    box = QDialogButtonBox(Standard.Ok | Standard.Cancel if go else Standard.Close, dialog)
    for standard, key in ((Standard.Ok, go), (Standard.Cancel, "dialog.cancel"), (Standard.Close, "dialog.close")):
        button = box.button(standard)
        if button is not None:
            button.setText(text(key))
            button.setIcon(QIcon())
    box.rejected.connect(dialog.reject)
    return box


def inset(*boxes: QAbstractSpinBox) -> None:
    """Begin the number where other lines begin; a style sheet does not reach the line inside the box."""
    for box in boxes:
        box.lineEdit().setTextMargins(5, 0, 0, 0)


def widen_files() -> None:
    """Call before asking for files: where Qt's own dialog comes, and not the system's, its columns have room.

    Qt shows it small, with names, sizes and dates cut; by then it is on the screen, but not yet painted.
    """
    QTimer.singleShot(0, _widen)


def _widen() -> None:
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QFileDialog):
        widened(dialog)


def widened(dialog: QFileDialog) -> None:
    """Give Qt's own dialog for files its room; the system's is left as it is."""
    tree = dialog.findChild(QTreeView, "treeView")
    if tree is None:
        return
    screen = dialog.screen().availableSize()
    dialog.resize(min(FILES.width(), screen.width() - 40), min(FILES.height(), screen.height() - 80))
    if (parent := dialog.parentWidget()) is not None:
        dialog.move(parent.window().geometry().center() - dialog.rect().center())
    header = tree.header()
    header.setStretchLastSection(False)
    header.setResizeContentsPrecision(50)  # rows: a folder may hold thousands
    for column in range(header.count()):
        fits = QHeaderView.ResizeMode.ResizeToContents if column else QHeaderView.ResizeMode.Stretch
        header.setSectionResizeMode(column, fits)
    if (halves := dialog.findChild(QSplitter, "splitter")) is not None:
        halves.setSizes([PLACES, dialog.width() - PLACES])
    for button in dialog.findChildren(QPushButton):
        button.setIcon(QIcon())


def show(dialog: QDialog) -> None:
    """Show a dialog above its window; not exec(): the window goes on working, and imports go on arriving."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def show_beside(dialog: QDialog) -> None:
    """Show a dialog that stays open while something is looked at in the window."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()


def show_aside(dialog: QDialog) -> None:
    """Show what comes by itself beside what is being done: the keyboard stays where it is."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    show_beside(dialog)


def came_by_itself(dialog: QDialog) -> bool:
    """True for a dialog that did not take the keyboard when it came."""
    return dialog.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
