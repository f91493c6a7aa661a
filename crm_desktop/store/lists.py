"""Lists: which records, in which order, as packed arrays of ids; and pages of rows for the ids that are visible.

Sorting and filtering are SQL on indexed columns; nothing is sorted in Python. Names of columns come from the
descriptions, never from outside. Every thread reads on its own read-only connection.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass, replace
from typing import Any

from crm_desktop.core.entity import Child, Entity, Field, Reckoned
from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Choice, Option, Reference
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.store import filters
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import marks

FIRST = 100  # ids of the first page
PIECE = 200_000  # characters of ids that are made into numbers at once: other threads wait meanwhile


@dataclass(frozen=True, slots=True)
class _Part:
    """One stretch of a list: a query for ids in order, with its parameters."""

    sql: str
    parameters: tuple[Any, ...]


def first_ids(connection: Connection, query: ListQuery, limit: int = FIRST) -> array[int]:
    """Return the first ids of a list; stops reading when it has them.

    They come as one text: a hundred rows handed over one by one cost as much as finding them. The limit is part of
    the statement, since SQLite prepares anew when a bound one comes.
    """
    found = array("q")
    for part in _parts(connection, query):
        _read_ids(connection, part, found, limit - len(found))
        if len(found) >= limit:
            break
    return found


def ids(connection: Connection, query: ListQuery) -> array[int]:
    """Return all ids of a list. They come from SQLite as one text, so that other threads go on meanwhile."""
    found = array("q")
    for part in _parts(connection, query):
        _read_ids(connection, part, found, -1)
    return found


def _read_ids(connection: Connection, part: _Part, found: array[int], limit: int) -> None:
    """Add the first ``limit`` ids (-1: all) of one stretch, which come as a text of numbers with commas between."""
    import orjson

    sql = f"SELECT group_concat(id) FROM ({part.sql} LIMIT {limit})"
    text = connection.execute(sql, part.parameters).fetchone()[0] or ""
    start = 0
    while start < len(text):
        end = text.find(",", start + PIECE)
        end = len(text) if end < 0 else end
        found.fromlist(orjson.loads(f"[{text[start:end]}]"))
        start = end + 1


def count(connection: Connection, query: ListQuery) -> int:
    """Return how many records a list has."""
    if not query.search and not query.conditions and not query.trash and query.among is None:
        return int(connection.execute(_count_all(query.entity)).fetchone()[0])
    plain = replace(query, sort="")
    return sum(
        connection.execute(f"SELECT count(*) FROM ({part.sql})", part.parameters).fetchone()[0]
        for part in _parts(connection, plain)
    )


def _count_all(entity: str) -> str:
    named = registry.is_searchable(entity)
    hint = f' INDEXED BY "ix_{entity}_name_key"' if named else ""
    return f'SELECT count(*) FROM "{entity}"{hint} WHERE deleted_at IS NULL'


def narrowed(connection: Connection, query: ListQuery) -> filters.Clause:
    """Return the WHERE clause (over the alias ``t``) of a list with its search, for those who count or group it."""
    entity = registry.entity(query.entity)
    where, parameters = filters.where(connection, entity, query)
    if query.trash or not query.search.strip():
        return where, parameters
    from crm_desktop.core.search_text import match_expression

    expression = match_expression(query.search)
    if not expression:
        return "0", ()
    return f"{where} AND t.{_match(entity)}", (*parameters, expression)


def _match(entity: Entity) -> str:
    return f'place IN (SELECT rowid FROM "search_{entity.name}" WHERE "search_{entity.name}" MATCH ?)'


def _parts(connection: Connection, query: ListQuery) -> list[_Part]:
    """Return the stretches of a list in their order: filled values first, empty ones last."""
    entity = registry.entity(query.entity)
    where, parameters = filters.where(connection, entity, query)
    expression = ""
    if query.search:
        from crm_desktop.core.search_text import match_expression

        expression = match_expression(query.search)
    if query.search.strip() and not expression:
        return []
    if expression and not query.trash:
        if not registry.is_searchable(entity.name):
            raise UsageProblem(_("This list cannot be searched."))
        if not query.sort or query.sort == entity.title_key:
            return [_ranked(entity, expression, where, parameters, query.descending)]
        where, parameters = f"{where} AND t.{_match(entity)}", (*parameters, expression)
    return _ordered(connection, entity, query, where, parameters)


def _ranked(
    entity: Entity, expression: str, where: str, parameters: tuple[Any, ...], descending: bool
) -> _Part:
    """Return the matches of a search in name order: the order of the search index itself."""
    name = f"search_{entity.name}"
    if where == filters.LIVE:  # the index of places answers alone; no record is read
        trash = (
            f'FROM "{entity.name}" AS d INDEXED BY "ix_{entity.name}_trash" WHERE d.deleted_at IS NOT NULL'
        )
        empty = f"NOT EXISTS (SELECT 1 {trash})"  # is asked once, the other for each match
        where = f"({empty} OR NOT EXISTS (SELECT 1 {trash} AND d.place = s.rowid))"
    order = "DESC" if descending else "ASC"
    sql = (
        f'SELECT t.id AS id FROM "{name}" AS s CROSS JOIN "{entity.name}" AS t ON t.place = s.rowid '
        f'WHERE s."{name}" MATCH ? AND {where} ORDER BY s.rowid {order}'
    )
    return _Part(sql, (expression, *parameters))


def _ordered(
    connection: Connection, entity: Entity, query: ListQuery, where: str, parameters: tuple[Any, ...]
) -> list[_Part]:
    """Return the stretches of a list in the order of a field."""
    table = entity.name
    sort, descending = entity.order(query)
    order = "DESC" if descending else "ASC"
    if not query.sort and sort == entity.title_key and not registry.is_searchable(table):
        return [
            _Part(f'SELECT t.id AS id FROM "{table}" AS t WHERE {where} ORDER BY t.id {order}', parameters)
        ]
    one = entity.by_key.get(sort)
    if one is None or not one.sort_on:
        raise UsageProblem(
            _("This list cannot be sorted by “%(field)s”.") % {"field": _(one.label) if one else sort}
        )
    if isinstance(one.source, Child):
        return _by_child(entity, one, where, parameters, order)
    if isinstance(one.source, Reckoned):
        ranked = list(one.source.ranked(connection))
        return _by_rank(entity, ranked[::-1] if descending else ranked, where, parameters)
    column = f't."{one.sort_on}"'
    rows = f'SELECT t.id AS id FROM "{table}" AS t WHERE {where}'
    buckets = _buckets(connection, one)
    if buckets is not None:
        values = list(reversed(buckets)) if descending else buckets
        # A value that is not among them (a newer program's, say) stands with the empty ones.
        other = f"({column} IS NULL OR {column} NOT IN ({marks(values)}))"
        last = _Part(f"{rows} AND {other} ORDER BY t.id", (*parameters, *values))
        return [
            *(_Part(f"{rows} AND {column} = ? ORDER BY t.id", (*parameters, one)) for one in values),
            last,
        ]
    if isinstance(one.kind, Reference):
        gone = f'SELECT id FROM "{one.kind.entity}" WHERE deleted_at IS NOT NULL'
        last = _Part(f"{rows} AND ({column} IS NULL OR {column} IN ({gone})) ORDER BY t.id", parameters)
        return [_by_name(entity, one, where, parameters, order), last]
    empty = _Part(f"{rows} AND {column} IS NULL ORDER BY t.id", parameters)
    filled = f"{rows} AND {column} IS NOT NULL ORDER BY {column} {order}, t.id {order}"
    return [_Part(filled, parameters), empty]


def _buckets(connection: Connection, one: Field) -> list[Any] | None:
    """Return the few values of a field that has an order of its own (an option's position), or None."""
    if isinstance(one.kind, Option):
        rows = connection.execute(
            "SELECT id FROM option WHERE set_name = ? ORDER BY position, id", (one.kind.options,)
        )
        return [row[0] for row in rows]
    if isinstance(one.kind, Choice):
        return list(one.kind.vocabulary.codes)
    return None


def _by_child(entity: Entity, one: Field, where: str, parameters: tuple[Any, ...], order: str) -> list[_Part]:
    """Return the records in the order of the names that their primary child rows refer to (contacts by company)."""
    source, kind = one.source, one.kind
    assert isinstance(source, Child)
    assert isinstance(kind, Reference)
    target, table = kind.entity, f'"{source.table}"'
    fixed = "".join(f' AND x."{name}" = {value!r}' for name, value in source.where)
    flag = f'x."{source.flag}" DESC, ' if source.flag else ""
    primary = (
        f'(SELECT x.id FROM {table} AS x WHERE x."{source.link}" = {{record}} AND x.deleted_at IS NULL{fixed} '
        f"ORDER BY {flag}x.id LIMIT 1)"
    )
    linked = f'c."{source.link}"'
    named = (
        f'SELECT t.id AS id FROM "{target}" AS r CROSS JOIN {table} AS c ON c."{source.column}" = r.id '
        f"AND c.id = {primary.format(record=linked)} "
        f'CROSS JOIN "{entity.name}" AS t ON t.id = {linked} '
        f'WHERE {where} AND r.deleted_at IS NULL ORDER BY r."{_name_key(target)}" {order}, r.id {order}, t.id'
    )
    nameless = (
        f'SELECT t.id AS id FROM "{entity.name}" AS t WHERE {where} AND NOT EXISTS (SELECT 1 FROM {table} AS c '
        f'JOIN "{target}" AS r ON r.id = c."{source.column}" AND r.deleted_at IS NULL '
        f"WHERE c.id = {primary.format(record='t.id')}) ORDER BY t.id"
    )
    return [_Part(named, parameters), _Part(nameless, parameters)]


def _by_rank(entity: Entity, ranked: list[int], where: str, parameters: tuple[Any, ...]) -> list[_Part]:
    """Return the records in an order that was worked out; those that have no place in it stand behind, newest first."""
    places, rows = json.dumps(ranked), f'"{entity.name}" AS t'
    first = (
        f"SELECT t.id AS id FROM json_each(?) AS j CROSS JOIN {rows} ON t.id = j.value "
        f"WHERE {where} ORDER BY j.key"
    )
    newest = f't."{entity.field(entity.newest_by).sort_on}" DESC, ' if entity.newest_by else ""
    rest = (
        f"SELECT t.id AS id FROM {rows} WHERE {where} AND t.id NOT IN (SELECT value FROM json_each(?)) "
        f"ORDER BY {newest}t.id DESC"
    )
    return [_Part(first, (places, *parameters)), _Part(rest, (*parameters, places))]


def _name_key(table: str) -> str:
    return "name_key" if registry.is_searchable(table) else registry.entity(table).title_field.column


def _by_name(entity: Entity, one: Field, where: str, parameters: tuple[Any, ...], order: str) -> _Part:
    """Return the records in the order of the names they refer to: walk those names, look up who points there."""
    assert isinstance(one.kind, Reference)
    target = one.kind.entity
    sql = (
        f'SELECT t.id AS id FROM "{target}" AS r CROSS JOIN "{entity.name}" AS t ON t."{one.sort_on}" = r.id '
        f'WHERE {where} AND r.deleted_at IS NULL ORDER BY r."{_name_key(target)}" {order}, r.id {order}, t.id'
    )
    return _Part(sql, parameters)
