"""Work calendars: the hours in which the firm works, its holidays and make-up workdays."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, Day, Flag, Minutes, Reference, Term, Text, Vocabulary
from crm_desktop.models.base import Record, bookkeeping, indexed, points_to, stored

WEEKDAYS = Vocabulary(
    "weekday",
    (
        Term("mon", N_("Monday"), "grey", ("周一", "星期一")),
        Term("tue", N_("Tuesday"), "grey", ("周二", "星期二")),
        Term("wed", N_("Wednesday"), "grey", ("周三", "星期三")),
        Term("thu", N_("Thursday"), "grey", ("周四", "星期四")),
        Term("fri", N_("Friday"), "grey", ("周五", "星期五")),
        Term("sat", N_("Saturday"), "grey", ("周六", "星期六")),
        Term("sun", N_("Sunday"), "grey", ("周日", "星期日", "星期天")),
    ),
)


class WorkCalendar(Record):
    """The working time of the firm or of one team."""

    __tablename__ = "work_calendar"

    name: Mapped[str]
    zone: Mapped[str | None]
    is_default: Mapped[bool] = mapped_column(default=False, server_default="0")


class WorkInterval(Record):
    """A stretch of working time on one weekday, in minutes since midnight; a lunch break makes two of them."""

    __tablename__ = "work_interval"

    calendar_id: Mapped[int] = points_to("work_calendar.id", part=True)
    weekday: Mapped[str]
    from_minute: Mapped[int]
    to_minute: Mapped[int]


class CalendarException(Record):
    """A day unlike its weekday: closed, or open in the intervals given ("09:00-12:00, 13:00-18:00")."""

    __tablename__ = "calendar_exception"

    calendar_id: Mapped[int] = points_to("work_calendar.id", part=True)
    day: Mapped[date] = indexed()
    closed: Mapped[bool] = mapped_column(default=True, server_default="1")
    intervals: Mapped[str | None]
    label: Mapped[str | None]


WORK_CALENDAR = Entity(
    name="work_calendar",
    slug="work-calendars",
    title=N_("Work calendar"),
    title_plural=N_("Work calendars"),
    icon="calendar-clock",
    title_key="name",
    match_on=(("name",),),
    fields=(
        stored(WorkCalendar.name, N_("Name"), Text(), required=True, listed="shown", searched=True),
        stored(WorkCalendar.zone, N_("Time zone"), Text(), listed="shown", aliases=("timezone", "时区")),
        stored(WorkCalendar.is_default, N_("Default"), Flag(), listed="shown"),
        *bookkeeping(WorkCalendar),
    ),
)

WORK_INTERVAL = Entity(
    name="work_interval",
    slug="work-intervals",
    title=N_("Working time"),
    title_plural=N_("Working times"),
    icon="clock",
    title_key="weekday",
    fields=(
        stored(
            WorkInterval.calendar_id,
            N_("Work calendar"),
            Reference("work_calendar"),
            required=True,
            listed="shown",
        ),
        stored(WorkInterval.weekday, N_("Weekday"), Choice(WEEKDAYS), required=True, listed="shown"),
        stored(WorkInterval.from_minute, N_("From"), Minutes(), required=True, listed="shown"),
        stored(WorkInterval.to_minute, N_("Until"), Minutes(), required=True, listed="shown"),
        *bookkeeping(WorkInterval),
    ),
)

CALENDAR_EXCEPTION = Entity(
    name="calendar_exception",
    slug="calendar-exceptions",
    title=N_("Holiday or make-up workday"),
    title_plural=N_("Holidays and make-up workdays"),
    icon="calendar",
    title_key="label",
    match_on=(("calendar", "day"),),
    fields=(
        stored(
            CalendarException.label,
            N_("Name"),
            Text(),
            listed="shown",
            aliases=("holiday", "label", "节假日"),
        ),
        stored(CalendarException.day, N_("Date"), Day(), required=True, listed="shown", aliases=("日期",)),
        stored(CalendarException.closed, N_("Day off"), Flag(), listed="shown"),
        stored(CalendarException.intervals, N_("Working times"), Text(), listed="shown"),
        stored(
            CalendarException.calendar_id,
            N_("Work calendar"),
            Reference("work_calendar"),
            required=True,
            listed="shown",
        ),
        *bookkeeping(CalendarException),
    ),
)
