"""The language of the window, switched while it runs: our words and those of Qt's own dialogs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from crm_desktop.core import i18n


class _Installed:
    """The catalogue of Qt that is in use."""

    translator: QTranslator | None = None


def switch(code: str) -> str:
    """Speak this language from now on and return its code. Windows show it once they are retranslated."""
    used = i18n.install(code)
    app = QCoreApplication.instance()
    if app is None:
        return used
    if _Installed.translator is not None:
        app.removeTranslator(_Installed.translator)
        _Installed.translator = None
    QLocale.setDefault(QLocale(used))
    if used != "en":
        translator = QTranslator(app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(f"qtbase_{used}", folder):
            app.installTranslator(translator)
            _Installed.translator = translator
    return used
