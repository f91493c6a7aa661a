"""How a customer stands: what was bought, when and how often, how satisfied they are, what they consented to.

A customer is a company or a contact; what counts are the records that name it, so that each number opens its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from crm_desktop.core import clock
from crm_desktop.core.i18n import language
from crm_desktop.reports.reading import Reading
from crm_desktop.services.reading import reading_of

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

NO_PURCHASE = ("draft", "returned", "cancelled")
"""States in which an order is not, or no longer, a purchase."""
MONTHS = 12
_ASKED = ("email", "phone", "sms")  # channels whose consent is always told


@dataclass(frozen=True, slots=True)
class Mean:
    """An average, and of how many."""

    value: float
    count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What the orders and answers of a customer say. Amounts are in the minor units of the base currency.

    ``every`` are the days between two orders on average: from the first to the last, by the number of gaps.
    ``months`` has the sum of each of the last twelve months by its first day; ``unrated`` orders are in no sum, because
    their currency has no rate.
    """

    orders: int
    first: date | None
    last: date | None
    every: float | None
    total: int
    unrated: int
    months: Mapping[date, int]
    overall: Mean | None
    recommends: Mean | None


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a person allowed for one channel: True, False when it was taken back or refused, None when never asked."""

    channel: str
    given: bool | None
    at: datetime | None = None


class Customers:
    """Reads how companies and contacts stand. Safe from several threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def standing(self, entity: str, record_id: int) -> Standing:
        """Return how a company or a contact stands."""
        reading = reading_of(self._workspace, language())
        months = _last_months(reading.today)
        source = (
            f"FROM sales_order AS x WHERE x.{entity}_id = :id AND x.deleted_at IS NULL "
            f"AND x.status NOT IN {NO_PURCHASE!r}"
        )
        base = reading.in_base("x", reading.currencies(source, id=record_id), "total")
        rows = f"FROM (SELECT x.ordered_on AS day, x.total AS total, {base} AS base {source})"
        count, first, last, total, unrated = reading.row(
            "SELECT count(*), min(day), max(day), coalesce(sum(base), 0), "
            f"count(*) FILTER (WHERE base IS NULL AND total IS NOT NULL) {rows}",
            id=record_id,
        )
        sums = dict(
            reading.rows(
                f"SELECT substr(day, 1, 7), coalesce(sum(base), 0) {rows} WHERE day >= :since GROUP BY 1",
                id=record_id,
                since=months[0].isoformat(),
            )
        )
        begin, end = (date.fromisoformat(one) if one else None for one in (first, last))
        return Standing(
            orders=count,
            first=begin,
            last=end,
            every=(end - begin).days / (count - 1) if begin and end and begin < end else None,
            total=total,
            unrated=unrated,
            months={month: sums.get(month.isoformat()[:7], 0) for month in months},
            overall=_mean(reading, entity, record_id, "overall"),
            recommends=_mean(reading, entity, record_id, "recommend"),
        )

    def open_opportunities(self, entity: str, record_id: int) -> list[int]:
        """Return the opportunities that are neither won nor lost, the one that closes next first."""
        rows = self._workspace.file.reader().execute(
            "SELECT x.id FROM opportunity AS x LEFT JOIN stage AS s ON s.id = x.stage_id "
            f"WHERE x.{entity}_id = ? AND x.deleted_at IS NULL AND coalesce(s.kind, 'open') = 'open' "
            "ORDER BY x.expected_close IS NULL, x.expected_close, x.id",
            (record_id,),
        )
        return [row[0] for row in rows]

    def consents(self, contact: int) -> list[Allowed]:
        """Return what a contact allows by channel: the newest entry of the ledger, or the mark of a channel."""
        reader = self._workspace.file.reader()
        found: dict[str, Allowed] = {one: Allowed(one, None) for one in _ASKED}
        rows = reader.execute(
            "SELECT channel, given_at, withdrawn_at FROM consent WHERE contact_id = ? AND deleted_at IS NULL "
            "ORDER BY coalesce(withdrawn_at, given_at, created_at), id",
            (contact,),
        )
        for channel, given, withdrawn in rows:
            at = withdrawn or given
            found[channel] = Allowed(channel, withdrawn is None, clock.moment(at) if at else None)
        refused = reader.execute(
            "SELECT DISTINCT kind FROM channel WHERE contact_id = ? AND opted_out = 1 AND deleted_at IS NULL",
            (contact,),
        )
        for (kind,) in refused:
            channel = "phone" if kind == "mobile" else kind
            found[channel] = Allowed(channel, False)
        return list(found.values())


def _mean(reading: Reading, entity: str, record_id: int, question: str) -> Mean | None:
    """Return the average answer of a customer to one question of the surveys."""
    value, count = reading.row(
        f"SELECT avg({question}), count({question}) FROM survey_answer "
        f"WHERE {entity}_id = :id AND deleted_at IS NULL AND answered_at IS NOT NULL",
        id=record_id,
    )
    return Mean(value, count) if count else None


def _last_months(today: date) -> list[date]:
    """Return the first days of the last twelve months, the present one last."""
    months = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(months - MONTHS + 1, months + 1)]
