"""Service requests: questions, faults, complaints and returns, with their messages and the log of their states."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.business_days import PastMoment
from crm_desktop.core.due import DueTime
from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import (
    Choice,
    Flag,
    LongText,
    Moment,
    Number,
    Option,
    Reference,
    Status,
    Term,
    Text,
    Vocabulary,
)
from crm_desktop.core.query import Condition
from crm_desktop.models import ready_views
from crm_desktop.models.base import (
    Named,
    Owned,
    Record,
    bookkeeping,
    indexed,
    owner,
    points_to,
    reckoned,
    stored,
    tags,
)
from crm_desktop.models.request_states import OPEN, REQUEST_MACHINE, REQUEST_STATUSES
from crm_desktop.models.vocabularies import MEANS, MESSAGE_DIRECTIONS, PRIORITIES
from crm_desktop.models.worked_out import DUE

REQUEST_KINDS = Vocabulary(
    "request_kind",
    (
        Term("question", N_("Question"), "blue", ("inquiry", "how-to", "咨询", "问题")),
        Term(
            "fault", N_("Fault"), "orange", ("problem", "incident", "bug", "defect", "repair", "故障", "报修")
        ),
        Term("complaint", N_("Complaint"), "red", ("投诉",)),
        Term("return", N_("Return"), "purple", ("refund", "exchange", "退货", "换货", "退换货")),
        Term("other", N_("Other request"), "grey", ("other", "feature request", "其他", "建议")),
    ),
)


class ServiceRequest(Named, Owned, Record):
    """One request of a customer.

    The first response is that; solved and closed are the last time and empty while it is open again. How long it was
    worked on and waited for is read from the log of its states (:class:`StatusChange`).
    """

    __tablename__ = "service_request"
    moments = ("received_at", "resolved_at")

    number: Mapped[str] = indexed(default="", server_default="")
    title: Mapped[str]
    body: Mapped[str | None]
    kind: Mapped[str] = indexed(default="question", server_default="question")
    is_major: Mapped[bool] = mapped_column(default=False, server_default="0")
    priority: Mapped[str] = indexed(default="normal", server_default="normal")
    status: Mapped[str] = indexed(default="new", server_default="new")
    channel: Mapped[str | None]
    received_at: Mapped[datetime | None] = indexed()
    first_response_at: Mapped[datetime | None] = indexed()
    resolved_at: Mapped[datetime | None] = indexed()
    closed_at: Mapped[datetime | None] = indexed()
    resolution: Mapped[str | None]
    cause_id: Mapped[int | None] = points_to("option.id")
    reopened: Mapped[int] = mapped_column(default=0, server_default="0")
    duplicate_of_id: Mapped[int | None] = points_to("service_request.id")
    company_id: Mapped[int | None] = points_to("company.id")
    contact_id: Mapped[int | None] = points_to("contact.id")
    product_id: Mapped[int | None] = points_to("product.id")
    sales_order_id: Mapped[int | None] = points_to("sales_order.id")
    accountable_id: Mapped[int | None] = points_to("user.id")


SERVICE_REQUEST = Entity(
    name="service_request",
    slug="service-requests",
    title=N_("Service request"),
    title_plural=N_("Service requests"),
    icon="life-buoy",
    section="service",
    begins_with=(("kind", "question"), ("priority", "normal"), ("status", "new")),
    open_ones=(Condition("status", "any_of", list(OPEN)),),
    about=N_("What customers ask and complain about, until it is solved."),
    views=ready_views.SERVICE_REQUEST,
    title_key="title",
    newest_by="received_at",
    match_on=(("number",),),
    aliases=(
        "request",
        "requests",
        "case",
        "cases",
        "ticket",
        "tickets",
        "complaints",
        "工单",
        "服务请求",
        "投诉",
    ),
    short=("company", "status", "received_at", "priority"),
    fields=(
        stored(
            ServiceRequest.number,
            N_("Number"),
            Text(100),
            listed="shown",
            searched=True,
            aliases=(
                "case number",
                "ticket number",
                "ticket id",
                "request number",
                "编号",
                "工单号",
                "工单编号",
            ),
        ),
        stored(
            ServiceRequest.title,
            N_("Title"),
            Text(240),
            required=True,
            listed="shown",
            searched=True,
            sort_on=ServiceRequest.name_key,
            aliases=("subject", "summary", "ticket name", "case subject", "标题", "主题", "问题"),
        ),
        stored(
            ServiceRequest.company_id,
            N_("Company"),
            Reference("company"),
            listed="shown",
            searched=True,
            aliases=("company name", "account", "account name", "customer", "公司", "客户", "客户名称"),
        ),
        stored(
            ServiceRequest.kind,
            N_("Kind"),
            Choice(REQUEST_KINDS),
            required=True,
            aliases=("type", "case type", "category", "类型", "工单类型"),
        ),
        stored(
            ServiceRequest.priority,
            N_("Priority"),
            Choice(PRIORITIES),
            required=True,
            listed="shown",
            aliases=("severity", "优先级", "紧急程度"),
        ),
        stored(
            ServiceRequest.status,
            N_("Status"),
            Status(REQUEST_STATUSES, REQUEST_MACHINE),
            required=True,
            listed="shown",
            aliases=("ticket status", "case status", "state", "状态", "处理状态"),
        ),
        reckoned("due", N_("Due or rating"), DueTime(), DUE, listed="shown"),
        stored(
            ServiceRequest.received_at,
            N_("Received"),
            PastMoment(),
            aliases=(
                "date/time opened",
                "received at",
                "opened",
                "date opened",
                "create date",
                "received on",
                "受理时间",
                "提交时间",
            ),
        ),
        owner(ServiceRequest, listed="shown"),
        stored(
            ServiceRequest.contact_id,
            N_("Contact"),
            Reference("contact"),
            searched=True,
            aliases=("contact name", "requester", "reporter", "联系人", "联系人姓名"),
        ),
        stored(
            ServiceRequest.body,
            N_("Text"),
            LongText(),
            searched=True,
            aliases=("body", "description", "case description", "details", "内容", "描述", "问题描述"),
        ),
        stored(ServiceRequest.is_major, N_("Major"), Flag(), aliases=("is major", "重大", "重大投诉")),
        stored(
            ServiceRequest.accountable_id,
            N_("Accountable"),
            Reference("user"),
            aliases=("accountable person", "责任人"),
        ),
        stored(
            ServiceRequest.channel,
            N_("Channel"),
            Choice(MEANS),
            aliases=("origin", "case origin", "source", "渠道", "来源"),
        ),
        stored(
            ServiceRequest.first_response_at,
            N_("First response"),
            PastMoment(),
            aliases=("first response at", "first reply", "首次响应时间"),
        ),
        stored(
            ServiceRequest.resolved_at,
            N_("Solved on"),
            PastMoment(),
            aliases=("resolved", "resolved at", "solved at", "解决时间"),
        ),
        stored(
            ServiceRequest.closed_at,
            N_("Closed on"),
            PastMoment(),
            aliases=("date/time closed", "date closed", "close date", "closed at", "closed date", "关闭时间"),
        ),
        stored(
            ServiceRequest.resolution,
            N_("Resolution"),
            LongText(),
            searched=True,
            aliases=("solution", "解决方案", "处理结果"),
        ),
        stored(
            ServiceRequest.cause_id,
            N_("Cause"),
            Option("cause"),
            aliases=("reason", "case reason", "root cause", "原因"),
        ),
        stored(
            ServiceRequest.reopened, N_("Reopened"), Number(low=0), aliases=("reopened count", "重开次数")
        ),
        stored(
            ServiceRequest.duplicate_of_id,
            N_("Duplicate of"),
            Reference("service_request"),
            pointing=N_("Duplicate requests"),
        ),
        stored(
            ServiceRequest.product_id,
            N_("Product"),
            Reference("product"),
            aliases=("product name", "产品", "产品名称"),
        ),
        stored(
            ServiceRequest.sales_order_id,
            N_("Order"),
            Reference("sales_order"),
            aliases=("order number", "订单", "订单号"),
        ),
        tags(),
        *bookkeeping(ServiceRequest),
    ),
)


class RequestMessage(Record):
    """One message of the talk about a request: from the customer, to the customer, or an internal note."""

    __tablename__ = "request_message"

    service_request_id: Mapped[int] = points_to("service_request.id", part=True)
    direction: Mapped[str] = mapped_column(default="incoming", server_default="incoming")
    channel: Mapped[str | None]
    at: Mapped[datetime] = indexed()
    author: Mapped[str | None]
    user_id: Mapped[int | None] = points_to("user.id")
    contact_id: Mapped[int | None] = points_to("contact.id")
    body: Mapped[str]


REQUEST_MESSAGE = Entity(
    name="request_message",
    slug="request-messages",
    title=N_("Message"),
    title_plural=N_("Messages"),
    icon="message-square",
    title_key="body",
    fields=(
        stored(
            RequestMessage.service_request_id,
            N_("Service request"),
            Reference("service_request"),
            required=True,
            listed="shown",
        ),
        stored(
            RequestMessage.direction,
            N_("Direction"),
            Choice(MESSAGE_DIRECTIONS),
            required=True,
            listed="shown",
        ),
        stored(RequestMessage.body, N_("Text"), LongText(), required=True, listed="shown", searched=True),
        stored(RequestMessage.at, N_("When"), Moment(), required=True, listed="shown"),
        stored(RequestMessage.author, N_("Author"), Text(), listed="shown"),
        stored(RequestMessage.user_id, N_("User"), Reference("user")),
        stored(RequestMessage.contact_id, N_("Contact"), Reference("contact")),
        stored(RequestMessage.channel, N_("Channel"), Choice(MEANS)),
        *bookkeeping(RequestMessage),
    ),
)


class StatusChange(Record):
    """One change of state of a request. The clocks of the service agreement are worked out from this log."""

    __tablename__ = "status_change"
    moments = ("at",)

    service_request_id: Mapped[int] = points_to("service_request.id", part=True)
    from_status: Mapped[str | None]
    to_status: Mapped[str]
    at: Mapped[datetime] = indexed()
    user_id: Mapped[int | None] = points_to("user.id")


STATUS_CHANGE = Entity(
    name="status_change",
    slug="status-changes",
    title=N_("Status change"),
    title_plural=N_("Status changes"),
    icon="history",
    title_key="at",
    fields=(
        stored(
            StatusChange.service_request_id,
            N_("Service request"),
            Reference("service_request"),
            required=True,
            listed="shown",
        ),
        stored(StatusChange.from_status, N_("From status"), Choice(REQUEST_STATUSES), listed="shown"),
        stored(
            StatusChange.to_status, N_("To status"), Choice(REQUEST_STATUSES), required=True, listed="shown"
        ),
        stored(StatusChange.at, N_("When"), Moment(), required=True, listed="shown"),
        stored(StatusChange.user_id, N_("User"), Reference("user"), listed="shown"),
        *bookkeeping(StatusChange),
    ),
)
