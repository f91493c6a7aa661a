"""How the table of a list looks: whole rows, the one under the mouse, tooltips, columns that share the room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.ui import theme
from crm_desktop.ui.cell_cursor import CellCursor
from crm_desktop.ui.cell_hint import cell_hint
from crm_desktop.ui.cell_painter import CellPainter, Column
from crm_desktop.ui.contract import Lists
from crm_desktop.ui.labels import tooltip
from crm_desktop.ui.list_header import ListHeader
from crm_desktop.ui.record_table_model import FIRST_FIELD, RecordTableModel
from crm_desktop.ui.table_columns import TableColumns


class PaintedTable(QTableView):
    """Paints a :class:`RecordTableModel`; what is done with its rows is the part of its subclass."""

    _resized = Signal()

    def __init__(self, lists: Lists, entity: Entity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(QWidget())  # asked for Qt's own one, PySide makes the classes of all widgets: 8 ms
        self.records = RecordTableModel(lists, entity, self)
        self.painter_of_cells = CellPainter(self.records)
        self.cells = CellCursor(self, self.records)
        self._has_place = self._is_to_fit = False
        self._header = ListHeader(self.records, self)
        self.columns = TableColumns(self._header, self.records, self.painter_of_cells)
        self._set_up()
        self.setModel(self.records)
        self.painter_of_cells.selection = self.selectionModel()
        # Once, before Qt paints: bars and the preview come and go, and the turn that makes a page is long enough.
        self._resized.connect(self.fit_columns, Qt.ConnectionType.QueuedConnection)
        self.records.rows.came.connect(self._on_rows_came)

    def _set_up(self) -> None:
        self.setHorizontalHeader(self._header)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(theme.ROW_HEIGHT)
        rows.setDefaultSectionSize(theme.ROW_HEIGHT)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)

    def set_search_words(self, words: tuple[str, ...]) -> None:
        """Mark these words in the texts."""
        self.painter_of_cells.words = words
        self.viewport().update()

    def fit_columns(self) -> None:
        """Share the room among the columns, unless the user gave them widths; before there is any, nothing is."""
        self._is_to_fit = False
        if self._has_place:
            self.columns.fit(self.viewport().width())

    def _on_rows_came(self) -> None:
        if not self.columns.are_measured():
            self.fit_columns()

    def _update_rows(self, rows: Sequence[int]) -> None:
        for row in rows:
            top = self.rowViewportPosition(row)
            self.viewport().update(0, top, self.viewport().width(), theme.ROW_HEIGHT)

    def _seen_columns(self) -> list[Column]:
        """Return the columns in sight, from left to right."""
        header = self._header
        first, last = header.visualIndexAt(0), header.visualIndexAt(self.viewport().width() - 1)
        seen = range(max(0, first), (last if last >= 0 else header.count() - 1) + 1)
        numbers = [header.logicalIndex(place) for place in seen]
        return [
            Column(number, header.sectionViewportPosition(number), width)
            for number in numbers
            if (width := header.sectionSize(number))
        ]

    def _rows_within(self, region: QRegion) -> Iterator[tuple[int, int]]:
        """Yield the rows that lie in a part of the viewport, each with the height at which it begins."""
        height, scrolled = theme.ROW_HEIGHT, self.verticalScrollBar().value()
        below, rows = len(self.records.ids), set[int]()
        for part in region:  # type: ignore[attr-defined]
            top, bottom = part.top() + scrolled, part.bottom() + scrolled
            rows.update(range(max(0, top // height), min(below, bottom // height + 1)))
        return ((row, row * height - scrolled) for row in sorted(rows))

    # ------------------------------------------------------------------ events

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._update_rows(self.painter_of_cells.set_hovered(self.rowAt(int(event.position().y()))))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._update_rows(self.painter_of_cells.set_hovered(-1))

    def sizeHintForColumn(self, column: int) -> int:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        last = last if last >= 0 else len(self.records.ids) - 1
        rows = [self.records.row(number) for number in range(max(0, first), last + 1)]
        place = column - FIRST_FIELD
        known = [row for row in rows if row is not None and place >= 0]
        return max(self.painter_of_cells.widths_of(known, place)) if known else 60

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self.indexAt(event.pos())
            told = cell_hint(self.records, self.painter_of_cells, cell, self.columnWidth(cell.column()))
            QToolTip.showText(event.globalPos(), tooltip(told), self.viewport(), self.visualRect(cell))
            return True
        return super().viewportEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.records.rows.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._has_place = True
        if not self._is_to_fit:
            self._is_to_fit = True
            self._resized.emit()

    def paintEvent(self, e: QPaintEvent) -> None:
        """Paint whole rows; Qt's own way asks model, selection and delegate for each cell."""
        painter = QPainter(self.viewport())
        painter.save()
        self.painter_of_cells.paint(painter, self._rows_within(e.region()), self._seen_columns())
        painter.restore()
        row = self.currentIndex().row()
        if self.hasFocus() and row >= 0:
            top = self.rowViewportPosition(row)
            painter.fillRect(0, top, 3, theme.ROW_HEIGHT - 1, theme.colour("accent"))
            if (box := self.cells.box()) is not None:
                painter.setPen(QPen(theme.colour("accent"), 2))
                painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.end()
