"""Export: which facts, in which format, to where; the first rows are seen before; the work is done in a process.

Longer than other modules: every choice of the dialog bears on the others, on the preview and on the summary; filter,
preview and formats are modules of their own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import EditError
from core.exporting import COLUMNS, FORMATS, STATES, Format, Selection
from core.exporting.columns import rows
from core.exporting.glimpsing import Glimpse, glimpse
from core.exporting.presets import Preset
from core.exporting.xlsx import MOST_ROWS
from core.facts import Fact
from core.messages import text
from core.querying import Query
from core.settings import Settings
from core.store import Store
from gui.desk import Desk
from gui.dialogs import buttons, widen_files
from gui.exportfilter import ExportFilter
from gui.exportjob import start_export
from gui.exportpreview import PREVIEW, Few, Preview
from gui.jobs import Jobs
from gui.theme import Theme
from gui.timers import pause
from gui.wording import listed, state_text

KINDS = ("table", "package", "annotations")  # in this order in the list
LOOK_MS = 350  # after the last key
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
        self.setMinimumWidth(760)  # the height is the rows' own: a fixed one would let them overlap on small screens
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        self._format_row(grid, 0)
        self.states = self._choices(grid, 2, "which", self._offered(), settings.get("export.states"))
        self.filter = ExportFilter(desk.store, settings)
        self.filter.changed.connect(self._narrowed)
        self.filter.recalled.connect(self._use)
        self.filter.save.clicked.connect(self._save)
        grid.addWidget(self.filter, 3, 0, 1, 2)
        self._path_row(grid, 4)
        column.addLayout(grid)
        labels = [
            item.widget() for line in range(grid.rowCount()) if (item := grid.itemAtPosition(line, 0)) is not None
        ]
        width = self.filter.align(max(label.sizeHint().width() for label in labels if isinstance(label, QLabel)))
        grid.setColumnMinimumWidth(0, width)
        self._turn = 0  # of looking ahead; an answer to an earlier question is of no use
        self._stop: Callable[[], object] = lambda: None
        self._soon = pause(self, LOOK_MS, self._look_ahead)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        column.addWidget(self.summary)
        self.preview = Preview()
        column.addWidget(self.preview, 1)
        column.addStretch(0)  # where there is nothing to see, the choices stay at the top
        column.addWidget(self._buttons())
        self._suggest_path()
        self._renew()

    def kind(self) -> str:
        """The format chosen."""
        return str(self.formats.currentData())

    def chosen(self) -> str | Query | Selection:
        """Which facts: a key of core.exporting.STATES, narrowed by the filters, or the query of the table.

        EditError for a filter that can't be read.
        """
        name = str(self.states.checkedButton().property("value"))
        if name == "shown" and self.shown is not None:
            return self.shown
        return self.filter.selection(name) if self.filter.narrow else name

    def preset(self) -> Preset:
        """How the dialog is set."""
        name = str(self.states.checkedButton().property("value"))
        selection = self.filter.selection(name if name in STATES else "all")
        return Preset(self.kind(), selection, self._columns(), self._headers(), self.bom.isChecked())

    def start(self) -> None:
        """Hand the work to a process and close; a toast tells the end."""
        path = Path(self.path.text().strip()).expanduser()
        if not path.name:
            return
        try:
            kind, chosen = self.kind(), self.chosen()
        except EditError as error:
            self.summary.setText(str(error))
            return
        self.settings.set("export.format", kind)
        if not isinstance(chosen, Query):
            self.settings.set("export.states", str(self.states.checkedButton().property("value")))
        self.settings.set("export.bom", self.bom.isChecked())
        self.settings.set("folder.export", str(path.parent))
        bom = self.bom.isVisibleTo(self) and self.bom.isChecked()
        start_export(
            self.desk, self.jobs, chosen, (kind, path), bom=bom, headers=self._headers(), columns=self._columns()
        )
        self.accept()

    def done(self, result: int) -> None:
        """Nothing is looked at any more once the dialog is closed."""
        self._soon.stop()
        self._turn += 1
        self._stop()
        super().done(result)

    # -- building -------------------------------------------------------------------------------------------------

    def _offered(self) -> tuple[str, ...]:
        return LEAST if self.shown is not None else LEAST[:3]

    def _format_row(self, grid: QGridLayout, line: int) -> None:
        label = QLabel(text("export_dialog.format"))
        label.setProperty("kind", "muted")
        self.formats = QComboBox()
        self.formats.setAccessibleName(label.text())
        self.formats.setMaxVisibleItems(30)
        label.setBuddy(self.formats)
        kind = ""
        for form in sorted(FORMATS.values(), key=lambda f: list(KINDS).index(f.kind)):
            if form.kind != kind:
                kind = form.kind
                self._heading(text(f"format_kind.{kind}"))
            self.formats.addItem(text(form.text), form.id)
            if form.missing:
                row = self.formats.count() - 1
                self.formats.model().item(row).setEnabled(False)
                need = text("error.export_needs", name=text(form.text), command=f"pip install '{form.extra}'")
                self.formats.setItemData(row, need, Qt.ItemDataRole.ToolTipRole)
        wanted = self.formats.findData(self.settings.get("export.format"))
        self.formats.setCurrentIndex(wanted if wanted >= 0 else self.formats.findData("xlsx"))
        self.formats.currentIndexChanged.connect(self._renew)
        self.hint = QLabel()
        self.hint.setProperty("kind", "muted")
        self.hint.setWordWrap(True)
        self.bom = QCheckBox(text("export_dialog.bom"))
        self.bom.setToolTip(text("export_dialog.bom_hint"))
        self.bom.setChecked(self.settings.get("export.bom"))
        self.headings = QCheckBox(text("export_dialog.headings"))
        self.headings.setToolTip(text("export_dialog.headings_hint"))
        self.headings.toggled.connect(self._renew)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.formats)
        row.addWidget(self.headings)
        row.addWidget(self.bom)
        row.addStretch(1)
        grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        grid.addLayout(row, line, 1)
        grid.addWidget(self.hint, line + 1, 1)

    def _heading(self, title: str) -> None:
        self.formats.addItem(title)
        item = self.formats.model().item(self.formats.count() - 1)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = item.font()
        font.setBold(True)
        item.setFont(font)

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
            path = Path(self.path.text()).expanduser().with_suffix(self._form().suffix)
        else:
            kept = self.settings.get("folder.export")
            folder = Path(kept) if kept and Path(kept).is_dir() else self.desk.store.path.absolute().parent
            path = folder / f"{self.desk.store.path.stem}{self._form().suffix}"
        self.path.setText(short(path))
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
        form = self._form()
        widen_files()
        chosen, _ = QFileDialog.getSaveFileName(
            self, text("export_dialog.title"), str(Path(self.path.text()).expanduser()),
            f"{text(form.text)} (*{form.suffix})",
            options=QFileDialog.Option.DontConfirmOverwrite,  # the line under the path says so already
        )  # fmt: skip
        if chosen:
            self._named = True
            path = Path(chosen)
            self.path.setText(short(path if path.suffix else path.with_suffix(form.suffix)))
            self._check_path()

    def _headers(self) -> str:
        return "zh" if self.headings.isVisibleTo(self) and self.headings.isChecked() else "en"

    def _columns(self) -> tuple[str, ...]:
        return self.filter.columns.values() if self._form().table else ()

    def _save(self) -> None:
        try:
            preset = self.preset()
        except EditError as error:
            self.summary.setText(str(error))
            return
        if name := self.filter.ask():
            self.filter.keep(name, preset)

    def _use(self, preset: Preset) -> None:
        self.formats.setCurrentIndex(max(self.formats.findData(preset.format), 0))
        self.headings.setChecked(preset.headers == "zh")
        self.bom.setChecked(preset.bom)
        for button in self.states.buttons():
            if (button.property("value"),) == preset.selection.states:
                button.setChecked(True)
        self._renew()

    def _narrowed(self) -> None:
        self._soon.start()  # typing goes on

    def _look_ahead(self) -> None:
        """Count and show the first rows in a process: the panel of a large project takes seconds."""
        self._turn += 1
        turn = self._turn
        self._stop()
        try:
            chosen = self.chosen()
        except EditError as error:
            self._troubled(error)
            return
        if isinstance(chosen, str) and self._form().table != "panel" and not self._columns():
            self._renew()
            return
        self.summary.setText(text("export_filter.looking"))
        given = (chosen, self.kind(), self._columns(), self._headers())
        answer = partial(self._looked, turn)
        self._stop = self.desk.ask(text("export_filter.looking"), glimpse, *given, done=answer, alone=True)

    def _looked(self, turn: int, result: object) -> None:
        if turn != self._turn:
            return
        if isinstance(result, Glimpse):
            table = self._form().table
            count = result.rows_in_all if table else result.facts
            key = "summary" if table else "summary_used"
            nothing = text("export_dialog.nothing")
            said = text(f"export_dialog.{key}", count=count, documents=result.reports) if result.facts else nothing
            self.summary.setText(said + self._sheets(count))
            self.preview.setVisible(bool(table))
            self.preview.show_rows(result.headings, result.numeric, result.rows)
            self._check_path()
            self.go.setEnabled(self.go.isEnabled() and result.facts > 0)
        elif isinstance(result, Exception):
            self._troubled(result)

    def _troubled(self, error: Exception) -> None:
        self.summary.setText(str(error))
        self.preview.hide()
        self.go.setEnabled(False)

    def _renew(self) -> None:
        form = self._form()
        self.filter.turn_to(form.id)
        shown = self.states.checkedButton().property("value") == "shown"
        self.filter.setEnabled(not shown)
        drops = listed([text(f"format_drops.{name}") for name in form.drops])
        self.hint.setText(text(f"{form.text}_hint") + (text("export_dialog.drops", what=drops) if drops else ""))
        self.bom.setVisible(form.module == "csv")
        self.headings.setVisible(bool(form.table))
        self.preview.setVisible(form.table == "facts")
        self._suggest_path()
        if not shown and (self.filter.narrow or form.table == "panel" or self._columns()):
            self._look_ahead()
            return
        store, chosen = self.desk.store, self.chosen()
        assert not isinstance(chosen, Selection)
        counts = self.desk.counts()
        keep, count, documents = _sizes(store, chosen, counts)
        self.summary.setText(self._told(count, len(documents), chosen, counts))
        listings = [listing for listing in store.documents() if listing.id in documents]
        self.preview.fill(list(islice(rows(Few(store, listings), keep), PREVIEW)))
        self.preview.setHorizontalHeaderLabels([column.heading(self._headers()) for column in COLUMNS])
        self.go.setEnabled(self.go.isEnabled() and count > 0)

    def _sheets(self, count: int) -> str:
        """What Excel's limit does to so many rows."""
        if self._form().module != "xlsx" or count <= MOST_ROWS:
            return ""
        return text("export_dialog.sheets", limit=f"{MOST_ROWS:,}", sheets=-(-count // MOST_ROWS))

    def _form(self) -> Format:
        return FORMATS[self.kind()]

    def _told(self, count: int, documents: int, chosen: str | Query, counts: dict[int, dict[str, int]]) -> str:
        if count == 0:
            return text("export_dialog.nothing_accepted" if chosen == "accepted" else "export_dialog.nothing")
        key = "summary" if self._form().table == "facts" else "summary_used"
        said = text(f"export_dialog.{key}", count=count, documents=documents) + self._sheets(count)
        if isinstance(chosen, str) and chosen != "all":
            left = [
                f"{state_text(state)} {number:,}"
                for state in sorted(frozenset(STATES["all"]) - STATES[chosen])
                if (number := sum(c.get(state.value, 0) for c in counts.values()))
            ]
            said += text("export_dialog.left_out", states=listed(left)) if left else ""
        return said


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


def short(path: Path) -> str:
    """A path as people write it: the home folder as ~, where the system knows that."""
    home = Path.home()
    return (
        f"~/{path.relative_to(home)}" if os.name != "nt" and path.is_relative_to(home) and path != home else str(path)
    )
