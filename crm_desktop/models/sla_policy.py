"""Service targets: how soon a request is answered and solved, by its priority and the customer's level."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, Flag, Minutes, Option, Reference, Text
from crm_desktop.models.base import Record, bookkeeping, points_to, stored
from crm_desktop.models.vocabularies import PRIORITIES


class SlaPolicy(Record):
    """The targets for one priority, in working minutes. One that names a level goes before one that does not."""

    __tablename__ = "sla_policy"

    name: Mapped[str]
    calendar_id: Mapped[int] = points_to("work_calendar.id")
    priority: Mapped[str]
    level_id: Mapped[int | None] = points_to("option.id")
    first_response_minutes: Mapped[int | None]
    solution_minutes: Mapped[int | None]
    pause_for_third_party: Mapped[bool] = mapped_column(default=True, server_default="1")


SLA_POLICY = Entity(
    name="sla_policy",
    slug="sla-policies",
    title=N_("Service target"),
    title_plural=N_("Service targets"),
    icon="alarm-clock",
    title_key="name",
    match_on=(("priority", "level"),),
    fields=(
        stored(SlaPolicy.name, N_("Name"), Text(), required=True, listed="shown", searched=True),
        stored(SlaPolicy.priority, N_("Priority"), Choice(PRIORITIES), required=True, listed="shown"),
        stored(SlaPolicy.level_id, N_("Level"), Option("level", 80), listed="shown"),
        stored(SlaPolicy.first_response_minutes, N_("First response"), Minutes(), listed="shown"),
        stored(SlaPolicy.solution_minutes, N_("Solution"), Minutes(), listed="shown"),
        stored(SlaPolicy.pause_for_third_party, N_("Pauses for third parties"), Flag(), listed="shown"),
        stored(
            SlaPolicy.calendar_id,
            N_("Work calendar"),
            Reference("work_calendar"),
            required=True,
            listed="shown",
        ),
        *bookkeeping(SlaPolicy),
    ),
)
