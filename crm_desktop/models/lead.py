"""Leads: people and firms who may become customers, before they are known well enough to be either."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.full_names import full_name
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import (
    Day,
    Flag,
    LongText,
    Moment,
    Money,
    Number,
    Option,
    PersonName,
    Reference,
    Status,
    Term,
    Text,
    Vocabulary,
    Web,
)
from crm_desktop.core.states import StateMachine
from crm_desktop.models import ready_views
from crm_desktop.models.base import Named, Owned, Record, bookkeeping, indexed, owner, points_to, stored, tags
from crm_desktop.models.channel import Channel, channel_field, opt_out_field
from crm_desktop.models.shared_fields import contact_days, note

LEAD_STATUSES = Vocabulary(
    "lead_status",
    (
        Term("new", N_("New"), "blue", ("open", "not contacted", "open - not contacted", "未联系", "新建")),
        Term(
            "working",
            N_("Working"),
            "purple",
            ("contacted", "in progress", "working - contacted", "attempted to contact", "已联系", "跟进中"),
        ),
        Term(
            "nurturing",
            N_("Nurturing"),
            "orange",
            ("contact in future", "nurture", "recycled", "培育中", "暂缓"),
        ),
        Term("qualified", N_("Qualified"), "green", ("pre-qualified", "已确认", "合格")),
        Term("converted", N_("Converted"), "green", ("closed - converted", "已转化", "已转换", "已转客户")),
        Term(
            "disqualified",
            N_("Disqualified"),
            "grey",
            (
                "unqualified",
                "closed - not converted",
                "junk lead",
                "lost lead",
                "dead",
                "无效",
                "不合格",
                "已关闭",
            ),
        ),
    ),
)

LEAD_MACHINE = StateMachine(
    initial="new",
    moves={
        "new": ("working", "nurturing", "disqualified"),
        "working": ("qualified", "nurturing", "disqualified"),
        "qualified": ("converted", "working", "nurturing", "disqualified"),
        "nurturing": ("working",),
        "disqualified": ("working",),
        "converted": (),
    },
    needs={
        "nurturing": ("nurturing_until",),
        "disqualified": ("lost_reason",),
        "converted": ("converted_at",),
    },
    by_service=frozenset({"converted"}),
)


class Lead(Named, Owned, Record):
    """A possible customer: name and company as plain text, and the records that it was linked to or became."""

    __tablename__ = "lead"

    title: Mapped[str]
    name: Mapped[str | None]
    family_name: Mapped[str | None]
    given_name: Mapped[str | None]
    company: Mapped[str | None]
    job_title: Mapped[str | None]
    website: Mapped[str | None]
    country: Mapped[str | None]
    city: Mapped[str | None]
    industry_id: Mapped[int | None] = points_to("option.id")
    source_id: Mapped[int | None] = points_to("option.id")
    campaign_id: Mapped[int | None] = points_to("campaign.id")
    status: Mapped[str] = indexed(default="new", server_default="new")
    nurturing_until: Mapped[date | None] = indexed()
    score: Mapped[int | None] = indexed()
    score_is_typed: Mapped[bool] = mapped_column(default=False, server_default="0")
    budget: Mapped[int | None] = indexed()
    currency: Mapped[str | None]
    need: Mapped[str | None]
    lost_reason_id: Mapped[int | None] = points_to("option.id")
    converted_at: Mapped[datetime | None] = indexed()
    linked_company_id: Mapped[int | None] = points_to("company.id")
    linked_contact_id: Mapped[int | None] = points_to("contact.id")
    opportunity_id: Mapped[int | None] = mapped_column(
        # The two point at each other, so one key is left out when tables are put in order.
        ForeignKey(
            "opportunity.id",
            name="fk_lead_opportunity",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
        info={"indexed": True},
    )
    note: Mapped[str | None]
    last_contact: Mapped[datetime | None] = indexed()
    next_contact: Mapped[date | None] = indexed()
    merged_into_id: Mapped[int | None] = points_to("lead.id")

    @classmethod
    def fill(cls, values: MutableMapping[str, Any]) -> None:
        """Make the name from its parts and the title from name and company when they were left out."""
        if not values.get("name"):
            values["name"] = full_name(values.get("family_name"), values.get("given_name")) or None
        if not values.get("title"):
            values["title"] = " – ".join(part for part in (values.get("name"), values.get("company")) if part)


LEAD = Entity(
    name="lead",
    slug="leads",
    title=N_("Lead"),
    title_plural=N_("Leads"),
    icon="funnel",
    section="sales",
    begins_with=(("status", "new"),),
    about=N_(
        "People who asked and are not customers yet. A qualified lead becomes a contact and an opportunity."
    ),
    views=ready_views.LEAD,
    title_key="title",
    person=("name", "family_name", "given_name"),
    newest_by="created_at",
    match_on=(("name", "email"), ("name", "mobile"), ("title", "company"), ("name", "company")),
    aliases=("enquiry", "enquiries", "inquiry", "prospect", "prospects", "线索"),
    short=("company", "status", "score"),
    main=(
        "status",
        "name",
        "company",
        "job_title",
        "mobile",
        "phone",
        "email",
        "wechat",
        "website",
        "source",
        "score",
        "budget",
        "need",
        "campaign",
        "nurturing_until",
        "lost_reason",
        "owner",
        "tags",
        "note",
    ),
    fields=(
        stored(
            Lead.title,
            N_("Title"),
            Text(220),
            required=True,
            listed="shown",
            searched=True,
            sort_on=Lead.name_key,
            aliases=("lead", "topic", "subject", "lead title", "线索", "线索名称", "主题", "标题"),
        ),
        stored(
            Lead.name,
            N_("Full name"),
            PersonName(150),
            listed="shown",
            searched=True,
            aliases=(
                "full name",
                "lead name",
                "contact",
                "contact name",
                "姓名",
                "联系人",
                "联系人姓名",
                "客户姓名",
            ),
        ),
        stored(
            Lead.company,
            N_("Company"),
            Text(180),
            listed="shown",
            searched=True,
            aliases=(
                "company name",
                "account name",
                "organisation",
                "organization",
                "公司",
                "公司名称",
                "企业名称",
                "单位",
                "客户名称",
            ),
        ),
        stored(Lead.family_name, N_("Family name"), Text(), aliases=("last name", "surname", "姓", "姓氏")),
        stored(Lead.given_name, N_("Given name"), Text(), aliases=("first name", "forename", "名")),
        stored(
            Lead.job_title, N_("Job title"), Text(140), aliases=("position", "role", "职务", "职位", "职称")
        ),
        *(channel_field(Channel.lead_id, kind) for kind in ("phone", "mobile", "email", "wechat")),
        opt_out_field(Channel.lead_id),
        stored(
            Lead.status,
            N_("Status"),
            Status(LEAD_STATUSES, LEAD_MACHINE),
            required=True,
            listed="shown",
            aliases=("lead status", "stage", "lead stage", "lifecycle stage", "状态", "线索状态"),
        ),
        stored(
            Lead.source_id,
            N_("Source"),
            Option("source"),
            listed="shown",
            aliases=("lead source", "original source", "来源", "线索来源", "客户来源"),
        ),
        stored(
            Lead.score,
            N_("Score"),
            Number(low=0, high=100),
            listed="shown",
            aliases=("lead score", "rating", "评分", "线索评分"),
        ),
        stored(Lead.score_is_typed, N_("Score is typed"), Flag()),
        stored(
            Lead.budget,
            N_("Budget"),
            Money(),
            aliases=("amount", "value", "annual revenue", "预算", "金额", "预计金额"),
        ),
        stored(Lead.currency, N_("Currency"), Text(80), aliases=("币种", "货币")),
        stored(
            Lead.need,
            N_("Need"),
            LongText(),
            searched=True,
            aliases=(
                "needs",
                "requirement",
                "requirements",
                "interest",
                "product interest",
                "需求",
                "客户需求",
            ),
        ),
        stored(
            Lead.industry_id,
            N_("Industry"),
            Option("industry"),
            aliases=("sector", "branch", "行业", "客户行业"),
        ),
        stored(
            Lead.website, N_("Website"), Web(), searched=True, aliases=("web", "url", "网址", "网站", "官网")
        ),
        stored(Lead.country, N_("Country"), Text(110), aliases=("country/region", "国家", "国家/地区")),
        stored(Lead.city, N_("City"), Text(110), searched=True, aliases=("town", "城市", "市")),
        stored(
            Lead.campaign_id,
            N_("Campaign"),
            Reference("campaign"),
            aliases=("campaign name", "营销活动", "市场活动"),
        ),
        stored(
            Lead.nurturing_until,
            N_("Nurturing until"),
            Day(),
            aliases=("nurture until", "resume on", "培育至", "暂缓至"),
        ),
        stored(
            Lead.lost_reason_id,
            N_("Reason"),
            Option("lost_reason"),
            aliases=("reason lost", "lost reason", "disqualification reason", "无效原因", "丢失原因", "原因"),
        ),
        stored(
            Lead.converted_at,
            N_("Converted on"),
            Moment(),
            aliases=("converted date", "converted at", "转化时间"),
        ),
        stored(
            Lead.linked_company_id, N_("Linked company"), Reference("company"), aliases=("converted account",)
        ),
        stored(
            Lead.linked_contact_id, N_("Linked contact"), Reference("contact"), aliases=("converted contact",)
        ),
        stored(
            Lead.opportunity_id,
            N_("Opportunity"),
            Reference("opportunity"),
            aliases=("converted opportunity", "商机"),
        ),
        owner(Lead, listed="shown"),
        *contact_days(Lead),
        tags(),
        note(Lead),
        *bookkeeping(Lead),
    ),
)
