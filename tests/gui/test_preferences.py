from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox

from core.documents import Document
from core.settings import Settings
from gui.preferences import Preferences
from gui.reader import Reader
from gui.theme import Theme


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def dialog(settings: Settings, qtbot: Any) -> Preferences:
    dialog = Preferences(settings, Theme("light"), login="limin")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_sample_is_set_as_reports_are(dialog: Preferences, qtbot: Any) -> None:
    dialog.spacing.setValue(200)
    reader = Reader(dialog.theme)
    qtbot.addWidget(reader)
    reader.set_look(float(dialog.size.value()), "", 2.0)
    reader.show_report(Document.plain("去年，地区生产总值增长5.5%左右。"))
    report, sample = (d.firstBlock().blockFormat() for d in (reader.document(), dialog.sample.document()))
    assert sample.lineHeight() == report.lineHeight()
    assert sample.lineHeightType() == report.lineHeightType()


def test_changes_are_kept_and_told_at_once(dialog: Preferences, settings: Settings) -> None:
    told: list[tuple[str, object]] = []
    dialog.changed.connect(lambda key, value: told.append((key, value)))
    dialog.size.setValue(18)
    dialog.spacing.setValue(180)
    dialog.column.setValue(36)
    dialog.family.setCurrentIndex(1)
    dialog.advance.setChecked(False)
    dialog.analyst.setText(" 李敏 ")
    dialog.analyst.editingFinished.emit()
    dialog.language.setCurrentIndex(dialog.language.findData("en"))
    assert told == [
        ("text.size", 18), ("text.spacing", 180), ("text.column", 36), ("text.family", "serif"),
        ("review.advance", False), ("analyst", "李敏"), ("language", "en"),
    ]  # fmt: skip
    again = Settings(settings.path)
    assert [again.get(key) for key, _ in told] == [value for _, value in told]


def test_what_is_kept_is_shown(settings: Settings, qtbot: Any) -> None:
    settings.set("text.size", 20)
    settings.set("theme", "dark")
    settings.set("text.family", "KaiTi")
    dialog = Preferences(settings, Theme("light"))
    qtbot.addWidget(dialog)
    assert dialog.size.value() == 20
    assert dialog.look.currentData() == "dark"
    assert dialog.family.currentData() == "KaiTi"


def test_the_theme_is_seen_at_once(dialog: Preferences, qapp: Any) -> None:
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    dialog.look.setCurrentIndex(dialog.look.findData("dark"))
    assert dialog.theme.name == "dark"
    assert qapp.styleSheet() != before[0]
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])


def test_the_sample_follows_the_size(dialog: Preferences) -> None:
    dialog.size.setValue(22)
    assert dialog.sample.font().pointSizeF() == 22


def test_the_name_of_the_login_stands_where_none_is_given(dialog: Preferences) -> None:
    assert dialog.analyst.placeholderText() == "limin"


def test_every_control_has_a_name(dialog: Preferences) -> None:
    for kind in (QAbstractButton, QComboBox, QSpinBox, QLineEdit):
        for widget in dialog.findChildren(kind):
            inside = isinstance(widget.parent(), QSpinBox)
            named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            assert named or inside, widget
