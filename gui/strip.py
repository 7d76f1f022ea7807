"""The same indicator in all open reports: its values beside each other, a click goes there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from core.comparing import same_indicator
from core.edits import Touched
from core.facts import Fact, State
from core.messages import text
from gui.choosing import names
from gui.desk import Desk, Selection
from gui.panes import Panes
from gui.theme import Theme, dress
from gui.wording import period_text

MOST = 8  # values a report; the rest is in the table


class Strip(QFrame):
    """One column a report, under the panes."""

    def __init__(self, desk: Desk, panes: Panes, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAccessibleName(text("strip.name"))
        self._desk, self._panes = desk, panes
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 6, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        self._title = QLabel()
        self._title.setProperty("kind", "title")
        head.addWidget(self._title)
        head.addStretch(1)
        away = QToolButton()
        dress(away, theme, "close")
        away.setToolTip(text("strip.close"))
        away.setAccessibleName(text("strip.close"))
        away.clicked.connect(self.close_strip)
        head.addWidget(away)
        column.addLayout(head)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._area)
        self.hide()
        desk.selected.connect(self._selected)
        desk.changed.connect(self._changed)

    def toggle(self) -> None:
        """Show it for the selected fact, or hide it."""
        if self.isVisible():
            self.close_strip()
        elif self._desk.selection.fact is None:
            self._desk.notice(text("review.choose_first"), "warning")
        else:
            self.show()
            self._fill()

    def close_strip(self) -> None:
        """Hide it."""
        self.hide()

    def _selected(self, _selection: Selection) -> None:
        if self.isVisible():
            self._fill()

    def _changed(self, _touched: Touched) -> None:
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        chosen = self._desk.selection.fact
        fact = self._desk.store.many([chosen]).get(chosen) if chosen is not None else None
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        self._title.setText(text("strip.title", name=fact.canonical or fact.indicator) if fact else text("strip.none"))
        named = names(self._desk.documents())
        open_reports = list(dict.fromkeys(p.document for p in self._panes.panes if p.document in named))
        for document in open_reports if fact else ():
            alike = [f for f in self._desk.facts(document) if f.state is not State.REJECTED and same_indicator(fact, f)]
            row.addWidget(self._report(named[document], document, alike), 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self._area.setWidget(body)
        body.setAutoFillBackground(False)
        bar = self._area.horizontalScrollBar().sizeHint().height()
        self._area.setFixedHeight(max(body.sizeHint().height(), 48) + bar)

    def _report(self, name: str, document: int, facts: list[Fact]) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        head = QLabel(name)
        head.setProperty("kind", "muted")
        column.addWidget(head)
        if not facts:
            column.addWidget(QLabel(text("strip.nothing")))
        for first in range(0, min(len(facts), MOST), 4):
            line = QHBoxLayout()
            line.setSpacing(4)
            for fact in facts[first : min(first + 4, MOST)]:
                line.addWidget(self._value(document, fact))
            line.addStretch(1)
            column.addLayout(line)
        return widget

    def _value(self, document: int, fact: Fact) -> QPushButton:
        words = (
            f"{fact.quantity}  {text(f'status.{fact.status.value}')} {period_text(fact.period_start, fact.period_end)}"
        )
        button = QPushButton(words.strip())
        button.setProperty("kind", "value")
        button.setCheckable(True)
        button.setChecked(fact.id == self._desk.selection.fact)
        button.setToolTip(
            f"{fact.indicator} · {text(f'measure.{fact.measure.value}')} · {text(f'state.{fact.state.value}')}"
        )
        button.clicked.connect(lambda: self._desk.select(document, fact.id, origin="strip"))
        return button
