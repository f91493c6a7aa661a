"""What is told about the columns of an import that nobody looked at: what was left out, and what only their values say.

On the page of an import each column shows how sure it is; here a guess is left out rather than written unasked.
"""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.core.i18n import _, listed
from crm_desktop.exchange.mapping import ColumnMatch, Mapping

NAMED = 8  # columns that a note names


def settled(mapping: Mapping) -> Mapping:
    """Return a mapping without the columns that are known only by their values, and not surely enough to be written."""
    return Mapping(mapping.entity, tuple(map(_without_guess, mapping)))


def _without_guess(one: ColumnMatch) -> ColumnMatch:
    is_guess = one.reason == "values" and one.certainty == "guess"
    return replace(one, field=None, confidence=0.0) if is_guess else one


def notes(mapping: Mapping) -> list[str]:
    """Name the columns that go nowhere, and those that were taken for a field by likeness or by their values."""
    found = []
    if names := [one.heading for one in mapping.unmatched if one.reason in ("", "values", "none")]:
        shown = listed(names[:NAMED]) + ("…" if len(names) > NAMED else "")
        found.append(_("Left out, because not recognised: %(columns)s.") % {"columns": shown})
    for one in mapping.matched:
        assert one.field is not None
        values = {"column": one.heading, "field": _(one.field.label)}
        if one.reason == "similar":
            found.append(_("“%(column)s” was taken for “%(field)s”.") % values)
        elif one.reason == "values":
            found.append(_("“%(column)s” was taken for “%(field)s”, because of its values.") % values)
    return found
