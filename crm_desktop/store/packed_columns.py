"""Columns of many rows as lists of values: packed by SQLite, so that no row becomes an object of Python.

SQLite packs without the interpreter, so another thread works meanwhile; a column is unpacked when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks

PORTION = 25_000  # rows that are packed at once

Where = tuple[tuple[str, Any], ...]


class PackedRows:
    """Columns of the rows with some ids, in the order of these; None where there is no such row."""

    def __init__(
        self, connection: Connection, table: str, columns: Sequence[str], ids: Sequence[int]
    ) -> None:
        packed = ", ".join(f'json_group_array(t."{name}")' for name in columns)
        sql = f'SELECT {packed} FROM json_each(?) AS w LEFT JOIN "{table}" AS t ON t.id = w.value'
        self._at = {name: at for at, name in enumerate(columns)}
        self._texts = [connection.execute(sql, (_packed(part),)).fetchone() for part in chunks(ids, PORTION)]

    def column(self, name: str) -> list[Any]:
        """Return one of the columns."""
        found: list[Any] = []
        for texts in self._texts:
            found += json.loads(texts[self._at[name]])
        return found


class PackedParts:
    """Columns of the live rows that point to some ids through ``link``, in the order of these.

    ``groups`` are sorts of such rows (what their fixed columns hold) with the columns that are wanted of them.
    """

    def __init__(
        self,
        connection: Connection,
        table: str,
        link: str,
        groups: Sequence[tuple[Where, Sequence[str]]],
        ids: Sequence[int],
    ) -> None:
        fixed: list[Any] = []
        packed: list[str] = []
        self._at: dict[tuple[Where, str], int] = {}
        for where, names in groups:
            first = len(fixed) + 2
            terms = " AND ".join(f'c."{name}" = ?{at}' for at, (name, _value) in enumerate(where, first))
            fixed += [value for _name, value in where]
            for name in ("", *names):
                self._at[where, name] = len(packed)
                value = f'c."{name}"' if name else "w.key"
                packed.append(f"json_group_array({value})" + (f" FILTER (WHERE {terms})" if terms else ""))
        sql = (
            f'SELECT {", ".join(packed)} FROM json_each(?1) AS w CROSS JOIN "{table}" AS c '
            f'ON c."{link}" = w.value WHERE c.deleted_at IS NULL'
        )
        self._portions = [
            (len(part), connection.execute(sql, (_packed(part), *fixed)).fetchone())
            for part in chunks(ids, PORTION)
        ]

    def column(self, where: Where, name: str) -> tuple[list[Any], list[int]]:
        """Return a column of one sort of rows, and the places of the ids that have several such rows.

        Where an id has no such row stands None, where it has several what any of them holds.
        """
        found: list[Any] = []
        crowded: list[int] = []
        for size, texts in self._portions:
            places = json.loads(texts[self._at[where, ""]])
            values = json.loads(texts[self._at[where, name]])
            if len(set(places)) < len(places):
                crowded += sorted({len(found) + one for one, other in pairwise(places) if one == other})
                found += _spread(places, values, size)
            else:
                found += values if len(places) == size else _spread(places, values, size)
        return found, crowded

    def has_several(self, where: Where) -> bool:
        """Tell whether any of the ids has several rows of one sort."""
        at = self._at[where, ""]
        return any(len(set(places := json.loads(texts[at]))) < len(places) for _size, texts in self._portions)


def _packed(ids: Sequence[int]) -> str:
    return json.dumps(list(ids))


def _spread(places: list[int], values: list[Any], count: int) -> list[Any]:
    """Return ``count`` values, of which those that are there stand at their ``places``."""
    spread = [None] * count
    for place, value in zip(places, values, strict=True):
        spread[place] = value
    return spread


__all__ = ["PORTION", "PackedParts", "PackedRows"]
