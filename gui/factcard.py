"""The fact card: one fact with its evidence, every field in place with a fitting editor, and the decision on it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.documents import Document
from core.edits import Accept, Annotate, Correct, Reject, Reopen, Touched
from core.errors import EditError
from core.facts import Basis, Bound, Direction, Fact, Measure, State, Status
from core.messages import text
from gui.actions import Actions
from gui.desk import Desk, Selection
from gui.editors import (
    ActionEditor,
    CanonicalEditor,
    Editor,
    IndicatorEditor,
    NoteEditor,
    PeriodEditor,
    ValueEditor,
)
from gui.evidence import Elided, Evidence
from gui.factrows import ROWS, FieldRow, field_label
from gui.flow import Flow
from gui.look import sheet, state_icon
from gui.segments import Segments
from gui.suggesting import ProjectNames, Vocabulary
from gui.tagging import TagStrip
from gui.theme import Theme
from gui.wording import confidence_text, period_text, state_text, value_text, when_text

# Names by which the actions of the window ask for a field.
FIELDS = {"unit": "value", "base_value": "value", "period_start": "period", "period_end": "period"}


class FactCard(QScrollArea):
    """Shows the fact that is selected on the desk; `left` asks the window to give the keyboard back to the reader."""

    left = Signal()

    def __init__(
        self,
        desk: Desk,
        lexicon: Any,
        theme: Theme,
        actions: Actions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk, self.theme, self.actions_table = desk, theme, actions
        self.fact: Fact | None = None
        self._stale = True
        self._visiting = False  # the keyboard came here for one field and goes back after it
        self.setObjectName("card")
        self.setAccessibleName(text("card.title"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(300)
        self._vocabulary = Vocabulary(lexicon)
        self._names = ProjectNames(lambda: desk.store)
        self._rows: dict[str, FieldRow] = {}
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(self._fact_page())
        self.setWidget(self._pages)
        self._paint()
        theme.changed.connect(self._paint)
        desk.selected.connect(self._selected)
        desk.changed.connect(self._changed)
        self._refresh()

    # -- what the window calls ------------------------------------------------------------------------------------

    def edit(self, field: str = "") -> None:
        """Put the keyboard into a field ("indicator", "unit", "note", "tags" …); into the most doubtful by default."""
        self._refresh()
        if self.fact is None:
            return
        name = FIELDS.get(field, field) or self._doubtful()
        self._visiting = True
        if name == "tags":
            self.tags.begin()
            return
        editor: Editor = self.note if name == "note" else self._rows[name].editor
        if not editor.isVisibleTo(self):  # direction of a level: its kind must be chosen first
            editor = self._rows["measure"].editor
        editor.begin()
        if field == "unit" and isinstance(editor, ValueEditor):
            editor.select_unit()
        self.ensureWidgetVisible(editor)

    def accept(self) -> None:
        """Accept the fact shown."""
        if self.fact is not None:
            self.desk.do(Accept((self.fact.id,)))

    def reject(self) -> None:
        """Reject the fact shown."""
        if self.fact is not None:
            self.desk.do(Reject((self.fact.id,)))

    def reopen(self) -> None:
        """Take the decision on the fact shown back."""
        if self.fact is not None:
            self.desk.do(Reopen((self.fact.id,)))

    def tag(self, number: int) -> None:
        """Put the tag with this key (1–9) on the fact shown, or take it off."""
        self.tags.toggle_number(number)

    # -- building -------------------------------------------------------------------------------------------------

    def _empty_page(self) -> QWidget:
        page = QWidget()
        page.setObjectName("card_page")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 24, 16, 16)
        title = QLabel(text("card.nothing"))
        title.setProperty("kind", "title")
        hint = QLabel(text("card.nothing_hint"))
        hint.setProperty("kind", "muted")
        hint.setWordWrap(True)
        column.addWidget(title)
        column.addSpacing(4)
        column.addWidget(hint)
        column.addStretch(1)
        return page

    def _fact_page(self) -> QWidget:
        page = QWidget()
        page.setObjectName("card_body")
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addLayout(self._head())
        self.evidence = Evidence()
        self.evidence.clicked.connect(self._go_there)
        column.addWidget(self.evidence)
        column.addLayout(self._buttons())
        column.addLayout(self._fields())
        line = QFrame()
        line.setObjectName("card_line")
        column.addWidget(line)
        column.addLayout(self._remarks())
        self.decided = QLabel()
        self.decided.setObjectName("card_decided")
        self.decided.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self.decided, 1)
        if self.actions_table is not None:
            same = QPushButton(text("card.alike"))
            same.setProperty("link", True)
            same.setAutoDefault(False)
            same.setToolTip(self.actions_table["fact.alike"].toolTip())
            same.clicked.connect(self.actions_table["fact.alike"].trigger)
            foot.addWidget(same, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(foot)
        column.addStretch(1)
        return page

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.sign = QLabel()
        self.state = QLabel()
        self.state.setObjectName("card_state")
        self.confidence = QLabel()
        self.confidence.setProperty("row", "aside")
        self.where = Elided()
        self.where.setObjectName("card_where")
        row.addWidget(self.sign)
        row.addWidget(self.state)
        row.addWidget(self.confidence)
        row.addStretch(1)
        row.addWidget(self.where, 4)
        return row

    def _buttons(self) -> Flow:
        row = Flow(gap=6)  # breaks into two lines rather than being cut where letters are large
        self.accept_button = self._act("accept", "fact.accept", self.accept)
        self.reject_button = self._act("reject", "fact.reject", self.reject)
        self.reopen_button = self._act("reopen", "fact.reopen", self.reopen)
        for button in (self.accept_button, self.reject_button, self.reopen_button):
            row.addWidget(button)
        return row

    def _act(self, name: str, action: str, slot: Any) -> QPushButton:
        button = QPushButton(text(f"card.{name}"))
        key = self.actions_table.shown(action) if self.actions_table else ""
        hint = text(f"card.{name}_hint")
        button.setToolTip(f"{hint}  〔{key}〕" if key else hint)
        button.setAccessibleName(text(f"card.{name}"))
        button.setAccessibleDescription(hint)
        button.setProperty("act", True)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        editors: dict[str, Editor] = {
            "indicator": IndicatorEditor(self._vocabulary, self._near, self._names),
            "canonical": CanonicalEditor(self._vocabulary),
            "value": ValueEditor(self._near),
            "bound": Segments("bound", list(Bound)),
            "measure": Segments("measure", list(Measure)),
            "direction": Segments("direction", [Direction.UP, Direction.DOWN, Direction.FLAT]),
            "basis": Segments("basis", [Basis.YOY, Basis.AVG, Basis.CUM, Basis.OTHER]),
            "status": Segments("status", list(Status)),
            "period": PeriodEditor(self._near),
            "action": ActionEditor(self._near),
        }
        for number, row in enumerate(ROWS):
            widgets = FieldRow(row, editors[row.name])
            widgets.editor.committed.connect(self._commit)
            widgets.editor.cancelled.connect(self._give_back)
            widgets.editor.entered.connect(self._entered)
            widgets.restored.connect(self._restore)
            grid.addWidget(widgets.label, 2 * number, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(widgets.editor, 2 * number, 1)
            grid.addWidget(widgets.remarks, 2 * number + 1, 1)
            self._rows[row.name] = widgets
        for name in ("indicator", "value"):
            line = self._rows[name].editor.focusProxy()
            if line is not None:
                line.setProperty("role", "lead")
        return grid

    def _remarks(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self.tags = TagStrip(self.desk, self.theme)
        self.note = NoteEditor()
        self.note.committed.connect(self._annotate)
        self.note.cancelled.connect(self._give_back)
        self.note.entered.connect(self._entered)
        for number, (name, widget) in enumerate((("tags", self.tags), ("note", self.note))):
            label = field_label(name)
            label.setBuddy(widget)
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(widget, number, 1)
        return grid

    # -- listening ------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def _selected(self, _selection: Selection) -> None:
        self._visiting = False
        self._renew()

    def _changed(self, touched: Touched) -> None:
        if touched.documents or touched.kind != "do":
            self._names.forget()
        mine = self.fact is not None and (self.fact.id in touched.facts or self.fact.document in touched.documents)
        if mine or touched.kind == "open":
            self._renew()
        elif touched.tags and self.fact is not None:
            self.tags.load(self.fact)

    def _renew(self) -> None:
        self._stale = True
        if self.isVisible():  # a hidden card costs nothing; it catches up when it is shown
            self._refresh()

    def _refresh(self) -> None:
        if not self._stale:
            return
        self._stale = False
        wanted = self.desk.selection.fact
        self.fact = None if wanted is None else self.desk.store.many([wanted]).get(wanted)
        document = None
        if self.fact is not None:
            try:
                document = self.desk.document(self.fact.document)
            except EditError:
                self.fact = None  # its report was taken out of the project
        self._pages.setCurrentIndex(1 if self.fact else 0)
        if self.fact is not None and document is not None:
            self._show(self.fact, document)

    def _show(self, fact: Fact, document: Document) -> None:
        self.sign.setPixmap(state_icon(self.theme, fact.state).pixmap(18, 18))
        self.state.setText(state_text(fact.state))
        self.state.setToolTip(text(f"state_long.{fact.state.value}"))
        machine = fact.origin == "machine" and fact.state is State.PROPOSED
        words = text("card.confidence", words=confidence_text(fact.confidence)) if machine else ""
        self.confidence.setText(f"· {words}" if words else "")
        self.confidence.setToolTip(f"{round(fact.confidence * 100)}%" if words else "")
        self.where.set_text(" · ".join(p for p in (_place(document), _section(fact, document)) if p))
        self.evidence.show_fact(fact, document, self.theme)
        self._show_buttons(fact)
        change = fact.measure is Measure.CHANGE
        before = fact.with_(**fact.machine) if fact.machine else None
        for name, row in self._rows.items():
            visible = change or name not in ("direction", "basis")
            for widget in (row.label, row.editor):
                widget.setVisible(visible)
            row.editor.load(fact, document)
            row.show_remarks(fact, before, visible=visible)
        self.tags.load(fact)
        self.note.load(fact, document)
        self.decided.setText(_decided(fact))
        spoken = text(
            "card.spoken",
            state=state_text(fact.state),
            indicator=fact.indicator or text("card.empty"),
            value=value_text(fact),
            period=period_text(fact.period_start, fact.period_end) or text("card.empty"),
            status=text(f"status.{fact.status.value}"),
        )
        self.setAccessibleDescription(spoken)

    def _show_buttons(self, fact: Fact) -> None:
        self.accept_button.setEnabled(not fact.state.kept)
        self.reject_button.setEnabled(fact.state is not State.REJECTED)
        decided = fact.state not in (State.PROPOSED, State.ADDED)
        self.reopen_button.setEnabled(decided)
        self.reopen_button.setVisible(decided)

    def _paint(self) -> None:
        self.setStyleSheet(sheet(self.theme))
        warning = self.theme.icon("warning", "ui.warning").pixmap(15, 15)
        for row in self._rows.values():
            row.sign.setPixmap(warning)
        for name, button in (
            ("accept", self.accept_button), ("reject", self.reject_button), ("reopen", self.reopen_button),
        ):  # fmt: skip
            roles = {"accept": "state.accepted", "reject": "state.rejected"}
            button.setIcon(self.theme.icon(name, roles.get(name, "ui.text")))
        self._renew()

    # -- acts -----------------------------------------------------------------------------------------------------

    def _commit(self, fields: dict[str, Any]) -> None:
        if self.fact is None:
            return
        if fields.get("bound") is Bound.RANGE and "base_value_high" not in fields and self.fact.base_value_high is None:
            # Half a range can't be recorded: the second number is asked for where the first one stands.
            self._rows["bound"].editor.show_value()
            value = self._rows["value"].editor
            value.begin()
            value.trouble.emit(text("card.needs_range"))
            return
        if self.desk.do(Correct((self.fact.id,), fields)) is None:
            self._again()  # what could not be saved must not look as if it were

    def _again(self) -> None:
        for row in self._rows.values():
            row.editor.show_value()

    def _annotate(self, fields: dict[str, Any]) -> None:
        if self.fact is not None:
            self.desk.do(Annotate((self.fact.id,), fields["note"]))

    def _restore(self, fields: tuple[str, ...]) -> None:
        if self.fact is not None and self.fact.machine:
            back = {name: self.fact.machine[name] for name in fields if name in self.fact.machine}
            self.desk.do(Correct((self.fact.id,), back))

    def _entered(self) -> None:
        if self._visiting:
            self._give_back()

    def _give_back(self) -> None:
        self._visiting = False
        self.left.emit()

    def _go_there(self) -> None:
        if self.fact is not None:
            self.desk.select(self.fact.document, self.fact.id, "card")

    # -- what the editors ask -------------------------------------------------------------------------------------

    def _near(self) -> tuple[Fact, ...]:
        return self.desk.facts(self.fact.document) if self.fact else ()

    def _doubtful(self) -> str:
        doubts = dict(self.fact.doubts) if self.fact else {}
        ranked = sorted((min((doubts[f] for f in r.doubts if f in doubts), default=1.0), n) for n, r in enumerate(ROWS))
        return ROWS[ranked[0][1]].name if ranked[0][0] < 1 else "value"


def _decided(fact: Fact) -> str:
    if not fact.decided and not fact.analyst:
        return text("card.proposed_by")
    parts = (state_text(fact.state), fact.analyst, when_text(fact.decided))
    return " · ".join(part for part in parts if part)


def _place(document: Document) -> str:
    metadata = document.metadata
    region = metadata.region.rsplit("/", 1)[-1]
    year = str(metadata.year) if metadata.year else ""
    return f"{region} {year}".strip() or metadata.title or document.name


def _section(fact: Fact, document: Document) -> str:
    section = document.structure.section_at(fact.start)
    return section.title.of(document.text).strip() if section else ""
