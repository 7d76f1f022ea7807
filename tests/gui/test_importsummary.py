from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from core.errors import ReadingError
from gui.importsummary import ImportSummary
from gui.theme import Theme


def test_every_file_that_failed_is_named_with_what_to_do(qtbot: Any) -> None:
    error = ReadingError("process_ended", name="照片.jpg")
    failed = [(Path("/data/照片.jpg"), error)]
    dialog = ImportSummary(Theme("light"), added=3, facts=120, known=["北镇2021.txt"], failed=failed)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "3 份" in dialog.told.text()
    assert "1 份未能导入" in dialog.told.text()
    assert dialog.list.rowCount() == 2
    assert dialog.list.item(0, 1).text() == str(error)
    dialog.copy()
    assert QGuiApplication.clipboard().text().startswith("/data/照片.jpg\t")
