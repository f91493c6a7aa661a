"""Which companies have fallen silent, found without reading all orders.

The index of the orders of a company holds day and state: its first and its last order cost one look each, and only of
companies whose silence can matter the days between are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.reports.reading import Reading

NO_PURCHASE = ("draft", "cancelled", "returned")
FEWEST_ORDERS = 3
LATE_FACTOR = 1.5
LOST_DAYS = 180

_ALL = "FROM sales_order AS x WHERE x.company_id = c.id AND x.deleted_at IS NULL AND x.ordered_on <= :today"
_BOUGHT = f"{_ALL} AND x.status NOT IN {NO_PURCHASE!r}"
_SILENT = f"""
WITH ends AS MATERIALIZED (
  SELECT c.id, julianday((SELECT x.ordered_on {_BOUGHT} ORDER BY x.ordered_on LIMIT 1)) AS first,
    julianday((SELECT x.ordered_on {_BOUGHT} ORDER BY x.ordered_on DESC LIMIT 1)) AS last
  FROM company AS c WHERE c.deleted_at IS NULL
), near AS MATERIALIZED (
  SELECT c.id, julianday(:today) - last AS silent, last - first AS span FROM ends AS c
  WHERE last > first AND julianday(:today) - last <= max(:lost, last - first)
    AND (julianday(:today) - last) * ((SELECT count(*) {_ALL}) - 1) > :factor * (last - first)
), counted AS MATERIALIZED (
  SELECT c.id, silent, span, (SELECT count(DISTINCT x.ordered_on) {_BOUGHT}) AS many FROM near AS c
)
SELECT id, CAST(silent AS INTEGER), CAST(round(span / (many - 1)) AS INTEGER), many FROM counted
WHERE many >= :fewest AND silent > :factor * (span / (many - 1)) AND silent <= max(:lost, 2 * (span / (many - 1)))
ORDER BY many DESC, id
"""


def silent_companies(reading: Reading) -> Sequence[tuple[int, int, int, int]]:
    """Return the silent companies with their days of silence, usual gap and orders, those with most orders first."""
    return list(
        reading.rows(
            _SILENT,
            today=reading.today.isoformat(),
            fewest=FEWEST_ORDERS,
            factor=LATE_FACTOR,
            lost=LOST_DAYS,
        )
    )
