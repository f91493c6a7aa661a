"""One table model for the list of every entity: packed ids in the order that SQL gave, rows fetched by page.

Column 0 is the check box of the selection; column n shows field n - 1. Nothing is formatted or sorted here:
``page`` gives texts, and another order is another query of the list page.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from crm_desktop.core import clock
from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Deadline
from crm_desktop.ui.contract import Lists, Row

PAGE = 50
KEPT_PAGES = 200
RETRY_MS = 500
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
        self._pages: dict[int, dict[int, Row]] = {}
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
        self._pages.clear()
        self.endResetModel()

    def set_ids(self, ids: array[int]) -> None:
        """Show these records. Where they only continue those shown, rows are added and nothing moves."""
        count, more = len(self._ids), len(ids)
        if count and more >= count and ids[:count] == self._ids:
            if more > count:
                self._pages.pop((count - 1) // PAGE, None)
                self.beginInsertRows(_ROOT, count, more - 1)
                self._ids = ids
                self.endInsertRows()
            return
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """Read the rows again; selection and scroll position stay."""
        self._pages.clear()
        self._tell_of_all()

    def show_pending(self, record_id: int, key: str, value: Any, text: str) -> None:
        """Show a value that is still being saved, until the rows are read again."""
        page, place = self._page_with(record_id), self._keys.index(key) if key in self._keys else -1
        if page is None or place < 0:
            return
        row = page[record_id]
        texts, values = list(row.texts), list(row.values)
        texts[place], values[place] = text, value
        page[record_id] = _Pending(record_id, tuple(texts), tuple(values))
        self._tell_of_all()

    def drop_pending(self, record_id: int) -> None:
        """Show a record as it is in the file: what was typed could not be saved."""
        for number, page in list(self._pages.items()):
            if record_id in page:
                del self._pages[number]
        self._tell_of_all()

    def _page_with(self, record_id: int) -> dict[int, Row] | None:
        return next((page for page in self._pages.values() if record_id in page), None)

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
        if not 0 <= number < len(self._ids):
            return None
        page = self._pages.get(number // PAGE)
        if page is None:
            page = self._load(number // PAGE)
        return page.get(self._ids[number])

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

    def _load(self, page: int) -> dict[int, Row]:
        start = page * PAGE
        try:
            rows = self._lists.page(self.entity.name, self._keys, self._ids[start : start + PAGE])
        except CrmError:  # the file is busy or gone: empty rows now, texts when it answers again
            self._pages[page] = {}
            QTimer.singleShot(RETRY_MS, self, self.refresh)
            return {}
        if len(self._pages) >= KEPT_PAGES:
            self._pages.pop(next(iter(self._pages)))
        return self._pages.setdefault(page, {row.id: row for row in rows})

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
        return _LIVE if self.row(index.row()) is not None else _GONE

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
