"""Who made the records of a foreign table: a column of authors, found among the users, else kept as text.

Nobody becomes the author of what another one wrote: where the table has such a column, a record whose author is not
known has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Column, Field
from crm_desktop.core.i18n import N_, _, listed
from crm_desktop.core.kinds import Reference

if TYPE_CHECKING:
    from crm_desktop.services.import_references import Resolved
    from crm_desktop.services.import_words import UnknownWord

KEY = "created_by"
NAMED = 8  # users that a note names
AUTHOR = Field(
    KEY,
    N_("Created by"),
    Reference("user"),
    Column("created_by"),
    listed="hidden",
    aliases=(
        *("creator", "author", "entered by", "added by", "record created by"),
        *("创建人", "创建者", "创建人员", "录入人", "登记人", "建档人", "制单人"),
    ),
)
"""Stands for the author while a table is read, compared and written; lists do not show it."""


def adds(chosen: Iterable[str] | None, key: str) -> bool:
    """Tell whether the unknown names or words of a field are added: of authors only when that was asked for."""
    return key != KEY if chosen is None else key in chosen


def notes(resolved: Iterable[Resolved], words: Iterable[UnknownWord]) -> list[str]:
    """Say which users will be made, and which authors are no users."""
    made: dict[str, None] = {}
    for one in resolved:
        if isinstance(one.field.kind, Reference) and one.field.kind.entity == "user":
            made.update(dict.fromkeys(one.fresh))
    strangers = dict.fromkeys(word.text for word in words if word.field == KEY and not word.added)
    found = [_("New users: %(names)s.") % {"names": _some(made)}] if made else []
    if strangers:
        text = _("Authors that are no users and are kept as text: %(names)s.")
        found.append(text % {"names": _some(strangers)})
    return found


def _some(names: dict[str, Any]) -> str:
    return listed(list(names)[:NAMED]) + (" …" if len(names) > NAMED else "")


__all__ = ["AUTHOR", "KEY", "adds", "notes"]
