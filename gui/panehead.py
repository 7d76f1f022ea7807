"""The head of a pane: which report it shows, how far that is reviewed, and the pane's own buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from core.facts import State
from core.messages import text
from core.store import Listing
from gui.choosing import Chooser
from gui.theme import Theme, dress


class Head(QWidget):
    """Six panes must fit beside each other: it gives up its parts one by one (the buttons stay in the menu)."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("pane_header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 5, 4)
        row.setSpacing(2)
        self.chooser = Chooser(theme)
        row.addWidget(self.chooser, 1)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(52)
        self.bar.setAccessibleName(text("pane.progress_name"))
        self.done = QLabel()
        self.done.setObjectName("progress_text")
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(6)
        row.addWidget(self.done)
        row.addSpacing(4)
        self.outline = self._button("outline", "pane.outline_tip", checkable=True)
        self.original = self._button("original", "pane.original_tip", checkable=True)
        self.search = self._button("search", "pane.find_tip")
        self.close_button = self._button("close", "pane.close_tip")
        for button in (self.outline, self.original, self.search, self.close_button):
            row.addWidget(button)

    def show_report(self, mine: Listing | None, every: list[Listing], counts: dict[str, int]) -> None:
        """Name `mine` among all reports; `counts` has its facts by state."""
        self.chooser.use(every)
        self.chooser.show_report(mine)
        if mine is not None:
            total = sum(counts.values())
            done = total - counts.get(State.PROPOSED.value, 0)
            self.bar.setRange(0, max(total, 1))
            self.bar.setValue(done)
            self.done.setText(f"{done}/{total}")
            tip = text("pane.progress", done=done, total=total)
            self.done.setToolTip(tip)
            self.bar.setToolTip(tip)

    def fit(self, width: int, *, empty: bool) -> None:
        """Show as much as there is room for in a pane of this width; of an `empty` one the name alone."""
        for widget, least in (
            (self.bar, 360), (self.original, 310), (self.search, 280), (self.outline, 250), (self.done, 200),
        ):  # fmt: skip
            widget.setVisible(not empty and width >= least)

    def _button(self, icon: str, key: str, *, checkable: bool = False) -> QToolButton:
        button = QToolButton()
        dress(button, self._theme, icon)
        button.setCheckable(checkable)
        button.setToolTip(text(key))
        button.setAccessibleName(text(key))
        return button
