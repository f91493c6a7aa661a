"""Quotes: what the firm offered, to whom, at which price and until when."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from crm_desktop.core.business_days import BusinessDay
from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import LongText, Reference, Status, Term, Text, Vocabulary
from crm_desktop.core.states import StateMachine
from crm_desktop.models import ready_views
from crm_desktop.models.base import Named, Owned, Record, bookkeeping, indexed, owner, points_to, stored, tags
from crm_desktop.models.codes import spoken
from crm_desktop.models.shared_fields import note
from crm_desktop.models.totals import Totals, totals_fields

QUOTE_STATUSES = Vocabulary(
    "quote_status",
    (
        Term("draft", N_("Draft"), "grey", ("needs review", "in review", "草稿")),
        Term("sent", N_("Sent"), "blue", ("presented", "delivered", "negotiation", "已发送", "已报价")),
        Term(
            "accepted",
            N_("Accepted"),
            "green",
            ("approved", "confirmed", "closed accepted", "已接受", "已确认"),
        ),
        Term("declined", N_("Declined"), "red", ("denied", "rejected", "closed lost", "已拒绝")),
        Term("expired", N_("Expired"), "orange", ("closed dead", "已过期")),
        Term("cancelled", N_("Cancelled"), "grey", ("canceled", "已取消", "作废")),
    ),
)

QUOTE_MACHINE = StateMachine(
    initial="draft",
    moves={
        "draft": ("sent", "cancelled"),
        "sent": ("accepted", "declined", "expired", "draft", "cancelled"),
        "accepted": ("cancelled",),
        "declined": ("draft",),
        "expired": ("draft", "accepted"),
        "cancelled": ("draft",),
    },
    needs={"sent": ("issued_on",)},
)


class Quote(Totals, Named, Owned, Record):
    """An offer with its lines. Its number is a label that the program gives when none was typed."""

    __tablename__ = "quote"
    moments = ("issued_on",)

    number: Mapped[str] = indexed(default="", server_default="")
    title: Mapped[str | None]
    company_id: Mapped[int | None] = points_to("company.id")
    contact_id: Mapped[int | None] = points_to("contact.id")
    opportunity_id: Mapped[int | None] = points_to("opportunity.id")
    campaign_id: Mapped[int | None] = points_to("campaign.id")
    issued_on: Mapped[date | None] = indexed()
    valid_until: Mapped[date | None] = indexed()
    status: Mapped[str] = indexed(default="draft", server_default="draft")
    terms: Mapped[str | None]
    language: Mapped[str | None]
    note: Mapped[str | None]


QUOTE = Entity(
    name="quote",
    slug="quotes",
    title=N_("Quote"),
    title_plural=N_("Quotes"),
    icon="file-text",
    section="sales",
    begins_with=(("status", "draft"),),
    about=N_(
        "Offers that you have sent or prepare, with their lines, their total and how long they are valid."
    ),
    views=ready_views.QUOTE,
    title_key="number",
    newest_by="issued_on",
    match_on=(("number",),),
    aliases=("quotation", "quotations", "offer", "offers", "estimate", "estimates", "报价", "报价单"),
    short=("company", "status", "total", "issued_on"),
    main=(
        "company",
        "contact",
        "status",
        "title",
        "issued_on",
        "valid_until",
        "total",
        "opportunity",
        "owner",
        "terms",
        "tags",
        "note",
    ),
    fields=(
        stored(
            Quote.number,
            N_("Number"),
            Text(120),
            listed="shown",
            searched=True,
            sort_on=Quote.name_key,
            aliases=("quote", "quote number", "quote id", "quotation number", "编号", "报价单号", "报价编号"),
        ),
        stored(
            Quote.company_id,
            N_("Company"),
            Reference("company"),
            listed="shown",
            searched=True,
            aliases=("company name", "account", "account name", "customer", "公司", "客户", "客户名称"),
        ),
        stored(
            Quote.title,
            N_("Title"),
            Text(200),
            listed="shown",
            searched=True,
            aliases=("quote name", "subject", "quote title", "主题", "标题"),
        ),
        stored(
            Quote.status,
            N_("Status"),
            Status(QUOTE_STATUSES, QUOTE_MACHINE),
            required=True,
            listed="shown",
            aliases=("quote status", "quote stage", "stage", "状态", "报价状态"),
        ),
        stored(
            Quote.issued_on,
            N_("Date"),
            BusinessDay(),
            listed="shown",
            aliases=("quote date", "issue date", "日期", "报价日期"),
        ),
        stored(
            Quote.valid_until,
            N_("Valid until"),
            BusinessDay(),
            listed="shown",
            aliases=("expiration date", "expiry date", "valid till", "有效期", "有效期至"),
        ),
        *totals_fields(Quote),
        owner(Quote, listed="shown"),
        stored(
            Quote.contact_id,
            N_("Contact"),
            Reference("contact"),
            aliases=("contact name", "bill to", "联系人"),
        ),
        stored(
            Quote.opportunity_id,
            N_("Opportunity"),
            Reference("opportunity"),
            aliases=("opportunity name", "deal", "deal name", "商机", "商机名称"),
        ),
        stored(
            Quote.campaign_id, N_("Campaign"), Reference("campaign"), aliases=("campaign name", "营销活动")
        ),
        stored(
            Quote.terms,
            N_("Terms"),
            LongText(),
            aliases=("terms and conditions", "terms & conditions", "条款", "条款和条件"),
        ),
        stored(Quote.language, N_("Language"), spoken(), aliases=("语言",)),
        tags(),
        note(Quote),
        *bookkeeping(Quote),
    ),
)
