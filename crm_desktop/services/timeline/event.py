"""One event of a timeline, and the sorts of events by which a timeline is filtered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from crm_desktop.core.i18n import N_

GROUPS: Mapping[str, str] = {
    "activities": N_("Activities"),
    "sales": N_("Sales"),
    "service": N_("Service"),
    "campaigns": N_("Campaigns"),
    "changes": N_("Changes"),
}
"""The sorts of events, with what a filter calls them, in its order."""

_UNKNOWN = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a record, in words.

    ``about`` is the record that the event is told of, when that is another one. Of an event with ``is_day`` only the
    day is known, and ``at`` is its beginning on the user's clock. ``due`` is the day of a task that is not done.
    ``transaction`` can be taken back; ``change`` is its kind. The key tells events of one timeline apart.
    """

    icon: str
    title: str
    meta: tuple[str, ...] = ()
    body: str = ""
    about: tuple[str, int] | None = None
    due: date | None = None
    transaction: int = 0
    change: str = ""
    undone: bool = False
    group: str = ""
    key: str = ""
    at: datetime = _UNKNOWN
    is_day: bool = False
