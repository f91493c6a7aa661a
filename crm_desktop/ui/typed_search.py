"""Typing in a list that goes by rows searches it: keys, and what an input method composes, reach the search field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.ui.search_field import SearchField


class TypedSearch:
    """Hands on to the search field of a list; ``field`` makes it with the first use."""

    def __init__(self, field: Callable[[], SearchField]) -> None:
        self._field = field
        self._is_composing = False

    def write(self, text: str) -> None:
        """Search for what was typed."""
        field = self._field()
        if field.isVisible():
            field.setFocus()
            field.setText(text)

    def compose(self, event: QInputMethodEvent) -> None:
        """Take what an input method composes: the list keeps the focus until it commits, else it would begin anew."""
        field = self._field()
        if not field.isVisible():
            return
        if not self._is_composing:
            field.selectAll()
        self._is_composing = bool(event.preeditString())
        QApplication.sendEvent(field, event)
        if event.commitString() and not self._is_composing:
            field.setFocus()

    def box(self, seen_from: QWidget) -> QRect:
        """Return where is written, in the coordinates of a widget: an input method shows its choices there."""
        field = self._field()
        cursor = QRect(field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle))
        cursor.moveTopLeft(seen_from.mapFromGlobal(field.mapToGlobal(cursor.topLeft())))
        return cursor
