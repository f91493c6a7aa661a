"""Which rows of a foreign table are records that are already there, and which repeat an earlier row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.core.entity import Child, Column, Entity, Field
from crm_desktop.core.kinds import Email, Phone, Reference, Tags, Text
from crm_desktop.core.reading import phone_key, words
from crm_desktop.core.search_text import sort_key
from crm_desktop.services.import_references import Resolved
from crm_desktop.services.import_table import ImportTable, same_name
from crm_desktop.store import index, pages
from crm_desktop.store.driver import Connection

Key = tuple[Any, ...]


@dataclass(slots=True)
class Matched:
    """For each row of the table: the id of its record, or minus the place of an earlier row minus one, or None."""

    rows: list[int | None] = field(default_factory=list)


def form(one: Field, region: str = "") -> Callable[[Any], Any]:
    """Return the function that brings a value of a field into the form in which equal values are the same."""
    if isinstance(one.kind, Phone):
        return lambda value: phone_key(value, region)
    if isinstance(one.kind, Email):
        return str.casefold
    if isinstance(one.kind, (Text, Reference)):
        return same_name
    return lambda value: value


def match_rows(
    connection: Connection, table: ImportTable, groups: Sequence[Sequence[str]], region: str
) -> Matched:
    """Find the record of each row by groups of key fields, the surest group first.

    A group counts for a row when all its fields are filled. A record found by a later group is not taken when an
    earlier group of fields contradicts it (the same name in the same company, but another e-mail address).
    """
    usable = [group for group in groups if all(key in table.columns for key in group)]
    by_key = {one.key: one for one in table.fields}
    forms = {key: form(by_key[key], region) for group in usable for key in group}
    keys = [_row_keys(table, group, forms) for group in usable]
    known = [
        _existing(connection, table, group, row_keys, by_key, forms)
        for group, row_keys in zip(usable, keys, strict=True)
    ]
    found = Matched([None] * len(table))
    owners: list[dict[int, Key]] = [{owner: key for key, owner in group.items()} for group in known]
    for place in range(len(table)):
        owner = _owner(place, keys, known, owners)
        found.rows[place] = owner
        mine = owner if owner is not None else -place - 1
        for row_keys, group, owned in zip(keys, known, owners, strict=True):
            key = row_keys[place]
            if key is not None:
                group.setdefault(key, mine)
                owned.setdefault(mine, key)
    return found


def _row_keys(
    table: ImportTable, group: Sequence[str], forms: dict[str, Callable[[Any], Any]]
) -> list[Key | None]:
    """Return the key of each row in one group of fields, None where a field is empty."""
    columns = []
    for key in group:
        shape = forms[key]
        columns.append([None if value in (None, "") else shape(value) for value in table.columns[key]])
    return [None if None in key else key for key in zip(*columns, strict=True)]


def _owner(
    place: int,
    keys: Sequence[Sequence[Key | None]],
    known: Sequence[dict[Key, int]],
    owners: Sequence[dict[int, Key]],
) -> int | None:
    for at, (row_keys, group) in enumerate(zip(keys, known, strict=True)):
        key = row_keys[place]
        owner = group.get(key) if key is not None else None
        if owner is None:
            continue
        surer = zip(keys[:at], owners[:at], strict=True)
        if all(one[place] is None or owned.get(owner) in (None, one[place]) for one, owned in surer):
            return owner
    return None


def _existing(
    connection: Connection,
    table: ImportTable,
    group: Sequence[str],
    row_keys: Sequence[Key | None],
    by_key: dict[str, Field],
    forms: dict[str, Callable[[Any], Any]],
) -> dict[Key, int]:
    """Return the records whose key in this group is that of some row; the oldest record of a key."""
    entity = table.entity
    if connection.execute(f'SELECT 1 FROM "{entity.name}" LIMIT 1').fetchone() is None:
        return {}
    fields = [by_key[key] for key in group]
    ids = _candidates(
        connection, entity, fields[0], {key[0] for key in row_keys if key is not None}, table, group[0]
    )
    values = pages.read(connection, entity, fields, sorted(ids))
    found: dict[Key, int] = {}
    for record_id in sorted(values):
        cells = values[record_id][0]
        if all(cell not in (None, "") for cell in cells):
            shaped = tuple(
                forms[one.key](
                    str(cell) if isinstance(one.kind, (Text, Reference)) else one.kind.to_stored(cell)
                )
                for one, cell in zip(fields, cells, strict=True)
            )
            found.setdefault(shaped, record_id)
    return found


def _candidates(
    connection: Connection, entity: Entity, lead: Field, shapes: set[Any], table: ImportTable, key: str
) -> set[int]:
    """Return the live records that the leading field of a group could mean."""
    source = lead.source
    if lead is entity.title_field and index.is_searchable(entity.name):
        person = index.person(entity)
        wanted = {sort_key(text, person=person) for text in table.columns[key] if text}
        return _by_values(connection, entity.name, "id", "name_key", wanted, "")
    if isinstance(source, Child) and source.table == "channel":
        return _by_values(
            connection, "channel", source.link, "normal", shapes, f" AND {source.link} IS NOT NULL"
        )
    if isinstance(source, Column) and not isinstance(lead.kind, Reference):
        wanted = {value for value in table.columns[key] if value not in (None, "")}
        if isinstance(lead.kind, Text):
            wanted |= {text.upper() for text in wanted} | {text.lower() for text in wanted}
        return _by_values(connection, entity.name, "id", source.name, wanted, "")
    rows = connection.execute(f'SELECT id FROM "{entity.name}" WHERE deleted_at IS NULL')
    return {row[0] for row in rows}


def _by_values(
    connection: Connection, table: str, id_column: str, column: str, wanted: set[Any], more: str
) -> set[int]:
    found: set[int] = set()
    for part in index.chunks(sorted(wanted), 5_000):
        rows = connection.execute(
            f'SELECT "{id_column}" FROM "{table}" WHERE deleted_at IS NULL{more} '
            f'AND "{column}" IN ({index.marks(part)})',
            part,
        )
        found.update(row[0] for row in rows)
    return found


Cell = tuple[Any, Any]


def changed_cells(
    connection: Connection, table: ImportTable, matches: dict[int, list[int]], resolved: dict[str, Resolved]
) -> dict[int, dict[str, Cell]]:
    """Compare matched rows with their records; returns {record: {field: (old, new)}} in stored form.

    Later rows of one record win. An empty cell never changes anything; a name whose record is still to be made
    stands as text; an opt-out is never cleared; tags are only added.
    """
    fields = [one for one in table.fields if one.writable]
    found: dict[int, dict[str, Cell]] = defaultdict(dict)
    values = pages.read(connection, table.entity, fields, sorted(matches))
    for record_id, places in matches.items():
        if record_id not in values:
            continue
        for one, old in zip(fields, values[record_id][0], strict=True):
            present = _stored(one, old)
            for place in places:
                new = _new_value(one, table.columns[one.key][place], present, resolved)
                if new is not None and not _same(one, present, new):
                    found[record_id][one.key] = (present, new)
    return dict(found)


def _stored(one: Field, value: Any) -> Any:
    if isinstance(value, pages.Named):
        return value.id
    return value if isinstance(one.kind, Tags) else one.kind.to_stored(value)


def _new_value(one: Field, cell: Any, present: Any, resolved: dict[str, Resolved]) -> Any:
    """Return what a cell makes of a value, or None when it says nothing."""
    if cell in (None, ""):
        return None
    if isinstance(one.kind, Reference):
        names = resolved[one.key]
        return names.ids.get(cell, cell if cell in names.fresh or cell in names.own else None)
    if isinstance(one.kind, Tags):
        added = [word for word in words(cell) if word not in (present or [])]
        return [*(present or []), *added] if added else None
    if one.key == "opted_out" and present and not cell:
        return None
    return cell


def _same(one: Field, old: Any, new: Any) -> bool:
    if isinstance(one.kind, Text) and isinstance(old, str):
        return old.strip() == str(new).strip()
    return bool(old == new)
