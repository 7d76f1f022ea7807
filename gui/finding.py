"""The find bar of a pane: type, and every hit is marked in the text and on the minimap."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from core.messages import text
from core.searching import MOST, Sought
from core.spans import Span
from gui.answers import Answers
from gui.theme import Theme
from gui.timers import pause

PAUSE = 80  # ms after the last key; a search takes 1 to 4 ms, painting the rest


class FindBar(QWidget):
    """Searches the text that its pane shows."""

    found = Signal(object, int)  # hits, index of the current one or -1
    closed = Signal()

    def __init__(self, theme: Theme, answers: Answers | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers = answers
        self._asked = False  # a pattern is looked for elsewhere
        self.setObjectName("find_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._text = ""
        self._hits: Sequence[Span] = ()
        self._index = -1
        self._from = 0
        self.left_at: Span | None = None  # the hit that it was closed at
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 6, 5)
        row.setSpacing(4)
        self.line = QLineEdit()
        self.line.setPlaceholderText(text("find.hint"))
        self.line.setAccessibleName(text("find.name"))
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        row.addWidget(self.line, 1)
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        row.addWidget(self.count)
        self.pattern = self._button("regex", "find.pattern", checkable=True)
        self.back = self._button("previous", "find.previous")
        self.on = self._button("next", "find.next")
        self.away = self._button("close", "find.close")
        for button in (self.pattern, self.back, self.on, self.away):
            row.addWidget(button)
        self._timer = pause(self, PAUSE, self.search)
        self.line.textChanged.connect(lambda _text: self._timer.start())
        self.pattern.toggled.connect(lambda _on: self.search())
        self.back.clicked.connect(lambda: self.step(-1))
        self.on.clicked.connect(lambda: self.step(1))
        self.away.clicked.connect(self.close_bar)
        theme.changed.connect(self._dress)
        self.hide()

    def open_bar(self, shown: str, place: int, typed: str = "", *, focus: bool = True) -> None:
        """Show the bar and search `shown` from `place` on; `focus` also gives it the keyboard."""
        self._text, self._from = shown, place
        self.show()
        if typed and "\n" not in typed:
            self.line.setText(typed)
        if focus:
            self.line.setFocus()
            self.line.selectAll()
        self.search()

    def show_hits(self, shown: str, words: str, hits: Sequence[Span], current: int, *, pattern: bool) -> None:
        """Show what was found elsewhere, without looking for it again: a slow pattern is slow here too."""
        self._leave()
        self._text, self._hits, self._index = shown, hits, current
        for widget in (self.line, self.pattern):
            widget.blockSignals(True)
        self.line.setText(words)
        self.pattern.setChecked(pattern)
        for widget in (self.line, self.pattern):
            widget.blockSignals(False)
        self.show()
        self._tell()

    def close_bar(self) -> None:
        """Hide it and take the marks away; `left_at` keeps where it stood."""
        self._leave()
        self.hide()
        self.left_at = self._hits[self._index] if 0 <= self._index < len(self._hits) else None
        self._hits, self._index = (), -1
        self.found.emit((), -1)
        self.closed.emit()

    def use(self, shown: str) -> None:
        """Another text is shown: search it anew when the bar is open."""
        self._text, self._from = shown, 0
        if self.isVisibleTo(self.parentWidget()):
            self.search()

    def search(self) -> None:
        """Search now."""
        self._leave()
        typed, pattern = self.line.text(), self.pattern.isChecked()
        try:
            sought = Sought(typed, pattern=pattern)
        except (re.error, OverflowError, RecursionError):
            self._hits, self._index = (), -1
            self._tell()
            self.count.setText(text("find.wrong_pattern"))
            return
        if pattern and typed and self._answers is not None:
            # A pattern may take for ever (“(甲+)+乙”): another process looks for it.
            self._asked = True
            self.count.setText(text("search_all.searching"))
            hits: list[Span] = []
            self._answers.ask(
                "within", self._text, typed,
                part=lambda found, _seen: hits.extend(found),
                end=lambda failed: self._take(() if failed else hits, failed),
            )  # fmt: skip
        else:
            self._take(sought.hits(self._text))

    def _leave(self) -> None:
        """What is looked for elsewhere is wanted no more."""
        self._timer.stop()
        if self._asked and self._answers is not None:
            self._answers.cancel()
        self._asked = False

    def _take(self, hits: Sequence[Span], failed: str = "") -> None:
        self._asked, self._hits = False, hits
        after = [index for index, hit in enumerate(self._hits) if hit.start >= self._from]
        self._index = after[0] if after else (0 if self._hits else -1)
        self._tell()
        if failed:
            self.count.setText(text("search_all.failed"))

    def step(self, by: int) -> None:
        """To the next or the previous hit, around the end."""
        if self._timer.isActive():
            self.search()
        elif self._hits:
            self._index = (self._index + by) % len(self._hits)
            self._tell()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return False

    def _tell(self) -> None:
        if not self.line.text():
            self.count.setText("")
        elif not self._hits:
            self.count.setText(text("find.none"))
        else:
            total = f"{len(self._hits)}+" if len(self._hits) >= MOST else str(len(self._hits))
            self.count.setText(f"{self._index + 1} / {total}")
            self._from = self._hits[self._index].start
        self.found.emit(self._hits, self._index)

    def _button(self, icon: str, key: str, *, checkable: bool = False) -> QToolButton:
        button = QToolButton()
        button.setProperty("icon_name", icon)
        button.setIcon(self._theme.icon(icon))
        button.setCheckable(checkable)
        button.setToolTip(text(key))
        button.setAccessibleName(text(key))
        return button

    def _dress(self) -> None:
        for button in self.findChildren(QToolButton):
            if name := button.property("icon_name"):
                button.setIcon(self._theme.icon(name))
