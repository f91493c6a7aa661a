"""What a column of an import asks about its values: badges beside it, and the answers in its menu."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from crm_desktop.core.formatting import format_day
from crm_desktop.core.i18n import N_, _, labelled, language, listed, ngettext
from crm_desktop.core.kinds import Colour
from crm_desktop.exchange.open_dates import OpenDates
from crm_desktop.models.custom_field import CUSTOM_KINDS
from crm_desktop.services.import_words import UnknownWord
from crm_desktop.ui.import_name_answers import FOR_ALL
from crm_desktop.ui.import_values import AUTHOR
from crm_desktop.ui.labels import menu_text

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft

NAMED = 5  # words that an entry of a menu names
LISTED = 12  # words that a menu asks about one by one
_ORDERS = {"dmy": N_("Day first"), "mdy": N_("Month first"), "ymd": N_("Year first")}
_ASKED = {"dmy": N_("day first?"), "mdy": N_("month first?"), "ymd": N_("year first?")}
_SAID = {"dmy": N_("day first"), "mdy": N_("month first"), "ymd": N_("year first")}


def badges(draft: ImportDraft, heading: str) -> list[tuple[str, Colour]]:
    """Return what the values of a column ask, or have been answered."""
    key, values = draft.choices.mapping.get(heading, ""), draft.values
    if values.kind_of(heading):
        return [(_("new field"), "blue"), *_date_badge(draft, heading)]
    if not key:
        return []
    found = _date_badge(draft, heading)
    words = values.open_words(key)
    if words:
        found.append(_word_badge(draft, key, words))
    if waiting := draft.names.waiting(key):
        told = ngettext("%(count)d to decide", "%(count)d to decide", len(waiting))
        found.append((told % {"count": len(waiting)}, "orange"))
    return found


def _word_badge(draft: ImportDraft, key: str, words: Sequence[UnknownWord]) -> tuple[str, Colour]:
    """Return how many words the list of a field does not have, and whether somebody should look at them."""
    numbers, adds = {"count": f"{len(words):,}"}, draft.values.adds(key)
    if not adds:
        text = ngettext("%(count)s unknown", "%(count)s unknown", len(words)) % numbers
        return text, "orange" if key == AUTHOR else "grey"
    text = ngettext("%(count)s new", "%(count)s new", len(words)) % numbers
    return text, "orange" if key != AUTHOR and any(word.near for word in words) else "blue"


def _date_badge(draft: ImportDraft, heading: str) -> list[tuple[str, Colour]]:
    asked = draft.values.dates.get(heading)
    if asked is None:
        return []
    order = draft.choices.date_orders.get(heading)
    return [(_(_SAID[order]), "blue")] if order else [(_(_ASKED[asked.order]), "orange")]


def has_questions(draft: ImportDraft, heading: str) -> bool:
    """Tell whether the menu of a column holds answers of this module."""
    key = draft.choices.mapping.get(heading, "")
    values = draft.values
    return bool(values.kind_of(heading) or (key and (values.words.get(key) or heading in values.dates)))


def add_answers(menu: QMenu, draft: ImportDraft, heading: str) -> None:
    """Put the answers to what a column asks into its menu."""
    key, values = draft.choices.mapping.get(heading, ""), draft.values
    if values.kind_of(heading):
        _add_kinds(menu, draft, heading)
    elif key and values.words.get(key):
        _add_words(menu, draft, key)
    if key and draft.names.asked(key):
        _add_names(menu, draft, key)
    if heading in values.dates and (key or values.kind_of(heading)):
        _add_orders(menu, draft, values.dates[heading])


def _section(menu: QMenu, text: str) -> QActionGroup:
    """Begin a part of the menu with a heading; returns the group of its choices."""
    if not menu.isEmpty():
        menu.addSeparator()
    head = menu.addAction(menu_text(text))
    head.setEnabled(False)
    return QActionGroup(menu)


def _choice(menu: QMenu, group: QActionGroup | None, text: str, checked: bool) -> QAction:
    action = menu.addAction(menu_text(text))
    action.setCheckable(True)
    action.setChecked(checked)
    if group is not None:
        action.setActionGroup(group)
    return action


def _add_kinds(menu: QMenu, draft: ImportDraft, heading: str) -> None:
    group = _section(menu, _("A new field for: %(column)s") % {"column": heading})
    for term in CUSTOM_KINDS.terms:
        chosen = term.code == draft.values.kind_of(heading)
        action = _choice(menu, group, _(term.label), chosen)
        action.triggered.connect(partial(draft.values.make_field, heading, term.code))


def _add_orders(menu: QMenu, draft: ImportDraft, asked: OpenDates) -> None:
    text, read = asked.examples[0]
    group = _section(menu, _("How to read “%(text)s”") % {"text": text})
    chosen = draft.choices.date_orders.get(asked.heading, asked.order)
    for order in asked.orders:
        day = read.get(order)
        said = format_day(day, language()) if day is not None else ""
        words = labelled(_(_ORDERS[order]), said) if said else _(_ORDERS[order])
        action = _choice(menu, group, words, order == chosen)
        action.triggered.connect(partial(draft.values.set_order, asked.heading, order))


def _add_names(menu: QMenu, draft: ImportDraft, key: str) -> None:
    group = _section(menu, _("Doubtful names (one by one: step 3)"))
    chosen = draft.names.for_all(key)
    is_open = bool(draft.names.waiting(key))
    for way, text in FOR_ALL.items():
        action = _choice(menu, group, _(text), way == chosen and not is_open)
        action.triggered.connect(partial(draft.names.decide_all, way, key))


def _add_words(menu: QMenu, draft: ImportDraft, key: str) -> None:
    values, decided = draft.values, draft.choices.decided.get(key, {})
    words = values.words[key]
    is_author = key == AUTHOR
    group = _section(menu, _("No user yet") if is_author else _("Not in the list yet"))
    still = [word.text for word in values.open_words(key)]
    if still:
        named = listed(still[:NAMED]) + (" …" if len(still) > NAMED else "")
        make = _("Make users: %(words)s") if is_author else _("Add to the list: %(words)s")
        added = _choice(menu, group, make % {"words": named}, values.adds(key))
        added.triggered.connect(partial(values.set_adds, key, True))
        keep = _("Keep them as text") if is_author else _("Leave them out")
        kept = _choice(menu, group, keep, not values.adds(key))
        kept.triggered.connect(partial(values.set_adds, key, False))
    for word in [one for one in words.values() if one.near][:LISTED]:
        text = _("Take “%(text)s” for “%(name)s”") % {"text": word.text, "name": word.near}
        taken = decided.get(word.text) == word.near
        action = _choice(menu, None, text, taken)
        answer: tuple[str, ...] = () if taken else (word.near,)
        action.triggered.connect(partial(draft.columns.decide, key, word.text, *answer))


__all__ = ["add_answers", "badges", "has_questions"]
