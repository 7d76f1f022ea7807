"""The main window: menus and tool bar from the table of actions, the panes in the middle, card and table docked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.edits import Touched
from core.messages import text
from gui.actions import MENUS, Actions
from gui.desk import Desk
from gui.dialogs import came_by_itself
from gui.legend import Legend
from gui.pages import local_files
from gui.panes import Panes
from gui.status import StatusLine
from gui.strip import Strip
from gui.theme import Theme, dress
from gui.timers import pause
from gui.toasts import Toasts

# From left to right as work goes: get reports in, read, decide, look something up, get the data out.
BAR: tuple[str | None, ...] = (
    "project.import_files", "project.export", None, "edit.undo", "edit.redo", None,
    "fact.previous_unreviewed", "fact.next_unreviewed", "fact.accept", "fact.reject", "fact.add", None,
    "pane.add", "pane.columns", "pane.rows", "pane.grid", "tie.menu",
    "fact.same", "view.legend", "view.matrix", "view.checks", "view.charts", "view.table", "view.card",
)  # fmt: skip
KEEP_AFTER = 800  # ms after the last change of the layout


class _Pages(QStackedWidget):
    """Only the page in front asks for room: a hidden matrix must not push the reports and the card apart."""

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page is not None else super().sizeHint()


class Window(QMainWindow):
    """Holds the parts that app made; knows where they stand, not what they do.

    Many methods, since menus, bar, docks, title and layout are all the window's own.
    """

    dropped = Signal(object)  # paths of files and folders
    closing = Signal()
    laid_out = Signal()  # the layout should be kept
    painted = Signal()  # once, after the first paint

    def __init__(
        self, desk: Desk, actions: Actions, theme: Theme, *, panes: Panes, strip: Strip, status: StatusLine
    ) -> None:
        super().__init__()
        self._desk, self._actions, self._theme = desk, actions, theme
        self.panes, self.strip, self.status = panes, strip, status
        self.may_close: Callable[[], bool] = lambda: True
        self.recent = QMenu(text("menu.recent"), self)
        self.docks: dict[str, QDockWidget] = {}
        self._behind: set[str] = set()
        self.arranged = False  # the docks stand as they were left
        self._shown_once = False
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(False)
        # The card has the whole height: on a screen of 768 lines half of it would be hidden above a list.
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.legend = Legend(theme)
        self.legend.hide()
        self.legend.close_button.clicked.connect(lambda: actions["view.legend"].setChecked(False))
        reading = QWidget()
        column = QVBoxLayout(reading)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(6)
        column.addWidget(self.legend)
        column.addWidget(panes, 1)
        column.addWidget(strip)
        self._pages = _Pages()
        self._pages.addWidget(reading)
        self.setCentralWidget(self._pages)
        self.setStatusBar(status)
        self._menus()
        self._bar()
        self.toasts = Toasts(self, theme)
        desk.noticed.connect(self.toasts.show)
        desk.changed.connect(self._changed)
        actions["view.legend"].toggled.connect(self.legend.setVisible)
        self._keep = pause(self, KEEP_AFTER, self.laid_out)
        for moved in (panes.kept, panes.moved, desk.selected):
            moved.connect(self._moved)
        self._entitle()
        self.resize(1360, 860)

    def dock(self, name: str, widget: QWidget, area: Qt.DockWidgetArea, *, shown: bool) -> QDockWidget:
        """Put a widget into a dock that the action `view.<name>` shows and hides."""
        dock = QDockWidget(text(f"action.view_{name}"), self)
        dock.setObjectName(f"dock_{name}")
        dock.setWidget(widget)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        dock.setTitleBarWidget(self._title(name))
        self.addDockWidget(area, dock)
        action = self._actions[f"view.{name}"]
        dock.setVisible(shown)
        action.setChecked(shown)
        action.toggled.connect(lambda on: None if on else self._leave(dock))
        action.toggled.connect(dock.setVisible)
        action.triggered.connect(lambda on: self._asked(name, on=on))
        self.docks[name] = dock
        dock.visibilityChanged.connect(lambda seen: self._covered(name, seen=seen))
        dock.visibilityChanged.connect(self._docked)
        return dock

    def add_page(self, widget: QWidget) -> None:
        """Take in what can be shown in the middle instead of the panes."""
        self._pages.addWidget(widget)

    def show_page(self, widget: QWidget | None) -> None:
        """Show a page that was taken in; None for the panes again."""
        self._pages.setCurrentIndex(0 if widget is None else self._pages.indexOf(widget))
        self._back.setVisible(widget is not None)

    # The layout

    def layout_row(self) -> dict[str, Any]:
        """What the next start needs to bring the window back."""
        return {
            "window": bytes(self.saveGeometry().toBase64().data()).decode(),
            "docks": bytes(self.saveState(1).toBase64().data()).decode(),
            "legend": self._actions["view.legend"].isChecked(),
            "panes": self.panes.layout_row(),
        }

    def restore(self, row: dict[str, Any]) -> None:
        """Bring the window back as it was."""
        if row.get("window"):
            self.restoreGeometry(QByteArray.fromBase64(row["window"].encode()))
        if row.get("docks"):
            self.arranged = self.restoreState(QByteArray.fromBase64(row["docks"].encode()), 1)
        self._docked(True)
        self._actions["view.legend"].setChecked(bool(row.get("legend")))
        self.panes.restore(row.get("panes", {}))

    def appear(self) -> None:
        """Show the window, as large as the screen where it is larger than that."""
        room = self.screen().availableSize()
        if self.width() > room.width() or self.height() > room.height():
            self.resize(self.size().boundedTo(room) * 0.9)  # what it goes back to
            self.showMaximized()
        else:
            self.show()

    def full(self) -> None:
        """Fill the whole screen, or no longer."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # Qt's events

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self._keep.stop()
        self.closing.emit()
        super().closeEvent(event)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)
        if not self._shown_once:
            self._shown_once = True
            QTimer.singleShot(0, self.painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            # Escape leads back to the text from wherever the keyboard is, and clears away what came by itself: toasts,
            # and a dialog that left the keyboard here.
            aside = [dialog for dialog in self.findChildren(QDialog) if dialog.isVisible() and came_by_itself(dialog)]
            if self.toasts.shown() or aside:
                self.toasts.clear()
                for dialog in aside:
                    dialog.close()
            else:
                self._actions["view.reader"].trigger()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := local_files(event):
            event.acceptProposedAction()
            # The program that the files come from waits until this returns.
            QTimer.singleShot(0, lambda: self.dropped.emit(paths))

    # Inside

    def _menus(self) -> None:
        for name, items in MENUS:
            menu = self.menuBar().addMenu(text(f"menu.{name}"))
            self._actions.menu(menu, items, {"project.recent": self.recent})
            menu.aboutToShow.connect(self._enable)

    def _bar(self) -> None:
        bar = QToolBar(text("window.bar"))
        bar.setObjectName("bar")
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addToolBar(bar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        for item in BAR:
            if item is None:
                bar.addSeparator()
            elif item == "tie.menu":
                self._ways = [self._actions[f"tie.{name}"] for name in ("indicator", "part", "scroll", "none")]
                self._tie = self._tie_button()
                self._show_tie()
                bar.addWidget(self._tie)
                self._back = bar.addWidget(self._back_button())
                self._back.setVisible(False)
            else:
                bar.addAction(self._actions[item])
                button = bar.widgetForAction(self._actions[item])
                button.setAccessibleName(self._actions[item].text().rstrip("…"))
        stretch = QWidget()
        stretch.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        # The tools of review stand left, what shows and hides stands right.
        bar.insertWidget(self._actions["fact.same"], stretch)
        bar.addAction(self._actions["help.open"])

    def _back_button(self) -> QToolButton:
        """The way out of a page that has no button of its own here; there while a page is shown."""
        action = self._actions["view.reader"]
        button = QToolButton()
        button.setText(text("action.view_reader"))
        dress(button, self._theme, "report")
        button.setToolTip(action.toolTip())
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(action.trigger)
        return button

    def _leave(self, dock: QDockWidget) -> None:
        """The keyboard goes back to the text from a dock that is closed; Qt would hand it to the status line."""
        focus = self.focusWidget()
        if focus is not None and dock.isAncestorOf(focus) and self.panes.active is not None:
            self.panes.active.reader.setFocus()

    def _tie_button(self) -> QToolButton:
        button = QToolButton()
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAccessibleName(text("menu.tie"))
        menu = QMenu(button)
        menu.addActions(self._ways)
        menu.addSeparator()
        menu.addActions([self._actions["tie.set"], self._actions["tie.clear"]])
        menu.setToolTipsVisible(True)
        button.setMenu(menu)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for action in self._ways:
            action.toggled.connect(self._show_tie)
        self._theme.changed.connect(self._show_tie)
        return button

    def _show_tie(self) -> None:
        """The button of the ways to keep panes together shows the one that is chosen."""
        chosen = next((a for a in self._ways if a.isChecked()), self._ways[0])
        self._tie.setText(chosen.text())
        none = chosen is self._actions["tie.none"]
        self._tie.setIcon(self._theme.icon("tie_none" if none else "tie"))
        self._tie.setToolTip(f"{text('menu.tie')}: {chosen.text()}")

    def _title(self, name: str) -> QWidget:
        """A dock's title with a button of a size that can be hit and a name that can be read out; Qt's has neither."""
        title = QWidget()
        row = QHBoxLayout(title)
        row.setContentsMargins(10, 3, 6, 3)
        label = QLabel(text(f"action.view_{name}"))
        label.setProperty("kind", "head")
        row.addWidget(label, 1)
        close = QToolButton()
        dress(close, self._theme, "close", "ui.muted")
        close.setToolTip(text("window.close_dock", name=label.text(), pressed=self._actions.shown(f"view.{name}")))
        close.setAccessibleName(text("window.close_dock", name=label.text(), pressed=""))
        close.clicked.connect(lambda: self._actions[f"view.{name}"].setChecked(False))
        row.addWidget(close)
        return title

    def _covered(self, name: str, *, seen: bool) -> None:
        """Remember which docks stand behind another one's tab."""
        if seen:
            self._behind.discard(name)
        elif self._actions[f"view.{name}"].isChecked():  # it was not closed
            self._behind.add(name)

    def _asked(self, name: str, *, on: bool) -> None:
        """A dock that is asked for comes to the front; one that stood behind another's tab is not closed but shown."""
        if not on and name in self._behind:
            self._actions[f"view.{name}"].setChecked(True)
            on = True
        if on:
            self.docks[name].raise_()

    def _docked(self, _on: bool) -> None:
        for name, dock in self.docks.items():
            self._actions[f"view.{name}"].setChecked(dock.isVisibleTo(self))
        QTimer.singleShot(0, self._tabs)  # Qt moves the tabs after this
        self._keep.start()

    def _tabs(self) -> None:
        """The tabs of panels that share a place; without any Qt keeps the bar outside the window, where Tab is lost."""
        for tabs in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            tabs.setAccessibleName(text("window.panels"))
            tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus if tabs.count() else Qt.FocusPolicy.NoFocus)

    def _enable(self) -> None:
        """Menus say what undo and redo would do, and grey what cannot be done."""
        store = self._desk.store
        for name, label in (("undo", store.undo_label()), ("redo", store.redo_label())):
            action = self._actions[f"edit.{name}"]
            action.setText(f"{text(f'action.edit_{name}')} {label}".strip())

    def _moved(self, *_: object) -> None:
        self._keep.start()

    def _changed(self, touched: Touched) -> None:
        if touched.kind == "open":
            self._entitle()
        elif touched.kind in ("undo", "redo"):
            self.toasts.outdate()

    def _entitle(self) -> None:
        store = self._desk.store
        title = store.title or store.path.stem
        self.setWindowTitle(text("window.title", name=title))
        self.setWindowFilePath(str(store.path))
