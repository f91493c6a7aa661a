"""When Python looks for garbage in cycles: on the main thread alone, in turns in which nothing else is to be done.

By itself it looks in whichever thread happens to make an object. Widgets that are destroyed in another thread keep
their timers, which then find nothing there. A look through everything takes longer than several frames; so what has
outlived one look is set aside and not looked at again until nobody looks at the window.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from crm_desktop.ui.turns import turns

_EVERY_MS = 100
_YOUNG = 5_000  # new objects after which a look at the young ones is worth while
_URGENT = 2 * _YOUNG  # after which it waits no longer for a turn with nothing else to do
_OLD = 3 * _YOUNG  # objects that outlived such looks, after which a look at them waits for no quiet moment
_MOST = (
    25_000  # objects that a turn has time to look at: what comes in a greater crowd was imported, and stays
)
_ENOUGH = 1  # looks at the young after which a look at all that is not set aside is, in a quiet moment
_FEW = 1_000  # new objects that are no work to look at with the old
_MANY = 20  # times that something was set aside, after which all is looked through while nobody sees it


class Collecting(QObject):
    """Takes over the collection of garbage while a file is open."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._set_aside = 0
        self._old = 0  # objects that have outlived a look and are not set aside
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def on_quiet(self) -> None:
        """Look where it is worth while; the first time only set aside what came with the start."""
        if not self._set_aside:
            self._put_aside()
        elif self._set_aside >= _MANY and not _is_window_seen():
            gc.unfreeze()
            gc.collect()
            self._set_aside = 0
            self._put_aside()
        elif gc.get_count()[2] >= _ENOUGH:
            turns().at_leisure(self, self._look_at_the_old)

    def end(self) -> None:
        """Leave it to Python again, with what was set aside."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _look(self) -> None:
        young = gc.get_count()[0]
        if young > _MOST or self._old > 2 * _MOST:
            self._put_aside()
        elif young >= _URGENT:
            turns().alone(self, self._look_at_the_young)
        elif self._set_aside and self._old >= _OLD:
            turns().at_leisure(self, self._look_at_the_old)
        elif young >= _YOUNG:
            turns().at_leisure(self, self._look_at_the_young)

    def _look_at_the_young(self) -> None:
        young = gc.get_count()[0]
        if young >= _YOUNG:
            self._old += max(0, young - gc.collect(1))

    def _look_at_the_old(self) -> None:
        if gc.get_count()[0] >= _FEW:  # the young first, in a turn of their own
            gc.collect(1)
            turns().at_leisure(self, self._look_at_the_old)
            return
        gc.collect()
        self._put_aside()

    def _put_aside(self) -> None:
        gc.freeze()
        self._set_aside += 1
        self._old = 0


def _is_window_seen() -> bool:
    return QApplication.activeWindow() is not None
