"""A search index that is written in memory and then put into the file page by page.

FTS5 keeps an index in ordinary tables beside the virtual one. Another process can fill the same tables of a database
that lives in its memory only, and what it wrote becomes the index of the file when its rows are copied: that takes a
quarter of the time of writing the index, and happens while SQLite writes the records. It is right for an index that is
empty, as the numbers of segments begin with the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crm_desktop.store.driver import Connection, in_memory

Pages = tuple[list[tuple[Any, ...]], ...]
"""Rows of the tables behind an index, in the order of :data:`_TABLES`."""
Declaration = tuple[str, list[tuple[str, Any]]]
"""The statement that makes an index, and its settings."""

_TABLES = {"data": 2, "idx": 3, "docsize": 3}  # with the number of their columns
_LAST_HEAD = 10  # records of "data" up to this number say what the index is made of, the others are its pages


def declaration(connection: Connection, table: str) -> Declaration:
    """Return how the search index of a table was made."""
    ((sql,),) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (f"search_{table}",))
    settings = connection.execute(
        f"SELECT k, v FROM \"search_{table}_config\" WHERE k <> 'version'"
    ).fetchall()
    return sql, settings


def is_empty(connection: Connection, table: str) -> bool:
    """Tell whether no record is in the search index of a table."""
    return connection.execute(f'SELECT 1 FROM "search_{table}_docsize" LIMIT 1').fetchone() is None


class IndexInMemory:
    """A search index that is written here and handed over in parts; it never touches a disk."""

    def __init__(self, table: str, declared: Declaration) -> None:
        self._name = f"search_{table}"
        self._connection = in_memory()
        sql, settings = declared
        self._connection.execute(sql)
        self._connection.executemany(
            f'INSERT INTO "{self._name}" ("{self._name}", rank) VALUES (?, ?)', settings
        )
        self._connection.execute("BEGIN")

    def add(self, documents: Iterable[tuple[int, str, str]]) -> Pages:
        """Write documents in the order of their places; returns the pages that are complete since the last time."""
        self._connection.executemany(
            f'INSERT INTO "{self._name}" (rowid, name, other) VALUES (?, ?, ?)', documents
        )
        return self._taken(_LAST_HEAD)

    def finish(self) -> Pages:
        """Return the last pages, and the records that say what the index is made of."""
        self._connection.execute("COMMIT")
        pages = self._taken(0)
        self._connection.close()
        return pages

    def _taken(self, head: int) -> Pages:
        """Take all pages out of the memory: FTS5 looks at them again only when it merges, which it does not here."""
        found = []
        for name in _TABLES:
            where = f"WHERE id > {head}" if name == "data" else ""
            found.append(self._connection.execute(f'SELECT * FROM "{self._name}_{name}" {where}').fetchall())
            self._connection.execute(f'DELETE FROM "{self._name}_{name}" {where}')
        return tuple(found)


def put(connection: Connection, table: str, parts: Iterable[Pages]) -> None:
    """Make these pages the search index of a table. Must run inside a transaction; the index must be empty."""
    clear(connection, table)
    connection.execute(f'DELETE FROM "search_{table}_data"')
    for part in parts:
        for (name, width), rows in zip(_TABLES.items(), part, strict=True):
            values = ", ".join("?" * width)
            connection.executemany(f'INSERT INTO "search_{table}_{name}" VALUES ({values})', rows)
    _forget(connection)


def clear(connection: Connection, table: str) -> None:
    """Empty the search index of a table, whatever stands in its pages. Must run inside a transaction."""
    connection.execute(f'INSERT INTO "search_{table}" ("search_{table}") VALUES (\'delete-all\')')
    _forget(connection)


def _forget(connection: Connection) -> None:
    """Have this connection read again what its indexes are made of: FTS5 forgets that when it is taken back.

    Other connections see by themselves that the file has changed.
    """
    connection.execute("SAVEPOINT pages")
    connection.execute("ROLLBACK TO pages")
    connection.execute("RELEASE pages")
