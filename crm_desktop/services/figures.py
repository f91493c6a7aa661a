"""What records of products and campaigns come to: what was sold, who replied, what it cost and brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import language
from crm_desktop.reports.reading import Reading
from crm_desktop.services.customers import NO_PURCHASE
from crm_desktop.services.reading import reading_of

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

_QUANTITY = 4  # decimals of a stored quantity


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold of a product. ``revenue`` is before tax, in the minor units of the base currency; amounts in
    other currencies count by the rate of their order, and ``unrated`` lines, which have none, are in no sum."""

    orders: int
    quantity: Decimal
    revenue: int
    unrated: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a campaign did: members by status, orders that count, their revenue, its cost (None: none is known in the
    base currency), and the return on it in per cent."""

    members: Mapping[str, int]
    sent: int
    replies: int
    orders: int
    revenue: int
    cost: int | None
    roi: Decimal | None


class Figures:
    """Reads such figures. Safe from several threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def _reading(self) -> Reading:
        return reading_of(self._workspace, language())

    def sold(self, product: int) -> Sold:
        """Return what was sold of a product in orders that count."""
        reading = self._reading
        source = (
            "FROM line AS l JOIN sales_order AS x ON x.id = l.sales_order_id WHERE l.product_id = :id "
            f"AND l.deleted_at IS NULL AND x.deleted_at IS NULL AND x.status NOT IN {NO_PURCHASE!r}"
        )
        rows = reading.rows(f"SELECT DISTINCT x.currency {source}", id=product)
        base = reading.in_base("y", [row[0] for row in rows if row[0]], "total")
        orders, quantity, revenue, unrated = reading.row(
            f"SELECT count(DISTINCT y.id), coalesce(sum(y.quantity), 0), coalesce(sum({base}), 0), "
            f"count(*) FILTER (WHERE ({base}) IS NULL AND y.total IS NOT NULL) FROM "
            f"(SELECT x.id, x.currency, x.rate, l.quantity, l.total {source}) AS y",
            id=product,
        )
        return Sold(orders, Decimal(quantity).scaleb(-_QUANTITY), revenue, unrated)

    def effect(self, campaign: int) -> Effect:
        """Return what a campaign did. ROI = (revenue − cost) / cost with each cost counted once; no cost, no ROI."""
        reading = self._reading
        own = "WHERE campaign_id = :id AND deleted_at IS NULL"
        members = dict(
            reading.rows(f"SELECT status, count(*) FROM campaign_member {own} GROUP BY status", id=campaign)
        )
        sent, replies = reading.row(
            f"SELECT count(sent_at), count(responded_at) FROM campaign_member {own}", id=campaign
        )
        orders_of = f"FROM sales_order AS x {own} AND status NOT IN {NO_PURCHASE!r}"
        base = reading.in_base("x", reading.currencies(orders_of, id=campaign), "total")
        orders, revenue = reading.row(f"SELECT count(*), coalesce(sum({base}), 0) {orders_of}", id=campaign)
        cost, foreign = reading.row(
            "SELECT sum(amount), count(*) FILTER (WHERE coalesce(nullif(currency, ''), :base) <> :base) "
            f"FROM campaign_cost {own} AND amount IS NOT NULL",
            id=campaign,
            base=reading.currency,
        )
        known = cost if cost and not foreign else None
        roi = Decimal(100 * (revenue - known)) / known if known else None
        return Effect(members, sent, replies, orders, revenue, known, roi)
