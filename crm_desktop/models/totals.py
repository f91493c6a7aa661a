"""The sums of a quote or an order: subtotal − discount + tax = total, in one currency, with the rate frozen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Exact, Money, Text
from crm_desktop.models.base import Scaled, indexed, stored


class Totals:
    """The sums that stand under the lines, as they were when the paper was written."""

    currency: Mapped[str | None] = mapped_column(sort_order=60)
    rate: Mapped[Decimal | None] = mapped_column(Scaled(8), sort_order=61)
    subtotal: Mapped[int | None] = mapped_column(sort_order=62)
    discount: Mapped[int | None] = mapped_column(sort_order=63)
    tax: Mapped[int | None] = mapped_column(sort_order=64)
    total: Mapped[int | None] = indexed(sort_order=65)


def totals_fields(model: Any) -> tuple[Field, ...]:
    """Describe the sums of a quote or an order."""
    return (
        stored(
            model.total,
            N_("Total"),
            Money(),
            listed="shown",
            aliases=(
                "order amount",
                "quote amount",
                "订单金额",
                "合同金额",
                "报价金额",
                "amount",
                "grand total",
                "total amount",
                "total price",
                "金额",
                "总金额",
                "合计",
                "总价",
            ),
        ),
        stored(model.currency, N_("Currency"), Text(80), aliases=("币种", "货币")),
        stored(model.rate, N_("Exchange rate"), Exact(8), aliases=("conversion rate", "汇率")),
        stored(
            model.subtotal, N_("Subtotal"), Money(), aliases=("sub total", "net amount", "小计", "不含税金额")
        ),
        stored(model.discount, N_("Discount"), Money(), aliases=("discount amount", "折扣", "优惠金额")),
        stored(model.tax, N_("Tax"), Money(), aliases=("tax amount", "vat", "税额", "税金")),
    )
