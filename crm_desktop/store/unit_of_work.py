"""The one door: everything that is written to a customer file is written inside a :class:`UnitOfWork`.

It is one SQLite transaction with a title and a kind. Leaving it commits: records are flushed, caches brought up to
date, the change log closed, and what changed is published. An exception inside takes everything back.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.errors import CrmError
from crm_desktop.store import bulk, change_log, index, normal_forms
from crm_desktop.store.driver import CACHE, Error, explain
from crm_desktop.store.filling import fill
from crm_desktop.store.fresh_documents import FreshDocuments
from crm_desktop.store.writer import Changes, Writer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_written = json.JSONEncoder(ensure_ascii=False).encode
LARGE = 5_000  # rows of a bulk load, from which it gets a larger page cache
BULK_CACHE = 65_536  # KiB
BULK_LOG = 100_000  # pages of the write-ahead log
KINDS = (
    "setup",
    "edit",
    "bulk",
    "import",
    "merge",
    "convert",
    "delete",
    "restore",
    "undo",
    "redo",
    "sync",
    "rule",
)


class UnitOfWork:
    """One transaction. ``title`` is marked with ``N_`` and takes ``args``; ``kind`` is one of :data:`KINDS`."""

    def __init__(
        self,
        writer: Writer,
        title: str,
        kind: str = "edit",
        *,
        args: Mapping[str, Any] | None = None,
        undoes: int | None = None,
        by_person: bool = True,
    ) -> None:
        if kind not in KINDS:
            raise ValueError(f"unknown kind of transaction: {kind}")
        self.writer = writer
        self.connection = writer.connection
        self.title = title
        self.kind = kind
        self.args = dict(args or {})
        self._undoes = undoes
        self._by_person = by_person
        self._session: Session | None = None
        self._fresh = FreshDocuments()
        self._bulk: dict[str, set[int] | None] = {}
        self._parents: dict[str, set[int]] = {}
        self._trashed_at = ""
        self.id = 0
        self.changes: Changes | None = None

    @property
    def session(self) -> Session:
        """The ORM session of this transaction. It is flushed, never committed, by the unit of work."""
        if self._session is None:
            from sqlalchemy import event

            self._session = self.writer.session()
            event.listen(self._session, "before_flush", self._before_flush)
        return self._session

    def __enter__(self) -> UnitOfWork:
        self.writer.lock.acquire()
        try:
            self.writer.before_commit()
            self.connection.execute("BEGIN IMMEDIATE")
            self._begin()
        except BaseException as error:
            self._abandon()
            if isinstance(error, Error):
                raise explain(error) from error
            raise
        return self

    def _begin(self) -> None:
        """Give the transaction its number and its entry in the log, to which the triggers write."""
        touch = int(self._by_person and self.kind in ("edit", "merge", "convert", "restore"))
        self.id = self.writer.ids.next()
        # What another program wrote while the file is open is indexed together with our own changes.
        ((self._seq, self._indexed, replica, newest),) = self.connection.execute(
            "UPDATE sync_state SET txn = ?, muted = 0, touch = ? "
            "RETURNING seq, indexed_seq, replica, (SELECT max(id) FROM txn)",
            (self.id, touch),
        ).fetchall()
        if newest is not None and self.id <= newest:
            self.writer.ids.pass_over(newest)
            self.id = self.writer.ids.next()
            self.connection.execute("UPDATE sync_state SET txn = ?", (self.id,))
        self._first_args = self._written_args()
        self.connection.execute(
            "INSERT INTO txn (id, kind, title, args, user, at, replica, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.id,
                self.kind,
                self.title,
                self._first_args,
                self.writer.user,
                clock.now_ms(),
                replica,
                self._undoes,
            ),
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._abandon()
            if not isinstance(error, CrmError) and getattr(
                error, "orig", error
            ).__class__.__module__.startswith("sqlcipher3"):
                raise explain(error) from error
            return
        try:
            touched = self._commit()
        except BaseException as failure:
            self._abandon()
            if isinstance(getattr(failure, "orig", failure), Error):
                raise explain(failure) from failure
            raise
        # From here on everything is saved, whatever a listener does.
        if touched:
            sets = {t: frozenset(ids) if ids is not None else None for t, ids in touched.items()}
            self.changes = Changes(sets, self.id, change_log.title_text(self.title, self.args), self.kind)
            self.writer.publish(self.changes)

    def _commit(self) -> dict[str, set[int] | None]:
        """Close the transaction and return what it touched, None for a table with too many ids to name."""
        self.flush()
        self.writer.follow(self)
        rows: dict[str, set[int] | None] = {}
        touched = change_log.touched_since(self.connection, self._indexed, batches=False)
        if touched.last > self._seq or self._bulk:
            self._refresh(touched)
            rows = dict(self._bulk)
            for table, ids in touched.rows.items():
                rows[table] = _together(rows.get(table, set()), ids)
            args = self._written_args()
            if args != self._first_args:
                self.connection.execute("UPDATE txn SET args = ? WHERE id = ?", (args, self.id))
            indexed = ", indexed_seq = seq"
        else:
            self.connection.execute("DELETE FROM txn WHERE id = ?", (self.id,))
            self._fresh.abandon()
            indexed = ""
        self.connection.execute(f"UPDATE sync_state SET txn = NULL, touch = 0, muted = 0{indexed}")
        self.writer.before_commit()
        self.connection.execute("COMMIT")
        self._close()
        return rows

    def _written_args(self) -> str:
        """Return the arguments of the title as they are kept in the log."""
        return _written(self.args)

    def _refresh(self, touched: change_log.Touched) -> None:
        """Bring the caches up to date: fresh bulk rows get their search texts, other rows are looked at again."""
        stale = index.stale(self.connection, touched)
        for found in (self._parents, self._fresh.stale):
            for table, ids in found.items():
                stale.setdefault(table, set()).update(ids)
        index.renew_normal_forms(self.connection, touched)
        self._fresh.write(self.connection)
        index.refresh_records(self.connection, stale, touched)

    def _abandon(self) -> None:
        try:
            self._fresh.abandon()
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
        finally:
            self._close()

    def _close(self) -> None:
        if self._session is not None:
            self._session.expunge_all()
            self._session.close()
            self._session = None
        if self._bulk:
            self.connection.execute(f"PRAGMA cache_size = -{CACHE}")
        self.writer.lock.release()

    # Writing

    def add(self, model: type[Any], **values: Any) -> Any:
        """Add a new record of a mapped class and return it with its id; written when the session is flushed."""
        record = model(id=self.writer.ids.next(), **values)
        self.session.add(record)
        return record

    def complete(self, record: Any) -> None:
        """Fill in what a record says of itself (a full name from its parts), before it is looked at."""
        fill(record)

    def flush(self) -> None:
        """Write pending records now, so that following statements see them."""
        if self._session is not None:
            self._session.flush()

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """Run one statement in this transaction; the triggers log what it changes."""
        return self.connection.execute(sql, parameters)

    def expect(self, records: int) -> None:
        """Learn how many searchable records will be inserted, so that what a large load needs begins early."""
        self._fresh.expect(records)

    def insert_many(
        self,
        table: str,
        names: Sequence[str],
        rows: Sequence[Sequence[Any]],
        *,
        progress: bulk.Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Insert many rows of stored values; see :func:`crm_desktop.store.bulk.insert`."""
        if rows:
            columns = dict(zip(names, zip(*rows, strict=True), strict=True))
            self.insert_columns(table, columns, len(rows), progress=progress, cancelled=cancelled)

    def insert_columns(
        self,
        table: str,
        columns: bulk.Columns,
        count: int,
        *,
        progress: bulk.Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Insert ``count`` rows that come by column; see :func:`crm_desktop.store.bulk.insert`."""
        load = bulk.Load(table, columns, count)
        self._fresh.add(*load)
        self._insert(load, self._place(load), progress, cancelled)

    def insert_tables(
        self,
        loads: Iterable[bulk.Load],
        *,
        progress: bulk.Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        more: bool = False,
    ) -> None:
        """Insert the rows of several tables that are new records with all that is searched of them.

        A large load has its search index worked out meanwhile, unless ``more`` records of other tables follow, with
        which that is done. No two of the loads may be for the same searchable table; records come before those that
        point to them.
        """
        coming = []
        for load in loads:
            self._fresh.add(*load)
            coming.append(load)
        placed = deque((load, self._place(load)) for load in coming)
        coming.clear()
        if not more:
            self._fresh.complete(self.connection)
        while placed:  # what is written need not be kept
            self._insert(*placed.popleft(), progress, cancelled)

    def _place(self, load: bulk.Load) -> bulk.Placing | None:
        placed = bulk.placing(self.connection, load)
        self._fresh.place(load.table, load.columns["id"], placed.places if placed is not None else ())
        return placed

    def _insert(
        self,
        load: bulk.Load,
        placed: bulk.Placing | None,
        progress: bulk.Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        if load.size >= LARGE:
            self.connection.execute(f"PRAGMA cache_size = -{BULK_CACHE}")
            # The large log is written into the file at leisure (CustomerFile.tidy), unless it grows beyond that.
            self.connection.execute(f"PRAGMA wal_autocheckpoint = {BULK_LOG}")
        user = self.writer.user
        bulk.insert(self.connection, load, placed, user=user, progress=progress, cancelled=cancelled)
        self._note_bulk(load.table, load.columns["id"])

    def assign_many(self, table: str, ids: Iterable[int], values: dict[str, Any]) -> list[int]:
        """Set columns of many rows to one value each; returns the ids that changed."""
        changed = bulk.assign(self.connection, table, list(ids), values, user=self.writer.user)
        self._note_bulk(table, changed)
        if table == normal_forms.TABLE and normal_forms.NEEDED & values.keys():
            normal_forms.renew(self.connection, changed)
        for entity, stale in index.stale(self.connection, {table: changed}).items():
            self._parents.setdefault(entity, set()).update(stale)
        return changed

    def trash_many(self, table: str, ids: Sequence[int]) -> None:
        """Put live rows into the trash without looking for search texts that hold their values."""
        # One time for all tables: by it the parts of a record come back from the trash together with it.
        self._trashed_at = self._trashed_at or clock.stamp()
        values = {"deleted_at": self._trashed_at}
        nothing: list[Any] = [None] * len(ids)
        bulk.write_assignment(
            self.connection, table, ids, values, {"deleted_at": nothing}, user=self.writer.user
        )
        self._note_bulk(table, ids)

    def keep_many(self, table: str, name: str, value: Any, old: Mapping[int, Any]) -> None:
        """Set one column that no search text holds to a value, of many rows by their id with what they hold now."""
        ids = sorted(old)
        values = {name: [old[one] for one in ids]}
        bulk.write_assignment(self.connection, table, ids, {name: value}, values, user=self.writer.user)
        self._note_bulk(table, ids)

    def _note_bulk(self, table: str, ids: Sequence[int]) -> None:
        if ids:
            self._bulk[table] = _together(self._bulk.get(table, set()), ids)

    def refresh_later(self, entity: str, ids: Iterable[int]) -> None:
        """Have the caches of these records worked out again at the commit."""
        self._parents.setdefault(entity, set()).update(ids)

    def _before_flush(self, session: Session, _context: object, _instances: object) -> None:
        at = clock.now()
        for record in session.new:
            if record.id is None:
                record.id = self.writer.ids.next()
            record.created_at = record.created_at or at
            record.created_by = record.created_by or self.writer.user
            record.updated_at, record.updated_by = record.updated_at or at, self.writer.user
            fill(record)
        for record in session.dirty:
            if session.is_modified(record):
                record.updated_at, record.updated_by = at, self.writer.user
                fill(record)


def _together(known: set[int] | None, more: Collection[int]) -> set[int] | None:
    """Return the union of two sets of ids, None for too many to name."""
    if known is None or len(more) > change_log.MANY:
        return None
    known.update(more)
    return known if len(known) <= change_log.MANY else None
