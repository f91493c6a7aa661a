"""Columns of many rows as lists of values: packed by SQLite, so that no row becomes an object of Python."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks

PORTION = 25_000  # rows that are packed at once

Where = tuple[tuple[str, Any], ...]


def of_rows(
    connection: Connection, table: str, columns: Sequence[str], ids: Sequence[int]
) -> list[list[Any]]:
    """Return columns of the rows with these ids, each in the order of ``ids``; None where there is no such row."""
    packed = ", ".join(f'json_group_array(t."{name}")' for name in columns)
    sql = f'SELECT {packed} FROM json_each(?) AS w LEFT JOIN "{table}" AS t ON t.id = w.value'
    found: list[list[Any]] = [[] for _name in columns]
    for part in chunks(ids, PORTION):
        for column, text in zip(found, connection.execute(sql, (_packed(part),)).fetchone(), strict=True):
            column.extend(json.loads(text))
    return found


def of_parts(
    connection: Connection,
    table: str,
    link: str,
    groups: Sequence[tuple[Where, Sequence[str]]],
    ids: Sequence[int],
) -> list[tuple[list[list[Any]], list[int]]]:
    """Return columns of the live rows that point to ``ids`` through ``link``, in the order of these.

    ``groups`` are sorts of such rows (what their fixed columns hold) with the columns that are wanted of them. For
    each group come its columns, with None where an id has no such row, and the places of the ids that have several:
    what stands there is that of any of them.
    """
    sql, fixed = _statement(table, link, groups)
    found: list[tuple[list[list[Any]], list[int]]] = [
        ([[] for _name in names], []) for _where, names in groups
    ]
    for start in range(0, len(ids), PORTION):
        part = ids[start : start + PORTION]
        texts = iter(connection.execute(sql, (_packed(part), *fixed)).fetchone())
        for columns, crowded in found:
            places = json.loads(next(texts))
            for column in columns:
                column.extend(_spread(places, json.loads(next(texts)), len(part)))
            crowded += [start + at for at in _repeated(places)]
    return found


def _statement(table: str, link: str, groups: Sequence[tuple[Where, Sequence[str]]]) -> tuple[str, list[Any]]:
    """Return the statement that packs each group's places and columns, and the values of its fixed columns."""
    packed: list[str] = []
    fixed: list[Any] = []
    for where, names in groups:
        terms = []
        for name, value in where:
            fixed.append(value)
            terms.append(f'c."{name}" = ?{len(fixed) + 1}')
        only = f" FILTER (WHERE {' AND '.join(terms)})" if terms else ""
        packed += [f"json_group_array({one}){only}" for one in ("w.key", *(f'c."{name}"' for name in names))]
    return (
        f'SELECT {", ".join(packed)} FROM json_each(?1) AS w CROSS JOIN "{table}" AS c ON c."{link}" = w.value '
        "WHERE c.deleted_at IS NULL",
        fixed,
    )


def _packed(ids: Sequence[int]) -> str:
    return json.dumps(list(ids))


def _spread(places: list[int], values: list[Any], count: int) -> list[Any]:
    """Return ``count`` values, of which those that are there stand at their ``places``."""
    if len(places) == count and places == list(range(count)):
        return values
    spread = [None] * count
    for place, value in zip(places, values, strict=True):
        spread[place] = value
    return spread


def _repeated(places: list[int]) -> list[int]:
    """Return those of rising places that occur several times."""
    if len(set(places)) == len(places):
        return []
    return sorted({one for one, other in pairwise(places) if one == other})
