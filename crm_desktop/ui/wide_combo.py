"""A box of choices whose list is as wide as its words."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

_AROUND = 22  # pixels of the list around its words: edges, scroll bar
_MOST_ROWS = 20


class WideCombo(QComboBox):
    """Opens a list that shows each choice whole, however narrow the box is.

    ``was_opened`` tells whether the last choice was made in that list, or by an arrow, which may be pressed again.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxVisibleItems(_MOST_ROWS)
        self.was_opened = False

    def showPopup(self) -> None:  # noqa: N802
        offered = self.view()
        offered.setAccessibleName(self.accessibleName())
        offered.setMinimumWidth(offered.sizeHintForColumn(0) + _AROUND)
        self.was_opened = True
        super().showPopup()

    def keyPressEvent(self, e: QKeyEvent) -> None:
        self.was_opened = False  # the list has keys of its own
        super().keyPressEvent(e)

    def wheelEvent(self, e: QWheelEvent) -> None:
        self.was_opened = False
        super().wheelEvent(e)
