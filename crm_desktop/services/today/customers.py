"""What the day's page says of customers: who is about to leave, and how the running campaigns do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from crm_desktop.reports.reading import Reading
from crm_desktop.services.today.rows import Rows, days_ago, in_base, month_before, numbers, only
from crm_desktop.services.today.silence import FEWEST_ORDERS, NO_PURCHASE, silent_companies

SHOWN = 12
_WEIGHED = 200  # of those at risk, the ones with most orders: the dearest of these are shown
COMPLAINTS, COMPLAINT_DAYS = 2, 30
VALUE_MONTHS = 24


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A customer about to leave, with the reason: days without an order beside the usual ones, or complaints.

    ``value`` is the revenue of 24 months in the base currency; None where no order has an amount in it.
    """

    id: int
    name: str
    silent_days: int | None
    usual_gap: int | None
    complaints: int
    value: int | None


@dataclass(frozen=True, slots=True)
class Risk:
    """The customers at risk that are shown, the dearest first, and all of them."""

    shown: tuple[AtRisk, ...]
    count: int
    rows: Rows
    enough: bool
    """Whether anybody has ordered often enough, or complained at all, so that risk can be told."""


@dataclass(frozen=True, slots=True)
class Running:
    """A running campaign. ``roi`` is in per cent; None where no cost is known in the base currency."""

    id: int
    name: str
    sent: int
    replies: int
    orders: int
    roi: Decimal | None


@dataclass(frozen=True, slots=True)
class Campaigns:
    """The running campaigns, and whether there are any others."""

    running: tuple[Running, ...]
    rows: Rows
    ever: bool


def risk(reading: Reading) -> Risk:
    """Return the customers at risk.

    A company is at risk by silence when it has ordered on at least 3 days, its last order is longer ago than 1.5 × its
    usual gap (the average days between the days on which it ordered), and it is not lost yet: a customer is lost
    without an order for 180 days or 2 × the usual gap, whichever is longer. It is at risk by complaints when it made
    2 or more in the last 30 days. Drafts, cancelled and returned orders are no orders.
    """
    silent = {row[0]: row for row in silent_companies(reading)}
    complained = dict(_complaints(reading))
    ids = tuple(dict.fromkeys((*complained, *silent)))
    weighed = ids[:_WEIGHED]
    values, names = _values(reading, weighed), _names(reading, weighed)
    found = []
    for one in weighed:
        if one in names:
            _id, days, gap, _orders = silent.get(one, (one, None, None, 0))
            found.append(AtRisk(one, names[one], days, gap, complained.get(one, 0), values.get(one)))
    found.sort(key=lambda one: (one.value is None, -(one.value or 0), one.name))
    return Risk(tuple(found[:SHOWN]), len(ids), only("company", ids), bool(ids) or _enough(reading))


def _complaints(reading: Reading) -> Sequence[tuple[int, int]]:
    return list(
        reading.rows(
            "SELECT company_id, count(*) AS many FROM service_request WHERE deleted_at IS NULL "
            "AND received_at >= ? AND +kind = 'complaint' AND +company_id IS NOT NULL "
            "AND +status NOT IN ('rejected', 'duplicate') "
            "AND EXISTS (SELECT 1 FROM company AS c WHERE c.id = +company_id AND c.deleted_at IS NULL) "
            "GROUP BY company_id HAVING many >= ? "
            "ORDER BY many DESC, company_id",
            days_ago(COMPLAINT_DAYS),
            COMPLAINTS,
        )
    )


def _enough(reading: Reading) -> bool:
    """Tell whether any company has ordered often enough to have a usual gap; stops at the first."""
    found = reading.rows(
        "SELECT 1 FROM sales_order WHERE company_id IS NOT NULL AND deleted_at IS NULL "
        "GROUP BY company_id HAVING count(*) >= ? LIMIT 1",
        FEWEST_ORDERS,
    )
    return next(found, None) is not None


def _values(reading: Reading, ids: tuple[int, ...]) -> dict[int, int | None]:
    """Return what companies have bought in 24 months."""
    states = ", ".join(f"'{one}'" for one in NO_PURCHASE)
    return dict(
        reading.rows(
            f"SELECT t.company_id, sum({in_base(reading, 't', 'total', 'sales_order')}) FROM sales_order AS t "
            f"WHERE t.company_id IN ({numbers(ids)}) AND t.deleted_at IS NULL AND t.ordered_on > ? "
            f"AND t.status NOT IN ({states}) GROUP BY t.company_id",
            month_before(reading.today, VALUE_MONTHS).isoformat(),
        )
    )


def _names(reading: Reading, ids: tuple[int, ...]) -> dict[int, str]:
    return dict(
        reading.rows(f"SELECT id, name FROM company WHERE deleted_at IS NULL AND id IN ({numbers(ids)})")
    )


def campaigns(reading: Reading) -> Campaigns:
    """Return the running campaigns: how many members were sent something, replied, how many orders came.

    ROI = (revenue − cost) / cost: the revenue of the campaign's orders, the sum of its cost items, each counted once.
    Without cost, or with cost in a currency other than the base one, there is no ROI.
    """
    rows = Rows("campaign", "FROM campaign AS t WHERE t.deleted_at IS NULL AND t.status = 'running'")
    running = [
        Running(one, name, sent, replies, 0, None)
        for one, name, sent, replies in reading.rows(
            "SELECT t.id, t.name, (SELECT count(m.sent_at) FROM campaign_member AS m WHERE m.campaign_id = t.id "
            "AND m.deleted_at IS NULL), (SELECT count(m.responded_at) FROM campaign_member AS m "
            f"WHERE m.campaign_id = t.id AND m.deleted_at IS NULL) {rows.source} ORDER BY t.starts_on, t.id"
        )
    ]
    ever = reading.row("SELECT EXISTS (SELECT 1 FROM campaign WHERE deleted_at IS NULL)")[0]
    return Campaigns(tuple(_with_effect(reading, one) for one in running), rows, bool(ever))


def _with_effect(reading: Reading, one: Running) -> Running:
    """Return a campaign with its orders and its ROI."""
    states = ", ".join(f"'{state}'" for state in NO_PURCHASE)
    orders, revenue = reading.row(
        f"SELECT count(*), coalesce(sum({in_base(reading, 't', 'total', 'sales_order')}), 0) "
        f"FROM sales_order AS t WHERE t.campaign_id = ? AND t.deleted_at IS NULL AND t.status NOT IN ({states})",
        one.id,
    )
    cost, foreign = reading.row(
        "SELECT sum(amount), count(*) FILTER (WHERE coalesce(nullif(currency, ''), ?) <> ?) "
        "FROM campaign_cost WHERE campaign_id = ? AND deleted_at IS NULL AND amount IS NOT NULL",
        reading.currency,
        reading.currency,
        one.id,
    )
    roi = Decimal(100 * (revenue - cost)) / cost if cost and not foreign else None
    return replace(one, orders=orders, roi=roi)
