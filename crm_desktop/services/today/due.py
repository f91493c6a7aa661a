"""What is due today: activities, deadlines of service requests, birthdays; in the order in which they come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from crm_desktop.core.due import work_words
from crm_desktop.reports.reading import Reading
from crm_desktop.services.today.deadlines import deadlines
from crm_desktop.services.today.rows import Rows, only
from crm_desktop.store import agenda

Sort = Literal["activity", "service_request", "contact"]


@dataclass(frozen=True, slots=True)
class Due:
    """One line: a record of ``entity`` with what it is about.

    An activity has its ``kind`` and ``channel``; a request tells whether its ``kind`` of deadline is that of the first
    reply or of the solution; a contact has a birthday. ``at`` is the time on the user's clock, where there is one.
    ``late`` is for how much working time the deadline of a request has passed, in words.
    """

    entity: Sort
    id: int
    kind: str
    channel: str
    title: str
    person: str
    company: str
    day: date
    at: datetime | None
    late: str = ""

    def is_overdue(self, today: date) -> bool:
        """Tell whether it was due before today, or its deadline has passed."""
        return self.day < today or bool(self.late)


@dataclass(frozen=True, slots=True)
class DueToday:
    """What is due, for whom it was asked, and the activities among it as records."""

    items: tuple[Due, ...]
    activities: Rows
    user: str
    several_users: bool


def due(reading: Reading, owner: int | None, mine: bool) -> DueToday:
    """Return what is due today or overdue: of the user and of nobody, or of everybody."""
    whose = owner if mine else None
    today, zone = reading.today, reading.zone
    found = [
        Due("activity", one.id, one.kind, one.channel, one.subject, one.contact, one.company, one.day, one.at)
        for one in agenda.planned(reading.connection, today, zone, owner=whose)
    ]
    found += _requests(reading, whose)
    found += [
        Due("contact", one.id, "birthday", "", one.name, one.name, one.company, today, None)
        for one in agenda.birthdays(reading.connection, today, zone, owner=whose)
    ]
    found.sort(key=lambda one: _order(one, today))
    activities = only("activity", tuple(one.id for one in found if one.entity == "activity"))
    users = dict(reading.rows("SELECT id, name FROM user WHERE deleted_at IS NULL AND active = 1"))
    return DueToday(tuple(found), activities, users.get(owner, ""), len(users) > 1)


def _requests(reading: Reading, owner: int | None) -> list[Due]:
    """Return the requests whose next deadline has passed or comes today."""
    found = []
    for one in deadlines(reading):
        at = one.at.astimezone(reading.zone)
        if at.date() <= reading.today and (owner is None or one.owner in (None, owner)):
            kind = "first_reply" if one.is_first_reply else "solution"
            found.append(
                Due(
                    "service_request",
                    one.request,
                    kind,
                    "",
                    one.number,
                    one.customer,
                    one.title,
                    at.date(),
                    at,
                    "" if one.late is None else work_words(one.late, one.day),
                )
            )
    return found


def _order(one: Due, today: date) -> tuple[int, date, time]:
    """Return where a line stands: what is late, what has a time, what has none, birthdays."""
    if one.is_overdue(today):
        return 0, one.day, one.at.time() if one.at is not None else time.min
    if one.at is not None:
        return 1, one.day, one.at.time()
    return (3 if one.entity == "contact" else 2), one.day, time.min
