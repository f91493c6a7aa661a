"""When Python looks for garbage in cycles: while nobody works, for everything stands still meanwhile.

By itself it would look through all objects in the middle of opening a page, for longer than several frames.
"""

from __future__ import annotations

import gc

_SELDOM = 200  # collections of the middle generation before Python looks through everything by itself
_ENOUGH = 5  # of them after which it is worth while in a quiet moment


class Collecting:
    """Has full collections wait for a quiet moment while a file is open, and leaves out what came with the start."""

    def __init__(self) -> None:
        self._usual = gc.get_threshold()
        self._is_settled = False
        gc.set_threshold(*self._usual[:2], _SELDOM)

    def on_quiet(self) -> None:
        """Collect if there is enough; the first time only set aside what stays: modules, mapped classes, the window."""
        if not self._is_settled:
            gc.freeze()
            self._is_settled = True
        elif gc.get_count()[2] >= _ENOUGH:
            gc.collect()

    def end(self) -> None:
        """Collect as Python does by itself, with what was set aside."""
        gc.unfreeze()
        gc.set_threshold(*self._usual)
