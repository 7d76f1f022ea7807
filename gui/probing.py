"""`duidu open --probe`: what Qt finds on this machine, as one line of JSON; nothing is shown."""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QDir, QLibraryInfo, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication

from gui.i18n import own
from gui.theme import chinese_fonts


def probe() -> int:
    """Open Qt, look at platform, screens, fonts and input method, print them; 0."""
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    screens = [f"{s.size().width()}x{s.size().height()} @{s.devicePixelRatio():g}" for s in application.screens()]
    # How Chinese is typed: what asks for it, and the plug-ins that came along to answer.
    plugins = QDir(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath) + "/platforminputcontexts").entryList(
        ["*platforminputcontext*"], QDir.Filter.Files
    )
    found = {
        "qt": qVersion(), "platform": application.platformName(), "screens": screens, "chinese": chinese,
        "fallback": not chinese and chinese_fonts(), "input": os.environ.get("QT_IM_MODULE", ""),
        "plugins": [name.removeprefix("lib").split("platforminputcontext")[0] for name in plugins],
        "texts": own("zh") is not None,
    }  # fmt: skip
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return 0
