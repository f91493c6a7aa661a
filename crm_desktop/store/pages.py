"""Rows for the ids of a list that are visible: values and texts of the columns asked for, a few queries a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from crm_desktop.core.entity import Child, Column, Computed, Entity, Field, Reckoned, TagLinks
from crm_desktop.core.formatting import minor_digits
from crm_desktop.core.kinds import Colour, Kind, Locale, Money, Option, Reference
from crm_desktop.store import names
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks


@dataclass(frozen=True, slots=True)
class Named:
    """A record that a value points to: its id and its name; for an option or a stage also its colour and kind."""

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
    connection: Connection,
    entity: Entity,
    fields: Sequence[Field],
    ids: Sequence[int],
    locale: Locale,
    *,
    in_columns: bool = False,
) -> list[Row]:
    """Return the rows of ``ids`` in their order; ids that do not exist are left out.

    ``in_columns``: they stand under each other, so that of the amounts of one field and currency all show their
    decimals where one has some.
    """
    found = []
    rows = read(connection, entity, fields, ids)
    exact = _with_decimals(fields, rows, locale) if in_columns else frozenset()
    for record_id, (shown, currency, deleted) in rows.items():
        own = locale.of_currency(currency)
        texts = tuple(
            one.kind.show_exact(value, own)
            if isinstance(one.kind, Money) and (at, own.currency) in exact
            else text(one, value, own)
            for at, (one, value) in enumerate(zip(fields, shown, strict=True))
        )
        found.append(Row(record_id, texts, shown, deleted))
    return found


def _with_decimals(fields: Sequence[Field], rows: Read, locale: Locale) -> frozenset[tuple[int, str]]:
    """Return the places of fields and the currencies in which an amount is not whole."""
    places = [at for at, one in enumerate(fields) if isinstance(one.kind, Money)]
    amounts = {
        (at, locale.of_currency(currency).currency, shown[at])
        for shown, currency, _deleted in rows.values()
        for at in places
        if shown[at] is not None
    }
    return frozenset((at, code) for at, code, minor in amounts if minor % 10 ** minor_digits(code))


def text(one: Field, value: Any, locale: Locale) -> str:
    """Return one value as a person reads it."""
    if value is None:
        return ""
    return value.name if isinstance(value, Named) else one.kind.show(value, locale)


Read = dict[int, tuple[tuple[Any, ...], str | None, bool]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Records column by column: the values of each field, and the currency and deletion of each record."""

    ids: list[int]
    currencies: list[str | None]
    deleted: list[bool]
    values: list[list[Any]]


def read(connection: Connection, entity: Entity, fields: Sequence[Field], ids: Sequence[int]) -> Read:
    """Return for each id the values of the fields, the record's currency, and whether it is in the trash."""
    found = read_columns(connection, entity, fields, ids)
    rows = zip(*found.values, strict=True) if fields else repeat(())
    return dict(zip(found.ids, zip(rows, found.currencies, found.deleted, strict=False), strict=True))


def read_columns(
    connection: Connection, entity: Entity, fields: Sequence[Field], ids: Sequence[int]
) -> Columns:
    """Return the values of records in the order of ``ids``; ids that do not exist are left out."""
    found = _read_own(connection, entity, fields, ids)
    _read_children(connection, entity, fields, found)
    _read_tags(connection, entity, fields, found)
    _reckon(connection, fields, found)
    _name_references(connection, fields, found)
    return found


def plain(value: Any) -> Any:
    """Return a value as it is written: the id of a reference."""
    return value.id if isinstance(value, Named) else value


def each(function: Callable[[Any], Any], values: Iterable[Any]) -> list[Any]:
    """Return what a function makes of each value, worked out once for equal ones; None stays None."""
    listed = list(values)
    known = {one: function(one) for one in set(listed) if one is not None}
    return [known.get(one) for one in listed] if known else listed


def _of_stored(kind: Kind[Any], stored: Iterable[Any]) -> list[Any]:
    """Return the values of a column of what SQLite keeps."""
    return list(stored) if type(kind).from_stored is Kind.from_stored else each(kind.from_stored, stored)


def _read_own(connection: Connection, entity: Entity, fields: Sequence[Field], ids: Sequence[int]) -> Columns:
    """Read what lies in the entity's own row, and what is worked out from it."""
    columns: list[str] = []
    for one in fields:
        if isinstance(one.source, Column):
            columns.append(one.source.name)
        elif isinstance(one.source, Computed):
            columns.extend(one.source.columns)
    wanted = list(dict.fromkeys([*columns, *filter(None, [entity.currency_column])]))
    quoted = "".join(f', "{name}"' for name in wanted)
    by_id: dict[int, tuple[Any, ...]] = {}
    for part in chunks(ids):
        sql = f'SELECT id, deleted_at IS NOT NULL{quoted} FROM "{entity.name}" WHERE id IN ({marks(part)})'
        by_id.update((row[0], row) for row in connection.execute(sql, part).fetchall())
    rows = [by_id[one] for one in dict.fromkeys(ids) if one in by_id]
    stored = dict(zip(("id", "deleted", *wanted), zip(*rows, strict=True), strict=True)) if rows else {}
    nothing = [None] * len(rows)
    by_name = [dict(zip(wanted, row[2:], strict=True)) for row in rows] if _any_computed(fields) else []
    values: list[list[Any]] = []
    for one in fields:
        if isinstance(one.source, Column):
            values.append(_of_stored(one.kind, stored.get(one.source.name, ())))
        elif isinstance(one.source, Computed):
            values.append([one.source.function(row) for row in by_name])
        else:
            values.append(nothing)
    currencies = list(stored.get(entity.currency_column or "", nothing))
    return Columns([row[0] for row in rows], currencies, [bool(row[1]) for row in rows], values)


def _any_computed(fields: Sequence[Field]) -> bool:
    return any(isinstance(one.source, Computed) for one in fields)


def _standing(entity: Entity, found: Columns, link: str) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield ids with the condition on their parts: those of a live record are live, those of a record in the trash
    went there with it."""
    for gone in (False, True):
        ids = [one for one, deleted in zip(found.ids, found.deleted, strict=True) if deleted is gone]
        together = f'= (SELECT r.deleted_at FROM "{entity.name}" AS r WHERE r.id = c."{link}")'
        for part in chunks(ids):
            yield tuple(part), f"c.deleted_at {together if gone else 'IS NULL'}"


def _read_children(connection: Connection, entity: Entity, fields: Sequence[Field], found: Columns) -> None:
    """Read the primary child rows, one query for each table; several kinds of its rows are told apart here."""
    tables: dict[tuple[str, str, str, tuple[str, ...]], list[tuple[int, Field, Child]]] = defaultdict(list)
    for at, one in enumerate(fields):
        source = one.source
        if isinstance(source, Child):
            kinds = tuple(name for name, _value in source.where)
            tables[source.table, source.link, source.flag, kinds].append((at, one, source))
    for (table, link, flag, kinds), wanted in tables.items():
        columns = list(dict.fromkeys(source.column for _at, _one, source in wanted))
        quoted = "".join(f', "{name}"' for name in (*columns, *kinds))
        order = f'"{flag}", ' if flag else ""
        # The last row read for a record stays: the primary one, else the oldest.
        rows: dict[tuple[Any, ...], dict[int, tuple[Any, ...]]] = defaultdict(dict)
        for part, standing in _standing(entity, found, link):
            sql = (
                f'SELECT "{link}"{quoted} FROM "{table}" AS c WHERE "{link}" IN ({marks(part)}) '
                f"AND {standing} ORDER BY {order}id DESC"
            )
            for row in connection.execute(sql, part).fetchall():
                rows[row[1 + len(columns) :]][row[0]] = row
        for at, one, source in wanted:
            present = rows[tuple(value for _name, value in source.where)]
            if present:
                place = 1 + columns.index(source.column)
                of_record = {record_id: row[place] for record_id, row in present.items()}
                found.values[at] = _of_stored(one.kind, map(of_record.get, found.ids))


def _read_tags(connection: Connection, entity: Entity, fields: Sequence[Field], found: Columns) -> None:
    places = [at for at, one in enumerate(fields) if isinstance(one.source, TagLinks)]
    if not places:
        return
    names_of: dict[int, list[str]] = defaultdict(list)
    for part in chunks(found.ids):
        rows = connection.execute(
            "SELECT l.row_id, g.name FROM tag_link AS l JOIN tag AS g ON g.id = l.tag_id WHERE l.entity = ? "
            f"AND l.row_id IN ({marks(part)}) AND l.deleted_at IS NULL ORDER BY g.name",
            (entity.name, *part),
        )
        for record_id, name in rows:
            names_of[record_id].append(name)
    for at in places:
        found.values[at] = [names_of.get(one) for one in found.ids]


def _reckon(connection: Connection, fields: Sequence[Field], found: Columns) -> None:
    """Work out the values that need more than the rows."""
    for at, one in enumerate(fields):
        if isinstance(one.source, Reckoned):
            found.values[at] = list(map(one.source.values(connection, found.ids).get, found.ids))


def _name_references(connection: Connection, fields: Sequence[Field], found: Columns) -> None:
    """Put names in the place of ids."""
    for at, one in enumerate(fields):
        if isinstance(one.kind, Reference):
            named = named_records(connection, one.kind, set(found.values[at]) - {None})
            found.values[at] = [named.get(value) for value in found.values[at]]


def named_records(connection: Connection, kind: Reference, ids: Iterable[int]) -> dict[int, Named]:
    """Return the names behind references."""
    listed = sorted(ids)
    if kind.entity == "stage":
        return _named_stages(connection, listed)
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


_LIKELY = 50  # per cent from which an open stage stands out
_CLOSED: dict[str, Colour] = {"won": "green", "lost": "red", "void": "grey"}


def _named_stages(connection: Connection, ids: Sequence[int]) -> dict[int, Named]:
    """Return stages with their kinds; won and lost ones have a colour, and open ones in which a deal is likely."""
    label = names.title_expression("stage")
    found = {}
    for part in chunks(ids):
        sql = f"SELECT id, {label}, kind, probability FROM stage WHERE id IN ({marks(part)})"
        for stage, name, kind, probability in connection.execute(sql, part):
            is_likely = (probability or 0) >= _LIKELY
            colour = _CLOSED.get(kind, "blue" if is_likely else "grey")
            found[stage] = Named(stage, str(name or ""), colour, kind)
    return found


__all__ = [
    "Columns",
    "Named",
    "Read",
    "Row",
    "each",
    "named_records",
    "page",
    "plain",
    "read",
    "read_columns",
    "text",
]
