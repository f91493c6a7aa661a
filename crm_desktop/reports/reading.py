"""What a report reads from: one connection, and the language in which it says what it found.

A document speaks its own language, not the program's, so labels of fields, options and stages are looked up here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cached_property
from typing import Any

from crm_desktop.core import document, formatting
from crm_desktop.core.document import Amount, Cell
from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import words_for
from crm_desktop.core.kinds import Choice, Locale, Money, Option, Percent, Reference, Tags, Year
from crm_desktop.models import registry
from crm_desktop.store import custom_fields, pages
from crm_desktop.store.driver import Connection

ROWS_AT_ONCE = 500
_RATE_UNIT = 10**8  # a rate is stored as an integer of its eighth decimal


@dataclass(frozen=True)
class Reading:
    """A customer file as a report sees it. ``currency`` is the base currency, ``language`` the document's."""

    connection: Connection
    firm: str
    currency: str
    language: str
    today: date
    zone: tzinfo

    def text(self, message: str) -> str:
        """Return a marked message, or a label, in the language of the document."""
        return words_for(self.language).gettext(message) if message else ""

    def counted(self, message: str, count: int) -> str:
        """Return a marked message with its ``%(count)s`` filled in."""
        return self.text(message) % {"count": formatting.format_number(count, self.language)}

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the form of a message that fits ``count``, filled in; by this name both forms are collected."""
        form = words_for(self.language).ngettext(singular, plural, count)
        return form % {"count": formatting.format_number(count, self.language)}

    def rows(self, sql: str, *values: Any, **named: Any) -> Iterator[tuple[Any, ...]]:
        """Return the rows of a query, as they come."""
        return iter(self.connection.execute(sql, named or values))

    def row(self, sql: str, *values: Any, **named: Any) -> tuple[Any, ...]:
        """Return the first row of a query that has one."""
        found = self.connection.execute(sql, named or values).fetchone()
        assert found is not None
        return tuple(found)

    def money(self, minor: int | None) -> Amount | None:
        """Return an amount in the base currency."""
        return None if minor is None else Amount(minor, self.currency)

    @cached_property
    def _labels(self) -> dict[str, dict[Any, str]]:
        return {}

    def labels(self, table: str, key: str = "id") -> dict[Any, str]:
        """Return what the rows of a small table (options, stages, pipelines) are called in this language."""
        if table not in self._labels:
            first, second = ("zh", "en") if self.language == "zh_CN" else ("en", "zh")
            rows = self.rows(
                f"SELECT \"{key}\", coalesce(nullif(label_{first}, ''), label_{second}, '') FROM \"{table}\""
            )
            self._labels[table] = {row[0]: str(row[1]) for row in rows}
        return self._labels[table]

    def fields(self, entity: Entity) -> tuple[Field, ...]:
        """Return the fields of an entity, with the user's own behind them."""
        return entity.fields + custom_fields.of(self.connection, entity.name)

    def label(self, field: Field) -> str:
        """Return the heading of a field."""
        if field.key.startswith(custom_fields.PREFIX):
            own = self.labels("custom_field", "key")
            return own.get(field.key.removeprefix(custom_fields.PREFIX), field.label)
        return self.text(field.label)

    def records(
        self, entity: Entity, fields: Sequence[Field], ids: Sequence[int]
    ) -> Iterator[tuple[Cell, ...]]:
        """Return the values of records in the order of their ids; a part at a time is in memory."""
        for at in range(0, len(ids), ROWS_AT_ONCE):
            part = list(ids[at : at + ROWS_AT_ONCE])
            found = pages.read(self.connection, entity, fields, part)
            for record_id in part:
                if record_id in found:
                    values, currency, _deleted = found[record_id]
                    own = currency or self.currency
                    yield tuple(self.cell(one, value, own) for one, value in zip(fields, values, strict=True))

    def cell(self, field: Field, value: Any, currency: str = "") -> Cell:
        """Return a value of a record as documents hold it."""
        kind = field.kind
        if value is None:
            return None
        if isinstance(kind, Reference):
            table = "option" if isinstance(kind, Option) else kind.entity
            labelled = "label_en" in registry.column_names(table)
            return self.labels(table).get(value.id, value.name) if labelled else str(value.name)
        if isinstance(kind, Choice):
            term = kind.vocabulary.term(value)
            return self.text(term.label) if term else str(value)
        if isinstance(kind, Money):
            return Amount(value, currency or self.currency)
        if isinstance(kind, Percent):
            return document.Percent(value)
        if isinstance(kind, Tags):
            return ", ".join(value) or None
        if isinstance(kind, Year):
            return str(value)
        if isinstance(value, (str, int, float, Decimal, date, datetime)):
            return value
        return kind.show(value, Locale(self.language, currency or self.currency, zone=self.zone))

    def currencies(self, source: str, **named: Any) -> list[str]:
        """Return the currencies of the rows of ``source`` (FROM … WHERE …)."""
        return [row[0] for row in self.rows(f"SELECT DISTINCT currency {source}", **named) if row[0]]

    def in_base(self, alias: str, currencies: Sequence[str], column: str = "amount") -> str:
        """Return the SQL of an amount in the base currency, rounded to its minor unit row by row.

        ``currencies`` are those that occur. A rate that is missing is 1 for the base currency; other amounts
        without a rate give NULL.
        """
        base = quoted(self.currency)
        amount, rate = f"{alias}.{column}", f"{alias}.rate"
        code = f"coalesce(nullif({alias}.currency, ''), {base})"
        digits = formatting.minor_digits(self.currency)
        powers = {one: digits - formatting.minor_digits(one) for one in currencies}
        cases = "".join(f" WHEN {quoted(one)} THEN 1e{power}" for one, power in powers.items() if power)
        factor = f" * CASE {code}{cases} ELSE 1.0 END" if cases else ""
        return (
            f"CASE WHEN {rate} IS NOT NULL "
            f"THEN CAST(round({amount} * ({rate} / {_RATE_UNIT}.0){factor}) AS INTEGER) "
            f"WHEN {code} = {base} THEN {amount} END"
        )


def quoted(text: str) -> str:
    """Return a text as SQL writes it, for expressions that are used in several places."""
    return "'" + text.replace("'", "''").replace("\x00", "") + "'"
