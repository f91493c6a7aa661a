"""Exact sums over the records of a list, amounts by their currency. SQLite adds up what it stores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import Cancelled
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Exact, Locale, Money
from crm_desktop.store import pages
from crm_desktop.store.driver import Connection

PIECE = 20_000  # records whose values are added up at once

_Totals = dict[str, dict[str | None, Any]]


@dataclass(frozen=True, slots=True)
class Sum:
    """What the values of a field add up to: one text, for amounts one of each currency, the largest group first."""

    field: Field
    texts: tuple[str, ...]


def sums(
    connection: Connection,
    entity: Entity,
    fields: Sequence[Field],
    ids: Sequence[int],
    locale: Locale,
    cancelled: Callable[[], bool] | None = None,
) -> list[Sum]:
    """Return the sums of those fields that add up and have a value in any of the records. Raises Cancelled."""
    able = [one for one in fields if one.kind.adds_up()]
    totals: _Totals = {one.key: defaultdict(int) for one in able}
    counts: dict[str | None, int] = defaultdict(int)
    stored = [one for one in able if one.stored]
    others = [one for one in able if not one.stored]
    for piece in _pieces(ids if able else (), cancelled):
        _add_stored(connection, entity, stored, piece, totals, counts)
        if others:
            _add_others(connection, entity, others, piece, totals)
    order = sorted(counts, key=lambda currency: -counts[currency])
    found = []
    for one in able:
        texts = _texts(one, totals[one.key], order, locale)
        if texts:
            found.append(Sum(one, texts))
    return found


def _pieces(ids: Sequence[int], cancelled: Callable[[], bool] | None) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), PIECE):
        if cancelled is not None and cancelled():
            raise Cancelled(_("The work was cancelled. Nothing was changed."))
        yield ids[start : start + PIECE]


def _add_stored(
    connection: Connection,
    entity: Entity,
    fields: Sequence[Field],
    ids: Sequence[int],
    totals: _Totals,
    counts: dict[str | None, int],
) -> None:
    """Add up columns of the entity's own table, grouped by currency; NULL stays out."""
    currency = f't."{entity.currency_column}"' if entity.currency_column else "NULL"
    columns = "".join(f', sum(t."{one.column}")' for one in fields)
    listed = "[" + ",".join(map(str, ids)) + "]"
    rows = connection.execute(
        f'SELECT {currency}, count(*){columns} FROM json_each(?) AS j JOIN "{entity.name}" AS t ON t.id = j.value '
        f"GROUP BY 1",
        (listed,),
    )
    for group, count, *values in rows:
        counts[group] += count
        for one, value in zip(fields, values, strict=True):
            if value is not None:
                totals[one.key][group] += value


def _add_others(
    connection: Connection, entity: Entity, fields: Sequence[Field], ids: Sequence[int], totals: _Totals
) -> None:
    """Add up what is worked out or lies in child rows."""
    found = pages.read_columns(connection, entity, fields, ids)
    for one, values in zip(fields, found.values, strict=True):
        for group, value in zip(found.currencies, values, strict=True):
            if value is not None:
                totals[one.key][group] += one.kind.to_stored(value)


def _texts(
    one: Field, groups: dict[str | None, Any], order: Sequence[str | None], locale: Locale
) -> tuple[str, ...]:
    """Return the sums of a field as people read them; without amounts the currencies do not matter."""
    if not groups:
        return ()
    if isinstance(one.kind, Money):
        return tuple(
            one.kind.show(groups[currency], locale.of_currency(currency))
            for currency in order
            if currency in groups
        )
    total = sum(groups.values())
    return (one.kind.show(one.kind.from_stored(total) if isinstance(one.kind, Exact) else total, locale),)


__all__ = ["Sum", "sums"]
