"""The fact card: one fact with its evidence, every field in place with a fitting editor, and the decision on it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.edits import Accept, Annotate, Correct, Reject, Reopen, Touched
from core.errors import EditError
from core.facts import Bound, Fact
from core.messages import text
from core.pieces import without_piece
from core.spans import Span
from gui.actions import Actions
from gui.cardface import Face
from gui.desk import Desk, Selection
from gui.editors import (
    Editor,
    ValueEditor,
)
from gui.look import sheet
from gui.suggesting import ProjectNames, Vocabulary
from gui.theme import Theme

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
        self.desk, self.theme = desk, theme
        self.fact: Fact | None = None
        self._stale = True
        self._visiting = False  # the keyboard came here for one field and goes back after it
        self.setObjectName("card")
        self.setAccessibleName(text("card.title"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(300)
        self._names = ProjectNames(lambda: desk.store)
        own = Vocabulary(lexicon, lambda: self._names.own(lexicon))
        self.face = Face(desk, own, self._names, theme, actions)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(self.face)
        self.setWidget(self._pages)
        self._connect()
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
        name = FIELDS.get(field, field) or self.face.doubtful()
        self._visiting = True
        if name == "tags":
            self.ensureWidgetVisible(self.face.tags)
            self.face.tags.begin()
            return
        editor: Editor = self.face.note if name == "note" else self.face.rows[name].editor
        if not editor.isVisibleTo(self):  # direction of a level: its kind must be chosen first
            editor = self.face.rows["measure"].editor
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
        self.face.tags.toggle_number(number)

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

    def _connect(self) -> None:
        face = self.face
        face.accept_button.clicked.connect(self.accept)
        face.reject_button.clicked.connect(self.reject)
        face.reopen_button.clicked.connect(self.reopen)
        face.evidence.clicked.connect(self._go_there)
        face.note.committed.connect(self._annotate)
        face.tags.chosen.connect(self._entered)
        face.pieces.dropped.connect(self._drop_piece)
        for row in face.rows.values():
            row.editor.committed.connect(self._commit)
            row.restored.connect(self._restore)
        for editor in (face.note, *(row.editor for row in face.rows.values())):
            editor.cancelled.connect(self._give_back)
            editor.entered.connect(self._entered)

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
            self.face.tags.load(self.fact)

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
        # A stack is as high as its highest page: without a fact there is nothing to scroll to.
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if self.fact else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(bar)
        if self.fact is not None and document is not None:
            self.face.show_fact(self.fact, document)
            self.setAccessibleDescription(self.face.spoken)

    def _paint(self) -> None:
        self.setStyleSheet(sheet(self.theme))
        self.face.paint_icons()
        self._renew()

    # -- acts -----------------------------------------------------------------------------------------------------

    def _commit(self, fields: dict[str, Any]) -> None:
        if self.fact is None:
            return
        if fields.get("bound") is Bound.RANGE and "base_value_high" not in fields and self.fact.base_value_high is None:
            # Half a range can't be recorded: the second number is asked for where the first one stands.
            self.face.rows["bound"].editor.show_value()
            value = self.face.rows["value"].editor
            value.begin()
            value.trouble.emit(text("card.needs_range"))
            return
        if self.desk.do(Correct((self.fact.id,), fields)) is None:
            self._again()  # what could not be saved must not look as if it were

    def _again(self) -> None:
        for row in self.face.rows.values():
            row.editor.show_value()

    def _drop_piece(self, span: Span, core: bool) -> None:
        if self.fact is not None:
            whole = self.desk.document(self.fact.document).text
            self.desk.do(Correct((self.fact.id,), without_piece(self.fact, span, whole, core=core)))

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
