"""Where the window was and how its lists are laid out, in QSettings. Junk in the file counts as nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QByteArray, QRect, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


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


class WindowState:
    """Window geometry and list layouts of this computer."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def save_geometry(self, window: QWidget) -> None:
        """Remember where the window is."""
        self._settings.setValue("window/geometry", window.saveGeometry())

    def restore_geometry(self, window: QWidget) -> bool:
        """Put the window back, but only onto a screen that exists; tell whether it was."""
        kept = self._settings.value("window/geometry")
        if not isinstance(kept, QByteArray) or not window.restoreGeometry(kept):
            return False
        frame = window.frameGeometry()
        return any(_shows_title(screen.availableGeometry(), frame) for screen in QGuiApplication.screens())

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
