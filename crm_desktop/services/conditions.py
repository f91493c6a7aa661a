"""Conditions as people write them: ``city=Berlin``, ``name~text``, ``amount>=1000``, ``owner=`` (empty)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from crm_desktop.core import relative_days
from crm_desktop.core.due import DueTime
from crm_desktop.core.entity import Field
from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import LANGUAGES, _, labelled, listed, words_for
from crm_desktop.core.kinds import Day, Flag, Kind, Moment, Option, Reference, Tags, Text
from crm_desktop.core.query import Condition
from crm_desktop.core.reading import Unreadable, fold
from crm_desktop.models import registry
from crm_desktop.services.import_table import same_name
from crm_desktop.store.pages import Named

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

MANY = 30  # names that a hint lists
_FORM = re.compile(r"\s*([^=~<>!]+?)\s*(>=|<=|!=|=|~|>|<)\s*(.*)", re.DOTALL)


def field_named(workspace: Workspace, entity: str, text: str) -> Field:
    """Return the field that a word means: its key, its label in any language, a heading that an import understands.

    Raises UsageProblem with the nearest name.
    """
    fields = workspace.lists.fields(entity)
    spoken = [words_for(code).gettext for code in LANGUAGES]
    known = {fold(word): one for one in reversed(fields) for word in one.aliases}
    known |= {fold(say(one.label)): one for one in reversed(fields) for say in spoken}
    known |= {fold(one.key): one for one in fields}
    found = known.get(fold(text))
    if found is not None:
        return found
    near = get_close_matches(text, [one.key for one in fields], 1)
    hint = _("Did you mean “%(name)s”?") % {"name": near[0]} if near else ""
    names = listed(one.key for one in fields)
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
        able = listed(other.key for other in workspace.lists.fields(entity) if other.sort_on)
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
    if not words and sign in ("=", "!="):
        return Condition(one.key, "filled" if sign == "!=" else "empty")
    operator = _operator(one.kind, sign)
    if isinstance(one.kind, DueTime) and sign == "=" and (named := one.kind.operator_of(words)):
        return Condition(one.key, named)
    if operator is None or not words:
        raise UsageProblem(
            _("“%(name)s” cannot be filtered like this.") % {"name": one.key},
            _("It takes: %(signs)s.") % {"signs": " ".join(_signs(one.kind))},
        )
    return Condition(one.key, operator, _shifted(one.kind, sign, _value(workspace, one, words)))


_SIGNS = ("=", "!=", "~", ">=", "<=", ">", "<")


def _signs(kind: Kind[Any]) -> list[str]:
    """Return the signs that a kind understands."""
    return [sign for sign in _SIGNS if _operator(kind, sign)]


def _operator(kind: Kind[Any], sign: str) -> str | None:
    """Return what a sign means for a kind, or None."""
    if isinstance(kind, Tags):
        return {"=": "has", "!=": "has_not", "~": "has"}.get(sign)
    if isinstance(kind, (Day, Moment)):
        return {"=": "on", "<": "before", ">": "after", "<=": "before", ">=": "after"}.get(sign)
    if isinstance(kind, Text):
        return {"=": "is", "!=": "is_not", "~": "contains"}.get(sign)
    if isinstance(kind, Flag):
        return {"=": "is", "!=": "is"}.get(sign)
    if "at_least" in kind.operators:
        return {"=": "is", ">=": "at_least", "<=": "at_most", ">": "at_least", "<": "at_most"}.get(sign)
    return {"=": "is", "!=": "is_not"}.get(sign)


def _shifted(kind: Kind[Any], sign: str, value: Any) -> Any:
    """Return the value that makes an operator mean its sign: ``<=`` a day is before the next, ``>`` 5 at least 6.

    Numbers and amounts are stored in their smallest step, so that one more is the next there is.
    """
    if isinstance(kind, (Day, Moment)):
        days = {"<=": 1, ">=": -1}.get(sign, 0)
        return relative_days.shifted(value, days) if days else value
    if isinstance(kind, Flag):
        return int(value) if sign == "=" else 1 - int(value)
    if "at_least" in kind.operators:
        return int(value) + {">": 1, "<": -1}.get(sign, 0)
    return value


def _value(workspace: Workspace, one: Field, words: str) -> Any:
    """Return the stored value that a text means for a field."""
    if isinstance(one.kind, Reference):
        return _id_named(workspace, one, words)
    if isinstance(one.kind, (Tags, Text)):
        return words
    if isinstance(one.kind, (Day, Moment)) and (day := relative_days.read(words)) is not None:
        return day
    try:
        value = one.kind.read(words, workspace.locale)
    except Unreadable as error:
        raise UsageProblem(labelled(_(one.label), error)) from error
    if isinstance(value, datetime):
        return value.astimezone().date().isoformat()
    return value.isoformat() if isinstance(value, date) else one.kind.to_stored(value)


def _id_named(workspace: Workspace, one: Field, words: str) -> int:
    """Return the id of the option or record of this name (in any language), or with this number."""
    wanted = same_name(words)
    found = {
        named.id: named.name
        for named in _candidates(workspace, one, words)
        if same_name(named.name) == wanted
    }
    if len(found) > 1:
        raise UsageProblem(
            _("Several records are named “%(name)s”.") % {"name": words},
            _("Give the id instead: %(ids)s.") % {"ids": listed(map(str, sorted(found)))},
        )
    if found:
        return next(iter(found))
    if words.isdecimal() and int(words) < 2**63:
        return int(words)
    raise UsageProblem(
        _("There is no “%(name)s” for “%(field)s”.") % {"name": words, "field": one.key},
        _meant(workspace, one, words),
    )


def _candidates(workspace: Workspace, one: Field, words: str) -> Iterator[Named]:
    """Yield what an option or record may be called; records of the program's lists have a name in each language."""
    assert isinstance(one.kind, Reference)
    table = one.kind.entity
    if "label_en" not in registry.column_names(table):
        yield from workspace.lists.choices(one, words, 200)
        return
    where, values = ("set_name = ? AND ", [one.kind.options]) if isinstance(one.kind, Option) else ("", [])
    rows = workspace.file.reader().execute(
        f'SELECT id, label_en, label_zh FROM "{table}" WHERE {where}deleted_at IS NULL ORDER BY id', values
    )
    for row in rows:
        yield from (Named(row[0], label) for label in row[1:] if label)


def _meant(workspace: Workspace, one: Field, words: str) -> str:
    """Return a hint with what may have been meant, or with what there is."""
    known = list(dict.fromkeys(named.name for named in workspace.lists.choices(one, "", 1_000)))
    near = get_close_matches(words, known, 1)
    if near:
        return _("Did you mean “%(name)s”?") % {"name": near[0]}
    return _("Known are: %(names)s.") % {"names": listed(known[:MANY])} if 0 < len(known) <= MANY else ""
