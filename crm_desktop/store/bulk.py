"""Many rows at once: inserts and assignments that write their own log records instead of one per row.

Values are stored ones (``Kind.to_stored``), by column. The triggers are muted inside the transaction of the unit of
work; sort keys, places and search texts are worked out for the whole set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from crm_desktop.core import clock
from crm_desktop.core.errors import Cancelled
from crm_desktop.core.i18n import _
from crm_desktop.core.search_text import sort_key
from crm_desktop.models import registry
from crm_desktop.store import change_log, index, places
from crm_desktop.store.driver import Connection, scalar
from crm_desktop.store.sql import chunks, marks

MANY_FOR_INDEXES = 2_000  # rows
MANY_FOR_TRIGGERS = 10_000
TOGETHER = 20  # rows in one INSERT: each run of a statement has its own cost
INDEX_SHARE = 5  # secondary indexes are made anew when a load brings more than a fifth of the table
Progress = Callable[[int], None]
Columns = Mapping[str, Any]
"""Columns by name: a list or tuple with a value for each row, or one value that stands in every row."""


class Load(NamedTuple):
    """Rows that are to be inserted into one table. ``columns`` holds ``id``; the ids are free and rising."""

    table: str
    columns: Columns
    size: int


class Placing(NamedTuple):
    """The sort key of each row of a load, and its place in name order."""

    keys: list[str]
    places: list[int]


class Muted:
    """Silence the triggers for the statements inside. The mark lies in the transaction, so a crash takes it back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._before = scalar(self._connection, "SELECT muted FROM sync_state")
        self._connection.execute("UPDATE sync_state SET muted = 1")

    def __exit__(self, *_exc: object) -> None:
        if self._connection.in_transaction:
            self._connection.execute("UPDATE sync_state SET muted = ?", (self._before,))


def placing(connection: Connection, load: Load) -> Placing | None:
    """Return where the rows of a load will stand in name order, None for a table without a search index."""
    if not registry.is_searchable(load.table):
        return None
    keys = _sort_keys(*load)
    return Placing(keys, _assign(connection, load.table, keys))


def insert(
    connection: Connection,
    load: Load,
    placed: Placing | None,
    *,
    user: int | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Insert new rows where :func:`placing` has put them.

    Who made the rows and when is added here when their columns leave it out. Raises Cancelled (the caller's
    transaction is then rolled back), driver errors as they are.
    """
    table, columns, count = load
    at = clock.stamp()
    made = {"created_at": at, "created_by": user, "updated_at": at, "updated_by": user}
    every = {**{name: value for name, value in made.items() if name not in columns}, **columns}
    logged = [name for name in every if name in columns or name.startswith("created")]
    if placed is not None:
        every["name_key"], every["place"] = placed
    dropped = _set_aside(connection, table, count)
    with Muted(connection):
        for part, size, record in _batches(every, logged, count):
            if cancelled is not None and cancelled():
                raise Cancelled(_("The work was cancelled. Nothing was changed."))
            change_log.write_batch(connection, table, "B", part["id"], record)
            _insert_part(connection, table, part, size)
            if progress is not None:
                progress(size)
        for sql in dropped:
            connection.execute(sql)


def is_column(column: Any) -> bool:
    """Tell a column with a value for each row from one value that stands in every row."""
    return isinstance(column, (list, tuple))


def _part(column: Any, start: int) -> Any:
    return column[start : start + change_log.BATCH] if is_column(column) else column


def _insert_part(connection: Connection, table: str, part: Columns, size: int) -> None:
    """Write one batch of rows. What is the same in all of them stands in the statement and is not bound row by row."""
    fixed = {name: value for name, value in part.items() if not is_column(value)}
    quotes = f"SELECT {''.join('quote(?), ' for _one in fixed)}0"
    (*quoted, _end) = connection.execute(quotes, tuple(fixed.values())).fetchone()
    literals = dict(zip(fixed, quoted, strict=True))
    names = ", ".join(f'"{name}"' for name in part)
    row = f"({', '.join(literals.get(name, '?') for name in part)})"
    into = f'INSERT INTO "{table}" ({names}) VALUES '
    columns = [column for column in part.values() if is_column(column)]
    rows, whole = zip(*columns, strict=True), size - size % TOGETHER
    values = chain.from_iterable(islice(rows, whole))
    connection.executemany(
        into + ", ".join([row] * TOGETHER), zip(*[values] * (TOGETHER * len(columns)), strict=True)
    )
    connection.executemany(into + row, rows)


def _batches(
    every: Columns, logged: Sequence[str], count: int
) -> Iterator[tuple[dict[str, Any], int, bytes]]:
    """Yield the columns of one batch after the other with its size and its B record.

    Compressing lets other threads run, so the next record is made while the rows of the last are written.
    """

    def batch(start: int) -> tuple[dict[str, Any], int, bytes]:
        part = {name: _part(column, start) for name, column in every.items()}
        size = min(change_log.BATCH, count - start)
        return part, size, _record(part, logged, size)

    starts = range(0, count, change_log.BATCH)
    if len(starts) < 2:
        yield from map(batch, starts)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1, thread_name_prefix="log-records") as ahead:
        coming = ahead.submit(batch, 0)
        for start in starts[1:]:
            ready, coming = coming.result(), ahead.submit(batch, start)
            yield ready
        yield coming.result()


def _record(part: Columns, logged: Sequence[str], size: int) -> bytes:
    """Return the B record of one batch: columnar, without columns that are empty throughout."""
    content: dict[str, Any] = {"cols": [], "data": []}
    for name in logged:
        column = part[name]
        empty = column.count(None) == size if is_column(column) else column is None
        if name != "id" and not empty:
            content["cols"].append(name)
            content["data"].append(column)
    return change_log.encoded(part["id"], content)


def _sort_keys(table: str, columns: Columns, count: int) -> list[str]:
    """Return the sort key of each row, from its title."""
    entity = registry.entity(table)
    titles: Any = columns.get(entity.title_field.column)
    person = index.person(entity)
    if not is_column(titles):
        return [sort_key(titles, person=person)] * count
    return [sort_key(title, person=person) for title in titles]


def _assign(connection: Connection, table: str, keys: Sequence[str]) -> list[int]:
    """Return a place for each key, making room where there is none."""
    while True:
        try:
            return places.assign(connection, table, keys)
        except places.NoRoom as full:
            index.move(connection, table, places.spread(connection, table, full))


def _set_aside(connection: Connection, table: str, count: int) -> list[str]:
    """Drop what would be worked through for each row of a large load, and return the statements that make it again.

    These are the capturing triggers, which are silent now, and the secondary indexes, unless the table holds much
    more than what comes.
    """
    if count < MANY_FOR_INDEXES:
        return []
    (present,) = connection.execute(
        f'SELECT count(*) FROM (SELECT 1 FROM "{table}" LIMIT ?)', (count * INDEX_SHARE,)
    ).fetchone()
    few, large = present < count * INDEX_SHARE, count >= MANY_FOR_TRIGGERS
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL "
        "AND (type = 'index' AND ? OR type = 'trigger' AND ?)",
        (table, few, large),
    ).fetchall()
    for kind, name, _sql in found:
        connection.execute(f'DROP {kind} "{name}"')
    return [sql for _kind, _name, sql in found]


def assign(
    connection: Connection, table: str, ids: Sequence[int], values: dict[str, Any], *, user: int | None = None
) -> list[int]:
    """Set columns of many rows to one value each; returns the ids that really changed.

    One S record for every 5,000 rows keeps the old values.
    """
    names = list(values)
    quoted = ", ".join(f'"{name}"' for name in names)
    differs = " OR ".join(f'"{name}" IS NOT ?' for name in names)
    if not ids:
        return []
    changed: list[int] = []
    before: list[tuple[Any, ...]] = []
    for part in chunks(sorted(ids), 5_000):
        rows = connection.execute(
            f'SELECT id, {quoted} FROM "{table}" WHERE id IN ({marks(part)}) AND ({differs}) ORDER BY id',
            (*part, *values.values()),
        ).fetchall()
        changed.extend(row[0] for row in rows)
        before.extend(row[1:] for row in rows)
    if not changed:
        return []
    old = {name: list(column) for name, column in zip(names, zip(*before, strict=True), strict=True)}
    write_assignment(connection, table, changed, values, old, user=user)
    return changed


def write_assignment(
    connection: Connection,
    table: str,
    ids: Sequence[int],
    values: dict[str, Any],
    old: dict[str, list[Any]],
    *,
    user: int | None,
) -> None:
    """Set columns of rows whose ``old`` values are known; one S record for every 5,000 rows."""
    sets = ", ".join(f'"{name}" = ?' for name in values)
    fixed = (*values.values(), clock.stamp(), user)
    dropped = _set_aside(connection, table, len(ids))
    with Muted(connection):
        for start in range(0, len(ids), change_log.BATCH):
            part = ids[start : start + change_log.BATCH]
            past = {name: column[start : start + len(part)] for name, column in old.items()}
            record = change_log.encoded(part, {"set": values, "old": past})
            change_log.write_batch(connection, table, "S", part, record)
            connection.execute(
                f'UPDATE "{table}" SET {sets}, updated_at = ?, updated_by = ? WHERE id IN ({marks(part)})',
                (*fixed, *part),
            )
        for sql in dropped:
            connection.execute(sql)
