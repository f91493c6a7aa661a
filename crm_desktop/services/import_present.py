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
Where = tuple[tuple[str, Any], ...]
Group = tuple[str, str, Where, str]
"""A sort of child rows: their table, the column of their record, what is fixed, and the mark of the primary one."""


class StoredColumns:
    """The stored values of fields of some records, packed until they are asked for.

    Of child rows they are those of the primary one; further channels have None: they are none of those that are there.
    Tags are lists of names. Records that do not exist have None throughout.
    """

    def __init__(
        self, connection: Connection, entity: Entity, fields: Sequence[Field], ids: Sequence[int]
    ) -> None:
        self.ids = ids
        self._entity = entity
        own = [one.column for one in fields if one.stored]
        self._rows = packed_columns.PackedRows(connection, entity.name, own, ids) if own else None
        parts: dict[tuple[str, str], dict[Where, list[str]]] = defaultdict(lambda: defaultdict(list))
        for one in fields:
            if isinstance(one.source, Child) and not one.source.further:
                parts[one.source.table, one.source.link][one.source.where].append(one.source.column)
        self._parts = {
            (table, link): packed_columns.PackedParts(connection, table, link, list(groups.items()), ids)
            for (table, link), groups in parts.items()
        }

    def of(self, connection: Connection, one: Field) -> list[Any]:
        """Return the values of one of the fields in the order of the ids."""
        if isinstance(one.source, TagLinks):
            tags = _tags(connection, self._entity, self.ids)
            return [tags.get(record_id) for record_id in self.ids]
        if not isinstance(one.source, Child):
            return self._rows.column(one.column) if self._rows is not None else []
        if one.source.further:
            return [None] * len(self.ids)
        source = one.source
        column, crowded = self._parts[source.table, source.link].column(source.where, source.column)
        if crowded:
            ids = [self.ids[at] for at in crowded]
            rows = primary_rows(connection, group_of(source), [source.column], ids)
            for at in crowded:
                column[at] = rows[self.ids[at]][0]
        return column

    def has_several(self, one: Field) -> bool:
        """Tell whether any of the records has several child rows for one of the fields."""
        source = one.source
        if not isinstance(source, Child) or source.further:
            return False
        return self._parts[source.table, source.link].has_several(source.where)


def group_of(source: Child) -> Group:
    """Return which child rows of records a field belongs to."""
    return source.table, source.link, source.where, source.flag


def stored_columns(
    connection: Connection, entity: Entity, fields: Sequence[Field], ids: Sequence[int]
) -> dict[str, list[Any]]:
    """Return the stored values of fields by their keys, see ``StoredColumns``."""
    packed = StoredColumns(connection, entity, fields, ids)
    return {
        one.key: packed.of(connection, one)
        for one in fields
        if one.stored or isinstance(one.source, (Child, TagLinks))
    }


def primary_rows(
    connection: Connection,
    group: Group,
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
