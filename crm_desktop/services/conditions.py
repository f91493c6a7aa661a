"""Conditions as people write them: ``city=Berlin``, ``name~text``, ``amount>=1000``, ``owner=`` (empty)."""

from __future__ import annotations

import re
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Field
from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Day, Kind, Moment, Option, Reference, Tags, Text
from crm_desktop.core.query import Condition
from crm_desktop.core.reading import Unreadable, fold
from crm_desktop.services.import_table import same_name

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

_FORM = re.compile(r"\s*([^=~<>!]+?)\s*(>=|<=|!=|=|~|>|<)\s*(.*)", re.DOTALL)


def field_named(workspace: Workspace, entity: str, text: str) -> Field:
    """Return the field that a word means: its key or its label. Raises UsageProblem with the nearest name."""
    fields = workspace.lists.fields(entity)
    known = {fold(word): one for one in reversed(fields) for word in (_(one.label), one.label, one.key)}
    found = known.get(fold(text))
    if found is not None:
        return found
    near = get_close_matches(text, [one.key for one in fields], 1)
    hint = _("Did you mean “%(name)s”?") % {"name": near[0]} if near else ""
    names = ", ".join(one.key for one in fields)
    raise UsageProblem(
        _("“%(name)s” is not a field of this list.") % {"name": text},
        hint or _("Fields: %(names)s") % {"names": names},
    )


def sort_key(workspace: Workspace, entity: str, text: str) -> str:
    """Return the key of a field to sort by; raises UsageProblem when lists cannot be put in its order."""
    if not text:
        return ""
    one = field_named(workspace, entity, text)
    if not one.sort_on:
        able = ", ".join(other.key for other in workspace.lists.fields(entity) if other.sort_on)
        raise UsageProblem(
            _("This list cannot be sorted by “%(field)s”.") % {"field": one.key},
            _("It can be sorted by: %(names)s.") % {"names": able},
        )
    return one.key


def parse(workspace: Workspace, entity: str, text: str) -> Condition:
    """Return a condition from its text. Raises UsageProblem."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise UsageProblem(_("“%(text)s” is not a condition. Write FIELD=VALUE.") % {"text": text})
    one = field_named(workspace, entity, match[1])
    sign, words = match[2], match[3].strip()
    if not words:
        return Condition(one.key, "filled" if sign == "!=" else "empty")
    operator = _operator(one.kind, sign)
    if operator is None:
        raise UsageProblem(_("“%(name)s” cannot be filtered like this.") % {"name": one.key})
    return Condition(one.key, operator, _value(workspace, one, words))


def _operator(kind: Kind[Any], sign: str) -> str | None:
    """Return what a sign means for a kind, or None."""
    if isinstance(kind, Tags):
        return {"=": "has", "!=": "has_not", "~": "has"}.get(sign)
    if isinstance(kind, (Day, Moment)):
        return {"=": "on", "<": "before", ">": "after", "<=": "before", ">=": "after"}.get(sign)
    if isinstance(kind, Text):
        return {"=": "is", "!=": "is_not", "~": "contains"}.get(sign)
    if "at_least" in kind.operators:
        return {"=": "is", ">=": "at_least", "<=": "at_most"}.get(sign)
    return {"=": "is", "!=": "is_not"}.get(sign)


def _value(workspace: Workspace, one: Field, words: str) -> Any:
    """Return the stored value that a text means for a field."""
    if isinstance(one.kind, Option):
        for option in workspace.lists.options(one.kind.options):
            if same_name(option.name) == same_name(words):
                return option.id
        raise UsageProblem(_("There is no “%(name)s” in this list.") % {"name": words})
    if isinstance(one.kind, Reference):
        exact = [
            named
            for named in workspace.lists.choices(one, words)
            if same_name(named.name) == same_name(words)
        ]
        if not exact:
            raise UsageProblem(_("There is no record named “%(name)s”.") % {"name": words})
        return exact[0].id
    if isinstance(one.kind, (Tags, Text)):
        return words
    try:
        value = one.kind.read(words, workspace.locale)
    except Unreadable as error:
        raise UsageProblem(str(error)) from error
    if isinstance(value, datetime):
        return value.astimezone().date().isoformat()
    return value.isoformat() if isinstance(value, date) else one.kind.to_stored(value)
