"""Caches kept current with the records: sort keys, places in name order and the search index.

What depends on what is read from the descriptions: a contact's search text holds its channels, its company's name
and its tags, so a change of any of these leads back to the contact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from crm_desktop.core.entity import Child, Column, Entity, Field, TagLinks
from crm_desktop.core.kinds import Option, PersonName, Reference
from crm_desktop.core.search_text import digit_tokens, sort_key, tokens
from crm_desktop.models import registry
from crm_desktop.models.channel_forms import NUMBERED
from crm_desktop.store import normal_forms, places
from crm_desktop.store.change_log import Touched
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

LONGEST = 2_000  # characters of one text that are searched


def merge_a_little(connection: Connection, pages: int = 200) -> bool:
    """Idle-time work: merge some pages of the search indexes; returns whether there may be more to do.

    Writing never merges (the steps set ``automerge`` to 0), so that a save takes the same time whatever came before.
    """
    before = connection.total_changes
    for table in registry.searchable_entities():
        connection.execute(
            f'INSERT INTO "search_{table}" ("search_{table}", rank) VALUES (\'merge\', ?)', (pages,)
        )
    return connection.total_changes - before > 2 * len(registry.searchable_entities())


def person(entity: Entity) -> bool:
    """Return whether records of this entity are named as people are."""
    return isinstance(entity.title_field.kind, PersonName)


@cache
def searched_parts(entity: str) -> tuple[tuple[Child, Field], ...]:
    """Return the searched values that lie in child tables."""
    fields = registry.entity(entity).fields
    return tuple((one.source, one) for one in fields if one.searched and isinstance(one.source, Child))


@cache
def _dependants() -> dict[str, tuple[tuple[str, str, bool], ...]]:
    """Return, for each table, the entities whose search text it feeds with a query for their ids, and whether it
    feeds them with its title only.

    The query has one placeholder list ``{marks}`` for ids of the table.
    """
    found: dict[str, set[tuple[str, str, bool]]] = defaultdict(set)
    for entity in registry.ENTITIES:
        if not registry.is_searchable(entity.name):
            continue
        for one in entity.fields:
            if not one.searched:
                continue
            source, kind = one.source, one.kind
            if isinstance(source, Child):
                query = f'SELECT "{source.link}" FROM "{source.table}" WHERE id IN ({{marks}})'
                found[source.table].add((entity.name, query, False))
                if isinstance(kind, Reference):
                    query = (
                        f'SELECT "{source.link}" FROM "{source.table}" WHERE "{source.column}" IN ({{marks}})'
                    )
                    found[kind.entity].add((entity.name, query, True))
            elif isinstance(source, Column) and isinstance(kind, Reference):
                query = f'SELECT id FROM "{entity.name}" WHERE "{source.name}" IN ({{marks}})'
                found[kind.entity].add((entity.name, query, True))
            elif isinstance(source, TagLinks):
                links = f"SELECT row_id FROM tag_link WHERE entity = '{entity.name}' AND "
                found["tag_link"].add((entity.name, links + "id IN ({marks})", False))
                found["tag"].add((entity.name, links + "tag_id IN ({marks})", True))
        own = (
            "SELECT v.row_id FROM custom_value AS v JOIN custom_field AS f ON f.id = v.field_id "
            f"WHERE f.entity = '{entity.name}' AND v.id IN ({{marks}})"
        )
        found["custom_value"].add((entity.name, own, False))
    return {table: tuple(sorted(queries)) for table, queries in found.items()}


@cache
def links(table: str) -> tuple[tuple[str, str], ...]:
    """Return the entities whose search text holds values of this child table, each with the link column."""
    return tuple(
        sorted(
            {
                (entity.name, one.source.link)
                for entity in registry.ENTITIES
                if registry.is_searchable(entity.name)
                for one in entity.fields
                if one.searched and isinstance(one.source, Child) and one.source.table == table
            }
        )
    )


@cache
def sensitive_columns(table: str) -> frozenset[str]:
    """Return the columns of a table on which some search text, sort key or link depends."""
    entity = registry.entity(table)
    found = {"deleted_at", entity.title_field.column}
    found |= {one.column for one in entity.fields if one.searched and one.stored}
    found |= {"row_id", "tag_id", "entity"} if table == "tag_link" else set()
    found |= {"row_id", "text_value"} if table == "custom_value" else set()
    for name in registry.searchable_entities():
        for source, _one in searched_parts(name):
            if source.table == table:
                found |= {source.link, source.column, *(column for column, _value in source.where)}
    return frozenset(found)


@cache
def _title_column(table: str) -> frozenset[str]:
    return frozenset((registry.entity(table).title_field.column,))


def stale(connection: Connection, touched: Touched | Mapping[str, Iterable[int]]) -> dict[str, set[int]]:
    """Return the searchable records whose caches depend on the touched rows."""
    found: dict[str, set[int]] = defaultdict(set)
    tables = touched.rows if isinstance(touched, Touched) else touched
    for table, ids in tables.items():
        listed = renamed = list(ids)
        if isinstance(touched, Touched):
            listed = list(touched.touching(table, sensitive_columns(table)))
            renamed = list(touched.touching(table, _title_column(table)))
            for name, link in links(table):
                found[name].update(touched.left.get((table, link), ()))
        if registry.is_searchable(table):
            found[table].update(listed)
        for entity, query, by_title in _dependants().get(table, ()):
            for part in chunks(renamed if by_title else listed):
                rows = connection.execute(query.format(marks=marks(part)), part)
                found[entity].update(row[0] for row in rows if row[0] is not None)
    return dict(found)


def refresh(connection: Connection, touched: Touched) -> None:
    """Work out the caches of everything that depends on the touched rows. Must run inside a transaction."""
    renew_normal_forms(connection, touched)
    refresh_records(connection, stale(connection, touched), touched)


def renew_normal_forms(connection: Connection, touched: Touched) -> None:
    """Work out the normal forms of the channels that were touched, before search texts are made of them."""
    if normal_forms.TABLE in touched.rows:
        normal_forms.renew(connection, touched.touching(normal_forms.TABLE, normal_forms.NEEDED))


def refresh_records(
    connection: Connection, records: Mapping[str, set[int]], touched: Touched | None = None
) -> None:
    """Work out the caches of these records. Must run inside a transaction."""
    for entity, ids in records.items():
        columns = touched.columns.get(entity, {}) if touched is not None else {}
        standing = {row for row, names in columns.items() if "deleted_at" not in names}
        ordered = sorted(ids)
        for part in chunks(ordered, 5_000):
            _refresh_part(connection, registry.entity(entity), part, standing)


def write_new(connection: Connection, table: str, ids: Sequence[int]) -> None:
    """Put records that have their places, but no search texts yet, into the search index in name order."""
    placed: list[tuple[int, int]] = []
    for part in chunks(ids, 5_000):
        placed.extend(
            connection.execute(
                f'SELECT place, id FROM "{table}" WHERE id IN ({marks(part)}) AND place IS NOT NULL', part
            )
        )
    write_documents(connection, registry.entity(table), {one: place for place, one in sorted(placed)})


def _refresh_part(connection: Connection, entity: Entity, ids: Sequence[int], standing: set[int]) -> None:
    """Work out the caches of live records. Deleted ones keep their place and text: lists leave them out, and a
    restored record is looked at again; ``standing`` are records that were live all the time."""
    table, column = entity.name, entity.title_field.column
    rows = connection.execute(
        f'SELECT id, place, name_key, "{column}" FROM "{table}" WHERE id IN ({marks(ids)}) AND deleted_at IS NULL',
        ids,
    ).fetchall()
    named = person(entity)
    misplaced, gone = {}, []
    for record_id, place, old_key, title in rows:
        key = sort_key(title, person=named)
        fits = place is not None and key == old_key
        if not fits or (record_id not in standing and not places.in_order(connection, table, key, place)):
            misplaced[record_id] = key
            gone += [] if place is None else [(place,)]
    placed = {row[0]: row[1] for row in rows}
    if misplaced:
        connection.executemany(f'DELETE FROM "search_{table}" WHERE rowid = ?', sorted(gone))
        _place(connection, table, misplaced)
        sql = f'SELECT id, place FROM "{table}" WHERE id IN ({marks(rows)})'
        placed = dict(
            connection.execute(sql, tuple(placed)).fetchall()
        )  # others may have been moved to make room
    write_documents(connection, entity, dict(sorted(placed.items(), key=lambda pair: pair[1])))


def _place(connection: Connection, table: str, keys: Mapping[int, str]) -> None:
    """Give records their sort keys, and each a place between its neighbours."""
    pairs = [(key, record_id) for record_id, key in keys.items()]
    connection.executemany(f'UPDATE "{table}" SET place = NULL, name_key = ? WHERE id = ?', pairs)
    for key, record_id in pairs:
        place = _free_place(connection, table, key)
        connection.execute(f'UPDATE "{table}" SET place = ? WHERE id = ?', (place, record_id))


def _free_place(connection: Connection, table: str, key: str) -> int:
    """Return a place between the neighbours of a key; makes room there if there is none."""
    while True:
        before, after = places.neighbours(connection, table, key)
        try:
            return places.between(before, after, 1)[0]
        except places.NoRoom as full:
            move(connection, table, places.spread(connection, table, full))


def move(connection: Connection, table: str, moves: list[tuple[int, int, int]]) -> None:
    """Move records to new places, in the table and in the search index."""
    connection.executemany(f'UPDATE "{table}" SET place = NULL WHERE id = ?', [(one[0],) for one in moves])
    connection.executemany(
        f'UPDATE "{table}" SET place = ? WHERE id = ?', [(new, one) for one, _, new in moves]
    )
    connection.executemany(f'DELETE FROM "search_{table}" WHERE rowid = ?', [(old,) for _, old, _ in moves])
    write_documents(connection, registry.entity(table), {one: new for one, _, new in moves})


def write_documents(connection: Connection, entity: Entity, placed: Mapping[int, int]) -> None:
    """Put the search texts of records into the index at their places, over what stands there."""
    ids = list(placed)
    for part in chunks(ids):
        documents = _documents(connection, entity, part)
        connection.executemany(
            f'REPLACE INTO "search_{entity.name}" (rowid, name, other) VALUES (?, ?, ?)',
            [(placed[one], *documents[one]) for one in part if one in documents],
        )


@cache
def _own_columns(entity: str) -> str:
    """Return the columns of a record that hold searched texts, the title first, as SQL."""
    described = registry.entity(entity)
    title = described.title_field
    columns = [title.column]
    for one in described.fields:
        if one.searched and one.stored and not isinstance(one.kind, Reference) and one is not title:
            columns.append(one.column)
    return ", ".join(f'"{name}"' for name in columns)


@cache
def _own_references(entity: str) -> tuple[tuple[str, str], ...]:
    """Return the columns of a record whose targets' names are searched, each with its target."""
    return tuple(
        (one.column, one.kind.entity)
        for one in registry.entity(entity).fields
        if one.searched
        and one.stored
        and isinstance(one.kind, Reference)
        and not isinstance(one.kind, Option)
    )


@cache
def _has_tags(entity: str) -> bool:
    return any(one.searched and isinstance(one.source, TagLinks) for one in registry.entity(entity).fields)


@cache
def _children(entity: str) -> tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...]:
    """Return the child tables with searched values: table, link, text columns as SQL, references with targets."""
    grouped: dict[tuple[str, str], list[tuple[str, Any]]] = defaultdict(list)
    for source, one in searched_parts(entity):
        grouped[source.table, source.link].append((source.column, one.kind))
    found = []
    for (table, link), values in grouped.items():
        texts = sorted({column for column, kind in values if not isinstance(kind, Reference)})
        named = tuple((column, kind.entity) for column, kind in values if isinstance(kind, Reference))
        found.append((table, link, ", ".join(f'"{name}"' for name in texts), named))
    return tuple(found)


def _documents(connection: Connection, entity: Entity, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return the name tokens and the other tokens of records."""
    quoted, is_person = _own_columns(entity.name), person(entity)
    found: dict[int, tuple[str, list[str]]] = {}
    for row in connection.execute(
        f'SELECT id, {quoted} FROM "{entity.name}" WHERE id IN ({marks(ids)})', ids
    ):
        others = [tokens(text[:LONGEST]) for text in row[2:] if isinstance(text, str) and text]
        found[row[0]] = (tokens(str(row[1] or ""), person=is_person), others)
    _add_children(connection, entity, ids, found)
    _add_references(connection, entity, ids, found)
    _add_tags(connection, entity, ids, found)
    _add_custom(connection, ids, found)
    return {one: (name, " ".join(others)) for one, (name, others) in found.items()}


Found = dict[int, tuple[str, list[str]]]


def _add_children(connection: Connection, entity: Entity, ids: Sequence[int], found: Found) -> None:
    """Add the searched values of child rows: every channel, not only the primary one."""
    for table, link, quoted, named in _children(entity.name):
        if table == "channel":
            _add_channels(connection, link, ids, found)
            continue
        if quoted:
            for row in connection.execute(
                f'SELECT "{link}", {quoted} FROM "{table}" WHERE "{link}" IN ({marks(ids)}) AND deleted_at IS NULL',
                ids,
            ):
                found[row[0]][1].extend(tokens(text) for text in row[1:] if text)
        for column, target in named:
            _add_names(connection, table, link, column, target, ids, found)


def _add_channels(connection: Connection, link: str, ids: Sequence[int], found: Found) -> None:
    for record_id, kind, value, normal in connection.execute(
        f'SELECT "{link}", kind, value, normal FROM channel WHERE "{link}" IN ({marks(ids)}) AND deleted_at IS NULL',
        ids,
    ):
        found[record_id][1].append(digit_tokens(normal or value) if kind in NUMBERED else tokens(value))


def _add_names(
    connection: Connection, table: str, link: str, column: str, target: str, ids: Sequence[int], found: Found
) -> None:
    """Add the names of the records that ``column`` points to."""
    pairs = connection.execute(
        f'SELECT "{link}", "{column}" FROM "{table}" WHERE "{link}" IN ({marks(ids)}) '
        f'AND "{column}" IS NOT NULL AND deleted_at IS NULL',
        ids,
    ).fetchall()
    if not pairs:
        return
    texts = name_tokens(connection, target, sorted({value for _record, value in pairs}))
    for record_id, value in pairs:
        found[record_id][1].append(texts.get(value, ""))


def name_tokens(connection: Connection, target: str, ids: Sequence[int]) -> dict[int, str]:
    """Return the search tokens of the names of records."""
    is_person = person(registry.entity(target))
    return {one: tokens(name, person=is_person) for one, name in titles(connection, target, ids).items()}


def titles(connection: Connection, target: str, ids: Sequence[int]) -> dict[int, str]:
    """Return the names of records."""
    column = registry.entity(target).title_field.column
    found: dict[int, str] = {}
    for part in chunks(ids):
        sql = f'SELECT id, "{column}" FROM "{target}" WHERE id IN ({marks(part)})'
        found.update((record_id, str(title or "")) for record_id, title in connection.execute(sql, part))
    return found


def _add_references(connection: Connection, entity: Entity, ids: Sequence[int], found: Found) -> None:
    for column, target in _own_references(entity.name):
        _add_names(connection, entity.name, "id", column, target, ids, found)


def _add_custom(connection: Connection, ids: Sequence[int], found: Found) -> None:
    """Add the texts of the user's own fields."""
    rows = connection.execute(
        f"SELECT row_id, text_value FROM custom_value WHERE row_id IN ({marks(ids)}) "
        "AND text_value IS NOT NULL AND deleted_at IS NULL",
        ids,
    )
    for record_id, text in rows:
        found[record_id][1].append(tokens(text[:LONGEST]))


def _add_tags(connection: Connection, entity: Entity, ids: Sequence[int], found: Found) -> None:
    if not _has_tags(entity.name):
        return
    for record_id, name in connection.execute(
        "SELECT tag_link.row_id, tag.name FROM tag_link JOIN tag ON tag.id = tag_link.tag_id "
        f"WHERE tag_link.entity = ? AND tag_link.row_id IN ({marks(ids)}) AND tag_link.deleted_at IS NULL",
        (entity.name, *ids),
    ):
        found[record_id][1].append(tokens(name))
