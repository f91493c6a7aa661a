"""A row of badges as a widget: states and tags outside of lists."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.kinds import Colour
from crm_desktop.ui import drawing


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
        width = sum(drawing.badge_width(text) + drawing.BADGE_GAP for text, _colour in self._words)
        return QSize(round(width), drawing.BADGE_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(30, drawing.BADGE_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing.badges(painter, QRectF(self.rect()), self._words)
        painter.end()
