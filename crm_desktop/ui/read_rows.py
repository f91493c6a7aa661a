"""The rows of a list that have been read, by their numbers.

What is in sight is read in one go where that takes no longer than a frame has time; else in later turns of the event
loop, fewer rows in each, until it has time for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.core.errors import Cancelled, CrmError
from crm_desktop.core.patience import Patience
from crm_desktop.ui.contract import Row
from crm_desktop.ui.turns import turns

PAGE = 50
KEPT = 10_000
PATIENCE_SECONDS = 0.005
FEWEST = 4  # rows that are read in one go however long it takes
RETRY_MS = 500

Read = Callable[
    [Sequence[int], Patience | None], Sequence[Row | None]
]  # the rows of these numbers, in this order


class ReadRows(QObject):
    """Keeps rows; one that has vanished is kept as None. ``came`` tells of the first and the last that came later."""

    came = Signal(int, int)
    busy = Signal()  # the file did not answer; it was asked whether anything has changed meanwhile

    def __init__(self, read: Read, parent: QObject) -> None:
        super().__init__(parent)
        self._read = read
        self._rows: dict[int, Row | None] = {}
        self._old: dict[int, Row | None] = {}  # shown until they have been read again
        self._wanted: list[int] = []  # what is in sight and still to come, and behind it what will be soon
        self._at_once = PAGE
        self._patience = PATIENCE_SECONDS
        self._has_turn = False
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self.busy)

    def clear(self) -> None:
        """Forget everything that was read."""
        self._rows, self._old = {}, {}
        self._want([])

    def renew(self) -> None:
        """Have everything read again; until then it is shown as it was."""
        self._rows, self._old = {}, self._old | self._rows
        self._want([])

    def stop(self) -> None:
        """Read nothing more until rows are in sight again."""
        self._want([])

    def drop(self, number: int) -> None:
        """Forget a row."""
        self._rows.pop(number, None)

    def put(self, number: int, row: Row) -> None:
        """Show another row in the place of one that was read."""
        self._rows[number] = row

    def number_of(self, record_id: int) -> int | None:
        """Return the number of a record among the rows that were read."""
        return next((at for at, row in self._rows.items() if row is not None and row.id == record_id), None)

    def known(self, number: int) -> Row | None:
        """Return a row if it has been read."""
        return self._rows[number] if number in self._rows else self._old.get(number)

    def is_gone(self, number: int) -> bool:
        """Tell whether a row was looked for and not found."""
        return number in self._rows and self._rows[number] is None

    def row(self, number: int, count: int) -> Row | None:
        """Return one of ``count`` rows, read now with those of its page if it was not there."""
        if number not in self._rows:
            start = number - number % PAGE
            self._add(self._missing(start, min(count, start + PAGE) - 1), None)
        return self._rows.get(number)

    def see(self, first: int, last: int, count: int) -> bool:
        """Read what is missing of the rows in sight, now or soon; tell whether all of them are there."""
        missing = self._missing(first, last)
        if not set(missing) <= set(self._wanted):
            wanted = list(missing)
            if len(missing) <= last - first:  # the list is moved a little: the rest of the page comes next
                start, end = missing[0] // PAGE * PAGE, (missing[-1] // PAGE + 1) * PAGE
                wanted += [
                    one for one in self._missing(start, min(count, end) - 1) if not first <= one <= last
                ]
            self._want(wanted)
            self._at_once = len(missing)
            if self._try():
                self._at_once = PAGE
            missing = self._missing(first, last)
        return not missing

    def _missing(self, first: int, last: int) -> list[int]:
        return [one for one in range(first, last + 1) if one not in self._rows]

    def _want(self, numbers: list[int]) -> None:
        self._wanted = numbers
        self._patience = PATIENCE_SECONDS

    def _try(self) -> list[int]:
        """Read what is wanted, or so much of it as there is time for, the rest in later turns; return what was read."""
        numbers = self._wanted[: self._at_once]
        try:
            self._add(numbers, Patience(self._patience))
        except Cancelled:
            if self._at_once <= FEWEST:
                self._patience *= 1.5  # comes to an end also where the computer is slow
            self._at_once = max(FEWEST, self._at_once // 2)
            numbers = []
        self._wanted = self._wanted[len(numbers) :]
        if self._wanted and not self._has_turn:
            self._has_turn = True
            turns().alone(self, self._on_turn)
        return numbers

    def _on_turn(self) -> None:
        self._has_turn = False
        if self._wanted and (numbers := self._try()):
            self.came.emit(min(numbers), max(numbers))

    def _add(self, numbers: Sequence[int], patience: Patience | None) -> None:
        if not numbers:
            return
        try:
            rows = self._read(numbers, patience)
        except Cancelled:
            raise
        except CrmError:  # the file is busy or gone: empty rows now, texts when it answers again
            rows = [None] * len(numbers)
            self._retry.start()
        while len(self._rows) > KEPT:
            self._rows.pop(next(iter(self._rows)))
        self._rows.update(zip(numbers, rows, strict=True))
        for number in numbers if self._old else ():
            self._old.pop(number, None)


__all__ = ["PAGE", "ReadRows"]
