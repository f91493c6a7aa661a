"""Values worked out from others of the same row; apart from their tables, because lists need them without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Reader, Reckoned

HAPPENS = ("started_at", "planned_at", "due_on", "done_at", "created_at")  # the first that is filled counts


def weighted(row: Mapping[str, Any]) -> int | None:
    """Return amount × probability of an opportunity, rounded to the minor unit."""
    amount, probability = row["amount"], row["probability"]
    return None if amount is None or probability is None else (amount * probability + 50) // 100


def idle_since(row: Mapping[str, Any]) -> datetime | None:
    """Return the moment since which nobody spoke about an opportunity; worked out by SQLite."""
    return None if row["idle_since"] is None else clock.moment(row["idle_since"])


def happens_on(row: Mapping[str, Any]) -> date | None:
    """Return the day of an activity on the user's clock: when it began, is planned or due, was done or noted."""
    stored = next((row[name] for name in HAPPENS if row[name] is not None), None)
    if stored is None:
        return None
    return (
        date.fromisoformat(stored)
        if len(stored) == len("2026-11-21")
        else clock.moment(stored).astimezone().date()
    )


def _due(reader: Reader, ids: Sequence[int]) -> Mapping[int, Any]:
    from crm_desktop.models import request_clocks

    return request_clocks.due(reader, ids)


def _by_due(reader: Reader) -> Sequence[int]:
    from crm_desktop.models import request_clocks

    return request_clocks.by_due(reader)


def _running_out(reader: Reader, operator: str) -> Sequence[int]:
    from crm_desktop.models import request_clocks

    return request_clocks.late(reader) if operator == "late" else request_clocks.due_today(reader)


DUE = Reckoned(
    _due,
    _by_due,
    _running_out,
    ("status_change", "sla_policy", "work_calendar", "work_interval", "calendar_exception", "survey_answer"),
)
"""What is due with service requests, by their clocks."""
