"""Work that waits for a pause: done once, a moment after the last of several calls."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, SignalInstance


def pause(parent: QObject, milliseconds: int, act: Callable[[], object] | SignalInstance) -> QTimer:
    """A timer that waits from its last `start()` on, then acts once; it lives as long as its parent."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    return timer
