"""The table of facts as a model: ids in order, rows fetched in blocks when they come into view."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from core.edits import Annotate, Correct, Touched
from core.facts import Fact, Measure, State, Status
from core.messages import text
from core.querying import Query
from core.store import TagRow
from gui.answers import Answers, large
from gui.choosing import names
from gui.desk import Desk
from gui.factcolumns import COLUMNS, Column, Shown
from gui.look import state_icon
from gui.segments import consequences
from gui.suggesting import Vocabulary, core_fields, value_fields
from gui.theme import Theme
from gui.wording import (
    SURE,
    parse_period,
    value_text,
)

BLOCK = 64  # rows fetched at once: about two screens
KEPT = 4096  # rows kept; a row is about 2 kB
FEW = 32  # an act on more facts than this is followed by a new query rather than by looking for each
NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class FactModel(QAbstractTableModel):
    """Facts in the order of a query. Holds 8 bytes a fact; rows are fetched when they are asked for.

    With `answers`, queries over very many facts are answered by another process: the rows stay as they were until the
    first of the new ones come, and `working` tells when that begins, goes on and ends. Many methods, since Qt asks for
    each thing by one of its own.
    """

    working = Signal()

    def __init__(
        self, desk: Desk, vocabulary: Vocabulary, theme: Theme, parent: Any = None, *, answers: Answers | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self.vocabulary, self.theme, self.answers = desk, vocabulary, theme, answers
        self.query = Query()
        self.busy = False  # further rows are on their way
        self._coming = array("q")  # ids that came and are not shown yet
        self._begun = False  # the rows shown are of the query under way
        self._late: set[int] = set()  # facts that changed meanwhile
        self._ids = array("q")
        self._rows: dict[int, Fact] = {}
        self._reports: dict[int, str] = {}
        self._tags: dict[int, TagRow] = {}
        self._struck = QFont()
        self._struck.setStrikeOut(True)

    # -- what the table asks --------------------------------------------------------------------------------------

    def look(self, query: Query) -> None:
        """Turn to another query."""
        self.query = query
        self.reload()

    def reload(self) -> None:
        """Ask the store again, or have it asked where that takes long."""
        self._coming, self._begun, self._late = array("q"), False, set()
        if self.answers is not None and large(self.desk, self.query):
            self.busy = True
            self.answers.ask("facts", self.query, part=self._part, end=self._end)
        else:
            self.stop()
            self._renew(array("q", self.desk.store.find(self.query)))
        self.working.emit()

    def stop(self) -> None:
        """Wait for no further rows."""
        if self.busy and self.answers is not None:
            self.answers.cancel()
        self.busy = False

    def fact(self, row: int) -> Fact:
        """The fact in a row, fetched with its neighbours."""
        key = self._ids[row]
        if key not in self._rows:
            self._fetch(row)
        return self._rows[key]

    def ids(self, first: int = 0, last: int | None = None) -> list[int]:
        """Fact ids of the rows from `first` to `last`, both included."""
        return self._ids[first : len(self._ids) if last is None else last + 1].tolist()

    def row(self, fact: int) -> int:
        """The row of a fact, -1 where the query leaves it out."""
        try:
            return self._ids.index(fact)
        except ValueError:
            return -1

    def touched(self, touched: Touched) -> bool:
        """Follow what changed; True when the whole query was asked again (selection and scroll are then lost)."""
        if self.busy:
            self._late |= touched.facts
        if touched.kind == "open" or touched.documents:
            self.reload()
            return True
        if touched.tags:
            self._tags = {tag.id: tag for tag in self.desk.tags()}
        if len(touched.facts) > FEW:
            for fact in touched.facts:
                self._rows.pop(fact, None)
            if self.busy or self.query.conditional or not self._complete():
                self.reload()
                return True
            self._tell_all()
            return False
        if not self._follow(touched.facts) and not self.busy:
            self.reload()
            return True
        if touched.tags:
            self._tell_all()
        return False

    # -- Qt -------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(COLUMNS):
            if role == Qt.ItemDataRole.DisplayRole:
                return text(COLUMNS[section].title)
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return COLUMNS[section].align | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return self._cell(index.row(), column, role)
        fact = self.fact(index.row())
        match role:
            case Qt.ItemDataRole.DecorationRole if column.key == "state":
                return state_icon(self.theme, fact.state)
            case Qt.ItemDataRole.FontRole if fact.state is State.REJECTED and column.key in ("indicator", "value"):
                return self._struck
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(fact, column)
            case Qt.ItemDataRole.UserRole:
                return fact.id
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and COLUMNS[index.column()].edit:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        fact, field = self.fact(index.row()), COLUMNS[index.column()].edit
        if field == "note":
            return self.desk.do(Annotate((fact.id,), str(value).strip())) is not None
        made = self.fields(fact, field, value)
        if made is None:
            self.desk.notice(
                text(f"card.unreadable_{field}" if field in ("value", "period") else TROUBLE[field]), "warning"
            )
            return False
        made = {name: new for name, new in made.items() if getattr(fact, name) != new}
        return not made or self.desk.do(Correct((fact.id,), made)) is not None

    def fields(self, fact: Fact, field: str, typed: Any) -> dict[str, Any] | None:
        """The fields that a typed or chosen value sets in a cell; None when it can't be read."""
        said = str(typed).strip()
        match field:
            case "value":
                return {} if said == value_text(fact) else value_fields(said, fact)
            case "period":
                period = parse_period(said, self.desk.document(fact.document).metadata.year)
                return None if period is None else {"period_start": period[0], "period_end": period[1]}
            case "indicator":
                return self._indicator(fact, said) if said else None
            case "canonical":
                name = said if not said or self.vocabulary.knows(said) else self.vocabulary.canonical(said)
                return {"canonical": name} if name or not said else None
            case "measure":
                return consequences(fact, "measure", Measure(typed))
            case "status":
                return {"status": Status(typed)}
        return None

    def tsv(self, rows: Iterable[int], columns: Iterable[int]) -> str:
        """Rows as tab-separated text with a header, for pasting into a spreadsheet."""
        shown = [COLUMNS[number] for number in columns]
        lines = ["\t".join(text(column.title) for column in shown)]
        for row in rows:
            whole = self._shown(row)
            lines.append("\t".join(_safe(column.text(whole)) for column in shown))
        return "\n".join(lines) + "\n"

    # -- inside ---------------------------------------------------------------------------------------------------

    def _indicator(self, fact: Fact, name: str) -> dict[str, Any]:
        made = core_fields(name, fact, self.desk.document(fact.document))
        canonical = self.vocabulary.canonical(name)
        return {**made, "canonical": canonical} if canonical else made

    def _cell(self, row: int, column: Column, role: int) -> Any:
        shown = self._shown(row)
        if role == Qt.ItemDataRole.EditRole and column.edit in ("measure", "status"):
            return getattr(shown.fact, column.edit).value
        if role == Qt.ItemDataRole.ToolTipRole and column.key == "value":
            return shown.fact.quantity
        return column.text(shown)

    def _shown(self, row: int) -> Shown:
        fact = self.fact(row)
        tags = tuple(tag for key, tag in self._tags.items() if key in fact.tags) if fact.tags else ()
        return Shown(fact, self._reports.get(fact.document, ""), tags)

    def tags(self, row: int) -> tuple[TagRow, ...]:
        """The tags of the fact in a row, in the order of the tag set."""
        return self._shown(row).tags

    def _ink(self, fact: Fact, column: Column) -> QColor | None:
        if column.key == "confidence" and fact.state is State.PROPOSED and fact.confidence < SURE:
            return self.theme.colour("ui.warning")
        if fact.state is State.REJECTED or column.key in ("report", "analyst", "decided", "confidence"):
            return self.theme.colour("ui.muted")
        return None

    def _fetch(self, row: int) -> None:
        if len(self._rows) > KEPT:
            self._rows.clear()
        first = row - row % BLOCK
        wanted = [key for key in self._ids[first : first + BLOCK] if key not in self._rows]
        found = self.desk.store.many(wanted)
        for key in wanted:
            # A fact that went away between two signals: shown empty until the next query.
            self._rows[key] = found.get(key) or _gone(key)

    def _follow(self, facts: Iterable[int]) -> bool:
        """Bring single facts up to date; False when one has to come in, so that the order must be asked for."""
        fresh = self.desk.store.many(facts)
        for key in facts:
            row, fact = self.row(key), fresh.get(key)
            wanted = fact is not None and self.query.holds(fact)
            if row < 0 and wanted:
                return False
            if row < 0:
                continue
            if wanted and fact is not None:
                self._rows[key] = fact
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
            else:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._ids[row]
                self._rows.pop(key, None)
                self.endRemoveRows()
        return True

    def _renew(self, ids: array[int]) -> None:
        self.beginResetModel()
        self._rows.clear()
        self._reports = names(self.desk.documents())
        self._tags = {tag.id: tag for tag in self.desk.tags()}
        self._ids = ids
        self.endResetModel()

    def _part(self, found: list[array[int]], _seen: int) -> None:
        for ids in found:
            self._coming.extend(ids)
        # Each time twice as many: the view measures all its rows anew whenever some come.
        if len(self._coming) > (len(self._ids) if self._begun else 0):
            self._show_coming()

    def _show_coming(self) -> None:
        coming, self._coming = self._coming, array("q")
        if not self._begun:
            self._begun = True
            self._renew(coming)
        elif coming:
            self.beginInsertRows(QModelIndex(), len(self._ids), len(self._ids) + len(coming) - 1)
            self._ids.extend(coming)
            self.endInsertRows()
        self.working.emit()

    def _end(self, failed: str) -> None:
        self.busy = False
        if failed:  # the process that was asked has gone: better late than never
            self._renew(array("q", self.desk.store.find(self.query)))
        else:
            self._show_coming()
            if self._late and not self._follow(self._late):
                self.reload()
                return
        self.working.emit()

    def _complete(self) -> bool:
        counts = self.desk.counts()
        documents = self.query.documents or tuple(counts)
        return sum(sum(counts.get(d, {}).values()) for d in documents) == len(self._ids)

    def _tell_all(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))


TROUBLE = {"indicator": "card.needs_indicator", "canonical": "card.unknown_canonical"}


def _gone(key: int) -> Fact:
    return Fact(0, 0, "", None, "", None, "", id=key)


def _safe(cell: str) -> str:
    """One line without tabs; what a spreadsheet would run as a formula gets an apostrophe, numbers stay numbers."""
    plain = re.sub(r"[\t\r\n]+", " ", cell)
    formula = plain[:1] in ("=", "+", "-", "@") and not re.fullmatch(r"[+-]?\d[\d,.]*%?", plain)
    return "'" + plain if formula else plain
