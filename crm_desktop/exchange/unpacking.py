"""Turning what the reading process sends back into cells: dates travel as numbers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from crm_desktop.exchange.source import SourceChunk

PackedColumn = tuple[list[object], list[int], list[int], list[int]]


def unpack_chunk(numbers: list[int], packed: list[PackedColumn]) -> SourceChunk:
    """Return the chunk of a message of the reading process."""
    columns = []
    for cells, places, days, instants in packed:
        dates: list[object] = list(map(_date, days, instants))
        if len(dates) == len(cells):
            columns.append(dates)
            continue
        for place, found in zip(places, dates, strict=True):
            cells[place] = found
        columns.append(cells)
    return SourceChunk(numbers, columns)


@lru_cache(maxsize=100_000)
def _date(day: int, instant: int) -> date:
    """Return a date, or a datetime where there is a time of day."""
    found = date.fromordinal(day)
    if instant < 0:
        return found
    return datetime(found.year, found.month, found.day) + timedelta(microseconds=instant)  # noqa: DTZ001 - a cell has no zone
