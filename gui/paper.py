"""What the desk asks before a report goes on paper: where the PDF goes, which printer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from core.messages import language, text
from gui import printing
from gui.choosing import names
from gui.desk import Desk
from gui.dialogs import widened
from gui.jobs import Jobs

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Paper(QObject):
    """Saves a report as PDF or prints it."""

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._window = desk, jobs, window

    def save(self, document: int | None) -> None:
        """Ask for a file and write the PDF in a process of its own."""
        if document is None:
            self._desk.notice(text("queue.no_report"), "warning")
            return
        name = names(self._desk.documents())[document].replace("/", " ")
        start = self._desk.store.path.parent / f"{name}.pdf"
        dialog = QFileDialog(self._window, text("print.title"), str(start), text("print.files"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda chosen: self.write(document, Path(chosen)))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        widened(dialog)
        dialog.show()  # not exec(): the window goes on working

    def write(self, document: int, path: Path) -> None:
        """Write it there; a toast tells of the end and opens the file."""
        task = (self._desk.store.path, document, path, language())
        self._jobs.run(
            text("print.writing"), printing.pdf_of, [task], lambda _n, pages: self._written(path, pages), alone=True,
            awaited=True,
        )  # fmt: skip

    def print_out(self, document: int | None) -> None:
        """Ask for a printer and print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if document is None:
            self._desk.notice(text("queue.no_report"), "warning")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._print(printer, document))
        QDialog.open(dialog)  # QPrintDialog's own open() wants the name of a slot

    def _print(self, printer: QPrinter, document: int) -> None:
        store = self._desk.store
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            parts = (self._desk.document(document), self._desk.facts(document), store.passages(document), store.tags())
            printing.printed(printer, *parts)
        finally:
            QGuiApplication.restoreOverrideCursor()

    def _written(self, path: Path, pages: object) -> None:
        if isinstance(pages, BaseException):
            self._desk.notice(text("print.failed", name=path.name, reason=str(pages)), "error")
            return
        said = text("print.written", name=path.name, n=pages)
        self._desk.notice(
            said, "done", text("print.show"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        )
