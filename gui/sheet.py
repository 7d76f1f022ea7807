"""A report laid out on the screen, and where its characters stand there.

Three coordinate systems meet here and nowhere else: the reading text and the original text count code points, Qt
counts in units of its own (gui.positions). Everything that enters or leaves this widget is in code points of the
*reading text*, whichever of the two texts is shown, unless it says "shown". Text is never read back from Qt: it drops
a byte order mark, merges CRLF and turns NBSP into a space.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontInfo, QPalette, QResizeEvent, QShowEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit, QWidget

from core.documents import Document
from core.offsets import OffsetMap
from core.spans import Span
from gui.positions import Positions
from gui.theme import Theme
from gui.typesetting import typeset

COLUMN = 42  # characters a line at most: beyond that the eye loses the next line
LINE = 1.75  # line to line, in letter heights; the font's own 1.45 and a fifth more


class Sheet(QTextEdit):
    """Read-only; it knows nothing of facts.

    Many methods, since whoever wants the place of a character or the character at a place asks here.
    """

    viewed = Signal()  # other lines came into view, or lines were laid out anew
    laid = Signal()  # the lines were laid out anew: places on the minimap move

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
        self._boxes: dict[tuple[int, int], list[tuple[QRectF, float]]] = {}  # of stretches, until laid out anew
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.viewed.emit())
        theme.changed.connect(self._dress)
        self._dress()

    # What is shown

    def _use(self, document: Document | None, *, original: bool) -> None:
        """Take a report, or nothing; it is seen when it is laid out."""
        self._source = document
        self._original = original and document is not None
        self._wanted = None
        self._shown = "" if document is None else (document.original if self._original else document.text)
        self._offsets = document.offsets if document is not None and self._original else None
        self._positions = Positions(self._shown)

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
    def original(self) -> bool:
        """True while the original text is shown."""
        return self._original

    @property
    def points(self) -> float:
        """The size of the letters."""
        return self._points

    def place(self, span: Span) -> Span:
        """A span of the reading text in the text shown."""
        return self._offsets.to_original(span) if self._offsets else span

    def _back(self, span: Span) -> Span:
        """A span of the text shown in the reading text."""
        return self._offsets.to_text(span) if self._offsets else span

    # Selected words

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

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor = self.textCursor()
        start, end = (self._positions.to_text(p) for p in (cursor.selectionStart(), cursor.selectionEnd()))
        copied = QMimeData()
        copied.setText(self._shown[start:end])  # the report's own characters, not Qt's
        return copied

    # Places in the whole height, and ways there

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

    # Laying out

    def _lay(self) -> None:
        """Make the lines on a detached document: merging formats into one on screen costs twice the time."""
        # A font object may name several families; only the first that exists is drawn, the rest fill gaps.
        made = QTextDocument(self)
        made.setUndoRedoEnabled(False)
        made.setDefaultFont(self._theme.font(self._points, family=self._family))
        made.setDocumentMargin(self._em() * 0.9)
        sections = self._source.structure.sections if self._source is not None else ()
        headings = [(self.place(Span(*s.title)), s.level) for s in sections if s.title.end > s.title.start]
        typeset(made, self._shown, headings, self._positions, self._em(), self._spacing)
        self._boxes.clear()
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

    def _em(self) -> float:
        return QFontInfo(self._theme.font(self._points, family=self._family)).pixelSize()

    def _fit(self) -> None:
        """Keep the column at a readable width, in the middle."""
        spare = self.width() - (self._column + 2) * self._em()
        side = max(round(spare / 2), 0)
        if self.viewportMargins().left() != side:
            self.setViewportMargins(side, 0, side, 0)

    def _relaid(self, *_: object) -> None:
        self._boxes.clear()
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
        span = self._followed()
        seen = span is not None and self._in_view(span, event.oldSize().height())
        self._fit()
        super().resizeEvent(event)
        if place is not None:
            self._boxes.clear()
            if self._wanted is None:
                self.go_to(place, where=0.0)
        if seen and span is not None and not self._in_view(span, self.viewport().height()):
            self._bring(span.start, span.end)
        self.laid.emit()

    def _followed(self) -> Span | None:
        """A stretch of the shown text that stays in view when the size changes."""
        return None

    def _in_view(self, span: Span, height: int) -> bool:
        boxes = self._geometry(*span)
        return bool(boxes) and boxes[0][0].top() >= self._scroll() and boxes[-1][0].bottom() <= self._scroll() + height

    def event(self, event: QEvent) -> bool:
        # Beside a narrow column lies the frame, not the page; its wheel still turns the page.
        if event.type() == QEvent.Type.Wheel and self.viewportMargins().left():
            return QApplication.sendEvent(self.viewport(), event)
        return super().event(event)

    def _dress(self) -> None:
        """Take the theme's colours."""
        palette = QPalette(self._theme.palette())
        palette.setColor(QPalette.ColorRole.Base, self._theme.colour("ui.paper"))
        palette.setColor(QPalette.ColorRole.Window, self._theme.colour("ui.paper"))
        self.setPalette(palette)
        self.viewport().setPalette(palette)  # which the style sheet keeps from inheriting a second one
        # No style sheet rule may name this widget: with one, Qt no longer knows the page to be opaque, and scrolling
        # paints all of it instead of moving it (6 instead of 1 ms).
        self.viewport().setAutoFillBackground(True)
        self.viewport().update()

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
        found = self._boxes.get((start, end))
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
        self._boxes[(start, end)] = found
        return found
