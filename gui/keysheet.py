"""The sheet of keys: every action with its keys, grouped and searchable; keys can be changed on it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.messages import text
from core.settings import Settings
from gui.actions import MENUS, ROWS, TABLE, Actions
from gui.dialogs import buttons
from gui.initials import initials, matches

ACTION = Qt.ItemDataRole.UserRole
# Keys of card and table that are no actions of the window: (keys, message).
FIXED = (
    ("Return", "keys.enter"), ("Esc", "keys.escape"), ("Tab", "keys.tab"), ("Left", "keys.arrows"),
    ("Down", "keys.down"), ("Shift+Down", "keys.multi"),
)  # fmt: skip


class KeySheet(QDialog):
    """Reads gui.actions; a change is written to the settings and holds at once."""

    def __init__(self, actions: Actions, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.actions_table, self.settings = actions, settings
        self.setWindowTitle(text("keys.title"))
        self.resize(560, 640)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(text("keys.search"))
        self.search.setAccessibleName(text("keys.search"))
        self.search.textChanged.connect(self._narrow)
        column.addWidget(self.search)
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([text("keys.action"), text("keys.keys")])
        self.list.setAccessibleName(text("keys.title"))
        self.list.setRootIsDecorated(False)
        self.list.setIndentation(14)
        self.list.setUniformRowHeights(True)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(False)
        self.list.itemActivated.connect(self._ask)
        self.list.currentItemChanged.connect(self._chosen)
        column.addWidget(self.list, 1)
        self.none = QLabel(text("keys.none"))
        self.none.setProperty("kind", "muted")
        self.none.hide()
        column.addWidget(self.none)
        intro = QLabel(text("keys.intro"))
        intro.setWordWrap(True)
        intro.setProperty("kind", "muted")
        column.addWidget(intro)
        column.addLayout(self._foot())
        actions.keys_changed.connect(self._fill)
        self._fill()
        self.search.setFocus()

    def change(self, action: str, keys: tuple[str, ...]) -> None:
        """Give an action these keys (written as in the settings); they are taken from the actions that had them."""
        kept: dict[str, list[str]] = {name: list(own) for name, own in self.settings.get("keys").items()}
        for key in keys:
            for other in self.actions_table.clashes(action, key):
                wanted = QKeySequence(key)
                kept[other] = [own for own in self.actions_table.keys(other) if QKeySequence(own) != wanted]
        kept[action] = list(keys)
        self._keep(kept)

    def to_default(self, action: str | None = None) -> None:
        """Default keys for one action, or for all; what took one of them over gives it back."""
        if action is None:
            self._keep({})
            return
        kept = {name: list(own) for name, own in self.settings.get("keys").items() if name != action}
        for key in ROWS[action].keys:
            for other, own in kept.items():
                kept[other] = [mine for mine in own if QKeySequence(mine) != QKeySequence(key)]
        self._keep(kept)

    def _keep(self, kept: Mapping[str, list[str]]) -> None:
        changed = {name: own for name, own in kept.items() if tuple(own) != ROWS[name].keys}
        self.settings.set("keys", changed)
        self.actions_table.set_keys(changed)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.change_button = QPushButton(text("keys.change"))
        self.change_button.clicked.connect(lambda: self._ask(self.list.currentItem()))
        self.default_button = QPushButton(text("keys.default"))
        self.default_button.clicked.connect(self._default)
        every = QPushButton(text("keys.all_default"))
        every.clicked.connect(lambda _checked: self.to_default())
        for button in (self.change_button, self.default_button, every):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(buttons(self))
        return row

    def _fill(self) -> None:
        chosen = self._action()
        self.list.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        named = {name: _bare(text(f"menu.{name}")) for name in (*(menu for menu, _ in MENUS), "tie")}
        native = QKeySequence.SequenceFormat.NativeText
        for row in TABLE:
            if row.group not in groups:
                groups[row.group] = self._group(named.get(row.group, row.group))
            keys = "   ".join(QKeySequence(key).toString(native) for key in self.actions_table.keys(row.id))
            item = QTreeWidgetItem(groups[row.group], [_bare(text(f"action.{row.name}")), keys])
            item.setData(0, ACTION, row.id)
            item.setToolTip(0, text(f"tip.{row.name}"))
            if row.id in self.settings.get("keys"):
                font = item.font(1)
                font.setBold(True)  # the analyst's own
                item.setFont(1, font)
            if row.id == chosen:
                self.list.setCurrentItem(item)
        fixed = self._group(text("keys.card"))
        for key, message in FIXED:
            QTreeWidgetItem(fixed, [text(message), QKeySequence(key).toString(native)])
        self.list.expandAll()
        self._narrow()
        self._chosen()

    def _group(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self.list, [title])
        item.setFirstColumnSpanned(True)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
        return item

    def _narrow(self) -> None:
        wanted = self.search.text().strip().lower()
        found = False
        for number in range(self.list.topLevelItemCount()):
            group = self.list.topLevelItem(number)
            any_shown = False
            for place in range(group.childCount()):
                item = group.child(place)
                shown = not wanted or self._meant(item, wanted)
                item.setHidden(not shown)
                any_shown = any_shown or shown
            group.setHidden(not any_shown)
            found = found or any_shown
        self.none.setVisible(not found)

    @staticmethod
    def _meant(item: QTreeWidgetItem, wanted: str) -> bool:
        name, keys = item.text(0), item.text(1).lower()
        spelled = wanted.isalpha() and wanted.isascii() and len(wanted) > 1 and matches(wanted, initials(name))
        return wanted in name.lower() or wanted in keys.split() or (len(wanted) > 1 and wanted in keys) or spelled

    def _action(self) -> str | None:
        item = self.list.currentItem()
        return item.data(0, ACTION) if item else None

    def _chosen(self) -> None:
        action = self._action()
        self.change_button.setEnabled(action is not None)
        self.default_button.setEnabled(action is not None and action in self.settings.get("keys"))

    def _default(self) -> None:
        if (action := self._action()) is not None:
            self.to_default(action)

    def _ask(self, item: QTreeWidgetItem | None) -> None:
        action = item.data(0, ACTION) if item else None
        if action is not None:
            asked = KeyPress(self.actions_table, action, self)
            asked.chosen.connect(lambda keys: self.change(action, keys))
            asked.open()


def _bare(label: str) -> str:
    """A menu's label without its mnemonic, (&P) or &P, and its dots."""
    return re.sub(r"\(&\w\)|&", "", label).rstrip("…")


class KeyPress(QDialog):
    """Takes new keys for one action and says to whom they belong now; `chosen` gives a tuple, empty for none."""

    chosen = Signal(object)

    def __init__(self, actions: Actions, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions, self._action = actions, action
        name = _bare(text(f"action.{ROWS[action].name}"))
        self.setWindowTitle(text("keys.change"))
        column = QVBoxLayout(self)
        column.setSpacing(10)
        label = QLabel(text("keys.press", action=name))
        column.addWidget(label)
        self.keys = _OneKey()
        self.keys.setAccessibleName(label.text())
        self.keys.keySequenceChanged.connect(self._check)
        column.addWidget(self.keys)
        self.clash = QLabel()
        self.clash.setWordWrap(True)
        self.clash.setProperty("kind", "warning")
        self.clash.setMinimumWidth(340)
        column.addWidget(self.clash)
        box = buttons(self, "keys.use")
        self.use = box.button(QDialogButtonBox.StandardButton.Ok)
        self.use.setEnabled(False)
        remove = box.addButton(text("keys.remove"), QDialogButtonBox.ButtonRole.ResetRole)
        remove.clicked.connect(lambda: self._end(()))
        box.accepted.connect(lambda: self._end((self._written(),)))
        column.addWidget(box)
        self.keys.setFocus()

    def _written(self) -> str:
        return self.keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _check(self) -> None:
        key = self._written()
        others = self._actions.clashes(self._action, key) if key else []
        names = "、".join(_bare(text(f"action.{ROWS[other].name}")) for other in others)
        self.clash.setText(text("keys.clash", actions=names) if names else "")
        self.use.setEnabled(bool(key))

    def _end(self, keys: tuple[str, ...]) -> None:
        self.chosen.emit(keys)
        self.accept()


class _OneKey(QKeySequenceEdit):
    """One chord; Esc is not a key that can be given away, it leaves the dialog."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumSequenceLength(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)
