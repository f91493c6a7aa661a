"""What is still to be done for one record: its activities that are planned or due and not done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from crm_desktop.core import clock

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NextStep:
    """One activity to come: ``at`` is the moment for which it is planned, ``day`` that by which it is due."""

    id: int
    kind: str
    subject: str
    day: date | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The first of what is to come, the most urgent first, and how many there are in all."""

    first: tuple[NextStep, ...]
    count: int


def of_record(workspace: Workspace, entity: str, record_id: int, limit: int) -> NextSteps:
    """Return what is still to be done for a record of an entity that activities point to."""
    reader = workspace.file.reader()
    source = f"FROM activity WHERE {entity}_id = ? AND deleted_at IS NULL AND done_at IS NULL AND started_at IS NULL"
    count = reader.execute(f"SELECT count(*) {source}", (record_id,)).fetchone()[0]
    due = "coalesce(substr(planned_at, 1, 10), due_on)"
    rows = reader.execute(
        f"SELECT id, kind, subject, due_on, planned_at {source} "
        f"ORDER BY {due} IS NULL, {due}, planned_at, id LIMIT ?",
        (record_id, limit),
    )
    steps = (
        NextStep(
            one,
            kind,
            subject,
            date.fromisoformat(day) if day else None,
            clock.moment(planned) if planned else None,
        )
        for one, kind, subject, day, planned in rows
    )
    return NextSteps(tuple(steps), count)
