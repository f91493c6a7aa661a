"""One table model for the list of every entity: packed ids in the order that SQL gave, rows fetched by page.

Column 0 is the check box of the selection; column n shows field n - 1. Nothing is formatted or sorted here:
``page`` gives texts, and another order is another query of the list page.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.core import clock
from crm_desktop.core.business_days import Deadline
from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import _
from crm_desktop.core.patience import Patience
from crm_desktop.ui.contract import Lists, Row
from crm_desktop.ui.read_rows import ReadRows

FIRST_FIELD = 1  # the column of the first field

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DISPLAY = Qt.ItemDataRole.DisplayRole
_ALIGN = Qt.ItemDataRole.TextAlignmentRole
_SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_LIVE = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_GONE = Qt.ItemFlag.ItemNeverHasChildren


@dataclass(frozen=True, slots=True)
class _Pending:
    """A row with values that are still being saved."""

    id: int
    texts: tuple[str, ...]
    values: tuple[Any, ...]
    deleted: bool = False


class RecordTableModel(QAbstractTableModel):
    """The records of one entity. A record that has vanished meanwhile is an empty, disabled row."""

    def __init__(self, lists: Lists, entity: Entity, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lists = lists
        self.entity = entity
        self.fields: tuple[Field, ...] = entity.listed
        self._keys = _read_keys(self.fields)
        self._ids: array[int] = array("q")
        self.rows = ReadRows(self._read, self)
        self.rows.came.connect(self._on_came)
        self.rows.busy.connect(self.refresh)
        self.sort_key = ""
        self.descending = False

    @property
    def ids(self) -> array[int]:
        """The ids in their order; not to be changed."""
        return self._ids

    def set_fields(self, fields: Sequence[Field]) -> None:
        """Show these columns."""
        self.beginResetModel()
        self.fields = tuple(fields)
        self._keys = _read_keys(self.fields)
        self.rows.clear()
        self.endResetModel()

    def set_ids(self, ids: array[int]) -> bool:
        """Show these records. Where they only continue those shown, rows are added and nothing moves: returns that."""
        count, more = len(self._ids), len(ids)
        if count and more >= count and ids[:count] == self._ids:
            if more > count:
                self.beginInsertRows(_ROOT, count, more - 1)
                self._ids = ids
                self.endInsertRows()
            return True
        self.beginResetModel()
        self._ids = ids
        self.rows.clear()
        self.endResetModel()
        return False

    def refresh(self) -> None:
        """Read the rows again; selection and scroll position stay."""
        self.rows.renew()
        self._tell_of_all()

    def show_pending(self, record_id: int, key: str, value: Any, text: str) -> None:
        """Show a value that is still being saved, until the rows are read again."""
        number, place = self.rows.number_of(record_id), self._keys.index(key) if key in self._keys else -1
        row = self.rows.known(number) if number is not None else None
        if number is None or row is None or place < 0:
            return
        texts, values = list(row.texts), list(row.values)
        texts[place], values[place] = text, value
        self.rows.put(number, _Pending(record_id, tuple(texts), tuple(values)))
        self._tell_of_all()

    def drop_pending(self, record_id: int) -> None:
        """Show a record as it is in the file: what was typed could not be saved."""
        number = self.rows.number_of(record_id)
        if number is not None:
            self.rows.drop(number)
        self._tell_of_all()

    def _tell_of_all(self) -> None:
        if self._ids:
            last = self.index(len(self._ids) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def set_order(self, key: str, descending: bool) -> None:
        """Show in the header by what the ids are ordered."""
        self.sort_key, self.descending = key, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.columnCount() - 1))

    def retranslate(self) -> None:
        """Show headings and texts in another language."""
        self.refresh()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.columnCount() - 1))

    def row(self, number: int) -> Row | None:
        """Return the row at this place, or None where its record has vanished."""
        count = len(self._ids)
        return self.rows.row(number, count) if 0 <= number < count else None

    def see(self, first: int, last: int) -> bool:
        """Read the rows in sight; tell whether they are all there, else ``dataChanged`` tells when they have come."""
        count = len(self._ids)
        return self.rows.see(max(0, first), min(last, count - 1), count)

    def field_at(self, column: int) -> Field | None:
        """Return the field that a column shows; None for the check boxes."""
        place = column - FIRST_FIELD
        return self.fields[place] if 0 <= place < len(self.fields) else None

    def is_missed(self, row: Row, place: int) -> bool:
        """Tell whether a cell holds a day by which something should have been done."""
        kind = self.fields[place].kind
        return isinstance(kind, Deadline) and kind.is_missed(
            row.values[place], lambda key: row.values[self._keys.index(key)], clock.today()
        )

    def spoken(self, number: int) -> str:
        """Return a row as a screen reader says it: heading and text of each filled column."""
        row = self.row(number)
        if row is None:
            return _("This record is no longer there")
        said = [
            f"{_(field.label)} {text}" + (f" ({_('overdue')})" if self.is_missed(row, place) else "")
            for place, (field, text) in enumerate(zip(self.fields, row.texts, strict=False))
            if text
        ]
        return ", ".join(said)

    def _read(self, numbers: Sequence[int], patience: Patience | None) -> list[Row | None]:
        ids = [self._ids[one] for one in numbers]
        rows = self._lists.page(self.entity.name, self._keys, ids, patience)
        by_id = {row.id: row for row in rows}
        return [by_id.get(one) for one in ids]

    def _on_came(self, first: int, last: int) -> None:
        if last < len(self._ids):
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.fields) + FIRST_FIELD

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY:
            row = self.row(index.row())
            place = index.column() - FIRST_FIELD
            return row.texts[place] if row is not None and 0 <= place < len(row.texts) else None
        if not index.isValid():
            return None
        if role == _ALIGN:
            field = self.field_at(index.column())
            return _RIGHT if field is not None and field.kind.align == "right" else _LEFT
        if role == _SPOKEN:
            return self.spoken(index.row())
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _GONE if self.rows.is_gone(index.row()) else _LIVE  # a row is not read to put the cursor on it

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        field = self.field_at(section)
        if field is None:
            return _("Selection") if role == _SPOKEN and section == 0 else None
        if role in {_DISPLAY, _SPOKEN, Qt.ItemDataRole.ToolTipRole}:
            return _(field.label)
        if role == _ALIGN:
            return _RIGHT if field.kind.align == "right" else _LEFT
        return None


def _read_keys(fields: Sequence[Field]) -> tuple[str, ...]:
    """Return what is read of each row: the columns, and behind them what tells whether their days are missed."""
    keys = [one.key for one in fields]
    keys += [key for one in fields if isinstance(one.kind, Deadline) for key in one.kind.keys]
    return tuple(dict.fromkeys(keys))
