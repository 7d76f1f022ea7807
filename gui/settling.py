"""Pages that read anew a moment after the project changed, and only while they are seen.

Three kinds, each one step further: what is read here (`SettlingPage`), what another process finds (`AskingPage`), and
what waits there for a person to settle, one after another (`DecidingPage`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QStackedLayout, QVBoxLayout, QWidget

from core.edits import Touched
from core.messages import text
from core.store import Store
from gui.desk import Desk
from gui.pages import Page, blank
from gui.theme import SPACE
from gui.timers import pause

Item = TypeVar("Item")


class SettlingPage(Page):
    """Calls `look` once after several acts in a row; what changed while it was hidden, when it is shown."""

    def __init__(self, name: str, desk: Desk, milliseconds: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(text(f"{name}.title"))
        self._desk = desk
        self._stale = True  # what is shown no longer holds
        self._milliseconds = milliseconds
        self._settle = pause(self, milliseconds, self._again)
        desk.changed.connect(self._changed)

    def look(self) -> None:
        """Read everything anew."""
        raise AssertionError(f"each page says what it reads: {self.objectName()}")

    def _again(self) -> None:
        """The pause is over: a page that knows what little has changed need not read everything."""
        self.look()

    def _waits(self) -> bool:
        """Whether there is anything to be read anew."""
        return self._stale

    def _changed(self, _touched: Touched) -> None:
        self._spoil()

    def _spoil(self) -> None:
        """What is shown no longer holds."""
        self._stale = True
        self._soon()

    def _soon(self) -> None:
        if self.isVisible():
            self._settle.start(self._milliseconds)  # named each time: start(0) below would set it for good

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._waits():
            self._settle.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settle.stop()


class AskingPage(SettlingPage):
    """Another process answers `question`; until it does, what was found before stays.

    `name` is the group of its texts: "title", and "working" for what the process does meanwhile.
    """

    def __init__(
        self,
        name: str,
        desk: Desk,
        milliseconds: int,
        question: Callable[[Store], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, desk, milliseconds, parent)
        self._name, self._question = name, question
        self._asked = 0
        self._stop: Callable[[], object] = lambda: None
        self.told = QLabel()  # beside the title: what came of it
        self.told.setProperty("kind", "muted")

    def look(self) -> None:
        """Ask anew."""
        self._stale = False
        self._stop()  # an earlier question that nobody needs answered any more
        self._asked += 1
        turn = self._asked
        self._stop = self._desk.ask(
            text(f"{self._name}.working"), self._question, done=lambda answer: self._answered(turn, answer)
        )

    def _answered(self, turn: int, answer: object) -> None:
        if turn != self._asked or answer is None:
            return  # something was done since
        if isinstance(answer, BaseException):
            self._desk.notice(str(answer), "error")
            return
        self._take(answer)

    def _take(self, answer: Any) -> None:
        """Show what was found."""
        raise AssertionError(f"each page shows its own answer: {answer}")

    def _frame(self, body: QWidget, none: str, *choices: QWidget) -> None:
        """The title with `choices` beside it above the body; `none` is the key of what stands there without one."""
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        top = QHBoxLayout()
        title = QLabel(text(f"{self._name}.title"))
        title.setProperty("kind", "title")
        top.addWidget(title)
        for choice in choices:
            top.addWidget(choice)
        top.addWidget(self.told, 1)
        column.addLayout(top)
        pages = QWidget()
        self._stack = QStackedLayout(pages)
        self._stack.addWidget(body)
        head, _, words = text(none).partition("\n")
        self._stack.addWidget(blank(head, words))
        column.addWidget(pages, 1)


class DecidingPage(AskingPage, Generic[Item]):
    """A list of what waits, and the one at hand beside it; the next one comes at once when it is settled.

    A subclass makes `list` and says how an item is known again (`_key`), listed (`_fill`) and shown (`_show`).
    Among its texts are "none" and "count" (n).
    """

    def __init__(
        self,
        name: str,
        desk: Desk,
        milliseconds: int,
        question: Callable[[Store], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, desk, milliseconds, question, parent)
        self.found: list[Item] = []
        self.list: QListWidget

    def current(self) -> Item | None:
        """What is at hand."""
        row = self.list.currentRow()
        return self.found[row] if 0 <= row < len(self.found) else None

    def _take(self, answer: Any) -> None:
        here = self.current()
        self.found = answer
        places = {self._key(item): row for row, item in enumerate(self.found)}
        row = places.get(self._key(here)) if here is not None else None
        self._list(max(self.list.currentRow(), 0) if row is None else row)

    def _settled(self, item: Item) -> None:
        """The next one at once; looking for all of them takes a second where there are thousands of decisions."""
        row = self.list.currentRow()
        self.found = [each for each in self.found if self._key(each) != self._key(item)]
        self._asked += 1
        self._list(row)

    def _list(self, row: int) -> None:
        """Bring the list up to date, what stands in `row` at hand."""
        self.list.blockSignals(True)
        self._fill()
        if self.found:
            self.list.setCurrentRow(min(row, len(self.found) - 1))
        self.list.blockSignals(False)
        self._stack.setCurrentIndex(0 if self.found else 1)
        self.told.setText(text(f"{self._name}.count", n=len(self.found)) if self.found else "")
        self._show()

    def _key(self, item: Item) -> tuple[str, int]:
        """The table and the row that an item is about."""
        raise AssertionError(f"each page knows its items: {item}")

    def _fill(self) -> None:
        """Write into the list what was found."""
        raise AssertionError(f"each page lists its items: {self.found}")

    def _show(self) -> None:
        """Show what is at hand."""
        raise AssertionError(f"each page shows its items: {self.found}")
