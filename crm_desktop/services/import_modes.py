"""The rows that the mode of an import leaves out: unknown ones where only present ones are changed, and the reverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from crm_desktop.services.import_plan import ImportPlan

_WHY = {
    "update": N_("not there yet; only present ones are changed"),
    "create": N_("there already; only new ones are added"),
}


def barred(plan: ImportPlan, unfit: set[int]) -> set[int]:
    """Return the places of the rows that the mode leaves out; those that are ``unfit`` are rejected and no such row."""
    mode = plan.choices.mode
    if mode == "update":
        return {place for place, one in enumerate(plan.owners) if one is None or one < 0} - unfit
    if mode == "create":
        return {place for place, one in enumerate(plan.owners) if one is not None and one >= 0}
    return set()


def bar_nameless(plan: ImportPlan) -> None:
    """Leave rows about joined records alone out, where these are there already and only new ones are added."""
    if plan.choices.mode == "create":
        plan.barred |= plan.table.nameless - plan.also


def why(mode: str) -> str:
    """Return why a mode leaves rows out."""
    return _(_WHY[mode])


def notes(plan: ImportPlan) -> list[str]:
    """Say how many rows the mode leaves out, and why."""
    count = len(plan.barred)
    if not count:
        return []
    text = ngettext("%(count)s row is left out: %(why)s.", "%(count)s rows are left out: %(why)s.", count)
    return [text % {"count": f"{count:,}", "why": why(plan.choices.mode)}]


__all__ = ["barred", "notes", "why"]
