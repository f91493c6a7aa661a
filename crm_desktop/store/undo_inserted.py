"""The rows that a transaction inserted, and which of them its undo puts into the trash.

A row goes if it is live, still as it was inserted, and nothing that stays points to it. Children and parents go
together; the parts of a record that stays, stay with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from typing import Any

from crm_desktop.models import registry
from crm_desktop.store import change_log, merge_order
from crm_desktop.store.driver import Connection, scalar
from crm_desktop.store.index import links
from crm_desktop.store.sql import chunks, marks
from crm_desktop.store.undo_report import Spared, Touched
from crm_desktop.store.unit_of_work import UnitOfWork


class InsertedRows:
    """Collects the rows that one transaction inserted, and puts those into the trash that may go.

    What stays is added to ``spared``, what went to ``touched``.
    """

    def __init__(self, work: UnitOfWork, txn_id: int, spared: Spared, touched: Touched) -> None:
        self._work = work
        self._connection = work.connection
        self._txn = txn_id
        self._spared = spared
        self._touched = touched
        self._deletions: dict[str, set[int]] = defaultdict(set)
        self._all: dict[str, list[Sequence[int]]] = defaultdict(list)

    def take_out(
        self, table: str, ids: Sequence[int], cols: Sequence[str], data: Sequence[Sequence[Any]]
    ) -> None:
        """Choose which inserted rows go to the trash: live, as inserted, and not pointed to by newer rows."""
        self._all[table].append(ids)
        suspects = self._changed_since(table, ids)
        for row in suspects & set(ids):
            place = ids.index(row)
            differing = self._differences(table, row, cols, [column[place] for column in data])
            if differing:
                self._spared.columns[table, row] |= differing
        live = self._live(table, ids)
        kept = self._spared.columns
        self._deletions[table].update([row for row in live if (table, row) not in kept] if kept else live)

    def trash(self) -> None:
        """Put the chosen rows into the trash, children and parents together, except what others need."""
        self._spare_needed()
        for table, ids in self._deletions.items():
            if ids:
                gone = sorted(ids)
                self._work.trash_many(table, gone)
                self._touched.trashed[table].update(gone)
                self._refresh_parents(table, gone)

    def kept_among(self, table: str, ids: Sequence[int]) -> list[int]:
        """Return those of some rows that the transaction inserted and that are live now."""
        wanted = set(ids)
        own = [one for some in self._all.get(table, ()) for one in some if one in wanted]
        return sorted(self._live(table, own)) if own else []

    def _live(self, table: str, ids: Sequence[int]) -> Sequence[int]:
        """Return those of some rows that are not in the trash."""
        live: list[int] = []
        for part in chunks(ids, 5_000):
            which = f'FROM "{table}" WHERE id IN ({marks(part)}) AND deleted_at IS NULL'
            if scalar(self._connection, f"SELECT count(*) {which}", tuple(part)) == len(part):  # as a rule
                live.extend(part)
            else:
                live.extend(row[0] for row in self._connection.execute(f"SELECT id {which}", part))
        return live

    def _changed_since(self, table: str, ids: Sequence[int]) -> set[int]:
        """Return the rows with log records of other transactions."""
        rows = self._connection.execute(
            "SELECT row FROM change WHERE tbl = ? AND row BETWEEN ? AND ? AND txn <> ?",
            (table, min(ids), max(ids), self._txn),
        )
        found = {row[0] for row in rows}
        batches = self._connection.execute(
            "SELECT op, data FROM change WHERE tbl = ? AND op = 'S' AND low <= ? AND high >= ? AND txn <> ?",
            (table, max(ids), min(ids), self._txn),
        ).fetchall()
        for op, data in batches:
            found.update(change_log.decoded(op, data)["ids"])
        return found

    def _differences(self, table: str, row: int, cols: Sequence[str], values: Sequence[Any]) -> set[str]:
        """Return the columns of an inserted row that no longer hold what was inserted."""
        inserted = dict(zip(cols, values, strict=True))
        every = registry.logged_columns(table)
        quoted = ", ".join(f'"{name}"' for name in every)
        now = self._connection.execute(f'SELECT {quoted} FROM "{table}" WHERE id = ?', (row,)).fetchone()
        if now is None:
            return set()
        defaults = _defaults(self._connection, table)
        pairs = zip(every, now, strict=True)
        ignored = ("deleted_at", "created_at", "created_by")
        return {n for n, v in pairs if n not in ignored and v != inserted.get(n, defaults.get(n))}

    def _refresh_parents(self, table: str, gone: Sequence[int]) -> None:
        """Have the search texts of records that stay be worked out again when a part of them went."""
        found = links(table)
        columns = ", ".join(f'"{link}"' for _entity, link in found)
        for part in chunks(gone, 5_000) if found else ():
            rows = self._connection.execute(
                f'SELECT DISTINCT {columns} FROM "{table}" WHERE id IN ({marks(part)})', part
            ).fetchall()
            for place, (entity, _link) in enumerate(found):
                parents = {row[place] for row in rows} - {None}
                self._work.refresh_later(entity, parents - self._deletions.get(entity, set()))

    def _spare_needed(self) -> None:
        """Keep rows that live rows of other transactions, or kept rows, point to, and the parts of kept rows."""
        while any([self._spare_referenced(table) for table in list(self._deletions)] + [self._spare_parts()]):
            pass

    def _spare_referenced(self, table: str) -> bool:
        """Keep rows of one table that live rows point to; returns whether there were any."""
        ids = self._deletions[table]
        spared = False
        pointing = (*registry.foreign_keys_to(table), *registry.loose_links()) if ids else ()
        for child, column in pointing:
            # What was merged lies in the trash and leads to the record that it became.
            live = "" if column == merge_order.LINK else "AND deleted_at IS NULL"
            used = self._connection.execute(
                f'SELECT 1 FROM "{child}" WHERE "{column}" IS NOT NULL {live} LIMIT 1'
            ).fetchone()
            going = self._deletions.get(child, set())
            others, span = self._apart_from(child, going) if used and live else ("", ())
            for part in chunks(sorted(ids), 5_000) if used else ():
                rows = self._connection.execute(
                    f'SELECT id, "{column}" FROM "{child}" WHERE "{column}" IN ({marks(part)}) '
                    f"{live}{others}",
                    (*part, *span),
                )
                needed = {target: row for row, target in rows.fetchall() if row not in going}
                for target, row in needed.items():
                    self._spared.columns.setdefault((table, target), set())
                    self._spared.needed.setdefault((table, target), (child, row))
                ids.difference_update(needed)
                spared = spared or bool(needed)
        return spared

    def _apart_from(self, table: str, going: Set[int]) -> tuple[str, tuple[int, ...]]:
        """Return a condition with its values that leaves out live rows that go, where there are no others among them.

        An import made its rows one after the other, so that they need not be read one by one.
        """
        if not going:
            return "", ()
        span = min(going), max(going)
        sql = f'SELECT count(*) FROM "{table}" WHERE id BETWEEN ? AND ? AND deleted_at IS NULL'
        is_all = scalar(self._connection, sql, span) == len(going)
        return (" AND id NOT BETWEEN ? AND ?", span) if is_all else ("", ())

    def _spare_parts(self) -> bool:
        """Keep the parts (channels, addresses …) of records that stay; returns whether there were any.

        The value of a custom field is a part of its record; that the field stays keeps no other record.
        """
        spared = False
        for table, ids in self._deletions.items():
            loose = [(None, column) for child, column in registry.loose_links() if child == table]
            for parent, column in loose or registry.owners_of(table):
                kept = sorted(row for name, row in self._spared.columns if parent in (None, name))
                for part in chunks(kept):
                    rows = self._connection.execute(
                        f'SELECT id FROM "{table}" WHERE "{column}" IN ({marks(part)})', part
                    )
                    found = {row[0] for row in rows} & ids
                    ids.difference_update(found)
                    spared = spared or bool(found)
        return spared


def _defaults(connection: Connection, table: str) -> dict[str, Any]:
    """Return the columns of a table whose default is not NULL, with that default as SQLite stores it."""
    found: dict[str, Any] = {}
    for _place, name, kind, _filled, default, *_rest in connection.execute(f'PRAGMA table_info("{table}")'):
        if default is not None:
            value = connection.execute(f"SELECT {default}").fetchone()[0]
            found[name] = int(value) if kind.upper() in ("INTEGER", "BOOLEAN") else value
    return found


__all__ = ["InsertedRows"]
