"""The page of the day in numbers: what is due, how sales, service and campaigns stand, and the records behind.

Each part is read by itself, so that a commit has only those read again whose tables it touched.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _, language
from crm_desktop.core.query import ListQuery
from crm_desktop.services.reading import reading_of
from crm_desktop.services.today import customers, sales, service
from crm_desktop.services.today.due import Due, DueToday, due
from crm_desktop.services.today.rows import Rows

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.reports.reading import Reading
    from crm_desktop.services.workspace import Workspace

PARTS: dict[str, Callable[[Reading], Any]] = {
    "pipeline": sales.pipeline,
    "won": sales.won,
    "requests": service.requests,
    "satisfaction": service.satisfaction,
    "months": sales.months,
    "funnel": sales.funnel,
    "risk": customers.risk,
    "campaigns": customers.campaigns,
}


class Today:
    """Reads the parts of the page. Safe from several threads: each reads on its own connection."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def part(self, name: str) -> Any:
        """Return one part by its name in :data:`PARTS`."""
        return PARTS[name](self._reading)

    def due(self, *, mine: bool) -> DueToday:
        """Return what is due today, of the user or of everybody."""
        return due(self._reading, self._workspace.user, mine)

    def listed(self, rows: Rows) -> ListQuery:
        """Return the list of the records behind a number."""
        return ListQuery(rows.entity, among=rows.ids(self._reading))

    def finish(self, one: Due) -> int:
        """Have an activity be done now, or a birthday be congratulated on; returns the transaction."""
        records = self._workspace.records
        if one.entity == "activity":
            return records.save("activity", one.id, {"done_at": clock.now()})
        values: dict[str, Any] = {"kind": "message", "contact": one.id, "done_at": clock.now()}
        title = N_("Birthday wishes to %(name)s")
        values |= {"started_at": values["done_at"], "subject": _(title) % {"name": one.person}}
        records.create("activity", values)
        return self._workspace.history.recent(1)[0].id

    def postpone(self, activity: int, day: date) -> int:
        """Move an activity to another day, at the time that it was planned for; returns the transaction."""
        records = self._workspace.records
        values: dict[str, Any] = {"due_on": day}
        planned = records.get("activity", activity).values["planned_at"]
        if planned is not None:
            local = planned.astimezone(self._reading.zone)
            values["planned_at"] = local.replace(year=day.year, month=day.month, day=day.day)
        return records.save("activity", activity, values)

    @property
    def _reading(self) -> Reading:
        return reading_of(self._workspace, language())


__all__ = ["PARTS", "Due", "DueToday", "Rows", "Today"]
