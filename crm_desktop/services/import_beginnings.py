"""When records began that an import makes beside those of its rows: companies of contacts, people of companies.

A sheet that says when its records were created, and by whom, says so of what they name as well: a company that was
not there has the date and the author of the first row with a date that names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.kinds import Reference
from crm_desktop.exchange.mapping import ColumnMatch, described
from crm_desktop.models import registry
from crm_desktop.services import import_authors

if TYPE_CHECKING:
    from crm_desktop.services.import_joined import Joined
    from crm_desktop.services.import_outcome import Outcome
    from crm_desktop.services.import_plan import ImportPlan
    from crm_desktop.services.import_references import Resolved
    from crm_desktop.services.import_table import ImportTable

CREATED, AUTHOR = "created_at", import_authors.KEY


def of_named(
    table: ImportTable, resolved: Resolved, authors: Mapping[str, int], written: Outcome
) -> dict[str, list[Any]]:
    """Return the columns of creation for the fresh names of a reference; none where the table does not say that.

    ``authors`` are the ids of users by their names, ``written`` says which rows are.
    """
    kind, created = resolved.field.kind, table.columns.get(CREATED)
    if (
        created is None
        or not resolved.fresh
        or not isinstance(kind, Reference)
        or not registry.entity(kind.entity).section
    ):
        return {}
    named, by = table.columns[resolved.field.key], table.columns.get(AUTHOR)
    first: dict[str, int] = {}
    for place in sorted(written.places()):
        if created[place] is not None and named[place]:
            first.setdefault(resolved.spellings.get(named[place], named[place]), place)
    if not first:
        return {}
    found: dict[str, list[Any]] = {
        CREATED: [created[first[name]] if name in first else clock.stamp() for name in resolved.fresh]
    }
    if by is not None:
        found[AUTHOR] = [authors.get(by[first[name]]) if name in first else None for name in resolved.fresh]
    return found


def let_begin(plan: ImportPlan, one: Joined) -> None:
    """Give new joined records the date and the author of the rows in which they stand first."""
    table, keys = one.plan.table, [key for key in (CREATED, AUTHOR) if key in plan.table.columns]
    if CREATED not in keys or CREATED in table.columns:
        return
    begins = {key: [plan.table.columns[key][place] for place in one.rows] for key in keys}
    fields = [import_authors.AUTHOR if key == AUTHOR else described(table.entity, key) for key in keys]
    matches = [ColumnMatch(-1, one_field.label, one_field, "chosen") for one_field in fields]
    mapping = replace(table.mapping, columns=(*table.mapping.columns, *matches))
    one.plan.table = replace(table, mapping=mapping, columns={**table.columns, **begins})
    if AUTHOR in keys:
        one.plan.resolved[AUTHOR] = plan.resolved[AUTHOR]


__all__ = ["let_begin", "of_named"]
