"""Qt's own dialogs speak the language of the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import (
    QAbstractButton,
    QColorDialog,
    QDialog,
    QFileDialog,
    QFontDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from gui import i18n

# What stays as it is in any language: file patterns, colour codes, sizes, the letters of accelerators.
KEPT = re.compile(r"\(&?\w\)|&|\*\.?\w*|HTML|PDF|CMYK|UTF-8|\(x[^)]*\)|#\w+|\b[KMG]iB\b|AaBbYyZz|/\S*|[A-Z]\d\b")


@pytest.fixture(autouse=True)
def _language_goes_back() -> Iterator[None]:
    yield
    i18n.use("zh")


def shown(widget: QWidget) -> list[str]:
    """The words of labels, buttons, boxes and tabs that are to be seen."""
    words = [each.text() for kind in (QLabel, QAbstractButton) for each in widget.findChildren(kind)]
    words += [each.title() for each in widget.findChildren(QGroupBox)]
    for tabs in widget.findChildren(QTabWidget):
        words += [tabs.tabText(n) for n in range(tabs.count())]
    return [word for word in words if word.strip()]


def dialogs() -> Iterator[QDialog]:
    for mode in (QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave):
        files = QFileDialog()
        files.setOption(QFileDialog.Option.DontUseNativeDialog)
        files.setAcceptMode(mode)
        yield files
    yield QColorDialog()
    yield QFontDialog()
    yield QPrintDialog()
    box = QMessageBox()
    named = QMessageBox.StandardButton
    for button in (named.Ok, named.Save, named.SaveAll, named.Open, named.Yes, named.YesToAll, named.No, named.NoToAll,
                   named.Abort, named.Retry, named.Ignore, named.Close, named.Cancel, named.Discard, named.Help,
                   named.Apply, named.Reset, named.RestoreDefaults):  # fmt: skip
        box.addButton(button)
    yield box


def test_in_chinese_no_english_is_left(qtbot: Any) -> None:
    i18n.use("zh")
    left = []
    for dialog in dialogs():
        qtbot.addWidget(dialog)
        found = shown(dialog)
        assert found
        left += [(type(dialog).__name__, word) for word in found if re.search("[A-Za-z]{2}", KEPT.sub("", word))]
    assert left == []


def test_menus_of_fields_are_chinese(qtbot: Any) -> None:
    i18n.use("zh")
    for field in (QLineEdit(), QTextEdit()):
        qtbot.addWidget(field)
        menu: QMenu = field.createStandardContextMenu()
        qtbot.addWidget(menu)
        words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
        assert any("复制" in word for word in words)
        assert [word for word in words if re.search("[A-Za-z]{2}", word)] == []


def test_in_english_no_chinese_is_left(qtbot: Any) -> None:
    i18n.use("en")
    for dialog in dialogs():
        qtbot.addWidget(dialog)
        assert [word for word in shown(dialog) if re.search("[\u4e00-\u9fff]", word)] == []


def test_a_change_of_language_leaves_nothing_behind(qtbot: Any) -> None:
    for language, told in (("zh", "位置"), ("en", "Look in"), ("zh", "位置")):
        i18n.use(language)
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        qtbot.addWidget(dialog)
        assert any(told in word for word in shown(dialog))
    assert len(i18n._installed) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_nobody_translates_stays_as_it_is(qapp: Any, language: str) -> None:
    i18n.use(language)
    assert QCoreApplication.translate("nowhere", "Some %1 words") == "Some %1 words"
