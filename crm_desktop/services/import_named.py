"""Records that are there by the form of their name, for the names in a foreign table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

from crm_desktop.core.kinds import Option, Reference
from crm_desktop.core.search_text import sort_key
from crm_desktop.models import registry
from crm_desktop.services.import_table import same_name
from crm_desktop.services.import_words import name_form
from crm_desktop.store import index
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

SMALL = 5_000  # records of the other entity among which spelling mistakes are looked for
FEW = 8  # an index is asked for single names when a table has more than this many records for each of them

Present = dict[str, tuple[int, str]]
"""Records, each with its name, by the form of that."""


def records_named(
    connection: Connection, kind: Reference, names: Sequence[str], form: Callable[[str], str] = same_name
) -> Present:
    """Return records by the ``form`` of their name: all of a small table, else those that the names could mean."""
    target = kind.entity
    entity = registry.entity(target)
    columns = registry.column_names(target)
    labels = ["label_en", "label_zh"] if "label_en" in columns else [entity.title_field.column]
    quoted = ", ".join(f'"{name}"' for name in labels)
    where, parameters = "deleted_at IS NULL", []
    if isinstance(kind, Option):
        where += " AND set_name = ?"
        parameters.append(kind.options)
    elif registry.is_searchable(target) and is_larger(connection, target, SMALL):
        return _by_key(connection, target, names, form)
    found: Present = {}
    rows = connection.execute(
        f'SELECT id, {quoted} FROM "{target}" WHERE {where} ORDER BY id DESC', parameters
    )
    for row in rows:
        for label in row[1:]:
            if label:
                found[name_form(kind, label)] = (row[0], label)
    return found


def _by_key(connection: Connection, target: str, names: Sequence[str], form: Callable[[str], str]) -> Present:
    """Return the records of a large table whose sort key is that of one of the names."""
    entity = registry.entity(target)
    person = index.person(entity)
    sql = f'SELECT id, "{entity.title_field.column}", name_key FROM "{target}" WHERE deleted_at IS NULL'
    rows: list[tuple[int, str, str]] = []
    if whole := not is_larger(connection, target, FEW * len(names)):
        rows = connection.execute(sql).fetchall()
    known = {name: key for _id, name, key in rows if key}
    keys = {known[name] if name in known else sort_key(name, person=person) for name in names}
    if whole:
        rows = sorted((row for row in rows if row[2] in keys), key=itemgetter(2, 0))
    else:
        for part in chunks(sorted(keys), 5_000):
            rows += connection.execute(f"{sql} AND name_key IN ({marks(part)})", part)
    found: Present = {}
    for record_id, name, _key in rows:
        found.setdefault(form(name), (record_id, name))
    return found


def is_larger(connection: Connection, table: str, rows: int) -> bool:
    """Tell whether a table has more live rows than that."""
    sql = f'SELECT count(*) FROM (SELECT 1 FROM "{table}" WHERE deleted_at IS NULL LIMIT ?)'
    return bool(connection.execute(sql, (rows + 1,)).fetchone()[0] > rows)


__all__ = ["SMALL", "Present", "is_larger", "records_named"]
