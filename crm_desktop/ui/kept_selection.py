"""What is selected in a list, remembered by id while the list gets another order, or rows come and go."""

from __future__ import annotations

from array import array
from collections.abc import Set

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QTableView

from crm_desktop.ui.record_table_model import FIRST_FIELD, RecordTableModel

MOST_RANGES = 5_000  # a selection in more pieces is not put back
MOST_FOLLOWING = 8  # rows behind the current one that may take its place
PIECE = 16_384  # ids that are looked through at once
_Flag = QItemSelectionModel.SelectionFlag


class KeptSelection:
    """Selection and current row of a table, by id. Nothing is remembered unless a list is being replaced."""

    def __init__(self, view: QTableView, records: RecordTableModel) -> None:
        self._view = view
        self._records = records
        self._is_kept = False
        self._everything: array[int] | None = None  # all records of the list, when all were selected
        self._ids: set[int] = set()
        self._current: int | None = None
        self._column = FIRST_FIELD
        self._before: array[int] = array("q")
        self._row = -1
        self._following: list[int] = []
        self._back: frozenset[int] = frozenset()

    def ranges(self) -> list[tuple[int, int]]:
        """Return the selected runs of rows (first, last) from top to bottom."""
        selection = self._view.selectionModel().selection()
        spans = (selection.at(place) for place in range(selection.size()))
        return sorted({(one.top(), one.bottom()) for one in spans})

    def ids(self) -> array[int]:
        """Return the ids of the selected records in the order of the list."""
        found = array("q")
        for top, bottom in self.ranges():
            found.extend(self._records.ids[top : bottom + 1])
        return found

    def count(self) -> int:
        """Return how many records are selected."""
        return sum(bottom - top + 1 for top, bottom in self.ranges())

    def current(self) -> int | None:
        """Return the id of the row with the focus."""
        row = self._view.currentIndex().row()
        return self._records.ids[row] if 0 <= row < len(self._records.ids) else None

    def keep(self, *, cursor: bool) -> None:
        """Remember what is selected, unless that of an earlier list still waits to be put back.

        Without ``cursor`` the current row is remembered only if somebody has selected it.
        """
        if not self._is_kept:
            self._is_kept = True
            is_all = 0 < self.count() == len(self._records.ids)
            self._everything = self._records.ids if is_all else None
            self._ids = set() if is_all else set(self.ids())
            is_chosen = cursor or self._view.selectionModel().isSelected(self._view.currentIndex())
            self._current = self.current() if is_chosen else None
            self._column = max(FIRST_FIELD, self._view.currentIndex().column())
            self._before = self._records.ids
            self._row = self._view.currentIndex().row() if cursor else -1
            self._following = self._behind(self._row) if cursor else []

    def expect(self, back: frozenset[int]) -> None:
        """Select those of these records that come into the list with its next ids: an undo brings them back."""
        self._back = back

    def _behind(self, row: int) -> list[int]:
        """Return the first records behind a row that are not selected: they stay when the selected ones go."""
        found: list[int] = []
        runs, row = self.ranges(), row + 1
        while row < len(self._records.ids) and len(found) < MOST_FOLLOWING:
            bottom = next((last for first, last in runs if first <= row <= last), None)
            if bottom is None:
                found.append(self._records.ids[row])
            row = row + 1 if bottom is None else bottom + 1
        return found

    def forget(self) -> None:
        """Wait for nothing any longer."""
        self._is_kept = False
        self._everything = None
        self._ids = set()
        self._before = array("q")
        self._following = []
        self._back = frozenset()

    def restore(self, *, complete: bool = True) -> bool:
        """Select in the list as it now is what was remembered; without ``complete`` more of it will follow.

        The list stays where it is: whoever gave it other rows knows what is to be seen of them. Returns whether the
        current row is one that an undo brought back, which is to be seen.
        """
        ids = self._records.ids
        came = self._came_back() if complete and self._back else []
        if came:
            self._current, self._ids, self._everything = ids[came[0]], {ids[row] for row in came}, None
        if self._current is not None:
            row = place_of(ids, self._current)
            self._go_to(row if row >= 0 or not complete else self._instead())
        self._select(ids, complete=complete)
        return bool(came)

    def _came_back(self) -> list[int]:
        """Return the rows of the expected records that were not in the list before."""
        ids, before = self._records.ids, self._before
        head, tail = _alike(before, ids)
        here = ids[head : len(ids) - tail]
        new = self._back.intersection(here) - self._back.intersection(before[head : len(before) - tail])
        return (
            [head + row for top, bottom in _runs(here, new) for row in range(top, bottom + 1)] if new else []
        )

    def _instead(self) -> int:
        """Return the row that takes the place of the current one, which is gone: the one that followed it."""
        rows = (place_of(self._records.ids, one) for one in self._following)
        return next((row for row in rows if row >= 0), min(self._row, len(self._records.ids) - 1))

    def _go_to(self, row: int) -> None:
        """Make a row current, but select and scroll nothing."""
        if row < 0 or row == self._view.currentIndex().row():
            return
        index = self._records.index(row, min(self._column, self._records.columnCount() - 1))
        scrolls = self._view.hasAutoScroll()
        self._view.setAutoScroll(False)
        self._view.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self._view.setAutoScroll(scrolls)

    def _select(self, ids: array[int], *, complete: bool) -> None:
        if self._everything is not None and _is_of(ids, self._everything, complete=complete):
            self._view.selectAll()
            return
        wanted = self._ids if self._everything is None else set(self._everything)
        runs = _runs(ids, wanted) if wanted else []
        if not runs or len(runs) > MOST_RANGES:
            return
        selection = QItemSelection()
        last = self._records.columnCount() - 1
        for top, bottom in runs:
            selection.select(self._records.index(top, 0), self._records.index(bottom, last))
        self._view.selectionModel().select(selection, _Flag.ClearAndSelect)


def _is_of(ids: array[int], everything: array[int], *, complete: bool) -> bool:
    """Tell whether a list has the records of another one, in whatever order; of its beginning, whether it may be."""
    if not complete and len(everything) > MOST_RANGES:
        return True
    return len(ids) == len(everything) and sum(ids) == sum(everything)


def place_of(ids: array[int], record_id: int) -> int:
    """Return the row of a record, or -1. Bytes are compared, not numbers: that takes a sixth of the time."""
    wanted, size = array("q", (record_id,)).tobytes(), ids.itemsize
    for start in range(0, len(ids), PIECE):
        piece = ids[start : start + PIECE].tobytes()
        at = piece.find(wanted)
        while at >= 0 and at % size:  # the end of one number and the beginning of the next
            at = piece.find(wanted, at + 1)
        if at >= 0:
            return start + at // size
    return -1


def _alike(one: array[int], other: array[int]) -> tuple[int, int]:
    """Return how many ids two lists have alike at their beginning and at their end, in whole pieces."""
    head = tail = 0
    short = min(len(one), len(other)) - PIECE
    while head <= short and one[head : head + PIECE] == other[head : head + PIECE]:
        head += PIECE
    while head + tail <= short and (
        one[len(one) - tail - PIECE : len(one) - tail] == other[len(other) - tail - PIECE : len(other) - tail]
    ):
        tail += PIECE
    return head, tail


def _runs(ids: array[int], wanted: Set[int]) -> list[tuple[int, int]]:
    """Return the runs of rows whose ids are wanted."""
    if len(wanted) == 1:
        row = place_of(ids, next(iter(wanted)))
        return [(row, row)] if row >= 0 else []
    runs: list[tuple[int, int]] = []
    start = -1
    for row, record_id in enumerate(ids):
        if record_id in wanted:
            start = row if start < 0 else start
        elif start >= 0:
            runs.append((start, row - 1))
            start = -1
    if start >= 0:
        runs.append((start, len(ids) - 1))
    return runs
