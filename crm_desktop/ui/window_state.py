"""Where the window was and how its lists are laid out, in QSettings. Junk in the file counts as nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QByteArray, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

TITLE_HEIGHT = 32  # room for the title bar, which is not known before the window is shown


@dataclass(frozen=True)
class ColumnLayout:
    """The columns of one list in their order, each with its width (0: as there is room), and what it is sorted by."""

    columns: tuple[tuple[str, int], ...] = ()
    sort: str = ""
    descending: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns in their order."""
        return tuple(key for key, _width in self.columns)


def fit(dialog: QWidget, wanted: QSize) -> None:
    """Give a dialog the size that it wants, but no larger than the screen has room for."""
    dialog.resize(
        wanted.boundedTo(dialog.screen().availableGeometry().adjusted(0, TITLE_HEIGHT, 0, 0).size())
    )


class WindowState:
    """Window geometry and list layouts of this computer."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def save_geometry(self, window: QWidget) -> None:
        """Remember where the window is."""
        self._settings.setValue("window/geometry", window.saveGeometry())

    def place(self, window: QWidget, first: QSize) -> None:
        """Put a window where it was, or give it its first size; in either case onto a screen, and no larger than it."""
        kept = self._settings.value("window/geometry")
        known = isinstance(kept, QByteArray) and window.restoreGeometry(kept)
        if window.windowState() & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
            return
        screens = [one.availableGeometry() for one in QGuiApplication.screens()]
        seen = [one for one in screens if known and _shows_title(one, window.frameGeometry())]
        room = (seen or screens)[0].adjusted(0, TITLE_HEIGHT, 0, 0)
        window.resize((window.size() if seen else first).boundedTo(room.size()))
        if known:
            window.setGeometry(_moved_into(room, window.geometry()))

    def flag(self, name: str, default: bool) -> bool:
        """Return a remembered switch: whether the peek panel is open, say."""
        kept = self._settings.value(f"window/{name}")
        return default if kept is None else str(kept).lower() in {"true", "1"}

    def set_flag(self, name: str, value: bool) -> None:
        """Remember a switch."""
        self._settings.setValue(f"window/{name}", "true" if value else "false")

    def text(self, name: str, default: str = "") -> str:
        """Return a remembered word: the theme, say."""
        kept = self._settings.value(f"window/{name}")
        return kept if isinstance(kept, str) else default

    def set_text(self, name: str, value: str) -> None:
        """Remember a word."""
        self._settings.setValue(f"window/{name}", value)

    def columns(self, entity: str, view: str) -> ColumnLayout | None:
        """Return the layout of a list, or None when nothing (readable) is remembered."""
        try:
            kept = json.loads(str(self._settings.value(f"lists/{entity}/{view}", "")))
            columns = tuple((str(key), max(0, min(2000, int(width)))) for key, width in kept["columns"])
            return ColumnLayout(columns, str(kept["sort"]), bool(kept["descending"]))
        except (ValueError, TypeError, KeyError):
            return None

    def set_columns(self, entity: str, view: str, layout: ColumnLayout) -> None:
        """Remember the layout of a list."""
        kept: dict[str, Any] = {
            "columns": [list(column) for column in layout.columns],
            "sort": layout.sort,
            "descending": layout.descending,
        }
        self._settings.setValue(f"lists/{entity}/{view}", json.dumps(kept))


def _shows_title(screen: QRect, frame: QRect) -> bool:
    """Tell whether enough of a window's title bar is on a screen to take hold of it."""
    title = QRect(frame.left(), frame.top(), frame.width(), 40)
    seen = screen.intersected(title)
    return seen.width() >= 120 and seen.height() >= 20


def _moved_into(room: QRect, frame: QRect) -> QRect:
    """Return a frame moved so that it begins in the room, and lies in it where it is no larger."""
    left = max(room.left(), min(frame.left(), room.right() + 1 - frame.width()))
    top = max(room.top(), min(frame.top(), room.bottom() + 1 - frame.height()))
    return frame.translated(left - frame.left(), top - frame.top())
