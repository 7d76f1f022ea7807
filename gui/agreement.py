"""How far analysts agree on what they coded independently; every disagreement is one click away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.agreement import FIELDS, FOUND, Agreement, Disagreement, Row, agreement
from core.messages import catalogue, text
from gui.desk import Desk
from gui.filling import filling
from gui.pages import as_rows
from gui.settling import AskingPage
from gui.theme import SPACE

SETTLE = 200  # ms
SHOWN = 1000  # disagreements that are listed; the choice above narrows them
KINDS = ("pair", "indicator", "month")
COLUMNS = ("field", "units", "percent", "alpha", "interval")
DIFFERENCES = ("report", "quantity", "field", "answers")


class AgreementPage(AskingPage):
    """The figures for all, a pair, an indicator or a month; below them the disagreements."""

    def __init__(
        self, desk: Desk, open_documents: Callable[[list[int]], object], parent: QWidget | None = None
    ) -> None:
        super().__init__("agreement", desk, SETTLE, agreement, parent)
        self._open = open_documents
        self.found: Agreement | None = None
        self.shown: list[Disagreement] = []
        self.group = QComboBox()
        self.group.setAccessibleName(text("agreement.group"))
        self.group.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.group.currentIndexChanged.connect(lambda _index: self._show())
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        self.figures = _table(COLUMNS, text("agreement.title"))
        self.figures.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        rows = len(FIELDS) + 2  # all of them and the heads
        self.figures.setMinimumHeight(rows * self.figures.verticalHeader().defaultSectionSize() + SPACE)
        inside.addWidget(self.figures, 3)
        hint = QLabel(text("agreement.hint"))
        hint.setProperty("kind", "muted")
        hint.setWordWrap(True)
        inside.addWidget(hint)
        self.head = QLabel()
        self.head.setProperty("kind", "head")
        inside.addWidget(self.head)
        self.list = _table(DIFFERENCES, text("agreement.differences"))
        self.list.cellClicked.connect(lambda row, _column: self.go(row))
        self.list.activated.connect(lambda index: self.go(index.row()))
        inside.addWidget(self.list, 4)
        self._frame(body, "agreement.nobody", self.group)
        self.front = self.list

    def _take(self, answer: Agreement) -> None:
        self.found = answer
        kept = self.group.currentData()
        self.group.blockSignals(True)
        self.group.clear()
        self.group.addItem(text("agreement.all"), None)
        for kind in KINDS:
            for key in sorted(key for k, key in self.found.groups if k == kind):
                self.group.addItem(f"{text(f'agreement.by_{kind}')}　{key}", (kind, key))
        self.group.setCurrentIndex(max(self.group.findData(kept), 0))
        self.group.blockSignals(False)
        self._stack.setCurrentIndex(0 if self.found.units else 1)
        who, kept = text("together.and").join(self.found.coders), sum(1 for unit in self.found.units if unit.kept)
        account = text("together.account", analysts=who, reports=len(self.found.documents), n=kept)
        self.told.setText(account if self.found.units else "")
        self._show()

    def go(self, row: int) -> None:
        """To the fact of a disagreement, in its report."""
        if 0 <= row < len(self.shown):
            unit = self.shown[row].unit
            self._open([unit.document])
            self._desk.select(unit.document, unit.fact, origin="agreement")

    def _show(self) -> None:
        if self.found is None:
            return
        chosen = self.group.currentData()
        rows = self.found.rows if chosen is None else self.found.groups[tuple(chosen)]
        self.figures.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for place, words in enumerate(_words(row)):
                self.figures.setItem(number, place, _item(words, number=place > 0))
        every = [d for d in self.found.disagreements if _in(d, chosen)]
        self.shown = every[:SHOWN]
        more = text("agreement.more", n=len(every) - SHOWN) if len(every) > SHOWN else ""
        self.head.setText(text("agreement.count", n=len(every)) + more)
        names = {listing.id: listing.title or listing.name for listing in self._desk.documents()}
        facts = self._desk.store.many({d.unit.fact for d in self.shown}, reasons=False)
        with filling(self.list, len(self.shown)):
            for number, difference in enumerate(self.shown):
                fact = facts.get(difference.unit.fact)
                words = (
                    names.get(difference.unit.document, ""), fact.quantity if fact else "",
                    text(f"agreement.{difference.field}"),
                    "　".join(
                        text("together.says", who=who, what=_said(difference.field, said))
                        for who, said in difference.answers.items()
                    ),
                )  # fmt: skip
                for place, cell in enumerate(words):
                    self.list.setItem(number, place, _item(cell))


def _in(difference: Disagreement, chosen: Any) -> bool:
    if chosen is None:
        return True
    kind, key = chosen
    if kind == "pair":
        return set(key.split(" · ")) <= set(difference.answers)
    return key in difference.unit.names if kind == "indicator" else key == difference.unit.month


def _words(row: Row) -> tuple[str, ...]:
    def number(value: float | None, form: str) -> str:
        return "–" if value is None else format(value, form)

    interval = number(row.interval, ".3f") if row.field == "value" else ""
    return (
        text(f"agreement.{row.field}"),
        str(row.units),
        number(row.percent, ".1%"),
        number(row.alpha, ".3f"),
        interval,
    )


def _said(field: str, answer: Any) -> str:
    """An answer in words."""
    if field == FOUND:
        return text("agreement.yes" if answer else "agreement.no")
    if field == "period" and isinstance(answer, tuple) and answer[0] == answer[1]:
        answer = answer[:1]
    words = []
    for item in answer if isinstance(answer, tuple) else (answer,):
        if item in (None, ""):
            continue
        key = next((f"{group}.{item}" for group in ("measure", "direction", "basis", "status", "bound")
                    if f"{group}.{item}" in catalogue()), "")  # fmt: skip
        words.append(text(key) if key and field in ("kind", "status", "bound") else str(item))
    return " ".join(words) or text("decision.none")


def _table(columns: tuple[str, ...], name: str) -> QTableWidget:
    table = QTableWidget(0, len(columns))
    table.setHorizontalHeaderLabels([text(f"agreement.column_{column}") for column in columns])
    table.setAccessibleName(name)
    as_rows(table)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    for number in range(len(columns) - 1):
        header.setSectionResizeMode(number, QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(len(columns) - 1, QHeaderView.ResizeMode.Stretch)
    return table


def _item(words: str, *, number: bool = False) -> QTableWidgetItem:
    item = QTableWidgetItem(words)
    if number:
        item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    return item
