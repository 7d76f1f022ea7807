"""The status line: where the project is kept, how far the review is, what is being worked on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStatusBar,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from core.edits import Touched
from core.facts import State
from core.messages import text
from gui.desk import Desk
from gui.jobs import Jobs
from gui.theme import Theme
from gui.timers import pause

HIGH = 28  # pixels of the line; less cuts off what hangs below the letters
SHORT = 5  # seconds: what ends so soon needs no telling
WHOLE = 1000  # steps of the bar for work that tells its share
SOON = 30  # ms; the figures follow an act after the act's own repaint


class Place(QToolButton):
    """The project's path, cut in the middle where there is no room; a click opens its folder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setMinimumWidth(80)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 40, HIGH)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, HIGH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width() - 36)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.end()


class StatusLine(QStatusBar):
    """Three things from left to right: the file, the work in hand, the review."""

    folder_asked = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._theme = desk, jobs, theme
        self.setSizeGripEnabled(False)
        self.place = Place()
        self.place.clicked.connect(self.folder_asked)
        self.addWidget(self.place, 1)
        self._work = QWidget()
        row = QHBoxLayout(self._work)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(8)
        self._label = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(110)
        self._stop = QToolButton()
        self._stop.setToolTip(text("status_line.cancel"))
        self._stop.setAccessibleName(text("status_line.cancel"))
        self._stop.clicked.connect(self._cancel)
        for widget in (self._label, self._bar, self._stop):
            row.addWidget(widget)
        self._work.hide()
        self.addPermanentWidget(self._work)
        self._review = QLabel()
        self._done = QProgressBar()
        self._done.setTextVisible(False)
        self._done.setFixedWidth(110)
        self._done.setAccessibleName(text("status_line.review_name"))
        self.addPermanentWidget(self._review)
        self.addPermanentWidget(self._done)
        spacer = QWidget()
        spacer.setFixedWidth(8)
        self.addPermanentWidget(spacer)
        self._soon = pause(self, SOON, self.refresh)
        desk.changed.connect(self._changed)
        jobs.changed.connect(self._working)
        theme.changed.connect(self._dress)
        self._dress()
        self.refresh()

    def refresh(self) -> None:
        """Write the place and the figures anew."""
        path = Path(self._desk.store.path)
        short = str(path).replace(str(Path.home()), "~", 1)
        kept = "status_line.readonly" if self._desk.store.readonly else "status_line.kept"
        self.place.setText(text(kept, path=short))
        self.place.setToolTip(text("status_line.kept_tip", path=str(path)))
        self.place.setAccessibleName(text(kept, path=short))
        total = waiting = 0
        for counts in self._desk.counts().values():
            total += sum(counts.values())
            waiting += counts.get(State.PROPOSED.value, 0)
        done = total - waiting
        share = 100 * done / total if total else 0.0
        self._review.setText(text("status_line.review", done=f"{done:,}", total=f"{total:,}", share=f"{share:.0f}"))
        self._review.setToolTip(text("status_line.review_tip", waiting=f"{waiting:,}"))
        self._done.setRange(0, max(total, 1))
        self._done.setValue(done)
        self._review.setVisible(total > 0)
        self._done.setVisible(total > 0)

    def _changed(self, _touched: Touched) -> None:
        self._soon.start()

    def _working(self) -> None:
        jobs = self._jobs.jobs
        self._work.setVisible(bool(jobs))
        if jobs:
            job = jobs[0]
            more = text("status_line.more", n=len(jobs) - 1) if len(jobs) > 1 else ""
            count = f" {job.done}/{job.total}" if job.total > 1 else ""
            self._label.setText(f"{job.label}{count}{_left(job.left)}{more}")
            # Without steps to count, a moving bar says that it is alive.
            said = job.total == 1 and job.share > 0
            self._bar.setRange(0, WHOLE if said else job.total if job.total > 1 else 0)
            self._bar.setValue(round(job.share * WHOLE) if said else job.done)
            self._bar.setAccessibleName(job.label)

    def _cancel(self) -> None:
        if self._jobs.jobs:
            self._jobs.cancel(self._jobs.jobs[0])

    def _dress(self) -> None:
        self.place.setIcon(self._theme.icon("folder", "ui.muted"))
        self._stop.setIcon(self._theme.icon("close", "ui.muted"))


def _left(seconds: float | None) -> str:
    """How long work still takes, in words that do not jump: tens of seconds, then minutes."""
    if seconds is None or seconds < SHORT:
        return ""
    if seconds < 60:
        return text("status_line.seconds", n=round(seconds / 10 + 0.5) * 10)
    return text("status_line.minutes", n=round(seconds / 60 + 0.5))
