"""Targets of persons and periods, and the dated snapshots of the forecast that accuracy is measured against."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, Day, Exact, Money, Text
from crm_desktop.models.base import Owned, Record, Scaled, bookkeeping, indexed, owner, stored
from crm_desktop.models.campaign import METRICS


class Target(Owned, Record):
    """What a person, or the firm where none is named, is to reach in a period: whole units of money or a count."""

    __tablename__ = "target"

    name: Mapped[str | None]
    starts_on: Mapped[date] = indexed()
    ends_on: Mapped[date] = indexed()
    metric: Mapped[str] = mapped_column(default="won_amount", server_default="won_amount")
    value: Mapped[Decimal | None] = mapped_column(Scaled(2))
    currency: Mapped[str | None]


class ForecastSnapshot(Owned, Record):
    """The forecast of a period as it stood on one day, for one person or the firm."""

    __tablename__ = "forecast_snapshot"

    taken_on: Mapped[date] = indexed()
    starts_on: Mapped[date] = indexed()
    ends_on: Mapped[date] = indexed()
    currency: Mapped[str | None]
    weighted: Mapped[int | None]
    committed: Mapped[int | None]
    best_case: Mapped[int | None]
    closed: Mapped[int | None]


TARGET = Entity(
    name="target",
    slug="targets",
    title=N_("Target"),
    title_plural=N_("Targets"),
    icon="target",
    title_key="name",
    match_on=(("owner", "starts_on", "ends_on", "metric"),),
    aliases=("quota", "quotas", "goals", "业绩目标", "目标"),
    fields=(
        stored(Target.name, N_("Name"), Text(), listed="shown", searched=True),
        owner(Target, listed="shown"),
        stored(
            Target.starts_on,
            N_("Start"),
            Day(),
            required=True,
            listed="shown",
            aliases=("start date", "from"),
        ),
        stored(
            Target.ends_on, N_("End"), Day(), required=True, listed="shown", aliases=("end date", "until")
        ),
        stored(Target.metric, N_("Target measure"), Choice(METRICS), required=True, listed="shown"),
        stored(Target.value, N_("Target value"), Exact(2, width=120), required=True, listed="shown"),
        stored(Target.currency, N_("Currency"), Text(80)),
        *bookkeeping(Target),
    ),
)

FORECAST_SNAPSHOT = Entity(
    name="forecast_snapshot",
    slug="forecast-snapshots",
    title=N_("Forecast snapshot"),
    title_plural=N_("Forecast snapshots"),
    icon="trending-up",
    title_key="taken_on",
    match_on=(("taken_on", "starts_on", "ends_on", "owner"),),
    fields=(
        stored(ForecastSnapshot.taken_on, N_("Taken on"), Day(), required=True, listed="shown"),
        stored(ForecastSnapshot.starts_on, N_("Start"), Day(), required=True, listed="shown"),
        stored(ForecastSnapshot.ends_on, N_("End"), Day(), required=True, listed="shown"),
        owner(ForecastSnapshot, listed="shown"),
        stored(ForecastSnapshot.weighted, N_("Weighted amount"), Money(), listed="shown"),
        stored(ForecastSnapshot.committed, N_("Commit"), Money(), listed="shown"),
        stored(ForecastSnapshot.best_case, N_("Best case"), Money(), listed="shown"),
        stored(ForecastSnapshot.closed, N_("Closed won"), Money(), listed="shown"),
        stored(ForecastSnapshot.currency, N_("Currency"), Text(80)),
        *bookkeeping(ForecastSnapshot),
    ),
)
