"""When service requests have to be answered and solved, for the page of the day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_desktop.models import request_clocks
from crm_desktop.reports.reading import Reading


@dataclass(frozen=True, slots=True)
class Deadline:
    """The next deadline of an open request: of its first reply, or of its solution.

    ``late`` is the working time since it has passed (None: it has not), told by working days as long as ``day``.
    """

    request: int
    number: str
    title: str
    customer: str
    owner: int | None
    at: datetime
    is_first_reply: bool
    late: timedelta | None
    day: timedelta


def deadlines(reading: Reading) -> list[Deadline]:
    """Return the next deadline of each open request whose clocks run, the earliest first."""
    standings = request_clocks.open_standings(reading.connection)
    running = {
        request: one.running[0]
        for request, one in standings.items()
        if one.running and one.running[0].state != "paused"
    }
    rows = reading.rows(
        "SELECT t.id, t.number, t.title, coalesce(c.name, p.full_name, ''), t.owner_id FROM service_request AS t "
        "LEFT JOIN company AS c ON c.id = t.company_id LEFT JOIN contact AS p ON p.id = t.contact_id "
        "WHERE t.id IN (SELECT value FROM json_each(?))",
        json.dumps(list(running)),
    )
    found = []
    for request, number, title, customer, owner in rows:
        first, standing = running[request], standings[request]
        late = -first.left if first.state == "late" else None
        found.append(
            Deadline(
                request,
                number,
                title,
                customer,
                owner,
                first.due,
                first is standing.reply,
                late,
                standing.day,
            )
        )
    return sorted(found, key=lambda one: (one.at, one.request))
