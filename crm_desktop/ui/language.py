"""The language of the window, switched while it runs: our words and those of Qt's own dialogs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from crm_desktop.core import i18n
from crm_desktop.core.i18n import N_

QT_WORDS = (
    N_("&Look in:"),
    N_("Files of &type:"),
    N_("Folder"),
    N_("%1 File"),
    N_("%1 byte(s)"),
    N_("%1 KiB"),
    N_("%1 MiB"),
)
"""What Qt's own dialog of files says and Qt's catalogue does not know (it changed its words faster)."""


class _Newer(QTranslator):
    """Our catalogue for the words of Qt that its own one lacks."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        return i18n._(source) if source in QT_WORDS else None

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False


class _Installed:
    """The catalogues that are in use."""

    translators: tuple[QTranslator, ...] = ()


def switch(code: str) -> str:
    """Speak this language from now on and return its code. Windows show it once they are retranslated."""
    used = i18n.install(code)
    app = QCoreApplication.instance()
    if app is None:
        return used
    for one in _Installed.translators:
        app.removeTranslator(one)
    _Installed.translators = ()
    QLocale.setDefault(QLocale(used))
    if used != "en":
        translator = QTranslator(app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        translator.load(f"qtbase_{used}", folder)
        _Installed.translators = (_Newer(app), translator)  # the last one is asked first
        for one in _Installed.translators:
            app.installTranslator(one)
    return used
