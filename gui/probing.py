"""`duidu open --probe`: what Qt finds on this machine, as one line of JSON; nothing is shown."""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication

from gui.theme import chinese_fonts


def probe() -> int:
    """Open Qt, look at platform, screens, fonts and input method, print them; 0."""
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    screens = [f"{s.size().width()}x{s.size().height()} @{s.devicePixelRatio():g}" for s in application.screens()]
    found = {
        "qt": qVersion(), "platform": application.platformName(), "screens": screens, "chinese": chinese,
        "fallback": not chinese and chinese_fonts(), "input": os.environ.get("QT_IM_MODULE", ""),
    }  # fmt: skip
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return 0
