"""What a day asks for: activities that are due, planned or overdue, and birthdays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from crm_desktop.core import clock
from crm_desktop.core.kinds import day_bounds
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import marks

_OLDEST = 120  # years


@dataclass(frozen=True, slots=True)
class Planned:
    """An activity that is still to be done: on ``day``, and ``at`` a time of it where one is planned."""

    id: int
    kind: str
    channel: str
    subject: str
    day: date
    at: datetime | None
    contact_id: int | None
    contact: str
    company: str


@dataclass(frozen=True, slots=True)
class Birthday:
    """A contact whose birthday it is."""

    id: int
    name: str
    company: str
    born: date


def planned(connection: Connection, until: date, zone: tzinfo, *, owner: int | None = None) -> list[Planned]:
    """Return what is to be done by the end of a day and is not, the oldest first.

    With an ``owner``: theirs and what nobody has been given. What is snoozed until later stays away. A planned
    time goes before the day by which something is due.
    """
    before = clock.stamp(day_bounds(until, zone)[1])
    rows = connection.execute(
        "SELECT a.id, a.kind, coalesce(a.channel, ''), a.subject, a.due_on, a.planned_at, "
        "a.contact_id, coalesce(p.full_name, ''), coalesce(c.name, '') FROM activity AS a "
        "LEFT JOIN contact AS p ON p.id = a.contact_id LEFT JOIN company AS c ON c.id = a.company_id "
        "WHERE a.deleted_at IS NULL AND a.done_at IS NULL AND +a.started_at IS NULL "
        "AND CASE WHEN a.planned_at IS NOT NULL THEN a.planned_at < :before ELSE a.due_on <= :day END "
        "AND coalesce(a.snoozed_until <= :snoozed, 1) "
        "AND (:owner IS NULL OR coalesce(a.owner_id, :owner) = :owner) ORDER BY a.id",
        {"before": before, "day": until.isoformat(), "snoozed": clock.stamp(), "owner": owner},
    )
    found = []
    for record, kind, channel, subject, due_on, planned_at, *whom in rows:
        at = clock.moment(planned_at).astimezone(zone) if planned_at else None
        day = at.date() if at is not None else date.fromisoformat(due_on)
        found.append(Planned(record, kind, channel, subject, day, at, *whom))
    return sorted(
        found, key=lambda one: (one.day, one.at is None, one.at.time() if one.at else time(), one.id)
    )


def birthdays(connection: Connection, day: date, zone: tzinfo, *, owner: int | None = None) -> list[Birthday]:
    """Return whose birthday a day is, without those with whom something was done on it already.

    Who was born on 29 February is congratulated on the 28th in other years. The index of birthdays is asked for the
    day in each year in which somebody alive may have been born.
    """
    born = _days_of_birth(day)
    first, after = (clock.stamp(one) for one in day_bounds(day, zone))
    rows = connection.execute(
        "SELECT p.id, p.full_name, p.birthday, coalesce((SELECT c.name FROM affiliation AS f "
        "JOIN company AS c ON c.id = f.company_id WHERE f.contact_id = p.id AND f.deleted_at IS NULL "
        "ORDER BY f.is_primary DESC, f.id LIMIT 1), '') FROM contact AS p "
        f"WHERE p.deleted_at IS NULL AND p.birthday IN ({marks(born)}) "
        "AND (? IS NULL OR coalesce(p.owner_id, ?) = ?) "
        "AND NOT EXISTS (SELECT 1 FROM activity AS a WHERE a.contact_id = p.id AND a.deleted_at IS NULL "
        "AND a.done_at >= ? AND a.done_at < ?) ORDER BY p.name_key, p.id",
        (*born, owner, owner, owner, first, after),
    )
    return [Birthday(row[0], row[1], row[3], date.fromisoformat(row[2])) for row in rows]


def _days_of_birth(day: date) -> Sequence[str]:
    """Return the dates on which somebody may have been born who has a birthday on a day."""
    days = [f"{day.month:02d}-{day.day:02d}"]
    if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
        days.append("02-29")
    return [f"{year}-{one}" for year in range(day.year - _OLDEST, day.year + 1) for one in days]
