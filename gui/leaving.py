"""Quitting or turning to another project while something is being worked on: finish first, cancel it, or stay.

Nothing is cancelled unasked.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from core.messages import text
from gui.desk import Desk, Notice
from gui.jobs import Job, Jobs
from gui.window import Window


class Leaving(QObject):
    """Asks before work that a person asked for (`Job.awaited`) is left."""

    def __init__(self, desk: Desk, jobs: Jobs, window: Window) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._window = desk, jobs, window
        self.box: QMessageBox | None = None
        self.sure = False  # go on, whatever there is
        self.patient = False  # go on by itself when the work is done
        self._go: Callable[[], object] = window.close
        window.may_close = self.allowed
        jobs.changed.connect(self._soon)
        desk.returned.connect(self._soon)
        desk.noticed.connect(self._told)

    def allowed(self) -> bool:
        """True when the window may close now; else the person has been asked."""
        return self._allowed("leaving", self._window.close)

    def may_turn(self, go: Callable[[], object]) -> bool:
        """True when another project may come now; else the person has been asked, and `go` may be called later."""
        return self._allowed("turning", go)

    @property
    def unfinished(self) -> list[Job]:
        """What was asked for and is being worked on."""
        return [job for job in self._jobs.jobs if job.awaited]

    # Inside

    def _allowed(self, group: str, go: Callable[[], object]) -> bool:
        if self.sure or not self.unfinished:
            return True
        if self.box is None:
            self._go = go
            self._ask(group, self.unfinished)
        return False

    def _ask(self, group: str, unfinished: list[Job]) -> None:
        self.patient = False
        box = QMessageBox(self._window)
        box.setWindowTitle(text(f"{group}.title"))
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(text("leaving.unfinished"))
        lines = "\n".join(f"· {job.label}" for job in unfinished)
        box.setInformativeText(f"{lines}\n\n{text(f'{group}.what')}")
        self.wait = box.addButton(text(f"{group}.wait"), QMessageBox.ButtonRole.AcceptRole)
        self.leave = box.addButton(text(f"{group}.cancel"), QMessageBox.ButtonRole.DestructiveRole)
        self.stay = box.addButton(text(f"{group}.stay"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(self.wait)
        box.setEscapeButton(self.stay)
        box.finished.connect(lambda _result: self._answered(box, text(f"{group}.waiting")))
        self.box = box
        box.open()  # not exec(): the work goes on and may end meanwhile

    def _answered(self, box: QMessageBox, waiting: str) -> None:
        chosen = box.clickedButton()
        self.box = None
        box.deleteLater()
        if chosen is self.leave:
            self.sure = True
            self._go()
            self.sure = False
        elif chosen is self.wait:
            self.patient = True
            self._desk.notice(waiting)
            self._soon()

    def _told(self, notice: Notice) -> None:
        if notice.kind != "done":
            self.patient = False  # something wants to be read first

    def _soon(self, *_: object) -> None:
        # What the work leads to (a question, a message) comes in this turn of the loop: it is to be seen first.
        if self.patient or self.box is not None:
            QTimer.singleShot(0, self, self._look)

    def _look(self) -> None:
        if self.unfinished or self._desk.store.lent:
            return
        if self.box is not None:  # nothing is left to ask about
            self.box.reject()
        elif self.patient and isinstance(shown := QApplication.activeModalWidget(), QDialog):
            shown.finished.connect(self._soon)  # what came of the work is read first
        elif self.patient:
            self.patient = False
            self._go()
