"""Activities as events: what was done with a customer, and what is planned."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core.activity_icons import activity_icon
from crm_desktop.core.i18n import _
from crm_desktop.services.timeline.event import Event
from crm_desktop.services.timeline.sources import Moments
from crm_desktop.services.timeline.telling import Row, Telling, duration, told

_KEYS = "subject kind channel body due_on started_at ended_at done_at owner contact outcome"


def tell(telling: Telling, ids: Sequence[int]) -> dict[int, Event]:
    """Tell activities: kind and subject, with whom, by whom, how long, with which outcome."""
    return {row.id: _event(telling, row) for row in telling.rows("activity", _KEYS, ids)}


def _event(telling: Telling, row: Row) -> Event:
    values, texts = row.values, row.texts
    subject, body = texts["subject"], (values["body"] or "").strip()
    title = subject
    if subject != texts["kind"]:
        title = _("%(kind)s — %(subject)s") % {"kind": texts["kind"], "subject": subject}
    is_open = values["done_at"] is None and values["started_at"] is None
    took_time = values["ended_at"] is not None and values["ended_at"] != values["started_at"]
    return Event(
        icon=activity_icon(values["kind"], values["channel"]),
        title=title,
        meta=told(
            _("To do") if is_open and values["due_on"] is None else "",
            texts["contact"] if telling.seen_from != "contact" else "",
            texts["owner"],
            duration(values["started_at"], values["ended_at"]) if took_time else "",
            texts["outcome"],
        ),
        body="" if body == subject else body,
        about=telling.about("activity", row.id),
        due=values["due_on"] if is_open else None,
    )


SOURCES = (Moments("activity", "activities", "activity", "happens", tell, own=False),)
