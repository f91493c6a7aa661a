"""Opening what a value links to: only web, mail and telephone addresses ever leave the program."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from crm_desktop.core.entity import Field
from crm_desktop.core.kinds import Email, Phone, Web
from crm_desktop.ui import served

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def link_of(field: Field, text: str) -> QUrl | None:
    """Return the address behind a value, or None where it is none that we open."""
    if not text.strip():
        return None
    if isinstance(field.kind, Email):
        return _checked(QUrl("mailto:" + text.strip()))
    if isinstance(field.kind, Phone):
        return _checked(QUrl("tel:" + "".join(ch for ch in text if ch.isdigit() or ch == "+")))
    if isinstance(field.kind, Web):
        return _checked(QUrl.fromUserInput(text.strip()))
    return None


def follow(url: QUrl, near: QWidget) -> bool:
    """Open an address in the program that serves it; where there is none, the window of ``near`` says so."""
    if _checked(url) is None:
        return False
    if served.is_served(url.scheme().lower()) and QDesktopServices.openUrl(url):
        return True
    served.say_unserved(url, near)
    return False


def _checked(url: QUrl) -> QUrl | None:
    return url if url.isValid() and url.scheme().lower() in _SCHEMES else None


def bare(address: str) -> str:
    """Return an address for reading: without ``https://``."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")
