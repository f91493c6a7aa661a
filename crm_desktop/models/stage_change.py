"""The log of stages: when an opportunity moved, from where to where, and what it was worth then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Mapped

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Moment, Money, Reference, Text
from crm_desktop.models.base import Record, bookkeeping, indexed, points_to, stored


class StageChange(Record):
    """One move of an opportunity from stage to stage. The log tells how long each stage took."""

    __tablename__ = "stage_change"
    moments = ("at",)
    counted: ClassVar[Mapping[str, tuple[str, ...]]] = {"to_stage_id": ("at", "opportunity_id")}

    opportunity_id: Mapped[int] = points_to("opportunity.id", part=True)
    from_stage_id: Mapped[int | None] = points_to("stage.id")
    to_stage_id: Mapped[int] = points_to("stage.id")
    at: Mapped[datetime] = indexed()
    user_id: Mapped[int | None] = points_to("user.id")
    amount: Mapped[int | None]
    currency: Mapped[str | None]


STAGE_CHANGE = Entity(
    name="stage_change",
    slug="stage-changes",
    title=N_("Stage change"),
    title_plural=N_("Stage changes"),
    icon="history",
    title_key="at",
    short=("from_stage", "to_stage"),
    fields=(
        stored(
            StageChange.opportunity_id,
            N_("Opportunity"),
            Reference("opportunity"),
            required=True,
            listed="shown",
        ),
        stored(StageChange.from_stage_id, N_("From stage"), Reference("stage"), listed="shown"),
        stored(StageChange.to_stage_id, N_("To stage"), Reference("stage"), required=True, listed="shown"),
        stored(StageChange.at, N_("When"), Moment(), required=True, listed="shown"),
        stored(StageChange.user_id, N_("User"), Reference("user"), listed="shown"),
        stored(StageChange.amount, N_("Amount"), Money(), listed="shown"),
        stored(StageChange.currency, N_("Currency"), Text(80)),
        *bookkeeping(StageChange),
    ),
)
