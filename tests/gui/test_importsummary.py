from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from core.errors import ReadingError
from gui.importsummary import ImportSummary
from gui.intake import Arrival, Summary
from gui.theme import Theme


def test_every_file_stands_there_with_what_to_do(qtbot: Any) -> None:
    error = ReadingError("process_ended", name="照片.jpg")
    summary = Summary(
        added=[4, 5],
        known=["北镇2021.txt"],
        failed=[(Path("/data/照片.jpg"), error)],
        arrivals=[
            Arrival(4, "昆山2021.txt", 100, {}, ()),
            Arrival(5, "易县2019.txt", 20, {"guessed": 3, "pinyin": 8, "width": 1, "entity": 2}, ("no_year",)),
        ],
    )
    dialog = ImportSummary(Theme("light"), summary)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "2 份" in dialog.told.text()
    assert "120 条" in dialog.told.text()
    assert "1 份未能导入" in dialog.told.text()
    names = [dialog.list.item(row, 0).text() for row in range(dialog.list.rowCount())]
    assert names == ["照片.jpg", "易县2019.txt", "昆山2021.txt", "北镇2021.txt"]  # what needs a person stands first
    assert dialog.list.item(0, 1).text() == str(error)
    assert "拼音" in dialog.list.item(1, 2).text()
    assert "年份" in dialog.list.item(1, 3).text()
    dialog.copy()
    assert QGuiApplication.clipboard().text().startswith("/data/照片.jpg\t")
    shown: list[int] = []
    dialog.chosen.connect(shown.append)
    dialog.list.itemActivated.emit(dialog.list.item(1, 0))
    assert shown == [5]
