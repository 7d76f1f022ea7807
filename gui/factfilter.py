"""The line of filters over the table of facts: words, reports, review, indicator, kind, status, confidence, tag."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from core.facts import Measure, State, Status
from core.lexicon import Lexicon
from core.messages import text
from core.querying import Query
from core.store import TagRow
from gui.flow import Flow
from gui.look import state_icon, swatch
from gui.theme import Theme
from gui.timers import pause
from gui.wording import choice_text, state_text

WAIT = 180  # ms after the last letter before a search starts
CONFIDENCES = (0.95, 0.85, 0.6)
KEPT_STATES = (State.ACCEPTED, State.CORRECTED, State.ADDED)
BOXES = ("scope", "state", "indicator", "measure", "status", "confidence", "tags", "who", "noted")
RARE = ("tags", "who", "noted")  # with the lines: folded away until asked for, so that the rows have the room
LEAST = 128  # pixels of the line to type in: five characters beside its own button
WIDEST = 200  # pixels of a box, whatever is chosen in it
COLUMN = {"who": "analyst", "noted": "note"}  # boxes that are called otherwise than the column they narrow
LINES = ("unit", "value", "year")  # typed; a value is one number or two with a dash, as after 万 and 亿 or with them


class FilterBox(QComboBox):
    """A choice that shows its name while nothing is chosen, as a head of a column does: short, so all stand in a line.

    Its list says in full what choosing nothing means.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setProperty("filter", True)
        self.setAccessibleName(text(f"table.{name}"))
        self.setToolTip(text(f"table.{name}"))
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def resting(self) -> str:
        """What stands in it while it narrows nothing."""
        return self.itemText(0) if self.name == "scope" else text(f"table.{COLUMN.get(self.name, self.name)}")

    def shown(self) -> str:
        """What stands in it."""
        return self.currentText() if self.currentIndex() > 0 else self.resting()

    def fit(self) -> None:
        """As wide as what stands in it; the list is as wide as it needs."""
        metrics = self.fontMetrics()
        self.setFixedWidth(min(metrics.horizontalAdvance(self.shown()) + self._around(), WIDEST))
        widest = max(metrics.horizontalAdvance(self.itemText(n)) for n in range(self.count()))
        self.view().setMinimumWidth(widest + 64)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        room = WIDEST - self._around()
        option.currentText = self.fontMetrics().elidedText(self.shown(), Qt.TextElideMode.ElideRight, room)

    def _around(self) -> int:
        return 36 if self.itemIcon(self.currentIndex()).isNull() else 40 + self.iconSize().width()


class FilterBar(QWidget):
    """What to show; `changed` whenever that is another thing, `down` to go on into the rows, `left` to go away."""

    changed = Signal()
    down = Signal()
    left = Signal()

    def __init__(self, lexicon: Lexicon, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.lines: dict[str, QLineEdit] = {}
        self.setObjectName("table_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._soon = pause(self, WAIT, self._tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(6)
        holder = QWidget()
        self._flow = Flow(holder, gap=6)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(text("table.search_hint"))
        self.search.setAccessibleName(text("table.search"))
        self.search.setToolTip(text("table.search"))
        hint = self.search.fontMetrics().horizontalAdvance(text("table.search_hint"))
        self.search.setFixedWidth(max(hint + 28, LEAST))
        self.search.textChanged.connect(self._typed)
        self.search.installEventFilter(self)
        self._flow.addWidget(self.search)
        self.boxes = {name: self._box(name, self._items(name, lexicon)) for name in BOXES}
        self.lines |= {name: self._line(name) for name in LINES}
        row.addWidget(holder, 1)
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        self.count.setMinimumHeight(28)
        row.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        self.clear_button = QToolButton()
        self.clear_button.setToolTip(text("table.clear"))
        self.clear_button.setAccessibleName(text("table.clear"))
        self.clear_button.clicked.connect(self.clear)
        row.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignTop)
        self.more = QToolButton()
        self.more.setCheckable(True)
        self.more.setToolTip(text("table.more"))
        self.more.setAccessibleName(text("table.more"))
        self.more.toggled.connect(self._fold)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self.columns = QToolButton()
        self.columns.setToolTip(text("table.columns"))
        self.columns.setAccessibleName(text("table.columns"))
        row.addWidget(self.columns, 0, Qt.AlignmentFlag.AlignTop)
        self._show_active()

    def value(self, name: str) -> Any:
        """What is chosen in one of the boxes."""
        return self.boxes[name].currentData()

    def query(self, documents: Iterable[int], sort: str, *, descending: bool) -> Query:
        """What the filters ask for, in these reports and this order."""
        tag = self.value("tags")
        low, high = between(self.lines["value"].text())
        return Query(
            documents=tuple(documents),
            states=self.value("state") or (),
            text=self.search.text().strip(),
            canonical=self.value("indicator") or (),
            tags=(tag,) if tag else (),
            measure=self.value("measure") or (),
            status=self.value("status") or (),
            min_confidence=self.value("confidence") or 0.0,
            analyst=self.value("who") or "",
            noted=bool(self.value("noted")),
            unit=self.lines["unit"].text().strip(),
            low=low,
            high=high,
            year=int(year) if (year := self.lines["year"].text().strip()).isdecimal() else None,
            sort=sort,
            descending=descending,
        )

    def choose(self, name: str, value: Any) -> None:
        """Set a box without telling; the first entry where there is no such value."""
        box = self.boxes[name]
        box.blockSignals(True)
        box.setCurrentIndex(next((n for n in range(box.count()) if box.itemData(n) == value), 0))
        box.blockSignals(False)
        self._show_active()

    def clear(self) -> None:
        """Take all filters off."""
        if self.clear_button.hasFocus():  # it is about to go
            self.search.setFocus()
        for name in BOXES:
            self.choose(name, self.boxes[name].itemData(0))
        for line in (self.search, *self.lines.values()):
            line.blockSignals(True)
            line.clear()
            line.blockSignals(False)
        self._tell()

    def fill_tags(self, tags: Iterable[TagRow]) -> None:
        """Offer these tags."""
        box, chosen = self.boxes["tags"], self.value("tags")
        box.blockSignals(True)
        box.clear()
        box.addItem(text("table.any_tag"), 0)
        for tag in tags:
            box.addItem(swatch(tag.colour), tag.name, tag.id)
        box.fit()
        box.blockSignals(False)
        self.choose("tags", chosen)

    def fill_analysts(self, names: Iterable[str]) -> None:
        """Offer these people."""
        box, chosen = self.boxes["who"], self.value("who")
        box.blockSignals(True)
        box.clear()
        box.addItem(text("table.any_analyst"), "")
        for name in names:
            box.addItem(name, name)
        box.fit()
        box.blockSignals(False)
        self.choose("who", chosen)

    def paint_icons(self) -> None:
        """Take the icons of the theme in use."""
        self.clear_button.setIcon(self.theme.icon("close"))
        self.columns.setIcon(self.theme.icon("columns"))
        self.more.setIcon(self.theme.icon("filter"))
        box = self.boxes["state"]
        for number in range(box.count()):
            value = box.itemData(number)
            if value and len(value) == 1:
                box.setItemIcon(number, state_icon(self.theme, State(value[0])))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        typed = isinstance(watched, QLineEdit)
        if typed and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                self._tell()
                self.down.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                if watched.text():
                    watched.clear()
                else:
                    self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        self._soon.start()

    def _tell(self) -> None:
        self._soon.stop()
        self._show_active()
        self.changed.emit()

    def _show_active(self) -> None:
        active = bool(self.search.text()) or any(line.text() for line in self.lines.values())
        for box in self.boxes.values():
            on = box.currentIndex() > 0
            active = active or on
            box.fit()
            if box.property("active") != on:
                box.setProperty("active", on)
                box.style().polish(box)
        self.clear_button.setVisible(active)
        self._fold()

    def _fold(self, *_: object) -> None:
        """Show or hide the filters that are seldom needed; what narrows the table is always seen."""
        for box in (self.boxes[name] for name in RARE):
            box.setVisible(self.more.isChecked() or box.currentIndex() > 0)
        for line in self.lines.values():
            line.setVisible(self.more.isChecked() or bool(line.text()))

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(text(f"table.{name}_hint"))
        line.setAccessibleName(text(f"table.{name}_filter"))
        line.setToolTip(text(f"table.{name}_tip"))
        line.setFixedWidth(line.fontMetrics().horizontalAdvance(line.placeholderText()) + 26)
        line.textChanged.connect(self._typed)
        line.installEventFilter(self)
        self._flow.addWidget(line)
        return line

    def _box(self, name: str, items: list[tuple[str, Any]]) -> FilterBox:
        box = FilterBox(name)
        for label, value in items:
            box.addItem(label, value)
        box.fit()
        box.currentIndexChanged.connect(self._tell)
        self._flow.addWidget(box)
        return box

    @staticmethod
    def _items(name: str, lexicon: Lexicon) -> list[tuple[str, Any]]:
        match name:
            case "scope":
                return [(text(f"table.scope_{n}"), n) for n in ("all", "open", "this")]
            case "state":
                decided = tuple(s.value for s in State if s is not State.PROPOSED)
                kept = tuple(s.value for s in KEPT_STATES)
                single = [(state_text(s), (s.value,)) for s in State]
                return [
                    (text("table.any_state"), ()),
                    *single,
                    (text("table.reviewed"), decided),
                    (text("table.kept"), kept),
                ]
            case "indicator":
                return [(text("table.any_indicator"), ""), *((i.name, i.name) for i in lexicon.indicators)]
            case "measure":
                return [(text("table.any_measure"), ""), *((choice_text(m), m.value) for m in Measure)]
            case "status":
                return [(text("table.any_status"), ""), *((choice_text(s), s.value) for s in Status)]
            case "confidence":
                levels = [(text("table.at_least", percent=round(c * 100)), c) for c in CONFIDENCES]
                return [(text("table.any_confidence"), 0.0), *levels]
            case "who":
                return [(text("table.any_analyst"), "")]
            case "noted":
                return [(text("table.any_note"), 0), (text("table.with_note"), 1)]
        return [(text("table.any_tag"), 0)]


def between(typed: str) -> tuple[float | None, float | None]:
    """Both ends of a typed value: 5亿元 → that value, 3-5 → 3 and 5, 100以上 or 100- → from 100, -8 → up to 8."""
    said = typed.strip().replace("—", "-").replace("–", "-").replace("～", "-").replace("~", "-").replace("至", "-")
    for mark, end in (("以上", "low"), ("以下", "high"), ("以内", "high")):
        if said.endswith(mark):
            number = _number(said.removesuffix(mark))
            return (number, None) if end == "low" else (None, number)
    low, dash, high = said.partition("-")
    if not dash:
        return _number(low), _number(low)
    if low.strip() and high.strip() and low.strip().replace(".", "", 1).isdigit():
        low += high.strip().lstrip("0123456789.,")  # 3-5亿: both count in 亿
    return _number(low), _number(high)


def _number(typed: str) -> float | None:
    """A number as typed, 万 and 亿 multiplied out; None for none."""
    from core.numbers import parse

    typed = typed.strip().replace(",", "")
    if not typed:
        return None
    try:
        return float(typed)
    except ValueError:
        read = parse(typed)
        return float(read.base_value) if read is not None and read.base_value is not None else None
