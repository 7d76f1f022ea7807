"""One pane of the desk: a report with its head, outline, find bar and minimap, each a module of its own.

What is left here is one piece: nearly every key that acts in a pane touches several of these parts at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.edits import Touched
from core.messages import text
from core.spans import Span
from core.store import Listing
from gui.actions import Actions
from gui.answers import Answers
from gui.asking import Asking
from gui.desk import Desk
from gui.finding import FindBar
from gui.margin import Margin
from gui.outline import Outline
from gui.panehead import Head
from gui.panehint import Hint
from gui.reader import Reader
from gui.theme import Theme
from gui.timers import pause
from gui.wording import told

OUTLINE = 0.4  # of a pane's width at most
HUSH = 4500  # ms that a quiet line stays
SETTLE = 40  # ms without new lines before the minimap is drawn again
SIZES = (9.0, 10.0, 11.0, 12.0, 12.5, 13.5, 15.0, 17.0, 19.0, 22.0, 26.0, 32.0)


@dataclass(frozen=True, slots=True)
class Look:
    """How reports are set: the usual size in points, the font ("" for the theme's), line spacing, characters a line."""

    points: float = 12.5
    family: str = ""
    spacing: float = 1.75
    column: int = 42


class Pane(QFrame):
    """Shows one report, or a hint where there is none; many methods, since every key that acts in a pane ends here."""

    entered = Signal(object)  # self, when it is clicked or gets the keyboard
    asked_close = Signal(object)
    scrolled = Signal(object)
    kept = Signal()  # something changed that the layout remembers
    shown = Signal(object)  # self, when it shows another report or none

    def __init__(
        self,
        desk: Desk,
        actions: Actions,
        theme: Theme,
        look: Look,
        parent: QWidget | None = None,
        *,
        answers: Answers | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self._desk, self._actions, self._theme, self.look = desk, actions, theme, look
        self.document: int | None = None
        self.waiting = False  # reports are being read: one may come into this pane
        self._points = look.points
        self.reader = Reader(theme)
        actions.attach(self.reader)
        self.outline = Outline()
        self.find = FindBar(theme, answers)
        self.asking = Asking(desk, theme)
        self.margin = Margin(self.reader.verticalScrollBar(), theme)
        self.head = Head(theme)
        self.hint = Hint(theme)
        self.chooser = self.head.chooser
        self._heights: dict[int, float] = {}  # of facts in the report's whole height, until laid out anew
        self._build()
        self._settle = pause(self, SETTLE, self._map)
        self._hush = pause(self, HUSH, self._note.hide)
        self._wire()
        self.reader.set_look(self._points, look.family, look.spacing, look.column)
        self.show_report(None)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.find.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addWidget(self.head)
        column.addWidget(self.find)
        column.addWidget(self.asking)
        body = QWidget()
        inner = QHBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(3)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.outline)
        self._split.addWidget(self.reader)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([200, 600])
        self.outline.setMinimumWidth(90)
        self.reader.setMinimumWidth(104)
        self.reader.setMinimumHeight(48)  # a line and a half: six panes fit under each other on a screen of 768 lines
        self.outline.hide()
        inner.addWidget(self._split, 1)
        inner.addWidget(self.margin)
        self._stack = QStackedWidget()
        self._stack.addWidget(body)
        self._stack.addWidget(self.hint)
        column.addWidget(self._stack, 1)
        # Over the text and not above it: a line that comes and goes must not move what is being read.
        self._note = QLabel(self)
        self._note.setObjectName("pane_note")
        self._note.setWordWrap(True)
        self._note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._note.hide()

    def _wire(self) -> None:
        self.chooser.chosen.connect(self.choose)
        self.chooser.left.connect(self._back)
        self.asking.left.connect(self._back)
        self.hint.choosing.connect(self.chooser.open_list)
        self.hint.importing.connect(self._actions["project.import_files"].trigger)
        self.outline.chosen.connect(self._jump)
        self.head.outline.toggled.connect(self.set_outline)
        self.head.original.toggled.connect(self.set_original)
        self.head.search.clicked.connect(self.open_find)
        self.head.close_button.clicked.connect(lambda: self.asked_close.emit(self))
        self.find.found.connect(self._found)
        self.find.closed.connect(self._go_on_from_hit)
        self.reader.laid.connect(self._relaid)
        self.reader.viewed.connect(self._viewed)
        self.reader.zoom_asked.connect(self.zoom)
        self.reader.picked.connect(self._picked)
        for widget in (self.reader, self.chooser, self.outline, self.find.line, self.reader.viewport()):
            widget.installEventFilter(self)

    # What it shows

    def choose(self, document: int) -> None:
        """Show a report and take the keyboard, as when the analyst picks one."""
        self.show_report(document)
        self.reader.setFocus()
        self.entered.emit(self)
        self.kept.emit()

    def show_report(self, document: int | None) -> None:
        """Show a report of the project, or the hint."""
        self.document = document
        self.refresh_head()
        self.asking.show_report(document)
        if document is None:
            self.reader.show_report(None)
            self._stack.setCurrentIndex(1)
            self.shown.emit(self)
            return
        whole, facts = self._desk.document(document), self._desk.facts(document)
        self._stack.setCurrentIndex(0)
        self.reader.show_report(whole, facts, original=self.head.original.isChecked())
        self.head.original.setEnabled(whole.original != whole.text)
        self.show_passages()
        self.outline.show_report(whole)
        self.outline.set_facts(facts)
        self.find.use(self.reader.shown)
        self.say("")
        if self._desk.selection.document == document:
            self.reader.set_current(self._desk.selection.fact)
        self.shown.emit(self)

    def show_passages(self) -> None:
        """Underline the stretches that carry a tag or a note."""
        if self.document is None:
            return
        colours = {tag.id: QColor(tag.colour) for tag in self._desk.tags()}
        quiet = self._theme.colour("ui.muted")
        self.reader.set_passages(
            [
                (Span(p.start, p.end), colours.get(p.tag or 0, quiet))
                for p in self._desk.store.passages(self.document)
                if p.start is not None and p.end is not None
            ]
        )

    def concerned(self, touched: Touched) -> bool:
        """True when an act changed facts of the report shown."""
        if self.document is None or not touched.facts:
            return False
        # A fact that was added is not known here yet; the act's focus or its reports tell.
        focus = touched.focus[0] if touched.focus else None
        return self.document in (focus, *touched.documents) or self.reader.holds(touched.facts)

    def refresh(self, facts: frozenset[int]) -> None:
        """Take over facts that changed."""
        if self.document is None:
            return
        now = self._desk.facts(self.document)
        changed = [f for f in now if f.id in facts]
        self.reader.set_facts(now, changed if facts else None)
        self.outline.set_facts(now)
        self.refresh_head()
        self._settle.start()

    def refresh_head(self, listings: list[Listing] | None = None) -> None:
        """The name, the progress and the list to choose from."""
        every = self._desk.documents() if listings is None else listings
        mine = next((row for row in every if row.id == self.document), None)
        self.head.show_report(mine, every, self._desk.counts().get(mine.id, {}) if mine is not None else {})
        self.head.fit(self.width(), empty=self.document is None)
        self.hint.tell(any_reports=bool(every), reading=self.waiting)
        self.reader.setAccessibleName(
            text("pane.reader_name", name=self.chooser.text()) if mine else text("pane.empty")
        )

    def announce(self, fact: int | None) -> None:
        """Tell a screen reader which fact is framed; the text alone would not say what it means."""
        if fact is not None and QAccessible.isActive():
            whole = self._desk.fact(fact)
            words = told(whole, self._desk.document(whole.document).text)
            event = QAccessibleAnnouncementEvent(self.reader, words)
            QAccessible.updateAccessibility(event)

    def say(self, words: str) -> None:
        """A quiet line over the text (no such indicator here) that goes by itself; empty to take it away."""
        self._note.setText(words)
        self._note.setVisible(bool(words))
        self._place_note()
        if words:
            self._hush.start()
        else:
            self._hush.stop()

    def set_active(self, active: bool) -> None:
        """Mark it as the pane that keys act on."""
        if self.property("active") != active:
            self.setProperty("active", active)
            for widget in (self, self.head):
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    # What the analyst does

    def set_outline(self, shown: bool) -> None:
        """Show or hide the outline."""
        self.head.outline.setChecked(shown)
        self.outline.setVisible(shown)
        self._narrow_outline()
        self._viewed()
        self.kept.emit()

    def set_original(self, original: bool) -> None:
        """Show the original text instead of the reading text, at the same place."""
        self.head.original.setChecked(original)
        if self.document is None or self.reader.original == original:
            return
        place, fact = self.reader.top(), self.reader.current
        self.reader.show_report(self._desk.document(self.document), self._desk.facts(self.document), original=original)
        self.show_passages()
        self.reader.go_to(place, 0.0)
        self.reader.set_current(fact, scroll=False)
        self.find.use(self.reader.shown)
        self.kept.emit()

    def open_find(self) -> None:
        """Open the find bar, with the selected words if there are any."""
        place = self.reader.place(Span(self.reader.top(), self.reader.top())).start
        self.find.open_bar(self.reader.shown, place, self.chosen_words())

    def chosen_words(self) -> str:
        """The selected words as they are shown; empty without a selection."""
        chosen = self.reader.selected()
        return self.reader.shown[slice(*self.reader.place(chosen))] if chosen else ""

    def mark_hits(self, words: str, hits: Sequence[Span], current: int, *, pattern: bool = False) -> None:
        """Mark the hits of a search made elsewhere, places in the reading text, and one as the current."""
        if self.reader.original:
            hits = [self.reader.place(hit) for hit in hits]
        self.find.show_hits(self.reader.shown, words, hits, current, pattern=pattern)

    def find_step(self, by: int) -> None:
        """To the next (1) or the previous (-1) hit; opens the find bar where it is closed."""
        if self.find.isVisible():
            self.find.step(by)
        else:
            self.open_find()

    def zoom(self, step: int) -> None:
        """Larger (1), smaller (-1) or usual (0) letters."""
        if step == 0:
            self._points = self.look.points
        else:
            others = [s for s in SIZES if (s > self._points if step > 0 else s < self._points)]
            if not others:
                return
            self._points = others[0] if step > 0 else others[-1]
        self.reader.set_look(self._points, self.look.family, self.look.spacing, self.look.column)
        self.kept.emit()

    def set_look(self, look: Look) -> None:
        """New settings for all panes; a zoomed one keeps its share."""
        self._points = round(self._points * look.points / self.look.points, 1)
        self.look = look
        self.reader.set_look(self._points, look.family, look.spacing, look.column)

    # The layout

    def layout_row(self) -> dict[str, Any]:
        """What the next start needs to bring this pane back."""
        return {
            "document": self.document,
            "points": self._points,
            "top": self.reader.top() if self.document is not None else 0,
            "outline": self.head.outline.isChecked(),
            "original": self.head.original.isChecked(),
        }

    def restore(self, row: dict[str, Any], known: set[int]) -> None:
        """Bring a pane back; a report that has gone leaves the hint."""
        document = row.get("document")
        self._points = float(row.get("points") or self.look.points)
        self.reader.set_look(self._points, self.look.family, self.look.spacing, self.look.column)
        self.head.original.setChecked(bool(row.get("original")))
        self.set_outline(bool(row.get("outline")))
        self.show_report(document if document in known else None)
        if self.document is not None:
            place = int(row.get("top") or 0)
            self.reader.go_to(min(place, len(self._desk.document(self.document).text)), 0.0)

    # Inside

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.fit(self.width(), empty=self.document is None)
        self._place_note()
        self._narrow_outline()

    def _narrow_outline(self) -> None:
        """Leave the text most of the pane: one of four beside each other is hardly wider than two outlines."""
        most = max(round(self.width() * OUTLINE), self.outline.minimumWidth())
        if self.outline.isVisible() and self._split.sizes()[0] > most:
            self._split.setSizes([most, self.width() - most])

    def _place_note(self) -> None:
        if self._note.isVisibleTo(self):
            room = self.width() - self.margin.width() - 24
            width = min(room, self._note.fontMetrics().horizontalAdvance(self._note.text()) + 34)
            self._note.resize(width, self._note.heightForWidth(width))
            self._note.move(12, self.height() - self._note.height() - 12)
            self._note.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress):
            self.entered.emit(self)
        return False

    def _picked(self, fact: int | None) -> None:
        self.entered.emit(self)
        if self.document is not None and fact is not None:
            self._desk.select(self.document, fact, origin="pane")

    def _jump(self, position: int) -> None:
        self.reader.go_to(position, 0.04)
        self.reader.setFocus()

    def _found(self, hits: object, index: int) -> None:
        spans: tuple[Span, ...] = tuple(hits) if isinstance(hits, (list, tuple)) else ()
        self.reader.set_hits(spans, index)
        # A word that stands in every line needs no more marks than the minimap has lines.
        step = max(len(spans) // 400, 1)
        self.margin.set_hits([self.reader.fraction_shown(span.start) for span in spans[::step]])

    def _back(self) -> None:
        """Give the keyboard back to the text, where the keys of review work."""
        (self.chooser if self.document is None else self.reader).setFocus()

    def _go_on_from_hit(self) -> None:
        """Who closes the search is at what was found: its fact is selected, or its words are."""
        self.reader.setFocus()
        hit, self.find.left_at = self.find.left_at, None
        if hit is None or self.document is None:
            return
        facts = (f for f in self._desk.facts(self.document) if any(self.reader.place(s).overlaps(hit) for s in f.spans))
        fact = next(facts, None)
        if fact is not None:
            self._desk.select(self.document, fact.id, origin="pane")
        else:
            self.reader.choose(hit)

    def _viewed(self) -> None:
        if self.outline.isVisible():
            self.outline.set_place(self.reader.top())
        self.scrolled.emit(self)

    def _relaid(self) -> None:
        self._heights.clear()
        self._settle.start()

    def _map(self) -> None:
        """Draw the minimap; done a moment after the lines were laid out, never before the first paint."""
        if self.document is None:
            self.margin.set_facts(())
            return
        facts = self._desk.facts(self.document)
        self.margin.set_facts([(self._height(span.start), fact) for fact in facts for span in fact.spans])
        self.mark_current()

    def _height(self, start: int) -> float:
        # Asked for every fact after every act: 5,000 of them cost 40 ms when each is looked up in the laid out text.
        height = self._heights.get(start)
        if height is None:
            height = self._heights[start] = self.reader.fraction(start)
        return height

    def mark_current(self) -> None:
        """Show on the minimap where the framed fact stands."""
        place = self.reader.current_place()
        self.margin.set_current(self._height(place) if place is not None else None)
