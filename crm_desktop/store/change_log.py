"""The change log: what it holds and how it is read. Defined in ``docs/architecture.md``; the writers are the triggers
(``capture.py``) and bulk work (``bulk.py``).

``op`` tells what ``data`` is: I the inserted columns as JSON; U ``{column: [new, old]}`` of the changed columns; B a
batch of inserted rows, columnar and compressed; S one assignment to many rows with the old values, compressed.
A full clock is 32 hexadecimal characters: hybrid logical clock, replica, tag, compared as text.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

import orjson

from crm_desktop.core import clock
from crm_desktop.core.formatting import filled
from crm_desktop.core.i18n import _, language, listed
from crm_desktop.store.driver import Connection, scalar

BATCH = 5_000  # rows in one B or S record
MANY = 10_000  # ids in one published set, beyond which a screen is told "many"


@dataclass(frozen=True, slots=True)
class Transaction:
    """One entry of the history."""

    id: int
    kind: str
    title: str
    args: dict[str, Any] = field(compare=False)
    user: int | None
    at_ms: int
    undoes: int | None
    undone_by: int | None

    @property
    def text(self) -> str:
        """The title in the language of the program."""
        return title_text(self.title, self.args)

    @property
    def subject(self) -> str:
        """The title of what an undo or redo took back; of anything else its own."""
        of = self.args.get("of")
        return title_text(str(self.args.get("title", "")), of) if isinstance(of, dict) else self.text

    @property
    def undone(self) -> bool:
        """Whether the transaction has been taken back."""
        return self.undone_by is not None


def title_text(title: str, args: dict[str, Any]) -> str:
    """Return a stored title translated, with its arguments put in.

    Names stand as they are, numbers with their thousands parted. A list holds labels, which are translated; a title
    that is an argument itself (of what was undone) comes with its own arguments as ``of``.
    """
    args = {name: listed(map(_, value)) if isinstance(value, list) else value for name, value in args.items()}
    if isinstance(args.get("of"), dict):
        args["title"] = title_text(str(args.get("title", "")), args["of"])
    try:
        return filled(_(title), args, language()) if args else _(title)
    except (KeyError, ValueError, TypeError):
        return title


@dataclass(frozen=True, slots=True)
class Change:
    """One change record."""

    seq: int
    at_ms: int
    txn: int
    table: str
    row: int | None
    op: str
    data: Any


_TXN = "SELECT id, kind, title, args, user, at, undoes, undone_by FROM txn"


def _transaction(row: Sequence[Any]) -> Transaction:
    return Transaction(row[0], row[1], row[2], json.loads(row[3] or "{}"), row[4], row[5], row[6], row[7])


def transaction(connection: Connection, txn: int) -> Transaction | None:
    """Return one transaction."""
    row = connection.execute(f"{_TXN} WHERE id = ?", (txn,)).fetchone()
    return _transaction(row) if row else None


def transactions(connection: Connection, limit: int = 100, before: int | None = None) -> list[Transaction]:
    """Return the newest transactions, older than ``before`` when given."""
    rows = connection.execute(
        f"{_TXN} WHERE id < coalesce(?, 9223372036854775807) ORDER BY id DESC LIMIT ?", (before, limit)
    )
    return [_transaction(row) for row in rows]


def last_undoable(connection: Connection) -> Transaction | None:
    """Return the transaction that undo would take back: the one that was done, or redone, last."""
    row = connection.execute(
        f"{_TXN} WHERE undone_by IS NULL AND kind NOT IN ('undo', 'redo', 'setup') ORDER BY id DESC LIMIT 1"
    ).fetchone()
    newest = _transaction(row) if row else None
    redone = connection.execute(
        "SELECT t.id FROM txn AS r JOIN txn AS u ON u.id = r.undoes JOIN txn AS t ON t.id = u.undoes "
        "WHERE r.kind = 'redo' AND r.id > ? AND t.undone_by IS NULL ORDER BY r.id DESC LIMIT 1",
        (newest.id if newest is not None else 0,),
    ).fetchone()
    return transaction(connection, redone[0]) if redone else newest


def last_redoable(connection: Connection) -> Transaction | None:
    """Return the newest undo that redo would take back; after a new change there is none any more."""
    row = connection.execute(
        f"{_TXN} WHERE undone_by IS NULL AND kind = 'undo' AND id > coalesce("
        "(SELECT id FROM txn WHERE kind NOT IN ('undo', 'redo', 'setup') ORDER BY id DESC LIMIT 1), 0) "
        "ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return _transaction(row) if row else None


def decoded(op: str, data: Any) -> Any:
    """Return the content of a change record's ``data``."""
    if op not in "BS":
        return orjson.loads(data)
    content = orjson.loads(zlib.decompress(data))
    if "steps" in content:
        content["ids"] = list(accumulate(content.pop("steps")))
    if op == "B":
        size = len(content["ids"])
        content["data"] = [one if isinstance(one, list) else [one] * size for one in content["data"]]
    return content


def changes_of(connection: Connection, txn: int, *, newest_first: bool = False) -> Iterator[Change]:
    """Yield the changes of one transaction in order."""
    order = "DESC" if newest_first else "ASC"
    rows = connection.execute(
        f"SELECT seq, at, txn, tbl, row, op, data FROM change WHERE txn = ? ORDER BY seq {order}", (txn,)
    ).fetchall()
    for seq, at, txn_id, table, row, op, data in rows:
        yield Change(seq, at, txn_id, table, row, op, decoded(op, data))


def rows_of(connection: Connection, txn: int) -> Iterator[Change]:
    """Yield what a transaction did row by row, in order; rows of batches in the form of B and U records."""
    rows = connection.execute(
        "SELECT seq, at, txn, tbl, row, op, data FROM change WHERE txn = ? ORDER BY seq", (txn,)
    )
    for seq, at, txn_id, table, row, op, data in rows:
        content = decoded(op, data)
        if row is not None:
            yield Change(seq, at, txn_id, table, row, op, content)
            continue
        for one in content["ids"]:
            part = part_of_batch(op, content, one)
            yield Change(seq, at, txn_id, table, one, "B" if op == "B" else "U", part)


def part_of_batch(op: str, content: dict[str, Any], row: int) -> dict[str, Any] | None:
    """Return what a batch says of one row, in the form of an I or U record."""
    try:
        place = content["ids"].index(row)
    except ValueError:
        return None
    if op == "B":
        return {name: values[place] for name, values in zip(content["cols"], content["data"], strict=True)}
    return {name: [value, content["old"][name][place]] for name, value in content["set"].items()}


@dataclass(slots=True)
class Touched:
    """The rows that changed after a point in the log, and which of them may need their caches worked out again.

    ``rows`` are all, by table; ``columns`` tells for single updates which columns changed (not those that were only
    confirmed); ``left`` holds, by table and column, the records that a changed reference pointed to before; ``last``
    is the number of the newest change read.
    """

    rows: dict[str, set[int]] = field(default_factory=dict)
    columns: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    left: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    last: int = 0

    def add(self, table: str, row: int, op: str, data: Any) -> None:
        """Take in one change record of a single row."""
        known = self.rows.setdefault(table, set())
        columns = self.columns.setdefault(table, {})
        if op == "U":
            changed = {name: old for name, (new, old) in json.loads(data).items() if new != old}
            for name, old in changed.items():
                if name.endswith("_id") and isinstance(old, int):
                    self.left.setdefault((table, name), set()).add(old)
            if row not in known or row in columns:
                columns.setdefault(row, set()).update(changed)
        else:
            columns.pop(row, None)
        known.add(row)

    def touching(self, table: str, sensitive: frozenset[str]) -> set[int]:
        """Return the rows of a table of which more changed than columns that nothing depends on."""
        columns = self.columns.get(table, {})
        return {row for row in self.rows[table] if row not in columns or columns[row] & sensitive}


def touched_since(connection: Connection, seq: int, *, batches: bool = True) -> Touched:
    """Return what changed after ``seq`` on this computer.

    Without ``batches`` only rows with a record of their own: bulk work knows its rows without reading them back.
    """
    found = Touched()
    rows = connection.execute(
        "SELECT seq, tbl, row, op, CASE WHEN row IS NOT NULL AND op = 'U' OR row IS NULL AND ? THEN data END "
        "FROM change WHERE replica = (SELECT replica FROM sync_state) AND seq > ? ORDER BY seq",
        (batches, seq),
    )
    for found.last, table, row, op, data in rows:
        if row is not None:
            found.add(table, row, op, data)
        elif batches:
            found.rows.setdefault(table, set()).update(decoded(op, data)["ids"])
    return found


def encoded(ids: Sequence[int], content: dict[str, Any]) -> bytes:
    """Return the ``data`` of a B or S record: ``ids`` as the first one and the steps to the next, which are short.

    What stands in all rows of a B record is one value instead of a list.
    """
    steps = [*ids[:1], *(after - before for before, after in pairwise(ids))]
    return zlib.compress(orjson.dumps({"steps": steps, **content}), 1)


def write_batch(connection: Connection, table: str, op: str, ids: Sequence[int], data: bytes) -> None:
    """Write one B or S record for ``ids`` within the present transaction; ``data`` is :func:`encoded`."""
    now = clock.now_ms()
    connection.execute(
        "UPDATE sync_state SET seq = seq + 1, clock = max(clock + 1, (? + offset_ms) << 16)", (now,)
    )
    connection.execute(
        "INSERT INTO change (replica, seq, tag, clock, at, txn, tbl, low, high, op, data) "
        "SELECT replica, seq, abs(random() % 4294967296), clock, ?, txn, ?, ?, ?, ?, ? FROM sync_state",
        (now, table, min(ids), max(ids), op, data),
    )


def absorb(connection: Connection) -> int:
    """Give the local changes their clocks in the replicated state, and return how many changes were taken.

    Inserted rows get the clock of their insert in ``_clock``; later changed cells get an entry of their own in
    ``cell_clock`` (the larger clock stays). Done before a synchronisation, not at each write, so that a save
    costs one log row. Must run inside a transaction.
    """
    after = scalar(connection, "SELECT absorbed_seq FROM sync_state")
    rows = connection.execute(
        "SELECT seq, printf('%016x%08x%08x', clock, replica, tag), tbl, row, op, data FROM change "
        "WHERE replica = (SELECT replica FROM sync_state) AND seq > ? ORDER BY seq",
        (after,),
    ).fetchall()
    muted = scalar(connection, "SELECT muted FROM sync_state")
    connection.execute("UPDATE sync_state SET muted = 1")
    for _seq, stamp, table, row, op, data in rows:
        content = decoded(op, data)
        if op in "IB":
            ids = [row] if op == "I" else content["ids"]
            connection.executemany(
                f'UPDATE "{table}" SET _clock = ? WHERE id = ?', [(stamp, one) for one in ids]
            )
        else:
            ids, names = ([row], content) if op == "U" else (content["ids"], content["set"])
            connection.executemany(
                "INSERT INTO cell_clock (tbl, row, col, clock) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET clock = max(clock, excluded.clock)",
                [(table, one, name, stamp) for one in ids for name in names],
            )
    connection.execute(
        "UPDATE sync_state SET muted = ?, absorbed_seq = ?", (muted, rows[-1][0] if rows else after)
    )
    return len(rows)
