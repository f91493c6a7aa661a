"""The columns of a record table: their widths, whether the user gave them, and their order as it is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHeaderView

from crm_desktop.ui.cell_painter import CellPainter
from crm_desktop.ui.column_widths import STEPS, WIDEST, is_words, least_width, shared_widths
from crm_desktop.ui.contract import Row
from crm_desktop.ui.list_header import CHECK_WIDTH, ListHeader
from crm_desktop.ui.record_table_model import FIRST_FIELD, RecordTableModel
from crm_desktop.ui.window_state import ColumnLayout

_MEASURED_ROWS = 40
_FEW = 10  # rows; of more, one in ten may be longer than its column
_TITLES_MORE = 40  # pixels that a column of titles may be wider than that


class TableColumns:
    """Shares the room among the columns until the user gives them widths."""

    def __init__(self, header: ListHeader, records: RecordTableModel, painter: CellPainter) -> None:
        self._header = header
        self._records = records
        self._painter = painter
        self._needs: list[int] = []  # the width that each column needs for the first rows seen
        self._headings: list[int] = []  # and for its heading
        self.are_own = False  # the user has given widths
        self.is_busy = False  # widths are being set by us

    def start(self, widths: Mapping[str, int] | None) -> None:
        """Begin with new columns: with these widths, or with what there is room for."""
        self.are_own = bool(widths)
        self.measure_again()
        self.is_busy = True
        self._header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self._header.resizeSection(0, CHECK_WIDTH)
        for column, field in enumerate(self._records.fields, FIRST_FIELD):
            self._header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self._header.resizeSection(column, (widths or {}).get(field.key) or field.kind.width)
        self.is_busy = False

    def measure_again(self) -> None:
        """Forget what the words need; they are others now."""
        self._needs, self._headings = [], []

    def are_measured(self) -> bool:
        """Tell whether the widths follow the words of the list."""
        return bool(self._needs)

    def fit(self, room: int) -> None:
        """Share out ``room`` pixels."""
        room -= CHECK_WIDTH
        fields = self._records.fields
        if self.are_own or not fields or room <= 0:
            return
        if len(self._headings) != len(fields):  # Qt asks while the columns are being changed
            self._needs = []
            self._headings = [self._header.need_of(place + FIRST_FIELD) for place in range(len(fields))]
        if not self._needs and len(self._records.ids) and self._records.see(0, _MEASURED_ROWS - 1):
            rows = [row for at in range(_MEASURED_ROWS) if (row := self._records.rows.known(at)) is not None]
            self._needs = [self._need(place, rows) for place in range(len(fields))]
        needs = self._needs or [field.kind.width for field in fields]
        entity = self._records.entity
        columns = list(zip(fields, needs, strict=True))
        least = [
            [
                max(least_width(entity, *one, floors), heading)
                for one, heading in zip(columns, self._headings, strict=True)
            ]
            for floors in STEPS
        ]
        self.is_busy = True
        for column, width in enumerate(shared_widths(needs, room, *least), FIRST_FIELD):
            self._header.resizeSection(column, width)
        self.is_busy = False

    def _need(self, place: int, rows: Sequence[Row]) -> int:
        widths = sorted(self._painter.widths_of(rows, place))
        field, entity = self._records.fields[place], self._records.entity
        is_title = field.key == entity.title_key
        longest = max(widths, default=0)
        usual = longest
        if (is_words(field) or is_title) and len(widths) > _FEW:
            usual = min(longest, widths[len(widths) * 9 // 10 - 1] + (_TITLES_MORE if is_title else 0))
        return max(self._headings[place], min(usual, WIDEST))

    def set_width(self, key: str, width: int) -> None:
        """Give a column another width, as the user would."""
        self.are_own = True
        for column, field in enumerate(self._records.fields, FIRST_FIELD):
            if field.key == key:
                self._header.resizeSection(column, width)

    def widths(self) -> dict[str, int]:
        """Return the widths of the columns by the keys of their fields."""
        fields = enumerate(self._records.fields, FIRST_FIELD)
        return {field.key: self._header.sectionSize(column) for column, field in fields}

    def layout(self) -> ColumnLayout:
        """Return the columns in the order in which they are seen."""
        seen = sorted(range(FIRST_FIELD, self._header.count()), key=self._header.visualIndex)
        columns = []
        for column in seen:
            field = self._records.field_at(column)
            if field is not None:
                # The last column fills the window; its own width is that of its kind.
                width = field.kind.width if column == seen[-1] else self._header.sectionSize(column)
                columns.append((field.key, width if self.are_own else 0))
        return ColumnLayout(tuple(columns), self._records.sort_key, self._records.descending)
