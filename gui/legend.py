"""The legend: every sign of the highlights with its words, drawn by the same code that paints the report."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from core.facts import Fact, Measure, State, Status
from core.messages import text
from gui.flow import Flow
from gui.marks import Brush
from gui.theme import Theme

SAMPLES = (
    ("legend.measure", (("level", Measure.LEVEL, Status.ACTUAL, None), ("change", Measure.CHANGE, Status.ACTUAL, None),
                        ("rank", Measure.RANK, Status.ACTUAL, None))),
    ("legend.status", (("actual", Measure.LEVEL, Status.ACTUAL, None),
                       ("estimate", Measure.LEVEL, Status.ESTIMATE, None),
                       ("target", Measure.LEVEL, Status.TARGET, None))),
    ("legend.state", (("proposed", Measure.LEVEL, Status.ACTUAL, State.PROPOSED),
                      ("accepted", Measure.LEVEL, Status.ACTUAL, State.ACCEPTED),
                      ("corrected", Measure.LEVEL, Status.ACTUAL, State.CORRECTED),
                      ("added", Measure.LEVEL, Status.ACTUAL, State.ADDED),
                      ("rejected", Measure.LEVEL, Status.ACTUAL, State.REJECTED))),
)  # fmt: skip
FIGURES = {"level": "105亿元", "change": "增长7%", "rank": "第3"}


class Sample(QWidget):
    """One painted example."""

    def __init__(self, theme: Theme, figure: str, fact: Fact, *, state: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._figure, self._fact, self._state = theme, figure, fact, state
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self._theme.font()).horizontalAdvance(self._figure) + 6, 26)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._theme.font()
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(self._figure)
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2 - 1
        size = metrics.ascent() + metrics.descent()
        box = QRectF(2, base - size * 0.65, width, size * 0.79)
        Brush(self._theme).paint(painter, self._fact, box, base, first=True, last=True, state=self._state)
        painter.setPen(self._theme.colour("ui.text"))
        painter.drawText(QPointF(2, base), self._figure)
        painter.end()


class Legend(QFrame):
    """What the colours and lines mean."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("legend")
        self.setAccessibleName(text("legend.name"))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(14, 6, 6, 6)
        groups = Flow(gap=18, lines=2)
        outer.addLayout(groups, 1)
        for title, samples in SAMPLES:
            holder = QWidget()
            group = QHBoxLayout(holder)
            group.setContentsMargins(0, 0, 0, 0)
            group.setSpacing(6)
            head = QLabel(text(title))
            head.setProperty("kind", "muted")
            group.addWidget(head)
            for name, measure, status, state in samples:
                figure = FIGURES[name] if name in FIGURES and state is None else FIGURES["level"]
                fact = Fact(0, 0, "", None, "", None, "", measure=measure, status=status, state=state or State.ACCEPTED)
                group.addSpacing(4)
                group.addWidget(Sample(theme, figure, fact, state=state is not None))
                group.addWidget(QLabel(text(f"{title.split('.')[1]}.{name}")))
            groups.addWidget(holder)
        self.close_button = QToolButton()
        self.close_button.setIcon(theme.icon("close"))
        self.close_button.setToolTip(text("legend.close"))
        self.close_button.setAccessibleName(text("legend.close"))
        outer.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
