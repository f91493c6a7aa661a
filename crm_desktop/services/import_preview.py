"""The first rows of an import plan as people look at them before they press Import."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Child, Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Locale, Reference, Tags
from crm_desktop.core.reading import text_of
from crm_desktop.exchange.mapping import described
from crm_desktop.services.import_policies import EMPTY
from crm_desktop.store import pages
from crm_desktop.store.driver import Connection

if TYPE_CHECKING:
    from crm_desktop.exchange.row_parser import Problem
    from crm_desktop.services.import_table import ImportTable
    from crm_desktop.services.imports import ImportPlan

NAMED = 1_000  # changed records whose references are shown by name
PreviewRow = tuple[int, str, str, str]


def preview(plan: ImportPlan, limit: int) -> list[PreviewRow]:
    """Return rows as (number, state, name, what changes), rejected ones among them in their order."""
    table = plan.table
    key = _title_key(table)
    titles = table.columns.get(key, [])
    named_by = [one.place for one in table.mapping.matched if one.field is not None and one.field.key == key]
    repeated = {place for places in plan.repeats.values() for place in places}
    fields = {**table.entity.by_key, **{one.key: one for one in table.fields}}
    found: list[PreviewRow] = []
    for place in range(min(len(table), limit)):
        if place in table.incomplete and table.incomplete[place] in plan.unfit:
            continue
        owner = plan.matched.rows[place]
        cells = plan.changes.get(owner, {}) if owner is not None else {}
        text = "; ".join(
            _change(plan, _described(fields, table, key), old, new) for key, (old, new) in cells.items()
        )
        if owner is None or (owner < 0 and place not in repeated):
            state = "new" if owner is None and plan.choices.mode != "update" else "unchanged"
        else:
            state = "changed" if cells or place in repeated else "unchanged"
        if place in repeated:
            text = _("completes row %(row)d") % {"row": table.numbers[-(owner or 0) - 1]}
        found.append((table.numbers[place], state, str(titles[place] or ""), text))
    for row in plan.rejected_rows[:limit]:
        problem = row.problems[0]
        name = "".join(text_of(row.cells[one]) for one in named_by if one < len(row.cells))
        found.append((row.number, "rejected", name, _trouble(problem)))
    return sorted(found)[:limit]


def _title_key(table: ImportTable) -> str:
    """Return the field by which the rows of a table are named: its title, or else its first one."""
    return (
        table.entity.title_key if table.entity.title_key in table.columns else next(iter(table.columns), "")
    )


def _trouble(problem: Problem) -> str:
    """Return what keeps a row out: the column, what stands there, what is wrong with it."""
    if not problem.value or problem.value in problem.reason:
        return f"{problem.column}: {problem.reason}"
    values = {"column": problem.column, "value": problem.value, "reason": problem.reason}
    return _("%(column)s “%(value)s”: %(reason)s") % values


def names_of(connection: Connection, plan: ImportPlan) -> dict[int, str]:
    """Return the names of the records between which the first changed references change."""
    fields = {**plan.table.entity.by_key, **{one.key: one for one in plan.table.fields}}
    wanted: dict[str, set[int]] = {}
    for cells in islice(plan.changes.values(), NAMED):
        for key, pair in cells.items():
            if key in fields and isinstance(fields[key].kind, Reference):
                wanted.setdefault(key, set()).update(one for one in pair if isinstance(one, int))
    found: dict[int, str] = {}
    for key, ids in wanted.items():
        kind = fields[key].kind
        assert isinstance(kind, Reference)
        found.update({one: named.name for one, named in pages.named_records(connection, kind, ids).items()})
    return found


def _described(fields: Mapping[str, Field], table: ImportTable, key: str) -> Field:
    return fields[key] if key in fields else described(table.entity, key)


def _change(plan: ImportPlan, one: Field, old: Any, new: Any) -> str:
    was, becomes = _shown(plan, one, old), "" if new is EMPTY else _shown(plan, one, new)
    name = _(one.label)
    if new is EMPTY:
        return _("%(name)s: %(old)s → empty") % {"name": name, "old": was}
    if isinstance(one.source, Child) and one.source.further:
        name = _("Further %(name)s") % {"name": name}
    return f"{name}: {was} → {becomes}" if was else f"{name}: {becomes}"


def _shown(plan: ImportPlan, one: Field, stored: Any) -> str:
    """Return a stored value as a person reads it; a record by its name in the table."""
    if stored is None or stored == "":
        return ""
    if isinstance(one.kind, Reference):
        if isinstance(stored, str):
            return stored
        return plan.names.get(stored, "…")
    if isinstance(one.kind, Tags):
        return ", ".join(stored)
    return one.kind.show(one.kind.from_stored(stored), plan.locale or Locale())
