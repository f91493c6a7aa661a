"""Work of the main thread in pieces, a few in a turn of the event loop, so that the window answers in between."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.turns import turns

Piece = Callable[[], object]


class Portions(QObject):
    """Makes a widget in pieces, in their order, in turns; what cannot wait for its piece has it done at once."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._pieces: deque[Piece] = deque()

    def begin(self, pieces: Iterable[Piece]) -> None:
        """Do these from the next turn on, and forget what was left of others."""
        self._pieces = deque(pieces)
        if self._pieces:
            turns().ask(self)

    def finish(self, is_enough: Callable[[], bool] = lambda: False) -> None:
        """Do at once what is left, or so much of it that it is enough."""
        while self._pieces and not is_enough():
            self._pieces.popleft()()

    def is_done(self) -> bool:
        """Tell whether nothing is left."""
        return not self._pieces

    def is_seen(self) -> bool:
        """Tell whether the widget is in sight."""
        return self._widget.isVisible()

    def do_piece(self) -> None:
        """Do the next piece, in its turn."""
        if self._pieces:
            piece = self._pieces.popleft()
            if self._pieces:
                turns().ask(self)
            piece()
