"""When Python looks for garbage in cycles: on the main thread alone, and through everything only while nobody works.

By itself it looks in whichever thread happens to make an object. Widgets that are destroyed in another thread keep
their timers, which then find nothing there; and a look through everything takes longer than several frames.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250
_YOUNG = 5_000  # new objects after which a look at the young ones is worth while
_ENOUGH = 5  # such looks after which a look through everything is, in a quiet moment


class Collecting(QObject):
    """Takes over the collection of garbage while a file is open."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_settled = False
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def on_quiet(self) -> None:
        """Look through everything if it is worth while; the first time only set aside what came with the start."""
        if not self._is_settled:
            gc.freeze()
            self._is_settled = True
        elif gc.get_count()[2] >= _ENOUGH:
            gc.collect()

    def end(self) -> None:
        """Leave it to Python again, with what was set aside."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _look(self) -> None:
        if gc.get_count()[0] >= _YOUNG:
            gc.collect(1)
