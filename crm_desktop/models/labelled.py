"""Rows that the user names in both languages and retires instead of deleting: options, stages, custom fields."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Moment, Number, Text
from crm_desktop.models.base import stored


class Labelled:
    """A row with a label in English and in Chinese, a place among its like, and a time of retirement."""

    label_en: Mapped[str] = mapped_column(sort_order=-5)
    label_zh: Mapped[str | None] = mapped_column(sort_order=-4)
    position: Mapped[int] = mapped_column(default=0, server_default="0", sort_order=70)
    retired_at: Mapped[datetime | None] = mapped_column(sort_order=71)

    @classmethod
    def fill(cls, values: MutableMapping[str, Any]) -> None:
        """Take the Chinese label where only that was given."""
        if not values.get("label_en"):
            values["label_en"] = values.get("label_zh") or ""


def label_fields(model: Any) -> tuple[Field, ...]:
    """Describe the labels of a row."""
    return (
        stored(
            model.label_en,
            N_("English label"),
            Text(180),
            required=True,
            listed="shown",
            searched=True,
            aliases=("label", "name", "名称"),
        ),
        stored(
            model.label_zh,
            N_("Chinese label"),
            Text(180),
            listed="shown",
            searched=True,
            aliases=("中文名称",),
        ),
    )


def order_fields(model: Any) -> tuple[Field, ...]:
    """Describe the place of a row among its like, and its retirement."""
    return (
        stored(model.position, N_("Position"), Number(low=0), listed="shown", aliases=("sort order", "排序")),
        stored(model.retired_at, N_("Retired"), Moment()),
    )
