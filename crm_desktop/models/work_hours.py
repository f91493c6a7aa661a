"""The working hours of the firm and the targets of its service, as rules need them: read from their tables."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from crm_desktop.core.entity import Reader
from crm_desktop.core.work_time import Interval, WorkTime, read_intervals

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_Day = tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """How soon a request is to be answered and solved, in which working hours, and whether it stands still while a
    third party has it. A length is None where nothing was promised."""

    reply: timedelta | None
    solution: timedelta | None
    pauses_for_others: bool
    work: WorkTime


class Targets:
    """The service targets of a file at one moment."""

    def __init__(self, reader: Reader) -> None:
        hours = work_times(reader)
        rows = reader.execute(
            "SELECT priority, level_id, first_response_minutes, solution_minutes, pause_for_third_party, calendar_id "
            "FROM sla_policy WHERE deleted_at IS NULL ORDER BY id DESC"
        )
        self._by_rank: dict[tuple[str, int | None], Target] = {
            (priority, level): Target(_length(reply), _length(solution), bool(pauses), hours[calendar])
            for priority, level, reply, solution, pauses, calendar in rows
            if calendar in hours
        }

    def of(self, priority: str, level: int | None) -> Target | None:
        """Return the target for a priority: that of the customer's level, else that of every level."""
        return self._by_rank.get((priority, level)) or self._by_rank.get((priority, None))


def _length(minutes: int | None) -> timedelta | None:
    return None if minutes is None else timedelta(minutes=minutes)


def work_times(reader: Reader) -> dict[int, WorkTime]:
    """Return the working time of each calendar."""
    weeks: dict[int, dict[str, list[Interval]]] = defaultdict(lambda: defaultdict(list))
    for calendar, weekday, begin, end in reader.execute(
        "SELECT calendar_id, weekday, from_minute, to_minute FROM work_interval WHERE deleted_at IS NULL "
        "ORDER BY calendar_id, from_minute"
    ):
        weeks[calendar][weekday].append((begin, end))
    unlike: dict[int, dict[date, _Day]] = defaultdict(dict)
    for calendar, day, closed, intervals in reader.execute(
        "SELECT calendar_id, day, closed, intervals FROM calendar_exception WHERE deleted_at IS NULL ORDER BY id"
    ):
        unlike[calendar][date.fromisoformat(day)] = () if closed else read_intervals(intervals or "")
    calendars = reader.execute("SELECT id, zone FROM work_calendar WHERE deleted_at IS NULL")
    return {
        calendar: _work_time(
            tuple(tuple(weeks[calendar][weekday]) for weekday in _WEEKDAYS),
            tuple(sorted(unlike[calendar].items())),
            zone or "",
            time.tzname,
        )
        for calendar, zone in calendars
    }


@lru_cache(maxsize=16)
def _work_time(
    week: tuple[_Day, ...], unlike: tuple[tuple[date, _Day], ...], zone: str, _computer: tuple[str, str]
) -> WorkTime:
    """Return the same object for the same hours, so that its days are laid out once."""
    if not zone:
        return WorkTime(week, dict(unlike))
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # few files name one

    try:
        return WorkTime(week, dict(unlike), ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):  # unknown here: the time of this computer will do
        return WorkTime(week, dict(unlike))
