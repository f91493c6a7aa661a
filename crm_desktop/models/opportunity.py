"""Opportunities: sales that may be made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Computed
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.business_days import BusinessDay, Deadline, PastDay
from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import (
    Choice,
    Day,
    Exact,
    Flag,
    Moment,
    Money,
    OneOfFew,
    Option,
    Percent,
    Reference,
    Term,
    Text,
    Vocabulary,
)
from crm_desktop.core.query import Condition
from crm_desktop.core.states import StateMachine
from crm_desktop.models import ready_views
from crm_desktop.models.base import (
    Named,
    Owned,
    Record,
    Scaled,
    bookkeeping,
    computed,
    indexed,
    owner,
    points_to,
    stored,
    tags,
)
from crm_desktop.models.shared_fields import contact_days, note
from crm_desktop.models.worked_out import idle_since, weighted

FORECAST_CATEGORIES = Vocabulary(
    "forecast_category",
    (
        Term("pipeline", N_("In the pipeline"), "blue", ("pipeline", "在谈")),
        Term("best_case", N_("Best case"), "orange", ("upside", "最佳情况", "乐观")),
        Term("commit", N_("Commit"), "purple", ("committed", "承诺")),
        Term("closed", N_("Closed won"), "green", ("won", "已成交")),
        Term("omitted", N_("Omitted"), "grey", ("not forecasted", "excluded", "不计入")),
    ),
)

_OUTCOMES = ("open", "won", "lost", "void")

OPPORTUNITY_MACHINE = StateMachine(
    initial="open",
    moves={kind: tuple(other for other in _OUTCOMES if other != kind) for kind in _OUTCOMES},
    needs={"won": ("amount", "closed_on"), "lost": ("reason",), "void": ("reason",)},
)
"""The moves between the *kinds* of stages; stages of one kind follow each other freely."""


class Opportunity(Named, Owned, Record):
    """A sale that may be made.

    Lists from elsewhere often have no name for it: ``name`` may be left out, and the service that writes the
    record composes one from what it is about ("GTX Pro – Cancity"), because product and company are names of
    other records that :meth:`fill` does not see. The probability is the stage's until somebody types one, and
    the amount is the sum of the lines or typed, never both. ``idle_since`` is worked out by SQLite: the last contact,
    else the (middle of the) day on which it began.
    """

    __tablename__ = "opportunity"
    counted: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "stage_id": ("closed_on", "amount", "currency", "rate", "started_on", "created_at")
    }

    number: Mapped[str | None] = indexed()
    name: Mapped[str] = mapped_column(default="", server_default="")
    company_id: Mapped[int | None] = points_to("company.id")
    contact_id: Mapped[int | None] = points_to("contact.id")
    product_id: Mapped[int | None] = points_to("product.id")
    pipeline_id: Mapped[int | None] = points_to("pipeline.id")
    stage_id: Mapped[int | None] = points_to("stage.id")
    amount: Mapped[int | None] = indexed()
    amount_from_lines: Mapped[bool] = mapped_column(default=False, server_default="0")
    currency: Mapped[str | None]
    rate: Mapped[Decimal | None] = mapped_column(Scaled(8))
    probability: Mapped[int | None] = indexed()
    probability_is_typed: Mapped[bool] = mapped_column(default=False, server_default="0")
    forecast_category: Mapped[str] = indexed(default="pipeline", server_default="pipeline")
    started_on: Mapped[date | None] = indexed()
    expected_close: Mapped[date | None] = indexed()
    closed_on: Mapped[date | None] = indexed()
    reason_id: Mapped[int | None] = points_to("option.id")
    competitor_id: Mapped[int | None] = points_to("option.id")
    next_step: Mapped[str | None]
    snoozed_until: Mapped[date | None] = indexed()
    source_id: Mapped[int | None] = points_to("option.id")
    campaign_id: Mapped[int | None] = points_to("campaign.id")
    lead_id: Mapped[int | None] = points_to("lead.id")
    note: Mapped[str | None]
    last_contact: Mapped[datetime | None] = indexed()
    next_contact: Mapped[date | None] = indexed()
    idle_since: Mapped[str | None] = mapped_column(
        Computed("coalesce(last_contact, started_on || 'T12:00:00Z', created_at)", persisted=False),
        info={"cache": True, "indexed": True},
    )

    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - so SQLAlchemy spells it


OPPORTUNITY = Entity(
    name="opportunity",
    slug="opportunities",
    title=N_("Opportunity"),
    title_plural=N_("Opportunities"),
    icon="square-kanban",
    section="sales",
    asked=("name", "company", "contact", "product", "amount", "expected_close", "stage", "owner"),
    open_ones=(Condition("closed_on", "empty"),),
    about=N_(
        "What you may sell: to whom, for how much, how likely and when. The pipeline report adds them up."
    ),
    views=ready_views.OPPORTUNITY,
    title_key="name",
    match_on=(("number",), ("name", "company")),
    aliases=("deal", "deals", "sales pipeline", "potentials", "商机"),
    short=("company", "stage", "amount", "expected_close"),
    main=(
        "company",
        "contact",
        "stage",
        "amount",
        "probability",
        "weighted",
        "expected_close",
        "closed_on",
        "product",
        "next_step",
        "reason",
        "competitor",
        "source",
        "owner",
        "tags",
        "note",
    ),
    fields=(
        stored(
            Opportunity.name,
            N_("Name"),
            Text(220),
            listed="shown",
            searched=True,
            sort_on=Opportunity.name_key,
            aliases=("opportunity", "opportunity name", "deal", "deal name", "商机", "商机名称", "项目名称"),
        ),
        stored(
            Opportunity.company_id,
            N_("Company"),
            Reference("company"),
            listed="shown",
            searched=True,
            aliases=(
                "associated company",
                "account",
                "account name",
                "company name",
                "customer",
                "公司",
                "公司名称",
                "客户",
                "客户名称",
            ),
        ),
        stored(
            Opportunity.stage_id,
            N_("Stage"),
            OneOfFew("stage"),
            listed="shown",
            aliases=(
                "deal stage",
                "sales stage",
                "opportunity stage",
                "status",
                "阶段",
                "商机阶段",
                "销售阶段",
            ),
        ),
        stored(
            Opportunity.amount,
            N_("Amount"),
            Money(),
            listed="shown",
            aliases=(
                "value",
                "close value",
                "deal value",
                "deal amount",
                "金额",
                "商机金额",
                "预计金额",
                "销售金额",
            ),
        ),
        stored(
            Opportunity.probability,
            N_("Probability"),
            Percent(),
            listed="shown",
            aliases=("probability (%)", "deal probability", "win probability", "chance", "赢率", "成交概率"),
        ),
        computed(
            "weighted",
            N_("Weighted amount"),
            Money(),
            weighted,
            (Opportunity.amount, Opportunity.probability),
        ),
        stored(
            Opportunity.expected_close,
            N_("Expected close"),
            Deadline("closed_on"),
            listed="shown",
            aliases=(
                "expected close date",
                "expected closing",
                "预计成交日期",
                "预计成交时间",
                "预计结单日期",
            ),
        ),
        stored(
            Opportunity.closed_on,
            N_("Closed on"),
            PastDay(),
            aliases=(
                "close date",
                "closed date",
                "closing date",
                "actual close date",
                "成交日期",
                "结束日期",
            ),
        ),
        stored(
            Opportunity.product_id,
            N_("Product"),
            Reference("product"),
            aliases=("product name", "main product", "产品", "产品名称", "主要产品"),
        ),
        owner(Opportunity, listed="shown"),
        stored(
            Opportunity.contact_id,
            N_("Contact"),
            Reference("contact"),
            searched=True,
            aliases=(
                "associated contact",
                "contact name",
                "primary contact",
                "contact person",
                "联系人",
                "联系人姓名",
            ),
        ),
        stored(
            Opportunity.number,
            N_("Number"),
            Text(110),
            searched=True,
            aliases=("opportunity id", "opportunity number", "deal id", "record id", "编号", "商机编号"),
        ),
        stored(
            Opportunity.pipeline_id,
            N_("Pipeline"),
            Reference("pipeline"),
            aliases=("sales pipeline", "deal pipeline", "销售流程", "商机组"),
        ),
        stored(
            Opportunity.forecast_category,
            N_("Forecast category"),
            Choice(FORECAST_CATEGORIES),
            aliases=("forecast", "预测类别"),
        ),
        stored(
            Opportunity.started_on,
            N_("Started on"),
            BusinessDay(),
            aliases=("engage date", "start date", "opened on", "开始日期", "立项日期"),
        ),
        stored(Opportunity.amount_from_lines, N_("Amount from lines"), Flag()),
        stored(Opportunity.currency, N_("Currency"), Text(80), aliases=("amount currency", "币种", "货币")),
        stored(Opportunity.rate, N_("Exchange rate"), Exact(8), aliases=("conversion rate", "汇率")),
        stored(Opportunity.probability_is_typed, N_("Probability is typed"), Flag()),
        stored(
            Opportunity.reason_id,
            N_("Reason"),
            Option("lost_reason"),
            aliases=("loss reason", "lost reason", "closed lost reason", "输单原因", "失败原因"),
        ),
        stored(
            Opportunity.competitor_id,
            N_("Competitor"),
            Option("competitor"),
            aliases=("competitors", "main competitor", "竞争对手"),
        ),
        stored(
            Opportunity.next_step, N_("Next step"), Text(200), searched=True, aliases=("下一步", "下一步计划")
        ),
        stored(Opportunity.snoozed_until, N_("Snoozed until"), Day(), aliases=("暂缓至",)),
        stored(
            Opportunity.source_id,
            N_("Source"),
            Option("source"),
            aliases=("lead source", "original source", "来源", "商机来源"),
        ),
        stored(
            Opportunity.campaign_id,
            N_("Campaign"),
            Reference("campaign"),
            aliases=("campaign name", "campaign source", "primary campaign source", "营销活动", "市场活动"),
        ),
        stored(Opportunity.lead_id, N_("Lead"), Reference("lead"), aliases=("线索",)),
        *contact_days(Opportunity),
        computed(
            "idle_since",
            N_("Idle since"),
            Moment(),
            idle_since,
            (Opportunity.idle_since,),
            sort_on=Opportunity.idle_since,
            filtered=True,
        ),
        tags(),
        note(Opportunity),
        *bookkeeping(Opportunity),
    ),
)
