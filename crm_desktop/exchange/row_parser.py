"""Source cells → values of fields, with every problem named by row, column, value and reason.

Parsing goes by column: a chunk's column is read in one sweep at C speed where nothing needs a second look, and
every other cell is read once per different value. Nothing is guessed a cell at a time: the order of day and
month, and whether 0.5 means 50 %, are decided for the whole column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Any, cast

from crm_desktop.core import currency_signs
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Day, Kind, Locale, Moment, Money, Percent, Reference, Tags, Text
from crm_desktop.core.reading import Unreadable, text_of
from crm_desktop.exchange import sentences
from crm_desktop.exchange.mapping import ColumnMatch, Mapping
from crm_desktop.exchange.source import ColumnFacts, SourceChunk, SourceRow

Facts = Callable[[int], ColumnFacts]
_REMEMBERED = 50_000
_LARGEST = 2**63 - 1
_EITHER_ORDER = re.compile(r"(?m)^ {0,2}\d{1,2} ?[-/. ] ?\d{1,2} ?[-/. ] ?(?:\d{4}|\d{1,2})(?:\s|$|T\d)")
_LONGEST_DATE = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot go in: its number in the sheet, the heading, the value as it stands, and a sentence."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row with its original cells and everything that is wrong with it."""

    number: int
    cells: tuple[object, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class ParsedChunk:
    """The good rows of a chunk, kept by field, and the others."""

    numbers: list[int]
    columns: dict[str, list[Any]]
    rejected: list[RejectedRow] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each good row: its number in the sheet and its values by field; nothing there is None."""
        keys = tuple(self.columns)
        cells: Iterable[tuple[Any, ...]] = [()] * len(self.numbers)
        if keys:
            cells = zip(*self.columns.values(), strict=True)
        for number, row in zip(self.numbers, cells, strict=True):
            yield number, dict(zip(keys, row, strict=True))

    def __len__(self) -> int:
        return len(self.numbers)


class _Bad:
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
        """Return a value for each cell; ``has_bad`` tells whether any of them is a :class:`_Bad`."""
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

    def _bad(self, reason: str) -> _Bad:
        self.has_bad = True
        return _Bad(reason)

    def _value(self, cell: Any) -> Any:
        return self.kind.read(cell, self.locale)


class _TextReader(ColumnReader):
    """Text and names that are looked up later: most columns, so a whole column is checked at once."""

    def read(self, cells: Sequence[object]) -> list[Any]:
        types = set(map(type, cells))
        if not types <= {str, type(None)}:
            return super().read(cells)
        texts: list[Any] = [cell or "" for cell in cells] if type(None) in types else list(cells)
        stripped = list(map(str.strip, texts))
        if max(map(len, stripped)) <= self._limit and "".join(texts).isprintable():
            return [text or None for text in stripped]
        return list(map(self._read, cells))

    @property
    def _limit(self) -> int:
        return self.kind.limit if isinstance(self.kind, Text) else 1_000

    def _value(self, cell: Any) -> Any:
        return Text(limit=self._limit).read(cell, self.locale)


class _DateReader(ColumnReader):
    """Dates: the first one that could be read in two ways has the whole column looked at."""

    def __init__(
        self, kind: Kind[Any], locale: Locale, facts: Callable[[], ColumnFacts], *, stored: bool
    ) -> None:
        super().__init__(kind, locale, stored=stored)
        self._facts = facts
        self._decided = False
        self.open_order = ""  # 'dates_both' or 'dates_open' when the locale had to decide

    def read(self, cells: Sequence[object]) -> list[Any]:
        if not self._decided:
            texts = "\n".join([cell for cell in cells if type(cell) is str and len(cell) < _LONGEST_DATE])
            if _EITHER_ORDER.search(texts):
                self._decide()
        return super().read(cells)

    def _value(self, cell: Any) -> Any:
        value = super()._value(cell)
        if value is not None and (reason := self.kind.objection(value, self.locale, typed=False)):
            raise Unreadable(reason)
        return value

    def _decide(self) -> None:
        self._decided = True
        order = self._facts().day_order
        if order is None or order == "both":
            self.open_order = "dates_both" if order else "dates_open"
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


class _MoneyReader(ColumnReader):
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
    mapping: Mapping, locale: Locale, facts: Facts | None = None, *, stored: bool = False
) -> list[ColumnReader]:
    """Return a reader for each matched column. ``stored``: yield what the database keeps, not Python values."""
    look = facts or (lambda _place: ColumnFacts())
    return [_reader(column, locale, look, stored=stored) for column in mapping.matched]


def _reader(column: ColumnMatch, locale: Locale, facts: Facts, *, stored: bool) -> ColumnReader:
    assert column.field is not None
    kind, place = column.field.kind, column.place
    if isinstance(kind, (Reference, Tags)) or (isinstance(kind, Text) and type(kind).read is Text.read):
        return _TextReader(kind, locale)
    if isinstance(kind, (Day, Moment)):
        return _DateReader(kind, locale, lambda: facts(place), stored=stored)
    if isinstance(kind, Percent):
        return _PercentReader(kind, locale, lambda: facts(place), stored=stored)
    return (_MoneyReader if isinstance(kind, Money) else ColumnReader)(kind, locale, stored=stored)


class RowParser:
    """Parses the chunks of one table.

    ``facts`` is the table's own :meth:`SourceTable.facts`. ``fill`` completes a row in which a required value
    is missing (a full name from its parts). ``required`` are the keys of the fields that may not be empty;
    without it, those of the entity that a column fills, and the field that names the record.
    """

    def __init__(
        self,
        mapping: Mapping,
        locale: Locale,
        facts: Facts | None = None,
        *,
        stored: bool = False,
        fill: Callable[[MutableMapping[str, Any]], object] | None = None,
        required: Iterable[str] | None = None,
    ) -> None:
        self.mapping = mapping
        self.locale = locale
        self._fill = fill
        self._matched = mapping.matched
        self._readers = column_readers(mapping, locale, facts, stored=stored)
        self._required = tuple(required) if required is not None else self._usually_required()
        self._currency_key = mapping.entity.currency_column or ""
        self._currency = mapping.column_of(self._currency_key or "currency")

    def _usually_required(self) -> tuple[str, ...]:
        keys = [one.key for one in self.mapping.fields if one.required]
        title = self.mapping.entity.title_field
        return tuple(dict.fromkeys([*keys, title.key] if title.required else keys))

    @property
    def notes(self) -> list[str]:
        """What had to be decided for whole columns, as sentences."""
        return [
            sentences.note(
                reader.open_order,
                {"column": column.heading, "order": sentences.order_words(self.locale.date_order)},
            )
            for column, reader in zip(self._matched, self._readers, strict=True)
            if isinstance(reader, _DateReader) and reader.open_order
        ]

    def parse(self, chunk: SourceChunk | Sequence[SourceRow]) -> ParsedChunk:
        """Return the rows of a chunk as values; a row with any problem is rejected as a whole."""
        if not isinstance(chunk, SourceChunk):
            chunk = SourceChunk.of_rows(chunk)
        chunk = chunk.shaped(len(self.mapping.columns))
        values, bad = self._read(chunk)
        self._require(chunk, values, bad)
        if not bad:
            return ParsedChunk(chunk.numbers, values)
        good = [place not in bad for place in range(len(chunk))]
        parsed = ParsedChunk(
            list(compress(chunk.numbers, good)),
            {key: list(compress(column, good)) for key, column in values.items()},
        )
        parsed.rejected = [
            RejectedRow(
                chunk.numbers[place], tuple(column[place] for column in chunk.columns), tuple(bad[place])
            )
            for place in sorted(bad)
        ]
        return parsed

    def _read(self, chunk: SourceChunk) -> tuple[dict[str, list[Any]], dict[int, list[Problem]]]:
        values: dict[str, list[Any]] = {}
        bad: dict[int, list[Problem]] = {}
        currencies, inferred = self._currencies(chunk)
        for column, reader in zip(self._matched, self._readers, strict=True):
            assert column.field is not None
            cells = chunk.columns[column.place]
            if isinstance(reader, _MoneyReader) and currencies is not None:
                found = reader.read_in(cells, currencies)
            else:
                found = reader.read(cells)
            values[column.field.key] = found
            if reader.has_bad:
                for place, value in enumerate(found):
                    if type(value) is _Bad:
                        problem = _problem(chunk, place, column.heading, cells[place], value.reason)
                        bad.setdefault(place, []).append(problem)
        if inferred:
            given = values.setdefault(self._currency_key, [None] * len(chunk))
            values[self._currency_key] = [one or own for one, own in zip(given, inferred, strict=True)]
        return values, bad

    def _currencies(self, chunk: SourceChunk) -> tuple[Sequence[Any] | None, list[str | None]]:
        """Return the currency of each row, and those that only the amounts themselves name ($ 99)."""
        given = chunk.columns[self._currency.place] if self._currency is not None else None
        inferred: list[str | None] = []
        for column, reader in zip(self._matched, self._readers, strict=True):
            if self._currency_key and isinstance(reader, _MoneyReader):
                cells = chunk.columns[column.place]
                if str in set(map(type, cells)):
                    named = [currency_signs.named(cell, self.locale.currency) for cell in cells]
                    inferred = [a or b for a, b in zip(inferred, named, strict=True)] if inferred else named
        if not any(inferred):
            return given, []
        if given is None:
            return inferred, inferred
        return [one or own for one, own in zip(given, inferred, strict=True)], inferred

    def _require(
        self, chunk: SourceChunk, values: dict[str, list[Any]], bad: dict[int, list[Problem]]
    ) -> None:
        """Complete the rows in which a required value is missing, and reject those where that fails."""
        empty: set[int] = set()
        for key in self._required:
            column = values.setdefault(key, [None] * len(chunk))
            if None in column:
                empty.update(place for place, value in enumerate(column) if value is None)
        for place in sorted(empty):
            row = {key: column[place] for key, column in values.items()}
            if self._fill is not None:
                self._fill(row)
            for key in self._required:
                values[key][place] = row.get(key)
                if row.get(key) in (None, ""):
                    reason = _("This must be filled in.")
                    bad.setdefault(place, []).append(_problem(chunk, place, self._heading(key), None, reason))

    def _heading(self, key: str) -> str:
        column = self.mapping.column_of(key)
        if column is not None:
            return column.heading
        described = self.mapping.entity.by_key.get(key)
        return _(described.label) if described else key


def _problem(chunk: SourceChunk, place: int, column: str, cell: object, reason: str) -> Problem:
    return Problem(chunk.numbers[place], column, text_of(cell)[:1_000], reason)
