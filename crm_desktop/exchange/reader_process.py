"""Reading a table from a file, in a process of its own: a hostile file can end its reader, never the program.

    with open_table(path, language="zh_CN", known=entity.headings(_)) as table:
        for chunk in table.chunks():
            ...

The process is spawned, capped in memory and in time, and killed when the table is closed. It is read in
chunks, so the caller's work overlaps with it.
"""

from __future__ import annotations

import marshal
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from crm_desktop.core.errors import Cancelled
from crm_desktop.core.i18n import _
from crm_desktop.core.processes import spawn
from crm_desktop.exchange import sentences
from crm_desktop.exchange.headings import Headed, find_headings
from crm_desktop.exchange.memory_cap import OVER_MEMORY
from crm_desktop.exchange.preflight import Identified, identify, scan
from crm_desktop.exchange.reader_child import serve
from crm_desktop.exchange.source import HEADED, MEGABYTE, ColumnFacts, Limits, Order, SourceChunk, SourceRow
from crm_desktop.exchange.unpacking import unpack_chunk

_TICK = 0.1  # seconds between two looks at whether the user has cancelled
TOP = 12  # rows that are kept as they stand, to be shown
_SCAN_FIRST = 16 * MEGABYTE  # smaller files are looked through before they are read, larger ones meanwhile


def open_table(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    header_row: int | None = None,
    language: str = "en",
    limits: Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
    known: Collection[str] = (),
    records: str = "",
) -> SourceTable:
    """Open a workbook or CSV file for reading; raises SourceProblem with a sentence, or Cancelled.

    Without ``sheet`` the first visible one that holds something is read; without ``header_row`` (0: there is
    none) the headings are looked for in the first rows, which ``known`` (folded headings) helps. ``encoding``
    and ``separator`` override what is found out about a CSV file; ``language`` leads where that is open.
    ``records`` is the entity that the rows are to become.
    """
    allowed = limits or Limits()
    found = identify(path, allowed)
    order = Order(str(path), found.format, sheet, encoding, separator, language, allowed, records)
    reader = _Reader(found, order, cancelled or (lambda: False))
    try:
        return SourceTable(found, reader, header_row, known)
    except BaseException:
        reader.close()
        raise


class SourceTable:
    """A table on its way in: its headings are known, its rows come once, in chunks.

    ``header_row`` is the row of the headings (0: there is none), ``top`` the first rows as they stand.
    """

    def __init__(
        self, found: Identified, reader: _Reader, header_row: int | None, known: Collection[str]
    ) -> None:
        self.path = found.path
        self.format = found.format
        self._reader = reader
        self._found = found
        self.sheets, self.sheet, self._first_column, self.encoding, self.separator, notes = reader.head()
        self._notes: list[str] = []
        self._note_opening()
        self._take_notes(notes)
        self._waiting: list[SourceChunk] = []
        self._ended = self._started = False
        first = self._next_chunk()
        if first is None:
            raise sentences.problem("no_rows", {"name": found.path.name})
        row = first.numbers[0] if found.format in HEADED else header_row
        self.top = list(first.part(0, TOP))
        self._head: Headed = find_headings(first, row, known, self._first_column)
        self.header_row = self._head.row
        self.headings = self._head.headings
        self._waiting.append(self._below(first))

    @property
    def notes(self) -> list[str]:
        """What the user should know about the reading so far; complete when all rows have come."""
        return list(self._notes)

    def chunks(self) -> Iterator[SourceChunk]:
        """Yield the rows below the headings in chunks; they come only once."""
        if self._started:
            raise RuntimeError("the rows of a table come only once")
        self._started = True
        while True:
            if self._waiting:
                chunk = self._waiting.pop(0)
            elif (found := self._next_chunk()) is None:
                return
            else:
                chunk = self._below(found)
            if chunk.numbers:
                yield chunk

    def __iter__(self) -> Iterator[SourceRow]:
        for chunk in self.chunks():
            yield from chunk

    def sample(self, count: int = 50) -> list[SourceRow]:
        """Return the first rows without using them up."""
        while sum(map(len, self._waiting)) < count and (chunk := self._next_chunk()) is not None:
            self._waiting.append(self._below(chunk))
        rows = [row for chunk in self._waiting for row in chunk.part(0, count)]
        return rows[:count]

    def facts(self, column: int) -> ColumnFacts:
        """Return what only a look at the whole column (by its place among the headings) can say."""
        return self._reader.facts(column)

    def close(self) -> None:
        """End the reading process."""
        self._reader.close()

    def __enter__(self) -> SourceTable:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _below(self, chunk: SourceChunk) -> SourceChunk:
        """Return the rows of a chunk that lie below the headings, in the columns of the table."""
        start = next((place for place, row in enumerate(chunk.numbers) if row > self.header_row), len(chunk))
        return (chunk.part(start) if start else chunk).shaped(len(self.headings))

    def _next_chunk(self) -> SourceChunk | None:
        while not self._ended:
            message = self._reader.receive()
            if message[0] == "rows":
                if message[1]:
                    return unpack_chunk(message[1], message[2])
                continue
            self._ended = True
            self._take_notes(message[1])
            for code, counts in zip(("damaged_numbers", "shortened_numbers"), message[2:], strict=True):
                for place, count in sorted(counts.items()):
                    if place < len(self.headings):
                        values = {"column": self.headings[place], "count": count}
                        self._notes.append(sentences.note(code, values))
        return None

    def _note_opening(self) -> None:
        values: dict[str, object]
        if self._found.renamed:
            values = {"named": self.path.suffix, "format": self.format.upper()}
            self._notes.append(sentences.note("renamed", values))
        if len(self.sheets) > 1 and self._reader.order.sheet is None:
            values = {"count": len(self.sheets), "sheet": self.sheet}
            self._notes.append(sentences.note("several_sheets", values))
        errors = self._reader.formula_errors.get(self.sheet, 0)
        if errors:
            self._notes.append(sentences.note("formula_errors", {"count": errors}))

    def _take_notes(self, notes: list[tuple[str, dict[str, object]]]) -> None:
        for code, values in notes:
            text = sentences.note(code, values)
            if text not in self._notes:
                self._notes.append(text)


class _Reader:
    """The reading process, seen from here."""

    def __init__(self, found: Identified, order: Order, cancelled: Callable[[], bool]) -> None:
        self.order = order
        self.formula_errors: dict[str, int] = {}
        self._name = found.path.name
        self._cancelled = cancelled
        self._waited = 0.0
        self._early: list[tuple[Any, ...]] = []
        self._process, self._connection = spawn(serve, order, name="reader")
        try:
            self._look_through(found)
        except BaseException:
            self.close()
            raise

    def _look_through(self, found: Identified) -> None:
        """Scan the file, while the process starts or already reads."""
        small = found.unpacked <= _SCAN_FIRST
        if not small:
            self._say(b"go")
        self.formula_errors = scan(found, self.order.limits, self._cancelled)
        if small:
            self._say(b"go")

    def head(self) -> tuple[list[str], str, int, str | None, str | None, list[tuple[str, dict[str, object]]]]:
        """Return what the process found when it opened the file."""
        message = self.receive()
        return message[1:]

    def receive(self) -> tuple[Any, ...]:
        """Return the next message; raises SourceProblem when the process failed, Cancelled when the user did."""
        if self._early:
            return self._early.pop(0)
        return self._fresh()

    def facts(self, column: int) -> ColumnFacts:
        """Ask for the facts of a column; chunks that were on their way are kept."""
        self._say(str(column).encode("ascii"))
        while (message := self._fresh())[0] != "facts":
            self._early.append(message)
        return ColumnFacts(day_order=message[2], fractions=message[3])

    def close(self) -> None:
        """End the process, whatever it is doing."""
        with suppress(OSError):
            self._connection.close()
        if self._process.is_alive():
            self._process.kill()
        self._process.join(5)

    def _say(self, word: bytes) -> None:
        with suppress(OSError):  # that the process has ended shows when its answer is awaited
            self._connection.send_bytes(word)

    def _fresh(self) -> tuple[Any, ...]:
        while (message := self._next())[0] == "alive":
            pass
        return message

    def _next(self) -> tuple[Any, ...]:
        self._wait()
        try:
            message: tuple[Any, ...] = marshal.loads(self._connection.recv_bytes())  # noqa: S302 - plain data from our child
        except (EOFError, OSError):
            raise self._end_problem() from None
        if message[0] == "failed":
            raise sentences.problem(message[1], {"name": self._name} | message[2])
        return message

    def _wait(self) -> None:
        """Wait for the next message as long as the limits allow; only waiting counts, not the caller's own work."""
        start = time.monotonic()
        limits = self.order.limits
        while True:
            if self._cancelled():
                self.close()
                raise Cancelled(_("The import was cancelled."), _("Nothing was written."))
            try:
                ready = self._connection.poll(_TICK)
            except (OSError, EOFError):
                return
            waited = time.monotonic() - start
            if waited > limits.stalled or self._waited + waited > limits.seconds:
                self.close()
                raise sentences.problem("time", {"name": self._name})
            if ready:
                self._waited += waited
                return

    def _end_problem(self) -> Exception:
        """Return what to say about a process that ended without a word."""
        self._process.join(5)
        code = self._process.exitcode
        over = code == OVER_MEMORY
        return sentences.problem("memory" if over else "died", {"name": self._name})
