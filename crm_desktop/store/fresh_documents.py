"""Search texts of rows that are inserted in bulk: worked out from the rows themselves, written at the commit.

A large load has them worked out by a process of its own while SQLite writes the rows. Once all rows are known
(:meth:`FreshDocuments.complete`), that process makes the whole search index of a table that had none. Beyond
:data:`KEPT` records the texts are not kept but read back from the file at the commit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_desktop.models import registry
from crm_desktop.store import index, index_pages
from crm_desktop.store.driver import Connection
from crm_desktop.store.record_texts import (
    Columns,
    RecordTexts,
    Texts,
    each,
    searched_columns,
    searched_names,
)
from crm_desktop.store.text_process import Gone, TextProcess

KEPT = 250_000
LARGE = 10_000  # rows from which a process of its own is worth its start
Placed = tuple[list[int], list[int]]
"""The ids of records and their places, in the order of these."""


@dataclass(slots=True)
class _Asked:
    """What the process was asked for: the texts of records, or the pages of a whole index."""

    table: str
    placed: Placed
    answers: int
    whole: bool


class FreshDocuments:
    """The texts of one unit of work's new records."""

    def __init__(self) -> None:
        self._new: dict[str, set[int]] = defaultdict(set)
        self._named: dict[str, set[int]] = defaultdict(set)
        self._places: dict[str, dict[int, int]] = defaultdict(dict)
        self._waiting: list[tuple[str, Columns]] = []
        self._rows = 0
        self._process: TextProcess | None = None
        self._too_many = False
        self._asked: list[_Asked] = []
        self.stale: dict[str, set[int]] = defaultdict(set)

    def expect(self, rows: int) -> None:
        """Start the process while so many rows that will be added are still being made ready."""
        if rows >= LARGE and self._process is None and not self._too_many:
            self._process = TextProcess()

    def add(self, table: str, columns: Columns, count: int) -> None:
        """Take rows that are about to be inserted."""
        if registry.is_searchable(table) and not self._asked:
            self._new[table].update(columns["id"])
            self._too_many = self._too_many or sum(map(len, self._new.values())) > KEPT
        self._note_stale(table, columns)
        wanted = searched_columns(table)
        if self._too_many:
            self.abandon()
        elif wanted and not self._asked:
            for name, target in searched_names(table):
                self._named[target].update(_values(columns, name))
            self._take(table, {name: columns[name] for name in wanted if name in columns}, count)

    def place(self, table: str, ids: Sequence[int], places: Sequence[int]) -> None:
        """Learn the places of a searchable table's rows (none for other tables)."""
        if places:
            self._places[table].update(zip(ids, places, strict=True))

    def complete(self, connection: Connection) -> None:
        """Have texts and indexes worked out from now on: all that is searched of the new records has been added.

        What is added later is looked at again at the commit.
        """
        if self._process is not None and not self._asked:
            self._ask(connection, self._process, whole=True)

    def _ask(self, connection: Connection, process: TextProcess, *, whole: bool) -> None:
        """Ask the process for everything that the records with a place need."""
        _add_titles(connection, process, self._missing())
        for table, found in self._places.items():
            placed = ids, places = _by_place(found)
            if whole and index_pages.is_empty(connection, table):
                declared = index_pages.declaration(connection, table)
                self._asked.append(
                    _Asked(table, placed, process.ask_pages(table, declared, ids, places), True)
                )
            else:
                self._asked.append(_Asked(table, placed, process.ask_texts(table, ids), False))
        self._places = defaultdict(dict)

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

    def _missing(self) -> dict[str, list[int]]:
        """Return the records whose names are searched and that are not among the new ones, by table."""
        found = {table: ids - self._new[table] - {None} for table, ids in self._named.items()}
        return {table: sorted(ids) for table, ids in found.items() if ids}

    def _note_stale(self, table: str, columns: Columns) -> None:
        """Note the records whose texts hold what was inserted and that were there before, or are being written."""
        for entity, link in index.links(table):
            fresh = () if self._asked else self._new.get(entity, ())
            self.stale[entity].update(
                one for one in _values(columns, link) if one is not None and one not in fresh
            )
        if table == "tag_link":
            for owner, record in zip(each(columns["entity"]), columns["row_id"], strict=False):
                if registry.is_searchable(owner):
                    self.stale[owner].add(record)

    def write(self, connection: Connection) -> None:
        """Put all texts into the index. Must run inside the transaction that inserted the rows."""
        if self._process is not None:
            if not self._asked:
                self._ask(connection, self._process, whole=False)
            self._write_answers(connection, self._process)
        elif self._places and not self._too_many:
            texts = RecordTexts()
            for rows in self._waiting:
                texts.take(*rows)
            _add_titles(connection, texts, self._missing())
            for table, found in self._places.items():
                placed = _by_place(found)
                _write_part(connection, table, placed, texts.texts(table, placed[0]))
            self._places.clear()
        for table, found in self._places.items():  # too many, or added too late
            index.write_new(connection, table, list(found))
        self.abandon()

    def _write_answers(self, connection: Connection, process: TextProcess) -> None:
        """Write what the process has worked out; where it ended too soon, read the records back."""
        try:
            while self._asked:
                _write_answer(connection, process, self._asked[0])
                del self._asked[0]
        except Gone:
            for one in self._asked:
                index.write_new(connection, one.table, one.placed[0])

    def abandon(self) -> None:
        """Forget the texts; the transaction is taken back, or they are written."""
        self._waiting.clear()
        if self._process is not None:
            self._process.close()
            self._process = None


def _values(columns: Columns, name: str) -> Any:
    column = columns.get(name, ())
    return column if isinstance(column, (list, tuple)) else (column,)


def _by_place(places: dict[int, int]) -> Placed:
    """Return ids with their places in the order of these: FTS5 begins a new segment at each step back."""
    ids = sorted(places, key=places.__getitem__)
    return ids, [places[one] for one in ids]


def _add_titles(
    connection: Connection, texts: RecordTexts | TextProcess, missing: dict[str, list[int]]
) -> None:
    """Look up the names of records that were there before."""
    for table, ids in missing.items():
        texts.add_titles(table, index.titles(connection, table, ids))


def _write_answer(connection: Connection, process: TextProcess, asked: _Asked) -> None:
    """Write the texts or pages of one table into its index; leaves ``asked`` with what is not written. Raises Gone."""
    answers = process.answers(asked.answers)
    if not asked.whole:
        for texts in answers:
            size = len(texts[0])
            ids, places = asked.placed
            _write_part(connection, asked.table, (ids[:size], places[:size]), texts)
            asked.placed = ids[size:], places[size:]
    elif index_pages.is_empty(connection, asked.table):
        try:
            index_pages.put(connection, asked.table, answers)
        except Gone:
            index_pages.clear(connection, asked.table)
            raise
    else:  # a record had to be moved to make room
        for _pages in answers:
            pass
        index.write_new(connection, asked.table, asked.placed[0])


def _write_part(connection: Connection, table: str, placed: Placed, texts: Texts) -> None:
    connection.executemany(
        f'INSERT INTO "search_{table}" (rowid, name, other) VALUES (?, ?, ?)',
        zip(placed[1], *texts, strict=True),
    )
