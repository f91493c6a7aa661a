"""Numbers and addresses that an import gives as the main ones, though the record has them already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.core import clock
from crm_desktop.core.entity import Child
from crm_desktop.models.channel_forms import normal_forms
from crm_desktop.services.import_opt_outs import CHANNEL
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks
from crm_desktop.store.unit_of_work import UnitOfWork

Pairs = Sequence[tuple[int, str]]
"""Records, each with the value that is to be its main one."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A channel that a record has."""

    id: int
    normal: str
    is_primary: bool
    opted_out: bool


def put_first(work: UnitOfWork, source: Child, pairs: Pairs) -> Pairs:
    """Let values that their records have already be the main ones, as they are written now; the old main ones stay as
    further ones. Who opted out there has opted out of the new one, too.

    Returns the other pairs.
    """
    if source.table != CHANNEL:
        return pairs
    kind = str(dict(source.where)["kind"])
    present = _held(work.connection, source.link, kind, [record for record, _value in pairs])
    at, user = clock.stamp(), work.writer.user
    first: list[tuple[object, ...]] = []
    behind: list[tuple[object, ...]] = []
    rest: list[tuple[int, str]] = []
    for (record, value), normal in zip(pairs, normal_forms(kind, [one for _, one in pairs]), strict=True):
        held = present.get(record, [])
        own = next((one for one in held if one.normal == normal), None)
        if own is None:
            rest.append((record, value))
            behind += [(at, user, one.id) for one in held[1:] if one.is_primary]
            continue
        first.append((value, own.opted_out or held[0].opted_out, at, user, own.id))
        behind += [(at, user, one.id) for one in held if one.is_primary and one is not own]
    work.connection.executemany(
        "UPDATE channel SET is_primary = 0, updated_at = ?, updated_by = ? WHERE id = ?", behind
    )
    work.connection.executemany(
        "UPDATE channel SET value = ?, is_primary = 1, opted_out = ?, updated_at = ?, updated_by = ? WHERE id = ?",
        first,
    )
    return rest


def _held(connection: Connection, link: str, kind: str, records: Sequence[int]) -> dict[int, list[_Held]]:
    """Return the channels of one kind that records have, the main one first."""
    found: dict[int, list[_Held]] = defaultdict(list)
    for part in chunks(records):
        rows = connection.execute(
            f'SELECT "{link}", id, normal, is_primary, opted_out FROM channel WHERE "{link}" IN ({marks(part)}) '
            "AND kind = ? AND deleted_at IS NULL ORDER BY is_primary DESC, id",
            (*part, kind),
        )
        for record, channel, normal, is_primary, opted_out in rows:
            found[record].append(_Held(channel, normal, bool(is_primary), bool(opted_out)))
    return found


__all__ = ["put_first"]
