"""What runs in the reading process: open the file, send it in chunks, end.

It imports neither Qt nor SQLAlchemy and sends codes instead of sentences, so that it starts in a tenth of a second.
Messages are marshalled tuples of plain values, which cannot carry code into the window's process.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any

from crm_desktop.exchange.damaged_texts import damaged_texts, may_be_damaged
from crm_desktop.exchange.memory_cap import cap_memory
from crm_desktop.exchange.source import Note, Order, RowSource
from crm_desktop.exchange.unpacking import coded
from crm_desktop.exchange.workbook_rows import Refused, WorkbookRows, padded_columns, plain_column

MARSHAL = 2  # the version without references: half the time of the later ones


def serve(connection: Connection, order: Order) -> None:
    """Read what ``order`` names and send it. Whatever happens, the answer is a message or the end of the process."""
    _be_quiet()
    try:
        # The readers are loaded before memory is capped, while the parent looks at the file.
        reader = _reader(order)
        cap_memory(order.limits.memory)
        if connection.recv_bytes() == b"go":
            _Reading(connection, order, reader(order)).run()
    except Refused as refused:
        _send(connection, ("failed", refused.code, refused.values))
    except MemoryError:
        _send(connection, ("failed", "memory", {}))
    except (BrokenPipeError, ConnectionError, EOFError):
        pass  # the window has closed the file
    except BaseException as error:  # noqa: BLE001 - calamine's panics are not Exceptions
        _send(connection, ("failed", "not_readable", {"error": f"{type(error).__name__}: {error}"[:500]}))
    finally:
        # Nothing here is worth the time of taking the interpreter down, and a damaged reader may hang in it.
        connection.close()
        os._exit(0)


def _be_quiet() -> None:
    """Send the last words of an aborting library to nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)


def _reader(order: Order) -> Callable[[Order], RowSource]:
    if order.format == "csv":
        from crm_desktop.exchange.outlook_rows import OutlookRows

        return OutlookRows
    if order.format == "vcf":
        from crm_desktop.exchange.vcard_rows import VcardRows

        return VcardRows
    if order.format == "json":
        from crm_desktop.exchange.json_rows import JsonRows

        return JsonRows
    if order.format == "ics":
        from crm_desktop.exchange.calendar_rows import CalendarRows

        return CalendarRows
    import python_calamine  # noqa: F401

    return WorkbookRows


def _send(connection: Connection, message: tuple[Any, ...]) -> None:
    connection.send_bytes(marshal.dumps(message, MARSHAL))


class _Reading:
    """One file on its way to the window's process."""

    def __init__(self, connection: Connection, order: Order, source: RowSource) -> None:
        self._connection = connection
        self._order = order
        self._source = source
        self._damaged: dict[int, int] = {}
        self._shortened: dict[int, int] = {}

    def run(self) -> None:
        source = self._source
        head = (
            list(source.sheets),
            source.sheet,
            source.first_column,
            source.encoding or None,
            source.separator or None,
        )
        _send(self._connection, ("head", *head, _plain_notes(source.notes)))
        source.prepare(lambda: _send(self._connection, ("alive",)))
        rows = source.rows()
        number = 1
        while block := list(islice(rows, self._order.limits.chunk_rows)):
            self._send_chunk(number, block)
            number += len(block)
            while self._connection.poll():
                self._answer()
        _send(self._connection, ("end", _plain_notes(source.notes), self._damaged, self._shortened))
        while True:  # questions about columns may still come, until the window closes the file
            self._answer()

    def _send_chunk(self, number: int, block: list[Any]) -> None:
        """Send the rows of a block that hold anything."""
        numbers = list(range(number, number + len(block)))
        filled = [any(row) or any(map(_is_filled, row)) for row in block]
        if not all(filled):
            numbers = [one for one, full in zip(numbers, filled, strict=True) if full]
            block = [row for row, full in zip(block, filled, strict=True) if full]
        width = max(map(len, block), default=0)
        columns = [
            self._packed(place, cells)
            for place, cells in enumerate(padded_columns(block, width) if block else ())
        ]
        _send(self._connection, ("rows", numbers, columns))

    def _packed(self, place: int, cells: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return a column of a block as it is sent, and count what a spreadsheet has damaged in it."""
        few = coded(cells)
        if few is not None and not may_be_damaged(few[0]):
            return few
        *column, damaged = plain_column(cells)
        shortened, zeroed = damaged_texts(column[0])
        if damaged or zeroed:
            self._damaged[place] = self._damaged.get(place, 0) + damaged + zeroed
        if shortened:
            self._shortened[place] = self._shortened.get(place, 0) + shortened
        return few or tuple(column)

    def _answer(self) -> None:
        """Answer one question about a whole column."""
        question = self._connection.recv_bytes()
        place = int(question)
        _send(self._connection, ("facts", place, *self._facts(place)))

    def _facts(self, place: int) -> tuple[str | None, bool]:
        from crm_desktop.core.reading_days import day_order

        column = [row[place] for row in self._source.rows() if len(row) > place]
        numbers = [cell for cell in column if type(cell) is float or type(cell) is int]
        within = bool(numbers) and min(numbers) >= 0 and max(numbers) <= 1
        fractions = within and any(0 < cell < 1 for cell in numbers)
        return day_order([cell for cell in column if isinstance(cell, str)]), fractions


def _is_filled(cell: object) -> bool:
    return cell is not None and cell != ""


def _plain_notes(notes: list[Note]) -> list[tuple[str, dict[str, object]]]:
    return [(code, dict(values)) for code, values in notes]
