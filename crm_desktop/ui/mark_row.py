"""Marks from low to high in a row, of which one is chosen: by a click, with the arrows and Space, or by its digit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.ui.chip_bar import Chip

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class MarkRow(QWidget):
    """One control for Tab, which stops at the chosen mark, or at the first. A second click takes the choice back."""

    chosen = Signal()

    def __init__(self, name: str, low: int, high: int, mark: int | None) -> None:
        super().__init__()
        self._typed = ""
        self._chips: dict[int, Chip] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for value in range(low, high + 1):
            chip = Chip(str(value))
            chip.setCheckable(True)
            chip.setAccessibleName(f"{name} {value}")
            chip.clicked.connect(lambda on=False, value=value: self._choose(value if on else None))
            chip.installEventFilter(self)
            self._chips[value] = chip
            row.addWidget(chip)
        row.addStretch(1)
        self._show(mark)

    def mark(self) -> int | None:
        """Return the mark that is chosen."""
        return next((value for value, chip in self._chips.items() if chip.isChecked()), None)

    def _choose(self, mark: int | None) -> None:
        self._show(mark)
        self.chosen.emit()

    def _show(self, mark: int | None) -> None:
        stop = mark if mark in self._chips else min(self._chips)
        for value, chip in self._chips.items():
            chip.setChecked(value == mark)
            by_tab = value == stop
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if by_tab else Qt.FocusPolicy.ClickFocus)

    def _type(self, digit: str) -> None:
        """Choose by digits: 1 and then 0 are ten where there is a ten."""
        longer = self._typed + digit
        self._typed = longer if int(longer) in self._chips else digit
        if int(self._typed) in self._chips:
            self._choose(int(self._typed))
            self._chips[int(self._typed)].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of a mark before it does: a button would hand the arrows on as if they were Tab."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _STEPS:
                here = next(value for value, chip in self._chips.items() if chip is watched)
                beside = self._chips.get(here + _STEPS[Qt.Key(event.key())])
                if beside is not None:
                    beside.setFocus()
                return True
            if event.text().isdecimal():
                self._type(event.text())
                return True
        return super().eventFilter(watched, event)
