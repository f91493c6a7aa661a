"""Fields that several entities describe alike: the days of their contacts, the note."""

from __future__ import annotations

from typing import Any

from crm_desktop.core.business_days import PastMoment
from crm_desktop.core.entity import Field, Listed
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Day, LongText
from crm_desktop.models.base import stored

_LAST = (
    "last activity", "last contacted", "最后联系", "最后联系日期", "最后联系时间", "最近联系", "最后跟进时间",
    "最近跟进时间",
)  # fmt: skip
_NEXT = ("next activity", "follow up", "下次联系", "下次联系时间", "下次跟进时间")
_NOTE = ("notes", "description", "comment", "comments", "remarks", "备注", "说明", "描述")


def contact_days(model: Any, *, listed: Listed = "offered") -> tuple[Field, Field]:
    """Describe when there was the last contact, which may be ``listed``, and when the next one is due."""
    return (
        stored(model.last_contact, N_("Last contact"), PastMoment(), listed=listed, aliases=_LAST),
        stored(model.next_contact, N_("Next contact"), Day(), aliases=_NEXT),
    )


def note(model: Any) -> Field:
    """Describe the text in which everything else is kept."""
    return stored(model.note, N_("Note"), LongText(), searched=True, aliases=_NOTE)


__all__ = ["contact_days", "note"]
