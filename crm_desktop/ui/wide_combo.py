"""A box of choices whose list is as wide as its words."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

_AROUND = 22  # pixels of the list around its words: edges, scroll bar
_MOST_ROWS = 20


class WideCombo(QComboBox):
    """Opens a list that shows each choice whole, however narrow the box is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxVisibleItems(_MOST_ROWS)

    def showPopup(self) -> None:  # noqa: N802
        offered = self.view()
        offered.setAccessibleName(self.accessibleName())
        offered.setMinimumWidth(offered.sizeHintForColumn(0) + _AROUND)
        super().showPopup()
