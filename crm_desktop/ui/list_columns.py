"""Which columns a list shows, chosen and remembered for each of its views."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.core.entity import Entity, Field
from crm_desktop.ui.context import Context
from crm_desktop.ui.record_table import RecordTable
from crm_desktop.ui.window_state import ColumnLayout


class ListColumns:
    """The columns of one table. ``view`` tells which view is shown."""

    def __init__(self, context: Context, entity: Entity, table: RecordTable, view: Callable[[], str]) -> None:
        self._context = context
        self._entity = entity
        self._table = table
        self._view = view
        table.columns_changed.connect(self.keep)

    def offered(self) -> list[Field]:
        """Return the fields that may be columns, the user's own among them."""
        every = self._context.workspace.lists.fields(self._entity.name) or self._entity.fields
        return [one for one in every if one.listed != "hidden"]

    def choose(self, button: QWidget) -> None:
        """Open the column chooser below a button."""
        from crm_desktop.ui.columns_popup import ColumnsPopup

        popup = ColumnsPopup(button)
        popup.offer(self.offered(), self._table.columns.layout().keys)
        popup.chosen.connect(self.show)
        popup.reset_requested.connect(self.reset)
        popup.open_at(button.mapToGlobal(QPoint(button.width(), button.height() + 4)))

    def show(self, keys: tuple[str, ...]) -> None:
        """Show these columns from now on."""
        known = {one.key: one for one in self.offered()}
        widths = self._table.columns.widths() if self._table.columns.are_own else None
        self._table.set_fields([known[key] for key in keys if key in known], widths)
        self.keep()

    def reset(self) -> None:
        """Show the columns that the description names."""
        self._table.set_fields(self._entity.listed)
        self.keep()

    def share_out(self) -> None:
        """Give the columns the widths that there is room for, not those that the user gave them."""
        known = {one.key: one for one in self.offered()}
        self._table.set_fields([known[key] for key in self._table.columns.layout().keys if key in known])
        self.keep()

    def apply(self, columns: tuple[str, ...]) -> ColumnLayout:
        """Show the columns that are remembered for the view, or ``columns``; return the layout."""
        known = {one.key: one for one in self.offered()}
        kept = self._context.state.columns(self._entity.name, self._view())
        layout = kept or ColumnLayout(tuple((key, 0) for key in columns))
        fields = [known[key] for key in layout.keys if key in known] or list(self._entity.listed)
        widths = {key: width for key, width in layout.columns if width}
        if not self._is_shown(fields, widths):
            self._table.set_fields(fields, widths)
        return layout if layout.sort in known else ColumnLayout(layout.columns)

    def _is_shown(self, fields: list[Field], widths: dict[str, int]) -> bool:
        """Tell whether the columns of a view are those of the view before: then they stay as they are."""
        wanted = tuple((one.key, widths.get(one.key, 0)) for one in fields)
        return tuple(fields) == self._table.records.fields and wanted == self._table.columns.layout().columns

    def keep(self) -> None:
        """Remember the columns for the view."""
        layout = self._table.columns.layout()
        kept = self._context.state.columns(self._entity.name, self._view())
        if not layout.sort and kept is not None:  # a search shows the nearest first for a while
            layout = ColumnLayout(layout.columns, kept.sort, kept.descending)
        self._context.state.set_columns(self._entity.name, self._view(), layout)
