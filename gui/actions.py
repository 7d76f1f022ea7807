"""Every action of the desk as one table: menus, keys, tool tips, the sheet of keys and the help are read from it.

Texts stand in resources/i18n/actions.toml under `action.<group>_<verb>` (the menu line) and `tip.<group>_<verb>`
(what it does, in a sentence). Single letters work while a report or the table of facts has the keyboard;
a text field keeps them for typing. Everything with Ctrl, Alt or a function key works everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from core.messages import text
from gui.theme import Theme

EVERYWHERE = "everywhere"  # keys work wherever the keyboard is
READING = "reading"  # keys work in reports and tables only (single letters, arrows)


@dataclass(frozen=True, slots=True)
class Row:
    """One action: `id` is `group.verb`, `keys` its keys (the first is shown), `icon` a file of resources/icons."""

    id: str
    keys: tuple[str, ...] = ()
    scope: str = EVERYWHERE
    icon: str = ""
    checkable: bool = False
    choice: str = ""  # actions with the same choice exclude each other

    @property
    def group(self) -> str:
        """The first half of the id; the menu it stands in."""
        return self.id.split(".", 1)[0]

    @property
    def repeats(self) -> bool:
        """True when holding the key down does it again and again."""
        verb = self.id.split(".", 1)[1]
        return verb.startswith(("next", "previous", "end_", "start_", "core_", "zoom", "find_", "undo", "redo"))

    @property
    def name(self) -> str:
        """The id as it stands in the catalogue of texts."""
        return self.id.replace(".", "_")


TABLE: tuple[Row, ...] = (
    Row("project.new", ("Ctrl+N",), icon="new"),
    Row("project.open", ("Ctrl+O",), icon="open"),
    Row("project.import_files", ("Ctrl+I",), icon="import"),
    Row("project.import_folder", ("Ctrl+Shift+I",)),
    Row("project.paste", ("Ctrl+Shift+V",)),
    Row("project.export", ("Ctrl+E",), icon="export"),
    Row("project.verify", ()),
    Row("project.annotations", ()),
    Row("project.pdf", ("Ctrl+Shift+P",)),
    Row("project.print", ("Ctrl+P",)),
    Row("project.save_as", ("Ctrl+Shift+S",)),
    Row("project.backups", ()),
    Row("project.split", ()),
    Row("project.merge", ()),
    Row("project.propose_again", ()),
    Row("project.show", ()),
    Row("project.remove_report", ()),
    Row("project.preferences", ("Ctrl+,",), icon="settings"),
    Row("project.quit", ("Ctrl+Q",)),
    Row("edit.undo", ("Ctrl+Z",), icon="undo"),
    Row("edit.redo", ("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo"),
    Row("edit.copy", ("Ctrl+C",)),
    Row("edit.find", ("Ctrl+F",), icon="search"),
    Row("edit.find_next", ("F3",)),
    Row("edit.find_previous", ("Shift+F3",)),
    Row("edit.find_all", ("Ctrl+Shift+F",)),
    Row("edit.find_facts", ("Ctrl+Alt+F",)),
    # Where the hand rests: J and K walk what is still open, H and L walk everything.
    Row("fact.next_unreviewed", ("J",), READING, "next"),
    Row("fact.previous_unreviewed", ("K",), READING, "previous"),
    Row("fact.next", ("L",), READING),
    Row("fact.previous", ("H",), READING),
    Row("fact.accept", ("A",), READING, "accept"),
    Row("fact.reject", ("X", "Del"), READING, "reject"),
    Row("fact.reopen", ("O",), READING, "reopen"),
    Row("fact.accept_alike", ("Shift+A",), READING),
    Row("fact.accept_sure", ("Ctrl+Shift+A",)),
    Row("fact.alike", ("Shift+S",), READING),
    Row("fact.learned", ("Ctrl+Shift+L",)),
    Row("queue.choose", ("Q",), READING),
    *(
        Row(f"queue.{n}", checkable=True, choice="queue")
        for n in ("report", "part", "project", "indicator", "tag", "table")
    ),
    *(Row(f"queue.{n}", checkable=True, choice="order") for n in ("reading", "doubt")),
    Row("fact.add", ("W", "Ins"), READING, "add"),
    Row("fact.correct", ("E",), READING, "edit"),
    Row("fact.correct_value", ("V",), READING),
    Row("fact.correct_unit", ("U",), READING),
    Row("fact.correct_indicator", ("I",), READING),
    Row("fact.correct_period", ("P",), READING),
    Row("fact.correct_status", ("S",), READING),
    Row("fact.correct_measure", ("M",), READING),
    Row("fact.note", ("N",), READING, "note"),
    Row("fact.tag", ("T",), READING, "tag"),
    Row("fact.mark", ("Shift+T",), READING),
    Row("fact.tag_set"),
    *(Row(f"fact.tag_{n}", (str(n),), READING) for n in range(1, 10)),
    Row("fact.end_right", ("Alt+Right",)),
    Row("fact.end_left", ("Alt+Left",)),
    Row("fact.start_left", ("Alt+Shift+Left",)),
    Row("fact.start_right", ("Alt+Shift+Right",)),
    Row("fact.core_end_right", ("Ctrl+Alt+Right",)),
    Row("fact.core_end_left", ("Ctrl+Alt+Left",)),
    Row("fact.core_start_left", ("Ctrl+Alt+Shift+Left",)),
    Row("fact.core_start_right", ("Ctrl+Alt+Shift+Right",)),
    Row("fact.core_from_selection", ("B",), READING),
    Row("fact.piece", ("Shift+W",), READING),
    Row("fact.core_piece", ("Shift+B",), READING),
    Row("fact.drop_piece", ("Shift+X", "Shift+Del"), READING),
    Row("fact.same", ("G",), READING, "same"),
    Row("fact.history", ("Shift+H",), READING, "history"),
    Row("pane.add", ("Ctrl+T",), icon="pane_add"),
    Row("pane.close", ("Ctrl+W",), icon="close"),
    Row("pane.next", ("F6", "Ctrl+Tab")),
    Row("pane.previous", ("Shift+F6", "Ctrl+Shift+Tab")),
    Row("pane.choose", ("Ctrl+R",), icon="report"),
    Row("pane.describe", ()),
    Row("pane.outline", ("Ctrl+L",), icon="outline", checkable=True),
    Row("pane.original", ("F8",), icon="original", checkable=True),
    Row("pane.zoom_in", ("Ctrl+=", "Ctrl++"), icon="zoom_in"),
    Row("pane.zoom_out", ("Ctrl+-",), icon="zoom_out"),
    Row("pane.zoom_reset", ("Ctrl+0",)),
    Row("pane.columns", ("Ctrl+Alt+1",), icon="columns", checkable=True, choice="layout"),
    Row("pane.rows", ("Ctrl+Alt+2",), icon="rows", checkable=True, choice="layout"),
    Row("pane.grid", ("Ctrl+Alt+3",), icon="grid", checkable=True, choice="layout"),
    Row("tie.none", ("Alt+0",), icon="tie_none", checkable=True, choice="tie"),
    Row("tie.indicator", ("Alt+1",), icon="tie", checkable=True, choice="tie"),
    Row("tie.part", ("Alt+2",), checkable=True, choice="tie"),
    Row("tie.scroll", ("Alt+3",), checkable=True, choice="tie"),
    Row("tie.set", ("Alt+4",)),
    Row("tie.clear", ("Alt+Shift+4",)),
    Row("view.card", ("F4",), icon="card", checkable=True),
    Row("view.table", ("F5",), icon="table", checkable=True),
    Row("view.search_all", (), checkable=True),
    Row("view.repairs", ("Ctrl+Shift+R",), checkable=True),
    Row("view.history", ("Ctrl+H",), icon="history", checkable=True),
    Row("view.passages", (), checkable=True),
    Row("view.legend", ("F2",), icon="legend", checkable=True),
    Row("view.matrix", ("F9",), icon="matrix", checkable=True),
    Row("view.checks", ("F10",), icon="checks", checkable=True),
    Row("view.charts", ("F12",), icon="charts", checkable=True),
    Row("view.adjudication", (), icon="merge", checkable=True),
    Row("view.agreement", (), checkable=True),
    Row("view.carrying", (), checkable=True),
    Row("view.reader", ("F7",)),
    Row("view.full", ("F11",), checkable=True),
    Row("view.system", (), checkable=True, choice="theme"),
    Row("view.light", (), checkable=True, choice="theme"),
    Row("view.dark", (), checkable=True, choice="theme"),
    Row("view.contrast", (), checkable=True, choice="theme"),
    Row("view.chinese", (), checkable=True, choice="language"),
    Row("view.english", (), checkable=True, choice="language"),
    Row("help.open", ("F1",), icon="help"),
    Row("help.keys", ("?", "Shift+F1")),
    Row("help.welcome", ()),
    Row("help.about", ()),
)

# The menus in order; None is a line, a tuple (key, ids) a submenu.
MENUS: tuple[tuple[str, tuple[object, ...]], ...] = (
    (
        "project",
        ("project.new", "project.open", "project.recent", None, "project.import_files", "project.import_folder",
         "project.paste", None, "project.export", "project.verify", "project.annotations", None,
         "project.pdf", "project.print", None,
         "project.save_as", "project.backups", "project.show", None,
         ("together", ("project.split", "project.merge", "view.adjudication", "view.agreement")),
         "project.propose_again", "view.carrying", None, "project.remove_report", None,
         "project.preferences", "project.quit"),
    ),
    (
        "edit",
        ("edit.undo", "edit.redo", None, "edit.copy", None, "edit.find", "edit.find_next", "edit.find_previous", None,
         "edit.find_all", "edit.find_facts"),
    ),
    (
        "fact",
        ("fact.next_unreviewed", "fact.previous_unreviewed", "fact.next", "fact.previous",
         ("queue", ("queue.choose", None, "queue.report", "queue.part", "queue.project", "queue.indicator", "queue.tag",
                    "queue.table", None, "queue.reading", "queue.doubt")), None,
         "fact.accept", "fact.reject", "fact.reopen", "fact.accept_alike", "fact.accept_sure", "fact.alike",
         "fact.learned", None,
         "fact.add",
         ("correct", ("fact.correct", None, "fact.correct_value", "fact.correct_unit", "fact.correct_indicator",
                      "fact.correct_period", "fact.correct_status", "fact.correct_measure")),
         ("extent", ("fact.end_right", "fact.end_left", "fact.start_left", "fact.start_right", None,
                     "fact.core_from_selection", "fact.core_end_right", "fact.core_end_left", "fact.core_start_left",
                     "fact.core_start_right", None, "fact.piece", "fact.core_piece", "fact.drop_piece")),
         ("tag", ("fact.tag", "fact.mark", "fact.tag_set", None, *(f"fact.tag_{n}" for n in range(1, 10)))),
         "fact.note", None, "fact.same", "fact.history"),
    ),
    (
        "pane",
        ("pane.add", "pane.close", "pane.choose", "pane.describe", "pane.next", "pane.previous", None,
         "pane.columns", "pane.rows", "pane.grid", None,
         ("tie", ("tie.indicator", "tie.part", "tie.scroll", "tie.none", None, "tie.set", "tie.clear")), None,
         "pane.outline", "pane.original", "pane.zoom_in", "pane.zoom_out", "pane.zoom_reset"),
    ),
    (
        "view",
        ("view.card", "view.table", "view.search_all", "view.passages", "view.repairs", "view.history",
         "view.legend", None,
         "view.matrix", "view.checks", "view.charts", None,
         "view.reader", "view.full", None,
         ("theme", ("view.system", "view.light", "view.dark", "view.contrast")),
         ("language", ("view.chinese", "view.english"))),
    ),
    ("help", ("help.open", "help.keys", "help.welcome", None, "help.about")),
)  # fmt: skip

ROWS: dict[str, Row] = {row.id: row for row in TABLE}


class Actions(QObject):
    """The actions of one window as QActions; views connect to them, nobody makes their own."""

    keys_changed = Signal()

    def __init__(
        self, theme: Theme, keys: Mapping[str, Iterable[str]] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions: dict[str, QAction] = {}
        self._choices: dict[str, QActionGroup] = {}
        for row in TABLE:
            action = QAction(text(f"action.{row.name}"), self)
            action.setObjectName(row.id)
            action.setCheckable(row.checkable)
            action.setIconVisibleInMenu(not row.checkable)  # there its tick has the place
            # A key held down walks on and moves an end on; it must not decide on fact after fact.
            action.setAutoRepeat(row.repeats)
            if row.scope == READING:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            if row.choice:
                if row.choice not in self._choices:
                    self._choices[row.choice] = QActionGroup(self)
                self._choices[row.choice].addAction(action)
            self._actions[row.id] = action
        self.set_keys(keys or {})
        self._paint()
        theme.changed.connect(self._paint)

    def __getitem__(self, action: str) -> QAction:
        return self._actions[action]

    def on(self, action: str, callback: Callable[[], object]) -> None:
        """Call `callback` (without arguments) when the action is triggered."""
        self._actions[action].triggered.connect(lambda _checked=False: callback())

    def attach(self, widget: QWidget) -> None:
        """Let the single-letter keys work while the keyboard is in `widget` (a report, a table of facts)."""
        widget.addActions([self._actions[row.id] for row in TABLE if row.scope == READING])

    def keys(self, action: str) -> tuple[str, ...]:
        """The keys of an action as they are written in settings (English names)."""
        portable = QKeySequence.SequenceFormat.PortableText
        return tuple(k.toString(portable) for k in self._actions[action].shortcuts())

    def shown(self, action: str) -> str:
        """The first key as a person reads it on this system; empty where there is none."""
        shortcuts = self._actions[action].shortcuts()
        return shortcuts[0].toString(QKeySequence.SequenceFormat.NativeText) if shortcuts else ""

    def set_keys(self, keys: Mapping[str, Iterable[str]]) -> None:
        """Use these keys instead of the defaults; an action that is not named keeps its default."""
        for row in TABLE:
            chosen = tuple(keys.get(row.id, row.keys))
            action = self._actions[row.id]
            action.setShortcuts([QKeySequence(key) for key in chosen])
            tip = text(f"tip.{row.name}")
            shown = self.shown(row.id)
            action.setToolTip(f"{tip}  〔{shown}〕" if shown else tip)
            action.setStatusTip(tip)
        self.keys_changed.emit()

    def clashes(self, action: str, key: str) -> list[str]:
        """The other actions that already answer to `key`."""
        wanted = QKeySequence(key)
        return [other for other, made in self._actions.items() if other != action and wanted in made.shortcuts()]

    def menu(self, menu: QMenu, items: Iterable[object], extra: Mapping[str, QMenu] | None = None) -> None:
        """Fill a menu from a row of MENUS; `extra` gives ready submenus (recent projects) by id."""
        menu.setToolTipsVisible(True)
        for item in items:
            if item is None:
                menu.addSeparator()
            elif isinstance(item, tuple):
                self.menu(menu.addMenu(text(f"menu.{item[0]}")), item[1], extra)
            elif extra and item in extra:
                menu.addMenu(extra[str(item)])
            elif item in self._actions:
                menu.addAction(self._actions[str(item)])

    def _paint(self) -> None:
        for row in TABLE:
            if row.icon:
                self._actions[row.id].setIcon(self._theme.icon(row.icon))
