"""Readers of columns: each yields the values of one column of a foreign table, chunk by chunk.

A column is read in one sweep at C speed where nothing needs a second look, and every other cell is read once per
different value. Nothing is guessed a cell at a time: the order of day and month, and whether 0.5 means 50 %, are
decided for the whole column.
"""

from __future__ import annotations

import collections.abc
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from crm_desktop.core import currency_signs
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import (
    Day,
    Email,
    Kind,
    Locale,
    Moment,
    Money,
    Percent,
    Phone,
    Reference,
    Tags,
    Text,
)
from crm_desktop.core.reading import Unreadable
from crm_desktop.exchange import open_dates
from crm_desktop.exchange.mapping import ColumnMatch, Mapping
from crm_desktop.exchange.open_dates import OpenDates
from crm_desktop.exchange.several_values import only_value
from crm_desktop.exchange.source import ColumnFacts

Facts = Callable[[int], ColumnFacts]
_REMEMBERED = 50_000
_LARGEST = 2**63 - 1
_EITHER_ORDER = re.compile(r"(?m)^ {0,2}\d{1,2} ?[-/. ] ?\d{1,2} ?[-/. ] ?(?:\d{4}|\d{1,2})(?:\s|$|T\d)")
_LONGEST_DATE = 40


class Bad:
    """A cell that cannot be understood, in the place of its value."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason


class _Memory(dict[Any, Any]):
    """What each different cell of a column means; reads a cell when it is first met."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> Any:
        value = self._read(cell)
        if len(self) < _REMEMBERED:
            self[cell] = value
        return value


class ColumnReader:
    """Reads the cells of one column as values of one kind."""

    def __init__(self, kind: Kind[Any], locale: Locale, *, stored: bool = False) -> None:
        self.kind = kind
        self.locale = locale
        self.has_bad = False
        self._to_stored = kind.to_stored if stored and type(kind).to_stored is not Kind.to_stored else None
        self._memory = _Memory(self._read)

    def read(self, cells: Sequence[object]) -> list[Any]:
        """Return a value for each cell; ``has_bad`` tells whether any of them is a :class:`Bad`."""
        types = set(map(type, cells))
        if types == {type(None)}:
            return [None] * len(cells)
        if bool in types:  # True and 1 are one key of a dictionary
            return list(map(self._read, cells))
        if self.kind.usual is not None and types <= {str, type(None)}:
            usual, memory = self.kind.usual.fullmatch, self._memory
            texts = cast("Sequence[str | None]", cells)
            return [text if text is None or usual(text) else memory[text] for text in texts]
        return list(map(self._memory.__getitem__, cells))

    def change_locale(self, locale: Locale) -> None:
        """Read the following cells by another locale."""
        if locale != self.locale:
            self.locale = locale
            self._memory.clear()

    def _read(self, cell: Any) -> Any:
        if cell is None:
            return None
        try:
            value = self._value(cell)
            if self._to_stored is not None:
                value = self._to_stored(value)
        except Unreadable as error:
            return self._bad(str(error))
        except (ArithmeticError, ValueError):
            return self._bad(_("This value cannot be understood."))
        if isinstance(value, int) and not -_LARGEST <= value <= _LARGEST:
            return self._bad(_("This number is too large."))
        return value

    def _bad(self, reason: str) -> Bad:
        self.has_bad = True
        return Bad(reason)

    def _value(self, cell: Any) -> Any:
        return self.kind.read(cell, self.locale)


class _TextReader(ColumnReader):
    """Text and names that are looked up later: most columns, so a whole column is checked at once.

    Equal texts become one object, which takes less memory and is found more quickly.
    """

    def __init__(self, kind: Kind[Any], locale: Locale) -> None:
        super().__init__(kind, locale)
        self._known: dict[str, str | None] = {}

    def read(self, cells: Sequence[object]) -> list[Any]:
        types = set(map(type, cells))
        if not types <= {str, type(None)}:
            return super().read(cells)
        texts: list[Any] = [cell or "" for cell in cells] if type(None) in types else list(cells)
        stripped = list(map(str.strip, texts))
        if max(map(len, stripped)) <= self._limit and "".join(texts).isprintable():
            if not 0 < len(self._known) < _REMEMBERED:
                self._known = {"": None}
            return list(map(self._known.setdefault, stripped, stripped))
        return list(map(self._read, cells))

    @property
    def _limit(self) -> int:
        return self.kind.limit if isinstance(self.kind, Text) else 1_000

    def _value(self, cell: Any) -> Any:
        return Text(limit=self._limit).read(cell, self.locale)


class _WayReader(ColumnReader):
    """Numbers and e-mail addresses: a word beside one, or one for none, costs no row."""

    def _value(self, cell: Any) -> Any:
        try:
            return super()._value(cell)
        except Unreadable:
            only = only_value(self.kind, cell) if isinstance(cell, str) else None
            if only is None:
                raise
            return super()._value(only)


class DateReader(ColumnReader):
    """Dates: the first one that could be read in two ways has the whole column looked at.

    ``order`` is what somebody said of the column; it is not looked at then.
    """

    def __init__(
        self,
        kind: Kind[Any],
        locale: Locale,
        facts: Callable[[], ColumnFacts],
        *,
        stored: bool,
        order: str | None = None,
    ) -> None:
        super().__init__(kind, replace(locale, date_order=order) if order else locale, stored=stored)
        self._facts = facts
        self._answered = order is not None
        self._decided = False
        self._open = ""  # 'dates_both' or 'dates_open' where the column itself does not say it
        self._examples: dict[str, dict[str, date]] = {}

    def read(self, cells: Sequence[object]) -> list[Any]:
        if not self._decided or (self._open and len(self._examples) < open_dates.EXAMPLES):
            texts = [cell for cell in cells if type(cell) is str and len(cell) < _LONGEST_DATE]
            if _EITHER_ORDER.search("\n".join(texts)):
                self._look_at(texts)
        return super().read(cells)

    def question(self, heading: str) -> OpenDates | None:
        """Return what is to be asked about the column, or None."""
        if not self._open:
            return None
        found = tuple(self._examples.items())
        return OpenDates(heading, self.order_read, found, self._answered, mixed=self._open == "dates_both")

    @property
    def order_read(self) -> str:
        """The order in which the days of the column are read that do not show it."""
        return open_dates.order_read(self.locale.date_order, self._examples.items())

    @property
    def open_order(self) -> str:
        """The code of a note where the locale had to decide, or an empty text."""
        return "" if self._answered else self._open

    def _value(self, cell: Any) -> Any:
        value = super()._value(cell)
        if value is not None and (reason := self.kind.objection(value, self.locale, typed=False)):
            raise Unreadable(reason)
        return value

    def _look_at(self, texts: Sequence[str]) -> None:
        """Decide the order when that has not been done yet, and keep examples where it stays open."""
        if not self._decided:
            self._decide()
        if self._open:
            both_ways = filter(_EITHER_ORDER.match, dict.fromkeys(texts))
            self._examples |= open_dates.examples(both_ways)

    def _decide(self) -> None:
        self._decided = True
        order = None if self._answered else self._facts().day_order
        if order is None or order == "both":
            self._open = "dates_both" if order else "dates_open"
        else:
            self.change_locale(replace(self.locale, date_order=order))


class _PercentReader(ColumnReader):
    """Percentages: a spreadsheet's 1 is 100 % where its neighbours are fractions."""

    def __init__(
        self, kind: Kind[Any], locale: Locale, facts: Callable[[], ColumnFacts], *, stored: bool
    ) -> None:
        super().__init__(kind, locale, stored=stored)
        self._facts = facts
        self._fractions: bool | None = None

    def read(self, cells: Sequence[object]) -> list[Any]:
        if self._fractions is None and 1 in cells:
            self._fractions = self._facts().fractions
        return super().read(cells)

    def _value(self, cell: Any) -> Any:
        return super()._value(100 if self._fractions and cell == 1 and not isinstance(cell, str) else cell)


class MoneyReader(ColumnReader):
    """Amounts, in the currency that stands in the same row."""

    def read_in(self, cells: Sequence[object], currencies: Sequence[Any]) -> list[Any]:
        """Return the amounts, each in the minor units of its row's currency."""
        own = self.locale.currency
        places: dict[str, list[int]] = {}
        for place, currency in enumerate(currencies):
            code = currency_signs.named(currency, own) or own
            places.setdefault(code, []).append(place)
        if list(places) == [own]:
            return self.read(cells)
        values: list[Any] = [None] * len(cells)
        for code, rows in places.items():
            reader = ColumnReader(self.kind, self.locale.of_currency(code))
            for place, value in zip(rows, reader.read([cells[place] for place in rows]), strict=True):
                values[place] = value
            self.has_bad = self.has_bad or reader.has_bad
        return values


def column_readers(
    mapping: Mapping,
    locale: Locale,
    facts: Facts | None = None,
    *,
    stored: bool = False,
    orders: collections.abc.Mapping[str, str] | None = None,
) -> list[ColumnReader]:
    """Return a reader for each matched column. ``stored``: yield what the database keeps, not Python values.

    ``orders`` are the orders of day, month and year that somebody said of columns, by heading.
    """
    look = facts or (lambda _place: ColumnFacts())
    said = orders or {}
    return [
        _reader(column, locale, look, said.get(column.heading), stored=stored) for column in mapping.matched
    ]


def _reader(
    column: ColumnMatch, locale: Locale, facts: Facts, order: str | None, *, stored: bool
) -> ColumnReader:
    assert column.field is not None
    kind, place = column.field.kind, column.place
    if isinstance(kind, (Reference, Tags)) or (isinstance(kind, Text) and type(kind).read is Text.read):
        return _TextReader(kind, locale)
    if isinstance(kind, (Day, Moment)):
        return DateReader(kind, locale, lambda: facts(place), stored=stored, order=order)
    if isinstance(kind, Percent):
        return _PercentReader(kind, locale, lambda: facts(place), stored=stored)
    if isinstance(kind, (Email, Phone)):
        return _WayReader(kind, locale, stored=stored)
    return (MoneyReader if isinstance(kind, Money) else ColumnReader)(kind, locale, stored=stored)
