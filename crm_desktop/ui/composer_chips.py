"""The sorts of things that a composer writes down, in one row: where it is narrow, by their icons."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.chip_bar import Chip
from crm_desktop.ui.flow_layout import FlowLayout

_GAP = 4


class ComposerChips(QWidget):
    """Chips with icons. Where their words do not fit beside each other, only the chosen one keeps its word."""

    def __init__(self, chips: Mapping[str, Chip], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips = tuple(chips.values())
        self._words = [""] * len(chips)
        flow = FlowLayout(self, gap=_GAP)
        for one in self._chips:
            flow.addWidget(one)

    def set_words(self, words: list[str]) -> None:
        """Call the chips so, in their order."""
        self._words = words
        for chip, word in zip(self._chips, words, strict=True):
            chip.setAccessibleName(word)
        self.fit()

    def fit(self) -> None:
        """Show as many words as there is room for."""
        self._say(self._words)
        if self._room_needed() > self.width():
            pairs = zip(self._chips, self._words, strict=True)
            self._say([word if chip.isChecked() else "" for chip, word in pairs])

    def _say(self, words: list[str]) -> None:
        for chip, word, whole in zip(self._chips, words, self._words, strict=True):
            if chip.text() != word:
                chip.setText(word)
                chip.updateGeometry()
            chip.setToolTip("" if word else whole)

    def _room_needed(self) -> int:
        return sum(one.sizeHint().width() for one in self._chips) + _GAP * (len(self._chips) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()
