"""The help inside the program: contents and search on the left, a page on the right; works without a network."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QImage,
    QKeySequence,
    QShortcut,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from core import manual
from core.messages import catalogue, language, text
from gui.actions import MENUS, ROWS, Actions
from gui.dialogs import buttons
from gui.theme import Theme

PAGE = Qt.ItemDataRole.UserRole
LIST = 240  # pixels: the longest title in either language
SCHEMES = ("http", "https", "mailto")


def keys(chosen: str, actions: Actions | None = None) -> str:
    """The sheet of keys as Markdown: all actions by menu, with the keys of `actions`, else the usual ones."""
    texts = catalogue()
    parts = []
    for menu, items in MENUS:
        rows = []
        for name in _flat(items):
            if name in ROWS:
                row = ROWS[name]
                shown = actions.keys(name) if actions else row.keys
                pressed = "、" if chosen == "zh" else ", "
                rows.append(
                    f"| {texts[f'action.{row.name}'][chosen].replace('&', '')} "
                    f"| {pressed.join(f'`{key}`' for key in shown)} | {texts[f'tip.{row.name}'][chosen]} |"
                )
        heads = f"| {texts['help.action'][chosen]} | {texts['help.keys'][chosen]} | {texts['help.means'][chosen]} |"
        title = texts[f"menu.{menu}"][chosen].replace("&", "").split("(")[0]
        parts.append("\n".join([f"## {title}", "", heads, "|---|---|---|", *rows, ""]))
    return "\n".join(parts)


def _flat(items: tuple[object, ...]) -> list[str]:
    found: list[str] = []
    for item in items:
        if isinstance(item, tuple):
            found += _flat(item[1])
        elif isinstance(item, str):
            found.append(item)
    return found


class PageView(QTextBrowser):
    """Shows a page; pictures are made as wide as the page."""

    def loadResource(self, kind: int, name: QUrl) -> object:
        if kind == QTextDocument.ResourceType.ImageResource.value:
            image = QImage(str(manual.pictures() / name.path()))
            # Its right edge may come to be under a bar that only the picture's height calls for.
            room = self.width() - 2 * self.frameWidth() - 60
            if image.width() > room > 0:
                image = image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
            return image
        return super().loadResource(kind, name)


class Help(QDialog):
    """The window of the help; `open_page` shows a page by its name."""

    def __init__(self, theme: Theme, actions: Actions | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(text("help.title"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(QSize(980, 720))
        self.pages = manual.pages(language(), lambda chosen: keys(chosen, actions))
        self._shown = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.words.setPlaceholderText(text("help.search"))
        self.words.setAccessibleName(text("help.search"))
        self.words.textChanged.connect(self._list)
        self.list = QListWidget()
        self.list.setAccessibleName(text("help.contents"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._choose)
        left = QWidget()
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.words)
        rows.addWidget(self.list, 1)
        self.view = PageView()
        self.view.setOpenLinks(False)
        self.view.setAccessibleName(text("help.page"))
        self.view.anchorClicked.connect(self._follow)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self.view)
        split.setSizes([LIST, 980 - LIST])
        split.setStretchFactor(1, 1)
        column.addWidget(split, 1)
        column.addWidget(buttons(self))
        QShortcut(QKeySequence("Ctrl+F"), self, self.words.setFocus)
        self._list("")
        self.view.setFocus()

    def open_page(self, name: str) -> None:
        """Show a page; one that is not there leaves what is shown."""
        page = next((page for page in self.pages if page.name == name), None)
        if page is None:
            return
        self._shown = name
        self.view.setMarkdown(page.words)
        self._dress()
        for row in range(self.list.count()):
            if self.list.item(row).data(PAGE) == name and self.list.currentRow() != row:
                self.list.setCurrentRow(row)
                break
        self._mark()

    def _list(self, words: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        if words.strip():
            for page, around in manual.search(self.pages, words):
                self._add(f"{page.title}\n{around}", page.name)
        else:
            group = ""
            for page in self.pages:
                if page.group != group:
                    group = page.group
                    head = QListWidgetItem(group)
                    head.setFlags(Qt.ItemFlag.NoItemFlags)
                    font = self.theme.font(9, bold=True)
                    head.setFont(font)
                    head.setForeground(self.theme.colour("ui.muted"))
                    self.list.addItem(head)
                self._add(page.title, page.name)
        self.list.blockSignals(False)
        first = next((r for r in range(self.list.count()) if self.list.item(r).data(PAGE)), None)
        if first is None:
            self.list.addItem(text("help.nothing"))
            self.list.item(0).setFlags(Qt.ItemFlag.NoItemFlags)
        elif words.strip() or not self._shown:
            self.list.setCurrentRow(first)
        self._mark()

    def _add(self, title: str, name: str) -> None:
        item = QListWidgetItem(title)
        item.setData(PAGE, name)
        self.list.addItem(item)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None and (name := item.data(PAGE)) and name != self._shown:
            self.open_page(name)

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in SCHEMES:
            QDesktopServices.openUrl(link)  # only ever by the user's own click
        elif link.path():
            self.open_page(link.path().removesuffix(".md").rsplit("/", 1)[-1])

    def _dress(self) -> None:
        """Lines around tables and room around blocks, which Markdown leaves to whoever shows it."""
        document = self.view.document()
        document.setDocumentMargin(16)
        line = self.theme.colour("ui.line")
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                form = frame.format()
                form.setBorder(1)
                form.setBorderBrush(line)
                form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                form.setBorderCollapse(True)
                form.setCellPadding(5)
                form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                frame.setFormat(form)
        link = QTextCharFormat()
        link.setForeground(QColor(self.theme.colour("ui.accent")))
        block = document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            form = block.blockFormat()
            if not cursor.currentTable():
                code = form.hasProperty(QTextFormat.Property.BlockCodeFence) or form.nonBreakableLines()
                form.setBottomMargin(0 if code else 8)
                form.setLineHeight(125 if code else 135, 1)
                if code:
                    form.setNonBreakableLines(False)
                    form.setBackground(self.theme.colour("ui.stripe"))
                    form.setLeftMargin(10)
                if form.headingLevel():
                    form.setTopMargin(14)
                cursor.setBlockFormat(form)
            for piece in block.textFormats():
                if piece.format.isAnchor():
                    part = QTextCursor(block)
                    part.setPosition(block.position() + piece.start)
                    part.setPosition(block.position() + piece.start + piece.length, QTextCursor.MoveMode.KeepAnchor)
                    part.mergeCharFormat(link)
            block = block.next()

    def _mark(self) -> None:
        """The words that were searched, marked on the page, and the first of them in sight."""
        words = self.words.text().split()
        found = []
        for word in words:
            cursor = self.view.document().find(word)
            while not cursor.isNull():
                mark = QTextBrowser.ExtraSelection()
                mark.cursor = QTextCursor(cursor)
                mark.format.setBackground(self.theme.colour("ui.selection"))
                mark.format.setForeground(self.theme.colour("ui.selection_text"))
                found.append(mark)
                cursor = self.view.document().find(word, cursor)
        self.view.setExtraSelections(found)
        if found:
            first = min(found, key=lambda mark: mark.cursor.selectionStart())
            place = QTextCursor(first.cursor)
            place.clearSelection()
            self.view.setTextCursor(place)
