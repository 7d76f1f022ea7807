"""A report as it is read and worked on: what the mouse and the keys do to the facts in it.

Under it lie the text with its places (gui.sheet) and what is painted there (gui.highlights). Here pointing becomes
wishes: a fact to be chosen, an end to be moved, a piece to be added; others carry them out.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from core.spans import Span
from gui.highlights import Highlighted
from gui.theme import Theme
from gui.wording import told

GRIP = 5  # pixels around an end that catch the pointer


class Reader(Highlighted):
    """One report, read-only, with its facts."""

    picked = Signal(object)  # the id of the fact clicked on, None beside them
    opened = Signal(int)  # a fact was double-clicked
    asked = Signal(object, QPoint)  # context menu: fact id or None, place on the screen
    stretched = Signal(object, bool, object)  # an end of the current fact (True: of its indicator): new span, old one
    pieced = Signal(object, bool)  # words were dragged over for the current fact (True: its indicator) to go on in
    unpieced = Signal(object)  # a place in a piece of the current fact that is to be given up
    zoom_asked = Signal(int)  # Ctrl and the wheel: +1 or -1

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setMouseTracking(True)
        self._pressed: QPoint | None = None
        self._held: tuple[str, bool, Span] | None = None  # the end being dragged, whether the indicator's, of what
        self._piecing: bool | None = None  # a piece is being dragged over; True for one of the indicator
        self._drawn_out: Span | None = None  # where the dragged fact or indicator reaches now

    # What is under the pointer (places in the viewport)

    def fact_under(self, place: QPoint) -> tuple[int, ...]:
        """The facts under the pointer (viewport coordinates), the topmost first."""
        point = self._under(place)
        return () if point is None else self._marks.at(point)

    def piece_under(self, place: QPoint) -> Span | None:
        """Where the pointer is in the reading text, if in one of several pieces of the current fact."""
        point, current = self._under(place), self._framed()
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
        current = self._framed()
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

    # Dragging an end

    def _reached(self, spans: tuple[Span, ...], *, core: bool) -> tuple[Span, ...]:
        if self._held is None or self._drawn_out is None or self._held[1] is not core:
            return spans
        return tuple(self._drawn_out if span == self._held[2] else span for span in spans)

    def _stretch(self, place: QPoint) -> None:
        """Let the held end follow the pointer, inside its paragraph and never past the other end."""
        current = self._framed()
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

    # Qt's events

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
            if near != self._handles and self._current in self._facts:
                self._handles = near
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
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            found = self.fact_under(self.viewport().mapFromGlobal(event.globalPos()))
            self.asked.emit(found[0] if found else None, event.globalPos())
        else:
            self.asked.emit(self.current, event.globalPos())  # by a key the framed fact is meant

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.fact_under(event.pos())
            if found:
                QToolTip.showText(event.globalPos(), told(self._facts[found[0]], self._shown), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)
