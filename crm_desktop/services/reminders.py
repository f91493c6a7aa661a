"""Reminders of activities: which are due, and when the next one is; both from the index of reminders alone.

Only what is still to be done reminds, and only the one whose it is, or everybody of what is nobody's.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.services.agenda import Entry
from crm_desktop.store.sql import chunks, marks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

MOST = 200  # that are told at once

_OPEN = (
    "t.deleted_at IS NULL AND t.done_at IS NULL AND (t.started_at IS NULL OR t.started_at > ?) "
    "AND (t.owner_id IS NULL OR t.owner_id IS ?)"
)
_INDEXED = "FROM activity AS t INDEXED BY ix_activity_reminder_at"


@dataclass(frozen=True, slots=True)
class Reminder:
    """An activity of which to remind, and since when."""

    entry: Entry
    at: datetime


class Reminders:
    """Reads reminders. Safe from several threads: each reads on its own connection."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def due(self, after: datetime, until: datetime) -> list[Reminder]:
        """Return the reminders after a moment and until another one, the first of them first."""
        rows = self._workspace.file.reader().execute(
            f"SELECT t.id, t.reminder_at {_INDEXED} WHERE t.reminder_at > ? AND t.reminder_at <= ? AND {_OPEN} "
            f"ORDER BY t.reminder_at, t.id LIMIT {MOST}",
            (clock.stamp(after), clock.stamp(until), *self._whose()),
        )
        return self._told(rows.fetchall())

    def still_due(self, ids: Collection[int], now: datetime) -> list[Reminder]:
        """Return those of the activities that still remind: neither done nor put off."""
        found: list[Any] = []
        for part in chunks(list(ids)):
            found += self._workspace.file.reader().execute(
                f"SELECT t.id, t.reminder_at FROM activity AS t WHERE t.id IN ({marks(part)}) AND t.reminder_at <= ? "
                f"AND {_OPEN} ORDER BY t.reminder_at, t.id",
                (*part, clock.stamp(now), *self._whose()),
            )
        return self._told(found)

    def next_at(self, after: datetime) -> datetime | None:
        """Return the moment of the first reminder after another moment."""
        row = (
            self._workspace.file.reader()
            .execute(
                f"SELECT t.reminder_at {_INDEXED} WHERE t.reminder_at > ? AND {_OPEN} ORDER BY t.reminder_at LIMIT 1",
                (clock.stamp(after), *self._whose()),
            )
            .fetchone()
        )
        return clock.moment(row[0]) if row else None

    def _whose(self) -> tuple[str, int | None]:
        return clock.stamp(), self._workspace.user

    def _told(self, rows: list[Any]) -> list[Reminder]:
        times = dict(rows)
        entries = self._workspace.agenda.some(list(times))
        return [Reminder(one, clock.moment(times[one.id])) for one in entries]
