"""When service requests have to be answered and solved. The one place that knows the clocks of service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_desktop.core import clock
from crm_desktop.models.service_request import FINISHED
from crm_desktop.reports.reading import Reading
from crm_desktop.store.sql import marks


@dataclass(frozen=True, slots=True)
class Deadline:
    """The next deadline of an open request: of its first reply, or of its solution."""

    request: int
    number: str
    title: str
    customer: str
    owner: int | None
    at: datetime
    is_first_reply: bool


def deadlines(reading: Reading) -> list[Deadline]:
    """Return the next deadline of each open request that has a target, the earliest first.

    The targets of the firm's policies are counted around the clock from when a request was received.
    """
    done = tuple(sorted(FINISHED))
    rows = reading.rows(
        "SELECT t.id, t.number, t.title, coalesce(c.name, p.full_name, ''), t.owner_id, t.received_at, "
        "t.first_response_at IS NULL, min(s.first_response_minutes), min(s.solution_minutes) "
        "FROM service_request AS t JOIN sla_policy AS s ON s.priority = t.priority AND s.level_id IS NULL "
        "AND s.deleted_at IS NULL LEFT JOIN company AS c ON c.id = t.company_id "
        "LEFT JOIN contact AS p ON p.id = t.contact_id "
        f"WHERE t.deleted_at IS NULL AND t.received_at IS NOT NULL AND t.status NOT IN ({marks(done)}) GROUP BY t.id",
        *done,
    )
    found = []
    for record, number, title, customer, owner, received, is_unanswered, reply, solution in rows:
        minutes = reply if is_unanswered else solution
        if minutes is not None:
            at = clock.moment(received) + timedelta(minutes=minutes)
            found.append(Deadline(record, number, title, customer, owner, at, bool(is_unanswered)))
    return sorted(found, key=lambda one: (one.at, one.request))
