"""To what contacts and leads object: e-mail, calls, faxes; and that none of it is lost when two of them become one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.models import registry
from crm_desktop.services import import_opt_outs
from crm_desktop.services.import_opt_outs import CHANNEL, ENTITIES, MAIL
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

if TYPE_CHECKING:
    from crm_desktop.store.unit_of_work import UnitOfWork

KINDS: dict[str, tuple[str, ...]] = {MAIL: ("email",), **import_opt_outs.KINDS}
"""The kinds of channels of which an objection speaks."""


def of(connection: Connection, entity: str, ids: Sequence[int]) -> dict[int, set[str]]:
    """Return the objections (keys of KINDS) of records that have any.

    To e-mail somebody objects by the main address, to calls and faxes by all numbers.
    """
    if entity not in ENTITIES:
        return {}
    link = f"{entity}_id"
    said: dict[int, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    keys = {kind: key for key, kinds in KINDS.items() for kind in kinds}
    for part in chunks(ids):
        rows = connection.execute(
            f'SELECT "{link}", kind, opted_out FROM {CHANNEL} WHERE "{link}" IN ({marks(part)}) '
            "AND deleted_at IS NULL ORDER BY is_primary DESC, id",
            part,
        )
        for record, kind, opted_out in rows:
            if kind in keys:
                said[record][keys[kind]].append(bool(opted_out))
    found = {
        record: {key for key, marked in by_key.items() if (marked[0] if key == MAIL else all(marked))}
        for record, by_key in said.items()
    }
    return {record: keys for record, keys in found.items() if keys}


def untold(
    connection: Connection, entity: str, ids: Sequence[int], keys: Collection[str]
) -> dict[int, list[str]]:
    """Return the addresses and numbers that records opted out of, where the flags of some ``keys`` (of KINDS) do not
    tell just these."""
    if entity not in ENTITIES:
        return {}
    link = f"{entity}_id"
    marked: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    others: dict[int, set[str]] = defaultdict(set)
    for part in chunks(ids):
        rows = connection.execute(
            f'SELECT "{link}", kind, value, opted_out FROM {CHANNEL} WHERE "{link}" IN ({marks(part)}) '
            "AND deleted_at IS NULL ORDER BY is_primary DESC, id",
            part,
        )
        for record, kind, value, opted_out in rows:
            if opted_out:
                marked[record][kind].append(value)
            else:
                others[record].add(kind)
    told = of(connection, entity, list(marked))
    found = {}
    for record, by_kind in marked.items():
        kinds = {kind for key in told.get(record, ()) if key in keys for kind in KINDS[key]}
        if by_kind.keys() - kinds or others[record] & kinds:
            found[record] = [value for values in by_kind.values() for value in values]
    return found


def are_untold(connection: Connection, entity: str) -> bool:
    """Tell whether any record has opted out of something that “E-mail opted out” does not tell."""
    if entity not in ENTITIES:
        return False
    link = f"{entity}_id"
    row = connection.execute(
        f'SELECT 1 FROM {CHANNEL} AS c WHERE "{link}" IS NOT NULL AND opted_out AND deleted_at IS NULL '
        f'AND (kind <> \'email\' OR EXISTS (SELECT 1 FROM {CHANNEL} AS o WHERE o."{link}" = c."{link}" '
        "AND o.kind = 'email' AND NOT o.opted_out AND o.deleted_at IS NULL)) LIMIT 1"
    ).fetchone()
    return row is not None


def keep(work: UnitOfWork, entity: str, record: int, objections: Collection[str]) -> None:
    """Let a record that others became object to all that they objected to, at all its addresses and numbers."""
    kinds = [kind for key in objections for kind in KINDS[key]]
    if not kinds or entity not in ENTITIES:
        return
    at, user = clock.stamp(), work.writer.user
    work.execute(
        f'UPDATE {CHANNEL} SET opted_out = 1, updated_at = ?, updated_by = ? WHERE "{entity}_id" = ? '
        f"AND kind IN ({marks(kinds)}) AND opted_out = 0 AND deleted_at IS NULL",
        (at, user, record, *kinds),
    )


def label(entity: str, key: str) -> str:
    """Return what an objection is called."""
    fields = import_opt_outs.by_key(entity) | registry.entity(entity).by_key
    return _(fields[key].label)


__all__ = ["KINDS", "are_untold", "keep", "label", "of", "untold"]
