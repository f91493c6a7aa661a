"""No import clears an opt-out: a channel that nobody may write to stays, also when a table has another one or none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from crm_desktop.core.entity import Child, Field
from crm_desktop.services.import_present import primary_rows
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

CHANNEL = "channel"


def erasable(connection: Connection, one: Field, records: Sequence[int], erased: Sequence[int]) -> list[int]:
    """Return which of the places in ``records`` may lose the value of a field: not those who opted out there."""
    source = one.source
    if not erased or not isinstance(source, Child) or source.table != CHANNEL:
        return list(erased)
    group = (source.table, source.link, source.where, source.flag)
    rows = primary_rows(connection, group, ["opted_out"], [records[at] for at in erased])
    return [at for at in erased if not rows.get(records[at], (0,))[0]]


def opted_out(connection: Connection, source: Child, present: Mapping[int, int]) -> dict[int, int]:
    """Return the records, with their channels, of ``present`` ones who opted out there."""
    if source.table != CHANNEL:
        return {}
    found: set[int] = set()
    for part in chunks(list(present.values())):
        sql = f"SELECT id FROM channel WHERE id IN ({marks(part)}) AND opted_out = 1"
        found.update(row[0] for row in connection.execute(sql, part))
    return {record: channel for record, channel in present.items() if channel in found}


def set_aside(connection: Connection, channels: Collection[int], at: str, user: int | None) -> None:
    """Let channels be further ones, so that another one becomes the primary one and they stay as they are."""
    connection.executemany(
        "UPDATE channel SET is_primary = 0, updated_at = ?, updated_by = ? WHERE id = ?",
        [(at, user, channel) for channel in channels],
    )
