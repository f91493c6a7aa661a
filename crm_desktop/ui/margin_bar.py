"""A scroll bar that lies over the margin of what it scrolls: it comes and goes, and nothing beside it moves.

Qt's own takes its width from the page, which is then laid out and painted anew as soon as it has grown too high.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QScrollArea, QScrollBar


class MarginBar(QScrollBar):
    """The upright scroll bar of an area; what is scrolled leaves as much room free at its right as it is wide."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._area = area
        self._own = area.verticalScrollBar()
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSingleStep(self._own.singleStep())
        self.hide()
        self._own.rangeChanged.connect(self._on_range)
        self._own.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._own.setValue)
        area.installEventFilter(self)

    def _on_range(self, least: int, most: int) -> None:
        self.setPageStep(self._area.viewport().height())
        self.setRange(least, most)
        self.setVisible(most > least)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            width = self.sizeHint().width()
            self.setGeometry(self._area.width() - width, 0, width, self._area.height())
        return super().eventFilter(watched, event)
