"""Rows for the ids of a list that are visible: values and texts of the columns asked for, a few queries a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from crm_desktop.core.entity import Child, Column, Computed, Entity, Field, TagLinks
from crm_desktop.core.kinds import Colour, Locale, Option, Reference
from crm_desktop.store import names
from crm_desktop.store.driver import Connection
from crm_desktop.store.index import chunks, marks


@dataclass(frozen=True, slots=True)
class Named:
    """A record that a value points to: its id and its name; for an option also its colour and kind."""

    id: int
    name: str
    colour: Colour = "grey"
    kind: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a page: what a person reads, and the values behind it, in the order of the keys asked for."""

    id: int
    texts: tuple[str, ...]
    values: tuple[Any, ...]
    deleted: bool = False


def page(
    connection: Connection, entity: Entity, fields: Sequence[Field], ids: Sequence[int], locale: Locale
) -> list[Row]:
    """Return the rows of ``ids`` in their order; ids that do not exist are left out."""
    values = read(connection, entity, fields, ids)
    found = []
    for record_id in ids:
        row = values.get(record_id)
        if row is not None:
            shown, currency, deleted = row
            own = locale.of_currency(currency)
            texts = tuple(text(one, value, own) for one, value in zip(fields, shown, strict=True))
            found.append(Row(record_id, texts, tuple(shown), deleted))
    return found


def text(one: Field, value: Any, locale: Locale) -> str:
    """Return one value as a person reads it."""
    if value is None:
        return ""
    return value.name if isinstance(value, Named) else one.kind.show(value, locale)


Read = dict[int, tuple[list[Any], str | None, bool]]


def read(connection: Connection, entity: Entity, fields: Sequence[Field], ids: Sequence[int]) -> Read:
    """Return for each id the values of the fields, the record's currency, and whether it is in the trash."""
    found: Read = {}
    for part in chunks(ids):
        _read_own(connection, entity, fields, part, found)
        _read_children(connection, fields, part, found)
        _read_tags(connection, entity, fields, part, found)
    _name_references(connection, fields, found)
    return found


def _read_own(
    connection: Connection, entity: Entity, fields: Sequence[Field], ids: Sequence[int], found: Read
) -> None:
    """Read what lies in the entity's own row, and what is worked out from it."""
    columns: list[str] = []
    for one in fields:
        if isinstance(one.source, Column):
            columns.append(one.source.name)
        elif isinstance(one.source, Computed):
            columns.extend(one.source.columns)
    currency = entity.currency_column
    wanted = list(dict.fromkeys([*columns, *([currency] if currency else [])]))
    quoted = "".join(f', "{name}"' for name in wanted)
    for row in connection.execute(
        f'SELECT id, deleted_at IS NOT NULL{quoted} FROM "{entity.name}" WHERE id IN ({marks(ids)})', ids
    ):
        by_name = dict(zip(wanted, row[2:], strict=True))
        values: list[Any] = []
        for one in fields:
            if isinstance(one.source, Column):
                values.append(one.kind.from_stored(by_name[one.source.name]))
            elif isinstance(one.source, Computed):
                values.append(one.source.function(by_name))
            else:
                values.append(None)
        found[row[0]] = (values, by_name.get(currency or ""), bool(row[1]))


def _read_children(connection: Connection, fields: Sequence[Field], ids: Sequence[int], found: Read) -> None:
    """Read the primary child rows, one query for each table and kind of row."""
    groups: dict[tuple[str, str, tuple[tuple[str, Any], ...], str], list[tuple[int, Field]]] = defaultdict(
        list
    )
    for at, one in enumerate(fields):
        if isinstance(one.source, Child):
            groups[one.source.table, one.source.link, one.source.where, one.source.flag].append((at, one))
    for (table, link, where, flag), wanted in groups.items():
        quoted = ", ".join(f'"{one.source.column}"' for _at, one in wanted)  # type: ignore[union-attr]
        fixed = "".join(f' AND "{name}" = ?' for name, _value in where)
        order = f'"{flag}", ' if flag else ""
        rows = connection.execute(
            f'SELECT "{link}", {quoted} FROM "{table}" WHERE "{link}" IN ({marks(ids)}){fixed} '
            f"AND deleted_at IS NULL ORDER BY {order}id DESC",
            (*ids, *(value for _name, value in where)),
        )
        # The last row read for a record stays: the primary one, else the oldest.
        for row in rows:
            if row[0] in found:
                for (at, one), stored in zip(wanted, row[1:], strict=True):
                    found[row[0]][0][at] = one.kind.from_stored(stored)


def _read_tags(
    connection: Connection, entity: Entity, fields: Sequence[Field], ids: Sequence[int], found: Read
) -> None:
    places = [at for at, one in enumerate(fields) if isinstance(one.source, TagLinks)]
    if not places:
        return
    rows = connection.execute(
        "SELECT l.row_id, g.name FROM tag_link AS l JOIN tag AS g ON g.id = l.tag_id WHERE l.entity = ? "
        f"AND l.row_id IN ({marks(ids)}) AND l.deleted_at IS NULL ORDER BY g.name",
        (entity.name, *ids),
    )
    for record_id, name in rows:
        for at in places:
            values = found[record_id][0]
            values[at] = [*(values[at] or ()), name]


def _name_references(connection: Connection, fields: Sequence[Field], found: Read) -> None:
    """Put names in the place of ids."""
    for at, one in enumerate(fields):
        if not isinstance(one.kind, Reference):
            continue
        targets = {row[0][at] for row in found.values() if row[0][at] is not None}
        named = named_records(connection, one.kind, targets)
        for row in found.values():
            if row[0][at] is not None:
                row[0][at] = named.get(row[0][at])


def named_records(connection: Connection, kind: Reference, ids: Iterable[int]) -> dict[int, Named]:
    """Return the names behind references."""
    listed = sorted(ids)
    if not isinstance(kind, Option):
        return {one: Named(one, name) for one, name in names.of_rows(connection, kind.entity, listed).items()}
    label = names.title_expression("option")
    found = {}
    for part in chunks(listed):
        rows = connection.execute(
            f"SELECT id, {label}, colour, kind FROM option WHERE id IN ({marks(part)})", part
        )
        found.update({row[0]: Named(row[0], row[1] or "", row[2] or "grey", row[3] or "") for row in rows})
    return found


__all__ = ["Named", "Read", "Row", "named_records", "page", "read", "text"]
