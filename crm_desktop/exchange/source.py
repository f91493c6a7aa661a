"""What a file from outside is made of once it is read: chunks of typed cells, and the limits of reading.

Plain data, imported by the window's process and by the reader's, so this module stays light: ``dataclasses`` alone
would take a tenth of the time in which the reader starts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

Format = Literal["xlsx", "xlsb", "xls", "ods", "csv", "vcf", "json", "ics"]
HEADED: frozenset[Format] = frozenset({"vcf", "json", "ics"})
"""Formats whose first row is that of the headings, as our own reader makes them."""
Note = tuple[str, dict[str, object]]
MEGABYTE = 1 << 20


class Limits(NamedTuple):
    """How much a file may ask of this computer before it is refused.

    ``seconds`` is the time that we wait for the reader in all, ``stalled`` the longest wait without a sign of life.
    """

    workbook_bytes: int = 60 * MEGABYTE
    csv_bytes: int = 500 * MEGABYTE
    card_bytes: int = 300 * MEGABYTE
    json_bytes: int = 300 * MEGABYTE
    calendar_bytes: int = 100 * MEGABYTE
    parts: int = 3_000
    unpacked_bytes: int = 600 * MEGABYTE
    cells: int = 30_000_000
    memory: int = 1_024 * MEGABYTE
    seconds: float = 120.0
    stalled: float = 30.0
    chunk_rows: int = 2_000


class SourceRow(NamedTuple):
    """One row: its number in the sheet, counted from 1, and its cells.

    A cell is str, int (also whole numbers of a spreadsheet), float, bool, date, datetime or None for nothing.
    """

    number: int
    cells: tuple[object, ...]


class SourceChunk:
    """Some consecutive rows, kept by column because columns are what parsing works on."""

    __slots__ = ("columns", "numbers")

    def __init__(self, numbers: list[int], columns: list[list[object]]) -> None:
        self.numbers = numbers
        self.columns = columns

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[SourceRow]:
        cells: Iterable[tuple[object, ...]] = [()] * len(self)
        if self.columns:
            cells = zip(*self.columns, strict=True)
        return map(SourceRow, self.numbers, cells)

    def part(self, start: int, stop: int | None = None) -> SourceChunk:
        """Return the rows from place ``start`` to place ``stop``."""
        return SourceChunk(self.numbers[start:stop], [column[start:stop] for column in self.columns])

    def shaped(self, width: int) -> SourceChunk:
        """Return the same rows with exactly ``width`` columns."""
        missing: list[list[object]] = [[None] * len(self) for _place in range(width - len(self.columns))]
        return SourceChunk(self.numbers, self.columns[:width] + missing)

    @staticmethod
    def of_rows(rows: Sequence[tuple[int, Sequence[object]]]) -> SourceChunk:
        """Return a chunk of rows of any length."""
        width = max((len(cells) for _number, cells in rows), default=0)
        padded = [(*cells, *[None] * (width - len(cells))) for _number, cells in rows]
        return SourceChunk(
            [number for number, _cells in rows], [list(one) for one in zip(*padded, strict=True)]
        )


class ColumnFacts(NamedTuple):
    """What only a look at a whole column can say.

    ``day_order`` is 'dmy', 'mdy', 'ymd', 'both' or None (see ``core.reading_days.day_order``). ``fractions``: every
    number lies between 0 and 1 and some lie between them, as percentages of a spreadsheet do.
    """

    day_order: str | None = None
    fractions: bool = False


class Order(NamedTuple):
    """What the reading process is asked to read, and how. ``records`` are what the rows are to become: of a file
    that holds several sorts, only those that can are read."""

    path: str
    format: Format
    sheet: str | None = None
    encoding: str | None = None
    separator: str | None = None
    language: str = "en"
    limits: Limits = Limits()
    records: str = ""


class RowSource(ABC):
    """A file opened by the reading process: what it says of itself, and its rows.

    ``sheets`` are those of a workbook, ``first_column`` the place of the leftmost column that is used; ``notes`` are
    codes with values (see ``exchange.sentences``) of what the user should know, complete when all rows have come.
    """

    first_column: int = 0
    encoding: str = ""
    separator: str = ""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        self.sheet = ""
        self.notes: list[Note] = []

    def prepare(self, alive: Callable[[], object]) -> None:  # noqa: B027 - most have nothing to prepare
        """Do what must be done before the first row is known; ``alive`` is called now and then if that takes long."""

    @abstractmethod
    def rows(self) -> Iterator[Any]:
        """Return the rows, each a sequence of cells; may be asked for again, for a second look."""
