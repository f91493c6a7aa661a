"""A row of badges as a widget: states and tags outside of lists."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.kinds import Colour
from crm_desktop.ui import drawing

_GAP = 4


class Badges(QWidget):
    """Shows words on coloured grounds, one beside the other."""

    def __init__(self, words: Sequence[tuple[str, Colour]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[tuple[str, Colour], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_words(words)

    def set_words(self, words: Sequence[tuple[str, Colour]]) -> None:
        """Show these."""
        self._words = tuple(words)
        self.setAccessibleName(", ".join(text for text, _colour in words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = sum(drawing.badge_width(text) + _GAP for text, _colour in self._words)
        return QSize(round(width), drawing.BADGE_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(30, drawing.BADGE_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0.0
        for text, colour in self._words:
            room = self.width() - left
            if room < 24:
                break
            drawing.badge(painter, left, self.height() / 2, text, colour, room)
            left += drawing.badge_width(text) + _GAP
        painter.end()
