"""Activities: everything that was or will be done with a customer, on every channel, and who took part."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Computed
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.business_days import BusinessMoment, Deadline, PastMoment
from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, LongText, Moment, PersonName, Reference, Text
from crm_desktop.core.query import Condition
from crm_desktop.models import ready_views
from crm_desktop.models.activity_words import ACTIVITY_KINDS, OUTCOMES
from crm_desktop.models.base import (
    Named,
    Owned,
    Record,
    bookkeeping,
    computed,
    indexed,
    owner,
    points_to,
    stored,
    tags,
)
from crm_desktop.models.vocabularies import DIRECTIONS, MEANS, PRIORITIES
from crm_desktop.models.worked_out import HAPPENS, happens_on

_SUBJECT_LENGTH = 80


class Activity(Named, Owned, Record):
    """One thing done or to be done. Its subject is a company or a contact; the other links say what it was about.

    What is planned has ``planned_at`` or ``due_on``; what has happened has ``started_at`` or ``done_at``. A
    subject that was left out is the first line of the text. ``recurrence`` is an RRULE of RFC 5545. ``happens`` is
    worked out by SQLite: the date or moment by which activities stand in order.
    """

    __tablename__ = "activity"
    moments = ("happens",)

    kind: Mapped[str] = indexed(default="task", server_default="task")
    subject: Mapped[str] = indexed(default="", server_default="")
    body: Mapped[str | None]
    channel: Mapped[str | None]
    direction: Mapped[str | None]
    planned_at: Mapped[datetime | None] = indexed()
    started_at: Mapped[datetime | None] = indexed()
    ended_at: Mapped[datetime | None]
    due_on: Mapped[date | None] = indexed()
    done_at: Mapped[datetime | None] = indexed()
    outcome: Mapped[str | None]
    priority: Mapped[str] = indexed(default="normal", server_default="normal")
    reminder_at: Mapped[datetime | None] = indexed()
    snoozed_until: Mapped[datetime | None]
    recurrence: Mapped[str | None]
    company_id: Mapped[int | None] = points_to("company.id")
    contact_id: Mapped[int | None] = points_to("contact.id")
    lead_id: Mapped[int | None] = points_to("lead.id")
    opportunity_id: Mapped[int | None] = points_to("opportunity.id")
    sales_order_id: Mapped[int | None] = points_to("sales_order.id")
    service_request_id: Mapped[int | None] = points_to("service_request.id")
    campaign_id: Mapped[int | None] = points_to("campaign.id")
    happens: Mapped[str | None] = mapped_column(
        Computed(f"coalesce({', '.join(HAPPENS)})", persisted=False), info={"cache": True, "indexed": True}
    )

    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - so SQLAlchemy spells it

    @classmethod
    def fill(cls, values: MutableMapping[str, Any]) -> None:
        """Take the first line of the text for a subject that was left out."""
        if not values.get("subject"):
            first = next(iter((values.get("body") or "").strip().splitlines()), "")
            values["subject"] = first if len(first) <= _SUBJECT_LENGTH else first[: _SUBJECT_LENGTH - 1] + "…"


ACTIVITY = Entity(
    name="activity",
    slug="activities",
    title=N_("Activity"),
    title_plural=N_("Activities"),
    icon="calendar-days",
    section="service",
    open_ones=(Condition("done_at", "empty"), Condition("started_at", "empty")),
    about=N_("Calls, meetings, messages and tasks: what happened, and what is due next."),
    views=ready_views.ACTIVITY,
    title_key="subject",
    newest_by="happens",
    match_on=(
        ("kind", "subject", "company", "contact", "started_at"),
        ("kind", "subject", "company", "contact", "due_on"),
        ("kind", "subject", "company", "contact", "planned_at"),
    ),
    aliases=("task", "tasks", "event", "events", "call", "calls", "follow-ups", "任务", "日程", "跟进记录"),
    short=("kind", "happens", "company", "done_at"),
    asked=("subject", "kind", "due_on", "company", "contact", "owner", "priority", "body"),
    begins_with=(("kind", "task"),),
    main=(
        "kind",
        "due_on",
        "planned_at",
        "started_at",
        "ended_at",
        "done_at",
        "company",
        "contact",
        "lead",
        "opportunity",
        "sales_order",
        "service_request",
        "campaign",
        "outcome",
        "priority",
        "recurrence",
        "reminder_at",
        "owner",
        "body",
        "tags",
    ),
    called_by="kind",
    fields=(
        stored(
            Activity.subject,
            N_("Subject"),
            Text(240),
            listed="shown",
            searched=True,
            sort_on=Activity.name_key,
            aliases=(
                "title",
                "task name",
                "activity name",
                "meeting name",
                "主题",
                "标题",
                "任务名称",
                "日程主题",
            ),
        ),
        stored(
            Activity.kind,
            N_("Kind"),
            Choice(ACTIVITY_KINDS),
            required=True,
            listed="shown",
            aliases=("type", "activity type", "task type", "类型", "活动类型", "跟进类型"),
        ),
        computed(
            "happens",
            N_("Takes place"),
            Deadline("done_at", "started_at", set_by=("planned_at", "due_on")),
            happens_on,
            (
                Activity.started_at,
                Activity.planned_at,
                Activity.due_on,
                Activity.done_at,
                Activity.created_at,
            ),
            listed="shown",
            sort_on=Activity.happens,
        ),
        stored(
            Activity.company_id,
            N_("Company"),
            Reference("company"),
            listed="shown",
            searched=True,
            aliases=(
                "company name",
                "account",
                "account name",
                "customer",
                "related to",
                "公司",
                "客户",
                "客户名称",
            ),
        ),
        stored(
            Activity.contact_id,
            N_("Contact"),
            Reference("contact"),
            listed="shown",
            searched=True,
            aliases=("contact name", "name", "who", "联系人", "联系人姓名"),
        ),
        stored(
            Activity.due_on,
            N_("Due"),
            Deadline("done_at", "started_at"),
            aliases=("due date", "deadline", "截止日期", "到期日", "截止时间"),
        ),
        stored(
            Activity.started_at,
            N_("Started"),
            BusinessMoment(),
            aliases=(
                "start",
                "start date",
                "date",
                "activity date",
                "call date",
                "开始时间",
                "时间",
                "跟进时间",
            ),
        ),
        stored(
            Activity.done_at,
            N_("Done"),
            PastMoment(),
            listed="shown",
            aliases=("date completed", "completed at", "completed date", "closed time", "完成时间"),
        ),
        owner(Activity, listed="shown"),
        stored(
            Activity.channel,
            N_("Channel"),
            Choice(MEANS),
            aliases=("means", "medium", "渠道", "跟进方式", "联系方式"),
        ),
        stored(
            Activity.direction,
            N_("Direction"),
            Choice(DIRECTIONS),
            aliases=("call direction", "call type", "方向", "呼叫类型"),
        ),
        stored(
            Activity.body,
            N_("Text"),
            LongText(),
            searched=True,
            aliases=(
                "body",
                "note",
                "notes",
                "description",
                "comment",
                "comments",
                "content",
                "内容",
                "跟进内容",
                "描述",
                "备注",
            ),
        ),
        stored(
            Activity.planned_at,
            N_("Planned for"),
            BusinessMoment(),
            aliases=("planned for", "scheduled", "scheduled at", "计划时间", "预约时间"),
        ),
        stored(
            Activity.ended_at,
            N_("Ended"),
            BusinessMoment(),
            aliases=("end", "end date", "end time", "结束时间"),
        ),
        stored(
            Activity.outcome,
            N_("Outcome"),
            Choice(OUTCOMES),
            aliases=("result", "call result", "call outcome", "结果", "跟进结果"),
        ),
        stored(
            Activity.priority,
            N_("Priority"),
            Choice(PRIORITIES),
            aliases=("importance", "优先级", "重要程度"),
        ),
        stored(
            Activity.reminder_at,
            N_("Reminder"),
            Moment(),
            aliases=("remind at", "reminder date", "提醒", "提醒时间"),
        ),
        stored(Activity.snoozed_until, N_("Snoozed until"), Moment()),
        stored(Activity.recurrence, N_("Repeats"), Text(140), aliases=("recurrence", "repeat", "重复")),
        stored(Activity.lead_id, N_("Lead"), Reference("lead"), aliases=("lead name", "线索")),
        stored(
            Activity.opportunity_id,
            N_("Opportunity"),
            Reference("opportunity"),
            aliases=("opportunity name", "deal", "deal name", "商机", "商机名称"),
        ),
        stored(
            Activity.sales_order_id, N_("Order"), Reference("sales_order"), aliases=("order number", "订单")
        ),
        stored(
            Activity.service_request_id,
            N_("Service request"),
            Reference("service_request"),
            aliases=("case", "ticket", "工单"),
        ),
        stored(Activity.campaign_id, N_("Campaign"), Reference("campaign"), aliases=("营销活动",)),
        tags(),
        *bookkeeping(Activity),
    ),
)


class Participant(Record):
    """Somebody who took part: a contact, a colleague, or a person known by name only (from an invitation)."""

    __tablename__ = "participant"

    activity_id: Mapped[int] = points_to("activity.id", part=True)
    contact_id: Mapped[int | None] = points_to("contact.id")
    user_id: Mapped[int | None] = points_to("user.id")
    name: Mapped[str | None]


PARTICIPANT = Entity(
    name="participant",
    slug="participants",
    title=N_("Participant"),
    title_plural=N_("Participants"),
    icon="users",
    title_key="name",
    match_on=(("activity", "contact"), ("activity", "user"), ("activity", "name")),
    short=("activity", "contact", "user", "name"),
    fields=(
        stored(Participant.activity_id, N_("Activity"), Reference("activity"), required=True, listed="shown"),
        stored(Participant.contact_id, N_("Contact"), Reference("contact"), listed="shown"),
        stored(Participant.user_id, N_("User"), Reference("user"), listed="shown"),
        stored(Participant.name, N_("Full name"), PersonName(), listed="shown"),
        *bookkeeping(Participant),
    ),
)
