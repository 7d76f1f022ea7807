"""Coloured tags that the analyst makes: the strip on the card, the menu, and the dialog that keeps the tag set."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.edits import ChangeTag, DropTag, MakeTag, MergeTag, Tag, Touched
from core.facts import Fact
from core.messages import text
from gui.desk import Desk
from gui.dialogs import buttons, show
from gui.flow import Flow
from gui.lines import ASIDE, Rows
from gui.look import swatch
from gui.theme import Theme

# Ten colours that stay apart from each other for people with any kind of colour blindness as far as ten can;
# the name of a tag always stands beside its colour.
COLOURS: dict[str, str] = {
    "red": "#c8403a", "orange": "#dd7a1f", "yellow": "#d9b400", "green": "#3f9142", "teal": "#1a9a8f",
    "blue": "#2f7fc2", "indigo": "#4a57b8", "purple": "#8a4fb0", "pink": "#c9538c", "grey": "#77797c",
}  # fmt: skip
KEYS = 9  # tags that a number key reaches


def next_colour(used: Iterable[str]) -> str:
    """The first colour of the set that no tag has yet; starts over when all are used."""
    taken = [colour.lower() for colour in used]
    return min(COLOURS.values(), key=taken.count)


def put(desk: Desk, facts: Iterable[Fact], tag: int) -> None:
    """Put a tag on facts, or take it off when all of them have it: one act."""
    chosen = tuple(facts)
    if chosen:
        on = not all(tag in fact.tags for fact in chosen)
        desk.do(Tag(tuple(fact.id for fact in chosen), tag, on))


def put_number(desk: Desk, facts: Iterable[Fact], number: int) -> None:
    """The same for the tag with key 1–9; makes nothing when there is no such tag."""
    tags = desk.tags()
    if 1 <= number <= min(len(tags), KEYS):
        put(desk, facts, tags[number - 1].id)


def fill_menu(menu: QMenu, desk: Desk, facts: Iterable[Fact], theme: Theme, window: QWidget) -> None:
    """A menu of all tags, those on every fact ticked, with their keys; then a new one and the tag set."""
    chosen = tuple(facts)
    menu.clear()
    for number, tag in enumerate(desk.tags(), start=1):
        label = f"{tag.name}\t{number}" if number <= KEYS else tag.name
        on = bool(chosen) and all(tag.id in fact.tags for fact in chosen)
        action = QAction(swatch(tag.colour, ticked=on), label, menu)
        action.setCheckable(True)
        action.setChecked(on)
        action.setToolTip(tag.description)
        action.triggered.connect(lambda _=False, t=tag.id: put(desk, chosen, t))
        menu.addAction(action)
    menu.addSeparator()
    menu.addAction(text("tags.manage")).triggered.connect(lambda: open_tags(desk, theme, window))


def open_tags(desk: Desk, theme: Theme, window: QWidget) -> TagSet:
    """Open the tag set over a window that goes on working."""
    dialog = TagSet(desk, theme, window)
    show(dialog)
    return dialog


class TagStrip(QWidget):
    """The tags of one fact as chips, each with a cross to take it off, and a button to add more."""

    chosen = Signal()  # the menu of tags is closed, with or without a choice

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        self.fact: Fact | None = None
        self._shown: tuple[Any, ...] | None = None
        self._flow = Flow(self)
        self.button = QPushButton(text("card.add_tag"))
        self.button.setProperty("chip", True)
        self.button.setAutoDefault(False)
        self.button.setAccessibleName(text("field.tags"))
        self.button.clicked.connect(self.open_menu)
        self._flow.addWidget(self.button)
        self.setFocusProxy(self.button)
        self._paint()
        theme.changed.connect(self._paint)

    def load(self, fact: Fact) -> None:
        """Show the tags of a fact."""
        self.fact = fact
        tags = [tag for tag in self.desk.tags() if tag.id in fact.tags] if fact.tags else []
        state = tuple((tag.id, tag.name, tag.colour) for tag in tags)
        if state == self._shown:
            return
        self._shown = state
        self._flow.clear_but(self.button)
        for tag in tags:
            chip = QPushButton(swatch(tag.colour), f"{tag.name}  ×")
            chip.setProperty("chip", True)
            chip.setAutoDefault(False)
            chip.setToolTip(tag.description or text("card.remove_tag", name=tag.name))
            chip.setAccessibleName(text("card.remove_tag", name=tag.name))
            chip.clicked.connect(lambda _=False, t=tag.id: self._take_off(t))
            self._flow.insert(self._flow.count() - 1, chip)

    def begin(self) -> None:
        """Open the menu of tags under the button."""
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open_menu()

    def open_menu(self) -> None:
        """All tags, to tick; the first letter of a name chooses it. With none yet, the tag set, to make the first."""
        if self.fact is None:
            return
        if not self.desk.tags():
            dialog = open_tags(self.desk, self.theme, self.window())
            # Asked for with a fact at hand: what is made first is for it.
            fact = self.fact
            dialog.made.connect(lambda tag: put(self.desk, (fact,), tag), Qt.ConnectionType.SingleShotConnection)
            self.chosen.emit()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, self.desk, (self.fact,), self.theme, self.window())
        menu.aboutToHide.connect(self.chosen)
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def toggle_number(self, number: int) -> None:
        """Put the tag with this key on, or take it off."""
        if self.fact is not None:
            put_number(self.desk, (self.fact,), number)

    def _take_off(self, tag: int) -> None:
        if self.fact is not None:
            self.desk.do(Tag((self.fact.id,), tag, on=False))

    def _paint(self) -> None:
        self.button.setIcon(self.theme.icon("tag", "ui.muted"))


class TagSet(QDialog):
    """The project's tags: make, rename, recolour, describe, order, delete; each act is saved and can be undone."""

    made = Signal(object)  # the id of a tag that was made here

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        self.setWindowTitle(text("tags.title"))
        self.setMinimumSize(460, 420)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        intro = QLabel(text("tags.intro"))
        intro.setWordWrap(True)
        intro.setProperty("kind", "muted")
        column.addWidget(intro)
        column.addLayout(self._maker())
        self.list = QListWidget()
        self.list.setAccessibleName(text("tags.title"))
        self.list.setItemDelegate(Rows(self.list))
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.itemChanged.connect(self._renamed)
        self.list.currentItemChanged.connect(self._chosen)
        self.list.model().rowsMoved.connect(self._reordered)
        self.list.installEventFilter(self)
        column.addWidget(self.list, 1)
        self.empty = QLabel(text("tags.empty"))
        self.empty.setProperty("kind", "muted")
        column.addWidget(self.empty)
        column.addLayout(self._tools())
        self.description = QLineEdit()
        self.description.setPlaceholderText(text("tags.description"))
        self.description.setAccessibleName(text("tags.description"))
        self.description.editingFinished.connect(self._describe)
        column.addWidget(self.description)
        self.family = QLineEdit()
        self.family.setPlaceholderText(text("tags.family"))
        self.family.setAccessibleName(text("tags.family"))
        self.family.editingFinished.connect(self._group)
        column.addWidget(self.family)
        column.addWidget(buttons(self))
        desk.changed.connect(self._changed)
        self._fill()
        self.name.setFocus()

    def _maker(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.name = QLineEdit()
        self.name.setPlaceholderText(text("tags.new_name"))
        self.name.setAccessibleName(text("tags.new_name"))
        self.name.returnPressed.connect(self.make)
        add = QPushButton(self.theme.icon("add"), text("tags.add"))
        add.setAutoDefault(False)
        add.clicked.connect(self.make)
        row.addWidget(self.name, 1)
        row.addWidget(add)
        return row

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        for name, colour in COLOURS.items():
            button = QToolButton()
            button.setIcon(swatch(colour, 18))
            button.setToolTip(text(f"colour.{name}"))
            button.setAccessibleName(text("tags.colour_named", name=text(f"colour.{name}")))
            button.clicked.connect(lambda _=False, c=colour: self.recolour(c))
            row.addWidget(button)
        other = self._tool("more", "tags.other_colour", self._other_colour)
        row.addWidget(other)
        row.addStretch(1)
        row.addWidget(self._tool("move_up", "tags.up", lambda: self.move(-1)))
        row.addWidget(self._tool("move_down", "tags.down", lambda: self.move(1)))
        row.addWidget(self._tool("edit", "tags.rename", self._rename))
        self.merge_button = self._tool("merge", "tags.merge", self._merge_menu)
        row.addWidget(self.merge_button)
        row.addWidget(self._tool("delete", "tags.delete", self.drop))
        return row

    def _tool(self, icon: str, key: str, slot: Any) -> QToolButton:
        button = QToolButton()
        button.setIcon(self.theme.icon(icon))
        button.setToolTip(text(key))
        button.setAccessibleName(text(key))
        button.clicked.connect(slot)
        return button

    def make(self) -> None:
        """A new tag with the name typed and the next free colour."""
        name = self.name.text().strip()
        if not name:
            return
        if any(tag.name == name for tag in self.desk.tags()):
            self.desk.notice(text("tags.taken", name=name), "warning")
            return
        if self.desk.do(MakeTag(name, next_colour(tag.colour for tag in self.desk.tags()))) is not None:
            self.name.clear()
            self.list.setCurrentRow(self.list.count() - 1)
            self.made.emit(next(tag.id for tag in self.desk.tags() if tag.name == name))

    def recolour(self, colour: str) -> None:
        """Give the chosen tag another colour."""
        if (tag := self._tag()) is not None:
            self.desk.do(ChangeTag(tag, {"colour": colour}))

    def drop(self) -> None:
        """Delete the chosen tag; a toast offers to take that back."""
        item = self.list.currentItem()
        if item is None:
            return
        tag = next((t for t in self.desk.tags() if t.id == item.data(Qt.ItemDataRole.UserRole)), None)
        if tag is not None and self.desk.do(DropTag(tag.id)) is not None:
            said = text("tags.deleted", name=tag.name, count=tag.uses)
            self.desk.notice(said, "done", text("tags.undo"), self.desk.undo)

    def merge(self, into: int) -> None:
        """Let the chosen tag become part of another; a toast offers to take that back."""
        names = {tag.id: tag.name for tag in self.desk.tags()}
        tag = self._tag()
        if tag is not None and tag != into and self.desk.do(MergeTag(tag, into)) is not None:
            said = text("tags.merged", name=names[tag], into=names[into])
            self.desk.notice(said, "done", text("tags.undo"), self.desk.undo)

    def _merge_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for tag in self.desk.tags():
            if tag.id != self._tag():
                menu.addAction(swatch(tag.colour), tag.name, lambda t=tag.id: self.merge(t))
        if self._tag() is not None and menu.actions():
            menu.popup(self.merge_button.mapToGlobal(self.merge_button.rect().bottomLeft()))

    def move(self, step: int) -> None:
        """Move the chosen tag one place up (-1) or down (1), and its key with it."""
        row = self.list.currentRow()
        if 0 <= row + step < self.list.count() and (tag := self._tag()) is not None:
            self.desk.do(ChangeTag(tag, {"position": row + step}))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.move(-1 if event.key() == Qt.Key.Key_Up else 1)
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.drop()
                return True
        return super().eventFilter(watched, event)

    def _tag(self) -> int | None:
        item = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def _rename(self) -> None:
        if (item := self.list.currentItem()) is not None:
            self.list.editItem(item)

    def _renamed(self, item: QListWidgetItem) -> None:
        tag, name = item.data(Qt.ItemDataRole.UserRole), item.text().strip()
        old = next((t for t in self.desk.tags() if t.id == tag), None)
        if old is None or name == old.name:
            return
        if not name or any(t.name == name for t in self.desk.tags()):
            if name:
                self.desk.notice(text("tags.taken", name=name), "warning")
            self._fill()
            return
        self.desk.do(ChangeTag(tag, {"name": name}))

    def _describe(self) -> None:
        tag = next((t for t in self.desk.tags() if t.id == self._tag()), None)
        if tag is not None and self.description.text().strip() != tag.description:
            self.desk.do(ChangeTag(tag.id, {"description": self.description.text().strip()}))

    def _group(self) -> None:
        tag = next((t for t in self.desk.tags() if t.id == self._tag()), None)
        if tag is not None and self.family.text().strip() != tag.family:
            self.desk.do(ChangeTag(tag.id, {"family": self.family.text().strip()}))

    def _other_colour(self) -> None:
        if self._tag() is not None:
            colour = QColorDialog.getColor(QColor(next(iter(COLOURS.values()))), self, text("tags.colour"))
            if colour.isValid():
                self.recolour(colour.name())

    def _chosen(self) -> None:
        tag = next((t for t in self.desk.tags() if t.id == self._tag()), None)
        self.description.setText(tag.description if tag else "")
        self.description.setEnabled(tag is not None)
        self.family.setText(tag.family if tag else "")
        self.family.setEnabled(tag is not None)

    def _reordered(self, *_: object) -> None:
        if (tag := self._tag()) is not None:
            self.desk.do(ChangeTag(tag, {"position": self.list.currentRow()}))

    def _changed(self, touched: Touched) -> None:
        if touched.tags or touched.kind == "open":
            self._fill()

    def _fill(self) -> None:
        chosen = self._tag()
        self.list.blockSignals(True)
        self.list.clear()
        for number, tag in enumerate(self.desk.tags(), start=1):
            item = QListWidgetItem(swatch(tag.colour), tag.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setData(Qt.ItemDataRole.UserRole, tag.id)
            key = f"{text('tags.key')} {number} · " if number <= KEYS else ""
            group = f"{tag.family} · " if tag.family else ""
            item.setData(ASIDE, group + key + text("tags.uses", count=tag.uses))
            item.setToolTip(tag.description)
            self.list.addItem(item)
            if tag.id == chosen:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self.empty.setVisible(self.list.count() == 0)
        self._chosen()
