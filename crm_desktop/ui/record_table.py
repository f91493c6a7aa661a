"""The table of a list: one row is one record, selection and current row survive a new order by their ids."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.cell_painter import CellPainter
from crm_desktop.ui.column_widths import WIDEST, shared_widths
from crm_desktop.ui.contract import Lists, Row
from crm_desktop.ui.kept_selection import KeptSelection, place_of
from crm_desktop.ui.list_header import CHECK_WIDTH, ListHeader
from crm_desktop.ui.record_table_model import FIRST_FIELD, RecordTableModel
from crm_desktop.ui.window_state import ColumnLayout

_MEASURED_ROWS = 40
_Flag = QItemSelectionModel.SelectionFlag
_Cursor = QAbstractItemView.CursorAction


class RecordTable(QTableView):
    """Shows a :class:`RecordTableModel`. Ids cross its signals as objects: they do not fit Qt's int."""

    opened = Signal(object)
    current_changed = Signal(object)
    selection_changed = Signal()
    sort_requested = Signal(str, bool)
    columns_changed = Signal()
    delete_requested = Signal()
    typed = Signal(str)

    def __init__(self, lists: Lists, entity: Entity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = RecordTableModel(lists, entity, self)
        self.painter_of_cells = CellPainter(self.records, self)
        self._kept = KeptSelection(self, self.records)
        self._restoring = False
        self._has_own_widths = False
        self._needs: list[int] = []  # the width that each column needs for the first rows seen
        self._header = ListHeader(self.records, self)
        self._set_up()
        self.setModel(self.records)
        self._connect()
        self.reset_widths()
        self.retranslate()

    def _set_up(self) -> None:
        self.setHorizontalHeader(self._header)
        self.setItemDelegate(self.painter_of_cells)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(theme.ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
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

    def _connect(self) -> None:
        self._header.sort_requested.connect(self.sort_requested)
        self._header.all_requested.connect(self.toggle_all)
        self._header.sectionResized.connect(self._on_layout_changed)
        self._header.sectionMoved.connect(self._on_layout_changed)
        self.doubleClicked.connect(self._on_double_clicked)  # "activated" is a single click on some desktops
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)

    # ------------------------------------------------------------------ records

    def show_ids(self, ids: array[int], *, complete: bool = True, keep_place: bool = False) -> None:
        """Show these records; selection and current row go with their records.

        ``complete``: more ids of the same query will not follow. ``keep_place``: the top row stays in sight.
        """
        self._kept.keep()
        top = self.records.ids[self.rowAt(0)] if keep_place and self.rowAt(0) >= 0 else None
        shift = self.verticalScrollBar().value() % theme.ROW_HEIGHT
        self._restoring = True
        try:
            self.records.set_ids(ids)
            self._kept.restore()
        finally:
            self._restoring = False
        if not self._needs and len(ids):
            self._fit_widths()
        if complete:
            self._kept.forget()
        if top is not None:
            row = place_of(ids, top)
            if row >= 0:
                self.verticalScrollBar().setValue(row * theme.ROW_HEIGHT + shift)
        elif not keep_place and not complete:
            self.scrollToTop()
        self._on_selection_changed()

    def selected_ids(self) -> array[int]:
        """Return the ids of the selected records in the order of the list."""
        return self._kept.ids()

    def selected_count(self) -> int:
        """Return how many records are selected."""
        return self._kept.count()

    def current_id(self) -> int | None:
        """Return the id of the row with the focus."""
        return self._kept.current()

    def select_id(self, record_id: int) -> bool:
        """Make a record current and selected; tell whether it is in the list."""
        row = place_of(self.records.ids, record_id)
        if row >= 0:
            self.setCurrentIndex(self.records.index(row, FIRST_FIELD))
        return row >= 0

    def toggle_all(self) -> None:
        """Select all records, or none when all are selected."""
        if self.selected_count() == len(self.records.ids):
            self.clearSelection()
        else:
            self.selectAll()

    def retranslate(self) -> None:
        """Show headings and texts in another language."""
        self.setAccessibleName(_(self.records.entity.title_plural))
        self._header.setAccessibleName(_("Columns"))
        self.records.retranslate()
        self._needs = []
        self._fit_widths()

    def set_search_words(self, words: tuple[str, ...]) -> None:
        """Mark these words in the texts."""
        self.painter_of_cells.words = words
        self.viewport().update()

    # ------------------------------------------------------------------ columns

    def set_fields(self, fields: Sequence[Field], widths: dict[str, int] | None = None) -> None:
        """Show these columns, in this order; without ``widths`` they share the room."""
        self._kept.keep()
        self._has_own_widths = bool(widths)
        self._needs = []
        self._restoring = True
        try:
            self.records.set_fields(fields)
            for logical in range(self._header.count()):
                self._header.moveSection(self._header.visualIndex(logical), logical)
            self._kept.restore()
            self._kept.forget()
            self.reset_widths(widths)
        finally:
            self._restoring = False
        self._fit_widths()

    def reset_widths(self, widths: dict[str, int] | None = None) -> None:
        """Give each column its width, or the one of its kind."""
        self._header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self._header.resizeSection(0, CHECK_WIDTH)
        for place, field in enumerate(self.records.fields):
            column = place + FIRST_FIELD
            self._header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self._header.resizeSection(column, (widths or {}).get(field.key, field.kind.width))

    def has_own_widths(self) -> bool:
        """Tell whether the user has given the columns widths."""
        return self._has_own_widths

    def set_width(self, key: str, width: int) -> None:
        """Give a column another width, as the user would."""
        self._has_own_widths = True
        for place, field in enumerate(self.records.fields):
            if field.key == key:
                self._header.resizeSection(place + FIRST_FIELD, width)
        self.columns_changed.emit()

    def _fit_widths(self) -> None:
        """Share the room among the columns until the user gives them widths."""
        room = self.viewport().width() - CHECK_WIDTH
        if self._has_own_widths or not self.records.fields or room <= 0:
            return
        if not self._needs and len(self.records.ids):
            rows = [row for at in range(_MEASURED_ROWS) if (row := self.records.row(at)) is not None]
            self._needs = [self._need(place, rows) for place in range(len(self.records.fields))]
        needs = self._needs or [field.kind.width for field in self.records.fields]
        self._restoring = True
        keys = [field.key for field in self.records.fields]
        title = self.records.entity.title_key
        widths = shared_widths(needs, room, keys.index(title) if title in keys else -1)
        for column, width in enumerate(widths, FIRST_FIELD):
            self._header.resizeSection(column, width)
        self._restoring = False

    def _need(self, place: int, rows: Sequence[Row]) -> int:
        heading = self._header.need_of(place + FIRST_FIELD)
        widest = max((self.painter_of_cells.width_of(row, place) for row in rows), default=0)
        return max(heading, min(widest, WIDEST))

    def widths(self) -> dict[str, int]:
        """Return the widths of the columns by the keys of their fields."""
        sizes = enumerate(self.records.fields, FIRST_FIELD)
        return {field.key: self._header.sectionSize(column) for column, field in sizes}

    def layout_of_columns(self) -> ColumnLayout:
        """Return the columns in the order in which they are seen."""
        seen = sorted(range(FIRST_FIELD, self._header.count()), key=self._header.visualIndex)
        last = seen[-1] if seen else -1
        columns = []
        for column in seen:
            field = self.records.field_at(column)
            if field is not None:
                # The last column fills the window; its own width is that of its kind.
                width = field.kind.width if column == last else self._header.sectionSize(column)
                columns.append((field.key, width if self._has_own_widths else 0))
        return ColumnLayout(tuple(columns), self.records.sort_key, self.records.descending)

    # ------------------------------------------------------------------ events

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.column() >= FIRST_FIELD and (found := self.current_id()) is not None:
            self.opened.emit(found)

    def _on_selection_changed(self, *_changed: QItemSelection) -> None:
        if self._restoring:
            return
        count, total = self.selected_count(), len(self.records.ids)
        state = Qt.CheckState.PartiallyChecked if count else Qt.CheckState.Unchecked
        self._header.set_check_state(Qt.CheckState.Checked if total and count == total else state)
        self.selection_changed.emit()

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self._set_row("current", current.row())
        if not self._restoring:
            self._kept.forget()
            self.current_changed.emit(self.current_id() if current.isValid() else None)

    def _on_layout_changed(self, *_details: int) -> None:
        # Qt also tells of the widths that it gives by itself: those of the last column, for one.
        if not self._restoring and QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._has_own_widths = True
            self.columns_changed.emit()

    def _set_row(self, which: str, row: int) -> None:
        """Tell the painter which row is hovered or current."""
        before = getattr(self.painter_of_cells, which)
        if row == before:
            return
        setattr(self.painter_of_cells, which, row)
        for one in (before, row):
            if one >= 0:
                top = self.rowViewportPosition(one)
                self.viewport().update(0, top, self.viewport().width(), theme.ROW_HEIGHT)

    def selectionCommand(  # noqa: N802
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> _Flag:
        if isinstance(event, QMouseEvent) and index.isValid() and index.column() < FIRST_FIELD:
            if event.type() == QEvent.Type.MouseMove:
                return _Flag.NoUpdate
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.type() == QEvent.Type.MouseButtonPress:
                return _Flag.Toggle | _Flag.Rows
            if plain:
                return _Flag.NoUpdate
        return super().selectionCommand(index, event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Hand typed letters to the search field; Qt would ask the model for every row."""
        if search.strip():
            self.typed.emit(search)

    def moveCursor(self, cursorAction: _Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N803
        here = self.currentIndex()
        if cursorAction in {_Cursor.MoveHome, _Cursor.MoveEnd} and len(self.records.ids):
            row = 0 if cursorAction == _Cursor.MoveHome else len(self.records.ids) - 1
            return self.records.index(row, max(FIRST_FIELD, here.column()))
        if cursorAction in {_Cursor.MoveLeft, _Cursor.MoveRight}:
            step = 60 if cursorAction == _Cursor.MoveRight else -60
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + step)
            return here
        return super().moveCursor(cursorAction, modifiers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), event.modifiers() == Qt.KeyboardModifier.NoModifier
        current = self.current_id()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2} and current is not None:
            self.opened.emit(current)
        elif key == Qt.Key.Key_Delete and plain:
            self.delete_requested.emit()
        elif key == Qt.Key.Key_Space and plain and self.currentIndex().isValid():
            self.selectionModel().select(self.currentIndex(), _Flag.Toggle | _Flag.Rows)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._set_row("hovered", self.rowAt(int(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_row("hovered", -1)

    def sizeHintForColumn(self, column: int) -> int:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        last = last if last >= 0 else len(self.records.ids) - 1
        rows = (self.records.row(number) for number in range(max(0, first), last + 1))
        place = column - FIRST_FIELD
        widths = [
            self.painter_of_cells.width_of(row, place) for row in rows if row is not None and place >= 0
        ]
        return max(widths, default=60)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_widths()

    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        row = self.currentIndex().row()
        if self.hasFocus() and row >= 0:
            painter = QPainter(self.viewport())
            top = self.rowViewportPosition(row)
            painter.fillRect(QRect(QPoint(0, top), QPoint(2, top + theme.ROW_HEIGHT - 2)), _accent())
            painter.end()


def _accent() -> QColor:
    return QColor(theme.tokens().accent)
