"""The search field of a list: searches as you type, but never a text that an input method is still composing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.ui import icons

QUICK_MS = 8.0  # a search that takes no longer answers to each key at once
REST_MS = 25  # else it waits until the typing rests


class SearchField(QLineEdit):
    """Emits ``searched`` for each key, or where searching takes long once the typing rests for a moment; Esc clears,
    arrow down leaves for the list."""

    searched = Signal(str)
    left_downwards = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = ""
        self.setProperty("look", "search")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._emit)
        self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        # What an input method composes is not part of the text, so textChanged is silent until it commits.
        self.textChanged.connect(lambda _text: self._timer.start())

    def set_name(self, name: str) -> None:
        """Set the hint in the empty field, which is its name too."""
        self.setPlaceholderText(name)
        self.setAccessibleName(name)

    def set_silently(self, text: str) -> None:
        """Show a text that is already being searched."""
        self._last = text
        self.setText(text)
        self._timer.stop()

    def took(self, milliseconds: float) -> None:
        """Learn how long the last search took."""
        self._timer.setInterval(0 if milliseconds <= QUICK_MS else REST_MS)

    def search_now(self) -> None:
        """Do not wait for the typing to rest."""
        self._timer.stop()
        self._emit()

    def _emit(self) -> None:
        text = self.text().strip()
        if text != self._last:
            self._last = text
            self.searched.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.search_now()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Escape}:
            self.left_downwards.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.search_now()
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)
