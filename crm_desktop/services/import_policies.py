"""What a cell of a foreign table does to a field that is filled already: takes its place, stays away, or joins it.

Chosen by column; where nothing is chosen a filled cell takes the place and an empty one changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import LongText, Text
from crm_desktop.exchange.mapping import takes_several
from crm_desktop.services import import_authors

OVERWRITE, FILL, APPEND, ERASE = "overwrite", "fill", "append", "erase"
POLICIES = (OVERWRITE, FILL, APPEND, ERASE)
"""``fill``: only empty fields are filled. ``append``: texts and channels are added. ``erase``: like overwrite, and an
empty cell empties the field."""
NEVER_ERASED = "opted_out"  # stands in the keys of all opt-outs


class _Empty:
    """Stands for “becomes empty” where None says that nothing is known."""

    def __repr__(self) -> str:
        return "EMPTY"


EMPTY: Final = _Empty()


def possible(entity: Entity, one: Field) -> tuple[str, ...]:
    """Return the policies that can be chosen for a column."""
    is_name = one is entity.title_field or one.required
    appends = takes_several(one) or (isinstance(one.kind, Text) and not is_name)
    return (
        OVERWRITE,
        *([] if is_name else [FILL]),
        *([APPEND] if appends else []),
        *([] if is_name or NEVER_ERASED in one.key else [ERASE]),
    )


def usual(one: Field) -> str:
    """Return the policy of a column for which none was chosen: who made a record that is there is not rewritten."""
    return FILL if one.key == import_authors.KEY else OVERWRITE


def check(entity: Entity, fields: Sequence[Field], policies: Mapping[str, str]) -> None:
    """Refuse what cannot be. Raises UsageProblem."""
    by_key = {one.key: one for one in fields}
    for key, policy in policies.items():
        if key not in by_key:
            raise UsageProblem(_("There is no column or field “%(name)s”.") % {"name": key})
        if policy not in possible(entity, by_key[key]):
            told = {"name": _(by_key[key].label), "policy": policy}
            raise UsageProblem(_("“%(policy)s” is not possible for “%(name)s”.") % told)


def applied(one: Field, policy: str, old: Sequence[Any], new: Sequence[Any]) -> list[Any]:
    """Return the cells as they go in, of a column of present values and one of the table."""
    if policy == FILL:
        return [None if _is_filled(was) else cell for was, cell in zip(old, new, strict=True)]
    if policy == ERASE:
        return [
            EMPTY if _is_filled(was) and not _is_filled(cell) else cell
            for was, cell in zip(old, new, strict=True)
        ]
    if policy == APPEND and isinstance(one.kind, Text) and not takes_several(one):
        between = "\n" if isinstance(one.kind, LongText) else "; "
        return [_joined(was, cell, between) for was, cell in zip(old, new, strict=True)]
    return list(new)


def _is_filled(value: Any) -> bool:
    return value not in (None, "", [])


def _joined(was: str | None, cell: str | None, between: str) -> str | None:
    """Return a text with another one behind it; what it says already is not said again."""
    if not was or not cell:
        return cell
    said = {one.strip().casefold() for one in was.split(between.strip() or between)}
    return was if cell.strip().casefold() in said or cell.strip() in was else f"{was}{between}{cell}"


__all__ = [
    "APPEND",
    "EMPTY",
    "ERASE",
    "FILL",
    "OVERWRITE",
    "POLICIES",
    "applied",
    "check",
    "possible",
    "usual",
]
