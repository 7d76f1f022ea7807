"""Qt's own texts (standard buttons, context menus, file dialogs) in the language of the desk."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from core.messages import LANGUAGES, set_language, text

NAMES = {"zh": "zh_CN", "en": "en"}
# What Qt's own Chinese leaves in English, found by opening its dialogs; QFileDialog and the rest are where it is shown.
REST = {
    "&Look in:": "qt.look_in",
    "Files of &type:": "qt.files_of_type",
    "Page &order:": "qt.page_order",
    "Pages &per sheet:": "qt.pages_per_sheet",
    "Page &Set:": "qt.page_set",
    "Folder": "qt.folder",
    "Drive": "qt.drive",
}
_installed: list[QTranslator] = []


class Rest(QTranslator):
    """Asked last, for what no other translation has."""

    def translate(self, _context: str, source: str, _hint: str | None = None, _number: int = -1) -> str:
        return text(REST[source]) if source in REST else source  # "" would be taken for a translation

    def isEmpty(self) -> bool:
        return False


def wanted(setting: str) -> str:
    """The language that a setting asks for; "" follows the system, and is Chinese where that says nothing."""
    if setting in LANGUAGES:
        return setting
    return "en" if QLocale.system().language() == QLocale.Language.English else "zh"


def use(language: str) -> None:
    """Turn the program's and Qt's texts to a language; widgets made afterwards show it."""
    set_language(language if language in LANGUAGES else "zh")
    application = QCoreApplication.instance()
    if application is None:
        return
    for translator in _installed:
        application.removeTranslator(translator)
        translator.deleteLater()
    _installed.clear()
    QLocale.setDefault(QLocale(NAMES.get(language, "zh_CN")))
    for translator in (Rest(application), own(language)):  # the one that is installed last is asked first
        if translator is not None:
            application.installTranslator(translator)
            _installed.append(translator)


def own(language: str) -> QTranslator | None:
    """Qt's own texts in a language; None where they did not come along."""
    translator = QTranslator(QCoreApplication.instance())
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator if translator.load(f"qtbase_{NAMES.get(language, 'zh_CN')}", folder) else None
