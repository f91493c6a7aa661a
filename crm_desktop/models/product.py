"""Products and services that the firm sells."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Exact, Flag, LongText, Option, Price, Text
from crm_desktop.models import ready_views
from crm_desktop.models.base import Named, Record, Scaled, bookkeeping, indexed, points_to, stored, tags


class Product(Named, Record):
    """A product or a service with its list price. What is no longer sold is made inactive."""

    __tablename__ = "product"

    sku: Mapped[str | None] = indexed()
    name: Mapped[str]
    category_id: Mapped[int | None] = points_to("option.id")
    unit_id: Mapped[int | None] = points_to("option.id")
    price: Mapped[int | None] = indexed()
    cost: Mapped[int | None] = indexed()
    currency: Mapped[str | None]
    tax: Mapped[Decimal | None] = mapped_column(Scaled(2))
    active: Mapped[bool] = indexed(default=True, server_default="1")
    note: Mapped[str | None]
    merged_into_id: Mapped[int | None] = points_to("product.id")


PRODUCT = Entity(
    name="product",
    slug="products",
    title=N_("Product"),
    title_plural=N_("Products"),
    icon="package",
    section="insight",
    about=N_("What you sell, with prices and taxes. Quotes and orders take their lines from here."),
    views=ready_views.PRODUCT,
    title_key="name",
    match_on=(("sku",), ("name",)),
    aliases=("item", "items", "service", "services", "产品", "商品"),
    short=("sku", "category", "price"),
    main=(
        "sku",
        "category",
        "unit",
        "price",
        "cost",
        "tax",
        "active",
        "tags",
        "note",
    ),
    fields=(
        stored(
            Product.name,
            N_("Name"),
            Text(220),
            required=True,
            listed="shown",
            searched=True,
            sort_on=Product.name_key,
            aliases=("product", "product name", "item", "item name", "产品", "产品名称", "商品名称", "品名"),
        ),
        stored(
            Product.sku,
            N_("SKU"),
            Text(120),
            listed="shown",
            searched=True,
            aliases=(
                "product code",
                "item code",
                "part number",
                "code",
                "number",
                "产品编码",
                "产品编号",
                "货号",
            ),
        ),
        stored(
            Product.category_id,
            N_("Category"),
            Option("product_category", 140),
            listed="shown",
            aliases=(
                "series",
                "product family",
                "product category",
                "type",
                "产品类别",
                "产品分类",
                "类别",
                "系列",
            ),
        ),
        stored(
            Product.unit_id,
            N_("Unit"),
            Option("unit", 90),
            listed="shown",
            aliases=("产品单位", "单位", "计量单位"),
        ),
        stored(
            Product.price,
            N_("Price"),
            Price(),
            listed="shown",
            aliases=(
                "sales price",
                "list price",
                "unit price",
                "standard price",
                "价格",
                "单价",
                "标准价格",
                "售价",
            ),
        ),
        stored(
            Product.cost,
            N_("Cost"),
            Price(),
            listed="shown",
            aliases=("unit cost", "cost price", "成本", "成本价"),
        ),
        stored(Product.tax, N_("Tax rate"), Exact(2, " %"), aliases=("tax", "vat", "税率")),
        stored(Product.currency, N_("Currency"), Text(80), aliases=("币种", "货币")),
        stored(
            Product.active,
            N_("Active"),
            Flag(),
            listed="shown",
            aliases=("is active", "product active", "启用", "上架", "是否上下架"),
        ),
        tags(),
        stored(
            Product.note,
            N_("Note"),
            LongText(),
            searched=True,
            aliases=("notes", "description", "product description", "备注", "说明", "产品描述"),
        ),
        *bookkeeping(Product),
    ),
)
