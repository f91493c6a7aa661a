"""What is told of the records that stand beside those of a row: which are made, how many change, what in each row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _, labelled, listed, ngettext
from crm_desktop.core.kinds import Option
from crm_desktop.exchange.joined_fields import title_of

if TYPE_CHECKING:
    from crm_desktop.services.import_diff import DiffCell
    from crm_desktop.services.import_plan import ImportPlan

NAMED = 5  # records that a sentence names


def cells_beside(plan: ImportPlan, place: int) -> tuple[DiffCell, ...]:
    """Return what changes in the joined records that stand first in a row; of new ones what is said of them."""
    found: list[DiffCell] = []
    for one in plan.joined:
        row = one.row_of[place] if one.row_of else None
        if row is None or one.rows[row] != place:
            continue
        table = one.plan.table
        silent = {one.join.link, "kind"} if not one.join.leads else {table.entity.title_key}
        owner = one.plan.owners[row]
        cells = one.plan.diff.said(row) if owner is None or owner < 0 else one.plan.diff.row(row).cells
        title = title_of(table.entity)
        for cell in cells:
            if cell.key not in silent and row not in one.plan.would.circles.get(cell.key, ()):
                found.append(replace(cell, label=f"{title} · {cell.label}", key=one.key(cell.key)))
    return tuple(found)


def changes(plan: ImportPlan) -> list[str]:
    """Say how many joined records are made and changed."""
    found = []
    for one in plan.joined:
        told = {"new": f"{one.plan.created:,}", "changed": f"{len(one.plan.changes):,}"}
        if one.plan.created or one.plan.changes:
            title = _(one.plan.table.entity.title_plural)
            found.append(labelled(title, _("%(new)s new, %(changed)s changed") % told))
    return found


def made(plan: ImportPlan) -> list[str]:
    """Name the records that are made because a column names them; of words of lists the notes tell."""
    found = []
    fields = {one.key: one for one in plan.table.fields}
    for key, names in plan.made.items():
        if key not in fields or isinstance(fields[key].kind, Option):
            continue
        shown = listed(names[:NAMED]) + ("…" if len(names) > NAMED else "")
        told = {"field": _(fields[key].label), "count": f"{len(names):,}", "names": shown}
        found.append(_("%(field)s: %(count)s new (%(names)s)") % told)
    return found


def notes(plan: ImportPlan) -> list[str]:
    """Say what becomes of joined records, and what is left out of them."""
    found = changes(plan)
    for one in plan.joined:
        if one.unnamed:
            text = ngettext(
                "%(count)s row says something of a record that it does not name (%(title)s); that was left out.",
                "%(count)s rows say something of a record that they do not name (%(title)s); that was left out.",
                one.unnamed,
            )
            found.append(text % {"count": f"{one.unnamed:,}", "title": _(one.plan.table.entity.title)})
    return found


__all__ = ["cells_beside", "changes", "made", "notes"]
