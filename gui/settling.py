"""A page that reads anew a moment after the project changed, and only while it is seen."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from gui.desk import Desk
from gui.pages import Page


class SettlingPage(Page):
    """`look` is called once after several acts in a row; what changed while the page was hidden, when it is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stale = True
        self._delay = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self.look)

    def follow(self, desk: Desk, milliseconds: int) -> None:
        """Begin to listen; to be called when the page is made whole."""
        self._delay = milliseconds
        desk.changed.connect(self._changed)

    def look(self) -> None:
        """Read anew; each page says what."""
        self._stale = False

    def _changed(self, _touched: object) -> None:
        self._stale = True
        if self.isVisible():
            self._settle.start(self._delay)  # named each time: start(0) below would set it for good

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._settle.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settle.stop()
