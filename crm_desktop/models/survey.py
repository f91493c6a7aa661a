"""Satisfaction surveys and their answers: overall, speed, solution, and whether one would recommend the firm."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, Flag, LongText, Moment, Number, Reference, Term, Text, Vocabulary
from crm_desktop.models.base import Record, bookkeeping, indexed, points_to, stored
from crm_desktop.models.codes import spoken
from crm_desktop.models.vocabularies import MEANS

SURVEY_SUBJECTS = Vocabulary(
    "survey_subject",
    (
        Term("service_request", N_("Service request"), "orange", ("ticket", "工单")),
        Term("sales_order", N_("Order"), "green", ("purchase", "订单")),
        Term("company", N_("Company"), "blue", ("account", "客户")),
    ),
)


class Survey(Record):
    """One survey: what it asks about and the words it begins with."""

    __tablename__ = "survey"

    name: Mapped[str]
    subject: Mapped[str] = mapped_column(default="service_request", server_default="service_request")
    language: Mapped[str | None]
    intro: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True, server_default="1")


class SurveyAnswer(Record):
    """One survey sent to one customer. Until it is answered it counts in the answer rate only."""

    __tablename__ = "survey_answer"
    moments = ("answered_at",)

    survey_id: Mapped[int] = points_to("survey.id", part=True)
    service_request_id: Mapped[int | None] = points_to("service_request.id")
    sales_order_id: Mapped[int | None] = points_to("sales_order.id")
    company_id: Mapped[int | None] = points_to("company.id")
    contact_id: Mapped[int | None] = points_to("contact.id")
    channel: Mapped[str | None]
    sent_at: Mapped[datetime | None] = indexed()
    answered_at: Mapped[datetime | None] = indexed()
    overall: Mapped[int | None] = indexed()
    speed: Mapped[int | None]
    solution: Mapped[int | None]
    recommend: Mapped[int | None] = indexed()
    comment: Mapped[str | None]
    followed_up: Mapped[bool] = mapped_column(default=False, server_default="0")


SURVEY = Entity(
    name="survey",
    slug="surveys",
    title=N_("Survey"),
    title_plural=N_("Surveys"),
    icon="smile",
    title_key="name",
    match_on=(("name",),),
    fields=(
        stored(Survey.name, N_("Name"), Text(), required=True, listed="shown", searched=True),
        stored(Survey.subject, N_("Subject"), Choice(SURVEY_SUBJECTS), required=True, listed="shown"),
        stored(Survey.language, N_("Language"), spoken(), listed="shown"),
        stored(Survey.intro, N_("Introduction"), LongText()),
        stored(Survey.active, N_("Active"), Flag(), listed="shown"),
        *bookkeeping(Survey),
    ),
)

SURVEY_ANSWER = Entity(
    name="survey_answer",
    slug="survey-answers",
    title=N_("Survey answer"),
    title_plural=N_("Survey answers"),
    icon="thumbs-up",
    title_key="comment",
    match_on=(("survey", "service_request"), ("survey", "sales_order")),
    short=("contact", "overall", "comment", "answered_at", "sent_at"),
    short_of=(("contact", ("survey", "overall", "comment", "answered_at")),),
    fields=(
        stored(SurveyAnswer.survey_id, N_("Survey"), Reference("survey"), required=True),
        stored(
            SurveyAnswer.company_id, N_("Company"), Reference("company"), listed="shown", aliases=("客户",)
        ),
        stored(
            SurveyAnswer.contact_id, N_("Contact"), Reference("contact"), listed="shown", aliases=("联系人",)
        ),
        stored(
            SurveyAnswer.overall,
            N_("Overall"),
            Number(low=1, high=5),
            listed="shown",
            aliases=("satisfaction", "csat", "总体满意度", "满意度"),
        ),
        stored(SurveyAnswer.speed, N_("Speed"), Number(low=1, high=5), listed="shown", aliases=("速度",)),
        stored(
            SurveyAnswer.solution, N_("Solution"), Number(low=1, high=5), listed="shown", aliases=("解决",)
        ),
        stored(
            SurveyAnswer.recommend,
            N_("Recommends"),
            Number(low=0, high=10),
            listed="shown",
            aliases=("nps", "recommend", "推荐意愿"),
        ),
        stored(
            SurveyAnswer.comment, N_("Comment"), LongText(), listed="shown", searched=True, aliases=("意见",)
        ),
        stored(
            SurveyAnswer.answered_at, N_("Answered"), Moment(), listed="shown", aliases=("date", "回复时间")
        ),
        stored(SurveyAnswer.sent_at, N_("Sent on"), Moment(), aliases=("sent at", "发送时间")),
        stored(SurveyAnswer.channel, N_("Channel"), Choice(MEANS)),
        stored(SurveyAnswer.followed_up, N_("Followed up"), Flag()),
        stored(SurveyAnswer.service_request_id, N_("Service request"), Reference("service_request")),
        stored(SurveyAnswer.sales_order_id, N_("Order"), Reference("sales_order")),
        *bookkeeping(SurveyAnswer),
    ),
)
