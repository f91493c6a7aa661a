"""Search texts of rows that are inserted in bulk, worked out on a second thread while SQLite writes the rows.

SQLite's C code lets other threads run, so that the texts cost next to nothing; at the commit they are put into the
index in name order. Beyond :data:`KEPT` records the texts are not kept but read back from the file at the commit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from crm_desktop.core.entity import Child, Entity, TagLinks
from crm_desktop.core.kinds import Option, Reference
from crm_desktop.core.search_text import digit_tokens, tokens
from crm_desktop.models import registry
from crm_desktop.models.channel_forms import NUMBERED
from crm_desktop.store import index
from crm_desktop.store.driver import Connection

KEPT = 250_000

Rows = Sequence[Sequence[Any]]


class FreshDocuments:
    """The texts of one unit of work's new records."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._pending: list[Future[None]] = []
        self._places: dict[str, dict[int, int]] = defaultdict(dict)
        self._names: dict[str, dict[int, str]] = defaultdict(dict)
        self._others: dict[int, list[str]] = defaultdict(list)
        self._references: list[tuple[int, str, int]] = []
        self._too_many = False
        self.stale: dict[str, set[int]] = defaultdict(set)

    def __bool__(self) -> bool:
        return bool(self._places)

    def add(self, table: str, columns: Sequence[str], rows: Rows, places: Sequence[int]) -> None:
        """Take rows that are being inserted; ``places`` are those of a searchable table's rows."""
        if places:
            at = list(columns).index("id")
            self._places[table].update(zip((row[at] for row in rows), places, strict=True))
        self._too_many = self._too_many or sum(map(len, self._places.values())) > KEPT
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="search-texts")
        self._pending.append(self._thread.submit(self._take, table, list(columns), rows))

    def _take(self, table: str, columns: list[str], rows: Rows) -> None:
        by_column = dict(zip(columns, zip(*rows, strict=True), strict=True))
        if index.is_searchable(table) and not self._too_many:
            self._take_own(registry.entity(table), by_column)
        if table == "custom_value" and "text_value" in by_column:
            self._add_texts(zip(by_column["row_id"], by_column["text_value"], strict=True))
        for name in index.searchable_entities():
            entity = registry.entity(name)
            self._take_children(table, entity, by_column)
            if table == "tag_link" and any(isinstance(one.source, TagLinks) for one in entity.fields):
                pairs = zip(by_column["row_id"], by_column["entity"], strict=True)
                self.stale[name].update(row for row, owner in pairs if owner == name)

    def _take_own(self, entity: Entity, by_column: dict[str, tuple[Any, ...]]) -> None:
        ids, title = by_column["id"], entity.title_field.column
        person = index.person(entity)
        named = by_column.get(title, (None,) * len(ids))
        names = self._names[entity.name]
        for record_id, name in zip(ids, named, strict=True):
            names[record_id] = tokens(str(name or ""), person=person)
        for one in entity.fields:
            if not one.searched or not one.stored or one.column == title or one.column not in by_column:
                continue
            pairs = zip(ids, by_column[one.column], strict=True)
            if isinstance(one.kind, Option):
                continue
            if isinstance(one.kind, Reference):
                target = one.kind.entity
                self._references += [
                    (record_id, target, value) for record_id, value in pairs if value is not None
                ]
            else:
                self._add_texts(pairs)

    def _add_texts(self, pairs: Any) -> None:
        others = self._others
        for record_id, value in pairs:
            if value is not None and record_id is not None:
                others[record_id].append(tokens(str(value)[: index.LONGEST]))

    def _take_children(self, table: str, entity: Entity, by_column: dict[str, tuple[Any, ...]]) -> None:
        sources = [
            (s, one)
            for s, one in index.searched_parts(entity.name)
            if s.table == table and s.link in by_column
        ]
        if not sources:
            return
        link = sources[0][0].link
        parents = by_column[link]
        fresh = self._places.get(entity.name, {})
        self.stale[entity.name].update(one for one in parents if one is not None and one not in fresh)
        if self._too_many:
            return
        if table == "channel":
            values = by_column["value"]
            normals = by_column.get("normal", values)
            for parent, kind, value, normal in zip(parents, by_column["kind"], values, normals, strict=True):
                if parent is not None:
                    text = digit_tokens(normal or value) if kind in NUMBERED else tokens(value)
                    self._others[parent].append(text)
            return
        for column in {source.column for source, one in sources if not isinstance(one.kind, Reference)}:
            if column in by_column:
                self._add_texts(zip(parents, by_column[column], strict=True))
        self._take_references(sources, parents, by_column)

    def _take_references(
        self, sources: list[tuple[Child, Any]], parents: Sequence[Any], by_column: dict[str, tuple[Any, ...]]
    ) -> None:
        for source, one in sources:
            if isinstance(one.kind, Reference) and source.column in by_column:
                pairs = zip(parents, by_column[source.column], strict=True)
                target = one.kind.entity
                self._references += [(a, target, b) for a, b in pairs if a is not None and b is not None]

    def write(self, connection: Connection) -> None:
        """Put all texts into the index. Must run inside the transaction that inserted the rows."""
        self.finish()
        for table, places in self._places.items():
            if self._too_many:
                index.write_new(connection, table, list(places))
            else:
                self._add_reference_names(connection)
                self._write_table(connection, table, places)

    def finish(self) -> None:
        """Wait for the second thread; raises what went wrong on it."""
        if self._thread is not None:
            self._thread.shutdown(wait=True)
            self._thread = None
        for future in self._pending:
            future.result()
        self._pending.clear()

    def abandon(self) -> None:
        """Forget everything; the transaction is taken back."""
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)
            self._thread = None
        self._pending.clear()

    def _add_reference_names(self, connection: Connection) -> None:
        by_target: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for record_id, target, value in self._references:
            by_target[target].append((record_id, value))
        self._references.clear()
        for target, pairs in by_target.items():
            texts = index.name_tokens(connection, target, sorted({value for _record, value in pairs}))
            for record_id, value in pairs:
                self._others[record_id].append(texts.get(value, ""))

    def _write_table(self, connection: Connection, table: str, places: dict[int, int]) -> None:
        names, others = self._names[table], self._others
        ordered = sorted(places.items(), key=lambda pair: pair[1])
        connection.executemany(
            f'INSERT INTO "search_{table}" (rowid, name, other) VALUES (?, ?, ?)',
            ((place, names[one], " ".join(others.get(one, ()))) for one, place in ordered),
        )
