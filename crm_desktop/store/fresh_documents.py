"""Search texts of rows that are inserted in bulk: worked out from the rows themselves, written at the commit.

A large load has them worked out by a process of its own while SQLite writes the rows. Beyond :data:`KEPT` records the
texts are not kept but read back from the file at the commit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from crm_desktop.models import registry
from crm_desktop.store import index
from crm_desktop.store.driver import Connection
from crm_desktop.store.record_texts import Columns, RecordTexts, Texts, each, searched_columns
from crm_desktop.store.text_process import Gone, TextProcess

KEPT = 250_000
LARGE = 10_000  # rows from which a process of its own is worth its start


class FreshDocuments:
    """The texts of one unit of work's new records."""

    def __init__(self) -> None:
        self._new: dict[str, set[int]] = defaultdict(set)
        self._places: dict[str, dict[int, int]] = defaultdict(dict)
        self._waiting: list[tuple[str, Columns]] = []
        self._rows = 0
        self._process: TextProcess | None = None
        self._too_many = False
        self.stale: dict[str, set[int]] = defaultdict(set)

    def add(self, table: str, columns: Columns, count: int) -> None:
        """Take rows that are about to be inserted."""
        if registry.is_searchable(table):
            self._new[table].update(columns["id"])
            self._too_many = self._too_many or sum(map(len, self._new.values())) > KEPT
        self._note_stale(table, columns)
        wanted = searched_columns(table)
        if self._too_many:
            self.abandon()
        elif wanted:
            self._take(table, {name: columns[name] for name in wanted if name in columns}, count)

    def place(self, table: str, ids: Sequence[int], places: Sequence[int]) -> None:
        """Learn the places of a searchable table's rows (none for other tables)."""
        if places:
            self._places[table].update(zip(ids, places, strict=True))

    def _take(self, table: str, columns: Columns, count: int) -> None:
        """Keep rows, or send them to the process once that is worth its start."""
        self._rows += count
        self._waiting.append((table, columns))
        if self._process is None and self._rows >= LARGE:
            self._process = TextProcess()
        if self._process is not None:
            for rows in self._waiting:
                self._process.take(*rows)
            self._waiting.clear()

    def _note_stale(self, table: str, columns: Columns) -> None:
        """Note the records that were there before and whose texts hold what was inserted."""
        for entity, link in index.links(table):
            fresh = self._new.get(entity, ())
            self.stale[entity].update(
                one for one in _values(columns, link) if one is not None and one not in fresh
            )
        if table == "tag_link":
            for owner, record in zip(each(columns["entity"]), columns["row_id"], strict=False):
                if registry.is_searchable(owner):
                    self.stale[owner].add(record)

    def write(self, connection: Connection) -> None:
        """Put all texts into the index. Must run inside the transaction that inserted the rows."""
        if self._too_many:
            self._read_back(connection, self._places)
        elif self._places and self._process is None:
            texts = RecordTexts()
            for rows in self._waiting:
                texts.take(*rows)
            _add_titles(connection, texts)
            for table, found in self._places.items():
                ordered = _by_place(found)
                _write_part(connection, table, ordered, texts.texts(table, [one for one, _place in ordered]))
        elif self._process is not None:
            self._write_from_process(connection, self._process)
        self.abandon()

    def _write_from_process(self, connection: Connection, process: TextProcess) -> None:
        left = {table: _by_place(found) for table, found in self._places.items()}
        try:
            _add_titles(connection, process)
            for table, ordered in left.items():
                for texts in process.texts(table, [one for one, _place in ordered]):
                    size = len(texts[0])
                    _write_part(connection, table, ordered[:size], texts)
                    del ordered[:size]
        except Gone:
            self._read_back(connection, {table: dict(ordered) for table, ordered in left.items()})

    def _read_back(self, connection: Connection, places: dict[str, dict[int, int]]) -> None:
        for table, ids in places.items():
            index.write_new(connection, table, list(ids))

    def abandon(self) -> None:
        """Forget the texts; the transaction is taken back, or they are written."""
        self._waiting.clear()
        if self._process is not None:
            self._process.close()
            self._process = None


def _values(columns: Columns, name: str) -> Any:
    column = columns.get(name, ())
    return column if isinstance(column, (list, tuple)) else (column,)


def _by_place(places: dict[int, int]) -> list[tuple[int, int]]:
    """Return ids with their places in the order of these: FTS5 begins a new segment at each step back."""
    return sorted(places.items(), key=lambda pair: pair[1])


def _add_titles(connection: Connection, texts: RecordTexts | TextProcess) -> None:
    """Look up the names of records that were there before."""
    for table, ids in texts.missing().items():
        texts.add_titles(table, index.titles(connection, table, ids))


def _write_part(connection: Connection, table: str, placed: Sequence[tuple[int, int]], texts: Texts) -> None:
    connection.executemany(
        f'INSERT INTO "search_{table}" (rowid, name, other) VALUES (?, ?, ?)',
        zip([place for _one, place in placed], *texts, strict=True),
    )
