"""What is told about the columns of an import that nobody looked at: what was left out, and what only their values say.

A guess is left out rather than written unasked.
"""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import LANGUAGES, _, listed, words_for
from crm_desktop.exchange.heading_words import fold_heading
from crm_desktop.exchange.mapping import ColumnMatch, Mapping

NAMED = 8  # columns that a note names


def settled(mapping: Mapping, kept: str = "") -> Mapping:
    """Return a mapping without guesses; a column that may be the field ``kept`` stays."""
    columns = (
        replace(one, field=None, confidence=0.0) if is_guess(one, kept) else one for one in mapping.columns
    )
    return Mapping(mapping.entity, tuple(columns))


def is_guess(one: ColumnMatch, kept: str = "") -> bool:
    """Tell whether a column is known only by its values, and not surely enough to be written unasked."""
    if one.field is None or one.field.key == kept:
        return False
    return one.reason == "values" and one.certainty == "guess"


def notes(mapping: Mapping) -> list[str]:
    """Name the columns that go nowhere, and those that were taken for a field by likeness or by their values."""
    found = []
    own = _worked_out(mapping.entity)
    unknown = (one for one in mapping.unmatched if one.reason in ("", "values", "none"))
    if names := [one.heading for one in unknown if fold_heading(one.heading) not in own]:
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


def _worked_out(entity: Entity) -> frozenset[str]:
    """Return the folded headings of what the program works out by itself, and exports: nobody misses it."""
    words = [_, *(words_for(one).gettext for one in LANGUAGES)]
    labels = [one.label for one in entity.fields if not one.writable or one.key == "updated_at"]
    return frozenset(
        fold_heading(word) for label in labels for word in (label, *(say(label) for say in words))
    )
