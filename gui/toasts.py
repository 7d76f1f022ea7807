"""Short messages over the window: what happened, and at most one thing to do about it. Nothing has to be answered."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from core.messages import text
from gui.desk import Notice
from gui.theme import SPACE, Theme

SHOWN = 3  # at once; older ones make room
# Milliseconds: a person reads about five Chinese characters or three English words a second.
LEAST, A_CHARACTER = 3500, 70


class Toasts(QObject):
    """The messages of one window, in its lower left corner above the status line."""

    def __init__(self, over: QWidget, theme: Theme) -> None:
        super().__init__(over)
        self._over = over
        self._theme = theme
        self._shown: list[Toast] = []
        over.installEventFilter(self)

    def show(self, notice: Notice) -> None:
        """Show a notice. Errors stay until they are closed; the rest goes by itself."""
        for toast in self._shown:
            if toast.notice.text == notice.text and toast.notice.kind == notice.kind:
                if notice.callback is None:
                    toast.again()
                    return
                self.drop(toast)  # the same words, but about another fact
                break
        while len(self._shown) >= SHOWN:
            self.drop(self._shown[0])
        toast = Toast(notice, self._over, self._theme, self)
        self._shown.append(toast)
        toast.show()
        toast.raise_()
        self._place()
        QAccessible.updateAccessibility(QAccessibleEvent(toast, QAccessible.Event.Alert))

    def shown(self) -> list[str]:
        """The texts on screen, oldest first."""
        return [toast.notice.text for toast in self._shown]

    def drop(self, toast: Toast) -> None:
        """Take a message away."""
        if toast in self._shown:
            self._shown.remove(toast)
            toast.stop()
            toast.hide()
            toast.deleteLater()
            self._place()

    def outdate(self) -> None:
        """Take away what offers to do something about an act that has been taken back, or done again."""
        for toast in [toast for toast in self._shown if toast.notice.callback and toast.notice.kind == "done"]:
            self.drop(toast)

    def clear(self) -> None:
        """Take all away."""
        for toast in list(self._shown):
            self.drop(toast)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._shown:
            self._place()
        return False

    def _place(self) -> None:
        bottom = self._over.height() - 44
        steps = self._over.findChild(QFrame, "welcome", Qt.FindChildOption.FindDirectChildrenOnly)
        if steps is not None and steps.isVisible():
            bottom = steps.y() - SPACE  # the first steps stand in the same corner; their buttons stay within reach
        for toast in reversed(self._shown):
            toast.setMaximumWidth(min(560, self._over.width() - 4 * SPACE))
            toast.adjustSize()
            toast.resize(toast.width(), max(toast.height(), toast.heightForWidth(toast.width())))
            bottom -= toast.height()
            toast.move(2 * SPACE, bottom)
            bottom -= SPACE


class Toast(QFrame):
    """One message."""

    def __init__(self, notice: Notice, over: QWidget, theme: Theme, toasts: Toasts) -> None:
        super().__init__(over)
        self.setObjectName("toast")
        self.notice = notice
        self._toasts = toasts
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 8, 9)
        row.setSpacing(10)
        sign = QLabel()
        name = notice.kind if notice.kind in ("done", "warning", "error") else "done"
        sign.setPixmap(theme.icon(name, "ui.tip_text").pixmap(QSize(20, 20)))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QLabel(notice.text)
        words.setWordWrap(len(notice.text) > 28)
        words.setMinimumWidth(360 if len(notice.text) > 28 else 0)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName(notice.text)
        row.addWidget(words, 1)
        if notice.action and notice.callback:
            button = QPushButton(notice.action)
            button.clicked.connect(self._act)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        close = QToolButton()
        close.setIcon(theme.icon("close", "ui.tip_text"))
        close.setAccessibleName(text("toast.close"))
        close.setToolTip(text("toast.close"))
        close.clicked.connect(lambda: toasts.drop(self))
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: toasts.drop(self))
        self.again()

    def again(self) -> None:
        """Start its time anew."""
        if self.notice.kind != "error":
            self._timer.start(LEAST + A_CHARACTER * len(self.notice.text))

    def stop(self) -> None:
        """Let the time stand still."""
        self._timer.stop()

    def enterEvent(self, _event: object) -> None:
        self._timer.stop()

    def leaveEvent(self, _event: object) -> None:
        self.again()

    def _act(self) -> None:
        callback = self.notice.callback
        self._toasts.drop(self)
        if callback:
            callback()
