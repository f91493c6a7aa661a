"""What a report says, without a word about how it is drawn.

A report is a function that returns a :class:`Document`: a title and a row of blocks that hold *values*, not
texts and not coordinates. ``reports/pdf.py``, ``reports/xlsx.py`` and the page preview draw it, each in its own way;
tests of a report look at the values.

The rows of a :class:`Table` are any iterable and are read once per drawing. A generator makes a document that can
be drawn once, with memory that does not grow with its rows; an object with ``__iter__`` can be drawn often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any, Literal, TypeAlias

Align = Literal["left", "center", "right"]
Paper = Literal["A4", "Letter"]


@dataclass(frozen=True, slots=True)
class Amount:
    """Money: an integer of minor units (cents) and an ISO currency code."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Percent:
    """Percentage points: ``Percent(80)`` is 80 %, ``Percent(Decimal("63.15"), 2)`` is 63.15 %."""

    points: Decimal | float
    digits: int = 0


Cell: TypeAlias = str | int | float | Decimal | date | datetime | bool | Amount | Percent | None
"""A value as reports hold it. A ``datetime`` is a moment in UTC; ``None`` is empty, never zero."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure: ``Figure("Won", Amount(89520000, "EUR"))``. A note stands small behind the value."""

    label: str
    value: Cell
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of key figures."""

    items: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a funnel. ``size`` is the length of its bar; without it the count is."""

    label: str
    count: int
    amount: Cell = None
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Funnel:
    """Centred bars, one per stage, with label, count and amount written on them."""

    stages: Sequence[Stage]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values of a bar chart: numbers, :class:`Amount` of one currency, or None where there is none."""

    name: str
    values: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Upright bars: for each category one bar of each series. ``height`` is that of its drawing in points."""

    categories: Sequence[str]
    series: Sequence[Series]
    title: str = ""
    height: float = 190.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    ``align`` None: numbers right, the rest left, a date in the last column right. ``weight`` says how much of the
    room left over this column takes. ``wrap`` lets a text take several lines. ``format`` (``(value, language) -> str``)
    writes the values other than None in a way of its own; Excel uses it only for what is none of the types of
    :data:`Cell`. ``number_format`` is Excel's, where the usual one of the type does not do.
    """

    heading: str
    align: Align | None = None
    weight: float = 1.0
    wrap: bool = False
    format: Callable[[Any, str], str] | None = None
    number_format: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Among the rows of a table: a heading for those that follow."""

    title: str


@dataclass(frozen=True, slots=True)
class Subtotal:
    """Among the rows of a table: a row of sums, set in bold."""

    cells: Sequence[Cell]


Row: TypeAlias = Sequence[Any] | Group | Subtotal


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows. ``totals`` may be a function, called after the last row has been read; ``note`` is a
    sentence below them. ``size`` of its type in points: without it, as large as its columns have room."""

    columns: Sequence[Column]
    rows: Iterable[Row]
    totals: Sequence[Cell] | Callable[[], Sequence[Cell]] | None = None
    title: str = ""
    note: str = ""
    size: float | None = None

    def final_totals(self) -> Sequence[Cell] | None:
        """Return the row of totals, if there is one; call it after the rows were read."""
        return self.totals() if callable(self.totals) else self.totals


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value, as in a profile."""

    label: str
    value: Cell


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values in one or two columns."""

    items: Sequence[Fact]
    columns: Literal[1, 2] = 2
    title: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the document; it stays with what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; line breaks are kept, markup is not interpreted."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """Lines to write on, as many as the page still has room for; none where that is hardly any."""

    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. ``strong``: how many characters of the title stand out; None: all of them."""

    when: date | datetime | None
    title: str
    detail: str = ""
    strong: int | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened, in the order given."""

    entries: Iterable[Entry]
    title: str = ""


Block: TypeAlias = (
    Figures | Funnel | BarChart | Table | Facts | Heading | Paragraph | PageBreak | Ruled | Timeline
)


@dataclass(frozen=True, slots=True)
class Document:
    """A report, ready to be drawn.

    ``language`` is the document's own and need not be that of the program; moments are shown on the clock of
    ``zone``.
    """

    title: str
    subtitle: str
    firm: str
    printed_on: date
    language: str
    blocks: Sequence[Block]
    landscape: bool = False
    paper: Paper = "A4"
    zone: tzinfo = field(default=UTC)
