"""References that an undo gives back although their record went to the trash after what is undone.

A record that another undo put there comes back with its parts: it went only because nothing pointed to it then. One
that somebody deleted stays there, and so does the field that would point to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crm_desktop.models import registry
from crm_desktop.store import change_log, merge_order
from crm_desktop.store.pointed import Pointed
from crm_desktop.store.sql import chunks, marks
from crm_desktop.store.unit_of_work import UnitOfWork

Rows = dict[str, set[int]]
"""Ids by table."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of a table of which a column is to point to a record again that lies in the trash as yet."""

    table: str
    column: str
    target: int
    rows: Sequence[int]


class UndoTargets:
    """The records that one undo needs; ``since`` is the moment of what is undone."""

    def __init__(self, work: UnitOfWork, since: str) -> None:
        self._work = work
        self._since = since
        self._undone: dict[tuple[str, str], bool] = {}
        self.waiting: list[Waiting] = []

    def wait(self, table: str, column: str, value: object, rows: Sequence[int]) -> bool:
        """Remember live rows whose column is to get a value, if that is a record in the trash; tell whether it is."""
        target = registry.targets_of(table).get(column)
        if target is None or not isinstance(value, int) or not rows:
            return False
        if value not in self._trashed(target, [value]) or not self._is_live(table, rows):
            return False
        self.waiting.append(Waiting(table, column, value, rows))
        return True

    def bring_back(self, revived: Rows) -> Rows:
        """Take from the trash what is waited for and what the ``revived`` rows point to, if an undo had put it there.

        Returns all rows that came back, parts too.
        """
        needed = Pointed(self._work.connection)
        for one in self.waiting:
            needed.add(one.table, one.column, one.target)
        needed.add_rows(revived)
        found: Rows = defaultdict(set)
        while back := self._restored(needed.ids):
            for table, ids in back.items():
                found[table] |= ids
            needed = Pointed(self._work.connection)
            needed.add_rows(back)
        return found

    def present(self, one: Waiting) -> int | None:
        """Return the record that is waited for, or the one that it became by a merge; None while it lies in the
        trash."""
        table = registry.targets_of(one.table)[one.column]
        target = merge_order.current(self._work.connection, table, one.target)
        return None if self._trashed(table, [target]) else target

    def _restored(self, needed: Rows) -> Rows:
        """Restore those of some records that an undo put into the trash."""
        back: Rows = defaultdict(set)
        for table, ids in needed.items():
            times: dict[str, list[int]] = defaultdict(list)
            for row, at in self._trashed(table, ids).items():
                times[at].append(row)
            for at, rows in times.items():
                if not self._was_undone(table, at, rows[0]):
                    continue
                back[table].update(self._work.assign_many(table, rows, {"deleted_at": None}))
                for child, column in registry.parts_of(table):
                    if parts := self._parts(child, column, rows, at):
                        back[child].update(self._work.assign_many(child, parts, {"deleted_at": None}))
        return back

    def _trashed(self, table: str, ids: Iterable[int]) -> dict[int, str]:
        """Return which of some records went to the trash since then, with the time."""
        found: dict[int, str] = {}
        for part in chunks(sorted(ids)):
            found |= self._work.execute(
                f'SELECT id, deleted_at FROM "{table}" WHERE id IN ({marks(part)}) AND deleted_at >= ?',
                (*part, self._since),
            )
        return found

    def _is_live(self, table: str, rows: Sequence[int]) -> bool:
        """Tell whether any of some rows is not in the trash itself."""
        return any(
            self._work.execute(
                f'SELECT 1 FROM "{table}" WHERE id IN ({marks(part)}) AND deleted_at IS NULL LIMIT 1', part
            ).fetchone()
            for part in chunks(rows)
        )

    def _parts(self, table: str, column: str, owners: Sequence[int], at: str) -> list[int]:
        """Return the parts of some records that went to the trash together with them."""
        found: list[int] = []
        for part in chunks(owners):
            sql = f'SELECT id FROM "{table}" WHERE "{column}" IN ({marks(part)}) AND deleted_at = ?'
            found.extend(row[0] for row in self._work.execute(sql, (*part, at)))
        return found

    def _was_undone(self, table: str, at: str, row: int) -> bool:
        """Tell whether it was an undo that put the records of one time into the trash; one of them tells of all."""
        if (table, at) not in self._undone:
            self._undone[table, at] = self._trashed_by(table, row) == "undo"
        return self._undone[table, at]

    def _trashed_by(self, table: str, row: int) -> str:
        """Return the kind of transaction that put a row into the trash last, '' where the log does not tell."""
        records = self._work.execute(
            "SELECT t.kind, c.op, c.data FROM change AS c JOIN txn AS t ON t.id = c.txn WHERE c.tbl = ? AND "
            "(c.row = ? AND c.op = 'U' OR c.op = 'S' AND c.low <= ? AND c.high >= ?) ORDER BY c.seq DESC",
            (table, row, row, row),
        )
        for kind, op, data in records:
            content = change_log.decoded(op, data)
            one = change_log.part_of_batch(op, content, row) if op == "S" else content
            new, old = (one or {}).get("deleted_at", (None, None))
            if new is not None and new != old:
                return str(kind)
        return ""


__all__ = ["Rows", "UndoTargets", "Waiting"]
