"""Orders: what customers bought. They are the purchase history from which the value of a customer is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped

from crm_desktop.core.business_days import BusinessDay, PastDay
from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import LongText, Money, Option, Reference, Status, Term, Text, Vocabulary
from crm_desktop.core.states import StateMachine
from crm_desktop.models import ready_views
from crm_desktop.models.base import Named, Owned, Record, bookkeeping, indexed, owner, points_to, stored, tags
from crm_desktop.models.codes import spoken
from crm_desktop.models.shared_fields import note
from crm_desktop.models.totals import Totals, totals_fields

ORDER_STATUSES = Vocabulary(
    "order_status",
    (
        Term("draft", N_("Draft"), "grey", ("created", "草稿")),
        Term("confirmed", N_("Confirmed"), "blue", ("activated", "approved", "已确认", "已审核")),
        Term("delivered", N_("Delivered"), "purple", ("shipped", "fulfilled", "已发货", "已交付")),
        Term("completed", N_("Completed"), "green", ("complete", "closed", "paid", "done", "已完成")),
        Term("returned", N_("Returned"), "orange", ("refunded", "已退货", "退货")),
        Term("cancelled", N_("Cancelled"), "red", ("canceled", "已取消", "作废")),
    ),
)

ORDER_MACHINE = StateMachine(
    initial="confirmed",
    moves={
        "draft": ("confirmed", "cancelled"),
        "confirmed": ("draft", "delivered", "completed", "cancelled"),
        "delivered": ("completed", "returned"),
        "completed": ("returned",),
        "returned": ("completed",),
        "cancelled": ("draft", "confirmed"),
    },
)


class SalesOrder(Totals, Named, Owned, Record):
    """A purchase by a customer. Drafts, returned and cancelled orders are no purchases."""

    __tablename__ = "sales_order"
    moments = ("ordered_on", "delivered_on")
    counted: ClassVar[Mapping[str, tuple[str, ...]]] = {"company_id": ("status",)}

    number: Mapped[str] = indexed(default="", server_default="")
    title: Mapped[str | None]
    company_id: Mapped[int | None] = points_to("company.id")
    contact_id: Mapped[int | None] = points_to("contact.id")
    opportunity_id: Mapped[int | None] = points_to("opportunity.id")
    quote_id: Mapped[int | None] = points_to("quote.id")
    campaign_id: Mapped[int | None] = points_to("campaign.id")
    ordered_on: Mapped[date | None] = indexed()
    due_on: Mapped[date | None] = indexed()
    delivered_on: Mapped[date | None] = indexed()
    status: Mapped[str] = indexed(default="confirmed", server_default="confirmed")
    cost: Mapped[int | None]
    paid: Mapped[int | None]
    payment_terms_id: Mapped[int | None] = points_to("option.id")
    terms: Mapped[str | None]
    language: Mapped[str | None]
    note: Mapped[str | None]


SALES_ORDER = Entity(
    name="sales_order",
    slug="orders",
    title=N_("Order"),
    title_plural=N_("Orders"),
    icon="shopping-cart",
    section="sales",
    begins_with=(("status", "confirmed"),),
    about=N_("What customers have ordered, what was delivered and what is paid."),
    views=ready_views.SALES_ORDER,
    title_key="number",
    newest_by="ordered_on",
    match_on=(("number",),),
    aliases=(
        "order",
        "purchase",
        "purchases",
        "contract",
        "contracts",
        "invoice",
        "invoices",
        "订单",
        "合同",
    ),
    short=("company", "ordered_on", "total", "status"),
    main=(
        "company",
        "contact",
        "status",
        "title",
        "ordered_on",
        "due_on",
        "delivered_on",
        "total",
        "paid",
        "payment_terms",
        "opportunity",
        "quote",
        "campaign",
        "owner",
        "terms",
        "tags",
        "note",
    ),
    fields=(
        stored(
            SalesOrder.number,
            N_("Number"),
            Text(120),
            listed="shown",
            searched=True,
            sort_on=SalesOrder.name_key,
            aliases=(
                "order",
                "order number",
                "order id",
                "order no",
                "contract number",
                "invoice number",
                "编号",
                "订单号",
                "订单编号",
                "合同编号",
            ),
        ),
        stored(
            SalesOrder.company_id,
            N_("Company"),
            Reference("company"),
            listed="shown",
            searched=True,
            aliases=("company name", "account", "account name", "customer", "公司", "客户", "客户名称"),
        ),
        stored(
            SalesOrder.contact_id,
            N_("Contact"),
            Reference("contact"),
            listed="shown",
            aliases=("contact name", "customer name", "联系人"),
        ),
        stored(
            SalesOrder.ordered_on,
            N_("Date"),
            BusinessDay(),
            listed="shown",
            aliases=(
                "order date",
                "purchase date",
                "order start date",
                "日期",
                "订单日期",
                "下单日期",
                "下单时间",
            ),
        ),
        stored(
            SalesOrder.status,
            N_("Status"),
            Status(ORDER_STATUSES, ORDER_MACHINE),
            required=True,
            listed="shown",
            aliases=("order status", "stage", "状态", "订单状态"),
        ),
        *totals_fields(SalesOrder),
        stored(
            SalesOrder.paid,
            N_("Paid"),
            Money(),
            listed="shown",
            aliases=("paid amount", "amount paid", "已付金额", "已收款", "回款金额"),
        ),
        owner(SalesOrder, listed="shown"),
        stored(
            SalesOrder.title,
            N_("Title"),
            Text(200),
            searched=True,
            aliases=("order name", "contract name", "subject", "主题", "合同名称", "订单名称"),
        ),
        stored(
            SalesOrder.due_on,
            N_("Due"),
            BusinessDay(),
            aliases=("due date", "payment due", "到期日", "付款期限"),
        ),
        stored(
            SalesOrder.delivered_on,
            N_("Delivered on"),
            PastDay(),
            aliases=("delivery date", "shipped date", "ship date", "交货日期", "发货日期"),
        ),
        stored(SalesOrder.cost, N_("Cost"), Money(), aliases=("total cost", "成本")),
        stored(
            SalesOrder.opportunity_id,
            N_("Opportunity"),
            Reference("opportunity"),
            aliases=("opportunity name", "deal", "deal name", "商机", "商机名称"),
        ),
        stored(
            SalesOrder.quote_id,
            N_("Quote"),
            Reference("quote"),
            aliases=("quote number", "报价单", "报价单号"),
        ),
        stored(
            SalesOrder.campaign_id,
            N_("Campaign"),
            Reference("campaign"),
            aliases=("campaign name", "营销活动"),
        ),
        stored(
            SalesOrder.payment_terms_id,
            N_("Payment terms"),
            Option("payment_terms"),
            aliases=("付款条件", "账期", "付款方式"),
        ),
        stored(
            SalesOrder.terms,
            N_("Terms"),
            LongText(),
            aliases=("terms and conditions", "terms & conditions", "条款", "条款和条件"),
        ),
        stored(SalesOrder.language, N_("Language"), spoken(), aliases=("语言",)),
        tags(),
        note(SalesOrder),
        *bookkeeping(SalesOrder),
    ),
)
