"""How the cards of the day's page lie: tiles in a row and three columns, or two and two where there is less room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.card import GAP, Ground

WIDE = 1000  # pixels from which there are three columns
_SHARES = (38, 41, 34)  # of the columns' widths


class TodayColumns(Ground):
    """Holds the tiles and the cards, and moves them when the width changes. ``painted``: for the first time."""

    painted = Signal()

    def __init__(self, tiles: Sequence[QWidget], due: QWidget, cards: Mapping[str, QWidget]) -> None:
        super().__init__()
        self._tiles = tuple(tiles)
        self._cards = dict(cards)
        self._is_wide: bool | None = None
        self._is_painted = False
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        left, self._middle, self._right = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        left.addWidget(due)
        self._row = QHBoxLayout()
        self._row.setSpacing(GAP)
        for column in (left, self._middle, self._right):
            column.setSpacing(GAP)
            self._row.addLayout(column)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAP, GAP, GAP, GAP)
        outer.setSpacing(GAP)
        outer.addLayout(self._grid)
        outer.addLayout(self._row, 1)
        self.fit(WIDE)

    @property
    def is_wide(self) -> bool:
        """Whether there are three columns."""
        return bool(self._is_wide)

    def fit(self, width: int) -> None:
        """Lie as there is room."""
        is_wide = width >= WIDE
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        across = 4 if is_wide else 2
        for at, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, at // across, at % across)
        for at in range(4):
            self._grid.setColumnStretch(at, 1 if at < across else 0)
        self._place("months", self._middle)
        self._place("funnel", self._middle)
        right = self._right if is_wide else self._middle
        self._place("risk", right)
        self._place("campaigns", right)
        self._fill({"funnel", "campaigns"} if is_wide else {"campaigns"})
        for column in (self._middle, self._right):
            for at in reversed(range(column.count())):
                if (item := column.itemAt(at)) is not None and item.spacerItem() is not None:
                    column.takeAt(at)
            column.addStretch(0)  # takes what is left where the last card is not shown
        for at, share in enumerate(_SHARES if is_wide else (1, 1, 0)):
            self._row.setStretch(at, share)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def _fill(self, last: Set[str]) -> None:
        """Let the last cards of the columns reach to the foot of the page, as that of what is due does."""
        for name, card in self._cards.items():
            high = QSizePolicy.Policy.Expanding if name in last else QSizePolicy.Policy.Maximum
            card.setSizePolicy(QSizePolicy.Policy.Preferred, high)
            for column in (self._middle, self._right):
                column.setStretchFactor(card, int(name in last))

    def _place(self, name: str, column: QVBoxLayout) -> None:
        """Put a card to the end of a column."""
        for other in (self._middle, self._right):
            other.removeWidget(self._cards[name])
        column.addWidget(self._cards[name])
