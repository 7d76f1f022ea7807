"""The outline of a report: its headings as a tree, the one in view marked, each with its unreviewed facts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from core.documents import Document, Part
from core.facts import Fact, State
from core.messages import text

PLACE = Qt.ItemDataRole.UserRole


class Outline(QTreeWidget):
    """Headings of one report; a click or Enter goes there."""

    chosen = Signal(int)  # the code point of the heading in the reading text

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outline")
        self.setHeaderHidden(True)
        self.setColumnCount(2)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        self.setColumnWidth(1, self.fontMetrics().horizontalAdvance("0000") + 8)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setAccessibleName(text("outline.name"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._items: list[QTreeWidgetItem] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self.itemClicked.connect(self._go)
        self.itemActivated.connect(self._go)

    def show_report(self, document: Document | None) -> None:
        """The headings of a report."""
        self.clear()
        self._items, self._starts, self._ends = [], [], []
        above: list[tuple[int, QTreeWidgetItem]] = []
        for section in document.structure.sections if document else ():
            words = " ".join(section.title.of(document.text).split()) if section.title else ""
            if not words:
                # A part without a heading of its own is named by what it does; "other" would say nothing.
                if section.part is Part.OTHER:
                    continue
                words = text(f"part.{section.part.value}")
            while above and above[-1][0] >= section.level:
                above.pop()
            item = QTreeWidgetItem(above[-1][1] if above else self.invisibleRootItem(), [words])
            item.setData(0, PLACE, section.start)
            item.setToolTip(0, f"{words}\n{text(f'part.{section.part.value}')}")
            above.append((section.level, item))
            self._items.append(item)
            self._starts.append(section.start)
            self._ends.append(section.end)
        if not self._items:
            item = QTreeWidgetItem(self, [text("outline.empty")])
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        # Two levels are open: the parts and their chapters; single measures are a click away.
        self.expandToDepth(0)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Write beside each heading how many facts under it nobody has decided on."""
        waiting = [f.start for f in facts if f.state is State.PROPOSED]
        for item, start, end in zip(self._items, self._starts, self._ends, strict=True):
            count = bisect_left(waiting, end) - bisect_left(waiting, start)
            item.setText(1, str(count) if count else "")
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(1, text("outline.waiting", n=count) if count else "")

    def set_place(self, position: int) -> None:
        """Mark the heading that the code point stands under."""
        found = None
        for item, start, end in zip(self._items, self._starts, self._ends, strict=True):
            if start > position:
                break
            if position < end:
                found = item
        # A heading inside a closed branch is marked at the branch, so that the tree does not move by itself.
        while found is not None and found.parent() is not None and not found.parent().isExpanded():
            found = found.parent()
        if found is not self.currentItem():
            self.setCurrentItem(found)

    def _go(self, item: QTreeWidgetItem) -> None:
        place = item.data(0, PLACE)
        if place is not None:
            self.chosen.emit(int(place))
