"""What the values of a column say about the field that its heading means: how many of them the field can read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from crm_desktop.core.entity import Field
from crm_desktop.core.kinds import (
    Choice,
    Coded,
    Day,
    Email,
    Flag,
    Kind,
    Locale,
    LongText,
    Minutes,
    Moment,
    Money,
    Number,
    Option,
    Percent,
    Phone,
    Price,
    Reference,
    Tags,
    Web,
    Year,
)
from crm_desktop.core.number_kinds import Exact
from crm_desktop.core.reading import Unreadable, amount
from crm_desktop.exchange import value_sorts
from crm_desktop.exchange.confidence import Rates
from crm_desktop.exchange.several_values import only_value, parted

SAMPLED = 60  # different values of a column that are looked at
LONGEST = (
    160  # characters of a value that are looked at: the patterns of sorts take their time with long texts
)
Known = Callable[[Reference, Collection[str]], Collection[str]]
"""Returns those of some texts that are names of records (or words of the user's lists) that are there."""

_RATES: tuple[tuple[tuple[type, ...], Rates], ...] = (
    ((Email,), Rates(0.97, 0.02)),
    ((Phone,), Rates(0.95, 0.15)),
    ((Web,), Rates(0.90, 0.03)),
    ((Day, Moment), Rates(0.95, 0.08)),
    ((Flag,), Rates(0.95, 0.05)),
    ((Number, Year, Percent, Minutes, Money, Price, Exact), Rates(0.95, 0.20)),
    ((Choice, Option), Rates(0.60, 0.03)),
)
_ANY_TEXT = Rates(0.97, 0.60)


@dataclass(frozen=True)
class ColumnValues:
    """The first different values of a column, as they came and as texts; ``filled`` cells held anything."""

    cells: tuple[object, ...]
    texts: tuple[str, ...]
    filled: int

    @property
    def distinct(self) -> float:
        """The share of filled cells that differ from those before them."""
        return len(self.texts) / self.filled if self.filled else 0.0

    def share(self, fits: Callable[[str], bool]) -> float:
        """Return the share of values that fit."""
        return sum(map(fits, self.texts)) / len(self.texts) if self.texts else 0.0


def column_values(cells: Iterable[object]) -> ColumnValues:
    """Return the values of a column; of cells that are written alike only the first is kept."""
    found: dict[str, object] = {}
    filled = 0
    for cell in cells:
        if cell is not None and len(found) < SAMPLED and (text := value_sorts.shown(cell)[:LONGEST]):
            filled += 1
            found.setdefault(text, cell)
    return ColumnValues(tuple(found.values()), tuple(found), filled)


def evidence(field: Field, values: ColumnValues, locale: Locale, known: Known) -> tuple[float, Rates | None]:
    """Return the share of values that the field can read, and how often it can (None: they say nothing)."""
    kind = field.kind
    if isinstance(kind, (LongText, Tags, Coded)):
        return 1.0, None
    rates = next((found for kinds, found in _RATES if isinstance(kind, kinds)), _ANY_TEXT)
    if isinstance(kind, Option):
        return len(known(kind, values.texts)) / max(len(values.texts), 1), rates
    if isinstance(kind, Web):
        return values.share(value_sorts.is_web), rates
    if rates is _ANY_TEXT:
        return values.share(_is_plain), rates
    readable = sum(_reads(kind, cell, locale) for cell in values.cells)
    return readable / max(len(values.cells), 1), rates


def _is_plain(text: str) -> bool:
    """Tell whether a text is none that only another field would hold."""
    return not (value_sorts.is_email(text) or value_sorts.is_web(text) or value_sorts.is_day(text))


def _reads(kind: Kind[object], cell: object, locale: Locale) -> bool:
    try:
        return (amount(cell) if isinstance(kind, Money) else kind.read(cell, locale)) is not None
    except (Unreadable, ArithmeticError, ValueError):
        return isinstance(kind, Email | Phone) and isinstance(cell, str) and _says_a_way(kind, cell)


def _says_a_way(kind: Kind[Any], text: str) -> bool:
    """Tell whether a text says a number or an address, several of them, or that there is none."""
    return bool(parted(kind, text)) or only_value(kind, text) is not None


def nothing_known(_kind: Reference, _texts: Collection[str]) -> Collection[str]:
    """Stand for a file in which nothing is."""
    return ()


def of_columns(rows: Sequence[Sequence[object]], width: int) -> list[ColumnValues]:
    """Return the values of each column of some rows."""
    return [column_values(row[place] for row in rows if place < len(row)) for place in range(width)]
