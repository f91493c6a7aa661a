"""What is told of a written import besides its own rows: records made beside them, and relations that stayed empty."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _, listed, ngettext
from crm_desktop.services import import_beside, import_circles, import_kept_names

if TYPE_CHECKING:
    from crm_desktop.services.import_plan import ImportPlan
    from crm_desktop.services.import_references import Resolved

NAMED = 5  # names that a sentence lists


def sentences(plan: ImportPlan) -> list[str]:
    """Return what a written plan has done beside its rows, and which of these came in without what they name."""
    found = [*import_beside.changes(plan), *import_circles.sentences(plan)]
    for one in (plan, *(joined.plan for joined in plan.joined)):
        for key, resolved in one.resolved.items():
            if key not in one.given and resolved.likely:
                found += _without(one, key, resolved)
    return found


def _without(plan: ImportPlan, key: str, resolved: Resolved) -> list[str]:
    """Return how many new records came in without what one column names, as nobody decided about the name."""
    left = {one.text for one in resolved.likely}
    column = plan.table.columns[key]
    names = Counter(column[place] for place in plan.written.new_rows if column[place] in left)
    count = names.total()
    if not count:
        return []
    text = ngettext(
        "%(count)s new record came in without “%(field)s”, as nobody has decided what is meant: %(names)s.",
        "%(count)s new records came in without “%(field)s”, as nobody has decided what is meant: %(names)s.",
        count,
    )
    named = listed(list(names)[:NAMED]) + (" …" if len(names) > NAMED else "")
    told = text % {"count": f"{count:,}", "field": _(resolved.field.label), "names": named}
    told = told.replace("….", "…").replace("…。", "…")  # a list that is cut short ends a sentence by itself
    if not import_kept_names.key_of_note(plan.table.entity):
        return [told]
    return [_("%(sentence)s The names stand in the notes.") % {"sentence": told}]


__all__ = ["sentences"]
