"""The face of the fact card: all that it shows of one fact, and the editors of its fields."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.documents import Document
from core.facts import Basis, Bound, Direction, Fact, Measure, State, Status
from core.messages import text
from gui.actions import Actions
from gui.desk import Desk
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
from gui.look import state_icon
from gui.pieces import PieceStrip, spoken
from gui.segments import Segments
from gui.suggesting import Vocabulary
from gui.tagging import TagStrip
from gui.theme import Theme
from gui.wording import confidence_text, period_text, state_text, value_text, when_text


class Face(QWidget):
    """Shows; what its buttons and editors lead to is connected by the card."""

    def __init__(
        self,
        desk: Desk,
        vocabulary: Vocabulary,
        names: Callable[[], list[str]],
        theme: Theme,
        actions: Actions | None = None,
    ) -> None:
        super().__init__()
        self.desk, self.theme, self.actions_table = desk, theme, actions
        self.fact: Fact | None = None
        self._vocabulary, self._names = vocabulary, names
        self.rows: dict[str, FieldRow] = {}
        self.spoken = ""  # the fact in a sentence, for the screen reader
        self.setObjectName("card_body")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addLayout(self._head())
        self.evidence = Evidence()
        column.addWidget(self.evidence)
        self.pieces = PieceStrip()
        column.addWidget(self.pieces)
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
        row.addWidget(self.where, 1)
        return row

    def _buttons(self) -> Flow:
        row = Flow(gap=6)  # breaks into two lines rather than being cut where letters are large
        self.accept_button = self._act("accept")
        self.reject_button = self._act("reject")
        self.reopen_button = self._act("reopen")
        for button in (self.accept_button, self.reject_button, self.reopen_button):
            row.addWidget(button)
        return row

    def _act(self, name: str) -> QPushButton:
        button = QPushButton(text(f"card.{name}"))
        key = self.actions_table.shown(f"fact.{name}") if self.actions_table else ""
        hint = text(f"card.{name}_hint")
        button.setToolTip(f"{hint}  〔{key}〕" if key else hint)
        button.setAccessibleName(text(f"card.{name}"))
        button.setAccessibleDescription(hint)
        button.setProperty("act", True)
        button.setAutoDefault(False)
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
            widgets = FieldRow(row, editors[row.name], self)
            grid.addWidget(widgets.label, 2 * number, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(widgets.editor, 2 * number, 1)
            grid.addWidget(widgets.remarks, 2 * number + 1, 1)
            self.rows[row.name] = widgets
        for name in ("indicator", "value"):
            line = self.rows[name].editor.focusProxy()
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
        for number, (name, widget) in enumerate((("tags", self.tags), ("note", self.note))):
            label = field_label(name)
            label.setBuddy(widget)
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(widget, number, 1)
        return grid

    def show_fact(self, fact: Fact, document: Document) -> None:
        """Show all of a fact."""
        self.fact = fact
        self.sign.setPixmap(state_icon(self.theme, fact.state).pixmap(18, 18))
        self.state.setText(state_text(fact.state))
        self.state.setToolTip(text(f"state_long.{fact.state.value}"))
        machine = fact.origin == "machine" and fact.state is State.PROPOSED
        sure = text("card.confidence", words=confidence_text(fact.confidence)) if machine else ""
        self.confidence.setText(f"· {sure}" if sure else "")
        self.confidence.setToolTip(f"{round(fact.confidence * 100)}%" if sure else "")
        self.where.set_text(_place(document), _section(fact, document))
        self.evidence.show_fact(fact, document, self.theme)
        self.pieces.show_fact(fact, document)
        self._show_buttons(fact)
        change = fact.measure is Measure.CHANGE
        before = fact.with_(**fact.machine) if fact.machine else None
        for name, row in self.rows.items():
            visible = change or name not in ("direction", "basis")
            for widget in (row.label, row.editor):
                widget.setVisible(visible)
            row.editor.load(fact, document)
            row.show_remarks(fact, before, visible=visible)
        self.tags.load(fact)
        self.note.load(fact, document)
        self.decided.setText(_decided(fact))
        words = text(
            "card.spoken",
            state=state_text(fact.state),
            indicator=fact.indicator or text("card.empty"),
            value=value_text(fact),
            period=period_text(fact.period_start, fact.period_end) or text("card.empty"),
            status=text(f"status.{fact.status.value}"),
        )
        self.spoken = " ".join(filter(None, (words, spoken(fact, document))))

    def _show_buttons(self, fact: Fact) -> None:
        self.accept_button.setEnabled(not fact.state.kept)
        self.reject_button.setEnabled(fact.state is not State.REJECTED)
        decided = fact.state not in (State.PROPOSED, State.ADDED)
        self.reopen_button.setEnabled(decided)
        self.reopen_button.setVisible(decided)

    def paint_icons(self) -> None:
        """Take the icons of the theme in use."""
        warning = self.theme.icon("warning", "ui.warning").pixmap(15, 15)
        for row in self.rows.values():
            row.sign.setPixmap(warning)
        for name, button in (
            ("accept", self.accept_button), ("reject", self.reject_button), ("reopen", self.reopen_button),
        ):  # fmt: skip
            roles = {"accept": "state.accepted", "reject": "state.rejected"}
            button.setIcon(self.theme.icon(name, roles.get(name, "ui.text")))

    def doubtful(self) -> str:
        """The line most in doubt; the value where none is."""
        doubts = dict(self.fact.doubts) if self.fact else {}
        ranked = sorted((min((doubts[f] for f in r.doubts if f in doubts), default=1.0), n) for n, r in enumerate(ROWS))
        return ROWS[ranked[0][1]].name if ranked[0][0] < 1 else "value"

    def _near(self) -> tuple[Fact, ...]:
        return self.desk.facts(self.fact.document) if self.fact else ()


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
