"""The page of the day in numbers: what is due, how sales, service and campaigns stand, and the records behind.

Each part is read by itself, so that a commit has only those read again whose tables it touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.i18n import _, language
from crm_desktop.core.query import ListQuery
from crm_desktop.services.reading import reading_of
from crm_desktop.services.today import customers, sales, service
from crm_desktop.services.today.due import Due, DueToday, due
from crm_desktop.services.today.rows import Rows

if TYPE_CHECKING:
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


@dataclass(frozen=True, slots=True)
class Congratulated:
    """Birthday wishes that were written down: the transaction, what it did in words, the activity."""

    transaction: int
    text: str
    activity: int


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

    def congratulate(self, contact: int, name: str) -> Congratulated:
        """Note that a contact was congratulated on the birthday."""
        text, now = _("Birthday wishes to %(name)s") % {"name": name}, clock.now()
        values = {"kind": "message", "subject": text, "contact": contact, "started_at": now, "done_at": now}
        made = self._workspace.records.create("activity", values)
        return Congratulated(self._workspace.history.recent(1)[0].id, text, made)

    @property
    def _reading(self) -> Reading:
        return reading_of(self._workspace, language())


__all__ = ["PARTS", "Due", "DueToday", "Rows", "Today"]
