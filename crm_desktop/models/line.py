"""Lines: the products or texts of a quote, an order or an opportunity, with quantity and price."""

from __future__ import annotations

from collections.abc import MutableMapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Exact, Money, Number, Option, Price, Reference, Text
from crm_desktop.models.base import Record, Scaled, bookkeeping, points_to, stored


class Line(Record):
    """One line. It belongs to exactly one of quote, order and opportunity, whose currency it repeats.

    The total is before tax. The cost of one unit is frozen when the line is written, like its price, so that
    what a customer was worth does not change with the price list.
    """

    __tablename__ = "line"

    quote_id: Mapped[int | None] = points_to("quote.id", part=True)
    sales_order_id: Mapped[int | None] = points_to("sales_order.id", part=True)
    opportunity_id: Mapped[int | None] = points_to("opportunity.id", part=True)
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    product_id: Mapped[int | None] = points_to("product.id")
    text: Mapped[str | None]
    quantity: Mapped[Decimal | None] = mapped_column(Scaled(4))
    unit_id: Mapped[int | None] = points_to("option.id")
    unit_price: Mapped[int | None]
    unit_cost: Mapped[int | None]
    currency: Mapped[str | None]
    discount: Mapped[Decimal | None] = mapped_column(Scaled(2))
    tax: Mapped[Decimal | None] = mapped_column(Scaled(2))
    total: Mapped[int | None]

    @classmethod
    def fill(cls, values: MutableMapping[str, Any]) -> None:
        """Work out the total where quantity and price are known; half a minor unit goes up."""
        quantity, price = values.get("quantity"), values.get("unit_price")
        if quantity is None or price is None:
            return
        share = 1 - (values.get("discount") or Decimal(0)) / 100
        values["total"] = int((quantity * price * share).quantize(Decimal(1), ROUND_HALF_UP))


LINE = Entity(
    name="line",
    slug="lines",
    title=N_("Line"),
    title_plural=N_("Lines"),
    icon="list",
    title_key="text",
    match_on=(("sales_order", "position"), ("quote", "position"), ("opportunity", "position")),
    short=("quantity", "unit_price", "total"),
    short_of=(("product", ("sales_order", "quote", "opportunity", "total")),),
    fields=(
        stored(Line.position, N_("Position"), Number(low=0), aliases=("line", "line number", "序号")),
        stored(
            Line.product_id,
            N_("Product"),
            Reference("product"),
            listed="shown",
            aliases=("product name", "item", "产品", "产品名称", "商品名称"),
        ),
        stored(
            Line.text,
            N_("Description"),
            Text(240),
            listed="shown",
            searched=True,
            aliases=("line description", "text", "描述", "说明"),
        ),
        stored(Line.quantity, N_("Quantity"), Exact(4), listed="shown", aliases=("qty", "数量")),
        stored(Line.unit_id, N_("Unit"), Option("unit", 90), aliases=("单位",)),
        stored(
            Line.unit_price,
            N_("Unit price"),
            Price(),
            listed="shown",
            aliases=("price", "sales price", "单价", "售价"),
        ),
        stored(
            Line.discount, N_("Discount"), Exact(2, " %"), listed="shown", aliases=("discount (%)", "折扣")
        ),
        stored(Line.tax, N_("Tax rate"), Exact(2, " %"), listed="shown", aliases=("tax", "vat", "税率")),
        stored(
            Line.total,
            N_("Total"),
            Money(),
            listed="shown",
            aliases=("total price", "amount", "小计", "金额"),
        ),
        stored(Line.unit_cost, N_("Cost"), Price(), aliases=("unit cost", "成本")),
        stored(Line.currency, N_("Currency"), Text(80), aliases=("币种", "货币")),
        stored(Line.quote_id, N_("Quote"), Reference("quote")),
        stored(
            Line.sales_order_id, N_("Order"), Reference("sales_order"), aliases=("order number", "订单号")
        ),
        stored(Line.opportunity_id, N_("Opportunity"), Reference("opportunity")),
        *bookkeeping(Line),
    ),
)
