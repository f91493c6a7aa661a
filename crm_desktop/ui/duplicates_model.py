"""Groups of records as lines that can be ticked; their names are read as far as somebody looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.core.i18n import _, listed
from crm_desktop.core.patience import Patience
from crm_desktop.ui.contract import Lists
from crm_desktop.ui.read_rows import ReadRows

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_ROOT = QModelIndex()
BETWEEN = "  ·  "
MOST_TICKED = 1_000  # groups that are merged in one step


@dataclass(frozen=True, slots=True)
class Line:
    """A group of records: how likely they are one ('' where that is no question), and what is said about them.

    ``note`` is the number of the remark that they are two, where the line stands for that; ``between`` parts names.
    """

    entity: str
    ids: tuple[int, ...]
    score: str = ""
    about: str = ""
    is_sure: bool = True
    note: int = 0
    between: str = BETWEEN


@dataclass(frozen=True, slots=True)
class _Called:
    """What the records of a line are called."""

    id: int
    texts: tuple[str, ...]
    values: tuple[Any, ...] = ()
    deleted: bool = False


class GroupsModel(QAbstractListModel):
    """Lines in their order, of which some are ticked. ``titles`` are the keys of the names by entity."""

    def __init__(self, lists: Lists, titles: dict[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lists = lists
        self._titles = titles
        self.lines: Sequence[Line] = ()
        self.ticked: set[tuple[int, ...]] = set()
        self.can_tick = True
        self._rows = ReadRows(self._read, self)

    def show(self, lines: Sequence[Line], *, can_tick: bool = True) -> None:
        """Show other lines; what is ticked stays so where it is still there."""
        self.beginResetModel()
        self.lines, self.can_tick = lines, can_tick
        self.ticked &= {one.ids for one in lines}
        self._rows.clear()
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """Return a line."""
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def names(self, row: int) -> tuple[str, ...]:
        """Return what the records of a line are called."""
        found = self._rows.row(row, len(self.lines)) if 0 <= row < len(self.lines) else None
        return found.texts if found is not None else ()

    # ------------------------------------------------------------------ ticks

    def is_ticked(self, row: int) -> bool:
        """Tell whether a line is ticked."""
        line = self.line(row)
        return line is not None and line.ids in self.ticked

    def tick(self, row: int, on: bool) -> None:
        """Tick a line, or take its tick away."""
        line = self.line(row)
        if line is None or not self.can_tick or (on and len(self.ticked) >= MOST_TICKED):
            return
        (self.ticked.add if on else self.ticked.discard)(line.ids)
        self.dataChanged.emit(self.index(row), self.index(row), [_Role.CheckStateRole])

    def tick_all(self, on: bool) -> None:
        """Tick what is sure enough to be merged without a look at each record, as many as are merged in one step."""
        self.ticked.clear()
        if on and self.can_tick:
            self.ticked.update([one.ids for one in self.lines if one.is_sure][:MOST_TICKED])
        if self.lines:
            self.dataChanged.emit(self.index(0), self.index(len(self.lines) - 1), [_Role.CheckStateRole])

    def chosen(self) -> list[Line]:
        """Return the ticked lines in their order."""
        return [one for one in self.lines if one.ids in self.ticked]

    # ------------------------------------------------------------------ reading

    def _read(self, numbers: Sequence[int], patience: Patience | None) -> list[_Called]:
        names: dict[tuple[str, int], str] = {}
        lines = [self.lines[one] for one in numbers]
        for entity in dict.fromkeys(one.entity for one in lines):
            ids = _different(record for one in lines if one.entity == entity for record in one.ids)
            rows = self._lists.page(entity, [self._titles[entity]], ids, patience)
            names.update({(entity, row.id): row.texts[0] for row in rows})
        return [
            _Called(one.ids[0], tuple(names.get((one.entity, record), "") for record in one.ids))
            for one in lines
        ]

    # ------------------------------------------------------------------ Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == _Role.DisplayRole:
            return line.between.join(self.names(index.row()))
        if role == _Role.CheckStateRole and self.can_tick:
            return Qt.CheckState.Checked if self.is_ticked(index.row()) else Qt.CheckState.Unchecked
        if role == _Role.AccessibleTextRole:
            said = [line.score, *self.names(index.row()), line.about]
            if self.is_ticked(index.row()):
                said.append(_("ticked"))
            return listed(one for one in said if one)
        return None

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role != _Role.CheckStateRole or self.line(index.row()) is None:
            return False
        self.tick(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() and self.can_tick else found


def _different(ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(ids))
