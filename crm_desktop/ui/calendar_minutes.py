"""The minutes of a day, and how large they are on the screen."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from crm_desktop.ui.agenda_contract import Entry

HOUR = 48  # pixels
GUTTER = 54  # pixels for the names of the hours
HEAD = 34  # pixels for the names of the days
STEP = 15  # minutes to which everything snaps
DEFAULT = 30  # minutes of an entry that has no end
DAY = 24 * 60
MOST_ABOVE = 4  # entries without an hour that are shown of a day


def minutes_of(at: datetime) -> int:
    """Return the minutes since midnight."""
    return at.hour * 60 + at.minute


def time_of(day: date, minute: int) -> datetime:
    """Return the time so many minutes after the midnight of a day."""
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def snapped(minute: float) -> int:
    """Return the nearest minute to which things snap."""
    return round(minute / STEP) * STEP


def span_of(entry: Entry, day: date) -> tuple[int, int]:
    """Return the minutes of a day that an entry takes."""
    assert entry.begin is not None
    end = entry.end or entry.begin + timedelta(minutes=DEFAULT)
    begin = minutes_of(entry.begin) if entry.begin.date() == day else 0
    last = minutes_of(end) if end.date() == day else DAY
    return begin, max(begin, last)
