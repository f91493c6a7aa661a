"""The first rows of an import plan, and the names that their changes show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core.kinds import Reference
from crm_desktop.services.import_diff import DiffRow
from crm_desktop.services.import_outcome import LIKELY
from crm_desktop.store import pages
from crm_desktop.store.driver import Connection

if TYPE_CHECKING:
    from crm_desktop.services.import_plan import ImportPlan

PreviewRow = tuple[int, str, str, str]


def preview(plan: ImportPlan, limit: int) -> list[PreviewRow]:
    """Return rows as (number, state, name, what changes), rejected ones among them in their order."""
    diff = plan.diff
    rows = [diff.row(entry) for entry in diff.entries()[:limit]]
    return [(one.number, one.state, one.name, _text(one)) for one in rows]


def _text(row: DiffRow) -> str:
    """Return what a row changes, or whom it likely is."""
    if row.state == LIKELY and row.twins:
        return f"{row.twins[0].name} · {row.twins[0].percent}"
    return row.text


def names_of(connection: Connection, plan: ImportPlan) -> dict[int, str]:
    """Return the names of the records between which changed references change."""
    fields = {**plan.table.entity.by_key, **{one.key: one for one in plan.table.fields}}
    references = {key for key, one in fields.items() if isinstance(one.kind, Reference)}
    wanted: dict[str, set[int]] = {}
    for cells in plan.would.changes.values():
        for key in references.intersection(cells):
            wanted.setdefault(key, set()).update(one for one in cells[key] if isinstance(one, int))
    found: dict[int, str] = {}
    for key, ids in wanted.items():
        kind = fields[key].kind
        assert isinstance(kind, Reference)
        found.update({one: named.name for one, named in pages.named_records(connection, kind, ids).items()})
    return found
