"""The times of an activity: what they become when it is done, opened again, or put to another day or hour.

``started_at`` says when it took place, ``planned_at`` when it is to, ``due_on`` by which day; ``ended_at`` goes with
the first two. Lists, timelines and calendars show an activity at the first of them that is filled.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any


class NotYet(ValueError):
    """What is done would lie in the future."""


class EndsBefore(ValueError):
    """It would end before it begins."""


@dataclass(frozen=True, slots=True)
class Times:
    """Kind and times of an activity; moments are in UTC."""

    kind: str = "task"
    planned_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    due_on: date | None = None
    done_at: datetime | None = None
    reminder_at: datetime | None = None

    @property
    def begin(self) -> datetime | None:
        """The moment at which it took place or is planned, if there is one."""
        return self.started_at or self.planned_at


def is_done(times: Times, now: datetime) -> bool:
    """Tell whether an activity has taken place."""
    return times.done_at is not None or (times.started_at is not None and times.started_at <= now)


def local(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return a moment on the user's clock, without a zone."""
    return moment.astimezone(zone).replace(tzinfo=None)


def utc(at: datetime, zone: tzinfo | None) -> datetime:
    """Return a time of the user's clock as a moment."""
    return (at.replace(tzinfo=zone) if zone else at).astimezone(UTC)


def finished(
    times: Times, touches: Collection[str], now: datetime, zone: tzinfo | None
) -> dict[str, datetime | None]:
    """Return what changes when an activity is done now; ``touches`` are the kinds that reach somebody.

    An appointment whose time has passed took place as planned. Everything else takes place now, so that it stands on
    the day on which it was done; a task of today keeps its place among what has no hour.
    """
    if times.done_at is not None:
        return {}
    values: dict[str, datetime | None] = {"done_at": now}
    if times.started_at is not None and times.started_at <= now:
        return values
    passed = times.planned_at is not None and times.planned_at <= now
    is_elsewhere = times.due_on is not None and times.due_on != local(now, zone).date()
    if passed or is_elsewhere or times.begin is not None or times.kind in touches:
        values["started_at"] = times.planned_at if passed else now
    if times.ended_at is not None:
        values["ended_at"] = min(times.ended_at, now) if passed else None
    return values


def reopened(times: Times, zone: tzinfo | None) -> dict[str, Any]:
    """Return what changes when an activity is still to be done: it stands where it was planned, or on its day."""
    values: dict[str, Any] = {"done_at": None} if times.done_at is not None else {}
    if times.started_at is not None:
        values["started_at"] = None
        if times.planned_at is None:
            values["ended_at"] = None
            if times.due_on is None:
                values["due_on"] = local(times.started_at, zone).date()
    return values


def same_time(times: Times, day: date, zone: tzinfo | None) -> tuple[date, datetime | None]:
    """Return beginning and end of an activity on another day at its own time; a day if it has no time."""
    if times.begin is None:
        return day, None
    begin = datetime.combine(day, local(times.begin, zone).time())
    return begin, begin + (times.ended_at - times.begin) if times.ended_at is not None else None


def placed(
    times: Times, begin: date, end: datetime | None, now: datetime, zone: tzinfo | None
) -> dict[str, Any]:
    """Return what changes when an activity is put to a day, or to a time (a ``datetime`` without zone) with its end.

    Raises NotYet and EndsBefore.
    """
    done = is_done(times, now)
    if done and times.begin is not None and not isinstance(begin, datetime):
        begin, end = same_time(times, begin, zone)
    if isinstance(begin, datetime):
        values = _at_time(times, begin, end, now, zone, done=done)
    else:
        if done and begin > local(now, zone).date():
            raise NotYet
        values = {"due_on": begin}
        if not done:
            values |= {"planned_at": None, "started_at": None, "ended_at": None}
    if times.reminder_at is not None and not done:
        values["reminder_at"] = times.reminder_at + _shift(times, begin, zone)
        values["snoozed_until"] = None
    return values


def _at_time(
    times: Times, begin: datetime, end: datetime | None, now: datetime, zone: tzinfo | None, *, done: bool
) -> dict[str, Any]:
    at = utc(begin, zone)
    if done and at > now:
        raise NotYet
    values: dict[str, Any] = {"started_at" if done or times.started_at is not None else "planned_at": at}
    if end is not None:
        values["ended_at"] = utc(end, zone)
        if values["ended_at"] < at:
            raise EndsBefore
    elif times.begin is not None and times.ended_at is not None:
        values["ended_at"] = at + (times.ended_at - times.begin)
    if done and times.begin is not None and times.done_at is not None:
        values["done_at"] = min(now, times.done_at + (at - times.begin))
    if times.due_on is not None and not done:
        before = local(times.begin, zone).date() if times.begin is not None else None
        if times.due_on == before or times.due_on < begin.date():
            values["due_on"] = (
                begin.date()
            )  # what is due on its day stays so; nothing is planned after it is due
    return values


def _shift(times: Times, begin: date, zone: tzinfo | None) -> timedelta:
    """Return by how much an activity moves."""
    if times.begin is not None:
        before = local(times.begin, zone)
        if isinstance(begin, datetime):
            return begin - before
        return begin - before.date()
    day = begin.date() if isinstance(begin, datetime) else begin
    return day - times.due_on if times.due_on is not None else timedelta()
