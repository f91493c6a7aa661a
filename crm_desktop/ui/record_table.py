"""The table of a list: one row is one record, selection and current row survive a new order by their ids.

How it looks stands in :mod:`crm_desktop.ui.painted_table`.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import _
from crm_desktop.ui.contract import Lists
from crm_desktop.ui.kept_place import KeptPlace
from crm_desktop.ui.kept_selection import KeptSelection, place_of
from crm_desktop.ui.painted_table import PaintedTable
from crm_desktop.ui.record_table_model import FIRST_FIELD

if TYPE_CHECKING:
    from crm_desktop.ui.typed_search import TypedSearch

_Flag = QItemSelectionModel.SelectionFlag
_Cursor = QAbstractItemView.CursorAction


class RecordTable(PaintedTable):
    """Shows a :class:`RecordTableModel`. Ids cross its signals as objects: they do not fit Qt's int."""

    opened = Signal(object)
    current_changed = Signal(object)
    selection_changed = Signal()
    sort_requested = Signal(str, bool)
    columns_changed = Signal()
    delete_requested = Signal()

    def __init__(self, lists: Lists, entity: Entity, parent: QWidget | None = None) -> None:
        super().__init__(lists, entity, parent)
        self._typed: TypedSearch | None = None
        self._kept = KeptSelection(self, self.records)
        self._restoring = False
        self._is_our_mark = False  # nobody moved the cursor
        self.is_ticked = False  # what is selected was ticked, not only moved to
        self._connect()
        self.columns.start(None)
        self.retranslate()

    def _connect(self) -> None:
        self._header.sort_requested.connect(self.sort_requested)
        self._header.all_requested.connect(self.toggle_all)
        self._header.sectionResized.connect(self._on_layout_changed)
        self._header.sectionMoved.connect(self._on_moved)
        self.doubleClicked.connect(self._on_double_clicked)  # "activated" is a single click on some desktops
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.selectionModel().currentChanged.connect(lambda: self.cells.show(self.cells.is_shown))
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.selectionModel().currentColumnChanged.connect(lambda now, _old: self._update_rows([now.row()]))

    def show_ids(self, ids: array[int], *, complete: bool = True, keep_place: bool = False) -> None:
        """Show these records; selection and current row go with their records.

        ``complete``: more ids of the same query will not follow. ``keep_place``: what is seen stays where it is.
        """
        self._kept.keep(cursor=keep_place)
        place = KeptPlace(self) if keep_place else None
        self._restoring = True
        try:
            continues = self.records.set_ids(ids)
            has_come_back = self._kept.restore(complete=complete)
        finally:
            self._restoring = False
        self.painter_of_cells.current = self.currentIndex().row()  # a reset clears it without a word
        if len(ids) and not self.columns.are_measured():
            self.fit_columns()
        if complete:
            self._kept.forget()
        if place is not None:
            place.restore()
        elif not continues:
            self.scrollToTop()
        if has_come_back:
            self._bring_in_sight(self.currentIndex())
        self._on_selection_changed()

    def _bring_in_sight(self, index: QModelIndex) -> None:
        """Scroll to the middle what is not to be seen as a whole."""
        if not self.viewport().rect().contains(self.visualRect(index).center()):
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def expect(self, back: frozenset[int] | None) -> None:
        """Select those of these records that the next ids bring into the list; None: too many to name."""
        self._kept.expect(back or frozenset())

    def selected_ids(self) -> array[int]:
        """Return the ids of the selected records in the order of the list."""
        return self._kept.ids()

    def chosen_ids(self) -> array[int]:
        """Return the ids that an action is about: those selected, else that of the row with the cursor."""
        current = self.current_id()
        return self.selected_ids() or array("q", () if current is None else (current,))

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
            self.is_ticked = False
            self.setCurrentIndex(self.records.index(row, FIRST_FIELD))
        return row >= 0

    def make_first_current(self) -> None:
        """Put the cursor on the first record where it is on none; nothing is selected by that."""
        if not self.currentIndex().isValid() and len(self.records.ids):
            first = self.records.index(0, FIRST_FIELD)
            self._is_our_mark = True
            self.selectionModel().setCurrentIndex(first, _Flag.NoUpdate)
            self._is_our_mark = False

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
        self.columns.measure_again()
        self.fit_columns()

    def set_fields(self, fields: Sequence[Field], widths: dict[str, int] | None = None) -> None:
        """Show these columns, in this order; without ``widths`` they share the room."""
        self._kept.keep(cursor=True)
        self._restoring = True
        try:
            self.records.set_fields(fields)
            for logical in range(self._header.count()):
                self._header.moveSection(self._header.visualIndex(logical), logical)
            self._kept.restore()
            self._kept.forget()
            self.columns.start(widths)
        finally:
            self._restoring = False
        self.fit_columns()

    def set_width(self, key: str, width: int) -> None:
        """Give a column another width, as the user would."""
        self.columns.set_width(key, width)
        self.columns_changed.emit()

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
        self._update_rows(self.painter_of_cells.set_current(current.row()))
        if not self._restoring:
            if not self._is_our_mark:  # what was selected may be in the rest of the list
                self._kept.forget()
            self.current_changed.emit(self.current_id() if current.isValid() else None)

    def _on_moved(self, *_details: int) -> None:
        if not self._restoring:  # the user lets go of a heading: the button is up again by then
            self.columns_changed.emit()

    def _on_layout_changed(self, *_details: int) -> None:
        # Qt also tells of the widths that it gives by itself: those of the last column, for one.
        is_ours = self._restoring or self.columns.is_busy
        if not is_ours and QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self.columns.are_own = True
            self.columns_changed.emit()

    def selectionCommand(  # noqa: N802
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> _Flag:
        if isinstance(event, QMouseEvent) and index.isValid() and index.column() < FIRST_FIELD:
            if event.type() == QEvent.Type.MouseMove:
                return _Flag.NoUpdate
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.type() == QEvent.Type.MouseButtonPress:
                self.is_ticked = True
                return _Flag.Toggle | _Flag.Rows
            if plain:
                return _Flag.NoUpdate
        command = super().selectionCommand(index, event)
        if event is not None and command & _Flag.Clear:
            self.is_ticked = False
        return command

    def hand_typing_to(self, search: TypedSearch) -> None:
        """Let what is typed be searched while the list goes by rows."""
        self._typed = search
        self.cells.composes_by_rows = True
        self.cells.show(self.cells.is_shown)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Hand typed letters to the search field; Qt would ask the model for every row."""
        if search.strip() and self._typed is not None:
            self._typed.write(search)

    def moveCursor(self, cursorAction: _Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N803
        here = self.currentIndex()
        if cursorAction in {_Cursor.MoveHome, _Cursor.MoveEnd} and len(self.records.ids):
            row = 0 if cursorAction == _Cursor.MoveHome else len(self.records.ids) - 1
            return self.records.index(row, max(FIRST_FIELD, here.column()))
        if cursorAction in {_Cursor.MoveLeft, _Cursor.MoveRight}:
            return here
        return super().moveCursor(cursorAction, modifiers)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.cells.show(self.cells.is_shown)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if not self.cells.compose(event) and self._typed is not None:
            self._typed.compose(event)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        if (
            query == Qt.InputMethodQuery.ImCursorRectangle
            and self._typed is not None
            and not self.cells.is_shown
        ):
            return self._typed.box(self)
        return super().inputMethodQuery(query)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.cells.take(event):
            return
        key, plain = event.key(), event.modifiers() == Qt.KeyboardModifier.NoModifier
        current = self.current_id()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and current is not None:
            self.opened.emit(current)
        elif (
            key == Qt.Key.Key_Delete and plain and not event.isAutoRepeat()
        ):  # each would take the next record
            self.delete_requested.emit()
        elif key == Qt.Key.Key_Space and plain and self.currentIndex().isValid():
            self.is_ticked = True
            self.selectionModel().select(self.currentIndex(), _Flag.Toggle | _Flag.Rows)
        else:
            super().keyPressEvent(event)
