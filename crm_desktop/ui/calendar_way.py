"""The list of activities as a calendar: a month, a week or a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QStackedWidget

from crm_desktop.core import calendar_days, clock
from crm_desktop.core.day_words import month_later
from crm_desktop.core.entity import Entity
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.ui.agenda_contract import Entry, WorkTime, by_day
from crm_desktop.ui.calendar_bar import SPANS, CalendarBar
from crm_desktop.ui.calendar_hours import HoursView
from crm_desktop.ui.calendar_month import MonthView
from crm_desktop.ui.calendar_view import ByDay, CalendarView, days_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.day_way import DayWay
from crm_desktop.ui.entry_new import WIDTH
from crm_desktop.ui.labels import line

_KEPT = "calendar/span"
_BESIDE = 6


class CalendarWay(DayWay):
    """Shows the activities of a query by day. The span is remembered."""

    def __init__(self, context: Context, entity: Entity) -> None:
        super().__init__(context, entity)
        may_write = not context.workspace.read_only
        hours = HoursView(entity, may_write=may_write)
        self.views: dict[str, CalendarView] = {
            "month": MonthView(entity, may_write=may_write),
            "week": hours,
            "day": hours,
        }
        kept = context.state.text(_KEPT, "month")
        self.span = kept if kept in dict(SPANS) else "month"
        self.day = clock.today()
        self.bar = CalendarBar()
        self._views = QStackedWidget()
        self._count = 0
        self._shown: tuple[date, date] | None = None
        self.column.addWidget(self.bar)
        self.column.addWidget(line())
        self.column.addWidget(self._views, 1)
        self.bar.stepped.connect(self.step)
        self.bar.today_clicked.connect(lambda: self.go_to(clock.today()))
        self.bar.span_chosen.connect(self.choose_span)
        for view in dict.fromkeys(self.views.values()):
            self._views.addWidget(view)
            self._connect(view)
        self._show_days(self.day)

    def _connect(self, view: CalendarView) -> None:
        view.opened.connect(self.actions_of.open)
        view.day_opened.connect(self._on_day_opened)
        view.new_asked.connect(self._on_new_asked)
        view.moved.connect(self.actions_of.move)
        view.finish_asked.connect(self.actions_of.finish)
        view.delete_asked.connect(self.actions_of.delete)
        view.menu_asked.connect(self._on_menu)
        view.page_asked.connect(self.step)
        view.day_changed.connect(self._on_day_changed)

    @property
    def view(self) -> CalendarView:
        """The view in front."""
        return self.views[self.span]

    # ------------------------------------------------------------------ which days

    def _first_weekday(self) -> int:
        return calendar_days.first_weekday(self.context.workspace.locale.region)

    def days(self) -> tuple[date, date]:
        """Return the first and the last day of the span in which the meant day lies."""
        if self.span == "month":
            return calendar_days.month_span(self.day, self._first_weekday())
        if self.span == "day":
            return self.day, self.day
        begin = calendar_days.begin_of_week(self.day, self._first_weekday())
        return begin, begin + timedelta(days=6)

    def choose_span(self, key: str) -> None:
        """Show a month, a week or a day, and remember that."""
        self.context.state.set_text(_KEPT, key)
        self.show_span(key)
        self.view.setFocus()

    def show_span(self, key: str) -> None:
        """Show a month, a week or a day."""
        self.span = key
        self._shown = None
        self._show_days(self.day)

    def step(self, periods: int) -> None:
        """Go some months, weeks or days forward."""
        if self.span == "month":
            self.go_to(month_later(self.day, periods))
        else:
            self.go_to(self.day + timedelta(days=periods * (7 if self.span == "week" else 1)))

    def go_to(self, day: date) -> None:
        """Show the span in which a day lies, and mean that day."""
        self._show_days(day)

    def _show_days(self, day: date) -> None:
        self.day = day
        first, last = self.days()
        view = self.view
        self._views.setCurrentWidget(view)
        self.setFocusProxy(view)
        self.bar.show_span(self.span)
        self._show_title(first, last)
        if isinstance(view, MonthView):
            view.show_month(day.replace(day=1), first, last, day)
        else:
            view.show_days(first, last, day)
        if (first, last) != self._shown:
            self._shown = first, last
            self.read_again()

    def _show_title(self, first: date, last: date) -> None:
        if self.span == "month":
            title = calendar_days.month_title(self.day, language())
        elif self.span == "week":
            title = calendar_days.span_title(first, last, language())
        else:
            title = calendar_days.day_title(self.day, language())
        self.bar.set_title(title)

    def _on_day_changed(self, day: date) -> None:
        first, last = self.days()
        if not first <= day <= last:
            self._show_days(day)
        elif self.span != "month" or day.month == self.day.month:  # a day beside the month stays in its grid
            self.day = day
            self._show_title(first, last)

    def _on_day_opened(self, day: date) -> None:
        self.day = day
        self.show_span("day")
        self.view.setFocus()

    # ------------------------------------------------------------------ what stands there

    def read_again(self) -> None:
        agenda, query = by_day(self.context).agenda, self.query
        first, last = self.days()

        def work() -> tuple[Sequence[Entry], WorkTime, ByDay]:
            entries = agenda.entries(query, first, last)
            return entries, agenda.work_time(first, last), days_of(entries)

        self.read(work, self._on_entries)

    def _on_entries(self, found: tuple[Sequence[Entry], WorkTime, ByDay]) -> None:
        self._count = len(found[0])
        self.view.show_entries(*found)
        self.title_changed.emit()

    def _on_new_asked(self, begin: date, end: datetime | None) -> None:
        """Ask for what is new beside its place, where there is room for it."""
        place = self.view.place_of(begin)
        left = place.right() + _BESIDE
        if left + WIDTH > self.width():
            left = max(float(_BESIDE), place.left() - WIDTH - _BESIDE)
        self.ask_new(begin, end, QPoint(round(left), round(max(0.0, place.top())) + self.bar.height()))

    def _on_menu(self, entry: Entry | None, at: QPoint) -> None:
        if entry is not None:
            self.actions_of.open_menu(entry, at)
        elif not self.context.workspace.read_only:
            menu = QMenu(self)
            menu.aboutToHide.connect(menu.deleteLater)
            text = _("New %(record)s") % {"record": _(self.entity.title).lower()}
            menu.addAction(text).triggered.connect(lambda _on=False: self._on_new_asked(*self.free_time()))
            menu.popup(at)

    def entry(self) -> Entry | None:
        return self.view.entry

    def free_time(self) -> tuple[date, datetime | None]:
        return self.view.free_time()

    # ------------------------------------------------------------------ as a page

    def subtitle(self) -> str:
        words = ngettext("%(count)s entry", "%(count)s entries", self._count)
        return words % {"count": format_number(self._count, language())}

    def retranslate(self) -> None:
        self.bar.retranslate()
        self._shown = None
        self._show_days(self.day)

    def on_shown(self) -> None:
        if self.form is None:
            self.view.setFocus()
