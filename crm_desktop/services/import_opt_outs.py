"""No import clears an opt-out: a channel that nobody may write to stays, also when a table has another one or none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Child, Field
from crm_desktop.core.i18n import _, listed
from crm_desktop.services.import_present import primary_rows
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

if TYPE_CHECKING:
    from crm_desktop.services.import_table import ImportTable
    from crm_desktop.store.unit_of_work import UnitOfWork

CHANNEL = "channel"
SHOWN = 10  # rows that a note names


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


def is_of_mail(one: Field) -> bool:
    """Tell whether a field of a record says that it opted out of e-mail."""
    return isinstance(one.source, Child) and (one.source.table, one.source.column) == (CHANNEL, "opted_out")


def with_address(
    table: ImportTable, one: Field, old: Sequence[Any], rows: Sequence[Sequence[int]], places: Sequence[int]
) -> list[int]:
    """Return which of the ``places`` among present records can opt out: those with an e-mail address, also a new one.

    ``rows`` are those of each record; of other fields all places are returned.
    """
    if not is_of_mail(one):
        return list(places)
    mails = table.columns.get("email")
    return [at for at in places if old[at] is not None or (mails and any(mails[row] for row in rows[at]))]


def opt_out(work: UnitOfWork, link: str, records: Sequence[int]) -> None:
    """Let contacts or leads opt out at all their e-mail addresses."""
    at, user = clock.stamp(), work.writer.user
    for part in chunks(records):
        work.connection.execute(
            "UPDATE channel SET opted_out = 1, updated_at = ?, updated_by = ? WHERE kind = 'email' "
            f'AND opted_out = 0 AND deleted_at IS NULL AND "{link}" IN ({marks(part)})',
            (at, user, *part),
        )


def notes(connection: Connection, table: ImportTable, owners: Sequence[int | None]) -> list[str]:
    """Return a note on the rows that opt out of e-mail without an address; ``owners`` are the records of the rows."""
    one = next((one for one in table.fields if is_of_mail(one)), None)
    if one is None or not isinstance(one.source, Child):
        return []
    mails = table.columns.get("email")
    bare = [at for at, cell in enumerate(table.columns[one.key]) if cell and not (mails and mails[at])]
    group = (one.source.table, one.source.link, one.source.where, one.source.flag)
    owned = {owner for at in bare if (owner := owners[at]) is not None and owner >= 0}
    reached = primary_rows(connection, group, ["id"], sorted(owned))
    numbers = [str(table.numbers[at]) for at in bare if owners[at] not in reached]
    if not numbers:
        return []
    told = {"rows": listed(numbers[:SHOWN]) + (" …" if len(numbers) > SHOWN else "")}
    return [_("Without an e-mail address there was nothing to opt out: row %(rows)s.") % told]


def set_aside(connection: Connection, channels: Collection[int], at: str, user: int | None) -> None:
    """Let channels be further ones, so that another one becomes the primary one and they stay as they are."""
    connection.executemany(
        "UPDATE channel SET is_primary = 0, updated_at = ?, updated_by = ? WHERE id = ?",
        [(at, user, channel) for channel in channels],
    )
