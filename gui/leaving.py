"""Quitting while something is being worked on: finish first, cancel it, or stay. Nothing is cancelled unasked."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from core.messages import text
from gui.desk import Desk, Notice
from gui.jobs import Job, Jobs
from gui.window import Window


class Leaving(QObject):
    """Asks before the window closes on work that a person asked for (`Job.awaited`)."""

    def __init__(self, desk: Desk, jobs: Jobs, window: Window) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._window = desk, jobs, window
        self.box: QMessageBox | None = None
        self.sure = False  # the program ends, whatever there is
        self.patient = False  # the window closes by itself when the work is done
        window.may_close = self.allowed
        jobs.changed.connect(self._soon)
        desk.returned.connect(self._soon)
        desk.noticed.connect(self._told)

    def allowed(self) -> bool:
        """True when the window may close now; else the person has been asked."""
        if self.sure or not (unfinished := self._unfinished()):
            return True
        if self.box is None:
            self._ask(unfinished)
        return False

    # Inside

    def _unfinished(self) -> list[Job]:
        return [job for job in self._jobs.jobs if job.awaited]

    def _ask(self, unfinished: list[Job]) -> None:
        self.patient = False
        box = QMessageBox(self._window)
        box.setWindowTitle(text("leaving.title"))
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(text("leaving.unfinished"))
        lines = "\n".join(f"· {job.label}" for job in unfinished)
        box.setInformativeText(f"{lines}\n\n{text('leaving.what')}")
        self.wait = self._button(box, "wait", QMessageBox.ButtonRole.AcceptRole)
        self.leave = self._button(box, "cancel", QMessageBox.ButtonRole.DestructiveRole)
        self.stay = self._button(box, "stay", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(self.wait)
        box.setEscapeButton(self.stay)
        box.finished.connect(lambda _result: self._answered(box))
        self.box = box
        box.open()  # not exec(): the work goes on and may end meanwhile

    def _button(self, box: QMessageBox, name: str, role: QMessageBox.ButtonRole) -> QPushButton:
        return box.addButton(text(f"leaving.{name}"), role)

    def _answered(self, box: QMessageBox) -> None:
        chosen = box.clickedButton()
        self.box = None
        box.deleteLater()
        if chosen is self.leave:
            self.sure = True
            self._window.close()
        elif chosen is self.wait:
            self.patient = True
            self._desk.notice(text("leaving.waiting"))
            self._soon()

    def _told(self, notice: Notice) -> None:
        if notice.kind != "done":
            self.patient = False  # something wants to be read first

    def _soon(self) -> None:
        # What the work leads to (a question, a message) comes in this turn of the loop: it is to be seen first.
        if self.patient or self.box is not None:
            QTimer.singleShot(0, self, self._look)

    def _look(self) -> None:
        if self._unfinished() or self._desk.store.lent:
            return
        if self.box is not None:  # nothing is left to ask about
            self.box.reject()
        elif self.patient and QApplication.activeModalWidget() is None:
            self.patient = False
            self._window.close()
