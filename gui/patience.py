"""A word when the window waits for a drive that does not answer: saving is done in the window, which stands still then.

The window tells its pulse; a thread that feels none for SILENT seconds asks the project's drive, and when that does not
answer either, another process shows a message with two ways on: to go on waiting, or to end the program.
"""

from __future__ import annotations

import json
import os
import time
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread

from PySide6.QtCore import QObject, QTimer

from core.messages import language, text
from core.processes import talk
from gui.desk import Desk
from gui.reaching import asking

PULSE = 1000  # ms
SILENT = 8.0  # seconds without a pulse; a busy window takes fractions of one
LOOK = 1.0  # seconds between two looks, and that a drive has to answer
END = "end"


class Patience:
    """Watches over the window from a thread, from construction to `stop`."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        self._desk = desk
        self._beat = time.monotonic()
        self._path = desk.store.path
        self._stopped = Event()
        self.told = 0  # how often the message was shown
        self._timer = QTimer(parent)
        self._timer.timeout.connect(self._pulse)
        self._timer.start(PULSE)
        self._thread = Thread(target=self._watch, name="patience", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        self._stopped.set()
        self._thread.join()

    def _pulse(self) -> None:
        self._beat, self._path = time.monotonic(), self._desk.store.path

    def _watch(self) -> None:
        while not self._stopped.wait(LOOK):
            if not self._still():
                continue
            path, beat = self._path, self._beat
            drive = asking(path)
            drive.join(LOOK)
            if drive.is_alive() and self._still():
                self._tell(path)
                while self._beat == beat and not self._stopped.wait(LOOK):
                    pass  # told once: who goes on waiting is not asked again

    def _still(self) -> bool:
        return time.monotonic() - self._beat > SILENT

    def _tell(self, path: Path) -> None:
        """Show the message for as long as there is no pulse."""
        words = {"name": path.name, "folder": str(path.absolute().parent)}
        process, answer = talk(show, json.dumps([language(), text("patience.silent", **words)]))
        self.told += 1
        with answer:
            while self._still() and not self._stopped.is_set():
                if answer.poll(LOOK):
                    try:
                        said = answer.recv()
                    except (EOFError, OSError):
                        break
                    if said == END:
                        os._exit(1)  # the window cannot end itself; what was not saved is rolled back
            process.terminate()


def show(connection: Connection, about: str) -> None:
    """The message; runs in a process of its own."""
    from PySide6.QtWidgets import QApplication, QMessageBox

    from core.settings import Settings
    from gui import i18n
    from gui.theme import Theme

    spoken, words = json.loads(about)
    application = QApplication(["duidu"])
    application.setApplicationName("Duidu")
    i18n.use(spoken)
    theme = Theme(Settings().get("theme") or "system")
    theme.apply()
    box = QMessageBox(QMessageBox.Icon.Warning, text("app.name"), words)
    wait = box.addButton(text("patience.wait"), QMessageBox.ButtonRole.RejectRole)
    end = box.addButton(text("patience.end"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(wait)
    box.setEscapeButton(wait)
    box.exec()
    if box.clickedButton() is end:
        connection.send(END)
    del application
