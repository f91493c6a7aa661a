"""What was written since a merge into the rows that go back to their records with its undo.

A tag that the merged record lost meanwhile comes back to whom it belonged. What else was changed of a part (a number
that is another one now, an address that lies in the trash) goes back as it is, and is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set

from crm_desktop.models import registry
from crm_desktop.store import change_log
from crm_desktop.store.change_log import Change
from crm_desktop.store.sql import chunks, marks
from crm_desktop.store.undo_report import Spared, Touched
from crm_desktop.store.unit_of_work import UnitOfWork

_TAGS = "tag_link"
_OF_EVERY_WRITE = frozenset({"updated_at", "updated_by", "normal"})


def give_back(work: UnitOfWork, merge: int, spared: Spared, touched: Touched) -> None:
    """Bring the tags back that went from the merged record, and add to ``spared`` what else was changed since.

    Runs when the rows are with their records again; tags that came back are added to ``touched``.
    """
    moved: dict[str, dict[int, set[str]]] = defaultdict(
        dict
    )  # by table and row the columns that the merge wrote
    for change in change_log.rows_of(work.connection, merge):
        if change.op == "U" and registry.owner_links(change.table) & change.data.keys():
            moved[change.table].setdefault(change.row or 0, set()).update(change.data)
    for table, rows in moved.items():
        changed = _changed_since(work, merge, table, rows.keys())
        gone = {row for row, columns in changed.items() if "deleted_at" in columns}
        if table == _TAGS and gone:
            back = work.assign_many(table, _with_a_tag(work, gone), {"deleted_at": None})
            touched.revived[table].update(back)
            continue
        for row, columns in changed.items():
            if others := columns - rows[row]:
                spared.columns[table, row] |= others


def _changed_since(work: UnitOfWork, merge: int, table: str, rows: Set[int]) -> dict[int, set[str]]:
    """Return the columns of rows that later transactions changed, and that are not again as they were."""
    before: dict[int, dict[str, object]] = defaultdict(dict)
    for change in _later(work, merge, table, rows):
        for column, (_new, old) in change.data.items():
            if column not in _OF_EVERY_WRITE:
                before[change.row or 0].setdefault(column, old)
    found: dict[int, set[str]] = {}
    for row, values in before.items():
        quoted = ", ".join(f'"{name}"' for name in values)
        now = work.execute(f'SELECT {quoted} FROM "{table}" WHERE id = ?', (row,)).fetchone()
        changed = {name for name, value in zip(values, now or (), strict=False) if value != values[name]}
        if changed:
            found[row] = changed
    return found


def _later(work: UnitOfWork, merge: int, table: str, rows: Set[int]) -> Iterator[Change]:
    """Yield what people did to some rows since a merge, in order; merges and what was undone are their own affair."""
    records = work.execute(
        "SELECT c.seq, c.at, c.txn, c.row, c.op, c.data FROM change AS c JOIN txn AS t ON t.id = c.txn "
        "WHERE c.tbl = ? AND c.txn > ? AND t.kind NOT IN ('merge', 'undo', 'redo') AND "
        "(c.row BETWEEN ? AND ? AND c.op = 'U' OR c.op = 'S' AND c.low <= ? AND c.high >= ?) ORDER BY c.seq",
        (table, merge, min(rows), max(rows), max(rows), min(rows)),
    ).fetchall()
    for seq, at, txn, row, op, data in records:
        if row is not None and row not in rows:
            continue
        content = change_log.decoded(op, data)
        for one in [row] if row is not None else rows & set(content["ids"]):
            part = change_log.part_of_batch(op, content, one) if op == "S" else content
            yield Change(seq, at, txn, table, one, "U", part)


def _with_a_tag(work: UnitOfWork, rows: Set[int]) -> list[int]:
    """Return those of some links of tags whose tag is still there."""
    found: list[int] = []
    for part in chunks(sorted(rows)):
        sql = (
            f"SELECT l.id FROM {_TAGS} AS l JOIN tag AS t ON t.id = l.tag_id "
            f"WHERE l.id IN ({marks(part)}) AND t.deleted_at IS NULL"
        )
        found.extend(row[0] for row in work.execute(sql, part))
    return found


__all__ = ["give_back"]
