"""An export at work: in a process of its own, with a toast at its end."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from core.errors import DuiduError
from core.exporting import Selection, Summary, draft, run
from core.messages import text
from core.querying import Query
from gui.desk import Desk
from gui.jobs import Job, Jobs

CLEARED = 50  # ms between two looks whether a cancelled export is gone


def start_export(
    desk: Desk,
    jobs: Jobs,
    chosen: str | Query | Selection,
    target: tuple[str, Path],
    *,
    bom: bool = False,
    headers: str = "en",
    columns: tuple[str, ...] = (),
) -> None:
    """Export in a process of its own, on a copy of the project; a toast tells the result and opens the folder.

    `target` is the format and the file.
    """
    kind, path = target

    def arrived(_number: int, result: object) -> None:
        if isinstance(result, Summary):
            said = text("export_dialog.done", name=result.path.name, count=result.rows, documents=result.documents)
            folder = result.path.absolute().parent
            desk.notice(
                "\n".join((said, *result.notices)),
                "done",
                text("export_dialog.open_folder"),
                lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
            )
        elif isinstance(result, DuiduError):
            desk.notice(str(result), "error")
        elif isinstance(result, Exception):
            desk.notice(text("export_dialog.failed", name=path.name, reason=str(result)), "error")

    label = text("export_dialog.job", name=path.name)
    workplace = (tempfile.mkdtemp(prefix="duidu-"), secrets.token_hex(4))

    def ended(job: Job) -> None:
        if not job.gone:  # it may still be writing
            QTimer.singleShot(CLEARED, desk, lambda: ended(job))
            return
        # A process that was ended could not clear up after itself.
        shutil.rmtree(workplace[0], ignore_errors=True)
        draft(path, workplace[1]).unlink(missing_ok=True)

    task = (str(desk.store.path), chosen, kind, str(path), bom, columns, headers, workplace)
    jobs.run(label, run, [task], arrived, ended, alone=True, awaited=True)
