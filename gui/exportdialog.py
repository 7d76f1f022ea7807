"""Export: which facts, in which format, to where; the first rows are seen before; the work is done in a process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.errors import DuiduError
from core.exporting import FORMATS, STATES, Summary, run
from core.exporting.columns import COLUMNS, Row, rows
from core.facts import Fact
from core.messages import text
from core.querying import Query
from core.settings import Settings
from core.store import Listing, Store, TagRow
from gui.desk import Desk
from gui.dialogs import buttons
from gui.jobs import Jobs
from gui.theme import Theme
from gui.wording import listed, plain, state_text

PREVIEW = 6  # rows shown before
LEAST = ("accepted", "reviewed", "all", "shown")


class ExportDialog(QDialog):
    """`shown` gives the query of the table of facts where it is narrowed; its facts can be exported alone."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        settings: Settings,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        shown: Query | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk, self.jobs, self.settings, self.theme = desk, jobs, settings, theme
        self.shown = shown
        self._named = False  # the analyst has chosen a file name
        self.setWindowTitle(text("export_dialog.title"))
        self.setMinimumSize(760, 420)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        self.formats = self._choices(grid, 0, "format", FORMATS_SHOWN, settings.get("export.format"))
        self.states = self._choices(grid, 1, "which", self._offered(), settings.get("export.states"))
        self._path_row(grid, 2)
        column.addLayout(grid)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        column.addWidget(self.summary)
        self.preview = _Preview()
        column.addWidget(self.preview, 1)
        column.addWidget(self._buttons())
        self._suggest_path()
        self._renew()

    def kind(self) -> str:
        """The format chosen."""
        return str(self.formats.checkedButton().property("value"))

    def chosen(self) -> str | Query:
        """Which facts: a key of core.exporting.STATES, or the query of the table."""
        name = str(self.states.checkedButton().property("value"))
        return self.shown if name == "shown" and self.shown is not None else name

    def start(self) -> None:
        """Hand the work to a process and close; a toast tells the end."""
        path = Path(self.path.text().strip()).expanduser()
        if not path.name:
            return
        kind, chosen = self.kind(), self.chosen()
        self.settings.set("export.format", kind)
        if isinstance(chosen, str):
            self.settings.set("export.states", chosen)
        self.settings.set("export.bom", self.bom.isChecked())
        self.settings.set("folder.export", str(path.parent))
        start_export(self.desk, self.jobs, chosen, kind, path, bom=kind == "csv" and self.bom.isChecked())
        self.accept()

    # -- building -------------------------------------------------------------------------------------------------

    def _offered(self) -> tuple[str, ...]:
        return LEAST if self.shown is not None else LEAST[:3]

    def _choices(self, grid: QGridLayout, line: int, name: str, values: Iterable[str], now: str) -> QButtonGroup:
        label = QLabel(text(f"export_dialog.{name}"))
        label.setProperty("kind", "muted")
        grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        holder = QHBoxLayout()
        holder.setSpacing(18)
        group = QButtonGroup(self)
        for value in values:
            button = QRadioButton(text(f"export_dialog.{value}"))
            button.setToolTip(text(f"export_dialog.{value}_hint"))
            button.setAccessibleDescription(text(f"export_dialog.{value}_hint"))
            button.setProperty("value", value)
            button.setChecked(value == now)
            group.addButton(button)
            holder.addWidget(button)
        if group.checkedButton() is None:
            group.buttons()[0].setChecked(True)
        group.buttonToggled.connect(lambda _button, on: self._renew() if on else None)
        if name == "format":
            self.bom = QCheckBox(text("export_dialog.bom"))
            self.bom.setToolTip(text("export_dialog.bom_hint"))
            self.bom.setChecked(self.settings.get("export.bom"))
            holder.addSpacing(12)
            holder.addWidget(self.bom)
        holder.addStretch(1)
        grid.addLayout(holder, line, 1)
        return group

    def _path_row(self, grid: QGridLayout, line: int) -> None:
        label = QLabel(text("export_dialog.path"))
        label.setProperty("kind", "muted")
        self.path = QLineEdit()
        self.path.setAccessibleName(text("export_dialog.path"))
        self.path.textEdited.connect(self._path_edited)
        label.setBuddy(self.path)
        browse = QPushButton(self.theme.icon("folder"), text("export_dialog.browse"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self.replaced = QLabel()
        self.replaced.setProperty("kind", "warning")
        self.replaced.hide()
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        grid.addLayout(row, line, 1)
        grid.addWidget(self.replaced, line + 1, 1)

    def _buttons(self) -> QDialogButtonBox:
        box = buttons(self, "export_dialog.go")
        self.go = box.button(QDialogButtonBox.StandardButton.Ok)
        self.go.setDefault(True)
        box.accepted.connect(self.start)
        return box

    # -- following ------------------------------------------------------------------------------------------------

    def _suggest_path(self) -> None:
        if self._named:
            path = Path(self.path.text()).with_suffix(f".{self.kind()}")
        else:
            kept = self.settings.get("folder.export")
            folder = Path(kept) if kept and Path(kept).is_dir() else self.desk.store.path.absolute().parent
            path = folder / f"{self.desk.store.path.stem}.{self.kind()}"
        self.path.setText(str(path))
        self._check_path()

    def _path_edited(self) -> None:
        self._named = True
        self._check_path()

    def _check_path(self) -> None:
        path = Path(self.path.text().strip()).expanduser()
        note = ""
        if path.name and not path.absolute().parent.is_dir():
            note = text("export_dialog.no_folder", folder=str(path.absolute().parent))
        elif path.is_file():
            note = text("export_dialog.replaced", name=path.name)
        self.replaced.setText(note)
        self.replaced.setVisible(bool(note))
        self.go.setEnabled(bool(path.name) and path.absolute().parent.is_dir() and not path.is_dir())

    def _browse(self) -> None:
        kind = self.kind()
        chosen, _ = QFileDialog.getSaveFileName(
            self, text("export_dialog.title"), self.path.text(), f"{text(f'export_dialog.{kind}')} (*.{kind})",
            options=QFileDialog.Option.DontConfirmOverwrite,  # the line under the path says so already
        )  # fmt: skip
        if chosen:
            self._named = True
            path = Path(chosen)
            self.path.setText(str(path if path.suffix else path.with_suffix(f".{kind}")))
            self._check_path()

    def _renew(self) -> None:
        self.bom.setVisible(self.kind() == "csv")
        self._suggest_path()
        store, chosen = self.desk.store, self.chosen()
        counts = self.desk.counts()
        keep, count, documents = _sizes(store, chosen, counts)
        self.summary.setText(self._told(count, len(documents), chosen, counts))
        listings = [listing for listing in store.documents() if listing.id in documents]
        self.preview.fill(list(islice(rows(_Few(store, listings), keep), PREVIEW)))  # type: ignore[arg-type]
        self.go.setEnabled(self.go.isEnabled() and count > 0)

    def _told(self, count: int, documents: int, chosen: str | Query, counts: dict[int, dict[str, int]]) -> str:
        if count == 0:
            return text("export_dialog.nothing_accepted" if chosen == "accepted" else "export_dialog.nothing")
        said = text("export_dialog.summary", count=count, documents=documents)
        if isinstance(chosen, str) and chosen != "all":
            left = [
                f"{state_text(state)} {number}"
                for state in sorted(frozenset(STATES["all"]) - STATES[chosen])
                if (number := sum(c.get(state.value, 0) for c in counts.values()))
            ]
            said += text("export_dialog.left_out", states=listed(left)) if left else ""
        return said


FORMATS_SHOWN = tuple(name for name in ("xlsx", "csv", "jsonl") if name in FORMATS)  # the most wanted first


def start_export(desk: Desk, jobs: Jobs, chosen: str | Query, kind: str, path: Path, *, bom: bool = False) -> None:
    """Export in a process of its own, on a copy of the project; a toast tells the result and opens the folder."""

    def arrived(_number: int, result: object) -> None:
        if isinstance(result, Summary):
            said = text("export_dialog.done", name=result.path.name, count=result.rows, documents=result.documents)
            folder = result.path.absolute().parent
            desk.notice(
                "\n".join((said, *result.notices)),
                "done",
                text("export_dialog.open_folder"),
                lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
            )
        elif isinstance(result, DuiduError):
            desk.notice(str(result), "error")
        elif isinstance(result, Exception):
            desk.notice(text("export_dialog.failed", name=path.name, reason=str(result)), "error")

    label = text("export_dialog.job", name=path.name)
    jobs.run(label, run, [(str(desk.store.path), chosen, kind, str(path), bom)], arrived, alone=True)


def _sizes(
    store: Store, chosen: str | Query, counts: dict[int, dict[str, int]]
) -> tuple[Callable[[Fact], bool], int, set[int]]:
    """Which facts are meant, how many there are, and in which reports."""
    if isinstance(chosen, Query):
        ids = frozenset(store.find(chosen))
        # Which reports they are from is only needed for the first rows; the rest is counted by the export itself.
        first = {fact.document for fact in store.many(list(ids)[:200]).values()}
        return (lambda fact: fact.id in ids), len(ids), first
    states = STATES[chosen]
    each = {document: sum(found.get(s.value, 0) for s in states) for document, found in counts.items()}
    return (lambda fact: fact.state in states), sum(each.values()), {d for d, number in each.items() if number}


class _Few:
    """A store that has only some reports, so that the first rows come at once from a large project."""

    def __init__(self, store: Store, listings: list[Listing]) -> None:
        self._store, self._listings = store, listings

    def documents(self) -> list[Listing]:
        return self._listings

    def tags(self) -> list[TagRow]:
        return self._store.tags()

    def facts(self, document: int) -> list[Fact]:
        return self._store.facts(document)

    def document(self, document: int) -> Any:
        return self._store.document(document)


class _Preview(QTableWidget):
    """The first rows as they will stand in the file."""

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        self.setAccessibleName(text("export_dialog.preview"))
        self.setHorizontalHeaderLabels([column.key for column in COLUMNS])
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(26)
        self.setMinimumHeight(PREVIEW * 26 + 52)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for number, column in enumerate(COLUMNS):
            header.resizeSection(
                number, min(max(column.width * 8, header.fontMetrics().horizontalAdvance(column.key) + 24), 260)
            )

    def fill(self, shown: list[Row]) -> None:
        """Show these rows."""
        self.setRowCount(len(shown))
        for line, row in enumerate(shown):
            for number, column in enumerate(COLUMNS):
                value = row[column.key]
                item = QTableWidgetItem(_cell(value))
                if column.kind != "text":
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(line, number, item)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value)
