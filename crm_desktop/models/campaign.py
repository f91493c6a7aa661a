"""Campaigns: whom the firm wrote to, in which steps, at what cost, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.business_days import BusinessDay
from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import (
    Choice,
    Day,
    Exact,
    Moment,
    Money,
    Number,
    Reference,
    Status,
    Term,
    Text,
    Vocabulary,
)
from crm_desktop.core.states import StateMachine
from crm_desktop.models import ready_views
from crm_desktop.models.base import (
    Named,
    Owned,
    Record,
    Scaled,
    bookkeeping,
    indexed,
    owner,
    points_to,
    stored,
    tags,
)
from crm_desktop.models.shared_fields import note
from crm_desktop.models.vocabularies import MEANS

CAMPAIGN_KINDS = Vocabulary(
    "campaign_kind",
    (
        Term("email", N_("E-mail"), "purple", ("mailing", "newsletter", "邮件")),
        Term("letter", N_("Letter"), "grey", ("direct mail", "print", "信件")),
        Term("phone", N_("Phone"), "blue", ("telemarketing", "call", "电话")),
        Term("message", N_("Message"), "green", ("sms", "wechat", "短信", "微信")),
        Term(
            "event", N_("Event"), "orange", ("conference", "trade show", "webinar", "seminar", "活动", "展会")
        ),
        Term("advertising", N_("Advertising"), "red", ("advertisement", "banner ads", "media", "广告")),
        Term("social", N_("Social media"), "blue", ("社交媒体",)),
        Term("web", N_("Website"), "blue", ("online", "landing page", "网站")),
        Term("referral", N_("Referral"), "green", ("referral program", "partners", "转介绍")),
        Term("other", N_("Other campaign"), "grey", ("other", "其他")),
    ),
)

CAMPAIGN_STATUSES = Vocabulary(
    "campaign_status",
    (
        Term("planned", N_("Planned"), "blue", ("planning", "draft", "计划中")),
        Term("running", N_("Running"), "green", ("active", "in progress", "sending", "进行中")),
        Term("paused", N_("Paused"), "orange", ("inactive", "已暂停")),
        Term("completed", N_("Completed"), "purple", ("complete", "done", "已完成")),
        Term("cancelled", N_("Cancelled"), "grey", ("canceled", "aborted", "已取消")),
    ),
)

CAMPAIGN_MACHINE = StateMachine(
    initial="planned",
    moves={
        "planned": ("running", "cancelled"),
        "running": ("paused", "completed", "cancelled"),
        "paused": ("running", "completed", "cancelled"),
        "completed": ("running",),
        "cancelled": ("planned",),
    },
    needs={"running": ("starts_on",)},
)

MEMBER_STATUSES = Vocabulary(
    "campaign_member_status",
    (
        Term("planned", N_("Planned"), "grey", ("计划中",)),
        Term("sent", N_("Sent"), "blue", ("delivered", "已发送")),
        Term("bounced", N_("Bounced"), "red", ("undeliverable", "退信")),
        Term("responded", N_("Responded"), "green", ("replied", "clicked", "已响应")),
        Term("declined", N_("Declined"), "orange", ("unsubscribed", "已拒绝")),
        Term("converted", N_("Converted"), "purple", ("已转化",)),
    ),
)

MEMBER_MACHINE = StateMachine(
    initial="planned",
    moves={
        "planned": ("sent", "responded", "declined"),
        "sent": ("bounced", "responded", "declined", "converted"),
        "bounced": ("sent",),
        "responded": ("converted", "declined"),
        "declined": ("responded",),
        "converted": ("responded",),
    },
)

METRICS = Vocabulary(
    "metric",
    (
        Term("won_amount", N_("Amount won"), "green", ("赢单金额", "业绩金额")),
        Term("won_count", N_("Opportunities won"), "green", ("赢单数",)),
        Term("order_amount", N_("Amount of orders"), "blue", ("revenue", "sales", "订单金额", "销售额")),
        Term("order_count", N_("Number of orders"), "blue", ("orders", "订单数")),
        Term("new_customers", N_("New customers"), "purple", ("新客户数",)),
        Term("new_leads", N_("New leads"), "purple", ("leads", "新线索数")),
        Term("activities", N_("Activities done"), "orange", ("activities", "完成活动数", "跟进数")),
        Term("responses", N_("Responses"), "orange", ("响应数",)),
    ),
)


class Campaign(Named, Owned, Record):
    """One action to win or keep customers, with a target that can be checked afterwards."""

    __tablename__ = "campaign"

    name: Mapped[str]
    kind: Mapped[str] = indexed(default="email", server_default="email")
    status: Mapped[str] = indexed(default="planned", server_default="planned")
    objective: Mapped[str | None]
    target_metric: Mapped[str | None]
    target_value: Mapped[Decimal | None] = mapped_column(Scaled(2))
    starts_on: Mapped[date | None] = indexed()
    ends_on: Mapped[date | None] = indexed()
    budget: Mapped[int | None] = indexed()
    expected_revenue: Mapped[int | None]
    currency: Mapped[str | None]
    segment_id: Mapped[int | None] = points_to("segment.id")
    note: Mapped[str | None]


CAMPAIGN = Entity(
    name="campaign",
    slug="campaigns",
    title=N_("Campaign"),
    title_plural=N_("Campaigns"),
    icon="megaphone",
    section="service",
    begins_with=(("kind", "email"), ("status", "planned")),
    about=N_("Mailings, fairs and other actions: who was reached, who answered, what came of it."),
    views=ready_views.CAMPAIGN,
    title_key="name",
    newest_by="starts_on",
    match_on=(("name",),),
    aliases=("marketing", "action", "营销活动", "市场活动"),
    short=("status", "starts_on", "budget"),
    main=(
        "status",
        "kind",
        "starts_on",
        "ends_on",
        "budget",
        "expected_revenue",
        "objective",
        "target_metric",
        "target_value",
        "segment",
        "owner",
        "tags",
        "note",
    ),
    fields=(
        stored(
            Campaign.name,
            N_("Name"),
            Text(220),
            required=True,
            listed="shown",
            searched=True,
            sort_on=Campaign.name_key,
            aliases=("campaign", "campaign name", "活动名称", "营销活动", "市场活动", "名称"),
        ),
        stored(
            Campaign.kind,
            N_("Kind"),
            Choice(CAMPAIGN_KINDS),
            required=True,
            listed="shown",
            aliases=("type", "campaign type", "类型", "活动类型"),
        ),
        stored(
            Campaign.status,
            N_("Status"),
            Status(CAMPAIGN_STATUSES, CAMPAIGN_MACHINE),
            required=True,
            listed="shown",
            aliases=("campaign status", "状态", "活动状态"),
        ),
        stored(
            Campaign.starts_on,
            N_("Start"),
            BusinessDay(),
            listed="shown",
            aliases=("start date", "开始日期", "开始时间"),
        ),
        stored(
            Campaign.ends_on,
            N_("End"),
            BusinessDay(),
            listed="shown",
            aliases=("end date", "结束日期", "结束时间"),
        ),
        stored(
            Campaign.budget,
            N_("Budget"),
            Money(),
            listed="shown",
            aliases=("budgeted cost", "budgeted cost in campaign", "预算", "活动预算"),
        ),
        owner(Campaign, listed="shown"),
        stored(
            Campaign.objective,
            N_("Objective"),
            Text(240),
            searched=True,
            aliases=("goal", "目标", "活动目标"),
        ),
        stored(Campaign.target_metric, N_("Target measure"), Choice(METRICS), aliases=("metric", "指标")),
        stored(Campaign.target_value, N_("Target value"), Exact(2), aliases=("target", "目标值")),
        stored(
            Campaign.expected_revenue,
            N_("Expected revenue"),
            Money(),
            aliases=("expected revenue in campaign", "预期收入", "预计收入"),
        ),
        stored(Campaign.currency, N_("Currency"), Text(80), aliases=("币种", "货币")),
        stored(Campaign.segment_id, N_("Segment"), Reference("segment"), aliases=("客户分组",)),
        tags(),
        note(Campaign),
        *bookkeeping(Campaign),
    ),
)


class CampaignCost(Record):
    """One item of what a campaign cost."""

    __tablename__ = "campaign_cost"

    campaign_id: Mapped[int] = points_to("campaign.id", part=True)
    title: Mapped[str]
    spent_on: Mapped[date | None] = indexed()
    amount: Mapped[int | None]
    currency: Mapped[str | None]


CAMPAIGN_COST = Entity(
    name="campaign_cost",
    slug="campaign-costs",
    title=N_("Cost of a campaign"),
    title_plural=N_("Costs of campaigns"),
    icon="receipt",
    title_key="title",
    match_on=(("campaign", "title", "spent_on"),),
    fields=(
        stored(CampaignCost.title, N_("Title"), Text(200), required=True, listed="shown", searched=True),
        stored(CampaignCost.amount, N_("Amount"), Money(), listed="shown", aliases=("cost", "金额", "费用")),
        stored(CampaignCost.currency, N_("Currency"), Text(80)),
        stored(CampaignCost.spent_on, N_("Date"), Day(), listed="shown", aliases=("日期",)),
        stored(
            CampaignCost.campaign_id, N_("Campaign"), Reference("campaign"), required=True, listed="shown"
        ),
        *bookkeeping(CampaignCost),
    ),
)


class CampaignStep(Record):
    """One step of a campaign: what is done on which day, and with which template."""

    __tablename__ = "campaign_step"

    campaign_id: Mapped[int] = points_to("campaign.id", part=True)
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    title: Mapped[str]
    channel: Mapped[str | None]
    template_id: Mapped[int | None] = points_to("template.id")
    planned_on: Mapped[date | None] = indexed()
    done_at: Mapped[datetime | None]


CAMPAIGN_STEP = Entity(
    name="campaign_step",
    slug="campaign-steps",
    title=N_("Step of a campaign"),
    title_plural=N_("Steps of campaigns"),
    icon="list",
    title_key="title",
    match_on=(("campaign", "title"),),
    fields=(
        stored(CampaignStep.position, N_("Position"), Number(low=0), listed="shown"),
        stored(CampaignStep.title, N_("Title"), Text(200), required=True, listed="shown", searched=True),
        stored(CampaignStep.channel, N_("Channel"), Choice(MEANS), listed="shown"),
        stored(CampaignStep.template_id, N_("Template"), Reference("template"), listed="shown"),
        stored(CampaignStep.planned_on, N_("Planned for"), Day(), listed="shown"),
        stored(CampaignStep.done_at, N_("Done"), Moment(), listed="shown"),
        stored(CampaignStep.campaign_id, N_("Campaign"), Reference("campaign"), required=True),
        *bookkeeping(CampaignStep),
    ),
)


class CampaignMember(Record):
    """One customer in a campaign, and how far it came with them."""

    __tablename__ = "campaign_member"
    moments = ("created_at", "sent_at", "responded_at", "converted_at")

    campaign_id: Mapped[int] = points_to("campaign.id", part=True)
    company_id: Mapped[int | None] = points_to("company.id")
    contact_id: Mapped[int | None] = points_to("contact.id")
    lead_id: Mapped[int | None] = points_to("lead.id")
    status: Mapped[str] = indexed(default="planned", server_default="planned")
    sent_at: Mapped[datetime | None] = indexed()
    responded_at: Mapped[datetime | None] = indexed()
    converted_at: Mapped[datetime | None] = indexed()
    response: Mapped[str | None]


CAMPAIGN_MEMBER = Entity(
    name="campaign_member",
    slug="campaign-members",
    title=N_("Member of a campaign"),
    title_plural=N_("Campaign members"),
    icon="users",
    title_key="response",
    match_on=(("campaign", "contact"), ("campaign", "company"), ("campaign", "lead")),
    short=("campaign", "company", "contact", "status", "responded_at"),
    fields=(
        stored(
            CampaignMember.campaign_id, N_("Campaign"), Reference("campaign"), required=True, listed="shown"
        ),
        stored(CampaignMember.company_id, N_("Company"), Reference("company"), listed="shown"),
        stored(CampaignMember.contact_id, N_("Contact"), Reference("contact"), listed="shown"),
        stored(CampaignMember.lead_id, N_("Lead"), Reference("lead"), listed="shown"),
        stored(
            CampaignMember.status,
            N_("Status"),
            Status(MEMBER_STATUSES, MEMBER_MACHINE),
            required=True,
            listed="shown",
        ),
        stored(CampaignMember.sent_at, N_("Sent on"), Moment(), listed="shown"),
        stored(CampaignMember.responded_at, N_("Responded on"), Moment(), listed="shown"),
        stored(CampaignMember.converted_at, N_("Converted on"), Moment()),
        stored(CampaignMember.response, N_("Response"), Text(200), searched=True),
        *bookkeeping(CampaignMember),
    ),
)
