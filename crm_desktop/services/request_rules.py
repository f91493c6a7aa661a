"""What follows from a new state of a service request: the log of its states, its moments, how often it was reopened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.models import registry
from crm_desktop.models.request_states import FINISHED

if TYPE_CHECKING:
    from crm_desktop.store.unit_of_work import UnitOfWork

_ANSWERED = ("waiting_customer", "solved")
"""States that nobody reaches without having spoken to the customer."""


def follow_status(work: UnitOfWork, record_id: int, old: str | None, new: Mapping[str, Any]) -> None:
    """Log the state that ``new`` brings, and keep the moments that come with it, unless they were given with it."""
    status, now = new["status"], clock.now()
    work.add(
        registry.model("status_change"),
        service_request_id=record_id,
        from_status=old,
        to_status=status,
        at=now,
        user_id=work.writer.user,
    )
    record: Any = work.session.get_one(registry.model("service_request"), record_id)
    moments: dict[str, Any] = {}
    if status in _ANSWERED and record.first_response_at is None:
        moments["first_response_at"] = now
    if status in ("solved", "closed"):
        moments[f"{'resolved' if status == 'solved' else 'closed'}_at"] = now
    if old in FINISHED and status not in FINISHED:
        moments |= {"resolved_at": None, "closed_at": None, "reopened": (record.reopened or 0) + 1}
    for key, value in moments.items():
        if key not in new:
            setattr(record, key, value)
