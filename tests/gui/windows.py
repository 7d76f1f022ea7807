"""The whole window on the screen for a test and put away after it, or its panes alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.actions import Actions
from gui.app import App
from gui.desk import Desk
from gui.panes import Look, Panes
from gui.theme import Theme


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
    QTest.qWait(0)


def shown_panes(desk: Desk, qtbot: Any, count: int = 1, width: int = 1000, height: int = 600) -> Panes:
    """Panes on the screen without a window around them, a report in each, the first one active."""
    theme = Theme("light")
    theme.apply()
    panes = Panes(desk, Actions(theme), theme, Look())
    qtbot.addWidget(panes)
    panes.resize(width, height)
    while len(panes.panes) < count:
        panes.add()
    for pane, row in zip(panes.panes, desk.documents(), strict=False):
        pane.show_report(row.id)
    panes.activate(panes.panes[0])
    with qtbot.waitExposed(panes):
        panes.show()
    return panes
