"""Rows that an import would make new though they are almost certainly records that are there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.import_choices import NEW

if TYPE_CHECKING:
    from crm_desktop.services.import_plan import ImportPlan

ALMOST_CERTAIN = 0.97
"""The likeness from which on nobody would make two records of one without being asked."""


def doubled(plan: ImportPlan) -> list[int]:
    """Return the numbers of the rows that will be new records beside one that they almost certainly are.

    Rows that somebody has decided about are not among them.
    """
    if plan.choices.likely != NEW or not plan.twins:
        return []
    fresh, numbers = set(plan.written.new_rows), plan.table.numbers
    return [
        numbers[place]
        for place, (likeliest, *_others) in sorted(plan.twins.items())
        if likeliest.record > 0
        and likeliest.score >= ALMOST_CERTAIN
        and place in fresh
        and numbers[place] not in plan.choices.twins
    ]


__all__ = ["doubled"]
