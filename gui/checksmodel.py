"""The findings of the checks as a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from core.checking import Finding, reason
from core.messages import text
from gui.choosing import names
from gui.desk import Desk
from gui.matrixmodel import Index, indicator_name
from gui.pages import heading
from gui.theme import Theme
from gui.wording import state_text

COLUMNS = ("rule", "where", "what", "why", "state")


class ChecksModel(QAbstractTableModel):
    """Findings in order of gravity, with those set aside shown or left out."""

    def __init__(self, desk: Desk, theme: Theme, lexicon: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._theme, self._lexicon = desk, theme, lexicon
        self.findings: list[Finding] = []
        self.notes: dict[tuple[str, str], str] = {}
        self.rule, self.with_dismissed = "", False
        self._shown: list[Finding] = []
        self._states: dict[int, str] = {}
        self._names: dict[int, str] = {}

    def use(self, findings: list[Finding]) -> None:
        """Show these findings."""
        self.findings = findings
        self.look()

    def look(self) -> None:
        """Filter anew, and read what is set aside."""
        self.beginResetModel()
        store = self._desk.store
        self.notes = {(r, s): note for r, s, note in store.select("SELECT rule, subject, note FROM dismissal")}
        self._shown = [
            f for f in self.findings
            if (not self.rule or f.rule == self.rule) and (self.with_dismissed or not self.dismissed(f))
        ]  # fmt: skip
        facts = store.many([f.fact for f in self._shown])
        self._states = {key: state_text(fact.state) for key, fact in facts.items()}
        self._shown = [f for f in self._shown if f.fact in facts]
        self._names = names(store.documents())
        self.endResetModel()

    def repaint(self) -> None:
        """After a change of theme."""
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(COLUMNS) - 1))

    def dismissed(self, finding: Finding) -> bool:
        """True when somebody has set it aside."""
        return (finding.rule, finding.subject) in self.notes

    def finding(self, row: int) -> Finding:
        """The finding in a row."""
        return self._shown[row]

    def open_count(self) -> int:
        """How many findings are not set aside."""
        return sum(not self.dismissed(f) for f in self.findings)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return heading("checks", COLUMNS, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        finding, column = self._shown[index.row()], COLUMNS[index.column()]
        aside = self.dismissed(finding)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._said(finding, column, aside)
        if role == Qt.ItemDataRole.ToolTipRole:
            return text(f"check_why.{finding.rule}") if column == "rule" else self._said(finding, column, aside)
        if role == Qt.ItemDataRole.ForegroundRole and aside:
            return self._theme.colour("ui.muted")
        if role == Qt.ItemDataRole.DecorationRole and column == "rule":
            return self._theme.icon("note" if aside else "warning", "ui.muted" if aside else "ui.warning")
        return None

    def _said(self, finding: Finding, column: str, aside: bool) -> str:
        match column:
            case "rule":
                return text(f"check.{finding.rule}")
            case "where":
                return self._names.get(finding.document, "")
            case "what":
                return indicator_name(self._lexicon, finding.values.get("name", ""))
            case "state":
                return self._states.get(finding.fact, "")
        if aside:
            note = self.notes[finding.rule, finding.subject] or text("checks.no_note")
            return f"{reason(finding)}  〔{text('checks.dismissed', note=note)}〕"
        return reason(finding)
