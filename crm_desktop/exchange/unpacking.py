"""Turning what the reading process sends back into cells: dates travel as numbers, few different texts once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from crm_desktop.exchange.source import SourceChunk

PackedColumn = tuple[list[object], list[int], list[int], list[int]] | tuple[list[object], bytes]
CODES = 64  # different texts of a chunk, up to which they are sent once each
_REMEMBERED = 100_000
_TEXTS = ({str}, {type(None)}, {str, type(None)})


class FewTexts(list[object]):
    """The cells of a column that holds few different texts: knows these, and which of them each cell is."""

    def __init__(self, different: list[object], codes: bytes) -> None:
        super().__init__(map(different.__getitem__, codes))
        self.different = different
        self.codes = codes


def coded(cells: Sequence[object]) -> tuple[list[object], bytes] | None:
    """Return the different texts of a column and for each cell which of them it is; None for other columns.

    A cell in which nothing is is None there.
    """
    if len(set(cells[: 2 * CODES])) > CODES:
        return None
    codes: defaultdict[object, int] = defaultdict()
    codes.default_factory = codes.__len__
    try:
        coded_cells = bytes(map(codes.__getitem__, cells))
    except ValueError:  # more different ones than a byte can tell
        return None
    if len(codes) > CODES or set(map(type, codes)) not in _TEXTS:
        return None
    return [cell or None for cell in codes], coded_cells


def unpack_chunk(numbers: list[int], packed: list[PackedColumn]) -> SourceChunk:
    """Return the chunk of a message of the reading process."""
    columns: list[list[object]] = []
    for column in packed:
        if len(column) == 2:
            columns.append(FewTexts(*column))
            continue
        cells, places, days, instants = column
        dates: list[Any] = list(map(_dates.__getitem__, days))
        if max(instants, default=-1) >= 0:
            dates = list(map(_moment, dates, instants))
        if len(dates) == len(cells):
            columns.append(dates)
            continue
        for place, found in zip(places, dates, strict=True):
            cells[place] = found
        columns.append(cells)
    return SourceChunk(numbers, columns)


class _Dates(dict[int, date]):
    """Dates by their ordinals, each made once."""

    def __missing__(self, day: int) -> date:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[day] = date.fromordinal(day)
        return found


_dates = _Dates()


def _moment(day: date, instant: int) -> date:
    """Return a datetime, or the date where there is no time of day."""
    if instant < 0:
        return day
    return datetime(day.year, day.month, day.day) + timedelta(microseconds=instant)  # noqa: DTZ001 - a cell has no zone
