"""The second, third … numbers and addresses of records as columns of their own in a table that holds everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crm_desktop.core.entity import Child, Field
from crm_desktop.exchange.mapping import takes_several
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import marks

MOST = 50  # columns beside the first of a kind


@dataclass(frozen=True, slots=True)
class Further:
    """How many columns follow each field of channels, and how their cells are read."""

    link: str
    counts: dict[str, int]
    """By the key of the field."""

    def after(self, one: Field) -> range:
        """Return the numbers of the columns that follow that of a field: 2, 3 …"""
        return range(2, self.counts.get(one.key, 0) + 2)

    def read(self, connection: Connection, ids: Sequence[int]) -> dict[tuple[int, str], list[str]]:
        """Return the values that are not the primary ones of some records, by record and kind, the oldest first."""
        found: dict[tuple[int, str], list[str]] = defaultdict(list)
        if self.counts:
            sql = (
                f'SELECT "{self.link}", kind, value FROM channel WHERE "{self.link}" IN ({marks(ids)}) '
                "AND NOT is_primary AND deleted_at IS NULL ORDER BY id"
            )
            for record, kind, value in connection.execute(sql, tuple(ids)):
                found[record, kind].append(value)
        return found

    def columns(
        self, one: Field, ids: Sequence[int], found: dict[tuple[int, str], list[str]]
    ) -> Iterator[list[Any]]:
        """Yield the cells of the columns that follow that of a field."""
        for number in self.after(one):
            held = [found.get((record, _kind(one)), ()) for record in ids]
            yield [values[number - 2] if len(values) > number - 2 else None for values in held]


def further(connection: Connection, fields: Sequence[Field]) -> Further:
    """Return which further columns a table with these fields needs, so that no number stays behind (up to MOST)."""
    channels = [one for one in fields if takes_several(one) and isinstance(one.source, Child)]
    if not channels:
        return Further("", {})
    source = channels[0].source
    assert isinstance(source, Child)
    rows = connection.execute(
        "SELECT kind, max(number) FROM (SELECT kind, count(*) AS number FROM channel "
        f'WHERE "{source.link}" IS NOT NULL AND NOT is_primary AND deleted_at IS NULL '
        f'GROUP BY kind, "{source.link}") GROUP BY kind'
    ).fetchall()
    most = dict(rows)
    counts = {one.key: min(most[_kind(one)], MOST) for one in channels if _kind(one) in most}
    return Further(source.link, counts)


def _kind(one: Field) -> str:
    assert isinstance(one.source, Child)
    return str(dict(one.source.where)["kind"])


__all__ = ["Further", "further"]
