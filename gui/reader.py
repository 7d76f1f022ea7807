"""A report as it is read: highlights painted under the text, for the lines in view alone.

Three coordinate systems meet here and nowhere else: the reading text and the original text count code points, Qt
counts UTF-16 units. Everything that enters or leaves this widget is in code points of the *reading text*, whichever
of the two texts is shown. Text is never read back from Qt: it drops a byte order mark, merges CRLF and turns NBSP
into a space.

Under-painting costs 1 to 2 ms a changed highlight whatever the report's length; char formats cost 14 ms and extra
selections up to 62 ms in a report of one paragraph. Scrolling blits, so a frame paints only the strip that came
into view.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit, QToolTip, QWidget

from core.documents import Document
from core.facts import Fact
from core.marking import Marks, Run
from core.messages import text
from core.offsets import OffsetMap
from core.pieces import words as words_of
from core.spans import Span
from gui.marks import Brush
from gui.theme import Theme

COLUMN = 42  # characters a line at most: beyond that the eye loses the next line
LINE = 1.75  # line to line, in letter heights; the font's own 1.45 and a fifth more
GAP = 0.55  # between paragraphs, in letter heights
GRIP = 5  # pixels around an end that catch the pointer
FAR = 2000  # characters; pieces farther apart than that share no screen
INDENT = re.compile("[ \u3000\u00a0\t]{2,}|\u3000")
ASTRAL = re.compile("[\U00010000-\U0010ffff]")
# Equal in length, but kept by Qt: a mark at the beginning is dropped and CRLF becomes one break otherwise.
SHOWN = str.maketrans({"\ufeff": "\u200b", "\r": "\u200b"})


class Positions:
    """Between code points and Qt's UTF-16 positions of one text."""

    def __init__(self, shown: str) -> None:
        self._points = [m.start() for m in ASTRAL.finditer(shown)]
        self._units = [point + index for index, point in enumerate(self._points)]

    def to_qt(self, point: int) -> int:
        """The UTF-16 position of a code point."""
        return point + bisect_left(self._points, point)

    def to_text(self, unit: int) -> int:
        """The code point at a UTF-16 position; inside a pair, the character that the pair stands for."""
        return unit - bisect_left(self._units, unit)


class Reader(QTextEdit):
    """One report, read-only, with its facts.

    The class is long because painting, pointing and the way between the coordinate systems share the geometry
    of the laid out lines and nothing else may know of it.
    """

    picked = Signal(object)  # the id of the fact clicked on, None beside them
    opened = Signal(int)  # a fact was double-clicked
    asked = Signal(object, QPoint)  # context menu: fact id or None, place on the screen
    viewed = Signal()  # other lines came into view, or lines were laid out anew
    laid = Signal()  # the lines were laid out anew: places on the minimap move
    stretched = Signal(object, bool, object)  # an end of the current fact (True: of its indicator): new span, old one
    pieced = Signal(object, bool)  # words were dragged over for the current fact (True: its indicator) to go on in
    unpieced = Signal(object)  # a place in a piece of the current fact that is to be given up
    zoom_asked = Signal(int)  # Ctrl and the wheel: +1 or -1

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reader")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the minimap is the scroll bar
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUndoRedoEnabled(False)
        self.setMouseTracking(True)
        self._theme = theme
        self._points = 12.5
        self._family = ""
        self._spacing = LINE
        self._column = COLUMN
        self._source: Document | None = None
        self._made: QTextDocument | None = None
        self._original = False
        self._shown = ""
        self._wanted: tuple[int, float] | None = None  # where to go when it is first seen and has its size
        self._offsets: OffsetMap | None = None  # None: what is shown is the reading text
        self._positions = Positions("")
        self._marks = Marks(())
        self._facts: dict[int, Fact] = {}  # by id, in coordinates of what is shown
        self._current: int | None = None
        self._echo = False
        self._hits: Sequence[Span] = ()
        self._passages: list[tuple[Span, QColor]] = []
        self._hit: int = -1
        self._pieces: dict[tuple[int, int], list[tuple[QRectF, float]]] = {}
        self._pressed: QPoint | None = None
        self._near = False  # the pointer is at the current fact: its handles are shown
        self._held: tuple[str, bool, Span] | None = None  # the end being dragged, whether the indicator's, of what
        self._piecing: bool | None = None  # a piece is being dragged over; True for one of the indicator
        self._drawn_out: Span | None = None  # where the dragged fact or indicator reaches now
        self._brush = Brush(theme)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.viewed.emit())
        theme.changed.connect(self._dress)
        self._dress()

    # What is shown

    def show_report(self, document: Document | None, facts: Sequence[Fact] = (), *, original: bool = False) -> None:
        """Show a report, or nothing; the place and the current fact are forgotten."""
        self._source = document
        self._original = original and document is not None
        self._current = None
        self._wanted = None
        self._hits, self._hit = (), -1
        self._shown = "" if document is None else (document.original if self._original else document.text)
        self._offsets = document.offsets if document is not None and self._original else None
        self._positions = Positions(self._shown)
        paragraphs = () if document is None else document.structure.paragraphs
        if self._original or not paragraphs:
            paragraphs = tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^\r\n]+", self._shown))
        self._marks = Marks(paragraphs)
        self.set_facts(facts)
        self._lay()

    def set_facts(self, facts: Sequence[Fact], changed: Sequence[Fact] | None = None) -> None:
        """The report's facts as they are now; `changed` has those that differ from before (all, if None)."""
        if changed is None:
            self._facts = {fact.id: self._across(fact) for fact in facts}
            self._marks.use(list(self._facts.values()))
            self.viewport().update()
            return
        touched = [self._facts[f.id] for f in changed if f.id in self._facts]
        kept = {fact.id for fact in facts} if len(facts) != len(self._facts) else None
        for fact in changed:
            if kept is None or fact.id in kept:
                self._facts[fact.id] = self._across(fact)
                touched.append(self._facts[fact.id])
        if kept is not None:
            touched.extend(self._facts.pop(gone) for gone in [i for i in self._facts if i not in kept])
        self._marks.use([self._facts[fact.id] for fact in facts], touched)
        for fact in touched:
            self._repaint(fact)

    def set_current(self, fact: int | None, *, scroll: bool = True, echo: bool = False) -> bool:
        """Frame a fact (an echo of another pane's more lightly) and bring it into view; False when it is not here."""
        before, self._current, self._echo = self._current, fact if fact in self._facts else None, echo
        for changed in (before, self._current):
            if changed in self._facts:
                self._repaint(self._facts[changed])
        if self._current is None:
            return False
        here = self._facts[self._current]
        cursor = self.textCursor()
        cursor.setPosition(self._positions.to_qt(here.start))
        # Keys select text from the fact on; Qt would scroll there by itself, so the place is kept first.
        bar = self.verticalScrollBar()
        place = bar.value()
        self.setTextCursor(cursor)
        if bar.value() != place:
            bar.setValue(place)
        if scroll:
            self._bring(here.start, here.end)
        return True

    def set_hits(self, hits: Sequence[Span], current: int = -1, *, scroll: bool = True) -> None:
        """Show search hits (spans of the shown text, see `shown`); `current` is an index or -1."""
        self._hits, self._hit = hits, current
        if scroll and 0 <= current < len(hits):
            self._bring(hits[current].start, hits[current].end)
        self.viewport().update()

    def set_passages(self, passages: Sequence[tuple[Span, QColor]]) -> None:
        """Underline tagged stretches of the reading text in their tags' colours."""
        self._passages = [(self.place(span), colour) for span, colour in passages]
        self.viewport().update()

    def set_look(self, points: float, family: str = "", spacing: float = LINE, column: int = COLUMN) -> None:
        """Letters' size in points, font ("" for the theme's), line spacing in letter heights, characters a line."""
        if (points, family, spacing, column) == (self._points, self._family, self._spacing, self._column):
            return
        self._points, self._family, self._spacing, self._column = points, family, spacing, column
        place = self.top()
        self._lay()
        self.go_to(place, where=0.0)

    @property
    def shown(self) -> str:
        """The text on screen: the reading text or the original."""
        return self._shown

    @property
    def source(self) -> Document | None:
        """The report shown."""
        return self._source

    @property
    def original(self) -> bool:
        """True while the original text is shown."""
        return self._original

    @property
    def points(self) -> float:
        """The size of the letters."""
        return self._points

    @property
    def current(self) -> int | None:
        """The framed fact."""
        return self._current

    def holds(self, facts: frozenset[int]) -> bool:
        """True when one of these facts is shown here."""
        return not facts.isdisjoint(self._facts.keys())

    def current_place(self) -> int | None:
        """Where the framed fact begins in the reading text."""
        fact = self._facts.get(self._current) if self._current is not None else None
        return None if fact is None else self._back(fact.span).start

    def selected(self) -> Span | None:
        """The selected stretch of the reading text without blanks at its ends; None where nothing is selected."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        start, end = (self._positions.to_text(p) for p in (cursor.selectionStart(), cursor.selectionEnd()))
        chosen = self._shown[start:end]
        start += len(chosen) - len(chosen.lstrip())
        end -= len(chosen) - len(chosen.rstrip())
        return self._back(Span(start, end)) if start < end else None

    def choose(self, shown: Span) -> None:
        """Select a stretch of the text shown, staying where it is."""
        cursor, top = self.textCursor(), self.verticalScrollBar().value()
        cursor.setPosition(self._positions.to_qt(shown.start))
        cursor.setPosition(self._positions.to_qt(shown.end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(top)

    def clear_selection(self) -> None:
        """Select nothing."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def place(self, span: Span) -> Span:
        """A span of the reading text in the text shown."""
        return self._offsets.to_original(span) if self._offsets else span

    def top(self) -> int:
        """The code point of the reading text at the upper edge."""
        if not self._shown:
            return 0
        if self._wanted is not None:
            return self._wanted[0]
        return self._back(Span(*[self._point(QPointF(0, self._scroll() + 2))] * 2)).start

    def fraction(self, position: int) -> float:
        """Where a code point of the reading text stands in the whole height, 0 to 1."""
        return self.fraction_shown(self.place(Span(position, position)).start)

    def fraction_shown(self, position: int) -> float:
        """The same for a code point of the shown text."""
        height = self.document().size().height()
        return self._height_of(position) / height if height else 0.0

    def go_to(self, position: int, where: float = 0.25) -> None:
        """Scroll a code point of the reading text to `where` in the window: 0 its top, 1 its bottom."""
        if self._shown:
            if not self.isVisible():
                self._wanted = (position, where)  # nothing scrolls before it has its size
                return
            self._wanted = None
            y = self._height_of(self.place(Span(position, position)).start)
            self.verticalScrollBar().setValue(round(y - where * self.viewport().height()))

    # Laying out

    def _lay(self) -> None:
        """Make the lines on a detached document: merging formats into one on screen costs twice the time."""
        font = self._theme.font(self._points, family=self._family)
        # A font object may name several families; only the first that exists is drawn, the rest fill gaps.
        made = QTextDocument(self)
        made.setUndoRedoEnabled(False)
        made.setDefaultFont(font)
        made.setDocumentMargin(self._em() * 0.9)
        self._write(made, font)
        self._pieces.clear()
        self.setDocument(made)
        # Qt deletes only a document that it made itself.
        if self._made is not None:
            self._made.deleteLater()
        self._made = made
        made.documentLayout().documentSizeChanged.connect(self._relaid)
        self._fit()
        self.verticalScrollBar().setValue(0)
        self.verticalScrollBar().setSingleStep(round(self._em() * self._spacing))
        self._relaid()

    def _write(self, made: QTextDocument, font: QFont) -> None:
        em, metrics = self._em(), QFontMetricsF(font)
        body = QTextBlockFormat()
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        # Qt multiplies the font's own line, rounded up, so the spacing is turned into a share of that.
        own = max(int(metrics.ascent() + metrics.descent() + 0.999), 1)
        body.setLineHeight(100 * em * self._spacing / own, proportional)
        body.setBottomMargin(em * GAP)
        indented = QTextBlockFormat(body)
        indented.setTextIndent(2 * em)
        blank = QTextBlockFormat()
        blank.setLineHeight(em * 0.4, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        titles = self._titles()
        cursor = QTextCursor(made)
        at = 0
        for number, line in enumerate(self._lines()):
            level = titles.get(at, 0)
            shape = body if INDENT.match(line) else (indented if line.strip() else blank)
            letters = QTextCharFormat()
            if level:
                shape = QTextBlockFormat(body)
                shape.setTopMargin(em * (1.1 if level == 1 else 0.5))
                shape.setHeadingLevel(min(level, 6))
                letters.setFontWeight(QFont.Weight.Bold)
                if level == 1:
                    letters.setProperty(QTextFormat.Property.FontSizeAdjustment.value, 1)
                elif not INDENT.match(line):
                    shape.setTextIndent(2 * em if level > 1 else 0)
            if number:
                cursor.insertBlock(shape, letters)
            else:
                cursor.setBlockFormat(shape)
                cursor.setCharFormat(letters)
            cursor.insertText(line.translate(SHOWN), letters)
            at += len(line) + 1
        self._embolden(made, set(titles))

    def _lines(self) -> list[str]:
        # Exactly the places where insertText would break: each break is one code point and one Qt position.
        return re.split("\n|\u2029|(?:\r(?!\n))", self._shown)

    def _titles(self) -> dict[int, int]:
        """Where in the shown text a whole line is a heading → its level."""
        if self._source is None:
            return {}
        found = {}
        for section in self._source.structure.sections:
            title = section.title
            if title.end > title.start:
                here = self.place(Span(*title))
                line = self._shown.rfind("\n", 0, here.start) + 1
                stop = self._shown.find("\n", here.start)
                stop = len(self._shown) if stop < 0 else stop
                if not self._shown[line : here.start].strip() and len(self._shown[here.end : stop].strip()) <= 1:
                    found[line] = section.level
        return found

    def _embolden(self, made: QTextDocument, done: set[int]) -> None:
        """Headings that share a line with the text after them: bold letters only."""
        if self._source is None:
            return
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        cursor = QTextCursor(made)
        for section in self._source.structure.sections:
            if section.title.end > section.title.start:
                here = self.place(Span(*section.title))
                if self._shown.rfind("\n", 0, here.start) + 1 not in done:
                    cursor.setPosition(self._positions.to_qt(here.start))
                    cursor.setPosition(self._positions.to_qt(here.end), QTextCursor.MoveMode.KeepAnchor)
                    cursor.mergeCharFormat(bold)

    def _em(self) -> float:
        return QFontInfo(self._theme.font(self._points, family=self._family)).pixelSize()

    def _fit(self) -> None:
        """Keep the column at a readable width, in the middle."""
        spare = self.width() - (self._column + 2) * self._em()
        side = max(round(spare / 2), 0)
        if self.viewportMargins().left() != side:
            self.setViewportMargins(side, 0, side, 0)

    def _relaid(self, *_: object) -> None:
        self._pieces.clear()
        self.laid.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._wanted is not None:
            QTimer.singleShot(0, self, self._arrive)

    def _arrive(self) -> None:
        if self._wanted is not None:
            self.go_to(*self._wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        place = self.top() if event.oldSize().width() != event.size().width() and self._shown else None
        here = self._facts.get(self._current) if self._current is not None else None
        seen = here is not None and self._in_view(here, event.oldSize().height())
        self._fit()
        super().resizeEvent(event)
        if place is not None:
            self._pieces.clear()
            if self._wanted is None:
                self.go_to(place, where=0.0)
        if seen and here is not None and not self._in_view(here, self.viewport().height()):
            self._bring(here.start, here.end)
        self.laid.emit()

    # Geometry

    def _scroll(self) -> int:
        return self.verticalScrollBar().value()

    def _point(self, place: QPointF) -> int:
        """The code point of the shown text at a place of the laid out document."""
        # Qt lays out the lines above a place as they are asked for, and until it has reached the end its hit test
        # answers with the document's end for places in the page's margin. Asking for the size finishes the lines.
        document = self.document()
        edge = document.documentMargin() + 1
        y = min(max(place.y(), edge), max(document.size().height() - edge, edge))
        unit = document.documentLayout().hitTest(QPointF(place.x(), y), Qt.HitTestAccuracy.FuzzyHit)
        return min(self._positions.to_text(max(unit, 0)), len(self._shown))

    def _under(self, place: QPoint) -> int | None:
        """The code point of the shown text under the pointer; None beside the text."""
        at = QPointF(place) + QPointF(0, self._scroll())
        # hitTest rounds to the nearer gap between two letters; the letter itself is wanted.
        unit = self.document().documentLayout().hitTest(at, Qt.HitTestAccuracy.FuzzyHit)
        if unit < 0:
            return None
        point = self._positions.to_text(unit)
        for candidate in (point, point - 1):
            if 0 <= candidate < len(self._shown):
                for rect, _ in self._geometry(candidate, candidate + 1):
                    if rect.contains(at):
                        return candidate
        return None

    def _height_of(self, position: int) -> float:
        """The top of the line that holds a code point of the shown text."""
        unit = self._positions.to_qt(min(max(position, 0), len(self._shown)))
        block = self.document().findBlock(unit)
        if not block.isValid():
            return 0.0
        self.document().documentLayout().blockBoundingRect(block)
        line = block.layout().lineForTextPosition(unit - block.position())
        return block.layout().position().y() + (line.y() if line.isValid() else 0.0)

    def _geometry(self, start: int, end: int) -> list[tuple[QRectF, float]]:
        """The boxes of a stretch of the shown text, a line each, with the line's base; kept until laid out anew."""
        found = self._pieces.get((start, end))
        if found is not None:
            return found
        found = []
        document = self.document()
        arranged = document.documentLayout()
        left, right = self._positions.to_qt(start), self._positions.to_qt(end)
        block = document.findBlock(left)
        while block.isValid() and block.position() < right:
            arranged.blockBoundingRect(block)  # makes Qt lay out as far as here
            lines, first = block.layout(), block.position()
            origin = lines.position()
            at, stop = max(left - first, 0), min(right - first, block.length() - 1)
            while at < stop:
                line = lines.lineForTextPosition(at)
                if not line.isValid():
                    break
                till = min(stop, line.textStart() + line.textLength())
                here, there = line.cursorToX(at)[0], line.cursorToX(till)[0]
                base = origin.y() + line.y() + line.ascent()
                # The letter's square, not the line: 0.88 above and 0.12 below the base in every Chinese font.
                size = line.ascent() + line.descent()
                top = base - size * 0.65
                found.append((QRectF(origin.x() + here, top, there - here, size * 0.79), base))
                if till <= at:
                    break
                at = till
            block = block.next()
        self._pieces[(start, end)] = found
        return found

    def _bring(self, start: int, end: int) -> None:
        """Scroll a stretch of the shown text to the comfortable middle, unless it is there already."""
        if not self.isVisible():
            self._wanted = (self._back(Span(start, start)).start, 0.35)
            return
        self._wanted = None
        boxes = self._geometry(start, end)
        if not boxes:
            return
        top, bottom = boxes[0][0].top() - self._scroll(), boxes[-1][0].bottom() - self._scroll()
        height = self.viewport().height()
        if top < height * 0.12 or bottom > height * 0.82:
            self.verticalScrollBar().setValue(round(boxes[0][0].top() - height * 0.35))

    def _in_view(self, fact: Fact, height: int) -> bool:
        boxes = self._geometry(fact.start, fact.end)
        return bool(boxes) and boxes[0][0].top() >= self._scroll() and boxes[-1][0].bottom() <= self._scroll() + height

    def _across(self, fact: Fact) -> Fact:
        """A fact in coordinates of the text shown."""
        if self._offsets is None:
            return fact
        span = self._offsets.to_original(fact.span)
        core = fact.core
        low, high = self._offsets.to_original(core) if core is not None else (None, None)
        return replace(
            fact, start=span.start, end=span.end, indicator_start=low, indicator_end=high,
            pieces=tuple(map(self._offsets.to_original, fact.pieces)),
            indicator_pieces=tuple(map(self._offsets.to_original, fact.indicator_pieces)),
        )  # fmt: skip

    def _back(self, span: Span) -> Span:
        """A span of the text shown in the reading text."""
        return self._offsets.to_text(span) if self._offsets else span

    def _repaint(self, fact: Fact) -> None:
        """Paint again just the places of one fact."""
        for spans in (fact.spans, fact.core_spans):
            if len(spans) > 1 and spans[-1].end - spans[0].start > FAR:
                self.viewport().update()
            elif spans:  # with what joins its pieces
                self._repaint_span(Span(spans[0].start, spans[-1].end))

    def _repaint_span(self, span: Span) -> None:
        for rect, _ in self._geometry(*span):
            self.viewport().update(rect.adjusted(-8, -8, 8, 9).translated(0, -self._scroll()).toAlignedRect())

    # Painting

    def _dress(self) -> None:
        """Take the theme's colours."""
        self._brush = Brush(self._theme)
        palette = QPalette(self._theme.palette())
        palette.setColor(QPalette.ColorRole.Base, self._theme.colour("ui.paper"))
        palette.setColor(QPalette.ColorRole.Window, self._theme.colour("ui.paper"))
        self.setPalette(palette)
        # No style sheet rule may name this widget: with one, Qt no longer knows the page to be opaque, and scrolling
        # paints all of it instead of moving it (6 instead of 1 ms).
        self.viewport().setAutoFillBackground(True)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, QRectF(event.rect()))
            painter.end()
        super().paintEvent(event)

    def _paint(self, painter: QPainter, exposed: QRectF) -> None:
        shift = self._scroll()
        # A line above and below, because frames and underlines reach over their own line.
        top, bottom = exposed.top() + shift - 12, exposed.bottom() + shift + 12
        start = self._point(QPointF(0, top))
        end = self._point(QPointF(self.viewport().width(), bottom)) + 1
        painter.translate(0, -shift)
        current = self._facts.get(self._current) if self._current is not None else None
        if current is not None:
            named = [self._geometry(*span) for span in self._reached(current.core_spans, core=True)]
            for box, base in (each for boxes in named for each in boxes):
                self._brush.core(painter, box, base)
            self._join(painter, named, core=True)
        for run in self._marks.within(start, end):
            if run.end > start and run.start < end:
                self._paint_run(painter, run)
        self._paint_hits(painter, start, end)
        for span, colour in self._passages:
            if span.end > start and span.start < end:
                painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine))
                for box, base in self._geometry(span.start, span.end):
                    painter.drawLine(QPointF(box.left(), base + 5), QPointF(box.right(), base + 5))
        if current is not None:
            framed = [self._geometry(*span) for span in self._reached(current.spans, core=False)]
            for boxes in framed:
                for box, _ in boxes:
                    self._brush.frame(painter, box, echo=self._echo)
                if self._near and boxes:
                    self._brush.handles(painter, boxes[0][0], boxes[-1][0])
            self._join(painter, framed, core=False)

    def _reached(self, spans: tuple[Span, ...], *, core: bool) -> tuple[Span, ...]:
        """The pieces of the current fact, or of its indicator, the one that is being dragged as far as it reaches."""
        if self._held is None or self._drawn_out is None or self._held[1] is not core:
            return spans
        return tuple(self._drawn_out if span == self._held[2] else span for span in spans)

    def _join(self, painter: QPainter, pieces: list[list[tuple[QRectF, float]]], *, core: bool) -> None:
        """Lines from piece to piece, so that they are seen to be one; round the line's end where they stand apart."""
        whole = [boxes for boxes in pieces if boxes]
        width = self.document().size().width() - self.document().documentMargin()
        for before, after in pairwise(whole):
            (left, low), (right, base) = before[-1], after[0]
            if abs(left.top() - right.top()) < 1:
                self._brush.join(painter, left, left.right(), right.left(), low, core=core)
            else:
                self._brush.join(painter, left, left.right(), width, low, core=core)
                self._brush.join(painter, right, self.document().documentMargin(), right.left(), base, core=core)

    def _paint_run(self, painter: QPainter, run: Run) -> None:
        fact = self._facts[run.facts[-1]]
        boxes = self._geometry(run.start, run.end)
        for number, (box, base) in enumerate(boxes):
            first, last = run.first and number == 0, run.last and number == len(boxes) - 1
            self._brush.paint(painter, fact, box, base, first=first, last=last)

    def _paint_hits(self, painter: QPainter, start: int, end: int) -> None:
        for index in range(bisect_right(self._hits, start, key=lambda s: s.end), len(self._hits)):
            hit = self._hits[index]
            if hit.start >= end:
                break
            for box, _ in self._geometry(hit.start, hit.end):
                self._brush.hit(painter, box, current=index == self._hit)

    # Pointing

    def fact_under(self, place: QPoint) -> tuple[int, ...]:
        """The facts under the pointer (viewport coordinates), the topmost first."""
        point = self._under(place)
        return () if point is None else self._marks.at(point)

    def piece_under(self, place: QPoint) -> Span | None:
        """Where the pointer is in the reading text, if in one of several pieces of the current fact."""
        point, current = self._under(place), self._facts.get(self._current) if self._current is not None else None
        if point is None or current is None or self._echo:
            return None
        here = Span(point, point + 1)
        several = [spans for spans in (current.spans, current.core_spans) if len(spans) > 1]
        return self._back(here) if any(piece.overlaps(here) for spans in several for piece in spans) else None

    def within_selection(self, place: QPoint) -> bool:
        """True when the pointer is at selected words."""
        point, cursor = self._under(place), self.textCursor()
        if point is None:
            return False
        return cursor.selectionStart() <= self._positions.to_qt(point) < cursor.selectionEnd()

    def _handle(self, place: QPoint) -> tuple[str, bool, Span] | None:
        """The end of a piece of the current fact, or of its indicator, that the pointer is at."""
        current = self._facts.get(self._current) if self._current is not None else None
        if current is None or self._echo:
            return None
        at = QPointF(place) + QPointF(0, self._scroll())
        ends = (*((s, False) for s in current.spans), *((s, True) for s in current.core_spans))
        for span, core in ends:
            if boxes := self._geometry(*span):
                first, last = boxes[0][0], boxes[-1][0]
                if abs(at.x() - last.right()) <= GRIP and last.top() <= at.y() <= last.bottom():
                    return "end", core, span
                if abs(at.x() - first.left()) <= GRIP and first.top() <= at.y() <= first.bottom():
                    return "start", core, span
        return None

    def _stretch(self, place: QPoint) -> None:
        """Let the held end follow the pointer, inside its paragraph and never past the other end."""
        current = self._facts.get(self._current) if self._current is not None else None
        if current is None or self._held is None:
            return
        end, _, span = self._held
        low = self._shown.rfind("\n", 0, span.start) + 1
        high = self._shown.find("\n", span.end)
        high = len(self._shown) if high < 0 else high
        point = self._point(QPointF(place) + QPointF(0, self._scroll()))
        if end == "start":
            moved = Span(min(max(point, low), span.end - 1), span.end)
        else:
            moved = Span(span.start, max(min(point, high), span.start + 1))
        if moved != self._drawn_out:
            for each in (self._drawn_out or span, moved):
                self._repaint_span(each)
            self._drawn_out = moved

    def _let_go(self) -> None:
        """The end of a drag: what was drawn out becomes the new extent."""
        held, drawn = self._held, self._drawn_out
        self._held = self._drawn_out = None
        if held is not None and drawn is not None:
            self._repaint_span(drawn)
            self.stretched.emit(self._back(drawn), held[1], self._back(held[2]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and not self._echo
            self._piecing = None
            if control and self._current is not None:
                shift = Qt.KeyboardModifier.ShiftModifier
                self._piecing = bool(event.modifiers() & shift)
                # With Shift, Qt would go on with what is selected already.
                event = QMouseEvent(
                    event.type(), event.position(), event.globalPosition(), event.button(), event.buttons(),
                    event.modifiers() & ~shift, event.pointingDevice(),
                )  # fmt: skip
            else:
                self._held = self._handle(event.position().toPoint())
            if self._held is not None:
                return
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held is not None and event.button() == Qt.MouseButton.LeftButton:
            if self._drawn_out is None:  # pressed and not moved: a click on the fact
                self._held = None
                self.picked.emit(self._current)
            else:
                self._let_go()
            return
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        still = (place - self._pressed).manhattanLength() < QApplication.startDragDistance()
        self._pressed = None
        piecing, self._piecing = self._piecing, None
        if piecing is not None and not still:
            if (chosen := self.selected()) is not None:
                self.pieced.emit(chosen, piecing)
            return
        if piecing is not None and (piece := self.piece_under(place)) is not None:
            self.unpieced.emit(piece)
            return
        if still and not self.textCursor().hasSelection():
            found = self.fact_under(place)
            # A second click on overlapping facts goes to the one below.
            after = found[(found.index(self._current) + 1) % len(found)] if self._current in found else None
            self.picked.emit(after or (found[0] if found else None))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self.fact_under(event.position().toPoint())
        if found:
            self.opened.emit(self._current if self._current in found else found[0])
        else:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._held is not None:
            self._stretch(place)
            return
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            found = self.fact_under(place)
            handle = self._handle(place)
            near = handle is not None or (self._current in found and not self._echo)
            if near != self._near and self._current in self._facts:
                self._near = near
                self._repaint(self._facts[self._current])
            shape = Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.IBeamCursor
            shape = Qt.CursorShape.SizeHorCursor if handle is not None else shape
            if self.viewport().cursor().shape() != shape:
                self.viewport().setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._held is not None:
            drawn, self._held, self._drawn_out = self._drawn_out, None, None
            if drawn is not None:
                self._repaint_span(drawn)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: object) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_asked.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = self.viewport().mapFromGlobal(event.globalPos())
        found = self.fact_under(place) if event.reason() == QContextMenuEvent.Reason.Mouse else ()
        self.asked.emit(found[0] if found else None, event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.fact_under(event.pos())
            if found:
                QToolTip.showText(event.globalPos(), told(self._facts[found[0]], self._shown), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def event(self, event: QEvent) -> bool:
        # Beside a narrow column lies the frame, not the page; its wheel still turns the page.
        if event.type() == QEvent.Type.Wheel and self.viewportMargins().left():
            return QApplication.sendEvent(self.viewport(), event)
        return super().event(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor = self.textCursor()
        start, end = (self._positions.to_text(p) for p in (cursor.selectionStart(), cursor.selectionEnd()))
        copied = QMimeData()
        copied.setText(self._shown[start:end])  # the report's own characters, not Qt's
        return copied


def told(fact: Fact, report: str = "") -> str:
    """A fact in one line of words, for tool tips and screen readers: 地区生产总值 5.5%以上 增减 目标 2021 提案.

    With the text that its places are in, further pieces are told, too: 95% … 以上.
    """
    period = "–".join(str(y) for y in dict.fromkeys((fact.period_start, fact.period_end)) if y is not None)
    quantity = words_of(fact.spans, report, " … ") if fact.pieces and report else fact.quantity
    words = (
        fact.indicator or text("fact_word.no_indicator"), quantity, text(f"measure.{fact.measure.value}"),
        text(f"status.{fact.status.value}"), period, text(f"state.{fact.state.value}"),
    )  # fmt: skip
    return " · ".join(w for w in words if w)
