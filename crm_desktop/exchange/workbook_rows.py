"""The rows of a workbook, read by calamine; by openpyxl, which forgives more, where calamine gives up.

Runs only in the reading process (``reader_child``): calamine may abort the process that calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from crm_desktop.exchange.source import Order, RowSource

_LAST_ROW = 1_048_576
Rows = Iterator[list[Any] | tuple[Any, ...]]


class Refused(Exception):
    """The file cannot be read; carries the code of the sentence and its values."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class WorkbookRows(RowSource):
    """One sheet of a workbook. ``rows()`` may be called again for a second look."""

    def __init__(self, order: Order) -> None:
        super().__init__()
        self._rows: Callable[[], Rows]
        try:
            self._open_quickly(order)
        except Refused:
            raise
        except BaseException as error:
            # A panic of the library is not an Exception.
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            self._open_patiently(order, error)

    def rows(self) -> Rows:
        """Return an iterator over all rows of the sheet from the first one on; nothing is '' or None."""
        return self._rows()

    def _open_quickly(self, order: Order) -> None:
        from python_calamine import CalamineWorkbook, PasswordError

        try:
            if Path(order.path).suffix.lower() == f".{order.format}":
                book = CalamineWorkbook.from_path(order.path)
            else:
                with Path(order.path).open("rb") as file:
                    book = CalamineWorkbook.from_filelike(file)
        except PasswordError:
            raise Refused("encrypted") from None
        described = [(one.name, _is_visible(one)) for one in book.sheets_metadata if _is_table(one)]
        for name in self._wanted(order, described):
            sheet = book.get_sheet_by_name(name)
            self.sheet = name
            self._rows = sheet.iter_rows
            self.first_column = sheet.start[1] if sheet.start else 0
            if sheet.end and sheet.end[0] >= _LAST_ROW:
                raise Refused("grid", where=sheet.end[0] + 1)
            if sheet.start:
                return
        if not self.sheet:
            raise Refused("no_rows")

    def _wanted(self, order: Order, described: list[tuple[str, bool]]) -> list[str]:
        """Return the sheet that was asked for, or the visible ones in their order."""
        self.sheets = [name for name, _visible in described]
        if order.sheet is None:
            return [name for name, visible in described if visible] or self.sheets
        if order.sheet not in self.sheets:
            raise Refused("no_sheet", sheet=order.sheet, sheets=", ".join(self.sheets))
        return [order.sheet]

    def _open_patiently(self, order: Order, error: BaseException) -> None:
        if order.format != "xlsx":
            raise Refused("not_readable") from error
        from crm_desktop.exchange.forgiving_reader import ForgivingWorkbook

        book = ForgivingWorkbook(order.path, self.notes)
        self.notes.append(("slow_reader", {}))
        for name in self._wanted(order, book.described):
            self.sheet = name
            self.first_column = 0
            self._rows = lambda chosen=name: book.rows(chosen)  # type: ignore[misc]
            if next(self.rows(), None) is not None:
                return
        if not self.sheet:
            raise Refused("no_rows")


def _is_table(sheet: Any) -> bool:
    return "WorkSheet" in str(sheet.typ)


def _is_visible(sheet: Any) -> bool:
    return str(sheet.visible).endswith("Visible") and "Hidden" not in str(sheet.visible)


_DAMAGED = 10**15


def plain_column(cells: tuple[Any, ...]) -> tuple[list[Any], list[int], list[int], list[int], int]:
    """Return one column of a chunk in types that travel quickly.

    The cells without dates; the places of the dates, their day numbers, their microseconds of the day (−1: a
    date without a time); and how many numbers have more digits than a spreadsheet keeps.
    """
    types = set(map(type, cells))
    if types == {str}:
        return ([cell or None for cell in cells] if "" in cells else list(cells)), [], [], [], 0
    if types == {date}:
        return (
            [None] * len(cells),
            list(range(len(cells))),
            list(map(date.toordinal, cells)),
            [-1] * len(cells),
            0,
        )
    plain: list[Any] = []
    places: list[int] = []
    days: list[int] = []
    instants: list[int] = []
    damaged = 0
    for place, cell in enumerate(cells):
        kind = type(cell)
        if kind is float:
            whole = cell.is_integer() and -1e22 < cell < 1e22
            damaged += whole and not -_DAMAGED < cell < _DAMAGED
            plain.append(int(cell) if whole else cell)
        elif kind is date or kind is datetime:
            places.append(place)
            days.append(cell.toordinal())
            instants.append(_instant(cell))
            plain.append(None)
        else:
            plain.append(_other(cell))
    return plain, places, days, instants, int(damaged)


def _instant(cell: date | datetime) -> int:
    """Return the microseconds since midnight, or −1 for a date without a time of day."""
    if not isinstance(cell, datetime) or cell.time() == time():
        return -1
    return ((cell.hour * 60 + cell.minute) * 60 + cell.second) * 1_000_000 + cell.microsecond


def _other(cell: Any) -> Any:
    """Return a cell that is neither a float nor a date."""
    if isinstance(cell, (str, bool, int)) or cell is None:
        return None if cell == "" else cell
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(cell, time):
        return cell.strftime("%H:%M:%S" if cell.second else "%H:%M")
    return str(cell)


def padded_columns(rows: list[Any], width: int) -> list[tuple[Any, ...]]:
    """Return rows of any length as columns of equal length."""
    if set(map(len, rows)) == {width}:
        return list(zip(*rows, strict=True))
    return list(zip(*(chain(row, repeat(None, width - len(row))) for row in rows), strict=True))
