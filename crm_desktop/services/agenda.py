"""Activities and birthdays by day: what calendars and agendas show, read by index in few statements.

Days and times are those of the user's clock. Whatever spans several days stands on each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from crm_desktop.core import activity_times, clock
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import day_bounds
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.store import filters

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

MOST = 20_000  # entries that are read at once; nobody looks at more
LONGEST = timedelta(days=14)  # what began earlier than this is not looked for on later days
BIRTHDAY = "birthday"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OLDEST = 120  # years that people live

_COLUMNS = (
    "SELECT t.id, t.kind, t.subject, t.started_at, t.planned_at, t.ended_at, t.due_on, t.done_at, "
    "c.name, p.full_name, u.name FROM activity AS t LEFT JOIN company AS c ON c.id = t.company_id "
    "LEFT JOIN contact AS p ON p.id = t.contact_id LEFT JOIN user AS u ON u.id = t.owner_id"
)
_DATED = "coalesce(t.started_at, t.planned_at, t.due_on, t.done_at) IS NOT NULL"
_OPEN = "t.done_at IS NULL AND t.started_at IS NULL"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar. ``begin`` and ``end`` have no zone: the user's clock; without, only the day is known.

    ``entity`` is what opens: an activity, or the contact whose birthday it is.
    """

    entity: str
    id: int
    kind: str
    subject: str
    whom: str = ""
    owner: str = ""
    day: date | None = None
    begin: datetime | None = None
    end: datetime | None = None
    done: bool = False

    @property
    def last_day(self) -> date | None:
        """The day on which it ends; what ends at midnight ends on the day before."""
        if self.begin is None or self.end is None or self.end <= self.begin:
            return self.day
        return (self.end - timedelta(microseconds=1)).date()


@dataclass(frozen=True, slots=True)
class WorkTime:
    """When the firm works: minutes from midnight by weekday (Monday is 0), and what its days off are called."""

    hours: tuple[tuple[tuple[int, int], ...], ...]
    days_off: dict[date, str]

    def on(self, day: date) -> tuple[tuple[int, int], ...]:
        """Return the working hours of a day."""
        return () if day in self.days_off else self.hours[day.weekday()]


class Agenda:
    """Reads by day. Safe from several threads: each reads on its own connection."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def entries(self, query: ListQuery, first: date, last: date) -> list[Entry]:
        """Return the activities of a query from one day to another, and birthdays where nothing narrows it."""
        low, high = self._span(first, last)
        early = self._span(first - LONGEST, last)[0]
        found = self._read(
            query,
            f"{_DATED} AND t.happens >= ? AND t.happens < ? AND (t.happens >= ? OR t.ended_at >= ?)",
            (early, high, low, low),
            "ORDER BY t.happens, t.id",
        )
        kept = [one for one in found if _touches(one, first, last)]
        if not query.search and not query.conditions:
            kept += self.birthdays(first, last)
        return sorted(kept, key=_order)

    def overdue(self, query: ListQuery, limit: int = 200) -> list[Entry]:
        """Return what is still to be done of the days before today, the oldest first."""
        today = clock.today()
        found = self._read(
            query,
            f"{_OPEN} AND {_DATED} AND t.happens < ?",
            (self._span(today, today)[1],),
            "ORDER BY t.happens, t.id",
            limit,
        )
        return [one for one in found if one.day is not None and one.day < today]

    def undated(self, query: ListQuery, limit: int = 200) -> list[Entry]:
        """Return what is to be done without a day, the newest first."""
        condition = f"{_OPEN} AND t.planned_at IS NULL AND t.due_on IS NULL AND t.kind <> 'note'"
        return self._read(query, condition, (), "ORDER BY t.id DESC", limit)

    def last_day(self) -> date | None:
        """Return the last day on which there is an activity."""
        row = (
            self._workspace.file.reader()
            .execute("SELECT max(happens) FROM activity WHERE deleted_at IS NULL")
            .fetchone()
        )
        return date.fromisoformat(row[0][:10]) + timedelta(days=1) if row[0] else None

    def one(self, record_id: int) -> Entry | None:
        """Return one activity, or None when it is gone."""
        sql = f"{_COLUMNS} WHERE t.id = ? AND t.deleted_at IS NULL"
        rows = self._workspace.file.reader().execute(sql, (record_id,))
        return next(iter(_entries(rows, self._workspace.locale.zone)), None)

    def some(self, ids: Sequence[int]) -> list[Entry]:
        """Return activities by their ids, in their order; those that are gone are left out."""
        return [one for one in map(self.one, ids) if one is not None]

    def birthdays(self, first: date, last: date) -> list[Entry]:
        """Return the birthdays between two days, found by the index of birthdays: each day in each year of birth."""
        days = {f"{day.month:02d}-{day.day:02d}": day for day in _days(first, last)}
        for text, day in list(days.items()):
            if text == "02-28" and not _is_leap(day.year):
                days["02-29"] = day
        values = ",".join(["(?)"] * len(days))
        rows = self._workspace.file.reader().execute(
            f"WITH RECURSIVE d(day) AS (VALUES {values}), y(year) AS (SELECT ? UNION ALL SELECT year - 1 FROM y "
            "WHERE year > ?) SELECT p.id, p.full_name, p.birthday FROM d CROSS JOIN y CROSS JOIN contact AS p "
            "INDEXED BY ix_contact_birthday ON p.birthday = y.year || '-' || d.day WHERE p.deleted_at IS NULL "
            "LIMIT ?",
            (*days, last.year, last.year - _OLDEST, MOST),
        )
        return [_birthday(row, days) for row in rows]

    def work_time(self, first: date, last: date) -> WorkTime:
        """Return when the firm works, with its days off between two days."""
        reader = self._workspace.file.reader()
        row = reader.execute(
            "SELECT id FROM work_calendar WHERE deleted_at IS NULL ORDER BY is_default DESC, id LIMIT 1"
        ).fetchone()
        hours: list[list[tuple[int, int]]] = [[] for _day in range(7)]
        if row is None:
            return WorkTime(tuple(((540, 1080),) if day < 5 else () for day in range(7)), {})
        for weekday, begin, end in reader.execute(
            "SELECT weekday, from_minute, to_minute FROM work_interval WHERE calendar_id = ? "
            "AND deleted_at IS NULL ORDER BY from_minute",
            row,
        ):
            if weekday in _WEEKDAYS:
                hours[_WEEKDAYS.index(weekday)].append((begin, end))
        off = reader.execute(
            "SELECT day, label FROM calendar_exception WHERE calendar_id = ? AND closed = 1 AND deleted_at IS NULL "
            "AND day BETWEEN ? AND ?",
            (row[0], first.isoformat(), last.isoformat()),
        )
        days_off = {date.fromisoformat(day): label or "" for day, label in off}
        return WorkTime(tuple(tuple(one) for one in hours), days_off)

    # ------------------------------------------------------------------ reading

    def _read(
        self, query: ListQuery, condition: str, values: tuple[Any, ...], order: str, limit: int = MOST
    ) -> list[Entry]:
        reader = self._workspace.file.reader()
        where, parameters = filters.where(reader, registry.entity("activity"), query)
        if query.search.strip():
            from crm_desktop.core.search_text import match_expression

            expression = match_expression(query.search)
            if not expression:
                return []
            where += " AND t.place IN (SELECT rowid FROM search_activity WHERE search_activity MATCH ?)"
            parameters = (*parameters, expression)
        sql = f"{_COLUMNS} WHERE {where} AND {condition} {order} LIMIT {limit}"
        return _entries(reader.execute(sql, (*parameters, *values)), self._workspace.locale.zone)

    def _span(self, first: date, last: date) -> tuple[str, str]:
        """Return what is stored at the earliest and after the latest of these days, as a date or as a moment."""
        zone = self._workspace.locale.zone
        begin, end = day_bounds(first, zone)[0], day_bounds(last, zone)[1]
        after = (last + timedelta(days=1)).isoformat()
        return min(first.isoformat(), clock.stamp(begin)), max(after, clock.stamp(end))


def _entries(rows: Iterable[Sequence[Any]], zone: tzinfo | None) -> list[Entry]:
    """Return the entries of rows of :data:`_COLUMNS`."""
    now = clock.stamp()
    found = []
    for record_id, kind, subject, started, planned, ended, due, done, company, contact, owner in rows:
        stored = started or planned or (done if due is None else None)
        begin = None if stored is None else activity_times.local(datetime.fromisoformat(stored), zone)
        end = None
        if ended is not None and begin is not None and ended > stored:
            end = activity_times.local(datetime.fromisoformat(ended), zone)
        found.append(
            Entry(
                "activity",
                record_id,
                kind,
                subject,
                f"{contact} · {company}" if contact and company else contact or company or "",
                owner or "",
                begin.date() if begin is not None else date.fromisoformat(due) if due else None,
                begin,
                end,
                done is not None or (started is not None and started <= now),
            )
        )
    return found


def _birthday(row: Sequence[Any], days: dict[str, date]) -> Entry:
    record_id, name, born = row
    day = days[born[5:]]
    age = day.year - int(born[:4])
    text = _("%(name)s (%(age)d)") % {"name": name, "age": age} if age > 0 else name
    return Entry("contact", record_id, BIRTHDAY, text, day=day)


def _touches(entry: Entry, first: date, last: date) -> bool:
    end = entry.last_day
    return entry.day is not None and end is not None and entry.day <= last and end >= first


def _order(entry: Entry) -> tuple[Any, ...]:
    """Return what entries stand in order by: the day, what has no time first (birthdays before), then the time."""
    assert entry.day is not None
    begin = entry.begin or datetime.combine(entry.day, datetime.min.time())
    return entry.day, entry.begin is not None, begin, entry.kind != BIRTHDAY, entry.id


def _days(first: date, last: date) -> Iterator[date]:
    for number in range(min((last - first).days, 365) + 1):
        yield first + timedelta(days=number)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
