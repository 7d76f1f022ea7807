"""What proposing again would change, shown before it is done; and the dialog for a file that comes again changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.messages import catalogue, text
from core.proposing import Difference, count
from gui.desk import Desk
from gui.dialogs import buttons
from gui.filling import filling
from gui.pages import as_rows

SHOWN = 2_000  # rows; more are counted, not listed: nobody reads them one by one


class Reproposing(QDialog):
    """The list of what would be new, changed and gone; `go` carries it out."""

    def __init__(
        self, desk: Desk, found: Iterable[Difference], go: Callable[[list[Difference]], object],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.found = list(found)
        self.setWindowTitle(text("reproposing.title"))
        self.resize(820, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        counts = count(self.found)
        self.told = QLabel(text("reproposing.told", **counts))
        self.told.setWordWrap(True)
        self.told.setProperty("kind", "title")
        column.addWidget(self.told)
        kept = QLabel(text("reproposing.kept"))
        kept.setWordWrap(True)
        kept.setProperty("kind", "muted")
        column.addWidget(kept)
        self.filter = QComboBox()
        self.filter.setAccessibleName(text("reproposing.filter"))
        self.filter.addItem(text("reproposing.all"), "")
        for kind in ("new", "changed", "gone"):
            self.filter.addItem(f"{text(f'together.{kind}')}　{counts[kind]}", kind)
        column.addWidget(self.filter)
        self.list = QTableWidget(0, 5)
        self.list.setHorizontalHeaderLabels(
            [text(f"reproposing.{c}") for c in ("kind", "report", "quantity", "before", "after")]
        )
        self.list.setAccessibleName(text("reproposing.title"))
        as_rows(self.list)
        header = self.list.horizontalHeader()
        for number in range(3):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.ResizeToContents)
        for number in (3, 4):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        column.addWidget(self.list, 1)
        self._names = {listing.id: listing.title or listing.name for listing in desk.documents()}
        self.filter.currentIndexChanged.connect(lambda _index: self._fill())
        self._fill()
        self.box = buttons(self, "reproposing.go" if self.found else "")
        if self.found:
            self.box.accepted.connect(self.accept)
            self.accepted.connect(lambda: go(self.found))
        column.addWidget(self.box)

    def _fill(self) -> None:
        kind = self.filter.currentData()
        rows = [d for d in self.found if d.kind != "rated" and (not kind or d.kind == kind)][:SHOWN]
        with filling(self.list, len(rows)):
            self._write(rows)

    def _write(self, rows: list[Difference]) -> None:
        for number, difference in enumerate(rows):
            fact = difference.after or difference.before
            assert fact is not None
            if difference.kind == "changed":
                sides = [
                    "　".join(f"{_named(n)} {_shown(getattr(side, n))}" for n in difference.fields())
                    for side in (difference.before, difference.after)
                ]
            else:
                sides = [side.indicator if side is not None else "" for side in (difference.before, difference.after)]
            words = (
                text(f"together.{difference.kind}"),
                self._names.get(difference.document, ""),
                fact.quantity,
                *sides,
            )
            for place, cell in enumerate(words):
                item = QTableWidgetItem(cell)
                item.setToolTip(cell)
                self.list.setItem(number, place, item)


def _named(field: str) -> str:
    return text(f"column.{field}" if f"column.{field}" in catalogue() else f"field.{field}")


def _shown(value: object) -> str:
    return "–" if value in (None, "") else str(value)


class ChangedFiles(QDialog):
    """Files that are changed versions of reports in the project: let them take their places, keep both, or neither.

    `answered` is called with "replace" or "beside"; closing leaves everything as it is.
    """

    def __init__(
        self, names: Iterable[tuple[str, str]], answered: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(text("newversion.title"))
        self.resize(620, 320)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        pairs = list(names)
        told = QLabel(text("newversion.told", n=len(pairs)))
        told.setWordWrap(True)
        told.setProperty("kind", "title")
        column.addWidget(told)
        what = QLabel(text("newversion.what"))
        what.setWordWrap(True)
        what.setProperty("kind", "muted")
        column.addWidget(what)
        self.list = QTableWidget(len(pairs), 2)
        self.list.setAccessibleName(text("newversion.title"))
        self.list.setHorizontalHeaderLabels([text("newversion.file"), text("newversion.report")])
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setTabKeyNavigation(False)
        self.list.verticalHeader().hide()
        self.list.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for number, pair in enumerate(pairs):
            for place, words in enumerate(pair):
                self.list.setItem(number, place, QTableWidgetItem(words))
        column.addWidget(self.list, 1)
        self.box = buttons(self, "newversion.replace")
        self.box.accepted.connect(self.accept)
        self.accepted.connect(lambda: answered("replace"))
        self.beside = self.box.addButton(text("newversion.beside"), QDialogButtonBox.ButtonRole.ActionRole)
        self.beside.setAutoDefault(False)

        def both() -> None:
            self.reject()
            answered("beside")

        self.beside.clicked.connect(both)
        column.addWidget(self.box)
