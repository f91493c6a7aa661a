"""A widget that is as high as its words need at its width."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget


class WordHeight(QWidget):
    """Asks for the height of its words: an area that scrolls, and a card, ask only for the least height."""

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self.fit_height()
        return handled

    def fit_height(self) -> None:
        """Be as high as the words need."""
        layout = self.layout()
        needed = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        if needed > 0 and needed != self.minimumHeight():
            self.setMinimumHeight(needed)
