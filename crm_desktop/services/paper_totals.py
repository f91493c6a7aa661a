"""The sums under the lines of a quote, an order or an opportunity, kept in step with the lines.

Subtotal = Σ of the lines' totals; tax = Σ of total × its rate, each rounded half up, less the part that the discount of
the whole takes off; total = subtotal − discount + tax. A paper without priced lines keeps the sums that were typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from crm_desktop.store.sql import marks

if TYPE_CHECKING:
    from crm_desktop.store.unit_of_work import UnitOfWork

PAPERS = ("quote", "sales_order")


def follow_lines(work: UnitOfWork, lines: Iterable[int]) -> None:
    """Add up again what these lines belong to; deleted lines no longer count."""
    ids = tuple(lines)
    if not ids:
        return
    work.flush()
    for table in (*PAPERS, "opportunity"):
        rows = work.execute(
            f"SELECT DISTINCT {table}_id FROM line WHERE id IN ({marks(ids)}) AND {table}_id IS NOT NULL", ids
        ).fetchall()
        for (paper,) in rows:
            add_up(work, table, paper)


def add_up(work: UnitOfWork, table: str, paper: int) -> None:
    """Write the sums of one quote, order or opportunity from its lines; without priced lines nothing is written."""
    lines = work.execute(
        f"SELECT total, coalesce(tax, 0) FROM line WHERE {table}_id = ? AND deleted_at IS NULL AND total IS NOT NULL",
        (paper,),
    ).fetchall()
    if not lines:
        return
    subtotal = sum(total for total, _rate in lines)
    if table == "opportunity":
        work.execute(
            "UPDATE opportunity SET amount = ? WHERE id = ? AND amount_from_lines = 1 AND amount IS NOT ?",
            (subtotal, paper, subtotal),
        )
        return
    (discount,) = work.execute(f"SELECT coalesce(discount, 0) FROM {table} WHERE id = ?", (paper,)).fetchone()
    left = Decimal(subtotal - discount) / subtotal if subtotal else Decimal(1)
    tax = sum(_rounded(Decimal(total) * rate / 10_000 * left) for total, rate in lines)
    sums = (subtotal, tax, subtotal - discount + tax)
    work.execute(
        f"UPDATE {table} SET subtotal = ?, tax = ?, total = ? "
        "WHERE id = ? AND (subtotal IS NOT ? OR tax IS NOT ? OR total IS NOT ?)",
        (*sums, paper, *sums),
    )


def _rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
