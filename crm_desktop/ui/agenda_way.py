"""The list of activities as an agenda: what is late, then day by day, then what has no day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QStackedWidget

from crm_desktop.core import calendar_days, clock
from crm_desktop.core.entity import Entity
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.ui.agenda_contract import Entry, by_day
from crm_desktop.ui.agenda_list import AgendaList
from crm_desktop.ui.agenda_model import Found, rows_of
from crm_desktop.ui.calendar_bar import CalendarBar
from crm_desktop.ui.context import Context
from crm_desktop.ui.day_way import DayWay
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.labels import line

DAYS = 28  # that are read at once; more when the end is reached


class AgendaWay(DayWay):
    """Shows the activities of a query from a day on: today, until another one is chosen."""

    def __init__(self, context: Context, entity: Entity) -> None:
        super().__init__(context, entity)
        self.start = clock.today()
        self._is_today = True  # and stays so after midnight
        self._days = DAYS
        self.found = Found(())
        self.bar = CalendarBar(has_spans=False)
        self.list = AgendaList(entity)
        self.empty = EmptyState()
        self._front = QStackedWidget()
        self._front.addWidget(self.list)
        self._front.addWidget(self.empty)
        self.column.addWidget(self.bar)
        self.column.addWidget(line())
        self.column.addWidget(self._front, 1)
        self.setFocusProxy(self.list)
        self._connect()
        self._show_title()

    def _connect(self) -> None:
        self.bar.stepped.connect(lambda steps: self.go_to(self.start + timedelta(days=7 * steps)))
        self.bar.today_clicked.connect(lambda: self.go_to(clock.today()))
        one = self.list
        one.opened.connect(self.actions_of.open)
        one.finish_asked.connect(self.actions_of.finish)
        one.delete_asked.connect(self.actions_of.delete)
        one.moved.connect(self._on_moved)
        one.new_asked.connect(self.new_record)
        one.today_asked.connect(lambda: self.go_to(clock.today()))
        one.page_asked.connect(lambda steps: self.go_to(self.start + timedelta(days=7 * steps)))
        one.end_reached.connect(self._read_more)
        one.customContextMenuRequested.connect(self._on_menu)

    def go_to(self, day: date) -> None:
        """Begin with a day."""
        self.start, self._days = day, DAYS
        self._is_today = day == clock.today()
        self._show_title()
        self.read_again()

    def _show_title(self) -> None:
        self.bar.set_title(calendar_days.day_title(self.start, language()))
        self.list.setAccessibleName(_("Agenda from %(day)s") % {"day": self.bar.title()})

    def read_again(self) -> None:
        if self._is_today and self.start != clock.today():
            self.start = clock.today()
            self._show_title()
        agenda, query, begin = by_day(self.context).agenda, self.query, self.start
        last = begin + timedelta(days=self._days - 1)

        def work() -> Found:
            end = agenda.last_day()
            complete = end is None or end <= last
            days = list(agenda.entries(query, begin, last))
            if begin != clock.today():
                return Found(days, complete=complete)
            return Found(days, agenda.overdue(query), agenda.undated(query), complete)

        self.read(work, self._on_found)

    def _read_more(self) -> None:
        if not self.found.complete:
            self._days += DAYS
            self.found = Found((), complete=True)  # until it is read
            self.read_again()

    def _on_found(self, found: Found) -> None:
        self.found = found
        current, at = self.list.current(), self.list.verticalScrollBar().value()
        self.list.records.show(rows_of(found, self.start))
        row = self.list.records.row_of(current.entity, current.id) if current is not None else -1
        if row < 0:
            row = 1 if self.list.records.rowCount() > 1 else -1
        if row >= 0:
            self.list.setCurrentIndex(self.list.records.index(row))
        self.list.verticalScrollBar().setValue(at)
        if len(found) or not found.complete:
            self._front.setCurrentWidget(self.list)
        else:
            self._say_empty()
            self._front.setCurrentWidget(self.empty)
        self.title_changed.emit()

    def _say_empty(self) -> None:
        if self.is_narrowed():
            plural = _(self.entity.title_plural).lower()
            text = _("No %(records)s fit the search and the filter.") % {"records": plural}
            self.empty.say("search", _("Nothing found"), text, _("Clear filter"), self.clear_asked.emit)
            return
        heading, text = (
            _("Nothing planned"),
            _("What is to be done and the birthdays of your contacts are listed here, day by day."),
        )
        if self.context.workspace.read_only:
            self.empty.say(self.entity.icon, heading, text)
        else:
            words = _("New %(record)s") % {"record": _(self.entity.title).lower()}
            self.empty.say(self.entity.icon, heading, text, words, self.new_record)

    def _on_moved(self, entry: Entry, days: int) -> None:
        begin = entry.begin or entry.day
        if begin is not None and entry.entity == self.entity.name:
            self.actions_of.move(entry, begin + timedelta(days=days), None)

    def _on_menu(self, at: QPoint) -> None:
        entry = self.list.current()
        if entry is not None:
            self.actions_of.open_menu(entry, self.list.viewport().mapToGlobal(at))

    def entry(self) -> Entry | None:
        return self.list.current()

    def free_time(self) -> tuple[date, datetime | None]:
        entry = self.list.current()
        day = entry.day if entry is not None else None
        return max(day or self.start, clock.today()), None

    # ------------------------------------------------------------------ as a page

    def subtitle(self) -> str:
        count = len(self.found)
        words = ngettext("%(count)s entry", "%(count)s entries", count)
        return words % {"count": format_number(count, language())}

    def retranslate(self) -> None:
        self.bar.retranslate()
        self._show_title()
        self.read_again()

    def on_shown(self) -> None:
        if self._is_today and self.start != clock.today():
            self.read_again()
        if self.form is None:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
