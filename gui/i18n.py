"""Qt's own texts (standard buttons, context menus, file dialogs) in the language of the desk."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from core.messages import LANGUAGES, set_language

NAMES = {"zh": "zh_CN", "en": "en"}
_installed: list[QTranslator] = []


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
    _installed.clear()
    QLocale.setDefault(QLocale(NAMES.get(language, "zh_CN")))
    translator = QTranslator(application)
    if translator.load(f"qtbase_{NAMES.get(language)}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
        _installed.append(translator)
