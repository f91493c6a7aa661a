"""The cell of a list that the keyboard is on: moved by the arrows, edited by F2 or by typing.

A list begins by rows: letters then go to the search. Left and right show the cell; Esc goes back to rows.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QTableView

from crm_desktop.ui.record_table_model import FIRST_FIELD, RecordTableModel

_Flag = QItemSelectionModel.SelectionFlag
_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class CellCursor(QObject):
    """``edit_requested`` carries the key that was typed, or None for F2; ``composed`` what an input method sends;
    ``empty_requested`` is Del, which concerns the marked cell and not its record, unless several are selected."""

    edit_requested = Signal(object)
    empty_requested = Signal()
    composed = Signal(object)

    def __init__(self, view: QTableView, records: RecordTableModel) -> None:
        super().__init__(view)
        self._view = view
        self._records = records
        self.is_shown = False
        self.composes_by_rows = False  # what an input method composes is taken without a cell too

    def here(self) -> QModelIndex:
        """Return the current cell; not valid while nothing is current."""
        current = self._view.currentIndex()
        if not current.isValid() or self._records.columnCount() <= FIRST_FIELD:
            return QModelIndex()
        return self._records.index(current.row(), max(FIRST_FIELD, current.column()))

    def box(self) -> QRect | None:
        """Return where the cell is marked, or None while the list goes by rows."""
        here = self.here()
        return self._view.visualRect(here) if self.is_shown and here.isValid() else None

    def show(self, shown: bool) -> None:
        """Go by cells, or by rows again."""
        if shown != self.is_shown:
            self._view.viewport().update()
            change = self._view.installEventFilter if shown else self._view.removeEventFilter
            change(self)
        self.is_shown = shown
        # Qt's view would ask the model, and does so again with each other current cell.
        takes = shown or self.composes_by_rows
        self._view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, takes)

    def neighbour(self, column: int, step: int) -> int:
        """Return the column that is seen beside another one, or -1 at the edge."""
        header = self._view.horizontalHeader()
        seen = header.visualIndex(column) + step
        found = header.logicalIndex(seen) if 0 <= seen < header.count() else -1
        return found if found >= FIRST_FIELD else -1

    def go(self, row: int, column: int, *, keep_selection: bool = False) -> None:
        """Make another cell current."""
        index = self._records.index(row, column)
        flags = _Flag.NoUpdate if keep_selection else _Flag.ClearAndSelect | _Flag.Rows
        self._view.selectionModel().setCurrentIndex(index, flags)
        self._view.scrollTo(index)
        self.show(True)

    def take(self, event: QKeyEvent) -> bool:
        """Act on a key that is meant for a cell; tell whether it was one."""
        key, here = Qt.Key(event.key()), self.here()
        if not here.isValid():
            return False
        if key == Qt.Key.Key_F2:
            self.edit_requested.emit(None)
        elif key in _STEPS and not event.modifiers() & _MODIFIERS:
            column = self.neighbour(here.column(), _STEPS[key]) if self.is_shown else here.column()
            if column >= 0:
                self.go(here.row(), column, keep_selection=True)
        elif key == Qt.Key.Key_Escape and self.is_shown:
            self.show(False)
        elif self._empties(event):
            self.empty_requested.emit()
        elif self.is_shown and is_typed(event):
            self.edit_requested.emit(event)
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim Del from the window's menu, where it means the record."""
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and self._empties(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return False

    def _empties(self, event: QKeyEvent) -> bool:
        """Tell whether a key is Del on the marked cell; where several records are selected, it means these."""
        return self.is_shown and is_delete(event) and not self._are_several_selected()

    def _are_several_selected(self) -> bool:
        selection = self._view.selectionModel().selection()
        return sum(selection.at(place).height() for place in range(selection.size())) > 1

    def compose(self, event: QInputMethodEvent) -> bool:
        """Hand on what an input method composes; tell whether a cell takes it."""
        if self.is_shown:
            self.composed.emit(event)
        return self.is_shown


def is_delete(event: QKeyEvent) -> bool:
    """Tell whether a key is Del alone, which empties what is marked."""
    return event.key() == Qt.Key.Key_Delete and event.modifiers() == Qt.KeyboardModifier.NoModifier


def is_typed(event: QKeyEvent) -> bool:
    """Tell whether a key writes something, so that it may begin to edit what is marked."""
    text = event.text()
    control = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
    return bool(text) and text.isprintable() and not text.isspace() and not control
