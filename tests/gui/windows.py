"""The whole window on the screen for a test, and put away after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.app import App


@contextmanager
def on_screen(app: App, qtbot: Any, width: int = 1280, height: int = 800) -> Iterator[App]:
    """The window in front, with the keyboard, and after all that the program does once it is shown."""
    app.window.resize(width, height)
    with qtbot.waitSignal(app.window.painted), qtbot.waitExposed(app.window):
        app.window.show()
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    yield app
    app.close()
    app.window.deleteLater()
    QTest.qWait(0)
