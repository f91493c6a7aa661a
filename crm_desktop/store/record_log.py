"""The change log of one record and its parts (channels, addresses, lines …), newest first, by page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from crm_desktop.models import registry
from crm_desktop.store.change_log import Change, decoded, part_of_batch
from crm_desktop.store.driver import Connection

NEWEST = 2**63 - 1
LOGS = frozenset({"stage_change", "status_change", "campaign_member"})
"""Parts that tell of their record themselves: they stand in its timeline, and not among its changes."""

_SINGLE = "SELECT seq, at, txn, tbl, row, op, data FROM change AS c"
# The last and the next contact follow from an activity, which stands in the same stream: a change of one of them alone
# (an update confirms that its record lives) within the transaction that wrote an activity.
_FOLLOWED = (
    """AND NOT (c.op = 'U' AND (c.data LIKE '{"last_contact":%' OR c.data LIKE '{"next_contact":%') """
    """AND instr(c.data, '],"') = instr(c.data, '],"deleted_at":[null,null]}') """
    "AND EXISTS (SELECT 1 FROM change AS a WHERE a.txn = c.txn AND a.tbl = 'activity'))"
)
# What a request went through is told by the log of its states and by the talk about it.
_STEPPED = (
    "AND NOT (c.op = 'U' AND c.tbl = 'service_request' AND EXISTS (SELECT 1 FROM change AS a WHERE a.txn = c.txn "
    "AND a.tbl IN ('status_change', 'request_message')))"
)
TALKS = frozenset({"request_message"})
"""Parts that are read where they were written; their changes stand in the history only."""

Batch = tuple[int, int, int, int, str]  # txn, replica, seq, tag, table


def transactions(
    connection: Connection, entity: str, record_id: int, before: int, limit: int, *, brief: bool = False
) -> list[int]:
    """Return the newest ``limit`` transactions before ``before`` that changed a record or a part of it.

    ``brief`` leaves out those that only noted the last contact for an activity, and those of a talk and of steps that
    are told beside it.
    """
    followed = f"{_FOLLOWED} {_STEPPED}" if brief else ""
    rows = connection.execute(
        f"SELECT DISTINCT txn FROM change AS c WHERE tbl = ? AND row = ? AND txn < ? {followed} "
        "ORDER BY txn DESC LIMIT ?",
        (entity, record_id, before, limit),
    ).fetchall()
    for table, column in _parts(entity):
        if brief and table in TALKS:
            continue
        rows += connection.execute(
            f'SELECT DISTINCT c.txn FROM "{table}" AS p CROSS JOIN change AS c ON c.tbl = ? AND c.row = p.id '
            f'WHERE p."{column}" = ? AND c.txn < ? ORDER BY c.txn DESC LIMIT ?',
            (table, record_id, before, limit),
        ).fetchall()
    found = {row[0] for row in rows}
    ids = _ids(connection, entity, record_id)
    for batch in sorted(_batches(connection, ids, 0, before), reverse=True):
        if sum(one > batch[0] for one in found) >= limit:
            break
        if batch[0] not in found and _changes_in(connection, batch, ids[batch[4]]):
            found.add(batch[0])
    return sorted(found, reverse=True)[:limit]


def changes(
    connection: Connection, entity: str, record_id: int, txns: Sequence[int]
) -> dict[int, list[Change]]:
    """Return what each of these transactions did to a record and its parts, in the order in which it was done."""
    found: dict[int, list[Change]] = {txn: [] for txn in txns}
    if not txns:
        return found
    first, last = min(txns), max(txns)
    rows = connection.execute(
        f"{_SINGLE} WHERE tbl = ? AND row = ? AND txn BETWEEN ? AND ?", (entity, record_id, first, last)
    ).fetchall()
    for table, column in _parts(entity):
        rows += connection.execute(
            f"{_SINGLE.replace('FROM', f'FROM (SELECT id AS part FROM {table} WHERE {column} = ?) CROSS JOIN')} "
            "WHERE c.tbl = ? AND c.row = part AND c.txn BETWEEN ? AND ?",
            (record_id, table, first, last),
        ).fetchall()
    for seq, at, txn, table, row, op, data in rows:
        if txn in found:
            found[txn].append(Change(seq, at, txn, table, row, op, decoded(op, data)))
    ids = _ids(connection, entity, record_id)
    for batch in _batches(connection, ids, first, last + 1):
        if batch[0] in found:
            found[batch[0]].extend(_changes_in(connection, batch, ids[batch[4]]))
    return {txn: sorted(told, key=lambda one: one.seq) for txn, told in found.items()}


def _parts(entity: str) -> list[tuple[str, str]]:
    return [one for one in (*registry.parts_of(entity), *registry.loose_links()) if one[0] not in LOGS]


def _ids(connection: Connection, entity: str, record_id: int) -> dict[str, list[int]]:
    """Return the ids of a record and of its parts, by table."""
    found = {entity: [record_id]}
    for table, column in _parts(entity):
        rows = connection.execute(f'SELECT id FROM "{table}" WHERE "{column}" = ?', (record_id,)).fetchall()
        if rows:
            found.setdefault(table, []).extend(row[0] for row in rows)
    return found


def _batches(connection: Connection, ids: dict[str, list[int]], since: int, before: int) -> Iterable[Batch]:
    """Yield the batches that may hold one of the rows; whether they do, only their content tells."""
    for table, rows in ids.items():
        yield from connection.execute(
            "SELECT txn, replica, seq, tag, tbl FROM change WHERE tbl = ? AND low <= ? AND high >= ? "
            "AND low IS NOT NULL AND txn >= ? AND txn < ?",
            (table, max(rows), min(rows), since, before),
        ).fetchall()


def _changes_in(connection: Connection, batch: Batch, rows: Sequence[int]) -> list[Change]:
    """Return what a batch says of these rows, in the form of I and U records."""
    txn, replica, seq, tag, table = batch
    at, op, data = connection.execute(
        "SELECT at, op, data FROM change WHERE replica = ? AND seq = ? AND tag = ?", (replica, seq, tag)
    ).fetchone()
    content: dict[str, Any] = decoded(op, data)
    parts = ((row, part_of_batch(op, content, row)) for row in rows)
    return [
        Change(seq, at, txn, table, row, "B" if op == "B" else "U", part)
        for row, part in parts
        if part is not None
    ]
