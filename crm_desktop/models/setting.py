"""Business settings: what holds for the firm and therefore lies in the customer file and is synchronised."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import LongText, Text
from crm_desktop.models.base import Record, bookkeeping, stored


class Setting(Record):
    """One setting: a key and a value in JSON."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str | None]


SETTING = Entity(
    name="setting",
    slug="settings",
    title=N_("Setting"),
    title_plural=N_("Settings"),
    icon="settings",
    title_key="key",
    match_on=(("key",),),
    fields=(
        stored(Setting.key, N_("Key"), Text(), required=True, listed="shown", searched=True),
        stored(Setting.value, N_("Value"), LongText(), listed="shown"),
        *bookkeeping(Setting),
    ),
)
