"""Activities as a calendar that phones, Outlook, Thunderbird and the Mac take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core.errors import Cancelled, UsageProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Reference
from crm_desktop.core.query import ListQuery
from crm_desktop.exchange.export import Written
from crm_desktop.models import registry
from crm_desktop.store import pages
from crm_desktop.store.sql import chunks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

ENTITY = "activity"
PAGE = 2_000  # records read at a time


def export_calendar(
    workspace: Workspace,
    query: ListQuery,
    out: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Written:
    """Write the activities of a list as a calendar.

    Raises UsageProblem for other records, Cancelled, and what the disk does.
    """
    from crm_desktop.exchange.calendar_files import write_calendar

    if query.entity != ENTITY:
        raise UsageProblem(_("Only activities can be written as a calendar."), _("Choose xlsx, csv or json."))
    ids = workspace.lists.ids(query, cancelled)
    return write_calendar(out, _entries(workspace, ids, progress, cancelled))


def _entries(
    workspace: Workspace,
    ids: Sequence[int],
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Iterator[dict[str, object]]:
    """Yield the cells of each activity, page by page."""
    from crm_desktop.exchange.calendar_entries import COLUMNS
    from crm_desktop.exchange.json_rows import RECORD_ID

    description = registry.entity(ENTITY)
    fields = [description.field(key) for key in (*COLUMNS[2:], "updated_at")]
    done = 0
    for part in chunks(ids, PAGE):
        if cancelled is not None and cancelled():
            raise Cancelled(_("The export was cancelled. No file was written."))
        found = pages.read_columns(workspace.file.reader(), description, fields, part)
        for record, row in zip(found.ids, zip(*found.values, strict=True), strict=True):
            cells = {
                one.key: value.name if isinstance(one.kind, Reference) and value is not None else value
                for one, value in zip(fields, row, strict=True)
            }
            yield {RECORD_ID: record, **cells}
        done += len(part)
        if progress is not None:
            progress(done, len(ids))


__all__ = ["ENTITY", "export_calendar"]
