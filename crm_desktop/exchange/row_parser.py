"""Source cells → values of fields, with every problem named by row, column, value and reason.

Parsing goes by column (``column_readers``); here rows with a problem are parted from the good ones.
"""

from __future__ import annotations

import collections.abc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from crm_desktop.core import currency_signs
from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Locale
from crm_desktop.core.reading import text_of
from crm_desktop.exchange import sentences
from crm_desktop.exchange.column_readers import (
    Bad,
    ColumnReader,
    DateReader,
    Facts,
    MoneyReader,
    column_readers,
)
from crm_desktop.exchange.mapping import Mapping, takes_several
from crm_desktop.exchange.open_dates import OpenDates
from crm_desktop.exchange.several_values import Further, may_hold_several
from crm_desktop.exchange.source import SourceChunk, SourceRow
from crm_desktop.exchange.unpacking import FewTexts


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


class RowParser:
    """Parses the chunks of one table.

    ``facts`` is the table's own :meth:`SourceTable.facts`. ``fill`` completes a row in which a required value
    is missing (a full name from its parts). ``required`` are the keys of the fields that may not be empty;
    without it, those of the entity that a column fills, and the field that names the record. ``orders`` are the
    orders of day, month and year that somebody said of columns, by heading.
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
        orders: collections.abc.Mapping[str, str] | None = None,
    ) -> None:
        self.mapping = mapping
        self.locale = locale
        self._fill = fill
        self._matched = mapping.matched
        self._readers = column_readers(mapping, locale, facts, stored=stored, orders=orders)
        self._required = tuple(required) if required is not None else self._usually_required()
        self.further_fields: dict[str, Field] = {}
        """The fields of further channels that no column of their own brings, met so far."""
        self._parted = Counter[str]()
        self._currency_key = mapping.entity.currency_column or ""
        self._currency = mapping.column_of(self._currency_key or "currency")

    def _usually_required(self) -> tuple[str, ...]:
        keys = [one.key for one in self.mapping.fields if one.required]
        title = self.mapping.entity.title_field
        return tuple(dict.fromkeys([*keys, title.key] if title.required else keys))

    @property
    def notes(self) -> list[str]:
        """What had to be decided for whole columns, as sentences."""
        several = [
            sentences.note("several_values", {"column": heading, "count": count})
            for heading, count in self._parted.items()
            if count
        ]
        return several + [
            sentences.note(
                reader.open_order,
                {"column": column.heading, "order": sentences.order_words(reader.order_read)},
            )
            for column, reader in zip(self._matched, self._readers, strict=True)
            if isinstance(reader, DateReader) and reader.open_order
        ]

    @property
    def open_dates(self) -> list[OpenDates]:
        """The columns of dates that could be read in several ways."""
        pairs = zip(self._matched, self._readers, strict=True)
        asked = (one.question(column.heading) for column, one in pairs if isinstance(one, DateReader))
        return [question for question in asked if question is not None and question.examples]

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
        more = Further()
        for column, reader in zip(self._matched, self._readers, strict=True):
            assert column.field is not None
            cells = chunk.columns[column.place]
            if takes_several(column.field) and may_hold_several(column.field.kind, cells):
                cells, count = more.taken_from(cells, column.field)
                self._parted[column.heading] += count
            if isinstance(reader, MoneyReader) and currencies is not None:
                found = reader.read_in(cells, currencies)
            else:
                found = _values(reader, cells)
            values[column.field.key] = found
            if reader.has_bad:
                _tell(chunk, column.heading, cells, found, bad)
        readers = dict(zip([one.place for one in self._matched], self._readers, strict=True))
        for like, further, texts in more.columns(self.mapping, len(chunk)):
            found = values[further.key] = readers[like.place].read(texts)
            self.further_fields[further.key] = further
            _tell(chunk, like.heading, texts, found, bad)
        if inferred:
            given = values.setdefault(self._currency_key, [None] * len(chunk))
            values[self._currency_key] = [one or own for one, own in zip(given, inferred, strict=True)]
        return values, bad

    def _currencies(self, chunk: SourceChunk) -> tuple[Sequence[Any] | None, list[str | None]]:
        """Return the currency of each row, and those that only the amounts themselves name ($ 99)."""
        given = chunk.columns[self._currency.place] if self._currency is not None else None
        inferred: list[str | None] = []
        for column, reader in zip(self._matched, self._readers, strict=True):
            if self._currency_key and isinstance(reader, MoneyReader):
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
            for key, value in row.items():
                if value and key not in values:  # a name made of its parts, beside what is required
                    values[key] = [None] * len(chunk)
                if key in values:
                    values[key][place] = value
            for key in self._required:
                if row.get(key) in (None, ""):
                    reason = _("This must be filled in.")
                    bad.setdefault(place, []).append(_problem(chunk, place, self._heading(key), None, reason))

    def _heading(self, key: str) -> str:
        column = self.mapping.column_of(key)
        if column is not None:
            return column.heading
        described = self.mapping.entity.by_key.get(key)
        return _(described.label) if described else key


def _values(reader: ColumnReader, cells: Sequence[object]) -> list[Any]:
    """Return the values of a column; of one with few different texts each is read but once."""
    if not isinstance(cells, FewTexts):
        return reader.read(cells)
    few = reader.read(cells.different)
    return list(map(few.__getitem__, cells.codes))


def _tell(
    chunk: SourceChunk,
    heading: str,
    cells: Sequence[object],
    found: Sequence[Any],
    bad: dict[int, list[Problem]],
) -> None:
    """Note the cells of a column that could not be read."""
    for place, value in enumerate(found):
        if type(value) is Bad:
            bad.setdefault(place, []).append(_problem(chunk, place, heading, cells[place], value.reason))


def _problem(chunk: SourceChunk, place: int, column: str, cell: object, reason: str) -> Problem:
    return Problem(chunk.numbers[place], column, text_of(cell)[:1_000], reason)
