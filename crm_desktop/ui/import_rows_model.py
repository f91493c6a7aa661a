"""The rows of an import as a table that is quick with any number of them: texts are made of those that are seen."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Colour
from crm_desktop.services.import_diff import Diff, DiffRow
from crm_desktop.ui.labels import one_line, tooltip

Index = QModelIndex | QPersistentModelIndex
Badge = tuple[str, Colour]
_KEPT = 2_000  # rows whose texts are remembered
_LONGEST = 1_000  # characters of a hint

STATES: dict[str, Badge] = {
    "new": (N_("new"), "green"),
    "changed": (N_("changed"), "blue"),
    "unchanged": (N_("unchanged"), "grey"),
    "repeated": (N_("repeated"), "grey"),
    "likely": (N_("likely duplicate"), "orange"),
    "rejected": (N_("rejected"), "red"),
    "left_out": (N_("left out"), "grey"),
}
"""What the states of rows are called."""


def counted(state: str, count: int) -> str:
    """Return how many rows have a state, in words."""
    words = N_("likely duplicates") if state == "likely" and count != 1 else STATES[state][0]
    return f"{count:,} {_(words)}"


@dataclass(frozen=True)
class RowColumn:
    """A column: its heading (to be translated), its width (0: the rest), and what it shows of a row: a text, a badge
    beside it, or the tick."""

    heading: str
    width: int
    text: Callable[[DiffRow], str] = lambda _row: ""
    badge: Callable[[DiffRow], Badge] | None = None
    ticks: bool = False


class RowsModel(QAbstractTableModel):
    """Rows of certain states. What is ticked is shown at once, before anybody has worked out what comes of it."""

    def __init__(self, columns: Sequence[RowColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._diff: Diff | None = None
        self._entries: array[int] = array("q")
        self._states: tuple[str, ...] = ()
        self._known: dict[int, DiffRow] = {}
        self._ticking: dict[int, bool] = {}

    def show_rows(self, diff: Diff | None, states: Collection[str] = ()) -> None:
        """Show the rows that have one of these states, or all; while they are the same ones, the view stays."""
        entries = diff.entries(states) if diff is not None else array("q")
        self._states = tuple(states)
        known, self._known, self._ticking = self._diff is not None, {}, {}
        if known and entries == self._entries:
            self._diff = diff
            if entries:
                self.dataChanged.emit(self.index(0, 0), self.index(len(entries) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._diff, self._entries = diff, entries
        self.endResetModel()

    def row(self, at: int) -> DiffRow | None:
        """Return a row with its texts."""
        if self._diff is None or not 0 <= at < len(self._entries):
            return None
        entry = self._entries[at]
        if entry not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[entry] = self._diff.row(entry)
        return self._known[entry]

    def entry(self, at: int) -> int:
        """Return the key of a row for the diff."""
        return self._entries[at]

    def place(self, number: int) -> int:
        """Return where the row with a number of the table stands, -1 for nowhere."""
        diff = self._diff
        found = (at for at, entry in enumerate(self._entries) if diff and diff.number(entry) == number)
        return next(found, -1)

    # ------------------------------------------------------------------ ticks

    def tick_state(self, at: int) -> Qt.CheckState | None:
        """Tell whether a row is imported; None where there is nothing to import."""
        diff, entry = self._diff, self._entries[at]
        if diff is None or not diff.is_open(entry):
            return None
        on = self._ticking.get(entry, not diff.is_left_out(entry))
        return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked

    def all_ticked(self) -> Qt.CheckState:
        """Tell whether all, some or none of the shown rows are imported."""
        diff = self._diff
        if diff is None:
            return Qt.CheckState.Unchecked
        could, left = diff.left_out(self._states)
        if 0 < left < could:
            return Qt.CheckState.PartiallyChecked
        return Qt.CheckState.Checked if could > left else Qt.CheckState.Unchecked

    def set_ticks(self, places: Iterable[int], on: bool) -> list[int]:
        """Tick rows or not, as far as they can be; returns their numbers in the table."""
        diff = self._diff
        entries = [entry for at in places if diff and diff.is_open(entry := self._entries[at])]
        self._ticking.update(dict.fromkeys(entries, on))
        if entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._entries) - 1, 0))
        return [diff.number(entry) for entry in entries] if diff is not None else []

    # ------------------------------------------------------------------ Qt's own

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or (row := self.row(index.row())) is None:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(column.text(row))
        if role == Qt.ItemDataRole.CheckStateRole and column.ticks:
            return self.tick_state(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(column.text(row)[:_LONGEST])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(text for one in self.columns if (text := one.text(row)))
        if role == Qt.ItemDataRole.UserRole:
            return column.badge(row) if column.badge is not None else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            heading = self.columns[section].heading
            return _(heading) if heading else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


__all__ = ["STATES", "RowColumn", "RowsModel", "counted"]
