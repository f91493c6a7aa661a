"""Notices of the system's desktop: only where it has a place for them, and only when the user wished for them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui import icons
from crm_desktop.ui.agenda_contract import Reminder

_SHOWN_MS = 15_000
_NAMED = 3


class DesktopNotice(QObject):
    """Shows notices; a click on one brings the window to the front."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tray: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray = QSystemTrayIcon(icons.app_icon(), self)
            self._tray.messageClicked.connect(self._on_clicked)
            self._tray.activated.connect(lambda _reason: self._on_clicked())

    def tell(self, fresh: Sequence[Reminder]) -> None:
        """Show what is due."""
        if self._tray is not None:
            self._tray.show()
            self._tray.showMessage(*words_of(fresh), icons.app_icon(), _SHOWN_MS)

    def hide(self) -> None:
        """Take the icon away."""
        if self._tray is not None:
            self._tray.hide()

    def _on_clicked(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~self._window.windowState().WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()


def words_of(fresh: Sequence[Reminder]) -> tuple[str, str]:
    """Return the heading of a notice and what it tells: the first reminders, and how many more there are."""
    heading = ngettext("%(count)d reminder", "%(count)d reminders", len(fresh)) % {"count": len(fresh)}
    lines = [
        " · ".join(part for part in (one.entry.subject, one.entry.whom) if part) for one in fresh[:_NAMED]
    ]
    if len(fresh) > _NAMED:
        lines.append(_("+%(count)d more") % {"count": len(fresh) - _NAMED})
    return heading, "\n".join(lines)
