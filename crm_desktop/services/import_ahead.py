"""What the file holds of the records of an entity, read by a thread of its own while a large table comes in.

A large table is often one whose records are there already. The thread that reads the table waits for the reading
process most of the time, and SQLite packs columns without the interpreter.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from crm_desktop.core.entity import Child, Entity, Field
from crm_desktop.services.import_present import StoredColumns
from crm_desktop.store import change_log
from crm_desktop.store.customer_file import CustomerFile
from crm_desktop.store.driver import Connection

if TYPE_CHECKING:
    from crm_desktop.services.import_table import ImportTable

FEWEST, MOST = 2_000, 200_000  # records that are read ahead
BYTES = 24  # of a table for each record: smaller tables cannot hold them all


class Ahead(threading.Thread):
    """Reads the columns of all live records of an entity, as they are when it begins."""

    def __init__(self, file: CustomerFile, entity: Entity, fields: Sequence[Field], most: int) -> None:
        super().__init__(name="read-ahead", daemon=True)
        self._file = file
        self._entity = entity
        self._fields = fields
        self._most = most
        self._sources = {one.source for one in fields}
        self._as_of = 0
        self.ids: list[int] = []
        self._places: dict[int, int] = {}
        self._stored: StoredColumns | None = None

    def run(self) -> None:
        """Read, in one transaction; what fails is read again by whoever asks."""
        try:
            connection = self._file.reader()
            connection.execute("BEGIN")
            try:
                self._read(connection)
            finally:
                connection.execute("ROLLBACK")
                connection.execute("PRAGMA shrink_memory")
        except dbapi2.Error:
            self._stored = None
        finally:
            self._file.release_reader()

    def _read(self, connection: Connection) -> None:
        newest = change_log.transactions(connection, 1)
        self._as_of = newest[0].id if newest else 0
        sql = f'SELECT id FROM "{self._entity.name}" WHERE deleted_at IS NULL ORDER BY id LIMIT ?'
        self.ids = [row[0] for row in connection.execute(sql, (self._most + 1,))]
        if FEWEST <= len(self.ids) <= self._most:
            self._stored = StoredColumns(connection, self._entity, self._fields, self.ids)

    def is_of(self, transaction: int) -> bool:
        """Tell whether anything was read, and nothing was written between that and a transaction."""
        return self._stored is not None and self._as_of == transaction

    def holders(self, one: Field) -> list[tuple[int, Any]] | None:
        """Return (record, stored value) for one field that is stored with the record, or None where it was not read."""
        if not one.stored or one.source not in self._sources or self._stored is None:
            return None
        values = self._stored.of(self._file.reader(), one)
        return [pair for pair in zip(self.ids, values, strict=True) if pair[1] is not None]

    def all(self, fields: Sequence[Field]) -> StoredColumns | None:
        """Return the columns of all records, or None where not all of these fields were read."""
        return self._stored if all(one.source in self._sources for one in fields) else None

    def among(self, fields: Sequence[Field], ids: Sequence[int]) -> Some | None:
        """Return the columns of some records, or None where not all of that was read."""
        if self._stored is None or any(one.source not in self._sources and _is_read(one) for one in fields):
            return None
        if ids == self.ids:
            return Some(self._stored, None)
        places = self._places = self._places or {record: at for at, record in enumerate(self.ids)}
        found = [places[record] for record in ids if record in places]
        return Some(self._stored, found) if len(found) == len(ids) else None


class Some:
    """The stored columns of some of the records that were read ahead, see ``StoredColumns``."""

    def __init__(self, stored: StoredColumns, places: Sequence[int] | None) -> None:
        self._stored = stored
        self._places = places

    def of(self, connection: Connection, one: Field) -> list[Any]:
        """Return the values of one field in the order of the records."""
        column = self._stored.of(connection, one)
        return column if self._places is None else list(map(column.__getitem__, self._places))

    def has_several(self, one: Field) -> bool:
        """Tell whether any record may have several child rows for a field."""
        return self._stored.has_several(one)


def _is_read(one: Field) -> bool:
    return one.stored or (isinstance(one.source, Child) and not one.source.further)


@contextmanager
def reading(
    file: CustomerFile, source: Path, entity: Entity, custom: Sequence[Field]
) -> Iterator[Ahead | None]:
    """Read the records of an entity ahead while a large table is read; None where that is not worth it."""
    size = source.stat().st_size if source.is_file() else 0
    most = min(MOST, size // BYTES)
    if most < FEWEST:
        yield None
        return
    fields = [one for one in (*entity.fields, *custom) if one.writable and _is_read(one)]
    ahead = Ahead(file, entity, fields, most)
    ahead.start()
    try:
        yield ahead
    finally:
        ahead.join()


def stored_of(
    connection: Connection, table: ImportTable, fields: Sequence[Field], ids: Sequence[int]
) -> StoredColumns | Some:
    """Return the stored columns of records of a table's entity, those that were read ahead where they are."""
    found = table.ahead.among(fields, ids) if table.ahead is not None else None
    return found or StoredColumns(connection, table.entity, fields, ids)


__all__ = ["Ahead", "reading", "stored_of"]
