"""A list as it is laid out: the table at once, so that its rows are painted; bar and status after that."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from crm_desktop.core.entity import Entity
from crm_desktop.ui import list_filter, list_status, theme
from crm_desktop.ui.context import Context
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.filter_bar import FilterBar
from crm_desktop.ui.labels import line
from crm_desktop.ui.list_bar import ListBar
from crm_desktop.ui.list_preview import ListPreview, MakePanel
from crm_desktop.ui.list_status import ListStatus
from crm_desktop.ui.page import Page
from crm_desktop.ui.portions import Portions
from crm_desktop.ui.record_table import RecordTable

_BELOW_BAR = 2  # bar, line, filter


class ListFrame(Page):
    """Makes what stands around a table when it is asked for, bar, status and preview in the turns after the rows
    were painted; until then their room is kept.

    A part that is not there yet need not be told anything: ``_fill_…`` shows in it how things stand when it is made.
    """

    def __init__(self, context: Context, entity: Entity, make_peek: MakePanel) -> None:
        super().__init__(context.stage)
        self.context = context
        self.entity = entity
        self._stack = QStackedWidget(self)
        self.table = RecordTable(context.workspace.lists, entity, self._stack)
        self.preview = ListPreview(context, entity, self.table, make_peek, self)
        self._stack.addWidget(self.table)
        self._left = left = QVBoxLayout()
        left.setSpacing(0)
        left.addSpacing(theme.BAR_HEIGHT)
        left.addWidget(line())
        left.addWidget(self._stack, 1)
        left.addWidget(line())
        left.addSpacing(list_status.HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.preview.edge)
        row.addWidget(self.preview.frame)
        self._later = Portions(self)
        self.preview.waits = True

    def _has(self, part: str) -> bool:
        """Tell whether a part has been made."""
        return part in vars(self)

    @cached_property
    def bar(self) -> ListBar:
        """What stands over the table."""
        made = ListBar(self.entity, self)
        made.preview_clicked.connect(self.toggle_peek)
        made.preview_button.setChecked(self.preview.is_shown())
        self.preview.fitted.connect(made.preview_button.setChecked)
        self._fill_bar(made)
        self._left.takeAt(0)  # the room that was kept for it
        self._left.insertWidget(0, made)
        made.show()
        return made

    @cached_property
    def status(self) -> ListStatus:
        """What stands under the table."""
        made = ListStatus(self)
        self._fill_status(made)
        self._left.takeAt(self._left.count() - 1)
        self._left.addWidget(made)
        made.show()
        return made

    @cached_property
    def filters(self) -> FilterBar:
        """The filter, between bar and table; there is none while nobody wants one."""
        made = FilterBar(self.context.workspace.locale, list_filter.references(self.context), self)
        self._left.insertWidget(_BELOW_BAR, made)
        made.opened.connect(self.bar.filter_button.setChecked)
        self._fill_filters(made)
        return made

    @cached_property
    def empty(self) -> EmptyState:
        """What stands in the place of the table where nothing is listed."""
        made = EmptyState(self._stack)
        self._stack.addWidget(made)
        return made

    def _fill_bar(self, bar: ListBar) -> None:
        """Connect the bar and show in it what is listed."""

    def _fill_status(self, status: ListStatus) -> None:
        """Say how many records are listed."""

    def _fill_filters(self, filters: FilterBar) -> None:
        """Connect the filter and show in it that of the query."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.preview.waits:
            self._later.begin([lambda: self.bar, lambda: self.status, self.preview.wait_no_more])

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._later.begin([])
