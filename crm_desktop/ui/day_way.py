"""What calendar and agenda have in common: they show the activities of a query, and make new ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.entity import Entity
from crm_desktop.core.kinds import Choice, Reference
from crm_desktop.ui.agenda_contract import Entry
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Changes, ListQuery
from crm_desktop.ui.entry_actions import EntryActions
from crm_desktop.ui.entry_new import NewEntry
from crm_desktop.ui.list_ways import WayPage
from crm_desktop.ui.record_new import NewRecordForm
from crm_desktop.ui.tasks import Task

SHOWN = ("activity", "contact", "company", "user", "work_interval", "calendar_exception", "work_calendar")
"""The tables of which entries tell something."""


class DayWay(WayPage):
    """Subclasses read with ``read_again`` and say which entry and which day are meant."""

    def __init__(self, context: Context, entity: Entity) -> None:
        super().__init__()
        self.context = context
        self.entity = entity
        self.query = ListQuery(entity.name)
        self.actions_of = EntryActions(context, self, self.read_again)
        self.form: NewRecordForm | None = None
        self.stack = QStackedWidget()
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.stack.addWidget(self.body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self._new: NewEntry | None = None
        self._task: Task | None = None

    # ------------------------------------------------------------------ for subclasses

    def read_again(self) -> None:
        """Read what is shown again."""
        raise NotImplementedError

    def entry(self) -> Entry | None:
        """Return the entry that is meant."""
        raise NotImplementedError

    def free_time(self) -> tuple[date, datetime | None]:
        """Return when something new would be."""
        return clock.today(), None

    def read(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """Read in the background; what was asked before is forgotten."""
        if self._task is not None:
            self._task.cancel()
        self._task = self.context.tasks.read(lambda _task: work(), done=while_alive(self, done))

    def is_narrowed(self) -> bool:
        """Tell whether a search or a filter hides entries."""
        return bool(self.query.search or self.query.conditions)

    # ------------------------------------------------------------------ something new

    @property
    def new_entry(self) -> NewEntry:
        """The small panel for what is new; made with its first use."""
        if self._new is None:
            self._new = NewEntry(self.context, self.body)
            self._new.left.connect(self.on_shown)
            self._new.more_asked.connect(self.show_form)
        return self._new

    def ask_new(self, begin: date, end: datetime | None, at: QPoint | None = None) -> None:
        """Ask what is to be on a day or at a time."""
        if not self.context.workspace.read_only:
            self.new_entry.ask(begin, end, self._presets(), at or QPoint(self.width() // 2 - 190, 60))

    def _presets(self) -> dict[str, Any]:
        """Return what the filter says of everything that is shown: the company, the kind."""
        found: dict[str, Any] = {}
        for one in self.query.conditions if self.query.match_all else ():
            field = self.entity.by_key.get(one.field)
            if one.operator == "is" and field is not None and isinstance(field.kind, Choice | Reference):
                found[one.field] = one.value
        return found

    def show_form(self, presets: Mapping[str, Any]) -> None:
        """Show all fields of what is to be made."""
        from crm_desktop.ui.record_actions import new_card

        self.close_form()
        self.form = NewRecordForm(self.context, self.entity, presets)
        self.form.cancelled.connect(self.close_form)
        self.form.created.connect(lambda _one: self.close_form())
        self.stack.addWidget(new_card(self.form, ""))
        self.stack.setCurrentIndex(self.stack.count() - 1)
        self.form.focus_first()

    def close_form(self) -> None:
        """Go back from the form."""
        if self.form is not None:
            self.form = None
            holder = self.stack.currentWidget()
            self.stack.setCurrentWidget(self.body)
            if holder is not None:
                self.stack.removeWidget(holder)
                holder.deleteLater()
            self.on_shown()

    # ------------------------------------------------------------------ as a page

    def show_query(self, query: ListQuery) -> None:
        self.query = query
        self.read_again()

    def on_changes(self, changes: Changes) -> None:
        if changes.touches(*SHOWN):
            self.read_again()

    def refresh(self) -> None:
        self.read_again()

    def new_record(self) -> None:
        self.ask_new(*self.free_time())

    def delete(self) -> None:
        entry = self.entry()
        if entry is not None:
            self.actions_of.delete(entry)

    def save(self) -> None:
        if self.form is not None:
            self.form.make_record()

    def may_leave(self) -> bool:
        return self.form is None or self.form.may_drop()
