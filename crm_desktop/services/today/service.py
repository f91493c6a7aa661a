"""What the day's page says of service: requests that are open and late, how quick the first reply is, satisfaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from crm_desktop.models import request_clocks
from crm_desktop.models.request_states import OPEN, OUTSIDE_ATTAINMENT
from crm_desktop.reports.reading import Reading
from crm_desktop.services.today.rows import Rows, days_ago, only

DAYS = 30


@dataclass(frozen=True, slots=True)
class Requests:
    """How many requests are open, how many of them late, and the median time to the first reply of ``replies``."""

    open: int
    open_rows: Rows
    late: int
    late_rows: Rows
    first_reply: timedelta | None
    replies: int
    reply_rows: Rows
    ever: bool


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The mean of the overall answers (1 to 5) and of how many it is; the promoters' score and of how many."""

    overall: Decimal | None
    count: int
    nps: int | None
    recommended: int
    rows: Rows


def requests(reading: Reading) -> Requests:
    """Return the open requests, those of them whose next deadline has passed, and how quick the first reply was.

    The reply is the median over the requests received in the last 30 days that were answered, in time by the clock.
    """
    states = ", ".join(f"'{code}'" for code in OPEN)
    opened = Rows(
        "service_request", f"FROM service_request AS t WHERE t.deleted_at IS NULL AND t.status IN ({states})"
    )
    standings = request_clocks.open_standings(reading.connection)
    late = only("service_request", tuple(request for request, one in standings.items() if one.is_late))
    outside = ", ".join(f"'{code}'" for code in sorted(OUTSIDE_ATTAINMENT))
    answered = Rows(
        "service_request",
        "FROM service_request AS t WHERE t.deleted_at IS NULL AND t.received_at >= :since "
        f"AND +t.first_response_at >= t.received_at AND +t.status NOT IN ({outside})",
        {"since": days_ago(DAYS)},
    )
    replies = answered.count(reading)
    ever = reading.row("SELECT EXISTS (SELECT 1 FROM service_request WHERE deleted_at IS NULL)")[0]
    return Requests(
        opened.count(reading), opened, late.count(reading), late, _median(reading, answered, replies), replies,
        answered, bool(ever),
    )  # fmt: skip


def _median(reading: Reading, answered: Rows, count: int) -> timedelta | None:
    """Return the time in the middle, or the mean of the two there."""
    if not count:
        return None
    waited = "unixepoch(t.first_response_at) - unixepoch(t.received_at)"
    middle = list(
        reading.rows(
            f"SELECT {waited} AS waited {answered.source} ORDER BY waited LIMIT :many OFFSET :skipped",
            **answered.values,
            many=2 - count % 2,
            skipped=(count - 1) // 2,
        )
    )
    return timedelta(seconds=sum(row[0] for row in middle) / len(middle))


def satisfaction(reading: Reading) -> Satisfaction:
    """Return what was answered in the last 30 days: the mean of "overall", and NPS = %(9–10) − %(0–6)."""
    rows = Rows(
        "survey_answer",
        "FROM survey_answer AS t WHERE t.deleted_at IS NULL AND t.answered_at >= :since",
        {"since": days_ago(DAYS)},
    )
    total, count, promoters, detractors, recommended = reading.row(
        "SELECT sum(t.overall), count(t.overall), count(*) FILTER (WHERE t.recommend >= 9), "
        f"count(*) FILTER (WHERE t.recommend <= 6), count(t.recommend) {rows.source}",
        **rows.values,
    )
    nps = None
    if recommended:
        share = Decimal(100 * (promoters - detractors)) / recommended
        nps = int(share.quantize(Decimal(1), "ROUND_HALF_UP"))
    return Satisfaction(Decimal(total) / count if count else None, count, nps, recommended, rows)
