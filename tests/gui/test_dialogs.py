from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QTreeView

from gui.dialogs import widen_files


def test_the_dialog_for_files_shows_names_sizes_and_dates_whole(tmp_path: Path, qtbot: Any) -> None:
    (tmp_path / "北镇市政府工作报告2021.txt").write_text("报告", encoding="utf-8")
    seen: list[tuple[list[int], list[int]]] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        tree = dialog.findChild(QTreeView, "treeView") if isinstance(dialog, QFileDialog) else None
        if tree is None or not dialog.isVisible() or not tree.model().rowCount(tree.rootIndex()):
            QTimer.singleShot(20, look)  # it is not there yet
            return
        wide = [tree.columnWidth(n) for n in range(tree.header().count())]
        seen.append((wide, [tree.sizeHintForColumn(n) for n in range(len(wide))]))
        dialog.reject()

    widen_files()
    QTimer.singleShot(0, look)
    QFileDialog.getOpenFileName(None, "", str(tmp_path), options=QFileDialog.Option.DontUseNativeDialog)
    wide, wanted = seen[0]
    assert all(has >= needs for has, needs in zip(wide, wanted, strict=True))


def test_nothing_happens_where_no_dialog_comes(qtbot: Any) -> None:
    widen_files()
    QApplication.processEvents()
