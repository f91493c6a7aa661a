"""A tab with all records that point to a record: the table of a list, sorted by SQL, in the page of the record."""

from __future__ import annotations

from array import array
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Context
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.labels import label, line
from crm_desktop.ui.list_loader import ListLoader
from crm_desktop.ui.record_reading import RelatedList
from crm_desktop.ui.record_table import RecordTable


class RelatedTab(QWidget):
    """The records of one related list. ``add`` begins a new one that points to the record."""

    def __init__(self, context: Context, related: RelatedList, record_id: int, add: Button | None) -> None:
        super().__init__()
        self.context = context
        self.related = related
        condition = Condition(related.field, "is", record_id)
        self.query = ListQuery(related.entity.name, conditions=(condition,))
        self.table = RecordTable(context.workspace.lists, related.entity)
        self.table.set_fields([one for one in related.entity.listed if one.key != related.field])
        self.table.setAccessibleName(related.label)
        self.empty = EmptyState()
        self._loader = ListLoader(self, context.workspace.lists, context.tasks, self._on_ids, self._on_failed)
        self.table.sort_requested.connect(self.sort)
        self.table.opened.connect(lambda found: context.window.open_record(related.entity.name, found))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.addWidget(label(related.label, strong="true"))
        head.addStretch()
        if add is not None:
            head.addWidget(add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.table)
        self.load()

    def load(self) -> None:
        """Show the list from its top."""
        self.table.records.set_order(*self.related.entity.order(self.query))
        self._loader.load(self.query)

    def sort(self, key: str, descending: bool) -> None:
        """List in the order of a field."""
        self.query = replace(self.query, sort=key, descending=descending)
        self.load()

    def read_again(self) -> None:
        """Read the list again after a change; what is in sight stays in sight."""
        self.table.records.refresh()
        self._loader.reload(self.query, len(self.table.records.ids))

    def _on_ids(self, ids: array[int], complete: bool, again: bool) -> None:
        self.table.show_ids(ids, complete=complete, keep_place=again)
        if not len(ids):
            heading = _("No %(records)s yet") % {"records": self.related.plain_label.lower()}
            self.empty.say(self.related.entity.icon, heading, "")
        self._stack.setCurrentWidget(self.table if len(ids) else self.empty)

    def _on_failed(self, error: CrmError) -> None:
        self.empty.say("circle-alert", error.title, error.hint)
        self._stack.setCurrentWidget(self.empty)
