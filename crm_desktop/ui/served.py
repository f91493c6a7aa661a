"""Whether this computer has a program for a sort of address, and what is said where it has none."""

from __future__ import annotations

import shutil
import sys
from functools import cache
from typing import Protocol, runtime_checkable

from PySide6 import QtCore  # PySide makes each class when it is first named
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import N_, _

_PATIENCE = 1_000  # milliseconds
_SENTENCES = {
    "tel": N_("This computer has no program for calls: %(address)s"),
    "mailto": N_("This computer has no program for e-mail: %(address)s"),
}
_OTHERS = N_("This computer has no program for web pages: %(address)s")


@runtime_checkable
class _Says(Protocol):
    """A window that can say a short word."""

    def show_toast(self, text: str, action: str = "", act: object = None) -> None: ...


def is_served(scheme: str) -> bool:
    """Tell whether a program serves addresses of a scheme, as far as that can be known.

    Windows and macOS ask the user themselves. The starter of Linux desktops ends without a word where there is
    none, so its table is asked first.
    """
    asker = shutil.which("xdg-mime") if sys.platform.startswith("linux") else None
    return asker is None or bool(_desktop_entry(asker, scheme))


@cache
def _desktop_entry(asker: str, scheme: str) -> str:
    """Return which program the desktop has for a scheme; a guess where the desktop does not answer."""
    process = QtCore.QProcess()
    process.start(asker, ["query", "default", f"x-scheme-handler/{scheme}"])
    if not process.waitForFinished(_PATIENCE) or process.exitCode() != 0:
        return "unknown"
    return bytes(process.readAllStandardOutput().data()).decode(errors="replace").strip()


def say_unserved(url: QUrl, near: QWidget) -> None:
    """Say in the window of a widget that nothing on this computer serves an address, and offer to copy it."""
    window = near.window()
    if not isinstance(window, _Says):
        return
    scheme = url.scheme().lower()
    address = url.path() if scheme in _SENTENCES else url.toString()
    text = _(_SENTENCES.get(scheme, _OTHERS)) % {"address": address}
    window.show_toast(text, _("Copy"), lambda: QGuiApplication.clipboard().setText(address))
