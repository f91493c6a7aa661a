"""Pairs of records that look like one and are two: what somebody said about a likely duplicate."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Number
from crm_desktop.models.base import Record, bookkeeping, indexed, stored
from crm_desktop.models.codes import records


class DistinctPair(Record):
    """Two records of one entity that are not the same; the smaller id comes first."""

    __tablename__ = "distinct_pair"

    entity: Mapped[str]
    first_id: Mapped[int] = indexed(info={"any_record": True})
    second_id: Mapped[int] = indexed(info={"any_record": True})


DISTINCT_PAIR = Entity(
    name="distinct_pair",
    slug="distinct-pairs",
    title=N_("Not a duplicate"),
    title_plural=N_("Not duplicates"),
    icon="users",
    title_key="entity",
    fields=(
        stored(DistinctPair.entity, N_("Entity"), records(), required=True, listed="shown"),
        stored(DistinctPair.first_id, N_("Record"), Number(), required=True, listed="hidden"),
        stored(DistinctPair.second_id, N_("Other record"), Number(), required=True, listed="hidden"),
        *bookkeeping(DistinctPair),
    ),
)
