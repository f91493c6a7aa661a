"""Present records for the comparison with a foreign table: columns of stored values, and who has which value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from operator import itemgetter
from typing import Any

from crm_desktop.core.entity import Child, Entity, Field, TagLinks
from crm_desktop.core.search_text import sort_key
from crm_desktop.models import registry
from crm_desktop.models.channel_forms import normal_form
from crm_desktop.store import index, packed_columns
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

CHUNK = 5_000  # ids in one query
FEW = 8  # an index is asked for single values when the table has more than this many rows for each of them

Pairs = Iterable[tuple[int, Any]]


def stored_columns(
    connection: Connection, entity: Entity, fields: Sequence[Field], ids: Sequence[int]
) -> dict[str, list[Any]]:
    """Return the stored values of fields, one list each in the order of ``ids``; of child rows the primary one's.

    Further channels have None: they are none of those that are there. Tags are lists of names. Records that
    do not exist have None throughout.
    """
    found: dict[str, list[Any]] = {}
    own = [one for one in fields if one.stored]
    if own:
        columns = packed_columns.of_rows(connection, entity.name, [one.column for one in own], ids)
        found.update(zip((one.key for one in own), columns, strict=True))
    for one in fields:
        if isinstance(one.source, Child) and one.source.further:
            found[one.key] = [None] * len(ids)
        elif isinstance(one.source, TagLinks):
            tags = _tags(connection, entity, ids)
            found[one.key] = [tags.get(record_id) for record_id in ids]
    found.update(child_columns(connection, fields, ids)[0])
    return found


def child_columns(
    connection: Connection, fields: Sequence[Field], ids: Sequence[int]
) -> tuple[dict[str, list[Any]], set[str]]:
    """Return the values of fields that lie in the primary child rows of records, and of which fields there are
    records with several such rows."""
    tables: dict[tuple[str, str], dict[Any, list[Field]]] = defaultdict(lambda: defaultdict(list))
    for one in fields:
        if isinstance(one.source, Child) and not one.source.further:
            source = one.source
            tables[source.table, source.link][source.where, source.flag].append(one)
    found: dict[str, list[Any]] = {}
    several: set[str] = set()
    for (table, link), groups in tables.items():
        wanted = [(where, [_column(one) for one in members]) for (where, _flag), members in groups.items()]
        packed = packed_columns.of_parts(connection, table, link, wanted, ids)
        for ((where, flag), members), (columns, crowded) in zip(groups.items(), packed, strict=True):
            found.update((one.key, column) for one, column in zip(members, columns, strict=True))
            if crowded:
                several.update(one.key for one in members)
                names = [_column(one) for one in members]
                rows = primary_rows(
                    connection, (table, link, where, flag), names, [ids[at] for at in crowded]
                )
                for at in crowded:
                    for column, value in zip(columns, rows[ids[at]], strict=True):
                        column[at] = value
    return found, several


def _column(one: Field) -> str:
    assert isinstance(one.source, Child)
    return one.source.column


def primary_rows(
    connection: Connection,
    group: tuple[str, str, tuple[tuple[str, Any], ...], str],
    columns: Sequence[str],
    ids: Sequence[int],
) -> dict[int, tuple[Any, ...]]:
    """Return columns of the primary child row (without one: of the oldest) of each record that has any."""
    table, link, where, flag = group
    quoted = ", ".join(f'"{name}"' for name in columns)
    fixed = "".join(f' AND "{name}" = ?' for name, _value in where)
    order = f'"{flag}", ' if flag else ""
    found: dict[int, tuple[Any, ...]] = {}
    for part in chunks(ids, CHUNK):
        rows = connection.execute(
            f'SELECT "{link}", {quoted} FROM "{table}" WHERE "{link}" IN ({marks(part)}){fixed} '
            f"AND deleted_at IS NULL ORDER BY {order}id DESC",
            (*part, *(value for _name, value in where)),
        )
        found.update((row[0], row[1:]) for row in rows)
    return found


def _tags(connection: Connection, entity: Entity, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for part in chunks(ids, CHUNK):
        rows = connection.execute(
            "SELECT l.row_id, g.name FROM tag_link AS l JOIN tag AS g ON g.id = l.tag_id WHERE l.entity = ? "
            f"AND l.row_id IN ({marks(part)}) AND l.deleted_at IS NULL ORDER BY g.name",
            (entity.name, *part),
        )
        for record_id, name in rows:
            found[record_id].append(name)
    return found


def holders(connection: Connection, entity: Entity, one: Field, wanted: Collection[Any]) -> Pairs:
    """Return (record, stored value) of live records for one field: all that could hold a ``wanted`` value, and more.

    Child values are those of every live child row, not only of the primary one.
    """
    source = one.source
    if isinstance(source, Child):
        return _child_holders(connection, entity, source, wanted)
    few = one is entity.title_field and registry.is_searchable(entity.name)
    if few and _is_large(connection, entity.name, len(wanted) * FEW):
        person = index.person(entity)
        keys = sorted({sort_key(str(text), person=person) for text in wanted})
        return _by_index(connection, f'"{entity.name}"', "id", one.column, "name_key", keys)
    return connection.execute(
        f'SELECT id, "{one.column}" FROM "{entity.name}" WHERE deleted_at IS NULL '
        f'AND "{one.column}" IS NOT NULL ORDER BY id'
    )


def _child_holders(
    connection: Connection, entity: Entity, source: Child, wanted: Collection[Any]
) -> list[tuple[int, Any]]:
    fixed = "".join(f' AND c."{name}" = ?' for name, _value in source.where)
    values = tuple(value for _name, value in source.where)
    sql = (
        f'SELECT c."{source.link}", c."{source.column}" FROM "{source.table}" AS c JOIN "{entity.name}" AS t '
        f'ON t.id = c."{source.link}" WHERE c.deleted_at IS NULL AND t.deleted_at IS NULL{fixed} '
        f'AND c."{source.column}" IS NOT NULL'
    )
    found: list[tuple[int, Any]] = []
    if source.table == "channel" and _is_large(connection, "channel", len(wanted) * FEW):
        kind = str(dict(source.where).get("kind", ""))
        normals = sorted({normal_form(kind, str(value)) for value in wanted})
        for part in chunks(normals, CHUNK):
            found += connection.execute(f"{sql} AND c.normal IN ({marks(part)})", (*values, *part))
    else:
        found += connection.execute(sql, values)
    return sorted(found, key=itemgetter(0))


def _by_index(
    connection: Connection, table: str, id_column: str, column: str, indexed: str, wanted: Sequence[Any]
) -> list[tuple[int, Any]]:
    found: list[tuple[int, Any]] = []
    for part in chunks(wanted, CHUNK):
        found += connection.execute(
            f'SELECT "{id_column}", "{column}" FROM {table} WHERE deleted_at IS NULL '
            f'AND "{indexed}" IN ({marks(part)})',
            part,
        )
    return sorted(found, key=itemgetter(0))


def _is_large(connection: Connection, table: str, rows: int) -> bool:
    """Tell whether a table has more rows than that, without counting further."""
    sql = f'SELECT count(*) FROM (SELECT 1 FROM "{table}" LIMIT ?)'
    return bool(connection.execute(sql, (rows + 1,)).fetchone()[0] > rows)
