"""The triggers that write the change log, generated from the mapped tables.

Every insert, update and attempted delete of a logged table passes here, whoever makes it: the program, a script
with sqlite-utils, or another tool. Bulk work mutes the triggers inside its own transaction and writes its own
records (``store/bulk.py``). The log's form is described in ``store/change_log.py``.

What all of them do alike stands in one trigger, behind a view that they insert into: the names of the columns, and the
row as it is and as it was. That trigger compares them. Each connection reads all triggers when it begins, and holds
them, so every word that stands in each of them costs time and memory.
"""

from __future__ import annotations

from crm_desktop.core.ids import EPOCH_MS
from crm_desktop.models import registry

OUTSIDE = "Changed by another program"

# Milliseconds in words that an SQLite of the last ten years knows: other programs bring their own.
_NOW = "CAST(round((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER)"
_TICK = f"UPDATE sync_state SET seq = seq + 1, clock = max(clock + 1, ({_NOW} + offset_ms) << 16);"
# What another program writes is one entry until somebody else writes or some time has passed. Its id stands behind
# all others, whatever the clock says.
_TOGETHER_MS = 2_000
_NEWEST = "(SELECT max(id) FROM txn)"
_OUTSIDE_ID = f"(max({_NOW} - {EPOCH_MS}, coalesce(({_NEWEST} >> 22) + 1, 0)) << 22) | (replica << 10) | 1023"
_OUTSIDE_TXN = (
    "INSERT INTO txn (id, kind, title, args, at, replica) "
    f"SELECT {_OUTSIDE_ID}, 'outside', '{OUTSIDE}', '{{}}', {_NOW}, replica FROM sync_state WHERE txn IS NULL "
    f"AND NOT EXISTS (SELECT 1 FROM txn WHERE id = {_NEWEST} AND kind = 'outside' "
    f"AND at BETWEEN {_NOW} - {_TOGETHER_MS} AND {_NOW});"
)
_LISTENING = "(SELECT muted FROM sync_state) = 0"


VIEW_NAME = "change_made"
VIEW = (
    f"CREATE VIEW {VIEW_NAME} AS "
    "SELECT NULL AS tbl, NULL AS row, NULL AS names, NULL AS new, NULL AS old WHERE FALSE"
)
_IS = "json_extract(NEW.new, '$[' || key || ']')"
_WAS = "json_extract(NEW.old, '$[' || key || ']')"
_INSERTED = f"(SELECT json_group_object(value, {_IS}) FROM json_each(NEW.names))"
_CHANGED = (
    f"(SELECT json_group_object(value, json_array({_IS}, {_WAS})) FROM json_each(NEW.names) "
    f"WHERE {_IS} IS NOT {_WAS} OR (value = 'deleted_at' AND touch = 1))"
)
_WRITTEN = (
    f'CREATE TRIGGER "log_{VIEW_NAME}" INSTEAD OF INSERT ON {VIEW_NAME} WHEN NEW.new IS NOT NEW.old BEGIN '
    f"{_TICK} {_OUTSIDE_TXN} "
    "INSERT INTO change (replica, seq, tag, clock, at, txn, tbl, row, op, data) "
    f"SELECT replica, seq, abs(random() % 4294967296), clock, {_NOW}, coalesce(txn, {_NEWEST}), NEW.tbl, NEW.row, "
    "CASE WHEN NEW.old IS NULL THEN 'I' ELSE 'U' END, "
    f"CASE WHEN NEW.old IS NULL THEN {_INSERTED} ELSE {_CHANGED} END FROM sync_state; END"
)


def triggers(table: str) -> list[str]:
    """Return the CREATE TRIGGER statements of one table."""
    columns = registry.logged_columns(table)
    names = ",".join(f'"{name}"' for name in columns)
    old = ",".join(f'OLD."{name}"' for name in columns)
    made = f"INSERT INTO {VIEW_NAME} SELECT '{table}', id, '[{names}]', json_array({names}),"
    row = f'FROM "{table}" WHERE id = NEW.id; END'
    return [
        f'CREATE TRIGGER "log_{table}_insert" AFTER INSERT ON "{table}" WHEN {_LISTENING} BEGIN {made} NULL {row}',
        f'CREATE TRIGGER "log_{table}_update" AFTER UPDATE ON "{table}" WHEN {_LISTENING} '
        f"BEGIN {made} json_array({old}) {row}",
        f'CREATE TRIGGER "log_{table}_delete" BEFORE DELETE ON "{table}" WHEN {_LISTENING} '
        "BEGIN SELECT RAISE(ABORT, 'records are never deleted: set deleted_at instead'); END",
        f'CREATE TRIGGER "log_{table}_id" BEFORE UPDATE OF id ON "{table}" WHEN OLD.id IS NOT NEW.id '
        "BEGIN SELECT RAISE(ABORT, 'the id of a record never changes'); END",
    ]


def all_triggers() -> dict[str, str]:
    """Return every trigger of the present descriptions by name. They need the view."""
    statements = [_WRITTEN, *(one for entity in registry.ENTITIES for one in triggers(entity.name))]
    return {one.split('"')[1]: one for one in statements}
