"""Record ids: 63-bit integers, unique across computers and in time order.

41 bits of milliseconds since 2020-01-01 UTC, 12 bits of replica, 10 bits of counter. A burst of more than
1,024 ids in one millisecond borrows from the next one, and so does a clock that was turned back. Ids below
1,000,000 are fixed: built-in options, stages and the like, which must be the same on every computer.
"""

from __future__ import annotations

import threading

from crm_desktop.core import clock

EPOCH_MS = 1_577_836_800_000
FIRST_FREE = 1_000_000
MAX_REPLICA = (1 << 12) - 1


class IdSource:
    """Gives ids for one replica (0 … 4095). Safe to call from several threads."""

    def __init__(self, replica: int, newest: int = 0) -> None:
        """``newest`` is an id that all others must come after, whatever the clock says."""
        if not 0 <= replica <= MAX_REPLICA:
            raise ValueError(f"replica {replica} does not fit 12 bits")
        self._replica = replica << 10
        self._last = (newest >> 22 << 10) | 1023 if newest else 0  # milliseconds << 10 | counter
        self._lock = threading.Lock()

    def pass_over(self, newest: int) -> None:
        """Give only ids after ``newest`` from now on (another program may have made it in this millisecond)."""
        with self._lock:
            self._last = max(self._last, (newest >> 22 << 10) | 1023)

    def next(self) -> int:
        """Return a new id."""
        return self.block(1)[0]

    def block(self, count: int) -> list[int]:
        """Return ``count`` new ids in rising order."""
        with self._lock:
            first = max(self._last + 1, (clock.now_ms() - EPOCH_MS) << 10)
            self._last = first + count - 1
        found: list[int] = []
        while count > 0:
            counter = first & 1023
            taken = min(count, 1024 - counter)
            begin = (first >> 10 << 22) | self._replica | counter
            found += range(begin, begin + taken)  # all of one millisecond
            first, count = first + taken, count - taken
        return found


def milliseconds(record_id: int) -> int:
    """Return the Unix time in milliseconds at which an id was made."""
    return (record_id >> 22) + EPOCH_MS
