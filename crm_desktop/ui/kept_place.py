"""What is seen of a list stays where it is seen while rows come and go around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui import theme
from crm_desktop.ui.kept_selection import place_of

if TYPE_CHECKING:
    from crm_desktop.ui.record_table import RecordTable


class KeptPlace:
    """Remembers the height of the current record, or of the first one in sight, as the table stands now."""

    def __init__(self, table: RecordTable) -> None:
        self._table = table
        self._scrolled = table.verticalScrollBar().value()
        self._record: int | None = None
        self._top = 0
        current, height = table.currentIndex().row(), table.viewport().height()
        for row in (current, table.rowAt(0)):
            top = table.rowViewportPosition(row) if row >= 0 else height
            if row >= 0 and -theme.ROW_HEIGHT < top < height:
                self._record, self._top = table.records.ids[row], top
                break
        self._was_current = self._record is not None and self._record == table.current_id()

    def restore(self) -> None:
        """Show that record at its height in the list as it now is; where it is gone, what took its place."""
        table = self._table
        row = place_of(table.records.ids, self._record) if self._record is not None else -1
        if row < 0 and self._was_current:
            row = table.currentIndex().row()
        table.executeDelayedItemsLayout()
        scrolled = row * theme.ROW_HEIGHT - self._top if row >= 0 else self._scrolled
        table.verticalScrollBar().setValue(scrolled)
